"""What must not be loaded, proved in a fresh interpreter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from crm_tui.store.connection import connect

HEAVY = frozenset(
    {"textual", "sqlmodel", "sqlalchemy", "pydantic", "phonenumbers", "dateutil", "rapidfuzz", "email_validator"}
)


def loaded_by(code: str, *, environment: dict[str, str] | None = None) -> frozenset[str]:
    """Top-level modules that are loaded once ``code`` has run."""
    told = "import json, sys\nprint(json.dumps(sorted(m.partition('.')[0] for m in sys.modules)), file=sys.stderr)"
    script = f"{code}\n{told}"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, env=environment, check=True)
    return frozenset(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize(
    "module",
    [
        *("crm_tui.cli", "crm_tui.store.reading", "crm_tui.store.today", "crm_tui.store.search"),
        *("crm_tui.config", "crm_tui.actions"),
    ],
)
def test_what_the_hot_commands_import_is_light(module: str) -> None:
    assert not loaded_by(f"import {module}") & (HEAVY | {"typer", "click", "rich"})


def command(*words: str) -> str:
    return f"import sys\nfrom crm_tui.cli import main\ntry:\n    main({list(words)!r})\nexcept SystemExit:\n    pass"


@pytest.mark.parametrize("words", [("--version",), ("today", "--count")])
def test_the_hottest_commands_load_no_command_line_library(words: tuple[str, ...], path: Path) -> None:
    connect(path).close()
    loaded = loaded_by(command("--db", str(path), *words) if words[0] == "today" else command(*words))
    assert not loaded & (HEAVY | {"typer", "click", "rich", "anyascii"})


@pytest.mark.parametrize("words", [("--help",), ("today",), ("find", "jane"), ("log", "--help")])
def test_looking_loads_neither_the_screens_nor_the_mapper(words: tuple[str, ...], path: Path) -> None:
    connect(path).close()
    assert not loaded_by(command("--db", str(path), *words)) & {"textual", "sqlmodel", "sqlalchemy"}


def test_the_app_is_imported_without_the_mapper() -> None:
    loaded = loaded_by("import crm_tui.screens.app, crm_tui.screens.today")
    assert not loaded & {"sqlmodel", "sqlalchemy", "phonenumbers"}


def test_tables_are_not_read_as_strings() -> None:
    """`from __future__ import annotations` breaks relationships of SQLModel at the first query."""
    from crm_tui.store import tables

    assert "from __future__ import annotations" not in Path(str(tables.__file__)).read_text(encoding="utf-8")
