"""What we write is read again as it was, by us and by other programs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain import points
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.value import replace
from crm_tui.store.incoming import IncomingCompany, IncomingContact
from crm_tui.sync.formats.content import lines
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.formats.vcard.source import VcardSource
from crm_tui.sync.formats.vcard.writer import CardWriter, Version
from tests.sync import books
from tests.sync.office import DESK

VERSIONS: tuple[Version, ...] = ("4.0", "3.0")


def read(text: str) -> list[object]:
    with TemporaryDirectory() as name:
        path = Path(name) / "cards.vcf"
        path.write_bytes(text.encode())
        with VcardSource(path, ReadOptions(), DESK) as source:
            return [entry.record or entry.reason for entry in source.entries()]


@settings(deadline=None)
@given(st.lists(books.contacts, min_size=1, max_size=3), st.sampled_from(VERSIONS))
def test_contacts_come_back_as_they_were(people: list[IncomingContact], version: Version) -> None:
    people = [replace(person, deleted_at=None) for person in people]
    assert read("".join(map(CardWriter(version).card, people))) == people


@settings(deadline=None)
@given(books.companies, st.sampled_from(VERSIONS))
def test_companies_come_back_as_they_were(company: IncomingCompany, version: Version) -> None:
    company = replace(company, deleted_at=None)
    assert read(CardWriter(version).card(company)) == [company]


@given(books.notes, st.sampled_from(VERSIONS))
def test_no_line_is_longer_than_75_octets_or_cut_within_a_letter(note: str, version: Version) -> None:
    person = IncomingContact(ContactDraft(name="Jane", note=note * 20), "0" * 32)
    for line in CardWriter(version).card(person).encode().split(b"\r\n"):
        assert len(line) <= 75
        line.decode()


@given(st.lists(books.notes, max_size=4), st.sampled_from([";", ","]))
def test_what_is_escaped_is_split_where_it_was_joined(parts: list[str], separator: str) -> None:
    joined = separator.join(map(lines.escaped, parts))
    assert lines.split(joined, separator) == (parts or [""])


@given(st.text(max_size=60))
def test_any_text_is_taken_apart_or_refused(text: str) -> None:
    block = f"BEGIN:VCARD\n{text}\nEND:VCARD\n".encode("utf-8", "replace")
    assert lines.Decoder().properties(block)


@pytest.mark.parametrize("version", VERSIONS)
def test_vobject_reads_what_we_write(version: Version) -> None:
    vobject = pytest.importorskip("vobject")
    person = IncomingContact(
        ContactDraft(
            name="Élodie Müller, PhD",
            given_name="Élodie",
            family_name="Müller",
            note="One; two,\nthree " * 10,
            points=(points.email("elodie@acme.example", "work", primary=True),),
        ),
        "0" * 31 + "1",
    )
    card = vobject.readOne(CardWriter(version).card(person))
    assert card.n.value.family == "Müller"
    assert card.email.value == "elodie@acme.example"
    assert card.note.value == person.draft.note
    assert card.uid.value == "urn:uuid:00000000-0000-0000-0000-000000000001"
