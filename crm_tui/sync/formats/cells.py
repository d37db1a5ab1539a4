"""Cells to values: guarded formulas, several values in one cell, e-mail addresses among other words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_tui.domain import emails
from crm_tui.domain.text import clean

#: What a spreadsheet takes for a formula, full-width forms included; then any number of our guards before it.
_FORMULA = re.compile("'*[=+\\-@\t\r\n＝＋－＠]")
#: What the first character of a cell is that `guard` may change.
GUARDED_FIRST = frozenset("'=+-@\t\r\n＝＋－＠")
_GUARDED = re.compile("''*[=+\\-@\t\r\n＝＋－＠]")

#: Words that programs write for "nothing", where they can be no name.
_NOTHING = frozenset({"null", "n/a", "#n/a", "na", "none", "nil", "\\n", "-", "--", "(none)", "undefined"})
_LONGEST_NOTHING = max(map(len, _NOTHING))

#: Letters that stand with a telephone number.
_MOST_LETTERS = 5

#: What SuiteCRM writes behind an address: whether it is invalid, and opted out.
_FLAGS = frozenset({"0", "1"})

_SPLIT = re.compile(r"\s*[;,|\n]\s*|\s+/\s+|\s+")
_MAY_BE_BETWEEN = re.compile(r"[;|\n,/]")
_BETWEEN_PHONES = re.compile(r"\s*[;|\n]\s*|\s*,\s*(?=[+(\d])|\s+/\s+")


def guard(text: str) -> str:
    """The text with an apostrophe in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in GUARDED_FIRST and _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """The text without the apostrophe that `guard` puts in front. They undo each other exactly."""
    return text[1:] if text.startswith("'") and _GUARDED.match(text) else text


def is_nothing(text: str) -> bool:
    """Whether a cell says in words that it is empty; do not ask of names (Mr Null exists)."""
    return len(text) <= _LONGEST_NOTHING and text.lower() in _NOTHING


def several(cell: str, separator: str) -> list[str]:
    """The values in a cell, without blank ones."""
    if not separator or separator not in cell:
        return [cell]
    return [part for part in map(str.strip, cell.split(separator)) if part]


def addresses(cell: str) -> Iterator[tuple[str, str]]:
    """What stands in an e-mail cell: pairs of kind ("email", "phone", or "rest" for other words) and text.

    Nearly always one address. Lists, and telephone numbers beside it, are taken apart.
    """
    if cell.count("@") == 1 and not cell.endswith("@"):
        found = emails.address(cell)
        if found and ("<" in cell or len(found) + 2 > len(cell)):
            yield "email", found
            return
    words = [word for word in _SPLIT.split(cell) if word]
    if not any("@" in word for word in words):
        digits = sum(map(str.isdigit, cell))
        letters = sum(map(str.isalpha, cell))
        # Some letters say "tel." or "ext."; more are those of an address that was made unreadable.
        yield ("phone" if digits >= 7 and digits * 2 > len(cell) and letters <= _MOST_LETTERS else "email"), cell
        return
    rest: list[str] = []
    for word in words:
        found = emails.address(word) if "@" in word else ""
        if found:
            yield "email", found
        elif word not in _FLAGS:
            rest.append(word)
    left = " ".join(rest)
    if left:
        yield ("phone" if sum(map(str.isdigit, left)) >= 7 else "rest"), left


def phones(cell: str) -> list[str]:
    """The telephone numbers in a cell: several are apart by semicolons, lines, or commas before a number."""
    if not _MAY_BE_BETWEEN.search(cell):
        return [cell]
    parts = [part for part in _BETWEEN_PHONES.split(cell) if part]
    enough = all(sum(map(str.isdigit, part)) >= 6 for part in parts)
    return parts if len(parts) > 1 and enough else [cell]


def domain(url: str) -> str:
    """The host in a web address, in lower case, without "www."."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", clean(url).lower()).partition("/")[0]
    return host.removeprefix("www.")
