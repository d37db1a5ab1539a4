"""`crm when`: how date phrases are understood."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crm_tui.cli import shapes
from crm_tui.cli.words import stdin_lines
from crm_tui.domain import when as dates
from crm_tui.domain.errors import Exit, ParseError

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.desk import Desk
    from crm_tui.domain.when import When


def when(run: Invocation, words: Sequence[str]) -> int:
    """Prints what each phrase means: the words as one phrase, or with "-" every line of stdin.

    What is no date is an answer among others. Only a phrase alone, asked for by a person, is wrong usage then.
    """
    desk = run.desk
    is_alone = list(words) != ["-"]
    phrases = [" ".join(words)] if is_alone else stdin_lines()
    if is_alone and not run.json:
        found: list[tuple[str, When | ParseError]] = [(phrases[0], dates.parse(phrases[0], desk))]
    else:
        found = [(phrase, _meaning(phrase, desk)) for phrase in phrases]
    run.output.show(
        lambda: [
            shapes.when(phrase, None if isinstance(meaning, ParseError) else meaning) for phrase, meaning in found
        ],
        lambda: [f"{phrase} → {_words(meaning, desk)}" for phrase, meaning in found],
    )
    return int(Exit.DONE)


def _meaning(phrase: str, desk: Desk) -> When | ParseError:
    try:
        return dates.parse(phrase, desk)
    except ParseError as error:
        return error


def _words(meaning: When | ParseError, desk: Desk) -> str:
    if isinstance(meaning, ParseError):
        return f"no date: {meaning.message}"
    from crm_tui.domain.recurrence import describe_rule

    every = f", {describe_rule(meaning.every)}" if meaning.every else ""
    return f"{dates.describe(meaning.value, desk.moment)}{every}"
