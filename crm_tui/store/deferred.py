"""Operations under the name of their queries, loaded when first used.

``contacts.page`` and ``contacts.add`` are one subject to whoever calls them, but writing needs SQLModel, which
takes longer to import than a first screen may take to appear. So operations have a module of their own, and the
module of the queries knows them by name.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def deferred(module: str, *names: str) -> Callable[[str], Any]:
    """A module's ``__getattr__`` (PEP 562) that takes ``names`` from ``module``."""

    def attribute(name: str) -> Any:
        if name in names:
            return getattr(import_module(module), name)
        raise AttributeError(f"{name} is neither a query nor an operation of this module")

    return attribute
