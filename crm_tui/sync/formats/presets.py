"""Presets: which column of a known product is which of our fields. One TOML file a family of products.

A file holds::

    title = "HubSpot contacts"      what a person calls it
    what = "contacts"               contacts, companies, interactions, follow-ups; or what cannot be imported
    signature = [["Record ID", "Lead Status"]]      sets of headings, any one of which gives it away
    separator = ";"                 stands between several values in one cell
    splits = ["tag"]                the fields split by it; all that may have several values by default
    drop_tags = ["* myContacts"]    labels that are no tags
    mark = "* "                     stands before the default label
    footers = ["Grand Totals"]      how rows begin that are no records
    dates = ["Connected On"]        custom fields that hold a day
    exact = true                    cells mean what they say: no "N/A", no second address in a cell

    [columns]                       heading = field, as in --map; compared as `fields.key` does
    "Job Title" = "title"
    "URL" = ["external_id", "url"]  both
    "Titre#2" = "title"             the second column of that heading

    [[groups]]                      numbered columns that belong together
    field = "email"
    label = "E-mail {n} - Label"
    value = "E-mail {n} - Value"

    [words.status]                  the product's words for a field with a fixed list
    open = "new"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats.fields import Field, key, parse

#: The preset of plain spellings, which every other one falls back on.
PLAIN = "plain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Numbered columns: ``roles`` maps label, value or an address part to the pattern of its heading."""

    field: str
    roles: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """One product's columns; see the head of this module."""

    name: str
    title: str
    what: str = "contacts"
    signatures: tuple[frozenset[str], ...] = ()
    separator: str = ""
    splits: frozenset[str] = frozenset()
    drop_tags: frozenset[str] = frozenset()
    mark: str = ""
    footers: tuple[str, ...] = ()
    dates: frozenset[str] = frozenset()
    is_exact: bool = False
    columns: Mapping[str, tuple[Field, ...]] = field(default_factory=dict)
    groups: tuple[Group, ...] = ()
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def knows(self, heading_key: str) -> bool:
        """Whether a column of this heading has a place."""
        return (
            heading_key in self.columns
            or any(heading_key in signature for signature in self.signatures)
            or any(pattern.fullmatch(heading_key) for group in self.groups for pattern in group.roles.values())
        )

    def fits(self, heading_keys: frozenset[str]) -> bool:
        """Whether these headings give the product away."""
        return any(signature <= heading_keys for signature in self.signatures)


@cache
def all_presets() -> Mapping[str, Preset]:
    """Every preset that comes with the program, by name."""
    folder = resources.files(__package__) / "presets"
    files = sorted((file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda file: file.name)
    presets = [read(file.read_text("utf-8"), Path(file.name).stem) for file in files]
    return {preset.name: preset for preset in presets}


def named(name: str) -> Preset:
    """The preset called ``name``. Raises `UsageError` with the names there are."""
    try:
        return all_presets()[name.strip().lower()]
    except KeyError:
        raise UsageError(f"There is no preset “{name}”.", f"Presets are {', '.join(all_presets())}.") from None


def best(headings: Sequence[str]) -> Preset:
    """The preset whose product wrote these headings: of those that fit, the one that knows most of them."""
    keys = frozenset(map(key, headings))
    fitting = [preset for preset in all_presets().values() if preset.fits(keys)]
    if not fitting:
        return all_presets()[PLAIN]
    return max(fitting, key=lambda preset: sum(map(preset.knows, keys)))


def known(headings: Sequence[str]) -> int:
    """How many of these cells are headings of some product: what tells a heading row from data."""
    keys = {key(heading) for heading in headings if heading.strip()}
    return sum(any(preset.knows(each) for preset in all_presets().values()) for each in keys)


def read(text: str, name: str) -> Preset:
    """A preset from its TOML. Raises `CrmError` naming the preset when it cannot be used."""
    try:
        return _preset(tomllib.loads(text), name)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError, UsageError) as error:
        raise CrmError(f"The preset {name} cannot be used: {error}.", "See the presets that come with crm.") from error


def _preset(data: Mapping[str, Any], name: str) -> Preset:
    return Preset(
        name=name,
        title=data["title"],
        what=data.get("what", "contacts"),
        signatures=tuple(frozenset(map(key, headings)) for headings in data.get("signature", ())),
        separator=data.get("separator", ""),
        splits=frozenset(data.get("splits", ("email", "phone", "url", "tag", "address", "contact", "contact_id"))),
        drop_tags=frozenset(data.get("drop_tags", ())),
        mark=data.get("mark", ""),
        footers=tuple(data.get("footers", ())),
        dates=frozenset(data.get("dates", ())),
        is_exact=data.get("exact", False),
        columns={_column_key(heading): _targets(target) for heading, target in data.get("columns", {}).items()},
        groups=tuple(_group(group) for group in data.get("groups", ())),
        words=data.get("words", {}),
    )


def _targets(target: str | Sequence[str]) -> tuple[Field, ...]:
    return (parse(target),) if isinstance(target, str) else tuple(map(parse, target))


def _column_key(heading: str) -> str:
    """The key of a heading; "#2" after it means its second column."""
    text, mark, number = heading.rpartition("#")
    return f"{key(text)}#{number}" if mark and number.isdigit() else key(heading)


def _group(data: Mapping[str, str]) -> Group:
    roles = {role: _pattern(heading) for role, heading in data.items() if role != "field"}
    return Group(field=data["field"], roles=roles)


def _pattern(heading: str) -> re.Pattern[str]:
    before, _, after = heading.partition("{n}")
    return re.compile(rf"{key(before)}(\d+){key(after)}")
