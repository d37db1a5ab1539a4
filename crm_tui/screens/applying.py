"""Whether an action does something now, and if not, why: one answer for every action that a screen offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_tui import actions
from crm_tui.actions import SCREENS, Action, Scope
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import gist

if TYPE_CHECKING:
    from crm_tui.screens.desk_screen import DeskScreen

#: What an action needs of a screen: a sentence that says what is missing, "" where nothing is.
_Need = Callable[[Any], str]

_NOBODY = "Nobody is highlighted here."


def why_not(screen: DeskScreen, action: Action) -> str:
    """Why an action does nothing on ``screen`` as it is, in one sentence; "" where it does something.

    Raises `KeyError` for an action of whose needs nobody has thought.
    """
    if action.id not in _offered(screen.SCOPE):
        return _elsewhere(action)
    return NEEDS[stem(action)](screen)


@cache
def _offered(scope: Scope) -> frozenset[str]:
    return frozenset(action.id for action in actions.on(scope))


def stem(action: Action) -> str:
    """The id, without the number of a choice."""
    return action.id.rpartition("_")[0] if action.choice else action.id


def front(screen: DeskScreen) -> RecordList[Any] | None:
    """The list that the keys move in."""
    if isinstance(screen.focused, RecordList):
        return screen.focused
    lists = screen.query(RecordList)
    return next((each for each in lists if all(node.display for node in each.ancestors_with_self)), None)


def _elsewhere(action: Action) -> str:
    """Where an action works that does not on this screen."""
    if Scope.EVERYWHERE in action.where:
        return "Not in a block: Esc pauses it."
    if Scope.DIALOG in action.where:
        return "Only in a dialog."
    screens = [str(scope) for scope in SCREENS if scope in action.where and scope is not Scope.WORK]
    if screens:
        return f"Only on {', '.join(screens)}."
    if Scope.WORK in action.where:
        return "Only in a block."
    return "Only in a dialog: {}.".format(", ".join(str(scope) for scope in Scope if scope in action.where))


def _nothing(_: Any) -> str:
    return ""


def _somebody(screen: Any) -> str:
    return "" if screen.subject is not None else _NOBODY


def _anybody(screen: Any) -> str:
    """Those marked will do as well."""
    return "" if screen.selection() is not None else _somebody(screen)


def _entry_or_somebody(screen: Any) -> str:
    return "" if getattr(screen, "entry", None) is not None else _anybody(screen)


def _step(screen: Any) -> str:
    if screen.selection() is not None:
        listed = screen.markable.marks.listed
        return "" if any(mark.follow_up for mark in listed) else "None of the marked rows is a follow-up."
    if screen.subject is None:
        return _NOBODY
    return "" if screen.subject.follow_up else f"{screen.subject.name} has no follow-up here."


def _address(screen: Any) -> str:
    if (subject := screen.subject) is None:
        return _NOBODY
    return "" if subject.phone or subject.email else f"{subject.name} has neither phone nor e-mail."


def _mergeable(screen: Any) -> str:
    if (chosen := screen.selection()) is None:
        return _somebody(screen)
    from crm_tui.screens.dialogs.merge import MOST_MERGED

    fits = chosen.is_open or 2 <= len(chosen.ids) <= MOST_MERGED
    return "" if fits else f"Two to {MOST_MERGED} marked people can be one."


def _rows(screen: Any) -> str:
    if screen.SCOPE is Scope.WORK:
        return _somebody(screen)
    records = front(screen)
    return "" if records is not None and records.total else "This list is empty."


def _markable(screen: Any) -> str:
    return "" if screen.markable is not None and screen.markable.total else "There is nobody to mark here."


def _marked(screen: Any) -> str:
    return "" if screen.markable is not None and screen.markable.marks else "Nothing is marked."


def _workable(screen: Any) -> str:
    return "" if not _markable(screen) or screen.crm.block.block is not None else "There is nobody to work here."


def _search(screen: Any) -> str:
    if not screen.box.value.strip():
        return "There is no search to keep."
    return "" if screen.box.wrong is None else "The search is not understood."


def _entry(screen: Any) -> str:
    if (one := screen.entry) is None:
        return "No entry of the timeline is highlighted."
    return "" if one.is_pinned or gist(one) else "There are no words in this entry to keep on the card."


def _neighbours(screen: Any) -> str:
    return "" if getattr(screen, "is_among_others", True) else "This person was not opened from a list."


def _looked_at(screen: Any) -> str:
    return "" if screen.crm.contact_before(screen) else "No contact has been opened before."


def _reminded(screen: Any) -> str:
    return "" if screen.crm.reminders.are_waiting else "No reminder is waiting."


def _writable(screen: Any) -> str:
    return "" if screen.crm.bringing is None else "An import is under way."


#: By the id of the action, without the number of a choice. What undo would take back is for the store to say.
NEEDS: dict[str, _Need] = {
    **dict.fromkeys(("go.today", "go.contacts", "go.companies", "go.follow_ups"), _nothing),
    **dict.fromkeys(("contact.add", "quick.add", "file.import", "palette.open", "help.open"), _nothing),
    **dict.fromkeys(("app.leave", "screen.back", "block.end"), _nothing),
    **dict.fromkeys(("list.search", "list.sort", "view.switch", "timeline.filter"), _nothing),
    **dict.fromkeys(("part.next", "part.previous"), _nothing),
    **dict.fromkeys(("change.undo", "change.redo"), _writable),
    **dict.fromkeys(("row.down", "row.up", "row.first", "row.last", "row.open"), _rows),
    **dict.fromkeys(("page.down", "page.up"), _rows),
    **dict.fromkeys(("go.contact", "history.show", "call.log", "note.add", "interaction.log"), _somebody),
    **dict.fromkeys(("follow_up.add", "contact.tag", "contact.status", "contact.owner"), _anybody),
    **dict.fromkeys(("contact.edit", "contact.delete"), _entry_or_somebody),
    **dict.fromkeys(("follow_up.done", "follow_up.snooze"), _step),
    **dict.fromkeys(("contact.reach", "contact.copy"), _address),
    **dict.fromkeys(("mark.toggle", "mark.all"), _markable),
    **dict.fromkeys(("list.next", "list.previous"), _neighbours),
    "outcome.choose": _somebody,
    "contact.last": _looked_at,
    "contact.merge": _mergeable,
    "entry.pin": _entry,
    "list.work": _workable,
    "mark.clear": _marked,
    "reminder.open": _reminded,
    "view.save": _search,
}
