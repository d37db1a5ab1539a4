"""An entry of the timeline, to be corrected: what it was, how it ended, when, with whom, and its words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.changes import InteractionChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.interaction import Direction, Interaction, InteractionKind
from crm_tui.domain.outcome import BY_KEY
from crm_tui.domain.text import clean
from crm_tui.screens.bindings import bindings
from crm_tui.screens.contact_parts import exact
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.log_sheet import echo_time, happened_at, outcomes_of
from crm_tui.screens.dialogs.menu import Choice, Menu
from crm_tui.screens.dialogs.note_field import NotedDialog, NoteField, folded
from crm_tui.screens.dialogs.people_field import PeopleField

_KINDS = f"One of {', '.join(InteractionKind)}; “email in” for one that came in."


class EntryDialog(NotedDialog[Change]):
    """A digit changes how it ended, letters go on with the note, Tab leads through the fields.

    Only what was changed is written.
    """

    SCOPE = Scope.ENTRY
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ENTRY)
    AUTO_FOCUS = ""
    TYPED_INTO = "note"

    def __init__(self, entry: Interaction, desk: Desk) -> None:
        title = f"Edit the {entry.kind} of {exact(entry.at, desk.moment)}"
        super().__init__(
            title,
            draft_key=f"entry {entry.id}",
            hint="{dialog.save} saves · Tab next field · {note.write} editor · {dialog.close}",
        )
        self._entry = entry
        self._outcome = entry.outcome
        self._before = dict(_values(entry, desk))

    def body(self) -> ComposeResult:
        """The outcomes, and a line for each field."""
        yield Menu(id="menu")
        yield self.labelled("Kind", Field(id="kind", value=self._before["kind"]))
        yield self.labelled("Subject", Field(id="subject", value=self._before["subject"]))
        yield self.labelled("Note", NoteField(id="note", value=self._before["note"]))
        yield self.labelled("When", Field(id="at", value=self._before["at"]))
        yield self.labelled("With", PeopleField(id="with", known=self._entry.contacts))
        yield Static(id="people", classes="empty")
        yield self.labelled("Minutes", Field(id="minutes", value=self._before["minutes"]))
        yield Static(id="echo")

    def on_mount(self) -> None:
        """Shows how it ended."""
        super().on_mount()
        self._refresh()

    @on(PeopleField.Offered)
    def _offer(self, event: PeopleField.Offered) -> None:
        self.tell("people", event.words)

    @on(Field.Changed)
    def _refresh(self) -> None:
        desk, at = self.crm.desk(), self.typed("at")
        self.tell("complaint", Content(""))
        self.tell("echo", echo_time(at, desk, self.crm.icons.arrow) if at != self._before["at"] else Content(""))
        for menu in self.query(Menu):
            menu.offer(self._choices())

    def _choices(self) -> list[Choice]:
        try:
            known = outcomes_of(_kind(self.typed("kind"))[0])
        except CrmError:
            known = frozenset()
        listed = enumerate(BY_KEY, 1)
        return [
            Choice(self.printed[f"outcome.choose_{number}"], one, number, one is self._outcome)
            for number, one in listed
            if one in known
        ]

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        self.action_outcome_choose(event.number)

    def action_outcome_choose(self, number: int) -> None:
        """Chooses how it ended; the same once more takes that back."""
        outcome = BY_KEY[number - 1]
        self._outcome = None if outcome is self._outcome else outcome
        self._refresh()

    async def save(self) -> Change:
        """Writes what was changed."""
        from crm_tui.store import interactions

        changes = self._changes(self.crm.desk())
        people = await self.query_one(PeopleField).people()
        if people != tuple(one.id for one in self._entry.contacts):
            changes["contacts"] = people
        if not changes:
            raise UsageError("Nothing was changed.", self.crm.spelt("Change a field, or press {dialog.close}."))
        return await self.crm.write(interactions.edit, self._entry.id, InteractionChanges(**changes))

    def _changes(self, desk: Desk) -> dict[str, Any]:
        """The fields that were changed. Raises `UsageError` for what is none."""
        before, changes = self._before, dict[str, Any]()
        if self._outcome is not self._entry.outcome:
            changes["outcome"] = self._outcome
        if (kind := self.typed("kind")) != before["kind"]:
            changes["kind"], changes["direction"] = _kind(kind)
        if (subject := self.typed("subject")) != before["subject"]:
            changes["subject"] = subject
        if folded(self.note) != before["note"]:
            changes["text"] = self.note
        if (at := self.typed("at")) != before["at"]:
            changes["at"] = happened_at(at, desk)
        if (minutes := self.typed("minutes")) != before["minutes"]:
            changes["duration_minutes"] = _minutes(minutes)
        return changes


def _values(entry: Interaction, desk: Desk) -> Iterator[tuple[str, str]]:
    """What stands in each field before anything is typed."""
    yield "kind", f"{entry.kind} in" if entry.direction is Direction.IN else str(entry.kind)
    yield "subject", clean(entry.subject)
    yield "note", folded(entry.text)
    yield "at", f"{entry.at.astimezone(desk.moment.tz):%Y-%m-%d %H:%M}"
    yield "minutes", str(entry.duration_minutes or "")


def _kind(words: str) -> tuple[InteractionKind, Direction | None]:
    """What it was, and who began it. Raises `UsageError`."""
    name, _, side = words.lower().partition(" ")
    if name not in set(InteractionKind) or side.strip() not in ("", "in", "out"):
        raise UsageError(f"“{words}” is no kind of entry.", _KINDS)
    kind = InteractionKind(name)
    if kind not in (InteractionKind.CALL, InteractionKind.EMAIL, InteractionKind.MESSAGE):
        return kind, None
    return kind, Direction.IN if side.strip() == "in" else Direction.OUT


def _minutes(text: str) -> int | None:
    if not text:
        return None
    if not text.isdecimal() or int(text) >= 10_000:
        raise UsageError(f"“{text}” is no number of minutes.", "For example 15, or nothing.")
    return int(text)
