"""Writes `docs/benchmarks.md` from the JSON of a run: `python -m benchmarks.report FILE.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks.figures import Figure, Section

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"

_HEAD = """\
# Figures

Written by `python -m benchmarks.report` from a run of `make bench`; do not edit. Figures depend on the machine and on
what else it does; within one run the ratios compare. The book is the demo book: invented people with a year of history.
"""


def main() -> None:
    """Reads the run named on the command line and writes the page."""
    run = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(page(run), encoding="utf-8")


def page(run: Mapping[str, Any]) -> str:
    """The whole page in Markdown."""
    sections = map(_section, run["sections"])
    tables = (f"## {each.title}\n\n{each.method}\n\n{table(each)}" for each in sections)
    return "\n".join((_HEAD, _origin(run), *tables))


def table(section: Section) -> str:
    """The figures of ``section`` as a Markdown table, with the columns that have anything in them."""
    rows = [_cells(figure) for figure in section.figures]
    head = (section.title, "median", "p95", "ratio", "aim")
    kept = [n for n in range(len(head)) if n < 2 or any(row[n] for row in rows)]
    lines = [[head[n] for n in kept], ["---" if n == 0 else "---:" for n in kept]]
    lines += [[row[n] for n in kept] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{_number(figure.median)} {figure.unit}",
        "" if figure.p95 is None else f"{_number(figure.p95)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}×",
        figure.aim,
    )


def _number(value: float) -> str:
    """Three digits say all that a measurement knows."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _origin(run: Mapping[str, Any]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in run["machine"].items())
    return f"crm-tui {run['version']}, {run['contacts']:,} contacts, {run['taken'][:10]}. Measured on: {facts}.\n"


def _section(entry: Mapping[str, Any]) -> Section:
    return Section(
        title=entry["title"], method=entry["method"], figures=tuple(Figure(**figure) for figure in entry["figures"])
    )


if __name__ == "__main__":
    main()
