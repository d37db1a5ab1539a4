"""From nothing to a first contact: welcome, import, review, undo."""

from __future__ import annotations

from pathlib import Path

from crm_tui.screens.dialogs.welcome import WelcomeDialog
from tests.screens.rep import at_desk

_COLUMNS = (
    *("Name", "Given Name", "Family Name", "Group Membership", "E-mail 1 - Type", "E-mail 1 - Value"),
    *("Phone 1 - Type", "Phone 1 - Value", "Organization 1 - Name", "Organization 1 - Title"),
)
GOOGLE = f"""\
{",".join(_COLUMNS)}
Ilze Bērziņa,Ilze,Bērziņa,* myContacts ::: Expo,* Work,ilze@medus.example,Mobile,+371 20 000 001,Medus SIA,Owner
Νίκος Παπαδόπουλος,Νίκος,Παπαδόπουλος,* myContacts,* Work,nikos@elia.example ::: n.pap@elia.example,,,Ελιά ΑΕ,
"""


async def test_a_new_rep_imports_a_file_looks_at_it_and_takes_it_back(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(GOOGLE, encoding="utf-8")
    async with at_desk(tmp_path / "crm.db") as rep:
        assert rep.sees("Welcome")
        await rep.press("2")
        await rep.type(str(tmp_path / "contacts.csv"))
        await rep.press("enter")
        assert rep.sees("Google Contacts")
        await rep.press("enter")
        assert rep.sees("2 created   0 updated")
        await rep.press("enter", "escape")
        assert "2 created" in rep.toast
        assert rep.sees("Ilze Bērziņa")
        await rep.press("3", "/")
        await rep.type("papado")
        assert "Νίκος Παπαδόπουλος" in rep.highlighted
        assert rep.sees("nikos@elia.example")
        await rep.press("escape", "z")
        assert "Undid: Imported contacts.csv" in rep.toast
        assert not rep.sees("Νίκος")
        await rep.press("Z")
        assert rep.sees("Νίκος")


async def test_each_choice_of_the_welcome_is_one_line(tmp_path: Path) -> None:
    async with at_desk(tmp_path / "crm.db", size=(74, 24)) as rep:
        rep.app.has_sample = True
        await rep.press("escape")
        rep.app.push_screen(WelcomeDialog())
        await rep.idle()
        rows = [line.strip("│ ") for line in rep.look().splitlines()]
        first = next(number for number, row in enumerate(rows) if row.startswith("1  Look around"))
        assert [row[:1] for row in rows[first : first + 4]] == ["1", "2", "3", ""]


async def test_importing_the_same_file_twice_is_said_to_change_nothing(tmp_path: Path) -> None:
    (tmp_path / "contacts.csv").write_text(GOOGLE, encoding="utf-8")
    async with at_desk(tmp_path / "crm.db") as rep:
        await rep.press("2")
        await rep.type(str(tmp_path / "contacts.csv"))
        await rep.press("enter", "enter", "enter", "escape", "I")
        await rep.type(str(tmp_path / "contacts.csv"))
        await rep.press("enter", "enter")
        assert rep.sees("0 created   0 updated   2 unchanged")
        await rep.press("enter")
        assert rep.sees("There is nothing to import")


async def test_a_file_that_does_not_exist_is_said_in_the_dialog(tmp_path: Path) -> None:
    async with at_desk(tmp_path / "crm.db") as rep:
        await rep.press("2")
        await rep.type("/nowhere/contacts.csv")
        await rep.press("enter")
        assert rep.sees("There is no file /nowhere/contacts.csv")


async def test_a_new_rep_starts_empty_and_adds_the_first_contact(tmp_path: Path) -> None:
    async with at_desk(tmp_path / "crm.db") as rep:
        await rep.press("3")
        assert rep.sees("Nothing is due")
        await rep.press("a")
        await rep.type("Jane Doe, Acme Ltd, jane@acme.example, +371 20 000 000, #expo")
        assert rep.sees("company Acme Ltd")
        assert rep.sees("tag #expo")
        await rep.press("enter")
        assert "Added Jane Doe" in rep.toast
        assert rep.sees("No next step")
        assert rep.sees("Acme Ltd")


async def test_someone_who_is_known_already_is_named_while_typing(tmp_path: Path) -> None:
    async with at_desk(tmp_path / "crm.db") as rep:
        await rep.press("3", "a")
        await rep.type("Jane Doe, Acme Ltd, jane@acme.example")
        await rep.press("enter", "a")
        await rep.type("J. Doe, jane@acme.example")
        assert rep.sees("like Jane Doe")


async def test_the_welcome_does_not_come_back(tmp_path: Path) -> None:
    async with at_desk(tmp_path / "crm.db") as rep:
        await rep.press("3", "a")
        await rep.type("Jane Doe")
        await rep.press("enter")
    async with at_desk(tmp_path / "crm.db") as rep:
        assert not rep.sees("Welcome")
