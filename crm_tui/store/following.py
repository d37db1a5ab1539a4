"""What follows from a change of many rows: by sets, what the triggers of `crm_tui.store.standing` do row by row."""

from __future__ import annotations

import sqlite3
from typing import NamedTuple

from crm_tui.store import standing

_ALTERED = "SELECT pk FROM temp.altered"

#: Columns of a contact that only filters look at; see the triggers of `crm_tui.store.migrations.m0002_search`.
_FACET_COLUMNS = ("status", "stage", "tier", "owner", "source", "birthday", "do_not_contact")

_UNRULED_WORDS = tuple(column for column in standing.WORD_COLUMNS if column not in standing.RULE_COLUMNS)

_SAME_INSTANT = f"""
UPDATE interaction_contact SET at = (SELECT i.at FROM interaction i WHERE i.pk = interaction)
 WHERE interaction IN ({_ALTERED})"""


class _Effect(NamedTuple):
    """What a change of certain columns (of any, where there are none named) makes necessary.

    ``parts`` of the standing of ``contacts`` are computed anew; ``stale`` is the kind of the ``rows`` that wait.
    """

    columns: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    contacts: str = ""
    stale: str = ""
    rows: str = _ALTERED


def _of_belongings(table: str, stale: str) -> tuple[_Effect, ...]:
    people = f"SELECT contact FROM {table} WHERE pk IN ({_ALTERED})"
    return (_Effect(parts=(standing.TOUCHED,), contacts=people, stale=stale, rows=people),)


def _if_ruled(people: str) -> str:
    """``people``, or nobody where no tag has an interval: then none becomes quiet on another day."""
    return f"SELECT contact FROM ({people}) WHERE EXISTS (SELECT 1 FROM tag_rule)"


_PLANNED = f"SELECT contact FROM follow_up WHERE pk IN ({_ALTERED})"
_LINKED = f"SELECT contact FROM interaction_contact WHERE pk IN ({_ALTERED})"
_TOOK_PART = f"SELECT contact FROM interaction_contact WHERE interaction IN ({_ALTERED})"
_TAGGED = f"SELECT contact FROM contact_tag WHERE tag IN ({_ALTERED})"
_RETAGGED = f"SELECT contact FROM contact_tag WHERE pk IN ({_ALTERED})"
_HISTORY = (standing.HISTORY, standing.QUIET)

_EFFECTS: dict[str, tuple[_Effect, ...]] = {
    "contact": (
        _Effect(("do_not_contact", "deleted_at"), (standing.LIVING,), _ALTERED),
        _Effect(("status",), (standing.STATUS,), _ALTERED),
        _Effect(("tier",), (standing.TIER,), _ALTERED),
        _Effect(standing.RULE_COLUMNS, (standing.SETTLED,), _ALTERED),
        _Effect(_UNRULED_WORDS, (standing.TOUCHED,), _ALTERED),
        _Effect(standing.NAME_COLUMNS, stale="name"),
        _Effect(standing.WORD_COLUMNS, stale="contact"),
        _Effect(_FACET_COLUMNS, stale="facets"),
    ),
    "contact_point": _of_belongings("contact_point", "contact"),
    "contact_tag": (
        *_of_belongings("contact_tag", "facets"),
        _Effect(parts=(standing.QUIET,), contacts=_if_ruled(_RETAGGED)),
    ),
    "custom_field": _of_belongings("custom_field", "contact"),
    "company": (_Effect(("name", "deleted_at"), stale="company"),),
    "tag": (_Effect(("name", "deleted_at"), (standing.QUIET,), _if_ruled(_TAGGED), stale="facets", rows=_TAGGED),),
    "interaction": (
        _Effect(standing.SAID_COLUMNS, _HISTORY, _TOOK_PART),
        _Effect(standing.TEXT_COLUMNS, stale="interaction"),
    ),
    "interaction_contact": (_Effect(("deleted_at",), _HISTORY, _LINKED, "contact", _LINKED),),
    "follow_up": (_Effect(standing.DUE_COLUMNS, (standing.AHEAD,), _PLANNED, "follow_up"),),
}


def follow(connection: sqlite3.Connection, table: str, column: str) -> None:
    """Brings what is derived up to a change of ``column`` in the rows of ``temp.altered``.

    What needs Python is left in ``stale``. Of new rows, which are neither contacts nor interactions, the column is
    ``deleted_at``: they are there now.
    """
    if (table, column) == ("interaction", "at"):
        connection.execute(_SAME_INSTANT)
    for effect in _EFFECTS.get(table, ()):
        if effect.columns and column not in effect.columns:
            continue
        for part in effect.parts:
            connection.execute(standing.update(part, f"contact IN ({effect.contacts})"))
        if effect.stale:
            connection.execute(f"INSERT OR IGNORE INTO stale(kind, pk) SELECT '{effect.stale}', * FROM ({effect.rows})")
