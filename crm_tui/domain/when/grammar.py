"""Patterns → matches. Every reading of a phrase is found, so that two different ones can be refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from crm_tui.domain.value import dataclass
from crm_tui.domain.when.language import Language, table
from crm_tui.domain.when.lexer import Token
from crm_tui.domain.when.scene import NoDateError, Scene

#: A rule gets the scene and what its pattern captured; None means "not this one".
Rule = Callable[..., object]

#: Kinds of tokens that digits make, whatever the language.
DIGIT_KINDS = frozenset(
    {"instant", "ymd", "dmy", "digits", "marked", "slashed", "month_year", "dotted", "dotted_day", "decimal"}
    | {"number", "zeroed", "year", "hhmm", "nth"}
)


class Slot(NamedTuple):
    """A place in a pattern: one of these symbols, captured under a name or not."""

    symbols: tuple[str, ...]
    name: str
    is_optional: bool


class Production(NamedTuple):
    """A pattern of a rule. ``first`` are the kinds of words that it can begin with."""

    rule: Rule
    slots: tuple[Slot, ...]
    first: frozenset[str]


class Refused(NamedTuple):
    """A match that makes no sense as a date: the refusal, and the tokens it is about."""

    refusal: NoDateError
    start: int
    end: int


class Found(NamedTuple):
    """A match: the token after it, and its value."""

    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Grammar:
    """The productions of a language by symbol, and the kinds of words that symbols and kinds begin with."""

    productions: Mapping[str, tuple[Production, ...]]
    firsts: Mapping[str, frozenset[str]]
    greedy: frozenset[str]


_SLOT = re.compile(r"(?:\{(?P<captured>[\w|]+)(?::(?P<name>\w+))?\}|(?P<plain>[\w|]+))(?P<optional>\??)")


def _slots(pattern: str) -> tuple[Slot, ...]:
    slots = []
    for word in pattern.split():
        match = _SLOT.fullmatch(word)
        if match is None:
            raise ValueError(f"bad pattern: {pattern!r}")
        symbols = match["captured"] or match["plain"]
        name = match["name"] or (match["captured"] or "")
        slots.append(Slot(tuple(symbols.split("|")), name, bool(match["optional"])))
    return tuple(slots)


def compiled(language: Language, rules: Mapping[str, Rule]) -> Grammar:
    """The grammar of a table. ValueError or KeyError when a pattern names what does not exist."""
    sequences = {
        symbol: [(rules[rule], _slots(pattern)) for rule, patterns in by_rule.items() for pattern in patterns]
        for symbol, by_rule in language.patterns.items()
    }
    kinds = frozenset(language.words) | frozenset(language.links) | DIGIT_KINDS
    for alternatives in sequences.values():
        for _, slots in alternatives:
            for symbol in (symbol for slot in slots for symbol in slot.symbols):
                if symbol not in sequences and symbol not in kinds:
                    raise ValueError(f"no such word or symbol: {symbol}")
    leading = {
        symbol: frozenset(lead for _, slots in alternatives for lead in _leading(slots))
        for symbol, alternatives in sequences.items()
    }
    firsts: dict[str, frozenset[str]] = {kind: frozenset({kind}) for kind in kinds}
    for symbol in leading:
        _add_firsts(symbol, leading, firsts)
    return Grammar(
        {
            symbol: tuple(
                Production(rule, slots, frozenset().union(*(firsts[lead] for lead in _leading(slots))))
                for rule, slots in alternatives
            )
            for symbol, alternatives in sequences.items()
        },
        firsts,
        language.greedy,
    )


def _leading(slots: Sequence[Slot]) -> Iterator[str]:
    """The symbols that a sequence can begin with."""
    for slot in slots:
        yield from slot.symbols
        if not slot.is_optional:
            return


def _add_firsts(
    symbol: str,
    leading: Mapping[str, frozenset[str]],
    firsts: dict[str, frozenset[str]],
    path: tuple[str, ...] = (),
) -> None:
    """Adds the kinds that a symbol can begin with. ValueError for left recursion, which never ends."""
    if symbol in path:
        raise ValueError(f"left recursion: {' > '.join((*path, symbol))}")
    if symbol not in firsts:
        for lead in leading[symbol]:
            _add_firsts(lead, leading, firsts, (*path, symbol))
        firsts[symbol] = frozenset().union(*(firsts[lead] for lead in leading[symbol]))


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language, compiled when it is first needed."""
    from crm_tui.domain.when.rules import RULES

    return compiled(table(language), RULES)


class Matcher:
    """Matches one tokenised text. ``furthest`` is the first token that no attempt got past."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], scene: Scene) -> None:
        self.furthest = 0
        self._grammar = grammar
        self._tokens = tokens
        self._scene = scene
        self._kinds = [frozenset(reading.kind for reading in token.readings) for token in tokens]
        self._kinds.append(frozenset())
        self._known: dict[tuple[str, int], list[Found]] = {}

    def symbol(self, name: str, at: int) -> list[Found]:
        """All matches of a symbol or kind beginning at token ``at``."""
        if self._kinds[at].isdisjoint(self._grammar.firsts[name]):
            return []
        key = name, at
        known = self._known.get(key)
        if known is None:
            find = self._nonterminal if name in self._grammar.productions else self._terminal
            known = self._known[key] = find(name, at)
        return known

    def _terminal(self, kind: str, at: int) -> list[Found]:
        found = [Found(at + r.length, r.value) for r in self._tokens[at].readings if r.kind == kind]
        self.furthest = max(self.furthest, *(one.end for one in found))
        return found

    def _nonterminal(self, name: str, at: int) -> list[Found]:
        found: list[Found] = []
        kinds = self._kinds[at]
        for production in self._grammar.productions[name]:
            if kinds.isdisjoint(production.first):
                continue
            for end, captured in self._sequence(production.slots, 0, at, {}):
                one = Found(end, self._applied(production.rule, captured, at, end))
                if one.value is not None and one not in found:
                    found.append(one)
        if name in self._grammar.greedy and found:
            furthest = max(one.end for one in found)
            return [one for one in found if one.end == furthest]
        return found

    def _applied(self, rule: Rule, captured: Mapping[str, Any], start: int, end: int) -> object:
        for value in captured.values():
            if isinstance(value, Refused):
                return value
        try:
            return rule(self._scene, **captured)
        except NoDateError as refusal:
            return Refused(refusal, start, end)

    def _sequence(
        self, slots: Sequence[Slot], index: int, at: int, captured: dict[str, Any]
    ) -> Iterator[tuple[int, dict[str, Any]]]:
        """The ways to match the slots from ``index`` on: the token after each, and all that was captured."""
        if index == len(slots):
            yield at, captured
            return
        slot = slots[index]
        for symbol in slot.symbols:
            for end, value in self.symbol(symbol, at):
                more = {**captured, slot.name: value} if slot.name else captured
                yield from self._sequence(slots, index + 1, end, more)
        if slot.is_optional:
            yield from self._sequence(slots, index + 1, at, captured)
