"""The words of a message: headers and bodies as people read them, whatever bytes a program has made of them."""

from __future__ import annotations

import codecs
import re
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses
from typing import NamedTuple

from crm_tui.domain import emails
from crm_tui.domain.text import clean
from crm_tui.sync.formats.cells_markup import plain

#: Characters of a text that are kept, and of what is looked at to find them.
MAX_TEXT = 10_000
_LOOKED_AT = 200_000

#: Characters of a header, and parts of a message, that are looked at.
_MAX_HEADER = 50_000
_MOST_PARTS = 100
_DEEPEST = 20

#: Attachments that are named, and characters of a name.
_MOST_NAMED = 20
_LONGEST_NAME = 100

#: Codecs of text that take the square of its length, or read more into it than letters.
_NO_CHARSETS = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined"})

_ADDRESS = re.compile(r"[^\s<>,;:\"()\[\]]+@[^\s<>,;:\"()\[\]]+")

#: How a quoted message begins: a line that says who wrote when; or a ruler, and headers below it.
_WROTE = re.compile(r"^(?=.{0,400}\d)(?=.{0,400}[@,]).{1,400}:\s*$", re.DOTALL)
_ORIGINAL = re.compile(
    r"\s*(?:-{3,}\s*(?:original message|ursprüngliche nachricht|message d'origine|αρχικό μήνυμα|oriģinālā ziņa"
    r"|mensaje original|messaggio originale|исходное сообщение)\s*-{3,}|_{20,})\s*\n\s*\*?\w+\s?:",
    re.IGNORECASE,
)

#: What stands before a signature, and the lines that one has at most.
_SIGNATURE = "--"
_LONGEST_SIGNATURE = 20


class Person(NamedTuple):
    """Somebody in a header: the address in lower case, and the name beside it."""

    address: str
    name: str


class Body(NamedTuple):
    """The text of a message, and whether a quotation or signature, or what was too long, was left out of it."""

    text: str
    is_trimmed: bool = False
    is_cut: bool = False


def header(message: Message, name: str) -> str:
    """A header as one line of text; "" without one."""
    return clean(_decoded(_raw(message, name)))


def people(message: Message, *names: str) -> list[Person]:
    """Whom headers name, each address once."""
    found: dict[str, str] = {}
    for name in names:
        for raw in _all(message, name):
            pairs = [(_decoded(words), emails.normalize(address)) for words, address in _addresses(raw)]
            if not any(address for _, address in pairs):
                # A comma in a name without quotation marks, and the like: the addresses at least are plain to see.
                pairs = [("", emails.normalize(address)) for address in _ADDRESS.findall(_decoded(raw))]
            for words, address in pairs:
                if address and not found.get(address):
                    found[address] = clean(words)
    return [Person(address, words) for address, words in found.items()]


def _addresses(raw: str) -> list[tuple[str, str]]:
    try:
        return getaddresses([raw])
    except (ValueError, IndexError, RecursionError):
        # Comments within comments without end are among what makes the library give up.
        return []


def body(message: Message) -> Body:
    """The text that was written: the plain one, else that of the HTML, and below it the names of what was attached."""
    parts = _parts(message)
    written = next((part for part in parts if _is(part, "text/plain")), None)
    marked_up = next((part for part in parts if _is(part, "text/html")), None)
    text, is_cut = ("", False) if written is None else _text_of(written)
    if not text.strip() and marked_up is not None:
        text, is_cut = _text_of(marked_up)
        text = plain(text)
    whole = clean(text, multiline=True)
    text = trimmed(whole)
    is_trimmed = text != whole
    if len(text) > MAX_TEXT:
        text, is_cut = text[:MAX_TEXT].rstrip(), True
    attached = [name for part in parts if (name := _file_name(part))][:_MOST_NAMED]
    if attached:
        text = f"{text}\n\nAttached: {', '.join(attached)}".strip()
    return Body(text, is_trimmed, is_cut)


def trimmed(text: str) -> str:
    """The text without the message that it answers and without the signature; as it is where nothing else is in it."""
    lines = text.split("\n")
    for number, line in enumerate(lines[:-1]):
        if line[-1:] in "-_" and _ORIGINAL.match("\n".join((line, *lines[number + 1 : number + 2]))):
            del lines[number:]
            break
    end = len(lines)
    while end and (not lines[end - 1].strip() or lines[end - 1].startswith(">")):
        end -= 1
    if any(line.startswith(">") for line in lines[end:]):
        del lines[end - _attribution(lines[:end]) :]
    for number in range(len(lines) - 1, max(-1, len(lines) - _LONGEST_SIGNATURE - 2), -1):
        if lines[number].rstrip() == _SIGNATURE:
            del lines[number:]
            break
    return "\n".join(lines).strip() or text


def _attribution(lines: list[str]) -> int:
    """How many lines at the end say who wrote what is quoted below: they may be two."""
    for count in (1, 2):
        if _WROTE.match("\n".join(lines[-count:])):
            return count
    return 0


def _parts(message: Message) -> list[Message]:
    """The parts that hold something, in order; not those of messages that are attached."""
    found: list[Message] = []
    waiting = [(message, 0)]
    while waiting and len(found) < _MOST_PARTS:
        part, depth = waiting.pop(0)
        within = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(within, list):
            if depth < _DEEPEST:
                waiting[:0] = [(each, depth + 1) for each in within[:_MOST_PARTS] if isinstance(each, Message)]
        else:
            found.append(part)
    return found


def _is(part: Message, kind: str) -> bool:
    return part.get_content_type() == kind and part.get_content_disposition() != "attachment"


def _text_of(part: Message) -> tuple[str, bool]:
    """The text of a part, and whether it is longer than what is looked at."""
    raw = part.get_payload(decode=True)
    raw = raw if isinstance(raw, bytes) else b""
    is_cut = len(raw) > _LOOKED_AT * 2
    try:
        charset = part.get_content_charset("")
    except (LookupError, ValueError, TypeError):
        charset = ""
    return _letters(raw[: _LOOKED_AT * 2], charset)[:_LOOKED_AT], is_cut


def _file_name(part: Message) -> str:
    try:
        raw = part.get_filename("")
    except (LookupError, ValueError, TypeError):
        raw = ""
    name = clean(_decoded(str(raw)[:_MAX_HEADER])).replace("\\", "/").rpartition("/")[2]
    return name[:_LONGEST_NAME]


def _all(message: Message, name: str) -> list[str]:
    wanted = name.lower()
    return [_readable(raw) for key, raw in message.raw_items() if key.lower() == wanted]


def _raw(message: Message, name: str) -> str:
    return next(iter(_all(message, name)), "")


def _readable(raw: object) -> str:
    """A header's own bytes, which the parser keeps as surrogates, as letters; folding undone."""
    text = str(raw)[:_MAX_HEADER]
    if not text.isascii():
        text = _letters(text.encode("utf-8", "surrogateescape"), "")
    return re.sub(r"\r?\n[ \t]*|[\r\n]", " ", text)


def _decoded(text: str) -> str:
    """Encoded words as what they mean."""
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        return text
    found = "".join(part if isinstance(part, str) else _letters(part, charset or "") for part, charset in parts)
    return found if found.strip() else text


def _letters(raw: bytes, charset: str) -> str:
    """Bytes as text: as they say of themselves if that can be, else as UTF-8, else as Windows-1252."""
    known = charset.strip("\"' \t").lower()
    # What calls itself ASCII or Latin-1 is mostly something that has these within.
    widened = {"us-ascii": "", "ascii": "", "iso-8859-1": "cp1252", "latin-1": "cp1252", "unknown-8bit": ""}
    for name in (widened.get(known, known), "utf-8"):
        if name and (codec := _codec(name)):
            try:
                return raw.decode(codec)
            except (UnicodeError, ValueError):
                if codec == "utf-8" and known in ("utf-8", "utf8"):
                    return raw.decode("utf-8", "replace")
    return raw.decode("cp1252", "replace")


def _codec(name: str) -> str:
    """The codec of a character set, "" for one that is none or not to be trusted."""
    try:
        info = codecs.lookup(name)
    except (LookupError, ValueError):
        return ""
    return "" if info.name in _NO_CHARSETS or not getattr(info, "_is_text_encoding", True) else info.name
