"""Postal addresses as far as they tell people apart: street, house number, town and postal code, however written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from crm_tui.domain import names
from crm_tui.domain.likeness import is_slip
from crm_tui.domain.typed import NamedTuple

#: One word for what is written in several ways, "" for what is left out as often as not.
_WRITTEN = (
    "street st strasse str iela ul ulitsa odos rue; avenue ave av aven; boulevard blvd blv bulvaris; road rd; "
    "drive dr; lane ln; court ct crt; place pl; square sq; highway hwy; parkway pkwy; terrace tce terr; "
    "crescent cres cr; circuit cct cir circle; close cl; north n no; south s so; east e; west w; "
    "near; the; of; off; between bet; "
    "saint ste; fort ft; mount mt; 1 first 1st; 2 second 2nd; 3 third 3rd; 4 fourth 4th; 5 fifth 5th; 6 sixth 6th; "
    "7 seventh 7th; 8 eighth 8th; 9 ninth 9th; 10 tenth 10th"
)
_ALIKE = {word: group.split()[0] for group in _WRITTEN.split(";") for word in group.split()}
_LEFT_OUT = frozenset({"near", "the", "of", "off", "between"})

#: Numbers of a street that stand after its own: "7th avenue", "rue du 8 mai" keep theirs.
_NUMBER = re.compile(r"\d+[a-z]?")

#: Streets of this likeness, 0 to 100, are one street.
_STREET = 80


class Place(NamedTuple):
    """A postal address: street without its house number, that number, town and postal code; "" for what is missing."""

    street: str = ""
    house: str = ""
    town: str = ""
    code: str = ""


@lru_cache(1 << 12)
def _place(street: str, town: str, code: str) -> Place:
    words = [_ALIKE.get(word, word) for word in names.words(street)]
    number = next((at for at in (0, -1) if words and _NUMBER.fullmatch(words[at])), None)
    house = words.pop(number) if number is not None else ""
    kept = [word for word in words if word not in _LEFT_OUT]
    return Place(" ".join(kept), house, " ".join(names.words(town)), "".join(names.words(code)))


def place(line: str, parts: Mapping[str, str]) -> Place:
    """The place of an address in parts, or in one ``line``, of which the town comes after the first comma."""
    if parts:
        return _place(parts.get("street", ""), parts.get("city", ""), parts.get("postal_code", ""))
    street, _, town = line.partition(",")
    return _place(street, town, "")


def alike(one: Iterable[Place], other: Iterable[Place]) -> tuple[float, str]:
    """Points for the best two of the addresses of two people, and the words for them."""
    return max((_points(a, b) for a in one for b in other), default=(0.0, ""))


def _points(one: Place, other: Place) -> tuple[float, str]:
    town = _agree(one.town, other.town)
    code = _agree(one.code, other.code)
    street = _same_street(one, other)
    if street and -1 not in (town, code):
        return 5.0, "same address"
    if street and (town, code) != (-1, -1):
        return 4.0, "nearly the same address"
    if street:
        return 2.5, "same street and number"
    if one.house and one.house == other.house and town == code == 1:
        return 3.0, "nearly the same address"
    if code == 1:
        return 1.5, "same postal code"
    if town == 1:
        return 0.5, "same city"
    return (-1.5, "") if town == -1 else (0.0, "")


def _agree(one: str, other: str) -> int:
    """1 for the same or nearly, -1 for different, 0 where one is missing."""
    if not one or not other:
        return 0
    return 1 if is_slip(one, other) else -1


def _same_street(one: Place, other: Place) -> bool:
    if not one.street or not other.street or (one.house and other.house and one.house != other.house):
        return False
    if one.street == other.street:
        return True
    from rapidfuzz.fuzz import ratio

    return ratio(one.street, other.street, score_cutoff=_STREET) > 0
