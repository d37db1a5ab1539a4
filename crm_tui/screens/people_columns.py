"""The columns of a list of people."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from rich.cells import cell_len

from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.silence import Quiet
from crm_tui.screens.widgets.columns import Cell, Column, Tone
from crm_tui.screens.widgets.icons import Icons


def columns(
    icons: Icons, moment: Callable[[], Moment], *, at_one_company: bool = False
) -> tuple[Column[ContactLine], ...]:
    """Name, company, status, last contacted, outcome, next step, phone, e-mail, tags: those that fit.

    Where all are at one company the title of each stands in the place of its name.
    """
    work = Column[ContactLine](title="Company", width=14, flex=3, rank=1, cell=_company, is_searched=True)
    title = Column[ContactLine](title="Title", width=14, flex=3, rank=1, cell=lambda one: Cell(one.title, "dim"))
    return (
        Column(title="", width=cell_len(icons.long_quiet), cell=lambda one: _sign(one, icons)),
        Column(title="Name", width=18, flex=4, cell=_name, is_searched=True),
        Column(title="T", width=1, rank=6, cell=lambda one: Cell(one.tier or "", "accent")),
        title if at_one_company else work,
        Column(title="Status", width=11, rank=3, cell=lambda one: Cell(one.status)),
        Column(title="Last contacted", width=14, rank=2, cell=lambda one: _ago(one, moment())),
        Column(title="Outcome", width=12, rank=5, flex=1, cell=lambda one: Cell(one.last_outcome or "", "dim")),
        Column(title="Next", width=11 + cell_len(icons.late), rank=0, cell=lambda one: _next(one, moment(), icons)),
        Column(title="Phone", width=18, rank=7, cell=lambda one: Cell(one.phone), is_searched=True),
        Column(title="E-mail", width=26, rank=8, cell=lambda one: Cell(one.email, "dim"), is_searched=True),
        Column(title="Tags", width=10, rank=4, flex=2, cell=lambda one: Cell(_tags(one), "dim")),
    )


def _tags(one: ContactLine) -> str:
    return " ".join(f"#{tag}" for tag in one.tags)


def _sign(one: ContactLine, icons: Icons) -> Cell:
    if one.do_not_contact:
        return Cell(icons.stop, "danger")
    return quiet_sign(one.quiet, icons) if one.quiet else Cell("")


def quiet_sign(quiet: Quiet, icons: Icons) -> Cell:
    """The sign of somebody who has gone quiet, another one where that is long past."""
    return Cell(icons.long_quiet if quiet.is_long else icons.quiet, quiet_tone(quiet))


def quiet_tone(quiet: Quiet) -> Tone:
    """Yellow from the whole of the interval on, red from half as much again."""
    return "danger" if quiet.is_long else "warn"


def _name(one: ContactLine) -> Cell:
    name = one.name or one.email or one.phone or "(no name)"
    return Cell(f"{name} (do not contact)" if one.do_not_contact else name, "strong")


def _company(one: ContactLine) -> Cell:
    return Cell(one.company, "dim")


def _ago(one: ContactLine, moment: Moment) -> Cell:
    from crm_tui.domain import when

    if one.quiet:
        return Cell(str(one.quiet), quiet_tone(one.quiet))
    return Cell(when.age(one.last_contacted, moment) if one.last_contacted else "never", "dim")


def _next(one: ContactLine, moment: Moment, icons: Icons) -> Cell:
    from crm_tui.domain import when

    if one.next_due is None:
        return Cell("none", "dim")
    due = one.next_due
    is_late = due < moment.now if isinstance(due, datetime) else due < moment.today
    words = when.short(due, moment)
    return Cell(f"{icons.late} {words}", "danger") if is_late else Cell(words)
