"""What the Settings screen lists: every key of config.toml, with its value and whose value that is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crm_tui.actions import ACTIONS, Action, Scope, shown
from crm_tui.config import Config
from crm_tui.config.edit import Written
from crm_tui.config.entries import place_of
from crm_tui.config.schema import KEYS, Group, Key
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.domain.value import dataclass
from crm_tui.screens.settings.words import words_of
from crm_tui.screens.widgets.record_window import Heading

#: What the line says that puts another entry into a table, by table.
_ADDED = {"statuses": "Another status", "tags": "Days for a tag"}


#: An action on as many screens is one about whoever is highlighted there.
_MANY = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the list: a key, an ``entry`` of its table, or (``is_adding``) the way to another entry.

    ``built_in`` is the value without the file, "" where there is none. ``about`` says what it is for, where that is not
    what its key is for, ``place`` where it counts.
    """

    key: Key
    entry: str = ""
    label: str
    value: str
    is_own: bool = False
    built_in: str = ""
    is_adding: bool = False
    about: str = ""
    place: str = ""

    @property
    def help(self) -> str:
        """What it is for."""
        return self.about or self.key.help

    @property
    def group(self) -> str:
        """The heading that it stands beneath."""
        return f"{self.key.group}: {self.place[:1].lower()}{self.place[1:]}" if self.place else str(self.key.group)

    @property
    def id(self) -> str:
        """What tells it from every other line."""
        return f"{self.name}{'+' if self.is_adding else ''}"

    @property
    def name(self) -> str:
        """The name that `crm config` takes."""
        return ".".join(filter(None, (self.key.name, self.entry)))

    @property
    def now_or_later(self) -> str:
        """When a change counts, where that is not at once."""
        return "From the next start." if self.key.is_for_next_start else ""


def rows(written: Written) -> list[Row]:
    """Every line, in the order of the groups."""
    found = [row for key in KEYS for row in _of(key, written)]
    order = list(Group)
    return sorted(found, key=lambda row: order.index(row.key.group))  # within a group as they are made


def listed(found: Sequence[Row], sought: str) -> list[Row | Heading]:
    """The lines with every word of ``sought`` in their names, else anywhere; each group under its heading."""
    words = sought.casefold().split()
    named = [row for row in found if _holds(f"{row.label} {row.name} {row.group}", words)]
    said = named or [row for row in found if _holds(f"{row.value} {row.help} {row.key.label} {row.name}", words)]
    lines: list[Row | Heading] = []
    group = ""
    for row in said:
        if row.group != group:
            group = row.group
            lines.append(Heading(group))
        lines.append(row)
    return lines


def _holds(text: str, words: Sequence[str]) -> bool:
    return all(word in text.casefold() for word in words)


def _of(key: Key, written: Written) -> Iterator[Row]:
    if key.name == "keys":
        yield from _keys(key, written)
        return
    for entry, label in _entries(key, written.config):
        yield _entry(key, entry, label, written)
    if key.name in _ADDED:
        yield Row(key=key, label=_ADDED[key.name], value="", is_adding=True)


def _entries(key: Key, config: Config) -> Iterable[tuple[str, str]]:
    """The entries of a table that are listed, each with what it is called; a key that is none is its own."""
    match key.name:
        case "statuses":
            return [(status.name, status.name) for status in config.statuses]
        case "tiers":
            return [(tier, f"Tier {tier}") for tier in Tier]
        case "tags":
            return [(tag, f"#{tag}") for tag in config.tags]
        case "outcomes":
            return [(outcome, outcome.capitalize()) for outcome in Outcome]
        case _:
            return [("", key.label)]


def _entry(key: Key, entry: str, label: str, written: Written) -> Row:
    place = place_of(key, entry)
    if key.name == "outcomes":
        place = place[:2]
    is_built_in = not (key.name == "tags" or (key.name == "statuses" and not _is_known(entry)))
    return Row(
        key=key,
        entry=entry,
        label=label,
        value=words_of(key, entry, written.config),
        is_own=written.has(place),
        built_in=words_of(key, entry, Config()) if is_built_in else "",
    )


def _is_known(status: str) -> bool:
    return any(each.name == status for each in Config().statuses)


def _keys(key: Key, written: Written) -> Iterator[Row]:
    """Every action with its keys, in the order of the places in which they count."""
    own = written.config.keys
    for action in sorted(ACTIONS, key=lambda action: _PLACES.index(_place(action))):
        yield Row(
            key=key,
            entry=action.id,
            label=action.label.rpartition(": ")[2],
            value=" ".join(map(shown, own.get(action.id, action.keys))),
            is_own=action.id in own,
            built_in=" ".join(map(shown, action.keys)),
            about=action.help,
            place=_place(action),
        )


_ABOUT_PERSON, _SEVERAL = "About a person", "On several screens"

_PLACES = (_ABOUT_PERSON, _SEVERAL, *(str(scope) for scope in Scope))


def _place(action: Action) -> str:
    """Where an action works, in one phrase."""
    if len(action.where) == 1:
        return str(next(iter(action.where)))
    return _ABOUT_PERSON if len(action.where) >= _MANY else _SEVERAL
