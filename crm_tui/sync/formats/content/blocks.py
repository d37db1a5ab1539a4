"""Files of vCards and calendars as records: from BEGIN to END, whatever stands around them, in bounded memory."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, NamedTuple, Self

from crm_tui.domain.errors import CrmError
from crm_tui.domain.numbers import grouped
from crm_tui.sync.formats import encoding
from crm_tui.sync.formats.content.lines import ContentError, is_understood
from crm_tui.sync.formats.encoding import Encoding, EncodingError

#: The largest record, in bytes. Pictures stand within; so many of them fit that no telephone writes more.
MAX_BLOCK = 16 << 20

#: The longest line in bytes; longer ones come in pieces.
_MAX_LINE = 1 << 20

#: Lines of a record, which a picture of that size has not, and records within one another.
_MOST_LINES = 500_000
_DEEPEST = 100

#: Bytes that are looked at to find line ends, and a first record.
_SAMPLE = 1 << 16

#: Lines outside of all records that are reported together.
_MOST_STRAY = 50

_MARK = re.compile(rb"[ \t]*(begin|end)[ \t]*:[ \t]*([\w-]+?)(begin:[\w-]+)?[ \t]*\r*\n?", re.IGNORECASE)
_BEGIN = re.compile(rb"begin[ \t]*:", re.IGNORECASE)
_BYTE_ORDER = codecs.BOM_UTF8
_MAY_BE_MARK = frozenset({b"BE", b"Be", b"bE", b"be", b"EN", b"En", b"eN", b"en", _BYTE_ORDER[:2]})

#: A record that stands on a line of its own within another, in vCard 2.1.
_AGENT = re.compile(rb"(?:[\w-]+\.)?agent[^:]*:[ \t]*\r*\n?", re.IGNORECASE)


class Block(NamedTuple):
    """A record as it stands in the file: what it says it is, its first line (from 1), and its bytes.

    A ``name`` of "" are lines outside of all records. ``is_cut`` when its end is missing, ``has_inner`` when
    others stand within; ``fault`` is set for one that is too large, of which only the beginning is there.
    """

    name: str
    line: int
    raw: bytes
    is_cut: bool = False
    fault: str = ""
    has_inner: bool = False

    def check(self) -> None:
        """Raises `ContentError` where it is no record that can be read."""
        if self.fault or not self.name:
            raise ContentError(self.fault or "it stands outside of any record")


class ContentFile:
    """A file of content lines, opened; a context manager. ``wanted`` are the records that count.

    Raises `CrmError` for a file that has none, `EncodingError` where its letters cannot be known.
    """

    def __init__(self, path: Path, chosen: str, wanted: frozenset[str], noun: str) -> None:
        self.path = path
        try:
            self.encoding = _encoding(path, chosen, wanted)
        except EncodingError as error:
            if not _begins_somewhere(path):
                raise self._other(wanted, noun) from error
            raise
        self.size = path.stat().st_size
        self._wanted = wanted
        self._file: BinaryIO = path.open("rb")
        self._file.seek(self.encoding.mark)
        try:
            self._check(noun)
        except BaseException:
            self._file.close()
            raise

    def _check(self, noun: str) -> None:
        start = b"".join(islice(self._lines(), 2_000))[:_SAMPLE]
        self._file.seek(self.encoding.mark)
        if not start.strip(b"\0 \t\r\n"):
            raise CrmError(f"{self.path.name} is empty.", "Export it again from the program that it comes from.")
        names = {match[2].upper().decode() for line in start.splitlines() if (match := _MARK.fullmatch(line))}
        if names.isdisjoint({*self._wanted, "VCALENDAR", "VLIST"}):
            raise self._other(self._wanted, noun)

    def _other(self, wanted: frozenset[str], noun: str) -> CrmError:
        return CrmError(
            f"{self.path.name} holds no {noun}: nothing in it begins with BEGIN:{min(wanted, key=len)}.",
            "If it is another kind of file, say which: --format.",
        )

    @property
    def position(self) -> int:
        """Bytes read so far."""
        return 0 if self._file.closed else self._file.tell()

    def blocks(self) -> Iterator[Block]:
        """The records in file order, and what stands outside of them; call it once."""
        yield from _blocks(self._lines(), self._wanted)

    def _lines(self) -> Iterator[bytes]:
        name = self.encoding.name
        if name.startswith(("utf-16", "utf-32")):
            recoded = codecs.EncodedFile(self._file, "utf-8", name)
            return iter(partial(recoded.readline, _MAX_LINE), b"")
        start = self._file.tell()
        sample = self._file.read(_SAMPLE)
        self._file.seek(start)
        return _lines(self._file, b"\r" if b"\r" in sample and b"\n" not in sample else b"\n")

    def close(self) -> None:
        """Closes the file."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _encoding(path: Path, chosen: str, wanted: frozenset[str]) -> Encoding:
    """As `encoding.detect`; and bytes that are not UTF-8 are fine where the record names its character set."""
    try:
        return encoding.detect(path, chosen or None)
    except EncodingError:
        if chosen:
            raise
        wide = _unmarked(path)
        if wide:
            return wide
        with path.open("rb") as file:
            if all(is_understood(block.raw) for block in _blocks(_lines(file, b"\n"), wanted)):
                return Encoding(name="utf-8")
        raise


def _begins_somewhere(path: Path) -> bool:
    """Whether anything near the beginning looks like the beginning of a record, in whatever letters."""
    with path.open("rb") as file:
        return _BEGIN.search(file.read(_SAMPLE).replace(b"\0", b"")) is not None


def _unmarked(path: Path) -> Encoding | None:
    """UTF-16 without a mark: that a file begins with BEGIN in it is proof enough."""
    with path.open("rb") as file:
        head = file.read(64)
    for name in ("utf-16-be", "utf-16-le"):
        if head.decode(name, "replace").lstrip().upper().startswith("BEGIN:"):
            return Encoding(name=name)
    return None


def _lines(file: BinaryIO, end: bytes) -> Iterator[bytes]:
    """Lines with a line feed behind each; what is longer than any line comes in pieces."""
    rest = b""
    while block := file.read(_SAMPLE):
        *lines, rest = (rest + block).split(end)
        for line in lines:
            yield line + b"\n"
        if len(rest) > _MAX_LINE:
            yield rest
            rest = b""
    if rest:
        yield rest


def _blocks(lines: Iterator[bytes], wanted: frozenset[str]) -> Iterator[Block]:
    splitter = _Splitter(wanted)
    for number, line in enumerate(lines, 1):
        if splitter.name and line[:2] not in _MAY_BE_MARK:
            splitter.add(line)
        else:
            yield from splitter.take(number, line)
    yield from splitter.end()


class _Splitter:
    """Takes lines, gives blocks. A record that begins before another has ended ends that one."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        #: What has begun, "" outside of all records.
        self.name = ""
        self._start = 0
        self._lines: list[bytes] = []
        self._size = 0
        self._fault = ""
        self._inner: list[str] = []
        self._has_inner = False
        self._around: list[str] = []

    def take(self, number: int, line: bytes) -> Iterator[Block]:
        """The next line of the file, and the blocks that it completes."""
        if line[:1] == b"\xef" and line.startswith(_BYTE_ORDER):
            line = line[len(_BYTE_ORDER) :]
        if line[:1] in b"BbEe" and (match := _MARK.fullmatch(line)):
            verb, name, next_begin = match.groups()
            if verb.lower() == b"begin":
                yield from self._begin(number, line, name.decode().upper())
            else:
                yield from self._ended(line, name.decode().upper())
                if next_begin:
                    yield from self._begin(number, next_begin + b"\n", next_begin[6:].decode().upper())
        elif self.name:
            self.add(line)
        elif not self._around and line.strip(b" \t\r\n\0\x1a"):
            yield from self._stray(number, line)

    def end(self) -> Iterator[Block]:
        """What is left at the end of the file."""
        yield from self._flush(is_cut=True)

    def _begin(self, number: int, line: bytes, name: str) -> Iterator[Block]:
        if name not in self._wanted:
            if self.name:
                self._enter(name)
                self.add(line)
            else:
                yield from self._flush()
                if len(self._around) < _DEEPEST:
                    self._around.append(name)
            return
        if self.name == name and self._lines and _AGENT.fullmatch(self._lines[-1]):
            self._enter(name)
            self.add(line)
            return
        # Lines that say nothing but BEGIN are no record that lacks its end.
        yield from self._flush(is_cut=True)
        self.name, self._start = name, number
        self.add(line)

    def _enter(self, name: str) -> None:
        self._has_inner = True
        if len(self._inner) < _DEEPEST:
            self._inner.append(name)
        else:
            self._fault = f"more than {_DEEPEST} records stand in one another within it"

    def _ended(self, line: bytes, name: str) -> Iterator[Block]:
        if not self.name:
            if name in self._around:
                del self._around[self._around.index(name) :]
            return
        if name in self._inner:
            del self._inner[self._inner.index(name) :]
            self.add(line)
        elif name == self.name:
            self.add(line)
            yield from self._flush()
        elif name in self._around:
            yield from self._flush(is_cut=True)
            del self._around[self._around.index(name) :]

    def _stray(self, number: int, line: bytes) -> Iterator[Block]:
        if self._lines and len(self._lines) >= _MOST_STRAY:
            yield from self._flush()
        if not self._lines:
            self._start = number
        self.add(line)

    def add(self, line: bytes) -> None:
        """A line of the record that has begun."""
        self._size += len(line)
        if self._size > MAX_BLOCK:
            self._fault = f"it is larger than {MAX_BLOCK >> 20} MB"
        elif len(self._lines) >= _MOST_LINES:
            self._fault = f"it has more than {grouped(_MOST_LINES)} lines"
        else:
            self._lines.append(line)

    def _flush(self, *, is_cut: bool = False) -> Iterator[Block]:
        if len(self._lines) > (1 if self.name else 0) or (self._lines and not is_cut):
            yield Block(
                self.name, self._start, b"".join(self._lines), is_cut and bool(self.name), self._fault, self._has_inner
            )
        self.name, self._fault, self._size = "", "", 0
        self._lines, self._inner, self._has_inner = [], [], False
