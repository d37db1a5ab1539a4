"""When Python looks for garbage that refers to itself: while nobody waits.

A look through everything takes as long as a dozen frames, and Python takes it in the middle of a key. Here it is taken
while the rep reads, and what has been built for good is not looked at again.
"""

from __future__ import annotations

import gc
from time import monotonic

#: New objects after which Python looks at the youngest of them, and how many such looks come before one at the others;
#: before one at everything, so many that it is left to the pauses.
_THRESHOLDS = (2_000, 50, 10_000)

#: Seconds between two looks in pauses.
_APART = 30.0


class Tidying:
    """The collector of one app, from its first frame to its end."""

    def __init__(self) -> None:
        self._usual = gc.get_threshold()
        self._is_settled = False
        self._looked_at = 0.0

    def begin(self) -> None:
        """What is in memory now stays there: modules, and the first screen."""
        gc.freeze()
        gc.set_threshold(*_THRESHOLDS)
        gc.enable()

    def pause(self, *, is_built: bool) -> None:
        """The rep reads. Once everything ``is_built`` and nothing lies over the screens, that stays as well."""
        now = monotonic()
        if is_built and not self._is_settled:
            self._is_settled = True
            gc.collect()
            gc.freeze()
        elif now - self._looked_at < _APART:
            return
        else:
            gc.collect()
        self._looked_at = now

    def end(self) -> None:
        """Leaves the collector as it was."""
        gc.set_threshold(*self._usual)
