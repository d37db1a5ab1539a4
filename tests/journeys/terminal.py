"""A terminal of its own for the whole program: a pty, and a screen that understands what is written to it."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pexpect
import pyte

#: Seconds within which a slow machine shows what it should.
PATIENCE = 20.0


class Terminal:
    """``crm`` with ``arguments`` in a terminal of 100 by 30, with ``environment`` beside what it needs."""

    def __init__(self, home: Path, *arguments: str, environment: Mapping[str, str] | None = None) -> None:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_STATE_HOME": str(home / "state"),
            **(environment or {}),
        }
        self._screen = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._screen)
        self.written = b""
        self.child = pexpect.spawn(
            sys.executable, ["-m", "crm_tui", *arguments], env=environment, dimensions=(30, 100), timeout=PATIENCE
        )

    def until(self, text: str) -> None:
        """Waits until ``text`` is on the screen."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if text in self.look():
                return
            self._take(0.05)
        raise AssertionError(f"{text!r} was never seen in\n{self.look()}")

    def until_at(self, text: str) -> None:
        """Waits until the cursor is on a line with ``text``."""
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            if text in self._screen.display[self._screen.cursor.y]:
                return
            self._take(0.05)
        raise AssertionError(f"the cursor was never on {text!r} in\n{self.look()}")

    @property
    def has_cursor(self) -> bool:
        """Whether the cursor is to be seen."""
        return not self._screen.cursor.hidden

    def look(self) -> str:
        """The screen as text."""
        return "\n".join(self._screen.display)

    def press(self, keys: str) -> None:
        """Sends keys as a keyboard would."""
        self.child.send(keys)

    def end(self) -> int:
        """Waits for the program to end; its exit code."""
        limit = time.monotonic() + PATIENCE
        while self.child.isalive() and time.monotonic() < limit:
            self._take(0.05)
        self._take(0.05)
        self.child.close()
        return int(self.child.exitstatus if self.child.exitstatus is not None else -(self.child.signalstatus or 0))

    def _take(self, seconds: float) -> None:
        try:
            read: bytes = self.child.read_nonblocking(65_536, seconds)
        except (pexpect.TIMEOUT, pexpect.EOF):
            return
        self.written += read
        self._stream.feed(read)
