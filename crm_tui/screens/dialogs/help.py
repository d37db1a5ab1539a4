"""The keys of the screen or dialog in front, those of the part that has the focus first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from crm_tui import actions
from crm_tui.actions import Scope, shown
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import plain
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.search_box import SearchBox

#: Keys with what they do.
_Rows = Sequence[tuple[str, str]]

_SEARCHING: _Rows = (
    ("Letters", "Search, anew with every one"),
    ("Tab", "Complete the word; again, the next way to go on"),
    ("↓ ↑ PgDn PgUp", "Move in the list"),
    ("Enter", "Open the highlighted row"),
    ("Esc", "To the list; what was typed stays"),
)

_TYPING: _Rows = (
    ("← → Home End", "Move in the line"),
    ("Tab Shift+Tab", "To the next line, or the one before"),
    ("Ctrl+U Ctrl+K", "Delete to the beginning, or to the end"),
)

#: What is listed last.
_GENERAL = (Scope.LIST, Scope.DIALOG, Scope.EVERYWHERE)


class HelpDialog(Dialog[None]):
    """Every key that works on ``screen`` as it is, with what it does; the rep's own keys where they are set."""

    AUTO_FOCUS = "VerticalScroll"

    def __init__(self, screen: Screen[Any]) -> None:
        super().__init__("Keys", hint="↓ ↑ scroll · {dialog.close} closes · F1 in a line that is typed into")
        self._of = screen

    def body(self) -> ComposeResult:
        """The list, by place."""
        with VerticalScroll(id="keys"):
            yield Static(Content("\n\n").join(_block(title, rows) for title, rows in self._blocks()))

    def _blocks(self) -> Iterator[tuple[str, _Rows]]:
        focused = self._of.focused
        if isinstance(focused, SearchBox):
            yield "The search line", self._keyed(_SEARCHING)
        elif isinstance(focused, Field):
            yield "The line that is typed into", self._keyed(_TYPING)
        for scope in scopes(self._of):
            there = [each for each in actions.of(scope) if each in _offered(self._of, scope)]
            named = actions.remapped(there, self.crm.config.keys)
            if named:
                yield scope.value, self._keyed([(" ".join(map(shown, each.keys)), each.help) for each in named])

    def _keyed(self, rows: _Rows) -> _Rows:
        return [(self.crm.icons.keyed(keys), words) for keys, words in rows]

    async def action_dialog_save(self) -> None:
        """Nothing is saved; Enter closes too."""
        self.dismiss(None)

    async def action_dialog_help(self) -> None:
        """The key that opened it closes it."""
        self.dismiss(None)

    async def save(self) -> None:
        """There is nothing to save."""


def scopes(screen: Screen[Any]) -> list[Scope]:
    """The places whose keys work on ``screen``, the nearest first: those of which it binds every action."""
    bound = {binding.id for _, binding in screen._merged_bindings or ()}
    found = [scope for scope in Scope if (there := actions.of(scope)) and {each.id for each in there} <= bound]
    if screen.query(RecordList):
        found.append(Scope.LIST)
    if not screen.is_modal:
        found.append(Scope.EVERYWHERE)
    return sorted(found, key=lambda scope: scope in _GENERAL and _GENERAL.index(scope) + 1)


def _offered(screen: Screen[Any], scope: Scope) -> tuple[actions.Action, ...]:
    """Not all that works everywhere does where it has a nearer meaning."""
    here = getattr(screen, "SCOPE", Scope.EVERYWHERE)
    return actions.on(here) if scope is Scope.EVERYWHERE and here in actions.SCREENS else actions.of(scope)


def _block(title: str, rows: _Rows) -> Content:
    width = max(len(keys) for keys, _ in rows)
    lines = [Content.assemble((f" {keys:<{width}}  ", "bold $text-accent"), plain(words)) for keys, words in rows]
    return Content("\n").join([Content.styled(title, "bold"), *lines])
