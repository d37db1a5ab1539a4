"""Upkeep: the sample, copies, the check-up, settings and keys."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm_tui.cli import shapes
from crm_tui.cli.blocks import Heading, Table
from crm_tui.cli.command import command, invocation
from crm_tui.domain.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crm_tui.actions import Action
    from crm_tui.cli.blocks import Block
    from crm_tui.store.doctor import Finding


def register(app: typer.Typer) -> None:
    """Adds these commands to ``app``."""
    command(app, "demo", "crm demo", "crm demo --contacts 100000 --reset")(demo)
    command(app, "backup", "crm backup", "crm backup ~/crm-before-the-move.db")(backup)
    command(app, "restore", "crm restore ~/crm-before-the-move.db")(restore)
    command(app, "doctor", "crm doctor", "crm doctor --fix")(doctor)
    command(app, "config", "crm config", "crm config zone Europe/Athens", "crm config zone --unset", "crm config edit")(
        config
    )
    command(app, "keys", "crm keys")(keys)


def demo(
    ctx: typer.Context,
    *,
    contacts: Annotated[
        int | None, typer.Option(min=1, max=1_000_000, metavar="N", help="So many people; 300 otherwise.")
    ] = None,
    reset: Annotated[bool, typer.Option("--reset", help="Makes the sample anew.")] = False,
) -> int:
    """Opens the app on a sample database beside the real one, never in it."""
    from crm_tui.cli.opening import open_demo

    return open_demo(invocation(ctx), contacts=contacts, reset=reset)


def backup(
    ctx: typer.Context,
    *,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to; else the backup folder.")] = None,
) -> int:
    """Copies the whole database to a file, checked when written."""
    from crm_tui.store import backup as copies

    run = invocation(ctx)
    if file is None:
        chosen = run.config.backup.folder
        folder = Path(chosen).expanduser() if chosen else copies.folder(run.paths.database)
        file = copies.by_hand(folder, run.desk)
    with run.open_reader() as connection:
        target = copies.save(connection, file.expanduser())
    size = target.stat().st_size
    run.output.show(
        lambda: {"file": str(target), "bytes": size}, lambda: [f"Saved {target} ({size / 1_000_000:.1f} MB)"]
    )
    return int(Exit.DONE)


def restore(
    ctx: typer.Context, *, file: Annotated[Path, typer.Argument(metavar="FILE", help="A file made by `crm backup`.")]
) -> int:
    """Puts a backup in place of the database, after a backup of what is there."""
    from crm_tui.store import backup as copies

    run = invocation(ctx)
    change = copies.restore(run.paths.database, file.expanduser(), run.desk)
    run.output.show(
        lambda: {"summary": change.summary, "notes": list(change.notes)}, lambda: [change.summary, *change.notes]
    )
    return int(Exit.DONE)


def doctor(
    ctx: typer.Context,
    *,
    fix: Annotated[bool, typer.Option("--fix", help="Mends what can be mended without touching records.")] = False,
) -> int:
    """Checks file, schema, index, journal, clock and permissions, and says what to do. Exits with 1 on a problem."""
    from crm_tui.store import doctor as checks

    run = invocation(ctx)
    run.require_database()
    with run.open_store() as store:
        mended = checks.fix(store.connection, run.paths.database, run.desk) if fix else []
        findings = checks.check(store.connection, run.paths.database, run.desk)
    run.output.show(
        lambda: {"findings": [shapes.finding(each) for each in findings], "mended": mended},
        lambda: [*mended, *_report(findings)],
    )
    has_problem = any(each.level is checks.Level.PROBLEM for each in findings)
    return int(Exit.FAILED if has_problem else Exit.DONE)


def _report(findings: list[Finding]) -> Iterator[Block]:
    yield Table(("", "", ""), [(each.level, each.name, each.message) for each in findings])
    yield from (f"{each.name}: {each.hint}" for each in findings if each.hint)


def config(
    ctx: typer.Context,
    *,
    key: Annotated[str | None, typer.Argument(metavar="[show|path|edit|KEY]", help="What to do, or a key.")] = None,
    value: Annotated[list[str] | None, typer.Argument(metavar="[VALUE]", help="Its new value.")] = None,
    unset: Annotated[bool, typer.Option("--unset", help="Takes KEY out: the built-in value counts again.")] = False,
) -> int:
    """Shows the settings, or sets one; comments in the file stay."""
    from crm_tui.cli import settings

    run = invocation(ctx)
    if unset:
        return settings.unset(run, key, value)
    match key, value:
        case (None | "show", None):
            return settings.show(run)
        case ("path", None):
            return settings.path(run)
        case ("edit", None):
            return settings.edit(run)
        case (str(), None):
            return settings.show(run, key)
        case _:
            return settings.change(run, key or "", " ".join(value or ()))


def keys(ctx: typer.Context) -> int:
    """Every key of every screen, with your own in place; keys that the app would refuse are named."""
    from crm_tui.actions import ACTIONS, Scope, remapped
    from crm_tui.cli.settings import check_keys

    run = invocation(ctx)
    actions = remapped(ACTIONS, run.config.keys)
    run.output.show(
        lambda: [
            {
                "id": each.id,
                "keys": list(each.keys),
                "label": each.label,
                "help": each.help,
                "where": [scope.value for scope in Scope if scope in each.where],
            }
            for each in actions
        ],
        lambda: _keys(actions, list(Scope)),
    )
    check_keys(run.config)
    return int(Exit.DONE)


def _keys(actions: tuple[Action, ...], scopes: list[str]) -> Iterator[Block]:
    for scope in scopes:
        rows = [(" ".join(each.keys), each.help, each.id) for each in actions if scope in each.where]
        if rows:
            yield Heading(str(scope))
            yield Table(("key", "does", "id"), rows, flexible=("does",))
            yield ""
