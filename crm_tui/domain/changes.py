"""What an editor wants changed: only the fields that are given, the others stay as they are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from enum import Enum
from typing import Final

from crm_tui.domain.contact import ContactPoint
from crm_tui.domain.follow_up import Due, FollowUpKind, Priority
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier


class Unset(Enum):
    """Tells a field that is not given from one that is emptied."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET


class _Changes:
    """The fields of a record that are given."""

    __slots__ = ()

    def given(self) -> Iterator[tuple[str, object]]:
        """Name and new value of each field that may be left unset, and is not."""
        for each in fields(self):  # type: ignore[arg-type]  # every subclass is a dataclass
            value = getattr(self, each.name)
            if each.default is UNSET and value is not UNSET:
                yield each.name, value


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactChanges(_Changes):
    """Changes to a contact. ``company`` is a name, found or made when saved; "" takes it off.

    ``points`` with an id replace that point, without one they are added. ``remove_points`` are ids, or the
    addresses themselves in any spelling. In ``custom`` an empty value removes the field.
    """

    name: str | Unset = UNSET
    given_name: str | Unset = UNSET
    middle_name: str | Unset = UNSET
    family_name: str | Unset = UNSET
    prefix: str | Unset = UNSET
    suffix: str | Unset = UNSET
    nickname: str | Unset = UNSET
    title: str | Unset = UNSET
    department: str | Unset = UNSET
    company: str | Unset = UNSET
    birthday: str | Unset = UNSET
    zone: str | Unset = UNSET
    status: str | Unset = UNSET
    stage: Stage | Unset | None = UNSET
    tier: Tier | Unset | None = UNSET
    owner: str | Unset = UNSET
    source: str | Unset = UNSET
    do_not_contact: bool | Unset = UNSET
    note: str | Unset = UNSET
    keep_in_touch_days: int | Unset | None = UNSET
    points: tuple[ContactPoint, ...] = ()
    remove_points: tuple[str, ...] = ()
    add_tags: tuple[str, ...] = ()
    remove_tags: tuple[str, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyChanges(_Changes):
    """Changes to a company."""

    name: str | Unset = UNSET
    domain: str | Unset = UNSET
    phone: str | Unset = UNSET
    address: str | Unset = UNSET
    note: str | Unset = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class InteractionChanges(_Changes):
    """Changes to an interaction. ``contacts`` are the ids of everyone who took part."""

    contacts: tuple[str, ...] | Unset = UNSET
    kind: InteractionKind | Unset = UNSET
    direction: Direction | Unset | None = UNSET
    outcome: Outcome | Unset | None = UNSET
    at: datetime | Unset = UNSET
    duration_minutes: int | Unset | None = UNSET
    subject: str | Unset = UNSET
    text: str | Unset = UNSET


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUpChanges(_Changes):
    """Changes to a follow-up."""

    due: Due | Unset = UNSET
    kind: FollowUpKind | Unset = UNSET
    text: str | Unset = UNSET
    priority: Priority | Unset = UNSET
    every: str | Unset = UNSET
