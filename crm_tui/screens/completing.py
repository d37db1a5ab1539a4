"""What Tab offers in the line that searches people: filters, their values, and names that the book knows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from crm_tui.domain.desk import Desk

if TYPE_CHECKING:
    from crm_tui.domain.query import Completion

#: Names of companies or tags that one Tab offers.
_MOST = 20


def complete(connection: Any, desk: Desk, text: str, cursor: int) -> Completion:
    """What may stand where the cursor is; a query for `CrmApp.read`."""
    from crm_tui.domain import query
    from crm_tui.domain.query import Suggestion
    from crm_tui.domain.query.tree import spelt
    from crm_tui.store import completion

    found = query.complete(text, cursor, desk)
    known = {"tag": completion.tags, "company": completion.companies, "name": completion.names}.get(found.field)
    if known is None:
        return found
    names = known(connection, desk, found.prefix, limit=_MOST) if found.prefix or found.field == "tag" else []
    return found._replace(suggestions=(*found.suggestions, *(Suggestion(spelt(name)) for name in names)))
