"""Mappings that the rep keeps, as the command line tells of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Crm

MAPPED = ("--map", "Person=name", "--map", "Post=email", "--map", "Nr=external_id")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "fair.csv"
    path.write_text("Nr;Person;Post;Titre;Titre\n7;Jane Doe;jane@acme.example;x;y\n", encoding="utf-8")
    return path


def test_a_mapping_is_kept_and_used_for_the_same_headings(crm: Crm, file: Path) -> None:
    first = crm("sync", "import", str(file), *MAPPED, "--save-preset", "Fair", "--json")
    assert (first.code, first.json["created"], first.json["sources"][0]["preset"]) == (0, 1, "fair")
    second = crm("sync", "import", str(file), "--json")
    assert (second.json["unchanged"], second.json["sources"][0]["preset"]) == (1, "fair")
    assert second.json["sources"][0]["columns"] == first.json["sources"][0]["columns"]
    listed = crm("sync", "presets", "--json").json
    assert listed[0] == {"name": "fair", "title": "fair (saved mapping)", "what": "contacts", "whose": "yours"}
    assert "hubspot" in [each["name"] for each in listed]


def test_a_dry_run_keeps_no_mapping(crm: Crm, file: Path) -> None:
    assert crm("sync", "import", str(file), *MAPPED, "--save-preset", "fair", "--dry-run").code == 0
    assert all(each["whose"] == "crm" for each in crm("sync", "presets", "--json").json)


@pytest.mark.parametrize("name", ["google", "../escape", "a b", "-"])
def test_a_name_that_is_taken_or_no_file_s_is_refused(crm: Crm, file: Path, name: str) -> None:
    done = crm("sync", "import", str(file), *MAPPED, f"--save-preset={name}")
    assert done.code == 2
    assert all(each["whose"] == "crm" for each in crm("sync", "presets", "--json").json)
