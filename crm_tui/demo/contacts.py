"""The record of someone: how to reach them, and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_tui.demo.dice import Dice
from crm_tui.demo.profiles import Profile
from crm_tui.demo.source import plain
from crm_tui.demo.stories import beats
from crm_tui.demo.timelines import Timeline
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage
from crm_tui.store.incoming import IncomingContact

_STAGES: Mapping[str, tuple[Stage | None, ...]] = {
    "new": (None, Stage.LEAD),
    "attempting": (Stage.LEAD,),
    "connected": (Stage.LEAD, Stage.PROSPECT),
    "qualified": (Stage.PROSPECT,),
    "nurture": (Stage.PROSPECT, Stage.LEAD, Stage.PARTNER, Stage.FORMER),
    "customer": (Stage.CUSTOMER,),
    "unqualified": (None, Stage.FORMER),
}
#: Tags that fit a status; one is drawn, "" is none.
_TAGS: Mapping[str, tuple[str, ...]] = {
    "new": ("", "", "webinar"),
    "attempting": ("", "", "gatekeeper"),
    "connected": ("", "decision-maker", "pilot"),
    "qualified": ("pilot", "decision-maker", "champion", "price-sent"),
    "nurture": ("newsletter", "newsletter", "next-year", ""),
    "customer": ("renewal", "reference", "champion", "training", ""),
    "unqualified": ("",),
}
#: Where a contact came from, by the beat that the story begins with, and the tag that says so.
_SOURCES: Mapping[str, tuple[str, str]] = {
    "met_at_expo": ("Expo Riga", "expo-riga"),
    "wrote_in": ("website", "inbound"),
    "referred": ("referral", "referral"),
    "list_entry": ("trade register", ""),
}
_OTHER_SOURCES = ("old address book", "trade register", "LinkedIn", "newsletter")


class Contacts:
    """Makes contacts."""

    def __init__(self, dice: Dice, new_id: Callable[[], str], moment: Moment) -> None:
        self._dice = dice
        self._new_id = new_id
        self._quarter = f"q{(moment.today.month + 2) // 3}"
        self._year = moment.today.year

    def of(self, profile: Profile, timeline: Timeline) -> IncomingContact:
        """The whole record, as it stands after ``timeline``."""
        dice, firm = self._dice, profile.firm
        source, tag = _SOURCES.get(timeline.first_beat, ("", ""))
        is_planned = profile.plan in ("upcoming", "recurring")
        note = profile.teller.text(beats()["about"]) if dice.chance(0.12) else ""
        draft = ContactDraft(
            name=profile.name,
            given_name=profile.given.native,
            family_name=profile.family.native,
            title=dice.pick(firm.sector.titles),
            company=firm.company.name if firm.company else "",
            points=(
                *self._emails(profile),
                *self._phones(profile, is_bad=timeline.last_outcome is Outcome.WRONG_NUMBER),
                *self._addresses(profile),
            ),
            birthday=self._birthday(),
            zone=profile.city.zone,
            status=profile.status,
            stage=dice.pick(_STAGES[profile.status]),
            tier=profile.tier,
            tags=self._tags(profile, tag),
            source=source or dice.pick(_OTHER_SOURCES),
            do_not_contact=profile.plan == "stopped",
            note=note,
            keep_in_touch_days=dice.pick((14, 21, 45, 90)) if is_planned and dice.chance(0.06) else None,
            created_at=timeline.created_at,
        )
        return IncomingContact(draft, profile.id, firm.company.id if firm.company else "")

    def _emails(self, profile: Profile) -> tuple[ContactPoint, ...]:
        dice, firm = self._dice, profile.firm
        if dice.chance(0.08) and profile.plan != "stopped":
            return ()
        given, family = plain(profile.given.latin), plain(profile.family.latin)
        local = firm.address.format(given=given, family=family, initial=given[:1])
        # Colleagues share a pattern, and the self-employed a provider: the number keeps addresses apart.
        number = (str(profile.nth + 1) if profile.nth else "") if firm.company else profile.id[-6:]
        address = f"{local}{number}@{firm.domain}"
        return (
            ContactPoint(
                id=self._new_id(), kind=PointKind.EMAIL, value=address, normal=address, label="work", primary=True
            ),
        )

    def _phones(self, profile: Profile, *, is_bad: bool) -> tuple[ContactPoint, ...]:
        dice = self._dice
        roll = dice.roll()
        many = 0 if roll < 0.05 and not is_bad else 2 if roll > 0.88 else 1
        labels = ("work", "mobile") if dice.chance(0.7) else ("mobile", "work")
        points: list[ContactPoint] = []
        for label in labels[:many]:
            value, normal = profile.culture.phone(dice)
            points.append(
                ContactPoint(
                    id=self._new_id(),
                    kind=PointKind.PHONE,
                    value=value,
                    normal=normal,
                    label=label,
                    primary=not points,
                    bad=is_bad and not points,
                )
            )
        return tuple(points)

    def _addresses(self, profile: Profile) -> tuple[ContactPoint, ...]:
        if not self._dice.chance(0.4):
            return ()
        city, country = profile.city.name.native, profile.city.country
        parts = {"city": city, "country": country}
        return (
            ContactPoint(
                id=self._new_id(), kind=PointKind.ADDRESS, value=f"{city}, {country}", label="work", parts=parts
            ),
        )

    def _birthday(self) -> str:
        if not self._dice.chance(0.12):
            return ""
        year = self._year - self._dice.between(24, 63)
        return f"{year}-{self._dice.between(1, 12):02}-{self._dice.between(1, 28):02}"

    def _tags(self, profile: Profile, source: str) -> tuple[str, ...]:
        tags = [source, self._dice.pick(_TAGS[profile.status])]
        if profile.status == "qualified" and self._dice.chance(0.6):
            tags.append(self._quarter)
        if profile.firm.sector.name == "software":
            tags.append("saas")
        if profile.plan == "stopped":
            tags.append("dnc")
        return tuple(dict.fromkeys(filter(None, tags)))
