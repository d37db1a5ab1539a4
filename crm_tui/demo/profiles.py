"""Who someone is: name, company, habits, and where the relationship stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from crm_tui.demo.cultures import City, Culture, draw
from crm_tui.demo.days import MONTHS
from crm_tui.demo.dice import Dice
from crm_tui.demo.firms import Firm
from crm_tui.demo.source import Word, read
from crm_tui.demo.stories import Teller
from crm_tui.domain.clock import Moment
from crm_tui.domain.status import Tier

_TIERS: Mapping[str, tuple[Tier | None, ...]] = {
    "new": (None, None, None, Tier.C, Tier.B),
    "attempting": (None, Tier.B, Tier.C, Tier.C),
    "connected": (None, Tier.A, Tier.B, Tier.B, Tier.C),
    "qualified": (Tier.A, Tier.A, Tier.B),
    "nurture": (None, Tier.C, Tier.C, Tier.B),
    "customer": (Tier.A, Tier.A, Tier.B, Tier.B, Tier.B, Tier.C),
    "unqualified": (None,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A person before anything has happened."""

    id: str
    name: str
    nth: int
    firm: Firm
    culture: Culture
    city: City
    given: Word
    family: Word
    status: str
    plan: str
    tier: Tier | None
    teller: Teller


class Profiles:
    """Makes people."""

    def __init__(self, dice: Dice, moment: Moment) -> None:
        self._dice = dice
        self._month = MONTHS[moment.today.month % 12]

    def next(self, id: str, firm: Firm, nth: int, status: str, plan: str) -> Profile:
        """The ``nth`` person of ``firm``; one in eight comes from elsewhere than the company does."""
        dice = self._dice
        culture = firm.culture if dice.chance(0.875) else draw(dice)
        gender = dice.below(2)
        given, family = dice.pick(culture.given[gender]), dice.pick(culture.families[gender])
        while given.spoken == firm.aide:
            given = dice.pick(culture.given[gender])
        tiers = _TIERS[status]
        if plan == "quiet":
            tiers = tuple(filter(None, tiers))
        return Profile(
            id=id,
            name=culture.full_name(given.native, family.native),
            nth=nth,
            firm=firm,
            culture=culture,
            city=firm.city,
            given=given,
            family=family,
            status=status,
            plan=plan,
            tier=dice.pick(tiers),
            teller=Teller(dice, self._slots(firm, given, is_woman=gender == 0)),
        )

    def _slots(self, firm: Firm, given: Word, *, is_woman: bool) -> dict[str, object]:
        they, them, their = ("she", "her", "her") if is_woman else ("he", "him", "his")
        fact, echo = self._dice.pick(read("stories")["facts"])
        return {
            "first": given.spoken,
            "they": they,
            "them": them,
            "their": their,
            "They": they.title(),
            "Their": their.title(),
            "fact": fact,
            "echo": echo,
            "company": firm.call,
            "city": firm.city.name.spoken,
            "pain": firm.pain,
            "relief": firm.relief,
            "tool": firm.tool,
            "aide": firm.aide,
            "seats": firm.seats,
            "sites": firm.sites,
            "month": self._month,
        }
