"""Many records at once: matching what a file brings with what is there, and writing it in chunks.

New rows go through the driver with triggers paused, and are journaled by ranges; rows that were there are changed
by ordinary statements, journaled by triggers with old and new values. All of it runs inside one operation::

    with store.operation(desk, "import") as running:
        writer = Writer(running.connection, desk, Terms(mode=…, match=…))
        outcomes = writer.write(records)        # any number of times
        writer.finish()
        running.change = …
    writer.close()
"""

from __future__ import annotations

from crm_tui.store.bulk.packed import Packed
from crm_tui.store.bulk.terms import Action, Mode, Outcome, Terms
from crm_tui.store.bulk.writer import Writer

__all__ = ["Action", "Mode", "Outcome", "Packed", "Terms", "Writer"]
