"""CSV and its relatives as a source of records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Self

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.numbers import grouped
from crm_tui.store.bulk.terms import OWN_IDS
from crm_tui.store.incoming import Incoming
from crm_tui.sync.formats import encoding, layout, mapping, presets
from crm_tui.sync.formats.drafting import ContactDrafter, RowError
from crm_tui.sync.formats.fields import key
from crm_tui.sync.formats.lines import Lines, Text
from crm_tui.sync.formats.presets.reading import Preset
from crm_tui.sync.formats.rows import Row, rows
from crm_tui.sync.formats.second_person import SecondPerson
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.formats.understanding import Understanding
from crm_tui.sync.formats.work_drafting import ActivityDrafter, CompanyDrafter, FollowUpDrafter, InteractionDrafter
from crm_tui.sync.formats.work_sides import Sides

#: The most rows that are read of one file.
MAX_ROWS = 10_000_000

#: Row numbers that a note names.
_MOST_PLACES = 5

#: Fewer names of columns than this in a row below the headings may be chance.
_ENOUGH_HEADINGS = 3

#: Lines that are looked at to find delimiter and headings.
_SAMPLE_LINES = 400

Drafting = Callable[[Sequence[str]], Incoming]

Drafter = ContactDrafter | CompanyDrafter | InteractionDrafter | FollowUpDrafter | ActivityDrafter

_DRAFTERS: dict[str, type[CompanyDrafter | InteractionDrafter | FollowUpDrafter | ActivityDrafter]] = {
    "companies": CompanyDrafter,
    "interactions": InteractionDrafter,
    "follow-ups": FollowUpDrafter,
    "activities": ActivityDrafter,
}


class CsvSource:
    """A delimited text file, opened and understood; see `crm_tui.sync.formats.source.Source`.

    Raises `CrmError` for a file that is empty, in an unknown encoding, without a column to tell a record by, or
    of records that there is no place for.
    """

    format = "csv"

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self.path = path
        sample = self._sample(options, _SAMPLE_LINES)
        if not any(line.strip("\ufeff \t") for line in sample):
            raise CrmError(f"{path.name} is empty.", "Export it again from the program that it comes from.")
        own = presets.saved(options.presets)
        self._layout = layout.detect(sample, options.delimiter, own)
        self.delimiter = self._layout.delimiter
        preset = presets.named(options.preset, own) if options.preset else presets.best(self._layout.headings, own)
        self.assignment = assignment = mapping.assign(self._layout.headings, preset, options.columns)
        self.preset, self.what = preset.name, preset.what
        self.headings, self.columns = assignment.headings, assignment.columns
        self.match: tuple[str, ...] = (OWN_IDS,) if assignment.has("id") else ()
        self._footers = tuple(footer.lower() for footer in preset.footers)
        self._check(assignment)
        self._understanding = Understanding(preset, desk, options.country)
        self._drafter = self._choose_drafter(assignment, options, desk, sample)
        self._second = SecondPerson(assignment, self._understanding, options.tags) if assignment.second else None
        self._left_out: Counter[str] = Counter()
        self._places: dict[str, list[str]] = {}
        self._lines = self._text()

    def _sample(self, options: ReadOptions, most: int, /) -> list[str]:
        """The first lines, at ``most`` so many, and with them the ``encoding``."""
        self._encoding = encoding.detect(self.path, options.encoding or None)
        self.encoding = self._encoding.name
        with Lines(self.path, self._encoding) as lines:
            return list(islice(lines, most))

    def _text(self) -> Text:
        """All lines."""
        return Lines(self.path, self._encoding)

    def _choose_drafter(
        self, assignment: mapping.Assignment, options: ReadOptions, desk: Desk, sample: Sequence[str]
    ) -> Drafter:
        if self.what == "contacts":
            return ContactDrafter(assignment, self._understanding, tags=options.tags)
        if self.what == "interactions" and assignment.has("from", "to"):
            below = islice(rows(sample, self.delimiter), self._layout.heading_row, None)
            sides = Sides(assignment, desk.owner, [row.cells for row in below if not row.fault])
            return InteractionDrafter(assignment, self._understanding, sides)
        return _DRAFTERS[self.what](assignment, self._understanding)

    def _check(self, assignment: mapping.Assignment) -> None:
        name = self.path.name
        if self.what != "contacts" and self.what not in _DRAFTERS:
            raise CrmError(
                f"{name} holds {self.what} ({assignment.preset.title}), which cannot be imported.",
                "Export the contacts or companies, and import those.",
            )
        if mapping.is_telling(assignment):
            return
        if self.what not in ("contacts", "companies"):
            raise CrmError(
                f"{name} ({assignment.preset.title}) has no column that names a contact, so nobody can be told by it.",
                "Export it with the contact's id, e-mail address or name, or say which: --map COLUMN=contact.",
            )
        columns = ", ".join(filter(None, self.headings)) or "none"
        if not self._layout.heading_row:
            raise CrmError(
                f"{name} has no row of headings that says what its columns are.",
                "Say it by number: --map 1=name --map 2=email. Fields are listed by crm sync import --help.",
            )
        raise CrmError(
            f"No column of {name} is known to hold a name, an e-mail address or a phone number; it has {columns}.",
            "Say which: --map COLUMN=name, --map COLUMN=email …",
        )

    @property
    def has_headings(self) -> bool:
        """Whether the columns are called by what stands in the file, not by number."""
        return self._layout.heading_row > 0

    @property
    def size(self) -> int:
        """Bytes in all."""
        return self._lines.size

    @property
    def position(self) -> int:
        """Bytes read."""
        return self._lines.position

    def entries(self) -> Iterator[Entry]:
        """A record or a refusal for every row below the headings that is not blank, and for a second person in it."""
        width = len(self.headings)
        draft = self._drafter.record
        for row in rows(self._lines, self._layout.delimiter):
            if row.number <= self._layout.heading_row:
                continue
            if row.number > MAX_ROWS:
                too_many = f"the file has more than {grouped(MAX_ROWS)} rows; the rest was not read"
                yield Entry(row.number, None, (), too_many)
                return
            cells = row.cells
            if row.fault:
                yield Entry(row.number, None, cells, row.fault)
                continue
            if len(cells) != width:
                if len(cells) > width:
                    if any(cell.strip() for cell in cells[width:]):
                        yield Entry(row.number, None, cells, _surplus(len(cells), width))
                        continue
                    cells = cells[:width]
                else:
                    cells = [*cells, *[""] * (width - len(cells))]
            if self._is_no_record(row, cells):
                continue
            yield self._entry(row.number, cells, draft)
            if self._second and (other := self._second.entry(row.number, cells)):
                yield other

    def _entry(self, number: int, cells: Sequence[str], draft: Drafting) -> Entry:
        try:
            return Entry(number, draft(cells), cells)
        except RowError as error:
            return Entry(number, None, cells, str(error))

    def _is_no_record(self, row: Row, cells: Sequence[str]) -> bool:
        """Whether the row is blank, the headings once more, or a report's footer; all counted for the notes."""
        first = cells[0]
        if (not first or first.isspace()) and row.is_blank:
            self._leave_out("blank", row.number)
        elif self._repeats_headings(row, cells):
            self._leave_out("heading", row.number)
        elif self._footers and first.lower().startswith(self._footers) and not any(cells[1:]):
            self._leave_out("footer", row.number)
        else:
            return False
        return True

    def _repeats_headings(self, row: Row, cells: Sequence[str]) -> bool:
        """Whether the cells are the headings once more; numbers that stand in for headings cannot be repeated.

        Right below the headings these may come again in the words of the product's interface.
        """
        if not self.has_headings:
            return False
        if row.number == self._layout.heading_row + 1 and _are_headings(cells, self.assignment.preset):
            return True
        return cells[0] == self.headings[0] and tuple(map(key, cells)) == tuple(map(key, self.headings))

    def _leave_out(self, kind: str, number: int) -> None:
        self._left_out[kind] += 1
        places = self._places.setdefault(kind, [])
        if len(places) < _MOST_PLACES:
            places.append(str(number))

    def notes(self) -> tuple[str, ...]:
        """Sentences on rows left out and on values that were uncertain."""
        words = {
            "blank": ("blank row was skipped", "blank rows were skipped"),
            "heading": ("row repeats the headings, and was skipped", "rows repeat the headings, and were skipped"),
            "footer": (
                "row is a total or small print of the report, and was skipped",
                "rows are totals or small print of the report, and were skipped",
            ),
        }
        skipped = [
            f"{count} {words[kind][count > 1]} ({'rows' if count > 1 else 'row'} {', '.join(self._places[kind])}"
            f"{' …' if count > _MOST_PLACES else ''})."
            for kind, count in self._left_out.items()
        ]
        return (*skipped, *self._understanding.notes())

    def close(self) -> None:
        """Closes the file."""
        self._lines.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _are_headings(cells: Sequence[str], preset: Preset) -> bool:
    """Whether most of these cells are names of columns of the product."""
    filled = [cell for cell in cells if cell and not cell.isspace()]
    known = sum(key(cell) in preset.columns for cell in filled)
    return known >= _ENOUGH_HEADINGS and known * 2 > len(filled)


def _surplus(cells: int, width: int) -> str:
    return f"it has {cells} cells, but there are only {width} headings; perhaps a delimiter stands inside a cell"
