"""Where messages lie: a file of one (.eml) or many (mbox), a Maildir, or the folder that Apple's program makes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

#: Bytes of a message that are read. Its text comes first; attachments, which come behind it, are skipped unread.
MAX_MESSAGE = 1 << 18

_MAX_LINE = 1 << 16

#: The most messages of one Maildir.
_MOST_FILES = 5_000_000

_FROM = b"From "
#: A line between messages, unlike one of prose: it ends with a time and a year.
_BETWEEN = re.compile(rb"From .*\d\d?:\d\d(?::\d\d)?\b.*\b\d{4}\b.*")
_QUOTED = re.compile(rb">+From ")

_APPLE = "mbox"

#: How the name of a file in a Maildir tells what became of the message: D a draft, T put into the trash.
_FLAGS = re.compile(r"[:!;]2,([A-Za-z]*)$")


class Raw(NamedTuple):
    """A message as it lies there: its number from 1, the beginning of its bytes, and whether that is all.

    ``is_dropped`` when its name says that it is a draft, or in the trash; it is then not read.
    """

    number: int
    content: bytes
    is_whole: bool = True
    is_dropped: bool = False


def is_mailbox(path: Path) -> bool:
    """Whether there is a Maildir, Apple's folder of a mailbox, or a file of messages there, whatever it is called."""
    if is_maildir(path) or (path / _APPLE).is_file():
        return True
    try:
        with path.open("rb") as file:
            return file.read(len(_FROM)) == _FROM
    except OSError:
        return False


def is_maildir(path: Path) -> bool:
    """Whether a folder has the parts of a Maildir."""
    return (path / "cur").is_dir() and (path / "new").is_dir()


def file_of(path: Path) -> Path:
    """The file with the messages: within the folder, where Apple's program has made one."""
    inner = path / _APPLE
    return inner if inner.is_file() else path


def files_of(maildir: Path) -> list[Path]:
    """The messages of a Maildir and of the folders in it, those of a folder in the order of their names.

    What is a link is left out: it leads to somewhere that nobody has named.
    """
    found: list[Path] = []
    folders = [maildir, *sorted(each for each in maildir.iterdir() if is_maildir(each) and not each.is_symlink())]
    for folder in folders:
        for part in ("cur", "new"):
            inner = folder / part
            if not inner.is_symlink():
                found += sorted(each for each in inner.iterdir() if each.is_file() and not each.is_symlink())
            if len(found) > _MOST_FILES:
                return found[:_MOST_FILES]
    return found


def of_files(paths: list[Path]) -> Iterator[tuple[Raw, int]]:
    """The messages of a Maildir, each with the size of its file."""
    for number, path in enumerate(paths, 1):
        flags = _FLAGS.search(path.name)
        if flags and set(flags[1]) & {"D", "T"}:
            yield Raw(number, b"", is_dropped=True), path.stat().st_size
            continue
        with path.open("rb") as file:
            content = file.read(MAX_MESSAGE + 1)
        yield Raw(number, content[:MAX_MESSAGE], len(content) <= MAX_MESSAGE), path.stat().st_size


def of_file(file: BinaryIO) -> Iterator[Raw]:
    """The messages of a file, one after another: one alone where it does not begin as a file of several does.

    Of each so much is kept as is needed.
    """
    first = file.readline(_MAX_LINE)
    while first and not first.strip():
        first = file.readline(_MAX_LINE)
    if first.startswith(_FROM):
        yield from _several(file)
    elif first:
        content = first + file.read(MAX_MESSAGE)
        yield Raw(1, content, not file.read(1))


def _several(file: BinaryIO) -> Iterator[Raw]:
    number, size = 1, 0
    lines: list[bytes] = []
    is_after_blank, is_whole_line = False, True
    for line in iter(lambda: file.readline(_MAX_LINE), b""):
        if is_after_blank and line[:5] == _FROM and _BETWEEN.match(line):
            yield Raw(number, b"".join(lines), size <= MAX_MESSAGE)
            number, size, lines = number + 1, 0, []
        else:
            size += len(line)
            if size <= MAX_MESSAGE:
                lines.append(line[1:] if line[:1] == b">" and _QUOTED.match(line) else line)
        is_after_blank = is_whole_line and not line.strip(b"\r\n")
        is_whole_line = line[-1:] == b"\n"
    yield Raw(number, b"".join(lines), size <= MAX_MESSAGE)
