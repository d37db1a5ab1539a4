"""Anything in one line: `@jane call vm next tue 9am #q4 !high "sent pricing"`."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain import quick_add
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.quick_add import ChipKind, QuickLine
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import line, plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.chips import chips

_EXAMPLE = '@jane call vm next tue 9am #q4 !high "sent pricing"'


class QuickField(Field):
    """A line in which Backspace at the end of something understood turns it back into plain words first."""

    def action_delete_left(self) -> None:
        """Takes the chip before the cursor off; deletes a character where there is none."""
        screen = self.screen
        if isinstance(screen, QuickAddDialog) and self.selection.is_empty and screen.take_off(self.cursor_position):
            return
        super().action_delete_left()


class QuickAddDialog(Dialog[Change]):
    """Chips under the line say what is understood; what has no chip stays text.

    Without an @ the line is about ``subject``, the highlighted person.
    """

    def __init__(self, subject: Subject | None = None) -> None:
        about = f"Quick add · {subject.name}" if subject else "Quick add"
        super().__init__(about, draft_key="quick add", hint="Enter saves · Backspace after a part makes it text · Esc")
        self._subject = subject
        self._off: frozenset[int] = frozenset()
        self._found: dict[str, str] = {}

    def body(self) -> ComposeResult:
        """The line, its chips, and whom it is about."""
        yield QuickField(id="line", placeholder=_EXAMPLE)
        yield Static(id="echo")
        yield Static(id="whom")

    def _parsed(self) -> QuickLine:
        return quick_add.parse(self.query_one("#line", Field).value, self.crm.desk(), off=self._off)

    @on(Field.Changed, "#line")
    def _typed(self, event: Field.Changed) -> None:
        self._off = frozenset(start for start in self._off if start < len(event.value))
        self._refresh()

    def _refresh(self) -> None:
        self.tell("complaint", Content(""))
        parsed = self._parsed()
        text = Content.assemble(("  text ", "$foreground-muted"), line(parsed.text)) if parsed.text else Content("")
        understood = chips(chip for chip in parsed.chips if chip.kind is not ChipKind.TEXT)
        self.tell("echo", Content.assemble(understood, text))
        self.crm.flow(self._say_whom(parsed), group="whom")

    def take_off(self, cursor: int) -> bool:
        """Turns the chip that ends at ``cursor`` back into text; False when there is none, or quotes make it text."""
        for chip in self._parsed().chips:
            if chip.end == cursor and chip.kind is not ChipKind.TEXT and chip.start not in self._off:
                self._off |= {chip.start}
                self._refresh()
                return True
        return False

    async def _say_whom(self, parsed: QuickLine) -> None:
        """Says who the words after each @ stand for."""
        try:
            names = [name for _, name in await self._people(parsed)]
        except CrmError as error:
            self.tell("whom", plain(error.message, "$text-warning"))
            return
        arrow = self.crm.icons.arrow
        self.tell("whom", plain(f"{arrow} {', '.join(names)}", "$text-success") if names else Content(""))

    async def _people(self, parsed: QuickLine) -> list[tuple[str, str]]:
        """Ids and names of whom the line is about. Raises `NotFoundError` or `AmbiguousError`."""
        from crm_tui.store import contacts

        if not parsed.contacts:
            return [(self._subject.id, self._subject.name)] if self._subject else []
        people: dict[str, str] = {}
        for words in parsed.contacts:
            id = await self.crm.read(contacts.resolve, words)
            people[id] = (await self.crm.read(contacts.one, id)).name
        return list(people.items())

    async def save(self) -> Change:
        """Saves the line as one change."""
        from crm_tui.store import quick

        if not self.typed("line"):
            raise UsageError("The line is empty.", f"For example: {_EXAMPLE}.")
        parsed = self._parsed()
        people = await self._people(parsed)
        if not people:
            raise UsageError("The line names no contact.", "Put @ before a name: “@jane call vm next tue 9am”.")
        return await self.crm.write(quick.save, parsed, [id for id, _ in people])
