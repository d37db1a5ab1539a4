"""Style sheets are parsed once, whatever comes after them."""

from __future__ import annotations

from typing import Any

import pytest
from textual.color import Color
from textual.css.parse import parse

from crm_tui.screens.sheets import Sheets


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The sheets that Textual has parsed, in order."""
    seen: list[str] = []

    def noting(scope: str, css: str, *args: Any, **kwargs: Any) -> Any:
        seen.append(css)
        return parse(scope, css, *args, **kwargs)

    monkeypatch.setattr("textual.css.stylesheet.parse", noting)
    return seen


def sheets(colour: str, *sources: str) -> Sheets:
    made = Sheets(variables={"tone": colour})
    for number, css in enumerate(sources):
        made.add_source(css, read_from=("here", str(number)))
    made.parse()
    return made


def colours(made: Sheets) -> list[Color]:
    return [rule.styles.color for rule in made.rules]


def test_a_sheet_is_not_parsed_again_when_another_one_comes(parsed: list[str]) -> None:
    made = sheets("red", "Early { color: $tone; }")
    made.add_source("Late { color: $tone; }", read_from=("here", "late"))
    made.reparse()
    assert parsed == ["Early { color: $tone; }", "Late { color: $tone; }"]
    assert colours(made) == [Color.parse("red")] * 2


def test_nor_by_the_app_that_follows(parsed: list[str]) -> None:
    for _ in range(2):
        assert colours(sheets("teal", "Shared { color: $tone; }")) == [Color.parse("teal")]
    assert parsed == ["Shared { color: $tone; }"]


def test_in_another_theme_it_has_other_colours_and_back_again_the_first_ones(parsed: list[str]) -> None:
    made = sheets("navy", "Themed { color: $tone; }")
    for colour in ("olive", "navy"):
        made.set_variables({"tone": colour})
        made.reparse()
        assert colours(made) == [Color.parse(colour)]
    assert len(parsed) == 2


def test_where_it_stands_belongs_to_what_is_parsed(parsed: list[str]) -> None:
    twice = sheets("gray", "Same { color: $tone; }", "Same { color: $tone; }")
    assert len(parsed) == len(twice.rules) == 2
