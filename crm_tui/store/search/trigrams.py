"""Looking up parts of words: which of their trigrams to read, so that few contacts are left to be tested."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

from crm_tui.store.search import ways
from crm_tui.store.search.ways import Way

#: One contact in this many has its trigrams counted, which is near enough and spares the others the writes.
SAMPLE = 16

#: Microseconds to read one entry of a trigram's list, and to test one contact; measured, and only their ratio counts.
_READ, _TEST = 0.065, 3.5

#: Of the contacts with one trigram, the share that has one beside it in the same word: most have the same word.
_SHARED = 0.7

_MOST = 5


def of(text: str) -> set[str]:
    """All runs of three characters."""
    return {text[i : i + 3] for i in range(len(text) - 2)}


def way(connection: sqlite3.Connection, pieces: Iterable[str]) -> Way | None:
    """Those who have all the pieces somewhere, and some who have not; None when all pieces are too short.

    Starts with the rarest trigram, and adds others as long as reading their lists costs less than testing the
    contacts that they rule out.
    """
    uses = _uses(connection, set().union(*map(of, pieces)))
    if not uses:
        return None
    (everyone,) = connection.execute("SELECT coalesce(max(contact), 1) FROM search_doc").fetchone()
    chosen = [min(uses, key=lambda trigram: (uses[trigram], trigram))]
    left = float(uses[chosen[0]])
    while len(chosen) < _MOST:
        shares = {
            trigram: _SHARED if _overlaps(trigram, chosen) else min(1.0, number / everyone)
            for trigram, number in uses.items()
            if trigram not in chosen
        }
        gains = {trigram: left * (1 - share) * _TEST - uses[trigram] * _READ for trigram, share in shares.items()}
        best = max(gains, key=lambda trigram: (gains[trigram], trigram), default="")
        if not best or gains[best] <= 0:
            break
        chosen.append(best)
        left *= shares[best]
    match = " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in chosen)
    return ways.index("search_trigram", match, uses[chosen[0]])


def _uses(connection: sqlite3.Connection, wanted: Collection[str]) -> dict[str, int]:
    """How many contacts have each trigram, about."""
    listed = sorted(wanted)
    rows = connection.execute(
        f"SELECT trigram, uses * {SAMPLE} FROM search_trigram_use WHERE trigram IN ({','.join('?' * len(listed))})",
        listed,
    )
    return dict.fromkeys(listed, 0) | dict(rows.fetchall())


def _overlaps(trigram: str, chosen: Iterable[str]) -> bool:
    """Whether it stands beside a chosen one in a word. The digits of a number follow each other by chance."""
    return not trigram.isdigit() and any(trigram[1:] == one[:2] or trigram[:2] == one[1:] for one in chosen)
