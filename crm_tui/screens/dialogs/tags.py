"""The tags of a person, or of everybody marked: words to add, words with a minus to take off."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain.change import Change
from crm_tui.domain.completing import Names, Wanted, last_word
from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.chip_field import ChipDialog, ChipField
from crm_tui.screens.plain import plain
from crm_tui.screens.whom import Whom

_HINT = "{dialog.save} saves · Tab completes · -tag takes off · {dialog.close} closes"


class TagsField(ChipField):
    """The line: tags with spaces between them."""

    def wanted(self) -> Wanted | None:
        """The tag that is being typed."""
        start, word = last_word(self.value, self.cursor_position)
        prefix = word.lstrip("#-+")
        return Wanted(Names.TAGS, prefix, start + len(word) - len(prefix), self.cursor_position) if prefix else None


class TagsDialog(ChipDialog):
    """Reads "vip -cold"; completes the tags there are."""

    def __init__(self, whom: Whom) -> None:
        title = f"Tags of {whom.words}" if whom.one else f"Tag {whom.words}"
        super().__init__(title, draft_key=f"tags {whom.key}", hint=_HINT)
        self._whom = whom

    def body(self) -> ComposeResult:
        """The line, and tags that exist."""
        yield Static(id="now")
        yield TagsField(id="tags", placeholder="vip expo -cold")
        yield Static(id="offers", classes="empty")

    async def on_show(self) -> None:
        """Fetches the tags that the person has; of several, those of one or the other would tell little."""
        from crm_tui.store import contacts

        if self._whom.one is None:
            self.tell("now", Content(""))
            return
        person = await self.crm.read(contacts.one, self._whom.one.id)
        words = " ".join(f"#{tag}" for tag in person.tags) or "no tags yet"
        self.tell("now", plain(words, "$text-accent"))

    @on(ChipField.Changed)
    def _typed(self) -> None:
        self.tell("complaint", Content(""))

    async def save(self) -> Change:
        """Puts the tags on and takes the others off."""
        from crm_tui.store import contacts

        words = self.typed("tags").replace(",", " ").split()
        add = [word.lstrip("+#") for word in words if not word.startswith("-")]
        remove = [word.lstrip("-#") for word in words if word.startswith("-")]
        if not any(add) and not any(remove):
            raise UsageError("Which tag?", "Words are added, words with a minus are taken off: vip -cold.")
        return await self.crm.write(contacts.tag, self._whom.selection, add=add, remove=remove)
