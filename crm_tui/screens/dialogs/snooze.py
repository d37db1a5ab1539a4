"""Moving a follow-up, or all that are marked, to a later day: one key, or a date in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import Scope, shown
from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.domain.follow_up import Due
from crm_tui.domain.value import dataclass, replace
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs import step_line
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import pressable

#: What the keys 1 to 6 mean, as date phrases.
PHRASES = ("in 2 hours", "tomorrow", "+3bd", "monday", "2w", "1m")


@dataclass(frozen=True, slots=True)
class _Preset:
    key: str
    label: str
    due: Due


class SnoozeDialog(Dialog[Change]):
    """Moves the follow-ups ``ids``: shows where each preset leads before it is pressed; letters begin a date in words.

    ``about`` are the words for them.
    """

    SCOPE = Scope.SNOOZE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.SNOOZE)
    AUTO_FOCUS = ""
    TYPED_INTO = "when"

    def __init__(self, ids: Sequence[str], about: str) -> None:
        super().__init__(
            f"Snooze {about}",
            draft_key=f"snooze {ids[0] if len(ids) == 1 else 'marked'}",
            hint="One key moves it · or type a date and {dialog.save} · {dialog.close} closes",
        )
        self._ids = tuple(ids)
        self._chosen: Due | None = None

    def body(self) -> ComposeResult:
        """The presets, the line for another date, and its echo."""
        yield Static(self._menu(), id="menu")
        yield self.labelled("Or", Field(id="when", placeholder="thu 3pm, 12 jan, +5bd"))
        yield Static(id="echo")

    def _presets(self) -> list[_Preset]:
        from crm_tui.domain import when

        desk = replace(self.crm.desk(), language="en")
        presets = actions.remapped(actions.of(Scope.SNOOZE), self.crm.config.keys)
        return [
            _Preset(" ".join(map(shown, one.keys)), one.label, when.parse(phrase, desk).due())
            for one, phrase in zip(presets, PHRASES, strict=True)
        ]

    def _menu(self) -> Content:
        from crm_tui.domain import when

        moment, presets = self.crm.desk().moment, self._presets()
        width = max(len(preset.key) for preset in presets)
        return Content("\n").join(
            pressable(
                Content.assemble(
                    (f" {preset.key:<{width}} ", "bold $text-accent"),
                    f"{preset.label:<20}",
                    (when.describe(preset.due.value, moment), "$foreground-muted"),
                ),
                f"snooze_preset({number})",
            )
            for number, preset in enumerate(presets, 1)
        )

    async def action_snooze_preset(self, number: int) -> None:
        """Moves the follow-up to where the preset of that number leads."""
        self._chosen = self._presets()[number - 1].due
        await self.action_dialog_save()

    @on(Field.Changed, "#when")
    def _echo(self, event: Field.Changed) -> None:
        text = event.value.strip()
        self.tell("complaint", Content(""))
        self.tell("echo", step_line.echo(text, self.crm.desk(), arrow=self.crm.icons.arrow) if text else Content(""))

    async def save(self) -> Change:
        """Moves the follow-up to the preset, or to the typed date."""
        from crm_tui.domain import when
        from crm_tui.store import follow_ups

        if (due := self._chosen) is None:
            if not (text := self.typed("when")):
                raise UsageError("To when?", "Press one of the keys above, or type a date: thu 3pm.")
            due = when.parse(text, self.crm.desk()).due()
        self._chosen = None
        return await self.crm.write(follow_ups.snooze, self._ids, due)
