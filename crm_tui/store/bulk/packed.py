"""A contact from a file as plain values: what travels from process to process, and goes into rows as it is.

To make a draft with its points again takes as long as to store it, and is needed only for who is there already. What
follows from a record alone (keys, and the document of the index) is computed here too, so that the process that reads a
file does it beside the one that writes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from operator import attrgetter
from typing import NamedTuple

from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.status import Stage, Tier
from crm_tui.store.bulk import keys
from crm_tui.store.bulk.keys import Keys
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.search import document
from crm_tui.store.search.document import Document
from crm_tui.store.search.index import Entry
from crm_tui.store.search.notes import Note

TEXT_COLUMNS = (
    "name",
    "given_name",
    "middle_name",
    "family_name",
    "prefix",
    "suffix",
    "nickname",
    "title",
    "department",
    "birthday",
    "zone",
    "owner",
    "source",
    "note",
)
texts = attrgetter(*TEXT_COLUMNS)

#: Id, kind, value, normal form, label, whether primary, whether bad, parts as JSON: a row without its place.
PackedPoint = tuple[str, str, str, str, str, int, int, str]

_NO_NOTE = Note()


class Packed(NamedTuple):
    """`IncomingContact` taken apart. Instants are epoch seconds; what is not given is "" or None.

    ``texts`` are those of `TEXT_COLUMNS`, ``keys`` a `crm_tui.store.bulk.keys.Keys`. ``document`` is None
    where nobody has computed it; ``note`` are the words beside it.
    """

    id: str
    company_id: str
    created: int | None
    deleted: int | None
    texts: tuple[str, ...]
    company: str
    status: str
    stage: str
    tier: str
    is_banned: int
    interval: int | None
    points: tuple[PackedPoint, ...]
    tags: tuple[str, ...]
    customs: tuple[tuple[str, str], ...]
    keys: tuple[object, ...]
    document: tuple[str, ...] | None = None
    note: str = ""


def pack(incoming: IncomingContact) -> Packed:
    """The record as plain values: nothing but tuples, texts and numbers."""
    draft = incoming.draft
    return Packed(
        incoming.id,
        incoming.company_id,
        int(draft.created_at.timestamp()) if draft.created_at else None,
        int(incoming.deleted_at.timestamp()) if incoming.deleted_at else None,
        texts(draft),
        draft.company,
        draft.status,
        str(draft.stage) if draft.stage else "",
        str(draft.tier) if draft.tier else "",
        int(draft.do_not_contact),
        draft.keep_in_touch_days,
        tuple(map(packed_point, draft.points)),
        draft.tags,
        tuple(draft.custom.items()) if draft.custom else (),
        tuple(keys.of(incoming)),
    )


def described(incoming: IncomingContact, status: str) -> Packed:
    """`pack` with what the index is to hold; ``status`` is that of whom the file gives none."""
    draft = incoming.draft
    entry = entry_of(0, draft, draft.status or status, draft.company, sorted(set(draft.tags)))
    return pack(incoming)._replace(document=tuple(entry.document), note=entry.note.own)


def unpack(packed: Packed) -> IncomingContact:
    """The record that `pack` took apart."""
    points = [
        ContactPoint(
            kind=PointKind(kind),
            value=value,
            normal=normal,
            label=label,
            primary=bool(is_primary),
            bad=bool(is_bad),
            id=id,
            parts=json.loads(parts) if parts else {},
        )
        for id, kind, value, normal, label, is_primary, is_bad, parts in packed.points
    ]
    externals = Keys._make(packed.keys).externals
    draft = ContactDraft(
        company=packed.company,
        points=tuple(points),
        status=packed.status,
        stage=Stage(packed.stage) if packed.stage else None,
        tier=Tier(packed.tier) if packed.tier else None,
        tags=packed.tags,
        do_not_contact=bool(packed.is_banned),
        keep_in_touch_days=packed.interval,
        custom=dict(packed.customs),
        external_id=externals[0] if externals else "",
        other_ids=externals[1:],
        created_at=_instant(packed.created),
        **dict(zip(TEXT_COLUMNS, packed.texts, strict=True)),
    )
    return IncomingContact(draft, packed.id, packed.company_id, _instant(packed.deleted))


def packed_point(point: ContactPoint) -> PackedPoint:
    """A point as the values of its row."""
    return (
        point.id,
        str(point.kind),
        point.value,
        point.normal,
        point.label,
        int(point.primary),
        int(point.bad),
        json.dumps(dict(point.parts), ensure_ascii=False) if point.parts else "",
    )


def entry_of(
    pk: int,
    draft: ContactDraft,
    status: str,
    company: str,
    tags: list[str],
    stands: tuple[int | None, int | None] = (None, None),
) -> Entry:
    """What the index is to hold of a contact as it has just been stored.

    ``stands`` is the epoch second of the last contact, and the key of the next follow-up.
    """
    row = document.Row(
        pk,
        draft.name,
        draft.given_name,
        draft.middle_name,
        draft.family_name,
        draft.nickname,
        company,
        draft.title,
        draft.department,
        draft.note,
        status,
        str(draft.stage) if draft.stage else "",
        str(draft.tier) if draft.tier else "",
        draft.owner,
        draft.source,
        draft.birthday,
        int(draft.do_not_contact),
        *stands,
    )
    parts = document.Parts()
    parts.tags = tags
    _sort_out(draft.points, parts)
    if draft.custom:
        parts.custom = [text for _, text in sorted(draft.custom.items())]
    fields, own = document.of(row, parts)
    return Entry(fields, Note(own=own) if own else _NO_NOTE)


def entry_as_packed(packed: Packed, fields: Iterable[str]) -> Entry:
    """What the index is to hold where ``fields``, those of ``packed``, are right."""
    return Entry(Document(*fields), Note(own=packed.note) if packed.note else _NO_NOTE)


def _sort_out(points: Iterable[ContactPoint], parts: document.Parts) -> None:
    for point in points:
        if point.kind is PointKind.EMAIL:
            parts.emails.append(point.value)
        elif point.kind is PointKind.PHONE:
            parts.phones.append((point.value, point.normal))
        else:
            parts.other.append((str(point.kind), point.value))
    if len(parts.other) > 1:
        parts.other.sort(key=lambda other: other[0])


def _instant(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
