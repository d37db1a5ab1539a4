"""The search for duplicates beside the interface: on a thread and a connection of its own, for it takes seconds."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from crm_tui.domain.desk import Desk
from crm_tui.sync.progress import CanceledError, Pace, Stop, Told, spoken

if TYPE_CHECKING:
    from crm_tui.store.duplicates_find import Pair, Watch

T = TypeVar("T")


class DuplicateSearch(Generic[T]):
    """One look through the whole book; its thread says how far it is, whoever looks asks `words`.

    ``ask`` is given a connection, the desk, and whom to tell how far it is.
    """

    def __init__(self, path: Path, desk: Desk, ask: Callable[[Any, Desk, Watch], list[T]]) -> None:
        self._path = path
        self._desk = desk
        self._ask = ask
        self._stop = Stop()
        self._pace = Pace()
        self._latest: tuple[str, Told] | None = None

    def run(self) -> list[T]:
        """What it asks for, for a thread to find. Raises `CanceledError` once it is stopped, and `DatabaseError`."""
        from crm_tui.store.connection import explained
        from crm_tui.store.reading import reader

        connection = reader(self._path, self._desk)
        try:
            with explained(self._path):
                return self._ask(connection, self._desk, self._watch)
        finally:
            connection.close()

    def stop(self) -> None:
        """Has it end at the next word of progress."""
        self._stop.ask()

    def _watch(self, stage: str, done: int, total: int) -> None:
        if self._stop.is_asked:
            raise CanceledError("The search")
        self._latest = stage, self._pace.tell(stage, done, total, done)

    @property
    def words(self) -> str:
        """What is under way, how much of it is done, and how long it will take."""
        if self._latest is None:
            return "Opening the book"
        stage, told = self._latest
        share = f" {told.share:.0%}" if told.share is not None else ""
        left = f" · {spoken(told.left)} left" if told.left is not None and told.left >= 1 else ""
        return f"{stage}{share}{left}"


def everybody(connection: Any, desk: Desk, watch: Watch) -> list[Pair]:
    """All likely pairs of the book."""
    from crm_tui.store.duplicates_find import find

    return find(connection, desk, watch)
