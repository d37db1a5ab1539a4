"""What a typed prefix may become: for the shell's completion and for dialogs, so it must cost next to nothing."""

from __future__ import annotations

import json
import sqlite3

from crm_tui.domain import names as naming
from crm_tui.domain.desk import Desk
from crm_tui.domain.query import And, Query, Word

#: The last character there is: what begins with a prefix sorts before prefix + this.
END = "\U0010ffff"

#: A search also finds names that contain the words elsewhere; this many times the wanted are looked at.
_SPARE = 4


def names(connection: sqlite3.Connection, desk: Desk, prefix: str, limit: int = 20) -> list[str]:
    """Names of contacts that begin with ``prefix``, whatever its case and accents, last worked first."""
    words = tuple(map(Word, prefix.split()))
    if words:
        from crm_tui.store import search

        query = Query(prefix, And(words) if len(words) > 1 else words[0])
        pks = search.find(connection, desk, query, limit=limit * _SPARE).pks
        rows = connection.execute(
            "SELECT c.name FROM json_each(?) k CROSS JOIN contact c ON c.pk = k.value ORDER BY k.key",
            (json.dumps(pks),),
        )
    else:
        rows = connection.execute(
            "SELECT c.name FROM standing s CROSS JOIN contact c ON c.pk = s.contact"
            " WHERE s.is_alive ORDER BY s.last_activity DESC, s.contact DESC LIMIT ?",
            (limit * _SPARE,),
        )
    start = naming.fold(prefix)
    found = dict.fromkeys(name for (name,) in rows if name and naming.fold(name).startswith(start))
    return list(found)[:limit]


def companies(connection: sqlite3.Connection, desk: Desk, prefix: str, limit: int = 20) -> list[str]:
    """Names of companies that begin with ``prefix``, whatever its case and accents, by name."""
    start = naming.fold(prefix)
    rows = connection.execute(
        "SELECT co.name FROM company_standing s CROSS JOIN company co ON co.pk = s.company"
        " WHERE s.is_alive AND s.sort_name >= ? AND s.sort_name < ? ORDER BY s.sort_name LIMIT ?",
        (start, start + END, limit),
    )
    return list(dict.fromkeys(name for (name,) in rows))


def tags(connection: sqlite3.Connection, desk: Desk, prefix: str, limit: int = 50) -> list[str]:
    """Tags that begin with ``prefix``, with or without its "#", by name."""
    start = prefix.removeprefix("#").casefold()
    rows = connection.execute("SELECT name FROM tag WHERE deleted_at IS NULL")
    return sorted((name for (name,) in rows if name.casefold().startswith(start)), key=str.casefold)[:limit]


def statuses(connection: sqlite3.Connection, desk: Desk, prefix: str, limit: int = 50) -> list[str]:
    """Lead statuses that begin with ``prefix``, in the order of the settings."""
    start = prefix.casefold()
    return [status.name for status in desk.statuses if status.name.casefold().startswith(start)][:limit]
