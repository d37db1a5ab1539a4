"""Which bytes are which letters: decided by evidence, never guessed silently.

A byte order mark decides; without one a file must be UTF-8 to its last byte. Anything else is refused with the
encodings that fit, for the rep to choose from: a wrong guess would spoil names without a word.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from pathlib import Path

from crm_tui.domain.errors import CrmError, UsageError

#: The largest file that is read.
MAX_BYTES = 4 << 30

_BLOCK = 1 << 20
_SAMPLE = 1 << 16

#: UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

#: How files begin that are no text, whatever they are called.
_NO_TEXT = (
    (b"PK\x03\x04", "a workbook or another archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a document of an older Office"),
    (b"SQLite format 3\0", "a database"),
    (b"%PDF-", "a PDF"),
    (b"\x89PNG\r\n", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"\x1f\x8b\x08", "a compressed file"),
)

#: Control characters that stand in text files; ESC begins the shifts of ISO-2022.
_IN_TEXT = frozenset(b"\t\n\v\f\r\x1a\x1b")

#: Fewer bytes above ASCII than this tell no code page from another.
_TELLING = 4

_DEFAULT_CHOICES = ("cp1252", "iso-8859-1", "cp1250", "cp1251", "cp1253", "cp1257", "shift_jis")

#: How sure the detector spells them, and how everybody else does.
_COMMON_NAMES = {"latin_1": "iso-8859-1", "mac_latin2": "cp1250", "utf_8": "utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """A Python codec name, and the length of the byte order mark to skip."""

    name: str
    mark: int = 0


class EncodingError(CrmError):
    """A file whose letters cannot be known from its bytes; ``choices`` are the encodings that fit, likeliest first."""

    def __init__(self, message: str, hint: str, choices: tuple[str, ...]) -> None:
        super().__init__(message, hint)
        self.choices = choices


def detect(path: Path, wanted: str | None = None) -> Encoding:
    """The encoding of the file at ``path``: by its mark, as ``wanted``, or UTF-8, proved to the last byte.

    Raises `EncodingError` where the bytes do not fit, `UsageError` for an unknown name, `CrmError` for a file
    that is missing, unreadable, no text, or larger than `MAX_BYTES`.
    """
    head = _head(path)
    for start, kind in _NO_TEXT:
        if head.startswith(start):
            raise _no_text(path, kind)
    for mark, name in _MARKS:
        if head.startswith(mark):
            found = Encoding(name=name, mark=len(mark))
            break
    else:
        if wanted is None:
            _refuse_wide(path, head)
        found = Encoding(name=_codec(wanted) if wanted else "utf-8")
    if wanted and found.mark:
        _check_agrees(path, found, wanted)
    _prove(path, found, head)
    return found


def _head(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise CrmError(
                f"{path.name} is larger than {MAX_BYTES >> 30} GB.", "Split it, and import the parts one after another."
            )
        with path.open("rb") as file:
            return file.read(_SAMPLE)
    except FileNotFoundError as error:
        raise CrmError(f"There is no file {path}.", "Check the name and the folder.") from error
    except IsADirectoryError as error:
        raise CrmError(f"{path} is a folder.", "Name the files in it.") from error
    except OSError as error:
        raise CrmError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error


def _no_text(path: Path, kind: str) -> CrmError:
    return CrmError(f"{path.name} is no text, but {kind}.", "Save or export it as CSV or vCard, and import that.")


def _codec(name: str) -> str:
    try:
        info = codecs.lookup(name)
    except LookupError as error:
        raise UsageError(f"“{name}” is no encoding.", f"Try one of {', '.join(_DEFAULT_CHOICES)}.") from error
    if not getattr(info, "_is_text_encoding", True):
        raise UsageError(f"“{name}” is no encoding of text.", f"Try one of {', '.join(_DEFAULT_CHOICES)}.")
    return info.name


def _check_agrees(path: Path, found: Encoding, wanted: str) -> None:
    if not _codec(wanted).startswith(found.name.removesuffix("-le").removesuffix("-be")):
        raise EncodingError(
            f"{path.name} says by its first bytes that it is {found.name.upper()}, not {wanted}.",
            "Leave --encoding out.",
            (found.name,),
        )


def _refuse_wide(path: Path, head: bytes) -> None:
    """UTF-16 without a mark: every second byte of Latin text is zero."""
    pairs = len(head) // 2
    if pairs < 4:
        return
    for start, name in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros = head[start::2].count(0)
        if zeros > 0.4 * pairs and head[1 - start :: 2].count(0) < 0.1 * pairs:
            raise EncodingError(
                f"{path.name} looks like {name.upper()}, but does not say so.",
                f"If so, say --encoding {name}.",
                (name,),
            )


def _prove(path: Path, encoding: Encoding, head: bytes) -> None:
    decoder = codecs.getincrementaldecoder(encoding.name)()
    line = 1
    with path.open("rb") as file:
        file.seek(encoding.mark)
        while True:
            block = file.read(_BLOCK)
            try:
                line += decoder.decode(block, final=not block).count("\n")
            except UnicodeDecodeError as error:
                line += error.object[: error.start].count(b"\n")
                raise _misfit(path, encoding, head, line, error) from error
            except UnicodeError as error:
                raise _unmarked(path, encoding) from error
            if not block:
                return


def _unmarked(path: Path, encoding: Encoding) -> EncodingError:
    """What is wrong where an encoding is refused by the file's beginning: UTF-16 wants a mark there."""
    wide = ("utf-16-le", "utf-16-be") if encoding.name == "utf-16" else ()
    instead = f", or say --encoding {' or '.join(wide)}" if wide else ""
    return EncodingError(
        f"{path.name} does not begin like a file in {encoding.name.upper()}.", f"Leave --encoding out{instead}.", wide
    )


def _misfit(path: Path, encoding: Encoding, head: bytes, line: int, error: UnicodeDecodeError) -> CrmError:
    controls = sum(byte < 0x20 and byte not in _IN_TEXT for byte in head)
    if controls > len(head) // 50:
        return _no_text(path, "something that only a program reads")
    around = error.object[max(0, error.start - 2000) : error.start + 2000]
    choices = tuple(name for name in _choices(around + head) if name != encoding.name)
    byte = error.object[error.start]
    others = f" (or {', '.join(choices[1:4])})" if choices[1:] else ""
    return EncodingError(
        f"{path.name} is not {encoding.name.upper()}: line {line} holds the byte 0x{byte:02X}.",
        f"It was probably written by an older program. Say --encoding {choices[0]}{others},"
        f" and look at the names with --list before you import.",
        choices,
    )


def _choices(sample: bytes) -> tuple[str, ...]:
    """Encodings that can decode ``sample``, those first that make likely words of it."""
    from charset_normalizer import from_bytes

    # cp1252 stays in front of look-alikes: Latin letters are read the same way by a dozen code pages.
    likely = [_COMMON_NAMES.get(match.encoding, match.encoding) for match in from_bytes(sample)]
    latin = {"cp1252", "iso-8859-1", "iso8859_15", "cp1250", "mac_roman", "cp850", "cp858", "hp_roman8"}
    foreign = sum(byte > 0x7F for byte in sample)
    if not likely or likely[0] in latin or foreign < _TELLING:
        likely.insert(0, "cp1252")
    every = dict.fromkeys([*likely, *_DEFAULT_CHOICES])
    return tuple(name for name in every if name not in ("utf-8", "ascii") and _decodes(sample, name))


def _decodes(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeError:
        return False
    return True
