"""A new follow-up, in one line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs import step_line
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.whom import Whom

_EXAMPLE = "tue 9 call about pricing"


class FollowUpDialog(Dialog[Change]):
    """Reads "tue 9 call about pricing", and shows the day meant while it is typed."""

    def __init__(self, whom: Whom) -> None:
        super().__init__(f"Follow-up with {whom.words}", draft_key=f"follow-up {whom.key}")
        self._whom = whom

    def body(self) -> ComposeResult:
        """The line, and its echo."""
        yield Field(id="step", placeholder=_EXAMPLE)
        yield Static(id="echo")

    @on(Field.Changed, "#step")
    def _echo(self, event: Field.Changed) -> None:
        text = event.value.strip()
        self.tell("complaint", Content(""))
        self.tell("echo", step_line.echo(text, self.crm.desk(), arrow=self.crm.icons.arrow) if text else Content(""))

    async def save(self) -> Change:
        """Adds the follow-up, one for each where there are several."""
        from crm_tui.store import follow_ups, marked

        if not (text := self.typed("step")):
            raise UsageError("When shall it be?", f"For example: {_EXAMPLE}.")
        step = step_line.read(text, self.crm.desk())
        if self._whom.one is None:
            return await self.crm.write(marked.follow_up, self._whom.selection, step.draft(""))
        return await self.crm.write(follow_ups.add, step.draft(self._whom.one.id))
