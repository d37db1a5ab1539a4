"""The columns of a list of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactLine
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.icons import Icons


def columns(icons: Icons, moment: Callable[[], Moment]) -> tuple[Column[ContactLine], ...]:
    """Name, company, status, last contacted, outcome, next step, tags: those that fit."""
    return (
        Column(title="", width=1, cell=lambda one: _sign(one, icons)),
        Column(title="Name", width=18, flex=4, cell=_name, is_searched=True),
        Column(title="T", width=1, rank=6, cell=lambda one: Cell(one.tier or "", "accent")),
        Column(title="Company", width=14, flex=3, rank=1, cell=lambda one: Cell(one.company, "dim"), is_searched=True),
        Column(title="Status", width=11, rank=3, cell=lambda one: Cell(one.status)),
        Column(title="Last contacted", width=14, rank=2, cell=lambda one: Cell(_ago(one, moment()), "dim")),
        Column(title="Outcome", width=12, rank=5, flex=1, cell=lambda one: Cell(one.last_outcome or "", "dim")),
        Column(title="Next", width=12, rank=0, cell=lambda one: _next(one, moment())),
        Column(title="Tags", width=10, rank=4, flex=2, cell=lambda one: Cell(_tags(one), "dim")),
    )


def _tags(one: ContactLine) -> str:
    return " ".join(f"#{tag}" for tag in one.tags)


def _sign(one: ContactLine, icons: Icons) -> Cell:
    if one.do_not_contact:
        return Cell(icons.stop, "danger")
    return Cell(icons.warning, "warn") if one.is_quiet else Cell("")


def _name(one: ContactLine) -> Cell:
    name = one.name or one.email or one.phone or "(no name)"
    return Cell(f"{name} (do not contact)" if one.do_not_contact else name, "strong")


def _ago(one: ContactLine, moment: Moment) -> str:
    from crm_tui.domain import when

    return when.age(one.last_contacted, moment) if one.last_contacted else "never"


def _next(one: ContactLine, moment: Moment) -> Cell:
    from crm_tui.domain import when

    if one.next_due is None:
        return Cell("none", "dim")
    due = one.next_due
    is_late = due < moment.now if isinstance(due, datetime) else due < moment.today
    return Cell(when.short(due, moment), "danger" if is_late else "")
