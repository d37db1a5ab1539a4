"""Small books of contacts, written through the store as a rep would."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

from crm_tui.config import Config
from crm_tui.domain import when
from crm_tui.domain.change import Change
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpDraft, FollowUpKind
from crm_tui.screens.store_thread import Call
from crm_tui.store import contacts, follow_ups
from crm_tui.store.reading import reader
from crm_tui.store.store import Store
from tests.screens.rep import NOW, ZONE

P = ParamSpec("P")


def desk(now: str = NOW) -> Desk:
    """The desk of the tests."""
    return Config(zone=ZONE).desk(now)


class Book:
    """A database under construction, and a look into it afterwards."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._filling = ExitStack()
        self._store: Store | None = None
        self._is_handed_over = False
        self.ids: dict[str, str] = {}

    @property
    def path(self) -> Path:
        """Where it is. Whoever asks is about to open it, so it is closed here; every later write opens it anew."""
        self._is_handed_over = True
        self.close()
        return self._path

    def content(self) -> bytes:
        """What is in the file."""
        self.close()
        return self._path.read_bytes()

    def take_over(self, content: bytes, ids: Mapping[str, str]) -> None:
        """Makes it what another book is; nothing may have been written yet."""
        self._path.write_bytes(content)
        self.ids.update(ids)

    def close(self) -> None:
        """Closes the file, if it is still being filled."""
        self._store = None
        self._filling.close()

    def _write(self, operation: Call[P, Change], at: Desk, *args: P.args, **kwargs: P.kwargs) -> Change:
        if self._is_handed_over:
            with Store(self._path) as store:
                return store.write(operation, at, *args, **kwargs)
        if self._store is None:
            self._store = self._filling.enter_context(Store(self._path))
        return self._store.write(operation, at, *args, **kwargs)

    def person(self, name: str, *, phone: str = "", email: str = "", now: str = NOW, **fields: Any) -> str:
        """Adds a contact; its id."""
        points = [ContactPoint(kind=PointKind.PHONE, value=phone)] if phone else []
        points += [ContactPoint(kind=PointKind.EMAIL, value=email)] if email else []
        change = self._write(contacts.add, desk(now), ContactDraft(name=name, points=tuple(points), **fields))
        (ref,) = [ref for ref in change.records if ref.kind == "contact"]
        self.ids[name] = ref.id
        return ref.id

    def follow_up(self, name: str, phrase: str, text: str = "", *, kind: str = "call", now: str = NOW) -> None:
        """Gives a contact something due; ``phrase`` is read at ``now``."""
        at = desk(now)
        draft = FollowUpDraft(
            contact=self.ids[name], due=when.parse(phrase, at).due(), kind=FollowUpKind(kind), text=text
        )
        self._write(follow_ups.add, at, draft)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the file."""
        connection = reader(self._path, desk())
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()


def made_once(fill: Callable[[Book], Book]) -> Callable[[Book], Book]:
    """Below ``pytest.fixture``: ``fill`` is run for the first test that asks, and every other gets a copy of that book.

    Only for what ``fill`` writes into the database itself.
    """
    made: list[tuple[bytes, dict[str, str]]] = []

    @wraps(fill)
    def filled(book: Book) -> Book:
        if made:
            book.take_over(*made[0])
        else:
            fill(book)
            made.append((book.content(), dict(book.ids)))
        return book

    return filled
