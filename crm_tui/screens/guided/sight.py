"""What the guide sees: the dialog in front, the screen beneath it, and whether the step can be done there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from textual.css.query import NoMatches
from textual.widgets import Input

from crm_tui import actions
from crm_tui.actions import Action, Scope
from crm_tui.domain.guided import Step
from crm_tui.domain.interaction import InteractionKind
from crm_tui.screens.applying import why_not
from crm_tui.screens.dialogs.log import LogDialog
from crm_tui.screens.dialogs.palette import PaletteDialog
from crm_tui.screens.dialogs.snooze import SnoozeDialog
from crm_tui.screens.guided.words import ACTION, Front, Sight
from crm_tui.screens.places import as_desk
from crm_tui.screens.widgets.search_box import SearchBox

if TYPE_CHECKING:
    from textual.screen import Screen

    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.desk_screen import DeskScreen

#: Letters of a search that is one: a single one finds nearly everybody.
_LEAST = 2


def desk_in_front(app: CrmApp) -> DeskScreen | None:
    """The screen in front, or beneath the dialog; None where it is still being made."""
    desk = next(filter(None, map(as_desk, reversed(app.screen_stack))), None)
    return desk if desk is not None and desk.is_mounted else None


def seen(app: CrmApp, step: Step) -> Sight | None:
    """What the rep has in front of them, with regard to ``step``; None where that is still being made."""
    if (desk := desk_in_front(app)) is None:
        return None
    try:
        return _seen(app, desk, step)
    except NoMatches:  # it is being taken down
        return None


def _seen(app: CrmApp, desk: DeskScreen, step: Step) -> Sight:
    screen = app.screen
    action = _action(ACTION.get(step, ACTION[Step.CALL]))
    is_offered = action in actions.on(desk.SCOPE)
    sought, has_found = _search(desk)
    return Sight(
        front=_front(screen),
        is_offered=is_offered,
        why=why_not(desk, action) if is_offered else "",
        is_block=desk.SCOPE is Scope.WORK,
        is_typing=isinstance(app.focused, Input),
        sought=sought,
        has_found=has_found,
        person=getattr(getattr(desk, "subject", None), "id", ""),
        chosen=_chosen(screen),
    )


@cache
def _action(id: str) -> Action:
    (found,) = (action for action in actions.ACTIONS if action.id == id)
    return found


def _front(screen: Screen[Any]) -> Front:
    if as_desk(screen) is not None:
        return Front.NOTHING
    if isinstance(screen, LogDialog) and screen.sheet.kind is InteractionKind.CALL:
        return Front.CALL if screen.sheet.outcome is None else Front.ENDED_CALL
    if isinstance(screen, SnoozeDialog):
        return Front.SNOOZE
    return Front.PALETTE if isinstance(screen, PaletteDialog) else Front.OTHER


def _chosen(screen: Screen[Any]) -> str:
    return f"{screen.sheet.outcome} {screen.sheet.choice}" if isinstance(screen, LogDialog) else ""


def _search(desk: DeskScreen) -> tuple[str, bool]:
    """What stands in the search line of a screen, and whether that has found somebody."""
    for box in desk.query(SearchBox):
        sought = box.value.strip()
        is_answer = desk.is_up_to_date and box.wrong is None and len(sought) >= _LEAST
        return sought, is_answer and bool(box.records.total)
    return "", False
