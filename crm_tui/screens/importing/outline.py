"""How a file is understood before anything of it is imported: whose it is, its letters, its columns, its first rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.value import dataclass, replace
from crm_tui.screens.importing import fields
from crm_tui.screens.importing.correspondents import Correspondent, correspondents
from crm_tui.screens.importing.fields import Choice
from crm_tui.screens.importing.terms import Terms

if TYPE_CHECKING:
    from crm_tui.sync.formats.mapping import Assignment
    from crm_tui.sync.formats.source import ReadOptions

#: Lines of a table that are looked at, and different values of a column that are shown.
_SAMPLE_LINES, _SAMPLES = 400, 3

#: Records that a preview shows as they will be.
_FIRST = 5

#: Letters of a day in ISO 8601.
_LENGTH_OF_DAY = len("2026-11-02")

#: What each format is called.
_FORMATS = {
    "csv": "Table",
    "xlsx": "Spreadsheet",
    "vcard": "vCards",
    "ics": "Calendar",
    "jsonl": "Book of crm",
    "mail": "E-mails",
}

#: What tells a person.
_TELLING = "hold a name, an e-mail address or a phone number"

#: What stands between cells, and how it is chosen.
DELIMITERS = (
    Choice("", "as recognised"),
    Choice(",", "comma ,"),
    Choice(";", "semicolon ;"),
    Choice("tab", "tab"),
    Choice("|", "bar |"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A file as it would be read under ``terms``; ``assignment`` is None where it has no columns to choose for.

    ``samples`` are the first different values of each column; ``heading_row`` is 0 where there is none. A workbook has
    ``sheets``, each with whether it is hidden, of which one is read; mail has the ``addresses`` that are met most.
    """

    terms: Terms
    format: str
    what: str
    title: str
    size: int = 0
    encoding: str = ""
    delimiter: str = ""
    heading_row: int = 0
    assignment: Assignment | None = None
    samples: tuple[tuple[str, ...], ...] = ()
    sheet: str = ""
    sheets: tuple[tuple[str, bool], ...] = ()
    addresses: tuple[Correspondent, ...] = ()

    def reading(self, presets: Path) -> ReadOptions:
        """How the file is read. ``presets`` is the folder of the rep's own."""
        return self.terms.reading(self.assignment.headings if self.assignment else (), presets)

    def with_field(self, column: int, field: str | None) -> Outline:
        """The same with another field for a column; None for the one that is recognised. Raises `UsageError`."""
        columns = {at: chosen for at, chosen in self.terms.columns.items() if at != column}
        return self._assigned(replace(self.terms, columns=columns if field is None else {**columns, column: field}))

    def _assigned(self, terms: Terms) -> Outline:
        from crm_tui.sync.formats import mapping

        if self.assignment is None:
            return self
        headings = self.assignment.headings
        assignment = mapping.assign(headings, self.assignment.preset, terms.overrides(headings))
        return replace(self, terms=terms, assignment=assignment)

    def check(self) -> None:
        """Raises `UsageError` where no column tells whom a row is about."""
        from crm_tui.sync.formats import mapping

        if self.assignment is not None and not mapping.is_telling(self.assignment):
            is_people = self.what in ("contacts", "companies")
            raise UsageError(
                f"No column is known to {_TELLING if is_people else 'say whom a row is about'}.",
                "Highlight the one that does, and Enter says so.",
            )

    @property
    def words(self) -> str:
        """Whose file it is, what it holds and how it is written: "Google Contacts · contacts · UTF-8 · comma"."""
        parts = [self.kind, self.what if self.what != "all" else "", self.encoding.upper(), self.delimiter]
        if self.sheets and self.assignment is None:
            parts.append(f"sheets {', '.join(name for name, _ in self.sheets)}")
        return " · ".join(filter(None, (*parts, f"sheet “{self.sheet}”" if self.sheet else "")))

    def sheet_choices(self) -> list[Choice]:
        """The sheets of a workbook, first the one that would be read by itself."""
        notes = {True: "hidden in the workbook", False: ""}
        return [Choice("", "as recognised"), *(Choice(name, name, notes[hidden]) for name, hidden in self.sheets)]

    @property
    def kind(self) -> str:
        """The product that wrote it, else its format."""
        return self.title or _FORMATS.get(self.format, self.format)


def outlined(terms: Terms, desk: Desk, presets: Path) -> Outline:
    """Looks at a file, for a thread to do: to know its letters, all of it is read.

    Raises `EncodingError` with the encodings that fit, and `CrmError` for a file that cannot be imported.
    """
    from crm_tui.sync import formats

    format = formats.name_of(terms.path)
    if format == "csv":
        return _table(terms, presets)
    if format == "xlsx":
        return _workbook(terms, presets)
    with formats.open_source(terms.path, terms.reading((), presets), desk) as source:
        found = Outline(
            terms=terms,
            format=source.format,
            what=source.what,
            title=_title(source.preset, presets),
            size=source.size,
            encoding=source.encoding,
        )
    return replace(found, addresses=correspondents(terms.path, desk)) if format == "mail" else found


def _table(terms: Terms, presets: Path) -> Outline:
    from crm_tui.sync.formats import encoding, layout
    from crm_tui.sync.formats.lines import Lines

    found = encoding.detect(terms.path, terms.encoding or None)
    with Lines(terms.path, found) as lines:
        sample, size = list(islice(lines, _SAMPLE_LINES)), lines.size
    delimiter, outline = _columns(terms, "csv", sample, terms.delimiter, presets)
    return replace(outline, size=size, encoding=found.name, delimiter=layout.spoken(delimiter))


def _workbook(terms: Terms, presets: Path) -> Outline:
    """The outline of a workbook: one of its sheets is a table, or all of them are of a book of crm."""
    from crm_tui.sync.formats.xlsx import source
    from crm_tui.sync.formats.xlsx.sheets import Book

    reading = terms.reading((), presets)
    if ours := source.own_sheets(terms.path, reading):
        sheets = tuple((name, False) for name in ours)
        return Outline(terms=terms, format="xlsx", what="all", title="Workbook of crm", sheets=sheets)
    with Book(terms.path) as book:
        sheet, _ = source.chosen(book, reading)
        sample = list(islice(sheet, _SAMPLE_LINES))
        sheets = tuple((each.name, each.is_hidden) for each in book.sheets)
    _, outline = _columns(terms, "xlsx", sample, ",", presets)
    return replace(outline, size=sheet.size, sheet=sheet.name, sheets=sheets)


def _columns(
    terms: Terms, format: str, sample: Sequence[str], delimiter: str, presets_folder: Path
) -> tuple[str, Outline]:
    """What stands between cells, and the outline of a table of which these are the first lines."""
    from crm_tui.sync.formats import layout, mapping, presets
    from crm_tui.sync.formats.rows import rows

    if not any(each.strip("\ufeff \t,") for each in sample):
        sheet = f"The sheet “{terms.sheet}” of " if terms.sheet else ""
        raise CrmError(f"{sheet}{terms.path.name} is empty.", "Export it again from the program that it comes from.")
    own = presets.saved(presets_folder)
    table = layout.detect(sample, delimiter, own)
    preset = presets.named(terms.preset, own) if terms.preset else presets.best(table.headings, own)
    assignment = mapping.assign(table.headings, preset, terms.overrides(table.headings))
    below = (row.cells for row in rows(sample, table.delimiter) if row.number > table.heading_row and not row.fault)
    return table.delimiter, Outline(
        terms=terms,
        format=format,
        what=preset.what,
        title="" if preset.name == presets.PLAIN else preset.title,
        heading_row=table.heading_row,
        assignment=assignment,
        samples=_samples(below, len(assignment.headings)),
    )


def _samples(rows: Iterable[Sequence[str]], width: int) -> tuple[tuple[str, ...], ...]:
    """The first different values of each column."""
    found: list[dict[str, None]] = [{} for _ in range(width)]
    for cells in rows:
        for values, cell in zip(found, cells, strict=False):
            if len(values) < _SAMPLES and (text := " ".join(cell.split())):
                values[text] = None
    return tuple(tuple(values) for values in found)


def _title(preset: str, presets_folder: Path) -> str:
    from crm_tui.sync.formats import presets

    if not preset or preset == presets.PLAIN:
        return ""
    head = presets.heads().get(preset)
    return head.title if head else presets.named(preset, presets.saved(presets_folder)).title


def products(presets_folder: Path) -> list[Choice]:
    """Every product whose tables are known, the rep's own mappings first."""
    from crm_tui.sync.formats import presets

    own = [Choice(each.name, f"{each.name}, saved by you", each.what) for each in presets.saved(presets_folder)]
    heads = sorted(presets.heads().values(), key=lambda head: head.title.casefold())
    return [Choice("", "as recognised"), *own, *(Choice(head.name, head.title, head.what) for head in heads)]


def encodings(path: Path, names: Sequence[str] = ()) -> list[Choice]:
    """Encodings with the first line of the file that is not plain Latin letters, as each would read it.

    Without ``names`` those that old programs use; one that cannot read the line is left out.
    """
    line = _telling_line(path)
    given = [] if names else [Choice("", "as recognised")]
    for name in names or ("utf-8", "cp1252", "iso-8859-15", "cp1250", "cp1251", "cp1253", "cp1257", "shift_jis"):
        try:
            given.append(Choice(name, name, line.decode(name).strip()))
        except UnicodeDecodeError:
            continue
    return given


def _telling_line(path: Path) -> bytes:
    """The first line with letters that encodings disagree about, b"" where the beginning of the file has none."""
    with path.open("rb") as file:
        lines = file.read(1 << 20).splitlines()
    found = next((line for line in lines if not line.isascii()), b"")
    at = next((at for at, byte in enumerate(found) if byte > 127), 0)
    start = max(found.rfind(mark, 0, at) for mark in b",;\t") + 1
    return found[start : start + 60]


def first_records(path: Path, options: ReadOptions, desk: Desk) -> tuple[str, ...]:
    """The first records of a file as they will be, a line each. Raises `CrmError` as the import would."""
    from crm_tui.store.bulk import Packed
    from crm_tui.store.bulk.packed import unpack
    from crm_tui.sync import formats
    from crm_tui.sync.shapes import shape

    with formats.open_source(path, options, desk) as source:
        records = (entry.record for entry in source.entries() if entry.record is not None)
        return tuple(
            _gist(shape(unpack(each) if isinstance(each, Packed) else each), desk) for each in islice(records, _FIRST)
        )


def _gist(record: dict[str, object], desk: Desk) -> str:
    """What tells a record: its name, company, addresses and tags, or whom it is about and what it says."""

    def names(key: str, field: str) -> list[str]:
        found = record.get(key) or ()
        several = found if isinstance(found, list | tuple) else (found,)
        return [str(each[field]) for each in several if isinstance(each, dict) and each.get(field)]

    tags = record.get("tags")
    words = (
        *([record["name"]] if record.get("name") else ()),
        record.get("kind"),
        *(_day(str(record[key]), desk) for key in ("due", "at") if record.get(key)),
        *names("contact", "name"),
        *names("contacts", "name"),
        *names("company", "name"),
        *names("emails", "value")[:1],
        *names("phones", "value")[:1],
        *(f"#{tag}" for tag in (tags if isinstance(tags, list | tuple) else ())),
        *(record.get(key) for key in ("subject", "text", "domain")),
    )
    return " · ".join(" ".join(str(word).split()) for word in words if word)


def _day(text: str, desk: Desk) -> str:
    """A day or a moment of a record as it is read here: "2 Nov 2026 12:00"."""
    at = datetime.fromisoformat(text)
    if at.tzinfo is not None:
        at = at.astimezone(desk.moment.tz)
    clock = f" {at:%H:%M}" if len(text) > _LENGTH_OF_DAY else ""
    return f"{at.day} {at:%b %Y}{clock}"


def fields_for(outline: Outline, column: int) -> list[Choice]:
    """What a column may become, the one that is recognised first."""
    heading = outline.assignment.headings[column] if outline.assignment else ""
    recognised = outline.with_field(column, None).assignment
    field = recognised.columns[column].field if recognised else ""
    first = Choice("", f"as recognised: {fields.in_words(field)}")
    return [first, *fields.choices(outline.what, heading)]
