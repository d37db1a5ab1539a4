"""Which addresses in a mailbox are the rep's own: those that are met in most messages stand first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.errors import CrmError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.setting import OptionFilter
from crm_tui.screens.importing.correspondents import Correspondent
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number

_HINT = "{dialog.save} takes those that are marked · Space marks · letters thin out · {dialog.close} leaves it as it is"

#: Addresses that are listed at once; lines of the screen that the list leaves.
_MOST_ROWS, _OTHER_ROWS = 12, 11


class AddressFilter(OptionFilter):
    """A part of an address, or a whole one that is not listed. No address has a blank: Space marks."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("space", "screen.mark_address", show=False, priority=True)]


class AddressesDialog(Dialog[tuple[str, ...]]):
    """Closes with the addresses that are marked."""

    AUTO_FOCUS = "AddressFilter"

    def __init__(self, met: Sequence[Correspondent], chosen: Sequence[str]) -> None:
        super().__init__("Your own addresses", hint=_HINT)
        known = {one.address for one in met}
        self._listed = [*(Correspondent(each, "", 0) for each in chosen if each not in known), *met]
        self._chosen = dict.fromkeys(chosen)

    def body(self) -> ComposeResult:
        """What they are for, the letters typed, and the addresses."""
        yield Static(
            plain("What is from one of them went out; all other mail is with whom you know.", "$foreground-muted")
        )
        yield AddressFilter(id="filter", placeholder="Type a part of it, or another address")
        records: RecordList[Correspondent] = RecordList(
            (
                Column(title="", width=36, flex=2, cell=self._cell),
                Column(title="", width=30, flex=1, rank=1, cell=lambda one: Cell(_met(one), "dim")),
            ),
            identify=lambda one: one.address,
            empty=self.crm.spelt("None is like that; {dialog.save} takes it, if it is a whole address."),
            icons=self.crm.icons,
            id="addresses",
        )
        records.styles.height = max(3, min(_MOST_ROWS, len(self._listed), self.app.size.height - _OTHER_ROWS))
        yield records

    def _cell(self, one: Correspondent) -> Cell:
        is_chosen = one.address in self._chosen
        sign = self.crm.icons.marked if is_chosen else " "
        return Cell(f"{sign} {one.address}", "good" if is_chosen else "")

    @property
    def addresses(self) -> RecordList[Correspondent]:
        """The list."""
        return self.query_one("#addresses", RecordList)

    def on_mount(self) -> None:
        """Lists them."""
        self.addresses.show(self._listed)

    @on(Field.Changed, "#filter")
    def _thin_out(self) -> None:
        self.tell("complaint", Content(""))
        self._list()
        if self.typed("filter"):
            self.addresses.move_to(0)

    def _list(self) -> None:
        part = self.typed("filter").casefold()
        self.addresses.show([one for one in self._listed if part in f"{one.address} {one.name}".casefold()])

    def action_mark_address(self) -> None:
        """Marks the highlighted address, or one that is typed and not listed; or takes the mark off."""
        try:
            one = self.addresses.record or self._typed()
        except CrmError as error:
            self.complain(error)
            return
        if one.address in self._chosen:
            del self._chosen[one.address]
        else:
            self._chosen[one.address] = None
        if one not in self._listed:
            self._listed.insert(0, one)
            self.query_one("#filter", Field).value = ""
        self._list()

    @on(RecordList.Opened)
    async def _open(self) -> None:
        self.action_mark_address()

    async def save(self) -> tuple[str, ...]:
        """Those that are marked, and one that is typed. Raises `CrmError` for what is no address."""
        if self.typed("filter") and self.addresses.record is None:
            self._chosen[self._typed().address] = None
        return tuple(self._chosen)

    def _typed(self) -> Correspondent:
        from crm_tui.domain import emails

        typed = self.typed("filter")
        emails.check(typed)
        return Correspondent(emails.normalize(typed), "", 0)


def _met(one: Correspondent) -> str:
    """Of how many messages it is, and the name beside it."""
    count = "1 message" if one.messages == 1 else f"{number(one.messages)} messages"
    return " · ".join(filter(None, (count if one.messages else "", line(one.name))))
