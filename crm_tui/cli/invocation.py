"""What a command needs, put together when it is first asked for."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from crm_tui.cli.output import Output
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3

    from crm_tui.config.places import Paths
    from crm_tui.config.settings import Config
    from crm_tui.domain.desk import Desk
    from crm_tui.store.store import Store


class Invocation:
    """One run of `crm`: its global options, and the settings, database and output that follow from them.

    Nothing is read or opened before it is used, so that `crm --help` works whatever is broken.
    """

    def __init__(
        self, *, db: str | None = None, now: str | None = None, json: bool = False, accessible: bool = False
    ) -> None:
        self.db = db
        self.now = now
        self.json = json
        self.accessible = accessible

    @cached_property
    def paths(self) -> Paths:
        """Where the files of this run are."""
        from crm_tui.config.places import paths

        return paths(self.db)

    @cached_property
    def database(self) -> str:
        """The path of the database, as text: `pathlib` takes as long to import as a database to open and read."""
        import os

        from crm_tui.config import folders

        return os.path.expanduser(self.db or folders.database())  # noqa: PTH111

    @cached_property
    def config(self) -> Config:
        """The settings. Raises `ConfigError`."""
        import os

        from crm_tui.config import folders
        from crm_tui.config.loading import load

        config = load(os.path.expanduser(folders.config()))  # noqa: PTH111
        if not self.accessible:
            return config
        from crm_tui.domain.value import replace

        return replace(config, accessible=True)

    @cached_property
    def desk(self) -> Desk:
        """The rep's desk at the moment of this run."""
        return self.config.desk(self.now)

    @cached_property
    def output(self) -> Output:
        """The writer to stdout."""
        return Output(as_json=self.json)

    @contextmanager
    def open_reader(self) -> Iterator[sqlite3.Connection]:
        """A connection for queries, which never imports SQLModel.

        Raises `DatabaseError` when there is no database: looking never makes one, so that the app still meets a
        new rep with its welcome.
        """
        from crm_tui.store.connection import explained
        from crm_tui.store.reading import reader

        desk, database = self.desk, self.database
        self.require_database()
        connection = reader(database, desk)
        try:
            with explained(database):
                yield connection
        finally:
            connection.close()

    def require_database(self) -> None:
        """Raises `DatabaseError` when there is no database, which opening it would make."""
        import os

        from crm_tui.store.connection import connect

        if not os.path.exists(self.database):  # noqa: PTH110
            connect(self.database, readonly=True)

    @contextmanager
    def open_store(self) -> Iterator[Store]:
        """The database, open for writing."""
        from crm_tui.store.store import Store

        with Store(self.paths.database) as store:
            yield store
