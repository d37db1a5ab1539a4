"""The screens that a number key opens. Each is imported when it is first shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from crm_tui.actions import Scope

if TYPE_CHECKING:
    from crm_tui.screens.subject import Subject
    from crm_tui.screens.widgets.record_list import RecordList


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
        module, _, name = self.target.partition(":")
        screen = cast("type[Screen[Any]]", getattr(import_module(f"crm_tui.screens.{module}"), name))
        return screen()


def contact_screen(id: str, among: RecordList[Any] | None, known: Subject | None, part: str) -> Screen[Any]:
    """The screen of a person, by their id, who was opened from the list ``among``, which knew ``known`` of them.

    ``part`` is the list that is in front at first; "" for the timeline.
    """
    module = import_module("crm_tui.screens.contact")
    return cast("Screen[Any]", module.ContactScreen(id, among, known, part))


def company_screen(id: str) -> Screen[Any]:
    """The screen of one company, by its id."""
    module = import_module("crm_tui.screens.company")
    return cast("Screen[Any]", module.CompanyScreen(id))


PLACES: tuple[Place, ...] = (
    Place(scope=Scope.TODAY, mode="today", target="today:TodayScreen", action="go.today"),
    Place(scope=Scope.CONTACTS, mode="contacts", target="contacts:ContactsScreen", action="go.contacts"),
    Place(scope=Scope.COMPANIES, mode="companies", target="companies:CompaniesScreen", action="go.companies"),
    Place(scope=Scope.FOLLOW_UPS, mode="follow-ups", target="follow_ups:FollowUpsScreen", action="go.follow_ups"),
)

MODES: dict[str, str | Callable[[], Screen[Any]]] = {place.mode: place.open for place in PLACES}
