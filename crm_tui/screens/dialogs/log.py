"""Logging what happened: a call with its timer, anything else, or a follow-up that was done."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import cached_property
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.follow_up import DueState, FollowUp, FollowUpKind
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import BY_KEY
from crm_tui.screens.bindings import bindings, normal
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.log_sheet import LogSheet
from crm_tui.screens.dialogs.menu import Choice, Menu
from crm_tui.screens.dialogs.note_field import NotedDialog, NoteField
from crm_tui.screens.dialogs.people_field import PeopleField
from crm_tui.screens.plain import plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.banner import do_not_contact

#: The kinds that the log of anything offers, by the number of the choice that filtering a timeline has for them.
_KINDS = dict(enumerate(InteractionKind, 1))

#: In a terminal of fewer lines the outcomes give way once one is chosen; the keys of the others change it.
_LOW = 20

_OF_FOLLOW_UP = {
    FollowUpKind.CALL: InteractionKind.CALL,
    FollowUpKind.EMAIL: InteractionKind.EMAIL,
    FollowUpKind.MEETING: InteractionKind.MEETING,
    FollowUpKind.TODO: InteractionKind.NOTE,
}


class LogDialog(NotedDialog[Change]):
    """One key for the outcome, then the proposed next step; Enter takes both.

    Letters begin the note, and Tab leads on to the next step; "good talk > tue 9" says both in one go. An empty
    next step is the proposed one, "none" is none. A call does the call that was due, and says so.
    """

    SCOPE = Scope.LOG
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.LOG)
    AUTO_FOCUS = ""
    TYPED_INTO = "note"

    def __init__(self, title: str, sheet: LogSheet) -> None:
        hint = "{dialog.save} saves · Tab next field · {note.write} editor · {dialog.close} closes"
        super().__init__(title, draft_key=f"log {sheet.subject.id}", hint=hint)
        self.sheet = sheet
        self._has_any_kind = sheet.kind is None
        self._began = time.monotonic()

    @classmethod
    def of_call(cls, subject: Subject) -> LogDialog:
        """A call that begins now."""
        due = subject.follow_up if subject.follow_up and subject.follow_up.kind is FollowUpKind.CALL else None
        title = " · ".join(filter(None, (f"Call {subject.name}", subject.phone)))
        return cls(title, LogSheet(subject=subject, kind=InteractionKind.CALL, completes=due))

    @classmethod
    def of_anything(cls, subject: Subject) -> LogDialog:
        """Something that has happened; a letter says what."""
        return cls(f"Log with {subject.name}", LogSheet(subject=subject, kind=None))

    @classmethod
    def of_done(cls, subject: Subject, step: FollowUp) -> LogDialog:
        """A follow-up of the subject, done."""
        title = ": ".join(filter(None, (f"Done: {step.kind} {subject.name}", step.text)))
        return cls(title, LogSheet(subject=subject, kind=_OF_FOLLOW_UP[step.kind], completes=step))

    def body(self) -> ComposeResult:
        """Choices, fields and what saving would do."""
        if self.sheet.subject.do_not_contact:
            yield Static(do_not_contact(self.crm.icons))
        yield Menu(id="menu")
        yield self.labelled("Note", NoteField(id="note", placeholder=self.crm.icons.said("anything · note > tue 9")))
        yield self.labelled("Next step", Field(id="next", placeholder="as proposed"))
        if self._has_any_kind or self.sheet.kind is InteractionKind.MEETING:
            yield self.labelled("When", Field(id="at", placeholder="now, or: yesterday 3pm"))
            yield self.labelled("With", PeopleField(id="with", beside=self.sheet.subject))
            yield Static(id="people", classes="empty")
        yield Static(id="echo")

    def on_mount(self) -> None:
        """Starts the timer of a call, and finds the call that it does."""
        self._refresh()
        if self.sheet.kind is InteractionKind.CALL:
            self.set_interval(1, self._tick)
            if self.sheet.completes is None:
                self.crm.flow(self._find_due_call(), group="log")

    def _tick(self) -> None:
        seconds = int(time.monotonic() - self._began)
        clock = f"{seconds // 60}:{seconds % 60:02}"
        self.tell("title", Content.assemble(plain(self._title), (f"  {clock}", "$text-accent")))

    async def _find_due_call(self) -> None:
        from crm_tui.store import follow_ups

        steps: tuple[FollowUp, ...] = await self.crm.read(follow_ups.of, self.sheet.subject.id, open_only=True)
        now = self.crm.desk().moment.now
        is_due = (DueState.OVERDUE, DueState.TODAY)
        calls = [step for step in steps if step.kind is FollowUpKind.CALL and step.due.state(now) in is_due]
        if calls:
            self.sheet.completes = calls[0]
            self._refresh()

    # Choosing

    def on_key(self, event: events.Key) -> None:
        """A letter chooses what happened, in the log of anything, until that is known."""
        if self.sheet.kind is None and self.focused is None and (number := self._kind_keys.get(event.key)):
            event.prevent_default()
            event.stop()
            self.choose_kind(number)

    @cached_property
    def _kind_keys(self) -> Mapping[str, int]:
        """The number of a kind by each of its keys."""
        named = {f"kind.choose_{number}": number for number in _KINDS}
        mapped = actions.remapped(actions.of(Scope.KINDS), self.crm.config.keys)
        return {normal(key): named[one.id] for one in mapped if one.id in named for key in one.keys}

    def choose_kind(self, number: int) -> None:
        """Takes the kind with this number."""
        self.sheet.kind = _KINDS[number]
        self._refresh()

    @on(Menu.Chosen)
    def _clicked(self, event: Menu.Chosen) -> None:
        if self.sheet.kind is None:
            self.choose_kind(event.number)
        else:
            self.action_outcome_choose(event.number)

    def action_outcome_choose(self, number: int) -> None:
        """Chooses how it ended."""
        outcome = BY_KEY[number - 1]
        if outcome in self.sheet.outcomes:
            self.sheet.choose(outcome)
            self._refresh()

    def action_proposal_next(self) -> None:
        """Takes another of the proposed next steps."""
        self.sheet.choice += 1
        self._refresh()

    @on(PeopleField.Offered)
    def _offer(self, event: PeopleField.Offered) -> None:
        self.tell("people", event.words)

    @on(Field.Changed)
    def _typed(self) -> None:
        self._refresh()

    def _fill(self) -> None:
        self.sheet.note, self.sheet.next, self.sheet.at = self.note, self.typed("next"), self.typed("at")

    def _refresh(self) -> None:
        self._fill()
        for menu in self.query(Menu):
            menu.offer(self._choices())
        self.tell("complaint", Content(""))
        self.tell("echo", self.sheet.echo(self.crm.desk(), self.crm.icons.arrow))

    def _choices(self) -> list[Choice]:
        if self.sheet.kind is None:
            return [Choice(self.printed[f"kind.choose_{number}"], kind, number) for number, kind in _KINDS.items()]
        chosen = self.sheet.outcome
        # Where not both can be seen what is proposed counts for more than what else could be chosen.
        is_low = chosen is not None and self.app.size.height < _LOW
        return [
            Choice(self.printed[f"outcome.choose_{number}"], outcome, number, outcome is chosen)
            for number, outcome in enumerate(BY_KEY, 1)
            if outcome in self.sheet.outcomes and (outcome is chosen or not is_low)
        ]

    # Saving

    async def save(self) -> Change:
        """Logs it, does the follow-up, and makes the next step, as one change."""
        from crm_tui.store import follow_ups, interactions

        self._fill()
        desk, sheet = self.crm.desk(), self.sheet
        for field in self.query(PeopleField):
            sheet.others = await field.people()
        if not sheet.is_chosen:
            self.set_focus(None)  # so that the keys that are asked for are no text
        elif sheet.asks_when(desk):
            self.set_focus(self.query_one("#next", Field))
        minutes = max(1, round((time.monotonic() - self._began) / 60))
        draft = sheet.draft(desk, minutes)
        next_step, status = sheet.next_step(desk), sheet.status(desk)
        if sheet.completes is None:
            whose = (sheet.subject.id,)
            return await self.crm.write(interactions.log, draft, next_step=next_step, status=status, whose=whose)
        return await self.crm.write(
            follow_ups.complete,
            sheet.completes.id,
            outcome=sheet.outcome,
            note=sheet.text,
            kind=None if sheet.completes.kind is FollowUpKind.TODO else draft.kind,
            at=draft.at,
            duration_minutes=draft.duration_minutes,
            others=sheet.others,
            next_step=next_step,
            status=status,
        )
