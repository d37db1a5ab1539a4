"""A new contact, in one line."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain import contact_line
from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.chips import chips

_EXAMPLE = "Jane Doe, Acme Ltd, jane@acme.example, +371 2000 0000, #expo"


class AddContactDialog(Dialog[Change]):
    """Reads what stands between commas, shows what each part is taken for, and who is likely to be known already."""

    def __init__(self) -> None:
        super().__init__("Add a contact", draft_key="add contact")

    def body(self) -> ComposeResult:
        """The line, what it is understood as, and likely duplicates."""
        yield Field(id="line", placeholder=_EXAMPLE)
        yield Static(id="echo")
        yield Static(id="likely")

    @on(Field.Changed, "#line")
    def _typed(self, event: Field.Changed) -> None:
        text = event.value.strip()
        self.tell("complaint", Content(""))
        _, found = contact_line.parse(text, self.crm.desk())
        self.tell("echo", chips(found))
        self.crm.flow(self._warn(text), group="likely")

    async def _warn(self, text: str) -> None:
        """Names who is likely to be the same person."""
        from crm_tui.store import contacts

        draft, found = contact_line.parse(text, self.crm.desk())
        if not found:
            self.tell("likely", Content(""))
            return
        likely = await self.crm.read_for("likely duplicates", contacts.likely_duplicates, draft, limit=3)
        rows = [
            Content.assemble(
                (f"{self.crm.icons.warning} like ", "$text-warning"),
                " · ".join(filter(None, (line(one.name), line(one.company), line(one.email)))),
                (f"  {match.reason}", "$foreground-muted"),
            )
            for one, match in likely
        ]
        self.tell("likely", Content("\n").join(rows))

    async def save(self) -> Change:
        """Adds the contact."""
        from crm_tui.store import contacts

        if not (text := self.typed("line")):
            raise UsageError("Who is it?", f"For example: {_EXAMPLE}.")
        draft, _ = contact_line.parse(text, self.crm.desk())
        return await self.crm.write(contacts.add, draft)
