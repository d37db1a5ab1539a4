"""The table [outcomes] of config.toml: which next step and status an outcome proposes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from crm_tui.config.readers import BadValueError, table, text
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.typed import Any
from crm_tui.domain.value import replace

#: What an outcome's rule may set.
FIELDS = ("next", "default", "status", "kind", "text")

_ANY_MOMENT = Moment(datetime(2026, 1, 5, 12, tzinfo=UTC), "UTC")
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
            raise BadValueError("is not an outcome", name, known=tuple(Outcome)) from None
        changes = given if isinstance(given, dict) else {"next": given}
        found[outcome] = _rule(name, DEFAULT_OUTCOMES[outcome], changes)
        _check(outcome, name, found[outcome])
    return found


def _rule(outcome: str, default: OutcomeRule, changes: Mapping[str, object]) -> OutcomeRule:
    values: dict[str, Any] = {}
    for field, value in changes.items():
        if field not in FIELDS:
            raise BadValueError(f'has no "{field}"', outcome, known=FIELDS)
        try:
            values[field] = _statuses(value) if field == "status" else text(value)
        except BadValueError as error:
            raise BadValueError(f"{field} {error.message}", outcome) from None
    if values.get("kind", "call") not in _KINDS:
        raise BadValueError(f"kind must be one of {', '.join(_KINDS)}", outcome)
    return replace(default, **values)


def _statuses(value: object) -> tuple[tuple[str, str], ...]:
    """Status before → status after; one text stands for "from any open status"."""
    pairs = value if isinstance(value, dict) else {"*": value}
    return tuple((before, text(after)) for before, after in pairs.items())


def _check(outcome: Outcome, name: str, rule: OutcomeRule) -> None:
    """Tries the phrases of the rule out, since only then are they read."""
    from crm_tui.domain.errors import ParseError
    from crm_tui.domain.next_step import propose

    for field, tried in (("next", replace(rule, default="")), ("default", replace(rule, next="asks"))):
        try:
            propose(outcome, Desk(moment=_ANY_MOMENT, outcomes={outcome: tried}), status="new", attempts=1)
        except ParseError as error:
            raise BadValueError(f"{field}: {error.message}", name) from None
