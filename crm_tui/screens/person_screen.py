"""What can be done with a person, on every screen that highlights one."""

from __future__ import annotations

from typing import Any

from crm_tui.domain.contact import Contact
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.follow_up import FollowUp, FollowUpState
from crm_tui.screens.marking import MarkingScreen
from crm_tui.screens.subject import Subject
from crm_tui.screens.whom import Whom
from crm_tui.screens.widgets.record_list import RecordList


def _contact(connection: Any, desk: Desk, id: str) -> Contact:
    from crm_tui.store import contacts

    return contacts.one(connection, desk, id)


class PersonScreen(MarkingScreen):
    """A screen about people: the verbs of product.md, each one key, each about `subject`.

    Tags, status, owner, a new follow-up and the trash are about everybody marked, if there is anybody; snoozing and
    done about the marked follow-ups. Where the rows of the list are follow-ups, editing and the trash are about those.
    Dialogs open inside the key's own handler, so that the keys typed next already
    reach them.
    """

    @property
    def subject(self) -> Subject | None:
        """The person that keys are about, None when the list is empty."""
        raise NotImplementedError

    @property
    def row_step(self) -> FollowUp | None:
        """The follow-up that the highlighted row is, in a list of such."""
        return None

    def _chosen(self) -> Subject | None:
        """The subject; when there is none, a toast says so."""
        if (subject := self.subject) is None:
            self.crm.toast("There is nobody in this list.", severity="hint")
        return subject

    def _is_barred(self, subject: Subject) -> bool:
        """Whether this person must not be contacted, which a toast then says."""
        if subject.do_not_contact:
            self.crm.toast(f"{subject.name} must not be contacted.", "p lifts it.", severity="warning")
        return subject.do_not_contact

    async def action_list_work(self) -> None:
        """Works this list one person at a time, or whoever is marked; goes on with a block that is paused."""
        from crm_tui.screens.work import begin

        try:
            await begin.work(self)
        except CrmError as error:
            self.crm.complain(error)

    async def action_call_log(self) -> None:
        """Opens the log of a call, its timer running."""
        from crm_tui.screens.dialogs.log import LogDialog

        if subject := self._chosen():
            await self.app.push_screen(LogDialog.of_call(subject))

    async def action_interaction_log(self) -> None:
        """Opens the log of anything that happened."""
        from crm_tui.screens.dialogs.log import LogDialog

        if subject := self._chosen():
            await self.app.push_screen(LogDialog.of_anything(subject))

    async def action_note_add(self) -> None:
        """Opens a note."""
        from crm_tui.screens.dialogs.note import NoteDialog

        if subject := self._chosen():
            await self.app.push_screen(NoteDialog(subject))

    async def action_follow_up_add(self) -> None:
        """Opens the line for a new follow-up."""
        from crm_tui.screens.dialogs.follow_up import FollowUpDialog

        if whom := await self.whom():
            await self.app.push_screen(FollowUpDialog(whom), self.clear_marks_after)

    async def action_follow_up_done(self) -> None:
        """Opens what became of the follow-up; those that are marked are done without more words."""
        if self.selection() is not None:
            from crm_tui.screens.dialogs.sure import SureDialog

            if whom := await self._marked_steps():
                await self.app.push_screen(SureDialog.of_done(whom), self.clear_marks_after)
            return
        from crm_tui.screens.dialogs.log import LogDialog

        if (subject := self._with_follow_up("d is for follow-ups; f makes one, c logs a call.")) and subject.follow_up:
            await self.app.push_screen(LogDialog.of_done(subject, subject.follow_up))

    async def action_follow_up_snooze(self) -> None:
        """Opens the days to move the follow-ups to."""
        from crm_tui.screens.dialogs.snooze import SnoozeDialog

        if self.selection() is not None:
            if whom := await self._marked_steps():
                await self.app.push_screen(SnoozeDialog(whom.follow_ups, whom.steps), self.clear_marks_after)
        elif (subject := self._with_follow_up("s is for follow-ups; f makes one.")) and (step := subject.follow_up):
            about = f"{step.contact.name}: {step.text or step.kind}"
            await self.app.push_screen(SnoozeDialog((step.id,), about))

    async def _marked_steps(self) -> Whom | None:
        """Those marked, if there are follow-ups among them."""
        whom = await self.whom()
        if whom is not None and not whom.follow_ups:
            self.crm.toast("None of the marked rows is a follow-up.", "f makes one for each.", severity="hint")
            return None
        return whom

    def _with_follow_up(self, hint: str) -> Subject | None:
        subject = self._chosen()
        if subject is not None and subject.follow_up is None:
            self.crm.toast(f"{subject.name} has no follow-up here.", hint, severity="hint")
            return None
        return subject

    def action_go_contact(self) -> None:
        """Opens the person's own screen."""
        if subject := self._chosen():
            self.crm.open_contact(subject.id, self._list_of(subject))

    def _list_of(self, subject: Subject) -> RecordList[Any] | None:
        """The list that the person is highlighted in, whose neighbours come next; None for one of a timeline, say."""
        records = self.markable
        record = None if records is None else records.record
        person = getattr(record, "contact", record)
        return records if person is not None and person.id == subject.id else None

    def action_history_show(self) -> None:
        """Opens the person's own screen at its history."""
        if subject := self._chosen():
            self.crm.open_contact(subject.id, self._list_of(subject), part="history")

    async def action_contact_edit(self) -> None:
        """Opens everything that is known of the person, or the highlighted follow-up, for editing."""
        from crm_tui.screens.dialogs.edit_contact import EditContactDialog

        if (step := self.row_step) is not None:
            await self._edit_step(step)
        elif subject := self._chosen():
            try:
                contact = await self.crm.read(_contact, subject.id)
            except CrmError as error:
                self.crm.complain(error)
            else:
                await self.app.push_screen(EditContactDialog(contact))

    async def _edit_step(self, step: FollowUp) -> None:
        from crm_tui.screens.dialogs.edit_follow_up import EditFollowUpDialog

        if step.state is FollowUpState.OPEN:
            await self.app.push_screen(EditFollowUpDialog(step, self.crm.desk()))
        else:
            self.crm.toast(f"This follow-up is {step.state}.", "Only an open one is changed.", severity="hint")

    async def action_contact_tag(self) -> None:
        """Opens the tags."""
        from crm_tui.screens.dialogs.tags import TagsDialog

        if whom := await self.whom():
            await self.app.push_screen(TagsDialog(whom), self.clear_marks_after)

    async def action_contact_status(self) -> None:
        """Opens the statuses and tiers."""
        from crm_tui.screens.dialogs.status import StatusDialog

        if whom := await self.whom():
            await self.app.push_screen(StatusDialog(whom), self.clear_marks_after)

    async def action_contact_owner(self) -> None:
        """Asks whose contact it is."""
        from crm_tui.screens.dialogs.owner import OwnerDialog

        if whom := await self.whom():
            await self.app.push_screen(OwnerDialog(whom), self.clear_marks_after)

    async def action_contact_merge(self) -> None:
        """Shows side by side those marked, or whoever may be the same person as the highlighted one."""
        from crm_tui.screens.dialogs.merge import MOST_MERGED, DuplicatesDialog, MergeDialog, whole
        from crm_tui.store import selection

        if (chosen := self.selection()) is None:
            if subject := self._chosen():
                await self.app.push_screen(DuplicatesDialog(subject))
            return
        try:
            ids = await self.crm.read(selection.ids, chosen, MOST_MERGED + 1)
            if not 2 <= len(ids) <= MOST_MERGED:
                hint = f"Two to {MOST_MERGED} marked people can be one."
                self.crm.toast("Mark the records of one person.", hint, severity="hint")
                return
            people = await self.crm.read(whole, ids)
        except CrmError as error:
            self.crm.complain(error)
        else:
            await self.app.push_screen(MergeDialog(people), self.clear_marks_after)

    async def action_contact_delete(self) -> None:
        """Moves the person, or the highlighted follow-up, to the trash; z brings it back. Those marked are counted."""
        if (whom := await self.whom()) is None:
            return
        step = self.row_step
        if whom.one is None:
            from crm_tui.screens.dialogs.sure import SureDialog

            dialog = SureDialog.of_trash(whom) if step is None else SureDialog.of_trashed_steps(whom)
            await self.app.push_screen(dialog, self.clear_marks_after)
            return
        from crm_tui.store import contacts, follow_ups

        try:
            await self.crm.warm_up()
            if step is None:
                await self.crm.write(contacts.delete, (whom.one.id,))
            else:
                await self.crm.write(follow_ups.delete, (step.id,))
        except CrmError as error:
            self.crm.complain(error)

    def action_contact_copy(self) -> None:
        """Puts the phone number, or the e-mail address, on the clipboard of the terminal."""
        if subject := self._chosen():
            if text := subject.phone or subject.email:
                self.app.copy_to_clipboard(text)
                self.crm.toast(f"Copied {text}")
            else:
                self.crm.toast(f"{subject.name} has neither phone nor e-mail.", "e adds one.", severity="hint")

    def action_contact_reach(self) -> None:
        """Hands the phone number or e-mail address to the program that dials or writes."""
        subject = self._chosen()
        if subject and not self._is_barred(subject):
            if subject.phone:
                self.app.open_url(f"tel:{''.join(char for char in subject.phone if char in '+0123456789')}")
                self.crm.toast(f"Dialling {subject.phone}", "c logs the call.")
            elif subject.email:
                self.app.open_url(f"mailto:{subject.email}")
                self.crm.toast(f"Writing to {subject.email}", "l logs the e-mail.")
            else:
                self.crm.toast(f"{subject.name} has neither phone nor e-mail.", "e adds one.", severity="hint")
