"""What Tab offers in a line that is typed: people, companies, tags, or words that are known without the book."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_tui.domain.completing import Names, Wanted
from crm_tui.domain.desk import Desk
from crm_tui.screens.plain import line

if TYPE_CHECKING:
    from crm_tui.domain.contact import ContactLine

#: As many stand beneath the line; who is not among them is named by one letter more.
MOST = 4


class Offer(NamedTuple):
    """A name, what else tells it from others, and the id where it is a contact's."""

    name: str
    what_else: str = ""
    id: str = ""

    @property
    def told(self) -> str:
        """The name as it is offered."""
        return line(", ".join(filter(None, (self.name, self.what_else))))


def offers(connection: Any, desk: Desk, wanted: Wanted) -> tuple[Offer, ...]:
    """What may stand for what is typed, `MOST` at most; a query for `CrmApp.read_for`."""
    from crm_tui.store import completion

    match wanted.names:
        case Names.CONTACTS:
            return tuple(map(_of_contact, completion.people(connection, desk, wanted.prefix, limit=MOST)))
        case Names.COMPANIES:
            return _named(completion.companies(connection, desk, wanted.prefix, limit=MOST + 1), wanted)
        case Names.TAGS:
            return _named(completion.tags(connection, desk, wanted.prefix, limit=MOST + 1), wanted)
        case Names.WORDS:
            return of_words(wanted)


def of_words(wanted: Wanted) -> tuple[Offer, ...]:
    """Those known without the book."""
    return _named(wanted.options, wanted)


def _named(names: Iterable[str], wanted: Wanted) -> tuple[Offer, ...]:
    return tuple(Offer(name) for name in names if name != wanted.prefix)[:MOST]


def _of_contact(one: ContactLine) -> Offer:
    name = one.name or one.email or one.phone
    return Offer(name, one.company or (one.email if one.name else ""), one.id)
