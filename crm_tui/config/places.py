"""Where the files of the program are."""

from __future__ import annotations

from pathlib import Path

from crm_tui.config import folders
from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths:
    """The files and folders of one run.

    ``database`` and ``config`` are files, ``state`` and ``log`` folders. None of them need exist.
    """

    database: Path
    config: Path
    state: Path
    log: Path

    @property
    def presets(self) -> Path:
        """The folder of the rep's own presets for imports, beside the settings."""
        return self.config.with_name("presets")

    @property
    def demo(self) -> Path:
        """The throw-away database of `crm demo`, beside the real one."""
        return self.database.with_name("demo.db")


def paths(database: str | Path | None = None) -> Paths:
    """The paths of this run; ``database`` (from --db) goes before CRM_DB and the user's data folder."""
    return Paths(
        database=Path(database or folders.database()).expanduser(),
        config=Path(folders.config()).expanduser(),
        state=Path(folders.folder("state")),
        log=Path(folders.folder("log")),
    )
