"""How far a rep has come in the guide by what they have done."""

from __future__ import annotations

import pytest

from crm_tui.domain.guided import Deed, Since, Step

CALL = Deed(operation=3, is_call=True, is_step=True)
SNOOZE = Deed(operation=5, is_snooze=True)


@pytest.mark.parametrize(
    ("since", "has_searched", "step"),
    [
        (Since(), False, Step.CALL),
        (Since((SNOOZE,)), True, Step.CALL),
        (Since((CALL,)), False, Step.SNOOZE),
        (Since((CALL, SNOOZE)), False, Step.SEARCH),
        (Since((CALL, SNOOZE)), True, Step.UNDO),
        (Since((CALL, SNOOZE), (4,)), True, Step.UNDO),
        (Since((CALL, SNOOZE._replace(is_undone=True)), (6,)), False, Step.SEARCH),
        (Since((CALL, SNOOZE._replace(is_undone=True)), (6,)), True, None),
    ],
)
def test_what_is_done_is_done_in_whatever_order(since: Since, has_searched: bool, step: Step | None) -> None:
    assert since.step(has_searched=has_searched) is step


def test_the_summary_counts_what_stands_and_leaves_out_what_is_none() -> None:
    undone = SNOOZE._replace(is_undone=True)
    assert Since((CALL, undone), (6,)).summary() == "1 call logged, 1 next step set, 1 change taken back"
    two = Since((CALL, CALL._replace(operation=4), SNOOZE), ())
    assert two.summary() == "2 calls logged, 2 next steps set, 1 follow-up snoozed"
