"""How many follow-ups are due, for a shell prompt: `crm_tui.store.today.due_count` without the rest of the program.

Values, rules and even `pathlib` take longer to import than this answer may take, so it is one statement of SQL on
the standard library alone. Tests hold it to the same answers.
"""

import sqlite3

#: What the file must be for the statement to be right: `connection.APPLICATION_ID` and `migrations.LATEST`.
APPLICATION_ID, SCHEMA = 0x43524D31, 9

_MOST_COUNTED = 999

#: Counts people, each once in a section, as `crm_tui.store.due.count` does. A clock on earth is at most 14 hours
#: from UTC, so that what is due before a moment has a local day of at most the day after.
_COUNT = """
SELECT count(*) FROM (
    SELECT DISTINCT f.contact FROM follow_up f CROSS JOIN standing s ON s.contact = f.contact AND s.is_workable
     WHERE f.state = 'open' AND f.deleted_at IS NULL AND f.due_day BETWEEN :early AND :late
       AND (f.due_time IS NULL AND f.due_day BETWEEN :first AND :last
            OR f.due_time IS NOT NULL AND f.due_at >= :start AND f.due_at < :end)
     LIMIT :most)"""


def due_count(path: str, days: tuple[str, str, str], now: int, midnight: int) -> int | None:
    """People overdue or due today in the database at ``path``; None when only the whole program can tell.

    ``days`` are yesterday, today and tomorrow as YYYY-MM-DD in the rep's zone; ``now`` and the coming ``midnight``
    are epoch seconds, rounded up.
    """
    yesterday, today, tomorrow = days
    overdue = {"early": "", "late": tomorrow, "first": "", "last": yesterday, "start": -(2**62), "end": now}
    due = {"early": yesterday, "late": tomorrow, "first": today, "last": today, "start": now, "end": midnight}
    try:
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            if not _is_current(connection):
                return None
            counts = (connection.execute(_COUNT, {**span, "most": _MOST_COUNTED}) for span in (overdue, due))
            return sum(int(count.fetchone()[0]) for count in counts)
        finally:
            connection.close()
    except sqlite3.Error:
        return None


def _is_current(connection: sqlite3.Connection) -> bool:
    """Whether this is our file, of this version, with nothing left to compute."""
    ours = connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    if not ours or connection.execute("PRAGMA user_version").fetchone() != (SCHEMA,):
        return False
    return connection.execute("SELECT 1 FROM stale LIMIT 1").fetchone() is None
