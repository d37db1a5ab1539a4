"""What each start loads, proved in a fresh interpreter: time itself cannot be tested, its cause can."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from crm_tui import __version__

#: Each takes longer to import than a shell prompt may take to appear.
HEAVY = frozenset({"textual", "sqlmodel", "sqlalchemy", "pydantic", "typer", "click", "rich", "dateutil", "anyascii"})
#: Each adds a third or more to the start of Python; the hot path has none of them.
DEAR = frozenset({"re", "enum", "typing", "dataclasses", "inspect", "pathlib", "tomllib", "platformdirs", "json"})

_SCRIPT = """
import sys
before = set(sys.modules)
from crm_tui.cli import main
code = 0
try:
    code = main(sys.argv[1:])
except SystemExit as stop:
    code = stop.code or 0
sys.stdout.flush()
print("\\n--", code, *sorted({name.partition(".")[0] for name in set(sys.modules) - before}))
"""


def loaded(*words: str, **environment: str) -> tuple[str, int, set[str]]:
    """What `crm` with these words prints, its exit code, and the top-level modules it loads."""
    run = subprocess.run(
        [sys.executable, "-I", "-c", _SCRIPT, *words],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    printed, _, told = run.stdout.rpartition("\n-- ")
    code, *modules = told.split()
    return printed, int(code), set(modules)


def test_the_version_loads_nothing() -> None:
    printed, code, modules = loaded("--version")
    assert (printed, code) == (f"crm {__version__}\n", 0)
    assert not modules & (HEAVY | DEAR | {"sqlite3", "zoneinfo"})


def test_the_number_for_a_prompt_loads_the_driver_and_nothing_dear(call: str) -> None:
    printed, code, modules = loaded("today", "--count")
    assert (printed, code) == ("1\n", 0)
    assert "sqlite3" in modules
    assert not modules & (HEAVY | DEAR)


def test_the_number_is_as_cheap_with_a_zone_in_the_settings(call: str, home: object) -> None:
    from pathlib import Path

    Path(str(home), "config.toml").write_text('owner = "Rita"\nzone = "Europe/Riga"\n[tiers]\nA = 9\n', "utf-8")
    printed, _, modules = loaded("today", "--count", "--json")
    assert printed == '{\n  "count": 1\n}\n'
    assert not modules & (HEAVY | DEAR)


@pytest.mark.parametrize("words", [("find", "jane"), ("today",), ("show", "jane"), ("find", "jane", "--json")])
def test_looking_in_a_pipe_loads_no_typer_and_no_rich(call: str, words: tuple[str, ...]) -> None:
    printed, code, modules = loaded(*words)
    assert code == 0
    assert "Jane Doe" in printed
    assert not modules & HEAVY


#: What the values, names and paths of the program could bring along, a third of Python's own start each.
BROUGHT = frozenset(
    {"typing", "dataclasses", "inspect", "pathlib", "tomllib", "threading", "locale", "difflib", "urllib"}
)


@pytest.mark.parametrize("words", [("find", "jane"), ("find", "jane", "status:new"), ("today",)])
def test_finding_and_today_load_nothing_dear(call: str, words: tuple[str, ...]) -> None:
    printed, code, modules = loaded(*words)
    assert code == 0
    assert "Jane Doe" in printed
    assert not modules & (HEAVY | BROUGHT)


def test_plain_settings_are_read_without_a_parser(call: str, home: object) -> None:
    from pathlib import Path

    Path(str(home), "config.toml").write_text('# mine\nowner = "Rita"\nzone = "Europe/Riga"\nascii = true\n', "utf-8")
    printed, _, modules = loaded("find", "jane")
    assert "Jane Doe" in printed
    assert not modules & (HEAVY | BROUGHT)


@pytest.mark.parametrize("words", [("find", "jane"), ("today",)])
def test_a_command_that_looks_ends_its_own_process_with_all_it_said(call: str, words: tuple[str, ...]) -> None:
    program = (
        "import atexit, sys; from crm_tui.cli import main; atexit.register(print, 'taken apart'); sys.exit(main())"
    )
    run = subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=True)
    assert "Jane Doe" in run.stdout
    assert "taken apart" not in run.stdout
    failed = subprocess.run([sys.executable, "-c", program, "find", "x:y"], capture_output=True, text=True, check=False)
    assert (failed.returncode, failed.stdout) == (2, "taken apart\n")
    assert "There is no filter" in failed.stderr


def test_help_loads_neither_screens_nor_tables() -> None:
    printed, code, modules = loaded("--help")
    assert code == 0
    assert "follow-up" in printed
    assert "typer" in modules
    assert not modules & (HEAVY - {"typer"})


def test_completion_loads_neither_screens_nor_tables(jane: str) -> None:
    environment = {"_CRM_COMPLETE": "complete_bash", "COMP_WORDS": "crm show ja", "COMP_CWORD": "2"}
    printed, _, modules = loaded(**environment)
    assert printed == "jane\\ Doe\n"
    assert not modules & {"textual", "sqlmodel", "sqlalchemy", "pydantic", "rich"}
