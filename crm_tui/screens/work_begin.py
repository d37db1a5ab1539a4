"""How a block begins: with a list from its highlighted row on, with whoever is marked, or where one was paused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_tui.actions import Scope
from crm_tui.domain.block import MOST_WORKED, Block, Turn
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from datetime import date

    from crm_tui.screens.person_screen import PersonScreen
    from crm_tui.screens.widgets.marks import Mark
    from crm_tui.screens.widgets.record_list import RecordList

#: Told from lists by this: those marked.
_MARKED = "marked"


async def work(screen: PersonScreen) -> None:
    """Goes on with the block that is paused if it is this list's, asks if it is another's, else begins one."""
    from crm_tui.screens.dialogs.paused import PausedDialog
    from crm_tui.store import work as store

    crm = screen.crm
    paused = crm.block.block
    if paused is not None and not await crm.read(store.is_of_this_book, paused):
        crm.block.forget()
        paused = None
    if paused is None:
        await _begin(screen)
    elif _is_meant(screen, paused, crm.desk().moment.today):
        _resume(screen, paused)
    else:

        def choose(way: str | None) -> None:
            if way == "resume":
                _resume(screen, paused)
            elif way == "begin":
                screen.flow(_begin(screen), group="work")

        await crm.push_screen(PausedDialog(paused, _title(screen)), choose)


def _resume(screen: PersonScreen, paused: Block) -> None:
    screen.crm.toast(f"Going on with {paused.title}.", severity="hint")
    screen.crm.open_block()


def _is_meant(screen: PersonScreen, paused: Block, today: date) -> bool:
    """Whether this is the paused block's own list, or the place that says that it is paused.

    Today is another list every day.
    """
    if screen.selection() is not None:
        return False
    if screen.SCOPE is Scope.TODAY:
        began = screen.crm.desk().moment.local(paused.began).date()
        return paused.source != _source(screen) or began == today
    return paused.source == _source(screen)


def _source(screen: PersonScreen) -> str:
    return _MARKED if screen.selection() is not None else f"{screen.SCOPE}: {screen.list_name}"


def _title(screen: PersonScreen) -> str:
    chosen = screen.selection()
    if chosen is None:
        return screen.list_name
    return "all who are marked" if chosen.is_open else f"{number(len(chosen.ids))} marked"


async def _begin(screen: PersonScreen) -> None:
    """Begins a block with those marked, or with the list from the highlighted row on."""
    from crm_tui.store import work as store

    crm, records = screen.crm, screen.markable
    source, title = _source(screen), _title(screen)
    try:
        marks, are_all = await _listed(records) if records is not None else ([], True)
    except Superseded:
        crm.toast("The list has changed meanwhile.", "Press the key again.", severity="hint")
        return
    turns = [Turn(mark.contact, mark.follow_up) for mark in marks]
    opening = await crm.read(store.opening, turns)
    if not opening.turns:
        crm.toast("There is nobody to work here.", _banned(opening.banned), severity="hint")
        return
    began = crm.desk().moment.epoch
    crm.block.begin(
        Block(
            source=source,
            title=title,
            turns=opening.turns,
            began=began,
            since=opening.since,
            device=opening.device,
        )
    )
    screen.action_mark_clear()
    crm.open_block()
    if not are_all:
        words = f"These are the first {number(len(opening.turns))} of the list."
        crm.toast(words, "w brings more when they are done.", severity="hint")
    elif opening.banned:
        crm.toast(_banned(opening.banned), severity="hint")


def _banned(count: int) -> str:
    if not count:
        return ""
    return f"{number(count)} {'is' if count == 1 else 'are'} marked do-not-contact and left out."


async def _listed(records: RecordList[Any]) -> tuple[list[Mark], bool]:
    """What is to be worked, and whether that is all: those marked, or the list from its cursor on."""
    marks, most = records.marks, MOST_WORKED
    if marks and not marks.is_all:
        listed = list(marks.listed)
        return listed[:most], len(listed) <= most
    start = 0 if marks else max(0, records.position[0] - 1)
    listed, are_all = await records.marks_from(start, most)
    return [mark for mark in listed if not marks or mark in marks], are_all
