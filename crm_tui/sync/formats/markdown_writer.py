"""Markdown on its way out: tables that people read, in which nothing that stands in a cell does anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from crm_tui.domain.text import visible

#: The columns of a table that is to be read, where none are asked for; the others have no room on a page.
COLUMNS = {
    "contacts": ("name", "title", "company", "email", "phone", "status", "tag"),
    "companies": ("company", "domain", "phone", "address", "note"),
    "interactions": ("at", "contact", "kind", "direction", "outcome", "subject", "text"),
    "follow-ups": ("due", "contact", "kind", "text", "priority", "state"),
}

_TIMES = frozenset({"at", "created_at", "done_at", "due"})

#: What would end a cell, or be taken for markup: links and pictures that a viewer would fetch among it.
_MARKUP = re.compile(r"[\\|<>`*\[\]&~]")

#: Between several values of a cell.
_SEPARATOR = " ::: "


class MarkdownWriter:
    """Makes rows of a table in Markdown. Times are those of ``zone``."""

    def __init__(self, headings: Sequence[str], zone: ZoneInfo) -> None:
        self._headings = tuple(headings)
        self._zone = zone

    def begin(self) -> str:
        """The headings."""
        return f"{_row(map(_cell, self._headings))}{_row('---' for _ in self._headings)}"

    def row(self, row: Sequence[str]) -> str:
        """A line of the table."""
        return _row(
            _cell(self._time(text) if text and heading in _TIMES else text.replace(_SEPARATOR, ", "))
            for heading, text in zip(self._headings, row, strict=True)
        )

    def _time(self, text: str) -> str:
        if "T" not in text:
            return text
        at = datetime.fromisoformat(text)
        return f"{at.astimezone(self._zone) if at.tzinfo else at:%Y-%m-%d %H:%M}"


def _row(found: Iterable[str]) -> str:
    return f"| {' | '.join(found)} |\n"


def _cell(text: str) -> str:
    lines = visible(text, multiline=True).split("\n")
    return "<br>".join(_MARKUP.sub(r"\\\g<0>", line.strip()) for line in lines)
