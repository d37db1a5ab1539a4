"""Today: the sections that SQL streams are those of the rule."""

from __future__ import annotations

import ast
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from crm_tui.domain import agenda
from crm_tui.domain.agenda import Range, Section
from crm_tui.domain.change import Change
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import Contact
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Due, FollowUp, Priority
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.status import DEFAULT_STATUSES, Tier
from crm_tui.store import contacts, follow_ups, interactions, today
from crm_tui.store.due import MOST_COUNTED
from crm_tui.store.store import Store
from crm_tui.store.tables import ContactRow, FollowUpRow, InteractionContactRow, InteractionRow
from crm_tui.store.today import Count, TodayLine
from tests.conftest import NOW
from tests.store import made

#: Among them the clocks furthest behind and ahead of UTC.
ZONES = ("Europe/Riga", "America/New_York", "Pacific/Kiritimati", "Etc/GMT+12", "Asia/Kathmandu")


def shown(store: Store, desk: Desk, section: Section | None = None) -> list[str]:
    return [line.contact.name for line in today.page(store.connection, desk, section=section).rows]


def test_the_sections_come_in_working_order(store: Store, desk: Desk) -> None:
    quiet = made.contact(store, desk, "Quiet", status="customer", tier=Tier.A)
    made.interaction(store, desk, quiet, days=-45)
    made.contact(store, desk, "Stepless")
    due = made.contact(store, desk, "Due")
    made.follow_up(store, desk, due)
    late = made.contact(store, desk, "Late")
    step = made.follow_up(store, desk, late, -2)
    made.follow_up(store, desk, made.contact(store, desk, "Tomorrow"), 1)
    page = today.page(store.connection, desk)
    assert [(line.section, line.contact.name, line.why) for line in page.rows] == [
        (Section.OVERDUE, "Late", "2 days overdue"),
        (Section.TODAY, "Due", "today"),
        (Section.NO_NEXT_STEP, "Stepless", "no next step, nothing logged yet"),
        (Section.QUIET, "Quiet", "quiet for 45 days, A-tier"),
    ]
    assert page.total == 4
    assert page.is_exact
    assert page.rows[0].follow_up
    assert page.rows[0].follow_up.id == step
    assert page.rows[3].last_interaction
    assert page.rows[3].last_interaction.kind is InteractionKind.CALL
    assert shown(store, desk, Section.TOMORROW) == ["Tomorrow"]


def test_high_priority_comes_first_and_whole_days_before_hours(store: Store, desk: Desk) -> None:
    for name, clock, priority in (
        ("At 16", time(16), Priority.NORMAL),
        ("At 15", time(15), Priority.NORMAL),
        ("All day", None, Priority.NORMAL),
        ("High", time(17), Priority.HIGH),
        ("Low", None, Priority.LOW),
    ):
        made.follow_up(store, desk, made.contact(store, desk, name), 0, clock, priority=priority)
    assert shown(store, desk, Section.TODAY) == ["High", "All day", "At 15", "At 16", "Low"]


def test_a_person_is_at_most_once_in_a_section_with_what_comes_first(store: Store, desk: Desk) -> None:
    jane = made.contact(store, desk, "Jane")
    made.follow_up(store, desk, jane, -1)
    first = made.follow_up(store, desk, jane, -5)
    made.follow_up(store, desk, jane, 0)
    lines = today.page(store.connection, desk).rows
    assert [(line.section, line.contact.id) for line in lines] == [(Section.OVERDUE, jane), (Section.TODAY, jane)]
    assert lines[0].follow_up
    assert lines[0].follow_up.id == first
    assert today.counts(store.connection, desk).overdue == Count(1)
    assert today.due_count(store.connection, desk) == 2


def test_the_deleted_and_the_do_not_contact_are_nowhere(store: Store, desk: Desk) -> None:
    for section, days in ((Section.OVERDUE, -1), (Section.TODAY, 0), (Section.TOMORROW, 1)):
        made.follow_up(store, desk, made.contact(store, desk, section.value), days)
    made.contact(store, desk, "Stepless")
    made.interaction(store, desk, made.contact(store, desk, "Quiet", status="customer", tier=Tier.A), days=-99)
    everyone = [line.id for line in contacts.page(store.connection, desk).rows]
    assert today.due_count(store.connection, desk) == 2
    store.write(contacts.delete, desk, everyone[:3])
    # Set directly, as a sync may: the mark by itself must be enough, whatever is left open.
    store.connection.execute("UPDATE contact SET do_not_contact = 1 WHERE deleted_at IS NULL")
    assert not any(shown(store, desk, section) for section in Section)
    assert today.due_count(store.connection, desk) == 0
    assert set(vars_of(today.counts(store.connection, desk))) == {Count(0)}


def vars_of(counts: today.Counts) -> list[Count]:
    return [counts.of(section) for section in Section]


def test_counts_stop_at_nine_hundred_and_ninety_nine(store: Store, desk: Desk) -> None:
    def add_many(session: Session, desk: Desk) -> Change:
        session.add_all(ContactRow(name=f"Person {n}", created_at=0) for n in range(MOST_COUNTED + 2))
        return Change(summary="Added many")

    store.write(add_many, desk)
    count = today.counts(store.connection, desk).no_next_step
    assert (count, str(count)) == (Count(MOST_COUNTED, is_more=True), "999+")
    page = today.page(store.connection, desk, offset=MOST_COUNTED, limit=10)
    assert (len(page.rows), page.total, page.is_exact) == (2, MOST_COUNTED + 2, True)


def test_windows_across_sections_are_the_whole_list(store: Store, desk: Desk) -> None:
    for place in range(7):
        id = made.contact(store, desk, f"Person {place}")
        if place < 5:
            made.follow_up(store, desk, id, place - 3)
    whole = shown(store, desk)
    windows = [today.page(store.connection, desk, offset=offset, limit=2).rows for offset in range(0, 8, 2)]
    assert [line.contact.name for rows in windows for line in rows] == whole
    assert len(whole) == 6


def test_the_first_lines_need_no_more_statements_than_one_line(store: Store, desk: Desk) -> None:
    def statements() -> int:
        seen: list[str] = []
        store.connection.set_trace_callback(seen.append)
        today.page(store.connection, desk)
        store.connection.set_trace_callback(None)
        return len(seen)

    first = made.contact(store, desk, "First")
    made.follow_up(store, desk, first, -1)
    made.interaction(store, desk, first)
    one = statements()
    for place in range(5):
        id = made.contact(store, desk, f"Person {place}", email=f"p{place}@acme.example", tags=("a", "b"))
        made.follow_up(store, desk, id, -1)
        made.interaction(store, desk, id)
    assert statements() == one


def test_looking_at_today_loads_no_mapper() -> None:
    modules = "today, contacts, companies, interactions, follow_ups, tags, completion"
    script = f"from crm_tui.store import {modules}; import sys; assert 'sqlalchemy' not in sys.modules"
    subprocess.run([sys.executable, "-c", script], check=True)


def test_counting_what_is_due_loads_no_record() -> None:
    script = (
        "from crm_tui.store import due; import sys; print([m for m in sys.modules if m.startswith('crm_tui.domain.')])"
    )
    done = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    loaded = {name.rpartition(".")[2] for name in ast.literal_eval(done.stdout)}
    assert loaded == {"agenda", "clock", "typed", "value"}


@pytest.fixture(scope="module")
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """Eighty people with follow-ups around this week in every zone; some deleted, some not to be contacted."""
    chance = random.Random(2026)
    desk = Desk(moment=Moment(NOW, "Europe/Riga"))

    def add_all(session: Session, desk: Desk) -> Change:
        for n in range(80):
            contact = ContactRow(
                name=f"Person {n}",
                status=chance.choice(DEFAULT_STATUSES).name,
                tier=chance.choice(["", "A", "B", "C"]),
                do_not_contact=int(chance.random() < 0.1),
                deleted_at=1 if chance.random() < 0.1 else None,
                created_at=desk.moment.epoch - chance.randrange(200) * 86_400,
            )
            session.add(contact)
            session.flush()
            assert contact.pk is not None
            for _ in range(chance.choice([0, 0, 1, 2, 4])):
                session.add(_random_follow_up(chance, contact.pk))
            for _ in range(chance.choice([0, 1, 2])):
                _add_interaction(session, chance, contact.pk)
        return Change(summary="A crowd")

    with Store(tmp_path_factory.mktemp("crowd") / "crm.db") as store:
        store.write(add_all, desk)
        yield store


def _random_follow_up(chance: random.Random, contact: int) -> FollowUpRow:
    clock = chance.choice([None, f"{chance.randrange(24):02d}:{chance.choice(['00', '30', '59'])}"])
    return FollowUpRow(
        contact=contact,
        due_day=made.day(chance.randrange(-4, 14)).isoformat(),
        due_time=clock,
        due_zone=chance.choice(ZONES) if clock else "",
        priority=chance.choice([1, 2, 2, 3]),
        state=chance.choice(["open", "open", "open", "done", "canceled"]),
        created_at=1,
        deleted_at=1 if chance.random() < 0.1 else None,
    )


def _add_interaction(session: Session, chance: random.Random, contact: int) -> None:
    at = int(NOW.timestamp()) - chance.randrange(150 * 86_400)
    row = InteractionRow(kind=chance.choice(["call", "note"]), at=at, created_at=at)
    session.add(row)
    session.flush()
    assert row.pk is not None
    session.add(InteractionContactRow(interaction=row.pk, contact=contact, at=at))


moments = st.builds(
    lambda zone, minutes: Moment(NOW.astimezone(ZoneInfo(zone)) + timedelta(minutes=minutes), zone),
    st.sampled_from(ZONES),
    st.integers(-48 * 60, 8 * 24 * 60),
)


def _everyone(store: Store, desk: Desk) -> list[tuple[Contact, tuple[FollowUp, ...]]]:
    ids = [id for (id,) in store.connection.execute("SELECT id FROM contact")]
    return [
        (contacts.one(store.connection, desk, id), follow_ups.of(store.connection, desk, id, open_only=True))
        for id in ids
    ]


@settings(max_examples=25, deadline=None)
@given(moment=moments)
def test_sql_streams_what_the_rule_says_in_every_zone(crowd: Store, moment: Moment) -> None:
    desk = Desk(moment=moment)
    people = _everyone(crowd, desk)
    for section in (Section.OVERDUE, Section.TODAY, Section.TOMORROW):
        expected: dict[str, tuple[object, ...]] = {}
        for contact, open_ones in people:
            keys = [
                agenda.due_order(section, each.due, each.priority)
                for each in open_ones
                if agenda.section_of(each.due, moment) is section
            ]
            if keys and not contact.deleted_at and not contact.do_not_contact:
                expected[contact.id] = min(keys)
        lines = today.page(crowd.connection, desk, section=section).rows
        assert {line.contact.id: _key(line) for line in lines} == expected
        assert [_key(line) for line in lines] == sorted(expected.values())
        assert today.counts(crowd.connection, desk).of(section) == Count(len(expected))


def _key(line: TodayLine) -> tuple[object, ...]:
    assert line.follow_up is not None
    return agenda.due_order(line.section, line.follow_up.due, line.follow_up.priority)


@settings(max_examples=10, deadline=None)
@given(moment=moments)
def test_sql_finds_who_has_no_next_step_and_who_is_quiet(crowd: Store, moment: Moment) -> None:
    desk = Desk(moment=moment)
    people = [contact for contact, _ in _everyone(crowd, desk)]
    for section in (Section.NO_NEXT_STEP, Section.QUIET):
        expected = {contact.id for contact in people if agenda.section_without_step(contact, desk) is section}
        lines = today.page(crowd.connection, desk, section=section).rows
        assert [line.contact.id for line in lines if line.contact.id in expected] == [line.contact.id for line in lines]
        assert len(lines) == len(expected)
        keys = [_waiting(crowd, desk, line) for line in lines]
        assert keys == sorted(keys)


def _waiting(store: Store, desk: Desk, line: TodayLine) -> tuple[object, ...]:
    contact = contacts.one(store.connection, desk, line.contact.id)
    if line.section is Section.QUIET:
        assert contact.standing.quiet_on is not None
        return agenda.quiet_order(contact.standing.quiet_on)
    last: tuple[datetime, ...] = tuple(each.at for each in interactions.latest(store.connection, desk, contact.id, 1))
    return agenda.step_order(contact.tier, last[0] if last else None)


@settings(max_examples=15, deadline=None)
@given(moment=moments)
def test_the_ranges_of_the_agenda_are_those_of_the_rule_in_every_zone(crowd: Store, moment: Moment) -> None:
    desk = Desk(moment=moment)
    everything = [each for contact, open_ones in _everyone(crowd, desk) if not contact.deleted_at for each in open_ones]
    for part in (Range.OVERDUE, Range.TODAY, Range.THIS_WEEK, Range.LATER):
        page = follow_ups.agenda(crowd.connection, desk, range=part)
        wanted = {each.id for each in everything if agenda.span(part, moment).holds(each.due)}
        assert {each.id for each in page.rows} == wanted
        assert (page.total, page.is_exact) == (len(wanted), True)


def test_a_due_time_is_overdue_at_its_second_and_not_before(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane")
    made.follow_up(store, desk, id, 0, time(12))
    noon = NOW.replace(hour=12)
    for now, section in ((noon, Section.TODAY), (noon + timedelta(microseconds=1), Section.OVERDUE)):
        at = Desk(moment=Moment(now, "Europe/Riga"))
        assert [line.section for line in today.page(store.connection, at).rows] == [section]
        assert agenda.section_of(Due(noon.date(), time(12), "Europe/Riga"), at.moment) is section
