"""What every dialog has: its place over the context, saving, refusing in words, and drafts."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from crm_tui import actions
from crm_tui.actions import Scope
from crm_tui.domain.errors import CrmError
from crm_tui.screens.bindings import bindings, normal
from crm_tui.screens.desk_screen import WIDE
from crm_tui.screens.painting import Painted
from crm_tui.screens.places import as_desk
from crm_tui.screens.plain import PRESSED, line, plain, pressable
from crm_tui.screens.store_thread import Superseded

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

T = TypeVar("T")

#: The last line of a dialog that saves something and has no keys of its own.
SAVES = "{dialog.save} saves · {dialog.close} closes"

#: Between two parts of the last line.
_BETWEEN = " · "

#: What a binding of an action calls, by the action's id.
_CALLS = {action.id: action.call for action in actions.ACTIONS}

#: Seconds after which saving says that it is under way: many thousand marked people take that long.
_LONG = 0.5


class Field(Input):
    """A line to type into. Enter saves the dialog, whichever field it is pressed in."""

    # As in `SearchBox`: a letter moves nothing on the screen.
    virtual_size = Reactive(Size(0, 0), layout=False)

    def __init__(self, *, id: str, value: str = "", placeholder: str = "") -> None:
        super().__init__(id=id, value=value, placeholder=placeholder, compact=True, select_on_focus=False)
        self._given = value.strip()

    @property
    def has_text(self) -> bool:
        """Whether something was typed that did not stand there from the beginning."""
        return self.value.strip() not in ("", self._given)

    async def action_submit(self) -> None:
        """Saves the dialog, before any key typed later is looked at."""
        screen = self.screen
        if isinstance(screen, Dialog):
            await screen.action_dialog_save()


class Dialog(Painted, ModalScreen[T], Generic[T]):
    """Laid over the list, never over the card: the context stays readable while the rep types.

    A subclass yields its widgets from `body` (with `labelled` for fields), keeps what is not text in attributes,
    and writes in `save`, which returns the dialog's result, or None to stay open. A `CrmError` from there is shown
    under the fields. ``draft_key`` names what the dialog is about: text typed for it and not saved is there again
    when it is next opened. ``title`` and ``hint`` are its first and last line; actions that the hint names in braces
    are printed as the keys that they have: "{dialog.save} saves".
    """

    SCOPE: ClassVar[Scope] = Scope.DIALOG
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.DIALOG)
    AUTO_FOCUS = "Field"
    #: The field that takes what is typed while none has the focus, "" for none.
    TYPED_INTO: ClassVar[str] = ""

    def __init__(self, title: str, *, draft_key: str = "", hint: str = SAVES) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._draft_key = draft_key
        self._is_saving = False

    @property
    def crm(self) -> CrmApp:
        """The app, by its own type."""
        return cast("CrmApp", self.app)

    @cached_property
    def printed(self) -> Mapping[str, str]:
        """The key of each action as the rep reads it, by the action's id."""
        return self.crm.printed

    @cached_property
    def own_keys(self) -> frozenset[str]:
        """The keys that do something here."""
        here = actions.remapped(actions.on(self.SCOPE), self.crm.config.keys)
        return frozenset(normal(key) for action in here for key in action.keys)

    def compose(self) -> ComposeResult:
        """Title, body, complaint, hint."""
        # Before the first layout, which a class set later would have done twice.
        is_linear = self.crm.is_read_aloud
        self.set_class(is_linear or self.app.size.width < WIDE, "-narrow")
        self.set_class(self.crm.guide is not None, "-coached")
        beneath = next(filter(None, map(as_desk, reversed(self.app.screen_stack))), None)
        self.set_class(is_linear or (beneath is not None and beneath.IS_READ_ABOVE), "-at-foot")
        with Vertical(id="dialog"):
            yield Static(plain(line(self._title)), id="title")
            yield from self.body()
            yield Static(id="complaint", classes="empty")
            yield Static(self.hinted(self._hint), id="hint")

    @abstractmethod
    def body(self) -> ComposeResult:
        """The widgets between title and hint."""

    @abstractmethod
    async def save(self) -> T | None:
        """Writes, and returns the result with which the dialog closes; None leaves it open."""

    def on_mount(self) -> None:
        """Brings a draft back, and says so: what was typed of another call is not saved with this one unseen."""
        if draft := self.crm.drafts.get(self._draft_key, {}):
            self._title += " · your draft"
            self.tell("title", plain(line(self._title)))
        for field_id, text in draft.items():
            for field in self.query(f"#{field_id}").results(Field):
                field.value = text
                field.cursor_position = len(text)

    # Fields

    def labelled(self, label: str, field: Field) -> Horizontal:
        """A field with its label left of it."""
        return Horizontal(Label(plain(label), classes="label"), field, classes="row")

    def typed(self, id: str) -> str:
        """What stands in a field; "" before there is one."""
        return next((field.value.strip() for field in self.query(f"#{id}").results(Field)), "")

    def tell(self, id: str, content: Content) -> None:
        """Puts words into a `Static`, which takes no room while it has none."""
        for static in self.query(f"#{id}").results(Static):
            static.update(content)
            static.set_class(not content.plain, "empty")

    def on_key(self, event: events.Key) -> None:
        """What is typed while no field has the focus goes into `TYPED_INTO`."""
        is_text = event.is_printable and event.key not in self.own_keys
        if self.TYPED_INTO and self.focused is None and is_text and self.begins_text(event.character or ""):
            event.stop()
            field = self.query_one(f"#{self.TYPED_INTO}", Field)
            field.focus()
            field.insert_text_at_cursor(event.character or "")

    async def on_click(self, event: events.Click) -> None:
        """Does what was clicked, as its key would."""
        if call := event.style.meta.get(PRESSED):
            method = f"action_{call.partition('(')[0]}"
            await self.app.run_action(call, default_namespace=self if hasattr(self, method) else self.app)

    def begins_text(self, character: str) -> bool:
        """Whether this character is text rather than a key of the dialog."""
        return not character.isdigit() and character != " "

    def hinted(self, words: str) -> Content:
        """As `CrmApp.spelt`; each part of the line that begins with the key of an action does it when it is clicked."""
        icons, parts = self.crm.icons, []
        for part in words.split(_BETWEEN):
            content = plain(icons.keyed(actions.spelt(part, self.printed)))
            found = actions.BRACED.match(part)
            parts.append(pressable(content, _CALLS[found[1]]) if found else content)
        return Content(icons.between).join(parts)

    # Saving and closing

    async def on_event(self, event: events.Event) -> None:
        """As every screen; what cannot be shown, because somebody was deleted meanwhile, say, is said instead."""
        try:
            await super().on_event(event)
        except Superseded:
            return
        except CrmError as error:
            self.complain(error)

    def complain(self, error: CrmError) -> None:
        """Shows what is wrong, and what to do, under the fields; a line of the echo that says the same gives way."""
        for echo in self.query("#echo").results(Static):
            if isinstance(echo.content, Content):
                rest = [each for each in echo.content.split("\n") if each.plain != line(error.words)]
                self.tell("echo", Content("\n").join(rest))
        self.tell("complaint", plain(error.words))

    async def action_dialog_save(self) -> None:
        """Saves and closes; what cannot be saved is said, and stays."""
        if self._is_saving:
            return
        self._is_saving = True
        waiting = self.set_timer(_LONG, self._ask_for_patience)
        try:
            await self.crm.warm_up()
            result = await self.save()
        except CrmError as error:
            self.complain(error)
        else:
            if result is not None:
                self.crm.drafts.pop(self._draft_key, None)
                self.dismiss(result)
        finally:
            self._is_saving = False
            waiting.stop()

    async def action_dialog_help(self) -> None:
        """Shows the keys of this dialog."""
        from crm_tui.screens.dialogs.help import HelpDialog

        await self.app.push_screen(HelpDialog(self))

    def _ask_for_patience(self) -> None:
        self.tell("complaint", plain("Working on it.", "$foreground-muted"))

    def action_dialog_close(self) -> None:
        """Closes; what was typed stays for the next time."""
        if self.keep_draft():
            self.crm.toast("Kept what you typed as a draft.", severity="hint")
        self.dismiss(None)

    def keep_draft(self) -> bool:
        """Sets aside what was typed; whether there was anything."""
        typed = {field.id: field.value for field in self.query(Field) if field.id and field.has_text}
        if typed and self._draft_key:
            self.crm.drafts[self._draft_key] = typed
            return True
        self.crm.drafts.pop(self._draft_key, None)
        return False
