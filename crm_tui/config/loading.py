"""Reading config.toml: absent is fine, wrong is said with file, line and key."""

from __future__ import annotations

# Paths may be text: looking does not wait for `pathlib`.
# ruff: noqa: PTH123
from collections.abc import Iterator, Mapping

from crm_tui.config.settings import Config
from crm_tui.domain.errors import ConfigError
from crm_tui.domain.typed import TYPE_CHECKING, Any
from crm_tui.domain.value import replace

if TYPE_CHECKING:
    from pathlib import Path

    from crm_tui.config.readers import BadValueError


def load(path: str | Path) -> Config:
    """The settings in ``path``; the defaults when there is no such file.

    Raises `ConfigError` for a file that cannot be read, an unknown key or a bad value.
    """
    text = text_of(path)
    return parse(text, path) if text else Config()


def text_of(path: str | Path) -> str:
    """The file as it is, line ends too; "" where there is none. Raises `ConfigError` if it cannot be read."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return ""
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path} is not text in UTF-8.", "Save it as UTF-8.") from error


def parse(text: str, path: str | Path) -> Config:
    """The settings written in ``text``; ``path`` is only for the words of a `ConfigError`."""
    values = plain(text)
    config = _config(_toml(text, path) if values is None else values, text, path)
    _agree(config, text, path)
    return config


def _toml(text: str, path: str | Path) -> dict[str, object]:
    import tomllib

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path} is not TOML: {error}.", "See docs/config.md for what it may hold.") from error


def plain(text: str) -> dict[str, object] | None:
    """What TOML reads in a file of nothing but ``key = "text"`` and ``key = true``; None for any other.

    Most files are no more than that, and reading them so takes a hundredth of the time that importing `tomllib` does.
    """
    values: dict[str, object] = {}
    for line in text.split("\n"):
        if not line or (line.startswith("#") and line.isprintable()):
            continue
        key, _, given = line.partition(" = ")
        value = given[1:-1]
        if not (line.isascii() and line.isprintable() and key.isidentifier()) or key in values:
            return None
        if given in ("true", "false"):
            values[key] = given == "true"
        elif len(given) > 1 and given[0] == given[-1] == '"' and not {'"', "\\"} & set(value):
            values[key] = value
        else:
            return None
    return values


def _config(values: Mapping[str, object], text: str, path: str | Path) -> Config:
    from crm_tui.config.readers import BadValueError
    from crm_tui.config.schema import BY_NAME

    found: dict[str, Any] = {}
    nested: dict[str, dict[str, Any]] = {}
    for name, value in _entries(values):
        key = BY_NAME.get(name)
        if key is None:
            raise unknown(name, text, path)
        try:
            read = key.read(value)
        except BadValueError as error:
            raise _bad(name, error, text, path) from None
        table, _, leaf = name.rpartition(".")
        if table:
            nested.setdefault(table, {})[leaf] = read
        else:
            found[leaf] = read
    config = Config(**found)
    tables: dict[str, Any] = {table: replace(getattr(config, table), **each) for table, each in nested.items()}
    return replace(config, **tables) if tables else config


def _entries(values: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """Keys by their full name: those in our own tables as "backup.folder"."""
    from crm_tui.config.schema import TABLES

    for name, value in values.items():
        if name in TABLES and isinstance(value, dict):
            yield from ((f"{name}.{leaf}", each) for leaf, each in value.items())
        else:
            yield name, value


def _agree(config: Config, text: str, path: str | Path) -> None:
    """Checks what no key can check alone."""
    from crm_tui.config.readers import BadValueError

    if config.day_start >= config.day_end:
        raise _bad("day_end", BadValueError("must be later than day_start"), text, path)
    if config.outcomes:
        _agree_on_statuses(config, text, path)


def _agree_on_statuses(config: Config, text: str, path: str | Path) -> None:
    """Refuses outcomes that lead to a status that is none. Built-in rules may: they then change no status."""
    from crm_tui.config.readers import BadValueError
    from crm_tui.domain.next_step import DEFAULT_OUTCOMES

    names = {status.name for status in config.statuses}
    for outcome, rule in config.outcomes.items():
        for _, after in rule.status if rule.status != DEFAULT_OUTCOMES[outcome].status else ():
            if after and after not in names:
                known = tuple(sorted(names))
                raise _bad(
                    "outcomes", BadValueError(f'names a status "{after}" that is none', outcome, known), text, path
                )


def unknown(name: str, text: str, path: str | Path) -> ConfigError:
    """The error for a key that does not exist, with the nearest that does."""
    from crm_tui.config.schema import BY_NAME, TABLES

    known = [*BY_NAME, *TABLES]
    hint = _nearest(name, known) or f"The keys are {', '.join(BY_NAME)}."
    return ConfigError(f'{_place(path, text, name)}: there is no key "{name}".', hint)


def _bad(name: str, error: BadValueError, text: str, path: str | Path) -> ConfigError:
    full = f"{name}.{error.key}" if error.key else name
    place = _place(path, text, full)
    wrong = error.given or error.key
    hint = _nearest(wrong, error.known) if wrong and error.known else ""
    return ConfigError(f"{place}: {full} {error.message}.", hint or _offer(error.known))


def _offer(known: tuple[str, ...]) -> str:
    return f"Known: {', '.join(known)}." if 0 < len(known) <= 12 else "See docs/config.md."


def _nearest(name: str, known: tuple[str, ...] | list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.6)
    return f'Did you mean "{near[0]}"?' if near else ""


def _place(path: str | Path, text: str, name: str) -> str:
    line = line_of(text, name)
    return f"{path}, line {line}" if line else str(path)


def line_of(text: str, name: str) -> int:
    """The line (from 1) on which the key ``name`` ("backup.folder") is set, its nearest table's if none, else 0."""
    table, best = "", (0, 0)
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.startswith("["):
            table = _plain(bare.strip("[]").partition("]")[0])
            here = table
        else:
            here = ".".join(filter(None, (table, _plain(bare.partition("=")[0]))))
        if here == name:
            return number
        if name.startswith(f"{here}.") and here:
            best = max(best, (len(here), number))
    return best[1]


def _plain(name: str) -> str:
    return name.replace('"', "").replace("'", "").replace(" .", ".").replace(". ", ".").strip()
