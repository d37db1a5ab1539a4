"""What an outcome proposes: when, what kind of step, with which words, and which status it leads to."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.widgets import Static

from crm_tui.config.edit import Edit, setting
from crm_tui.config.schema import BY_NAME
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.next_step import DEFAULT_OUTCOMES, Proposal, propose
from crm_tui.domain.outcome import Outcome, OutcomeRule
from crm_tui.domain.value import replace
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.dialogs.setting import SettingDialog
from crm_tui.screens.plain import plain
from crm_tui.screens.settings.rows import Row
from crm_tui.screens.settings.words import status_map, status_words

_KEY = BY_NAME["outcomes"]

_HELP = (
    "Next step: a date in English (+2bd, tomorrow 9, 6 months), none, asks, other half (of the next working day),"
    " or 2 hours or next morning. Status: new → attempting, or one name from any open status."
)


class OutcomeDialog(SettingDialog):
    """Asks for all that an outcome proposes; only what differs from before is written."""

    def __init__(self, row: Row) -> None:
        super().__init__(f"{row.label}: what it proposes")
        self._outcome = Outcome(row.entry)
        self._label = row.label

    @property
    def _rule(self) -> OutcomeRule:
        found = self.crm.settings.written.config.outcomes
        return found.get(self._outcome) or DEFAULT_OUTCOMES[self._outcome]

    def body(self) -> ComposeResult:
        """A line for each part of the rule, and what it would come to today."""
        rule = self._rule
        yield Static(plain(_HELP, "$foreground-muted"))
        yield self.labelled("Next step", Field(id="next", value=rule.next))
        yield self.labelled("If it asks", Field(id="default", value=rule.default, placeholder="+3bd, to begin with"))
        yield self.labelled("Kind", Field(id="kind", value=rule.kind, placeholder="call, email, meeting or to-do"))
        yield self.labelled("Words", Field(id="text", value=rule.text, placeholder="What is to be done"))
        yield self.labelled("Status", Field(id="status", value=status_words(rule.status), placeholder="stays"))
        yield from self.body_end()

    def edits(self) -> Sequence[Edit]:
        """Sets what was changed."""
        rule = self._rule
        before = {field: getattr(rule, field) for field in ("next", "default", "kind", "text")}
        after = {field: self.typed(field) for field in before}
        changed: dict[str, object] = {field: text for field, text in after.items() if text != before[field]}
        if self.typed("status") != status_words(rule.status):
            changed["status"] = status_map(self.typed("status"))
        return [setting(_KEY, f"{self._outcome}.{field}", value) for field, value in changed.items()]

    def meaning(self) -> str:
        """What it would propose now, for somebody new."""
        config = self.crm.settings.tried(*self.edits()).config
        return proposed(self._outcome, replace(self.crm.desk(), outcomes=config.outcomes, statuses=config.statuses))

    def summary(self) -> str:
        """The outcome, and what it proposes from now on."""
        return f"{self._label}: from now on {self.meaning()}"


def proposed(outcome: Outcome, desk: Desk) -> str:
    """What an outcome would propose now for somebody new, in words."""
    try:
        proposal = propose(outcome, desk, status="new", attempts=1)
    except CrmError as error:
        return error.message
    return ", ".join(filter(None, (_step(proposal, desk), proposal.status and f"new becomes {proposal.status}")))


def _step(proposal: Proposal, desk: Desk) -> str:
    from crm_tui.domain import when

    words = f"{proposal.kind} {proposal.text}".strip()
    if proposal.due is None:
        return "asks for the time" if proposal.asks else "no next step"
    return f"{'asks, and offers ' if proposal.asks else ''}{words} {when.describe(proposal.due.value, desk.moment)}"
