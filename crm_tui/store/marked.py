"""What is done to many contacts at once, by sets: forty thousand are one operation, one undo and a few statements.

Whom it is about comes as ids, or as a `Selection` ("everyone that this search finds, but these two"). Every function
raises `NotFoundError` when that is nobody, and ParseError for a search that is not understood.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from crm_tui.domain import checks
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.follow_up import FollowUpDraft
from crm_tui.domain.selection import Selection
from crm_tui.domain.status import Tier
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass
from crm_tui.store import belongings, derived, follow_up_edits, journal, selection, sets, tagging, writing
from crm_tui.store.ids import new_id

Whom = Selection | Sequence[str]

_FOLLOW_UP = """
INSERT INTO follow_up(id, contact, due_day, due_time, due_zone, due_at, kind, text, priority, every, created_at)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""

_TO_BE_CONTACTED = (
    "SELECT pk FROM contact WHERE pk IN (SELECT value FROM json_each(?)) AND NOT do_not_contact ORDER BY pk"
)


@dataclass(frozen=True, slots=True)
class Marked:
    """The contacts that an operation is about: their keys, and the words for them ("Jane Doe", "40,000 contacts")."""

    pks: array[int]
    words: str

    @property
    def is_one(self) -> bool:
        """Whether there is one of them, whom a sentence names."""
        return len(self.pks) == 1

    @property
    def keys(self) -> str:
        """The keys as JSON, for ``json_each``."""
        return json.dumps(self.pks.tolist())


def tag(session: Session, desk: Desk, whom: Whom, add: Sequence[str] = (), remove: Sequence[str] = ()) -> Change:
    """Puts tags on contacts and takes tags off them; unknown tags are made."""
    who = _marked(session, desk, whom)
    on, off = checks.tag_names(add), checks.tag_names(remove)
    tagging.put_on(session, who.pks, on)
    tagging.take_off(session, desk, who.pks, off)
    words = " ".join((*(f"#{name}" for name in on), *(f"-#{name}" for name in off)))
    if who.is_one or not words or (on and off):
        return _change(session, who, f"{who.words}: {words or 'no tag given'}")
    return _change(session, who, f"{'Tagged' if on else 'Untagged'} {who.words} {words.replace('-#', '#')}")


def set_status(session: Session, desk: Desk, whom: Whom, status: str) -> Change:
    """Gives contacts a lead status. Raises `UsageError` when there is no such status."""
    who, name = _marked(session, desk, whom), checks.status(status, desk)
    sets.give(writing.driver(session), "contact", "status", who.pks, name)
    return _change(session, who, f"{who.words}: status {name}")


def set_owner(session: Session, desk: Desk, whom: Whom, owner: str) -> Change:
    """Gives contacts to a rep, or to nobody."""
    who, name = _marked(session, desk, whom), clean(owner)
    sets.give(writing.driver(session), "contact", "owner", who.pks, name)
    return _change(session, who, f"{who.words}: {f'owner {name}' if name else 'no owner'}")


def set_tier(session: Session, desk: Desk, whom: Whom, tier: Tier | None) -> Change:
    """Puts contacts into a tier, or out of all of them."""
    who = _marked(session, desk, whom)
    sets.give(writing.driver(session), "contact", "tier", who.pks, tier or "")
    return _change(session, who, f"{who.words}: {f'tier {tier}' if tier else 'no tier'}")


def set_do_not_contact(session: Session, desk: Desk, whom: Whom, *, banned: bool = True) -> Change:
    """Marks contacts as not to be contacted, which cancels their open follow-ups, or takes the mark off.

    Taking it off brings no follow-up back.
    """
    who = _marked(session, desk, whom)
    sets.give(writing.driver(session), "contact", "do_not_contact", who.pks, int(banned))
    if not banned:
        return _change(session, who, f"{who.words} may be contacted again")
    closed = belongings.cancel_follow_ups(session, desk, who.keys)
    words = f"{who.words}: do not contact"
    if closed:
        words += f" · {writing.counted(len(closed), 'follow-up')} canceled"
    return _change(session, who, words, beside=(Ref("follow_up", id) for id in closed))


def delete(session: Session, desk: Desk, whom: Whom) -> Change:
    """Moves contacts to the trash, with all that belongs to them."""
    who = _marked(session, desk, whom)
    sets.give(writing.driver(session), "contact", "deleted_at", who.pks, desk.moment.epoch)
    return _change(session, who, f"Moved {who.words} to the trash")


def follow_up(session: Session, desk: Desk, whom: Whom, draft: FollowUpDraft) -> Change:
    """Gives each of the contacts a follow-up like ``draft``, whose own contact is not looked at.

    Those who must not be contacted get none, and a note says how many that are. Raises `UsageError` when nobody is
    left.
    """
    who = _marked(session, desk, whom)
    connection = writing.driver(session)
    pks = [pk for (pk,) in connection.execute(_TO_BE_CONTACTED, (who.keys,))]
    banned = len(who.pks) - len(pks)
    if not pks:
        raise UsageError(
            f"{who.words} must not be contacted, so there is no follow-up.", "Take the do-not-contact mark off first."
        )
    columns = follow_up_edits.columns(draft, desk)
    due_at = derived.instant(columns["due_day"], columns["due_time"], columns["due_zone"])
    first = sets.end(connection, "follow_up")
    journal.pause(connection)
    shared = (*(columns[name] for name in ("due_day", "due_time", "due_zone")), due_at)
    about = (*(columns[name] for name in ("kind", "text", "priority", "every")), desk.moment.epoch)
    connection.executemany(_FOLLOW_UP, ((new_id(), pk, *shared, *about) for pk in pks))
    journal.resume(connection)
    sets.added(connection, "follow_up", first, first + len(pks) - 1)
    left = Marked(array("q", pks), _words(session, pks))
    notes = (f"{writing.counted(banned, 'contact')} must not be contacted and got no follow-up",) if banned else ()
    due = follow_up_edits.due_words(follow_up_edits.zoned(draft.due, desk), desk)
    return _change(session, left, f"{draft.kind.capitalize()} {left.words} {due}", notes=notes)


def _marked(session: Session, desk: Desk, whom: Whom) -> Marked:
    meant = whom if isinstance(whom, Selection) else Selection.of(whom)
    pks = selection.resolve(writing.driver(session), desk, meant)
    if not pks:
        raise writing.no_contact()
    return Marked(pks, _words(session, pks))


def _words(session: Session, pks: Sequence[int]) -> str:
    return writing.counted(len(pks), "contact") if len(pks) > 1 else writing.label_of(session, pks[0])


def _change(
    session: Session, who: Marked, summary: str, *, beside: Iterable[Ref] = (), notes: tuple[str, ...] = ()
) -> Change:
    """The change of these contacts; of very many none is named."""
    if len(who.pks) > writing.MOST_NAMED:
        return Change(summary=summary, everything=True, notes=notes)
    found = writing.driver(session).execute(
        "SELECT id FROM contact WHERE pk IN (SELECT value FROM json_each(?))", (who.keys,)
    )
    return writing.change(summary, "contact", [id for (id,) in found], beside=beside, notes=notes)
