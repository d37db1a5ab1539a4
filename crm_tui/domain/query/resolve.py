"""What a filter asks of the rows, once the desk is known: the form that the store compiles.

Every filter becomes one of six tests of its field:

=========  ===========================================  =====================================================
test       fields                                       the row passes when
=========  ===========================================  =====================================================
Presence   any, with ``any`` or ``none``                the field has a value at all, or has none
Values     status stage tier kind outcome; tag          the stored value is one of these; for tags, one of them
Text       owner company source title name note custom  folded words of the field begin with all words of one
                                                        of the alternatives
Part       email phone url birthday external_id         one of these occurs in it: lower-case text; for phones,
                                                        digits
Days       last created updated; due next               the local day lies in one of the ranges, or it is overdue
Numbers    attempts keep_in_touch                       the number lies in one of the ranges
Flag       do_not_contact quiet open …                  it is so, or is not
=========  ===========================================  =====================================================
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.query.fields import field, nearest
from crm_tui.domain.query.tree import Filter, Place, Query
from crm_tui.domain.typed import NamedTuple, NoReturn, TypeAlias, TypeVar


class Presence(NamedTuple):
    """There is a value, or there is none."""

    is_present: bool


class Values(NamedTuple):
    """One of these values, spelt as they are stored; tags in lower case."""

    values: frozenset[str]


class Text(NamedTuple):
    """Any of these alternatives; each is folded words, and all of them must begin words of the field."""

    any_of: tuple[tuple[str, ...], ...]


class Part(NamedTuple):
    """Any of these strings occurs in the normal form."""

    any_of: tuple[str, ...]


class DayRange(NamedTuple):
    """Local days from ``start`` to ``end``, both included; None is open."""

    start: date | None
    end: date | None


class Days(NamedTuple):
    """The day lies in any of these ranges; or, for what is due, it is overdue at the desk's moment."""

    ranges: tuple[DayRange, ...] = ()
    is_overdue: bool = False


class NumberRange(NamedTuple):
    """Numbers from ``low`` to ``high``, both included; None is open."""

    low: int | None
    high: int | None


class Numbers(NamedTuple):
    """The number lies in any of these ranges."""

    ranges: tuple[NumberRange, ...]


class Flag(NamedTuple):
    """It is so, or is not."""

    is_set: bool


Test: TypeAlias = Presence | Values | Text | Part | Days | Numbers | Flag
T = TypeVar("T")

_YES = frozenset({"yes", "true", "1", "on", "y"})
_NO = frozenset({"no", "false", "0", "off", "n"})


def check(query: Query, desk: Desk) -> None:
    """Raises ParseError at the first value that means nothing at this desk."""
    for filter_ in query.filters():
        resolve(filter_, desk)


def resolve(filter_: Filter, desk: Desk) -> Test:
    """The test that a filter stands for. Raises ParseError at the place of a value that is not understood."""
    spec = field(filter_.field)
    if spec is None:
        raise ParseError(f"There is no filter “{filter_.field}:”.", text=filter_.source)
    if filter_.op in ("any", "none"):
        return Presence(filter_.op == "any")
    match spec.kind:
        case "choice":
            return _choice(filter_, choices(spec.name, desk))
        case "tag":
            return Values(frozenset(value.strip().lower() for value in filter_.values))
        case "text":
            return _text(filter_, desk)
        case "part":
            return _part(filter_)
        case "flag":
            return _flag(filter_)
        case "number":
            return _number(filter_)
        case "past" | "future":
            return _days(filter_, desk, past=spec.kind == "past")


def choices(name: str, desk: Desk) -> tuple[str, ...]:
    """The values of a field with a fixed list, as they are stored; () for a field that has none."""
    if name == "status":
        return tuple(status.name for status in desk.statuses)
    spec = field(name)
    return tuple(map(str, spec.values)) if spec and spec.kind == "choice" else ()


def _choice(filter_: Filter, known: tuple[str, ...]) -> Values:
    def matching(value: str) -> frozenset[str]:
        """The value itself, else all of which a word begins so: "voicemail", or "left" for two of them."""
        wanted = value.lower().replace("-", " ").replace("_", " ").strip()
        same = frozenset(name for name in known if name.lower() == wanted)
        found = same or frozenset(name for name in known if f" {wanted}" in f" {name.lower()}")
        if not wanted or not found:
            near = nearest(wanted, known)
            hint = f"Did you mean “{near}”? " if near else ""
            raise ValueError(f"{hint}It is one of {', '.join(known)}.")
        return found

    return Values(frozenset().union(*_each(filter_, matching)))


def _text(filter_: Filter, desk: Desk) -> Text:
    from crm_tui.domain.names import words

    def folded(value: str) -> tuple[str, ...]:
        if filter_.field == "owner" and value.lower() == "me":
            value = desk.owner
            if not value:
                raise ValueError("Say who you are first: crm config owner NAME")
        found = words(value)
        if not found:
            raise ValueError("It needs a letter or a digit.")
        return found

    return Text(_each(filter_, folded))


def _part(filter_: Filter) -> Part:
    is_phone = filter_.field == "phone"

    from crm_tui.domain.phones import digits

    def part(value: str) -> str:
        found = digits(value) if is_phone else value.strip().lower()
        if not found:
            raise ValueError("It needs a digit." if is_phone else "It needs a letter.")
        return found

    return Part(_each(filter_, part))


def _flag(filter_: Filter) -> Flag:
    def is_yes(value: str) -> bool:
        if value.lower() not in _YES | _NO:
            raise ValueError("It is yes or no.")
        return value.lower() in _YES

    return Flag(all(_each(filter_, is_yes)))


def _number(filter_: Filter) -> Numbers:
    def number_range(value: str) -> NumberRange:
        low, dots, high = value.partition("..")
        if dots and filter_.op == "=":
            return NumberRange(_whole(low), _whole(high))
        number = _whole(value)
        match filter_.op:
            case "<":
                return NumberRange(None, number - 1)
            case "<=":
                return NumberRange(None, number)
            case ">":
                return NumberRange(number + 1, None)
            case ">=":
                return NumberRange(number, None)
        return NumberRange(number, number)

    return Numbers(_each(filter_, number_range))


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ValueError("It needs a whole number.")
    return int(text)


def _days(filter_: Filter, desk: Desk, *, past: bool) -> Days:
    from crm_tui.domain.query import days

    def day_range(value: str) -> DayRange | None:
        if not past and filter_.op == "=" and value.lower() == "overdue":
            return None
        return DayRange(*days.span(value, filter_.op, desk, past=past))

    found = _each(filter_, day_range)
    return Days(tuple(days_ for days_ in found if days_), None in found)


def _each(filter_: Filter, read: Callable[[str], T]) -> tuple[T, ...]:
    """What ``read`` makes of every value; its ValueError becomes a ParseError at the place of the value."""
    found = []
    for number, value in enumerate(filter_.values):
        try:
            found.append(read(value))
        except (ValueError, OverflowError) as error:
            places = filter_.places[number : number + 1] or (Place(filter_.start, filter_.end),)
            _refuse(filter_, value, str(error), places[0])
    return tuple(found)


def _refuse(filter_: Filter, value: str, hint: str, place: Place) -> NoReturn:
    message = f"“{filter_.field}:” does not know “{value}”."
    raise ParseError(message, hint, text=filter_.source, start=place.start, end=place.end)
