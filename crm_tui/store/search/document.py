"""What is searched of a contact, folded: computed from the rows, compared with what the index holds."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_tui.domain import names, phones

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
       c.birthday, c.do_not_contact
  FROM contact c LEFT JOIN company k ON k.pk = c.company AND k.deleted_at IS NULL
 WHERE c.pk IN (SELECT value FROM json_each(?)) AND c.deleted_at IS NULL AND NOT c.is_purged
"""


class _Row(NamedTuple):
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
    keys = (json.dumps(contacts),)
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
    rows = map(_Row._make, connection.execute(_CONTACTS, keys))
    return {row.pk: _document(row, parts[row.pk]) for row in rows}


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
    if len(texts) == 1:
        return " ".join(spellings(texts[0], most))
    return " ".join(dict.fromkeys(word for text in texts if text for word in spellings(text, most)))


def spellings(text: str, most: int = 8) -> tuple[str, ...]:
    """The words that `spelled` joins."""
    return _remembered(text, most) if len(text) <= _SHORT else _spellings(text, most)


def _spellings(text: str, most: int) -> tuple[str, ...]:
    words = names.words(text)
    if text.isascii():
        return tuple(dict.fromkeys(words))
    others = (alias for word in _ORIGINAL_WORD.findall(text) for alias in names.aliases(word)[:most])
    return tuple(dict.fromkeys((*words, *others)))


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


def _document(row: _Row, parts: Parts) -> tuple[Document, str]:
    present = {
        "email": parts.emails,
        "phone": parts.phones,
        "company": row.company,
        "title": row.title,
        "note": row.note,
        "tag": parts.tags,
        "owner": row.owner,
        "source": row.source,
        "birthday": row.birthday,
        "stage": row.stage,
        "tier": row.tier,
        "status": row.status,
        **dict.fromkeys((kind for kind, _ in parts.other), True),
    }
    facets = _facets(
        (("status", row.status), ("stage", row.stage), ("tier", row.tier), *(("tag", tag) for tag in parts.tags)),
        (("owner", row.owner), ("source", row.source)),
        (*(f"has={what}" for what, value in present.items() if value), *(("is=dnc",) if row.do_not_contact else ())),
    )
    document = Document(
        name=spelled(row.name, row.given_name, row.middle_name, row.family_name, row.nickname),
        company=spelled(row.company),
        rest=spelled(row.title, row.department, *parts.tags),
        emails=" ".join(dict.fromkeys(map(address, parts.emails))),
        digits=" ".join(_digits(parts.phones)),
        facets=facets,
    )
    return document, spelled(row.note, *parts.custom, *(value for _, value in parts.other), most=1)


@lru_cache(maxsize=4_096)
def _facets(whole: tuple[tuple[str, str], ...], by_word: tuple[tuple[str, str], ...], others: tuple[str, ...]) -> str:
    """The facets of fields, of which some are looked for by the word, between spaces."""
    tokens = [facet(field, value) for field, value in whole if value]
    tokens += [f"{field}={word}" for field, text in by_word for word in names.words(text)]
    return f" {' '.join(dict.fromkeys((*tokens, *others)))} "


def _digits(numbers: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The digits of each number as dialled from abroad, and as typed where that is another spelling."""
    for value, normal in numbers:
        typed, whole = phones.digits(value), phones.digits(normal)
        if whole:
            yield whole
        if typed and typed not in whole:
            yield typed
