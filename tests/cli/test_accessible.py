"""The option that opens the app for screen readers, before the name of a command, after it, or alone."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crm_tui.config import Config
from crm_tui.screens import app
from tests.blank import blank
from tests.cli.conftest import Crm


@pytest.fixture
def opened(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Config]]:
    """The settings of each app that would have been opened."""
    found: list[Config] = []

    def run(config: Config, **_: Any) -> int:
        found.append(config)
        return 0

    monkeypatch.setattr(app, "run", run)
    monkeypatch.setattr(app, "check_terminal", lambda: None)
    blank(home / "book" / "demo.db")
    yield found
    gc.enable()  # which the app does


@pytest.mark.parametrize(
    ("words", "is_accessible"),
    [((), False), (("--accessible",), True), (("--accessible", "demo"), True), (("demo", "--accessible"), True)],
)
def test_the_option_opens_the_app_for_screen_readers(
    crm: Crm, opened: list[Config], words: tuple[str, ...], *, is_accessible: bool
) -> None:
    assert crm(*words).code == 0
    assert [config.accessible for config in opened] == [is_accessible]


def test_the_setting_does_so_for_good(crm: Crm, opened: list[Config]) -> None:
    crm("config", "accessible", "true")
    crm()
    assert [config.accessible for config in opened] == [True]


def test_the_help_names_it(crm: Crm) -> None:
    assert "--accessible" in crm("--help").out
