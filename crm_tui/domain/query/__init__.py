"""The filter language: `acme status:new #saas -#dnc last:>30d (due:today or next:none)`.

`parse` makes a tree of a typed line, `check` and `resolve` give its filters their meaning at a desk, `complete`
says what Tab offers.
"""

from __future__ import annotations

from crm_tui.domain.query.fields import FIELDS, FieldSpec
from crm_tui.domain.query.grammar import parse
from crm_tui.domain.query.resolve import (
    DayRange,
    Days,
    Flag,
    NumberRange,
    Numbers,
    Part,
    Presence,
    Test,
    Text,
    Values,
    check,
    resolve,
)
from crm_tui.domain.query.tree import And, Filter, Node, Not, Or, Place, Query, Word
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.domain.query.complete import Completion, Suggestion, complete

__all__ = [
    "FIELDS",
    "And",
    "Completion",
    "DayRange",
    "Days",
    "FieldSpec",
    "Filter",
    "Flag",
    "Node",
    "Not",
    "NumberRange",
    "Numbers",
    "Or",
    "Part",
    "Place",
    "Presence",
    "Query",
    "Suggestion",
    "Test",
    "Text",
    "Values",
    "Word",
    "check",
    "complete",
    "parse",
    "resolve",
]


def __getattr__(name: str) -> object:
    """What Tab offers is imported when it is first asked for: a search from the shell never is."""
    if name not in ("Completion", "Suggestion", "complete"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    home = vars(import_module(f"{__name__}.complete"))
    # By now the package holds the module under the name of its function.
    globals().update({each: home[each] for each in ("Completion", "Suggestion", "complete")})
    return globals()[name]
