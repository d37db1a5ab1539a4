"""The search engine, by kind of query, against FTS5's rank and a plain scan; its share of a write.

`measure` is a part of `make bench`. `python -m benchmarks.search --contacts 100000` builds a book of invented people
that is harder than the demo book, without going through the program's own writes, and prints JSON.
"""

from __future__ import annotations

import argparse
import json
import platform
import random
import resource
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import search_rank, search_recall
from benchmarks.book import MOMENT
from benchmarks.figures import Figure, Section, figure
from benchmarks.search_book import NOW, build, name
from benchmarks.search_queries import latin, mistyped, people, queries
from crm_tui.domain import query
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.store import derived, search
from crm_tui.store.connection import connect

#: A rank takes up to a second in a book of a million: so many of each kind are compared.
_RANKED = 6

#: Scanned for, of each kind of which the recall is told.
_SCANNED = 20

_AIM, _HARDER, _RATIO = "p95 ≤ 5 ms, max ≤ 50 ms", "p95 ≤ 10 ms, max ≤ 50 ms", ", ≤ 0.05×"
_HARD = frozenset({"three letters", "adversarial"})


def measure(
    database: Path, times: int, *, moment: Moment = MOMENT, clock: Callable[[], float] = time.perf_counter
) -> Section:
    """Every kind of query ``times`` times, each another query, and what share of all there is they find."""
    connection = connect(database, readonly=True)
    desk = Desk(moment=moment, owner=_owner(connection))
    try:
        with search_rank.plain(database) as plain:
            found = tuple(
                _of_kind(connection, plain, desk, kind, texts, clock)
                for kind, texts in queries(connection, times).items()
            )
        recalls = _recalls(connection, desk)
    finally:
        connection.close()
    return Section(
        title="Search by kind of query",
        method=f"`search.find` of the first 50 in an open database, SQLite {sqlite3.sqlite_version}; each query once. "
        "The ratio is that of the medians to `ORDER BY rank` over a plain FTS5 table of the same texts.",
        figures=(*found, *recalls),
    )


def _of_kind(
    connection: sqlite3.Connection,
    plain: sqlite3.Connection,
    desk: Desk,
    kind: str,
    texts: Sequence[str],
    clock: Callable[[], float],
) -> Figure:
    parsed = [query.parse(text) for text in texts]
    taken = [timed(partial(search.find, connection, desk, asked), clock) for asked in parsed]
    ranked: list[float] = []
    if kind in search_rank.KINDS:
        ranked = [timed(partial(search_rank.find, plain, text), clock) for text in texts[:_RANKED]]
    taken_by_all = figure(kind, taken, aim=_HARDER if kind in _HARD else _AIM)
    if not ranked:
        return taken_by_all
    ratio = figure(kind, taken[:_RANKED], base=ranked).ratio
    aim = taken_by_all.aim + (_RATIO if kind in search_rank.COMMON else "")
    return replace(taken_by_all, ratio=ratio, against="FTS5 ORDER BY rank", aim=aim)


def _recalls(connection: sqlite3.Connection, desk: Desk) -> tuple[Figure, ...]:
    rng = random.Random(3)
    known = people(connection, rng, 4 * _SCANNED)
    families = [one.family for one in known if len(one.family) > 4]
    mistaken = [(mistyped(rng, latin(name)), name) for name in families]
    foreign = [(latin(one.family), one.family) for one in known if not one.family.isascii()]
    shares = {
        "recall: beginnings": search_recall.of_parts(connection, desk, [f[:3] for f in families[:_SCANNED]], " "),
        "recall: parts of words": search_recall.of_parts(connection, desk, [f[1:5] for f in families[:_SCANNED]]),
        "recall: one typing error": search_recall.of_people(
            connection, desk, [(text, name) for text, name in mistaken if not search_recall.is_name(connection, text)]
        ),
        "recall: other scripts in Latin letters": search_recall.of_people(connection, desk, foreign),
    }
    aims = {"recall: one typing error": "≥ 95 %"}
    return tuple(
        Figure(name=name, unit="%", median=round(100 * share, 1), aim=aims.get(name, "≥ 100 %"))
        for name, share in shares.items()
    )


def _owner(connection: sqlite3.Connection) -> str:
    """Somebody who has contacts: whom `owner:me` means."""
    found = connection.execute("SELECT owner FROM contact WHERE owner <> '' LIMIT 1").fetchone()
    return str(found[0]) if found else "Nobody"


def timed(action: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """Milliseconds that an action takes."""
    start = clock()
    action()
    return (clock() - start) * 1000


def writes(connection: sqlite3.Connection, times: int, clock: Callable[[], float]) -> tuple[Figure, ...]:
    """The index's share of logging a call and of renaming someone, beside that of the rows and of the commit."""
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

    found: list[Figure] = []
    for label, write in (("log a call", called), ("rename", renamed)):
        taken: dict[str, list[float]] = {"rows and journal": [], "refresh": [], "commit": []}
        for _ in range(times):
            connection.execute("BEGIN IMMEDIATE")
            taken["rows and journal"].append(timed(write, clock))
            taken["refresh"].append(timed(partial(derived.refresh, connection), clock))
            taken["commit"].append(timed(partial(connection.execute, "COMMIT"), clock))
        found += [figure(f"{label}: {part}", values) for part, values in taken.items()]
    return tuple(found)


def run(path: Path, arguments: argparse.Namespace) -> dict[str, object]:
    """Builds what is missing at ``path`` and measures."""
    is_new = not path.exists()
    clock = time.thread_time if arguments.cpu else time.perf_counter
    moment = Moment(NOW, "UTC")
    connection = connect(path)
    report: dict[str, object] = {"sqlite": sqlite3.sqlite_version, "python": platform.python_version()}
    if is_new:
        connection.execute("PRAGMA synchronous=OFF")
        build(connection, arguments.contacts, arguments.interactions, arguments.contacts // 2)
        report["index_s"] = _indexed(connection)
        connection.execute("PRAGMA synchronous=FULL")
    report["megabytes"] = round(path.stat().st_size / 1e6)
    report["queries"] = asdict(measure(path, arguments.each, moment=moment, clock=clock))
    report["writes"] = [asdict(one) for one in writes(connection, arguments.writes, clock)]
    report["queries_after_writes"] = asdict(measure(path, max(10, arguments.each // 4), moment=moment, clock=clock))
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
    arguments = parser.parse_args()
    if arguments.interactions is None:
        arguments.interactions = arguments.contacts * 5
    with TemporaryDirectory() as folder:
        print(json.dumps(run(arguments.db or Path(folder) / "bench.db", arguments), indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
