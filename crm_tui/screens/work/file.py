"""The block that is worked, or was paused: a file beside the database, so that it belongs to this machine alone.

One line for the list, then one for each event, appended as it happens: a program that is killed loses nothing, and two
terminals add to the same block. A long list is two lines, so that the first person can be shown before all of it is
read. It holds ids and numbers, and the name of the list.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from crm_tui.domain.block import Block, Event, Turn

#: What the first line begins with; another number is another program's.
_VERSION = 1


class BlockFile:
    """The block of a database. Writing raises `DatabaseError` where the folder cannot be written to."""

    def __init__(self, database: Path) -> None:
        self.path = database.with_name(f".{database.name}.block.jsonl")
        self._block: Block | None = None
        self._stamp: tuple[int, int] | None = None

    @property
    def block(self) -> Block | None:
        """The block as it stands, also when another terminal has gone on with it; None when there is none."""
        stamp = self._look()
        if stamp != self._stamp:
            self._block, self._stamp = (_load(self.path) if stamp else None), stamp
        return self._block

    def begin(self, block: Block) -> None:
        """Keeps a new block in place of the one before."""
        head = {
            "block": _VERSION,
            "source": block.source,
            "title": block.title,
            "began": block.began,
            "since": block.since,
            "device": block.device,
            "turns": _listed(block.turns),
        }
        self._write(json.dumps(head, ensure_ascii=False), os.O_TRUNC)
        self._block, self._stamp = block, self._look()

    def extend(self, turns: Sequence[Turn]) -> None:
        """Puts more people behind those of the block that there is."""
        if (block := self.block) is not None:
            self._append({"more": _listed(turns)})
            self._block, self._stamp = block.joined_by(turns), self._look()

    def add(self, event: Event) -> None:
        """Adds an event to the block that there is."""
        block = self.block
        if block is None:
            return
        said: dict[str, Any] = {"did": str(event.did), "at": event.at, "place": event.place}
        said |= {"operation": event.operation} if event.operation else {}
        said |= {"why": event.why} if event.why else {}
        self._append(said)
        self._block, self._stamp = block.after(event), self._look()

    def forget(self) -> None:
        """Ends the block."""
        with self._explained():
            self.path.unlink(missing_ok=True)
        self._block = self._stamp = None

    def _append(self, said: Mapping[str, Any]) -> None:
        # Begun on a line of its own, whatever became of the one before.
        self._write("\n" + json.dumps(said, ensure_ascii=False), os.O_APPEND)

    def _look(self) -> tuple[int, int] | None:
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_size

    def _write(self, text: str, how: int) -> None:
        flags = os.O_CREAT | os.O_WRONLY | how
        with self._explained(), os.fdopen(os.open(self.path, flags, 0o600), "a", encoding="utf-8") as file:
            file.write(text)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Raises `DatabaseError` for what the folder refuses."""
        from crm_tui.domain.errors import DatabaseError

        try:
            yield
        except OSError as error:
            raise DatabaseError(
                f"The block cannot be kept in {self.path}: {error.strerror}.", "Check the folder's permissions."
            ) from error


def _listed(turns: Iterable[Turn]) -> list[list[str]]:
    return [[turn.contact, turn.follow_up] for turn in turns]


def _load(path: Path) -> Block | None:
    """The block in a file; None for one that is not ours. A last line that was not written to its end is no event."""
    from crm_tui.domain.block import Block, Did, Event

    try:
        head, *events = path.read_text(encoding="utf-8").splitlines()
        said = json.loads(head)
        if said["block"] != _VERSION:
            return None
        block = Block(
            source=str(said["source"]),
            title=str(said["title"]),
            turns=_turns(said["turns"]),
            began=int(said["began"]),
            since=int(said["since"]),
            device=int(said["device"]),
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None
    for text in events:
        try:
            event = json.loads(text)
            if "more" in event:
                block = block.joined_by(_turns(event["more"]))
                continue
            numbers = {name: int(event.get(name, 0)) for name in ("at", "place", "operation")}
            block = block.after(Event(did=Did(event["did"]), why=str(event.get("why", "")), **numbers))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue
    return block


def _turns(listed: Iterable[tuple[str, str]]) -> tuple[Turn, ...]:
    from crm_tui.domain.block import Turn

    return tuple(Turn(str(contact), str(follow_up)) for contact, follow_up in listed)
