"""The parsed form of a search: a tree of words, filters and the ways they combine.

Nodes compare by meaning. Their place in the text (``start`` to ``end``) is carried along so that a screen can
mark a part of the line, and counts for nothing. ``str`` of a tree is a text that parses to an equal tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_tui.domain.typed import Literal, NamedTuple, TypeAlias
from crm_tui.domain.value import dataclass
from crm_tui.domain.value import field as attribute

#: How a filter compares. ``any`` and ``none`` ask whether there is a value at all, and carry none.
Op = Literal["=", "<", "<=", ">", ">=", "any", "none"]

#: Values with a meaning of their own, when they are not in quotes.
ABSENT = frozenset({"none", "never"})
PRESENT = frozenset({"any"})

# Patterns stay text: only spelling a tree out needs them, and searching never does.
_PLAIN_VALUE = r"[^\s,\"()<>=][^\s,\"()]*"
_PLAIN_TAG = r"[^\s,\"()<>=#-][^\s,\"()]*"
_PLAIN_NAME = r"[\w.-]+"


class Place(NamedTuple):
    """Where something stands in the text: ``text[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Word:
    """A word as it was typed, which starts a word of the record; as a phrase, words that follow each other."""

    text: str
    is_phrase: bool = False
    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)

    def __str__(self) -> str:
        return quoted(self.text) if self.is_phrase else self.text


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on a field: ``field`` is a key of FIELDS or "custom.NAME"; any of ``values`` will do.

    Values are as typed; `resolve` says what they mean at a desk. ``places`` are those of the values, ``source``
    is the whole text.
    """

    field: str
    op: Op
    values: tuple[str, ...] = ()
    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)
    places: tuple[Place, ...] = attribute(default=(), compare=False)
    source: str = attribute(default="", compare=False, repr=False)

    def __str__(self) -> str:
        name = self.field
        if name == "tag" and self.op == "=" and len(self.values) == 1 and re.fullmatch(_PLAIN_TAG, self.values[0]):
            return f"#{self.values[0]}"
        custom = name.removeprefix("custom.")
        if custom != name and not re.fullmatch(_PLAIN_NAME, custom):
            name = f"custom.{quoted(custom)}"
        if self.op in ("any", "none"):
            return f"{name}:{self.op}"
        return f"{name}:{self.op.removeprefix('=')}{','.join(map(spelt, self.values))}"


@dataclass(frozen=True, slots=True)
class Not:
    """Everything but this."""

    node: Node
    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)

    def __str__(self) -> str:
        inner = _within(self.node, And, Or)
        return f"-({inner})" if inner.startswith("-") else f"-{inner}"


@dataclass(frozen=True, slots=True)
class And:
    """All of these, two or more, none of them an And."""

    nodes: tuple[Node, ...]
    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)

    def __str__(self) -> str:
        return " ".join(_within(node, Or) for node in self.nodes)


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these, two or more, none of them an Or."""

    nodes: tuple[Node, ...]
    start: int = attribute(default=0, compare=False)
    end: int = attribute(default=0, compare=False)

    def __str__(self) -> str:
        return " or ".join(_within(node) for node in self.nodes)


Node: TypeAlias = Word | Filter | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """A search: the text as it was typed, and its tree, None when it asks for nothing in particular."""

    text: str
    node: Node | None = None

    @property
    def terms(self) -> tuple[Node, ...]:
        """The nodes that all must hold."""
        if self.node is None:
            return ()
        return self.node.nodes if isinstance(self.node, And) else (self.node,)

    def filters(self) -> Iterator[Filter]:
        """Every filter of the tree, from left to right."""
        waiting = list(reversed(self.terms))
        while waiting:
            node = waiting.pop()
            if isinstance(node, Filter):
                yield node
            elif isinstance(node, Not):
                waiting.append(node.node)
            elif isinstance(node, And | Or):
                waiting.extend(reversed(node.nodes))

    def __str__(self) -> str:
        return "" if self.node is None else str(self.node)


def quoted(text: str) -> str:
    """A phrase in quotes, as the parser reads it back."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def spelt(value: str) -> str:
    """The value of a filter, in quotes where it needs them to be read back."""
    is_plain = re.fullmatch(_PLAIN_VALUE, value) and value.lower() not in ABSENT | PRESENT
    return value if is_plain else quoted(value)


def _within(node: Node, *bracketed: type) -> str:
    """A part of a larger tree; the word "or" would read as a connective and is bracketed as well."""
    is_or = isinstance(node, Word) and not node.is_phrase and node.text.lower() == "or"
    return f"({node})" if is_or or isinstance(node, bracketed) else str(node)
