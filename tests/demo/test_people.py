"""The invented people: the same each time, believable, and nobody real."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from datetime import datetime
from itertools import islice
from zoneinfo import ZoneInfo

import phonenumbers
import pytest

from crm_tui.demo.people import Person, people
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactPoint, PointKind
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import CONNECTS, Outcome

RIGA = ZoneInfo("Europe/Riga")
MORNING = Moment(datetime(2026, 1, 14, 8, 40, tzinfo=RIGA), "Europe/Riga")


@pytest.fixture(scope="module")
def book() -> list[Person]:
    return list(people(1_200, moment=MORNING))


def points(book: list[Person], kind: PointKind) -> list[ContactPoint]:
    return [point for person in book for point in person.contact.draft.points if point.kind is kind]


def test_the_same_moment_and_seed_give_the_same_people_ids_included() -> None:
    assert list(people(60, moment=MORNING)) == list(people(60, moment=MORNING))


def test_another_seed_gives_other_people() -> None:
    ours, others = people(20, moment=MORNING), people(20, seed=7, moment=MORNING)
    assert [each.contact.draft.name for each in ours] != [each.contact.draft.name for each in others]


def test_a_shorter_book_is_the_beginning_of_a_longer_one(book: list[Person]) -> None:
    assert list(people(37, moment=MORNING)) == book[:37]


def test_the_first_of_a_million_people_comes_at_once() -> None:
    assert len(list(islice(people(1_000_000, moment=MORNING), 3))) == 3


@pytest.mark.parametrize("many", [0, 1, 2])
def test_a_tiny_book_has_exactly_as_many_people_as_asked_for(many: int) -> None:
    assert len(list(people(many, moment=MORNING))) == many


def test_ids_are_ascending_version_7_uuids_that_occur_once(book: list[Person]) -> None:
    contacts = [person.contact.id for person in book]
    everything = [
        *contacts,
        *(person.company.id for person in book if person.company),
        *(each.id for person in book for each in person.interactions),
        *(each.id for person in book for each in person.follow_ups),
    ]
    assert all(re.fullmatch(r"[0-9a-f]{12}7[0-9a-f]{3}[89ab][0-9a-f]{15}", each) for each in everything)
    assert len(set(everything)) == len(everything)
    assert contacts == sorted(contacts)


def test_names_come_in_many_scripts(book: list[Person]) -> None:
    letters = {char for person in book for char in person.contact.draft.name if char.isalpha()}
    scripts = {unicodedata.name(char).split()[0] for char in letters}
    assert scripts >= {"LATIN", "GREEK", "CYRILLIC", "CJK", "HIRAGANA", "HANGUL", "ARABIC", "HEBREW", "DEVANAGARI"}
    assert set("éłžüõğō") - {"ō"} <= letters


def test_every_address_lies_in_a_domain_that_nobody_can_own(book: list[Person]) -> None:
    addresses = [point.normal for point in points(book, PointKind.EMAIL)]
    assert all(re.fullmatch(r"[a-z0-9.-]+@[a-z0-9-]+\.example", address) for address in addresses)
    assert len(set(addresses)) == len(addresses) - 1, "that of the one who came in again through the website"
    assert all(person.company.domain.endswith(".example") for person in book if person.company)


def test_every_number_is_written_as_people_of_its_country_do(book: list[Person]) -> None:
    for point in points(book, PointKind.PHONE):
        number = phonenumbers.parse(point.value)
        assert phonenumbers.is_possible_number(number), point.value
        assert phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164) == point.normal


def test_american_and_british_numbers_are_those_reserved_for_fiction(book: list[Person]) -> None:
    numbers = [point.normal for point in points(book, PointKind.PHONE)]
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", number) for number in numbers if number.startswith("+1"))
    british = re.compile(r"\+44(2079460\d{3}|113496 ?0\d{3}|1174960\d{3}|1314960\d{3}|7700900\d{3})")
    assert all(british.fullmatch(number) for number in numbers if number.startswith("+44"))


def test_companies_have_one_to_twelve_people_and_a_name_of_their_own(book: list[Person]) -> None:
    sizes = Counter(person.contact.company_id for person in book[:-12] if person.contact.company_id)
    names = [person.company.name for person in book if person.company]
    domains = [person.company.domain for person in book if person.company]
    assert set(sizes.values()) >= {1, 2, 3, 5, 8}
    assert max(sizes.values()) <= 12
    assert len(set(names)) == len(names)
    assert len(set(domains)) == len(domains)


def test_a_company_comes_with_its_first_person_and_is_referred_to_by_the_others(book: list[Person]) -> None:
    known: dict[str, str] = {}
    for person in book:
        if person.company:
            known[person.company.id] = person.company.name
        if person.contact.company_id:
            assert known[person.contact.company_id] == person.contact.draft.company


def test_interactions_name_people_who_have_come_already(book: list[Person]) -> None:
    known: set[str] = set()
    together = 0
    for person in book:
        known.add(person.contact.id)
        for interaction in person.interactions:
            assert set(interaction.contacts) <= known
            together += len(interaction.contacts) > 1
    assert together > 5


def test_everything_happened_before_now_on_a_working_day_within_working_hours(book: list[Person]) -> None:
    for person in book:
        for interaction in person.interactions:
            assert interaction.at < MORNING.now
            assert interaction.at.weekday() < 5
            assert 8 <= interaction.at.hour <= 18


def test_the_timeline_is_in_order_and_begins_after_the_contact_was_made(book: list[Person]) -> None:
    for person in book:
        times = [interaction.at for interaction in person.interactions]
        assert times == sorted(times)
        created = person.contact.draft.created_at
        assert created is not None
        assert not times or created < times[0]


def test_most_of_the_work_is_of_the_last_year(book: list[Person]) -> None:
    ages = [(MORNING.now - each.at).days for person in book for each in person.interactions]
    assert sum(age <= 366 for age in ages) > 0.95 * len(ages)
    assert max(ages) > 200


def test_most_calls_fail_a_third_connects_and_few_end_in_a_meeting(book: list[Person]) -> None:
    outcomes = Counter(
        each.outcome for person in book for each in person.interactions if each.kind is InteractionKind.CALL
    )
    calls = outcomes.total()
    assert set(outcomes) == set(Outcome)
    assert 0.5 < sum(number for outcome, number in outcomes.items() if outcome not in CONNECTS) / calls < 0.7
    assert 0.01 < outcomes[Outcome.MEETING_BOOKED] / calls < 0.06
    assert outcomes[Outcome.NO_ANSWER] > outcomes[Outcome.LEFT_VOICEMAIL] > outcomes[Outcome.LEFT_MESSAGE]


def test_no_text_has_an_empty_slot_a_double_space_or_a_small_beginning(book: list[Person]) -> None:
    texts = [text for person in book for each in person.interactions for text in (each.text, each.subject) if text]
    texts += [each.text for person in book for each in person.follow_ups]
    texts += [person.contact.draft.note for person in book if person.contact.draft.note]
    assert not [text for text in texts if re.search(r"[{}]|  |\.\.|^\s|\s$", text)]
    assert not [text for text in texts if text[0].islower()]
    assert len(set(texts)) > len(texts) / 3


def test_every_status_tier_and_kind_of_interaction_occurs(book: list[Person]) -> None:
    drafts = [person.contact.draft for person in book]
    assert {draft.status for draft in drafts} == {
        *("new", "attempting", "connected", "qualified", "nurture", "customer", "unqualified")
    }
    assert {draft.tier for draft in drafts} == {"A", "B", "C", None}
    assert {each.kind for person in book for each in person.interactions} == set(InteractionKind)
    assert sum(draft.do_not_contact for draft in drafts) == 16
    assert any(each.is_pinned for person in book for each in person.interactions)
    assert any(each.every for person in book for each in person.follow_ups)


def test_a_wrong_number_is_marked_bad(book: list[Person]) -> None:
    reached_others = [
        person for person in book if person.interactions and person.interactions[-1].outcome is Outcome.WRONG_NUMBER
    ]
    assert reached_others
    for person in reached_others:
        assert [point for point in person.contact.draft.points if point.bad]
