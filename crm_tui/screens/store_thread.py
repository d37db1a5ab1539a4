"""The two threads that touch the database: one reads, one writes, the interface waits for neither.

Nothing of `crm_tui.store` is imported before a thread first needs it, so that the first frame does not wait for it.
"""

from __future__ import annotations

import asyncio
import traceback
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from time import monotonic
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk

if TYPE_CHECKING:
    from crm_tui.store.store import Store

P = ParamSpec("P")
R = TypeVar("R")

#: A query or an operation of the store. What it is given first (a connection, a session, the store) is the
#: store's own business: the interface passes it on and never looks.
Call = Callable[Concatenate[Any, Desk, P], R]


class Superseded(Exception):  # noqa: N818 - no error: the answer is not wanted any more
    """A read was given up, because a newer one took its place or because the app is closing."""


class _GaveWay(Exception):  # noqa: N818 - no error: it is asked again
    """An idle read made room for one that somebody waits for."""


#: Seconds that the thread has been at rest before it is put to idle work: longer than between two letters of a typist,
#: to whom work that is begun and interrupted at every letter would be a burden too.
_PAUSE = 0.25

#: Seconds after which an interrupt is repeated. SQLite forgets one that comes between two statements.
_AGAIN = 0.002


@dataclass(slots=True, eq=False)
class _Read:
    """A read that waits or runs. ``slot`` names the place that its answer is for, "" for none."""

    slot: str
    is_idle: bool = False
    is_superseded: bool = False
    has_given_way: bool = False


class Reader:
    """Runs queries one after the other, on a connection of its own.

    Two reads with the same ``slot`` are for the same place: the newer one interrupts the older. Idle reads run
    while nobody waits for anything else, and are interrupted and begun anew when somebody does.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="crm-reader")
        self._lock = Lock()
        self._connection: Any = None
        self._running: _Read | None = None
        self._asked: set[_Read] = set()
        self._is_closed = False
        self._asked_at = 0.0

    async def read(self, slot: str, desk: Desk, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """The answer of ``query(connection, desk, …)``.

        Raises `Superseded`, `DatabaseError` if the file cannot be opened, and whatever the query raises.
        """
        with self._asking(_Read(slot)) as read:
            return await self._answer(read, desk, lambda connection: query(connection, desk, *args, **kwargs))

    async def read_idle(self, slot: str, desk: Desk, query: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """As `read`, for what nobody waits for, such as a count in a margin. ``query`` may be run several times."""
        with self._asking(_Read(slot, is_idle=True)) as read:
            while True:
                if read.is_superseded:
                    raise Superseded
                if pause := self._pause:
                    await asyncio.sleep(pause)
                    continue
                with suppress(_GaveWay):
                    return await self._answer(read, desk, lambda connection: query(connection, desk, *args, **kwargs))

    @contextmanager
    def _asking(self, read: _Read) -> Iterator[_Read]:
        """Makes room for ``read``, and knows of it until it is answered or given up."""
        with self._lock:
            if self._is_closed:
                raise Superseded
            if read.slot:
                self._supersede(read.slot)
            self._asked.add(read)
        if not read.is_idle:
            self._asked_at = monotonic()
        self._clear_the_way(asyncio.get_running_loop())
        try:
            yield read
        finally:
            with self._lock:
                self._asked.discard(read)

    @property
    def _pause(self) -> float:
        """Seconds for which idle work has to wait."""
        return _PAUSE if self._is_wanted else max(0.0, self._asked_at + _PAUSE - monotonic())

    @property
    def _is_wanted(self) -> bool:
        """Whether somebody waits for the thread."""
        return any(not read.is_idle for read in self._asked)

    def _supersede(self, slot: str | None) -> None:
        """Gives up the reads of a slot, all of them for None. The lock is held, so none can end meanwhile."""
        for read in self._asked:
            read.is_superseded |= slot is None or read.slot == slot

    def _clear_the_way(self, loop: asyncio.AbstractEventLoop) -> None:
        """Interrupts what runs if it should not, again and again until it has ended."""
        with self._lock:
            if self._interrupted():
                loop.call_later(_AGAIN, self._clear_the_way, loop)

    def _interrupted(self) -> bool:
        """Interrupts what runs if it is not wanted, or not now; whether there was such a thing. The lock is held."""
        running = self._running
        if running is None:
            return False
        # Once said it stays so: whoever wanted the thread may have left before the interrupt is felt.
        running.has_given_way |= running.is_idle and self._is_wanted
        if running.is_superseded or running.has_given_way:
            self._connection.interrupt()
            return True
        return False

    async def _answer(self, read: _Read, desk: Desk, query: Callable[[Any], R]) -> R:
        answer = await asyncio.get_running_loop().run_in_executor(self._executor, self._run, read, desk, query)
        if read.is_superseded:  # on the way from the thread
            raise Superseded
        return answer

    def _run(self, read: _Read, desk: Desk, query: Callable[[Any], R]) -> R:
        if not read.is_superseded:
            self._open(desk)
        with self._lock:
            if read.is_superseded:
                raise Superseded
            if read.is_idle and self._is_wanted:
                raise _GaveWay
            self._running = read
        from crm_tui.store.connection import explained

        try:
            with explained(self._path):
                return query(self._connection)
        except Exception as error:
            _let_go(error)
            if read.is_superseded:
                raise Superseded from error
            if read.has_given_way:
                raise _GaveWay from error
            raise
        finally:
            with self._lock:
                self._running = None

    def _open(self, desk: Desk) -> None:
        if self._connection is None:
            from crm_tui.store.reading import reader

            self._connection = reader(self._path, desk)

    def close(self) -> None:
        """Interrupts what runs, drops what waits, and closes the connection."""
        with self._lock:
            self._is_closed = True
            self._supersede(None)
            self._interrupted()
        self._executor.submit(self._close_connection)
        self._executor.shutdown()

    def _close_connection(self) -> None:
        if self._connection is not None:
            self._connection.close()


def _let_go(error: BaseException | None) -> None:
    """Ends the statements that an interrupted query left open, which are held by the frames of its traceback.

    SQLite interrupts whatever is begun while one of them is open: the next read would end like this one.
    """
    while error is not None:
        traceback.clear_frames(error.__traceback__)
        error = error.__cause__


class Writer:
    """Runs operations one after the other. A write once handed over is carried out, whatever becomes of the asker."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._executor = ThreadPoolExecutor(1, thread_name_prefix="crm-writer")
        self._store: Store | None = None

    @property
    def is_open(self) -> bool:
        """Whether the store has been imported and opened."""
        return self._store is not None

    async def open(self) -> None:
        """Imports and opens the store. Raises `DatabaseError` as `Store` does."""
        await self._submit(lambda _: None)

    async def write(self, desk: Desk, operation: Call[P, Change], /, *args: P.args, **kwargs: P.kwargs) -> Change:
        """Runs ``operation(session, desk, …)`` as one transaction. Raises whatever it raises."""
        return await self._submit(lambda store: store.write(operation, desk, *args, **kwargs))

    async def drive(self, desk: Desk, operation: Call[P, R], /, *args: P.args, **kwargs: P.kwargs) -> R:
        """Runs ``operation(store, desk, …)``, which makes transactions of its own, as undo does."""
        return await self._submit(lambda store: operation(store, desk, *args, **kwargs))

    async def version(self) -> int:
        """A number that differs from the last one when another program has written in between."""

        def look(store: Store) -> int:
            from crm_tui.store.reading import version

            return version(store.connection)

        return await self._submit(look)

    async def _submit(self, job: Callable[[Store], R]) -> R:
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._executor, self._run, job))

    def _run(self, job: Callable[[Store], R]) -> R:
        if self._store is None:
            from crm_tui.store.store import Store

            self._store = Store(self._path)
        return job(self._store)

    def close(self) -> None:
        """Finishes what was handed over, then closes the file."""
        self._executor.submit(self._close_store)
        self._executor.shutdown()

    def _close_store(self) -> None:
        if self._store is not None:
            self._store.close()
