"""Long work: how far it is, and whether it is still wanted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm_tui.domain.errors import CrmError, Exit


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units (bytes when reading, records when writing) of ``stage``, and records so far.

    ``stage`` is what is under way, for people: "reading contacts.csv", "search index". ``total`` is 0 when unknown.
    """

    stage: str
    done: int
    total: int
    records: int


#: Told now and then, from the thread that works. Raise from it to stop: nothing half-done remains.
Watcher = Callable[[Progress], None]


class CanceledError(CrmError):
    """The rep stopped it; nothing of it remains. Raise it from a `Watcher`."""

    code = Exit.INTERRUPTED

    def __init__(self, what: str = "The import") -> None:
        super().__init__(f"{what} was stopped; nothing of it was kept.")


def unwatched(_: Progress) -> None:
    """Watches nothing."""
