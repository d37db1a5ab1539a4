"""Work mode: the people of a list, one at a time, each with everything a call needs; the next comes by itself."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container
from textual.widget import Widget

from crm_tui.actions import Scope
from crm_tui.domain.block import Block, Deed, Did, Event, Way
from crm_tui.domain.change import Change
from crm_tui.domain.errors import CrmError
from crm_tui.screens.bindings import binding, bindings
from crm_tui.screens.desk_screen import WIDE
from crm_tui.screens.dialogs.skipped import AGAIN, PAUSED, SkippedDialog
from crm_tui.screens.dialogs.summary import BACK, ENDED, SummaryDialog
from crm_tui.screens.kept import KeptScreen
from crm_tui.screens.store_app import EVERYTHING
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.toast import Toast
from crm_tui.screens.work.bars import OutcomeBar, WorkHead
from crm_tui.screens.work.card import WorkCard, WorkPast
from crm_tui.screens.work.view import Arrival, work_view


class WorkScreen(KeptScreen):
    """The person whose turn it is. What settles them, by whatever key, brings the next one.

    The block itself is in ``crm.block``; every step is kept there at once, so that nothing is lost by leaving.
    """

    SCOPE = Scope.WORK
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(Scope.WORK), binding("app.leave")]
    AUTO_FOCUS = ""
    IS_READ_ABOVE: ClassVar[bool] = True

    def __init__(self) -> None:
        super().__init__()
        self._here: Arrival | None = None
        self._ahead: Arrival | None = None
        self._deeds: tuple[Deed, ...] = ()
        #: The operations that stood when the book was last looked into.
        self._stood: Collection[int] = ()
        self._way = Way.TAKE_UP
        self._has_ended = False
        #: Names of those who were skipped, to be offered again at the end.
        self._left: tuple[str, ...] = ()

    def turn_to(self) -> None:
        """Goes on with the block that there is, from whoever is next in it."""
        self._note(Did.RESUME)
        self._way, self._has_ended = Way.TAKE_UP, False
        self.turned()

    def blank(self) -> None:
        """Takes the person off the screen."""
        self._here = self._ahead = None
        self._draw()

    def head(self) -> Widget:
        """No places: digits are outcomes here."""
        return WorkHead(self.crm.icons)

    def body(self) -> ComposeResult:
        """The person, what happened beside them, and the outcomes."""
        self._moment = self.crm.desk().moment
        with Container(id="panes"):
            yield WorkCard(self.crm.icons, id="person")
            yield WorkPast(self.crm.icons, id="past")
        yield OutcomeBar(self.crm.config.keys)

    def on_resize(self) -> None:
        """Draws for the new width, and keeps toasts above the outcomes."""
        self._draw()
        self.query_one(Toast).styles.margin = (0, 0, self.query_one(OutcomeBar).height_in(self.size.width) + 1, 0)

    @property
    def _block(self) -> Block:
        block = self.crm.block.block
        return block if block is not None else Block(source="", title="", turns=(), began=0)

    @property
    def subject(self) -> Subject | None:
        """The person in front, with the follow-up in hand."""
        if self._here is None or self._here.person is None:
            return None
        return Subject.of_contact(self._here.person.contact, self._here.step)

    @property
    def is_up_to_date(self) -> bool:
        """Whether the end has been told as well, if this is the end."""
        return super().is_up_to_date and not self._is_end_untold

    @property
    def _is_end_untold(self) -> bool:
        return self._here is not None and self._here.person is None and not self._has_ended

    # What was done

    def _note(self, did: Did, *, place: int | None = None, operation: int = 0, why: str = "") -> None:
        """Keeps what has happened with the person in front, or at another ``place``."""
        at = self._block.place if place is None else place
        event = Event(did=did, at=self.crm.desk().moment.epoch, place=at, operation=operation, why=why)
        try:
            self.crm.block.add(event)
        except CrmError as error:
            self.crm.complain(error)

    def _take(self, change: Change) -> None:
        """Counts what is written while the block is open, on whatever screen over it."""
        if change.operation and self in self.app.screen_stack:
            self._note(Did.WRITE, operation=change.operation)
        super()._take(change)

    async def reload(self, change: Change) -> None:
        """Looks where the block leads now, and shows who is there. Who is next is fetched with them."""
        self._moment = self.crm.desk().moment
        view = await self.ask("work", work_view, block=self._block, way=self._way, before=self._stood)
        self._way = Way.STAY
        self._deeds, self._stood = view.deeds, tuple(deed.operation for deed in view.deeds)
        self._left = view.left
        if view.here is None:
            self.crm.toast("This is the first of the block.", "] goes on.", severity="hint")
        else:
            self._arrive(view.here, view.ahead)
        self.release()
        if self.app.screen is self:
            self._tell_end()

    def _arrive(self, here: Arrival, ahead: Arrival | None) -> None:
        """Shows ``here``."""
        block = self._block
        for one in here.passed:
            if one.place not in block.passed:
                self._note(Did.LEAVE_OUT, place=one.place, why=one.why)
        if here.place != block.place:
            self._note(Did.SHOW, place=here.place)
        if here.person is not None:
            self._has_ended = False
            if self._here is None or self._here.place != here.place:
                self.crm.remember(here.person.contact.id)
        if self._here is not None and self._here.place == here.place and not here.passed:
            here = _with_passed(here, self._here)
        self._here, self._ahead = here, ahead
        self._draw()

    def _draw(self) -> None:
        """Paints what differs."""
        here, block = self._here, self._block
        card = self.query_one(WorkCard)
        card.is_whole, card.says = self.app.size.width < WIDE, self._says()
        card.show(here, self._moment)
        self.query_one(WorkPast).show(here, self._moment)
        self.query_one(WorkHead).show(block, block.tally(self._deeds))

    def _says(self) -> str:
        """What the block knows of the person in front."""
        block = self._block
        if block.place in block.settled(self._deeds):
            return "Done in this block. ] goes on."
        return "Skipped before." if block.place in block.skipped else ""

    # Keys

    async def action_outcome_choose(self, number: int) -> None:
        """Opens the log of a call that has ended so."""
        from crm_tui.screens.dialogs.log import LogDialog

        if subject := self.subject:
            dialog = LogDialog.of_call(subject)
            await self.app.push_screen(dialog)
            dialog.action_outcome_choose(number)

    def action_list_next(self) -> None:
        """To whoever comes next; a person who was not settled is skipped."""
        block = self._block
        if block.turn is None:
            return
        if block.place not in block.settled(self._deeds):
            self._note(Did.SKIP)
        if self._ahead is not None:
            self._arrive(self._ahead, None)
        else:
            self._way = Way.ON
        self._take(EVERYTHING)

    def action_list_previous(self) -> None:
        """To the one before, settled or not."""
        self._way = Way.BACK
        self._take(EVERYTHING)

    def action_row_open(self) -> None:
        """Opens the person's own screen over the block."""
        self.action_go_contact()

    def action_go_today(self) -> None:
        """Pauses the block, and goes to Today."""
        self._pause_for("today")

    def action_go_contacts(self) -> None:
        """Pauses the block, and goes to Contacts."""
        self._pause_for("contacts")

    def action_go_companies(self) -> None:
        """Pauses the block, and goes to Companies."""
        self._pause_for("companies")

    def action_go_follow_ups(self) -> None:
        """Pauses the block, and goes to Follow-ups."""
        self._pause_for("follow-ups")

    def _pause_for(self, mode: str) -> None:
        self.pause()
        self.app.call_later(self.crm.go, mode)

    async def action_screen_back(self) -> None:
        """Pauses the block."""
        self.pause()

    def action_app_leave(self) -> None:
        """Pauses the block."""
        self.pause()

    def pause(self) -> None:
        """Leaves the block as it is."""
        self._note(Did.PAUSE)
        self.dismiss()  # first, or this screen would be laid out for the toast as well
        words = self.crm.spelt("{list.work} goes on with it.")
        self.crm.toast(f"Block paused at {self._block.position}.", words, severity="hint")

    def _leave(self) -> None:
        """Ends the block."""
        try:
            self.crm.block.forget()
        except CrmError as error:
            self.crm.complain(error)
        else:
            self.crm.toast("The block has ended.", self.crm.spelt("{list.work} begins another."), severity="hint")
        self.dismiss()

    async def action_block_end(self) -> None:
        """Shows what was done, and asks whether that was all."""
        self._note(Did.SHOW)
        await self.app.push_screen(SummaryDialog(self._block, self._deeds, is_over=False), self._end)

    # The end

    def on_screen_resume(self, _: events.ScreenResume) -> None:
        """Tells the end, once the dialog that brought it is gone."""
        if not self._is_stale:
            self._tell_end()

    def _tell_end(self) -> None:
        """Offers those who were skipped; where there is nobody, says what was done."""
        if not self._is_end_untold:
            return
        self._has_ended = True
        if self._left:
            self.app.push_screen(SkippedDialog(self._left), self._answer)
        else:
            self._sum_up()

    def _sum_up(self) -> None:
        self.app.push_screen(SummaryDialog(self._block, self._deeds, is_over=True), self._end)

    def _answer(self, result: str | None) -> None:
        """Goes through those who were skipped again, or not."""
        if result == AGAIN:
            self._note(Did.AGAIN)
            self._way = Way.TAKE_UP
            self._take(EVERYTHING)
        elif result == PAUSED:
            self.call_later(self.pause)
        elif result == ENDED:
            self.call_later(self._sum_up)
        else:
            self._end(result)

    def _end(self, result: str | None) -> None:
        """Ends the block, or goes on with it: after an undo, or back from its end."""
        if result == ENDED:
            self.call_later(self._leave)
        elif result == BACK:
            self.call_later(self.action_list_previous)
        else:
            self._has_ended = False
            self.call_later(self._tell_end)


def _with_passed(here: Arrival, before: Arrival) -> Arrival:
    """Somebody who is still in front, with those who were passed over on the way to them."""
    from crm_tui.domain.value import replace

    return replace(here, passed=before.passed)
