"""Who is found, and who is found first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.domain import query
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import search
from crm_tui.store.search import index
from crm_tui.store.search.tiers import Tier
from tests.conftest import NOW
from tests.store.people import Book

#: Oldest first: whoever stands lower was worked later.
PEOPLE: tuple[tuple[str, str, str, str], ...] = (
    ("Jane Smith", "Acme Ltd", "jane.smith@acme.example", "+1 415 555 0112"),
    ("Janet Smithson", "Globex", "janet@globex.example", "+1 212 444 0199"),
    ("Élodie Dupont", "Boulangerie Dupont", "elodie@dupont.example", "+33 6 12 34 56 78"),
    ("Elodie Martin", "Acme Ltd", "em@acme.example", "+33 7 55 50 11 22"),
    ("Αργυρούλα Παπαδοπούλου", "Αφοί Γεωργίου ΑΕ", "arg@papadopoulou.example", "+30 210 555 0100"),
    ("Γιώργος Παπαδόπουλος", "Acme Hellas", "gp@acme.example", "+30 694 123 4567"),
    ("Юлия Щербакова", "Ромашка ООО", "julia@romashka.example", "+7 916 123-45-67"),
    ("Дмитрий Жуков", "Globex", "dz@globex.example", "+7 495 765-43-21"),
    ("Jürgen Müller", "Müller & Söhne GmbH", "info@mueller.example", "+49 30 901820"),
    ("Bob O'Neil", "Initech", "bob@initech.example", "+44 20 7946 0958"),
    ("Jean-Luc Picard", "Starfleet", "jlp@starfleet.example", ""),
    ("Smith Jones", "Smithers Inc", "sj@smithers.example", ""),
    ("Łukasz Kowalski", "Nowak Sp. z o.o.", "lk@nowak.example", ""),
    ("山田 太郎", "ソニー", "yamada@sony.example", "+81 3 1234 5678"),
    ("J. Doe", "Umbrella", "doe@umbrella.example", ""),
    ("Marie Curie", "Radium Labs", "marie_curie+lab@radium.example", ""),
)

#: Query → who must be first, and, after it, who must be found as well.
JUDGED: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("jnae smtih", ("Jane Smith",)),
    ("elodie d", ("Élodie Dupont",)),
    ("555 01", ("Αργυρούλα Παπαδοπούλου", "Jane Smith", "Elodie Martin")),
    ("papadop acme", ("Γιώργος Παπαδόπουλος",)),
    ("acm jan", ("Jane Smith",)),
    ("acme jane", ("Jane Smith",)),
    ("jan", ("Janet Smithson", "Jane Smith")),
    ("jane", ("Jane Smith", "Janet Smithson")),
    ("smith", ("Smith Jones", "Jane Smith", "Janet Smithson")),
    ("smith jane", ("Jane Smith", "Janet Smithson")),
    ("jane.smith@acme.example", ("Jane Smith",)),
    ("jane.smith", ("Jane Smith",)),
    ("@acme", ("Γιώργος Παπαδόπουλος", "Elodie Martin", "Jane Smith")),
    ("marie_curie+lab", ("Marie Curie",)),
    ("elodie", ("Elodie Martin", "Élodie Dupont")),
    ("ÉLODIE", ("Elodie Martin", "Élodie Dupont")),
    ("papadopoulos", ("Γιώργος Παπαδόπουλος",)),
    ("papadopoulou", ("Αργυρούλα Παπαδοπούλου",)),
    ("Παπαδόπ", ("Γιώργος Παπαδόπουλος",)),
    ("παπαδοπουλου αργυρουλα", ("Αργυρούλα Παπαδοπούλου",)),
    ("argyroula", ("Αργυρούλα Παπαδοπούλου",)),
    ("giorgos acme", ("Γιώργος Παπαδόπουλος",)),
    ("yiorgos", ("Γιώργος Παπαδόπουλος",)),
    ("shcherbakova", ("Юлия Щербакова",)),
    ("yulia", ("Юлия Щербакова",)),
    ("julia", ("Юлия Щербакова",)),
    ("щерб", ("Юлия Щербакова",)),
    ("romashka", ("Юлия Щербакова",)),
    ("zhukov", ("Дмитрий Жуков",)),
    ("dmitri", ("Дмитрий Жуков",)),
    ("muller", ("Jürgen Müller",)),
    ("mueller", ("Jürgen Müller",)),
    ("o'neil", ("Bob O'Neil",)),
    ("oneil", ("Bob O'Neil",)),
    ("bob initech", ("Bob O'Neil",)),
    ("jean luc", ("Jean-Luc Picard",)),
    ("jean-luc pic", ("Jean-Luc Picard",)),
    ("piccard", ("Jean-Luc Picard",)),
    ("lukasz", ("Łukasz Kowalski",)),
    ("kowlaski", ("Łukasz Kowalski",)),
    ("owalsk", ("Łukasz Kowalski",)),
    ("山田", ("山田 太郎",)),
    (
        "j",
        ("J. Doe", "Jean-Luc Picard", "Smith Jones", "Jürgen Müller", "Юлия Щербакова", "Janet Smithson", "Jane Smith"),
    ),
    ("doe@umb", ("J. Doe",)),
    ("415 555", ("Jane Smith",)),
    ("(415) 555-0112", ("Jane Smith",)),
    ("+1 415.555.0112", ("Jane Smith",)),
    ("4155550112", ("Jane Smith",)),
    ("06 12 34 56 78", ("Élodie Dupont",)),
    ("0033612345678", ("Élodie Dupont",)),
    ("020 7946", ("Bob O'Neil",)),
    ("45678", ("山田 太郎", "Élodie Dupont")),
    ("bob 7946", ("Bob O'Neil",)),
    ("globex", ("Дмитрий Жуков", "Janet Smithson")),
    ("globx", ("Дмитрий Жуков", "Janet Smithson")),
    ("starflet", ("Jean-Luc Picard",)),
    ("mith", ("Smith Jones", "Janet Smithson", "Jane Smith")),
    ("zhkov dmitry", ("Дмитрий Жуков",)),
    ("curie marie", ("Marie Curie",)),
    ("marie cuire", ("Marie Curie",)),
)


@pytest.fixture(params=["afloat", "settled"])
def book(path: Path, desk: Desk, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Book]:
    """An empty book, whose documents wait above the waterline, or enter the indexes with each write."""
    if request.param == "settled":
        monkeypatch.setattr(index, "MOST_AFLOAT", 0)
        monkeypatch.setattr(index, "LEFT_AFLOAT", 0)
    book = Book(path, desk)
    yield book
    book.connection.close()


@pytest.fixture(scope="module", params=["afloat", "settled"])
def full(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Book]:
    """Everyone of PEOPLE, above the waterline or in the indexes; nobody changes it."""
    book = Book(tmp_path_factory.mktemp("full") / "crm.db", Desk(moment=Moment(NOW, "Europe/Riga"), owner="Rita"))
    for name, company, email, phone in PEOPLE:
        book.person(name, company=company, email=email, phone=phone)
    if request.param == "settled":
        index.settle(book.connection)
    yield book
    book.connection.close()


@pytest.mark.parametrize(("text", "expected"), JUDGED, ids=[text for text, _ in JUDGED])
def test_a_rep_finds_first_whom_they_meant(full: Book, text: str, expected: tuple[str, ...]) -> None:
    names = full.names(text)
    assert names[0] == expected[0]
    assert set(expected) <= set(names)


@pytest.mark.parametrize("text", ["globex ltd", "picard acme", "smith 210", "zzyzx", "!!!", "@", "-", "'", "٪", "🙂🙂"])
def test_nobody_is_found_where_nobody_matches(full: Book, text: str) -> None:
    assert full.names(text) == []


HOSTILE = (
    '"', '""', '"jane', "'", "''; DROP TABLE contact; --", "jane*", "^jane", "jane OR bob", "jane AND", "NOT jane",
    "NEAR(jane smith)", "name : jane", "{name} : jane", "jane + smith", "\x00", "jane\x00smith", "\x1b[31mjane", "%",
    "_", "jane%", "[a-z]", "*?[", "\\", "(((", "a" * 70_000, "jane " * 5_000, "@" * 2_000, "1" * 3_000, "é" * 5_000,
    ".", "..", "@.", "a@b@c", "0" * 50, "\u202ejane", "jane\u200bsmith", "\U0010ffff",
    "-" * 100, "+" * 100,
    ("x" * 63 + " ") * 40,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_is_only_text(full: Book, text: str) -> None:
    for node in (query.Word(text), query.Word(text, is_phrase=True), query.Not(query.Word(text))):
        search.find(full.connection, full.desk, query.Query(text, node))
    assert full.names("jane")[0] == "Jane Smith"


@pytest.mark.parametrize(
    ("text", "tier"),
    [
        ("jane.smith@acme.example", Tier.EMAIL),
        ("jane smith", Tier.NAME),
        ("jane smi", Tier.NAME_TYPED),
        ("jan smith", Tier.NAME_START),
        ("smith@acme", Tier.ADDRESS),
        ("jane acme", Tier.ANY),
        ("4155550112", Tier.PHONE),
        ("jane purple", Tier.NOTED),
        ("ane mith", Tier.PART),
        ("jnae smith", Tier.TYPO),
        ("jane acne", Tier.TYPO_ANY),
    ],
)
def test_each_tier_is_reached(book: Book, text: str, tier: Tier) -> None:
    pk = book.person(
        "Jane Smith", company="Acme", email="jane.smith@acme.example", phone="+1 415 555 0112", note="Likes purple"
    )
    found = search.hits(book.connection, book.desk, query.parse(text), limit=5)
    assert [(hit.contact, Tier(hit.tier)) for hit in found] == [(pk, tier)]


def test_a_better_tier_comes_before_one_worked_later(book: Book) -> None:
    book.person("Anna Lee")
    book.person("Annabel Lee")
    noted = book.person("Bob Ray")
    book.person("Joanna Roe")
    book.call(noted, text="introduced by Anna")
    assert book.names("anna") == ["Anna Lee", "Annabel Lee", "Bob Ray", "Joanna Roe"]


def test_a_note_and_an_interaction_are_found_by_words_and_their_beginnings(book: Book) -> None:
    pk = book.person("Jane Smith", note="Prefers Τρίτη mornings")
    book.call(pk, text="Asked about procurement", subject="Renewal")
    other = book.person("Bob Jones")
    book.call(other, text="asked about prices")
    for text in (
        "prefers",
        "procu",
        "procureme",
        "renewal asked",
        "jane procurement",
        "j procurement",
        "triti",
        "Τρίτη",
    ):
        assert book.find(text) == [pk], text
    assert book.find("asked about") == [other, pk]


def test_an_interaction_with_two_people_finds_both(book: Book) -> None:
    one, other = book.person("Jane Smith"), book.person("Bob Jones")
    book.call(one, other, text="Lisbon")
    assert set(book.find("lisbon")) == {one, other}


def test_more_is_told_without_counting(book: Book) -> None:
    for number in range(5):
        book.person(f"Jane {number}")
    ask = query.parse("jane")
    assert search.find(book.connection, book.desk, ask, limit=5).is_more is False
    assert search.find(book.connection, book.desk, ask, limit=4).is_more is True
    assert book.find("jane", limit=2) + book.find("jane", limit=2, offset=2) + book.find("jane", offset=4) == book.find(
        "jane"
    )


def test_typos_are_only_guessed_when_little_is_found(book: Book) -> None:
    book.person("Jana Roe")
    exact = [book.person(f"Jane {number}") for number in range(3)]
    assert book.find("jane") == exact[::-1]


def test_words_longer_than_the_index_has_beginnings_are_found(book: Book) -> None:
    pk = book.person("Wolfeschlegelsteinhausen Ney", company="Internationalisation Works")
    for number in range(30):
        book.person(f"Wolfesch{chr(97 + number % 26)}{number} Other", note=f"conversationalist{number}")
    assert book.find("wolfeschlegelstein") == [pk]
    assert book.find("wolfeschlegelsteinhausen ney") == [pk]
    assert book.find("internationalisat wolfe") == [pk]
    assert len(book.find("conversationa")) == 30
    assert len(book.find("conversationalist2")) == 11


def test_nearly_every_one_edit_typo_of_a_name_is_understood(full: Book) -> None:
    missed = [
        typo
        for name in ("Smithson", "Dupont", "Picard", "Kowalski", "Curie", "Initech", "Starfleet")
        for typo in _one_edit(name.lower())
        if not any(name in found or name in _COMPANIES[found] for found in full.names(typo))
    ]
    assert len(missed) <= 0.05 * sum(len(_one_edit(name)) for name in ("smithson", "dupont", "picard")), missed


_COMPANIES = {name: company for name, company, _, _ in PEOPLE}


def _one_edit(word: str) -> set[str]:
    """The word with one letter left out, doubled by another, replaced, or swapped with the next."""
    places = range(len(word))
    return {
        *(word[:i] + word[i + 1 :] for i in places),
        *(word[:i] + letter + word[i:] for i in places for letter in "eq"),
        *(word[:i] + letter + word[i + 1 :] for i in places for letter in "eq"),
        *(word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in places[:-1]),
    } - {word}
