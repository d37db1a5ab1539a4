"""A handful of people who are in the book twice, as in every real one: the second time as they came in anew.

A newcomer with whom nothing has happened yet becomes somebody who was there already, in another spelling. All other
people stay as they are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.value import replace
from crm_tui.store.incoming import IncomingContact, IncomingFollowUp

#: How their bearers are called.
_NICKNAMES: Mapping[str, str] = {
    "Barnaby": "Barney",
    "Desmond": "Des",
    "Harriet": "Hattie",
    "Nigel": "Nige",
    "Winifred": "Winnie",
}

#: Somebody else comes between two doubles, as often as this.
_APART = 12


@dataclass(frozen=True, slots=True)
class _Way:
    """A way to be there twice: the name then, None where a person cannot be; what of the first record is known."""

    name: Callable[[ContactDraft], str | None]
    known: PointKind
    source: str


def _nickname(draft: ContactDraft) -> str | None:
    short = _NICKNAMES.get(draft.given_name)
    return f"{short} {draft.family_name}" if short else None


def _swapped(draft: ContactDraft) -> str | None:
    return f"{draft.family_name} {draft.given_name}" if draft.name.startswith(draft.given_name) else None


def _initial(draft: ContactDraft) -> str | None:
    return f"{draft.given_name[0]}. {draft.family_name}" if draft.name.isascii() else None


def _unaccented(draft: ContactDraft) -> str | None:
    """Without the accents, from a list that lost them."""
    bare = "".join(each for each in unicodedata.normalize("NFD", draft.name) if not unicodedata.combining(each))
    return bare if bare != draft.name and bare.isascii() else None


def _slipped(draft: ContactDraft) -> str | None:
    """With one of two equal letters."""
    name = draft.family_name
    twice = next((at for at in range(1, len(name)) if name[at] == name[at - 1]), 0)
    return f"{draft.given_name} {name[:twice]}{name[twice + 1 :]}" if twice and draft.name.isascii() else None


#: One of each, the one first that leaves no doubt.
_WAYS = (
    _Way(lambda draft: draft.name if draft.name.isascii() else None, PointKind.EMAIL, "website"),
    _Way(_nickname, PointKind.PHONE, "old address book"),
    _Way(_unaccented, PointKind.PHONE, "newsletter"),
    _Way(_swapped, PointKind.PHONE, "trade register"),
    _Way(_initial, PointKind.PHONE, "LinkedIn"),
    _Way(_slipped, PointKind.PHONE, "Expo Riga"),
)


class Doubles:
    """Turns newcomers into doubles, until there is one of each way."""

    def __init__(self) -> None:
        self._ways = list(_WAYS)
        self._known: list[IncomingContact] = []
        self._since = _APART

    def of(
        self, contact: IncomingContact, steps: tuple[IncomingFollowUp, ...], *, is_newcomer: bool
    ) -> tuple[IncomingContact, tuple[IncomingFollowUp, ...]]:
        """The contact and what is planned, or those of a double in their place."""
        if not self._ways:
            return contact, steps
        self._since += 1
        if is_newcomer and contact.draft.points and self._since > _APART:
            for way in self._ways:
                for known in reversed(self._known):
                    if double := _double(way, known, contact):
                        self._ways.remove(way)
                        self._known.remove(known)
                        self._since = 0
                        return double, tuple(replace(step, text="First call") for step in steps)
        if not is_newcomer and contact.company_id and not contact.draft.do_not_contact:
            self._known.append(contact)
        return contact, steps


def _double(way: _Way, known: IncomingContact, newcomer: IncomingContact) -> IncomingContact | None:
    """The newcomer as the one who is known; None where the way is none for them."""
    first, own = known.draft, newcomer.draft
    name = way.name(first)
    point = next((point for point in first.points if point.kind is way.known and not point.bad), None)
    if name is None or point is None:
        return None
    given, _, family = name.partition(" ")
    draft = ContactDraft(
        name=name,
        given_name=given,
        family_name=family,
        company=first.company,
        points=(_again(point, own.points[0].id),),
        zone=first.zone,
        status=own.status,
        stage=own.stage,
        tags=own.tags,
        source=way.source,
        created_at=own.created_at,
    )
    return IncomingContact(draft, newcomer.id, known.company_id)


def _again(point: ContactPoint, id: str) -> ContactPoint:
    """The same address or number, typed as others type it."""
    value = point.value if point.kind is PointKind.EMAIL else point.normal
    return replace(point, id=id, value=value, primary=True)
