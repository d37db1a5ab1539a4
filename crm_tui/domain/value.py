"""Values: the dataclasses of the standard library in the one form used here, frozen with slots, at a tenth of the cost.

`dataclasses` compiles six functions for every class, and takes `inspect` along: for the values of this program that
was half of what `crm find` took from the shell. Here only ``__init__`` is compiled, and not before many instances are
made, so that a value that few are made of costs next to nothing. `dataclasses.fields`, `asdict` and `is_dataclass`
know these classes, and a type checker takes them for what they stand in for.
"""

from __future__ import annotations

from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from dataclasses import dataclass, field, replace
    from typing import Any, NoReturn

__all__ = ["dataclass", "field", "replace"]

#: Stands for a default that there is none of.
_NONE = object()

#: Instances that are made by an ``__init__`` that suits every class; compiling one of its own costs as much as these.
_FEW = 100


class _Field:
    """An attribute of a value: its name and declared type, and what it is when it is not given."""

    __slots__ = ("compare", "default", "factory", "name", "repr", "type")

    def __init__(self, default: object, factory: object, *, compare: bool, repr: bool) -> None:
        self.default, self.factory, self.compare, self.repr = default, factory, compare, repr
        self.name = self.type = ""


if not TYPE_CHECKING:

    def field(*, default=_NONE, default_factory=_NONE, compare=True, repr=True):
        """What `dataclasses.field` says of an attribute."""
        return _Field(default, default_factory, compare=compare, repr=repr)

    def dataclass(*, frozen, slots, kw_only=False):
        """What `dataclasses.dataclass` makes of a class; anything but a frozen one with slots is left to that."""
        if not (frozen and slots):
            raise TypeError("a value is frozen and has slots")
        return lambda cls: _made(cls, kw_only=kw_only)

    def replace(value, /, **changes):
        """What `dataclasses.replace` makes: the same value but for some of its attributes."""
        for name in value.__slots__:
            if name not in changes:
                changes[name] = getattr(value, name)
        return type(value)(**changes)


def _made(cls: type, *, kw_only: bool) -> type:
    """``cls`` again, as a value with slots."""
    if any("__dataclass_fields__" in vars(base) for base in cls.__mro__[1:]):
        raise TypeError(f"{cls.__name__} inherits from another value")
    namespace = {name: value for name, value in vars(cls).items() if name not in ("__dict__", "__weakref__")}
    fields = [_taken(namespace, name, kind) for name, kind in namespace.get("__annotations__", {}).items()]
    names = tuple(each.name for each in fields)
    namespace |= {
        "__slots__": names,
        "__match_args__": () if kw_only else names,
        "__dataclass_fields__": _StandardFields(fields, kw_only=kw_only),
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__getstate__": _state,
        "__setstate__": _restore,
        "__repr__": _representation(fields),
        **_comparison(tuple(each.name for each in fields if each.compare)),
    }
    made = type(cls)(cls.__name__, cls.__bases__, namespace)
    made.__qualname__ = cls.__qualname__
    made.__init__ = _initialiser(made, fields, kw_only=kw_only)  # type: ignore[misc]
    return made


def _taken(namespace: dict[str, Any], name: str, kind: str) -> _Field:
    """The field called ``name``; its default leaves the class, where its slot will be."""
    default = namespace.pop(name, _NONE)
    made = default if isinstance(default, _Field) else _Field(default, _NONE, compare=True, repr=True)
    made.name, made.type = name, kind
    return made


def _initialiser(cls: type, fields: list[_Field], *, kw_only: bool) -> Callable[..., None]:
    """An ``__init__`` for the first few instances, which then compiles the one that takes its place."""
    names = tuple(each.name for each in fields)
    known = frozenset(names)
    required = {each.name for each in fields if each.default is _NONE and each.factory is _NONE}
    places: list[tuple[str, Any, object, Any]] = [
        (each.name, vars(cls)[each.name].__set__, each.default, each.factory) for each in fields
    ]
    is_checked = hasattr(cls, "__post_init__")
    left = _FEW

    def initialise(self: Any, /, *arguments: object, **named: object) -> None:
        nonlocal left
        left -= 1
        given = dict(zip(names, arguments, strict=False)) | named
        is_plain = required <= given.keys() <= known and len(given) == len(arguments) + len(named)
        if left <= 0 or not is_plain or (kw_only and arguments):
            cls.__init__ = compiled = _compiled(cls, fields, kw_only=kw_only)  # type: ignore[misc]
            compiled(self, *arguments, **named)
            return
        for name, put, default, factory in places:
            put(self, given[name] if name in given else default if factory is _NONE else factory())
        if is_checked:
            self.__post_init__()

    return initialise


def _compiled(cls: type, fields: list[_Field], *, kw_only: bool) -> Callable[..., None]:
    """The ``__init__`` that `dataclasses` would write, setting each slot by its descriptor."""
    known: dict[str, Any] = {"MISSING": _NONE}
    parameters, lines = ["self", "*"] if kw_only and fields else ["self"], [" pass\n"]
    for each in fields:
        name, value = each.name, each.name
        known[f"set_{name}"] = vars(cls)[name].__set__
        if each.factory is not _NONE:
            known[f"make_{name}"] = each.factory
            value = f"make_{name}() if {name} is MISSING else {name}"
            parameters.append(f"{name}=MISSING")
        elif each.default is not _NONE:
            known[f"default_{name}"] = each.default
            parameters.append(f"{name}=default_{name}")
        else:
            parameters.append(name)
        lines.append(f" set_{name}(self, {value})\n")
    if hasattr(cls, "__post_init__"):
        lines.append(" self.__post_init__()\n")
    exec(f"def __init__({', '.join(parameters)}):\n{''.join(lines)}", known)  # noqa: S102 - of our own names alone
    compiled: Callable[..., None] = known["__init__"]
    compiled.__qualname__ = f"{cls.__qualname__}.__init__"
    return compiled


def _comparison(names: tuple[str, ...]) -> dict[str, Callable[..., object]]:
    """Equality and hash by the attributes called ``names``."""
    compared = attrgetter(*names) if names else type

    def is_equal(self: object, other: object) -> bool:
        return compared(self) == compared(other) if other.__class__ is self.__class__ else NotImplemented

    return {"__eq__": is_equal, "__hash__": lambda self: hash(compared(self))}


def _representation(fields: list[_Field]) -> Callable[[object], str]:
    shown = tuple(each.name for each in fields if each.repr)

    def spelt(self: object) -> str:
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in shown)})"

    return spelt


def _refuse_to_set(_: object, name: str, _value: object) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> NoReturn:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    """What `pickle` and `copy` keep."""
    return [getattr(self, name) for name in self.__slots__]


def _restore(self: Any, state: list[object]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)


class _StandardFields:
    """``__dataclass_fields__``, made by the standard library itself when it is asked for."""

    def __init__(self, fields: list[_Field], *, kw_only: bool) -> None:
        self._fields, self._kw_only = fields, kw_only

    def __get__(self, _: object, owner: type) -> Mapping[str, Any]:
        import dataclasses

        def standard(ours: _Field) -> Any:
            if ours.factory is not _NONE:
                return dataclasses.field(default_factory=ours.factory, compare=ours.compare, repr=ours.repr)  # type: ignore[call-overload]
            default = dataclasses.MISSING if ours.default is _NONE else ours.default
            return dataclasses.field(default=default, compare=ours.compare, repr=ours.repr)

        described = [(each.name, each.type, standard(each)) for each in self._fields]
        made: Any = dataclasses.make_dataclass(owner.__name__, described, kw_only=self._kw_only)
        fields: Mapping[str, Any] = made.__dataclass_fields__
        owner.__dataclass_fields__ = fields  # type: ignore[attr-defined]
        return fields
