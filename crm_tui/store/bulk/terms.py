"""The terms of an import, and what became of each record."""

from __future__ import annotations

from enum import StrEnum

from crm_tui.domain.value import dataclass

#: By what a person is known, strongest first.
MATCH_BY = ("id", "email", "phone", "name+company")

#: In place of these keys: all of them, by default, but two records of the file with ids of ours are never one.
OWN_IDS = "own ids"


class Mode(StrEnum):
    """What may happen to records that are there already, and to those that are not.

    ``UPSERT`` adds what is new and fills what is blank. ``CREATE`` leaves records that are there alone.
    ``UPDATE`` creates none, and the file's values win.
    """

    UPSERT = "upsert"
    CREATE = "create"
    UPDATE = "update"


class Action(StrEnum):
    """What became of one record of a file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How records are matched. ``match`` lists the keys to use, in order; empty, or `OWN_IDS`, means all of `MATCH_BY`.

    A key that the rep named is believed: two people with one e-mail address are then one, whatever their
    names. By default a shared address with another name stays another person.
    """

    mode: Mode = Mode.UPSERT
    match: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a record: the reason of a refusal, the fields where another value was kept.

    ``note`` names something worth telling that is no refusal: "trash" (the contact is in the trash and stays
    there), "shared" (somebody else has the same address), "left alone" (there, and the mode is create), "strange" (a
    message that nobody known has to do with).
    """

    action: Action
    reason: str = ""
    kept: tuple[str, ...] = ()
    note: str = ""


CREATED = Outcome(action=Action.CREATED)
UNCHANGED = Outcome(action=Action.UNCHANGED)
UPDATED = Outcome(action=Action.UPDATED)
