"""The writer: one transaction, one operation, one change at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from threading import local
from typing import Concatenate, ParamSpec, Self

from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool
from sqlmodel import Session

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.value import replace
from crm_tui.store import derived, journal, writing
from crm_tui.store.connection import connect, explained

P = ParamSpec("P")

#: The connection that the engine takes next, once, in each thread.
_HANDED_OVER = local()


@cache
def _engine() -> Engine:
    """One for every file that the process opens: SQLAlchemy compiles a statement once for an engine.

    Sessions write inside a transaction that is begun and ended by `Store`, beneath SQLAlchemy.
    """
    return create_engine(
        "sqlite://",
        creator=lambda: vars(_HANDED_OVER).pop("connection"),
        poolclass=NullPool,
        isolation_level="AUTOCOMMIT",
        skip_autocommit_rollback=True,
    )


class Store:
    """An open database, for writing. Use it from one thread at a time.

    Raises `DatabaseError` on opening as `connect` does, and from every write when the file is busy or damaged.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.connection: sqlite3.Connection = connect(path)
        _HANDED_OVER.connection = self.connection
        self._alchemy = _engine().connect()
        self._ensured: object = None

    def write(
        self, operation: Callable[Concatenate[Session, Desk, P], Change], desk: Desk, *args: P.args, **kwargs: P.kwargs
    ) -> Change:
        """Runs ``operation(session, desk, …)`` as one transaction, one undo step and one `Change`.

        Nothing of it remains when it raises. The change comes back with the number of its operation, 0 when
        it altered no record.
        """
        return self.write_as("user", operation, desk, *args, **kwargs)

    def write_as(
        self,
        origin: str,
        operation: Callable[Concatenate[Session, Desk, P], Change],
        desk: Desk,
        *args: P.args,
        **kwargs: P.kwargs,
    ) -> Change:
        """As `write`, in the name of another ``origin`` than the rep (see `journal.begin`)."""
        with self.operation(desk, origin) as running:
            try:
                with Session(self._alchemy, info={writing.DRIVER: self.connection}) as session:
                    running.change = operation(session, desk, *args, **kwargs)
                    session.flush()
            except DBAPIError as error:
                raise error.orig or error from error
        return running.change

    @contextmanager
    def operation(self, desk: Desk, origin: str, *, target: int | None = None) -> Iterator[Running]:
        """An operation for code that writes through the driver: set ``running.change`` before leaving.

        On a normal exit derived data is refreshed and all is committed; on an exception nothing remains.
        """
        with explained(self.path):
            self._ensure_rules(desk)
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                number = journal.begin(self.connection, desk, origin, target=target)
                running = Running(self.connection, number)
                yield running
                derived.refresh(self.connection)
                number = journal.finish(self.connection, number, running.change.summary)
                self.connection.execute("COMMIT")
            except BaseException:
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise
        running.change = replace(running.change, operation=number)

    def _ensure_rules(self, desk: Desk) -> None:
        """Makes the rules in the file those of the desk, unless nobody can have changed either since the last time."""
        (version,) = self.connection.execute("PRAGMA data_version").fetchone()
        rules = (desk.statuses, desk.tier_days, desk.tag_days, version)
        if rules != self._ensured:
            derived.ensure_rules(self.connection, desk)
            self._ensured = rules

    def close(self) -> None:
        """Closes the file. Everything committed is on disk already."""
        self._alchemy.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Running:
    """An operation under way: its connection, its number, and the change it will report."""

    def __init__(self, connection: sqlite3.Connection, number: int) -> None:
        self.connection = connection
        self.number = number
        self.change = Change(summary="")
