"""What a measurement is: named figures in sections, and how samples become them."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of a table: median, 95th percentile and the worst of its samples.

    ``ratio`` compares with the first line of its section, or with what ``against`` names. ``aim`` is what is wanted
    of it, in the words that `benchmarks.aims` reads.
    """

    name: str
    unit: str
    median: float
    p95: float | None = None
    most: float | None = None
    samples: int = 1
    ratio: float | None = None
    against: str = ""
    aim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Figures that belong together, and how they were taken.

    ``notes`` say what was left out and why; ``failure`` why there is nothing.
    """

    title: str
    method: str
    figures: tuple[Figure, ...]
    notes: tuple[str, ...] = ()
    failure: str = ""


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample that ``share`` (0 to 1) of all do not exceed, by nearest rank."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, max(0, -(-int(share * 100) * len(ordered) // 100) - 1))]


def figure(
    name: str,
    samples: Sequence[float],
    *,
    unit: str = "ms",
    aim: str = "",
    base: Sequence[float] = (),
    against: str = "",
) -> Figure:
    """Median, 95th percentile and worst of ``samples``; the ratio is that of its median to the one of ``base``."""
    return Figure(
        name=name,
        unit=unit,
        median=round(median(samples), 3),
        p95=round(percentile(samples, 0.95), 3),
        most=round(max(samples), 3),
        samples=len(samples),
        ratio=round(median(samples) / median(base), 3) if base else None,
        against=against,
        aim=aim,
    )


def compared(samples: Mapping[str, Sequence[float]], aims: Mapping[str, str]) -> tuple[Figure, ...]:
    """Figures of samples taken in turns, the first of them the measure of all.

    The ratio is the median of the ratios of each turn, so that a machine that slows down for a while slows both sides.
    """
    base = next(iter(samples.values()))
    return tuple(
        Figure(
            name=name,
            unit="ms",
            median=round(median(taken), 1),
            p95=round(percentile(taken, 0.95), 1),
            most=round(max(taken), 1),
            samples=len(taken),
            ratio=round(median(each / floor for each, floor in zip(taken, base, strict=True)), 2),
            aim=aims.get(name, ""),
        )
        for name, taken in samples.items()
    )


def milliseconds(call: Callable[[], object]) -> float:
    """How long ``call`` takes."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


def repeated(call: Callable[[], object], times: int) -> list[float]:
    """How long ``call`` takes, ``times`` times, after one that does not count."""
    call()
    return [milliseconds(call) for _ in range(times)]
