"""What the guided block asks of the book: whether a call was logged, a follow-up moved, a change taken back."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping

from crm_tui.domain.desk import Desk
from crm_tui.domain.guided import Deed, Since
from crm_tui.store import journal
from crm_tui.store.schema import BY_NAME

_INTERACTION, _FOLLOW_UP = (BY_NAME[name].number for name in ("interaction", "follow_up"))

#: What the rep's operations made or altered, those among them that were undone.
_ENTRIES = f"""
SELECT o.id, o.is_undone, j.tbl, j.old IS NULL, j.new
  FROM operation o JOIN journal j ON j.operation = o.id AND j.tbl IN ({_INTERACTION}, {_FOLLOW_UP})
 WHERE o.id > ? AND o.origin = 'user' ORDER BY o.id"""

_UNDOS = "SELECT id FROM operation WHERE id > ? AND origin = 'undo' ORDER BY id"


def place(connection: sqlite3.Connection, desk: Desk) -> tuple[int, int]:
    """The number of this file, and of the last operation in it; numbers of operations are never given twice."""
    device, last = connection.execute(
        "SELECT device, coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'operation'), 0) FROM clock"
    ).fetchone()
    return int(device), int(last)


def since(connection: sqlite3.Connection, desk: Desk, operation: int) -> Since:
    """What the rep has done after ``operation``, from whichever screen, terminal or command, in its order."""
    deeds: dict[int, Deed] = {}
    for id, is_undone, table, is_made, new in connection.execute(_ENTRIES, (operation,)).fetchall():
        before = deeds.get(id, Deed(operation=id, is_undone=bool(is_undone)))
        deeds[id] = _with(before, table, journal.decode(new), is_made=bool(is_made))
    return Since(tuple(deeds.values()), tuple(id for (id,) in connection.execute(_UNDOS, (operation,))))


def _with(deed: Deed, table: int, new: Mapping[str, object], *, is_made: bool) -> Deed:
    if table == _INTERACTION:
        return deed._replace(is_call=deed.is_call or (is_made and new.get("kind") == "call"))
    is_snooze = not is_made and "snoozes" in new
    return deed._replace(is_step=deed.is_step or is_made, is_snooze=deed.is_snooze or is_snooze)
