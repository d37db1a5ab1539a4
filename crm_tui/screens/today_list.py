"""The rows of Today: what is fetched for them, and how each reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from crm_tui.domain.agenda import WORKED, Section
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import Priority
from crm_tui.domain.value import dataclass
from crm_tui.screens.people_columns import quiet_sign, quiet_tone
from crm_tui.screens.widgets.columns import Cell, Column, Tone
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.widgets.record_window import Heading, Remark
from crm_tui.screens.words import gist, happened

if TYPE_CHECKING:
    from crm_tui.store.page import Page
    from crm_tui.store.today import Count, Counts, TodayLine

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
    """A window of the list at ``moment``, with the counts of its sections and how many were done today."""

    moment: Moment
    page: Page[TodayLine | Heading | Remark]
    counts: Counts
    done: int

    @property
    def left(self) -> int:
        """How many are still due: overdue or today."""
        return self.counts.overdue.value + self.counts.today.value


def today_view(connection: Any, desk: Desk, *, icons: Icons, offset: int = 0, limit: int = 25) -> TodayView:
    """The rows ``offset`` to ``offset + limit`` of the list: a query for `CrmApp.read`.

    Sections that hold someone, each under its heading; then the preview of tomorrow.
    """
    from crm_tui.store import follow_ups, today
    from crm_tui.store.page import LAST, Page, first_row

    counts = today.counts(connection, desk)
    end = None if offset == LAST else offset + limit
    sizes = dict(_sizes(counts, end, lambda section: today.size(connection, desk, section)))
    before = sum(size.value + 1 for size in sizes.values())
    total = before + (1 + bool(before) if counts.tomorrow.value else 0)
    offset = first_row(offset, limit, lambda: total)
    rows: list[TodayLine | Heading | Remark] = []
    row = 0
    for section, size in sizes.items():
        if offset <= row < offset + limit:
            rows.append(Heading(TITLES[section], str(counts.of(section))))
        first, last = max(0, offset - row - 1), min(size.value, offset + limit - row - 1)
        if first < last:
            known = None if size.is_more else size.value
            rows += today.rows(connection, desk, section, offset=first, limit=last - first, size=known)
        row += size.value + 1
    if before < total and before < offset + limit:
        preview = _preview(today.tomorrow(connection, desk, _PREVIEWED), counts.tomorrow, icons)
        rows += [Remark(""), preview][before == 0 :][max(0, offset - before) : offset + limit - before]
    page = Page(rows=tuple(rows), offset=offset, total=total, is_exact=not any(size.is_more for size in sizes.values()))
    return TodayView(moment=desk.moment, page=page, counts=counts, done=follow_ups.closed_today(connection, desk))


def _sizes(counts: Counts, end: int | None, size: Callable[[Section], int]) -> Iterator[tuple[Section, Count]]:
    """The sections that hold someone, and how many.

    Where a section holds more than are counted at once, it is counted to its end only for a window that ends (at row
    ``end``; None for the end of the list) beyond what was counted.
    """
    row = 0
    for section in WORKED:
        count = counts.of(section)
        if count.is_more and (end is None or end > row + 1 + count.value):
            count = count._replace(value=size(section), is_more=False)
        if count.value:
            row += 1 + count.value
            yield section, count


def mark_of(one: TodayLine) -> Mark:
    """What a marked row is about."""
    return Mark(contact=one.contact.id, follow_up=one.follow_up.id if one.follow_up else "")


def _preview(names: Sequence[str], count: Count, icons: Icons) -> Remark:
    more = f" {icons.more}" if count.value > len(names) or count.is_more else ""
    return Remark(f"Tomorrow {count}: {', '.join(names)}{more}")


def progress(view: TodayView) -> str:
    """What was due today, and how much of it is behind the rep: "3 of 12 done"."""
    total = view.done + view.left
    return f"{view.done} of {total} done" if total else "nothing due"


def summary(view: TodayView, icons: Icons) -> str:
    """The counts of the sections in one line."""
    named = [f"{TITLES[section].lower()} {view.counts.of(section)}" for section in WORKED]
    named.append(f"tomorrow {view.counts.tomorrow}")
    return icons.between.join(named)


def columns(icons: Icons, moment: Callable[[], Moment]) -> tuple[Column[TodayLine], ...]:
    """What is due, who, where from, why now, what for, and what came last."""
    return (
        Column(title="", width=icons.steps, cell=lambda one: _sign(one, icons)),
        Column(title="Name", width=18, flex=4, cell=_name),
        Column(title="", width=1, rank=4, cell=lambda one: Cell(one.contact.tier or "", "accent")),
        Column(title="Company", width=12, flex=3, rank=2, cell=lambda one: Cell(one.contact.company, "dim")),
        Column(title="Due", width=14, cell=_due),
        Column(title="What", width=14, flex=5, rank=1, cell=lambda one: _what(one, icons)),
        Column(title="Last", width=24, flex=2, rank=3, cell=lambda one: _last(one, moment())),
    )


def _sign(one: TodayLine, icons: Icons) -> Cell:
    if one.follow_up is None:
        return quiet_sign(one.contact.quiet, icons) if one.contact.quiet else Cell(icons.dot, "dim")
    high = icons.high if one.follow_up.priority is Priority.HIGH else ""
    return Cell(icons.of(one.follow_up.kind) + high, "accent")


def _name(one: TodayLine) -> Cell:
    return Cell(one.contact.name or one.contact.email or one.contact.phone or "(no name)", "strong")


def _due(one: TodayLine) -> Cell:
    """Why they are here, without the words that the heading says already; how long they have been quiet."""
    if one.section is Section.QUIET and one.contact.quiet:
        return Cell(str(one.contact.quiet), quiet_tone(one.contact.quiet))
    why = one.why
    for said in ("overdue ", "no next step"):
        why = why.removeprefix(said)
    return Cell(why.partition(",")[0].strip() or "nothing logged", _TONES.get(one.section, "dim"))


def _what(one: TodayLine, icons: Icons) -> Cell:
    if one.follow_up is None:
        return Cell(gist(one.last_interaction) if one.last_interaction else "", "dim")
    repeated = f" ({one.follow_up.snoozes}x snoozed)" if one.follow_up.snoozes > 1 else ""
    step = one.follow_up
    kind = f"{step.kind}: " if icons.are_words and step.text else ""
    return Cell(f"{kind}{step.text or step.kind}{repeated}")


def _last(one: TodayLine, moment: Moment) -> Cell:
    if one.last_interaction is None:
        return Cell("", "dim")
    from crm_tui.domain import when

    return Cell(f"{happened(one.last_interaction)}, {when.age(one.last_interaction.at, moment)}", "dim")
