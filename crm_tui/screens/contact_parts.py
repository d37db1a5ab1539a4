"""What the parts of a contact show, row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from rich.cells import cell_len

from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import Contact
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import DueState, FollowUp, FollowUpState, Priority
from crm_tui.domain.interaction import Interaction
from crm_tui.domain.outcome import CONNECTS
from crm_tui.domain.silence import interval, silence
from crm_tui.domain.value import dataclass
from crm_tui.domain.when.spoken import MONTHS, WEEKDAYS
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.words import gist, happened
from crm_tui.store.history import HistoryEntry as Past

__all__ = [
    "DETAIL_COLUMNS",
    "Detail",
    "Past",
    "changes_in_words",
    "details",
    "exact",
    "follow_up_columns",
    "history_columns",
    "interaction_columns",
    "particulars",
]


def interaction_columns(
    icons: Icons, moment: Callable[[], Moment], *, with_people: bool = False
) -> tuple[Column[Interaction], ...]:
    """When, what, with whom (on a company's timeline), and the first line of the text."""
    people = Column[Interaction](title="With", width=14, flex=1, cell=lambda one: Cell(_people(one), "strong"))
    return (
        Column(title="", width=cell_len(icons.pinned), cell=lambda one: Cell(_kind_sign(one, icons), "accent")),
        Column(
            title="When",
            width=17,
            cell=lambda one: Cell(_age(one, moment()), "dim"),
            here=lambda one: Cell(exact(one.at, moment())),
        ),
        *((people,) if with_people else ()),
        Column(
            title="What",
            width=15 if with_people else 24,
            least=0 if with_people else 15,
            flex=int(with_people),
            rank=int(with_people),
            cell=lambda one: Cell(happened(one), "good" if one.outcome in CONNECTS else ""),
        ),
        Column(title="Text", width=12, flex=1, rank=2 if with_people else 1, cell=lambda one: Cell(gist(one))),
    )


def _kind_sign(one: Interaction, icons: Icons) -> str:
    return icons.pinned if one.is_pinned else icons.of(one.kind)


def _people(one: Interaction) -> str:
    return ", ".join(person.name for person in one.contacts)


def _age(one: Interaction, moment: Moment) -> str:
    from crm_tui.domain import when

    return when.age(one.at, moment)


def exact(at: datetime, moment: Moment) -> str:
    """A time in 17 cells: "Thu 29 Oct 17:20", "29 Oct 2025 17:20"."""
    here = at.astimezone(moment.tz)
    day, month = WEEKDAYS[here.weekday()][:3], MONTHS[here.month - 1][:3]
    if here.year == moment.today.year:
        return f"{day} {here.day} {month} {here:%H:%M}"
    return f"{here.day} {month} {here:%Y %H:%M}"


def particulars(one: Interaction) -> str:
    """The exact time, who took part, and who wrote it down."""
    parts = [f"{one.at:%a %-d %b %Y %H:%M}"]
    if len(one.contacts) > 1:
        parts.append(f"with {_people(one)}")
    if one.author:
        parts.append(f"by {one.author}")
    return " · ".join(parts)


def follow_up_columns(
    icons: Icons, moment: Callable[[], Moment], *, with_people: bool = False, are_overdue: bool = False
) -> tuple[Column[FollowUp], ...]:
    """What kind, due when, for whom (in the agenda), and what for; what ``are_overdue`` all is not said of each."""
    people = (
        Column[FollowUp](title="Name", width=18, flex=3, cell=lambda one: Cell(one.contact.name, "strong")),
        Column[FollowUp](title="Company", width=14, flex=2, rank=3, cell=lambda one: Cell(one.company, "dim")),
    )
    return (
        Column(title="", width=icons.states, cell=lambda one: _sign(one, icons)),
        Column(title="Due", width=13, cell=lambda one: _due(one, moment())),
        *(people if with_people else ()),
        Column(title="What", width=12, flex=5, rank=1, cell=_what),
        Column(
            title="State",
            width=11 if with_people else 16,
            flex=1,
            rank=2,
            cell=lambda one: _state(one, moment(), icons, is_known=are_overdue),
        ),
    )


def _sign(one: FollowUp, icons: Icons) -> Cell:
    if one.state is FollowUpState.DONE:
        return Cell(icons.done, "good")
    if one.state is not FollowUpState.OPEN:
        return Cell(icons.failed, "dim")
    return Cell(icons.of(one.kind) + (icons.high if one.priority is Priority.HIGH else ""), "accent")


def _due(one: FollowUp, moment: Moment) -> Cell:
    from crm_tui.domain import when

    tones = {DueState.OVERDUE: "danger", DueState.TODAY: "warn"}
    is_open = one.state is FollowUpState.OPEN
    tone = tones.get(one.due.state(moment.now), "") if is_open else "dim"
    return Cell(when.short(one.due.value, moment), tone)  # type: ignore[arg-type]


def _what(one: FollowUp) -> Cell:
    text = f"{one.kind}: {one.text}" if one.text else str(one.kind)
    return Cell(text, "" if one.state is FollowUpState.OPEN else "dim")


def _state(one: FollowUp, moment: Moment, icons: Icons, *, is_known: bool) -> Cell:
    if one.state is not FollowUpState.OPEN:
        return Cell(str(one.state), "dim")
    words = []
    if one.due.state(moment.now) is DueState.OVERDUE and not is_known:
        words.append("overdue")
    if one.snoozes:
        words.append(f"{one.snoozes}x snoozed")
    if one.every:
        words.append(f"{icons.every} repeats".lstrip())
    return Cell(", ".join(words), "dim")


@dataclass(frozen=True, slots=True)
class Detail:
    """A field of a contact and what stands in it."""

    label: str
    value: str


DETAIL_COLUMNS: tuple[Column[Detail], ...] = (
    Column(title="", width=18, cell=lambda one: Cell(one.label, "dim")),
    Column(title="", width=20, flex=1, cell=lambda one: Cell(one.value)),
)


def details(contact: Contact, desk: Desk) -> Iterator[Detail]:
    """Every field that says something, in the order of a business card."""
    company = contact.company.name if contact.company else ""
    fields = {
        "Name": contact.name,
        "Nickname": contact.nickname,
        "Title": contact.title,
        "Company": company,
        "Department": contact.department,
    }
    yield from (Detail(label, value) for label, value in fields.items() if value)
    for noun, points in (
        ("E-mail", contact.emails),
        ("Phone", contact.phones),
        ("Link", contact.urls),
        ("Address", contact.addresses),
    ):
        for number, point in enumerate(points, 1):
            words = ", ".join(filter(None, (point.label, "bad" if point.bad else "")))
            yield Detail(noun if number == 1 else f"{noun} {number}", point.value + (f"  ({words})" if words else ""))
    rest = {
        "Status": contact.status,
        "Stage": contact.stage or "",
        "Tier": contact.tier or "",
        "Tags": " ".join(f"#{tag}" for tag in contact.tags),
        "Owner": contact.owner,
        "Source": contact.source,
        "Birthday": contact.birthday,
        "Zone": contact.zone,
        "Keep in touch": _in_touch(contact, desk),
        "Do not contact": "yes" if contact.do_not_contact else "",
        "Note": contact.note,
        **contact.custom,
        "Added": f"{contact.created_at:%a %-d %b %Y}",
        "Id": contact.id,
    }
    yield from (Detail(label, value) for label, value in rest.items() if value)


def _in_touch(contact: Contact, desk: Desk) -> str:
    """How long they may be silent, by whose rule, how long they have been, and what is left of it."""
    if (rule := interval(contact, desk)) is None:
        return ""
    words = [f"every {_days(rule.days)} ({rule.source})"]
    if contact.do_not_contact:
        return f"{words[0]}, but not to be contacted"
    last, due = contact.standing.last_activity, contact.standing.quiet_on
    since = "" if last else " since they were added"
    words.append(f"silent for {_days(silence(last or contact.created_at, desk.moment))}{since}")
    if due is not None:
        left = (due - desk.moment.today).days
        words.append(f"{_days(left)} left" if left > 0 else f"{_days(-left)} over" if left else "due today")
    return ", ".join(words)


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def history_columns(moment: Callable[[], Moment]) -> tuple[Column[Past], ...]:
    """When, what was done, and the fields that it changed."""
    return (
        Column(title="", width=13, cell=lambda one: Cell(_since(one, moment()), "dim")),
        Column(title="", width=24, flex=4, cell=lambda one: Cell(one.summary, "dim" if one.is_undone else "")),
        Column(title="", width=20, flex=1, rank=1, cell=lambda one: Cell(_fields(one), "dim")),
    )


def _since(one: Past, moment: Moment) -> str:
    from crm_tui.domain import when

    return when.age(one.at, moment)


def _fields(one: Past) -> str:
    named = dict.fromkeys(change.of if change.field == "value" else change.field for change in one.changes)
    return ("undone: " if one.is_undone else "") + ", ".join(named)


def changes_in_words(one: Past) -> str:
    """Each changed field with what it was and what it became."""
    head = f"{one.at:%a %-d %b %Y %H:%M} · {one.device} · {one.origin}"
    rows = [f"{each.of} {each.field}: {each.old or '(empty)'} → {each.new or '(empty)'}" for each in one.changes]
    return "\n".join((head, *rows))
