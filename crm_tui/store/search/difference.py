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

_TERM = re.compile("[a-z0-9\U00020000-\U0010ffff]+")


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
    start, end = _alike(old, new)
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
    """`of_words` for the index of runs of three characters: a piece of each text, all else being alike.

    The pieces reach as far as anything that occurs in one of them occurs again.
    """
    start, end = _alike(old, new)
    left, right = max(start - 2, 0), max(end - 2, 0)
    while True:
        was, now = old[left : len(old) - right], new[left : len(new) - right]
        before, after = old[: left + 2] if left else "", old[len(old) - right - 2 :] if right else ""
        inside = {text[place : place + 3] for text in (was, now) for place in range(len(text) - 2)}
        first = min((place for part in inside if (place := before.find(part)) >= 0), default=left)
        last = min((len(after) - 3 - place for part in inside if (place := after.rfind(part)) >= 0), default=right)
        if (first, last) == (left, right):
            return was, now
        left, right = first, last


def _alike(old: str, new: str) -> tuple[int, int]:
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
