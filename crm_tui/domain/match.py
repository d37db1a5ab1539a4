"""Whether two contacts may be the same person, how surely, and why. The one user of `rapidfuzz`.

Said of pairs that something brought together (an address, a number, a name, a company); it compares, it does not
search. The score orders what a person looks at; nothing is merged by it.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

from crm_tui.domain import emails, names
from crm_tui.domain.contact import Contact, ContactDraft, ContactPoint, PointKind
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import dataclass

#: From here on a pair is worth showing; what is below is chance.
LIKELY = 0.6

#: Names of this likeness, 0 to 100, differ by a slip of the keyboard.
_SLIP = 84

#: What is left of a score when the birthdays differ: one of them may be a slip as well.
_OTHER_BIRTHDAY = 0.7


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Everybody has an address there, so sharing the domain says nothing.
_PUBLIC_DOMAINS = _listed(
    "gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com ymail.com icloud.com me.com mac.com "
    "aol.com proton.me protonmail.com gmx.de gmx.net gmx.com web.de t-online.de mail.ru yandex.ru inbox.lv "
    "ukr.net orange.fr free.fr wanadoo.fr libero.it qq.com 163.com"
)
#: Mailboxes that several people read.
_SHARED_BOXES = _listed("info office sales contact hello admin support mail team service")


class Match(NamedTuple):
    """How surely two contacts are one person, from 0 to 1, and the reason in words."""

    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What of a contact is compared: folded name words, company key, normal addresses and numbers."""

    name: tuple[str, ...] = ()
    company: str = ""
    emails: frozenset[str] = frozenset()
    phones: frozenset[str] = frozenset()
    birthday: str = ""

    @property
    def domains(self) -> frozenset[str]:
        """Domains of the addresses, without those that everybody uses."""
        return frozenset(map(emails.domain, self.emails)) - _PUBLIC_DOMAINS


def keys(contact: Contact | ContactDraft) -> Keys:
    """The keys of a contact or a draft."""
    if isinstance(contact, Contact):
        company = contact.company.name if contact.company else ""
        found: Iterable[ContactPoint] = (*contact.emails, *contact.phones)
    else:
        company, found = contact.company, contact.points
    full = contact.name or f"{contact.given_name} {contact.middle_name} {contact.family_name}"
    return Keys(
        name=name_words(full),
        company=names.company_key(company),
        emails=_normals(found, PointKind.EMAIL),
        phones=_normals(found, PointKind.PHONE),
        birthday=contact.birthday,
    )


def score(one: Keys, other: Keys) -> Match:
    """How surely two contacts are the same person; the reason is that of the strongest evidence."""
    likeness = _likeness(one.name, other.name)
    found = [_by_surroundings(likeness, one, other)]
    if shared := one.emails & other.emails:
        found.append(_by_email(likeness, shared))
    if one.phones & other.phones:
        found.append(_by_phone(likeness))
    best = max(found)
    if one.birthday and other.birthday and one.birthday != other.birthday:
        return best._replace(score=round(best.score * _OTHER_BIRTHDAY, 2))
    return best


def name_words(full: str) -> tuple[str, ...]:
    """The folded words of a name without titles: given, family, middle name, in whatever order it was typed."""
    given, middle, family, *_ = names.split(full)
    return names.words(f"{given} {family} {middle}") or names.words(full)


class _Likeness(Enum):
    """How two names relate: in words, and the score alone, with the same company, with the same birthday."""

    SAME = ("same name", 0.62, 0.92, 0.97)
    SWAPPED = ("same name in another order", 0.55, 0.88, 0.95)
    LONGER = ("same name, one with more to it", 0.5, 0.82, 0.92)
    NICKNAME = ("same name, one by nickname", 0.45, 0.8, 0.9)
    SLIP = ("names differ by a slip", 0.4, 0.75, 0.88)
    INITIAL = ("same name, one abbreviated", 0.3, 0.68, 0.8)
    PARTLY = ("one name in common", 0.0, 0.3, 0.62)
    UNKNOWN = ("a name is missing", 0.0, 0.0, 0.0)
    DIFFERENT = ("different names", 0.0, 0.0, 0.0)

    def __init__(self, words: str, alone: float, at_company: float, born: float) -> None:
        self.words = words
        self.alone = alone
        self.at_company = at_company
        self.born = born


#: Names of two people.
_OTHERS = frozenset({_Likeness.PARTLY, _Likeness.DIFFERENT})


def _by_surroundings(likeness: _Likeness, one: Keys, other: Keys) -> Match:
    """By the names, and what stands around them."""
    if one.birthday and one.birthday == other.birthday:
        return Match(likeness.born, f"{likeness.words}, same birthday")
    if one.company and other.company and _is_slip(one.company, other.company):
        return Match(likeness.at_company, f"{likeness.words}, same company")
    if one.domains & other.domains:
        return Match(_less(likeness.at_company, 0.02), f"{likeness.words}, same e-mail domain")
    if one.company and other.company:
        return Match(_less(likeness.alone, 0.2), f"{likeness.words}, different companies")
    return Match(likeness.alone, likeness.words)


def _less(score: float, by: float) -> float:
    return max(0.0, round(score - by, 2))


def _by_email(likeness: _Likeness, shared: frozenset[str]) -> Match:
    """By a common address. Mailboxes such as info@ belong to several people, and so may others."""
    if likeness not in _OTHERS:
        return Match(0.99, "same e-mail address")
    is_box = all(address.partition("@")[0] in _SHARED_BOXES for address in shared)
    return Match(0.3 if is_box else 0.75, "same e-mail address, different names")


def _by_phone(likeness: _Likeness) -> Match:
    """By a common number, which colleagues share more often than an address."""
    if likeness in _OTHERS:
        return Match(0.5, "same phone number, different names")
    return Match(0.95, "same phone number")


def _likeness(one: tuple[str, ...], other: tuple[str, ...]) -> _Likeness:
    if not one or not other:
        return _Likeness.UNKNOWN
    if one == other:
        return _Likeness.SAME
    if sorted(one) == sorted(other):
        return _Likeness.SWAPPED
    short, long = sorted((set(one), set(other)), key=len)
    if len(short) > 1 and short < long:
        return _Likeness.LONGER
    if one[1:2] == other[1:2] != () and _formal(one[0]) & _formal(other[0]):
        return _Likeness.NICKNAME
    if _is_slip(" ".join(one), " ".join(other)) or _is_slip(" ".join(sorted(one)), " ".join(sorted(other))):
        return _Likeness.SLIP
    if _is_abbreviated(one, other):
        return _Likeness.INITIAL
    return _Likeness.PARTLY if short & long else _Likeness.DIFFERENT


def _is_abbreviated(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether the names agree but for words of one letter ("j doe"), or one is a single word of the other."""
    if 1 in (len(one), len(other)):
        return one[0] in other or other[0] in one
    pairs = list(zip(one[:2], other[:2], strict=False))
    return all(a == b or (1 in (len(a), len(b)) and a[0] == b[0]) for a, b in pairs)


def _is_slip(one: str, other: str) -> bool:
    """Whether two strings are the same or a slip of the keyboard apart."""
    if one == other:
        return True
    if abs(len(one) - len(other)) > 3:
        return False
    from rapidfuzz.fuzz import ratio

    return ratio(one, other, score_cutoff=_SLIP) > 0


def _formal(given: str) -> frozenset[str]:
    """The given names that a given name may be short for, and itself."""
    return _FORMAL.get(given, frozenset()) | {given}


def _normals(found: Iterable[ContactPoint], kind: PointKind) -> frozenset[str]:
    """Normal forms, without those that are known to be wrong."""
    return frozenset(point.normal for point in found if point.kind is kind and point.normal and not point.bad)


def _formal_names() -> dict[str, frozenset[str]]:
    formal: dict[str, set[str]] = {}
    for line in _NICKNAMES.split(";"):
        full, *nicknames = line.split()
        for nickname in nicknames:
            formal.setdefault(nickname, set()).add(full)
    return {nickname: frozenset(full) for nickname, full in formal.items()}


_NICKNAMES = (
    "alexander alex sasha alec xander;alexandra alex sasha sandra;andrew andy drew;anthony tony;benjamin ben;"
    "catherine kate cathy katie;katherine kate kathy katie;charles charlie chuck;christopher chris kit;"
    "christina chris tina;daniel dan danny;david dave;deborah deb debbie;dimitrios dimitris mitsos;"
    "edward ed eddie ted;elizabeth liz beth betty lisa eliza;frederick fred freddie;georgios giorgos yiorgos;"
    "gregory greg;ioannis giannis yannis;james jim jimmy jamie;jennifer jen jenny;jonathan jon;john jack johnny;"
    "joseph joe joey;joshua josh;konstantinos kostas dinos;lawrence larry;margaret maggie meg peggy;matthew matt;"
    "michael mike mick mikey;nicholas nick nico;patricia pat patty tricia;patrick pat paddy;peter pete;"
    "philip phil;raymond ray;rebecca becky;richard rich rick dick;robert bob rob bobby robbie;ronald ron;"
    "samantha sam;samuel sam;stephen steve;steven steve;susan sue susie;theodore ted theo;thomas tom tommy;"
    "timothy tim;victoria vicky tori;william bill will billy liam;zachary zach"
)
_FORMAL = _formal_names()
