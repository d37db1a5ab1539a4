"""What a file adds to somebody who is there already: in the same chunk, or in the database."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Any

from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.value import replace
from crm_tui.store import external_ids, journal
from crm_tui.store.bulk import held, past
from crm_tui.store.bulk.creating import POINT_COLUMNS, Companies, Tags, point_values
from crm_tui.store.bulk.held import Held
from crm_tui.store.bulk.keys import company_key
from crm_tui.store.bulk.packed import TEXT_COLUMNS
from crm_tui.store.bulk.terms import UNCHANGED, UPDATED, Action, Mode, Outcome
from crm_tui.store.ids import new_id

_NAME_FIELDS = ("given_name", "middle_name", "family_name", "prefix", "suffix")
_SCALARS = (*TEXT_COLUMNS, "status", "stage", "tier", "do_not_contact", "keep_in_touch_days")

_scalars = attrgetter(*_SCALARS)


def outdone(one: ContactDraft, other: ContactDraft) -> Iterator[str]:
    """The fields in which two rows of a file about one person differ, so that `combined` keeps the first's value."""
    is_other_name = one.name != other.name
    for field in _SCALARS:
        mine, theirs = getattr(one, field), getattr(other, field)
        if is_other_name and field in _NAME_FIELDS:
            continue
        if mine and theirs and mine != theirs:
            yield field
    if one.company and other.company and company_key(one.company) != company_key(other.company):
        yield "company"
    yield from (f"custom.{name}" for name, text in other.custom.items() if one.custom.get(name, text) != text)


def combined(one: ContactDraft, other: ContactDraft) -> ContactDraft:
    """One contact of two rows of a file: the first row's values, what is blank filled from the second."""
    changes: dict[str, Any] = {}
    for field in (*_SCALARS, "company", "created_at"):
        mine, theirs = getattr(one, field), getattr(other, field)
        if not mine and theirs and not (field in _NAME_FIELDS and one.name and one.name != other.name):
            changes[field] = theirs
    known = {key for point in one.points for key in point_keys(point)}
    kinds = {point.kind for point in one.points}
    added = tuple(
        replace(point, primary=point.primary and point.kind not in kinds)
        for point in other.points
        if known.isdisjoint(point_keys(point))
    )
    folded = {tag.casefold() for tag in one.tags}
    tags = tuple(tag for tag in other.tags if tag.casefold() not in folded)
    customs = {name: text for name, text in other.custom.items() if name not in one.custom}
    if added:
        changes["points"] = one.points + added
    if tags:
        changes["tags"] = one.tags + tags
    if customs:
        changes["custom"] = {**one.custom, **customs}
    if ids := [id for id in other.external_ids if id not in one.external_ids]:
        changes |= {"external_id": one.external_id or ids.pop(0), "other_ids": (*one.other_ids, *ids)}
    return replace(one, **changes) if changes else one


def point_keys(point: ContactPoint) -> set[str]:
    """By what a point is known: its normal form, or its text in lower case."""
    return {point.normal} if point.normal else {point.value.casefold()}


class Merger:
    """Changes contacts that are in the database, by ordinary statements that triggers journal."""

    def __init__(self, connection: sqlite3.Connection, mode: Mode, companies: Companies, tags: Tags) -> None:
        self._connection = connection
        self._overwrites = mode is Mode.UPDATE
        self._companies = companies
        self._tags = tags
        self._held: dict[int, Held] = {}

    def begin(self, contacts: Iterable[int]) -> None:
        """Reads what these contacts hold, before records are merged into them."""
        self._held = held.read(self._connection, contacts, _SCALARS)

    def merge(self, pk: int, draft: ContactDraft) -> Outcome:
        """Brings ``draft`` into the contact. Says what it changed, and where another value was kept."""
        mine = self._held[pk]
        changes, kept = self._scalars(pk, mine, draft)
        points = self._new_points(pk, mine, draft)
        customs = self._customs(mine, draft, kept)
        tags = self._new_tags(mine, draft)
        ids = [id for id in draft.external_ids if id not in mine.externals]
        if not (changes or points or customs or tags or ids):
            return Outcome(action=Action.UNCHANGED, kept=tuple(kept)) if kept else UNCHANGED
        self._write(pk, changes, points, customs, tags)
        external_ids.add(self._connection, pk, ids)
        self._held |= held.read(self._connection, [pk], _SCALARS)
        return Outcome(action=Action.UPDATED, kept=tuple(kept)) if kept else UPDATED

    def _write(
        self,
        pk: int,
        changes: Mapping[str, object],
        points: Sequence[tuple[object, ...]],
        customs: Mapping[str, str],
        tags: Sequence[int],
    ) -> None:
        if changes:
            assignments = ", ".join(f"{field} = ?" for field in changes)
            self._connection.execute(f"UPDATE contact SET {assignments} WHERE pk = ?", (*changes.values(), pk))
        marks = ", ".join("?" * len(POINT_COLUMNS))
        self._connection.executemany(f"INSERT INTO contact_point({', '.join(POINT_COLUMNS)}) VALUES ({marks})", points)
        self._connection.executemany(
            "INSERT INTO custom_field(contact, name, value) VALUES (?, ?, ?)"
            " ON CONFLICT(contact, name) DO UPDATE SET value = excluded.value, deleted_at = NULL",
            [(pk, name, text) for name, text in customs.items()],
        )
        self._connection.executemany("INSERT INTO contact_tag(contact, tag) VALUES (?, ?)", [(pk, tag) for tag in tags])

    def _scalars(self, pk: int, held: Held, draft: ContactDraft) -> tuple[dict[str, object], list[str]]:
        """New values by column, and the fields where the rep's value stays."""
        changes: dict[str, object] = {}
        kept: list[str] = []
        own = held.own
        other_name = bool(own["name"] and draft.name and own["name"] != draft.name and not self._overwrites)
        for field, theirs in zip(_SCALARS, _scalars(draft), strict=True):
            mine = own[field]
            if not theirs or theirs == mine or (other_name and field in _NAME_FIELDS):
                continue
            if self._overwrites or not mine:
                changes[field] = str(theirs) if isinstance(theirs, str) else int(theirs)
            else:
                kept.append(field)
        self._company(held.company, draft, changes, kept)
        if changes and not self._overwrites:
            former = past.values(self._connection, pk)
            changes = {field: value for field, value in changes.items() if value not in former.get(field, ())}
        return changes, kept

    def _company(self, held: str | None, draft: ContactDraft, changes: dict[str, object], kept: list[str]) -> None:
        if not draft.company:
            return
        if held is not None:
            if company_key(held) == company_key(draft.company):
                return
            if not self._overwrites:
                kept.append("company")
                return
        journal.pause(self._connection)
        changes["company"] = self._companies.pks([(draft.company, company_key(draft.company))])[draft.company]
        journal.resume(self._connection)

    def _new_points(self, pk: int, held: Held, draft: ContactDraft) -> list[tuple[object, ...]]:
        if not draft.points:
            return []
        living = [point for point in held.points if not (point[-1] and self._overwrites)]
        known = {key for _, value, normal, _ in living for key in (normal, value.casefold()) if key}
        added = [point for point in draft.points if known.isdisjoint(point_keys(point))]
        if added and not self._overwrites:
            former = past.points(self._connection, pk)
            added = [point for point in added if former.isdisjoint(point_keys(point))]
        kinds = {kind for kind, *_ in living}
        return [
            point_values(
                pk,
                len(living) + place,
                replace(point, id="", primary=point.primary and point.kind not in kinds),
                new_id(),
            )
            for place, point in enumerate(added)
        ]

    def _customs(self, held: Held, draft: ContactDraft, kept: list[str]) -> dict[str, str]:
        new: dict[str, str] = {}
        for name, text in draft.custom.items():
            value, is_deleted = held.customs.get(name, ("", False))
            if name not in held.customs or (self._overwrites and (value != text or is_deleted)):
                new[name] = text
            elif not is_deleted and value != text:
                kept.append(f"custom.{name}")
        return new

    def _new_tags(self, held: Held, draft: ContactDraft) -> list[int]:
        if not draft.tags:
            return []
        wanted = dict.fromkeys(self._tags.pk(tag) for tag in draft.tags)
        return [tag for tag in wanted if tag not in held.tags]
