"""The palette: a line to type into, and beneath it every action, view, company and person that it finds."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerError

from crm_tui.screens import palette
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.palette import Line
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.widgets.record_window import Heading

if TYPE_CHECKING:
    from crm_tui.screens.desk_screen import DeskScreen

#: Rows of the list: at most so many, and so many less than the terminal has.
_MOST_ROWS, _OTHER_ROWS = 20, 11

#: What was chosen lately, and stands first before anything is typed.
_MOST_LATELY = 6


class PaletteField(Field):
    """The letters typed find lines; arrows move in the list beneath."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "hand_on('row_down')", show=False),
        Binding("up", "hand_on('row_up')", show=False),
        Binding("pagedown", "hand_on('page_down')", show=False),
        Binding("pageup", "hand_on('page_up')", show=False),
    ]

    def action_hand_on(self, action: str) -> None:
        """Does in the list what the key does there."""
        getattr(self.screen.query_one(RecordList), f"action_{action}")()


class PaletteDialog(Dialog[Line]):
    """Closes with the line that was chosen, to be done on ``screen``, the one beneath."""

    AUTO_FOCUS = "PaletteField"

    def __init__(self, screen: DeskScreen) -> None:
        super().__init__("Palette", hint="{dialog.save} does it · ↓ ↑ move · {dialog.close} closes")
        self._beneath = screen
        self._recent: Sequence[str] = ()
        self._actions: Sequence[Line] = ()
        #: Views, and people and companies that were chosen lately.
        self._known: Sequence[Line] = ()
        #: What the store has found for what is typed.
        self._found: Sequence[Line] = ()
        self._sought = ""
        self._asking: Worker[None] | None = None

    def body(self) -> ComposeResult:
        """The line, what it finds, and the highlighted one in full."""
        self._actions = palette.of_actions(self._beneath)
        self._recent = self.crm.recent.choices
        lines: RecordList[Line] = RecordList(
            _COLUMNS,
            identify=lambda one: one.id,
            empty="Nothing begins so: no action, view, company or person.",
            icons=self.crm.icons,
            id="lines",
        )
        lines.can_focus = False
        lines.styles.height = max(3, min(_MOST_ROWS, self.app.size.height - _OTHER_ROWS))
        yield PaletteField(id="typed", placeholder="An action, a view, a company or a name")
        yield lines
        yield Static(id="full")

    @property
    def lines(self) -> RecordList[Line]:
        """The list."""
        return self.query_one("#lines", RecordList)

    def on_mount(self) -> None:
        """Lists what is known at once, and asks the store for the rest."""
        self._show()
        self._asking = self.crm.flow(self._begin(), group="palette")

    async def _begin(self) -> None:
        found = await self.crm.read_for("palette known", palette.at_first, self._recent)
        if self.is_attached:
            self._known, self._actions = found.lines, palette.of_actions(self._beneath, found.steps)
            self._show()

    # Finding

    @on(Field.Changed, "#typed")
    def _typed(self) -> None:
        self._seek()

    def _seek(self) -> None:
        """Lists what is known of what is typed, and asks for people and companies; an older question is given up."""
        text = self.query_one("#typed", Field).value
        if text == self._sought:
            return
        self._sought, self._found = text, ()
        self._show()
        self.tell("complaint", Content(""))
        if text.strip():
            self._asking = self.crm.flow(self._find(text), group="palette")

    async def _find(self, text: str) -> None:
        found = await self.crm.read_for("palette", palette.for_text, text)
        if text == self._sought and self.is_attached:
            self._found = found
            self._show()

    def _show(self) -> None:
        """Lists everything that fits, what does nothing now last; the cursor stays on top unless it was moved."""
        is_search = bool(self._sought.strip())
        known = [each for each in self._known if not is_search or each.kind == "view"]
        fitting = palette.ranked((*self._actions, *known), self._sought, self._recent)
        now = [each for each in fitting if not each.why]
        lately = [] if is_search else [each for each in now if each.id in self._recent][:_MOST_LATELY]
        rows = [
            *_titled("Lately", lately),
            *_titled("Now", [each for each in now if each not in lately and (is_search or each.is_listed)]),
            *_titled("People and companies", palette.lately_first(self._found, self._recent)),
            *_titled("Not now", [each for each in fitting if each.why]),
        ]
        is_moved = self.lines.position[0] > 2  # the first row is a heading
        self.lines.show(rows)
        if not is_moved:
            self.lines.move_to(0)

    @on(RecordList.Highlighted)
    def _say(self) -> None:
        """Says the highlighted line in full, which the list may have cut."""
        one = self.lines.record
        words = Content("")
        if one is not None:
            whole = one.note if one.action else f"{one.name}: {one.note}"
            reason = Content.styled(f"\n{self.crm.icons.warning} {line(one.why)}", "$text-warning") if one.why else ""
            words = Content.assemble(plain(line(whole), "$foreground-muted"), reason)
        self.query_one("#full", Static).update(words, layout=False)

    # Choosing

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def action_dialog_save(self) -> None:
        """Closes with the highlighted line. Nothing is written, so it waits for nothing but the search."""
        if (chosen := await self.save()) is not None:
            self.dismiss(chosen)

    async def save(self) -> Line | None:
        """The highlighted line, once everything is known that was typed for; None for one that does nothing now."""
        self._seek()
        if self._asking is not None:
            with suppress(WorkerError):
                await self._asking.wait()
        one = self.lines.record
        if one is not None and one.why:
            self.tell("complaint", plain(line(one.why)))
            return None
        return one


def _titled(title: str, lines: Sequence[Line]) -> list[Line | Heading]:
    return [Heading(title), *lines] if lines else []


_COLUMNS: tuple[Column[Line], ...] = (
    Column(title="Key", width=9, cell=lambda one: Cell(one.key, "dim" if one.why else "accent")),
    Column(title="Name", width=20, flex=1, cell=lambda one: Cell(one.name, "dim" if one.why else "strong")),
    Column(title="What", width=24, flex=2, rank=1, cell=lambda one: Cell(one.why or one.note, "dim")),
)
