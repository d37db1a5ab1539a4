"""Tags: the list of them. What is done to tags is in `tagging`; to put one on a contact see `contacts.tag`."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.store.completion import tags as names
from crm_tui.store.deferred import deferred
from crm_tui.store.page import Page

if TYPE_CHECKING:
    from crm_tui.store.tagging import delete, rename

__all__ = ["TagLine", "delete", "names", "page", "rename"]

__getattr__ = deferred({"crm_tui.store.tagging": ("delete", "rename")})

_ALL = """
SELECT t.name, (SELECT count(*) FROM contact_tag l JOIN standing s ON s.contact = l.contact AND s.is_alive
                 WHERE l.tag = t.pk AND l.deleted_at IS NULL) AS people
  FROM tag t WHERE t.deleted_at IS NULL ORDER BY people DESC, t.name LIMIT ? OFFSET ?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class TagLine:
    """A tag and how many contacts outside the trash have it."""

    name: str
    people: int


def page(connection: sqlite3.Connection, desk: Desk, *, offset: int = 0, limit: int = 200) -> Page[TagLine]:
    """The tags, the most used first."""
    rows = tuple(TagLine(name=name, people=people) for name, people in connection.execute(_ALL, (limit, offset)))
    (total,) = connection.execute("SELECT count(*) FROM tag WHERE deleted_at IS NULL").fetchone()
    return Page(rows=rows, offset=offset, total=total)
