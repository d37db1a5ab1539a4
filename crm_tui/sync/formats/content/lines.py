"""Content lines, the syntax that vCard, iCalendar and vCalendar share: read with patience, written by the book.

RFC 6350 section 3 and RFC 5545 section 3.1; vCard 2.1 and vCalendar 1.0 for quoted-printable and parameters without a
name. docs/design/interchange.md says why this is no library.
"""

from __future__ import annotations

import codecs
import re
from binascii import a2b_qp
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from crm_tui.domain.numbers import grouped

#: Properties of one record, and characters before the colon of one: more is no address book.
MAX_PROPERTIES = 5_000
MAX_HEAD = 10_000

#: Octets of a line on its way out, without its end.
_WIDTH = 75

#: Heads up to this length are understood once for a whole file.
_SHORT = 200

_FOLD = re.compile(rb"\n[ \t]")
_OLD_FOLD = re.compile(rb"\n(?=[ \t])")
_OLD = re.compile(rb"^version[ \t]*:[ \t]*(?:2\.1|1\.0)", re.IGNORECASE | re.MULTILINE)
_CHARSET = re.compile(rb";[ \t]*charset=\"?([\w.:-]+)", re.IGNORECASE)
_HEAD = re.compile(r'([\w.-]+[ \t]*(?:;(?:"[^"]*"|\\.|[^":\\])*)?):')
_NAME = re.compile(r"(?:([\w-]+)\.)?([A-Za-z0-9][\w-]*)", re.ASCII)
_PARAMETER = re.compile(r';((?:"[^"]*"|\\.|[^";\\])*)')
_LISTED = re.compile(r'"([^"]*)"|([^",]+)')
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_UNESCAPED = {"n": "\n", "N": "\n", ",": ",", ";": ";", ":": ":", "\\": "\\", '"': '"'}
#: A part of a value with the separator behind it.
_PARTS = {sign: re.compile(rf"((?:\\.|[^\\{sign}])*){sign}", re.DOTALL) for sign in ";,"}
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})

#: Character sets in which a line is no longer one: they give signs of ASCII another meaning, or other signs to it.
_NO_CHARSETS = frozenset({"idna", "punycode", "raw_unicode_escape", "undefined", "unicode_escape", "utf-7"})
_SIGNS = "BEGIN:VCARD;A=\\"

#: Parameters without a name in vCard 2.1 that are no types.
_CODINGS = {"QUOTED-PRINTABLE": "Q", "Q": "Q", "BASE64": "B", "B": "B"}


class ContentError(Exception):
    """A record that cannot be taken apart; the text is the reason."""


class Head(NamedTuple):
    """What stands before the colon: group and types in lower case, name and names of parameters in capitals.

    ``coding`` is "Q" for quoted-printable, "B" for base 64, else ""; ``text`` is all of it as it was.
    """

    text: str
    group: str
    name: str
    parameters: tuple[tuple[str, tuple[str, ...]], ...]
    types: tuple[str, ...]
    charset: str
    coding: str

    def parameter(self, name: str) -> str:
        """The first value of a parameter, "" without one."""
        return next((values[0] for key, values in self.parameters if key == name and values), "")


class Property(NamedTuple):
    """A line: its value is in letters, and still escaped."""

    head: Head
    value: str


class Decoder:
    """Bytes to letters, one property at a time: each may be in a character set of its own.

    ``encoding`` is that of lines that name none and are not UTF-8, "" where nobody has said. ``guesses`` counts values
    that had to be taken for Windows-1252.
    """

    def __init__(self, encoding: str = "") -> None:
        self._encoding = encoding
        self.guesses = 0

    def properties(self, block: bytes) -> list[Property]:
        """The lines of one record, unfolded. Raises `ContentError`."""
        block = block.replace(b"\r", b"")
        if b"QUOTED-PRINTABLE" in block.upper():
            block = b"\n".join(_unbroken(block.split(b"\n")))
        is_old = (b"2.1" in block or b"1.0" in block) and _OLD.search(block)
        block = (_OLD_FOLD if is_old else _FOLD).sub(b"", block)
        found: list[Property] = []
        more: list[str] = []
        for line in self._lines(block):
            text, colon, value = line.partition(":")
            if colon and '"' not in text and "\\" not in text and len(text) <= _SHORT:
                head = _head(text)
            else:
                head, value = _parted(line)
            if head is None or (found and found[-1].head.coding == "B" and ":" not in line):
                more.append(line)
                continue
            if more:
                _continue(found, more)
                more = []
            if head.coding == "Q":
                value = self._unquoted(head, value)
            found.append(Property(head, value))
            if len(found) > MAX_PROPERTIES:
                raise ContentError(f"it has more than {grouped(MAX_PROPERTIES)} lines")
        _continue(found, more)
        return found

    def _lines(self, block: bytes) -> Iterator[str]:
        if not self._encoding:
            try:
                text = block.decode()
            except UnicodeDecodeError:
                pass
            else:
                yield from filter(str.strip, text.split("\n"))
                return
        hint = charset_of(block)
        for raw in block.split(b"\n"):
            if raw.strip():
                yield self._decoded(raw, charset_of(raw.partition(b":")[0]), hint)

    def _decoded(self, raw: bytes, charset: str, hint: str = "") -> str:
        for encoding in (charset, self._encoding, "utf-8", hint):
            if encoding and (text := _try(raw, encoding)) is not None:
                return text
        self.guesses += 1
        return raw.decode("cp1252", "replace")

    def _unquoted(self, head: Head, value: str) -> str:
        """What stands behind quoted-printable. Signs that should have been quoted are kept as they are."""
        if value.isascii():
            return self._decoded(a2b_qp(value.encode().rstrip(b"=")), head.charset)
        return "".join(
            self._decoded(a2b_qp(part.encode()), head.charset) if part.isascii() else part
            for part in re.split(r"([^\x00-\x7f]+)", value)
        )


def charset_of(raw: bytes) -> str:
    """The first character set that is named within ``raw``, "" for none that is known."""
    match = _CHARSET.search(raw)
    return match[1].decode("ascii", "replace") if match else ""


def is_understood(block: bytes) -> bool:
    """Whether the letters of a record can be known: it is UTF-8, or says where it is something else."""
    return charset_of(block) != "" or _try(_FOLD.sub(b"", block.replace(b"\r", b"")), "utf-8") is not None


def _try(raw: bytes, encoding: str) -> str | None:
    """``raw`` in letters, None where the encoding is none of text or does not fit."""
    try:
        return raw.decode(encoding) if _is_charset(encoding) else None
    except UnicodeError:
        return None


@lru_cache(maxsize=256)
def _is_charset(name: str) -> bool:
    """Whether a character set is known, and leaves the signs of a line what they are."""
    try:
        return codecs.lookup(name).name not in _NO_CHARSETS and _SIGNS.encode().decode(name) == _SIGNS
    except (LookupError, ValueError):
        return False


def _unbroken(lines: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, those together again that quoted-printable has broken; an END ends a value that has none."""
    parts: list[bytes] = []
    for line in lines:
        if parts and line[:4].lower() == b"end:":
            yield b"".join(parts)
            parts = []
        bare = line.rstrip(b" \t")
        if bare[-1:] == b"=" and (parts or _is_quoted(line)):
            parts.append(bare[:-1])
        elif parts:
            yield b"".join((*parts, line))
            parts = []
        else:
            yield line
    if parts:
        yield b"".join(parts)


def _is_quoted(line: bytes) -> bool:
    head, colon, _ = line.partition(b":")
    return bool(colon) and b"QUOTED-PRINTABLE" in head.upper()


def _parted(line: str) -> tuple[Head | None, str]:
    """Head and value; no head where the line is none of ours. Raises `ContentError`."""
    text, colon, value = line.partition(":")
    if ('"' in text or "\\" in text) and (match := _HEAD.match(line)):
        text, value = match[1], line[match.end() :]
    if not colon or not text:
        # Real cards hold a bare name, "FN", which says nothing.
        return (_head(line.strip()), "") if line.strip().isalpha() and line.isupper() else (None, "")
    if len(text) > MAX_HEAD:
        raise ContentError(f"a line has more than {grouped(MAX_HEAD)} characters before its value")
    return (_head(text) if len(text) <= _SHORT else _head.__wrapped__(text)), value


@lru_cache(maxsize=1 << 12)
def _head(text: str) -> Head | None:
    name, _, rest = text.partition(";")
    match = _NAME.fullmatch(name.strip())
    if match is None:
        return None
    parameters: list[tuple[str, tuple[str, ...]]] = []
    types: list[str] = []
    coding = charset = ""
    for parameter in _PARAMETER.findall(f";{rest}") if rest else ():
        key, equals, listed = parameter.strip().partition("=")
        key = key.strip().upper()
        values = tuple(quoted or plain.strip() for quoted, plain in _LISTED.findall(listed if equals else key))
        if not values or not key:
            continue
        if not equals and key in _CODINGS:
            coding = _CODINGS[key]
        elif not equals or key == "TYPE":
            types += [each.lower().removeprefix("type=").strip() for value in values for each in value.split(",")]
        elif key == "ENCODING":
            coding = _CODINGS.get(values[0].upper(), "")
        elif key == "CHARSET":
            charset = values[0]
        else:
            parameters.append((key, values))
    group, name = match.groups()
    every = tuple(dict.fromkeys(filter(None, types)))
    return Head(text, (group or "").lower(), name.upper(), tuple(parameters), every, charset, coding)


def _continue(found: list[Property], lines: Iterable[str]) -> None:
    """Adds lines that are no properties to the one before, as programs that forget to fold mean it; remarks go."""
    said = [line.strip() for line in lines if not line.startswith("#")]
    if found and said:
        head, value = found[-1]
        found[-1] = Property(head, ("" if head.coding == "B" else "\\n").join((value, *said)))


def own(properties: Iterable[Property]) -> Iterator[Property]:
    """The properties of the record itself, without those of records within."""
    depth = 0
    for each in properties:
        name = each.head.name
        if name == "BEGIN":
            depth += 1
        elif name == "END":
            depth -= 1
        elif depth <= 1:
            yield each


def text(value: str) -> str:
    """A value without its escapes; a backslash before any other sign is one."""
    if "\\" not in value:
        return value
    return _ESCAPE.sub(lambda match: _UNESCAPED.get(match[1], match[0]), value)


def split(value: str, separator: str = ";") -> list[str]:
    """The parts of a value at separators that are not escaped; the parts are without escapes."""
    if "\\" not in value:
        return value.split(separator)
    if (len(value) - len(value.rstrip("\\"))) % 2:
        value += "\\"
    return [text(part) for part in _PARTS[separator].findall(value + separator)]


def escaped(text: str) -> str:
    """A text as a value."""
    return text.translate(_ESCAPES)


def quoted(text: str) -> str:
    """A text as the value of a parameter; RFC 6868 for signs that cannot stand there."""
    text = text.replace("^", "^^").replace("\n", "^n").replace('"', "^'")
    return f'"{text}"' if re.search(r"[:;, ]", text) else text


def folded(line: str) -> str:
    """A line with its end, broken after 75 octets at most, and never within a letter."""
    if len(line) <= _WIDTH and line.isascii():
        return f"{line}\r\n"
    raw = line.encode()
    if len(raw) <= _WIDTH:
        return f"{line}\r\n"
    pieces: list[bytes] = []
    start, width = 0, _WIDTH
    while len(raw) - start > width:
        end = start + width
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end])
        start, width = end, _WIDTH - 1
    pieces.append(raw[start:])
    return b"\r\n ".join(pieces).decode() + "\r\n"
