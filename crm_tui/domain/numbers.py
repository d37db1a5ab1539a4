"""Numbers as they are printed, on screens and by commands."""

from __future__ import annotations


def grouped(value: float) -> str:
    """A number without its fraction, in groups of three: "10 000", which no language takes for a decimal."""
    return f"{value:,.0f}".replace(",", " ")
