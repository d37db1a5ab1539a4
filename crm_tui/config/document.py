"""The text of config.toml with one setting changed, and everything else in it as it was.

A file is a row of statements: headers of tables, and keys with their values. A statement is put in, taken out or given
another value; the lines between, and the remarks behind a value, stay. What comes out is read again and compared with
what it should mean.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from crm_tui.config.entries import Place, known
from crm_tui.domain.errors import ConfigError


class Statement(NamedTuple):
    """A header or a key with its value: the lines from ``first`` up to ``end``, and the place it is about."""

    first: int
    end: int
    place: Place
    is_header: bool = False


def with_value(text: str, place: Place, value: object) -> str:
    """The file with ``value`` (what TOML holds) at ``place``; a list keeps the remarks beside items that stay.

    Raises `ConfigError` for a file in which that cannot be done.
    """
    given, place = place, known(place)
    lines = _lines(text)
    held = statements(lines)
    if (one := _holding(held, place)) is None:
        _put_in(lines, held, given, value)
    else:
        statement = "".join(lines[one.first : one.end])
        if _is_short(one, statement) and place[2:] != ("next",):
            statement = _changed(statement, (), {"next": _value(statement)})
        within = () if _is_short(one, statement) else place[len(known(one.place)) :]
        lines[one.first : one.end] = [_changed(statement, within, value)]
    return _checked("".join(lines), _rest(text, place) | dict(_flat(value, place)), place)


def without(text: str, place: Place) -> str:
    """The file with nothing at ``place`` or beneath it; a table that held nothing else goes too."""
    place = known(place)
    lines = _lines(text)
    held = statements(lines)
    wanted = _rest(text, place)
    one = _holding(held, place)
    if one is not None and any(at[: len(one.place)] == known(one.place) for at in wanted):
        within = place[len(known(one.place)) :]
        lines[one.first : one.end] = [_changed("".join(lines[one.first : one.end]), within, None)]
    else:
        _take_out(lines, held, place if one is None else known(one.place))
    return _checked("".join(lines), wanted, place)


def swapped(text: str, place: Place, other: Place) -> str:
    """The file with two keys of a table in each other's place."""
    lines = _lines(text)
    found = {known(one.place): one for one in statements(lines) if not one.is_header}
    if not {known(place), known(other)} <= found.keys():
        raise _cannot(place)
    first, last = sorted((found[known(place)], found[known(other)]))
    above, below = lines[first.first : first.end], lines[last.first : last.end]
    lines[last.first : last.end] = above
    lines[first.first : first.end] = below
    return _checked("".join(lines), meaning(text), place)


def meaning(text: str) -> dict[Place, object]:
    """Every value of a file by its place. Raises `tomllib.TOMLDecodeError` where it is no TOML."""
    return dict(_flat(tomllib.loads(text), ()))


def _flat(value: object, place: Place) -> Iterator[tuple[Place, object]]:
    if isinstance(value, Mapping):
        for name, each in value.items():
            yield from _flat(each, (*place, name))
    else:
        place = known(place)
        yield (*place, "next") if place[0] == "outcomes" and len(place) == 2 else place, value


def _rest(text: str, place: Place) -> dict[Place, object]:
    """What a file says, but for what stands at ``place`` and beneath it."""
    return {at: value for at, value in meaning(text).items() if at[: len(place)] != place}


def _checked(text: str, wanted: Mapping[Place, object], place: Place) -> str:
    try:
        found = meaning(text)
    except tomllib.TOMLDecodeError:
        raise _cannot(place) from None
    if found != wanted:
        raise _cannot(place)
    return text


def _cannot(place: Place) -> ConfigError:
    return ConfigError(
        f"The file is written in a way in which {'.'.join(place)} cannot be changed from here.",
        "Change it by hand: `crm config edit`.",
    )


# Statements


def _lines(text: str) -> list[str]:
    """The lines with their ends; TOML knows no others."""
    *whole, last = text.split("\n")
    return [*(f"{line}\n" for line in whole), *([f"{last}\n"] if last else [])]


def statements(lines: Sequence[str]) -> list[Statement]:
    """The statements of a file that is TOML, in order."""
    found: list[Statement] = []
    table: Place = ()
    at = 0
    while at < len(lines):
        bare = lines[at].strip()
        if not bare or bare.startswith("#"):
            at += 1
        elif bare.startswith("["):
            table = _header(lines[at])
            found.append(Statement(at, at + 1, table, is_header=True))
            at += 1
        else:
            end = _end(lines, at)
            found.append(Statement(at, end, (*table, *_key("".join(lines[at:end])))))
            at = end
    return found


def _end(lines: Sequence[str], first: int) -> int:
    """Where the value ends that begins on line ``first``: a list or a text may have several lines."""
    for end in range(first + 1, len(lines)):
        try:
            tomllib.loads("".join(lines[first:end]))
        except tomllib.TOMLDecodeError:
            continue
        return end
    return len(lines)


def _header(line: str) -> Place:
    place: Place = ()
    found: Any = tomllib.loads(line)
    while found:
        found = found[0] if isinstance(found, list) else found
        ((name, found),) = found.items()
        place = (*place, name)
    return place


def _key(statement: str) -> Place:
    """The names of a key, several where it is dotted."""
    import tomlkit
    from tomlkit.items import Table

    place: Place = ()
    found: Any = tomlkit.parse(statement)
    while found is not None and (not place or isinstance(found, Table)):
        ((name, found),) = found.items()
        place = (*place, name)
    return place


def _holding(held: Sequence[Statement], place: Place) -> Statement | None:
    """The statement whose value stands at ``place``, or holds what does."""
    fitting = (one for one in held if not one.is_header and known(one.place) == place[: len(known(one.place))])
    return next(fitting, None)


def _is_short(one: Statement, statement: str) -> bool:
    """Whether it says the next step of an outcome alone: ``busy = "tomorrow"``."""
    return one.place[0] == "outcomes" and len(one.place) == 2 and not isinstance(_value(statement), Mapping)


def _value(statement: str) -> object:
    found: Any = tomllib.loads(statement)
    for name in _key(statement):
        found = found[name]
    return found


def _changed(statement: str, within: Place, value: object) -> str:
    """A statement with another value, or another within it; None takes it out. What is not the value stays."""
    import tomlkit

    document: Any = tomlkit.parse(statement)
    *steps, name = (*_key(statement), *within)
    home = document
    for step in steps:
        home = home[step]
    if value is None:
        del home[name]
    else:
        home[name] = _renewed(home.get(name), value)
    return str(tomlkit.dumps(document))


def _renewed(held: Any, value: object) -> Any:
    """The value as TOML; a list of several lines gives items up and takes others, if the rest keep their order."""
    from tomlkit.items import Array

    if not isinstance(held, Array) or not isinstance(value, list) or "\n" not in held.as_string():
        return _item(value)
    for index in reversed(range(len(held))):
        if held[index] not in value:
            del held[index]
    for index, item in enumerate(value):
        if index >= len(held) or held[index] != item:
            held.insert(index, item)
    return held if list(held) == value else value


def _item(value: object) -> Any:
    import tomlkit

    if not isinstance(value, Mapping):
        return tomlkit.item(value)
    pairs = ", ".join(f"{_name((name,))} = {_item(each).as_string()}" for name, each in value.items())
    return tomlkit.value(f"{{ {pairs} }}" if pairs else "{}")


# Putting in, taking out


def _put_in(lines: list[str], held: Sequence[Statement], place: Place, value: object) -> None:
    """A line behind the others of its table; a new table goes to the end, with a gap before it.

    The names in ``place`` are written as they are given.
    """
    end = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    home = max((one for one in held if one.is_header and _is_beneath(place, one)), key=_depth, default=None)
    if home is not None:
        at = max(one.end for one in _section(held, home))
        lines.insert(at, _line(_shortened(held, place)[len(home.place) :], value, end))
    elif len(place) == 1:
        at, gap = _root_end(lines, held)
        lines[at:at] = [_line(place, value, end), *([end] if gap else [])]
    elif beside := [one for one in held if one.place[:1] == place[:1] and not one.is_header and _is_root(held, one)]:
        lines.insert(beside[-1].end, _line(place, value, end))
    else:
        gaps = [end] if lines else []
        lines += [*gaps, f"[{_name(place[:1])}]{end}", _line(_shortened(held, place)[1:], value, end)]


def _take_out(lines: list[str], held: Sequence[Statement], place: Place) -> None:
    """The lines at a place and beneath it, and headers with nothing left, each with a gap before it."""
    gone = {one for one in held if known(one.place)[: len(place)] == place}
    for header in (one for one in held if one.is_header):
        if (entries := _section(held, header)[1:]) and gone.issuperset(entries):
            gone.add(header)
    for one in sorted(gone, reverse=True):
        del lines[one.first : one.end]
        if one.is_header and one.first and not lines[one.first - 1].strip():
            del lines[one.first - 1]
    left = [one for one in held if one not in gone]
    is_first_gone = bool(held) and held[0] in gone and held[0].first == 0 and not held[0].is_header
    if is_first_gone and left and left[0].is_header and lines and not lines[0].strip():
        del lines[0]


def _root_end(lines: Sequence[str], held: Sequence[Statement]) -> tuple[int, bool]:
    """Where another key before all tables goes, and whether a gap belongs behind it."""
    if keys := [one for one in held if _is_root(held, one)]:
        return keys[-1].end, False
    if not held:
        return len(lines), False
    remarks = next(at for at, line in enumerate(lines) if not line.startswith("#"))
    return (remarks, False) if remarks and not lines[remarks].strip() else (0, True)


def _is_root(held: Sequence[Statement], one: Statement) -> bool:
    """Whether a key stands before all tables."""
    return not one.is_header and all(one.first < other.first for other in held if other.is_header)


def _is_beneath(place: Place, header: Statement) -> bool:
    above = known(header.place)
    return len(above) < len(place) and known(place)[: len(above)] == above


def _depth(one: Statement) -> int:
    return len(one.place)


def _section(held: Sequence[Statement], header: Statement) -> list[Statement]:
    """A header and the keys up to the next one."""
    section = [header]
    for one in held[held.index(header) + 1 :]:
        if one.is_header:
            break
        section.append(one)
    return section


def _shortened(held: Sequence[Statement], place: Place) -> Place:
    """The place of a next step without ``next``, where nothing else is said of the outcome."""
    is_said = any(known(one.place)[:2] == known(place)[:2] for one in held)
    return place if is_said or place[0] != "outcomes" or place[2:] != ("next",) else place[:2]


def _line(place: Place, value: object, end: str) -> str:
    return f"{_name(place)} = {_item(value).as_string()}{end}"


def _name(place: Place) -> str:
    import tomlkit

    return ".".join(tomlkit.key(name).as_string() for name in place)
