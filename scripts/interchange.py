"""Writes `docs/interchange.md`: what becomes of each file of a collection of real ones, on import into an empty book.

    python -m scripts.interchange FOLDER

FOLDER holds the folders `csv`, `csvtorture`, `vcf` and `ics`. Nothing of the files but their names goes into the page.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
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
an empty book: how many records came of it, what was refused and why, what was said. A record is a row, a card, an event
or a task. All of them arrive or are reported. The calendars are about people who are nobody's contacts in an empty
book, and are refused for that.
"""

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
        parts.append(f"\n## {title}\n\n| file | records | refused | what was said |\n| --- | --- | --- | --- |\n{rows}")
    _PAGE.write_text("".join(parts), encoding="utf-8")


def _row(path: Path) -> str:
    """One line of a table."""
    with TemporaryDirectory() as folder, Store(Path(folder) / "crm.db") as store:
        try:
            report, said = _imported(store, path)
        except CrmError as error:
            return f"| {path.name} | 0 | all | {_cell(error.message)} |\n"
        told = "; ".join([*said, *_reasons(report), *(note.removeprefix(f"{path.name}: ") for note in report.notes)])
        records = report.created + report.updated + report.unchanged
        return f"| {path.name} | {records} | {report.refused} | {_cell(told)} |\n"


def _imported(store: Store, path: Path) -> tuple[ImportReport, list[str]]:
    """As a rep would: with the encoding that the error offers first."""
    try:
        return import_files(store, _DESK, [path], ImportOptions()), []
    except EncodingError as error:
        chosen = error.choices[0]
        options = ImportOptions(read=ReadOptions(encoding=chosen))
        return import_files(store, _DESK, [path], options), [f"needs --encoding {chosen}"]


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
