"""Changing config.toml: one setting at a time, the file whole or not at all."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from crm_tui.config import document
from crm_tui.config.entries import Place, known, place_of
from crm_tui.config.loading import parse, text_of, unknown
from crm_tui.config.schema import BY_NAME, TABLES, Key
from crm_tui.config.settings import Config
from crm_tui.domain.errors import ConfigError
from crm_tui.domain.status import DEFAULT_STATUSES
from crm_tui.domain.value import dataclass

#: From the text of a file that is valid to its text with a change. Raises `ConfigError`.
Edit = Callable[[str], str]

#: What of the settings that would result may be refused by raising `CrmError`.
Check = Callable[[Config], object]

_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """config.toml as it stands: its ``text``, "" where there is none, what it means, and the places that it sets."""

    text: str
    config: Config
    own: frozenset[Place] = frozenset()

    def has(self, place: Place) -> bool:
        """Whether something is set at a place or beneath it."""
        place = known(place)
        return any(each[: len(place)] == place for each in self.own)


def read(path: Path) -> Written:
    """The file at ``path``. Raises `ConfigError` where it is wrong."""
    return _written(text_of(path), path)


def _written(text: str, path: Path) -> Written:
    config = parse(text, path)
    return Written(text=text, config=config, own=frozenset(document.meaning(text)))


def change(path: Path, *edits: Edit, seen: str | None = None, check: Check | None = None) -> Written:
    """Writes the file with these changes, all or none; it is made where there is none.

    ``seen`` is what the rep was shown: where something else stands there by now, nothing is written. Raises
    `ConfigError` then, or when the file as it was, or as it would be, is wrong, and what ``check`` raises.
    """
    text = text_of(path)
    if seen is not None and text != seen:
        raise ConfigError(
            f"{path} has been changed meanwhile, by hand or by another program. Nothing was written.",
            "What it says now is shown; change it again.",
        )
    after = dry(text, path, *edits)
    if check is not None:
        check(after.config)
    if after.text != text:
        _replace(path.resolve(), after.text)
    return after


def dry(text: str, path: Path, *edits: Edit) -> Written:
    """What `change` would write. Raises `ConfigError` as it does."""
    parse(text, path)
    for edit in edits:
        text = edit(text)
    return _written(text, path)


def set_value(path: Path, name: str, value: str, check: Check | None = None) -> Config:
    """Sets ``name`` ("theme", "tiers.A", "keys.follow_up.done") and returns the settings that result.

    ``value`` is what a rep types: lists with commas, or blanks where no item has one, flags as true or false. The
    file is made when there is none, keeps its comments and order, and is replaced whole or not at all. Raises
    `ConfigError` when the file as it was, or as it would be, is wrong, and what ``check`` raises of the settings that
    would result; nothing is written then.
    """
    key, entry = key_of(name, path)
    return change(path, setting(key, entry, typed(key, value)), check=check).config


def remove_value(path: Path, name: str, check: Check | None = None) -> Config:
    """Takes ``name`` out of the file, a whole table too, so that the built-in value counts; raises as `set_value`."""
    key, entry = (BY_NAME[name], "") if name in BY_NAME else key_of(name, path)
    return change(path, removing(key, entry), check=check).config


def key_of(name: str, path: Path) -> tuple[Key, str]:
    """The key that ``name`` means, and the entry in it when it is a table of the rep's. Raises `ConfigError`."""
    table, _, entry = name.partition(".")
    if name in BY_NAME and not BY_NAME[name].is_table:
        return BY_NAME[name], ""
    if table in BY_NAME and BY_NAME[table].is_table and entry:
        return BY_NAME[table], entry
    if name in BY_NAME or name in TABLES:
        raise ConfigError(f'"{name}" is a table, not a key.', f"Name one of its entries: {name}.ENTRY.")
    raise unknown(name, "", path)


def typed(key: Key, value: str) -> object:
    """The typed words as TOML would hold them; what does not fit stays text, for the key's reader to refuse."""
    if key.form == "flag":
        return _FLAGS.get(value.strip().lower(), value)
    if key.form == "number":
        return int(value) if value.strip().isdecimal() else value
    if key.form in ("list", "words"):
        parts = (value if key.form == "list" else ",".join(value.split())).strip("[]").split(",")
        return [item for part in parts if (item := part.strip().strip("\"'"))]
    return value


# Edits


def setting(key: Key, entry: str, value: object) -> Edit:
    """Sets ``key``, or its ``entry``, to what TOML holds."""

    def edit(text: str) -> str:
        return document.with_value(_with_list(text, key), place_of(key, entry), value)

    return edit


def removing(key: Key, entry: str = "") -> Edit:
    """Takes ``key``, or its ``entry``, out; the rule of an outcome with all that is said of it."""

    def edit(text: str) -> str:
        place = place_of(key, entry)
        is_rule = key.name == "outcomes" and entry and "." not in entry
        return document.without(_with_list(text, key) if entry else text, place[:2] if is_rule else place)

    return edit


def moving(name: str, by: int) -> Edit:
    """Moves the status ``name`` by that many places down; at the end of the list it stays."""
    key = BY_NAME["statuses"]

    def edit(text: str) -> str:
        text = _with_list(text, key)
        names: Sequence[Place] = [place for place in document.meaning(text) if place[0] == key.name]
        at = names.index(place_of(key, name))
        return document.swapped(text, names[at], names[at + by]) if 0 <= at + by < len(names) else text

    return edit


def instead(after: str) -> Edit:
    """Puts another text in the place of the whole file."""
    return lambda _: after


def _with_list(text: str, key: Key) -> str:
    """The file with the built-in statuses written out, which its own list would else replace."""
    if key.name == "statuses" and not any(place[0] == key.name for place in document.meaning(text)):
        for status in DEFAULT_STATUSES:
            text = document.with_value(text, (key.name, status.name), "open" if status.is_open else "closed")
    return text


def _replace(path: Path, text: str) -> None:
    """Writes a file beside ``path`` and moves it there; a new one is its owner's alone."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(
            os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8", newline=""
        ) as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ConfigError(f"{path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from error
