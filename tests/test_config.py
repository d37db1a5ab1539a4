"""config.toml, the places of files, and the clock."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.config import Config, document, edit, folders, load, local_zone, moment, paths, set_value
from crm_tui.config.edit import remove_value
from crm_tui.config.entries import place_of
from crm_tui.config.loading import line_of, parse, plain
from crm_tui.config.schema import BY_NAME, KEYS
from crm_tui.domain.errors import ConfigError, UsageError
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Status, Tier

WHOLE = """\
language = "el"
country = "gr"
zone = "Europe/Athens"
owner = "Μαρία"
workdays = ["mon", "Tuesday"]
holidays = [2026-12-25, "2027-01-01"]
day_start = 08:30:00
day_end = "17:00"
theme = "nord"
ascii = true
accessible = true
notify = false
notify_bell = false
notify_desktop = "osc777"
first_screen = "contacts"

[statuses]
new = "open"
won = "closed"

[tiers]
A = 14

[tags]
vip = 7

[outcomes]
"left voicemail" = "tomorrow"

[outcomes.no_answer]
next = "+3bd"
status = { new = "won" }

[keys]
follow_up.done = ["d", "ctrl+d"]
"contact.add" = "a"

[sync]
targets = ["~/share"]
interval = 10

[backup]
folder = "~/copies"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A place for config.toml; nothing is there."""
    return tmp_path / "config.toml"


def _load(file: Path, text: str) -> Config:
    file.write_text(text, encoding="utf-8")
    return load(file)


def test_an_absent_file_means_the_defaults(file: Path) -> None:
    assert load(file) == Config()


def test_an_empty_file_means_the_defaults(file: Path) -> None:
    assert _load(file, "# nothing yet\n") == Config()


def test_every_key_is_read(file: Path) -> None:
    config = _load(file, WHOLE)
    assert (config.language, config.country, config.zone, config.owner) == ("el", "GR", "Europe/Athens", "Μαρία")
    assert config.workdays == {0, 1}
    assert config.holidays == {date(2026, 12, 25), date(2027, 1, 1)}
    assert (config.day_start, config.day_end) == (time(8, 30), time(17))
    assert (config.theme, config.ascii, config.accessible, config.notify) == ("nord", True, True, False)
    assert config.first_screen == "contacts"
    assert config.statuses == (Status("new", is_open=True), Status("won", is_open=False))
    assert config.tiers == {Tier.A: 14, Tier.B: 60, Tier.C: 120}
    assert config.tags == {"vip": 7}
    assert (config.notify_bell, config.notify_desktop) == (False, "osc777")
    assert config.outcomes[Outcome.LEFT_VOICEMAIL].next == "tomorrow"
    assert config.outcomes[Outcome.NO_ANSWER].next == "+3bd"
    assert config.outcomes[Outcome.NO_ANSWER].status == (("new", "won"),)
    assert config.keys == {"follow_up.done": ("d", "ctrl+d"), "contact.add": ("a",)}
    assert (config.sync.targets, config.sync.interval) == (("~/share",), 10)
    assert config.backup.folder == "~/copies"


def test_the_whole_file_uses_every_key_there_is() -> None:
    assert [key.name for key in KEYS if not line_of(WHOLE, key.name)] == []


@pytest.mark.parametrize("key", KEYS, ids=lambda key: key.name)
def test_the_example_of_a_key_is_valid(key: object, file: Path) -> None:
    name, example, is_table = key.name, key.example, key.is_table  # type: ignore[attr-defined]
    table, _, leaf = name.rpartition(".")
    if is_table:
        text = f"[{name}]\n{example}\n"
    else:
        text = f"[{table}]\n{leaf} = {example}\n" if table else f"{leaf} = {example}\n"
    _load(file, text)


@pytest.mark.parametrize(
    ("text", "line", "words", "hint"),
    [
        ('language = "en"\nthem = "nord"\n', 2, 'there is no key "them"', '"theme"'),
        ("\n[backup]\nfoldr = 1\n", 3, 'there is no key "backup.foldr"', '"backup.folder"'),
        ('[colours]\nred = "1"\n', 1, 'there is no key "colours"', "language"),
        ('language = "de"\n', 1, "language must be one of en, fr, el, lv", "en, fr"),
        ("[tags]\nvip = 0\n", 2, "tags.vip must be a whole number above zero", ""),
        ('[tags]\n"#" = 7\n', 2, "tags.# is not a tag", ""),
        ("[tags]\nvip = 7\nVIP = 8\n", 3, "tags.VIP is there twice", ""),
        ('notify_desktop = "yes"\n', 1, "notify_desktop must be one of off, osc9, osc777", ""),
        ('country = "Greece"\n', 1, "country must be a country code", ""),
        ('zone = "Europe/Athina"\n', 1, "zone must be a time zone", ""),
        ('workdays = ["mon", "blursday"]\n', 1, '"blursday" is none', "thursday"),
        ('workdays = ["monkey"]\n', 1, '"monkey" is none', 'Did you mean "monday"?'),
        ('workdays = ["mon tue"]\n', 1, '"mon tue" is none', ""),
        ("workdays = []\n", 1, "at least one day", ""),
        ("holidays = ['soon']\n", 1, "holidays must be a list of dates", ""),
        ('day_start = "9 o\'clock"\n', 1, "day_start must be a time of day", ""),
        ('day_start = "19:00"\nday_end = "18:00"\n', 2, "day_end must be later than day_start", ""),
        ('ascii = "yes"\n', 1, "ascii must be true or false", ""),
        ('[statuses]\nnew = "open"\nlost = "gone"\n', 3, 'statuses.lost must be "open" or "closed"', ""),
        ('[statuses]\nlost = "closed"\n', 1, "must have the status new", ""),
        ("[tiers]\nA = 30\nD = 3\n", 3, "tiers.D is not a tier", "A, B, C"),
        ("[tiers]\nA = 0\n", 2, "tiers.A must be a whole number above zero", ""),
        ('[outcomes]\n"no anser" = "tomorrow"\n', 2, "is not an outcome", '"no answer"'),
        ('[outcomes.busy]\nnexxt = "tomorrow"\n', 1, 'has no "nexxt"', ""),
        ('[outcomes]\nbusy = "blursday"\n', 2, "outcomes.busy next:", ""),
        ('[outcomes.connected]\ndefault = "blursday"\n', 1, "outcomes.connected default:", ""),
        ('[outcomes.busy]\ndefault = "asks"\n', 1, "outcomes.busy default:", ""),
        ('[outcomes.busy]\nstatus = "won"\n', 1, 'names a status "won" that is none', ""),
        ("[keys]\nfollow_up.done = 4\n", 2, "keys.follow_up.done must be a key", ""),
        ('[sync]\ntargets = ["postgresql://me:hunter2@host/crm"]\n', 2, "must not hold a password", ""),
        ("[sync]\ninterval = true\n", 2, "sync.interval must be a whole number", ""),
        ("language = \n", 1, "is not TOML", ""),
    ],
)
def test_an_error_names_file_line_and_key(file: Path, text: str, line: int, words: str, hint: str) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(file, text)
    assert str(file) in caught.value.message
    assert re.search(rf"line {line}\b", caught.value.message)
    assert words in caught.value.message
    assert hint in caught.value.hint


def test_a_file_that_is_not_text_is_refused_in_words(file: Path) -> None:
    file.write_bytes(b'theme = "\xff"')
    with pytest.raises(ConfigError, match="UTF-8"):
        load(file)


def test_the_secret_in_a_refused_target_is_not_repeated(file: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        _load(file, '[sync]\ntargets = ["postgresql://me:hunter2@host/crm"]\n')
    assert "hunter2" not in caught.value.message + caught.value.hint


def test_setting_a_key_keeps_comments_and_order(file: Path) -> None:
    file.write_text('# mine\ntheme = "nord" # blue\nowner = "Ann"\n', encoding="utf-8")
    config = set_value(file, "theme", "dracula")
    assert config.theme == "dracula"
    assert file.read_text(encoding="utf-8") == '# mine\ntheme = "dracula" # blue\nowner = "Ann"\n'


@pytest.mark.parametrize(
    ("name", "value", "read"),
    [
        ("zone", "Europe/Riga", lambda config: config.zone == "Europe/Riga"),
        ("ascii", "yes", lambda config: config.ascii is True),
        ("workdays", "sun,mon", lambda config: config.workdays == {6, 0}),
        ("workdays", "mon  Tues, wednesday", lambda config: config.workdays == {0, 1, 2}),
        ("sync.targets", "~/My Folder, ~/b", lambda config: config.sync.targets == ("~/My Folder", "~/b")),
        ("holidays", "2026-12-25", lambda config: config.holidays == {date(2026, 12, 25)}),
        ("day_end", "17:30", lambda config: config.day_end == time(17, 30)),
        ("tags.vip", "7", lambda config: config.tags == {"vip": 7}),
        ("tiers.B", "45", lambda config: config.tiers[Tier.B] == 45),
        ("statuses.lost", "closed", lambda config: config.statuses[-1] == Status("lost", is_open=False)),
        ("outcomes.busy", "tomorrow", lambda config: config.outcomes[Outcome.BUSY].next == "tomorrow"),
        ("outcomes.no answer.kind", "email", lambda config: config.outcomes[Outcome.NO_ANSWER].kind == "email"),
        ("keys.follow_up.done", "d, D", lambda config: config.keys == {"follow_up.done": ("d", "D")}),
        ("sync.interval", "7", lambda config: config.sync.interval == 7),
        ("backup.folder", "~/b", lambda config: config.backup.folder == "~/b"),
    ],
)
def test_a_key_can_be_set_by_its_name(file: Path, name: str, value: str, read: object) -> None:
    set_value(file, name, value)
    assert read(load(file))  # type: ignore[operator]
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_status_added_by_command_leaves_the_others_in_place(file: Path) -> None:
    assert set_value(file, "statuses.lost", "closed").statuses[:-1] == Config().statuses


@pytest.mark.parametrize(
    ("name", "value"), [("zone", "Mars"), ("them", "x"), ("tiers", "4"), ("tiers.Z", "4"), ("sync.interval", "often")]
)
def test_a_refused_value_leaves_the_file_as_it_was(file: Path, name: str, value: str) -> None:
    file.write_text('owner = "Ann"\n', encoding="utf-8")
    with pytest.raises(ConfigError):
        set_value(file, name, value)
    assert file.read_text(encoding="utf-8") == 'owner = "Ann"\n'
    assert [path.name for path in file.parent.iterdir()] == ["config.toml"]


def test_a_linked_file_is_changed_where_it_lies(file: Path, tmp_path: Path) -> None:
    real = tmp_path / "dotfiles.toml"
    real.write_text('owner = "Ann"\n', encoding="utf-8")
    file.symlink_to(real)
    set_value(file, "owner", "Bea")
    assert file.is_symlink()
    assert real.read_text(encoding="utf-8") == 'owner = "Bea"\n'


@pytest.mark.parametrize(
    "environment",
    [
        {"HOME": "/home/ann"},
        {"HOME": "/home/ann", "XDG_DATA_HOME": "/d", "XDG_CONFIG_HOME": "/c/", "XDG_STATE_HOME": "/s"},
        {"HOME": "/home/ann", "XDG_DATA_HOME": "relative", "XDG_CONFIG_HOME": "", "XDG_STATE_HOME": " "},
        {"HOME": "/"},
    ],
)
def test_our_folders_are_those_of_platformdirs(environment: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    import platformdirs

    for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    for kind in ("data", "config", "state", "log"):
        theirs = getattr(platformdirs, f"user_{kind}_path")("crm", appauthor=False)
        assert Path(folders.folder(kind)) == theirs


def test_the_environment_places_database_and_config(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_DB", "/a/b.db")
    monkeypatch.setenv("CRM_CONFIG", "/a/c.toml")
    assert paths().database == Path("/a/b.db")
    assert paths().config == Path("/a/c.toml")
    assert paths("/x/y.db").database == Path("/x/y.db")
    assert paths().demo == Path("/a/demo.db")


def test_a_typed_time_is_in_the_zone_of_the_rep() -> None:
    assert moment("Europe/Athens", "2026-07-01T09:00").now.isoformat() == "2026-07-01T09:00:00+03:00"
    assert moment("Europe/Athens", "2026-07-01T09:00Z").now.isoformat() == "2026-07-01T12:00:00+03:00"


def test_the_clock_can_be_fixed_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_NOW", "2026-07-01")
    assert moment("UTC").now == datetime(2026, 7, 1, tzinfo=UTC)
    assert moment("UTC", "2026-07-02").now == datetime(2026, 7, 2, tzinfo=UTC)


def test_a_time_that_is_none_is_refused_in_words() -> None:
    with pytest.raises(UsageError, match='"soon" is not a time'):
        moment("UTC", "soon")


@pytest.mark.parametrize(("variable", "zone"), [("Europe/Riga", "Europe/Riga"), (":Asia/Kolkata", "Asia/Kolkata")])
def test_the_zone_is_that_of_the_environment(variable: str, zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", variable)
    assert local_zone() == zone


def test_a_zone_without_a_name_is_told_by_its_offset() -> None:
    script = "from crm_tui.config import local_zone; print(local_zone())"
    for variable, zone in (("XYZ-5", "Etc/GMT-5"), ("XYZ0", "UTC")):
        run = subprocess.run(
            [sys.executable, "-c", script], env={"TZ": variable}, capture_output=True, text=True, check=True
        )
        assert run.stdout.strip() == zone


def test_the_desk_holds_the_house_rules(file: Path) -> None:
    desk = _load(file, WHOLE).desk("2026-11-18T09:00")
    assert desk.moment.zone == "Europe/Athens"
    assert desk.working.day_end == time(17)
    assert desk.open_statuses == {"new"}
    assert (desk.country, desk.language, desk.owner) == ("GR", "el", "Μαρία")


@pytest.mark.parametrize(("locale", "country"), [("el_GR.UTF-8", "GR"), ("C.UTF-8", "US"), ("", "US")])
def test_the_country_is_that_of_the_locale(locale: str, country: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("LC_ALL", raising=False)
    monkeypatch.delenv("LC_TELEPHONE", raising=False)
    monkeypatch.setenv("LANG", locale)
    assert Config().desk("2026-11-18T09:00").country == country


_PLAIN_KEYS = st.sampled_from(["owner", "zone", "ascii", "a-b", "x", "true", "a.b", ""])
_PLAIN_VALUES = st.sampled_from(
    [
        '"Rita"',
        '""',
        "true",
        "false",
        "3",
        '"a" # b',
        '"a\\\\b"',
        '"é"',
        "'a'",
        '"a"b"',
        '"',
        '"""',
        "[1]",
        '"\t"',
        " true",
    ]
)
_PLAIN_LINES = st.one_of(
    st.builds("{} = {}".format, _PLAIN_KEYS, _PLAIN_VALUES),
    st.sampled_from(["", "# note", "# \x01", "[keys]", "a=1", "  ", "# é"]),
)


@given(lines=st.lists(_PLAIN_LINES, max_size=4), end=st.sampled_from(["\n", "\r\n", "\x0c", "\u2028"]))
def test_a_file_that_is_read_without_a_parser_is_read_as_the_parser_does(lines: list[str], end: str) -> None:
    text = end.join(lines)
    found = plain(text)
    if found is not None:
        assert found == tomllib.loads(text)


def test_a_plain_file_is_read_without_a_parser() -> None:
    assert plain('# mine\n\nowner = "Rita"\nascii = true\n') == {"owner": "Rita", "ascii": True}


# Taking out, adding and moving


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [
        ('# mine\ntheme = "nord" # blue\nowner = "Ann"\n', "theme", '# mine\nowner = "Ann"\n'),
        ("[tags]\n# the best\nvip = 7\nfair = 14\n", "tags.vip", "[tags]\n# the best\nfair = 14\n"),
        ('owner = "Ann"\n\n[tags]\nvip = 7\n', "tags.VIP", 'owner = "Ann"\n'),
        ("[tags]\nvip = 7\n\n[tiers]\nA = 9\n", "tiers.a", "[tags]\nvip = 7\n"),
        ('[outcomes.no_answer]\nnext = "+3bd"\nkind = "email"\n', "outcomes.no answer", ""),
        ('[outcomes]\nbusy = { next = "+3bd", kind = "email" } # why\n', "outcomes.busy", ""),
        ("tags = { vip = 7, fair = 14 } # few\n", "tags.vip", "tags = {  fair = 14 } # few\n"),
        ('[keys]\nfollow_up.done = "D"\n"contact.add" = "A"\n', "keys.follow_up.done", '[keys]\n"contact.add" = "A"\n'),
        ('[statuses]\nnew = "open"\nwon = "closed"\n', "statuses", ""),
        ('owner = "Ann"\r\n\r\n[tags]\r\nvip = 7\r\n', "tags", 'owner = "Ann"\r\n'),
        ('owner = "Ann"\n', "theme", 'owner = "Ann"\n'),
        ("", "tags.vip", ""),
    ],
)
def test_a_key_taken_out_leaves_the_rest_as_it_was(file: Path, before: str, name: str, after: str) -> None:
    file.write_bytes(before.encode())
    remove_value(file, name)
    assert file.read_bytes().decode() == after


def test_a_built_in_status_is_taken_out_of_a_list_of_ones_own(file: Path) -> None:
    config = remove_value(file, "statuses.unqualified")
    assert config.statuses == Config().statuses[:-1]
    assert remove_value(file, "statuses").statuses == Config().statuses


@pytest.mark.parametrize("name", ["statuses.new", "them", "sync", "statuses.connected"])
def test_what_cannot_be_taken_out_leaves_the_file_as_it_was(file: Path, name: str) -> None:
    text = '[outcomes.busy]\nstatus = "connected"\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError):
        remove_value(file, name)
    assert file.read_text(encoding="utf-8") == text


def test_statuses_change_places_with_their_remarks(file: Path) -> None:
    file.write_text('[statuses]\nnew = "open" # first\n"on hold" = "open" # waits\nwon = "closed"\n', encoding="utf-8")
    after = edit.change(file, edit.moving("on hold", 1))
    assert after.text == '[statuses]\nnew = "open" # first\nwon = "closed"\n"on hold" = "open" # waits\n'
    assert edit.change(file, edit.moving("on hold", 1)).text == after.text
    assert [status.name for status in after.config.statuses] == ["new", "won", "on hold"]


def test_built_in_statuses_can_be_moved_too(file: Path) -> None:
    names = [status.name for status in edit.change(file, edit.moving("nurture", -1)).config.statuses]
    assert names[3:5] == ["nurture", "qualified"]


def test_a_list_keeps_the_remarks_beside_items_that_stay(file: Path) -> None:
    file.write_text("holidays = [\n  2026-12-25, # Christmas\n  2027-01-01,\n]\n", encoding="utf-8")
    days = [date(2026, 12, 25), date(2026, 12, 26)]
    after = edit.change(file, edit.setting(BY_NAME["holidays"], "", days))
    assert after.config.holidays == set(days)
    assert "2026-12-25, # Christmas\n" in after.text


def test_more_is_said_of_an_outcome_with_a_short_rule(file: Path) -> None:
    file.write_text('[outcomes]\nbusy = "tomorrow" # why\n', encoding="utf-8")
    rule = set_value(file, "outcomes.busy.kind", "email").outcomes[Outcome.BUSY]
    assert (rule.next, rule.kind) == ("tomorrow", "email")
    assert "# why" in file.read_text(encoding="utf-8")


def test_an_outcome_spelled_otherwise_is_the_same_one(file: Path) -> None:
    file.write_text('[outcomes]\nNo_Answer = "tomorrow"\n', encoding="utf-8")
    set_value(file, "outcomes.no answer", "friday")
    assert file.read_text(encoding="utf-8") == '[outcomes]\nNo_Answer = "friday"\n'


def test_a_file_that_says_something_else_than_was_shown_is_not_written(file: Path) -> None:
    file.write_text('owner = "Ann"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="has been changed meanwhile"):
        edit.change(file, edit.setting(BY_NAME["owner"], "", "Bea"), seen="")
    assert file.read_text(encoding="utf-8") == 'owner = "Ann"\n'


def test_a_file_that_is_written_in_too_strange_a_way_is_left_alone(file: Path) -> None:
    text = 'statuses = { new = "open", won = "closed" }\n'
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match="cannot be changed from here"):
        edit.change(file, edit.moving("won", -1))
    assert file.read_text(encoding="utf-8") == text


def test_every_key_has_a_name_of_its_own_for_the_rep() -> None:
    assert len({key.label for key in KEYS}) == len(KEYS)


_PIECES = [
    ["", "# mine\n", "# mine\n\n", "\n"],
    [
        "",
        'owner = "Ann" # me\n',
        "workdays = [\n  'mon', # first\n  'tue',\n]\n",
        'tiers.B = 40\n\nowner = ""\n\n# end\n',
    ],
    ["", "\n# about tags\n[tags]\n# the best\n'a b' = 7 # days\n", "[tags]\nx = 1\n", "tags = { x = 1 }\n"],
    ["", '[outcomes.no_answer]\nnext = "+3bd"\n', '\n[outcomes]\nno_answer.kind = "email"\n\n\n'],
    ["", '[keys]\nfollow_up.done = ["D", "F"]\n', '[statuses]\nnew = "open"\nwon = "closed"\n', "\n# the end\n"],
]
_SETTINGS = st.sampled_from(
    [
        ("theme", "nord"),
        ("holidays", "2026-12-25"),
        ("ascii", "yes"),
        ("tags.VIP", "9"),
        ("tiers.C", "9"),
        ("outcomes.busy", "friday"),
        ("outcomes.no answer.text", "again"),
        ("outcomes.connected.default", "friday"),
        ("keys.contact.add", "A, ctrl+a"),
        ("sync.interval", "9"),
        ("backup.folder", "~/b"),
    ]
)


@given(
    pieces=st.tuples(*map(st.sampled_from, _PIECES)), settings=st.lists(_SETTINGS, min_size=1, max_size=3, unique=True)
)
def test_what_is_set_and_taken_out_again_leaves_the_file_as_it_was(
    pieces: tuple[str, ...], settings: list[tuple[str, str]]
) -> None:
    text = "".join(pieces)
    after = text
    for name, value in settings:
        key, entry = edit.key_of(name, Path("config.toml"))
        after = edit.setting(key, entry, edit.typed(key, value))(after)
    assert parse(after, "config.toml") != parse(text, "config.toml")
    for name, _ in reversed(settings):
        key, entry = edit.key_of(name, Path("config.toml"))
        after = document.without(after, place_of(key, entry))
    assert after == text
