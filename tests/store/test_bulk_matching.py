"""Whom a record is about: the same, whether many who share a key are compared one by one or by an index."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain import points
from crm_tui.domain.change import Change
from crm_tui.domain.contact import ContactDraft
from crm_tui.store import undo
from crm_tui.store.bulk import Terms, Writer, candidates, keys
from crm_tui.store.bulk.candidates import Candidates
from crm_tui.store.bulk.keys import Keys, are_apart, may_be_same
from crm_tui.store.bulk.matching import Matcher
from crm_tui.store.bulk.terms import MATCH_BY, OWN_IDS
from crm_tui.store.connection import connect
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from tests.blank import blank
from tests.sync.office import DESK, brought, counts, dump, names, people, written

_WORDS = st.sampled_from(["Ann", "Anna", "Annabel", "A", "Bob", "B", "Lee", "Li", "Leeds", "Ozola", "Ozols", "?"])
_NAMES = st.lists(_WORDS, max_size=3).map(" ".join)
_ADDRESSES = st.lists(st.sampled_from(["a@x.example", "b@x.example"]), max_size=2, unique=True)
_NUMBERS = st.lists(st.sampled_from(["+37120000001", "+37120000002"]), max_size=1)
_IDS = st.lists(st.sampled_from(["x:1", "x:2", "y:1", "y:2"]), max_size=2, unique=True)


def _record(name: str, firm: str, mails: list[str], numbers: list[str], ids: list[str], own: str) -> IncomingContact:
    found = (*map(points.email, mails), *(points.phone(number, "LV") for number in numbers))
    first, *others = ids or [""]
    draft = ContactDraft(name=name, company=firm, points=found, external_id=first, other_ids=tuple(others))
    return IncomingContact(draft, own)


_RECORDS = st.lists(
    st.builds(
        _record,
        _NAMES,
        st.sampled_from(["", "Acme", "Globex"]),
        _ADDRESSES,
        _NUMBERS,
        _IDS,
        st.sampled_from(["", "", "", "a" * 32, "b" * 32]),
    ).filter(lambda each: bool(each.draft.name or each.draft.points)),
    min_size=2,
    max_size=14,
)
_MATCH = st.sampled_from([(), ("email",), ("phone", "name+company"), (OWN_IDS,)])


class _Naive:
    """Looks through everybody, in the order in which they came."""

    def __init__(self, match: tuple[str, ...]) -> None:
        self.known: list[Keys] = []
        self._is_own = match == (OWN_IDS,)
        self._is_told = bool(match) and not self._is_own
        self._order = match if self._is_told else MATCH_BY

    def find(self, asked: Keys) -> tuple[int | None, bool]:
        """Who it is, and whether somebody else has the same address."""
        is_shared = False
        for kind in self._order:
            for one in ("id", "external") if kind == "id" else (kind,):
                for value in (asked.sort_name,) if kind == "name+company" else asked.of_kind(one):
                    for place, person in enumerate(self.known):
                        held = (person.sort_name,) if kind == "name+company" else person.of_kind(one)
                        if value in held and (kind != "name+company" or (asked.name and person.name)):
                            if self._fits(one, asked, person):
                                return place, False
                            is_shared = is_shared or one == "email"
        return None, is_shared

    def _fits(self, kind: str, asked: Keys, person: Keys) -> bool:
        if kind == "id":
            return True
        if self._is_own and asked.id:
            return False
        if kind == "external":
            return may_be_same(asked.name, person.name, by_given=True)
        if are_apart(asked.externals, person.externals):
            return False
        if kind != "name+company":
            return self._is_told or may_be_same(asked.name, person.name, by_given=kind == "email")
        if asked.company != person.company and ((asked.company and person.company) or asked.points):
            return False
        other = (asked.emails and person.emails) or (asked.phones and person.phones)
        if asked.points and not asked.company:
            other = person.points
        return self._is_told or not other


@settings(max_examples=60, deadline=None)
@given(_RECORDS, _MATCH, st.sampled_from([0, 2]))
def test_an_index_finds_whom_looking_through_everybody_finds(
    records: list[IncomingContact], match: tuple[str, ...], few: int
) -> None:
    asked = [keys.of(each) for each in records]
    with TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patched:
        patched.setattr(candidates, "FEW", few)
        with closing(connect(blank(Path(folder) / "crm.db"))) as connection:
            known = Candidates(connection)
            matcher, naive = Matcher(connection, Terms(match=match), known), _Naive(match)
            known.begin(asked)
            for each in asked:
                found = matcher.find(each)
                place, is_shared = naive.find(each)
                assert (found.candidate and -found.candidate.pk - 1) == place
                assert found.is_shared == is_shared
                if place is None:
                    known.add(each)
                    naive.known.append(each)


def _written(folder: Path, files: Sequence[Sequence[IncomingContact]], match: tuple[str, ...], few: int) -> object:
    """What becomes of files, each brought in chunks of five, and what is in the book then, but for clocks."""
    actions = []
    with pytest.MonkeyPatch.context() as patched, Store(blank(folder / f"{few}.db")) as store:
        patched.setattr(candidates, "FEW", few)
        for records in files:
            with store.operation(DESK, "import") as running:
                with closing(Writer(running.connection, DESK, Terms(match=match))) as writer:
                    for start in range(0, len(records), 5):
                        actions += [(each.action, each.note) for each in writer.write(records[start : start + 5])]
                    writer.finish()
                running.change = Change(summary="Imported", everything=True)
        held = dump(store)
    # Ids are random where two records of a file have one of ours.
    rows = [[row[2:] for row in held[table]] for table in ("contact", "company", "contact_point")]
    return actions, rows, held["contact_external_id"], held["standing"]


@settings(max_examples=10, deadline=None)
@given(st.lists(_RECORDS, min_size=2, max_size=3), _MATCH)
def test_a_book_becomes_the_same_whether_those_in_it_are_compared_by_an_index_or_one_by_one(
    files: list[list[IncomingContact]], match: tuple[str, ...]
) -> None:
    with TemporaryDirectory() as folder:
        assert _written(Path(folder), files, match, 0) == _written(Path(folder), files, match, 10**9)


def _cards(*people: str, uid: str = "one") -> tuple[str, ...]:
    lines = []
    for each in people:
        name, _, mail = each.partition(" <")
        lines += ["BEGIN:VCARD", "VERSION:3.0", f"UID:{uid}", f"FN:{name}"]
        lines += [f"EMAIL:{mail.rstrip('>')}"] if mail else []
        lines += ["END:VCARD"]
    return tuple(lines)


_THREE = _cards("Ann Lee <ann@lee.example>", "Bob Lee <bob@lee.example>", "Cid Moss")


def test_people_who_share_a_uid_are_as_many_people_with_the_same_ids_on_every_machine(
    store: Store, tmp_path: Path
) -> None:
    file = written(tmp_path, *_THREE, name="people.vcf")
    assert counts(brought(store, file)) == (3, 0, 0, 0)
    with Store(tmp_path / "other.db") as other:
        brought(other, written(tmp_path, "Name", "Zoe Own"))
        brought(other, file)
        ids = {(each.id, each.draft.name) for each in people(other)}
        assert {(each.id, each.draft.name) for each in people(store)} < ids
    assert counts(brought(store, file)) == (0, 0, 3, 0)


@pytest.mark.parametrize("order", [(0, 1), (1, 0)], ids=["the known one first", "the other one first"])
def test_somebody_with_the_uid_of_an_earlier_import_is_another_person(
    store: Store, tmp_path: Path, order: tuple[int, int]
) -> None:
    brought(store, written(tmp_path, *_cards("Ann Lee"), name="ann.vcf"))
    both = ("Ann Lee", "Bob Lee <bob@lee.example>")
    file = written(tmp_path, *_cards(*(both[place] for place in order)), name="both.vcf")
    assert counts(brought(store, file)) == (1, 0, 1, 0)
    assert names(store) == ["Ann Lee", "Bob Lee"]
    assert counts(brought(store, file)) == (0, 0, 2, 0)


def test_one_id_with_another_name_and_another_address_is_another_person(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *_cards("Ann Lee <ann@lee.example>"), name="ann.vcf"))
    assert counts(brought(store, written(tmp_path, *_cards("Bob Roe <bob@roe.example>"), name="bob.vcf")))[0] == 1
    assert names(store) == ["Ann Lee", "Bob Roe"]


def test_one_id_with_another_name_and_the_same_address_is_a_new_name(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *_cards("Ann Lee <ann@lee.example>"), name="ann.vcf"))
    renamed = written(tmp_path, *_cards("Hanna Roe <ann@lee.example>"), name="renamed.vcf")
    assert counts(brought(store, renamed)) == (0, 0, 1, 0)
    assert names(store) == ["Ann Lee"]


def test_an_undone_import_made_again_leaves_those_who_share_a_uid_apart(store: Store, tmp_path: Path) -> None:
    file = written(tmp_path, *_THREE, name="people.vcf")
    brought(store, file)
    undo.undo(store, DESK)
    assert counts(brought(store, file)) == (3, 0, 0, 0)
    assert len({each.id for each in people(store)}) == 3
    assert Counter(names(store)) == Counter(["Ann Lee", "Bob Lee", "Cid Moss"])
