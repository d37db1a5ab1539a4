"""A line whose parts are understood as it is typed: it is completed, and says of no part what the rep does not want."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, cast

from rich.highlighter import Highlighter
from rich.text import Text
from textual import events, on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from crm_tui.domain.change import Change
from crm_tui.domain.chips import Chip
from crm_tui.domain.completing import Names, Wanted
from crm_tui.domain.plain_words import Spans, followed, quoted
from crm_tui.domain.text import clean
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.offers import Offer, of_words, offers
from crm_tui.screens.plain import plain

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp


#: Follows what is offered where that is more than fits: ↓ shows it.
_MORE = " · …"


class ChipField(Field):
    """Backspace right behind a part that is understood makes it plain words, and deletes as usual after that.

    Tab takes the name that is offered first, and so does → at the end of the line; ↑ and ↓ offer another. Where
    nothing is offered, Tab leads on. A subclass says what is understood (`chips`), what may be completed (`wanted`)
    and how it is written (`written`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("down", "offer(1)", show=False),
        Binding("up", "offer(-1)", show=False),
        Binding("right", "go_on", show=False),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"chip-field--chip", "chip-field--plain"}

    class Offered(Message):
        """Other names are offered than before."""

        def __init__(self, words: Content) -> None:
            super().__init__()
            self.words = words

    class Pasted(Message):
        """Several lines were pasted into this one."""

        def __init__(self, words: str) -> None:
            super().__init__()
            self.words = words

    def __init__(self, *, id: str, placeholder: str = "") -> None:
        self.off: Spans = ()
        self.shown: Sequence[Chip] = ()
        self._offers: tuple[Offer, ...] = ()
        self._wanted: Wanted | None = None
        self._at = 0
        self._offered_for = ("", 0)
        super().__init__(id=id, placeholder=placeholder)
        self.highlighter = _Chips(self)

    # What the line is

    def chips(self) -> Sequence[Chip]:
        """The parts that are understood, and may be taken for words instead."""
        return ()

    def wanted(self) -> Wanted | None:
        """What may be completed."""
        return None

    def written(self, wanted: Wanted, offer: Offer) -> str:
        """How what is offered is written in the line."""
        return f"{offer.name} "

    def joined(self, lines: Sequence[str]) -> tuple[str, str]:
        """Several lines as one, and a sentence about them."""
        return " ".join(lines), f"{len(lines)} lines were pasted as one."

    # Chips

    def watch_value(self, before: str, after: str) -> None:
        """Keeps the plain words where they are while the line around them changes."""
        self.off = followed(self.off, before, after)

    @property
    def plain(self) -> Sequence[str]:
        """The words that were made plain."""
        return [self.value[start:end] for start, end in self.off]

    def show(self, chips: Sequence[Chip]) -> None:
        """Marks what is understood."""
        self.shown = chips
        self.refresh()

    def action_delete_left(self) -> None:
        """Makes the part before the cursor plain words; deletes a character where there is none."""
        chip = next((each for each in self.chips() if each.end == self.cursor_position), None)
        if chip is None or not self.selection.is_empty:
            super().action_delete_left()
            return
        self.off = (*self.off, (chip.start, chip.end))
        self.post_message(self.Changed(self, self.value))

    def write_quotes(self) -> None:
        """Puts plain words into quotes, so that they are plain wherever the line is read next."""
        if self.off:
            self.value = quoted(self.value, self.off)

    # Completion

    @on(Field.Changed)
    def look_up(self) -> None:
        """Looks for names that may stand where the cursor is."""
        cast("CrmApp", self.app).flow(self._look_up(), group="offers")

    async def _look_up(self) -> None:
        wanted, at = self.wanted(), (self.value, self.cursor_position)
        found: tuple[Offer, ...] = ()
        if wanted is not None and wanted.names is Names.WORDS:
            found = of_words(wanted)
        elif wanted is not None:
            found = await cast("CrmApp", self.app).read_for("offers", offers, wanted)
        if at == (self.value, self.cursor_position):
            self._wanted, self._offers, self._at, self._offered_for = wanted, found, 0, at
            self._tell()

    def _tell(self) -> None:
        turn = self._offers[self._at :] + self._offers[: self._at]
        offer = Content("")
        for at, one in enumerate(turn):
            words = Content.assemble(
                " · " if at else ("Tab: ", "$text-accent"), one.told if at else (f"[{one.told}]", "bold")
            )
            if at and (offer + words).cell_length > self.size.width - len(_MORE):
                offer += _MORE
                break
            offer += words
        self.post_message(self.Offered(offer))

    @property
    def _has_offer(self) -> bool:
        return bool(self._offers) and self._offered_for == (self.value, self.cursor_position)

    def action_offer(self, step: int) -> None:
        """Offers the next one first."""
        if self._has_offer:
            self._at = (self._at + step) % len(self._offers)
            self._tell()

    async def action_complete(self) -> None:
        """Takes what is offered, once that is known; where nothing is, leads on as Tab does."""
        if self._offered_for != (self.value, self.cursor_position):
            await self._look_up()
        if not self._has_offer:
            raise SkipAction
        self._take()

    def action_go_on(self) -> None:
        """Takes what is offered at the end of the line; moves the cursor elsewhere."""
        if self.cursor_at_end and self.selection.is_empty and self._has_offer:
            self._take()
        else:
            self.action_cursor_right()

    def _take(self) -> None:
        wanted, before = self._wanted, self.cursor_position
        if wanted is None:
            return
        text, rest = self.written(wanted, self._offers[self._at]), self.value[wanted.end :]
        if rest[:1].isspace():
            text = text.rstrip()
        self.replace(text, wanted.start, wanted.end)
        grown = len(text) - (wanted.end - wanted.start)
        self.cursor_position = before + grown if before > wanted.end else wanted.end + grown
        self._offers = ()
        self._tell()

    # Pasting

    def on_paste(self, event: events.Paste) -> None:
        """Takes all lines of what is pasted, and says so: Textual would take the first without a word."""
        event.prevent_default()
        event.stop()
        lines = [line for line in event.text.splitlines() if clean(line)]
        if not lines:
            return
        text, words = _trimless(lines[0]), ""
        if len(lines) > 1:
            text, words = self.joined([clean(line) for line in lines])
        self.replace(text, *sorted(self.selection))
        if words:
            self.post_message(self.Pasted(words))


def _trimless(text: str) -> str:
    """``text`` cleaned, with the space at its ends that parts it from what stands there."""
    return f"{' ' * text[0].isspace()}{clean(text)}{' ' * text[-1].isspace()}"


class _Chips(Highlighter):
    """Marks what is understood, and what the rep has made plain."""

    def __init__(self, field: ChipField) -> None:
        self._field = field

    def highlight(self, text: Text) -> None:
        """Marks it."""
        field = self._field
        for chip in field.shown:
            text.stylize(field.get_component_rich_style("chip-field--chip", partial=True), chip.start, chip.end)
        for start, end in field.off:
            text.stylize(field.get_component_rich_style("chip-field--plain", partial=True), start, end)


class ChipDialog(Dialog[Change]):
    """A dialog of one `ChipField`, with a `Static` "offers" beneath it."""

    @property
    def field(self) -> ChipField:
        """The line."""
        return self.query_one(ChipField)

    @on(ChipField.Offered)
    def _offer(self, event: ChipField.Offered) -> None:
        self.tell("offers", event.words)

    @on(ChipField.Pasted)
    def _say_pasted(self, event: ChipField.Pasted) -> None:
        self.tell("complaint", plain(event.words, "$text-warning"))

    def keep_draft(self) -> bool:
        """As every dialog; what was made plain is in quotes, for a draft is text alone."""
        for field in self.query(ChipField):
            field.write_quotes()
        return super().keep_draft()
