"""Filters as SQL: what each one asks of a contact, and how to find those who meet it.

Conditions are over `search_doc` d, `contact` c and `standing` s.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from crm_tui.domain.agenda import Section, Span, span
from crm_tui.domain.desk import Desk
from crm_tui.domain.query import Days, Filter, Flag, Numbers, Part, Presence, Test, Text, Values, resolve
from crm_tui.domain.status import Tier
from crm_tui.domain.typed import NamedTuple
from crm_tui.store import due as due_spans
from crm_tui.store import standing
from crm_tui.store.search import terms, times, ways
from crm_tui.store.search.document import address, facet
from crm_tui.store.search.sql import TRUE, Sql, both, either
from crm_tui.store.search.times import Stretch
from crm_tui.store.search.ways import Way

_NAMED = re.compile(r":(\w+)")

_REACHED = Sql(
    "EXISTS (SELECT 1 FROM interaction_contact l CROSS JOIN interaction i ON i.pk = l.interaction"
    f" WHERE l.contact = d.contact AND l.deleted_at IS NULL AND i.deleted_at IS NULL AND {standing.REACHED})"
)


class Lead(NamedTuple):
    """A full-text index and what to look up in it: everyone who meets the condition, and perhaps others."""

    table: str
    words: tuple[str, ...]


class Condition(NamedTuple):
    """What must hold of a contact.

    ``tables`` are the aliases that ``test`` needs beside d. ``facets`` are sets of alternatives of each of which
    every match has one, and nobody else has; ``contacted`` are stretches of time in one of which every match was
    contacted last. ``lead`` finds every match, ``way`` goes through them in the order that such a list is
    read in: () and None where there is none. ``is_led`` says that the way leads to nobody else. ``key`` is what
    `Order.DUE` sorts by. ``has_next`` says whether there must be an open follow-up, or must be none. ``status`` is the
    only one that matches have. ``early`` is what must hold as well, and can be tested of s before d is read.
    """

    test: Sql
    tables: str = ""
    facets: tuple[tuple[str, ...], ...] = ()
    contacted: tuple[Stretch, ...] = ()
    lead: Lead | None = None
    way: Way | None = None
    key: Sql | None = None
    is_led: bool = False
    has_next: bool | None = None
    status: str = ""
    early: Sql = TRUE

    def __invert__(self) -> Condition:
        return Condition(~self.test, self.tables)


def condition(node: Filter, desk: Desk) -> Condition:
    """The condition that a filter stands for. Raises ParseError for a value that is not understood."""
    test = resolve(node, desk)
    name = node.field
    match test:
        case Presence():
            return _presence(name, test)
        case Values():
            return _values(name, test, desk)
        case Text():
            return _text(name, test)
        case Part():
            return _part(name, test)
        case Days():
            return _days(name, test, desk)
        case Numbers():
            return _numbers(name, test)
        case Flag():
            return _flag(name, test, desk)


def word(text: str) -> Condition:
    """A word that starts a word of any searched text; only for words that must not be there."""
    folded = terms.parse([text]).words
    return Condition(both(map(terms.starts_anywhere, folded)))


def phrase(text: str) -> Condition:
    """Words that follow each other in a field, or in a text as it was typed."""
    folded = " ".join(terms.parse([text]).words)
    like = "%" + re.sub(r"([%_\\])", r"\\\1", text.strip()) + "%"
    said = (
        "EXISTS (SELECT 1 FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction"
        " WHERE l.contact = d.contact AND l.deleted_at IS NULL AND i.deleted_at IS NULL"
        " AND (i.text LIKE ? ESCAPE '\\' OR i.subject LIKE ? ESCAPE '\\'))"
    )
    custom = (
        "EXISTS (SELECT 1 FROM custom_field x WHERE x.contact = d.contact AND x.deleted_at IS NULL"
        " AND instr(crm_words(x.value), ?) > 0)"
    )
    fields = ("' ' || d.name", "' ' || d.company", "crm_words(c.title)", "crm_words(c.department)", "crm_words(c.note)")
    parts = [Sql(f"instr({field}, ?) > 0", (f" {folded}",)) for field in fields]
    tag = Sql("instr(d.facets, ?) > 0", (f" {facet('tag', text.strip())} ",))
    return Condition(either((*parts, tag, Sql(custom, (f" {folded}",)), Sql(said, (like, like)))), "c")


_HAS = frozenset({
    "email", "phone", "url", "address", "company", "tag", "owner", "source", "title", "note", "birthday",
    "tier", "stage", "status",
})  # fmt: skip

#: Fields that are there or not → what holds when they are.
_PRESENT = {
    "outcome": "s.last_outcome <> ''",
    "kind": "s.last_activity IS NOT NULL",
    "attempts": "s.attempts > 0",
    "created": "c.created_at > 0",
    "updated": "s.updated_at > 0",
    "keep_in_touch": "c.keep_in_touch_days IS NOT NULL",
    "do_not_contact": "c.do_not_contact",
    "quiet": "s.quiet_day IS NOT NULL",
    "open": "s.is_open",
}


def _presence(name: str, test: Presence) -> Condition:
    if name in {"next", "due"}:
        found = _facets(times.PLANNED if test.is_present else times.UNPLANNED)._replace(has_next=test.is_present)
        return found if test.is_present else found._replace(way=ways.unplanned(), is_led=True)
    if name == "last":
        never = _facets(times.NEVER)
        return ~never if test.is_present else never
    if name in _HAS:
        found = _facets(f"has={name}")
    elif name.startswith("custom."):
        found = Condition(_custom(name, "x.value <> ''", ()))
    else:
        text = _PRESENT.get(name, f"c.{name} <> ''")
        found = Condition(Sql(f"({text})"), text[0])
    return found if test.is_present else ~found


def _facets(*tokens: str) -> Condition:
    """Has one of the facets."""
    test = either(Sql("instr(d.facets, ?) > 0", (f" {token} ",)) for token in tokens)
    return Condition(test, facets=(tokens,))


def _values(name: str, test: Values, desk: Desk) -> Condition:
    values = sorted(test.values)
    if name in {"status", "stage", "tier", "tag"}:
        found = _facets(*dict.fromkeys(facet(name, value) for value in values))
        only = values[0] if name == "status" and len(values) == 1 else ""
        return found._replace(status=only, early=_other_than(name, found.facets[0], desk))
    marks = ", ".join("?" * len(values))
    if name == "outcome":
        return Condition(Sql(f"s.last_outcome IN ({marks})", tuple(values)), "s")
    had = (
        "EXISTS (SELECT 1 FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction"
        f" WHERE l.contact = d.contact AND l.deleted_at IS NULL AND i.deleted_at IS NULL AND i.kind IN ({marks}))"
    )
    return Condition(Sql(had, tuple(values)))


def _other_than(name: str, wanted: Sequence[str], desk: Desk) -> Sql:
    """The status or tier is none of the known ones that have another facet than those wanted."""
    known = {"status": [status.name for status in desk.statuses], "tier": [*Tier, ""]}.get(name, [])
    others = [value for value in known if facet(name, value) not in wanted]
    return Sql(f"s.{name} NOT IN ({', '.join('?' * len(others))})", tuple(others)) if others else TRUE


#: Fields of words → the column they stand in, and the index that has them.
_WORDS = {
    "name": ("' ' || d.name", "search_name"),
    "company": ("' ' || d.company", "search_word"),
    "title": ("crm_words(c.title)", "search_word"),
    "department": ("crm_words(c.department)", "search_word"),
    "given_name": ("crm_words(c.given_name)", "search_name"),
    "family_name": ("crm_words(c.family_name)", "search_name"),
    "nickname": ("crm_words(c.nickname)", "search_name"),
    "note": ("crm_words(c.note)", "search_text"),
}

_ADDRESSES = (
    "EXISTS (SELECT 1 FROM contact_point p WHERE p.contact = d.contact AND p.kind = 'address'"
    " AND p.deleted_at IS NULL AND {holds})"
)


def _text(name: str, test: Text) -> Condition:
    alternatives = [both(_begins(name, word) for word in words) for words in test.any_of]
    tables = "c" if "c." in _WORDS.get(name, ("", ""))[0] else ""
    lead = None
    if len(test.any_of) == 1 and name not in {"owner", "source"}:
        lead = Lead(_WORDS[name][1] if name in _WORDS else "search_text", test.any_of[0])
    facets: tuple[tuple[str, ...], ...] = ()
    if len(test.any_of) == 1 and name in {"owner", "source"}:
        facets = tuple((f"{name}={word}*",) for word in test.any_of[0])
    return Condition(either(alternatives), tables, facets, lead=lead)


def _begins(name: str, word: str) -> Sql:
    """A word of the field begins so."""
    if name in {"owner", "source"}:
        return Sql("instr(d.facets, ?) > 0", (f" {name}={word}",))
    if name in _WORDS:
        return Sql(f"instr({_WORDS[name][0]}, ?) > 0", (f" {word}",))
    if name == "address":
        return Sql(_ADDRESSES.format(holds="instr(crm_words(p.value), ?) > 0"), (f" {word}",))
    return _custom(name, "instr(crm_words(x.value), ?) > 0", (f" {word}",))


def _custom(name: str, holds: str, params: tuple[object, ...]) -> Sql:
    return Sql(
        "EXISTS (SELECT 1 FROM custom_field x WHERE x.contact = d.contact AND x.deleted_at IS NULL"
        f" AND lower(x.name) = ? AND {holds})",
        (name.removeprefix("custom.").lower(), *params),
    )


def _part(name: str, test: Part) -> Condition:
    only = test.any_of[0] if len(test.any_of) == 1 else ""
    if name in {"email", "phone"}:
        column = "d.emails" if name == "email" else "d.digits"
        parts = [address(part) if name == "email" else part for part in test.any_of]
        lead = Lead("search_trigram", (address(only) if name == "email" else only,)) if len(only) > 2 else None
        return Condition(either(Sql(f"instr({column}, ?) > 0", (part,)) for part in parts), lead=lead)
    if name == "url":
        urls = (
            "EXISTS (SELECT 1 FROM contact_point p WHERE p.contact = d.contact AND p.kind = 'url'"
            " AND p.deleted_at IS NULL AND instr(lower(p.value), ?) > 0)"
        )
        return Condition(either(Sql(urls, (part,)) for part in test.any_of))
    if name == "external_id":
        ids = (
            "EXISTS (SELECT 1 FROM contact_external_id x WHERE x.contact = d.contact"
            " AND x.deleted_at IS NULL AND instr(lower(x.value), ?) > 0)"
        )
        return Condition(either(Sql(ids, (part,)) for part in test.any_of))
    return Condition(either(Sql(f"instr(lower(c.{name}), ?) > 0", (part,)) for part in test.any_of), "c")


def _days(name: str, test: Days, desk: Desk) -> Condition:
    if name in {"due", "next"}:
        return _due(name, test, desk)
    column, table = {"last": ("s.last_contacted", "s"), "created": ("c.created_at", "c")}.get(
        name, ("s.updated_at", "s")
    )
    stretches = tuple(_stretch(days.start, days.end, desk) for days in test.ranges)
    ranges = [_between(column, stretch) for stretch in stretches]
    way = {"last": ways.last_contacted, "created": ways.created}.get(name, ways.updated)
    return Condition(
        either(ranges),
        table,
        contacted=stretches if name == "last" else (),
        way=way(ranges[0]) if len(ranges) == 1 else None,
        is_led=True,
    )


def _stretch(first: date | None, last: date | None, desk: Desk) -> Stretch:
    """The local days from one to another."""
    return Stretch(_midnight(first, desk) if first else None, _midnight(last, desk, after=1) if last else None)


def _between(column: str, stretch: Stretch) -> Sql:
    """The instant lies within the stretch."""
    bounds = []
    if stretch.start is not None:
        bounds.append(Sql(f"{column} >= ?", (stretch.start,)))
    if stretch.end is not None:
        bounds.append(Sql(f"{column} < ?", (stretch.end,)))
    return both(bounds or [Sql(f"{column} IS NOT NULL")])


def _midnight(day: date, desk: Desk, *, after: int = 0) -> int:
    """The epoch second in which a local day, or one some days after it, begins; the ends of time are kept."""
    try:
        return int(datetime.combine(day + timedelta(after), time(), desk.moment.tz).timestamp())
    except (OverflowError, ValueError):
        return (-1 if day.year < 1970 else 1) << 62


def _due(name: str, test: Days, desk: Desk) -> Condition:
    spans = [_span(days.start, days.end, desk) for days in test.ranges]
    if test.is_overdue:
        spans.append(span(Section.OVERDUE, desk.moment))
    chosen = either(_positional(due_spans.IN_SPAN, due_spans.bounds(stretch)) for stretch in spans)
    which = "f.pk = s.next_follow_up" if name == "next" else f"f.contact = d.contact AND {due_spans.OPEN}"
    found = f"FROM follow_up f WHERE {which} AND {chosen.text}"
    way = ways.due(Sql(f"{due_spans.OPEN} AND {chosen.text}", chosen.params)) if len(spans) == 1 else None
    # As the index of follow-ups has them, so that both ways list the same page.
    place = "f.due_day || coalesce(f.due_time, ' ') || printf('%019d', f.pk)"
    key = Sql(f"(SELECT min({place}) {found})", chosen.params)
    tables = "s" if name == "next" else ""
    # The facet rules out half of the people before their follow-ups are read.
    exists = both((_facets(times.PLANNED).test, Sql(f"EXISTS (SELECT 1 {found})", chosen.params)))
    return Condition(exists, tables, way=way, key=key, is_led=name == "due", has_next=True)


def _span(first: date | None, last: date | None, desk: Desk) -> Span:
    """Local days as a stretch of time."""
    try:
        end = datetime.combine(last + timedelta(1), time(), desk.moment.tz) if last else None
        start = datetime.combine(first, time(), desk.moment.tz) if first else None
    except OverflowError:
        start = end = None
    return Span(first=first, last=last, start=start, end=end)


def _positional(text: str, values: dict[str, str | int]) -> Sql:
    """The same condition with its named parameters in a row."""
    names = _NAMED.findall(text)
    return Sql(f"({_NAMED.sub('?', text)})", tuple(values[name] for name in names))


def _numbers(name: str, test: Numbers) -> Condition:
    column = "s.attempts" if name == "attempts" else "c.keep_in_touch_days"
    ranges = []
    for low, high in test.ranges:
        bounds = [Sql(f"{column} >= ?", (low,))] if low is not None else []
        bounds += [Sql(f"{column} <= ?", (high,))] if high is not None else []
        ranges.append(both(bounds or [Sql(f"{column} IS NOT NULL")]))
    return Condition(either(ranges), column[0])


def _flag(name: str, test: Flag, desk: Desk) -> Condition:
    if name == "do_not_contact":
        found = _facets("is=dnc")
    elif name == "open":
        found = Condition(Sql("s.is_open"), "s")
    elif name == "reached":
        found = Condition(_REACHED)
    else:
        found = Condition(Sql("(s.is_workable AND s.quiet_day <= ?)", (desk.moment.today.isoformat(),)), "s")
    return found if test.is_set else ~found


__all__ = ["Condition", "Lead", "Test", "condition", "phrase", "word"]
