"""Text files as lines: every kind of line end, zero bytes, and a count of the bytes behind us."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Protocol, Self

from crm_tui.sync.formats.encoding import Encoding

#: Stands for a carriage return inside a line until the cells are apart (a control character nobody types).
INNER_RETURN = "\x1e"

#: The longest line, in characters; a file without line ends must not fill the memory.
MAX_LINE = 4 << 20

_SAMPLE = 1 << 16


class Text(Protocol):
    """Lines without their ends, one after another, and how far they are read; `Lines`, or what gives the same."""

    size: int

    @property
    def position(self) -> int:
        """Bytes read so far."""

    def __iter__(self) -> Iterator[str]: ...

    def close(self) -> None:
        """Closes the file."""


class Lines:
    """The lines of a file without their ends, one after another; a context manager.

    A line ends with a line feed, after any number of carriage returns (real telephones write two). In a file
    without line feeds it ends with a carriage return. Zero bytes are left out. A line longer than `MAX_LINE`
    comes in pieces.
    """

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self.size = path.stat().st_size
        self._file: BinaryIO = path.open("rb")
        self._file.seek(encoding.mark)
        sample = self._file.read(_SAMPLE)
        self._file.seek(encoding.mark)
        text = sample.decode(encoding.name, errors="ignore")
        self._end = "\r" if "\r" in text and "\n" not in text else "\n"
        self._text = io.TextIOWrapper(self._file, encoding=encoding.name, newline=self._end)

    @property
    def position(self) -> int:
        """Bytes read so far, a block ahead of the last line."""
        return 0 if self._file.closed else self._file.tell()

    def __iter__(self) -> Iterator[str]:
        end = self._end
        readline = self._text.readline
        while raw := readline(MAX_LINE):
            line = raw[:-1] if raw.endswith(end) else raw
            if "\r" in line:
                line = line.rstrip("\r").replace("\r", INNER_RETURN)
            if "\0" in line:
                line = line.replace("\0", "")
            yield line

    def close(self) -> None:
        """Closes the file."""
        self._text.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
