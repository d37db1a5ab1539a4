"""A program in a pseudo-terminal, watched with a stopwatch."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from typing import Self

_SEQUENCES = re.compile(
    rb"\x1b(?:\[[0-?]*[ -/]*[@-~]"  # CSI
    rb"|[\]P^_X][^\x07\x1b]*(?:\x07|\x1b\\)"  # OSC, DCS and their like
    rb"|[ -/]*[0-~])"  # two-byte escapes
    rb"|[\x00-\x20\x7f]"
)


class Terminal:
    """Runs ``command`` in a terminal of its own. Times are milliseconds since just before it was started."""

    def __init__(
        self, command: Sequence[str], environment: Mapping[str, str], *, columns: int = 120, rows: int = 40
    ) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        self.output = bytearray()
        self._began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=environment, start_new_session=True
        )
        os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The process id of the program."""
        return self._process.pid

    def read(self, seconds: float) -> bytes:
        """What comes next, b"" when nothing does within ``seconds`` or the program has ended."""
        ready, _, _ = select.select([self._master], [], [], max(0.0, seconds))
        if not ready:
            return b""
        try:
            data = os.read(self._master, 1 << 16)
        except OSError:
            data = b""
        self.output += data
        return data

    def until(self, text: str, *, seconds: float = 30) -> float:
        """When ``text`` had been written; "" stands for anything visible at all.

        Raises TimeoutError when it does not come.
        """
        wanted = text.encode().replace(b" ", b"")
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            if (seen := _SEQUENCES.sub(b"", bytes(self.output))) and wanted in seen:
                return (time.perf_counter() - self._began) * 1000
            data = self.read(end - time.perf_counter())
            if not data and self._process.poll() is not None:
                break
        tail = _SEQUENCES.sub(b" ", bytes(self.output))[-400:].decode(errors="replace")
        raise TimeoutError(f"{text!r} was not painted; the last of the output: {tail}")

    def settle(self, quiet: float = 0.3, *, seconds: float = 10) -> None:
        """Reads until nothing comes for ``quiet`` seconds, ``seconds`` at most."""
        end = time.perf_counter() + seconds
        while time.perf_counter() < end and self.read(quiet):
            pass

    def press(self, keys: str, *, quiet: float = 0.08, seconds: float = 10) -> float:
        """Milliseconds from sending ``keys`` to the last byte that they cause; the end is ``quiet`` seconds of silence.

        A cursor that blinks paints twice a second, so ``quiet`` is less than that; no key is waited for longer than
        ``seconds``. NaN when nothing was painted.
        """
        began = time.perf_counter()
        os.write(self._master, keys.encode())
        last = float("nan")
        while time.perf_counter() - began < seconds and self.read(quiet):
            last = (time.perf_counter() - began) * 1000
        return last

    def close(self) -> None:
        """Ends the program, if need be by force."""
        for sign in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                self._process.send_signal(sign)
            end = time.perf_counter() + 3
            while self._process.poll() is None and time.perf_counter() < end:
                self.read(0.05)
        os.close(self._master)
        self._process.wait()
