"""Writes `docs/benchmarks.md` from the JSON of a run: `python -m benchmarks.report FILE.json`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.aims import missed, verdict
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
    sections = [_section(entry) for entry in run["sections"]]
    return "\n".join((_HEAD, _origin(run), _summary(sections), *map(shown, sections)))


def shown(section: Section) -> str:
    """A section with its heading."""
    if section.failure:
        return f"## {section.title}\n\nFailed: {section.failure}\n"
    notes = "".join(f"\n{note}\n" for note in section.notes)
    return f"## {section.title}\n\n{section.method}\n\n{table(section)}{notes}"


def table(section: Section) -> str:
    """The figures of ``section`` as a Markdown table, with the columns that have anything in them."""
    rows = [_cells(figure) for figure in section.figures]
    head = (section.title, "median", "p95", "max", "ratio", "aim", "")
    kept = [n for n in range(len(head)) if n < 2 or any(row[n] for row in rows)]
    lines = [[head[n] for n in kept], ["---" if n in (0, 6) else "---:" for n in kept]]
    lines += [[row[n] for n in kept] for row in rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _cells(figure: Figure) -> tuple[str, ...]:
    return (
        figure.name,
        f"{_number(figure.median)} {figure.unit}",
        "" if figure.p95 is None else f"{_number(figure.p95)} {figure.unit}",
        "" if figure.most is None else f"{_number(figure.most)} {figure.unit}",
        "" if figure.ratio is None else f"{figure.ratio:.2f}×{f' of {figure.against}' if figure.against else ''}",
        figure.aim,
        verdict(figure),
    )


def _summary(sections: Sequence[Section]) -> str:
    """How many aims are met, and which are not."""
    aimed = [(section, figure) for section in sections for figure in section.figures if figure.aim]
    short = [f"- {section.title}: {figure.name} ({verdict(figure)})" for section, figure in aimed if missed(figure)]
    failed = [f"- {section.title} could not be measured: {section.failure}" for section in sections if section.failure]
    if not short and not failed:
        return f"Every aim is met, {len(aimed)} of {len(aimed)}.\n"
    return "\n".join((f"{len(aimed) - len(short)} of {len(aimed)} aims are met. Missed:\n", *short, *failed, ""))


def _number(value: float) -> str:
    """Three digits say all that a measurement knows."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def _origin(run: Mapping[str, Any]) -> str:
    facts = ", ".join(f"{name} {value}" for name, value in run["machine"].items())
    return f"crm-tui {run['version']}, {run['contacts']:,} contacts, {run['taken'][:10]}. Measured on: {facts}.\n"


def _section(entry: Mapping[str, Any]) -> Section:
    return Section(
        title=entry["title"],
        method=entry["method"],
        figures=tuple(Figure(**figure) for figure in entry["figures"]),
        notes=tuple(entry.get("notes", ())),
        failure=entry.get("failure", ""),
    )


if __name__ == "__main__":
    main()
