"""From the cells of a row to a company, an interaction or a follow-up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from crm_tui.domain import recurrence
from crm_tui.domain.errors import CrmError
from crm_tui.domain.follow_up import Due, FollowUpKind, FollowUpState, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.text import clean
from crm_tui.store.incoming import IncomingCompany, IncomingFollowUp, IncomingInteraction
from crm_tui.sync.formats import cells as cell
from crm_tui.sync.formats.drafting import RowError
from crm_tui.sync.formats.mapping import Assignment
from crm_tui.sync.formats.understanding import Understanding

E = TypeVar("E", bound=Enum)

_LONG = frozenset({"note", "text", "custom"})


class _Cells:
    """The cells of a row by field name; several columns of one field are joined."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._assignment = assignment
        self.understanding = understanding

    def read(self, row: Sequence[str]) -> tuple[dict[str, str], list[str]]:
        """Text by field, and a line "Heading: text" for each cell whose column has no field here."""
        found: dict[str, str] = {}
        others: list[str] = []
        for target in self._assignment.targets:
            name = target.field.name
            text = clean(cell.unguard(row[target.index]), multiline=name in _LONG) if row[target.index] else ""
            if not text:
                continue
            if name == "custom":
                others.append(f"{self._assignment.headings[target.index]}: {text}")
            elif name in found:
                found[name] += f", {text}"
            else:
                found[name] = text
        return found, others

    def several(self, field: str, text: str) -> tuple[str, ...]:
        """The values that one cell of ``field`` holds."""
        preset = self._assignment.preset
        return tuple(cell.several(text, preset.separator if field in preset.splits else ""))

    def instant(self, found: dict[str, str], field: str) -> datetime | None:
        """The moment in ``field``, None when it is blank. Raises `RowError` when it is no time."""
        text = found.get(field, "")
        if not text:
            return None
        at: datetime | None = self.understanding.instant(text, field)
        if at is None:
            raise RowError(f"“{text}” is no time ({field})")
        return at

    def typed(self, found: dict[str, str], field: str) -> Any:
        """An id or external id, "" when blank or not of our form."""
        text = found.get(field, "")
        return (self.understanding.value(field, text, field) if text else "") or ""


class CompanyDrafter:
    """Makes companies of rows. Columns without a field become lines of the note."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = _Cells(assignment, understanding)

    def record(self, row: Sequence[str]) -> IncomingCompany:
        """The company in ``row``. Raises `RowError` where it has no name."""
        found, others = self._cells.read(row)
        name = found.get("name", "") or found.get("company", "")
        domain = cell.domain(found.get("domain", "") or found.get("url", ""))
        if not (name or domain):
            raise RowError("no name of a company")
        return IncomingCompany(
            name=name or domain,
            domain=domain,
            phone=found.get("phone", ""),
            address=found.get("address", ""),
            note="\n".join(filter(None, (found.get("note", ""), *others))),
            external_id=self._cells.typed(found, "external_id"),
            created_at=self._cells.instant(found, "created_at"),
            id=self._cells.typed(found, "id"),
        )


class InteractionDrafter:
    """Makes interactions of rows. Columns without a field become lines of the text."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = _Cells(assignment, understanding)

    def record(self, row: Sequence[str]) -> IncomingInteraction:
        """The interaction in ``row``. Raises `RowError` without a contact or a time, or with unknown words."""
        found, others = self._cells.read(row)
        at = self._cells.instant(found, "at")
        if at is None:
            raise RowError("no time (at)")
        duration = found.get("duration_minutes", "")
        if duration and not duration.isdecimal():
            raise RowError(f"“{duration}” is no number of minutes (duration_minutes)")
        return IncomingInteraction(
            contacts=_people(self._cells, found),
            kind=_word(InteractionKind, found, "kind") or InteractionKind.NOTE,
            at=at,
            direction=_word(Direction, found, "direction"),
            outcome=_word(Outcome, found, "outcome"),
            duration_minutes=int(duration) if duration else None,
            subject=found.get("subject", ""),
            text="\n".join(filter(None, (found.get("text", ""), *others))),
            author=found.get("author", ""),
            external_id=self._cells.typed(found, "external_id"),
            created_at=self._cells.instant(found, "created_at"),
            id=self._cells.typed(found, "id"),
        )


class FollowUpDrafter:
    """Makes follow-ups of rows. Columns without a field become lines of the text."""

    def __init__(self, assignment: Assignment, understanding: Understanding) -> None:
        self._cells = _Cells(assignment, understanding)

    def record(self, row: Sequence[str]) -> IncomingFollowUp:
        """The follow-up in ``row``. Raises `RowError` without a contact or a day, or with unknown words."""
        found, others = self._cells.read(row)
        snoozes = found.get("snoozes", "")
        return IncomingFollowUp(
            contact=_people(self._cells, found)[0],
            due=self._due(found),
            kind=_word(FollowUpKind, found, "kind") or FollowUpKind.TODO,
            text="\n".join(filter(None, (found.get("text", ""), *others))),
            priority=_priority(found.get("priority", "")),
            state=_word(FollowUpState, found, "state") or FollowUpState.OPEN,
            every=_rule(found.get("every", "")),
            snoozes=int(snoozes) if snoozes.isdecimal() else 0,
            external_id=self._cells.typed(found, "external_id"),
            created_at=self._cells.instant(found, "created_at"),
            done_at=self._cells.instant(found, "done_at"),
            id=self._cells.typed(found, "id"),
        )

    def _due(self, found: dict[str, str]) -> Due:
        text = found.get("due", "")
        at = self._cells.instant(found, "due")
        if at is None:
            raise RowError("no day (due)")
        zone = found.get("zone", "")
        if ":" not in text:
            return Due(at.date(), zone=zone)
        tz = _zone(zone) if zone else self._cells.understanding.zone
        at = at.astimezone(tz)
        return Due(at.date(), at.time().replace(second=0, microsecond=0), tz.key)


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise RowError(f"“{name}” is no time zone (zone)") from error


def _people(cells: _Cells, found: dict[str, str]) -> tuple[str, ...]:
    for field in ("contact_id", "contact"):
        people = cells.several(field, found.get(field, "")) if found.get(field) else ()
        if people:
            return people
    raise RowError("no contact")


def _word(kinds: type[E], found: dict[str, str], field: str) -> E | None:
    text = found.get(field, "")
    if not text:
        return None
    try:
        return kinds(text.lower())
    except ValueError as error:
        words = ", ".join(str(kind.value) for kind in kinds)
        raise RowError(f"“{text}” is no {field}; it may be {words}") from error


def _priority(text: str) -> Priority:
    if not text:
        return Priority.NORMAL
    if text.isdecimal() and int(text) in (1, 2, 3):
        return Priority(int(text))
    if text.upper() in Priority.__members__:
        return Priority[text.upper()]
    raise RowError(f"“{text}” is no priority; it may be high, normal, low")


def _rule(text: str) -> str:
    if not text or text.startswith("FREQ="):
        return text
    try:
        return recurrence.parse_rule(text)
    except CrmError as error:
        raise RowError(f"“{text}” is no repetition (every)") from error
