"""Our own themes, and what Textual's lack so that every word can be read in them."""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

DESK = Theme(
    name="desk",
    dark=True,
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
    variables={
        "foreground-muted": "#a3aab5",
        "row-cursor": "#2b3a4a",
        "on-primary": "#14171c",
        "alarm": "#8f2a30",
        "on-alarm": "#ffffff",
        "reminder": "#5c4413",
        "on-reminder": "#ffffff",
        "banner": "#2f5578",
        "on-banner": "#ffffff",
    },
)

DESK_LIGHT = Theme(
    name="desk-light",
    dark=False,
    primary="#235a8c",
    secondary="#2c6b57",
    accent="#8a4b08",
    foreground="#1d2229",
    background="#fafaf8",
    surface="#f0f1f3",
    panel="#e3e6ea",
    success="#2a6b1f",
    warning="#7a4f00",
    error="#a8202a",
    variables={
        "foreground-muted": "#545c68",
        "row-cursor": "#cfdff0",
        "on-primary": "#ffffff",
        "alarm": "#a8202a",
        "on-alarm": "#ffffff",
        "reminder": "#f5d78e",
        "on-reminder": "#1d2229",
        "banner": "#235a8c",
        "on-banner": "#ffffff",
    },
)

HIGH_CONTRAST = Theme(
    name="high-contrast",
    dark=True,
    primary="#ffff00",
    secondary="#00ffff",
    accent="#ffff00",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#1c1c1c",
    success="#00ff00",
    warning="#ffff00",
    error="#ffb0b0",
    variables={
        "foreground-muted": "#d8d8d8",
        "row-cursor": "#00306b",
        "on-primary": "#000000",
        "alarm": "#8b0000",
        "on-alarm": "#ffffff",
        "reminder": "#ffff00",
        "on-reminder": "#000000",
        "banner": "#00306b",
        "on-banner": "#ffffff",
    },
)

HIGH_CONTRAST_LIGHT = Theme(
    name="high-contrast-light",
    dark=False,
    primary="#00317a",
    secondary="#004d4d",
    accent="#5a0070",
    foreground="#000000",
    background="#ffffff",
    surface="#ffffff",
    panel="#e8e8e8",
    success="#004d00",
    warning="#5c3a00",
    error="#8a0000",
    variables={
        "foreground-muted": "#3a3a3a",
        "row-cursor": "#ffe680",
        "on-primary": "#ffffff",
        "alarm": "#8a0000",
        "on-alarm": "#ffffff",
        "reminder": "#ffe680",
        "on-reminder": "#000000",
        "banner": "#00317a",
        "on-banner": "#ffffff",
    },
)

OURS = (DESK, DESK_LIGHT, HIGH_CONTRAST, HIGH_CONTRAST_LIGHT)
DEFAULT = DESK.name

#: Names that our style sheets use and Textual's themes do not know, with colours that go with any of them.
VARIABLES: Mapping[str, str] = {
    "row-cursor": "ansi_default",
    "on-primary": "ansi_default",
    "alarm": "ansi_red",
    "on-alarm": "ansi_bright_white",
    "reminder": "ansi_yellow",
    "on-reminder": "ansi_black",
    "banner": "ansi_blue",
    "on-banner": "ansi_bright_white",
}
