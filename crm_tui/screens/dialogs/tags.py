"""The tags of a person, or of everybody marked: words to add, words with a minus to take off."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.plain import plain
from crm_tui.screens.whom import Whom


class TagsDialog(Dialog[Change]):
    """Reads "vip -cold"; shows the tags there are that begin like the last word."""

    def __init__(self, whom: Whom) -> None:
        super().__init__(f"Tags of {whom.words}" if whom.one else f"Tag {whom.words}", draft_key=f"tags {whom.key}")
        self._whom = whom

    def body(self) -> ComposeResult:
        """The line, and tags that exist."""
        yield Static(id="now")
        yield Field(id="tags", placeholder="vip expo -cold")
        yield Static(id="known")

    async def on_show(self) -> None:
        """Fetches the tags that the person has; of several, those of one or the other would tell little."""
        from crm_tui.store import contacts

        if self._whom.one is None:
            self.tell("now", Content(""))
            return
        person = await self.crm.read(contacts.one, self._whom.one.id)
        words = " ".join(f"#{tag}" for tag in person.tags) or "no tags yet"
        self.tell("now", plain(words, "$text-accent"))

    @on(Field.Changed, "#tags")
    def _typed(self, event: Field.Changed) -> None:
        self.tell("complaint", Content(""))
        last = event.value.split(" ")[-1].lstrip("#-+")
        self.crm.flow(self._suggest(last), group="tags")

    async def _suggest(self, prefix: str) -> None:
        from crm_tui.store import completion

        known = await self.crm.read_for("tags", completion.tags, prefix, limit=12) if prefix else []
        self.tell("known", plain(" ".join(f"#{tag.lstrip('#')}" for tag in known), "$foreground-muted"))

    async def save(self) -> Change:
        """Puts the tags on and takes the others off."""
        from crm_tui.store import contacts

        words = self.typed("tags").replace(",", " ").split()
        add = [word.lstrip("+#") for word in words if not word.startswith("-")]
        remove = [word.lstrip("-#") for word in words if word.startswith("-")]
        if not any(add) and not any(remove):
            raise UsageError("Which tag?", "Words are added, words with a minus are taken off: vip -cold.")
        return await self.crm.write(contacts.tag, self._whom.selection, add=add, remove=remove)
