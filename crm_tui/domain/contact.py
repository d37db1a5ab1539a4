"""A contact: a person, their addresses, and what is derived from their history."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass, field

if TYPE_CHECKING:
    from crm_tui.domain.silence import Quiet


class PointKind(StrEnum):
    """The kinds of contact point."""

    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactPoint:
    """A way to reach someone, as it was typed, beside its normal form.

    ``normal`` is the key for matching: a lower-case address, an E.164 number ("" when the number
    cannot be understood, which is kept all the same). ``bad`` marks a wrong number or a bounce.
    ``id`` is "" until stored. For an address, ``value`` is one line and ``parts`` the fields
    street, city, region, postal_code, country.
    """

    kind: PointKind
    value: str
    normal: str = ""
    label: str = ""
    primary: bool = False
    bad: bool = False
    id: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyRef:
    """A company by id and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """The nearest open follow-up of a contact."""

    id: str
    due: date | datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What is derived from the history, never typed.

    ``attempts`` counts calls since the last connect. ``quiet_on`` is the day on which the silence
    exceeds the keep-in-touch interval, None where there is no interval. ``last_activity`` is the last
    interaction of any kind, notes included.
    """

    last_contacted: datetime | None = None
    last_outcome: Outcome | None = None
    attempts: int = 0
    next_step: NextStep | None = None
    quiet_on: date | None = None
    last_activity: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """A person, whole: what the card, the editor and the JSON show.

    ``external_id`` is the id in the program that the contact came from, with that program's name ("hubspot:51");
    ``other_ids`` are those in further ones.
    """

    id: str
    name: str
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    title: str = ""
    department: str = ""
    company: CompanyRef | None = None
    emails: tuple[ContactPoint, ...] = ()
    phones: tuple[ContactPoint, ...] = ()
    urls: tuple[ContactPoint, ...] = ()
    addresses: tuple[ContactPoint, ...] = ()
    birthday: str = ""
    zone: str = ""
    status: str = "new"
    stage: Stage | None = None
    tier: Tier | None = None
    tags: tuple[str, ...] = ()
    owner: str = ""
    source: str = ""
    do_not_contact: bool = False
    note: str = ""
    keep_in_touch_days: int | None = None
    external_id: str = ""
    other_ids: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    standing: Standing = field(default_factory=Standing)

    @property
    def external_ids(self) -> tuple[str, ...]:
        """The ids in all other programs."""
        return tuple(filter(None, (self.external_id, *self.other_ids)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactDraft:
    """A contact before it is stored: what a form, a typed line or an imported row holds.

    Nothing is required but a name or an address. ``company`` is a name, found or made when saved.
    ``created_at`` is set by imports that know it; ``external_id`` and ``other_ids`` are as in `Contact`.
    """

    name: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    title: str = ""
    department: str = ""
    company: str = ""
    points: tuple[ContactPoint, ...] = ()
    birthday: str = ""
    zone: str = ""
    status: str = ""
    stage: Stage | None = None
    tier: Tier | None = None
    tags: tuple[str, ...] = ()
    owner: str = ""
    source: str = ""
    do_not_contact: bool = False
    note: str = ""
    keep_in_touch_days: int | None = None
    external_id: str = ""
    other_ids: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    created_at: datetime | None = None

    @property
    def external_ids(self) -> tuple[str, ...]:
        """The ids in all other programs."""
        return tuple(filter(None, (self.external_id, *self.other_ids)))


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """A contact as one row of a list. ``quiet`` is set when they have been silent for too long."""

    id: str
    name: str
    company: str = ""
    title: str = ""
    status: str = ""
    tier: Tier | None = None
    tags: tuple[str, ...] = ()
    email: str = ""
    phone: str = ""
    do_not_contact: bool = False
    last_contacted: datetime | None = None
    last_outcome: Outcome | None = None
    attempts: int = 0
    next_due: date | datetime | None = None
    quiet: Quiet | None = None
