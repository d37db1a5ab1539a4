"""Operations under the name of their queries, loaded when first used.

``contacts.page`` and ``contacts.add`` are one subject to whoever calls them, but writing needs SQLModel, which
takes longer to import than a first screen may take to appear. So operations have a module of their own, and the
module of the queries knows them by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module

from crm_tui.domain.typed import Any


def deferred(operations: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """A module's ``__getattr__`` (PEP 562) that takes operations, by name, from the modules that hold them."""
    homes = {name: module for module, names in operations.items() for name in names}

    def attribute(name: str) -> Any:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        raise AttributeError(f"no query or operation is called {name}")

    return attribute
