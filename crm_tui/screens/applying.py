"""Whether an action does something now, and if not, why: one answer for every action that a screen offers."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from crm_tui import actions
from crm_tui.actions import SCREENS, Action, Scope
from crm_tui.screens.places import PLACES
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import gist

if TYPE_CHECKING:
    from crm_tui.screens.desk_screen import DeskScreen
    from crm_tui.screens.subject import Subject

#: What an action needs of a screen: a sentence that says what is missing, "" where nothing is.
_Need = Callable[[Any], str]

_NOBODY = "Nobody is highlighted here."

#: What is said of somebody who must be left alone.
BARRED = "do not contact"

#: Actions whose digits are outcomes in a block.
_PLACES = frozenset(place.action for place in PLACES)


def why_not(screen: DeskScreen, action: Action) -> str:
    """Why an action does nothing on ``screen`` as it is, in one sentence; "" where it does something.

    Raises `KeyError` for an action of whose needs nobody has thought.
    """
    if is_by_name(screen, action):
        return ""
    if action.id not in _offered(screen.SCOPE):
        return _elsewhere(action)
    return NEEDS[stem(action)](screen)


def is_by_name(screen: DeskScreen, action: Action) -> bool:
    """Whether an action works on ``screen`` though its key means something else there: in a block, going elsewhere."""
    return screen.SCOPE is Scope.WORK and action.id in _PLACES


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
    if Scope.DIALOG in action.where:
        return "Only in a dialog."
    if Scope.EVERYWHERE in action.where:
        return "Only outside a block."
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


def _plannable(screen: Any) -> str:
    """One person who must not be contacted has no next step; of those marked, some may."""
    if screen.selection() is not None or screen.subject is None:
        return _anybody(screen)
    return _barred(screen.subject)


def _reachable(screen: Any) -> str:
    return _address(screen) or _barred(screen.subject)


def _barred(subject: Subject) -> str:
    return f"{subject.name} must not be contacted: {BARRED} is set." if subject.do_not_contact else ""


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


def _block(screen: Any) -> str:
    """A list to begin one with, or one that is paused."""
    if screen.crm.block.block is not None:
        return ""
    listed = getattr(screen, "markable", None)
    return "" if listed is not None and listed.total else "There is nobody to work here."


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
    if screen.SCOPE is Scope.SETTINGS:
        return ""
    return "" if screen.crm.bringing is None else "An import is under way."


def _guidable(screen: Any) -> str:
    return "" if screen.crm.guide is None else "The guide is under way."


def _guided(screen: Any) -> str:
    return "" if screen.crm.guide is not None else "No guide is under way."


def _setting(screen: Any) -> str:
    return "" if screen.settings.record is not None else "No setting is highlighted."


def _trashed(screen: Any) -> str:
    return "" if screen.trashed is not None else "No record of the trash is highlighted."


#: By the id of the action, without the number of a choice. What undo would take back is for the store to say.
NEEDS: dict[str, _Need] = {
    **dict.fromkeys(
        ("go.today", "go.contacts", "go.companies", "go.follow_ups", "go.settings", "go.duplicates", "go.data"),
        _nothing,
    ),
    **dict.fromkeys(("contact.add", "quick.add", "file.import", "file.export", "book.backup"), _nothing),
    **dict.fromkeys(("palette.open", "help.open", "app.theme"), _nothing),
    **dict.fromkeys(("app.leave", "screen.back", "block.end"), _nothing),
    **dict.fromkeys(("list.search", "list.sort", "view.switch", "timeline.filter"), _nothing),
    **dict.fromkeys(("part.next", "part.previous"), _nothing),
    **dict.fromkeys(("change.undo", "change.redo"), _writable),
    **dict.fromkeys(("row.down", "row.up", "row.first", "row.last", "row.open"), _rows),
    **dict.fromkeys(("page.down", "page.up"), _rows),
    **dict.fromkeys(("go.contact", "history.show", "call.log", "note.add", "interaction.log"), _somebody),
    **dict.fromkeys(("contact.tag", "contact.status", "contact.owner"), _anybody),
    **dict.fromkeys(("contact.edit", "contact.delete"), _entry_or_somebody),
    **dict.fromkeys(("follow_up.done", "follow_up.snooze"), _step),
    "go.work": _block,
    "contact.copy": _address,
    "contact.reach": _reachable,
    "follow_up.add": _plannable,
    **dict.fromkeys(("mark.toggle", "mark.all"), _markable),
    **dict.fromkeys(("list.next", "list.previous"), _neighbours),
    "outcome.choose": _somebody,
    **dict.fromkeys(("setting.reset", "setting.remove", "setting.up", "setting.down"), _setting),
    "contact.last": _looked_at,
    "contact.merge": _mergeable,
    "duplicate.dismiss": _somebody,
    "duplicate.merge_obvious": _nothing,
    "entry.pin": _entry,
    "guide.begin": _guidable,
    "guide.leave": _guided,
    "list.work": _workable,
    "mark.clear": _marked,
    "reminder.open": _reminded,
    **dict.fromkeys(("trash.restore", "trash.erase"), _trashed),
    "view.save": _search,
}
