"""Functions of ours that statements of the search call. What computes them is imported when one is first called.

Every connection gets them when it is opened: to add a function later would make SQLite prepare all statements anew.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from functools import cache


def register(connection: sqlite3.Connection) -> None:
    """Gives ``connection`` `crm_words` (a text's folded words), `crm_marks` and `crm_beside`.

    What the latter two add to texts is said in `search.marks` and `search.trigrams`.
    """
    connection.create_function("crm_words", 1, _words, deterministic=True)
    connection.create_function("crm_marks", 1, _marks, deterministic=True)
    connection.create_function("crm_beside", 1, _beside, deterministic=True)


def _words(text: object) -> str:
    """The folded words of a column, each after a space."""
    if not text:
        return ""
    from crm_tui.domain import names
    from crm_tui.store.search import document

    return f" {' '.join(names.words(str(text)))} | {document.spelled(str(text))}"


def _marks(facets: str) -> str:
    return _marks_of()(facets)


def _beside(text: str) -> str:
    return _beside_of()(text)


@cache
def _marks_of() -> Callable[[str], str]:
    from crm_tui.store.search import marks

    return marks.marks


@cache
def _beside_of() -> Callable[[str], str]:
    from crm_tui.store.search import trigrams

    return trigrams.beside
