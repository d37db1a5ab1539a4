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
from textual.style import Style

from crm_tui.domain.text import visible

#: Under this name, what a click calls is noted in the style of a text.
PRESSED = "pressed"

#: C0 and C1 controls, and the characters that change the direction of writing.
_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

#: What half of all terminals make one picture of, and the others draw beside each other, so that everything behind it
#: stands elsewhere: joined emoji, variation selectors, skin tones, flags.
_CLUSTERED = re.compile("[\u200d\ufe0e\ufe0f\U0001f1e6-\U0001f1ff\U0001f3fb-\U0001f3ff]")
_EMOJI = "[\u2190-\u2bff\ufe0f\U0001f000-\U0001faff]"
_JOINING = f"(?<={_EMOJI})\u200d|\u200d(?={_EMOJI})|(?<=.)[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]"

#: The letters of which terminals make flags, each one or two cells wide, as plain ones: "GR" all can draw.
_FLAGS = {0x1F1E6 + place: 0x41 + place for place in range(26)}


def line(text: str) -> str:
    """``text`` as one line: line breaks and tabs become spaces, controls become visible, emoji stand by themselves."""
    if not text.isascii() and _CLUSTERED.search(text):
        text = _apart(text)
    if text.isprintable():
        return text
    return visible(" ".join(text.split()) if "\n" in text or "\t" in text or "\r" in text else text)


def _apart(text: str) -> str:
    """The text with its emoji one by one: as wide in every terminal."""
    return re.sub(_JOINING, "", text).translate(_FLAGS)


def plain(text: str, style: str = "") -> Content:
    """``text`` as content for a widget, taken literally: no markup, no controls."""
    words = visible(_apart(text) if _CLUSTERED.search(text) else text, multiline=True)
    return Content.styled(words, style) if style else Content(words)


def pressable(content: Content, call: str) -> Content:
    """The content, a click on which calls an action of its dialog: "snooze_preset(2)"."""
    return content.stylize(Style.from_meta({PRESSED: call}))


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


#: What stands between the parts of a line, and a comma of the same width, which is read aloud as nothing.
_DOT, _PAUSE = " ·", ", "


class Spoken(LineFilter):
    """For those to whom the screen is read: a comma for every dot between two parts of a line."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, with commas."""
        return [
            Segment(segment.text.replace(_DOT, _PAUSE), segment.style, segment.control)
            if _DOT in segment.text
            else segment
            for segment in segments
        ]


class PlainLetters(LineFilter):
    """For terminals without line drawing: draws lines and signs with plain letters. Names stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, in letters where there are letters for it."""
        return [segment if segment.control or segment.text.isascii() else _lettered(segment) for segment in segments]


def _lettered(segment: Segment) -> Segment:
    return Segment(segment.text.replace(_DOT, _PAUSE).translate(_PLAIN_LETTERS), segment.style)
