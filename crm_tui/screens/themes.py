"""Our own themes, beside those of Textual."""

from __future__ import annotations

from textual.theme import Theme

DESK = Theme(
    name="desk",
    primary="#7aa2c8",
    secondary="#8fb8a8",
    accent="#d9a35f",
    foreground="#d8dbe0",
    background="#14171c",
    surface="#1a1e25",
    panel="#222833",
    success="#8fbf7f",
    warning="#e0b060",
    error="#e8787a",
    dark=True,
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#00ff00",
    warning="#ffff00",
    error="#ff8080",
    dark=True,
)

OURS = (DESK, HIGH_CONTRAST)
DEFAULT = DESK.name
