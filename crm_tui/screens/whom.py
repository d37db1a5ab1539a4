"""Whom a verb is about: one person, or everybody marked."""

from __future__ import annotations

from crm_tui.domain.selection import Selection
from crm_tui.domain.value import dataclass
from crm_tui.screens.subject import Subject
from crm_tui.screens.words import number


@dataclass(frozen=True, slots=True, kw_only=True)
class Whom:
    """Those whom a dialog is about, ``words`` for them, and who it is if it is one person.

    ``follow_ups`` are the ids of the marked follow-ups, in a list of such.
    """

    selection: Selection
    words: str
    one: Subject | None = None
    follow_ups: tuple[str, ...] = ()

    @classmethod
    def person(cls, subject: Subject) -> Whom:
        """The highlighted person."""
        step = (subject.follow_up.id,) if subject.follow_up else ()
        return cls(selection=Selection.of([subject.id]), words=subject.name, one=subject, follow_ups=step)

    @classmethod
    def marked(cls, selection: Selection, count: int, follow_ups: tuple[str, ...] = ()) -> Whom:
        """Those marked, of whom there are ``count``."""
        words = "1 contact" if count == 1 else f"{number(count)} contacts"
        return cls(selection=selection, words=words, follow_ups=follow_ups)

    @property
    def steps(self) -> str:
        """The marked follow-ups in words."""
        return "1 follow-up" if len(self.follow_ups) == 1 else f"{number(len(self.follow_ups))} follow-ups"

    @property
    def key(self) -> str:
        """What tells drafts about one person from those about another."""
        return self.one.id if self.one else "marked"
