"""What a workbook is packed in, looked through before anything of it is understood.

A workbook is a zip of XML. What a zip says of its sizes may be a lie, and a few kilobytes may unpack to terabytes; so
every part is unpacked once, in pieces and to no avail, before a library that trusts it may have it.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo

from crm_tui.domain.errors import CrmError
from crm_tui.domain.numbers import grouped

#: The largest workbook, packed and unpacked.
MAX_PACKED = 512 << 20
MAX_UNPACKED = 2 << 30

#: Parts that a library holds as a whole: the texts that cells share, and everything but sheets.
MAX_STRINGS = 512 << 20
MAX_PART = 64 << 20

#: A row, or a text, is held as a whole too.
MAX_ROW = 64 << 20

_MOST_PARTS = 10_000
_BLOCK = 1 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK"
_LOCKED = "EncryptedPackage".encode("utf-16-le")

_SHEET = re.compile(r"(?:^|/)worksheets/[^/]*$", re.IGNORECASE)
_STRINGS = re.compile(r"(?:^|/)sharedStrings\.xml$", re.IGNORECASE)

#: The end of a row of a sheet, and of a shared text; a prefix may stand before the name.
_ENDS = {_SHEET: (b"</row>", b":row>"), _STRINGS: (b"</si>", b":si>")}

#: What no workbook has, and what entities, which may grow without end or name files, would be declared in; in either
#: byte order of UTF-16 too.
_DECLARATION = re.compile(b"<!(?:DOCTYPE|ENTITY)|<\0!\0[DE]\0|\0<\0!\0[DE]")

#: A formula whose result was never computed.
_UNCOMPUTED = re.compile(rb"</(?:\w+:)?f>(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?</(?:\w+:)?c>")
_LONGEST_UNCOMPUTED = 64


def check(path: Path) -> int:
    """Proves that a workbook is whole and not too large; returns how many formulas in it have no result.

    Raises `CrmError` with the reason why it cannot be read.
    """
    _check_kind(path)
    try:
        with ZipFile(path) as archive:
            parts = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
            _check_sizes(path, archive.infolist(), parts)
            return sum(_unpack(path, archive, part) for part in parts)
    except (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise damaged(path) from error
    except OSError as error:
        raise CrmError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error


def damaged(path: Path) -> CrmError:
    """What is said of a workbook that breaks off, or does not mean anything."""
    return CrmError(
        f"{path.name} is damaged, or no workbook.", "Open it in a spreadsheet program, and save it as .xlsx again."
    )


def _check_kind(path: Path) -> None:
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(_BLOCK)
    except FileNotFoundError as error:
        raise CrmError(f"There is no file {path}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise CrmError(f"{path} is a folder.", "Name the files in it.") from error
    except OSError as error:
        raise CrmError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    if not head:
        raise CrmError(f"{path.name} is empty.", "Export it again from the program that it comes from.")
    if head.startswith(_OLE):
        if _LOCKED in head:
            raise CrmError(f"{path.name} is locked with a password.", "Save it without one, and import that.")
        raise CrmError(f"{path.name} is a workbook of the old kind (.xls).", "Save it as .xlsx or CSV.")
    if not head.startswith(_ZIP):
        raise CrmError(f"{path.name} is no .xlsx workbook.", "If it is a table in plain text, say --format csv.")
    if size > MAX_PACKED:
        raise _too_large(path, f"it is larger than {MAX_PACKED >> 20} MB")


def _check_sizes(path: Path, all_parts: list[ZipInfo], parts: list[ZipInfo]) -> None:
    """Looks at what the zip says of itself."""
    if len(all_parts) > _MOST_PARTS:
        raise _too_large(path, f"it has {grouped(len(all_parts))} parts")
    if sum(part.file_size for part in parts) > MAX_UNPACKED:
        raise _too_large(path, f"it unpacks to more than {MAX_UNPACKED >> 30} GB")
    for part in parts:
        most = MAX_STRINGS if _STRINGS.search(part.filename) else MAX_PART
        if part.file_size > most and not _SHEET.search(part.filename):
            raise _too_large(path, f"{Path(part.filename).name} unpacks to more than {most >> 20} MB")


def _unpack(path: Path, archive: ZipFile, part: ZipInfo) -> int:
    """Unpacks one part, no further than it says it is large; its check sum then tells whether that was true.

    Returns how many formulas without a result it has.
    """
    ends = next((ends for name, ends in _ENDS.items() if name.search(part.filename)), ())
    since = uncomputed = 0
    tail = b""
    with archive.open(part) as file:
        while block := file.read(_BLOCK):
            last = max((block.rfind(end) for end in ends), default=len(block))
            if _DECLARATION.search(tail + block):
                raise damaged(path)
            since = since + len(block) if last < 0 else len(block) - last
            if since > MAX_ROW:
                raise _too_large(path, f"a row or text in it is larger than {MAX_ROW >> 20} MB")
            if ends and b"f>" in block:
                uncomputed += len(_UNCOMPUTED.findall(tail + block)) - len(_UNCOMPUTED.findall(tail))
            tail = block[-_LONGEST_UNCOMPUTED:]
    return uncomputed


def _too_large(path: Path, why: str) -> CrmError:
    return CrmError(f"{path.name} is too large: {why}.", "Split it, or save the sheet with the people as CSV.")
