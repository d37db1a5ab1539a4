"""A follow-up that is open, to be changed: when, what for, of what kind, how urgent, and how often."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain import recurrence
from crm_tui.domain.change import Change
from crm_tui.domain.changes import FollowUpChanges
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.follow_up import FollowUp, FollowUpKind, Priority
from crm_tui.screens.dialogs import step_line
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.note_field import NoteField, folded
from crm_tui.screens.dialogs.step_line import NONE, StepLine
from crm_tui.screens.plain import line

_LABELS = (("when", "When"), ("what", "What"), ("kind", "Kind"), ("priority", "Priority"), ("every", "Every"))

#: What a field that is empty takes.
_EXAMPLES = {"when": "thu 3pm, 12 jan, +5bd", "every": "2 weeks, mon,thu, month on the 15th"}


class EditFollowUpDialog(Dialog[Change]):
    """One line a field; says what the follow-up becomes. Only what was changed is written."""

    def __init__(self, step: FollowUp, desk: Desk) -> None:
        super().__init__(
            f"Edit the {step.kind} with {step.contact.name}",
            draft_key=f"follow-up {step.id}",
            hint="Tab next field · {dialog.save} saves · {dialog.close} closes",
        )
        self._step = step
        self._before = dict(_values(step, desk))

    def body(self) -> ComposeResult:
        """A line for each field, and what they come to."""
        for id, label in _LABELS:
            kind = NoteField if id == "what" else Field
            yield self.labelled(label, kind(id=id, value=self._before[id], placeholder=_EXAMPLES.get(id, "")))
        yield Static(id="echo")

    @on(Field.Changed)
    def _echo(self) -> None:
        self.tell("complaint", Content(""))
        desk = self.crm.desk()
        try:
            changed = self._changes(desk)
        except CrmError as error:
            words = Content.styled(line(error.words), "$text-warning")
        else:
            words = step_line.spoken(_becomes(self._step, changed), desk, arrow=self.crm.icons.arrow)
        self.tell("echo", words)

    async def save(self) -> Change:
        """Writes the fields that were changed."""
        from crm_tui.store import follow_ups

        changed = self._changes(self.crm.desk())
        if not changed:
            raise UsageError("Nothing was changed.", self.crm.spelt("Change a field, or press {dialog.close}."))
        return await self.crm.write(follow_ups.edit, self._step.id, FollowUpChanges(**changed))

    def _changes(self, desk: Desk) -> dict[str, Any]:
        """The fields that differ. Raises `ParseError` or `UsageError` for what is not understood."""
        from crm_tui.domain import when

        typed = {id: self.query_one(f"#{id}", Field).value.strip() for id, _ in _LABELS}
        edited = {id: text for id, text in typed.items() if text != self._before[id]}
        changed: dict[str, Any] = {}
        rule = _rule(edited["every"], desk) if "every" in edited else None
        if "when" in edited:
            if not edited["when"]:
                raise UsageError("A follow-up needs a day.", "x on it moves it to the trash.")
            found = when.parse(edited["when"], desk)
            changed["due"] = found.due()
            rule = found.every or None if rule is None else rule
        if rule is not None:
            due = changed.setdefault("due", self._step.due)  # from which its rhythm is counted
            changed["every"] = recurrence.pinned(rule, due.day) if rule else ""
        if "what" in edited:
            changed["text"] = self.query_one("#what", NoteField).text
        if "kind" in edited:
            changed["kind"] = _kind(edited["kind"])
        if "priority" in edited:
            changed["priority"] = _priority(edited["priority"])
        return changed


def _becomes(step: FollowUp, changed: dict[str, Any]) -> StepLine:
    """The follow-up as it will be."""
    fields = ("due", "kind", "text", "every", "priority")
    return StepLine(**{name: changed.get(name, getattr(step, name)) for name in fields})


def _values(step: FollowUp, desk: Desk) -> Iterator[tuple[str, str]]:
    """What stands in each field before anything is typed."""
    value = step.due.value
    local = value.astimezone(desk.moment.tz) if isinstance(value, datetime) else None
    yield "when", f"{local:%Y-%m-%d %H:%M}" if local else value.isoformat()
    yield "what", folded(step.text)
    yield "kind", str(step.kind)
    yield "priority", step.priority.name.lower()
    yield "every", recurrence.describe_rule(step.every).removeprefix("every ")


def _rule(text: str, desk: Desk) -> str:
    """The rule of a typed rhythm, "" for none. Raises `ParseError`."""
    if not text or text.lower() in NONE:
        return ""
    return recurrence.parse_rule(text, language=desk.language, workdays=desk.working.workdays)


def _kind(text: str) -> FollowUpKind:
    named = {str(kind): kind for kind in FollowUpKind} | {"todo": FollowUpKind.TODO}
    if text.lower() not in named:
        raise UsageError(f"“{text}” is no kind of follow-up.", f"One of {', '.join(FollowUpKind)}.")
    return named[text.lower()]


def _priority(text: str) -> Priority:
    named = {priority.name.lower(): priority for priority in Priority} | {"": Priority.NORMAL}
    if text.lower() not in named:
        raise UsageError(f"“{text}” is no priority.", "One of high, normal, low.")
    return named[text.lower()]
