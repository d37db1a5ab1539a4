"""Whom an operation is about, said without listing them: a few marked people, or everyone that a search finds."""

from __future__ import annotations

from collections.abc import Sequence

from crm_tui.domain.query import Query
from crm_tui.domain.value import dataclass, replace


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """Marked contacts: those in ``ids``, those whom ``query`` finds, or ``everyone``; never those in ``except_ids``.

    A value of constant size however many it means: "all 40 000 with #fair but two" is a query and two ids. Whom it
    means is settled when it is used, so somebody who has left the search since is left out.
    """

    ids: tuple[str, ...] = ()
    query: Query | None = None
    everyone: bool = False
    except_ids: tuple[str, ...] = ()

    @classmethod
    def of(cls, ids: Sequence[str]) -> Selection:
        """These contacts, each once."""
        return cls(ids=tuple(dict.fromkeys(ids)))

    @classmethod
    def found_by(cls, query: Query | None) -> Selection:
        """Everyone whom a search finds; a search for nothing in particular finds everyone."""
        return cls(everyone=True) if query is None or query.node is None else cls(query=query)

    @property
    def is_open(self) -> bool:
        """Whether it means people who are not listed in it, so that only the store can count them."""
        return self.everyone or self.query is not None

    @property
    def is_empty(self) -> bool:
        """Whether it certainly means nobody."""
        return not self.is_open and not self.ids

    def toggled(self, id: str) -> Selection:
        """The same with one contact marked that was not, or the other way round.

        In an open selection whoever is not excepted counts as marked: what is toggled there was seen in its list.
        """
        if id in self.except_ids:
            return replace(self, except_ids=_without(self.except_ids, id))
        if self.is_open:
            return replace(self, except_ids=(*self.except_ids, id))
        return replace(self, ids=_without(self.ids, id) if id in self.ids else (*self.ids, id))


def _without(ids: tuple[str, ...], id: str) -> tuple[str, ...]:
    return tuple(each for each in ids if each != id)
