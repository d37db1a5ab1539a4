"""The search engine, by kind of query: `python -m benchmarks.search --contacts 100000`.

Builds a database of invented people without going through the program's own writes, indexes it, and prints JSON:
seconds for building the index, milliseconds (p50, p95, max) for each kind of query and for writes.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.search_book import NOW, build, name
from crm_tui.domain import query
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import derived, search
from crm_tui.store.connection import connect

DESK = Desk(moment=Moment(NOW, "UTC"), owner="Owner 7")


class Person(NamedTuple):
    """Somebody to look for."""

    given: str
    family: str
    company: str
    email: str
    phone: str


FILTERS = ("status:qualified", "#vip", "tier:a", "owner:me", "last:>30d", "due:today", "next:none", "has:phone")
NOTED = ("pricing", "renewal", "procurement", "lisbon", "discount")
NOWHERE = ("zzqx", "xylophonist", "qqq www", "jane qwrtz", "9999999999")
ADVERSARIAL = ("aaaa", "a a a a", "an an an", "@gmail.com", "son", "000", "00 00", "-jane status:new", "e o #vip")


def kinds(rng: random.Random) -> dict[str, Callable[[Person], str]]:
    """Kind of query → how it is made of a person."""
    found: dict[str, Callable[[Person], str]] = {
        "prefix 1": lambda one: one.family[:1],
        "prefix 2": lambda one: one.family[:2],
        "prefix 3": lambda one: one.family[:3],
        "prefix 4": lambda one: one.family[:4],
        "prefix 6": lambda one: one.family[:6],
        "full name": lambda one: f"{one.given} {one.family}",
        "two words swapped": lambda one: f"{one.family} {one.given}",
        "two short prefixes": lambda one: f"{one.given[:2]} {one.family[:2]}",
        "name and company": lambda one: f"{one.given} {one.company.split()[0]}",
        "company and prefix": lambda one: f"{one.company[:3]} {one.given[:3]}",
        "whole e-mail": lambda one: one.email,
        "part of e-mail": lambda one: one.email[2 : one.email.index("@") + 4],
        "part of a word": lambda one: one.family[1:6],
        "phone digits": lambda one: one.phone[-7:],
        "phone spelled": lambda one: f"({one.phone[3:6]}) {one.phone[6:9]}-{one.phone[9:]}",
        "typo in one": lambda one: f"{one.given} {mistyped(rng, one.family)}",
        "typo in both": lambda one: f"{mistyped(rng, one.given)} {mistyped(rng, one.family)}",
        "latin for other scripts": lambda one: latin(one.family),
    }
    found["notes"] = lambda _: " ".join(rng.sample(NOTED, 2))
    found["name and notes"] = lambda one: f"{one.given} {rng.choice(NOTED)[:6]}"
    found["nothing found"] = lambda _: rng.choice(NOWHERE)
    found["filter alone"] = lambda _: rng.choice(FILTERS)
    found["two filters"] = lambda _: " ".join(rng.sample(FILTERS, 2))
    found["filters and company"] = lambda one: f"status:new last:>30d {one.company.split()[0]}"
    found["prefix and filter"] = lambda one: f"{one.given[:2]} {rng.choice(FILTERS)}"
    found["or"] = lambda one: f"({one.given} or {one.family}) status:new"
    found["three letters"] = lambda one: f"{one.given[:1]} {one.family[:1]} {one.company[:1]}"
    found["adversarial"] = lambda _: rng.choice(ADVERSARIAL)
    return found


def queries(connection: sqlite3.Connection, each: int) -> dict[str, list[str]]:
    """Kind → queries, made from the people there are."""
    rng = random.Random(11)
    (most,) = connection.execute("SELECT max(pk) FROM contact").fetchone()
    people = [_someone(connection, rng.randrange(1, most + 1)) for _ in range(each)]
    return {kind: [make(one) for one in people] for kind, make in kinds(rng).items()}


def latin(text: str) -> str:
    """A name as it is typed in Latin letters."""
    from crm_tui.domain import names

    folded = [word for part in text.split() for word in (names.aliases(part)[:1] or names.words(part))]
    return " ".join(folded)


def _someone(connection: sqlite3.Connection, pk: int) -> Person:
    row = connection.execute(
        "SELECT c.given_name, c.family_name, k.name,"
        " (SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'email'),"
        " (SELECT value FROM contact_point WHERE contact = c.pk AND kind = 'phone')"
        " FROM contact c JOIN company k ON k.pk = c.company WHERE c.pk = ?",
        (pk,),
    ).fetchone()
    return Person(*row)


def mistyped(rng: random.Random, word: str) -> str:
    """The word with one letter left out, swapped or replaced; short ones stay."""
    if len(word) < 4:
        return word
    place = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + "o" + word[place + 1 :],
        )
    )


def timed(action: Callable[[], object]) -> float:
    """Milliseconds that an action takes; with --cpu those of the processor, for a busy machine."""
    clock = time.process_time if "--cpu" in sys.argv else time.perf_counter
    start = clock()
    action()
    return (clock() - start) * 1000


def figures(times: list[float]) -> dict[str, float]:
    """p50, p95 and max."""
    ranked = sorted(times)
    return {
        "p50": round(statistics.median(ranked), 2),
        "p95": round(ranked[int(len(ranked) * 0.95)], 2),
        "max": round(ranked[-1], 2),
    }


def measure_queries(connection: sqlite3.Connection, each: int) -> dict[str, dict[str, float]]:
    """Figures for every kind of query; every query runs once."""
    result = {}
    for kind, texts in queries(connection, each).items():
        parsed = [query.parse(text) for text in texts]
        times = [timed(partial(search.find, connection, DESK, asked)) for asked in parsed]
        result[kind] = figures(times)
        if "--slow" in sys.argv:
            worst = max(zip(times, texts, strict=True))
            print(f"{kind:26} {result[kind]} {worst}", file=sys.stderr)
    return result


def measure_writes(connection: sqlite3.Connection, times: int) -> dict[str, dict[str, float]]:
    """Figures for the index's share of logging a call and of renaming someone."""
    rng = random.Random(5)
    (most,) = connection.execute("SELECT max(pk) FROM contact").fetchone()

    def called() -> None:
        pk = rng.randrange(1, most + 1)
        number = connection.execute(
            "INSERT INTO interaction(kind, text) VALUES ('call', 'asked about pricing')"
        ).lastrowid
        connection.execute("INSERT INTO interaction_contact(interaction, contact) VALUES (?, ?)", (number, pk))

    def renamed() -> None:
        connection.execute(
            "UPDATE contact SET name = ? WHERE pk = ?", (" ".join(name(rng)), rng.randrange(1, most + 1))
        )

    result: dict[str, dict[str, float]] = {}
    for label, write in (("log a call", called), ("rename", renamed)):
        taken: dict[str, list[float]] = {"rows and journal": [], "refresh": [], "commit": []}
        for _ in range(times):
            connection.execute("BEGIN IMMEDIATE")
            taken["rows and journal"].append(timed(write))
            taken["refresh"].append(timed(partial(derived.refresh, connection)))
            taken["commit"].append(timed(partial(connection.execute, "COMMIT")))
        result |= {f"{label}: {part}": figures(values) for part, values in taken.items()}
    return result


def run(path: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Builds what is missing at ``path`` and measures."""
    is_new = not path.exists()
    connection = connect(path)
    report: dict[str, object] = {
        "contacts": arguments.contacts,
        "sqlite": sqlite3.sqlite_version,
        "python": platform.python_version(),
    }
    if is_new:
        connection.execute("PRAGMA synchronous=OFF")
        report["data_s"] = round(
            timed(lambda: build(connection, arguments.contacts, arguments.interactions, arguments.contacts // 2))
            / 1000,
            1,
        )
        report["index_s"] = _indexed(connection)
        connection.execute("PRAGMA synchronous=FULL")
    report["megabytes"] = round(path.stat().st_size / 1e6)
    report["queries_ms"] = measure_queries(connection, arguments.each)
    report["writes_ms"] = measure_writes(connection, arguments.writes)
    report["queries_after_writes_ms"] = measure_queries(connection, max(10, arguments.each // 4))
    report["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    return report


def _indexed(connection: sqlite3.Connection) -> dict[str, float]:
    """Seconds that each stage of a rebuild takes."""
    stages: dict[str, float] = {}
    start = time.perf_counter()

    def progress(stage: str, _done: int, _total: int) -> None:
        stages[stage] = round(time.perf_counter() - start, 1)

    connection.execute("BEGIN IMMEDIATE")
    search.rebuild(connection, progress)
    connection.execute("COMMIT")
    stages["everything"] = round(time.perf_counter() - start, 1)
    return stages


def main() -> None:
    """Reads the arguments, prints the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--contacts", type=int, default=100_000)
    parser.add_argument("--interactions", type=int, help="default: five a contact")
    parser.add_argument("--each", type=int, default=60, help="queries of each kind")
    parser.add_argument("--writes", type=int, default=100, help="writes of each kind, at least one")
    parser.add_argument("--db", type=Path, help="kept between runs; default: a temporary file")
    parser.add_argument("--cpu", action="store_true", help="count processor time, on a busy machine")
    parser.add_argument("--slow", action="store_true", help="name the slowest query of each kind on stderr")
    arguments = parser.parse_args()
    if arguments.interactions is None:
        arguments.interactions = arguments.contacts * 5
    with TemporaryDirectory() as folder:
        print(json.dumps(run(arguments.db or Path(folder) / "bench.db", arguments), indent=1))


if __name__ == "__main__":
    main()
