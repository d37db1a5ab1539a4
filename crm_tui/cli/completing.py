"""What the shell offers after Tab. Silent about every error: a broken database must not spoil a command line."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterable

import typer

from crm_tui.cli.invocation import Invocation
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError

#: The script that a shell evaluates would run what these begin; nobody's name needs them.
_UNSAFE = frozenset("\\$`\"'!;&|<>(){}*?[]~#\n\r\t")

Query = Callable[[sqlite3.Connection, Desk, str], Iterable[str]]


def contacts(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of contacts. Bash, unlike the others, puts a name with a space on the line as it is told it."""
    from crm_tui.store import completion

    names = _offered(ctx, incomplete, completion.names)
    return [name.replace(" ", "\\ ") for name in names] if _typed_in_bash() else names


def companies(ctx: typer.Context, incomplete: str) -> list[str]:
    """Names of companies."""
    from crm_tui.store import completion

    return _offered(ctx, incomplete, completion.companies)


def tags(ctx: typer.Context, incomplete: str) -> list[str]:
    """Tags in use."""
    from crm_tui.store import completion

    return _offered(ctx, incomplete, completion.tags)


def statuses(ctx: typer.Context, incomplete: str) -> list[str]:
    """Lead statuses of the settings."""
    try:
        return matching(incomplete, (status.name for status in _run(ctx).config.statuses))
    except CrmError:
        return []


def _typed_in_bash() -> bool:
    return os.environ.get("_CRM_COMPLETE") == "complete_bash"


def _run(ctx: typer.Context) -> Invocation:
    return ctx.obj if isinstance(ctx.obj, Invocation) else Invocation()


def _offered(ctx: typer.Context, incomplete: str, query: Query) -> list[str]:
    run = _run(ctx)
    try:
        with run.open_reader() as connection:
            return matching(incomplete, query(connection, run.desk, incomplete))
    except CrmError:
        return []


def matching(incomplete: str, values: Iterable[str]) -> list[str]:
    """Values that begin as typed, in the case in which they were typed, which shells compare exactly."""
    return [
        incomplete + value[len(incomplete) :]
        for value in values
        if value.casefold().startswith(incomplete.casefold()) and _UNSAFE.isdisjoint(value) and value.isprintable()
    ]
