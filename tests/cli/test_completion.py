"""What the shell offers after Tab."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crm_tui.cli import main
from tests.cli.conftest import Crm, made_once

Offered = Callable[..., list[str]]


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Offered:
    """What a shell is offered for a line, the last word of which is being typed."""

    def complete(*words: str, by: str = "bash") -> list[str]:
        with monkeypatch.context() as patch:
            patch.setenv("_CRM_COMPLETE", f"complete_{by}")
            patch.setenv("COMP_WORDS", "\n".join(("crm", *words)))
            patch.setenv("COMP_CWORD", str(len(words)))
            patch.setenv("_TYPER_COMPLETE_ARGS", " ".join(("crm", *words)))
            patch.setenv("_TYPER_COMPLETE_FISH_ACTION", "get-args")
            capsys.readouterr()
            with pytest.raises(SystemExit) as stop:
                main([])
        assert stop.value.code == 0
        return [line for line in capsys.readouterr().out.split("\n") if line]

    return complete


def test_commands_and_options_are_offered(offered: Offered) -> None:
    assert offered("sh") == ["show"]
    assert set(offered("today", "--")) >= {"--count", "--on", "--json", "--db"}


def test_names_are_offered_in_the_case_in_which_they_are_typed(crm: Crm, jane: str, offered: Offered) -> None:
    assert offered("show", "ja") == ["jane\\ Doe"]
    assert offered("log", "Ja") == ["Jane\\ Doe"]
    assert offered("show", "ja", by="fish") == ["jane Doe"]


def test_companies_tags_and_statuses_are_offered(crm: Crm, jane: str, offered: Offered) -> None:
    assert offered("add", "X", "--company", "ac") == ["acme"]
    assert offered("edit", "jane", "--untag", "q") == []
    assert offered("edit", "jane", "--tag", "q") == ["q4"]
    assert offered("edit", "jane", "--status", "n") == ["new", "nurture"]


def test_words_of_the_trade_are_offered(offered: Offered) -> None:
    assert offered("log", "jane", "me") == ["meeting", "message"]
    assert offered("log", "jane", "call", "--outcome", "bu") == ["busy"]


@pytest.mark.parametrize("name", ["Eve $(touch x)", "Eve `touch x`", "Eve \\$(touch x)", "Eve'; touch x", 'Eve "x"'])
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_name_that_a_shell_would_run_is_not_offered(
    crm: Crm, home: Path, offered: Offered, name: str, shell: str
) -> None:
    made_once(f"named {name}", home, lambda: str(crm("add", name, "--json").json["id"]))
    assert "touch" not in "".join(offered("show", "ev", by=shell))


def test_a_broken_book_spoils_no_command_line(
    offered: Offered, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    assert offered("show", "ja") == []
    monkeypatch.setenv("CRM_CONFIG", __file__)
    assert offered("edit", "jane", "--status", "n") == []
