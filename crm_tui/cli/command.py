"""The shape of every command: its place in the application, the global options, an example in its help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup, TyperOption

from crm_tui.cli.invocation import Invocation

F = TypeVar("F", bound=Callable[..., Any])


def _global_options() -> list[TyperOption]:
    """--db, --now, --json and --accessible, which are taken before a command's name and after it."""
    return [
        _option("db", metavar="FILE", help="The database; else CRM_DB, else your own."),
        _option("now", metavar="ISO", help="Fixes the clock, like CRM_NOW."),
        _option("json", is_flag=True, help="JSON on stdout and nothing else."),
        _option("accessible", is_flag=True, help="Opens the app for screen readers and braille displays."),
    ]


def _option(name: str, **attributes: Any) -> TyperOption:
    def remember(ctx: typer.Context, _: object, value: object) -> None:
        if value and isinstance(ctx.obj, Invocation):
            setattr(ctx.obj, name, value)

    return TyperOption(param_decls=[f"--{name}"], expose_value=False, callback=remember, **attributes)


class Command(TyperCommand):
    """A command that takes the global options as well."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self.params.extend(_global_options())


class WordyCommand(Command):
    """A command whose words may begin with "-": of what does, only ``-h`` by itself is an option of one letter."""

    def __init__(self, name: str | None, **attributes: Any) -> None:
        settings = {"help_option_names": ["--help"], "ignore_unknown_options": True}
        super().__init__(name, **attributes | {"context_settings": settings})

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As Typer does, which would find an ``h`` in any such word and show the help."""
        return super().parse_args(ctx, ["--help" if word == "-h" else word for word in args])


class Group(TyperGroup):
    """A group of commands that takes the global options as well."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.params.extend(_global_options())


def group(help: str, **attributes: Any) -> typer.Typer:
    """A Typer whose help is plain text and whose errors are ours to word."""
    return typer.Typer(
        cls=Group,
        help=help,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
        **attributes,
    )


def examples(*lines: str) -> str:
    """The foot of a command's help; the first character keeps click from filling the lines."""
    return "\n".join(("\b", "Examples:" if len(lines) > 1 else "Example:", *(f"  {line}" for line in lines)))


def command(home: typer.Typer, name: str, *example: str, cls: type[Command] = Command) -> Callable[[F], F]:
    """Registers a function as ``name`` in ``home``, with at least one example in its help."""
    return home.command(name, cls=cls, epilog=examples(*example))


def invocation(ctx: typer.Context) -> Invocation:
    """The run that ``ctx`` belongs to."""
    run: Invocation = ctx.obj
    return run
