"""Dates as reps type them, and as they are shown: "next tue 9am" ⇄ "Tue 14 Oct 09:00, in 6 days".

The grammar is strict: what is not understood entirely is refused, and nothing is guessed.
"""

from __future__ import annotations

from importlib import import_module

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.when.spoken import age, describe, short

if TYPE_CHECKING:
    from crm_tui.domain.when.parser import longest, parse
    from crm_tui.domain.when.value import Grain, When

_HOMES = {"Grain": "value", "When": "value", "longest": "parser", "parse": "parser"}

__all__ = ["Grain", "When", "age", "describe", "longest", "parse", "short"]


def __getattr__(name: str) -> object:
    """Parsing is imported when it is first used: most commands only show dates."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
