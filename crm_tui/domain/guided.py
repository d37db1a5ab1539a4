"""The guided block: six steps, and how far a rep has come by what they have done, in whatever order and way."""

from __future__ import annotations

from enum import IntEnum

from crm_tui.domain.typed import NamedTuple


class Step(IntEnum):
    """What the guide waits for, by its number."""

    CALL = 1
    OUTCOME = 2
    SAVE = 3
    SNOOZE = 4
    SEARCH = 5
    UNDO = 6


class Deed(NamedTuple):
    """What one operation of the rep did, whether it stands or was taken back since."""

    operation: int
    is_undone: bool = False
    is_call: bool = False
    is_step: bool = False
    is_snooze: bool = False


class Since(NamedTuple):
    """What was done since the guide began; ``undos`` are the operations that took something back."""

    deeds: tuple[Deed, ...] = ()
    undos: tuple[int, ...] = ()

    @property
    def has_call(self) -> bool:
        """Whether a call was logged."""
        return any(deed.is_call for deed in self.deeds)

    @property
    def snoozed_at(self) -> int:
        """The first operation that moved a follow-up, 0 for none."""
        return next((deed.operation for deed in self.deeds if deed.is_snooze), 0)

    def step(self, *, has_searched: bool) -> Step | None:
        """The first step that was not done; None once all were. While a call is being logged, its dialog knows more.

        An undo counts once there is a snooze that it can have been about: an earlier one was no answer to the guide.
        """
        if not self.has_call:
            return Step.CALL
        if not (snoozed := self.snoozed_at):
            return Step.SNOOZE
        if not has_searched:
            return Step.SEARCH
        return None if any(undo > snoozed for undo in self.undos) else Step.UNDO

    def summary(self) -> str:
        """What it came to, in a sentence: "1 call logged, 1 next step set, 1 change taken back"."""
        standing = [deed for deed in self.deeds if not deed.is_undone]
        parts = (
            (sum(deed.is_call for deed in standing), "call", "logged"),
            (sum(deed.is_step for deed in standing), "next step", "set"),
            (sum(deed.is_snooze for deed in standing), "follow-up", "snoozed"),
            (len(self.undos), "change", "taken back"),
        )
        return ", ".join(f"{count} {noun}{'s'[: count != 1]} {verb}" for count, noun, verb in parts if count)
