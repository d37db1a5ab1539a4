"""`crm sync`: data in and data out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from crm_tui.cli import completing
from crm_tui.cli.command import command, group, invocation

Tags = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="T", help="Put on every contact; may be repeated.", autocompletion=completing.tags),
]


def register(app: typer.Typer) -> None:
    """Adds the group to ``app``."""
    sync = group("Data in, data out.")
    sync.callback()(_sync)
    command(
        sync,
        "import",
        "crm sync import contacts.csv",
        "crm sync import google.csv --dry-run",
        "crm sync import list.csv --map 'Mail=email' --map 'Fax=-' --tag expo",
        "crm sync import fair.csv --map 'Mail=email' --save-preset fair",
        "crm sync import phone.vcf calendar.ics",
        "crm sync import book.xlsx --sheet People",
        "crm sync import Inbox.mbox Sent.mbox --me ann@acme.example",
    )(import_files)
    command(sync, "presets", "crm sync presets")(presets)
    command(
        sync,
        "export",
        "crm sync export contacts.csv --query 'status:new #expo'",
        "crm sync export everything.jsonl --what all",
        "crm sync export - --what follow-ups | less",
        "crm sync export phone.vcf --query '#expo'",
        "crm sync export calendar.ics",
        "crm sync export book.xlsx --what all",
        "crm sync export list.md --query 'status:new'",
    )(export)
    app.add_typer(sync, name="sync")


def _sync() -> None:
    """Data in, data out."""


def import_files(
    ctx: typer.Context,
    *,
    file: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Files to read.")],
    format: Annotated[str, typer.Option(metavar="F", help="csv, jsonl, vcard, ics, xlsx, mail; else by name.")] = "",
    preset: Annotated[
        str, typer.Option(metavar="P", help="google, outlook, … (crm sync presets); else by its headings.")
    ] = "",
    map: Annotated[
        list[str] | None, typer.Option(metavar="COLUMN=FIELD", help="What a column holds; “-” leaves it out.")
    ] = None,
    save_preset: Annotated[
        str, typer.Option("--save-preset", metavar="NAME", help="Keeps the mapping for files with these headings.")
    ] = "",
    mode: Annotated[str, typer.Option(metavar="M", help="create, update or upsert.")] = "upsert",
    match: Annotated[str, typer.Option(metavar="KEYS", help="Any of email,phone,name+company,id.")] = "",
    tag: Tags = None,
    list_records: Annotated[bool, typer.Option("--list", help="Prints what was read; writes nothing.")] = False,
    country: Annotated[str, typer.Option(metavar="CC", help="Of phone numbers and dates.")] = "",
    encoding: Annotated[str, typer.Option(metavar="E", help="Of the text, where it is not UTF-8.")] = "",
    sheet: Annotated[str, typer.Option(metavar="NAME", help="The sheet of a workbook, where it has several.")] = "",
    me: Annotated[
        list[str] | None, typer.Option(metavar="ADDRESS", help="An address of yours, in mail; may be repeated.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tries everything; writes nothing.")] = False,
    rejects: Annotated[Path | None, typer.Option(metavar="FILE", help="Where refused rows go.")] = None,
) -> int:
    """Reads files into the database. One `crm undo` takes it back."""
    from crm_tui.cli import importing

    run = invocation(ctx)
    return importing.run(
        run,
        file,
        importing.options(
            file,
            format=format,
            preset=preset,
            columns=map or (),
            mode=mode,
            match=match,
            tags=tag or (),
            list_records=list_records,
            country=country,
            encoding=encoding,
            sheet=sheet,
            me=me or (),
            dry_run=dry_run,
            rejects=rejects,
            presets_folder=run.paths.presets,
        ),
        save_preset,
    )


def presets(ctx: typer.Context) -> int:
    """Lists the presets of `crm sync import`: products whose files are recognised, and your own."""
    from crm_tui.cli import importing

    return importing.list_presets(invocation(ctx))


def export(
    ctx: typer.Context,
    *,
    file: Annotated[Path, typer.Argument(metavar="[FILE|-]", help="Where to; “-” is stdout.")] = Path("-"),
    format: Annotated[str, typer.Option(metavar="F", help="csv, jsonl, vcard, ics, xlsx, md; else by name.")] = "",
    query: Annotated[str, typer.Option(metavar="Q", help="Only what this search finds.")] = "",
    columns: Annotated[str, typer.Option(metavar="NAMES", help="Fields with commas between, for tables.")] = "",
    what: Annotated[
        str, typer.Option(metavar="W", help="contacts, companies, interactions, follow-ups or all.")
    ] = "contacts",
    raw: Annotated[bool, typer.Option("--raw", help="Values that look like formulas as they are.")] = False,
    version: Annotated[
        str, typer.Option("--vcard-version", metavar="V", help="4.0 or 3.0, for programs that are older.")
    ] = "4.0",
    tasks: Annotated[
        bool, typer.Option("--tasks", help="Follow-ups of a calendar as tasks, finished ones too, not as events.")
    ] = False,
) -> int:
    """Writes files that other programs read. `--what all` as JSONL is the whole database."""
    from crm_tui.cli import exporting

    options = exporting.options(format=format, columns=columns, what=what, raw=raw, version=version, tasks=tasks)
    return exporting.run(invocation(ctx), file, options, query)
