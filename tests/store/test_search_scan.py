"""After any sequence of writes, the index gives what reading every contact would give, in the same order."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain import names
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store.search import index
from crm_tui.store.search.tiers import FEW
from tests.conftest import NOW
from tests.store.people import Book, merge_lists

TODAY = NOW.date()
RIGA = ZoneInfo("Europe/Riga")

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

#: Days before the moment of the tests on which somebody is called, hours after midnight in UTC: at both ends of months
#: and days, in Riga and in UTC. The first 40 days lead into October.
_DAYS = (0, 1, 6, 7, 17, 18, 29, 30, 31, 40, 200, 330, 400, 900)
_HOURS = (0, 1, 21, 22, 23)
FILTERS: dict[str, Callable[[date | None, bool], bool]] = {
    "last:>30d": lambda day, _: day is not None and day < TODAY - timedelta(30),
    "last:<7d": lambda day, _: day is not None and day > TODAY - timedelta(7),
    "last:>=2026-05-01": lambda day, _: day is not None and day >= date(2026, 5, 1),
    "last:2025-01-01..2025-12-31": lambda day, _: day is not None and day.year == 2025,
    "last:2026-10-31..2026-11-01": lambda day, _: day in (date(2026, 10, 31), date(2026, 11, 1)),
    "last:never": lambda day, _: day is None,
    "last:any": lambda day, _: day is not None,
    "next:none": lambda _, is_planned: not is_planned,
    "next:any": lambda _, is_planned: is_planned,
}

_texts = st.lists(st.sampled_from(WORDS), max_size=3).map(" ".join)
_names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
_phones = st.sampled_from(["", "+1 415 555 0112", "+371 2000 0112", "+44 555 9999"])
_emails = st.sampled_from(["", "ann@acme.example", "j.smith@acme.example", "x_y+z@conversation.example"])
_filtered = st.lists(st.sampled_from([*FILTERS]), max_size=2, unique=True).map(" ".join)
_who = st.integers(0, 5)
_searched = st.lists(st.sampled_from(QUERIES), min_size=1, max_size=2).map(" ".join)
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
        st.tuples(st.just("reach"), _who, st.sampled_from(_DAYS), st.sampled_from(_HOURS)),
        st.tuples(st.just("postpone"), st.integers(0, 8), st.sampled_from(_DAYS)),
        st.tuples(st.just("plan"), _who),
        st.tuples(st.just("finish"), _who),
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
    plans: int = 0


class Plain:
    """The same book as plain objects, written and searched in the most obvious way."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.people: dict[int, Person] = {}
        self.calls: dict[int, tuple[int, str, bool]] = {}
        self.times: dict[int, datetime] = {}
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
            self._called(pk, person, text, NOW)

    def _reach(self, who: int, days: int, hours: int) -> None:
        for pk, person in self._one(who):
            at = datetime.combine(TODAY - timedelta(days), time(hours), UTC)
            self._called(pk, person, "", min(at, NOW))

    def _called(self, pk: int, person: Person, text: str, at: datetime) -> None:
        call = self.book.call(pk, text=text, at=int(at.timestamp()))
        self.calls[call], self.times[call] = (pk, text, True), at
        if person.is_alive:
            person.worked = next(self.clock)

    def _postpone(self, which: int, days: int) -> None:
        """The interaction was another day; nobody moves up the list."""
        if which + 1 in self.calls:
            at = NOW - timedelta(days)
            self.book.run("UPDATE interaction SET at = ? WHERE pk = ?", int(at.timestamp()), which + 1)
            self.times[which + 1] = at

    def _plan(self, who: int) -> None:
        for pk, person in self._one(who):
            self.book.run("INSERT INTO follow_up(contact, due_day) VALUES (?, '2026-12-01')", pk)
            person.plans += 1

    def _finish(self, who: int) -> None:
        for pk, person in self._one(who):
            self.book.run("UPDATE follow_up SET state = 'done' WHERE contact = ?", pk)
            person.plans = 0

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

    def find(self, text: str, only: str) -> list[int]:
        """Everyone who matches and passes the filter, best tier first, then worked most recently."""
        ranked = [
            (tier, -person.worked, pk)
            for pk, person in self.people.items()
            if person.is_alive and (tier := self._tier(pk, person, text)) is not None and self._passes(pk, person, only)
        ]
        return [pk for _, _, pk in sorted(ranked)]

    def _passes(self, pk: int, person: Person, only: str) -> bool:
        """``only`` are filters, all of which must hold."""
        times = [self.times[call] for call, (who, _, is_alive) in self.calls.items() if who == pk and is_alive]
        last = max(times).astimezone(RIGA).date() if times else None
        return all(FILTERS[one](last, person.plans > 0) for one in only.split())

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


@settings(max_examples=60, deadline=None)
@given(
    _operations,
    st.lists(st.tuples(_searched, _filtered), min_size=4, max_size=12),
    st.sampled_from([(0, 0), (1, 0), (2, 1), (index.MOST_AFLOAT, index.LEFT_AFLOAT)]),
    st.sampled_from([None, 0, 2]),
)
def test_the_index_finds_what_reading_everyone_would(
    operations: list[tuple[object, ...]], asked: list[tuple[str, str]], afloat: tuple[int, int], few: int | None
) -> None:
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        if few is not None:
            merge_lists(patch, few=few)
        patch.setattr(index, "MOST_AFLOAT", afloat[0])
        patch.setattr(index, "LEFT_AFLOAT", afloat[1])
        book = Book(Path(folder) / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga")))
        plain = Plain(book)
        for operation in operations:
            plain.do(operation)
        for text, only in asked:
            expected, found = plain.find(text, only), book.find(f"{text} {only}")
            guesses = found[len(expected) :]
            assert found[: len(expected)] == expected, (text, only)
            assert len(expected) < FEW or not guesses, (text, only)
        assert book.faults() == []
        book.connection.close()
