"""Small words that several widgets need."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from crm_tui.domain.clock import Moment
from crm_tui.domain.interaction import Interaction
from crm_tui.domain.numbers import grouped


def number(value: int, *, is_more: bool = False) -> str:
    """A number in groups of three, "10 000+" where there are more."""
    return grouped(value) + ("+" if is_more else "")


def ordinal(number: int) -> str:
    """A number in its order: "1st", "2nd", "3rd", "11th"."""
    suffix = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


def happened(interaction: Interaction) -> str:
    """An interaction in a few words: "call, no answer", "email in"."""
    words = [str(interaction.kind)]
    if interaction.direction == "in":
        words[0] += " in"
    if interaction.outcome:
        words.append(str(interaction.outcome))
    return ", ".join(words)


def gist(interaction: Interaction) -> str:
    """The first line of what was written down."""
    text = " ".join(filter(None, (interaction.subject, interaction.text))).strip()
    return text.splitlines()[0] if text else ""


def time_there(zone: str, moment: Moment) -> str:
    """What time it is in ``zone``: "16:32, 2 h ahead"; "" where it is the rep's own time."""
    there: datetime = moment.now.astimezone(ZoneInfo(zone))
    offset, ours = there.utcoffset(), moment.now.utcoffset()
    if offset is None or ours is None or offset == ours:
        return ""
    hours = (offset - ours).total_seconds() / 3600
    side = "ahead" if hours > 0 else "behind"
    return f"{there:%H:%M}, {abs(hours):g} h {side}"
