"""Text from outside, made safe: `clean` on the way in, `visible` on the way out.

A terminal obeys what it is sent. An escape character in a company name can set the clipboard or the window
title, and a bidirectional override can make one name read as another, so neither is stored, and whatever
reached the file by another door is shown as a picture of itself.
"""

from __future__ import annotations

import re
import unicodedata

#: Invisible characters without a use in names or notes: soft hyphen, zero-width space, marks, embeddings,
#: overrides and isolates of writing direction, word joiner and invisible operators, interlinear
#: annotation, byte order mark. The joiners U+200C and U+200D stay: Persian, Indic names and emoji need them.
_UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
# Patterns stay text: `re` compiles and keeps them when the first text needs them, which plain ones never do.
_LINE_ENDS = "\r\n?|[\x0b\x0c\x85\u2028\u2029]"
_SPACE_CONTROLS = "[\t\n\x1c-\x1f]+"
_UNWANTED = f"[\x00-\x08\x0e-\x1f\x7f-\x9f{_UNSEEN}]"
_LONE_SURROGATE = "[\ud800-\udfff]"
_HOSTILE = f"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff{_UNSEEN}]"


def clean(text: str, *, multiline: bool = False) -> str:
    """What may be stored of a typed or imported text: NFC, trimmed, without control characters.

    In one line, line breaks and tabs become a space. With ``multiline`` they stay, and every kind of line
    end becomes a line feed. Half a surrogate pair, which no database can hold, becomes U+FFFD.
    Cleaning twice changes nothing more.
    """
    if text.isprintable():
        return (text if text.isascii() else unicodedata.normalize("NFC", text)).strip()
    text = re.sub(_LINE_ENDS, "\n", text)
    if not multiline:
        text = re.sub(_SPACE_CONTROLS, " ", text)
    text = re.sub(_UNWANTED, "", text)
    text = re.sub(_LONE_SURROGATE, "\N{REPLACEMENT CHARACTER}", text)
    return unicodedata.normalize("NFC", text).strip()


def visible(text: str, *, multiline: bool = False) -> str:
    """The same text with nothing left in it that a terminal would obey, and nothing hidden.

    Control characters become their pictures (␛ for escape), other unseen ones their number ("‹U+202E›").
    With ``multiline`` line feeds stay, and a tab becomes four spaces. A cleaned text comes back unchanged,
    but for tabs.
    """
    if text.isprintable() or not re.search(_HOSTILE, text):
        return text
    if multiline:
        text = text.replace("\t", "    ")
        return "\n".join(re.sub(_HOSTILE, _picture, line) for line in text.split("\n"))
    return re.sub(_HOSTILE, _picture, text)


def _picture(match: re.Match[str]) -> str:
    code = ord(match.group())
    if code < 0x20:
        return chr(0x2400 + code)
    return "␡" if code == 0x7F else f"‹U+{code:04X}›"
