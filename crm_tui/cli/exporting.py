"""`crm sync export`: options into terms, a report beside the data."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from crm_tui.cli.progress import watching
from crm_tui.cli.stopping import stopping
from crm_tui.domain.errors import Exit, UsageError
from crm_tui.sync.exporting import ExportOptions, What, export_file
from crm_tui.sync.formats.vcard.writer import Version
from crm_tui.sync.output import STDOUT
from crm_tui.sync.progress import Stop

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation


def options(
    *, format: str, columns: str, what: str, raw: bool, version: str = "4.0", tasks: bool = False
) -> ExportOptions:
    """The words of the command line as terms of an export. Raises `UsageError`."""
    if what not in get_args(What):
        raise UsageError(f"“{what}” cannot be exported.", f"One of: {', '.join(get_args(What))}.")
    names = tuple(name.strip() for name in columns.split(",") if name.strip())
    if version not in get_args(Version):
        raise UsageError(f"vCards of version {version} are not written.", f"One of: {', '.join(get_args(Version))}.")
    return ExportOptions(
        format=format,
        what=cast("What", what),
        columns=names,
        raw=raw,
        version=cast("Version", version),
        as_tasks=tasks,
    )


def run(run: Invocation, file: Path, terms: ExportOptions, words: str) -> int:
    """Exports to ``file``; when the data goes to stdout, what is said about it goes to stderr."""
    from crm_tui.domain import query

    path = file if file == STDOUT else file.expanduser()
    stop = Stop()
    with run.open_reader() as connection, stopping(stop), watching() as watch:
        report = export_file(
            connection,
            run.desk,
            path,
            terms,
            query.parse(words) if words else None,
            lambda each: watch(each.stage, each.done, each.total, each.records),
            stop=stop,
        )
    if path == STDOUT:
        for note in report.notes:
            run.output.aside(note)
        return int(Exit.DONE)
    said = f"Wrote {report.records} records to {report.file}"
    run.output.show(
        lambda: {"file": report.file, "format": report.format, "records": report.records, "notes": list(report.notes)},
        lambda: [said, *report.notes],
    )
    return int(Exit.DONE)
