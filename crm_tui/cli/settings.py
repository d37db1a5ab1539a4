"""`crm config`: the settings as they are in force, the file they come from, and changing one."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, time
from typing import TYPE_CHECKING

from crm_tui.cli.blocks import Table
from crm_tui.domain.errors import CrmError, Exit, UsageError

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.config.settings import Config


def show(run: Invocation, key: str | None = None) -> int:
    """Prints every setting in force, or the one called ``key``."""
    values = flat(run.config)
    if key is not None:
        chosen = {name: value for name, value in values.items() if name == key or name.startswith(f"{key}.")}
        if not chosen:
            from crm_tui.config.loading import unknown

            raise unknown(key, "", run.paths.config)
        values = chosen
    run.output.show(lambda: values, lambda: [Table(("", ""), [(name, _text(value)) for name, value in values.items()])])
    return int(Exit.DONE)


def path(run: Invocation) -> int:
    """Prints where the files are; alone the config file, for scripts."""
    paths = run.paths
    run.output.show(
        lambda: {"config": str(paths.config), "database": str(paths.database), "log": str(paths.log)},
        lambda: [str(paths.config)],
    )
    return int(Exit.DONE)


def edit(run: Invocation) -> int:
    """Opens the file in VISUAL or EDITOR, and checks it afterwards."""
    from crm_tui.config.loading import load

    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    if not sys.stdin.isatty():
        raise UsageError("An editor needs a terminal.", "Set one key with `crm config KEY VALUE`.")
    file = run.paths.config
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        # The rep's own editor on the rep's own file.
        code = subprocess.run([*shlex.split(editor), str(file)], check=False).returncode  # noqa: S603
    except OSError as error:
        raise CrmError(f"The editor “{editor}” cannot be started: {error.strerror}.", "Set EDITOR.") from error
    if code:
        raise CrmError(f"The editor “{editor}” ended with {code}.", "Nothing of ours was changed.")
    check_keys(load(file))
    return int(Exit.DONE)


def change(run: Invocation, key: str, value: str) -> int:
    """Sets one key, after checking that the file stays valid."""
    from crm_tui.config.edit import set_value

    config = set_value(run.paths.config, key, value, check_keys if key.startswith("keys.") else None)
    values = flat(config)
    run.output.show(lambda: {key: values.get(key, value)}, lambda: [f"{key} is now {_text(values.get(key, value))}"])
    return int(Exit.DONE)


def unset(run: Invocation, key: str | None, value: list[str] | None) -> int:
    """Takes a key, a table or one of its entries out of the file, and prints what counts now."""
    from crm_tui.config.edit import remove_value

    if not key or value:
        raise UsageError("--unset takes a key and no value.", "As in `crm config theme --unset`.")
    values = flat(remove_value(run.paths.config, key, check_keys))
    found = {name: each for name, each in values.items() if name == key or name.startswith(f"{key}.")}
    words = [f"{name} is now {_text(each)}" for name, each in found.items()]
    run.output.show(lambda: found, lambda: words or [f"{key} is not set"])
    return int(Exit.DONE)


def check_keys(config: Config) -> None:
    """Raises `ConfigError` for keys that the app would refuse: of no action, no keys, or two actions on one."""
    if config.keys:
        from crm_tui.screens.bindings import keymap

        keymap(config.keys)


def flat(config: Config) -> dict[str, object]:
    """Every setting under the name that `crm config KEY VALUE` takes, as JSON holds it."""
    from crm_tui.config.readers import DAYS

    found: dict[str, object] = {}
    for field in fields(config):
        value = getattr(config, field.name)
        match field.name:
            case "workdays":
                found[field.name] = [DAYS[day] for day in sorted(value)]
            case "statuses":
                found |= {f"statuses.{each.name}": "open" if each.is_open else "closed" for each in value}
            case "outcomes":
                found |= {f"outcomes.{outcome}": rule.next for outcome, rule in value.items()}
            case _ if isinstance(value, Mapping):
                found |= {f"{field.name}.{name}": _plain(each) for name, each in value.items()}
            case _ if is_dataclass(value):
                found |= {f"{field.name}.{each.name}": _plain(getattr(value, each.name)) for each in fields(value)}
            case _:
                found[field.name] = _plain(value)
    return found


def _plain(value: object) -> object:
    match value:
        case time():
            return value.strftime("%H:%M")
        case date():
            return value.isoformat()
        case frozenset() | tuple() | list():
            return sorted(str(_plain(item)) for item in value) if isinstance(value, frozenset) else list(value)
        case _:
            return value


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return ", ".join(str(item) for item in value) or "(none)"
    return str(value) if value != "" else "(not set)"
