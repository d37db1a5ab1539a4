"""By what a person is known, and whether two may be the same."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from crm_tui.domain import names
from crm_tui.domain.contact import PointKind
from crm_tui.store.incoming import IncomingContact

#: So many first letters in common are taken for another spelling of one name.
STEM = 4


#: A file names the same few companies, and the same names in other combinations, again and again.
company_key = lru_cache(maxsize=1 << 14)(names.company_key)
words_of = lru_cache(maxsize=1 << 14)(names.words)

#: Between the parts of a key made of two; in no folded name.
_WITH = "\n"


class Keys(NamedTuple):
    """The keys of a record: our id, those of other programs, points in normal form, name and company folded.

    ``sure`` are those of them that mean a person, whatever their name. ``namesake`` is the one of the keys `held` by
    anybody who may be the same by name, "" without a name: who brings no address may be a namesake whose company one of
    the two does not name.
    """

    id: str
    externals: tuple[str, ...]
    emails: tuple[str, ...]
    phones: tuple[str, ...]
    name: str
    sort_name: str
    company: str
    sure: tuple[str, ...]
    namesake: str

    def of_kind(self, kind: str) -> tuple[str, ...]:
        """The keys of one kind: "id", "external", "email" or "phone"."""
        match kind:
            case "email":
                return self.emails
            case "phone":
                return self.phones
            case "external":
                return self.externals
        return (self.id,) if self.id else ()

    @property
    def points(self) -> tuple[str, ...]:
        """Addresses and numbers."""
        return self.emails + self.phones

    def held(self) -> tuple[str, ...]:
        """All keys, in one namespace, under which somebody with these is looked for."""
        if not self.name:
            return self.sure
        return (*self.sure, *of_namesake(self.sort_name, self.company))


def of_namesake(sort_name: str, company: str) -> tuple[str, str]:
    """The part of `Keys.held` that comes from a name and a folded company."""
    return sort_name, f"{sort_name}{_WITH}{company}"


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
    name, externals = draft.name, draft.external_ids if draft.external_id or draft.other_ids else ()
    sort_name = _sort_key(name, draft.given_name, draft.family_name)
    company = company_key(draft.company) if draft.company else ""
    sure = [key for key in (incoming.id, *externals, *emails, *phones) if key]
    namesake = "" if not name else f"{sort_name}{_WITH}{company}" if emails or phones else sort_name
    return Keys(incoming.id, externals, tuple(emails), tuple(phones), name, sort_name, company, tuple(sure), namesake)


def _sort_key(name: str, given: str, family: str) -> str:
    """As `names.sort_key`, from words that are remembered."""
    if not family:
        return names.sort_key(name, given)
    return " ".join(words_of(family) + words_of(given)) or names.sort_key(name, given, family)


def source_of(external: str) -> str:
    """The program whose id this is; "" where it does not say."""
    source, colon, _ = external.partition(":")
    return source if colon else ""


def are_apart(ours: Sequence[str], theirs: Sequence[str]) -> bool:
    """Whether some program has ids for both, and no id is both's: two records, as far as that program knows."""
    if not ours or not theirs or any(id in theirs for id in ours):
        return False
    sources = {source_of(id) for id in ours} - {""}
    return any(source_of(id) in sources for id in theirs)


def may_be_same(one: str, other: str, *, by_given: bool) -> bool:
    """Whether two names may be one person's: each word of the shorter is in the longer, or its initial is.

    ``by_given`` lets the given name decide alone, for those who marry; for an address that is nobody else's.
    """
    if one == other or not one or not other:
        return True
    (mine, my_initials), (theirs, their_initials) = _initialed(one), _initialed(other)
    if not mine or not theirs:
        return True
    if by_given and _is_alike(mine[0], theirs[0]):
        return True
    if not (my_initials <= their_initials or their_initials <= my_initials):
        # As good as all who share a number; words that are alike begin alike.
        return False
    short, long = sorted((mine, theirs), key=len)
    return all(any(_is_alike(word, other_word) for other_word in long) for word in short)


@lru_cache(maxsize=1 << 14)
def _initialed(name: str) -> tuple[tuple[str, ...], frozenset[str]]:
    """The words of a name, and the letters that they begin with."""
    words = words_of(name)
    return words, frozenset(word[0] for word in words)


def _is_alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        return long.startswith(short)
    return short == long or (len(short) >= STEM and short[:STEM] == long[:STEM])
