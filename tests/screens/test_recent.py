"""What was chosen in the palette last."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain.errors import DatabaseError
from crm_tui.screens.recent import MOST, Recent


def test_the_newest_choice_is_first_and_stands_there_once(tmp_path: Path) -> None:
    recent = Recent(tmp_path / "crm.db")
    for choice in ("action:a", "contact:1", "action:a"):
        recent.use(choice)
    assert Recent(tmp_path / "crm.db").choices == ("action:a", "contact:1")
    assert [path.name for path in tmp_path.iterdir()] == [".crm.db.recent.json"]


def test_the_oldest_choices_are_forgotten(tmp_path: Path) -> None:
    recent = Recent(tmp_path / "crm.db")
    for number in range(MOST + 5):
        recent.use(f"action:{number}")
    assert len(recent.choices) == MOST
    assert recent.choices[0] == f"action:{MOST + 4}"


@pytest.mark.parametrize("text", ["", "{", '{"a": 1}', "[1, null, [2]]", f'["{"x" * 200}"]', "[" + '"a",' * 20_000])
def test_a_file_that_is_not_ours_holds_no_choices(tmp_path: Path, text: str) -> None:
    recent = Recent(tmp_path / "crm.db")
    recent.path.write_text(text, encoding="utf-8")
    assert not recent.choices
    recent.use("action:a")
    assert recent.choices == ("action:a",)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseError, match="cannot be kept in"):
        Recent(tmp_path / "gone" / "crm.db").use("action:a")
