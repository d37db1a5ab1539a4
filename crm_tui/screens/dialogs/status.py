"""The status of a person, or of everybody marked: one key."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.domain.status import Tier
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import line, pressable
from crm_tui.screens.whom import Whom


class StatusDialog(Dialog[Change]):
    """A digit sets the status, a letter the tier, 0 "do not contact"; each closes the dialog."""

    SCOPE = Scope.STATUS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.STATUS)
    AUTO_FOCUS = ""

    def __init__(self, whom: Whom) -> None:
        now = f": {whom.one.status}" if whom.one else ""
        super().__init__(f"Status of {whom.words}{now}", hint="One key sets it · {dialog.close} closes")
        self._whom = whom
        self._is_barred = whom.one is not None and whom.one.do_not_contact
        self._chosen: str | Tier | None = None

    def body(self) -> ComposeResult:
        """The choices."""
        statuses = [
            pressable(
                Content.assemble(
                    (f"{self.printed[f'status.choose_{number}']} ", "bold $text-accent"),
                    f"{line(status.name):<14}",
                    ("open" if status.is_open else "closed", "$foreground-muted"),
                ),
                f"status_choose({number})",
            )
            for number, status in enumerate(self.crm.config.statuses[:9], 1)
        ]
        tiers = Content("   ").join(
            pressable(
                Content.assemble((f"{self.printed[f'tier.choose_{number}']} ", "bold $text-accent"), f"tier {tier}"),
                f"tier_choose({number})",
            )
            for number, tier in enumerate(Tier, 1)
        )
        words = "may be contacted again" if self._is_barred else "do not contact"
        barred = Content.assemble((f"{self.printed['contact.bar']} ", "bold $text-accent"), words)
        yield Static(Content("\n").join((*statuses, tiers, pressable(barred, "contact_bar"))))

    async def action_status_choose(self, number: int) -> None:
        """Sets the status with this number."""
        if number <= len(self.crm.config.statuses):
            self._chosen = self.crm.config.statuses[number - 1].name
            await self.action_dialog_save()

    async def action_tier_choose(self, number: int) -> None:
        """Sets the tier."""
        self._chosen = tuple(Tier)[number - 1]
        await self.action_dialog_save()

    async def action_contact_bar(self) -> None:
        """Turns "do not contact" on or off."""
        self._chosen = ""
        await self.action_dialog_save()

    async def save(self) -> Change | None:
        """Writes what was chosen."""
        from crm_tui.store import contacts

        whom = self._whom.selection
        if self._chosen is None:
            raise CrmError("Nothing is chosen yet.", "Press one of the keys above.")
        if isinstance(self._chosen, Tier):
            return await self.crm.write(contacts.set_tier, whom, self._chosen)
        if self._chosen:
            return await self.crm.write(contacts.set_status, whom, self._chosen)
        return await self.crm.write(contacts.set_do_not_contact, whom, banned=not self._is_barred)
