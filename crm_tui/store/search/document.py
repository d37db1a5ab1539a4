"""What is searched of a contact, folded: computed from the rows, compared with what the index holds."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain

from crm_tui.domain import names, phones
from crm_tui.domain.typed import NamedTuple, TypeAlias
from crm_tui.store.search.times import timed

_ORIGINAL_WORD = re.compile(r"[^\W_]+")
_UNPRINTED = re.compile(r"[\s'`|]+")

#: Contacts handled at once: enough to be quick, few enough to stay small.
CHUNK = 500


class Document(NamedTuple):
    """A contact as the index sees it, a row of `search_doc`.

    ``name``, ``company`` and ``rest`` (title, department, tags) are folded words with their other spellings,
    ``emails`` folded addresses, ``digits`` phone numbers, all separated by spaces. ``facets`` are tokens such
    as `status=new`, each between two spaces.
    """

    name: str
    company: str
    rest: str
    emails: str
    digits: str
    facets: str


class Parts:
    """What the tables beside ``contact`` say of one contact."""

    __slots__ = ("custom", "emails", "other", "phones", "tags")

    def __init__(self) -> None:
        self.emails: list[str] = []
        self.phones: list[tuple[str, str]] = []
        self.other: list[tuple[str, str]] = []
        self.tags: list[str] = []
        self.custom: list[str] = []


_CONTACTS = """
SELECT c.pk, c.name, c.given_name, c.middle_name, c.family_name, c.nickname,
       coalesce(k.name, ''), c.title, c.department, c.note, c.status, c.stage, c.tier, c.owner, c.source,
       c.birthday, c.do_not_contact, s.last_contacted, s.next_follow_up
  FROM contact c LEFT JOIN company k ON k.pk = c.company AND k.deleted_at IS NULL
  LEFT JOIN standing s ON s.contact = c.pk
 WHERE c.pk IN (SELECT value FROM json_each(?)) AND c.deleted_at IS NULL AND NOT c.is_purged
"""


class Row(NamedTuple):
    """What a contact's own row, its company and its standing say of it."""

    pk: int
    name: str
    given_name: str
    middle_name: str
    family_name: str
    nickname: str
    company: str
    title: str
    department: str
    note: str
    status: str
    stage: str
    tier: str
    owner: str
    source: str
    birthday: str
    do_not_contact: int
    last_contacted: int | None = None
    next_follow_up: int | None = None


_POINTS = """
SELECT contact, kind, value, normal FROM contact_point
 WHERE contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY contact, kind, position, pk
"""
_TAGS = """
SELECT l.contact, t.name FROM contact_tag l JOIN tag t ON t.pk = l.tag
 WHERE l.contact IN (SELECT value FROM json_each(?)) AND l.deleted_at IS NULL AND t.deleted_at IS NULL
 ORDER BY l.contact, t.name
"""
_CUSTOM = """
SELECT contact, value FROM custom_field
 WHERE contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY contact, name
"""


def read(connection: sqlite3.Connection, contacts: Sequence[int]) -> dict[int, tuple[Document, str]]:
    """The documents of these contacts and the words of their notes, custom fields, links and addresses.

    Computed from the rows; a deleted contact has none.
    """
    # Bound, not spelled out, so that the statements stay prepared from one write to the next.
    rows = [Row._make(row) for row in connection.execute(_CONTACTS, (json.dumps(contacts),))]
    if not rows:
        return {}
    keys = (json.dumps([row.pk for row in rows]),)
    parts: defaultdict[int, Parts] = defaultdict(Parts)
    for contact, kind, value, normal in connection.execute(_POINTS, keys):
        if kind == "email":
            parts[contact].emails.append(value)
        elif kind == "phone":
            parts[contact].phones.append((value, normal))
        else:
            parts[contact].other.append((kind, value))
    for contact, tag in connection.execute(_TAGS, keys):
        parts[contact].tags.append(tag)
    for contact, value in connection.execute(_CUSTOM, keys):
        parts[contact].custom.append(value)
    return {row.pk: of(row, parts[row.pk]) for row in rows}


def chunks(contacts: Iterable[int], size: int = CHUNK) -> Iterator[list[int]]:
    """The same keys in lists of at most ``size``."""
    chunk: list[int] = []
    for contact in contacts:
        chunk.append(contact)
        if len(chunk) == size:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def spelled(*texts: str, most: int = 8) -> str:
    """The folded words of the texts, each once, in order; after them what else people type for them.

    ``most`` limits the other spellings of one word.
    """
    told = [text for text in texts if text]
    if len(told) < 2:
        return " ".join(spellings(told[0], most)) if told else ""
    return " ".join(dict.fromkeys(chain.from_iterable([spellings(text, most) for text in told])))


def spellings(text: str, most: int = 8) -> tuple[str, ...]:
    """The words that `spelled` joins."""
    return _remembered(text, most) if len(text) <= _SHORT else _spellings(text, most)


def _spellings(text: str, most: int) -> tuple[str, ...]:
    if text.isascii():
        return tuple(dict.fromkeys(names.words(text)))
    words: list[str] = []
    others: list[str] = []
    for token in text.split(" "):
        its_words, its_others = _spelled_token(token, most)
        words += its_words
        others += its_others
    return tuple(dict.fromkeys(words + others))


#: Whole names are many, the names that they are made of recur.
@lru_cache(maxsize=32_768)
def _spelled_token(token: str, most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words between two spaces, and their other spellings."""
    others = (alias for word in _ORIGINAL_WORD.findall(token) for alias in names.aliases(word)[:most])
    return names.words(token), tuple(others)


#: Names, companies and titles recur; notes do not.
_SHORT = 48
_remembered = lru_cache(maxsize=16_384)(_spellings)


def facet(field: str, value: str) -> str:
    """The token of a field's value: `tag=big_deal`. Values that fold alike are one."""
    if value.isalnum() and value.isascii():
        return f"{field}={value.lower()}"
    slug = (char if char.isalnum() else "_" if char == " " else f"_{ord(char):x}_" for char in names.fold(value))
    return f"{field}={''.join(slug)}"


def address(text: str) -> str:
    """An e-mail address, or part of one, as it is compared: folded, without spaces, quotes and bars."""
    return _UNPRINTED.sub("", names.fold(text))


def of(row: Row, parts: Parts) -> tuple[Document, str]:
    """The document of a contact, and the words of its note, custom fields, links and addresses."""
    points = Points(bool(parts.emails), bool(parts.phones), tuple([kind for kind, _ in parts.other]))
    document = Document(
        _spelled_name(row),
        " ".join(spellings(row.company)) if row.company else "",
        rest(row.title, row.department, parts.tags),
        " ".join(dict.fromkeys(map(address, parts.emails))) if parts.emails else "",
        " ".join(_digits(parts.phones)) if parts.phones else "",
        lasting(traits(row), tuple(parts.tags), points)
        + timed(row.last_contacted, has_next=row.next_follow_up is not None),
    )
    return document, _spelled_note(row, parts)


class Points(NamedTuple):
    """What facets tell of a contact's points: whether there are addresses and numbers, and which other kinds."""

    has_email: bool
    has_phone: bool
    kinds: tuple[str, ...]


#: Status, stage, tier, owner and source of a contact; whether it has a company, a title, a note and a birthday, and
#: whether it must not be contacted.
Traits: TypeAlias = tuple[str, str, str, str, str, bool, bool, bool, bool, bool]


@lru_cache(maxsize=16_384)
def points_told(facets: str) -> Points:
    """What the facets of a document tell of the contact's points."""
    held = [token.removeprefix("has=") for token in facets.split() if token.startswith("has=")]
    return Points("email" in held, "phone" in held, tuple(kind for kind in held if kind not in _HELD))


def rest(title: str, department: str, tags: Sequence[str]) -> str:
    """The ``rest`` of a document."""
    return spelled(title, department, *tags) if tags else spelled(title, department)


def traits(row: Row) -> Traits:
    """What facets tell of a contact's own row."""
    return (
        *(row.status, row.stage, row.tier, row.owner, row.source),
        *(bool(row.company), bool(row.title), bool(row.note), bool(row.birthday), bool(row.do_not_contact)),
    )


def _spelled_name(row: Row) -> str:
    given, family = row.given_name, row.family_name
    if not (row.middle_name or row.nickname) and row.name == (f"{given} {family}" if given and family else given):
        return " ".join(spellings(row.name))
    return spelled(row.name, given, row.middle_name, family, row.nickname)


def _spelled_note(row: Row, parts: Parts) -> str:
    if not (row.note or parts.custom or parts.other):
        return ""
    return spelled(row.note, *parts.custom, *(value for _, value in parts.other), most=1)


#: Of what `has=` tells, in the order in which `lasting` looks for it.
_HELD = ("email", "phone", "company", "title", "note", "tag", "owner", "source", "birthday", "stage", "tier", "status")


@lru_cache(maxsize=16_384)
def lasting(own: Traits, tags: tuple[str, ...], points: Points) -> str:
    """The facets of a contact, all but those for time, which follow them."""
    status, stage, tier, owner, source, has_company, has_title, has_note, has_birthday, is_banned = own
    fields = (("status", status), ("stage", stage), ("tier", tier), *(("tag", tag) for tag in tags))
    tokens = [facet(field, value) for field, value in fields if value]
    tokens += [
        f"{field}={word}" for field, text in (("owner", owner), ("source", source)) for word in names.words(text)
    ]
    held = (
        *(points.has_email, points.has_phone, has_company, has_title, has_note, tags, owner, source, has_birthday),
        *(stage, tier, status),
    )
    tokens += [f"has={what}" for what, is_held in zip(_HELD, held, strict=True) if is_held]
    tokens += [f"has={kind}" for kind in points.kinds]
    if is_banned:
        tokens.append("is=dnc")
    return f" {' '.join(dict.fromkeys(tokens))} "


def _digits(numbers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The digits of each number as dialled from abroad, and as typed where that is another spelling."""
    for value, normal in numbers:
        typed = phones.digits(value)
        whole = normal[1:] if normal[:1] == "+" and normal[1:].isdigit() and normal.isascii() else phones.digits(normal)
        if whole:
            yield whole
        if typed and typed not in whole:
            yield typed
