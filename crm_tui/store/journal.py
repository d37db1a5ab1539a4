"""Operations: what one key, one command or one import did, as a group of journal entries.

Triggers write the entries; this module opens and closes the operation that they belong to. See
`crm_tui.store.schema` for what an entry holds.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping

from crm_tui.domain.desk import Desk
from crm_tui.store.schema import BY_NAME, TICK

#: Of one row, as it says: an update of any number of them would make every full-text index write out what it holds
#: in memory, for a savepoint of its own.
_CLOSE = "UPDATE clock SET operation = 0, now = 0, is_journaling = 1, is_deriving = 1 WHERE one = 1"


def begin(connection: sqlite3.Connection, desk: Desk, origin: str, *, target: int | None = None) -> int:
    """Opens an operation inside the caller's transaction and returns its number.

    ``origin`` says who acts: user, import, demo, undo, redo, shell or sync. ``target`` is the operation
    that an undo or redo is about.
    """
    number = connection.execute(
        "INSERT INTO operation(at, device, origin, target) SELECT ?, device, ?, ? FROM clock",
        (desk.moment.epoch, origin, target),
    ).lastrowid
    connection.execute("UPDATE clock SET operation = ?, now = ? WHERE one = 1", (number, desk.moment.epoch))
    return int(number or 0)


def finish(connection: sqlite3.Connection, number: int, summary: str) -> int:
    """Closes the operation under the words ``summary``; returns its number, or 0 if it changed nothing.

    An operation without entries is dropped, so that undo never answers with an empty step.
    """
    connection.execute(_CLOSE)
    if connection.execute("SELECT 1 FROM journal WHERE operation = ? LIMIT 1", (number,)).fetchone() is None:
        connection.execute("DELETE FROM operation WHERE id = ?", (number,))
        return 0
    connection.execute("UPDATE operation SET summary = ? WHERE id = ?", (summary, number))
    return number


def pause(connection: sqlite3.Connection) -> None:
    """Stops triggers from journaling and deriving, for a bulk write that does both itself, by sets.

    Lasts until `resume` or the end of the operation, and never beyond the transaction.
    """
    connection.execute("UPDATE clock SET is_journaling = 0, is_deriving = 0 WHERE one = 1")


def resume(connection: sqlite3.Connection) -> None:
    """Lets triggers journal and derive again."""
    connection.execute("UPDATE clock SET is_journaling = 1, is_deriving = 1 WHERE one = 1")


def decode(text: str | None) -> dict[str, object]:
    """The fields of one side of an entry; empty for the missing side of a creation."""
    return {} if text is None else json.loads(text, strict=False)


def record_batch(
    connection: sqlite3.Connection,
    table: str,
    first: int,
    last: int,
    *,
    old: Mapping[str, object] | None = None,
    new: Mapping[str, object] | None = None,
) -> None:
    """One entry for the rows ``first`` to ``last`` of ``table``, in place of one each.

    Without ``old``: these rows were created. With it: every one of them changed from ``old`` to ``new``.
    """
    if last < first:
        return
    connection.execute(TICK)
    connection.execute(
        "INSERT INTO journal(operation, tbl, row, last, hlc, device, old, new)"
        " SELECT operation, ?, ?, ?, hlc, device, ?, ? FROM clock",
        (
            BY_NAME[table].number,
            first,
            last,
            None if old is None else json.dumps(old),
            None if new is None else json.dumps(new),
        ),
    )


def record_rows(connection: sqlite3.Connection, table: str, column: str, count: int) -> None:
    """One entry for each of the ``count`` rows in ``temp.altered``: ``column`` goes from what it is to their value.

    For changes by sets, made while the triggers pause (see `crm_tui.store.sets`).
    """
    connection.execute(TICK)
    connection.execute(
        "INSERT INTO journal(operation, tbl, row, hlc, device, old, new)"
        " SELECT c.operation, ?, a.pk, c.hlc + row_number() OVER (ORDER BY a.pk), c.device,"
        f" json_object('{column}', x.{column}), json_object('{column}', a.value)"
        f" FROM temp.altered a CROSS JOIN {table} x ON x.pk = a.pk CROSS JOIN clock c ORDER BY a.pk",
        (BY_NAME[table].number,),
    )
    connection.execute("UPDATE clock SET hlc = hlc + ? WHERE one = 1", (count,))
