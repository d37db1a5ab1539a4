"""How far the guide has come in a book: a file beside the database, so that it belongs to this machine alone."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path

from crm_tui.domain.value import dataclass
from crm_tui.screens import drafts

#: What the file says first; another number is another program's.
_VERSION = 1


class State(StrEnum):
    """Where the rep and the guide stand: named once, under way, left for now, or gone through."""

    OFFERED = "offered"
    RUNNING = "running"
    LEFT = "left"
    DONE = "done"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """``device`` is the number of the database, ``began`` its last operation before the guide.

    What is in the journal is not kept here; ``has_searched`` is, for a search leaves nothing there.
    """

    state: State
    device: int = 0
    began: int = 0
    has_searched: bool = False


class GuideFile:
    """The position in a database."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f".{database.name}.guide.json")

    def load(self) -> Position | None:
        """The position; None where there is no such file, or one that is not ours."""
        try:
            said = json.loads(self.path.read_bytes())
            if said["guide"] != _VERSION:
                return None
            return Position(
                state=State(said["state"]),
                device=int(said["device"]),
                began=int(said["began"]),
                has_searched=bool(said["searched"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, position: Position) -> None:
        """Keeps the position. Raises `DatabaseError` where the folder cannot be written to."""
        from crm_tui.domain.errors import DatabaseError

        said = {
            "guide": _VERSION,
            "state": str(position.state),
            "device": position.device,
            "began": position.began,
            "searched": position.has_searched,
        }
        try:
            drafts.write(self.path, json.dumps(said))
        except OSError as error:
            raise DatabaseError(
                f"The guide's place cannot be kept in {self.path}: {error.strerror}.", "Check the folder's permissions."
            ) from error
