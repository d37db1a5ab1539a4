"""The stopwatch on a pseudo-terminal sees what a person would."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from benchmarks.terminal import Terminal


@contextmanager
def running(program: str) -> Iterator[Terminal]:
    terminal = Terminal((sys.executable, "-c", program), os.environ)
    try:
        yield terminal
    finally:
        terminal.close()


def test_text_is_seen_through_colours_and_moves() -> None:
    painted = r"\x1b[2J\x1b[1;1H\x1b[38;2;1;2;3mDue \x1b]0;title\x07tod\x1b[1may\x1b[0m"
    with running(f"print('{painted}', flush=True); input()") as it:
        assert 0 < it.until("Due today") < 30_000


def test_text_that_never_comes_is_an_error_that_shows_what_did() -> None:
    with running("print('something else')") as it, pytest.raises(TimeoutError, match="something else"):
        it.until("Due today", seconds=10)


def test_a_key_is_timed_to_the_last_byte_that_it_causes() -> None:
    with running("print('ready', flush=True)\nwhile True: print(input(), flush=True)") as it:
        it.until("ready")
        it.settle(0.05)
        assert it.press("j\n") > 0


def test_a_key_that_paints_nothing_has_no_time() -> None:
    program = "import time, tty; tty.setraw(0); print('ready', flush=True); time.sleep(60)"
    with running(program) as it:
        it.until("ready")
        it.settle(0.05)
        assert math.isnan(it.press("j"))


def test_the_program_has_the_size_that_was_asked_for() -> None:
    command = (sys.executable, "-c", "import os; print(os.get_terminal_size())")
    terminal = Terminal(command, os.environ, columns=77, rows=21)
    try:
        terminal.until("columns=77, lines=21")
    finally:
        terminal.close()
