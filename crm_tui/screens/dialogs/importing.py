"""How far an import is, over the desk."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.importing.bringing import Bringing
from crm_tui.screens.plain import line, plain

#: Seconds between two looks at how far it is.
_EVERY = 0.2

#: Cells of the bar.
_WIDTH = 50

_HINT = "{dialog.save} lets it go on behind, {file.import} shows it again · {dialog.close} stops it"
_QUESTION = "Stop the import? Nothing of it will stay."
_ASKING = "{dialog.close} again stops it · {dialog.save} goes on"
_STOPPING = "Stopping; what was there stays as it was …"


class ImportingDialog(Dialog[bool]):
    """Shows an import until it has ended, or until the rep looks elsewhere; asks before it stops it."""

    AUTO_FOCUS = ""

    def __init__(self, bringing: Bringing, *, is_asking: bool = False) -> None:
        super().__init__(f"Importing {line(bringing.path.name)}", hint=_HINT)
        self._bringing = bringing
        self._is_asking = is_asking

    def body(self) -> ComposeResult:
        """The bar, and what can be said."""
        for id in ("bar", "stage", "counts", "pace"):
            yield Static(id=id, classes="empty")

    def on_mount(self) -> None:
        """Shows it as it is, and looks again now and then."""
        self._ask(is_asking=self._is_asking)
        self._look()
        self.set_interval(_EVERY, self._look)

    def _look(self) -> None:
        self.tell("bar", bar(self._bringing.share, is_ascii=self.crm.config.ascii))
        for id, words in zip(("stage", "counts", "pace"), self._bringing.words, strict=True):
            self.tell(id, plain(words))

    def _ask(self, *, is_asking: bool) -> None:
        self._is_asking = is_asking
        self.tell("complaint", plain(_QUESTION if is_asking else ""))
        self.tell("hint", self.hinted(_ASKING if is_asking else _HINT))

    async def save(self) -> bool:
        """Nothing is saved here."""
        return True

    async def action_dialog_save(self) -> None:
        """Lets the import go on, and the rep look elsewhere."""
        if self._is_asking:
            self._ask(is_asking=False)
        else:
            self.crm.toast(self.crm.spelt("The import goes on; {file.import} shows it."), severity="hint")
            self.dismiss(None)

    def action_dialog_close(self) -> None:
        """Asks whether to stop the import; asked twice, stops it."""
        if not self._is_asking:
            self._ask(is_asking=True)
            return
        self._bringing.stop.ask()
        self.tell("complaint", plain(_STOPPING))
        self.tell("hint", plain(""))


def bar(share: float, *, is_ascii: bool) -> Content:
    """How much of something is done, 0 to 1, drawn and in figures."""
    full, blank = ("=", ".") if is_ascii else ("█", "░")
    done = round(share * _WIDTH)
    return plain(f"{full * done}{blank * (_WIDTH - done)} {share:.0%}", "$text-accent")
