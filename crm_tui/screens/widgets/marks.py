"""Marked rows: by hand a few, or all but a few, whatever the length of the list."""

from __future__ import annotations

from collections.abc import Iterable

from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What a marked row is about: ids of a contact and, in a list of follow-ups, of the follow-up."""

    contact: str
    follow_up: str = ""


class Marks:
    """A set of marks, or everything without one: constant in size where a whole list is marked."""

    def __init__(self) -> None:
        self.is_all = False
        #: Those marked; of everything, those that are not.
        self.listed: dict[Mark, None] = {}

    def __bool__(self) -> bool:
        return self.is_all or bool(self.listed)

    def __contains__(self, mark: Mark) -> bool:
        return (mark in self.listed) is not self.is_all

    def toggle(self, mark: Mark) -> None:
        """Marks what was not marked, and the other way round."""
        if mark in self.listed:
            del self.listed[mark]
        else:
            self.listed[mark] = None

    def add(self, marks: Iterable[Mark]) -> None:
        """Marks these as well."""
        self.is_all, self.listed = False, {**({} if self.is_all else self.listed), **dict.fromkeys(marks)}

    def add_all(self) -> None:
        """Marks everything there is."""
        self.is_all, self.listed = True, {}

    def clear(self) -> None:
        """Marks nothing."""
        self.is_all, self.listed = False, {}
