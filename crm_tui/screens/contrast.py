"""Colours that can be read: the contrast of WCAG 2, and any theme of Textual's brought up to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from textual.color import BLACK, WHITE, Color
from textual.theme import Theme

#: The least contrast of text by WCAG 2.2, criterion 1.4.3 (level AA), and by 1.4.6 (level AAA).
READABLE, HIGH = 4.5, 7.0

#: What words are written in, and what stands behind them in lists, cards, bars and dialogs.
TEXTS = (
    "foreground",
    "foreground-muted",
    "text-primary",
    "text-secondary",
    "text-accent",
    "text-success",
    "text-warning",
    "text-error",
)
BEHIND = ("background", "surface", "panel", "row-cursor")

#: Words of their own colour on a colour of its own, and the colour of Textual's that this begins with.
PAIRS: Mapping[str, tuple[str, str]] = {
    "on-primary": ("primary", "background"),
    "on-alarm": ("alarm", "error-darken-2"),
    "on-reminder": ("reminder", "warning-darken-3"),
    "on-banner": ("banner", "primary-darken-2"),
}

#: How much of the theme's first colour the cursor's row has.
_TINT = 0.2

#: Steps from a colour to black or white.
_STEPS = 20


def contrast(one: Color, other: Color) -> float:
    """The contrast of two opaque colours: 1 for the same, 21 for black and white."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Color) -> float:
    red, green, blue = (_linear(each / 255) for each in (colour.r, colour.g, colour.b))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return float(part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4)


def legible(theme: Theme, least: float = READABLE) -> Theme:
    """The theme with the names that our style sheets add, and with each colour of words as readable as it has to be.

    A colour that can be read stays; another goes as far towards black or white as it must. A theme of the terminal's
    own sixteen colours is left as it is, since nobody knows which those are.
    """
    if theme.ansi:
        return theme
    colours = {name: Color.parse(text) for name, text in _opaque(theme).items()}
    cursor = colours["row-cursor"] = colours["background"].blend(colours["primary"], _TINT, 1)
    behind = [colours[name] for name in BEHIND]
    found = {"row-cursor": cursor}
    for name in TEXTS:
        flat = behind[0].blend(colours[name], colours[name].a, 1)
        found[name] = readable(flat, behind, least)
    for name, (ground, source) in PAIRS.items():
        found[ground] = colours.get(ground, colours[source])
        found[name] = readable(colours["foreground"], [found[ground]], least)
    return replace(theme, variables={**theme.variables, **{name: colour.hex for name, colour in found.items()}})


def _opaque(theme: Theme) -> dict[str, str]:
    """What the theme says of the colours that we use."""
    names = {*TEXTS, *BEHIND, "primary", *(source for _, source in PAIRS.values())}
    generated = theme.to_color_system().generate() | theme.variables
    return {name: generated[name] for name in names if name in generated}


def readable(colour: Color, behind: Iterable[Color], least: float = READABLE) -> Color:
    """The colour nearest to ``colour``, on the way to black or to white, that can be read on all of ``behind``.

    Where neither can be, whichever can be read better.
    """
    grounds = list(behind)

    def worst(one: Color) -> float:
        return min(contrast(one, ground) for ground in grounds)

    if worst(colour) >= least:
        return colour
    goal = max((BLACK, WHITE), key=worst)
    steps = (colour.blend(goal, step / _STEPS, 1) for step in range(1, _STEPS + 1))
    return next((one for one in steps if worst(one) >= least), goal)
