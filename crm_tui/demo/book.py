"""Making the demo database: a throw-away file that holds invented people and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from crm_tui.demo.people import Person, people
from crm_tui.domain.clock import Moment
from crm_tui.domain.errors import DatabaseError
from crm_tui.domain.numbers import grouped

Progress = Callable[[str, int, int], None]

#: People written at a time: what is in memory at once, whatever the size of the book.
_CHUNK = 2_000


def build(path: Path, *, contacts: int = 300, moment: Moment, progress: Progress | None = None) -> None:
    """Makes a new database at ``path`` with ``contacts`` people as they stand at ``moment``, in one operation.

    ``progress`` is told what is being done, how many of how many. When it raises, or anything else goes wrong, no file
    is left. Raises `DatabaseError` when there is a file already, or none can be made.
    """
    if path.exists():
        raise DatabaseError(f"There is a file at {path} already.", "Open it, or start anew with `crm demo --reset`.")
    try:
        _write(path, contacts, moment, progress)
    except BaseException:
        for left in (path, path.with_name(f"{path.name}-journal"), path.with_name(f"{path.name}-wal")):
            left.unlink(missing_ok=True)
        raise


def _write(path: Path, contacts: int, moment: Moment, progress: Progress | None) -> None:
    from crm_tui.domain.change import Change
    from crm_tui.domain.desk import Desk
    from crm_tui.store.bulk.fresh import FreshWriter
    from crm_tui.store.store import Store

    desk = Desk(moment=moment)
    with (
        Store(path) as store,
        store.operation(desk, "demo") as running,
        closing(FreshWriter(running.connection, desk)) as writer,
    ):
        done = 0
        for chunk in _chunks(people(contacts, moment=moment)):
            writer.write(
                [person.company for person in chunk if person.company],
                [person.contact for person in chunk],
                [each for person in chunk for each in person.interactions],
                [each for person in chunk for each in person.follow_ups],
            )
            done += len(chunk)
            if progress:
                progress("inventing people", done, contacts)
        writer.finish(progress)
        running.change = Change(summary=f"Made a demo book of {grouped(contacts)} contacts", everything=True)


def _chunks(persons: Iterator[Person]) -> Iterator[list[Person]]:
    """About `_CHUNK` people at a time, the people of a company never apart."""
    chunk: list[Person] = []
    for person in persons:
        begins = person.company is not None or not person.contact.company_id
        if begins and len(chunk) >= _CHUNK:
            yield chunk
            chunk = []
        chunk.append(person)
    if chunk:
        yield chunk
