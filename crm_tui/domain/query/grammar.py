"""From a typed line to a tree.

    query  = all ("or" all)*           words side by side must all match
    all    = item+
    item   = "-"? (word | "a phrase" | #tag | field:values | "(" query ")")
    values = op? value ("," value)*    op is < <= > >= or nothing

A line is parsed after every key, so what is merely unfinished is no error: a quote or a bracket that is
still open ends with the line, and an "or" with nothing behind it waits.
"""

from __future__ import annotations

import re

from crm_tui.domain.errors import ParseError
from crm_tui.domain.query.fields import HAS, IS, NAMES, FieldSpec, example, field, nearest
from crm_tui.domain.query.tree import ABSENT, PRESENT, And, Filter, Node, Not, Op, Or, Place, Query, Word
from crm_tui.domain.typed import NoReturn

#: Brackets within brackets; deeper than anyone types.
DEEPEST = 20

_SPACE = re.compile(r"\s*")
_FIELD = re.compile(r'(custom\."(?:[^"\\]|\\.)*"|[^\W\d][\w.-]*):(?!//)', re.IGNORECASE)
_OP = re.compile(r"[<>]=?|=")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.)*)(?:"|\\?\Z)', re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OR = re.compile(r"or(?=\s|$|\)|\()", re.IGNORECASE)


def parse(text: str) -> Query:
    """The search that ``text`` asks for. Raises ParseError at the place of an unknown field or a stray bracket.

    Values are not looked at; `check` and `resolve` do that, knowing the desk.
    """
    return Query(text, _Parser(text).query())


class _Parser:
    """One pass over the text; ``at`` is the place of the next character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.depth = 0

    def query(self) -> Node | None:
        """Everything up to the end, or to the bracket that closes this level."""
        start = self._skip_space()
        choices: list[list[Node]] = [[]]
        while not self._is_over():
            if choices[-1] and _OR.match(self.text, self.at):
                self.at += 2
                choices.append([])
            elif not choices[-1] and len(choices) > 1 and _OR.match(self.text, self.at):
                self.at += 2
            elif node := self._item():
                choices[-1].append(node)
            self._skip_space()
        groups = [_joined(And, nodes, start, nodes[-1].end) for nodes in choices if nodes]
        return _joined(Or, groups, start, groups[-1].end) if groups else None

    def _item(self) -> Node | None:
        start = self.at
        char, following = self.text[start], self.text[start + 1 : start + 2]
        if char == "-" and following and following != "-" and not following.isspace() and following != ")":
            self.at += 1
            node = self._item()
            return node and Not(node, start, self.at)
        if char == "(":
            return self._bracket()
        if char == ")":
            self._fail("This bracket closes what was never opened.", "Put quotes around it.", start, start + 1)
        if (phrase := self._quoted()) is not None:
            return Word(phrase, is_phrase=True, start=start, end=self.at) if phrase.strip() else None
        if char == "#" and following and following not in "#),-" and not following.isspace():
            self.at += 1
            return self._filter("tag", "=", start)
        if match := _FIELD.match(self.text, start):
            return self._field(match)
        return Word(self._bare(""), start=start, end=self.at)

    def _bracket(self) -> Node | None:
        start = self.at
        if self.depth == DEEPEST:
            self._fail("Too many brackets within brackets.", "Save parts of it as views.", start, start + 1)
        self.at += 1
        self.depth += 1
        node = self.query()
        self.depth -= 1
        self.at = min(self.at + 1, len(self.text))
        return node

    def _field(self, match: re.Match[str]) -> Node:
        start, name = match.start(), match.group(1)
        if name[-1] == '"':
            name = "custom." + _unescaped(name[len('custom."') : -1])
        self.at = match.end()
        if name.lower() in ("has", "is"):
            return self._shorthand(name.lower(), start)
        spec = field(name)
        if spec is None:
            near = nearest(name, [*NAMES, "has", "is", "custom.NAME"])
            hint = f"Did you mean “{near}:”? " if near else ""
            self._fail(
                f"There is no filter “{name}:”.",
                f"{hint}Put quotes around it to search for these words.",
                start,
                match.end() - 1,
            )
        return self._filter(spec.name, self._op(spec), start)

    def _filter(self, name: str, op: Op, start: int) -> Node:
        nodes: list[Node] = []
        values: list[str] = []
        places: list[Place] = []
        for value, place, is_quoted in self._values(name, start):
            presence: Op | None = None
            if not is_quoted and op == "=" and self.text[start] != "#":
                presence = "none" if value.lower() in ABSENT else "any" if value.lower() in PRESENT else None
            if presence:
                nodes.append(Filter(name, presence, (), start, self.at, (place,), self.text))
            else:
                values.append(value)
                places.append(place)
        if values:
            nodes.append(Filter(name, op, tuple(values), start, self.at, tuple(places), self.text))
        return _joined(Or, nodes, start, self.at)

    def _shorthand(self, name: str, start: int) -> Node:
        """`has:phone` is `phone:any`; `is:quiet` is `quiet:yes`; `is:overdue` is `due:overdue`."""
        known = HAS if name == "has" else IS
        nodes: list[Node] = []
        for value, place, _ in self._values(name, start):
            spec = field(value)
            if spec is None and value.lower() == "overdue" and name == "is":
                nodes.append(Filter("due", "=", ("overdue",), start, self.at, (place,), self.text))
            elif spec is None or (spec.name not in known):
                near = nearest(value, known)
                hint = f"Did you mean “{name}:{near}”?" if near else f"It takes {', '.join(known)}."
                self._fail(f"“{name}:” does not know “{value}”.", hint, *place)
            elif name == "has":
                nodes.append(Filter(spec.name, "any", (), start, self.at, (place,), self.text))
            else:
                nodes.append(Filter(spec.name, "=", ("yes",), start, self.at, (place,), self.text))
        return _joined(Or, nodes, start, self.at)

    def _op(self, spec: FieldSpec) -> Op:
        match = _OP.match(self.text, self.at)
        if match is None:
            return "="
        self.at = match.end()
        op = match.group()
        if op not in spec.ops:
            hint = f"Write “{spec.name}:” and the value; < and > are for dates and numbers."
            self._fail(f"“{spec.name}:” cannot be compared with “{op}”.", hint, *match.span())
        return op  # type: ignore[return-value] # one of spec.ops

    def _values(self, name: str, start: int) -> list[tuple[str, Place, bool]]:
        """The values of a comma list with their places, and whether they were in quotes."""
        values = []
        while True:
            begin = self.at
            quoted = self._quoted()
            value = self._bare(",") if quoted is None else quoted
            if value.strip():
                values.append((value, Place(begin, self.at), quoted is not None))
            if self.text[self.at : self.at + 1] != ",":
                break
            self.at += 1
        if not values:
            self._fail(f"“{name}:” needs a value.", f"As in {name}:{example(name)}", start, self.at)
        return values

    def _quoted(self) -> str | None:
        """What is in the quotes that open here; None when none do."""
        match = _QUOTED.match(self.text, self.at)
        if match is None:
            return None
        self.at = match.end()
        return _unescaped(match[1])

    def _bare(self, stops: str) -> str:
        start = self.at
        stops += ")" if self.depth else ""
        while self.at < len(self.text) and self.text[self.at] not in stops and not self.text[self.at].isspace():
            self.at += 1
        return self.text[start : self.at]

    def _skip_space(self) -> int:
        match = _SPACE.match(self.text, self.at)
        self.at = match.end() if match else self.at
        return self.at

    def _is_over(self) -> bool:
        return self.at >= len(self.text) or (self.depth > 0 and self.text[self.at] == ")")

    def _fail(self, message: str, hint: str, start: int, end: int) -> NoReturn:
        raise ParseError(message, hint, text=self.text, start=start, end=end)


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text)


def _joined(kind: type[And | Or], nodes: list[Node], start: int, end: int) -> Node:
    """One node for several, with nodes of the same kind taken apart."""
    flat: list[Node] = []
    for node in nodes:
        flat.extend(node.nodes if isinstance(node, kind) else (node,))
    return flat[0] if len(flat) == 1 else kind(tuple(flat), start, end)
