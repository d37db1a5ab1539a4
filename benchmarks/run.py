"""Runs the measurements and prints them, or writes them as JSON."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import crm_tui
from benchmarks import book, bulk, machine, memory, paint, startup
from benchmarks.figures import Section
from benchmarks.report import table


def main(arguments: list[str] | None = None) -> None:
    """The command line of `python -m benchmarks`."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures; never asserts.")
    parser.add_argument("--contacts", type=int, default=100_000, help="people in the book (100 000)")
    parser.add_argument("--imported", type=int, default=10_000, help="people that are built and imported (10 000)")
    parser.add_argument("--runs", type=int, default=15, help="turns of commands and first paints (15)")
    parser.add_argument("--only", nargs="*", choices=sorted(_parts(0, 0, 0)), help="these parts, not all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as JSON")
    chosen = parser.parse_args(arguments)
    parts = _parts(chosen.contacts, chosen.imported, chosen.runs)
    before = machine.facts()
    sections = []
    for name, part in parts.items():
        if not chosen.only or name in chosen.only:
            print(f"measuring {name} …", file=sys.stderr)
            sections.append(part())
            print(table(sections[-1]))
    if chosen.json:
        chosen.json.write_text(
            json.dumps(document(chosen.contacts, sections, before), indent=1, ensure_ascii=False) + "\n",
            encoding="utf-8",
        )


def document(contacts: int, sections: list[Section], facts: Mapping[str, str]) -> dict[str, Any]:
    """Everything that is known about a run, ready for JSON."""
    return {
        "version": crm_tui.__version__,
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "contacts": contacts,
        "machine": dict(facts),
        "sections": [asdict(section) for section in sections],
    }


def _parts(contacts: int, imported: int, runs: int) -> Mapping[str, Callable[[], Section]]:
    from benchmarks import store

    return {
        "commands": lambda: startup.measure(book.path(contacts), runs),
        "paint": lambda: paint.first_paint(book.path(contacts), runs),
        "keys": lambda: paint.keys(book.path(contacts), 10 * runs),
        "reading": lambda: store.reading(book.path(contacts), 10 * runs),
        "writing": lambda: store.writing(contacts, 10 * runs),
        "bulk": lambda: bulk.measure(imported),
        "memory": lambda: memory.measure(book.path(contacts)),
    }
