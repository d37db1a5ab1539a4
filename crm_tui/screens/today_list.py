"""The rows of Today: what is fetched for them, and how each reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crm_tui.domain.agenda import WORKED, Section
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Priority
from crm_tui.screens.widgets.columns import Cell, Column, Tone
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.record_window import Heading, Remark
from crm_tui.screens.words import gist, happened

if TYPE_CHECKING:
    from crm_tui.store.today import Counts, TodayLine

#: People listed of each section: more than a morning holds. As they are worked, others move up.
SECTION_ROWS = 100

#: Names in the preview of tomorrow.
_PREVIEWED = 4

TITLES: Mapping[Section, str] = {
    Section.OVERDUE: "Overdue",
    Section.TODAY: "Due today",
    Section.NO_NEXT_STEP: "No next step",
    Section.QUIET: "Gone quiet",
}

_TONES: Mapping[Section, Tone] = {Section.OVERDUE: "danger", Section.TODAY: "warn"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayView:
    """Everything the list shows at ``moment``: the lines of each section, counts, and how many were done today."""

    moment: Moment
    lines: Mapping[Section, tuple[TodayLine, ...]]
    counts: Counts
    done: int

    @property
    def left(self) -> int:
        """How many are still due: overdue or today."""
        return self.counts.overdue.value + self.counts.today.value


def today_view(connection: Any, desk: Desk) -> TodayView:
    """The view of this moment; a query for `CrmApp.read`."""
    from crm_tui.domain.agenda import Range
    from crm_tui.store import follow_ups, today

    lines = {section: today.page(connection, desk, section=section, limit=SECTION_ROWS).rows for section in WORKED}
    lines[Section.TOMORROW] = today.page(connection, desk, section=Section.TOMORROW, limit=_PREVIEWED).rows
    closed = follow_ups.agenda(connection, desk, range=Range.DONE).rows
    done = sum(one.done_at is not None and one.done_at.date() == desk.moment.today for one in closed)
    return TodayView(moment=desk.moment, lines=lines, counts=today.counts(connection, desk), done=done)


def rows(view: TodayView, icons: Icons) -> Iterator[TodayLine | Heading | Remark]:
    """Sections that hold someone, each under its heading, and the preview of tomorrow."""
    for section in WORKED:
        lines = view.lines[section]
        if not lines:
            continue
        count = view.counts.of(section)
        yield Heading(TITLES[section], str(count))
        yield from lines
        if count.is_more or count.value > len(lines):
            yield Remark(f"{icons.more} and others, who move up as you work")
    if tomorrow := view.lines[Section.TOMORROW]:
        names = ", ".join(one.contact.name for one in tomorrow)
        more = f" {icons.more}" if view.counts.tomorrow.value > len(tomorrow) or view.counts.tomorrow.is_more else ""
        if any(view.lines[section] for section in WORKED):
            yield Remark("")
        yield Remark(f"Tomorrow {view.counts.tomorrow}: {names}{more}")


def progress(view: TodayView) -> str:
    """What was due today, and how much of it is behind the rep: "3 of 12 done"."""
    total = view.done + view.left
    return f"{view.done} of {total} done" if total else "nothing due"


def summary(view: TodayView, icons: Icons) -> str:
    """The counts of the sections in one line."""
    named = [f"{TITLES[section].lower()} {view.counts.of(section)}" for section in WORKED]
    named.append(f"tomorrow {view.counts.tomorrow}")
    return f" {icons.dot} ".join(named)


def columns(icons: Icons, moment: Callable[[], Moment]) -> tuple[Column[TodayLine], ...]:
    """What is due, who, where from, why now, what for, and what came last."""
    return (
        Column(title="", width=2, cell=lambda one: _sign(one, icons)),
        Column(title="Name", width=18, flex=4, cell=_name),
        Column(title="", width=1, rank=4, cell=lambda one: Cell(one.contact.tier or "", "accent")),
        Column(title="Company", width=12, flex=3, rank=2, cell=lambda one: Cell(one.contact.company, "dim")),
        Column(title="Due", width=14, cell=_due),
        Column(title="What", width=14, flex=5, rank=1, cell=_what),
        Column(title="Last", width=24, flex=2, rank=3, cell=lambda one: _last(one, moment())),
    )


def _sign(one: TodayLine, icons: Icons) -> Cell:
    if one.follow_up is None:
        return Cell(icons.dot, "dim")
    high = icons.high if one.follow_up.priority is Priority.HIGH else ""
    return Cell(icons.of(one.follow_up.kind) + high, "accent")


def _name(one: TodayLine) -> Cell:
    return Cell(one.contact.name or one.contact.email or one.contact.phone or "(no name)", "strong")


def _due(one: TodayLine) -> Cell:
    """Why they are here, without the words that the heading says already."""
    why = one.why
    for said in ("overdue ", "no next step", "quiet "):
        why = why.removeprefix(said)
    return Cell(why.partition(",")[0].strip() or "nothing logged", _TONES.get(one.section, "dim"))


def _what(one: TodayLine) -> Cell:
    if one.follow_up is None:
        return Cell(gist(one.last_interaction) if one.last_interaction else "", "dim")
    repeated = f" ({one.follow_up.snoozes}x snoozed)" if one.follow_up.snoozes > 1 else ""
    return Cell(f"{one.follow_up.text or one.follow_up.kind}{repeated}")


def _last(one: TodayLine, moment: Moment) -> Cell:
    if one.last_interaction is None:
        return Cell("", "dim")
    from crm_tui.domain import when

    return Cell(f"{happened(one.last_interaction)}, {when.age(one.last_interaction.at, moment)}", "dim")
