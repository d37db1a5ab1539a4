"""Where people of the demo book come from: their names, cities and (fictitious) telephone numbers."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from itertools import accumulate

from crm_tui.demo.dice import Dice
from crm_tui.demo.source import Word, read, word, words


@dataclass(frozen=True, slots=True)
class City:
    """A real city; only the people in it are invented."""

    name: Word
    zone: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Culture:
    """The names of one country. ``is_family_first`` and ``joiner`` say how a full name is put together."""

    code: str
    is_family_first: bool
    joiner: str
    cities: tuple[City, ...]
    phones: tuple[str, ...]
    given: tuple[tuple[Word, ...], tuple[Word, ...]]
    families: tuple[tuple[Word, ...], tuple[Word, ...]]
    legal: tuple[str, ...]
    roots: tuple[Word, ...]
    nouns: tuple[Word, ...]

    def full_name(self, given: str, family: str) -> str:
        """Both names in the order of the country."""
        return self.joiner.join((family, given) if self.is_family_first else (given, family))

    def phone(self, dice: Dice) -> tuple[str, str]:
        """A fictitious number as it is written down, and in E.164."""
        pattern = dice.pick(self.phones)
        number = "".join(str(dice.below(10)) if char == "#" else char for char in pattern)
        return number, number.replace(" ", "")


@cache
def all_cultures() -> tuple[tuple[Culture, ...], tuple[int, ...]]:
    """Every culture, and the cumulated weights to draw one by."""
    entries = read("cultures")["culture"]
    return tuple(map(_culture, entries)), tuple(accumulate(entry["weight"] for entry in entries))


def draw(dice: Dice) -> Culture:
    """One culture, the larger markets more often."""
    cultures, weights = all_cultures()
    return cultures[bisect_right(weights, dice.below(weights[-1]))]


def _culture(entry: dict[str, str]) -> Culture:
    is_family_first = entry.get("order") == "family"
    women, men = words(entry["women"]), words(entry["men"])
    both = words(entry["families"]) if "families" in entry else ()
    return Culture(
        code=entry["code"],
        is_family_first=is_family_first,
        joiner=entry.get("joiner", "" if is_family_first else " "),
        cities=tuple(_city(text, entry["country"]) for text in entry["cities"]),
        phones=tuple(entry["phones"]),
        given=(women, men),
        families=(both or words(entry["families_f"]), both or words(entry["families_m"])),
        legal=tuple(entry["legal"]),
        roots=words(entry["roots"]),
        nouns=words(entry["nouns"]),
    )


def _city(text: str, country: str) -> City:
    name, _, zone = text.partition("|")
    return City(word(name), zone, country)
