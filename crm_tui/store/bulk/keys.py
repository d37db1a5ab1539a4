"""By what a person is known, and whether two may be the same."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from crm_tui.domain import names
from crm_tui.domain.contact import PointKind
from crm_tui.store.incoming import IncomingContact

#: So many first letters in common are taken for another spelling of one name.
_ALIKE = 4


#: A file names the same few companies again and again.
company_key = lru_cache(maxsize=1 << 16)(names.company_key)


class Keys(NamedTuple):
    """The keys of a record: ours, its source's, addresses and numbers in normal form, name and company folded."""

    id: str
    external: str
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    name: str
    sort_name: str
    company: str

    @property
    def points(self) -> tuple[str, ...]:
        """Addresses and numbers."""
        return self.emails + self.phones


def of(incoming: IncomingContact) -> Keys:
    """The keys of a contact from a file."""
    draft = incoming.draft
    emails: list[str] = []
    phones: list[str] = []
    for point in draft.points:
        if point.normal:
            if point.kind is PointKind.EMAIL:
                emails.append(point.normal)
            elif point.kind is PointKind.PHONE:
                phones.append(point.normal)
    name = draft.name
    return Keys(
        incoming.id,
        draft.external_id,
        tuple(emails),
        tuple(phones),
        name,
        names.sort_key(name, draft.given_name, draft.family_name),
        company_key(draft.company) if draft.company else "",
    )


def is_other_source_record(one: str, other: str) -> bool:
    """Whether two external ids are of one source, and differ: two people, as far as that source knows."""
    return one != other and one.partition(":")[0] == other.partition(":")[0] != ""


def may_be_same(one: str, other: str, *, by_given: bool) -> bool:
    """Whether two names may be one person's: each word of the shorter is in the longer, or its initial is.

    ``by_given`` lets the given name decide alone, for those who marry; for an address that is nobody else's.
    """
    if one == other or not one or not other:
        return True
    mine, theirs = names.words(one), names.words(other)
    if not mine or not theirs:
        return True
    if by_given and _is_alike(mine[0], theirs[0]):
        return True
    short, long = sorted((mine, theirs), key=len)
    return all(any(_is_alike(word, other_word) for other_word in long) for word in short)


def _is_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return short == long or (len(short) >= _ALIKE and short[:_ALIKE] == long[:_ALIKE])
