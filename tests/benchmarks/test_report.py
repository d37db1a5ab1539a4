"""The page is written from the JSON of a run, and from nothing else."""

from __future__ import annotations

import json

from benchmarks.figures import Figure, Section
from benchmarks.report import page, shown, table
from benchmarks.run import document

COMMANDS = Section(
    title="Commands",
    method="Start to end.",
    figures=(
        Figure(name="python -c pass", unit="ms", median=12.6, p95=13.0, samples=15, ratio=1.0),
        Figure(name="crm --version", unit="ms", median=14.0, p95=15.5, samples=15, ratio=1.11, aim="≤ 2×"),
    ),
)
BULK = Section(title="Many rows", method="Once.", figures=(Figure(name="import", unit="people/s", median=12345),))


def test_a_table_has_the_columns_that_have_anything_in_them() -> None:
    assert table(COMMANDS).splitlines() == [
        "| Commands | median | p95 | ratio | aim |  |",
        "| --- | ---: | ---: | ---: | ---: | --- |",
        "| python -c pass | 12.6 ms | 13.0 ms | 1.00× |  |  |",
        "| crm --version | 14.0 ms | 15.5 ms | 1.11× | ≤ 2× | met |",
    ]
    assert table(BULK).splitlines() == ["| Many rows | median |", "| --- | ---: |", "| import | 12,345 people/s |"]


def test_the_page_says_what_was_measured_on_what_and_when() -> None:
    run = json.loads(json.dumps(document(100_000, [COMMANDS, BULK], {"cores": "2", "python": "3.11.7"})))
    written = page(run)
    assert "100,000 contacts" in written
    assert "cores 2, python 3.11.7" in written
    assert run["taken"][:10] in written
    assert written.index("## Commands\n\nStart to end.\n\n| Commands |") < written.index("## Many rows")


def test_the_page_says_first_which_aims_are_missed_and_which_parts_failed() -> None:
    slow = Section(
        title="Keys", method="m", figures=(Figure(name="j", unit="ms", median=30, p95=40, aim="p95 ≤ 25 ms"),)
    )
    broken = Section(title="Bulk", method="", figures=(), failure="OSError: disk full")
    written = page(json.loads(json.dumps(document(3, [COMMANDS, slow, broken], {}))))
    assert "1 of 2 aims are met" in written
    assert "- Keys: j (missed: p95 ≤ 25 ms)" in written
    assert "- Bulk could not be measured: OSError: disk full" in written
    assert "## Bulk\n\nFailed: OSError: disk full" in written


def test_a_page_without_misses_says_so() -> None:
    assert "Every aim is met, 1 of 1." in page(json.loads(json.dumps(document(3, [COMMANDS], {}))))


def test_what_a_ratio_compares_with_is_named_where_it_is_not_the_first_line() -> None:
    figure = Figure(name="find", unit="ms", median=60, ratio=0.08, against="fzf", aim="≤ 0.1×")
    section = Section(title="Finding", method="", figures=(figure,), notes=("khard is not installed.",))
    assert "0.08× of fzf" in table(section)
    assert shown(section).endswith("\nkhard is not installed.\n")
