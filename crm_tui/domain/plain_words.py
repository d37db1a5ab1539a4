"""Words of a typed line that the rep has made plain: text, whatever they could mean.

A chip that is taken off leaves its words behind. They stay plain while words around them are typed and while they
are deleted themselves; once letters are typed in them, or right beside them, they are read again.
"""

from __future__ import annotations

from collections.abc import Iterable

#: ``line[start:end]`` is plain.
Span = tuple[int, int]
Spans = tuple[Span, ...]

_PAIRS = (('"', '"'), ("“", "”"))


def is_plain(spans: Spans, start: int, end: int) -> bool:
    """Whether any of ``line[start:end]`` has been made plain."""
    return any(at < end and start < until for at, until in spans)


def followed(spans: Spans, before: str, after: str) -> Spans:
    """The same words in ``after``, into which one edit has turned ``before``."""
    if not spans or before == after:
        return spans
    start = _alike(before, after)
    end = len(before) - _alike(before[start:][::-1], after[start:][::-1])
    return tuple(_followed(spans, start, end, after[start : end + len(after) - len(before)]))


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _followed(spans: Spans, start: int, end: int, typed: str) -> Iterable[Span]:
    """``spans`` once ``typed`` stands where ``start`` to ``end`` was."""
    grown = len(typed) - (end - start)
    for at, until in spans:
        if end <= at:
            if not typed or end < at or typed[-1].isspace():
                yield at + grown, until + grown
        elif start >= until:
            if not typed or start > until or typed[0].isspace():
                yield at, until
        elif not typed and (start > at or end < until):
            yield min(at, start), max(until, end) + grown


def quoted(line: str, spans: Spans) -> str:
    """The line with its plain words in quotes, which says the same wherever it is read next."""
    for start, end in sorted(spans, reverse=True):
        words = line[start:end]
        for opening, closing in _PAIRS:
            if words.strip() and not {opening, closing} & set(words):
                line = f"{line[:start]}{opening}{words.strip()}{closing}{line[end:]}"
                break
    return line
