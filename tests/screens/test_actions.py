from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest

from crm_tui import actions
from crm_tui.actions import ACTIONS, SCREENS, Scope, shown
from crm_tui.domain.errors import ConfigError
from crm_tui.screens.app import CrmApp
from crm_tui.screens.bindings import is_key, keymap, normal
from crm_tui.screens.widgets.record_list import RecordList

HOMES = {
    Scope.TODAY: "today:TodayScreen",
    Scope.CONTACTS: "contacts:ContactsScreen",
    Scope.CONTACT: "contact:ContactScreen",
    Scope.COMPANIES: "companies:CompaniesScreen",
    Scope.COMPANY: "company:CompanyScreen",
    Scope.FOLLOW_UPS: "follow_ups:FollowUpsScreen",
    Scope.WORK: "work.screen:WorkScreen",
    Scope.DATA: "data.screen:DataScreen",
    Scope.DUPLICATES: "duplicates.screen:DuplicatesScreen",
    Scope.SETTINGS: "settings.screen:SettingsScreen",
    Scope.BLOCK: "dialogs.paused:PausedDialog",
    Scope.SUMMARY: "dialogs.summary:SummaryDialog",
    Scope.DIALOG: "dialogs.dialog:Dialog",
    Scope.LOG: "dialogs.log:LogDialog",
    Scope.ENTRY: "dialogs.entry:EntryDialog",
    Scope.WRITING: "dialogs.note_field:NotedDialog",
    Scope.KINDS: "dialogs.kinds:KindsDialog",
    Scope.SNOOZE: "dialogs.snooze:SnoozeDialog",
    Scope.STATUS: "dialogs.status:StatusDialog",
    Scope.VIEWS: "dialogs.views:ViewsDialog",
    Scope.MERGE: "dialogs.merge:MergeDialog",
    Scope.ADDING: "dialogs.add_contact:AddContactDialog",
    Scope.WELCOME: "dialogs.welcome:WelcomeDialog",
    Scope.COLUMNS: "dialogs.import_columns:ImportColumnsDialog",
    Scope.PREVIEW: "dialogs.import_preview:ImportPreviewDialog",
    Scope.GUIDE: "dialogs.guide:GuideEndDialog",
}


def home(scope: Scope) -> type[Any]:
    if scope is Scope.EVERYWHERE:
        return CrmApp
    if scope is Scope.LIST:
        return RecordList
    module, _, name = HOMES[scope].partition(":")
    found: type[Any] = getattr(import_module(f"crm_tui.screens.{module}"), name)
    return found


@pytest.mark.parametrize("scope", Scope)
def test_every_action_has_a_handler_where_it_works(scope: Scope) -> None:
    missing = [one.id for one in actions.of(scope) if not callable(getattr(home(scope), f"action_{one.method}", None))]
    assert not missing


@pytest.mark.parametrize("scope", Scope)
def test_every_place_binds_its_actions_by_id(scope: Scope) -> None:
    bound = {binding.id for _, binding in home(scope)._merged_bindings}
    assert {one.id for one in actions.of(scope)} <= bound


@pytest.mark.parametrize("scope", SCREENS)
def test_no_key_means_two_things_on_a_screen(scope: Scope) -> None:
    keys = [normal(key) for one in actions.on(scope) for key in one.keys]
    assert sorted(keys) == sorted(set(keys))


def test_ids_are_unique_and_every_key_is_one() -> None:
    assert len({one.id for one in ACTIONS}) == len(ACTIONS)
    assert all(is_key(key) for one in ACTIONS for key in one.keys)


def test_no_action_needs_a_key_that_terminals_drop() -> None:
    kept = {"ctrl+p", "ctrl+e"}
    assert {key for one in ACTIONS for key in one.keys if "ctrl" in key or "alt" in key} == kept


def test_the_same_letter_means_the_same_on_every_screen() -> None:
    meanings: dict[str, set[str]] = {}
    for scope in SCREENS:
        for one in actions.of(scope):
            for key in one.keys:
                meanings.setdefault(key, set()).add(one.id)
    for digit in "123456789":  # places, but in a block outcomes
        meanings.pop(digit, None)
    assert not {key: ids for key, ids in meanings.items() if len(ids) > 1}


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("ctrl+p", "Ctrl+P"),
        ("?", "?"),
        ("question_mark", "?"),
        ("enter", "Enter"),
        ("escape", "Esc"),
        ("down", "↓"),
        ("G", "G"),
        ("f2", "F2"),
        ("pagedown", "PgDn"),
        ("+", "+"),
    ],
)
def test_keys_are_shown_as_they_are_printed_on_the_keyboard(key: str, words: str) -> None:
    assert shown(key) == words


def test_a_rep_may_move_an_action_to_other_keys() -> None:
    assert keymap({"follow_up.done": ("D", "ctrl+d")}) == {"follow_up.done": "D,ctrl+d"}


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"follow_up.dnoe": ("d",)}, "Did you mean 'follow_up.done'?"),
        ({"follow_up.done": ("ctrl+",)}, "is not a key"),
        ({"follow_up.done": ("g g",)}, "is not a key"),
        ({"follow_up.done": ("ctrl+i",)}, "is not a key"),
        ({"follow_up.done": ()}, "has no key"),
        ({"follow_up.done": ("s",)}, "would mean both"),
        ({"follow_up.done": ("question_mark",)}, "would mean both"),
    ],
)
def test_keys_that_make_no_sense_are_refused_in_words(keys: dict[str, tuple[str, ...]], words: str) -> None:
    with pytest.raises(ConfigError, match=words.replace("?", r"\?")):
        keymap(keys)


def test_two_actions_may_trade_keys() -> None:
    assert keymap({"follow_up.done": ("s",), "follow_up.snooze": ("d",)})
