"""Where new contacts stand, from a history that is at hand: what `crm_tui.store.standing` computes in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import CONNECTS
from crm_tui.store.incoming import IncomingInteraction

_IN_PERSON = frozenset({InteractionKind.MEETING, InteractionKind.VISIT})


class Heard(NamedTuple):
    """An interaction of a contact: when, in epoch seconds, its key, and what it was."""

    at: int
    pk: int
    interaction: IncomingInteraction


class Ahead(NamedTuple):
    """An open follow-up: its day, its time ("" for a whole day), and its key; the smallest comes first."""

    day: str
    time: str
    pk: int


class History(NamedTuple):
    """The columns of `standing` that follow from interactions. Instants are epoch seconds, None for never."""

    last_contacted: int | None = None
    last_activity: int | None = None
    last_outcome: str = ""
    attempts: int = 0


def of(heard: Sequence[Heard]) -> History:
    """What interactions, in any order, amount to."""
    if not heard:
        return History()
    latest = sorted(heard, reverse=True)
    reached = next((each.at for each in latest if _is_reached(each.interaction)), -1)
    return History(
        last_contacted=next((each.at for each in latest if each.interaction.kind is not InteractionKind.NOTE), None),
        last_activity=latest[0].at,
        last_outcome=next((str(each.interaction.outcome) for each in latest if each.interaction.outcome), ""),
        attempts=sum(each.at > reached and _is_failed(each.interaction) for each in latest),
    )


def _is_reached(interaction: IncomingInteraction) -> bool:
    return (
        interaction.kind in _IN_PERSON
        or interaction.direction is Direction.IN
        or (interaction.outcome is not None and interaction.outcome in CONNECTS)
    )


def _is_failed(interaction: IncomingInteraction) -> bool:
    return interaction.outcome is not None and interaction.outcome not in CONNECTS
