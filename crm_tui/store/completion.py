"""What a typed prefix may become: for the shell's completion and for dialogs, so it must cost next to nothing."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence

from crm_tui.domain import names as naming
from crm_tui.domain.desk import Desk
from crm_tui.domain.query import And, Query, Word
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.domain.contact import ContactLine

#: The last character there is: what begins with a prefix sorts before prefix + this.
END = "\U0010ffff"

#: A search also finds names that contain the words elsewhere; this many times the wanted are looked at.
_SPARE = 4

_REACHED = """
SELECT DISTINCT p.contact FROM json_each(?) k
 CROSS JOIN contact_point p ON p.normal = k.value AND p.normal <> '' AND p.deleted_at IS NULL
 CROSS JOIN contact c ON c.pk = p.contact AND c.deleted_at IS NULL LIMIT ?"""

#: Tags that are looked at: who has more has made them by mistake.
_MOST_TAGS = 5_000


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
    """Tags that begin with ``prefix``, with or without its "#", whatever its case, accents and script, by name."""
    start = naming.fold(prefix.removeprefix("#"))
    rows = connection.execute("SELECT name FROM tag WHERE deleted_at IS NULL LIMIT ?", (_MOST_TAGS,))
    return sorted((name for (name,) in rows if _begins(start, name)), key=str.casefold)[:limit]


def people(connection: sqlite3.Connection, desk: Desk, words: str, limit: int = 5) -> list[ContactLine]:
    """Contacts whose name and company have words that begin like each of ``words``, last worked first.

    In any order, and whatever their case, accents and script.
    """
    from crm_tui.store import lines, search

    wanted = naming.words(words)
    nodes = tuple(map(Word, words.split()))
    if not wanted or not nodes:
        return []
    query = Query(words, And(nodes) if len(nodes) > 1 else nodes[0])
    pks = search.find(connection, desk, query, limit=limit * _SPARE).pks
    return [one for one in lines.of(connection, desk, pks) if _are_named(wanted, f"{one.name} {one.company}")][:limit]


def reached(connection: sqlite3.Connection, desk: Desk, normals: Sequence[str], limit: int = 5) -> list[ContactLine]:
    """Contacts outside the trash who have one of these normal forms of e-mail addresses and phone numbers."""
    from crm_tui.store import lines

    wanted = json.dumps([normal for normal in normals if normal])
    pks = [pk for (pk,) in connection.execute(_REACHED, (wanted, limit))]
    return list(lines.of(connection, desk, pks))


def _are_named(wanted: Sequence[str], spelt: str) -> bool:
    known = {*naming.words(spelt), *(alias for word in spelt.split() for alias in naming.aliases(word))}
    return all(any(word.startswith(start) for word in known) for start in wanted)


def _begins(start: str, name: str) -> bool:
    """Whether a name begins with what is folded already, in one of the ways in which it may be spelt."""
    return naming.fold(name).startswith(start) or any(alias.startswith(start) for alias in naming.aliases(name))


def statuses(connection: sqlite3.Connection, desk: Desk, prefix: str, limit: int = 50) -> list[str]:
    """Lead statuses that begin with ``prefix``, in the order of the settings."""
    start = prefix.casefold()
    return [status.name for status in desk.statuses if status.name.casefold().startswith(start)][:limit]
