"""Companies: the list, one of them whole, and its people. Its operations are in `company_edits`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from crm_tui.domain import names as naming
from crm_tui.domain.company import Company, CompanyLine
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, NotFoundError
from crm_tui.store import ids, lines, values
from crm_tui.store.completion import END
from crm_tui.store.completion import companies as names
from crm_tui.store.deferred import deferred
from crm_tui.store.page import LAST, Page, first_row
from crm_tui.store.stretches import Stretch, count, window

if TYPE_CHECKING:
    from crm_tui.store.company_edits import add, delete, edit

__all__ = ["add", "delete", "edit", "names", "one", "page", "people", "resolve", "worded"]

__getattr__ = deferred({"crm_tui.store.company_edits": ("add", "delete", "edit")})

#: How far beyond a window companies and people are counted.
COUNTED = 10_000

_MOST_CANDIDATES = 20

_PEOPLE = "FROM contact c JOIN standing p ON p.contact = c.pk WHERE c.company = co.pk AND c.deleted_at IS NULL"

_NAMED_SO = Stretch(
    "s.company",
    "company_standing s INDEXED BY company_standing_name",
    "s.is_alive AND s.sort_name >= :low AND s.sort_name < :high",
    (("s.sort_name", False), ("s.company", False)),
)

#: A folded name with a space before each of its words. O'Neil is one word, as `names.words` has it.
_SPACED = "' ' || replace(replace(replace(s.sort_name, '-', ' '), '.', ' '), char(39), '')"

_LINES = f"""
SELECT co.id, co.name, co.domain, (SELECT count(*) FROM contact c WHERE c.company = co.pk AND c.deleted_at IS NULL),
       (SELECT max(p.last_contacted) {_PEOPLE})
  FROM json_each(?) keys CROSS JOIN company co ON co.pk = keys.value
 ORDER BY keys.key"""

_ONE = f"""
SELECT co.pk, co.id, co.name, co.domain, co.phone, co.address, co.note,
       (SELECT count(*) {_PEOPLE}), (SELECT max(p.last_contacted) {_PEOPLE}),
       (SELECT count(*) FROM contact c JOIN follow_up f ON f.contact = c.pk
         WHERE c.company = co.pk AND c.deleted_at IS NULL AND f.state = 'open' AND f.deleted_at IS NULL),
       co.created_at,
       (SELECT o.at FROM journal j JOIN operation o ON o.id = j.operation
         WHERE j.tbl = 1 AND j.row = co.pk ORDER BY j.n DESC LIMIT 1),
       co.deleted_at
  FROM company co WHERE co.id = ? AND NOT co.is_purged"""

_STAFF = "FROM contact c JOIN standing s ON s.contact = c.pk AND s.is_alive WHERE c.company ="
_STAFF += " (SELECT pk FROM company WHERE id = :id)"

_NAMED = """
SELECT co.id, co.name, co.domain FROM company_standing s JOIN company co ON co.pk = s.company
 WHERE s.is_alive AND """


def page(
    connection: sqlite3.Connection, desk: Desk, *, prefix: str = "", offset: int = 0, limit: int = 200
) -> Page[CompanyLine]:
    """The companies outside the trash whose names begin with ``prefix``, by name."""
    low = naming.fold(prefix.strip())
    between = {"low": low, "high": low + END}
    # Far down it pays to know where the end is.
    total = count(connection, (_NAMED_SO,), between) if offset == LAST or offset > COUNTED else None
    offset = first_row(offset, limit, lambda: total or 0)
    keys = window(connection, (_NAMED_SO,), offset, limit, total=total, parameters=between)
    rows = _lines(connection, desk, keys)
    if total is None:
        total = count(connection, (_NAMED_SO,), between, (cap := offset + COUNTED) + 1)
        return Page.counted(rows, offset, total, cap)
    return Page(rows=rows, offset=offset, total=total)


def worded(connection: sqlite3.Connection, desk: Desk, text: str, *, limit: int) -> tuple[CompanyLine, ...]:
    """The companies in whose names each word of ``text`` begins a word, those first whose names begin so."""
    if not (words := naming.words(text)):
        return ()
    each = " AND ".join(f"instr({_SPACED}, ?)" for _ in words)
    starts = naming.fold(text.strip())
    keys = connection.execute(
        f"SELECT s.company FROM company_standing s INDEXED BY company_standing_name WHERE s.is_alive AND {each}"
        " ORDER BY substr(s.sort_name, 1, ?) <> ?, s.sort_name, s.company LIMIT ?",
        (*(f" {word}" for word in words), len(starts), starts, limit),
    ).fetchall()
    return _lines(connection, desk, keys)


def _lines(connection: sqlite3.Connection, desk: Desk, keys: Iterable[tuple[int, ...]]) -> tuple[CompanyLine, ...]:
    """The companies of these keys, in their order."""
    return tuple(
        CompanyLine(id=id, name=name, domain=domain, people=people, last_contacted=values.moment(desk, last_contacted))
        for id, name, domain, people, last_contacted in connection.execute(
            _LINES, (json.dumps([pk for (pk,) in keys]),)
        )
    )


def one(connection: sqlite3.Connection, desk: Desk, id: str) -> Company:
    """The company with this id, whole, also a deleted one. Raises `NotFoundError`."""
    row: tuple[Any, ...] | None = connection.execute(_ONE, (id,)).fetchone()
    if row is None:
        raise NotFoundError("There is no such company.", "The companies are listed on the Companies screen.")
    _, id, name, domain, phone, address, note, people, last_contacted, follow_ups, created, updated, deleted = row
    return Company(
        id=id,
        name=name,
        domain=domain,
        phone=phone,
        address=address,
        note=note,
        people=people,
        last_contacted=values.moment(desk, last_contacted),
        open_follow_ups=follow_ups,
        created_at=desk.moment.local(created),
        updated_at=desk.moment.local(max(created, updated or 0)),
        deleted_at=values.moment(desk, deleted),
    )


def people(
    connection: sqlite3.Connection, desk: Desk, id: str, *, offset: int = 0, limit: int = 200
) -> Page[ContactLine]:
    """The contacts of a company, last worked first."""
    counting = f"SELECT count(*) FROM (SELECT 1 {_STAFF} LIMIT :counted)"
    parameters: dict[str, Any] = {"id": id, "counted": -1}
    offset = first_row(offset, limit, lambda: int(connection.execute(counting, parameters).fetchone()[0]))
    parameters |= {"limit": limit, "offset": offset, "counted": (cap := offset + COUNTED) + 1}
    pks = connection.execute(
        f"SELECT c.pk {_STAFF} ORDER BY s.last_activity DESC, s.sort_name, c.pk LIMIT :limit OFFSET :offset", parameters
    )
    rows = lines.of(connection, desk, [pk for (pk,) in pks])
    (count,) = connection.execute(counting, parameters).fetchone()
    return Page.counted(rows, offset, count, cap)


def resolve(connection: sqlite3.Connection, desk: Desk, words: str) -> str:
    """The id of the company that ``words`` stand for.

    They are an id or its unique beginning, the name in any spelling of its legal form, or the beginning of a name.
    Raises `NotFoundError`, or `AmbiguousError` with the candidates.
    """
    text = words.strip()
    found = _by_id(connection, text.lower()) or _by_name(connection, text)
    if len(found) == 1:
        return found[0].id
    if found:
        raise AmbiguousError(
            f"Several companies match “{text}”.", found[:_MOST_CANDIDATES], "Use the id of one of them."
        )
    raise NotFoundError(f"No company matches “{text}”.", "The companies are listed on the Companies screen.")


def _by_id(connection: sqlite3.Connection, prefix: str) -> list[Candidate]:
    if not ids.is_prefix(prefix):
        return []
    found = ids.matching(connection, "company", prefix, _MOST_CANDIDATES + 1)
    return [each for id in found for each in _candidates(connection, "co.id = ?", id)]


def _by_name(connection: sqlite3.Connection, text: str) -> list[Candidate]:
    key, start = naming.company_key(text), naming.fold(text)
    exact = _candidates(connection, "s.match_name = ? AND s.match_name <> ''", key)
    if exact or not start:
        return exact
    return _candidates(connection, "s.sort_name >= ? AND s.sort_name < ? ORDER BY s.sort_name", start, start + END)


def _candidates(connection: sqlite3.Connection, condition: str, *parameters: str) -> list[Candidate]:
    rows = connection.execute(f"{_NAMED}{condition} LIMIT {_MOST_CANDIDATES + 1}", parameters)
    return [Candidate(id, " · ".join(filter(None, (name, domain)))) for id, name, domain in rows]
