"""Our values are what the standard library's dataclasses are, and our named tuples what those of `typing` are."""

from __future__ import annotations

import copy
import dataclasses
import pickle
import typing
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import typed, value
from crm_tui.domain.contact import ContactLine, ContactPoint, PointKind
from crm_tui.store.search.found import Found


def _pair(make: Callable[[Any], type]) -> Iterator[type]:
    """The same class, made by the standard library and by us."""
    yield make(dataclasses)
    yield make(value)


def _named(library: Any) -> type:
    @library.dataclass(frozen=True, slots=True, kw_only=True)
    class Named:
        """A value with everything."""

        id: str
        size: int = 3
        tags: list[str] = library.field(default_factory=list)
        source: str = library.field(default="", compare=False, repr=False)

        @property
        def twice(self) -> int:
            return self.size * 2

    return Named


def _placed(library: Any) -> type:
    @library.dataclass(frozen=True, slots=True)
    class Placed:
        x: int
        y: int = 0

        def __post_init__(self) -> None:
            if self.x < 0:
                raise ValueError(self.x)

    return Placed


def _outcome(call: Callable[[], object]) -> object:
    """What a call returns, or the kind of error that it raises."""
    try:
        return repr(call())
    except (TypeError, ValueError, AttributeError) as error:
        return type(error)


_CALLS: tuple[Callable[[Any], object], ...] = (
    lambda cls: cls(id="a"),
    lambda cls: cls(id="a", size=1, tags=["x"], source="s"),
    lambda cls: cls("a"),
    lambda cls: cls(size=1),
    lambda cls: cls(id="a", other=1),
    lambda cls: cls(id="a").twice,
    lambda cls: cls(id="a", source="here") == cls(id="a", source="there"),
    lambda cls: cls(id="a") == cls(id="b"),
    lambda cls: cls(id="a") == "a",
    lambda cls: hash(cls(id="a", tags=())) == hash(cls(id="a", tags=(), source="x")),
    lambda cls: hash(cls(id="a", tags=[])),
    lambda cls: setattr(cls(id="a"), "id", "b"),
    lambda cls: delattr(cls(id="a"), "id"),
    lambda cls: dataclasses.replace(cls(id="a"), size=9),
    lambda cls: dataclasses.replace(cls(id="a"), other=9),
    lambda cls: dataclasses.asdict(cls(id="a", tags=["x"])),
    lambda cls: [(field.name, field.type, field.compare) for field in dataclasses.fields(cls)],
    dataclasses.is_dataclass,
    lambda cls: (cls.__doc__, cls.__slots__, cls.__match_args__, cls.__name__),
    lambda cls: copy.copy(cls(id="a", tags=["x"])),
    lambda cls: cls(id="a").tags is cls(id="a").tags,
)


@pytest.mark.parametrize("number", range(len(_CALLS)))
def test_a_value_does_what_a_dataclass_does(number: int) -> None:
    standard, ours = (_outcome(lambda cls=cls: _CALLS[number](cls)) for cls in _pair(_named))  # type: ignore[misc]
    assert ours == standard


_PLACED: tuple[Callable[[Any], object], ...] = (
    lambda cls: cls(1, 2),
    lambda cls: cls(1, y=2),
    lambda cls: cls(1, 2, 3),
    lambda cls: cls(1, x=2),
    lambda cls: cls(-1),
    lambda cls: cls.__match_args__,
)


@pytest.mark.parametrize("number", range(len(_PLACED)))
def test_a_value_by_place_does_too(number: int) -> None:
    standard, ours = (_outcome(lambda cls=cls: _PLACED[number](cls)) for cls in _pair(_placed))  # type: ignore[misc]
    assert ours == standard


def test_instances_are_made_alike_before_and_after_the_initialiser_is_compiled() -> None:
    kind: Any = _named(value)
    made = [kind(id=str(number), tags=[]) for number in range(3 * value._FEW)]
    assert [one.id for one in made] == [str(number) for number in range(len(made))]
    assert all(one.size == 3 for one in made)
    assert made[0].tags is not made[-1].tags
    assert _outcome(kind) is TypeError
    assert _outcome(lambda: kind("a")) is TypeError


def test_our_replace_keeps_the_rest() -> None:
    line = ContactLine(id="1", name="Jane", tags=("x",))
    assert value.replace(line, name="Ann") == ContactLine(id="1", name="Ann", tags=("x",))
    with pytest.raises(TypeError):
        value.replace(line, other=1)  # type: ignore[call-arg]


def test_a_value_survives_pickling() -> None:
    point = ContactPoint(kind=PointKind.EMAIL, value="jane@acme.com", parts={"a": "b"})
    assert pickle.loads(pickle.dumps(point)) == point  # noqa: S301 - our own
    assert pickle.loads(pickle.dumps(Found((1,), is_more=True))) == Found((1,), is_more=True)  # noqa: S301


def test_what_is_no_frozen_value_is_refused() -> None:
    with pytest.raises(TypeError):
        value.dataclass(frozen=False, slots=True)
    with pytest.raises(TypeError, match="inherits"):

        @value.dataclass(frozen=True, slots=True)
        class Child(ContactLine):
            more: str = ""


def _tuples() -> Iterator[Any]:
    for library in (typing, typed):
        base: Any = library.NamedTuple

        class Hit(base):  # type: ignore[misc]
            """A hit."""

            contact: int
            tier: int = 1
            slot: str = "s"

            @property
            def next(self) -> int:
                return int(self.contact) + 1

        yield Hit


_TUPLED: tuple[Callable[[Any], object], ...] = (
    lambda cls: cls(1),
    lambda cls: cls(1, 2, "x"),
    lambda cls: cls(1, slot="x"),
    lambda cls: cls(contact=1),
    lambda cls: cls(tier=1),
    lambda cls: cls(1, 2, 3, 4),
    lambda cls: cls(1, contact=1),
    lambda cls: cls(1, other=1),
    lambda cls: cls(1) == (1, 1, "s"),
    lambda cls: tuple(cls(1)),
    lambda cls: cls(1).next,
    lambda cls: cls(1)._replace(tier=5),
    lambda cls: cls(1)._replace(other=5),
    lambda cls: cls(1)._asdict(),
    lambda cls: cls._make([1, 2, 3]),
    lambda cls: cls._make([1]),
    lambda cls: (cls._fields, cls._field_defaults, cls.__match_args__, cls.__doc__, cls.__name__),
    lambda cls: setattr(cls(1), "tier", 2),
    lambda cls: setattr(cls(1), "new", 2),
    lambda cls: copy.copy(cls(1, 2, "x")),
    lambda cls: isinstance(cls(1), tuple),
)


@pytest.mark.parametrize("number", range(len(_TUPLED)))
def test_a_named_tuple_does_what_that_of_typing_does(number: int) -> None:
    standard, ours = (_outcome(lambda cls=cls: _TUPLED[number](cls)) for cls in _tuples())  # type: ignore[misc]
    assert ours == standard


@given(st.lists(st.tuples(st.integers(), st.text()), max_size=5))
def test_named_tuples_sort_and_unpack_as_tuples_do(rows: list[tuple[int, str]]) -> None:
    _, kind = _tuples()
    hits = [kind(number, 1, text) for number, text in rows]
    assert sorted(hits) == sorted((number, 1, text) for number, text in rows)
    assert [(contact, slot) for contact, _, slot in hits] == rows
