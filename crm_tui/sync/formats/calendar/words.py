"""What events and tasks of ours are called, on the way out and back."""

from __future__ import annotations

from crm_tui.domain.follow_up import FollowUpState, Priority

#: Ends a UID that nobody gave; our id stands before it.
UID_SUFFIX = "@crm-tui"

#: The source of external ids.
SOURCE = "ics"

#: What becomes of a task, in the words of RFC 5545; skipping is cancelling, for want of a word.
STATUS = {
    FollowUpState.OPEN: "NEEDS-ACTION",
    FollowUpState.DONE: "COMPLETED",
    FollowUpState.SKIPPED: "CANCELLED",
    FollowUpState.CANCELED: "CANCELLED",
}

#: 1 is the highest, 9 the lowest, 0 none.
PRIORITY = {Priority.HIGH: 1, Priority.NORMAL: 5, Priority.LOW: 9}
