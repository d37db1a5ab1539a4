"""Names of `typing` that cost nothing when the program runs, and named tuples at a tenth of their cost.

Modules that `crm find` and `crm today` load take their types from here: importing `typing` is a quarter of Python's own
start, and each of its named tuples compiles its annotations and a function. A type checker sees the real ones.

Only the `Literal` of `typing` itself will do in an annotation, where linters know it by its home: under TYPE_CHECKING.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Generic, Literal, NamedTuple, NoReturn, TypeAlias, TypeVar

__all__ = ["TYPE_CHECKING", "Any", "Generic", "Literal", "NamedTuple", "NoReturn", "TypeAlias", "TypeVar"]

try:
    from _collections import _tuplegetter as _attribute  # type: ignore[import-not-found]
except ImportError:  # another Python than CPython

    def _attribute(place: int, help: str) -> property:
        from operator import itemgetter

        return property(itemgetter(place), doc=help)


if not TYPE_CHECKING:

    class _Word:
        """A word of annotations, which nobody asks for its meaning."""

        def __getitem__(self, _):
            return self

    Any = Literal = NoReturn = TypeAlias = _Word()

    def TypeVar(*_, **__):  # noqa: N802 - the name it stands in for
        """A type that is only a word."""
        return _Word()

    class Generic:
        """A base that says nothing but that a class is generic."""

        __slots__ = ()

        def __class_getitem__(cls, _):
            return cls

    class _Maker(type):
        """Makes a tuple of what names `NamedTuple` as its base."""

        def __new__(cls, name, bases, namespace):
            return _made(name, namespace) if bases else super().__new__(cls, name, bases, namespace)

    class NamedTuple(metaclass=_Maker):
        """What `typing.NamedTuple` is: attributes by annotation, defaults by assignment, methods."""


def _made(name: str, namespace: dict[str, Any]) -> type:
    """The class of tuples that the body of a class describes."""
    fields = tuple(namespace.get("__annotations__", ()))
    defaults = {field: namespace[field] for field in fields if field in namespace}
    attributes = {field: _attribute(place, f"Alias for field number {place}") for place, field in enumerate(fields)}
    return type(
        name,
        (tuple,),
        {
            "__slots__": (),
            "__match_args__": fields,
            "_fields": fields,
            "_field_defaults": defaults,
            "__new__": _new,
            "__repr__": _representation,
            "__getnewargs__": lambda self: (*self,),
            "_make": classmethod(_make),
            "_replace": _replace,
            "_asdict": _asdict,
            **namespace,
            **attributes,
        },
    )


def _new(cls: Any, /, *given: object, **named: object) -> Any:
    fields = cls._fields
    if named or len(given) != len(fields):
        rest = {**cls._field_defaults, **named}
        taken = fields[: len(given)]
        if len(given) > len(fields) or not rest.keys() >= set(fields[len(given) :]):
            raise TypeError(f"{cls.__name__}() takes {', '.join(fields)}")
        if not named.keys() <= set(fields[len(taken) :]):
            raise TypeError(f"{cls.__name__}() was given {', '.join(named)} beside {len(given)} values")
        given = (*given, *(rest[field] for field in fields[len(taken) :]))
    return tuple.__new__(cls, given)


def _make(cls: Any, values: Iterable[object]) -> Any:
    """A tuple of what ``values`` yields."""
    made = tuple.__new__(cls, values)
    if len(made) != len(cls._fields):
        raise TypeError(f"{cls.__name__} has {len(cls._fields)} values, not {len(made)}")
    return made


def _replace(self: Any, /, **changes: object) -> Any:
    """The same tuple but for some of its values."""
    made = self._make(map(changes.pop, self._fields, self))
    if changes:
        raise ValueError(f"{type(self).__name__} has no {', '.join(changes)}")
    return made


def _asdict(self: Any) -> dict[str, object]:
    """The values by name."""
    return dict(zip(self._fields, self, strict=True))


def _representation(self: Any) -> str:
    values = ", ".join(f"{field}={value!r}" for field, value in zip(self._fields, self, strict=True))
    return f"{type(self).__name__}({values})"
