"""`crm quick`: the quick-add line, saved or only explained."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crm_tui.cli import shapes, views
from crm_tui.cli.blocks import Table
from crm_tui.domain import quick_add
from crm_tui.domain.errors import Exit, UsageError

if TYPE_CHECKING:
    from sqlite3 import Connection

    from crm_tui.cli.blocks import Block
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.change import Change
    from crm_tui.domain.quick_add import QuickLine


def quick(run: Invocation, text: str, *, dry_run: bool) -> int:
    """Saves what the line says as one step, or with ``dry_run`` prints how it is understood."""
    from crm_tui.store import contacts
    from crm_tui.store import quick as storing

    desk = run.desk
    line = quick_add.parse(text, desk)
    if dry_run:
        return _explain(run, line)
    storing.check(line)
    if not line.contacts:
        raise UsageError("The line names no contact.", "Put @ before a name: “@jane call vm next tue 9am”.")
    with run.open_store() as store:
        ids = tuple(dict.fromkeys(contacts.resolve(store.connection, desk, words) for words in line.contacts))
        change = store.write(storing.save, desk, line, ids)
        shape, blocks = _saved(run, store.connection, change)
    run.output.show(lambda: shape, lambda: [change.summary, *change.notes, *blocks])
    return int(Exit.DONE)


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
