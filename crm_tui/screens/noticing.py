"""What just happened, said above the footer: on which screens a notice is seen, and until when."""

from __future__ import annotations

from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

from textual import events, on
from textual.screen import Screen

from crm_tui.domain.errors import CrmError
from crm_tui.screens.guarded import GuardedApp
from crm_tui.screens.places import as_desk

if TYPE_CHECKING:
    from crm_tui.screens.widgets.icons import Icons
    from crm_tui.screens.widgets.toast import Notice, Severity

#: An error that was seen for fewer seconds has not been read yet, and goes along to the screen that comes to the front.
_READ = 1.0

#: Actions that are none of the rep's next: whoever reads an error may move in the list meanwhile.
_MOVES = ("row.", "page.", "mark.")


class NoticingApp(GuardedApp):
    """Shows one notice at a time.

    What was done is said wherever the rep goes on. An error is said where it arose, over the dialog that is open there,
    and leaves with the next action that has none.
    """

    def __init__(self, log_folder: Path) -> None:
        super().__init__(log_folder)
        self.icons: Icons
        #: What the toast says now.
        self.notice: Notice | None = None
        self._noticed_at = 0.0
        #: Where the last notice came up.
        self._noticed_on: Screen[Any] | None = None
        #: The error that leaves when the key that is being taken brings no other.
        self._leaving: Notice | None = None

    def complain(self, error: CrmError) -> None:
        """Shows an error that the rep can mend."""
        self.toast(error.message, error.hint, severity="error")

    def toast(self, text: str, hint: str = "", *, severity: Severity = "done", way_back: str = "") -> None:
        """Shows one sentence above the footer, in place of the one before; what is urgent over the dialog, if any."""
        from crm_tui.screens.widgets.toast import SECONDS, Notice, show_over

        self.notice = notice = Notice(text, hint, severity, way_back)
        self._noticed_at, self._noticed_on = monotonic(), self.screen
        self.after(SECONDS[severity], lambda: self._forget(notice))
        if severity in ("reminder", "error") and self.screen.is_modal:
            self.run_worker(show_over(self.screen, notice, self.icons), group="toast", exit_on_error=False)
            return
        screens = self.screen_stack if severity != "error" else [self.screen]
        for screen in screens:
            if (here := as_desk(screen)) is not None:
                here.show_notice(notice)

    def notice_on(self, screen: Screen[Any]) -> Notice | None:
        """What is to be said on a screen that comes to the front; an error that was read stays behind."""
        notice, before = self.notice, self._noticed_on
        if notice is None or notice.severity != "error" or screen is before:
            return notice
        is_read = self._is_read
        self._let_go()
        if not is_read:
            self.notice, self._noticed_on = notice, screen
        return self.notice

    @property
    def _is_read(self) -> bool:
        return monotonic() - self._noticed_at >= _READ

    def before_key(self, event: events.Key) -> None:
        """Notes which error the key may end."""
        super().before_key(event)
        has_error = self.notice is not None and self.notice.severity == "error"
        self._leaving = self.notice if has_error and self._is_read and self._is_action(event) else None

    def _is_action(self, event: events.Key) -> bool:
        """Whether the key does something but move in a list or write a letter."""
        if self.focused is not None and self.focused.check_consume_key(event.key, event.character):
            return False
        bound = self.screen.active_bindings.get(event.key)
        return bound is not None and not (bound.binding.id or "").startswith(_MOVES)

    @on(GuardedApp.KeyTaken)
    def _end_error(self, event: GuardedApp.KeyTaken) -> None:
        """The key has had its effect: the error before it is over, unless the same came again."""
        if event.is_second and self._leaving is not None and self._leaving is self.notice:
            self._let_go()

    def _let_go(self) -> None:
        from crm_tui.screens.widgets.toast import Toast

        self.notice = self._leaving = None
        if self._noticed_on is not None:
            for toast in self._noticed_on.query(Toast):
                toast.hide()

    def _forget(self, notice: Notice) -> None:
        """Shows a notice no more on screens that come to the front."""
        if self.notice is notice:
            self.notice = None
