"""How a file is understood before anything of it is imported: whose it is, its letters, its columns, its first rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, UsageError
from crm_tui.domain.value import dataclass, replace
from crm_tui.screens.importing import fields
from crm_tui.screens.importing.fields import Choice
from crm_tui.screens.importing.terms import Terms

if TYPE_CHECKING:
    from crm_tui.sync.formats.mapping import Assignment
    from crm_tui.sync.formats.source import ReadOptions, Source

#: Lines of a table that are looked at, and different values of a column that are shown.
_SAMPLE_LINES, _SAMPLES = 400, 3

#: Records that a preview shows as they will be.
_FIRST = 5

#: What each format is called.
_FORMATS = {
    "csv": "Table",
    "xlsx": "Spreadsheet",
    "vcard": "vCards",
    "ics": "Calendar",
    "jsonl": "Book of crm",
    "mail": "E-mails",
}

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

    ``samples`` are the first different values of each column; ``heading_row`` is 0 where there is none, and 1 in a
    workbook that has one anywhere.
    """

    terms: Terms
    format: str
    what: str
    title: str
    size: int
    encoding: str
    delimiter: str = ""
    heading_row: int = 0
    assignment: Assignment | None = None
    samples: tuple[tuple[str, ...], ...] = ()

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
            raise UsageError(
                "No column is known to hold a name, an e-mail address or a phone number.",
                "Highlight the one that does, and Enter says so.",
            )

    @property
    def words(self) -> str:
        """Whose file it is, what it holds and how it is written: "Google Contacts · contacts · UTF-8 · comma"."""
        parts = [self.kind, self.what if self.what != "all" else "", self.encoding.upper()]
        return " · ".join(filter(None, (*parts, self.delimiter)))

    @property
    def kind(self) -> str:
        """The product that wrote it, else its format."""
        return self.title or _FORMATS.get(self.format, self.format)


def outlined(terms: Terms, desk: Desk, presets: Path) -> Outline:
    """Looks at a file, for a thread to do: to know its letters, all of it is read.

    Raises `EncodingError` with the encodings that fit, and `CrmError` for a file that cannot be imported.
    """
    from crm_tui.sync import formats

    if formats.name_of(terms.path) == "csv":
        return _table(terms, presets)
    with formats.open_source(terms.path, terms.reading((), presets), desk) as source:
        outline = Outline(
            terms=terms,
            format=source.format,
            what=source.what,
            title=_title(source.preset, presets),
            size=source.size,
            encoding=source.encoding,
        )
        return _workbook(outline, source) if source.format == "xlsx" else outline


def _workbook(outline: Outline, source: Source) -> Outline:
    """The outline of a workbook, which is a table as well."""
    from crm_tui.sync.formats.csv_source import CsvSource

    if not isinstance(source, CsvSource):
        return outline
    below = (entry.cells for entry in islice(source.entries(), _SAMPLE_LINES))
    found = replace(
        outline,
        heading_row=int(source.has_headings),
        assignment=source.assignment,
        samples=_samples(below, len(source.headings)),
    )
    return found._assigned(outline.terms)


def _table(terms: Terms, presets_folder: Path) -> Outline:
    from crm_tui.sync.formats import encoding, layout, mapping, presets
    from crm_tui.sync.formats.lines import Lines
    from crm_tui.sync.formats.rows import rows

    found = encoding.detect(terms.path, terms.encoding or None)
    with Lines(terms.path, found) as lines:
        sample, size = list(islice(lines, _SAMPLE_LINES)), lines.size
    if not any(each.strip("\ufeff \t") for each in sample):
        raise CrmError(f"{terms.path.name} is empty.", "Export it again from the program that it comes from.")
    own = presets.saved(presets_folder)
    table = layout.detect(sample, terms.delimiter, own)
    preset = presets.named(terms.preset, own) if terms.preset else presets.best(table.headings, own)
    assignment = mapping.assign(table.headings, preset, terms.overrides(table.headings))
    below = (row.cells for row in rows(sample, table.delimiter) if row.number > table.heading_row and not row.fault)
    return Outline(
        terms=terms,
        format="csv",
        what=preset.what,
        title="" if preset.name == presets.PLAIN else preset.title,
        size=size,
        encoding=found.name,
        delimiter=layout.spoken(table.delimiter),
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
            _gist(shape(unpack(each) if isinstance(each, Packed) else each)) for each in islice(records, _FIRST)
        )


def _gist(record: dict[str, object]) -> str:
    """What tells a record: its name, company, addresses and tags, or whom it is about and what it says."""

    def names(key: str, field: str) -> list[str]:
        found = record.get(key) or ()
        several = found if isinstance(found, list | tuple) else (found,)
        return [str(each[field]) for each in several if isinstance(each, dict) and each.get(field)]

    tags = record.get("tags")
    words = (
        *([record["name"]] if record.get("name") else ()),
        *(record.get(key) for key in ("kind", "due", "at")),
        *names("contact", "name"),
        *names("contacts", "name"),
        *names("company", "name"),
        *names("emails", "value")[:1],
        *names("phones", "value")[:1],
        *(f"#{tag}" for tag in (tags if isinstance(tags, list | tuple) else ())),
        *(record.get(key) for key in ("subject", "text", "domain")),
    )
    return " · ".join(" ".join(str(word).split()) for word in words if word)


def fields_for(outline: Outline, column: int) -> list[Choice]:
    """What a column may become, the one that is recognised first."""
    heading = outline.assignment.headings[column] if outline.assignment else ""
    recognised = outline.with_field(column, None).assignment
    field = recognised.columns[column].field if recognised else ""
    first = Choice("", f"as recognised: {fields.in_words(field)}")
    return [first, *fields.choices(outline.what, heading)]
