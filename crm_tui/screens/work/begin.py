"""How a block begins: with a list from its highlighted row on, with whoever is marked, or where one was paused."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from crm_tui.actions import Scope
from crm_tui.domain.block import MOST_WORKED, Block, Turn
from crm_tui.screens.store_app import EVERYTHING
from crm_tui.screens.store_thread import Superseded
from crm_tui.screens.widgets.marks import Mark
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from datetime import date

    from crm_tui.domain.desk import Desk
    from crm_tui.domain.query import Query
    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.person_screen import PersonScreen
    from crm_tui.screens.widgets.marks import Marks
    from crm_tui.screens.widgets.record_list import RecordList
    from crm_tui.store.contacts import Sort
    from crm_tui.store.work import Opening

#: Seconds that the first person has to be shown, before the rest of the list is read.
_FIRST = 0.1

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
    screen.crm.open_block()  # first, or the screen that is left would be laid out for the toast as well
    screen.crm.toast(f"Going on with {paused.title}.", severity="hint")


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
    """Begins a block with those marked, or with the list from the highlighted row on.

    Of a list that is not held whole, and whose people cannot be read without their rows, the first are shown before
    the others are read.
    """
    crm, records = screen.crm, screen.markable
    source, title = _source(screen), _title(screen)
    start = _start(records) if records is not None else 0
    listed, are_all, is_whole = _held(records) if records is not None else ([], True, True)
    if not is_whole and records is not None and screen.listing is not None:
        marked = records.marks or None
        opening, are_all = await crm.read(_listing, screen.listing, start=start, marked=marked, held=listed)
        is_whole = True
    else:
        opening = await _opening(crm, listed)
    try:
        if not is_whole and not opening.turns and records is not None:
            listed, are_all = await _listed(records)
            opening, is_whole = await _opening(crm, listed), True
    except Superseded:
        crm.toast("The list has changed meanwhile.", "Press the key again.", severity="hint")
        return
    if not opening.turns:
        crm.toast("There is nobody to work here.", _banned(opening.banned), severity="hint")
        return
    began, (turns, _, device, since) = crm.desk().moment.epoch, opening
    crm.block.begin(Block(source=source, title=title, turns=turns, began=began, since=since, device=device))
    screen.action_mark_clear()
    crm.open_block()
    if is_whole:
        _tell(crm, len(opening.turns), opening.banned, are_all=are_all)
    elif records is not None:
        crm.flow(_go_on(crm, records, start), group="work")


def _listing(
    connection: Any,
    desk: Desk,
    listing: tuple[Query | None, Sort],
    *,
    start: int,
    marked: Marks | None,
    held: Sequence[Mark],
) -> tuple[Opening, bool]:
    """A block of a list of contacts from a row on, and whether that is all of it; a query for `CrmApp.read`.

    Those of the list that are ``held`` come first, since they are what the rep has seen of it.
    """
    from crm_tui.store import contacts
    from crm_tui.store import work as store

    query, sort = listing
    ids = contacts.ids(connection, desk, query=query, sort=sort, offset=start, limit=MOST_WORKED + 1)
    listed = dict.fromkeys([*(mark.contact for mark in held), *ids])
    turns = [Turn(id) for id in listed if marked is None or Mark(contact=id) in marked]
    return store.opening(connection, desk, turns[:MOST_WORKED]), len(listed) <= MOST_WORKED


async def _go_on(crm: CrmApp, records: RecordList[Any], start: int) -> None:
    """Reads the rest of a list whose first people are being worked."""
    await asyncio.sleep(_FIRST)
    begun = crm.block.block
    try:
        marks, are_all = await records.marks_from(start, MOST_WORKED)
    except Superseded:
        crm.toast("The list has changed meanwhile: the block is what was seen of it.", severity="hint")
        return
    opening = await _opening(crm, marks)
    now = crm.block.block
    if begun is None or now is None or now.began != begun.began or now.source != begun.source:
        return  # ended meanwhile
    crm.block.extend(opening.turns)
    crm.changed.publish(EVERYTHING)
    _tell(crm, len(opening.turns), opening.banned, are_all=are_all)


def _tell(crm: CrmApp, people: int, banned: int, *, are_all: bool) -> None:
    """Says who of the list is not in the block."""
    if not are_all:
        words = f"These are the first {number(people)} of the list."
        crm.toast(words, crm.spelt("{list.work} brings more when they are done."), severity="hint")
    elif banned:
        crm.toast(_banned(banned), severity="hint")


async def _opening(crm: CrmApp, marks: Sequence[Mark]) -> Opening:
    from crm_tui.store import work as store

    return await crm.read(store.opening, [Turn(mark.contact, mark.follow_up) for mark in marks])


def _banned(count: int) -> str:
    if not count:
        return ""
    return f"{number(count)} {'is' if count == 1 else 'are'} marked do-not-contact and left out."


def _start(records: RecordList[Any]) -> int:
    """The row with which a block of the list begins."""
    return 0 if records.marks else max(0, records.position[0] - 1)


def _held(records: RecordList[Any]) -> tuple[list[Mark], bool, bool]:
    """What is to be worked, whether that is all, and whether the store need not be asked for the rest."""
    marks, most = records.marks, MOST_WORKED
    if marks and not marks.is_all:
        listed = list(marks.listed)
        return listed[:most], len(listed) <= most, True
    if marks:
        return [], False, False
    listed, is_end = records.marks_held(_start(records))
    return listed[:most], is_end and len(listed) <= most, is_end or len(listed) > most


async def _listed(records: RecordList[Any]) -> tuple[list[Mark], bool]:
    """All that is to be worked of a list that is not held, and whether that is all there is."""
    marks = records.marks
    listed, are_all = await records.marks_from(_start(records), MOST_WORKED)
    return [mark for mark in listed if not marks or mark in marks], are_all
