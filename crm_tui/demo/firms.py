"""Companies of the demo book: a name that no other has, a trade, and the trouble that the trade has."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from math import gcd

from crm_tui.demo.cultures import City, Culture, draw
from crm_tui.demo.dice import Dice
from crm_tui.demo.source import plain, read
from crm_tui.store.incoming import IncomingCompany

#: How many people are known at a company, each as often as it stands here: one to twelve.
SIZES = (1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 5, 6, 7, 8, 9, 10, 12)

#: How the addresses of a company are spelt: given name, family name, initial.
ADDRESSES = ("{given}.{family}", "{given}.{family}", "{initial}.{family}", "{given}", "{initial}{family}")

_PRIVATE_DOMAINS = ("postbox.example", "courrier.example", "briefkasten.example", "mail.example")


@dataclass(frozen=True, slots=True)
class Sector:
    """A trade: the titles in it, and its troubles, each with the words for its end."""

    name: str
    titles: tuple[str, ...]
    pains: tuple[tuple[str, str], ...]


#: Those who work alone.
FREELANCE = Sector("freelance", ("Consultant", "Freelance planner", "Independent adviser", ""), ())


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """A company as the story needs it. ``company`` is None for someone who works alone."""

    company: IncomingCompany | None
    culture: Culture
    city: City
    sector: Sector
    call: str
    domain: str
    address: str
    pain: str
    relief: str
    tool: str
    aide: str
    sites: int
    seats: int


@cache
def sectors() -> tuple[Sector, ...]:
    """Every trade, in the order in which cultures name them."""
    return tuple(
        Sector(entry["name"], tuple(entry["titles"]), tuple(map(tuple, entry["pains"])))
        for entry in read("stories")["sector"]
    )


class Firms:
    """Makes companies, each name once."""

    def __init__(self, dice: Dice) -> None:
        self._dice = dice
        self._made: Counter[str] = Counter()

    def next(self, id: str, since: datetime) -> Firm:
        """A company known ``since`` then; one in fourteen is a person on their own."""
        dice = self._dice
        culture = draw(dice)
        city = dice.pick(culture.cities)
        sector = dice.below(len(sectors()))
        is_alone = dice.chance(1 / 14)
        private = ("", "the studio", dice.pick(_PRIVATE_DOMAINS))
        name, call, domain = private if is_alone else self._name(culture, sector)
        pain, relief = dice.pick(sectors()[sector].pains)
        company = IncomingCompany(
            id=id,
            name=name,
            domain=domain,
            phone=culture.phone(dice)[0] if dice.chance(0.6) else "",
            address=f"{city.name.native}, {city.country}",
            created_at=since,
        )
        return Firm(
            company=None if is_alone else company,
            culture=culture,
            city=city,
            sector=FREELANCE if is_alone else sectors()[sector],
            call=call,
            domain=domain,
            address=ADDRESSES[0] if is_alone else dice.pick(ADDRESSES),
            pain=pain,
            relief=relief,
            tool=dice.pick(read("stories")["tools"]),
            aide=dice.pick(dice.pick(culture.given)).spoken,
            sites=2 if is_alone else dice.between(2, 14),
            seats=5 * (dice.between(1, 2) if is_alone else dice.between(4, 40)),
        )

    def _name(self, culture: Culture, sector: int) -> tuple[str, str, str]:
        """Full name, the name in short, and the web domain, from the how-manieth of its kind it is.

        Each root once, then pairs of roots, then pairs with a city, then numbered: a million people need
        200 000 companies, and no two may share a domain.
        """
        nth = self._made[key := f"{culture.code}{sector}"]
        self._made[key] += 1
        many = len(culture.roots)
        turn, step = divmod(nth, many)
        first = (step * _stride(many) + sector) % many
        branch, offset = divmod(turn, many)
        root, other = culture.roots[first], culture.roots[(first + offset) % many]
        noun = culture.nouns[sector]
        native, latin = [root.native], [plain(root.latin)]
        if offset:
            native += ["&", other.native]
            latin.append(plain(other.latin))
        native.append(noun.native)
        latin.append(plain(noun.latin))
        if branch:
            city = culture.cities[branch % len(culture.cities)].name
            number = str(branch // len(culture.cities) + 1)
            native += [city.native, number]
            latin += [plain(city.latin), number]
        joiner = culture.joiner if culture.is_family_first else " "
        legal = culture.legal[(nth + sector) % len(culture.legal)]
        return legal.format(joiner.join(native)), root.spoken, "-".join(latin) + ".example"


def _stride(many: int) -> int:
    """A step that visits all of ``many`` places before it returns, and does not look like counting."""
    return next(step for step in range(int(many * 0.62), 2 * many) if gcd(step, many) == 1)
