"""Data on its way to the terminal: shown whole, obeyed never.

Textual reads a `str` as markup, and a terminal obeys escape sequences. Everything that a widget shows of a
record goes through here; `Harmless` stands behind it for what was forgotten.
"""

from __future__ import annotations

import re

from rich.segment import Segment
from textual.color import Color
from textual.content import Content
from textual.filter import LineFilter

from crm_tui.domain.text import visible

#: C0 and C1 controls, and the characters that change the direction of writing.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def line(text: str) -> str:
    """``text`` as one line: line breaks and tabs become spaces, controls become visible."""
    if text.isprintable():
        return text
    return visible(" ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text)


def plain(text: str, style: str = "") -> Content:
    """``text`` as content for a widget, taken literally: no markup, no controls."""
    return Content.styled(visible(text, multiline=True), style) if style else Content(visible(text, multiline=True))


class Harmless(LineFilter):
    """The last gate: replaces what a terminal would obey in any line that is about to be drawn."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, each offending character replaced by a character of the same width."""
        for text, _, control in segments:
            if not (text.isprintable() or control) and _OBEYED.search(text):
                return [segment if segment.control else _harmless(segment) for segment in segments]
        return segments


def _harmless(segment: Segment) -> Segment:
    return Segment(_OBEYED.sub("\N{REPLACEMENT CHARACTER}", segment.text), segment.style)


#: Lines, corners and signs that our words and Textual's borders use, and plain letters of the same width.
_PLAIN_LETTERS = str.maketrans(
    "─━│┃╭╮╰╯┌┐└┘├┤┬┴┼▌▔▁▎▊▆·–—…→↑↓←×⏎“”‘’",
    "--||+++++++++++++|-_|||---~>^v<x|\"\"''",
)


class PlainLetters(LineFilter):
    """For terminals without line drawing: draws lines and signs with plain letters. Names stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, in letters where there are letters for it."""
        return [segment if segment.control or segment.text.isascii() else _lettered(segment) for segment in segments]


def _lettered(segment: Segment) -> Segment:
    return Segment(segment.text.translate(_PLAIN_LETTERS), segment.style)
