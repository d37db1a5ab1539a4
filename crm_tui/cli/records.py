"""Nothing is lost: undo, redo, history, trash."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from crm_tui.cli import completing, shapes, views
from crm_tui.cli.command import command, group, invocation
from crm_tui.domain.errors import Exit

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.change import Change

Steps = Annotated[int, typer.Argument(min=1, metavar="[N]", help="So many steps.")]


def register(app: typer.Typer) -> None:
    """Adds these commands to ``app``."""
    command(app, "undo", "crm undo", "crm undo 3")(undo)
    command(app, "redo", "crm redo")(redo)
    command(app, "history", "crm history", "crm history jane")(history)
    trash = group("What was deleted: kept for 90 days.", invoke_without_command=True)
    trash.callback()(trash_listing)
    command(trash, "list", "crm trash list")(trash_list)
    command(trash, "restore", "crm trash restore 1a2b3c4d")(trash_restore)
    command(trash, "empty", "crm trash empty --yes")(trash_empty)
    app.add_typer(trash, name="trash")


def undo(ctx: typer.Context, *, n: Steps = 1) -> int:
    """Takes back the last change, or the last N, also of an earlier day."""
    from crm_tui.store import undo as steps

    run = invocation(ctx)
    with run.open_store() as store:
        change = steps.undo(store, run.desk, n)
    return _show_change(run, change)


def redo(ctx: typer.Context, *, n: Steps = 1) -> int:
    """Brings back what was undone."""
    from crm_tui.store import undo as steps

    run = invocation(ctx)
    with run.open_store() as store:
        change = steps.redo(store, run.desk, n)
    return _show_change(run, change)


def history(
    ctx: typer.Context,
    *,
    contact: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CONTACT]", help="Of one contact; else of everything.", autocompletion=completing.contacts
        ),
    ] = None,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = 50,
) -> int:
    """What was changed, when, from what to what."""
    from crm_tui.domain.change import Ref
    from crm_tui.store import contacts
    from crm_tui.store import history as journal

    run = invocation(ctx)
    desk = run.desk
    with run.open_reader() as connection:
        ref = Ref("contact", contacts.resolve(connection, desk, " ".join(contact))) if contact else None
        page = journal.of(connection, desk, ref=ref, limit=limit)
    run.output.show(
        lambda: [shapes.history(entry) for entry in page.rows], lambda: views.history(page.rows, desk.moment)
    )
    return int(Exit.DONE)


def trash_listing(ctx: typer.Context) -> int:
    """What was deleted: kept for 90 days."""
    return _list(invocation(ctx)) if ctx.invoked_subcommand is None else int(Exit.DONE)


def trash_list(ctx: typer.Context) -> int:
    """Lists what can be restored, last deleted first."""
    return _list(invocation(ctx))


def _list(run: Invocation) -> int:
    from crm_tui.store import trash

    desk = run.desk
    with run.open_reader() as connection:
        page = trash.page(connection, desk, limit=1000)
    run.output.show(
        lambda: [shapes.trashed(record) for record in page.rows], lambda: views.trash(page.rows, desk.moment)
    )
    return int(Exit.DONE)


def trash_restore(
    ctx: typer.Context,
    *,
    id: Annotated[list[str], typer.Argument(metavar="ID", help="The id, or its beginning, or the name.")],
) -> int:
    """Takes a record out of the trash, as it was."""
    from crm_tui.store import trash

    run = invocation(ctx)
    with run.open_store() as store:
        ref = trash.resolve(store.connection, run.desk, " ".join(id))
        change = store.write(trash.restore, run.desk, [ref])
    return _show_change(run, change)


def trash_empty(
    ctx: typer.Context,
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Without asking.")] = False,
) -> int:
    """Erases everything in the trash, for good: the one thing that cannot be undone."""
    from crm_tui.cli.asking import confirm
    from crm_tui.store import trash

    run = invocation(ctx)
    if not yes:
        confirm("Erase everything in the trash, for good?", "--yes")
    with run.open_store() as store:
        change = store.write(trash.empty, run.desk)
    return _show_change(run, change)


def _show_change(run: Invocation, change: Change) -> int:
    run.output.show(
        lambda: {"summary": change.summary, "notes": list(change.notes), "operation": change.operation},
        lambda: [change.summary, *(f"  {note}" for note in change.notes)],
    )
    return int(Exit.DONE)
