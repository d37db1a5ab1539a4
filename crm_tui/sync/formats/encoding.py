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
    that is missing, unreadable or larger than `MAX_BYTES`.
    """
    head = _head(path)
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
            if not block:
                return


def _misfit(path: Path, encoding: Encoding, head: bytes, line: int, error: UnicodeDecodeError) -> EncodingError:
    around = error.object[max(0, error.start - 2000) : error.start + 2000]
    choices = tuple(name for name in _choices(around + head) if name != encoding.name)
    byte = error.object[error.start]
    return EncodingError(
        f"{path.name} is not {encoding.name.upper()}: line {line} holds the byte 0x{byte:02X}.",
        f"It was probably written by an older program. Say --encoding {choices[0]}"
        f" (or {', '.join(choices[1:4])}), and look at the names with --list before you import.",
        choices,
    )


def _choices(sample: bytes) -> tuple[str, ...]:
    """Encodings that can decode ``sample``, those first that make likely words of it."""
    from charset_normalizer import from_bytes

    # cp1252 stays in front of look-alikes: Latin letters are read the same way by a dozen code pages.
    likely = [_COMMON_NAMES.get(match.encoding, match.encoding) for match in from_bytes(sample)]
    latin = {"cp1252", "iso-8859-1", "iso8859_15", "cp1250", "mac_roman", "cp850", "cp858", "hp_roman8"}
    if not likely or likely[0] in latin:
        likely.insert(0, "cp1252")
    every = dict.fromkeys([*likely, *_DEFAULT_CHOICES])
    return tuple(name for name in every if name not in ("utf-8", "ascii") and _decodes(sample, name))


def _decodes(sample: bytes, name: str) -> bool:
    try:
        codecs.getincrementaldecoder(name)().decode(sample)
    except UnicodeDecodeError:
        return False
    return True
