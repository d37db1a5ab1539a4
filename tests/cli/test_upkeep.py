"""Copies, the check-up, settings and keys."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.actions import ACTIONS
from tests.cli.conftest import Crm


def test_a_backup_can_be_restored(crm: Crm, jane: str, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    assert crm("backup", str(copy), "--json").json["file"] == str(copy)
    crm("delete", "jane")
    crm("trash", "empty", "--yes")
    assert crm("restore", str(copy)).code == 0
    assert crm("show", "jane", "--json").json["id"] == jane


def test_a_backup_without_a_place_goes_to_the_folder_of_the_settings(crm: Crm, jane: str, tmp_path: Path) -> None:
    assert Path(crm("backup", "--json").json["file"]).parent == tmp_path / "book" / "backups"
    crm("config", "backup.folder", str(tmp_path / "copies"))
    assert Path(crm("backup", "--json").json["file"]).parent == tmp_path / "copies"


def test_only_a_backup_is_restored(crm: Crm, jane: str, tmp_path: Path) -> None:
    assert crm("restore", str(tmp_path / "nothing.db")).code == 3
    (tmp_path / "other.db").write_text("no database at all", encoding="utf-8")
    assert crm("restore", str(tmp_path / "other.db")).code == 5
    assert crm("show", "jane").code == 0


def test_the_doctor_finds_a_new_book_in_order(crm: Crm, jane: str) -> None:
    checked = crm("doctor", "--json")
    assert checked.code == 0
    assert {each["level"] for each in checked.json["findings"]} == {"ok"}


def test_the_doctor_reports_and_mends(crm: Crm, jane: str, tmp_path: Path) -> None:
    database = tmp_path / "book" / "crm.db"
    database.chmod(0o644)
    assert f"chmod 600 {database}" in crm("doctor").out
    mended = crm("doctor", "--fix")
    assert mended.code == 0
    assert database.stat().st_mode & 0o777 == 0o600


def test_config_shows_sets_and_finds_the_settings(crm: Crm, tmp_path: Path) -> None:
    assert crm("config", "--json").json["day_start"] == "09:00"
    assert crm("config", "path").out == f"{tmp_path / 'config.toml'}\n"
    assert crm("config", "owner", "Rita", "Ozola").out == "owner is now Rita Ozola\n"
    assert crm("config", "show", "--json").json["owner"] == "Rita Ozola"
    assert crm("config", "owner", "--json").json == {"owner": "Rita Ozola"}


def test_config_takes_a_key_out_and_says_what_counts_then(crm: Crm, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('# mine\nday_start = "08:00"\n\n[tags]\nvip = 7\n', encoding="utf-8")
    assert crm("config", "day_start", "--unset").out == "day_start is now 09:00\n"
    assert crm("config", "tags.vip", "--unset").out == "tags.vip is not set\n"
    assert crm("config", "tiers", "--unset", "--json").json == {"tiers.A": 30, "tiers.B": 60, "tiers.C": 120}
    assert file.read_text(encoding="utf-8") == "# mine\n"
    assert crm("config", "day_start", "10:00", "--unset").code == crm("config", "--unset").code == 2
    assert crm("config", "day_strat", "--unset").err.endswith('Did you mean "day_start"?\n')


def test_config_sets_an_entry_of_a_table(crm: Crm) -> None:
    assert crm("config", "tiers.A", "10", "--json").json == {"tiers.A": 10}
    assert crm("config", "tiers", "--json").json == {"tiers.A": 10, "tiers.B": 60, "tiers.C": 120}


@pytest.mark.parametrize(
    ("words", "hint"),
    [(("them", "nord"), "theme"), (("zone", "Mars"), ""), (("keys.follow_up.don", "d"), "follow_up.done")],
)
def test_config_refuses_what_is_wrong_and_names_the_nearest(crm: Crm, words: tuple[str, str], hint: str) -> None:
    refused = crm("config", *words)
    assert refused.code == 2
    assert hint in refused.err


def test_a_broken_config_stops_every_command_that_needs_it(crm: Crm, jane: str, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("\nthem = 'nord'\n", encoding="utf-8")
    refused = crm("find", "jane")
    assert refused.code == 2
    assert refused.err == f'crm: {tmp_path / "config.toml"}, line 2: there is no key "them".\n  Did you mean "theme"?\n'


def test_keys_lists_every_action_with_ones_own_keys(crm: Crm) -> None:
    crm("config", "keys.follow_up.done", "D")
    listed = {each["id"]: each["keys"] for each in crm("keys", "--json").json}
    assert set(listed) == {action.id for action in ACTIONS}
    assert listed["follow_up.done"] == ["D"]
    assert "follow_up.done" in crm("keys").out


def test_a_key_that_means_something_already_is_refused_in_one_sentence(crm: Crm, tmp_path: Path) -> None:
    crm("config", "owner", "Rita")
    before = (tmp_path / "config.toml").read_text(encoding="utf-8")
    refused = crm("config", "keys.follow_up.done", "s")
    assert refused.code == 2
    assert refused.err == (
        "crm: [keys] s would mean both follow_up.done and follow_up.snooze on Today.\n  Give one of them another key.\n"
    )
    assert (tmp_path / "config.toml").read_text(encoding="utf-8") == before


def test_keys_names_a_clash_after_the_list_that_helps_to_mend_it(crm: Crm, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\n"follow_up.done" = "s"\n', encoding="utf-8")
    listed = crm("keys")
    assert listed.code == 2
    assert "follow_up.snooze" in listed.out
    assert "would mean both" in listed.err


def test_an_editor_needs_a_terminal(crm: Crm) -> None:
    assert crm("config", "edit").code == 2


@pytest.mark.parametrize("words", [(), ("demo",)])
def test_the_app_needs_a_terminal_and_says_so_in_one_sentence(crm: Crm, words: tuple[str, ...], tmp_path: Path) -> None:
    refused = crm(*words)
    assert (refused.code, refused.out) == (2, "")
    assert "terminal" in refused.err
    assert not (tmp_path / "book").exists()
