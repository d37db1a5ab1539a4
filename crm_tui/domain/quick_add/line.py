"""What a quick-add line says, once it is understood."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from crm_tui.domain.chips import Chip
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpDraft, FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.when import When


_NEXT_KINDS = {
    InteractionKind.CALL: FollowUpKind.CALL,
    InteractionKind.EMAIL: FollowUpKind.EMAIL,
    InteractionKind.MEETING: FollowUpKind.MEETING,
    InteractionKind.VISIT: FollowUpKind.MEETING,
    InteractionKind.MESSAGE: FollowUpKind.TODO,
    InteractionKind.NOTE: FollowUpKind.TODO,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLine:
    """A quick-add line, understood.

    ``contacts`` are the words after each @, to be looked up; () leaves the contact to the screen. ``kind`` is as
    typed; `logged` and `next_kind` say what becomes of it. ``is_past``: the words tell of what has happened.
    ``tags`` are as typed, without #.
    """

    line: str
    chips: tuple[Chip, ...] = ()
    contacts: tuple[str, ...] = ()
    kind: InteractionKind | FollowUpKind | None = None
    is_past: bool = False
    outcome: Outcome | None = None
    direction: Direction | None = None
    at: When | None = None
    when: When | None = None
    priority: Priority = Priority.NORMAL
    tags: tuple[str, ...] = ()
    text: str = ""

    @property
    def contact_words(self) -> str:
        """The words for the contact it is about, "" when the line names none."""
        return self.contacts[0] if self.contacts else ""

    @property
    def logged(self) -> InteractionKind | None:
        """The kind of interaction to log, None when nothing has happened yet.

        An outcome, a past day or a verb in the past tells that something has; so does a line without any day.
        """
        has_happened = self.is_past or self.at is not None or self.kind == InteractionKind.NOTE
        if self.kind == FollowUpKind.TODO and not has_happened:
            return None
        if has_happened or (self.when is None and (self.kind or self.text)):
            if isinstance(self.kind, InteractionKind):
                return self.kind
            return InteractionKind.CALL if self.outcome else InteractionKind.NOTE
        return None

    @property
    def next_kind(self) -> FollowUpKind:
        """The kind of the follow-up. After a log it is a call, or the meeting that was booked."""
        if isinstance(self.kind, FollowUpKind):
            return self.kind
        if self.outcome == Outcome.MEETING_BOOKED:
            return FollowUpKind.MEETING
        if self.kind is None or self.logged:
            return FollowUpKind.CALL
        return _NEXT_KINDS[self.kind]

    @property
    def wants_day(self) -> bool:
        """Whether it is a to-do that lacks its day."""
        return self.kind == FollowUpKind.TODO and self.logged is None and self.when is None

    def interaction(self, contacts: tuple[str, ...], desk: Desk) -> InteractionDraft | None:
        """What to log for the contacts with these ids; None when nothing has happened.

        Without a time it happened now, or at noon of the day that was given.
        """
        if self.logged is None:
            return None
        return InteractionDraft(
            contacts=contacts,
            kind=self.logged,
            at=self._happened(desk),
            direction=self.direction,
            outcome=self.outcome,
            text=self.text,
            author=desk.owner,
        )

    def follow_up(self, contact: str) -> FollowUpDraft | None:
        """The follow-up for the contact with this id; None when the line has no day for one.

        The text belongs to what is logged, if anything is.
        """
        if self.when is None:
            return None
        return FollowUpDraft(
            contact=contact,
            due=self.when.due(),
            kind=self.next_kind,
            text="" if self.logged else self.text,
            priority=self.priority,
            every=self.when.every,
        )

    def _happened(self, desk: Desk) -> datetime:
        if self.at is None or (self.at.time is None and self.at.day == desk.moment.today):
            return desk.moment.now
        value = self.at.value
        return value if isinstance(value, datetime) else datetime.combine(value, time(12), desk.moment.tz)
