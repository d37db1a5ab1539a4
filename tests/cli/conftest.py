"""One way to run `crm` in a test: real files, the whole program, no other process."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crm_tui.cli import main
from tests.blank import blank, copy

NOW = "2026-11-18T10:00"  # a Wednesday


@dataclass(frozen=True)
class Result:
    """What a run printed, and its exit code."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """stdout as one document of JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error that stderr tells in JSON."""
        return json.loads(self.err)["error"]


Crm = Callable[..., Result]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with nothing in it, on a fixed Wednesday morning in Riga."""
    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "NO_COLOR", "LC_ALL", "LC_TELEPHONE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("LANG", "lv_LV.UTF-8")
    monkeypatch.setenv("TZ", "Europe/Riga")
    monkeypatch.setenv("CRM_NOW", NOW)
    monkeypatch.setenv("CRM_DB", str(tmp_path / "book" / "crm.db"))
    monkeypatch.setenv("CRM_CONFIG", str(tmp_path / "config.toml"))
    return tmp_path


@pytest.fixture
def crm(home: Path, capsys: pytest.CaptureFixture[str]) -> Crm:
    """Runs `crm` with the given words."""

    def run(*arguments: str) -> Result:
        capsys.readouterr()
        code = main(arguments)
        printed = capsys.readouterr()
        return Result(code, printed.out, printed.err)

    return run


#: Databases that tests begin with, and the id of the record that each is about.
_MADE: dict[str, tuple[bytes, str]] = {}


def made_once(name: str, home: Path, make: Callable[[], str]) -> str:
    """What ``make`` gives: the id of a record. Other tests are given a copy of the database that it leaves behind."""
    path = home / "book" / "crm.db"
    if name not in _MADE:
        id = make()
        _MADE[name] = path.read_bytes(), id
        return id
    content, id = _MADE[name]
    path.unlink(missing_ok=True)
    copy(content, path)
    return id


@pytest.fixture
def jane(crm: Crm, home: Path) -> str:
    """Jane Doe of Acme is in the book; her id."""

    def add() -> str:
        blank(home / "book" / "crm.db")
        added = crm(
            *("add", "Jane Doe", "--company", "Acme", "--email", "jane@acme.com", "--phone", "2612 3456"),
            *("--title", "CTO", "--tag", "q4", "--json"),
        )
        assert added.code == 0, added.err
        return str(added.json["id"])

    return made_once("jane", home, add)


@pytest.fixture
def call(crm: Crm, home: Path, jane: str) -> str:
    """A call to Jane is due today at noon; the follow-up's id."""

    def plan() -> str:
        made = crm("follow-up", "jane", "today 12:00", "about pricing", "--json")
        assert made.code == 0, made.err
        return str(made.json["id"])

    return made_once("call", home, plan)
