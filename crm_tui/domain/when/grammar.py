"""Patterns → matches. Every complete reading of a phrase is found, so that two different ones can be refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from crm_tui.domain.when.language import Language, table
from crm_tui.domain.when.lexer import Token
from crm_tui.domain.when.scene import Refusal, Scene

#: A rule gets the scene and what its pattern captured; None means "not this one".
Rule = Callable[..., object]

#: Kinds of tokens that digits make, whatever the language.
DIGIT_KINDS = frozenset(
    {"instant", "ymd", "dmy", "digits", "slashed", "month_year", "dotted", "dotted_day"}
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

    refusal: Refusal
    start: int
    end: int


class Found(NamedTuple):
    """A match: the token after it, and its value."""

    end: int
    value: object


@dataclass(frozen=True, slots=True)
class Grammar:
    """The productions of a language by symbol."""

    productions: Mapping[str, tuple[Production, ...]]


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
    """The grammar of a table; ValueError or KeyError when a pattern names what does not exist."""
    sequences = {
        symbol: [(rules[rule], _slots(pattern)) for rule, patterns in by_rule.items() for pattern in patterns]
        for symbol, by_rule in language.patterns.items()
    }
    firsts = _first_kinds(sequences, frozenset(language.words) | frozenset(language.links) | DIGIT_KINDS)
    return Grammar(
        {
            symbol: tuple(Production(rule, slots, _begin(slots, firsts)) for rule, slots in alternatives)
            for symbol, alternatives in sequences.items()
        }
    )


def _begin(slots: Sequence[Slot], firsts: Mapping[str, frozenset[str]]) -> frozenset[str]:
    kinds: frozenset[str] = frozenset()
    for slot in slots:
        kinds = kinds.union(*(firsts[symbol] for symbol in slot.symbols))
        if not slot.is_optional:
            break
    return kinds


def _first_kinds(
    sequences: Mapping[str, Sequence[tuple[Rule, Sequence[Slot]]]], kinds: frozenset[str]
) -> Mapping[str, frozenset[str]]:
    """Symbol → kinds it can begin with. Left recursion, which would never end, is a ValueError."""
    firsts = {kind: frozenset({kind}) for kind in kinds}

    def visit(symbol: str, path: tuple[str, ...]) -> None:
        if symbol in path:
            raise ValueError(f"left recursion: {' > '.join((*path, symbol))}")
        if symbol in firsts:
            return
        if symbol not in sequences:
            raise ValueError(f"no such word or symbol: {symbol}")
        for _, slots in sequences[symbol]:
            for slot in slots:
                for inner in slot.symbols:
                    visit(inner, (*path, symbol))
                if not slot.is_optional:
                    break
        firsts[symbol] = frozenset().union(*(_begin(slots, firsts) for _, slots in sequences[symbol]))

    for name, alternatives in sequences.items():
        visit(name, ())
        for _, slots in alternatives:
            for slot in slots:
                for symbol in slot.symbols:
                    visit(symbol, ())
    return firsts


@cache
def grammar(language: str) -> Grammar:
    """The grammar of a language, compiled when it is first needed."""
    from crm_tui.domain.when.rules import RULES

    return compiled(table(language), RULES)


class Matcher:
    """Matches one tokenised text. ``furthest`` is the first token that no attempt got past."""

    def __init__(self, grammar: Grammar, tokens: Sequence[Token], scene: Scene) -> None:
        self.furthest = 0
        self._productions = grammar.productions
        self._tokens = tokens
        self._scene = scene
        self._kinds = [frozenset(reading.kind for reading in token.readings) for token in tokens]
        self._known: dict[tuple[str, int], list[Found]] = {}

    def symbol(self, name: str, at: int) -> list[Found]:
        """All matches of a symbol or kind beginning at token ``at``."""
        key = name, at
        known = self._known.get(key)
        if known is None:
            if name in self._productions:
                known = self._nonterminal(name, at)
            else:
                known = self._terminal(name, at)
            self._known[key] = known
        return known

    def _terminal(self, kind: str, at: int) -> list[Found]:
        if at >= len(self._tokens) or kind not in self._kinds[at]:
            return []
        found = [Found(at + r.length, r.value) for r in self._tokens[at].readings if r.kind == kind]
        self.furthest = max(self.furthest, *(one.end for one in found))
        return found

    def _nonterminal(self, name: str, at: int) -> list[Found]:
        found: list[Found] = []
        if at >= len(self._tokens):
            return found
        kinds = self._kinds[at]
        for production in self._productions[name]:
            if kinds.isdisjoint(production.first):
                continue
            for end, captured in self._sequence(production.slots, 0, at):
                one = Found(end, self._applied(production.rule, captured, at, end))
                if one.value is not None and one not in found:
                    found.append(one)
        return found

    def _applied(self, rule: Rule, captured: Mapping[str, Any], start: int, end: int) -> object:
        for value in captured.values():
            if isinstance(value, Refused):
                return value
        try:
            return rule(self._scene, **captured)
        except Refusal as refusal:
            return Refused(refusal, start, end)

    def _sequence(self, slots: Sequence[Slot], index: int, at: int) -> Iterator[tuple[int, dict[str, Any]]]:
        if index == len(slots):
            yield at, {}
            return
        slot = slots[index]
        for symbol in slot.symbols:
            for end, value in self.symbol(symbol, at):
                for last, captured in self._sequence(slots, index + 1, end):
                    yield last, {slot.name: value, **captured} if slot.name else captured
        if slot.is_optional:
            yield from self._sequence(slots, index + 1, at)
