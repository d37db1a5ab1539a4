"""The tree of a search as alternatives, each of which is words and conditions that all must hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product
from math import prod

from crm_tui.domain.desk import Desk
from crm_tui.domain.query import And, Filter, Node, Not, Or, Word
from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import filters
from crm_tui.store.search.filters import Condition
from crm_tui.store.search.sql import TRUE, both, either

#: Alternatives beyond this number are tested contact by contact instead of looked up one by one.
MOST = 16


class Branch(NamedTuple):
    """Typed words and conditions, all of which must hold."""

    words: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()


def of(node: Node | None, desk: Desk) -> list[Branch]:
    """The alternatives of a tree, one or more. Raises ParseError for a filter's value that is not understood."""
    if node is None:
        return [Branch()]
    return _branches(node, desk)


def _branches(node: Node, desk: Desk) -> list[Branch]:
    match node:
        case Word(text=text, is_phrase=is_phrase):
            return [Branch((text,), (filters.phrase(text),) if is_phrase and " " in text.strip() else ())]
        case Filter():
            return [Branch((), (filters.condition(node, desk),))]
        case Not():
            return [Branch((), (_test(node, desk),))]
        case Or(nodes=nodes):
            return _either([_branches(part, desk) for part in nodes], node, desk)
        case And(nodes=nodes):
            parts = [_branches(part, desk) for part in nodes]
            if prod(map(len, parts)) > MOST:
                return [Branch((), (_test(node, desk),))]
            return [_all(chosen) for chosen in product(*parts)]


def _all(parts: Sequence[Branch]) -> Branch:
    return Branch(
        tuple(word for part in parts for word in part.words),
        tuple(condition for part in parts for condition in part.conditions),
    )


def _either(parts: Sequence[list[Branch]], node: Or, desk: Desk) -> list[Branch]:
    """Alternatives side by side; conditions that lead nowhere, or all to facets, become one."""
    flat = [branch for part in parts for branch in part]
    only = [branch.conditions[0] for branch in flat if not branch.words and len(branch.conditions) == 1]
    if len(only) == len(flat):
        has_facets = all(len(condition.facets) == 1 for condition in only)
        if has_facets or not any(condition.lead or condition.facets for condition in only):
            test, tables = either(condition.test for condition in only), "".join(c.tables for c in only)
            facets = tuple(facet for condition in only for facet in condition.facets[0]) if has_facets else ()
            return [Branch((), (Condition(test, tables, (facets,) if facets else ()),))]
    return flat if len(flat) <= MOST else [Branch((), (_test(node, desk),))]


def _test(node: Node, desk: Desk) -> Condition:
    """The whole of a tree as one condition."""
    match node:
        case Word(text=text, is_phrase=is_phrase):
            found = filters.word(text)
            return _joined([found, filters.phrase(text)]) if is_phrase and " " in text.strip() else found
        case Filter():
            return filters.condition(node, desk)
        case Not(node=inner):
            tested = _test(inner, desk)
            return tested if tested.test == TRUE else ~tested
        case Or(nodes=nodes):
            tests = [_test(part, desk) for part in nodes]
            return Condition(either(test.test for test in tests), "".join(test.tables for test in tests))
        case And(nodes=nodes):
            return _joined(_test(part, desk) for part in nodes)


def _joined(conditions: Iterable[Condition]) -> Condition:
    listed = list(conditions)
    return Condition(both(item.test for item in listed), "".join(item.tables for item in listed))
