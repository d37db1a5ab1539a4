"""What is shown of a company: its row, its card, and its people, fetched in one go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from textual.content import Content

from crm_tui.domain.clock import Moment
from crm_tui.domain.company import Company, CompanyLine
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.screens.plain import plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.lines import Page

#: People beside the list of companies; the company's own screen has them all.
MOST_PEOPLE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class CompanyView:
    """A company and the people worked last there."""

    company: Company
    people: tuple[ContactLine, ...] = ()


def company_view(connection: Any, desk: Desk, id: str) -> CompanyView:
    """The view of the company ``id``; a query for `CrmApp.read`. Raises `NotFoundError`."""
    from crm_tui.store import companies

    return CompanyView(
        company=companies.one(connection, desk, id),
        people=companies.people(connection, desk, id, limit=MOST_PEOPLE).rows,
    )


def columns(moment: Callable[[], Moment]) -> tuple[Column[CompanyLine], ...]:
    """Name, people, last contacted, domain."""
    return (
        Column(title="Company", width=18, flex=4, cell=lambda one: Cell(one.name or "(no name)", "strong")),
        Column(title="People", width=6, rank=1, cell=lambda one: Cell(str(one.people).rjust(6))),
        Column(title="Last contacted", width=14, rank=2, cell=lambda one: Cell(_ago(one, moment()), "dim")),
        Column(title="Domain", width=14, flex=2, rank=3, cell=lambda one: Cell(one.domain, "dim")),
    )


def _ago(one: CompanyLine, moment: Moment) -> str:
    from crm_tui.domain import when

    return when.age(one.last_contacted, moment) if one.last_contacted else "never"


class CompanyCard(Page):
    """Draws a company in the room there is."""

    def __init__(self, *, id: str) -> None:
        super().__init__(id=id)
        self._said: tuple[Content, ...] = ()

    def show(self, company: Company | None, moment: Moment) -> None:
        """Draws this company, or nothing."""
        self._said = () if company is None else (_about(company, moment),)
        self.redraw()

    def paragraphs(self) -> Sequence[Content]:
        """The few lines."""
        return self._said


def card(view: CompanyView | None, moment: Moment) -> Content:
    """The company in a few lines."""
    return Content("") if view is None else _about(view.company, moment)


def _about(company: Company, moment: Moment) -> Content:
    from crm_tui.domain import when

    last = when.age(company.last_contacted, moment) if company.last_contacted else "never"
    people = "1 person" if company.people == 1 else f"{company.people} people"
    steps = "1 follow-up" if company.open_follow_ups == 1 else f"{company.open_follow_ups} follow-ups"
    rows = [
        plain(company.name or "(no name)", "bold"),
        plain(f"{people} · {steps} open · last contacted {last}", "$foreground-muted"),
        *(plain(text) for text in (company.domain, company.phone, company.address) if text),
        *((plain(company.note),) if company.note else ()),
    ]
    return Content("\n").join(rows)
