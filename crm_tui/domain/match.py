"""Whether two contacts may be the same person, how surely, and why.

Said of pairs that something brought together (an address, a number, a name, a company); it compares, it does not
search. What speaks for and against are points, which are added: two points more double the odds. The score orders
what a person looks at; nothing is merged by it. After Fellegi and Sunter, with weights set by hand and checked
against `benchmarks/duplicates.py`; docs/design/duplicates.md has them in a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm_tui.domain import emails, names
from crm_tui.domain.contact import Contact, ContactDraft, ContactPoint, PointKind
from crm_tui.domain.likeness import OTHERS, Likeness, is_slip, likeness
from crm_tui.domain.place import Place, alike, place
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import dataclass

#: From here on a pair is worth showing; what is below is chance.
LIKELY = 0.6

#: From here on hardly a pair is two people. Nothing that contradicts itself gets so far.
SURE = 0.95

#: What is left to a pair whose birthdays, or generations, contradict each other: they may be father and son.
_MOST_IF_CONTRADICTED = 0.8

#: Points that speak against any two people who merely have something in common.
_TWO_PEOPLE = -6.0

_NAMES = {
    Likeness.SAME: 7.5,
    Likeness.SWAPPED: 6.5,
    Likeness.HEARD: 6.5,
    Likeness.LONGER: 6.5,
    Likeness.NICKNAME: 6.0,
    Likeness.SLIP: 5.0,
    Likeness.INITIAL: 3.0,
    Likeness.SINGLE: 4.0,
    Likeness.NEAR: 2.0,
    Likeness.GIVEN: -0.5,
    Likeness.FAMILY: -2.0,
    Likeness.UNKNOWN: 0.0,
    Likeness.DIFFERENT: -4.5,
}

#: Points for what is in common, against what is not. A mailbox that several people read is little more than a company.
_EMAIL, _SHARED_BOX, _OTHER_BOX, _NUMBERED = 13.0, 1.5, -2.0, -6.0
_PHONE = 6.0
_COMPANY, _OTHER_COMPANY = 5.0, -2.5
_DOMAIN = 4.5
_BIRTHDAY, _NEAR_BIRTHDAY, _OTHER_BIRTHDAY = 7.0, 4.0, -6.5
_OTHER_GENERATION = -6.0

_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Everybody has an address there, so sharing the domain says nothing.
PUBLIC_DOMAINS = _listed(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com "
    "aol.com proton.me protonmail.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru yandex.ru inbox.lv "
    "ukr.net orange.fr free.fr wanadoo.fr libero.it qq.com 163.com"
)
#: Mailboxes that several people read.
_SHARED_BOXES = _listed(
    "info office sales contact hello admin support mail team service enquiries reception billing accounts hr jobs "
    "marketing orders kontakt bestellung birojs pasts contacto commercial accueil secretariat"
)


_NUMBER = re.compile(r"\d+(?=@)")


class Match(NamedTuple):
    """How surely two contacts are one person, from 0 to 1, and the reasons in words, the strongest first."""

    score: float
    reasons: tuple[str, ...]

    @property
    def reason(self) -> str:
        """The two strongest reasons."""
        return ", ".join(self.reasons[:2])


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What of a contact is compared: folded name words, company key, normal addresses and numbers.

    ``generation`` is "jr", "sr" and the like, "" mostly.
    """

    name: tuple[str, ...] = ()
    company: str = ""
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    birthday: str = ""
    places: frozenset[Place] = frozenset()
    generation: str = ""

    @property
    def domains(self) -> frozenset[str]:
        """Domains of the addresses, without those that everybody uses."""
        return frozenset(map(emails.domain, self.emails)) - PUBLIC_DOMAINS


def keys(contact: Contact | ContactDraft) -> Keys:
    """The keys of a contact or a draft."""
    if isinstance(contact, Contact):
        company = contact.company.name if contact.company else ""
        found: Iterable[ContactPoint] = (*contact.emails, *contact.phones, *contact.addresses)
    else:
        company, found = contact.company, contact.points
    full = contact.name or f"{contact.given_name} {contact.middle_name} {contact.family_name}"
    return Keys(
        name=name_words(full),
        company=names.company_key(company),
        emails=_normals(found, PointKind.EMAIL),
        phones=_normals(found, PointKind.PHONE),
        birthday=contact.birthday,
        places=frozenset(place(point.value, point.parts) for point in found if point.kind is PointKind.ADDRESS),
        generation=generation(contact.suffix or names.split(full).suffix),
    )


def score(one: Keys, other: Keys) -> Match:
    """How surely two contacts are the same person, and why."""
    named = likeness(one.name, other.name)
    personal = [_addresses(one, other), _birthday(one, other), _generation(one, other)]
    around = [_belonging(one, other), _phones(one, other), _places(one, other)]
    if named in OTHERS:  # colleagues share all of these, and so do families
        around = [max(around), *(each for each in around if each[0] < 0)]
    evidence = [(_NAMES[named], named.value), *personal, *around]
    total = _TWO_PEOPLE + sum(points for points, _ in evidence)
    found = 1 / (1 + 2 ** (-total / 2))
    if is_told_apart(one, other):
        found = min(found, _MOST_IF_CONTRADICTED)
    told = sorted((each for each in evidence if each[0] and each[1]), key=lambda each: -abs(each[0]))
    return Match(round(found, 4), tuple(words for _, words in told))


def is_obvious(one: Keys, other: Keys) -> bool:
    """Whether two contacts have the same name and an address that only one person reads, and nothing against it."""
    if not is_told_apart(one, other) and likeness(one.name, other.name) in (Likeness.SAME, Likeness.SWAPPED):
        return any(not is_shared_box(address) for address in one.emails & other.emails)
    return False


def is_told_apart(one: Keys, other: Keys) -> bool:
    """Whether birthday or generation say that they are two people, whatever they have in common."""
    return any(points <= _OTHER_GENERATION for points, _ in (_birthday(one, other), _generation(one, other)))


def is_shared_box(address: str) -> bool:
    """Whether several people read the mail to an address, as its name says."""
    return address.partition("@")[0] in _SHARED_BOXES


def name_words(full: str) -> tuple[str, ...]:
    """The folded words of a name without titles: given, family, middle name, in whatever order it was typed."""
    given, middle, family, *_ = names.split(full)
    return names.words(f"{given} {family} {middle}") or names.words(full)


def generation(suffix: str) -> str:
    """What of a suffix tells father from son."""
    return next((word for word in names.words(suffix) if word in _GENERATIONS), "")


_NOTHING = (0.0, "")

#: Points, and the words for them, "" where they go without saying.
_Evidence = tuple[float, str]


def _addresses(one: Keys, other: Keys) -> _Evidence:
    """An address in common; different ones say nothing, unless they are of one house."""
    shared = one.emails & other.emails
    if not shared:
        if not one.domains & other.domains:
            return _NOTHING
        return (_NUMBERED, "addresses of namesakes") if _are_numbered(one, other) else (_OTHER_BOX, "")
    if all(map(is_shared_box, shared)):
        return _SHARED_BOX, "same shared mailbox"
    return _EMAIL, "same e-mail address"


def _are_numbered(one: Keys, other: Keys) -> bool:
    """Whether addresses differ by a number alone, as a company tells namesakes apart: jane.doe@ and jane.doe2@."""
    return bool({_NUMBER.sub("", each) for each in one.emails} & {_NUMBER.sub("", each) for each in other.emails})


def _belonging(one: Keys, other: Keys) -> _Evidence:
    """The company, by name or else by the domain of its addresses."""
    if one.company and other.company and is_slip(one.company, other.company):
        return _COMPANY, "same company"
    if one.domains & other.domains and not one.emails & other.emails:
        return _DOMAIN, "same e-mail domain"
    return (_OTHER_COMPANY, "different companies") if one.company and other.company else _NOTHING


def _phones(one: Keys, other: Keys) -> _Evidence:
    return (_PHONE, "same phone number") if one.phones & other.phones else _NOTHING


def _places(one: Keys, other: Keys) -> _Evidence:
    return alike(one.places, other.places) if one.places and other.places else _NOTHING


def _birthday(one: Keys, other: Keys) -> _Evidence:
    if not one.birthday or not other.birthday:
        return _NOTHING
    if one.birthday == other.birthday:
        return _BIRTHDAY, "same birthday"
    if _is_near(one.birthday, other.birthday):
        return _NEAR_BIRTHDAY, "birthdays differ by a slip"
    return _OTHER_BIRTHDAY, "different birthdays"


def _is_near(one: str, other: str) -> bool:
    """Whether one digit is another, two stand the other way round, day and month do, or one has no year."""
    if "" in (year := (one[:-6].strip("-"), other[:-6].strip("-"))) and one[-5:] == other[-5:]:
        return True
    if year[0] == year[1] and (one[-5:-3], one[-2:]) == (other[-2:], other[-5:-3]):
        return True
    if len(one) != len(other):
        return False
    apart = [at for at, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    return len(apart) == 1 or (len(apart) == 2 and [one[at] for at in apart] == [other[at] for at in reversed(apart)])


def _generation(one: Keys, other: Keys) -> _Evidence:
    if one.generation and other.generation and one.generation != other.generation:
        return _OTHER_GENERATION, "different generations"
    return _NOTHING


def _normals(found: Iterable[ContactPoint], kind: PointKind) -> frozenset[str]:
    """Normal forms, without those that are known to be wrong."""
    return frozenset(point.normal for point in found if point.kind is kind and point.normal and not point.bad)


__all__ = [
    "LIKELY",
    "OTHERS",
    "PUBLIC_DOMAINS",
    "SURE",
    "Keys",
    "Match",
    "generation",
    "is_obvious",
    "is_shared_box",
    "is_told_apart",
    "keys",
    "name_words",
    "score",
]
