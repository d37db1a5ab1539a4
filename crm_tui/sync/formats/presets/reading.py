"""A preset and its file: which column of a known product is which of our fields.

A file holds::

    title = "HubSpot contacts"      what a person calls it
    what = "contacts"               contacts, companies, interactions, follow-ups; activities, which are the one or
                                    the other by whether they are done; or what cannot be imported
    base = "outlook"                a preset whose columns, groups and words this one adds to
    signature = [["Record ID", "Lead Status"]]      sets of headings, any one of which gives it away
    separator = ";"                 stands between several values in one cell
    splits = ["tag"]                the fields split by it; all that may have several values by default
    drop_tags = ["* myContacts"]    labels that are no tags
    mark = "* "                     stands before the default label
    footers = ["Grand Totals"]      how rows begin that are no records
    dates = ["Connected On"]        custom fields that hold a day
    html = ["note"]                 fields whose markup becomes plain text
    exact = true                    cells mean what they say: no "N/A", no second address in a cell
    source = "hubspot"              before external ids; the preset's name by default
    people = "hubspot"              before the ids of people in work
    kind = "call"                   of work that does not say
    subject = "Deal: "              before the subject of work
    second = "npsp-second"          the preset of a second contact in each row; only its own columns count there

    [columns]                       heading = field, as in --map; compared as `fields.key` does
    "Job Title" = "title"
    "URL" = ["external_id", "url"]  both
    "Titre#2" = "title"             the second column of that heading

    [[groups]]                      columns that belong together, {n} being their number
    field = "email"
    label = "E-mail {n} - Label"
    value = "E-mail {n} - Value"

    [words.status]                  the product's words for a field with a fixed list
    open = "new"

All before the first table is its head, which is enough to recognise a file by.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats.fields import Field, key, parse

#: Fields of which a cell may hold several values.
_SPLITS = ("email", "phone", "url", "tag", "address", "contact", "contact_id")

_TABLE = re.compile(r"^\[", re.MULTILINE)
_LINE = re.compile(r"\(at line (\d+), column \d+\)|\(at end of document\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Columns that belong together: ``roles`` maps label, value or an address part to the pattern of its heading."""

    field: str
    roles: Mapping[str, re.Pattern[str]]


@dataclass(frozen=True, kw_only=True)
class Head:
    """What a preset is recognised by. No slots, for the folded signatures are computed once and only if needed."""

    name: str
    title: str
    what: str = "contacts"
    source: str = ""
    headings: tuple[tuple[str, ...], ...] = ()

    @cached_property
    def is_ascii(self) -> bool:
        """Whether plain Latin letters are enough to recognise it."""
        return any(all(map(str.isascii, headings)) for headings in self.headings)

    @cached_property
    def signatures(self) -> tuple[frozenset[str], ...]:
        """Sets of heading keys, any one of which gives the product away."""
        return tuple(frozenset(map(key, headings)) for headings in self.headings)

    def fits(self, heading_keys: frozenset[str]) -> bool:
        """Whether these headings give the product away."""
        return any(signature <= heading_keys for signature in self.signatures)


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
    html: frozenset[str] = frozenset()
    is_exact: bool = False
    source: str = ""
    people: str = ""
    kind: str = ""
    subject: str = ""
    second: str = ""
    base: str = ""
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


def head(text: str, name: str) -> Head:
    """The head of a preset's TOML, read without the rest."""
    first = _TABLE.search(text)
    data = tomllib.loads(text[: first.start()] if first else text)
    return Head(
        name=name,
        title=data["title"],
        what=data.get("what", "contacts"),
        source=data.get("source", name),
        headings=tuple(tuple(each) for each in data.get("signature", ())),
    )


def read(text: str, name: str, base: Callable[[str], Preset], place: str = "") -> Preset:
    """A preset from its TOML; ``base`` finds the one that it adds to, ``place`` is its file where a rep may edit it.

    Raises `CrmError` naming the preset (or file and line) when it cannot be used.
    """
    try:
        data = tomllib.loads(text)
        return _preset(data, name, base(data["base"]) if "base" in data else None)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError, UsageError) as error:
        raise CrmError(
            f"{place}{_line(text, error)} cannot be used: {_reason(error)}."
            if place
            else f"The preset {name} cannot be used: {_reason(error)}.",
            "Mend it, or delete it and save the mapping anew." if place else "See the presets that come with crm.",
        ) from error


def _reason(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"{error.args[0]} is missing"
    return _LINE.sub("", str(error)).strip().rstrip(".")


def _line(text: str, error: Exception) -> str:
    """Where in the file it went wrong, as far as that is known: by the parser, or by the word that is quoted."""
    if found := _LINE.search(str(error)):
        return f", line {found[1] or len(text.splitlines())},"
    if quoted := re.search("“(.+?)”", str(error)):
        for number, line in enumerate(text.splitlines(), 1):
            if f'"{quoted[1]}"' in line:
                return f", line {number},"
    return ""


def _preset(data: Mapping[str, Any], name: str, base: Preset | None) -> Preset:
    columns = {_column_key(heading): _targets(target) for heading, target in data.get("columns", {}).items()}
    groups = tuple(map(_group, data.get("groups", ())))
    words: Mapping[str, Mapping[str, str]] = data.get("words", {})
    if base is None:
        base = Preset(name="", title="", splits=frozenset(_SPLITS))
    return Preset(
        name=name,
        title=data["title"],
        what=data.get("what", base.what),
        signatures=tuple(frozenset(map(key, headings)) for headings in data.get("signature", ())),
        separator=data.get("separator", base.separator),
        splits=frozenset(data.get("splits", base.splits)),
        drop_tags=frozenset(data.get("drop_tags", base.drop_tags)),
        mark=data.get("mark", base.mark),
        footers=tuple(data.get("footers", base.footers)),
        dates=frozenset(data.get("dates", base.dates)),
        html=frozenset(data.get("html", base.html)),
        is_exact=data.get("exact", base.is_exact),
        source=data.get("source", name),
        people=data.get("people", base.people),
        kind=data.get("kind", base.kind),
        subject=data.get("subject", base.subject),
        second=data.get("second", base.second),
        base=base.name,
        columns={**base.columns, **columns},
        groups=(*groups, *base.groups),
        words={**base.words, **{field: {**base.words.get(field, {}), **own} for field, own in words.items()}},
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
    before, mark, after = heading.partition("{n}")
    number = r"(\d+)" if mark else "()"
    return re.compile(f"{key(before)}{number}{key(after)}")
