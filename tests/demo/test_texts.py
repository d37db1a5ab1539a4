"""The texts that the demo book is made of: every reference among them leads somewhere."""

from __future__ import annotations

import re

import pytest

from crm_tui.demo.cultures import all_cultures
from crm_tui.demo.firms import sectors
from crm_tui.demo.source import plain, read, word
from crm_tui.demo.stories import arcs, beats, next_steps, shares
from crm_tui.domain.status import DEFAULT_STATUSES

SLOTS = {
    *("first", "they", "them", "their", "They", "Their", "company", "city", "pain", "relief", "tool", "fact", "echo"),
    *("aide", "month", "seats", "sites", "colleague"),
}


def test_the_mix_is_of_three_hundred_people_with_known_statuses() -> None:
    assert len(shares()) == 300
    assert {status for status, _ in shares()} == {status.name for status in DEFAULT_STATUSES}


def test_every_beat_of_an_arc_exists_and_every_status_has_an_arc() -> None:
    names = {
        name for ways in arcs().values() for arc in ways for step in arc for chain in step.choices for name in chain
    }
    assert names <= set(beats())
    assert {status for status, _ in shares()} | {"stopped"} == set(arcs())


@pytest.mark.parametrize("status", ["new", "attempting", "connected", "qualified", "nurture", "customer"])
def test_whatever_a_story_ends_with_something_can_be_planned(status: str) -> None:
    last = {name for arc in arcs()[status] for step in arc for chain in step.choices for name in chain[-1:]}
    assert last <= set(next_steps())


def test_every_slot_in_a_text_is_one_that_gets_filled() -> None:
    texts = [text for beat in beats().values() for part in beat.parts for text in (*part, *beat.subjects)]
    texts += [step.text for steps in next_steps().values() for step in steps]
    assert {slot for text in texts for slot in re.findall(r"{(.*?)}", text)} <= SLOTS


def test_every_culture_has_a_word_for_every_sector() -> None:
    for culture in all_cultures()[0]:
        assert len(culture.nouns) == len(sectors()), culture.code
        assert all(re.fullmatch(r"[a-z0-9-]+", plain(each.latin)) for each in (*culture.roots, *culture.nouns))


def test_names_are_spelt_plainly_for_addresses() -> None:
    cultures = all_cultures()[0]
    everyone = [each for culture in cultures for names in (*culture.given, *culture.families) for each in names]
    assert all(re.fullmatch(r"[a-z-]+", plain(each.latin)) for each in everyone)
    assert all(each.spoken.isascii() or each.spoken == each.native for each in everyone)


@pytest.mark.parametrize(
    ("text", "native", "spoken", "latin"),
    [
        ("Łucja", "Łucja", "Łucja", "lucja"),
        ("Γιώργος=giorgos", "Γιώργος", "Giorgos", "giorgos"),
        ("O'Shaughnessy=oshaughnessy", "O'Shaughnessy", "O'Shaughnessy", "oshaughnessy"),
        ("白鹭洲=bailuzhou", "白鹭洲", "Bailuzhou", "bailuzhou"),
    ],
)
def test_a_name_is_written_natively_spoken_plainly_and_addressed_in_latin(
    text: str, native: str, spoken: str, latin: str
) -> None:
    assert (word(text).native, word(text).spoken, word(text).latin) == (native, spoken, latin)


def test_facts_come_with_their_sequel() -> None:
    assert all(len(pair) == 2 and all(pair) for pair in read("stories")["facts"])
