"""A new follow-up, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.domain.chips import Chip
from crm_tui.domain.completing import Names, Wanted, beginning, last_word
from crm_tui.domain.errors import ParseError, UsageError
from crm_tui.domain.follow_up import FollowUpKind
from crm_tui.screens.dialogs import step_line
from crm_tui.screens.dialogs.chip_field import ChipDialog, ChipField
from crm_tui.screens.whom import Whom

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

_EXAMPLE = "tue 9 call about pricing"
_HINT = "{dialog.save} saves · Tab completes · Backspace makes it words · {dialog.close} closes"
_WORDS = (*FollowUpKind, "!high", "!low")
_FEWEST = 2


class StepField(ChipField):
    """The line: a day, and what is to be done."""

    def chips(self) -> Sequence[Chip]:
        """The day, the kind, the priority; none while there is no day."""
        try:
            return step_line.understood(self.value, cast("CrmApp", self.app).desk(), off=self.off)[1]
        except ParseError:
            return ()

    def wanted(self) -> Wanted | None:
        """The kind, where no other word stands before it, or a priority."""
        start, word = last_word(self.value, self.cursor_position)
        options = beginning(word, _WORDS) if len(word) >= _FEWEST else ()
        left = self.value[:start]
        for chip in reversed(self.chips()):
            left = left[: chip.start] + left[chip.end :]
        if not options or (left.strip() and not word.startswith("!")):
            return None
        return Wanted(Names.WORDS, word, start, self.cursor_position, options)


class FollowUpDialog(ChipDialog):
    """Reads "tue 9 call about pricing", and shows the day meant while it is typed."""

    def __init__(self, whom: Whom) -> None:
        super().__init__(f"Follow-up with {whom.words}", draft_key=f"follow-up {whom.key}", hint=_HINT)
        self._whom = whom

    def body(self) -> ComposeResult:
        """The line, and its echo."""
        yield StepField(id="step", placeholder=_EXAMPLE)
        yield Static(id="offers", classes="empty")
        yield Static(id="echo")

    @on(ChipField.Changed)
    def _echo(self) -> None:
        field, desk = self.field, self.crm.desk()
        self.tell("complaint", Content(""))
        field.show(field.chips())
        arrow = self.crm.icons.arrow
        is_empty = not field.value.strip()
        self.tell("echo", Content("") if is_empty else step_line.echo(field.value, desk, off=field.off, arrow=arrow))

    async def save(self) -> Change:
        """Adds the follow-up, one for each where there are several."""
        from crm_tui.store import follow_ups, marked

        if not self.typed("step"):
            raise UsageError("When shall it be?", f"For example: {_EXAMPLE}.")
        step = step_line.read(self.field.value, self.crm.desk(), off=self.field.off)
        if self._whom.one is None:
            return await self.crm.write(marked.follow_up, self._whom.selection, step.draft(""))
        return await self.crm.write(follow_ups.add, step.draft(self._whom.one.id))
