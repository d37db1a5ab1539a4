"""Records on their way out: read in chunks, each with a query of its own, so that nobody who writes has to wait.

The values are those that an import brings in (`crm_tui.store.incoming`): what goes out can come back.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpKind, FollowUpState
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.query import Query
from crm_tui.domain.selection import Selection as Whom
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.value import dataclass
from crm_tui.store import values
from crm_tui.store.external_ids import Owner
from crm_tui.store.incoming import (
    IncomingCompany,
    IncomingContact,
    IncomingFollowUp,
    IncomingInteraction,
    IncomingPairing,
    IncomingView,
)

#: Records that one query reads.
CHUNK = 1_000

_CONTACTS = """
SELECT c.pk, c.id, c.name, c.given_name, c.middle_name, c.family_name, c.prefix, c.suffix, c.nickname, c.title,
       c.department, co.id, co.name, c.birthday, c.zone, c.status, c.stage, c.tier, c.owner, c.source,
       c.do_not_contact, c.note, c.keep_in_touch_days, c.created_at, c.deleted_at
  FROM contact c LEFT JOIN company co ON co.pk = c.company AND NOT co.is_purged AND (co.deleted_at IS NULL OR :trash)
 WHERE {where} AND NOT c.is_purged AND (c.deleted_at IS NULL OR :trash) ORDER BY c.pk LIMIT :limit"""

_POINTS = """
SELECT contact, kind, value, normal, label, is_primary, is_bad, id, parts FROM contact_point
 WHERE contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY contact, position, pk"""

_TAGS = """
SELECT l.contact, t.name FROM contact_tag l JOIN tag t ON t.pk = l.tag
 WHERE l.contact IN (SELECT value FROM json_each(?)) AND l.deleted_at IS NULL AND t.deleted_at IS NULL
 ORDER BY l.contact, l.pk"""

_CUSTOM = """
SELECT contact, name, value FROM custom_field
 WHERE contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY contact, pk"""

_EXTERNAL_IDS = """
SELECT {owner}, value FROM {owner}_external_id
 WHERE {owner} IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL AND value <> '' ORDER BY {owner}, pk"""

_COMPANIES = """
SELECT pk, id, name, domain, phone, address, note, created_at, deleted_at FROM company
 WHERE {where} AND NOT is_purged AND (deleted_at IS NULL OR :trash) ORDER BY pk LIMIT :limit"""

_INTERACTIONS = """
SELECT pk, id, kind, direction, outcome, at, duration_minutes, subject, text, author, is_pinned, external_id,
       created_at, deleted_at FROM interaction
 WHERE {where} AND NOT is_purged AND (deleted_at IS NULL OR :trash) ORDER BY pk LIMIT :limit"""

_LINKS = """
SELECT l.interaction, c.id FROM interaction_contact l JOIN contact c ON c.pk = l.contact
 WHERE l.interaction IN (SELECT value FROM json_each(:pks)) AND l.deleted_at IS NULL AND NOT c.is_purged
   AND (c.deleted_at IS NULL OR :trash) ORDER BY l.interaction, l.pk"""

_FOLLOW_UPS = """
SELECT f.pk, f.id, c.id, f.due_day, f.due_time, f.due_zone, f.kind, f.text, f.priority, f.state, f.every, f.snoozes,
       f.anchor_day, i.id, f.external_id, f.created_at, f.done_at, f.deleted_at
  FROM follow_up f JOIN contact c ON c.pk = f.contact AND NOT c.is_purged AND (c.deleted_at IS NULL OR :trash)
  LEFT JOIN interaction i ON i.pk = f.interaction AND NOT i.is_purged
 WHERE {where} AND NOT f.is_purged AND (f.deleted_at IS NULL OR :trash) ORDER BY f.pk LIMIT :limit"""

_VIEWS = """
SELECT pk, id, name, query, sort, position, created_at, deleted_at FROM view
 WHERE {where} AND NOT is_purged AND (deleted_at IS NULL OR :trash) ORDER BY pk LIMIT :limit"""

_PAIRINGS = """
SELECT p.pk, one.id, two.id, p.is_same, p.created_at, p.deleted_at
  FROM pairing p JOIN contact one ON one.pk = p.contact AND NOT one.is_purged
  JOIN contact two ON two.pk = p.other AND NOT two.is_purged
 WHERE {where} AND (p.deleted_at IS NULL OR :trash) ORDER BY p.pk LIMIT :limit"""

_RELATED = {
    "company": "SELECT DISTINCT company FROM contact WHERE pk IN (SELECT value FROM json_each(?)) AND company NOT NULL",
    "interaction": "SELECT DISTINCT interaction FROM interaction_contact"
    " WHERE contact IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL",
    "follow_up": "SELECT pk FROM follow_up WHERE contact IN (SELECT value FROM json_each(?))",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What is exported: the contacts with these keys (all when None), and whether the trash goes with them."""

    contacts: tuple[int, ...] | None = None
    trash: bool = False


def selection(connection: sqlite3.Connection, desk: Desk, query: Query | None, *, trash: bool = False) -> Selection:
    """The contacts that ``query`` finds; all of them without one. Raises ParseError as searching does."""
    if query is None:
        return Selection(trash=trash)
    from crm_tui.store import search

    (most,) = connection.execute("SELECT count(*) FROM contact").fetchone()
    found = search.find(connection, desk, query, limit=most + 1)
    return Selection(contacts=tuple(sorted(found.pks)), trash=trash)


def marked(connection: sqlite3.Connection, desk: Desk, whom: Whom) -> Selection:
    """The contacts that a list of the app means by ``whom``. Raises ParseError as searching does."""
    from crm_tui.store import selection

    if whom == Whom(everyone=True):
        return Selection()
    return Selection(contacts=tuple(selection.resolve(connection, desk, whom)))


def count(connection: sqlite3.Connection, table: str, chosen: Selection) -> int:
    """About how many records of ``table`` will come, for a progress bar."""
    if table == "contact" and chosen.contacts is not None:
        return len(chosen.contacts)
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def contacts(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingContact]]:
    """Contacts whole, in the order in which they were made, in chunks."""
    for rows in _chunks(connection, _CONTACTS, "c.pk", chosen, chosen.contacts):
        pks = json.dumps([row[0] for row in rows])
        points: defaultdict[int, list[ContactPoint]] = defaultdict(list)
        for point in connection.execute(_POINTS, (pks,)):
            points[point[0]].append(_point(point))
        tags: defaultdict[int, list[str]] = defaultdict(list)
        for contact, tag in connection.execute(_TAGS, (pks,)):
            tags[contact].append(tag)
        custom: defaultdict[int, dict[str, str]] = defaultdict(dict)
        for contact, name, value in connection.execute(_CUSTOM, (pks,)):
            custom[contact][name] = value
        known = _external_ids(connection, "contact", pks)
        yield [_contact(row, points[row[0]], tags[row[0]], custom[row[0]], known[row[0]]) for row in rows]


def companies(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingCompany]]:
    """Companies, or those of the chosen contacts, in chunks."""
    for rows in _chunks(connection, _COMPANIES, "pk", chosen, _related(connection, "company", chosen)):
        known = _external_ids(connection, "company", json.dumps([row[0] for row in rows]))
        yield [
            IncomingCompany(
                id=identity,
                name=name,
                domain=domain,
                phone=phone,
                address=address,
                note=note,
                external_id=known[pk][0],
                other_ids=tuple(known[pk][1:]),
                created_at=_moment(created),
                deleted_at=_moment(deleted),
            )
            for pk, identity, name, domain, phone, address, note, created, deleted in rows
        ]


def _external_ids(connection: sqlite3.Connection, owner: Owner, pks: str) -> Mapping[int, Sequence[str]]:
    """The ids in other programs by the keys of those who have them, and of all others one that is blank."""
    found: defaultdict[int, list[str]] = defaultdict(lambda: [""])
    for pk, value in connection.execute(_EXTERNAL_IDS.format(owner=owner), (pks,)):
        if pk in found:
            found[pk].append(value)
        else:
            found[pk] = [value]
    return found


def interactions(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingInteraction]]:
    """Interactions of the chosen contacts, in chunks; one whose every contact is gone stays behind."""
    for rows in _chunks(connection, _INTERACTIONS, "pk", chosen, _related(connection, "interaction", chosen)):
        people: defaultdict[int, list[str]] = defaultdict(list)
        parameters = {"pks": json.dumps([row[0] for row in rows]), "trash": chosen.trash}
        for interaction, contact in connection.execute(_LINKS, parameters):
            people[interaction].append(contact)
        yield [_interaction(row, people[row[0]]) for row in rows if people[row[0]]]


def follow_ups(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingFollowUp]]:
    """Follow-ups of the chosen contacts, in chunks."""
    for rows in _chunks(connection, _FOLLOW_UPS, "f.pk", chosen, _related(connection, "follow_up", chosen)):
        yield [_follow_up(row) for row in rows]


def views(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingView]]:
    """Views, in chunks; they go with a whole book, not with what a search finds."""
    for rows in _chunks(connection, _VIEWS, "pk", chosen, None if chosen.contacts is None else ()):
        yield [
            IncomingView(
                id=identity,
                name=name,
                query=query,
                sort=sort,
                position=position,
                created_at=_moment(created),
                deleted_at=_moment(deleted),
            )
            for _, identity, name, query, sort, position, created, deleted in rows
        ]


def pairings(connection: sqlite3.Connection, chosen: Selection) -> Iterator[list[IncomingPairing]]:
    """What was judged of two contacts, in chunks; it goes with a whole book, as views do."""
    for rows in _chunks(connection, _PAIRINGS, "p.pk", chosen, None if chosen.contacts is None else ()):
        yield [
            IncomingPairing(
                contacts=(one, other), is_same=bool(is_same), created_at=_moment(created), deleted_at=_moment(deleted)
            )
            for _, one, other, is_same, created, deleted in rows
        ]


def names(connection: sqlite3.Connection, ids: Sequence[str]) -> dict[str, str]:
    """The names of contacts by id."""
    found = connection.execute(
        "SELECT c.id, c.name FROM json_each(?) k CROSS JOIN contact c ON c.id = k.value", (json.dumps(ids),)
    )
    return dict(found.fetchall())


def point_labels(connection: sqlite3.Connection, chosen: Selection) -> list[tuple[str, str]]:
    """Kind and label of every kind of point that the chosen contacts have, the most frequent first."""
    return _frequent(connection, "x.kind, x.label", "contact_point", chosen)


def custom_names(connection: sqlite3.Connection, chosen: Selection) -> list[str]:
    """The names of custom fields that the chosen contacts have, the most frequent first."""
    return [name for (name,) in _frequent(connection, "x.name", "custom_field", chosen)]


def _frequent(connection: sqlite3.Connection, columns: str, table: str, chosen: Selection) -> list[Any]:
    where = "x.contact IN (SELECT value FROM json_each(?))" if chosen.contacts is not None else "?"
    argument = json.dumps(chosen.contacts) if chosen.contacts is not None else 1
    return connection.execute(
        f"SELECT {columns} FROM {table} x JOIN contact c ON c.pk = x.contact AND c.deleted_at IS NULL"
        f" WHERE {where} AND x.deleted_at IS NULL GROUP BY {columns} ORDER BY count(*) DESC, {columns}",
        (argument,),
    ).fetchall()


def _chunks(
    connection: sqlite3.Connection, statement: str, key: str, chosen: Selection, pks: Sequence[int] | None
) -> Iterator[list[Any]]:
    """Rows in the order of their keys, each chunk fetched whole so that no read stays open."""
    if pks is not None:
        wanted = statement.format(where=f"{key} IN (SELECT value FROM json_each(:pks))")
        for start in range(0, len(pks), CHUNK):
            parameters = {"pks": json.dumps(pks[start : start + CHUNK]), "trash": chosen.trash, "limit": CHUNK}
            if rows := connection.execute(wanted, parameters).fetchall():
                yield rows
        return
    after = statement.format(where=f"{key} > :after")
    last = 0
    while rows := connection.execute(after, {"after": last, "trash": chosen.trash, "limit": CHUNK}).fetchall():
        last = rows[-1][0]
        yield rows


def _related(connection: sqlite3.Connection, table: str, chosen: Selection) -> list[int] | None:
    if chosen.contacts is None:
        return None
    return sorted(pk for (pk,) in connection.execute(_RELATED[table], (json.dumps(chosen.contacts),)))


def _moment(epoch: int | None) -> datetime | None:
    return None if epoch is None else datetime.fromtimestamp(epoch, UTC)


_KINDS = {kind.value: kind for kind in PointKind}


def _point(row: Sequence[Any]) -> ContactPoint:
    _, kind, value, normal, label, is_primary, is_bad, identity, parts = row
    return ContactPoint(
        kind=_KINDS[kind],
        value=value,
        normal=normal,
        label=label,
        primary=bool(is_primary),
        bad=bool(is_bad),
        id=identity,
        parts=json.loads(parts) if parts else {},
    )


def _contact(
    row: tuple[Any, ...],
    points: list[ContactPoint],
    tags: list[str],
    custom: dict[str, str],
    external_ids: Sequence[str],
) -> IncomingContact:
    _, identity, name, given, middle, family, prefix, suffix, nickname, title, department = row[:11]
    company_id, company, birthday, zone, status, stage, tier, owner, source = row[11:20]
    is_banned, note, days, created, deleted = row[20:]
    draft = ContactDraft(
        name=name,
        given_name=given,
        middle_name=middle,
        family_name=family,
        prefix=prefix,
        suffix=suffix,
        nickname=nickname,
        title=title,
        department=department,
        company=company or "",
        points=tuple(points),
        birthday=birthday,
        zone=zone,
        status=status,
        stage=values.member(Stage, stage) if stage else None,
        tier=values.member(Tier, tier) if tier else None,
        tags=tuple(tags),
        owner=owner,
        source=source,
        do_not_contact=bool(is_banned),
        note=note,
        keep_in_touch_days=days,
        external_id=external_ids[0],
        other_ids=tuple(external_ids[1:]),
        custom=custom,
        created_at=_moment(created),
    )
    return IncomingContact(draft, identity, company_id or "", _moment(deleted))


def _interaction(row: tuple[Any, ...], people: list[str]) -> IncomingInteraction:
    _, identity, kind, direction, outcome, at, minutes, subject, text, author, is_pinned = row[:11]
    external_id, created, deleted = row[11:]
    return IncomingInteraction(
        contacts=tuple(people),
        kind=values.member(InteractionKind, kind) or InteractionKind.NOTE,
        at=datetime.fromtimestamp(at, UTC),
        direction=values.member(Direction, direction),
        outcome=values.member(Outcome, outcome),
        duration_minutes=minutes,
        subject=subject,
        text=text,
        author=author,
        is_pinned=bool(is_pinned),
        external_id=external_id,
        created_at=_moment(created),
        id=identity,
        deleted_at=_moment(deleted),
    )


def _follow_up(row: tuple[Any, ...]) -> IncomingFollowUp:
    _, identity, contact, day, clock, zone, kind, text, priority, state, every, snoozes = row[:12]
    anchor, interaction, external_id, created, done, deleted = row[12:]
    return IncomingFollowUp(
        contact=contact,
        due=values.due(day, clock, zone),
        kind=values.member(FollowUpKind, kind) or FollowUpKind.TODO,
        text=text,
        priority=values.priority(priority),
        state=values.member(FollowUpState, state) or FollowUpState.OPEN,
        every=every,
        snoozes=snoozes,
        anchor=date.fromisoformat(anchor) if anchor else None,
        interaction=interaction or "",
        external_id=external_id,
        created_at=_moment(created),
        done_at=_moment(done),
        id=identity,
        deleted_at=_moment(deleted),
    )
