"""The commands that only look: what is next, who is there, what is known of someone. They know nothing of Typer."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime

from crm_tui.domain.clock import Moment
from crm_tui.domain.errors import Exit, ParseError, UsageError
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import replace

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.contact import ContactLine
    from crm_tui.domain.desk import Desk

#: Rows printed when --limit says nothing.
TODAY_LIMIT, FIND_LIMIT, SHOWN_INTERACTIONS = 200, 50, 20


def today(
    run: Invocation,
    *,
    on: str | None = None,
    count: bool = False,
    exit_code: bool = False,
    notify: bool = False,
    limit: int = TODAY_LIMIT,
) -> int:
    """`crm today`: the review, its number for a prompt, or a notification for cron (which then prints nothing)."""
    desk = run.desk if on is None else _desk_on(run.desk, on)
    with run.open_reader() as connection:
        if notify:
            from crm_tui.cli.notifying import notify as raise_notification

            way = run.config.notify_desktop
            found = raise_notification(connection, desk, "osc9" if way == "off" else way)
        if count:
            found = _count(run, connection, desk)
        elif run.json or not notify:
            found = _review(run, connection, desk, limit)
    return int(Exit.SOMETHING if exit_code and found else Exit.DONE)


def _count(run: Invocation, connection: sqlite3.Connection, desk: Desk) -> int:
    from crm_tui.store.today import due_count

    number = due_count(connection, desk)
    run.output.show(lambda: {"count": number}, lambda: [str(number)])
    return number


def _review(run: Invocation, connection: sqlite3.Connection, desk: Desk, limit: int) -> int:
    from crm_tui.cli import views
    from crm_tui.store import today as review

    page = review.page(connection, desk, limit=limit)

    def shaped() -> list[dict[str, object]]:
        from crm_tui.cli import shapes
        from crm_tui.store import contacts

        return [shapes.today(line, contacts.one(connection, desk, line.contact.id), desk.moment) for line in page.rows]

    run.output.show(shaped, lambda: views.today(page.rows, desk.moment))
    _say_rest(run, len(page.rows), page.total, is_exact=page.is_exact)
    return len(page.rows)


def _desk_on(desk: Desk, phrase: str) -> Desk:
    """The desk when the day that ``phrase`` names begins: a day ahead, or where there is none a past one."""
    day = _day(phrase, desk)
    if day == desk.moment.today:
        return desk
    morning = datetime.combine(day, desk.working.day_start, desk.moment.tz)
    return replace(desk, moment=Moment(morning, desk.moment.zone))


def _day(phrase: str, desk: Desk) -> date:
    from crm_tui.domain import when

    try:
        return when.parse(phrase, desk).day
    except ParseError as error:
        try:
            return when.parse(phrase, desk, past=True).day
        except ParseError:
            raise error from None


def find(run: Invocation, words: Sequence[str], *, limit: int = FIND_LIMIT) -> int:
    """`crm find`: the search of the Contacts screen, filters included."""
    from crm_tui.cli import views
    from crm_tui.domain import query
    from crm_tui.store import contact_list

    if option := next((word for word in words if word.startswith("--")), None):
        raise UsageError(f"There is no option {option}.", "See `crm find --help`; a filter is turned round by one “-”.")
    desk = run.desk
    with run.open_reader() as connection:
        page = contact_list.page(connection, desk, query=query.parse(" ".join(words)), limit=limit)
        run.output.show(
            lambda: _shaped(connection, desk, page.rows),
            lambda: views.contacts(page.rows, desk.moment),
        )
    _say_rest(run, len(page.rows), page.total, is_exact=page.is_exact)
    return int(Exit.DONE)


def _shaped(connection: sqlite3.Connection, desk: Desk, rows: Sequence[ContactLine]) -> list[dict[str, object]]:
    from crm_tui.cli import shapes
    from crm_tui.store import contacts

    return [shapes.contact(contacts.one(connection, desk, line.id)) for line in rows]


def show(run: Invocation, words: Sequence[str], *, limit: int = SHOWN_INTERACTIONS) -> int:
    """`crm show`: the card and the timeline."""
    from crm_tui.cli import shapes, views
    from crm_tui.store import contacts, follow_ups, interactions

    desk = run.desk
    with run.open_reader() as connection:
        contact = contacts.one(connection, desk, contacts.resolve(connection, desk, " ".join(words)))
        steps = follow_ups.of(connection, desk, contact.id, open_only=not run.json)
        timeline = interactions.timeline(connection, desk, contact=contact.id, limit=limit)
    run.output.show(
        lambda: shapes.briefing(contact, timeline.rows, steps, desk.moment),
        lambda: views.briefing(contact, timeline.rows, steps, desk.moment),
    )
    _say_rest(run, len(timeline.rows), timeline.total, is_exact=timeline.is_exact)
    return int(Exit.DONE)


def _say_rest(run: Invocation, shown: int, total: int, *, is_exact: bool) -> None:
    if total > shown:
        shown_of = f"{shown} of {total} shown" if is_exact else f"{shown} shown of many"
        run.output.aside(f"{shown_of}; --limit N shows more.")
