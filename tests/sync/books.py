"""Invented books of records, for round trips."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

from hypothesis import strategies as st

from crm_tui.domain import checks, points, sort_key, view
from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.text import clean
from crm_tui.store.incoming import (
    IncomingCompany,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
    IncomingPairing,
    IncomingView,
)
from tests.sync.office import DESK

#: Text as a rep, a spreadsheet or an attacker may type it, cleaned as everything is that is stored.
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12).map(clean)
notes = st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: clean(text, multiline=True))
tricky = st.sampled_from(
    ["=1+1", "+44 20", "'=x", "''", "a ; b", 'say "hi"', "a, b", "-", "Null", "ß", "Ζωή", "[b]", "x\ny"]
)
text = st.one_of(words, tricky.map(clean))
named = text.filter(bool)
ids = st.uuids(version=4).map(lambda value: value.hex)
moments = st.integers(0, 4_000_000_000).map(lambda epoch: datetime.fromtimestamp(epoch, UTC))
maybe = st.none() | moments
labels = st.sampled_from(["", "Work", "Home", "Mobile", "e.g."])
emails = st.integers(0, 10**6).map(lambda number: f"P{number}@Example.org")
phones = st.integers(4_152_000_000, 4_159_999_999).map(lambda number: f"+1{number}")


def _unique(found: list[ContactPoint]) -> tuple[ContactPoint, ...]:
    return checks.contact_points(found, DESK)


contact_points = st.lists(
    st.one_of(
        st.builds(points.email, emails, labels),
        st.builds(lambda number, label: points.phone(number, "US", label), phones, labels),
        st.builds(points.url, emails.map(lambda each: f"https://{each[:-12]}.example/x"), labels),
        st.builds(
            points.address,
            st.fixed_dictionaries({"street": st.just("1 Elm St"), "city": st.sampled_from(["Oslo", "Rīga", ""])}),
            labels,
        ),
    ),
    max_size=4,
).map(_unique)

drafts = st.builds(
    ContactDraft,
    name=named,
    given_name=text,
    family_name=text,
    nickname=text,
    title=words,
    company=words,
    points=contact_points,
    birthday=st.sampled_from(["", "1981-01-20", "--02-03"]),
    status=st.sampled_from([status.name for status in DESK.statuses]),
    stage=st.none() | st.sampled_from(Stage),
    tier=st.none() | st.sampled_from(Tier),
    tags=st.lists(text, max_size=3).map(checks.tag_names),
    owner=words,
    do_not_contact=st.booleans(),
    note=notes,
    keep_in_touch_days=st.none() | st.integers(1, 400),
    custom=st.dictionaries(st.sampled_from(["Shoe size", "Größe", "a.b", "IBAN"]), notes.filter(bool), max_size=2),
    created_at=moments,
)
contacts = st.builds(IncomingContact, drafts, ids, deleted_at=maybe)
companies = st.builds(
    IncomingCompany,
    name=named,
    domain=st.sampled_from(["", "acme.example"]),
    phone=words,
    address=words,
    note=notes,
    created_at=moments,
    id=ids,
    deleted_at=maybe,
)


views = st.builds(
    IncomingView,
    name=named,
    query=named,
    sort=st.sampled_from(["", "name"]),
    position=st.integers(1, 60).map(lambda place: list(sort_key.spread(60))[place - 1]),
    created_at=moments,
    id=ids,
    deleted_at=maybe,
)

Book = tuple[
    list[IncomingCompany],
    list[IncomingContact],
    list[IncomingInteraction],
    list[IncomingFollowUp],
    list[IncomingView],
    list[IncomingPairing],
]


@st.composite
def books(draw: st.DrawFn) -> Book:
    """Companies, contacts at some of them, what happened and is to be done with them, views, and who is whom."""
    firms = draw(st.lists(companies, max_size=2, unique_by=lambda firm: firm.id))
    people = draw(st.lists(contacts, min_size=1, max_size=4, unique_by=lambda person: person.id))
    person = st.sampled_from([each.id for each in people])
    happened = st.builds(
        IncomingInteraction,
        contacts=st.lists(person, min_size=1, max_size=2, unique=True).map(tuple),
        kind=st.sampled_from(InteractionKind),
        at=moments,
        direction=st.none() | st.sampled_from(Direction),
        outcome=st.none() | st.sampled_from(Outcome),
        duration_minutes=st.none() | st.integers(0, 600),
        subject=words,
        text=notes,
        author=words,
        is_pinned=st.booleans(),
        created_at=moments,
        id=ids,
        deleted_at=maybe,
    )
    due = st.builds(
        Due,
        st.dates(date(1990, 1, 1), date(2060, 1, 1)),
        st.sampled_from([None, time(9, 30), time(0, 0)]),
        st.sampled_from(["Europe/Riga", "America/New_York"]),
    ).map(lambda value: value if value.time else Due(value.day))
    planned = st.builds(
        IncomingFollowUp,
        contact=person,
        due=due,
        kind=st.sampled_from(FollowUpKind),
        text=notes,
        priority=st.sampled_from(Priority),
        state=st.sampled_from(FollowUpState),
        every=st.sampled_from(["", "FREQ=WEEKLY"]),
        snoozes=st.integers(0, 9),
        anchor=st.none() | st.dates(date(2024, 1, 1), date(2027, 1, 1)),
        created_at=moments,
        done_at=maybe,
        id=ids,
        deleted_at=maybe,
    )
    judged = st.builds(
        IncomingPairing,
        contacts=st.permutations([each.id for each in people]).map(lambda ids: tuple(sorted(ids[:2]))),
        is_same=st.booleans(),
        created_at=moments,
        deleted_at=maybe,
    )
    return (
        firms,
        people,
        draw(st.lists(happened, max_size=3, unique_by=lambda each: each.id)),
        draw(st.lists(planned, max_size=3, unique_by=lambda each: each.id)),
        draw(st.lists(views, max_size=3, unique_by=(lambda each: each.id, lambda each: view.key(each.name)))),
        draw(st.lists(judged, max_size=2, unique_by=lambda each: each.contacts)) if len(people) > 1 else [],
    )
