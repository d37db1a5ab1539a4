"""Interactions as lines of text, newest first."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from crm_tui.domain.clock import Moment
from crm_tui.domain.interaction import Interaction
from crm_tui.domain.outcome import CONNECTS
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.words import gist, happened


def entry(interaction: Interaction, moment: Moment, icons: Icons, *, whole: bool = False) -> Content:
    """One interaction: sign, what, how long ago, and its first line, or all of its text when ``whole``."""
    from crm_tui.domain import when

    reached = interaction.outcome in CONNECTS
    sign = icons.pinned if interaction.is_pinned else icons.of(interaction.kind)
    head = Content.assemble(
        (f"{sign} " if sign else "", "$text-accent"),
        (happened(interaction), "$text-success" if reached else ""),
        (f", {when.age(interaction.at, moment)}", "$foreground-muted"),
        (f", {interaction.duration_minutes} min" if interaction.duration_minutes else "", "$foreground-muted"),
    )
    if whole:
        text = "\n".join(filter(None, (interaction.subject, interaction.text)))
        return Content.assemble(head, "\n", _indented(text)) if text else head
    return Content.assemble(head, ": ", line(words)) if (words := gist(interaction)) else head


def _indented(text: str) -> Content:
    return plain("\n".join(f"  {row}" for row in text.splitlines()))


def timeline(interactions: Iterable[Interaction], moment: Moment, icons: Icons, *, whole: bool = False) -> Content:
    """The entries below each other."""
    return Content("\n").join(entry(interaction, moment, icons, whole=whole) for interaction in interactions)
