"""What every screen has: its scope, one-line header and footer, toasts, and reloading after a change."""

from __future__ import annotations

from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.css.query import NoMatches
from textual.screen import Screen
from textual.widget import Widget

from crm_tui.actions import Scope
from crm_tui.domain.change import Change, Kind, Ref
from crm_tui.screens.bindings import binding
from crm_tui.screens.painting import Painted
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.widgets.key_bar import KeyBar
from crm_tui.screens.widgets.masthead import Masthead
from crm_tui.screens.widgets.toast import Notice, Toast

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp


_HERE = Path(__file__).parent

#: Style sheets of the app, of dialogs and of the screens, which stand beside their modules.
_SHEETS = (
    *("app", "dialogs/dialog", "today", "contacts", "contact", "companies", "follow_ups"),
    *("work/work", "settings/settings", "duplicates/duplicates", "importing/wizard", "data/data"),
)

#: Columns from which list and card stand side by side.
WIDE = 100

#: Columns from which the card has room for whole sentences.
VAST = 160


class DeskScreen(Painted, Screen[None]):
    """A screen of the app.

    A subclass names its ``SCOPE``, sets ``BINDINGS = bindings(SCOPE)``, yields its widgets from `body`, and loads
    them in `reload`, which is called once the first frame is painted and after every change to one of the kinds
    it ``SHOWS`` (deferred while another screen is in front).
    """

    SCOPE: ClassVar[Scope]
    BINDINGS: ClassVar[list[BindingType]] = [binding("screen.back")]
    # Every sheet with the first screen: each one that came later would have all of them parsed again.
    CSS_PATH: ClassVar[Any] = [_HERE / f"{name}.tcss" for name in _SHEETS]
    SHOWS: ClassVar[frozenset[Kind]] = frozenset({"contact", "company", "interaction", "follow_up", "tag"})
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide"), (VAST, "-vast")]  # noqa: RUF012 - typed by Textual
    AUTO_FOCUS = "RecordList"
    #: Whether dialogs stand at the foot on a narrow terminal too, because what is to be read is above.
    IS_READ_ABOVE: ClassVar[bool] = False

    def __init__(self) -> None:
        super().__init__()
        self._is_stale = True
        self._pending: Change | None = None
        self._is_reloading = False

    @property
    def crm(self) -> CrmApp:
        """The app, by its own type."""
        return cast("CrmApp", self.app)

    def compose(self) -> ComposeResult:
        """Header, body, footer."""
        if self.crm.is_read_aloud:
            self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow")]  # nothing side by side
        # Before the first layout, which a class set later would have done twice, and all styles found again.
        self.add_class(max(each for each in self.HORIZONTAL_BREAKPOINTS if each[0] <= self.app.size.width)[1])
        yield self.head()
        yield from self.body()
        yield Toast(self.crm.icons)
        yield KeyBar(self.SCOPE, self.crm.config.keys)

    def head(self) -> Widget:
        """The first line."""
        return Masthead(self.SCOPE, self.crm.config.keys)

    def body(self) -> ComposeResult:
        """The widgets between header and footer."""
        raise NotImplementedError

    async def reload(self, change: Change) -> None:
        """Fetches what the screen shows. ``change.everything`` is set the first time."""
        raise NotImplementedError

    # Keeping up to date

    def on_mount(self) -> None:
        """Listens for changes."""
        self.crm.changed.subscribe(self, self._take, immediate=True)

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        """Catches up with what was missed, after the frame that shows the screen as it was."""
        self.show_due(self.crm.due_words)
        if (notice := self.crm.notice_on(self)) is not None:
            self.show_notice(notice)
        if self._is_stale:
            self._is_stale = False
            self._pending = Change(summary="", everything=True)
            self.begin_to_catch_up(self._pending)

    def begin_to_catch_up(self, change: Change) -> None:
        """After the frame that shows the screen as it was."""
        self.call_after_refresh(self._take, change)

    @property
    def is_up_to_date(self) -> bool:
        """Whether it shows everything that it has been told of."""
        return not (self._is_stale or self._is_reloading or self._pending)

    @property
    def is_in_sight(self) -> bool:
        """Whether nothing but dialogs lies over this screen."""
        for screen in reversed(self.app.screen_stack):
            if screen is self:
                return True
            if not screen.is_modal:
                return False
        return False

    def _take(self, change: Change) -> None:
        if not any(change.touches(kind) for kind in self.SHOWS):
            return
        if not self.is_in_sight:
            self._is_stale = True
            return
        self._pending = change if self._pending is None else Change(summary="", everything=True)
        self.flow(self._catch_up(), group="reloads")

    async def _catch_up(self) -> None:
        """Reloads until nothing is pending; never twice at a time, for the one would take the other's answers."""
        if self._is_reloading:
            return
        self._is_reloading = True
        try:
            while (change := self._pending) is not None:
                self._pending = None
                with suppress(Superseded):  # by a newer reload, which is pending
                    await self.reload(change)
        finally:
            self._is_reloading = False

    def flow(self, steps: Coroutine[Any, Any, None], *, group: str = "flow") -> None:
        """Starts ``steps`` beside the interface, for as long as this screen is there; see `CrmApp.flow`."""
        self.crm.flow(self._while_here(steps), group=group)

    async def _while_here(self, steps: Coroutine[Any, Any, None]) -> None:
        try:
            await steps
        except NoMatches:
            if self.is_attached and self.is_running:
                raise

    async def action_screen_back(self) -> None:
        """One step back: what the screen can take back itself comes first."""
        if not self.step_back():
            await self.crm.action_screen_back()

    def step_back(self) -> bool:
        """Takes back what was begun on this screen, the newest first; False when there is nothing."""
        return False

    def rekey(self) -> None:
        """Shows the rep's own keys, which are others now."""
        keys = self.crm.config.keys
        for masthead in self.query(Masthead):
            masthead.rekey(keys)
        for bar in self.query(KeyBar):
            bar.rekey(keys)

    async def return_to(self, records: frozenset[Ref]) -> None:
        """Puts the cursor where these records are, which were undone or redone just now."""

    def show_due(self, words: str) -> None:
        """Says at the top what is overdue and due today."""
        for masthead in self.query(Masthead):
            masthead.count(words)

    def show_notice(self, notice: Notice) -> None:
        """Shows a toast on this screen."""
        for toast in self.query(Toast):
            toast.show(notice)
