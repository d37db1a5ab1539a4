"""After any sequence of writes, the index gives what reading every contact would give, in the same order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain import names
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store.search.tiers import FEW
from tests.conftest import NOW
from tests.store.people import Book

_WORDS = (
    "Ann Anna Annabel Jane Jan Smith Smithson O'Neil Élodie Łukasz Παπαδόπουλος Ζωή Жуков Юлия Müller 山田 Acme "
    "Acmetron Ana-Maria conversation conversationalist conversations x"
)  # fmt: skip
WORDS = _WORDS.split()
_QUERIES = (
    "a an ann anna annab jan jane smi smith smithson oneil elodie lukasz papadop papadopoulos zoi zoe zhuk zhukov yuli "
    "muller mueller acme acmet maria conversation conversationa conversations x nna mit the opou ova 555 0112 9 acme.ex"
)
QUERIES = _QUERIES.split()

_texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
_names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
_phones = st.sampled_from(["", "+1 415 555 0112", "+371 2000 0112", "+44 555 9999"])
_emails = st.sampled_from(["", "ann@acme.example", "j.smith@acme.example", "x_y+z@conversation.example"])
_who = st.integers(0, 5)
_operations = st.lists(
    st.one_of(
        st.tuples(st.just("add"), _names, _texts, _emails, _phones),
        st.tuples(st.just("rename"), _who, _names),
        st.tuples(st.just("note"), _who, _texts),
        st.tuples(st.just("call"), _who, _texts),
        st.tuples(st.just("reword"), st.integers(0, 8), _texts),
        st.tuples(st.just("unsay"), st.integers(0, 8), st.booleans()),
        st.tuples(st.just("delete"), _who),
        st.tuples(st.just("restore"), _who),
        st.tuples(st.just("found"), _who, _names),
        st.tuples(st.just("tag"), _who, st.sampled_from(["smith", "vip"]), st.booleans()),
    ),
    min_size=1,
    max_size=14,
)  # fmt: skip


@dataclass
class Person:
    """What a reader of the rows would see."""

    name: str
    email: str
    phone: str
    note: str = ""
    company: str = ""
    tags: set[str] = field(default_factory=set)
    is_alive: bool = True
    worked: int = 0


class Plain:
    """The same book as plain objects, written and searched in the most obvious way."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.people: dict[int, Person] = {}
        self.calls: dict[int, tuple[int, str, bool]] = {}
        self.clock = count(1)

    def do(self, operation: tuple[object, ...]) -> None:
        getattr(self, f"_{operation[0]}")(*operation[1:])

    def _add(self, name: str, note: str, email: str, phone: str) -> None:
        pk = self.book.person(name, email=email, phone=phone, note=note)
        self.people[pk] = Person(name, email, phone, note, worked=next(self.clock))

    def _rename(self, who: int, name: str) -> None:
        for pk, person in self._one(who):
            self.book.run("UPDATE contact SET name = ? WHERE pk = ?", name, pk)
            person.name = name

    def _note(self, who: int, note: str) -> None:
        for pk, person in self._one(who):
            self.book.run("UPDATE contact SET note = ? WHERE pk = ?", note, pk)
            person.note = note

    def _call(self, who: int, text: str) -> None:
        for pk, person in self._one(who):
            self.calls[self.book.call(pk, text=text)] = (pk, text, True)
            if person.is_alive:
                person.worked = next(self.clock)

    def _reword(self, which: int, text: str) -> None:
        if which + 1 in self.calls:
            pk, _, is_alive = self.calls[which + 1]
            self.book.run("UPDATE interaction SET text = ? WHERE pk = ?", text, which + 1)
            self.calls[which + 1] = (pk, text, is_alive)

    def _unsay(self, which: int, is_alive: bool) -> None:
        if which + 1 in self.calls:
            self.book.run("UPDATE interaction SET deleted_at = ? WHERE pk = ?", None if is_alive else 1, which + 1)
            self.calls[which + 1] = (*self.calls[which + 1][:2], is_alive)

    def _delete(self, who: int) -> None:
        for pk, person in self._one(who):
            self.book.run("UPDATE contact SET deleted_at = 1 WHERE pk = ?", pk)
            person.is_alive = False

    def _restore(self, who: int) -> None:
        for pk, person in self._one(who):
            self.book.run("UPDATE contact SET deleted_at = NULL WHERE pk = ?", pk)
            if not person.is_alive:
                person.is_alive, person.worked = True, next(self.clock)

    def _found(self, who: int, company: str) -> None:
        """Everyone of the company takes its new name."""
        for pk, person in self._one(who):
            old = person.company
            with self.book.transaction() as connection:
                if old:
                    connection.execute("UPDATE company SET name = ? WHERE name = ?", (company, old))
                else:
                    number = connection.execute("INSERT INTO company(name) VALUES (?)", (company,)).lastrowid
                    connection.execute("UPDATE contact SET company = ? WHERE pk = ?", (number, pk))
            for other in self.people.values():
                if other is person or (old and other.company == old):
                    other.company = company

    def _tag(self, who: int, tag: str, is_set: bool) -> None:
        for pk, person in self._one(who):
            with self.book.transaction() as connection:
                connection.execute("INSERT OR IGNORE INTO tag(name) VALUES (?)", (tag,))
                connection.execute(
                    "INSERT INTO contact_tag(contact, tag, deleted_at) SELECT ?, pk, ? FROM tag WHERE name = ?"
                    " ON CONFLICT(contact, tag) DO UPDATE SET deleted_at = excluded.deleted_at",
                    (pk, None if is_set else 1, tag),
                )
            (person.tags.add if is_set else person.tags.discard)(tag)

    def _one(self, who: int) -> list[tuple[int, Person]]:
        return [(pk, person) for pk, person in self.people.items() if pk == who + 1]

    def find(self, text: str) -> list[int]:
        """Everyone who matches, best tier first, then worked most recently."""
        ranked = [
            (tier, -person.worked, pk)
            for pk, person in self.people.items()
            if person.is_alive and (tier := self._tier(pk, person, text)) is not None
        ]
        return [pk for _, _, pk in sorted(ranked)]

    def _tier(self, pk: int, person: Person, text: str) -> int | None:
        """The best of the tiers, in the order of `Tier`, whose rule the person meets."""
        wanted, pieces, digits = [*names.words(text)], text.split(), text.replace(" ", "")
        name = _words(person.name)
        listed = name | _words(person.company, *person.tags) | {*re.findall("[a-z0-9]+", person.email)}
        said = _words(person.note, *(said for who, said, is_alive in self.calls.values() if who == pk and is_alive))
        number = "".join(filter(str.isdigit, person.phone))
        is_long = any(len(word) > 2 for word in wanted)
        rules = (
            len(text) > 1 and all(word in name for word in wanted),
            len(wanted) > 1 and all(word in name for word in wanted[:-1]) and _starts(name, wanted[-1]),
            all(_starts(name, word) for word in wanted),
            all(_starts(listed, word) for word in wanted),
            digits.isdigit() and len(digits) > 2 and (digits in number or _inside(listed, person.email, number, text)),
            is_long and all(_starts(listed | said, word) for word in wanted),
            is_long and all(_inside(listed, person.email, number, piece) for piece in pieces),
        )
        return rules.index(True) if True in rules else None


def _words(*texts: str) -> set[str]:
    plain = {word for text in texts for word in names.words(text)}
    return plain | {alias for text in texts for word in re.findall(r"[^\W_]+", text) for alias in names.aliases(word)}


def _starts(words: Iterable[str], start: str) -> bool:
    return any(word.startswith(start) for word in words)


def _inside(words: Iterable[str], email: str, digits: str, part: str) -> bool:
    if "." in part:
        return part in email
    return any(part in word for word in words) or part in email or (part.isdigit() and part in digits)


@settings(max_examples=40, deadline=None)
@given(
    _operations,
    st.lists(st.lists(st.sampled_from(QUERIES), min_size=1, max_size=2).map(" ".join), min_size=4, max_size=12),
)
def test_the_index_finds_what_reading_everyone_would(operations: list[tuple[object, ...]], asked: list[str]) -> None:
    with TemporaryDirectory() as folder:
        book = Book(Path(folder) / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga")))
        plain = Plain(book)
        for operation in operations:
            plain.do(operation)
        for text in asked:
            expected, found = plain.find(text), book.find(text)
            guesses = found[len(expected) :]
            assert found[: len(expected)] == expected, text
            assert len(expected) < FEW or not guesses, text
        assert book.faults() == []
        book.connection.close()
