"""The second step of an import: whose file it is, how it is written, and what its columns become."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain.errors import CrmError
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import replace
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs import import_terms
from crm_tui.screens.dialogs.dialog import Dialog, Field
from crm_tui.screens.dialogs.import_pick import PickDialog
from crm_tui.screens.dialogs.import_step import ImportStep
from crm_tui.screens.importing import fields as import_fields
from crm_tui.screens.importing.fields import LEFT_OUT, in_words
from crm_tui.screens.importing.terms import Terms
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.screens.importing.outline import Outline
    from crm_tui.screens.importing.wizard import Wizard
    from crm_tui.sync.formats.mapping import Assignment

_HINT = (
    "{{dialog.save}} chooses a field · {{column.leave_out}} leaves out · {{column.restore}} as recognised"
    " · {{file.product}} product{how} · {{file.country}} country · {{mapping.save}} saves"
    " · {{preview.open}} goes on · {{dialog.close}} back"
)

#: How a file is written, by its format.
_HOW = {"csv": " · {file.encoding} encoding · {file.delimiter} delimiter", "xlsx": " · {file.sheet} sheet"}

#: Other sheets that are named.
_MOST_SHEETS = 3

#: The line that goes on, before those of the columns.
_ON = -1


class _Row(NamedTuple):
    """A line of the list: the number of a column from 0, what it becomes, and what is in it."""

    at: int
    heading: str = ""
    field: str = ""
    samples: str = ""
    is_chosen: bool = False
    is_twice: bool = False


class ImportColumnsDialog(ImportStep):
    """Shows what was recognised, and each column with its field and first values; all of it can be changed."""

    SCOPE = Scope.COLUMNS
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.COLUMNS)
    AUTO_FOCUS = "RecordList"

    def __init__(self, wizard: Wizard, outline: Outline) -> None:
        super().__init__(wizard, "2 its columns", hint=_HINT.format(how=_HOW[outline.format]))
        self._outline = outline

    def body(self) -> ComposeResult:
        """What was recognised, the columns, and what there is to look at twice."""
        yield Static(id="about")
        yield RecordList(
            (
                Column(title="Column", width=18, flex=1, cell=_heading),
                Column(title="becomes", width=22, flex=1, cell=self._field),
                Column(title="for example", width=22, flex=2, cell=lambda row: Cell(row.samples, "dim")),
            ),
            identify=lambda row: str(row.at),
            has_titles=True,
            icons=self.crm.icons,
            id="columns",
        )
        yield Static(id="remark", classes="empty")

    @property
    def columns(self) -> RecordList[_Row]:
        """The list."""
        return self.query_one("#columns", RecordList)

    @property
    def _assignment(self) -> Assignment:
        return cast("Assignment", self._outline.assignment)

    def on_mount(self) -> None:
        """Lists the columns; the line that goes on is highlighted."""
        self._show(self._outline)

    def _show(self, outline: Outline) -> None:
        """Shows the file as it is understood now, and keeps what was said of it."""
        self._outline = outline
        self.wizard.keep(outline.terms)
        uses, chosen = self._assignment.columns, outline.terms.columns
        twice = import_fields.twice(part for use in uses for part in use.field.split(" + "))
        rows = [
            _Row(
                at,
                use.column or f"(column {at + 1})",
                use.field,
                " · ".join(map(line, samples)),
                at in chosen,
                bool(twice & set(use.field.split(" + "))),
            )
            for at, (use, samples) in enumerate(zip(uses, outline.samples, strict=True))
        ]
        self.columns.show([_Row(_ON, f"{self.crm.icons.arrow} Go on"), *rows])
        self._tell_about(outline, rows)

    def _tell_about(self, outline: Outline, rows: Sequence[_Row]) -> None:
        head = f"headings in row {outline.heading_row}" if outline.heading_row else "no row of headings"
        size = "1 column" if len(rows) == 1 else f"{number(len(rows))} columns"
        what = f"{line(outline.kind)}: {outline.what}"
        between = f"{outline.delimiter} between cells" if outline.delimiter else ""
        country = f"country {outline.terms.country}" if outline.terms.country else ""
        written = (self._sheets(), outline.encoding.upper(), between, head, size, country)
        how = " · ".join(filter(None, written))
        name = Content.styled(line(outline.terms.path.name), "bold")
        self.tell("about", Content("\n").join((Content.assemble(name, f" · {what}"), plain(how, "$foreground-muted"))))
        own = sum(import_fields.is_own(row.field) and not row.is_chosen and not self._is_known(row) for row in rows)
        doubles = sorted({in_words(row.field) for row in rows if row.is_twice})
        words = []
        if own:
            kept = "1 column is" if own == 1 else f"{number(own)} columns are"
            words.append(f"{kept} not known, and kept as fields of your own.")
        if doubles:
            words.append(f"Several columns become {', '.join(doubles)}: the first that holds anything counts.")
        self.tell("remark", plain(" ".join(words)))

    def _sheets(self) -> str:
        """Which sheet of a workbook is read, and which there are."""
        sheet, sheets = self._outline.sheet, self._outline.sheets
        if len(sheets) < 2:
            return f"sheet “{line(sheet)}”" if sheet else ""
        others = [f"“{line(name)}”" for name, _ in sheets if name != sheet]
        more = f" and {number(len(others) - _MOST_SHEETS)} more" if len(others) > _MOST_SHEETS else ""
        return f"sheet “{line(sheet)}”, not {', '.join(others[:_MOST_SHEETS])}{more}"

    def _is_known(self, row: _Row) -> bool:
        """Whether the product has such a column, for which we have no field."""
        from crm_tui.sync.formats.fields import key

        return self._assignment.preset.knows(key(row.heading))

    def _field(self, row: _Row) -> Cell:
        if row.at == _ON:
            return Cell("the preview", "accent")
        words = in_words(row.field)
        if row.is_twice:
            return Cell(f"{words} (twice)", "warn")
        if row.field == LEFT_OUT:
            return Cell("left out", "dim")
        if row.is_chosen:
            return Cell(words, "good")
        return Cell(words, "accent" if import_fields.is_own(row.field) else "strong")

    # Columns

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> None:
        """Goes on, or asks what the highlighted column becomes."""
        row = self.columns.record
        if row is None or row.at == _ON:
            await self.wizard.preview(self._outline)
        else:
            await self._choose(row)

    async def action_preview_open(self) -> None:
        """Goes on to the preview."""
        await self._guarded(self.wizard.preview(self._outline))

    async def _choose(self, row: _Row) -> None:
        from crm_tui.screens.importing.outline import fields_for

        choices = fields_for(self._outline, row.at)
        explained = f"It holds: {row.samples}" if row.samples else "All of its first cells are empty."
        chosen = row.field if row.is_chosen else ""
        dialog = PickDialog(f"What is in {row.heading}", explained, choices, chosen, reads=_field_of)
        await self.app.push_screen(dialog, lambda field: self._assign(row.at, field))

    def _assign(self, column: int, field: str | None) -> None:
        if field is not None:
            self._show(self._outline.with_field(column, field or None))

    def action_column_leave_out(self) -> None:
        """Leaves the column out; where it is, brings it in again."""
        if (row := self._highlighted()) is not None:
            self._show(self._outline.with_field(row.at, None if row.field == LEFT_OUT else LEFT_OUT))
            self.columns.move_by(1)

    def action_column_restore(self) -> None:
        """Back to what was recognised."""
        if (row := self._highlighted()) is not None:
            self._show(self._outline.with_field(row.at, None))

    def _highlighted(self) -> _Row | None:
        row = self.columns.record
        if row is None or row.at == _ON:
            self.tell("complaint", plain("Highlight a column first."))
            return None
        self.tell("complaint", Content(""))
        return row

    # The file

    async def action_file_product(self) -> None:
        """Asks whose file it is."""
        from crm_tui.screens.importing.outline import products

        choices = await asyncio.to_thread(products, self.wizard.presets)
        explained = "Each program calls its columns differently. Mappings that you saved stand first."
        dialog = PickDialog("Whose file is it", explained, choices, self._outline.terms.preset)
        await self._ask(dialog, "preset", lambda value: {"preset": value, "columns": {}})

    async def action_file_encoding(self) -> None:
        """Asks how the letters are written."""
        if self._is_text("how letters are written"):
            dialog = await import_terms.encoding(self._outline)
            await self._ask(dialog, "encoding", lambda value: {"encoding": value})

    async def action_file_sheet(self) -> None:
        """Asks which sheet of a workbook is read."""
        if not self._outline.sheets:
            self.tell("complaint", plain("Only workbooks have sheets."))
            return
        dialog = await import_terms.sheet(self._outline)
        await self._ask(dialog, "sheet", lambda value: {"sheet": value, "columns": {}})

    async def action_file_country(self) -> None:
        """Asks of which country phone numbers and days are."""
        dialog = await import_terms.country(self._outline)
        await self._ask(dialog, "country", lambda value: {"country": value})

    async def action_file_delimiter(self) -> None:
        """Asks what stands between cells."""
        if not self._is_text("what stands between cells"):
            return
        from crm_tui.screens.importing.outline import DELIMITERS

        explained = f"A {self._outline.delimiter} stands between the cells, as it seems. Any other character: type it."
        chosen = self._outline.terms.delimiter
        dialog = PickDialog("What stands between the cells", explained, DELIMITERS, chosen, reads=str)
        await self._ask(dialog, "delimiter", lambda value: {"delimiter": value, "columns": {}})

    def _is_text(self, asked: str) -> bool:
        """Whether there is anything to ask; says so where there is not."""
        is_text = bool(self._outline.delimiter)
        self.tell("complaint", plain("" if is_text else f"A workbook says itself {asked}."))
        return is_text

    async def _ask(self, dialog: PickDialog, asked: str, changes: Callable[[str], dict[str, Any]]) -> None:
        """Asks for the term ``asked``, and looks at the file anew under those that ``changes`` makes of the answer."""
        terms = self._outline.terms

        async def look(value: str | None) -> None:
            if value is not None and value != getattr(terms, asked):
                await self._look(replace(terms, **changes(value)))

        await self.app.push_screen(dialog, look)

    async def _look(self, terms: Terms) -> None:
        async def steps() -> None:
            self._show(await self.wizard.look(terms))
            self.columns.move_to(0)

        await self._guarded(steps())

    async def _guarded(self, steps: Awaitable[None]) -> None:
        """Says what goes wrong in the dialog."""
        self.tell("complaint", Content(""))
        try:
            await steps
        except CrmError as error:
            self.complain(error)

    async def action_mapping_save(self) -> None:
        """Asks for the name under which the mapping is kept."""
        await self.app.push_screen(SaveMappingDialog(self.wizard, self._outline), self._saved)

    async def _saved(self, name: str | None) -> None:
        """From now on the file is read as one of the saved mapping."""
        if name is not None:
            await self._look(replace(self._outline.terms, preset=name, columns={}))
            self.tell(
                "complaint",
                plain(f"Saved: the next file with these columns is read so by itself ({name}).", "$text-success"),
            )


class SaveMappingDialog(Dialog[str]):
    """Writes the mapping beside config.toml; closes with its name."""

    def __init__(self, wizard: Wizard, outline: Outline) -> None:
        super().__init__("Save the mapping", draft_key="mapping")
        self._wizard, self._outline = wizard, outline

    def body(self) -> ComposeResult:
        """The name."""
        yield self.labelled("Name", Field(id="name", placeholder="trade-fair"))
        yield Static(plain("A file with the same headings is read so from then on.", "$foreground-muted"))

    async def save(self) -> str:
        """Writes it. Raises `CrmError` for what can be no name, and where it cannot be written."""
        from crm_tui.sync.formats.presets import saving

        name = saving.check_name(self.typed("name"))
        assignment = cast("Assignment", self._outline.assignment)
        has_headings = self._outline.heading_row > 0
        await asyncio.to_thread(saving.save, self._wizard.presets, name, assignment, has_headings=has_headings)
        return name


def _field_of(text: str) -> str:
    """A field as `--map` names it, "phone.fax" say; anything else is a field of the rep's own. Raises `CrmError`."""
    from crm_tui.domain.errors import UsageError
    from crm_tui.sync.formats.fields import parse

    text = " ".join(text.split())
    try:
        return str(parse(text))
    except UsageError:
        return str(parse(f"custom.{text}"))


def _heading(row: _Row) -> Cell:
    return Cell(row.heading, "accent" if row.at == _ON else "")
