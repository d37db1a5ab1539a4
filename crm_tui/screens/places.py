"""The screens that a number key opens. Each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from textual.screen import Screen

from crm_tui.actions import Scope
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.screens.desk_screen import DeskScreen


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A screen with a number. ``mode`` is its name in Textual and in the setting ``first_screen``.

    ``target`` is "module:Class" below `crm_tui.screens`. ``action`` is the action that goes there.
    """

    scope: Scope
    mode: str
    target: str
    action: str

    def open(self) -> Screen[Any]:
        """A new screen of this place."""
        screen: Screen[Any] = made(self.target)
        return screen


def load(target: str) -> Any:
    """The class of a screen, from "module:Class" below `crm_tui.screens`, imported now if it was not before."""
    module, _, name = target.partition(":")
    return getattr(import_module(f"crm_tui.screens.{module}"), name)


def made(target: str) -> Any:
    """A new screen of the class that `load` finds."""
    return load(target)()


#: The screens of a person, of a company, of a block, of the settings and of the file, as `made` takes them.
CONTACT, COMPANY, WORK = "contact:ContactScreen", "company:CompanyScreen", "work.screen:WorkScreen"
SETTINGS, DATA = "settings.screen:SettingsScreen", "data.screen:DataScreen"


def as_desk(screen: Screen[Any]) -> DeskScreen | None:
    """The screen, if it is one of ours and no dialog; their module is not loaded before the first frame."""
    from crm_tui.screens.desk_screen import DeskScreen

    return screen if isinstance(screen, DeskScreen) else None


PLACES: tuple[Place, ...] = (
    Place(scope=Scope.TODAY, mode="today", target="today:TodayScreen", action="go.today"),
    Place(scope=Scope.CONTACTS, mode="contacts", target="contacts:ContactsScreen", action="go.contacts"),
    Place(scope=Scope.COMPANIES, mode="companies", target="companies:CompaniesScreen", action="go.companies"),
    Place(scope=Scope.FOLLOW_UPS, mode="follow-ups", target="follow_ups:FollowUpsScreen", action="go.follow_ups"),
)

MODES: dict[str, str | Callable[[], Screen[Any]]] = {place.mode: place.open for place in PLACES}
