"""Which kind of entry a timeline shows: one key."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType

from crm_tui.actions import Scope
from crm_tui.domain.errors import UsageError
from crm_tui.domain.interaction import InteractionKind
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.dialogs.menu import Choice, Menu

Kinds = tuple[InteractionKind, ...]

_ALL: tuple[Kinds, ...] = (*((kind,) for kind in InteractionKind), ())


class KindsDialog(Dialog[Kinds]):
    """A letter chooses a kind and closes; the dialog's result is empty for all kinds."""

    SCOPE = Scope.KINDS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.KINDS)
    AUTO_FOCUS = ""

    def __init__(self, shown: Collection[InteractionKind]) -> None:
        super().__init__("What the timeline shows", hint="One key chooses · {dialog.close} closes")
        self._shown = tuple(shown)
        self._chosen: Kinds | None = None

    def body(self) -> ComposeResult:
        """The kinds; the one that is shown now stands in brackets."""
        yield Menu(id="menu")

    def on_mount(self) -> None:
        """Offers them."""
        named = enumerate(zip([*InteractionKind, "all"], _ALL, strict=True), 1)
        self.query_one(Menu).offer(
            [
                Choice(self.printed[f"kind.choose_{number}"], word, number, kinds == self._shown)
                for number, (word, kinds) in named
            ]
        )

    @on(Menu.Chosen)
    async def _clicked(self, event: Menu.Chosen) -> None:
        await self.action_kind_choose(event.number)

    async def action_kind_choose(self, number: int) -> None:
        """Shows the kind with this number."""
        self._chosen = _ALL[number - 1]
        await self.action_dialog_save()

    async def save(self) -> Kinds:
        """What was chosen."""
        if self._chosen is None:
            raise UsageError("No kind is chosen yet.", "Press one of the keys above.")
        return self._chosen
