"""Where the table begins in a text file, and what stands between its cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

from crm_tui.domain.errors import UsageError
from crm_tui.sync.formats import presets
from crm_tui.sync.formats.presets.reading import Preset
from crm_tui.sync.formats.rows import Row, rows

DELIMITERS = ",;\t|"

#: Rows that are looked at: enough for the longest title block seen, and then some.
SAMPLE_ROWS = 60

#: Headings stand within so many rows.
_HEADING_ROWS = 30

#: Fewer known headings than this may be chance.
_ENOUGH = 2

_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", "space": " "}
_DATA = re.compile(r".*@.*\..*|[\d\s()+./:,-]+|https?://.*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The delimiter, the number of the heading row (0 when there is none), and its cells."""

    delimiter: str
    heading_row: int
    headings: tuple[str, ...]


def detect(sample: Sequence[str], delimiter: str = "", own: Sequence[Preset] = ()) -> Layout:
    """The layout of a file that begins with the lines ``sample``; ``delimiter`` when the rep named it.

    Known headings decide, those of the rep's ``own`` presets among them, under whichever delimiter most appear. Failing
    that, the delimiter that
    makes the most even table does, and the first row with text in every column is taken for the headings. Without
    any such row columns are called by number.
    """
    if delimiter:
        candidates = [_named(delimiter)]
    elif sample and (match := re.fullmatch(r"sep=(.)\s*", sample[0].lstrip("\ufeff"), re.IGNORECASE)):
        candidates = [match[1]]
    else:
        candidates = list(DELIMITERS)
    tables = {each: list(islice(rows(sample, each), SAMPLE_ROWS)) for each in candidates}
    known = {each: _headings(table, lambda cells: presets.known(cells, own)) for each, table in tables.items()}
    if max(count for count, _ in known.values()) < _ENOUGH:
        known = {each: _headings(table, presets.known_anywhere) for each, table in tables.items()}
    best = max(tables, key=lambda each: (known[each][0], _evenness(tables[each])))
    count, heading = known[best]
    if heading is None or count < _ENOUGH:
        heading = _likely_heading(tables[best]) or (heading if count else None)
    if heading is None:
        width = max((len(row.cells) for row in tables[best]), default=0)
        return Layout(delimiter=best, heading_row=0, headings=tuple(str(number) for number in range(1, width + 1)))
    return Layout(delimiter=best, heading_row=heading.number, headings=_trimmed(heading.cells))


def _named(delimiter: str) -> str:
    found = _NAMED.get(delimiter.lower(), delimiter)
    if len(found) != 1 or found in '"\r\n':
        raise UsageError(f"“{delimiter}” cannot stand between cells.", "Use one character, or the word tab.")
    return found


def _headings(table: Sequence[Row], known: Callable[[Sequence[str]], int]) -> tuple[int, Row | None]:
    """The row with the most ``known`` headings, and how many it has."""
    counts = [(known(row.cells), row) for row in table[:_HEADING_ROWS] if not row.fault]
    if not counts:
        return 0, None
    count, row = max(counts, key=lambda pair: pair[0])
    return count, row if count else None


def _evenness(table: Sequence[Row]) -> float:
    """How much the rows agree on a number of columns above one."""
    widths = Counter(len(row.cells) for row in table if not row.is_blank)
    total = sum(widths.values())
    shared = {width: count for width, count in widths.items() if width > 1}
    return max((count * count * (width - 1) / total for width, count in shared.items()), default=0.0)


def _likely_heading(table: Sequence[Row]) -> Row | None:
    """The first row as wide as most, with a different text in every column and nothing that is data."""
    widths = Counter(len(row.cells) for row in table if not row.is_blank)
    if not widths:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    for row in table[:_HEADING_ROWS]:
        texts = [cell.strip() for cell in _trimmed(row.cells)]
        if row.fault or len(row.cells) < usual or not all(texts):
            continue
        if len(set(texts)) == len(texts) and not any(_DATA.fullmatch(text) for text in texts):
            return row
        return None
    return None


def _trimmed(cells: Sequence[str]) -> tuple[str, ...]:
    """The cells up to the last that is not blank."""
    end = len(cells)
    while end and not cells[end - 1].strip():
        end -= 1
    return tuple(cells[:end])


def spoken(delimiter: str) -> str:
    """A delimiter as a person names it."""
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe", " ": "space"}.get(delimiter, delimiter)
