"""What a changed text changes in a full-text index: the terms to take out of it, and those to put in.

To an index without content it is all one whether it is told a whole text or some terms of it. What it is told of a
slot must alternate, though, list by list: in, out, in. A term put in twice would be one entry, until a merge lets the
one that takes it out meet the newer of them alone, and the older comes back. Beginnings of words have lists of their
own; so all words that begin like a changed one go out and come in with it.

An index also adds up the terms that it holds, and takes itself for damaged when the sum falls below zero. Repeated
words are therefore taken out once only, and parts of words by pieces of the text that differ by as much as it does.
"""

from __future__ import annotations

import re

#: What terms consist of, as a pattern has it between brackets.
CHARACTERS = "a-z0-9\U00020000-\U0010ffff"

_TERM = re.compile(f"[{CHARACTERS}]+")


def terms(text: str) -> list[str]:
    """The terms that the tokenizer of the word indexes makes of a text."""
    return _TERM.findall(text)


def once(text: str) -> str:
    """The terms of a text, each once."""
    return " ".join(dict.fromkeys(_TERM.findall(text)))


def of_words(old: str, new: str, shortest: int) -> tuple[str, str]:
    """What to take out of an index of words that holds ``old``, and what to put in, so that it holds ``new``.

    ``shortest`` is the length of the shortest beginnings that have lists of their own.
    """
    start, end = alike(old, new)
    start = old.rfind(" ", 0, start) + 1
    rest = old.find(" ", len(old) - end)
    end = len(old) - rest if rest >= 0 else 0
    before, after = old[:start], old[len(old) - end :]
    was, now = set(terms(old[start : len(old) - end])), set(terms(new[start : len(new) - end]))
    begun = {term[:shortest] for term in was ^ now}
    if any(beginning in before or beginning in after for beginning in begun):
        was, now = set(terms(old)), set(terms(new))
        begun = {term[:shortest] for term in was ^ now}
    return _begun(was, begun, shortest), _begun(now, begun, shortest)


def of_trigrams(old: str, new: str) -> tuple[str, str]:
    """`of_words` for the index of runs of three characters: a piece of each text, all else being alike."""
    start, end = alike(old, new)
    return pieces(old[:start], (old[start : len(old) - end], new[start : len(new) - end]), old[len(old) - end :])


def pieces(before: str, middle: tuple[str, str], after: str) -> tuple[str, str]:
    """`of_trigrams` for texts that are alike ``before`` and ``after`` their ``middle``, that of the old one first.

    The pieces reach as far as anything that occurs in one of them occurs again.
    """
    first = {before[place : place + 3]: place for place in range(len(before) - 3, -1, -1)}
    last = {after[place : place + 3]: place + 3 for place in range(len(after) - 2)}
    left, right = max(len(before) - 2, 0), min(len(after), 2)
    fresh = [before[left:] + part + after[:right] for part in middle]
    while True:
        inside = {text[place : place + 3] for text in fresh for place in range(len(text) - 2)}
        start = min((first[part] for part in inside if part in first), default=left)
        end = max((last[part] for part in inside if part in last), default=right)
        if start >= left and end <= right:
            return before[left:] + middle[0] + after[:right], before[left:] + middle[1] + after[:right]
        fresh = [before[start : left + 2], after[max(right - 2, 0) : end]]
        left, right = min(start, left), max(end, right)


def alike(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning, and beyond it at their end."""
    start, end = 0, min(len(old), len(new))
    while start < end:
        middle = (start + end + 1) // 2
        if old[:middle] == new[:middle]:
            start = middle
        else:
            end = middle - 1
    low, high = 0, min(len(old), len(new)) - start
    while low < high:
        middle = (low + high + 1) // 2
        if old[-middle:] == new[-middle:]:
            low = middle
        else:
            high = middle - 1
    return start, low


def _begun(terms: set[str], beginnings: set[str], length: int) -> str:
    return " ".join(sorted(term for term in terms if term[:length] in beginnings))
