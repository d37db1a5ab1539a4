"""What was chosen in the palette last: a file beside the database, so that it belongs to this machine alone.

It holds ids, never names: ``action:call.log``, ``contact:0196…``, the newest first.
"""

from __future__ import annotations

import json
from pathlib import Path

from crm_tui.screens import drafts

#: Choices that are remembered.
MOST = 30

#: Bytes of the largest file that is ours: another one is not read.
_MOST_BYTES = 64_000

#: Letters of the longest id.
_LONGEST = 100


class Recent:
    """The choices of a database, for the rep's eyes alone."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f".{database.name}.recent.json")

    @property
    def choices(self) -> tuple[str, ...]:
        """The newest first, another terminal's among them; none where there is no such file, or one not ours."""
        try:
            found = json.loads(self.path.read_bytes()) if self.path.stat().st_size <= _MOST_BYTES else None
        except (OSError, ValueError):
            return ()
        if not isinstance(found, list):
            return ()
        return tuple(each for each in found if isinstance(each, str) and len(each) <= _LONGEST)[:MOST]

    def use(self, choice: str) -> None:
        """Puts a choice first. Raises `DatabaseError` where the folder cannot be written to."""
        from crm_tui.domain.errors import DatabaseError

        kept = list(dict.fromkeys((choice, *self.choices)))[:MOST]
        try:
            drafts.write(self.path, json.dumps(kept))
        except OSError as error:
            raise DatabaseError(
                f"What was used last cannot be kept in {self.path}: {error.strerror}.",
                "Check the folder's permissions.",
            ) from error
