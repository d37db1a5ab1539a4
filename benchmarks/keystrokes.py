"""How many keys a rep presses for the tasks of a day: pressed in a terminal, and looked for in the store afterwards."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import book
from benchmarks.figures import Figure, Section
from benchmarks.paint import CRM, FILLED
from benchmarks.terminal import Terminal

#: People in the book: those of a rep, in which tasks are done.
_PEOPLE = 300

#: Seconds without a byte after which a key has had its effect, and after which the app is ready at the start.
_QUIET, _READY = 0.35, 1.5

#: Seconds for which the store is given to show what was done.
_PATIENCE = 5.0

_ENTER, _ESCAPE = "\r", "\x1b"


class Words(str):
    """What is typed because it is what the rep wants to say: counted as text, not as keys."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is pressed for a task, the most keys that it may take, and how it is seen that it was done.

    ``before`` is pressed first and not counted. ``proof`` is SQL that counts ``proven`` rows only afterwards; or else
    ``seen`` are words that come on the screen.
    """

    name: str
    keys: Sequence[str]
    most: int
    proof: str = ""
    proven: int = 1
    seen: str = ""
    before: Sequence[str] = ()

    @property
    def count(self) -> int:
        """Keys, without the letters of text."""
        return sum(not isinstance(key, Words) for key in self.keys)


_CALLED = "SELECT count(*) FROM interaction WHERE created_at > {began} AND outcome = '{outcome}' AND deleted_at IS NULL"
_DUE = "SELECT count(*) FROM follow_up WHERE due_day = '{day}' AND created_at > {began} AND deleted_at IS NULL"


def measure(*, people: int = _PEOPLE) -> Section:
    """Every task in a copy of its own of the demo book."""
    undone = [task.name for task in tasks() if not _done(task, people)]
    if undone:
        raise AssertionError(f"the store does not hold what the keys were pressed for: {', '.join(undone)}")
    return Section(
        title="Keystrokes",
        method=(
            "Keys pressed in a terminal of 120×40, without the letters of what is said; that the store holds what was"
            " meant is checked. Letters that find somebody count."
        ),
        figures=tuple(Figure(name=one.name, unit="keys", median=one.count, aim=f"≤ {one.most}") for one in tasks()),
    )


def tasks() -> tuple[Task, ...]:
    """The tasks, on the Wednesday morning of the book."""
    tomorrow, tuesday, monday = "2026-01-15", "2026-01-20", "2026-01-19"
    called = _CALLED.format(began="{began}", outcome="no answer")
    planned = _DUE.format(began="{began}", day=tuesday) + " AND due_time = '09:00'"
    said = f"SELECT count(*) FROM interaction WHERE text = 'wants an offer' AND ({planned}) = 1"
    snoozed = "SELECT count(*) FROM follow_up WHERE snoozes > 0 AND due_day = '{day}' AND state = 'open'"
    added = (
        "SELECT count(*) FROM contact c JOIN company o ON o.pk = c.company JOIN contact_point p ON p.contact = c.pk"
        " WHERE c.name = 'Zoe Quill' AND o.name = 'Quillworks' AND p.kind = 'phone'"
    )
    tagged = (
        "SELECT count(*) FROM contact_tag l JOIN tag t ON t.pk = l.tag WHERE t.name = 'spring' AND l.deleted_at IS NULL"
    )
    one = ("a", Words("Zoe Quill, zoe@quill.example"), _ENTER)
    twice = (*one, *one, _ENTER)  # the second time it is asked whether she is meant
    find_them = ("3", "/", Words("zoe quill"), _ESCAPE)
    return (
        Task(
            name="no answer, again tomorrow",
            keys=("c", "2", _ENTER),
            most=4,
            proof=f"SELECT ({called}) + ({_DUE.format(began='{began}', day=tomorrow)})",
            proven=2,
        ),
        Task(
            name="connected, a note, next Tuesday at 9",
            keys=("c", "1", Words("wants an offer > tue 9"), _ENTER),
            most=3,
            proof=said,
        ),
        Task(name="snooze three working days", keys=("s", "3"), most=2, proof=snoozed.format(day=monday)),
        Task(
            name="find by a part of the name, and open",
            keys=("3", "/", "a", "n", _ENTER),
            most=5,
            seen="Timeline",
        ),
        Task(
            name="add a contact with company and phone",
            keys=("a", Words("Zoe Quill, Quillworks, +371 20000001"), _ENTER),
            most=2,
            proof=added,
        ),
        Task(
            name="tag 20 people of a search",
            keys=("*", "t", Words("spring"), _ENTER),
            most=6,
            proof=f"SELECT ({tagged}) >= 20",
            before=("3", "/", Words("status:qualified"), _ESCAPE),
        ),
        Task(
            name="merge an exact duplicate",
            keys=("m", _ENTER, _ENTER),
            most=3,
            proof="SELECT count(*) FROM contact WHERE name = 'Zoe Quill' AND deleted_at IS NULL",
            before=(*twice, *find_them),
        ),
        Task(
            name="undo that",
            keys=("z",),
            most=1,
            proof="SELECT count(*) FROM contact WHERE name = 'Zoe Quill' AND deleted_at IS NULL",
            proven=2,
            before=(*twice, *find_them, "m", _ENTER, _ENTER),
        ),
    )


def _done(task: Task, people: int) -> bool:
    """Whether the keys did what they should have done."""
    with book.copy(people) as database, Terminal(CRM, book.environment(database)) as app:
        app.until(FILLED)
        app.settle(_READY)
        for key in task.before:
            app.press(key, quiet=_QUIET)
        proof = task.proof.format(began=book.MOMENT.epoch - 1)
        if proof and _counted(database, proof) == task.proven:
            return False  # it proves nothing
        app.output.clear()
        for key in task.keys:
            app.press(key, quiet=_QUIET)
        if task.seen:
            app.until(task.seen, seconds=_PATIENCE)
        return not proof or _becomes(database, proof, task.proven)


def _becomes(database: Path, proof: str, wanted: int) -> bool:
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end:
        if _counted(database, proof) == wanted:
            return True
        time.sleep(0.05)
    return False


def _counted(database: Path, proof: str) -> int:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=_PATIENCE)
    try:
        return int(connection.execute(proof).fetchone()[0])
    finally:
        connection.close()
