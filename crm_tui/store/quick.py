"""Behind a quick-add line: whom it names, and the operation that saves what happened, what is next, and tags."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, Candidate, CrmError, NotFoundError, UsageError
from crm_tui.domain.quick_add import QuickLine
from crm_tui.domain.value import dataclass, replace

if TYPE_CHECKING:
    from sqlmodel import Session

    from crm_tui.domain.contact import Contact


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Whom the words after an @ stand for: ``contact``, or why it is nobody.

    ``candidates`` are those among whom the words do not tell.
    """

    words: str
    contact: Contact | None = None
    problem: CrmError | None = None
    candidates: tuple[Candidate, ...] = ()


def named(
    connection: sqlite3.Connection, desk: Desk, words: Sequence[str], known: Mapping[str, str]
) -> tuple[Named, ...]:
    """Whom each of ``words`` stands for; ``known`` are words whose contact (id) has been chosen already."""
    return tuple(_named(connection, desk, each, known.get(each)) for each in dict.fromkeys(words))


def _named(connection: sqlite3.Connection, desk: Desk, words: str, known: str | None) -> Named:
    from crm_tui.store import contacts

    try:
        return Named(
            words=words,
            contact=contacts.one(connection, desk, known or contacts.resolve(connection, desk, words)),
        )
    except AmbiguousError as error:
        return Named(words=words, problem=error, candidates=error.candidates)
    except NotFoundError as error:
        return Named(words=words, problem=error)


def check(line: QuickLine) -> None:
    """Raises `UsageError` when the line says too little to be saved, whoever it is about."""
    if line.wants_day or (line.logged is None and line.when is None and not line.tags):
        raise UsageError("The line has no day for the follow-up.", "Add one, like “tue 9am” or “+3bd”.")


def save(session: Session, desk: Desk, line: QuickLine, contacts: Sequence[str]) -> Change:
    """Saves what the line says about these contacts (ids); a follow-up is with the first of them.

    Raises `UsageError` when it says too little.
    """
    from crm_tui.store import follow_up_edits, interaction_edits, marked

    check(line)
    changes: list[Change] = []
    logged, step = line.interaction(tuple(contacts), desk), line.follow_up(contacts[0])
    if logged is not None:
        changes.append(interaction_edits.log(session, desk, logged, next_step=step))
    elif step is not None:
        changes.append(follow_up_edits.add(session, desk, step))
    if line.tags:
        changes.append(marked.tag(session, desk, contacts, add=line.tags))
    first, *others = changes
    tags = " ".join(f"#{tag}" for tag in line.tags) if others else ""
    return replace(
        first,
        summary=" · ".join(filter(None, (first.summary, tags))),
        records=frozenset().union(*(change.records for change in changes)),
        notes=tuple(note for change in changes for note in change.notes),
    )
