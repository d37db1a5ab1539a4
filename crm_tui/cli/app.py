"""The commands, put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from copy import copy
from functools import cache
from typing import Annotated

import typer

from crm_tui import __version__
from crm_tui.cli import duplicates, everyday, people, records, sync, upkeep
from crm_tui.cli.command import examples, group, invocation
from crm_tui.cli.invocation import Invocation
from crm_tui.domain.errors import Exit, UsageError

app = group(
    "Follow-ups, calls and contacts, from the terminal. Without a command the app opens.",
    epilog=examples("crm", "crm today", "crm find acme status:new"),
    invoke_without_command=True,
)


def _show_version(ctx: typer.Context, wanted: bool) -> None:  # noqa: FBT001 - Typer passes it by place
    if wanted and not ctx.resilient_parsing:
        invocation(ctx).output.show(lambda: {"version": __version__}, lambda: [f"crm {__version__}"])
        raise typer.Exit


@app.callback()
def root(
    ctx: typer.Context,
    *,
    version: Annotated[  # noqa: ARG001 - its callback answers
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_show_version)
    ] = False,
) -> int:
    """Follow-ups, calls and contacts, from the terminal. Without a command the app opens."""
    if ctx.invoked_subcommand is not None:
        return 0
    from crm_tui.cli import opening

    return opening.open_app(invocation(ctx))


for part in (everyday, people, records, duplicates, upkeep, sync):
    part.register(app)


def call(arguments: Sequence[str], run: Invocation) -> int:
    """Carries out the command that ``arguments`` name and returns its exit code.

    Raises `UsageError` for words that are no command, option or value.
    """
    try:
        command = _command(arguments[0] if arguments and arguments[0] in _names() else "")
        result = command(list(arguments), prog_name="crm", standalone_mode=False, obj=run)
    except typer.TyperException as error:
        raise _usage(error) from error
    except typer.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else int(Exit.DONE)


def _names() -> frozenset[str | None]:
    commands = {each.name for each in app.registered_commands}
    return frozenset(commands | {each.name for each in app.registered_groups})


@cache
def _command(name: str) -> Callable[..., object]:
    """The application with the command ``name`` alone, or with all of them when it is "".

    Typer takes several milliseconds to read each command's parameters.
    """
    if not name:
        return typer.main.get_command(app)
    alone = copy(app)
    alone.registered_commands = [each for each in app.registered_commands if each.name == name]
    alone.registered_groups = [each for each in app.registered_groups if each.name == name]
    return typer.main.get_command(alone)


def _usage(error: typer.TyperException) -> UsageError:
    """What Typer says of wrong usage, as a sentence of ours with the way to the help."""
    context = getattr(error, "ctx", None)
    path = "crm" if context is None else context.command_path
    message = " ".join(error.format_message().split())
    return UsageError(message if message.endswith((".", "?", "!")) else f"{message}.", f"See `{path} --help`.")
