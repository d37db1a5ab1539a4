from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crm_tui
from crm_tui import actions
from crm_tui.domain.errors import CrmError
from crm_tui.screens.dialogs.import_file import in_bytes
from crm_tui.screens.importing import files
from crm_tui.screens.importing.fields import in_words, twice
from crm_tui.screens.importing.files import Folders, Listing, completed, dropped, listing, located
from crm_tui.screens.importing.terms import Terms
from crm_tui.screens.importing.wording import in_app

ENDINGS = (".csv", ".vcf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with an older and a newer file to import, another file, a hidden one, and a folder."""
    place = tmp_path / "Downloads"
    (place / "contacts old").mkdir(parents=True)
    for age, name in enumerate(("contacts.CSV", "clients.csv", "photo.png", ".hidden.csv")):
        (place / name).write_text("x", encoding="utf-8")
        os.utime(place / name, (1_000_000 - age, 1_000_000 - age))
    return place


def names(found: Listing) -> list[str]:
    return [entry.name for entry in found.entries]


def test_files_to_import_come_first_the_newest_before_the_others_and_hidden_ones_not_at_all(folder: Path) -> None:
    found = listing(folder, "", ENDINGS)
    assert names(found) == ["contacts.CSV", "clients.csv", "contacts old", "photo.png"]
    assert [entry.is_readable for entry in found.entries] == [True, True, False, False]


def test_a_part_of_a_name_is_enough_and_a_full_stop_shows_the_hidden(folder: Path) -> None:
    assert names(listing(folder, "ONTACT", ENDINGS)) == ["contacts.CSV", "contacts old"]
    assert names(listing(folder, ".h", ENDINGS)) == [".hidden.csv"]


def test_a_large_folder_is_cut_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST_ENTRIES", 2)
    found = listing(folder, "", ENDINGS)
    assert len(found.entries) == 2
    assert found.is_cut
    assert not listing(folder, "clients", ENDINGS).is_cut


def test_a_link_that_leads_nowhere_and_a_name_that_is_no_text_are_listed(tmp_path: Path) -> None:
    (tmp_path / "lost.csv").symlink_to(tmp_path / "nowhere")
    (tmp_path / os.fsdecode(b"caf\xe9.csv")).write_text("x", encoding="utf-8")
    found = listing(tmp_path, "", ENDINGS)
    assert names(found) == ["caf\ufffd.csv", "lost.csv"]
    assert [entry.is_readable for entry in found.entries] == [True, False]


def test_a_folder_that_is_none_is_refused_in_a_sentence(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(CrmError, match="There is no folder"):
        listing(tmp_path / "nowhere", "", ENDINGS)
    with pytest.raises(CrmError, match="cannot be read: Not a directory"):
        listing(folder / "clients.csv", "", ENDINGS)


@pytest.mark.parametrize(
    "text",
    [
        "/lists/my contacts.csv",
        " /lists/my contacts.csv\n",
        "'/lists/my contacts.csv'",
        '"/lists/my contacts.csv"',
        r"/lists/my\ contacts.csv",
        "file:///lists/my%20contacts.csv",
    ],
)
def test_a_dropped_path_is_taken_out_of_what_a_terminal_puts_around_it(text: str) -> None:
    assert dropped(text) == "/lists/my contacts.csv"


def test_quotes_within_a_dropped_path_are_read_as_a_shell_reads_them() -> None:
    assert dropped(r"'/lists/it'\''s mine.csv'") == "/lists/it's mine.csv"
    assert dropped("'/lists/ours' and 'yours'") == "/lists/ours' and 'yours"


def test_a_path_may_begin_with_a_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/rita")
    assert located("$HOME/a.csv", Path("/")) == (Path("/home/rita"), "a.csv")
    assert located("$NO_SUCH/a.csv", Path("/")) == (Path("/$NO_SUCH"), "a.csv")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_a_device_and_what_can_be_no_name_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    for path in (tmp_path / "pipe.csv", Path("/dev/zero"), Path("a" * 300), Path("a\0b"), tmp_path):
        assert not files.can_be_imported(path)
        assert not files.is_file(path)


@given(st.text())
def test_whatever_is_typed_leads_to_some_place(text: str) -> None:
    folder, part = located(dropped(text), Path("/home"))
    assert isinstance(folder, Path)
    assert os.sep not in part


def test_a_path_is_seen_from_the_folder_that_is_listed(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(folder))
    assert located("", folder) == (folder, "")
    assert located("cli", folder) == (folder, "cli")
    assert located("contacts old/", folder) == (folder / "contacts old", "")
    assert located("~/cli", Path("/")) == (folder, "cli")
    assert located("/etc/pass", folder) == (Path("/etc"), "pass")


def test_tab_completes_as_far_as_all_names_agree(folder: Path) -> None:
    found = listing(folder, "c", ENDINGS)
    assert completed("c", found, "c") == "c"
    assert completed("~/CO", found, "CO") == "~/contacts"
    assert completed("cl", found, "cl") == "clients.csv"
    assert completed("contacts ", found, "contacts ") == "contacts old/"
    assert completed("xy", found, "xy") == "xy"


def test_the_folder_for_downloads_is_as_the_desktop_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert files.downloads() == tmp_path
    (tmp_path / "Downloads").mkdir()
    assert files.downloads() == tmp_path / "Downloads"
    (tmp_path / ".config").mkdir()
    (tmp_path / ".config" / "user-dirs.dirs").write_text('XDG_DOWNLOAD_DIR="$HOME/Lejupielādes"\n', encoding="utf-8")
    assert files.downloads() == tmp_path / "Downloads"
    (tmp_path / "Lejupielādes").mkdir()
    assert files.downloads() == tmp_path / "Lejupielādes"


def test_the_folders_used_last_are_remembered_while_they_are_there(tmp_path: Path) -> None:
    places = [tmp_path / str(number) for number in range(7)]
    folders = Folders(tmp_path / "crm.db")
    for place in places:
        place.mkdir()
        folders.use(place)
    folders.use(places[4])
    assert Folders(tmp_path / "crm.db").latest() == (places[4], places[6], places[5], places[3], places[2])
    places[6].rmdir()
    assert places[6] not in folders.latest()
    (tmp_path / ".crm.db.folders.json").write_text("{", encoding="utf-8")
    assert folders.latest() == ()


def test_what_was_said_of_a_file_survives_as_a_draft() -> None:
    terms = Terms(path=Path("/x.csv"), encoding="cp1252", columns={0: "name", 7: "-"}, tag="fair", mode="create")
    assert Terms.of_draft(terms.draft()) == terms
    assert Terms.of_draft({}) is None


def test_a_column_is_named_by_its_heading_and_by_number_where_that_is_not_enough() -> None:
    terms = Terms(path=Path("/x.csv"), columns={0: "name", 1: "phone", 2: "email", 3: "note"})
    assert terms.overrides(["Who", "Titre", "Titre", ""]) == {"Who": "name", "2": "phone", "3": "email", "4": "note"}


def test_fields_are_told_in_words() -> None:
    assert in_words("given_name") == "First name"
    assert in_words("phone.fax") == "Phone, fax"
    assert in_words("email (label)") == "E-mail: label"
    assert in_words("external_id + url") == "Id in that program + Web address"
    assert in_words("custom.Shoe size") == "own field: Shoe size"
    assert twice(iter(("name", "email", "email", "name", "company"))) == {"name"}


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 B"), (999, "999 B"), (1_499, "1 kB"), (2_500_000, "2.5 MB"), (3_000_000_000, "3.0 GB")]
)
def test_sizes_are_told_as_people_read_them(size: int, words: str) -> None:
    assert in_bytes(size) == words


#: The keys that every action has of itself.
PRINTED = actions.printed({})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "Other values were kept. To take the file's, say --mode update.",
            "Other values were kept. To take the file's, choose “The file is right” with m.",
        ),
        ("1 row is left alone (--mode create): a.csv row 2.", "1 row is left alone: a.csv row 2."),
        ("1 row is about the trash (crm trash restore).", "1 row is about the trash."),
        (
            "The sheet “A” was read, not “B”: --sheet NAME.",
            "The sheet “A” was read, not “B”. In the step before, h takes another.",
        ),
        ("3 blank rows were skipped (rows 2, 3, 4).", "3 blank rows were skipped (rows 2, 3, 4)."),
        ("The sheet “{go.today} {x}” was read, not “B”.", "The sheet “{go.today} {x}” was read, not “B”."),
        ("All is well. Say --no-such-option. Go on.", "All is well. Go on."),
    ],
)
def test_notes_name_keys_in_place_of_the_options_of_the_command_line(words: str, said: str) -> None:
    assert in_app(words, PRINTED) == said


def _said() -> list[str]:
    """Every text in what reads and stores files that names an option or a command, a part of it at least."""
    package = Path(crm_tui.__file__).parent
    modules = [path for folder in ("sync", "store/bulk") for path in sorted((package / folder).rglob("*.py"))]
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in modules]
    texts = {text for tree in trees for text in _texts(tree)}
    shown = (text for text in texts if "\n" not in text and "``" not in text)
    return sorted(text for text in shown if re.search(r"(?<![\w-])--[a-z]", text))


def _texts(node: ast.AST) -> Iterator[str]:
    """The texts of a module, X in place of what is put into them."""
    if isinstance(node, ast.JoinedStr):
        yield "".join(str(each.value) if isinstance(each, ast.Constant) else "X" for each in node.values)
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    else:
        for each in ast.iter_child_nodes(node):
            yield from _texts(each)


@pytest.mark.parametrize("words", _said())
@pytest.mark.parametrize("is_done", [False, True])
def test_every_option_that_is_named_has_a_way_of_the_app(words: str, *, is_done: bool) -> None:
    said = in_app(words, PRINTED, is_done=is_done)
    assert said
    assert "--" not in said
