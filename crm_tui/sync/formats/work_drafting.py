"""From the cells of a row to a company, an interaction or a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_tui.domain import recurrence
from crm_tui.domain.errors import CrmError
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.store.incoming import IncomingCompany, IncomingFollowUp, IncomingInteraction
from crm_tui.sync.formats import cells as cell
from crm_tui.sync.formats.drafting import RowError
from crm_tui.sync.formats.mapping import Assignment
from crm_tui.sync.formats.understanding import Understanding
from crm_tui.sync.formats.work_cells import EXACTLY, OR, Cells, Found
from crm_tui.sync.formats.work_sides import Sides

#: What follow-ups have no field for.
_NOT_PLANNED = ("direction", "outcome", "duration_minutes", "author")


class CompanyDrafter:
    """Makes companies of rows. Columns without a field become lines of the note."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = Cells(assignment, understanding)

    def record(self, row: Sequence[str]) -> IncomingCompany:
        """The company in ``row``. Raises `RowError` where it has no name."""
        found = self._cells.read(row)
        name = found["name"] or found["company"]
        domain = cell.domain(found["domain"] or found["url"])
        if not (name or domain):
            raise RowError("no name of a company")
        if found["domain"] and found["url"] and cell.domain(found["url"]) != domain:
            self._cells.keep(found, "url")
        return IncomingCompany(
            name=name or domain,
            domain=domain,
            phone=found["phone"],
            address=found["address"],
            note=found.long("note"),
            external_id=self._cells.typed(found, "external_id"),
            created_at=self._cells.instant(found, "created_at"),
            id=self._cells.typed(found, "id"),
        )


class InteractionDrafter:
    """Makes interactions of rows. Columns without a field become lines of the text."""

    def __init__(self, assignment: Assignment, understanding: Understanding, sides: Sides | None = None) -> None:
        self._cells = Cells(assignment, understanding)
        self._sides = sides
        self._kind = assignment.preset.kind
        self._is_exact = assignment.preset.is_exact
        self._before = assignment.preset.subject

    def record(self, row: Sequence[str]) -> IncomingInteraction:
        """The interaction in ``row``. Raises `RowError` without a contact or a time, or with unknown words."""
        return self.drafted(self._cells.read(row))

    def drafted(self, found: Found) -> IncomingInteraction:
        """As `record`, of a row that is sorted out."""
        cells = self._cells
        found.texts["at"] = cells.timed(found, "at")
        at = cells.instant(found, "at")
        if at is None:
            raise RowError("no time (at)")
        kind = self._kind_of(found)
        direction = cells.word(Direction, found, "direction")
        contacts, side = self._sides.of(found) if self._sides else (cells.contacts(found), None)
        outcome, minutes = cells.word(Outcome, found, "outcome"), cells.minutes(found)
        subject = found["subject"]
        if not self._is_exact:
            cells.keep(found, "priority")
        subject = f"{self._before}{subject}" if subject else ""
        text = found.long("text")
        return IncomingInteraction(
            contacts=contacts,
            kind=kind,
            at=at,
            direction=direction or side,
            outcome=outcome,
            duration_minutes=minutes,
            subject=subject,
            text=text,
            author=found["author"],
            external_id=cells.typed(found, "external_id"),
            created_at=cells.instant(found, "created_at"),
            id=cells.identity(found, contacts, kind, at, subject, text),
        )

    def _kind_of(self, found: Found) -> InteractionKind:
        """The kind that the row tells, else that of the preset; what is done of a to-do is a note."""
        if self._cells.folded(found, "kind").lower() == FollowUpKind.TODO:
            return InteractionKind.NOTE
        told = self._cells.word(InteractionKind, found, "kind")
        usual = InteractionKind(self._kind) if self._kind in tuple(InteractionKind) else InteractionKind.NOTE
        return told or usual


class FollowUpDrafter:
    """Makes follow-ups of rows. Columns without a field become lines of the text."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = Cells(assignment, understanding)
        self._kind = assignment.preset.kind
        self._is_exact = assignment.preset.is_exact

    def record(self, row: Sequence[str]) -> IncomingFollowUp:
        """The follow-up in ``row``. Raises `RowError` without a contact or a day, or with unknown words."""
        return self.drafted(self._cells.read(row))

    def drafted(self, found: Found) -> IncomingFollowUp:
        """As `record`, of a row that is sorted out."""
        cells = self._cells
        if not self._is_exact:
            cells.keep(found, *_NOT_PLANNED)
        snoozes = found["snoozes"]
        due = self._due(found)
        usual = FollowUpKind(self._kind) if self._kind in tuple(FollowUpKind) else FollowUpKind.TODO
        kind = cells.word(FollowUpKind, found, "kind") or usual
        state = cells.word(FollowUpState, found, "state") or FollowUpState.OPEN
        priority = self._priority(found)
        contact, *others = cells.contacts(found)
        if others:
            found.others.append(f"With: {', '.join(each.rpartition(OR)[2].removeprefix(EXACTLY) for each in others)}")
        text = found.long("subject", "text")
        return IncomingFollowUp(
            contact=contact,
            due=due,
            kind=kind,
            text=text,
            priority=priority,
            state=state,
            every=_rule(found["every"]),
            snoozes=int(snoozes) if snoozes.isdecimal() else 0,
            external_id=cells.typed(found, "external_id"),
            created_at=cells.instant(found, "created_at"),
            done_at=cells.instant(found, "done_at") or self._done(found, state),
            id=cells.identity(found, (contact,), kind, due, text),
        )

    def _done(self, found: Found, state: FollowUpState) -> datetime | None:
        """When something was done in a program that does not tell: when it was due."""
        is_done = state is FollowUpState.DONE and not self._is_exact
        return self._cells.instant(found, "due") if is_done else None

    def _due(self, found: Found) -> Due:
        text = found.texts["due"] = self._cells.timed(found, "due")
        at = self._cells.instant(found, "due")
        if at is None:
            raise RowError("no day (due)")
        zone = found["zone"]
        if ":" not in text:
            return Due(at.date(), zone=zone)
        tz = _zone(zone) if zone else self._cells.understanding.zone
        at = at.astimezone(tz)
        return Due(at.date(), at.time().replace(second=0, microsecond=0), tz.key)

    def _priority(self, found: Found) -> Priority:
        text = self._cells.folded(found, "priority")
        if not text:
            return Priority.NORMAL
        if text.isdecimal() and int(text) in (1, 2, 3):
            return Priority(int(text))
        if text.upper() in Priority.__members__:
            return Priority[text.upper()]
        if self._is_exact:
            raise RowError(f"“{text}” is no priority; it may be high, normal, low")
        self._cells.keep(found, "priority")
        return Priority.NORMAL


class ActivityDrafter:
    """Makes an interaction of what is done, and a follow-up of what is not."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = Cells(assignment, understanding)
        self._done = InteractionDrafter(assignment, understanding)
        self._planned = FollowUpDrafter(assignment, understanding)
        self._now = understanding.now

    def record(self, row: Sequence[str]) -> IncomingInteraction | IncomingFollowUp:
        """The interaction or follow-up in ``row``. Raises `RowError` as these do.

        What says nothing of its state has happened if its time is over.
        """
        found = self._cells.read(row)
        for field, other in (("at", "due"), ("due", "at")):
            found.texts.setdefault(field, found[other])
        state = self._cells.word(FollowUpState, found, "state")
        if state is None:
            at = self._cells.instant(found, "at")
            state = FollowUpState.DONE if at and at <= self._now else FollowUpState.OPEN
            found.texts["state"] = state
        return self._done.drafted(found) if state is FollowUpState.DONE else self._planned.drafted(found)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise RowError(f"“{name}” is no time zone (zone)") from error


def _rule(text: str) -> str:
    if not text or text.startswith("FREQ="):
        return text
    try:
        return recurrence.parse_rule(text)
    except CrmError as error:
        raise RowError(f"“{text}” is no repetition (every)") from error
