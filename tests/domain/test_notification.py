"""What a terminal is told so that it notifies the desktop."""

from __future__ import annotations

from crm_tui.domain.notification import sequence


def test_each_way_has_its_own_words() -> None:
    assert sequence("osc9", "2 due") == "\x1b]9;crm: 2 due\x1b\\"
    assert sequence("osc777", "2 due; more") == "\x1b]777;notify;crm;2 due, more\x1b\\"


def test_tmux_is_asked_to_pass_it_on() -> None:
    assert sequence("osc9", "2 due", in_tmux=True) == "\x1bPtmux;\x1b\x1b]9;crm: 2 due\x1b\x1b\\\x1b\\"


def test_nothing_in_the_text_ends_the_sequence() -> None:
    said = sequence("osc9", "a\x1b\\b\x07c")
    assert said.count("\x1b") == 2
    assert "\x07" not in said
