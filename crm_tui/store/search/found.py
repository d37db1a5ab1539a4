"""What a search hands back."""

from __future__ import annotations

from crm_tui.domain.typed import NamedTuple


class Hit(NamedTuple):
    """A matching contact, the tier it matched in (0 is best) and its recency slot (higher is newer)."""

    contact: int
    tier: int
    slot: int


class Found(NamedTuple):
    """The pks of matching contacts, best first, and whether there are more beyond them."""

    pks: tuple[int, ...]
    is_more: bool
