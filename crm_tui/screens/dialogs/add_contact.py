"""A new contact, in one line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain import contact_line
from crm_tui.domain.change import Change
from crm_tui.domain.chips import Chip
from crm_tui.domain.completing import Names, Wanted
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.contact_line import BY_SHAPE
from crm_tui.domain.errors import UsageError
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs import likely
from crm_tui.screens.dialogs.chip_field import ChipDialog, ChipField
from crm_tui.screens.dialogs.likely import Found, Known, Likely
from crm_tui.screens.dialogs.offers import Offer
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.chips import chips

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

_EXAMPLE = "Jane Doe, Acme Ltd, jane@acme.example, +371 2000 0000, #expo"
_HINT = "{dialog.save} saves · Tab completes · Backspace makes it words · {dialog.close} closes"

#: Keys that go on with the line, once Enter has asked whether it is somebody new.
_GOING_ON = frozenset({"backspace", "delete", "left", "right", "home", "end", "tab", "shift+tab"})


class ContactField(ChipField):
    """The line: parts between commas."""

    def parsed(self) -> tuple[ContactDraft, tuple[Chip, ...]]:
        """The contact that the line describes, and its parts."""
        return contact_line.parse(self.value, self._crm.desk(), off=self.off)

    def chips(self) -> Sequence[Chip]:
        """What is known by its shape; names are words already."""
        return [chip for chip in self.parsed()[1] if chip.kind in BY_SHAPE]

    def wanted(self) -> Wanted | None:
        """The company, or a tag."""
        return contact_line.wanted(self.value, self.cursor_position, self._crm.desk(), off=self.off)

    def written(self, wanted: Wanted, offer: Offer) -> str:
        """A company as the line names it; a tag."""
        return contact_line.written(offer.name) if wanted.names is Names.COMPANIES else offer.name

    def joined(self, lines: Sequence[str]) -> tuple[str, str]:
        """A signature or a card is one contact, part by part; of a list of contacts the first is taken."""
        if sum("," in line or ";" in line for line in lines) > 1 or sum("@" in line for line in lines) > 1:
            return lines[
                0
            ], f"Of {len(lines)} lines the first is here: one contact at a time. A list comes in as a file."
        return ", ".join(lines), f"{len(lines)} lines were pasted as one contact."

    @property
    def _crm(self) -> CrmApp:
        return cast("CrmApp", self.app)


class AddContactDialog(ChipDialog):
    """Reads what stands between commas, shows what each part is taken for, and who is likely to be known already.

    For somebody who surely is, Enter asks before it adds; a name alone is never enough for that.
    """

    SCOPE = Scope.ADDING
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.ADDING)
    TYPED_INTO = "line"

    def __init__(self) -> None:
        super().__init__("Add a contact", draft_key="add contact", hint=_HINT)
        self._likely: Found = ()
        self._asked_for = ""

    def body(self) -> ComposeResult:
        """The line, what it is understood as, and likely duplicates."""
        yield ContactField(id="line", placeholder=_EXAMPLE)
        yield Static(id="offers", classes="empty")
        yield Static(id="echo")
        yield Likely(self.crm.icons, id="likely")

    @property
    def _line(self) -> ContactField:
        return self.query_one(ContactField)

    @on(ChipField.Changed)
    def _typed(self) -> None:
        self.tell("complaint", Content(""))
        draft, found = self._line.parsed()
        self._asked_for = ""
        self._line.show(self._line.chips())
        self.tell("echo", chips(found, self._line.size.width, off=self._line.plain))
        self.crm.flow(self._warn(draft, is_known=bool(found)), group="likely")

    async def _warn(self, draft: ContactDraft, *, is_known: bool) -> None:
        """Names who is likely to be the same person."""
        text = self._line.value
        found = await likely.look(self.crm, draft) if is_known else ()
        if text == self._line.value:
            self._show(found)

    def _show(self, found: Found) -> None:
        self._likely = found
        is_asking = bool(self._asked_for)
        keys = [self.printed[f"duplicate.open_{number}"] for number in range(1, len(found) + 1)] if is_asking else ()
        self.query_one(Likely).show(found, keys)

    def on_key(self, event: events.Key) -> None:
        """Whatever is neither Enter nor the number of somebody goes on with the line."""
        if self.focused is None and event.key in _GOING_ON:
            event.prevent_default()
            event.stop()
            self._line.focus()

    @on(Likely.Chosen)
    def _clicked(self, event: Likely.Chosen) -> None:
        self.action_duplicate_open(event.number)

    def action_duplicate_open(self, number: int) -> None:
        """Opens somebody who is there already; what was typed stays as a draft."""
        if number <= len(self._likely):
            self.keep_draft()
            self.dismiss(None)
            self.crm.call_later(self.crm.open_contact, self._likely[number - 1].contact.id)

    async def save(self) -> Change | None:
        """Adds the contact, or asks whether it is somebody new."""
        from crm_tui.store import contacts

        if not self.typed("line"):
            raise UsageError("Who is it?", f"For example: {_EXAMPLE}.")
        draft, _ = self._line.parsed()
        if self._asked_for != self._line.value:
            found = await likely.look(self.crm, draft, is_typing=False)
            if (sure := likely.surest(found)) is not None:
                self._ask(found, sure)
                return None
        return await self.crm.write(contacts.add, draft)

    def _ask(self, found: Found, sure: Known) -> None:
        """Says who is there already; the next Enter adds another all the same."""
        self._asked_for = self._line.value
        self.set_focus(None)  # so that a number is no text
        self._show(found)
        keys, one = self.printed, sure.contact
        ways = f"{keys['dialog.save']} adds another all the same, {keys['duplicate.open_1']} opens who is there."
        name = line(one.name or one.email or one.phone)
        self.tell("complaint", plain(f"{name} is in the book: {sure.reason}. {ways}", "$text-warning"))
