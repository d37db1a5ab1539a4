"""One sentence about what just happened, above the footer."""

from __future__ import annotations

from typing import Any, Literal

from textual.content import Content
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from crm_tui.domain.value import dataclass, replace
from crm_tui.screens.plain import plain
from crm_tui.screens.widgets.icons import Icons

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

    def __init__(self, icons: Icons) -> None:
        super().__init__(classes="hidden")
        self._icons = icons
        self._timer: Timer | None = None

    def show(self, notice: Notice) -> None:
        """Shows ``notice`` in place of the one before."""
        icons = self._icons
        signs = {"done": icons.done, "hint": icons.hint, "error": icons.failed, "reminder": icons.reminder}
        sign = signs.get(notice.severity, self._icons.warning)
        behind = ": " if icons.are_words and not sign.endswith(":") else " "
        content = Content.assemble((f"{sign}{behind}", "bold"), plain(notice.text))
        if notice.way_back:
            # Quieter letters cannot be read on the colour of a reminder or an error.
            quieter = "" if notice.severity in ("reminder", "error") else "$foreground-muted"
            content = Content.assemble(content, (f"   {notice.way_back}", quieter))
        if notice.hint:
            content = Content.assemble(content, "\n  ", plain(notice.hint))
        self.update(content)
        self.set_classes(f"-{notice.severity}")
        if self._timer is not None:
            self._timer.stop()
        if not self._icons.are_words:
            self._timer = self.set_timer(SECONDS[notice.severity], self.hide)

    def hide(self) -> None:
        """Takes the notice away."""
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
        toast.show(replace(notice, way_back=f"{notice.way_back} when this is closed"))
