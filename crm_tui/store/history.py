"""What happened to a record, and to the whole book: the journal in words."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import datetime

from crm_tui.domain.change import Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.store import journal
from crm_tui.store.page import Page, first_row
from crm_tui.store.schema import BY_NAME, BY_NUMBER

#: Columns that say nothing to a rep.
_SILENT = frozenset({"id", "created_at", "position", "normal", "external_id", "parts", "contact", "interaction"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of one row: what it was and what it became. ``of`` says which: "phone", "tag", "follow-up"."""

    of: str
    field: str
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    """One operation as far as it concerns the record: when, by whom, and what changed."""

    operation: int
    at: datetime
    device: str
    origin: str
    summary: str
    is_undone: bool = False
    changes: tuple[FieldChange, ...] = ()


def of(
    connection: sqlite3.Connection, desk: Desk, *, ref: Ref | None = None, offset: int = 0, limit: int = 200
) -> Page[HistoryEntry]:
    """The history of a contact, company, interaction or follow-up, newest first; of everything without ``ref``.

    ``total`` counts operations and is exact.
    """
    entries = None if ref is None else _entries(connection, ref)
    if entries is None:
        total = int(connection.execute("SELECT count(*) FROM operation").fetchone()[0])
        offset = first_row(offset, limit, lambda: total)
        operations = connection.execute("SELECT id FROM operation ORDER BY id DESC LIMIT ? OFFSET ?", (limit, offset))
        numbers = [row[0] for row in operations]
        entries = {}
    else:
        every = sorted(entries, reverse=True)
        offset, total = first_row(offset, limit, lambda: len(every)), len(every)
        numbers = every[offset : offset + limit]
    rows = {
        row[0]: row
        for row in connection.execute(
            "SELECT o.id, o.at, d.name, o.origin, o.summary, o.is_undone FROM operation o"
            f" LEFT JOIN device d ON d.number = o.device WHERE o.id IN ({','.join(map(str, numbers))})"
        )
    }
    lines = tuple(
        HistoryEntry(
            operation=number,
            at=desk.moment.local(rows[number][1]),
            device=rows[number][2] or "this machine",
            origin=rows[number][3],
            summary=rows[number][4],
            is_undone=bool(rows[number][5]),
            changes=tuple(changes(connection, desk, entries.get(number, ()))),
        )
        for number in numbers
    )
    return Page(rows=lines, offset=offset, total=total, is_exact=True)


_Entry = tuple[int, int, str | None, str | None]


#: In two halves: each has an index of its own.
_LINKED = """
SELECT interaction, pk FROM interaction_contact WHERE contact = :contact AND deleted_at IS NULL
 UNION ALL SELECT interaction, pk FROM interaction_contact WHERE contact = :contact AND deleted_at IS NOT NULL"""

_SINGLE = """
SELECT j.operation, j.row, j.old, j.new
  FROM json_each(:pks) k CROSS JOIN journal j ON j.tbl = :tbl AND j.row = k.value AND j.last IS NULL"""

_BATCHES = """
SELECT operation, row, last, old, new FROM journal INDEXED BY journal_batch
 WHERE tbl = :tbl AND last IS NOT NULL AND row <= :highest AND last >= :lowest"""


def _entries(connection: sqlite3.Connection, ref: Ref) -> dict[int, list[_Entry]]:
    """Journal entries that concern a record, by operation.

    Two statements a table, however many rows make up the record: somebody may have ten thousand interactions.
    """
    found: dict[int, list[_Entry]] = {}
    for table, members in _rows(connection, ref).items():
        if not members:
            continue
        number, pks = BY_NAME[table].number, sorted(members)
        for operation, pk, old, new in connection.execute(_SINGLE, {"tbl": number, "pks": json.dumps(pks)}):
            found.setdefault(operation, []).append((number, pk, old, new))
        bounds = {"tbl": number, "lowest": pks[0], "highest": pks[-1]}
        for operation, first, last, old, new in connection.execute(_BATCHES, bounds):
            concerned = pks[bisect_left(pks, first) : bisect_right(pks, last)]
            if concerned:
                found.setdefault(operation, []).extend((number, pk, old, new) for pk in concerned)
    return found


def _rows(connection: sqlite3.Connection, ref: Ref) -> dict[str, list[int]]:
    """The rows that make up a record: its own, and those of its points, tags, fields, follow-ups and entries."""
    row = connection.execute(f"SELECT pk FROM {ref.kind} WHERE id = ?", (ref.id,)).fetchone()
    if row is None:
        return {}
    rows: dict[str, list[int]] = {ref.kind: [row[0]]}
    if ref.kind == "contact":
        for table in ("contact_point", "contact_tag", "custom_field", "contact_external_id", "follow_up"):
            rows[table] = [
                child[0] for child in connection.execute(f"SELECT pk FROM {table} WHERE contact = ?", (row[0],))
            ]
        links = connection.execute(_LINKED, {"contact": row[0]}).fetchall()
        rows["interaction"] = [interaction for interaction, _ in links]
        rows["interaction_contact"] = [link for _, link in links]
    elif ref.kind == "company":
        ids = connection.execute("SELECT pk FROM company_external_id WHERE company = ?", row).fetchall()
        rows["company_external_id"] = [pk for (pk,) in ids]
    elif ref.kind == "interaction":
        links = connection.execute("SELECT pk FROM interaction_contact WHERE interaction = ?", row).fetchall()
        rows["interaction_contact"] = [link for (link,) in links]
    return rows


def changes(connection: sqlite3.Connection, desk: Desk, entries: Iterable[_Entry]) -> Iterable[FieldChange]:
    """Entries of the journal (number of the table, row, before, after) in words, field by field."""
    for number, pk, old, new in entries:
        table = BY_NUMBER[number].name
        before: Mapping[str, object] = journal.decode(old)
        after: Mapping[str, object] = journal.decode(new)
        label = _label(connection, table, pk)
        for field in after:
            if field in _SILENT or (old is None and after[field] in ("", 0, None)):
                continue
            yield FieldChange(
                of=label,
                field=field.removeprefix("is_").replace("_", " "),
                old=_words(connection, desk, field, before.get(field)),
                new=_words(connection, desk, field, after[field]),
            )


def _label(connection: sqlite3.Connection, table: str, pk: int) -> str:
    if table == "contact_point":
        return str(connection.execute("SELECT kind FROM contact_point WHERE pk = ?", (pk,)).fetchone()[0])
    if table == "custom_field":
        return str(connection.execute("SELECT name FROM custom_field WHERE pk = ?", (pk,)).fetchone()[0])
    if table == "interaction_contact":
        return "taking part"
    if table.endswith("_external_id"):
        return "external id"
    return table.removeprefix("contact_").replace("follow_up", "follow-up")


def _words(connection: sqlite3.Connection, desk: Desk, field: str, value: object) -> str:
    if value is None:
        return ""
    if field in ("company", "tag"):
        row = connection.execute(f"SELECT name FROM {field} WHERE pk = ?", (value,)).fetchone()
        return str(row[0]) if row else ""
    if field in ("at", "deleted_at", "done_at") and isinstance(value, int):
        return desk.moment.local(value).isoformat(sep=" ", timespec="minutes")[:16]
    return str(value)
