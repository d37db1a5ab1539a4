"""Reading a file beside the store: in this process when it is small, in a second one when it is large.

The second process reads, takes apart and understands rows, which is more than half of an import's work, while this
one stores those before. Rows come through a pipe, so that neither runs ahead of the other by more than a chunk.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from pickle import UnpicklingError
from typing import IO, NamedTuple, Protocol, Self, cast

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.sync import formats, transport
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry, ReadOptions, Source

#: Records that are matched and written together.
CHUNK = 5_000

#: The same of messages, which take longer: a rep sees twice a second how far it is.
_CHUNK_OF_MAIL = 250

#: Files from this size on are read in a process of their own; it takes a quarter of a second to start.
LARGE = 3 << 20

#: Where there are more people than one in so many bytes of the file, about a quarter of its rows, many of these may be
#: about people who are known; what the index is to hold of them is then computed of those alone who are not.
_KNOWN = 640

#: Seconds that a reader gets to end, once it has been told to.
_PATIENCE = 5.0

#: What Windows calls CREATE_NEW_PROCESS_GROUP.
_NEW_GROUP = 0x200

_BOOT = "import pickle, sys; sys.path[:] = pickle.load(sys.stdin.buffer); from crm_tui.sync.reader import main; main()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """How a file was understood; see `crm_tui.sync.formats.source.Source`."""

    format: str
    what: str
    preset: str
    encoding: str
    delimiter: str
    columns: tuple[ColumnUse, ...]
    match: tuple[str, ...]
    headings: tuple[str, ...]
    size: int


class Chunk(NamedTuple):
    """Entries in file order, and the bytes of the file that have been read."""

    entries: Sequence[Entry]
    position: int


class Reading(Protocol):
    """A file that is being read. Closing is the caller's; use it as a context manager."""

    path: Path
    account: Account

    def chunks(self) -> Iterator[Chunk]:
        """All entries; call it once. Raises `CrmError` when the file turns out to have changed."""

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was uncertain, complete once the chunks have been read."""

    def close(self) -> None:
        """Ends the reading, wherever it is."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_: object) -> None: ...


def begin(path: Path, options: ReadOptions, desk: Desk, people: int = 0) -> Reading:
    """Begins to read a file for a database of so many people. Raises `CrmError` when it cannot be understood."""
    if _is_large(path):
        with suppress(OSError):
            return ReadingBeside(path, options, desk, is_described=people < path.stat().st_size // _KNOWN)
    return ReadingHere(path, options, desk)


def _is_large(path: Path) -> bool:
    """Whether a second process is worth its start, and can be had: a frozen program has no interpreter to start."""
    if not sys.executable or getattr(sys, "frozen", False) or (os.cpu_count() or 1) < 2:
        return False
    try:
        return path.stat().st_size >= LARGE
    except OSError:
        return False


class ReadingHere:
    """Reads in this process."""

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self.path = path
        self._stamp = _stamp(path)
        self._source = formats.open_source(path, options, desk)
        self.account = _account(self._source)

    def chunks(self) -> Iterator[Chunk]:
        """See `Reading`."""
        entries, size = self._source.entries(), _CHUNK_OF_MAIL if self.account.format == "mail" else CHUNK
        try:
            while found := list(islice(entries, size)):
                yield Chunk(found, self._source.position)
        except UnicodeError as error:
            # It was proved to be well-formed when it was opened.
            raise _changed(self.path) from error
        if _stamp(self.path) != self._stamp:
            raise _changed(self.path)

    def notes(self) -> tuple[str, ...]:
        """See `Reading`."""
        return self._source.notes()

    def close(self) -> None:
        """See `Reading`."""
        self._source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class ReadingBeside:
    """Reads in a second process. Raises OSError where none can be had, and what that process raises."""

    def __init__(self, path: Path, options: ReadOptions, desk: Desk, *, is_described: bool = True) -> None:
        self.path = path
        self._process = _started()
        self._notes: tuple[str, ...] = ()
        try:
            stdin = cast("IO[bytes]", self._process.stdin)
            with suppress(OSError), stdin:
                transport.send(stdin, sys.path)
                transport.send(stdin, (path, options, desk, is_described))
            self.account = self._begun()
        except BaseException:
            self.close()
            raise

    def chunks(self) -> Iterator[Chunk]:
        """See `Reading`."""
        while True:
            kind, *values = self._receive()
            if kind == "end":
                (self._notes,) = cast("list[tuple[str, ...]]", values)
                return
            people, others, position = cast("tuple[bytes, dict[int, object], int]", values)
            yield Chunk(transport.entries_of(people, others), position)

    def _begun(self) -> Account:
        try:
            message = self._message()
        except (EOFError, UnpicklingError) as error:
            raise OSError("the interpreter did not start") from error
        return cast("Account", message[1])

    def _receive(self) -> tuple[object, ...]:
        """The next message. Raises `CrmError` where the process has ended before it."""
        try:
            return self._message()
        except (EOFError, OSError, UnpicklingError) as error:
            raise self._ended() from error

    def _message(self) -> tuple[object, ...]:
        """The next message. Raises the error that it holds."""
        message: tuple[object, ...] = transport.receive(cast("IO[bytes]", self._process.stdout))
        if message[0] == "error":
            raise transport.error_of(*message[1:])  # type: ignore[arg-type]
        return message

    def _ended(self) -> CrmError:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_PATIENCE)
        return CrmError(
            f"The process that reads {self.path.name} has ended before its time (code {self._process.returncode}).",
            "Nothing of the import was kept. Try it again; if memory is short, end other programs first.",
        )

    def notes(self) -> tuple[str, ...]:
        """See `Reading`."""
        return self._notes

    def close(self) -> None:
        """Ends the process, and waits until it is gone."""
        self._process.kill()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _started() -> subprocess.Popen[bytes]:
    """A fresh interpreter: to fork a program with threads is not safe, and neither is a path with the folder we are in.

    Ctrl+C in the terminal is not meant for it; we end it.
    """
    is_posix = os.name == "posix"
    return subprocess.Popen(  # noqa: S603 - our own interpreter, and words of ours
        [sys.executable, "-P", "-c", _BOOT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        process_group=0 if is_posix else None,
        creationflags=0 if is_posix else _NEW_GROUP,
    )


def _account(source: Source) -> Account:
    return Account(
        format=source.format,
        what=source.what,
        preset=source.preset,
        encoding=source.encoding,
        delimiter=source.delimiter,
        columns=source.columns,
        match=source.match,
        headings=source.headings,
        size=source.size,
    )


def _stamp(path: Path) -> tuple[int, int, int]:
    """What differs when another has written to the file, or put a different one in its place."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0, 0)
    return (found.st_size, found.st_mtime_ns, found.st_ino)


def _changed(path: Path) -> CrmError:
    return CrmError(
        f"{path.name} was changed while it was read.",
        "Nothing of the import was kept. Import it again when it is done.",
    )
