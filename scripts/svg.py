"""Making a screenshot of Textual fit to be committed: self-contained, and the same bytes for the same screen."""

from __future__ import annotations

import re

#: Monospaced fonts that are there already, on macOS, Linux and Windows in turn.
FONTS = "ui-monospace, 'SF Mono', Menlo, 'DejaVu Sans Mono', 'Noto Sans Mono', Consolas, monospace"

_FONT_FACE = re.compile(r"\s*@font-face \{.*?\}", re.DOTALL)
_UNIQUE_ID = re.compile(r"terminal-\d+")
_COMMENT = re.compile(r"\s*<!--.*?-->", re.DOTALL)
_TRAILING_SPACE = re.compile(r"[ \t]+$", re.MULTILINE)


def self_contained(svg: str, *, name: str) -> str:
    """The same picture without fonts from the network, its ids beginning with ``name`` instead of a checksum.

    Where pictures may not reach the network, which is on every forge, the browser would choose a font by itself. Each
    run of text has a fixed length in the picture, so another font does not move the columns.
    """
    svg = _COMMENT.sub("", _FONT_FACE.sub("", svg))
    svg = _UNIQUE_ID.sub(name, svg)
    svg = svg.replace("Fira Code, monospace", FONTS).replace("font-family: arial", f"font-family: {FONTS}")
    return _TRAILING_SPACE.sub("", svg).rstrip() + "\n"
