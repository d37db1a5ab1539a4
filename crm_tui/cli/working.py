"""Working a contact: log what happened, plan what is next, close what was planned."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from crm_tui.cli import shapes, views, words
from crm_tui.domain import when
from crm_tui.domain.errors import Exit, UsageError
from crm_tui.domain.follow_up import Due, FollowUp, FollowUpDraft, FollowUpKind
from crm_tui.domain.interaction import InteractionDraft
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.change import Change, Kind
    from crm_tui.domain.contact import Contact
    from crm_tui.domain.desk import Desk
    from crm_tui.domain.next_step import Proposal
    from crm_tui.domain.outcome import Outcome
    from crm_tui.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What --next means for one contact: the follow-up and status to set, or the suggestion left to be told."""

    step: FollowUpDraft | None = None
    status: str | None = None
    suggestion: Proposal | None = None


def log(
    run: Invocation,
    people: Sequence[str],
    kind: str,
    text: str,
    *,
    outcome: str | None,
    direction: str | None,
    at: str | None,
    minutes: int | None,
    next_step: str | None,
) -> int:
    """`crm log`: an interaction with everyone in ``people``; the next step is made for the first of them."""
    from crm_tui.store import contacts, interactions

    desk = run.desk
    result = words.outcome(outcome)
    with run.open_store() as store:
        ids = [contacts.resolve(store.connection, desk, each) for each in people]
        contact = contacts.one(store.connection, desk, ids[0])
        draft = InteractionDraft(
            contacts=tuple(dict.fromkeys(ids)),
            kind=words.interaction_kind(kind),
            at=words.past(at, desk),
            direction=words.direction(direction),
            outcome=result,
            duration_minutes=minutes,
            text=text,
            author=desk.owner,
        )
        plan = _plan(contact, result, next_step, desk)
        change = store.write(interactions.log, desk, draft, next_step=plan.step, status=plan.status)
        logged = interactions.one(store.connection, desk, _made(change, "interaction"))
        follow_up = _follow_up_of(store, desk, change, plan)
    run.output.show(
        lambda: {**shapes.interaction(logged), **_next_shape(follow_up, plan, desk)},
        lambda: [change.summary, *change.notes, *_next_lines(follow_up, plan, desk)],
    )
    return int(Exit.DONE)


def follow_up(
    run: Invocation, person: str, phrase: str, text: str, *, kind: str | None, every: str | None, priority: str | None
) -> int:
    """`crm follow-up`: something to do for a contact."""
    from crm_tui.domain.recurrence import parse_rule
    from crm_tui.store import contacts, follow_ups

    desk = run.desk
    meaning = when.parse(phrase, desk)
    rule = meaning.every if every is None else parse_rule(every, language=desk.language, workdays=desk.working.workdays)
    with run.open_store() as store:
        draft = FollowUpDraft(
            contact=contacts.resolve(store.connection, desk, person),
            due=meaning.due(),
            kind=words.follow_up_kind(kind),
            text=text,
            priority=words.priority(priority),
            every=rule,
        )
        change = store.write(follow_ups.add, desk, draft)
        made = follow_ups.one(store.connection, desk, _made(change, "follow_up"))
    _show_follow_up(run, made, change)
    return int(Exit.DONE)


def done(run: Invocation, id: str, *, outcome: str | None, note: str, next_step: str | None) -> int:
    """`crm done`: closes a follow-up, logs what happened, and makes or tells the next step."""
    from crm_tui.store import contacts, follow_ups

    desk = run.desk
    result = words.outcome(outcome)
    with run.open_store() as store:
        full = follow_ups.resolve(store.connection, desk, id)
        contact = contacts.one(store.connection, desk, follow_ups.one(store.connection, desk, full).contact.id)
        plan = _plan(contact, result, next_step, desk)
        change = store.write(
            follow_ups.complete, desk, full, outcome=result, note=note, next_step=plan.step, status=plan.status
        )
        closed = follow_ups.one(store.connection, desk, full)
        following = _follow_up_of(store, desk, change, plan, besides=full)
    run.output.show(
        lambda: {**shapes.follow_up(closed, desk.moment), **_next_shape(following, plan, desk)},
        lambda: [change.summary, *change.notes, *_next_lines(following, plan, desk)],
    )
    return int(Exit.DONE)


def snooze(run: Invocation, id: str, phrase: str) -> int:
    """`crm snooze`: moves a follow-up."""
    from crm_tui.store import follow_ups

    desk = run.desk
    due = when.parse(phrase, desk).due()
    with run.open_store() as store:
        full = follow_ups.resolve(store.connection, desk, id)
        change = store.write(follow_ups.snooze, desk, [full], due)
        moved = follow_ups.one(store.connection, desk, full)
    _show_follow_up(run, moved, change)
    return int(Exit.DONE)


def skip(run: Invocation, id: str) -> int:
    """`crm skip`: closes a follow-up without doing it."""
    from crm_tui.store import follow_ups

    desk = run.desk
    with run.open_store() as store:
        full = follow_ups.resolve(store.connection, desk, id)
        change = store.write(follow_ups.skip, desk, [full])
        skipped = follow_ups.one(store.connection, desk, full)
    _show_follow_up(run, skipped, change)
    return int(Exit.DONE)


def _plan(contact: Contact, outcome: Outcome | None, next_step: str | None, desk: Desk) -> Plan:
    """What ``next_step`` ("none", "suggested", a date phrase, or nothing said) asks for after ``outcome``."""
    from crm_tui.domain.next_step import propose

    proposal = (
        None
        if outcome is None
        else propose(outcome, desk, status=contact.status, attempts=contact.standing.attempts + 1)
    )
    match next_step:
        case None:
            return Plan(suggestion=proposal)
        case "none":
            return Plan()
        case "suggested":
            return _suggested(contact, proposal)
        case _:
            due = when.parse(next_step, desk).due()
            kind = FollowUpKind.CALL if proposal is None else proposal.kind
            text = "" if proposal is None else proposal.text
            draft = FollowUpDraft(contact=contact.id, due=due, kind=kind, text=text)
            return Plan(step=draft, status=None if proposal is None else proposal.status)


def _suggested(contact: Contact, proposal: Proposal | None) -> Plan:
    if proposal is None:
        raise UsageError("There is no suggestion without an outcome.", "Say how it ended: --outcome connected.")
    if proposal.due is None:
        return Plan(status=proposal.status)
    draft = FollowUpDraft(contact=contact.id, due=proposal.due, kind=proposal.kind, text=proposal.text)
    return Plan(step=draft, status=proposal.status)


def _made(change: Change, kind: Kind) -> str:
    """The id of the one record of ``kind`` in ``change``."""
    return next(ref.id for ref in change.records if ref.kind == kind)


def _follow_up_of(store: Store, desk: Desk, change: Change, plan: Plan, *, besides: str = "") -> FollowUp | None:
    """The follow-up that ``change`` made beside the one that it closed."""
    from crm_tui.store import follow_ups

    made = [ref.id for ref in change.records if ref.kind == "follow_up" and ref.id != besides]
    found = [follow_ups.one(store.connection, desk, each) for each in made]
    if plan.step is not None:
        found = [each for each in found if each.due == plan.step.due] or found
    return found[0] if found else None


def _next_shape(follow_up: FollowUp | None, plan: Plan, desk: Desk) -> shapes.Shape:
    proposal = plan.suggestion
    return {
        "next_follow_up": None if follow_up is None else shapes.follow_up(follow_up, desk.moment),
        "suggestion": None
        if proposal is None
        else {
            "due": shapes.at(None if proposal.due is None else _local(proposal.due, desk)),
            "kind": proposal.kind,
            "text": proposal.text,
            "status": proposal.status,
        },
    }


def _local(due: Due, desk: Desk) -> date:
    return due.value if due.instant is None else due.instant.astimezone(desk.moment.tz)


def _next_lines(follow_up: FollowUp | None, plan: Plan, desk: Desk) -> list[str]:
    lines = []
    if follow_up is not None:
        lines.append(f"Next: {views.follow_up_line(follow_up, desk.moment)}")
    if plan.status:
        lines.append(f"Status: {plan.status}")
    if (proposal := plan.suggestion) is not None:
        step = "no next step" if proposal.due is None else _suggestion(proposal, proposal.due, desk)
        status = f", status {proposal.status}" if proposal.status else ""
        lines.append(f"Suggested: {step}{status} (--next suggested makes it)")
        lines.extend(proposal.notes)
    return lines


def _suggestion(proposal: Proposal, due: Due, desk: Desk) -> str:
    words_of_it = f"{proposal.kind} {when.describe(due.value, desk.moment)}"
    return f"{words_of_it}, {proposal.text}" if proposal.text else words_of_it


def _show_follow_up(run: Invocation, follow_up: FollowUp, change: Change) -> None:
    moment = run.desk.moment
    run.output.show(
        lambda: shapes.follow_up(follow_up, moment),
        lambda: [change.summary, *change.notes, views.follow_up_line(follow_up, moment)],
    )
