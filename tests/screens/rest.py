"""When an app is at rest, as its event loop and its widgets have it, without asking any of them by a message.

To ask all widgets, which is what Textual's pilot does, takes as long as many a key, and is done after every key.
"""

from __future__ import annotations

import asyncio
from typing import Any

from textual.message_pump import MessagePump


def _loop() -> Any:
    """The running loop: what it has to do next it keeps to itself, in every version of Python that we run on."""
    return asyncio.get_running_loop()


def has_work() -> bool:
    """Whether anything would run at once if the caller waited."""
    return bool(_loop()._ready)


async def worked_off() -> None:
    """Waits until everything that can run has run: what is left waits for a time, for a thread, or for the terminal."""
    while True:
        await asyncio.sleep(0)
        if not has_work():
            return


def is_at_rest(pump: MessagePump) -> bool:
    """Whether the app, the screen or the widget has handled all its messages, or takes none (any more)."""
    arrival: Any = pump._message_queue.ready_event
    return not pump.is_running or pump._closing or bool(arrival._waiters)


def due_within(seconds: float) -> float | None:
    """In how many seconds the next timer of any kind is due, None where there is none so soon."""
    now = _loop().time()
    dues = (handle.when() - now for handle in _loop()._scheduled if not handle.cancelled())
    soonest = min(dues, default=seconds)
    return max(0.0, soonest) if soonest < seconds else None
