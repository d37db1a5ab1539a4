"""Contacts and companies that records of a file refer to, by id or in words."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Sequence

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError
from crm_tui.domain.names import sort_key
from crm_tui.domain.names import words as folded_words
from crm_tui.store.bulk import past

#: People remembered by the words that found them.
_MOST_FOUND = 20_000

_BY_EXTERNAL = """
SELECT c.pk FROM contact_external_id x CROSS JOIN contact c ON c.pk = x.contact
 WHERE x.value = ? AND x.value <> '' AND x.deleted_at IS NULL AND c.deleted_at IS NULL ORDER BY c.pk"""

_BY_MAIL = """
SELECT DISTINCT c.pk, c.name FROM contact_point p JOIN contact c ON c.pk = p.contact
 WHERE p.normal = ? AND p.normal <> '' AND p.kind = 'email' AND p.deleted_at IS NULL AND c.deleted_at IS NULL
 ORDER BY c.pk"""

_BY_SORT_NAME = """
SELECT c.pk, c.id, s.sort_name, c.name FROM json_each(?) k
  CROSS JOIN standing s ON s.sort_name = k.value AND s.is_alive CROSS JOIN contact c ON c.pk = s.contact"""

#: Before an address that has to be somebody's own.
_MAIL = "mailto:"

#: The id of another program, which says less to a person than an address or a name.
_FOREIGN = re.compile(r"[\w-]+:[^\s@]+")

#: Words of a text among which a name is looked for, and of a name.
_MOST_WORDS = 60
_LONGEST_NAME = 6

#: What stands around a name in a sentence.
_AROUND = ",;:.!?()[]\"'–—-"

#: People who were not found that a reason tells of.
_MOST_TOLD = 3


class UnknownPersonError(Exception):
    """Words that find no contact, or several; the text is the reason for the rejects file."""

    def __init__(self, reason: str, *, is_ambiguous: bool = False) -> None:
        super().__init__(reason)
        self.is_ambiguous = is_ambiguous


class People:
    """Keys of contacts and companies by what a file calls them."""

    def __init__(self, connection: sqlite3.Connection, desk: Desk) -> None:
        self._connection = connection
        self._desk = desk
        #: Records of the file that are stored under another id.
        self._contact_aliases: dict[str, int] = {}
        self._company_aliases: dict[str, int] = {}
        #: What was found by words, for a file names the same people again and again.
        self._found: dict[str, int] = {}
        self._unmade: set[str] = set()
        #: Names of those who have an address, by their keys; most senders of mail are nobody's.
        self._mail: dict[str, dict[int, str]] = {}

    def remember_contact(self, id: str, pk: int) -> None:
        """The file's contact ``id`` is stored as ``pk``."""
        self._contact_aliases[id] = pk

    def remember_company(self, id: str, pk: int) -> None:
        """The file's company ``id`` is stored as ``pk``."""
        self._company_aliases[id] = pk

    def company(self, id: str) -> int | None:
        """The key of a company by the file's id; None when it is not known."""
        if not id:
            return None
        return self._company_aliases.get(id) or self._by_id("company", id)

    def contact(self, words: str) -> int:
        """The key of the contact meant by an id, an address, a number or a name. Raises `UnknownPersonError`.

        Words may also be the id of another program ("hubspot:51"), "=" and somebody's whole name, "~" and a text in
        which it stands, or "mailto:", an address and, for where several have that, a name; on several lines they are
        ways to name one person, and the first that finds anybody counts.
        """
        pk = self._contact_aliases.get(words) or self._by_id("contact", words) or self._found.get(words)
        if pk is not None:
            return pk
        unknown: UnknownPersonError | None = None
        first = ""
        for way in words.split("\n"):
            try:
                pk = self._found[words] = self._by_way(way)
            except UnknownPersonError as error:
                is_better = error.is_ambiguous or unknown is None or unknown.is_ambiguous or _FOREIGN.fullmatch(first)
                unknown, first = (error, way) if is_better else (unknown, first)
            else:
                if len(self._found) > _MOST_FOUND:
                    self._found.clear()
                return pk
        raise unknown or UnknownPersonError("nobody is named")

    def several(self, ways: Sequence[str]) -> list[int]:
        """The keys of contacts, each once: all of ``ways``, but of those after "?" only who is known, and one at least.

        Raises `UnknownPersonError`.
        """
        found: dict[int, None] = {}
        unknown: list[UnknownPersonError] = []
        for way in ways:
            try:
                found[self.contact(way.removeprefix("?"))] = None
            except UnknownPersonError as error:
                if not way.startswith("?"):
                    raise
                unknown.append(error)
        if not found:
            # Those of whom there are several could be told apart, so they are worth a word before all others.
            unknown.sort(key=lambda error: not error.is_ambiguous)
            reason = "; ".join(dict.fromkeys(map(str, unknown[:_MOST_TOLD]))) or "nobody is named"
            raise UnknownPersonError(reason, is_ambiguous=any(error.is_ambiguous for error in unknown))
        return list(found)

    def _named_in(self, text: str) -> int:
        """The contact whose whole name, two words at least, stands in ``text``; the longest name counts."""
        spelt = text.split()[:_MOST_WORDS]
        found: dict[str, int] = {}
        # Longer names first: "Anna Maria Ozola" is not Anna Maria.
        for length in range(min(_LONGEST_NAME, len(spelt)), 1, -1):
            windows = [" ".join(spelt[start : start + length]) for start in range(len(spelt) - length + 1)]
            keys = {sort_key(window.strip(_AROUND)): sorted(folded_words(window)) for window in windows}
            asked = json.dumps(list(keys), ensure_ascii=False)
            named = self._connection.execute(_BY_SORT_NAME, (asked,))
            found = {id: pk for pk, id, key, name in named if sorted(folded_words(name)) == keys[key]}
            if found:
                break
        if len(found) == 1:
            return next(iter(found.values()))
        if found:
            raise UnknownPersonError(f"several contacts are named in “{text}”", is_ambiguous=True)
        raise UnknownPersonError(f"no contact is named in “{text}”")

    def _by_way(self, way: str) -> int:
        if way.startswith("~"):
            return self._named_in(way[1:])
        if way.startswith(_MAIL):
            return self._by_mail(*way.removeprefix(_MAIL).partition(" ")[::2])
        found = self._by_id("contact", way)
        if found is None and ":" in way:
            row = self._connection.execute(_BY_EXTERNAL, (way,)).fetchone()
            found = None if row is None else int(row[0])
        return self._by_words(way) if found is None else found

    def _by_mail(self, address: str, name: str) -> int:
        """The one who has this very address; of several, the one whose whole name it is."""
        found: dict[int, str] = self._mail.get(address, {})
        if address not in self._mail:
            found = dict(self._connection.execute(_BY_MAIL, (address,)).fetchall())
            if len(self._mail) > _MOST_FOUND:
                self._mail.clear()
            self._mail[address] = found
        if len(found) > 1 and name:
            spelt = sorted(folded_words(name))
            found = {pk: held for pk, held in found.items() if sorted(folded_words(held)) == spelt} or found
        if len(found) == 1:
            return next(iter(found))
        if found:
            raise UnknownPersonError(
                f"several contacts have the address {address}: {', '.join(list(found.values())[:_MOST_TOLD])}",
                is_ambiguous=True,
            )
        raise UnknownPersonError(f"no contact has the address {address}")

    def _by_words(self, way: str) -> int:
        from crm_tui.store import contacts

        words = way.removeprefix("=")
        called = self._called(words)
        if len(called) == 1:
            return called[0]
        try:
            found = self._by_id("contact", contacts.resolve(self._connection, self._desk, words))
        except NotFoundError:
            found = None
        except AmbiguousError as error:
            names = "; ".join(candidate.label for candidate in error.candidates[:3])
            raise UnknownPersonError(f"several contacts match “{words}”: {names}", is_ambiguous=True) from error
        if called:
            raise UnknownPersonError(f"several contacts match “{words}”", is_ambiguous=True)
        if found is None or (way != words and not self._is_called(found, words)):
            raise UnknownPersonError(f"no contact matches “{words}”; import the contacts first")
        return found

    def _called(self, name: str) -> list[int]:
        """The keys of those whose whole name this is; also of those made by this import, whom no search finds yet."""
        spelt = folded_words(name)
        if "@" in name or len(spelt) > _LONGEST_NAME:
            return []
        # Wherever the family name begins, it is what stands first in the key that lists are sorted by.
        turned = {" ".join((*spelt[turn:], *spelt[:turn])) for turn in range(len(spelt))}
        found = self._connection.execute(_BY_SORT_NAME, (json.dumps(list(turned), ensure_ascii=False),))
        return [pk for pk, _, _, known in found if sorted(folded_words(known)) == sorted(spelt)]

    def _is_called(self, pk: int, name: str) -> bool:
        """Whether these words are the whole name of a contact."""
        held = self._connection.execute("SELECT name FROM contact WHERE pk = ?", (pk,)).fetchone()
        return sorted(folded_words(held[0])) == sorted(folded_words(name))

    def _by_id(self, table: str, id: str) -> int | None:
        row = self._connection.execute(f"SELECT pk FROM {table} WHERE id = ?", (id,)).fetchone()
        return None if row is None else int(row[0])

    def interaction(self, id: str) -> int | None:
        """The key of an interaction by id; None when there is none."""
        return self._by_id("interaction", id) if id else None

    def is_taken(self, table: str, id: str) -> bool:
        """Whether a row of ``table``, deleted ones too, has this id; not one whose making was undone (`is_unmade`)."""
        pk = self._by_id(table, id) if id else None
        if pk is None:
            return False
        if past.is_unmade(self._connection, pk, table):
            self._unmade.add(id)
            return False
        return True

    def is_unmade(self, id: str) -> bool:
        """Whether `is_taken` has found a row with this id that was never there: the id is used up all the same."""
        return id in self._unmade
