"""Pieces of SQL with their values."""

from __future__ import annotations

from collections.abc import Iterable

from crm_tui.domain.typed import NamedTuple


class Sql(NamedTuple):
    """A condition and the values that it binds."""

    text: str
    params: tuple[object, ...] = ()

    def __invert__(self) -> Sql:
        return Sql(f"NOT coalesce({self.text}, 0)", self.params)


TRUE = Sql("1")
FALSE = Sql("0")


def both(parts: Iterable[Sql]) -> Sql:
    """All of the conditions; true when there are none."""
    return _joined(" AND ", parts, TRUE)


def either(parts: Iterable[Sql]) -> Sql:
    """Any of the conditions; false when there are none."""
    return _joined(" OR ", parts, FALSE)


def _joined(word: str, parts: Iterable[Sql], empty: Sql) -> Sql:
    listed = [part for part in parts if part != TRUE or word == " OR "]
    if not listed:
        return empty
    if len(listed) == 1:
        return listed[0]
    return Sql(f"({word.join(part.text for part in listed)})", tuple(value for part in listed for value in part.params))
