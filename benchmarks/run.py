"""Runs the measurements and prints them, or writes them as JSON."""

from __future__ import annotations

import argparse
import json
import sys
import time
import traceback
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import crm_tui
from benchmarks import book, machine
from benchmarks.figures import Section
from benchmarks.report import shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is measured: a working copy of the book, how many people are in it, how often, and how many are imported."""

    database: Path
    contacts: int
    imported: int
    runs: int


#: Part → its module, and how it is called. Modules are imported one by one, so that none can keep another from running.
_PARTS: Mapping[str, tuple[str, Callable[[Any, Plan], Section]]] = {
    "commands": ("startup", lambda module, plan: module.measure(plan.database, plan.runs)),
    "finding": ("finding", lambda module, plan: module.measure(plan.database, plan.runs)),
    "paint": ("paint", lambda module, plan: module.first_paint(plan.database, plan.runs)),
    "typing": ("keys", lambda module, plan: module.typing(plan.database, plan.runs)),
    "moving": ("keys", lambda module, plan: module.moving(plan.database, plan.runs)),
    "screens": ("screens", lambda module, plan: module.measure(plan.database, plan.runs)),
    "search": ("search", lambda module, plan: module.measure(plan.database, 4 * plan.runs)),
    "lists": ("lists", lambda module, plan: module.measure(plan.database, 4 * plan.runs)),
    "reading": ("store", lambda module, plan: module.reading(plan.database, 10 * plan.runs)),
    "writing": ("store", lambda module, plan: module.writing(plan.database, 10 * plan.runs)),
    "bulk": ("bulk", lambda module, plan: module.measure(plan.imported)),
    "export": ("exporting", lambda module, plan: module.measure(plan.database, plan.contacts)),
    "keystrokes": ("keystrokes", lambda module, _: module.measure()),
    "memory": ("memory", lambda module, plan: module.measure(plan.database)),
    "peers": ("peers", lambda module, plan: module.measure(plan.database, plan.runs)),
}


def main(arguments: list[str] | None = None) -> int:
    """The command line of `python -m benchmarks`; 1 when a part failed."""
    chosen = _parser().parse_args(arguments)
    before = machine.facts()
    with book.working(chosen.contacts, chosen.book) as database:
        contacts = book.people(database)
        plan = Plan(database=database, contacts=contacts, imported=chosen.imported, runs=chosen.runs)
        sections = [measured(name, plan) for name in chosen.only or parts()]
    if chosen.json:
        written = json.dumps(document(contacts, sections, before), indent=1, ensure_ascii=False)
        chosen.json.write_text(written + "\n", encoding="utf-8")
    return int(any(section.failure for section in sections))


def parts() -> list[str]:
    """The parts that there are, in the order in which they run."""
    return [name for name, (module, _) in _PARTS.items() if find_spec(f"benchmarks.{module}")]


def measured(name: str, plan: Plan) -> Section:
    """One part, measured and printed. One that fails says why, and the others go on."""
    print(f"measuring {name} …", file=sys.stderr, flush=True)
    module, call = _PARTS[name]
    began = time.monotonic()
    try:
        section = call(import_module(f"benchmarks.{module}"), plan)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
        traceback.print_exc()
        section = Section(title=name.capitalize(), method="", figures=(), failure=f"{type(error).__name__}: {error}")
    print(f"{name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    print(f"\n{shown(section)}", flush=True)
    return section


def document(contacts: int, sections: list[Section], facts: Mapping[str, str]) -> dict[str, Any]:
    """Everything that is known about a run, ready for JSON."""
    return {
        "version": crm_tui.__version__,
        "taken": datetime.now(UTC).isoformat(timespec="seconds"),
        "contacts": contacts,
        "machine": dict(facts),
        "sections": [asdict(section) for section in sections],
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measures; never asserts.")
    parser.add_argument("--contacts", type=int, default=100_000, help="people in the book (100 000)")
    parser.add_argument("--book", type=Path, metavar="FILE", help="a copy of this database, not the demo book")
    parser.add_argument("--imported", type=int, default=10_000, help="people that are built and imported (10 000)")
    parser.add_argument("--runs", type=int, default=15, help="turns of commands and first paints (15)")
    parser.add_argument("--only", nargs="*", choices=parts(), help="these parts, not all")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as JSON")
    return parser
