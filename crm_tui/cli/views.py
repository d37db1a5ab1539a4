"""Records as blocks to read: what a person sees where a program gets `shapes`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from crm_tui.cli.blocks import Block, Heading, Note, Table
from crm_tui.domain import when
from crm_tui.domain.follow_up import FollowUpState, Priority
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.store.ids import short

if TYPE_CHECKING:
    from crm_tui.domain.clock import Moment
    from crm_tui.domain.contact import Contact, ContactLine, ContactPoint
    from crm_tui.domain.follow_up import FollowUp
    from crm_tui.domain.interaction import Interaction
    from crm_tui.store.history import HistoryEntry
    from crm_tui.store.today import TodayLine
    from crm_tui.store.trash import Trashed

SECTIONS = {"overdue": "Overdue", "today": "Due today", "no_next_step": "No next step", "quiet": "Gone quiet"}

#: What stands for the name of someone who has none.
NAMELESS = "(no name)"

_TODAY_FLEXIBLE = ("name", "company", "text", "why")


def today(lines: Sequence[TodayLine], moment: Moment) -> Iterator[Block]:
    """Today, section by section."""
    if not lines:
        yield "Nothing is due, and nobody is forgotten."
    for section, group in groupby(lines, key=lambda line: line.section):
        rows = [_today_row(line, moment) for line in group]
        yield Heading(f"{SECTIONS.get(section, section)} ({len(rows)})")
        yield Table(("id", "due", "kind", "name", "company", "phone", "text", "why"), rows, flexible=_TODAY_FLEXIBLE)
        yield ""


def _today_row(line: TodayLine, moment: Moment) -> tuple[str, ...]:
    step = line.follow_up
    return (
        short(line.contact.id if step is None else step.id),
        "" if step is None else when.short(step.due.value, moment),
        "" if step is None else _kind(step),
        _name(line.contact),
        line.contact.company,
        line.contact.phone,
        "" if step is None else step.text,
        line.why,
    )


def contacts(lines: Iterable[ContactLine], moment: Moment) -> Iterator[Block]:
    """A list of contacts."""
    rows = [
        (
            short(line.id),
            _name(line),
            line.company,
            line.status,
            "never" if line.last_contacted is None else when.age(line.last_contacted, moment),
            line.last_outcome or "",
            "" if line.next_due is None else when.short(line.next_due, moment),
            " ".join(f"#{tag}" for tag in line.tags),
        )
        for line in lines
    ]
    titles = ("id", "name", "company", "status", "last contacted", "outcome", "next", "tags")
    yield Table(titles, rows, flexible=("name", "company", "outcome", "tags"))


def _name(line: ContactLine) -> str:
    """What a list calls someone."""
    return line.name or line.email or line.phone or NAMELESS


def briefing(
    contact: Contact, interactions: Sequence[Interaction], follow_ups: Sequence[FollowUp], moment: Moment
) -> Iterator[Block]:
    """All that one wants to know before a call."""
    yield from card(contact, moment)
    if follow_ups:
        yield ""
        yield Heading("Follow-ups")
        yield follow_up_table(follow_ups, moment)
    if interactions:
        yield ""
        yield Heading("Timeline")
        for each in interactions:
            yield from _entry(each, moment)


def card(contact: Contact, moment: Moment) -> Iterator[Block]:
    """Who someone is, and where things stand."""
    company = "" if contact.company is None else contact.company.name
    address = next((point.value for point in (*contact.emails, *contact.phones)), "")
    yield Heading(contact.name or company or address or NAMELESS)
    if contact.do_not_contact:
        yield "DO NOT CONTACT"
    yield Table(("", ""), list(_fields(contact, moment)))
    if contact.note:
        yield Note(contact.note)


def _fields(contact: Contact, moment: Moment) -> Iterator[tuple[str, str]]:
    from crm_tui.domain import phones

    company = "" if contact.company is None else contact.company.name
    standing = contact.standing
    step = standing.next_step
    values = (
        ("id", short(contact.id)),
        ("title", contact.title),
        ("company", company),
        *(("e-mail", _point(point)) for point in contact.emails),
        *(("phone", _point(point, phones.shown(point.value, point.normal))) for point in contact.phones),
        *(("link", _point(point)) for point in contact.urls),
        *(("address", _point(point)) for point in contact.addresses),
        ("status", contact.status),
        ("stage", contact.stage or ""),
        ("tier", contact.tier or ""),
        ("tags", " ".join(f"#{tag}" for tag in contact.tags)),
        ("owner", contact.owner),
        ("source", contact.source),
        *contact.custom.items(),
        ("last contacted", _last(contact, moment)),
        ("attempts", f"{standing.attempts} since the last connect" if standing.attempts else ""),
        ("next", "" if step is None else f"{when.describe(step.due, moment)} {step.text}".rstrip()),
    )
    return ((name, value) for name, value in values if value)


def _last(contact: Contact, moment: Moment) -> str:
    standing = contact.standing
    if standing.last_contacted is None:
        return "never"
    outcome = f" · {standing.last_outcome}" if standing.last_outcome else ""
    return f"{when.age(standing.last_contacted, moment)}{outcome}"


def _point(point: ContactPoint, shown: str = "") -> str:
    """A contact point with its marks; ``shown`` stands for its value."""
    value = shown or point.value
    marks = [mark for mark in (point.label, "bad" if point.bad else "") if mark]
    return f"{value} ({', '.join(marks)})" if marks else value


def _entry(interaction: Interaction, moment: Moment) -> Iterator[Block]:
    minutes = "" if interaction.duration_minutes is None else f"{interaction.duration_minutes} min"
    others = ", ".join(contact.name or NAMELESS for contact in interaction.contacts[1:])
    parts = (
        when.describe(interaction.at, moment),
        interaction.kind,
        interaction.direction or "",
        interaction.outcome or "",
        minutes,
        f"with {others}" if others else "",
        interaction.subject,
    )
    yield " · ".join(part for part in parts if part)
    if interaction.text:
        yield Note(interaction.text)


def follow_up_table(follow_ups: Sequence[FollowUp], moment: Moment) -> Table:
    """The follow-ups of one contact, in the order given."""
    rows = [
        (
            short(each.id),
            _due(each, moment),
            _kind(each),
            each.due.state(moment.now) if each.state is FollowUpState.OPEN else each.state,
            each.text,
        )
        for each in follow_ups
    ]
    return Table(("id", "due", "kind", "state", "text"), rows, flexible=("text",))


def follow_up_line(follow_up: FollowUp, moment: Moment) -> str:
    """A follow-up in one line: "call Jane Doe · Tue 14 Oct 09:00, in 6 days, every 2 weeks · pricing [1a2b3c4d]"."""
    parts = (f"{_kind(follow_up)} {follow_up.contact.name or NAMELESS}", _due(follow_up, moment), follow_up.text)
    return f"{' · '.join(part for part in parts if part)} [{short(follow_up.id)}]"


def _due(follow_up: FollowUp, moment: Moment) -> str:
    """When it is due, and how it repeats."""
    due = when.describe(follow_up.due.value, moment)
    if not follow_up.every:
        return due
    from crm_tui.domain.recurrence import describe_rule

    return f"{due}, {describe_rule(follow_up.every)}"


def _kind(follow_up: FollowUp) -> str:
    return f"{follow_up.kind} !" if follow_up.priority is Priority.HIGH else str(follow_up.kind)


def history(entries: Iterable[HistoryEntry], moment: Moment) -> Iterator[Block]:
    """What was done, newest first, with what it changed."""
    for entry in entries:
        undone = " (undone)" if entry.is_undone else ""
        yield f"{entry.operation}  {when.describe(entry.at, moment)}  {entry.summary}{undone}"
        for change in entry.changes:
            old, new = (value.replace("\n", " ") or "nothing" for value in (change.old, change.new))
            yield f"    {change.of} {change.field}: {old} → {new}"


def trash(records: Iterable[Trashed], moment: Moment) -> Iterator[Block]:
    """What can be restored."""
    rows = [
        (short(record.ref.id), record.ref.kind.replace("_", "-"), record.name, when.age(record.deleted_at, moment))
        for record in records
    ]
    if rows:
        yield Table(("id", "kind", "name", "deleted"), rows, flexible=("name",))
    else:
        yield "The trash is empty."
