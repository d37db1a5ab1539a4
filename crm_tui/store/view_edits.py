"""What is done to views. The built-in ones stay as they are."""

from __future__ import annotations

from collections.abc import Sequence

from sqlmodel import Session, col, select

from crm_tui.domain import query, sort_key
from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.text import clean
from crm_tui.domain.view import BUILT_IN, EVERYONE, is_taken, key
from crm_tui.store import writing
from crm_tui.store.tables import ViewRow


def save(session: Session, desk: Desk, name: str, text: str, sort: str = "") -> Change:
    """Keeps the search ``text`` under a name, behind the other views; one of the rep's own with this name takes it on.

    Raises `UsageError` for a name that cannot be, and for a search that asks for nothing or is not understood.
    """
    named, searched, own = _named(name), _searched(text, desk), _own(session)
    same = next((row for row in own if key(row.name) == key(named)), None)
    if same is not None:
        same.name = named
        return _redefined(session, same, searched, sort)
    row = ViewRow(name=named, query=searched, sort=sort, created_at=desk.moment.epoch)
    _place(session, own, row, len(own))
    return writing.change(f"Saved the view {named}", "view", [row.id])


def redefine(session: Session, desk: Desk, id: str, text: str, sort: str = "") -> Change:
    """Gives a view another search. Raises `NotFoundError`, and `UsageError` as `save` does."""
    return _redefined(session, _row(session, id), _searched(text, desk), sort)


def rename(session: Session, desk: Desk, id: str, name: str) -> Change:
    """Gives a view another name. Raises `NotFoundError`, or `UsageError` when another one has it."""
    row, named = _row(session, id), _named(name)
    if any(key(other.name) == key(named) for other in _own(session) if other.id != id):
        raise UsageError(f"There is a view {named} already.", "Give another name.")
    former, row.name = row.name, named
    session.add(row)
    return writing.change(f"Renamed the view {former} to {named}", "view", [id])


def move(session: Session, desk: Desk, id: str, by: int) -> Change:
    """Moves a view so many places down, or up where ``by`` is negative, as far as there are any.

    Raises `NotFoundError`.
    """
    row, own = _row(session, id), list(_own(session))
    was = own.index(row)
    at = min(max(was + by, 0), len(own) - 1)
    if at == was:
        return Change(summary=f"{row.name} is the {'last' if by > 0 else 'first'} of your own views already")
    own.remove(row)
    _place(session, own, row, at)
    return writing.change(f"Moved the view {row.name} {'down' if by > 0 else 'up'}", "view", [id])


def delete(session: Session, desk: Desk, ids: Sequence[str]) -> Change:
    """Moves views to the trash. Raises `NotFoundError`."""
    rows = [_row(session, id) for id in ids]
    for row in rows:
        row.deleted_at = desk.moment.epoch
    session.add_all(rows)
    session.flush()
    words = f"the view {rows[0].name}" if len(rows) == 1 else f"{len(rows)} views"
    return writing.change(f"Moved {words} to the trash", "view", ids)


def _redefined(session: Session, row: ViewRow, text: str, sort: str) -> Change:
    row.query, row.sort = text, sort
    session.add(row)
    session.flush()
    return writing.change(f"The view {row.name} now finds {text}", "view", [row.id])


def _place(session: Session, others: Sequence[ViewRow], row: ViewRow, at: int) -> None:
    """Puts a view at its place among the others; where two of them leave no room, all are placed anew."""
    before = others[at - 1].position if at else ""
    after = others[at].position if at < len(others) else ""
    try:
        row.position = sort_key.between(before, after)
        session.add(row)
    except ValueError:
        ordered = [*others[:at], row, *others[at:]]
        for each, position in zip(ordered, sort_key.spread(len(ordered)), strict=True):
            each.position = position
        session.add_all(ordered)
    session.flush()


def _own(session: Session) -> Sequence[ViewRow]:
    """The rep's own views in their order."""
    wanted = select(ViewRow).where(col(ViewRow.deleted_at).is_(None))
    return session.exec(wanted.order_by(col(ViewRow.position), col(ViewRow.pk))).all()


def _row(session: Session, id: str) -> ViewRow:
    built_in = next((view for view in (EVERYONE, *BUILT_IN) if view.id == id), None)
    if built_in is not None:
        raise UsageError(f"{built_in.name} is built in and stays as it is.", "V saves a search as a view of your own.")
    row = session.exec(select(ViewRow).where(col(ViewRow.id) == id, col(ViewRow.deleted_at).is_(None))).one_or_none()
    if row is None:
        raise NotFoundError("There is no such view.", "It may have been deleted: z takes that back.")
    return row


def _named(name: str) -> str:
    """A name as it may be stored. Raises `UsageError` for none, and for that of a built-in view."""
    text = " ".join(clean(name).split())
    if not text:
        raise UsageError("A view needs a name.", "Type what you would call these people.")
    if is_taken(text):
        raise UsageError(f"{text} is built in.", "Give another name.")
    return text


def _searched(text: str, desk: Desk) -> str:
    """A search as it may be stored. Raises `UsageError` for an empty one, ParseError for one not understood."""
    cleaned = clean(text)
    wanted = query.parse(cleaned)
    query.check(wanted, desk)
    if wanted.node is None:
        raise UsageError("There is no search to keep.", "Type one after /: status:new #fair.")
    return cleaned
