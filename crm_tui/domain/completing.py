"""What may be completed in a typed line: where, from what, and how the words that are taken are written there."""

from __future__ import annotations

from enum import StrEnum

from crm_tui.domain.typed import NamedTuple


class Names(StrEnum):
    """What a book knows the names of. ``words`` are known without it."""

    CONTACTS = "contacts"
    COMPANIES = "companies"
    TAGS = "tags"
    WORDS = "words"


class Wanted(NamedTuple):
    """Names that begin with ``prefix`` may stand for ``line[start:end]``; ``options`` are those known already."""

    names: Names
    prefix: str
    start: int
    end: int
    options: tuple[str, ...] = ()


def last_word(line: str, cursor: int) -> tuple[int, str]:
    """Where the word before the cursor begins, and the word; "" after a space and within a word."""
    before = line[:cursor]
    if line[cursor : cursor + 1].strip() or not before or before[-1].isspace():
        return cursor, ""
    start = max(before.rfind(" "), before.rfind("\t")) + 1
    return start, before[start:]


def beginning(prefix: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """Those of ``words`` that begin with ``prefix`` and go on."""
    start = prefix.lower()
    return tuple(word for word in words if word.startswith(start) and word != start)
