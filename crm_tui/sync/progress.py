"""Long work: how far it is, how fast, how long it will take, and whether it is still wanted."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from crm_tui.domain.errors import CrmError, Exit

#: Containers made before the collector looks for cycles among them, while records are many and cycles none.
_COLLECT_AFTER = 200_000


@dataclass(frozen=True, slots=True)
class Progress:
    """``done`` of ``total`` units (bytes when reading, records when writing) of ``stage``, and records so far.

    ``stage`` is what is under way, for people: "reading and storing people", "indexing names". ``total`` is 0 when
    unknown. The others say what has become of the records of an import so far.
    """

    stage: str
    done: int
    total: int
    records: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0


#: Told now and then, from the thread that works. Raise from it to stop: nothing half-done remains.
Watcher = Callable[[Progress], None]


class CanceledError(CrmError):
    """The rep stopped it; nothing of it remains. Raise it from a `Watcher`."""

    code = Exit.INTERRUPTED

    def __init__(self, what: str = "The import") -> None:
        super().__init__(f"{what} was stopped; nothing of it was kept.")


def unwatched(_: Progress) -> None:
    """Watches nothing."""


class Stop:
    """Whether work under way is wanted no more. Any thread may ask; the work looks often, within statements too."""

    def __init__(self) -> None:
        self.is_asked = False

    def ask(self) -> None:
        """Wants the work to end, and nothing of it to stay."""
        self.is_asked = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What can be said of work at one moment.

    ``share`` of the stage that is done, 0 to 1, None when unknown; ``rate`` in records a second; ``expected`` records
    in all, 0 when unknown; ``left`` seconds until the stage ends, None when that cannot be told yet.
    """

    share: float | None
    rate: float
    expected: int
    left: float | None


class Pace:
    """Turns word of progress into rate and time left, for each stage by itself: they differ tenfold."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._stage = ""
        self._began = clock()
        self._records = 0
        self._done = 0

    def tell(self, stage: str, done: int, total: int, records: int) -> Told:
        """What can be said now; see `Progress` for the numbers."""
        now = self._clock()
        if stage != self._stage:
            is_first = not self._stage
            self._stage = stage
            if not is_first:
                # Word comes at the end of a step, so this one is where the stage is taken to begin.
                self._began, self._records, self._done = now, records, done
        seconds = now - self._began
        fresh, came = done - self._done, records - self._records
        rate = (came or fresh) / seconds if seconds > 0 else 0.0
        left = seconds * (total - done) / fresh if total and fresh > 0 else None
        return Told(
            share=min(1.0, done / total) if total else None,
            rate=rate,
            expected=max(records, round(records * total / done)) if came and done and total else 0,
            left=max(0.0, left) if left is not None else None,
        )


def spoken(seconds: float) -> str:
    """A time left as people read it: "8 s", "2 min 05 s", "1 h 10 min"."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


@contextmanager
def undisturbed() -> Iterator[None]:
    """Makes the garbage collector look more rarely: it costs half as much again where records stream by."""
    usual = gc.get_threshold()
    gc.set_threshold(_COLLECT_AFTER, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
