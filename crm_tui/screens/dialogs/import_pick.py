"""One of several values that a file may have: letters thin them out, Enter takes the highlighted one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.setting import OptionFilter
from crm_tui.screens.importing.fields import Choice
from crm_tui.screens.plain import plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList

#: Values that are listed at once; lines of the screen that the list leaves.
_MOST_ROWS, _OTHER_ROWS = 16, 11


class PickDialog(Dialog[str]):
    """Closes with the value that was chosen.

    ``chosen`` is the present one. ``reads`` makes a value of what is typed where no name holds it, and raises
    `CrmError` where it cannot be one.
    """

    AUTO_FOCUS = "OptionFilter"

    def __init__(
        self,
        title: str,
        explained: str,
        choices: Sequence[Choice],
        chosen: str = "",
        *,
        reads: Callable[[str], str] | None = None,
    ) -> None:
        super().__init__(title, hint="{dialog.save} takes it · letters thin out · {dialog.close} leaves it as it is")
        self._explained, self._choices, self._chosen, self._reads = explained, tuple(choices), chosen, reads

    def body(self) -> ComposeResult:
        """What is asked, the letters typed, and the values."""
        yield Static(plain(self._explained, "$foreground-muted"))
        yield OptionFilter(id="filter", placeholder="Type a part of it")
        records: RecordList[Choice] = RecordList(
            (
                Column(title="", width=30, flex=1, cell=self._cell),
                Column(title="", width=24, flex=2, rank=1, cell=lambda one: Cell(one.note, "dim")),
            ),
            identify=lambda one: one.value,
            empty="None is called that."
            if self._reads is None
            else "None is called that; {} takes it as it is.".format(self.printed["dialog.save"]),
            icons=self.crm.icons,
            id="choices",
        )
        records.styles.height = max(3, min(_MOST_ROWS, len(self._choices), self.app.size.height - _OTHER_ROWS))
        yield records

    def _cell(self, one: Choice) -> Cell:
        return Cell(f"{one.words} (now)", "good") if one.value == self._chosen else Cell(one.words)

    @property
    def listed(self) -> RecordList[Choice]:
        """The list."""
        return self.query_one("#choices", RecordList)

    def on_mount(self) -> None:
        """Lists them, the present one highlighted."""
        self.listed.show(self._choices)
        self.listed.move_to(next((at for at, one in enumerate(self._choices) if one.value == self._chosen), 0))

    @on(Field.Changed, "#filter")
    def _thin_out(self, event: Field.Changed) -> None:
        words = event.value.casefold().split()
        fitting = [one for one in self._choices if all(word in _text(one) for word in words)]
        typed = " ".join(words)
        # What is typed whole comes first, then whose own name begins so, then those that are explained by the word.
        fitting.sort(key=lambda one: (one.value.casefold() != typed, not one.words.casefold().startswith(typed)))
        self.listed.show(fitting)
        if words:
            self.listed.move_to(0)

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> str:
        """The highlighted value, or the one that is typed."""
        if (one := self.listed.record) is not None:
            return one.value
        if self._reads is None:
            raise UsageError("None is called that.")
        return self._reads(self.typed("filter"))


def _text(one: Choice) -> str:
    return f"{one.words} {one.value.replace('_', ' ')} {one.note}".casefold()
