"""The table [outcomes] of config.toml: which next step and status an outcome proposes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from crm_tui.config.readers import BadValue, table, text
from crm_tui.domain.outcome import Outcome, OutcomeRule

#: What an outcome's rule may set.
FIELDS = ("next", "default", "status", "kind", "text")
_KINDS = ("call", "email", "meeting", "to-do")


def outcomes(value: object) -> dict[Outcome, OutcomeRule]:
    """The rules that differ from the built-in ones; what a rule leaves out keeps its default.

    ``"no answer" = "tomorrow"`` is short for ``next``.
    """
    from crm_tui.domain.next_step import DEFAULT_OUTCOMES

    found = {}
    for name, given in table(value).items():
        try:
            outcome = Outcome(name.replace("_", " ").lower())
        except ValueError:
            raise BadValue("is not an outcome", name, known=tuple(Outcome)) from None
        changes = given if isinstance(given, dict) else {"next": given}
        found[outcome] = _rule(name, DEFAULT_OUTCOMES[outcome], changes)
    return found


def _rule(outcome: str, default: OutcomeRule, changes: Mapping[str, object]) -> OutcomeRule:
    values: dict[str, Any] = {}
    for field, value in changes.items():
        if field not in FIELDS:
            raise BadValue(f'has no "{field}"', outcome, known=FIELDS)
        try:
            values[field] = _statuses(value) if field == "status" else text(value)
        except BadValue as error:
            raise BadValue(f"{field} {error.message}", outcome) from None
    if values.get("kind", "call") not in _KINDS:
        raise BadValue(f"kind must be one of {', '.join(_KINDS)}", outcome)
    if "next" in values:
        _check(outcome, values["next"])
    return replace(default, **values)


def _statuses(value: object) -> tuple[tuple[str, str], ...]:
    """Status before → status after; one text stands for "from any open status"."""
    pairs = value if isinstance(value, dict) else {"*": value}
    return tuple((before, text(after)) for before, after in pairs.items())


def _check(outcome: str, phrase: str) -> None:
    from crm_tui.domain.errors import ParseError
    from crm_tui.domain.next_step import check_phrase

    try:
        check_phrase(phrase)
    except ParseError as error:
        raise BadValue(f"next: {error.message}", outcome) from None
