"""What a write did: the words for the toast, and the records that a screen may have to reload."""

from __future__ import annotations

from typing import Literal, NamedTuple

from crm_tui.domain.value import dataclass, field

Kind = Literal["contact", "company", "interaction", "follow_up", "tag", "view"]


class Ref(NamedTuple):
    """A record by kind and id."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The outcome of one operation, which is one transaction, one toast and one undo step.

    ``summary`` reads as a past-tense sentence without a full stop: "Called Jane Doe · no answer".
    ``everything`` is set when listing the records would be pointless (an import, a restore).
    ``notes`` are further sentences the rep must see ("kept the newer phone number").
    ``operation`` is the number to undo, 0 when nothing was written.
    """

    summary: str
    records: frozenset[Ref] = field(default_factory=frozenset)
    everything: bool = False
    notes: tuple[str, ...] = ()
    operation: int = 0

    def touches(self, kind: Kind, id: str | None = None) -> bool:
        """Whether a view of this record (or of any record of this kind) must reload."""
        if self.everything:
            return True
        return any(ref.kind == kind and (id is None or ref.id == id) for ref in self.records)
