"""`crm quick`: the quick-add line, saved or only explained."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from crm_tui.cli import shapes, views
from crm_tui.cli.output import Table
from crm_tui.domain import quick_add
from crm_tui.domain.errors import Exit, UsageError

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlmodel import Session

    from crm_tui.cli.invocation import Invocation
    from crm_tui.cli.output import Block
    from crm_tui.domain.change import Change
    from crm_tui.domain.desk import Desk
    from crm_tui.domain.quick_add import QuickLine


def quick(run: Invocation, text: str, *, dry_run: bool) -> int:
    """Saves what the line says as one step, or with ``dry_run`` prints how it is understood."""
    from crm_tui.store import contacts

    desk = run.desk
    line = quick_add.parse(text, desk)
    if dry_run:
        return _explain(run, line)
    _refuse_incomplete(line)
    with run.open_store() as store:
        ids = tuple(dict.fromkeys(contacts.resolve(store.connection, desk, words) for words in line.contacts))
        change = store.write(_save, desk, line, ids)
        shape, blocks = _saved(run, store.connection, change)
    run.output.show(lambda: shape, lambda: [change.summary, *change.notes, *blocks])
    return int(Exit.DONE)


def _refuse_incomplete(line: QuickLine) -> None:
    if not line.contacts:
        raise UsageError("The line names no contact.", "Put @ before a name: “@jane call vm next tue 9am”.")
    if line.wants_day or (line.logged is None and line.when is None and not line.tags):
        raise UsageError("The line has no day for the follow-up.", "Add one, like “tue 9am” or “+3bd”.")


def _save(session: Session, desk: Desk, line: QuickLine, ids: Sequence[str]) -> Change:
    """The operation: what happened, what is next, and tags, together."""
    from crm_tui.store import contacts, follow_ups, interactions

    changes: list[Change] = []
    logged, step = line.interaction(tuple(ids), desk), line.follow_up(ids[0])
    if logged is not None:
        changes.append(interactions.log(session, desk, logged, next_step=step))
    elif step is not None:
        changes.append(follow_ups.add(session, desk, step))
    if line.tags:
        changes.append(contacts.tag(session, desk, ids, add=line.tags))
    first = changes[0]
    tags = " ".join(f"#{tag}" for tag in line.tags) if len(changes) > 1 else ""
    return replace(
        first,
        summary=" · ".join(filter(None, (first.summary, tags))),
        records=frozenset().union(*(change.records for change in changes)),
        notes=tuple(note for change in changes for note in change.notes),
    )


def _saved(run: Invocation, connection: Connection, change: Change) -> tuple[shapes.Shape, list[Block]]:
    """What was made, as JSON and to read."""
    from crm_tui.store import follow_ups, interactions

    desk = run.desk
    made = {kind: sorted(ref.id for ref in change.records if ref.kind == kind) for kind in ("interaction", "follow_up")}
    logged = [interactions.one(connection, desk, each) for each in made["interaction"]]
    steps = [follow_ups.one(connection, desk, each) for each in made["follow_up"]]
    shape: shapes.Shape = {
        "summary": change.summary,
        "interaction": shapes.interaction(logged[0]) if logged else None,
        "follow_up": shapes.follow_up(steps[0], desk.moment) if steps else None,
        "undo": change.operation,
    }
    return shape, [views.follow_up_line(each, desk.moment) for each in steps]


def _explain(run: Invocation, line: QuickLine) -> int:
    rows = [(chip.kind.value, chip.text, chip.label) for chip in line.chips]
    step = line.when
    run.output.show(
        lambda: {
            "contacts": list(line.contacts),
            "logs": line.logged,
            "kind": line.kind,
            "outcome": line.outcome,
            "direction": line.direction,
            "at": shapes.at(line.at.value) if line.at else None,
            "due": shapes.at(step.value) if step else None,
            "every": (step.every or None) if step else None,
            "priority": line.priority.name.lower(),
            "tags": list(line.tags),
            "text": line.text,
            "chips": [{"kind": kind, "text": text, "label": label} for kind, text, label in rows],
        },
        lambda: [Table(("kind", "typed", "means"), rows), *([f"text  {line.text}"] if line.text else [])],
    )
    return int(Exit.DONE)
