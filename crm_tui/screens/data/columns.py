"""The columns of the trash and of the history, and what is said of the highlighted row."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.domain.change import Kind
    from crm_tui.store.operations import Operation
    from crm_tui.store.trash import Trashed

#: Who did it, by the origin of an operation.
_BY = {
    "user": "you",
    "import": "import",
    "shell": "other program",
    "demo": "sample",
    "undo": "undo",
    "redo": "redo",
}


def trash(moment: Callable[[], Moment]) -> tuple[Column[Trashed], ...]:
    """Kind, words, when it was thrown away, and the days left."""
    return (
        Column(title="Kind", width=11, cell=lambda one: Cell(kind(one.ref.kind), "dim")),
        Column(title="What", width=16, flex=1, cell=lambda one: Cell(one.name or "(no name)", "strong")),
        Column(title="Thrown away", width=13, rank=1, cell=lambda one: Cell(when.age(one.deleted_at, moment()))),
        Column(title="Kept for", width=8, cell=_left),
    )


def history(moment: Callable[[], Moment]) -> tuple[Column[Operation], ...]:
    """When, what, how many records, by what, and whether it stands."""
    return (
        Column(title="When", width=13, least=10, cell=lambda one: Cell(when.age(one.at, moment()), "dim")),
        Column(title="What", width=16, flex=1, cell=_done),
        Column(title="Records", width=8, rank=2, cell=_records),
        Column(title="By", width=13, rank=1, cell=lambda one: Cell(_BY.get(one.origin, one.origin), "dim")),
        Column(title="", width=6, cell=lambda one: Cell("undone" if is_undone(one) else "", "warn")),
    )


def kind(kind: Kind) -> str:
    """A kind of record in a word: "follow-up"."""
    return kind.replace("_", "-")


def is_undone(one: Operation) -> bool:
    """Whether it was taken back and not brought back; an undo that was taken back says nothing of its own."""
    return one.is_undone and one.origin not in ("undo", "redo")


def _done(one: Operation) -> Cell:
    return Cell(one.summary or "(no words)", "dim" if one.is_undone else "")


def _left(one: Trashed) -> Cell:
    days = "1 day" if one.days_left == 1 else f"{one.days_left} days"
    return Cell(days, "warn" if one.days_left <= _SOON else "")


#: From so many days on, the end is said in another colour.
_SOON = 7


def _records(one: Operation) -> Cell:
    return Cell(number(one.records, is_more=not one.is_exact).rjust(7) if one.records else "", "dim")
