"""The trash: records deleted and still restorable, and the end of it."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlmodel import Session

from crm_tui.domain.change import Change, Kind, Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError
from crm_tui.domain.value import dataclass
from crm_tui.store import ids, journal, sets, writing
from crm_tui.store.page import Page, first_row
from crm_tui.store.schema import BY_NAME

#: Days for which a deleted record can be restored.
KEPT_DAYS = 90

_DAY = 86_400

#: Every kind of record that can be in the trash, with the words that name it there.
_NAMES: dict[Kind, str] = {
    "contact": "x.name",
    "company": "x.name",
    "interaction": (
        "x.kind || ' with ' || coalesce((SELECT group_concat(c.name, ', ') FROM interaction_contact l"
        " JOIN contact c ON c.pk = l.contact WHERE l.interaction = x.pk), '') || ': ' || x.text"
    ),
    "follow_up": "x.kind || ' ' || (SELECT c.name FROM contact c WHERE c.pk = x.contact) || ': ' || x.text",
    "view": "x.name",
}

#: What is in the trash: by its kind and key, for what is shown of many; and with the words that name it.
_KEPT = "FROM {kind} x WHERE x.deleted_at >= :since AND NOT x.is_purged"
_KEYS = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, x.pk AS pk, x.id AS id, x.deleted_at AS deleted_at {_KEPT.format(kind=kind)}"
    for kind in _NAMES
)
_NAMED = " UNION ALL ".join(
    f"SELECT '{kind}' AS kind, x.id AS id, {words} AS name {_KEPT.format(kind=kind)}" for kind, words in _NAMES.items()
)

#: What a purge leaves of each row: nothing that says anything about anyone.
_SCRUB: dict[str, str] = {
    "contact": "name = '', given_name = '', middle_name = '', family_name = '', prefix = '', suffix = '',"
    " nickname = '', title = '', department = '', company = NULL, birthday = '', zone = '', owner = '', source = '',"
    " note = '', is_purged = 1",
    "company": "name = '', domain = '', phone = '', address = '', note = '', is_purged = 1",
    "interaction": "subject = '', text = '', author = '', external_id = '', is_purged = 1",
    "follow_up": "text = '', external_id = '', is_purged = 1",
    "view": "name = '', query = '', is_purged = 1",
    "contact_point": "value = '', normal = '', label = '', parts = ''",
    "custom_field": "value = ''",
    "contact_external_id": "value = ''",
    "company_external_id": "value = ''",
}

#: What belongs to a record and says something about it.
_PARTS: dict[str, tuple[str, ...]] = {
    "contact": ("contact_point", "custom_field", "contact_external_id"),
    "company": ("company_external_id",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Trashed:
    """A deleted record: its kind and id, its words, when it was deleted, and the days it is still kept."""

    ref: Ref
    name: str
    deleted_at: datetime
    days_left: int


def page(connection: sqlite3.Connection, desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[Trashed]:
    """What can be restored, last deleted first."""
    since = desk.moment.epoch - KEPT_DAYS * _DAY
    total = int(connection.execute(f"SELECT count(*) FROM ({_KEYS})", {"since": since}).fetchone()[0])
    offset = first_row(offset, limit, lambda: total)
    keys = connection.execute(
        f"SELECT kind, pk, id, deleted_at FROM ({_KEYS}) ORDER BY deleted_at DESC, id LIMIT :limit OFFSET :offset",
        {"since": since, "limit": limit, "offset": offset},
    ).fetchall()
    names = _names(connection, [(kind, pk) for kind, pk, _, _ in keys])
    lines = tuple(
        Trashed(
            ref=Ref(kind, id),
            name=names[kind, pk],
            deleted_at=desk.moment.local(at),
            days_left=max(0, -((since - at) // _DAY)),
        )
        for kind, pk, id, at in keys
    )
    return Page(rows=lines, offset=offset, total=total, is_exact=True)


def _names(connection: sqlite3.Connection, keys: Sequence[tuple[Kind, int]]) -> dict[tuple[Kind, int], str]:
    """The words that name each record."""
    found: dict[tuple[Kind, int], str] = {}
    for kind in dict.fromkeys(kind for kind, _ in keys):
        asked = json.dumps([pk for each, pk in keys if each == kind])
        rows = connection.execute(
            f"SELECT x.pk, {_NAMES[kind]} FROM json_each(?) k CROSS JOIN {kind} x ON x.pk = k.value", (asked,)
        )
        found |= {(kind, pk): name for pk, name in rows}
    return found


def resolve(connection: sqlite3.Connection, desk: Desk, words: str) -> Ref:
    """The deleted record whose id begins or ends with ``words``, or whose name is ``words``.

    Raises `NotFoundError` or `AmbiguousError`.
    """
    digits = words.lower()
    is_id = "(id GLOB :head OR substr(id, 25) GLOB :head)" if ids.is_prefix(digits) else "0"
    rows = connection.execute(
        f"SELECT kind, id, name FROM ({_NAMED}) WHERE {is_id} OR name = :words COLLATE NOCASE LIMIT 20",
        {"since": desk.moment.epoch - KEPT_DAYS * _DAY, "head": f"{digits}*", "words": words},
    ).fetchall()
    if not rows:
        raise NotFoundError(f"Nothing in the trash matches “{words}”.", "See what is there with `crm trash list`.")
    if len(rows) > 1:
        found = [Candidate(id, name) for _, id, name in rows]
        raise AmbiguousError(f"{len(rows)} records in the trash match “{words}”.", found, "Use the id of one of them.")
    return Ref(rows[0][0], rows[0][1])


def restore(session: Session, desk: Desk, refs: Sequence[Ref]) -> Change:
    """Takes records out of the trash as they were. Raises `NotFoundError` for one that is not in it."""
    connection = writing.driver(session)
    for kind in dict.fromkeys(ref.kind for ref in refs):
        pks = _lying(connection, kind, {ref.id for ref in refs if ref.kind == kind})
        sets.give(connection, kind, "deleted_at", pks, None)
    if len(refs) == 1:
        (ref,) = refs
        (words,) = connection.execute(f"SELECT {_NAMES[ref.kind]} FROM {ref.kind} x WHERE id = ?", (ref.id,)).fetchone()
        return Change(summary=f"Restored {words}", records=frozenset(refs))
    summary = f"Restored {writing.counted(len(refs), 'record')}"
    if len(refs) > writing.MOST_NAMED:
        return Change(summary=summary, everything=True)
    return Change(summary=summary, records=frozenset(refs))


def _lying(connection: sqlite3.Connection, kind: Kind, ids: Collection[str]) -> list[int]:
    """The rows of records in the trash, in order. Raises `NotFoundError` where one of them is not in it."""
    rows = connection.execute(
        f"SELECT x.pk FROM json_each(?) k CROSS JOIN {kind} x ON x.id = k.value"
        " WHERE x.deleted_at IS NOT NULL AND NOT x.is_purged",
        (json.dumps([*ids]),),
    )
    pks = sorted(pk for (pk,) in rows)
    if len(pks) < len(ids):
        raise NotFoundError("That record is not in the trash.", "It may have been restored or erased meanwhile.")
    return pks


def erase(session: Session, desk: Desk, ref: Ref) -> Change:
    """Erases one record of the trash, as `empty` does all of them. Raises `NotFoundError` for one not in it."""
    connection = writing.driver(session)
    pks = _lying(connection, ref.kind, {ref.id})
    journal.pause(connection)
    _purge(connection, ref.kind, pks)
    journal.resume(connection)
    return Change(summary=f"Erased the {ref.kind.replace('_', '-')} for good", records=frozenset({ref}))


def empty(session: Session, desk: Desk) -> Change:
    """Erases everything in the trash, in the records and in the journal. This cannot be undone.

    What was deleted more than `KEPT_DAYS` ago goes with it. Rows stay as empty markers, so that another machine
    that still has the record is told that it is gone.
    """
    connection = writing.driver(session)
    journal.pause(connection)
    gone = 0
    for kind in _NAMES:
        pks = [
            row[0]
            for row in connection.execute(f"SELECT pk FROM {kind} WHERE deleted_at IS NOT NULL AND NOT is_purged")
        ]
        gone += len(pks)
        for start in range(0, len(pks), 500):
            _purge(connection, kind, pks[start : start + 500])
    journal.resume(connection)
    noun = "record" if gone == 1 else "records"
    return Change(summary=f"Erased {gone} {noun} for good", everything=gone > 0)


def _purge(connection: sqlite3.Connection, kind: str, pks: Sequence[int]) -> None:
    keys = ",".join(map(str, pks))
    _scrub(connection, kind, f"pk IN ({keys})")
    for table in _PARTS.get(kind, ()):
        _scrub(connection, table, f"{kind} IN ({keys})")
    kinds = {"contact": ("contact", "name"), "interaction": ("interaction",)}
    for each in kinds.get(kind, ()):
        connection.execute(
            f"INSERT OR IGNORE INTO stale(kind, pk) SELECT '{each}', pk FROM {kind} WHERE pk IN ({keys})"
        )


def _scrub(connection: sqlite3.Connection, table: str, where: str) -> None:
    """Blanks the rows, and what the journal and the names of operations remember of them."""
    entries = f"tbl = ? AND last IS NULL AND row IN (SELECT pk FROM {table} WHERE {where})"
    number = (BY_NAME[table].number,)
    connection.execute(
        "UPDATE operation SET summary = 'Something about a record that was erased'"
        f" WHERE id IN (SELECT operation FROM journal WHERE {entries})",
        number,
    )
    connection.execute(f"UPDATE journal SET old = '{{}}', new = '{{}}' WHERE {entries}", number)
    connection.execute(f"UPDATE {table} SET {_SCRUB[table]} WHERE {where}")
