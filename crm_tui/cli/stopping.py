"""Ctrl+C and SIGTERM during long work: it ends at once, leaves nothing, and says so."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.sync.progress import Stop


@contextmanager
def stopping(stop: Stop) -> Iterator[None]:
    """Asks ``stop`` when the program is told to end. Told a second time it ends without waiting for the work."""

    def ask(number: int, frame: FrameType | None) -> None:
        if stop.is_asked:
            signal.default_int_handler(number, frame)
        stop.ask()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
