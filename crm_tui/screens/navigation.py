"""Ways through the app: to a place, over the present screen to a person or a company, and back."""

from __future__ import annotations

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.actions import Scope
from crm_tui.config import Config
from crm_tui.screens.places import COMPANY, CONTACT, DATA, PLACES, SETTINGS, WORK, as_desk, load, made
from crm_tui.screens.tidying import Tidying
from crm_tui.screens.watching import WatchingApp
from crm_tui.screens.work.file import BlockFile

if TYPE_CHECKING:
    from crm_tui.domain.view import View
    from crm_tui.screens.desk_screen import DeskScreen
    from crm_tui.screens.kept import KeptScreen
    from crm_tui.screens.subject import Subject
    from crm_tui.screens.widgets.record_list import RecordList


#: Screens of one kind that are kept: a person, someone at the same company, one to spare.
_MOST_KEPT = 3


#: What is built ahead, the likeliest first: the person, before the place where all of them are.
_AHEAD = (CONTACT, *(place.target for place in PLACES), WORK, COMPANY, SETTINGS)


class NavigatingApp(WatchingApp):
    """Goes from screen to screen."""

    def __init__(self, config: Config, *, db: Path, log_folder: Path, now: str | datetime | None = None) -> None:
        super().__init__(config, db=db, log_folder=log_folder, now=now)
        #: The block of people that is being worked, or was paused.
        self.block = BlockFile(db)
        self._looked_at = ("", "")
        #: Screens that are filled anew with the next person or company, by what they are made from.
        self._kept: dict[str, list[KeptScreen]] = {}
        self.tidying = Tidying()
        #: What has been built ahead, or need not be.
        self._built: set[str] = set()

    def go(self, mode: str) -> None:
        """Shows the screen of a place, as it was left."""
        if self.current_mode != mode:
            self.switch_mode(mode)

    def _go_to(self, mode: str) -> None:
        """Shows the screen of a place as it was left; where that is in front already, the place itself."""
        if self.current_mode != mode:
            self.switch_mode(mode)
        else:
            self._go_down()

    def _go_down(self) -> None:
        """Leaves whatever has been opened over the screen of the place."""
        while len(self.screen_stack) > 1:
            top: Any = self.screen
            if as_desk(top) is not None and top.SCOPE is Scope.WORK:
                top.pause()
                self.call_later(self._go_down)
                return
            self.pop_screen()

    def open_contact(self, id: str, among: RecordList[Any] | None = None, *, part: str = "") -> None:
        """Shows the screen of a person over the present one, or one ``part`` of it.

        ``among`` is the list that they stand in.
        """
        self.remember(id)
        here: Subject | None = getattr(self.screen, "subject", None)
        screen = self._unused(CONTACT)
        screen.turn_to(id, among, here if here is not None and here.id == id else None, part)
        self.push_screen(screen)

    def open_company(self, id: str) -> None:
        """Shows the screen of a company over the present one."""
        screen = self._unused(COMPANY)
        screen.turn_to(id)
        self.push_screen(screen)

    def open_block(self) -> None:
        """Goes on with the block that there is: over the present screen, or where it is open already."""
        kept: list[Any] = [*self._kept.get(WORK, ())]
        for screen in kept:
            if (mode := self.mode_of(screen)) is not None:
                self.go(mode)
                while self.screen is not screen and len(self.screen_stack) > 1:
                    self.pop_screen()
                screen.turn_to()
                return
        screen = self._unused(WORK)
        screen.turn_to()
        self.push_screen(screen)

    async def open_view(self, view: View) -> None:
        """Lists a view in Contacts, and leaves whatever lies over them."""
        if self.current_mode != "contacts":
            await self.switch_mode("contacts")
        self._go_down()

        def show() -> None:
            contacts: Any = self.screen
            if hasattr(contacts, "show_view"):
                contacts.show_view(view)
            else:  # a block is being paused
                self.call_later(show)

        self.call_later(show)

    async def mount_ahead(self) -> None:
        """Builds one of the screens that the rep has not seen yet, so that it is there when its key is pressed."""
        target = next((each for each in _AHEAD if each not in self._built), None)
        if target is None:
            self.tidying.pause(is_built=len(self.screen_stack) == 1)
            return
        self._built.add(target)
        place = next((place for place in PLACES if place.target == target), None)
        if place is not None and self.is_begun(place.mode):
            return
        # Its modules are read beside the interface; building it is a dozen short steps, between which keys are taken.
        await asyncio.to_thread(load, target)
        if place is None:
            await self.mount_behind(self._unused(target))
        elif not self.is_begun(place.mode):
            await self.mount_behind(made(target), mode=place.mode)

    def action_go_settings(self) -> None:
        """Shows the settings, over the present screen."""
        here = as_desk(self.screen)
        if here is not None and here.SCOPE is not Scope.SETTINGS:
            self.push_screen(self._unused(SETTINGS))

    def action_go_data(self) -> None:
        """Shows the file, its trash and its history, over the present screen."""
        here = as_desk(self.screen)
        if here is not None and here.SCOPE is not Scope.DATA:
            self.push_screen(self._unused(DATA))

    def _unused(self, target: str) -> Any:
        """A screen that is not open anywhere, a kept one if there is one."""
        kept = self._kept.setdefault(target, [])
        for screen in kept:
            if not self.is_open(screen):
                return screen
        new: KeptScreen = made(target)
        if len(kept) < _MOST_KEPT:
            kept.append(new)
            self.keep(new)
        return new

    def remember(self, id: str) -> None:
        """Notes that a person was looked at, for the key that goes back to them."""
        if id != self._looked_at[0]:
            self._looked_at = (id, self._looked_at[0])

    def contact_before(self, screen: DeskScreen | None) -> str:
        """Whom the key leads back to from ``screen``, "" for nobody."""
        here, before = self._looked_at
        return before if screen is not None and screen.SCOPE is Scope.CONTACT else here

    def action_contact_last(self) -> None:
        """Shows the person that was looked at before."""
        screen = as_desk(self.screen)
        if not (wanted := self.contact_before(screen)):
            if screen is not None and screen.SCOPE is Scope.CONTACT:
                self.toast("No other contact was opened before.", severity="hint")
            else:
                hint = self.spelt("{row.open} opens the highlighted one.")
                self.toast("No contact has been opened yet.", hint, severity="hint")
            return
        if screen is not None and screen.SCOPE is Scope.CONTACT:
            self.pop_screen()
        self.open_contact(wanted)

    def action_go_today(self) -> None:
        """Shows Today."""
        self._go_to("today")

    def action_go_contacts(self) -> None:
        """Shows Contacts."""
        self._go_to("contacts")

    def action_go_companies(self) -> None:
        """Shows Companies."""
        self._go_to("companies")

    def action_go_follow_ups(self) -> None:
        """Shows the agenda."""
        self._go_to("follow-ups")

    async def action_go_work(self) -> None:
        """Works the list in front; where there is none, goes on with the block that is paused."""
        screen: Any = self.screen
        if getattr(screen, "markable", None) is not None:
            await screen.action_list_work()
        elif self.block.block is not None:
            self.open_block()
        else:
            self.toast("There is no list to work here.", self.spelt("{go.today} has one."), severity="hint")

    async def action_screen_back(self) -> None:
        """Back to the screen beneath, if there is one."""
        if len(self.screen_stack) > 1:
            self.pop_screen()
