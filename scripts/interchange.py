"""Writes `docs/interchange.md`: what becomes of each file of a collection of real ones, on import into an empty book.

    python -m scripts.interchange FOLDER

FOLDER holds the folders `csv`, `csvtorture`, `vcf` and `ics`. Nothing of the files but their names goes into the page.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.store.store import Store
from crm_tui.sync.formats.encoding import EncodingError
from crm_tui.sync.formats.source import ReadOptions
from crm_tui.sync.importing import ImportOptions, import_files
from crm_tui.sync.report import ImportReport

_PAGE = Path(__file__).parents[1] / "docs" / "interchange.md"

_MOMENT = Moment(datetime(2026, 11, 22, 10, tzinfo=ZoneInfo("Europe/Riga")), "Europe/Riga")
_DESK = Desk(moment=_MOMENT, country="US")

_FOLDERS = {
    "csv": "CSV of other programs",
    "csvtorture": "CSV that is hard to read",
    "vcf": "vCards",
    "ics": "Calendars",
}
_ENDINGS = frozenset({".csv", ".tsv", ".txt", ".vcf", ".ics", ".vcs"})

_INTRODUCTION = """\
# Real files of other programs

Made by `python -m scripts.interchange FOLDER`; do not edit. Every file of a collection of real exports, imported into
an empty book as a rep would who does what the errors say: how many records came of it, what was refused and why, what
was said. A record is a row, a card, an event or a task. All of them arrive or are reported.
"""

#: What is to be known of the files of a folder.
_ABOUT = {
    "csv": """\
Where no column is known to name anybody, the rep said it (`--map`).
""",
    "csvtorture": """\
Files of the tests of other parsers. Most hold no people; the first column was said to be the name.
""",
    "ics": """\
A meeting and a follow-up are with a contact: an event or a task that is about nobody in the book is refused, with the
name or address that nobody has, and can be imported again once the people are there. Participants do not become
contacts by themselves, as most of those in a calendar are not the rep's. So somebody who is in the book was put at each
event and task of these files.
""",
}

_HEAD = "| file | records | refused | what was said |\n| --- | --- | --- | --- |\n"

#: Files whose people are in another one, which comes first.
_BEFORE = {"linkedin-network-intelligence__Messages.csv": "linkedin-network-intelligence__Connections.csv"}

#: What a rep says of a file whose columns nobody knows, by words that stand in it.
_COLUMNS = {"XFirst Name": {"XFirst Name": "given_name", "XLast Name": "family_name"}}

_KNOWN = "BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@acme.example\nEND:VCARD\n"
_ITEM = re.compile(rb"(?i)(begin:v(?:event|todo))[ \t]*\r?\n")

#: Reasons that a line of the page names.
_MOST_REASONS = 3

#: A name, where reasons tell of a different one each time.
_QUOTED = ("“", "”")


def main() -> None:
    """Writes the page."""
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    parts = [_INTRODUCTION]
    for name, title in _FOLDERS.items():
        if not (folder / name).is_dir():
            continue
        files = [path for path in sorted((folder / name).iterdir()) if path.suffix.lower() in _ENDINGS]
        rows = "".join(_row(path) for path in files)
        about = f"{_ABOUT[name]}\n" if name in _ABOUT else ""
        parts.append(f"\n## {title}\n\n{about}{_HEAD}{rows}")
    _PAGE.write_text("".join(parts), encoding="utf-8")


def _row(path: Path) -> str:
    """One line of a table."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "crm.db") as store:
        file, said = _prepared(store, path, Path(folder))
        options = ReadOptions()
        while True:
            try:
                report = import_files(store, _DESK, [file], ImportOptions(read=options))
                break
            except CrmError as error:
                found = _told(error, options)
                if found is None:
                    words = f"{error.message} {error.hint}".replace(path.name, "It")
                    return f"| {path.name} | 0 | all | {_cell(words)} |\n"
                options, word = found
                said.append(word)
        told = "; ".join([*said, *_reasons(report), *(note.removeprefix(f"{path.name}: ") for note in report.notes)])
        records = report.created + report.updated + report.unchanged
        return f"| {path.name} | {records} | {report.refused} | {_cell(told)} |\n"


def _prepared(store: Store, path: Path, folder: Path) -> tuple[Path, list[str]]:
    """A copy of the file in a book that has the people whom it needs, and how they came there."""
    file = folder / path.name
    file.write_bytes(path.read_bytes())
    if before := _BEFORE.get(path.name):
        import_files(store, _DESK, [path.with_name(before)], ImportOptions())
        return file, [f"after {before}"]
    if path.parent.name == "ics":
        known = folder / "known.vcf"
        known.write_text(_KNOWN)
        import_files(store, _DESK, [known], ImportOptions())
        file.write_bytes(_ITEM.sub(rb"\1\r\nATTENDEE:mailto:jane@acme.example\r\n", file.read_bytes()))
    return file, []


def _told(error: CrmError, options: ReadOptions) -> tuple[ReadOptions, str] | None:
    """What a rep would say after this error, and a word on it; None where there is nothing to say."""
    if isinstance(error, EncodingError) and not options.encoding:
        return replace(options, encoding=error.choices[0]), f"needs --encoding {error.choices[0]}"
    if "=name" in error.hint and not options.columns:
        columns = next((each for part, each in _COLUMNS.items() if part in error.message), {"1": "name"})
        words = " ".join(f"--map '{column}={field}'" for column, field in columns.items())
        return replace(options, columns=columns, preset="plain"), f"needs {words}"
    return None


def _reasons(report: ImportReport) -> Iterator[str]:
    """The reasons of refusals, the most frequent first, with how often each was given."""
    counted = Counter(_general(each.reason) for each in report.refusals)
    for reason, count in counted.most_common(_MOST_REASONS):
        yield f"{count} × {reason}" if count > 1 else reason


def _general(reason: str) -> str:
    """A reason without the name that it is about."""
    before, opening, rest = reason.partition(_QUOTED[0])
    return f"{before}{opening}…{_QUOTED[1]}{rest.rpartition(_QUOTED[1])[2]}" if opening else reason


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").replace("<", "&lt;").split())


if __name__ == "__main__":
    main()
