"""From the headings of a file to fields: by preset, by what people write, and as the rep says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from crm_tui.domain.errors import UsageError
from crm_tui.domain.points import ADDRESS_PARTS
from crm_tui.domain.text import clean
from crm_tui.sync.formats import presets
from crm_tui.sync.formats.fields import LEFT_OUT, Field, key, parse
from crm_tui.sync.formats.presets.reading import Preset

#: The most columns that are read.
MAX_COLUMNS = 2_000

#: Fields of which one is enough to tell a person by.
_TELLING = frozenset(
    {"name", "given_name", "family_name", "nickname", "email", "phone", "contact", "contact_id", "from", "to"}
)


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What became of a column: its heading, and the field in the words of ``--map`` ("-" when left out)."""

    column: str
    field: str


@dataclass(frozen=True, slots=True)
class Target:
    """Where the cells at ``index`` go. ``bundle`` groups numbered columns; ``role`` is this one's part in it."""

    index: int
    field: Field
    bundle: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The columns of one file: where each goes, under which preset; ``second`` for the other person of a row."""

    preset: Preset
    headings: tuple[str, ...]
    targets: tuple[Target, ...]
    second: tuple[Target, ...] = ()

    @property
    def columns(self) -> tuple[ColumnUse, ...]:
        """Every column in file order with what became of it."""
        uses: dict[int, list[str]] = {index: [] for index in range(len(self.headings))}
        for target in self.targets:
            uses[target.index].append(_words(target))
        for target in self.second:
            if not uses[target.index]:
                uses[target.index].append(f"{_words(target)} (second person)")
        return tuple(ColumnUse(self.headings[index], " + ".join(words) or LEFT_OUT) for index, words in uses.items())

    def has(self, *names: str) -> bool:
        """Whether any column feeds one of these fields."""
        return any(target.field.name in names for target in self.targets)


def _words(target: Target) -> str:
    if not target.bundle:
        return str(target.field)
    return str(target.field) if target.role == "value" else f"{target.field} ({target.role.replace('_', ' ')})"


def assign(headings: Sequence[str], preset: Preset, overrides: Mapping[str, str]) -> Assignment:
    """Decides what each column becomes. ``overrides`` maps COLUMN (heading or number) to FIELD.

    Columns that no preset knows become custom fields of their own name. Raises `UsageError` for an override
    that names no column or no field, or for too many columns.
    """
    if len(headings) > MAX_COLUMNS:
        raise UsageError(
            f"The file has {len(headings)} columns; at most {MAX_COLUMNS} can be read.", "Remove some, then try again."
        )
    cleaned = tuple(clean(heading) for heading in headings)
    chosen = _overrides(cleaned, overrides)
    taken: set[str] = set()
    targets: list[Target] = []
    seen: Counter[str] = Counter()
    for index, heading in enumerate(cleaned):
        heading_key = key(heading)
        seen[heading_key] += 1
        if index in chosen:
            found = [Target(index, chosen[index])]
        else:
            found = list(_known(index, heading, heading_key, seen[heading_key], preset)) or [
                Target(index, Field("custom", _unused(heading or f"Column {index + 1}", taken)))
            ]
        taken.update(target.field.label for target in found if target.field.name == "custom")
        targets += [target for target in found if target.field.name != LEFT_OUT]
    return Assignment(preset, cleaned, tuple(targets), tuple(_second(cleaned, preset, chosen)))


def is_telling(mapping: Assignment) -> bool:
    """Whether any column holds what a record can be told by."""
    if mapping.preset.what == "companies":
        return mapping.has("name", "company", "domain")
    return mapping.has(*_TELLING)


def _second(headings: Sequence[str], preset: Preset, chosen: Mapping[int, Field]) -> Iterator[Target]:
    """The columns of a second person, but for those that the rep has ``chosen`` a field for."""
    if not preset.second:
        return
    columns = presets.packaged(preset.second).columns
    for index, heading in enumerate(headings):
        if index not in chosen:
            yield from (Target(index, field) for field in columns.get(key(heading), ()))


def _overrides(headings: Sequence[str], overrides: Mapping[str, str]) -> dict[int, Field]:
    return {index: parse(field) for column, field in overrides.items() for index in _find(headings, column)}


def _find(headings: Sequence[str], column: str) -> list[int]:
    """The columns meant by ``column``: by exact heading, by its letters, or by number from 1."""
    exact = [index for index, heading in enumerate(headings) if heading == column.strip()]
    alike = [index for index, heading in enumerate(headings) if key(heading) == key(column) != ""]
    number = int(column) if column.isdecimal() else 0
    found = exact or alike or ([number - 1] if 0 < number <= len(headings) else [])
    if not found:
        raise UsageError(f"There is no column “{column}”.", f"The columns are {', '.join(filter(None, headings))}.")
    return found


def _known(index: int, heading: str, heading_key: str, occurrence: int, preset: Preset) -> Iterator[Target]:
    for each in (preset, presets.plain()):
        fields = each.columns.get(f"{heading_key}#{occurrence}") or each.columns.get(heading_key)
        if fields:
            yield from (Target(index, field) for field in fields)
            return
        bundled = list(_bundled(index, heading_key, each))
        if bundled:
            yield from bundled
            return
        if each.what != "contacts":
            return
    if "." in heading:
        try:
            yield Target(index, parse(heading))
        except UsageError:
            return


def _bundled(index: int, heading_key: str, preset: Preset) -> Iterator[Target]:
    """The group that a numbered heading belongs to. Groups with the same value column are one."""
    seen: set[tuple[str, str]] = set()
    for group in preset.groups:
        main = group.roles.get("value") or group.roles["street"]
        for role, pattern in group.roles.items():
            if match := pattern.fullmatch(heading_key):
                bundle = f"{main.pattern} {match[1]}"
                if (bundle, role) not in seen:
                    seen.add((bundle, role))
                    part = role if role in ADDRESS_PARTS else ""
                    yield Target(index, Field(group.field, part=part), bundle, role)


def _unused(name: str, taken: set[str]) -> str:
    if name not in taken:
        return name
    number = 2
    while f"{name} {number}" in taken:
        number += 1
    return f"{name} {number}"
