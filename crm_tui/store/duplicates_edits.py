"""What the rep decides about two contacts that look alike: that they are two people, or one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlmodel import Session, col, select

from crm_tui.domain import merge as merging
from crm_tui.domain.change import Change, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.value import replace
from crm_tui.store import contacts, writing
from crm_tui.store.ids import of_pair
from crm_tui.store.tables import ContactRow, PairingRow


def dismiss(session: Session, desk: Desk, one: str, other: str) -> Change:
    """Remembers that two contacts are two people; the pair is not shown again, whatever becomes of either.

    Raises `NotFoundError`, and `UsageError` for one contact twice.
    """
    if one == other:
        raise UsageError("That is one contact.", "Name two that are not the same person.")
    rows = [writing.contact(session, id) for id in (one, other)]
    judge(session, desk, rows[0], rows[1], is_same=False)
    words = " and ".join(writing.label(session, row.id) for row in rows)
    return writing.change(f"{words} are two people", "contact", [one, other])


def judge(session: Session, desk: Desk, one: ContactRow, other: ContactRow, *, is_same: bool) -> None:
    """Writes down that two contacts are one person or two, in place of what was said of them before."""
    first, second = sorted((one, other), key=lambda row: row.id)
    id = of_pair(first.id, second.id)
    row = session.exec(select(PairingRow).where(col(PairingRow.id) == id)).one_or_none()
    if row is None:
        keys = {"contact": writing.pk(first), "other": writing.pk(second)}
        row = PairingRow(id=id, created_at=desk.moment.epoch, **keys)
    row.is_same, row.deleted_at = int(is_same), None
    session.add(row)
    session.flush()


def merge_all(session: Session, desk: Desk, pairs: Sequence[tuple[str, str]]) -> Change:
    """Merges pairs of ids, all of them in one operation; who is in several pairs is one person with all of these.

    Of each person the record of which most is known is kept. Raises `NotFoundError`.
    """
    from crm_tui.store.merging import merge

    kept: list[str] = []
    gone, beside = 0, set[Ref]()
    for ids in _people(pairs):
        whole = [contacts.one(writing.driver(session), desk, id) for id in ids]
        keep, *others = sorted(whole, key=merging.worth, reverse=True)
        change = merge(session, desk, keep.id, [each.id for each in others])
        kept.append(keep.id)
        gone += len(others)
        beside |= change.records
    words = f"Merged {writing.counted(gone, 'duplicate')} into {writing.counted(len(kept), 'contact')}"
    change = writing.change(words, "contact", kept, beside=beside)
    return replace(change, everything=len(kept) > 1 or change.everything)


def _people(pairs: Sequence[tuple[str, str]]) -> Iterator[list[str]]:
    """Ids that belong together, in the order in which they came."""
    leader: dict[str, str] = {}

    def first(id: str) -> str:
        while leader.setdefault(id, id) != id:
            id = leader[id]
        return id

    for one, other in pairs:
        leader[first(other)] = first(one)
    groups: dict[str, list[str]] = {}
    for id in leader:
        groups.setdefault(first(id), []).append(id)
    return (ids for ids in groups.values() if len(ids) > 1)
