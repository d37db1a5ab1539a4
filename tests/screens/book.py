"""Small books of contacts, written through the store as a rep would."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_tui.config import Config
from crm_tui.domain import when
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.follow_up import FollowUpDraft, FollowUpKind
from crm_tui.store import contacts, follow_ups
from crm_tui.store.reading import reader
from crm_tui.store.store import Store
from tests.screens.rep import NOW, ZONE


def desk(now: str = NOW) -> Desk:
    """The desk of the tests."""
    return Config(zone=ZONE).desk(now)


class Book:
    """A database under construction, and a look into it afterwards."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.ids: dict[str, str] = {}

    def person(self, name: str, *, phone: str = "", email: str = "", now: str = NOW, **fields: Any) -> str:
        """Adds a contact; its id."""
        points = [ContactPoint(kind=PointKind.PHONE, value=phone)] if phone else []
        points += [ContactPoint(kind=PointKind.EMAIL, value=email)] if email else []
        with Store(self.path) as store:
            draft = ContactDraft(name=name, points=tuple(points), **fields)
            change = store.write(contacts.add, desk(now), draft)
        (ref,) = [ref for ref in change.records if ref.kind == "contact"]
        self.ids[name] = ref.id
        return ref.id

    def follow_up(self, name: str, phrase: str, text: str = "", *, kind: str = "call", now: str = NOW) -> None:
        """Gives a contact something due; ``phrase`` is read at ``now``."""
        at = desk(now)
        draft = FollowUpDraft(
            contact=self.ids[name], due=when.parse(phrase, at).due(), kind=FollowUpKind(kind), text=text
        )
        with Store(self.path) as store:
            store.write(follow_ups.add, at, draft)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """What stands in the file."""
        connection = reader(self.path, desk())
        try:
            return connection.execute(sql).fetchall()
        finally:
            connection.close()
