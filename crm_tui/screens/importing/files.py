"""The files that could be imported: what a folder holds, and what a typed, pasted or dropped path means."""

from __future__ import annotations

import json
import os
import re
import shlex
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from stat import S_ISDIR, S_ISREG
from urllib.parse import unquote, urlsplit

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass
from crm_tui.screens import drafts

#: Names of a folder that are looked at, and entries that are listed; somebody with more types a part of the name.
_MOST_NAMES, MOST_ENTRIES = 200_000, 2_000

#: Folders that are remembered, and bytes of the largest file that holds them.
_MOST_FOLDERS, _MOST_BYTES = 5, 64_000

#: Where desktops say how the folder for downloads is called in the rep's language.
_DOWNLOADS = re.compile(r'^XDG_DOWNLOAD_DIR="\$HOME/([^"]+)"', re.MULTILINE)

_ESCAPED = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Something in a folder. ``name`` can be shown; ``size`` in bytes, ``changed`` in seconds since 1970."""

    name: str
    path: Path
    is_folder: bool = False
    is_readable: bool = False
    size: int = 0
    changed: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a folder holds: files that can be imported, the newest first; then folders; then all other files.

    ``is_cut`` where there are more than are listed.
    """

    folder: Path
    entries: tuple[Entry, ...] = ()
    is_cut: bool = False


def listing(folder: Path, part: str, endings: Sequence[str]) -> Listing:
    """What in ``folder`` has ``part`` in its name. Hidden ones are left out unless that begins with a full stop.

    Raises `CrmError` where the folder cannot be read.
    """
    wanted, has_hidden = part.casefold(), part.startswith(".")
    try:
        with os.scandir(folder) as entries:
            names = (entry for entry in islice(entries, _MOST_NAMES) if wanted in entry.name.casefold())
            fitting = (entry for entry in names if has_hidden or not entry.name.startswith("."))
            found = list(islice(fitting, MOST_ENTRIES + 1))
    except FileNotFoundError as error:
        raise CrmError(f"There is no folder {shown(folder)}.", "Type another path, or drop the file here.") from error
    except OSError as error:
        raise CrmError(f"{shown(folder)} cannot be read: {error.strerror}.", "Choose another folder.") from error
    listed = sorted((_entry(entry, endings) for entry in found[:MOST_ENTRIES]), key=_place)
    return Listing(folder=folder, entries=tuple(listed), is_cut=len(found) > MOST_ENTRIES)


def _entry(entry: os.DirEntry[str], endings: Sequence[str]) -> Entry:
    path = Path(entry.path)
    try:
        is_folder, stat = entry.is_dir(), entry.stat()
    except OSError:  # a link that leads nowhere, or a file that has gone
        return Entry(name=printable(entry.name), path=path)
    is_readable = not is_folder and entry.is_file() and path.suffix.lower() in endings
    return Entry(
        name=printable(entry.name),
        path=path,
        is_folder=is_folder,
        is_readable=is_readable,
        size=stat.st_size,
        changed=stat.st_mtime,
    )


def _place(entry: Entry) -> tuple[int, float, str]:
    if entry.is_readable:
        return 0, -entry.changed, entry.name
    return 1 if entry.is_folder else 2, 0.0, entry.name.casefold()


def is_file(path: Path) -> bool:
    """Whether there is such a file; what can be no name is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that is too long, or holds NUL
        return False


def endings() -> tuple[str, ...]:
    """The endings of the files that can be imported."""
    from crm_tui.sync.formats import FORMATS

    return tuple(ending for each in FORMATS.values() for ending in each.endings)


def main_endings() -> tuple[str, ...]:
    """The usual ending of each kind of file that can be imported."""
    from crm_tui.sync.formats import FORMATS

    return tuple(each.endings[0] for each in FORMATS.values())


def can_be_imported(path: Path) -> bool:
    """Whether the name of a file says that it can be, or the file is a mailbox, which needs no such name.

    Of a folder only a mailbox can be. A pipe or a device cannot: to open one may take for ever.
    """
    from crm_tui.sync.formats import name_of

    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    if not (S_ISREG(mode) or S_ISDIR(mode)):
        return False
    try:
        name_of(path)
    except UsageError:
        return False
    return True


def dropped(text: str) -> str:
    """A path without what a terminal or a file manager puts around it: quotes, backslashes, ``file://``."""
    text = clean(text).strip()
    if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"":
        return _unquoted(text)
    if text.startswith("file://"):
        return unquote(urlsplit(text).path)
    return _ESCAPED.sub(r"\1", text) if os.sep == "/" and "\\" in text else text


def _unquoted(text: str) -> str:
    """What a shell would read; what it would not take for one word loses its outer quotes."""
    try:
        words = shlex.split(text)
    except ValueError:
        words = []
    return words[0] if len(words) == 1 else text[1:-1]


def located(text: str, folder: Path) -> tuple[Path, str]:
    """The folder that a typed path leads to, seen from ``folder``, and the part of a name that stands behind it."""
    if not text:
        return folder, ""
    if text.startswith("$"):
        text = os.path.expandvars(text)
    try:
        whole = folder / Path(text).expanduser()
    except RuntimeError:  # somebody's home who is not there
        return folder, text
    if text.endswith(("/", os.sep)) or text in ("~", ".", ".."):
        return whole, ""
    return whole.parent, whole.name


def completed(text: str, found: Listing, part: str) -> str:
    """``text`` with ``part``, its end, made as long as all names of the folder that begin so agree."""
    names = [entry for entry in found.entries if entry.path.name.casefold().startswith(part.casefold())]
    if not names:
        return text
    first = names[0].path.name
    length = min(len(_common(first, entry.path.name)) for entry in names)
    if length < len(part):
        return text
    end = os.sep if len(names) == 1 and names[0].is_folder else ""
    return text[: len(text) - len(part)] + first[:length] + end


def _common(one: str, other: str) -> str:
    """What both begin with, whatever the case."""
    pairs = zip(one.casefold(), other.casefold(), strict=False)
    return one[: next((at for at, (a, b) in enumerate(pairs) if a != b), min(len(one), len(other)))]


def printable(name: str) -> str:
    """A name of a file, whose bytes may be no letters, as letters."""
    return os.fsencode(name).decode("utf-8", errors="replace")


def shown(path: Path) -> str:
    """A path as a rep reads it: ``~/Downloads``."""
    home = Path.home()
    inside = path.is_relative_to(home) and home != Path("/")
    return printable(str(Path("~") / path.relative_to(home) if inside else path))


def downloads() -> Path:
    """Where files that were downloaded are; the home folder where there is no such place."""
    home = Path.home()
    try:
        named = _DOWNLOADS.search((home / ".config" / "user-dirs.dirs").read_text("utf-8", errors="replace"))
    except OSError:
        named = None
    places = (home / named[1] if named else home / "Downloads", home / "Downloads")
    return next((place for place in places if place.is_dir()), home)


class Folders:
    """The folders that were imported from last: a file beside the database, so that it is of this machine alone."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f".{database.name}.folders.json")

    def latest(self) -> tuple[Path, ...]:
        """Those that are still there, the newest first."""
        try:
            found = json.loads(self._path.read_bytes()) if self._path.stat().st_size <= _MOST_BYTES else None
        except (OSError, ValueError):
            return ()
        paths = [Path(each) for each in found if isinstance(each, str)] if isinstance(found, list) else []
        return tuple(path for path in paths[:_MOST_FOLDERS] if path.is_dir())

    def use(self, folder: Path) -> None:
        """Puts a folder first. Raises `CrmError` where that cannot be written down."""
        kept = list(dict.fromkeys((str(folder), *map(str, self.latest()))))[:_MOST_FOLDERS]
        try:
            drafts.write(self._path, json.dumps(kept))
        except OSError as error:
            raise CrmError(
                f"The folder cannot be remembered in {self._path}: {error.strerror}.", "Check its permissions."
            ) from error
