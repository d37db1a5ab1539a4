"""What is wanted of a figure, and whether it is so.

An aim is written as it is read: "≤ 25 ms", "p95 ≤ 5 ms, max ≤ 50 ms", "≤ 1.3×" (the ratio), "≥ 0.15×", "≤ 90 MB".
Without a word before it, it is about the median.
"""

from __future__ import annotations

import re

from benchmarks.figures import Figure

_AIM = re.compile(r"(?:(?P<what>p50|p95|max) )?(?P<sign>[≤≥<>]) ?(?P<limit>[\d.,]+) ?(?P<unit>\S*)")


def missed(figure: Figure) -> list[str]:
    """The aims of ``figure`` that it does not reach. Raises ValueError for one that cannot be read."""
    return [aim for aim in filter(None, figure.aim.split(", ")) if not _holds(figure, aim)]


def verdict(figure: Figure) -> str:
    """In words whether the aims are reached; "" where there are none."""
    if not figure.aim:
        return ""
    return f"missed: {', '.join(short)}" if (short := missed(figure)) else "met"


def _holds(figure: Figure, aim: str) -> bool:
    if (parts := _AIM.fullmatch(aim)) is None:
        raise ValueError(f"the aim {aim!r} of {figure.name!r} cannot be read")
    if parts["unit"] == "×":
        value = figure.ratio
    else:
        value = {"p95": figure.p95, "max": figure.most}.get(parts["what"], figure.median)
    if value is None:
        raise ValueError(f"{figure.name!r} has nothing to compare with its aim {aim!r}")
    limit = float(parts["limit"].replace(",", ""))
    return value <= limit if parts["sign"] in "≤<" else value >= limit
