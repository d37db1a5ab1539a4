"""JSON that a terminal can be shown."""

from __future__ import annotations

import json
import re

#: What JSON allows raw in a string but a terminal would obey or hide: DEL, C1, line separators, marks of
#: writing direction, zero-width space, byte order mark, lone surrogates.
_HOSTILE = re.compile(
    "[\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]"
)


def dumps(value: object) -> str:
    """``value`` as indented JSON, with letters of every script as they are and nothing that a terminal obeys."""
    return _HOSTILE.sub(lambda match: f"\\u{ord(match.group()):04x}", json.dumps(value, ensure_ascii=False, indent=2))
