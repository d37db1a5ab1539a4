from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crm_tui.domain import query
from crm_tui.domain.contact import ContactDraft
from crm_tui.domain.interaction import InteractionKind
from crm_tui.store.incoming import IncomingContact, IncomingInteraction
from crm_tui.store.store import Store
from crm_tui.sync.exporting import ExportOptions, export_file
from tests.sync.office import DESK, brought, written
from tests.sync.test_jsonl import fill

JANE = "a" * 32


def out(store: Store, path: Path, find: str = "", **options: Any) -> list[str]:
    export_file(store.connection, DESK, path, ExportOptions(**options), query.parse(find) if find else None)
    return path.read_text("utf-8").splitlines()


def test_a_list_is_a_table_of_the_columns_that_people_read(store: Store, tmp_path: Path) -> None:
    rows = (
        "Name,Title,Company,E-mail,Phone,Tags",
        "Jane Doe,CEO,Acme,j@acme.example,+14155552671,vip;x",
        "John Roe,,,,,",
    )
    brought(store, written(tmp_path, *rows))
    assert out(store, tmp_path / "list.md", "#vip") == [
        "| name | title | company | email | phone | status | tag |",
        "| --- | --- | --- | --- | --- | --- | --- |",
        "| Jane Doe | CEO | Acme | j@acme.example | +14155552671 | new | vip, x |",
    ]


def test_nothing_in_a_cell_does_anything(store: Store, tmp_path: Path) -> None:
    note = "a | b\n<script>\n![x](https://track.example) \\ `c` & **d**"
    fill(store, [IncomingContact(ContactDraft(name="\u202eJane", note=note))])
    # What is stored is clean; a file may have been written by something else.
    store.connection.execute("UPDATE contact SET name = char(27) || '[31mJane'")
    assert out(store, tmp_path / "list.md", columns=("name", "note"))[2] == (
        r"| ␛\[31mJane | a \| b<br>\<script\><br>!\[x\](https://track.example) \\ \`c\` \& \*\*d\*\* |"
    )


def test_all_kinds_have_their_tables_and_times_are_those_of_the_desk(store: Store, tmp_path: Path) -> None:
    at = datetime(2026, 11, 2, 8, tzinfo=UTC)
    met = IncomingInteraction(contacts=(JANE,), kind=InteractionKind.CALL, at=at, text="Hello")
    fill(store, [IncomingContact(ContactDraft(name="Jane Doe"), JANE)], [met])
    lines = out(store, tmp_path / "all.md", what="all")
    assert [line for line in lines if line.startswith("#")] == [
        "## Contacts",
        "## Companies",
        "## Interactions",
        "## Follow-ups",
    ]
    assert "| 2026-11-02 10:00 | Jane Doe | call |  |  |  | Hello |" in lines
    assert lines[-2:] == [
        "| due | contact | kind | text | priority | state |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
