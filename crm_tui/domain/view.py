"""Views: searches with a name. Some are built in, the rest are records like any other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from crm_tui.domain.query import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A search under a name. ``query`` is as it was typed, ``sort`` the order that it is listed in, "" for the usual.

    The ``id`` of a built-in one is a word, which no record's is.
    """

    id: str
    name: str
    query: str
    sort: str = ""
    is_built_in: bool = False

    def fault(self, desk: Desk) -> ParseError | None:
        """Why its search is not understood: a status that is no longer in the settings, say. None where it is."""
        from crm_tui.domain import query

        try:
            query.check(query.parse(self.query), desk)
        except ParseError as error:
            return error
        return None


#: Kept out of the database: every desk has them, in the words of this version.
BUILT_IN: tuple[View, ...] = (
    View(id="no-next-step", name="No next step", query="is:open next:none -is:dnc", is_built_in=True),
    View(id="quiet-a-tier", name="Quiet A-tier", query="is:quiet tier:a", is_built_in=True),
    View(id="new-this-week", name="New this week", query="created:week", is_built_in=True),
    View(id="never-reached", name="Never reached", query="attempts:>=1 reached:no -is:dnc", is_built_in=True),
)

#: Fields whose values say by themselves what they are of.
_TELLING = frozenset({"status", "stage", "tag", "company", "owner", "name", "outcome"})

#: No view at all.
EVERYONE = View(id="everyone", name="Everyone", query="", is_built_in=True)


def key(name: str) -> str:
    """What makes two names the same: case, accents, script and punctuation do not tell views apart."""
    from crm_tui.domain import names

    return " ".join(names.words(name)) or name.casefold()


def is_taken(name: str) -> bool:
    """Whether this is the name of a built-in view, or of none at all."""
    return any(key(view.name) == key(name) for view in (EVERYONE, *BUILT_IN))


def proposal(text: str) -> str:
    """A name for a search, of the words in it: "#fair status:new last:>30d" → "Fair, new, last >30d"."""
    from crm_tui.domain import query

    try:
        wanted = query.parse(text)
    except ParseError:
        return ""
    name = ", ".join(filter(None, map(_said, wanted.terms)))
    return name[:1].upper() + name[1:]


def _said(node: Node) -> str:
    """A part of a search in a word or two, "" for what is no single condition."""
    from crm_tui.domain.query import Filter, Not, Word

    match node:
        case Word(text=text):
            return text
        case Not(node=inner):
            said = _said(inner)
            return f"not {said}" if said else ""
        case Filter(field=field, op="any" | "none" as op):
            return _noun(field) if op == "any" else f"no {_noun(field)}"
        case Filter(field=field, op=op, values=values):
            joined = " or ".join(values)
            if values == ("yes",):
                return _noun(field)
            if field in _TELLING:
                return joined
            return f"{_noun(field)} {'' if op == '=' else op}{joined}"
        case _:
            return ""


def _noun(field: str) -> str:
    return field.removeprefix("custom.").replace("_", " ")
