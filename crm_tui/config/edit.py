"""Changing one key of config.toml, with everything else in the file as it was."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import TYPE_CHECKING, cast

from crm_tui.config.loading import parse, unknown
from crm_tui.config.schema import BY_NAME, TABLES, Key
from crm_tui.config.settings import Config
from crm_tui.domain.errors import ConfigError
from crm_tui.domain.status import DEFAULT_STATUSES

if TYPE_CHECKING:
    from collections.abc import Callable, MutableMapping

_FLAGS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def set_value(path: Path, name: str, value: str, check: Callable[[Config], object] | None = None) -> Config:
    """Sets ``name`` ("theme", "tiers.A", "keys.follow_up.done") and returns the settings that result.

    ``value`` is what a rep types: lists with commas, or blanks where no item has one, flags as true or false. The
    file is made when there is none, keeps its comments and order, and is replaced whole or not at all. Raises
    `ConfigError` when the file as it was, or as it would be, is wrong, and what ``check`` raises of the settings that
    would result; nothing is written then.
    """
    import tomlkit

    key, entry = _key(name, path)
    target = path.resolve()
    text = target.read_text(encoding="utf-8") if target.exists() else ""
    parse(text, path)
    document = tomlkit.parse(text)
    _put(document, key, entry, _typed(key, value))
    changed = tomlkit.dumps(document)
    config = parse(changed, path)
    if check is not None:
        check(config)
    _replace(target, changed)
    return config


def _key(name: str, path: Path) -> tuple[Key, str]:
    """The key that ``name`` means, and the entry in it when it is a table of the rep's."""
    table, _, entry = name.partition(".")
    if name in BY_NAME and not BY_NAME[name].is_table:
        return BY_NAME[name], ""
    if table in BY_NAME and BY_NAME[table].is_table and entry:
        return BY_NAME[table], entry
    if name in BY_NAME or name in TABLES:
        raise ConfigError(f'"{name}" is a table, not a key.', f"Name one of its entries: {name}.ENTRY.")
    raise unknown(name, "", path)


def _typed(key: Key, value: str) -> object:
    """The typed words as TOML would hold them; what does not fit stays text, for the key's reader to refuse."""
    if key.form == "flag":
        return _FLAGS.get(value.strip().lower(), value)
    if key.form == "number":
        return int(value) if value.strip().isdecimal() else value
    if key.form in ("list", "words"):
        parts = (value if key.form == "list" else ",".join(value.split())).strip("[]").split(",")
        return [item for part in parts if (item := part.strip().strip("\"'"))]
    return value


def _put(document: MutableMapping[str, object], key: Key, entry: str, value: object) -> None:
    table, _, leaf = key.name.rpartition(".")
    if not table and not entry:
        document[leaf] = value
        return
    home = _table(document, key.name if entry else table)
    outcome, _, field = entry.rpartition(".")
    if key.name == "outcomes" and outcome:
        inner = home.get(outcome)
        if not isinstance(inner, dict):
            home[outcome] = {"next": inner} if inner is not None else {}
        _inner(home, outcome)[field] = value
    else:
        home[entry or leaf] = value


def _table(document: MutableMapping[str, object], name: str) -> MutableMapping[str, object]:
    """The table ``name``; a new one of statuses begins with the built-in list, which it would else replace."""
    import tomlkit

    if name not in document:
        fresh = tomlkit.table()
        if name == "statuses":
            for status in DEFAULT_STATUSES:
                fresh[status.name] = "open" if status.is_open else "closed"
        document[name] = fresh
    return _inner(document, name)


def _inner(home: MutableMapping[str, object], name: str) -> MutableMapping[str, object]:
    return cast("MutableMapping[str, object]", home[name])


def _replace(path: Path, text: str) -> None:
    """Writes a file beside ``path`` and moves it there; a new one is its owner's alone."""
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o600
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(partial, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ConfigError(f"{path} cannot be written: {error.strerror}.", "Check the folder's permissions.") from error
