"""What Tab offers while a search is being typed."""

from __future__ import annotations

import re
from collections.abc import Iterable

from crm_tui.domain.desk import Desk
from crm_tui.domain.query.fields import FIELDS, HAS, IS, field
from crm_tui.domain.query.resolve import choices
from crm_tui.domain.query.tree import spelt
from crm_tui.domain.status import DEFAULT_STATUSES
from crm_tui.domain.typed import NamedTuple

_TOKEN = re.compile(r'(?:"(?:[^"\\]|\\.)*(?:"|$)|[^\s"()])+$')
_FIELD = re.compile(r"-?([\w.-]+):([<>]=?|=)?(.*,)?", re.DOTALL)


class Suggestion(NamedTuple):
    """A text to put in, and what it means."""

    text: str
    help: str = ""


class Completion(NamedTuple):
    """Suggestions that may stand for ``text[start:end]``.

    ``field`` is the field whose value is being typed, "" for the name of a field: who shows the suggestions
    may add names of companies, tags or owners that begin with ``prefix``.
    """

    start: int
    end: int
    field: str
    prefix: str
    suggestions: tuple[Suggestion, ...]


def complete(text: str, cursor: int, desk: Desk | None = None) -> Completion:
    """What may stand where the cursor is; statuses are those of the desk."""
    match = _TOKEN.search(text[:cursor])
    token = match.group() if match else ""
    begin = cursor - len(token)
    if token.lstrip("-").startswith("#"):
        prefix = token.lstrip("-")[1:]
        return Completion(cursor - len(prefix), cursor, "tag", prefix, ())
    if named := _FIELD.match(token):
        prefix = token[named.end() :].lstrip('"')
        name = _canonical(named.group(1))
        suggestions = _starting(prefix, _values(name, named.group(2), desk))
        return Completion(begin + named.end(), cursor, name, prefix, suggestions)
    start = begin + (token[:1] == "-")
    prefix = text[start:cursor]
    return Completion(start, cursor, "", prefix, _starting(prefix, _names()))


def _canonical(name: str) -> str:
    spec = field(name)
    return spec.name if spec else name.lower()


def _names() -> Iterable[Suggestion]:
    for spec in FIELDS.values():
        yield Suggestion(f"{spec.name}:", spec.help)
    yield Suggestion("has:", "has a phone, an email…")
    yield Suggestion("is:", "is quiet, open, overdue…")


def _values(name: str, op: str | None, desk: Desk | None) -> Iterable[Suggestion]:
    if name in ("has", "is"):
        yield from map(Suggestion, HAS if name == "has" else IS)
        return
    if name == "status" and desk is None:
        known: tuple[str, ...] = tuple(status.name for status in DEFAULT_STATUSES)
    elif desk and choices(name, desk):
        known = choices(name, desk)
    else:
        known = FIELDS[name].values if name in FIELDS else ()
    for value in known:
        if value.startswith(("<", ">")):
            if not op:
                yield Suggestion(value)
        elif not op or value != "overdue":
            yield Suggestion(spelt(value))
    if name in FIELDS and not op:
        yield Suggestion("none", "there is none")
        yield Suggestion("any", "there is one")


def _starting(prefix: str, offered: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    wanted = prefix.lower()
    return tuple(one for one in offered if one.text.lower().lstrip('"').startswith(wanted))
