"""What a log dialog knows before it is saved: kind, outcome, note, and the step that follows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from textual.content import Content

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.follow_up import FollowUp, FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import Direction, InteractionDraft, InteractionKind
from crm_tui.domain.outcome import CONNECTS, Outcome
from crm_tui.screens.dialogs import step_line
from crm_tui.screens.dialogs.step_line import NONE, StepLine
from crm_tui.screens.plain import line
from crm_tui.screens.subject import Subject

if TYPE_CHECKING:
    from crm_tui.domain.next_step import Proposal

#: Outcomes that something other than a call may have.
OF_ANYTHING = frozenset({Outcome.MEETING_BOOKED, Outcome.CALLBACK_REQUESTED, Outcome.NOT_INTERESTED})

#: Kinds that have neither an outcome nor a direction.
_ONE_SIDED = frozenset({InteractionKind.NOTE, InteractionKind.MEETING, InteractionKind.VISIT})


def happened_at(phrase: str, desk: Desk) -> datetime:
    """When something happened, in words; a day alone is the beginning of work on it, "" is now.

    Raises `ParseError` for a phrase that is not understood, `UsageError` for what is still to come.
    """
    from crm_tui.domain import when

    now = desk.moment.now
    if not phrase or phrase.lower() == "now":
        return now
    value = when.parse(phrase, desk, past=True).value
    if not isinstance(value, datetime):
        began = datetime.combine(value, desk.working.day_start, desk.moment.tz)
        value = min(began, now) if value == desk.moment.today else began
    if value > now:
        raise UsageError(f"{when.describe(value, desk.moment)} is still to come.", "f plans ahead.")
    return value


#: In a note, what follows this sign is the next step.
NEXT_SIGN = " > "


def outcomes_of(kind: InteractionKind | None) -> frozenset[Outcome]:
    """The outcomes that something of this kind may have."""
    if kind is InteractionKind.CALL:
        return frozenset(Outcome)
    return frozenset() if kind in (None, InteractionKind.NOTE) else OF_ANYTHING


@dataclass(slots=True, kw_only=True)
class LogSheet:
    """The state of the dialog. ``next`` and ``at`` are as typed, "" for what is proposed and for now.

    ``others`` are the ids of those who took part beside the subject. ``completes`` is the follow-up that this does,
    ``choice`` which of the proposed next steps is taken.
    """

    subject: Subject
    kind: InteractionKind | None
    completes: FollowUp | None = None
    outcome: Outcome | None = None
    choice: int = 0
    note: str = ""
    next: str = ""
    at: str = ""
    others: tuple[str, ...] = ()

    @property
    def outcomes(self) -> frozenset[Outcome]:
        """The outcomes that can be chosen."""
        return outcomes_of(self.kind)

    @property
    def is_chosen(self) -> bool:
        """Whether it is said what happened, and of a call how it ended."""
        return self.outcome is not None or self.kind not in (None, InteractionKind.CALL)

    @property
    def text(self) -> str:
        """The note, without a next step written at its end."""
        if not self._is_next_in_note:
            return self.note
        before = self.note.rpartition("\n")[0]
        return "\n".join((before, self._last_line.rpartition(NEXT_SIGN)[0].strip())).strip()

    @property
    def step_text(self) -> str:
        """The next step as typed, in its own field or at the end of the note."""
        return self._last_line.rpartition(NEXT_SIGN)[2].strip() if self._is_next_in_note else self.next

    @property
    def _last_line(self) -> str:
        """The end of the note; further up, the sign quotes somebody."""
        return " " + self.note.rpartition("\n")[2]

    @property
    def _is_next_in_note(self) -> bool:
        return not self.next and NEXT_SIGN in self._last_line

    def choose(self, outcome: Outcome) -> None:
        """Takes an outcome, and the first of what it proposes."""
        self.outcome, self.choice = outcome, 0

    def proposal(self, desk: Desk) -> Proposal | None:
        """What the outcome proposes, or the alternative that was chosen; None without an outcome."""
        from crm_tui.domain.next_step import propose

        if self.outcome is None:
            return None
        attempts = self.subject.attempts + (self.kind is InteractionKind.CALL)
        proposal = propose(self.outcome, desk, status=self.subject.status, attempts=attempts)
        if not (number := self.choice % (len(proposal.choices) + 1)):
            return proposal
        other = proposal.choices[number - 1]
        return replace(proposal, due=other.due, status=other.status, asks=False)

    def asks_when(self, desk: Desk) -> bool:
        """Whether the outcome promises a step whose time is not said yet."""
        proposal = None if self.step_text or self.subject.do_not_contact else self.proposal(desk)
        return proposal is not None and proposal.due is None and proposal.asks

    def step(self, desk: Desk) -> StepLine | None:
        """What is to come, typed or proposed; None for nothing. Raises `CrmError` for what is not understood."""
        proposal, text = self.proposal(desk), self.step_text
        if text.lower() in NONE or (not text and self.subject.do_not_contact):
            return None
        if text:
            return step_line.read(text, desk, kind=proposal.kind if proposal else FollowUpKind.CALL)
        if self.asks_when(desk):
            raise UsageError("When?", "Type the next step, like tue 9; or none.")
        if proposal is None or proposal.due is None:
            return None
        return StepLine(due=proposal.due, kind=proposal.kind, text=proposal.text)

    def next_step(self, desk: Desk) -> FollowUpDraft | None:
        """The follow-up to be made."""
        step = self.step(desk)
        return None if step is None else step.draft(self.subject.id)

    def status(self, desk: Desk) -> str | None:
        """The status after, None for unchanged."""
        proposal = self.proposal(desk)
        return proposal.status if proposal else None

    def happened_at(self, desk: Desk) -> datetime:
        """When it happened. Raises `ParseError` for a phrase that is not understood, `UsageError` for the future."""
        return happened_at(self.at, desk)

    def draft(self, desk: Desk, minutes: int | None) -> InteractionDraft:
        """The interaction. Raises `UsageError` while the kind, or the outcome of a call, is missing."""
        if self.kind is None:
            raise UsageError("What was it?", "Press one of the keys above.")
        if self.kind is InteractionKind.CALL and self.outcome is None:
            raise UsageError("How did it end?", "Press one of the keys above.")
        return InteractionDraft(
            contacts=(self.subject.id, *self.others),
            kind=self.kind,
            at=self.happened_at(desk),
            direction=None if self.kind in _ONE_SIDED else Direction.OUT,
            outcome=self.outcome,
            duration_minutes=minutes if self.outcome in CONNECTS else None,
            text=self.text,
            author=desk.owner,
        )

    def _echo_number(self, arrow: str) -> list[Content]:
        """That the number is the wrong one, which is marked."""
        if self.outcome is not Outcome.WRONG_NUMBER or not self.subject.phone:
            return []
        return [Content(line(f"{arrow} {self.subject.phone} is marked bad"))]

    def echo(self, desk: Desk, arrow: str) -> Content:
        """What saving would do, in words: next step, status, and the follow-up that is done by it."""
        return Content("\n").join(filter(None, (self._echo_step(desk, arrow), *self._echo_rest(desk, arrow))))

    def _echo_step(self, desk: Desk, arrow: str) -> Content | None:
        if not self.is_chosen:
            return None
        try:
            step = self.step(desk)
        except CrmError as error:
            return Content.styled(line(error.words), "$text-warning")
        if step is None:
            return Content.styled(f"{arrow} no next step", "$foreground-muted")
        return step_line.spoken(step, desk, arrow=arrow)

    def _echo_rest(self, desk: Desk, arrow: str) -> list[Content]:
        from crm_tui.domain import when

        lines = self._echo_number(arrow)
        if (status := self.status(desk)) and status != self.subject.status:
            lines.append(Content(line(f"{arrow} status {self.subject.status} {arrow} {status}")))
        if proposal := self.proposal(desk):
            lines += [Content(line(note)) for note in proposal.notes]
            if others := " · ".join(choice.label for choice in proposal.choices):
                lines.append(Content.styled(line(f"Space: {others}"), "$foreground-muted"))
        if self.completes is not None:
            due = when.short(self.completes.due.value, desk.moment)
            words = ": ".join(filter(None, (f"does the {self.completes.kind} of {due}", self.completes.text)))
            lines.append(Content.styled(line(f"{arrow} {words}"), "$foreground-muted"))
        if self.at:
            lines.append(echo_time(self.at, desk, arrow))
        return lines


def echo_time(phrase: str, desk: Desk, arrow: str) -> Content:
    """When something happened as ``phrase`` is understood, or why it is not."""
    from crm_tui.domain import when

    try:
        return Content.styled(f"{arrow} {when.describe(happened_at(phrase, desk), desk.moment)}", "$text-success")
    except CrmError as error:
        return Content.styled(line(error.words), "$text-warning")
