"""File formats: each turns a file into records (`crm_tui.store.incoming`), or records into a file.

A format joins by an entry in `FORMATS`: its name, the endings of its files, and how one is opened for reading.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.sync.formats.mail import boxes
from crm_tui.sync.formats.source import ReadOptions, Source

Opener = Callable[[Path, ReadOptions, Desk], Source]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of file: the endings by which it is known, and how it is opened."""

    endings: tuple[str, ...]
    open: Opener


def _csv(path: Path, options: ReadOptions, desk: Desk) -> Source:
    from crm_tui.sync.formats.csv_source import CsvSource

    return CsvSource(path, options, desk)


def _jsonl(path: Path, options: ReadOptions, _: Desk) -> Source:
    from crm_tui.sync.formats.jsonl_source import JsonlSource

    return JsonlSource(path, options)


def _vcard(path: Path, options: ReadOptions, desk: Desk) -> Source:
    from crm_tui.sync.formats.vcard.source import VcardSource

    return VcardSource(path, options, desk)


def _ics(path: Path, options: ReadOptions, desk: Desk) -> Source:
    from crm_tui.sync.formats.calendar.source import IcsSource

    return IcsSource(path, options, desk)


def _xlsx(path: Path, options: ReadOptions, desk: Desk) -> Source:
    from crm_tui.sync.formats.xlsx.source import XlsxSource

    return XlsxSource(path, options, desk)


def _mail(path: Path, options: ReadOptions, desk: Desk) -> Source:
    from crm_tui.sync.formats.mail.source import MailSource

    return MailSource(path, options, desk)


#: Every format that can be read, by the name of ``--format``.
FORMATS: Mapping[str, Format] = {
    "csv": Format(endings=(".csv", ".tsv", ".tab", ".txt"), open=_csv),
    "jsonl": Format(endings=(".jsonl", ".ndjson"), open=_jsonl),
    "vcard": Format(endings=(".vcf", ".vcard"), open=_vcard),
    "ics": Format(endings=(".ics", ".vcs", ".ical", ".ifb"), open=_ics),
    # Workbooks that cannot be read are among them: the reason is better known there.
    "xlsx": Format(endings=(".xlsx", ".xlsm", ".xltx", ".xltm", ".xls", ".xlsb"), open=_xlsx),
    "mail": Format(endings=(".eml", ".mbox", ".mbx"), open=_mail),
}


def name_of(path: Path, wanted: str = "") -> str:
    """The format of a file: ``wanted``, or by its ending. Raises `UsageError` when neither is known."""
    if wanted:
        if wanted not in FORMATS:
            raise UsageError(f"There is no format “{wanted}”.", f"Formats are {', '.join(FORMATS)}.")
        return wanted
    ending = path.suffix.lower()
    for name, each in FORMATS.items():
        if ending in each.endings:
            return name
    if boxes.is_mailbox(path):
        return "mail"
    if path.is_dir():
        raise UsageError(f"{path} is a folder.", "Name the files in it.")
    raise UsageError(
        f"The format of {path.name} cannot be told from its name.", f"Say which: --format {' or '.join(FORMATS)}."
    )


def parts(path: Path, options: ReadOptions) -> tuple[ReadOptions, ...]:
    """How each part of a file is read: nearly always it is one, but a workbook of ours has a sheet for each kind."""
    if path.suffix.lower() != ".xlsx" or options.format not in ("", "xlsx"):
        return (options,)
    from crm_tui.sync.formats.xlsx.source import own_sheets

    with suppress(CrmError):  # what is wrong with it is told when it is opened
        return tuple(replace(options, sheet=sheet) for sheet in own_sheets(path, options)) or (options,)
    return (options,)


def open_source(path: Path, options: ReadOptions, desk: Desk) -> Source:
    """Opens a file for reading. Raises `CrmError` when it cannot be understood."""
    return FORMATS[name_of(path, options.format)].open(path, options, desk)
