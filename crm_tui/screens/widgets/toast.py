"""One sentence about what just happened, above the footer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, cast

from textual.content import Content
from textual.geometry import Size
from textual.reactive import Reactive
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from crm_tui.domain.value import dataclass, replace
from crm_tui.screens.plain import plain
from crm_tui.screens.widgets.icons import Icons

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp

Severity = Literal["done", "hint", "warning", "error", "reminder"]

#: Seconds that a toast stays: long enough to read its words, and longer when there is something to do.
SECONDS: dict[Severity, float] = {"done": 6.0, "hint": 6.0, "warning": 12.0, "error": 12.0, "reminder": 20.0}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a toast says: a sentence, what to do about it, and what one key does about it ("z undoes it")."""

    text: str
    hint: str = ""
    severity: Severity = "done"
    way_back: str = ""


class Toast(Static):
    """Shows one notice at a time, over the last rows of the screen, then goes away by itself.

    For a rep who has signs spelled as words, it stays until the next key.
    """

    #: As Textual's, which would have all widgets laid out again for a new size of this one.
    virtual_size = Reactive(Size(0, 0), repaint=False)

    def __init__(self, icons: Icons) -> None:
        super().__init__(classes="hidden")
        self._icons = icons
        self._timer: Timer | None = None
        self._shown: Notice | None = None

    def show(self, notice: Notice) -> None:
        """Shows ``notice`` in place of the one before; on a screen behind, only once that comes to the front."""
        if not self.screen.is_current:
            self.hide()
            return
        if notice is self._shown:
            return
        self._shown = notice
        icons = self._icons
        signs = {"done": icons.done, "hint": icons.hint, "error": icons.failed, "reminder": icons.reminder}
        sign = signs.get(notice.severity, self._icons.warning)
        behind = ": " if icons.are_words and not sign.endswith(":") else " "
        content = Content.assemble((f"{sign}{behind}", "bold"), plain(icons.said(notice.text)))
        if notice.way_back:
            # Quieter letters cannot be read on the colour of a reminder or an error.
            quieter = "" if notice.severity in ("reminder", "error") else "$foreground-muted"
            content = Content.assemble(content, (self._before(content, notice.way_back) + notice.way_back, quieter))
        if notice.hint:
            content = Content.assemble(content, "\n  ", plain(icons.said(notice.hint)))
        self.update(content)
        self.set_classes(f"-{notice.severity}")
        cast("CrmApp", self.app).stand_at(self)
        if self._timer is not None:
            self._timer.stop()
        if not self._icons.are_words:
            self._timer = self.set_timer(SECONDS[notice.severity], self.hide)

    def _before(self, content: Content, way_back: str) -> str:
        """What stands between a sentence and the key that takes it back, which is not torn apart."""
        room = self.app.size.width - self.gutter.width
        left = room - content.cell_length % max(1, room)
        return "   " if left >= len(way_back) + 3 else "\n  "

    def hide(self) -> None:
        """Takes the notice away."""
        self._shown = None
        self.add_class("hidden")


async def show_over(dialog: Screen[Any], notice: Notice, icons: Icons) -> None:
    """Shows ``notice`` on a dialog, which may lie over the toasts of the screen beneath; it takes no key.

    Keys are the dialog's: what one key does about it waits until the dialog is closed.
    """
    if not dialog.is_running:
        return
    if not dialog.query(Toast):
        await dialog.mount(Toast(icons))
    for toast in dialog.query(Toast):
        way_back = f"{notice.way_back} when this is closed" if notice.way_back else ""
        toast.show(replace(notice, way_back=way_back))
