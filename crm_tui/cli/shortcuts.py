"""`crm find`, `crm show` and `crm today` without Typer, whose import alone takes longer than their answer.

Only plain command lines are recognised. Whatever is unusual goes the long way, which ends in the same functions;
tests hold the two together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from crm_tui.domain.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation


class _Plain(NamedTuple):
    """A command line taken apart: options with their values, flags with "", and the words between them."""

    options: Mapping[str, str]
    words: Sequence[str]


#: Options that take a value, for every command and for each.
_GLOBAL = ("--db", "--now")
_VALUED = {"find": ("--limit",), "show": ("--limit",), "today": ("--on", "--limit")}
_FLAGS = {"find": (), "show": (), "today": ("--count", "--exit-code", "--notify")}


def recognise(arguments: Sequence[str], run: Invocation) -> Callable[[], int] | None:
    """The command that ``arguments`` plainly name, ready to run; None to leave them to Typer."""
    place = next((number for number, word in enumerate(arguments) if word in _VALUED), None)
    if place is None or (before := _plain(arguments[:place], _GLOBAL, ("--json",))) is None or before.words:
        return None
    name, rest = arguments[place], arguments[place + 1 :]
    after = _plain(rest, (*_GLOBAL, *_VALUED[name]), ("--json", *_FLAGS[name]), is_search=name == "find")
    if after is None or bool(after.words) is (name == "today"):
        return None
    options = {**before.options, **after.options}
    limit = options.get("--limit", "1")
    if not (limit.isascii() and limit.isdigit() and int(limit) > 0):
        return None
    run.db, run.now = options.get("--db", run.db), options.get("--now", run.now)
    run.json = "--json" in options
    return _command(name, run, after)


def _plain(
    arguments: Sequence[str], valued: Sequence[str], flags: Sequence[str], *, is_search: bool = False
) -> _Plain | None:
    """``arguments`` taken apart; None for what is unusual. Words of a search may begin with "-", which turns round."""
    options: dict[str, str] = {}
    words: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, equals, value = argument.partition("=")
        if not argument.startswith("-") or (is_search and _is_turned_round(argument)):
            words.append(argument)
            continue
        if name in valued:
            value = value if equals else next(rest, "")
            if not value or value.startswith("-"):
                return None
        elif argument not in flags:
            return None
        if name in options:
            return None
        options[name] = value
    return _Plain(options, words)


def _is_turned_round(word: str) -> bool:
    return word[1:2] not in ("", "-") and word != "-h"


def _command(name: str, run: Invocation, line: _Plain) -> Callable[[], int]:
    from crm_tui.cli import looking

    if name == "find":
        return partial(looking.find, run, line.words, limit=int(line.options.get("--limit", looking.FIND_LIMIT)))
    if name == "show":
        limit = int(line.options.get("--limit", looking.SHOWN_INTERACTIONS))
        return partial(looking.show, run, line.words, limit=limit)
    return partial(
        looking.today,
        run,
        on=line.options.get("--on"),
        count="--count" in line.options,
        exit_code="--exit-code" in line.options,
        notify="--notify" in line.options,
        limit=int(line.options.get("--limit", looking.TODAY_LIMIT)),
    )
