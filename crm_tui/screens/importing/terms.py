"""What the rep has said of a file that is to be imported: kept between the steps, and as a draft until it is done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.domain.value import dataclass, field

if TYPE_CHECKING:
    from crm_tui.sync.formats.source import ReadOptions
    from crm_tui.sync.importing import ImportOptions

#: The name of the draft.
DRAFT = "import"

#: What a key of the draft begins with that holds the field of a column.
_COLUMN = "column "

#: Rows of a file that a preview reads, and new people among whom duplicates are looked for.
MOST_ROWS = MOST_NEWCOMERS = 20_000

#: What of the terms is one text.
_TEXTS = ("encoding", "delimiter", "sheet", "country", "preset", "tag", "mode")


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How one file is imported; "" is detected. ``columns`` maps the number of a column, from 0, to its field.

    ``mode`` is one of `crm_tui.store.bulk.Mode`; ``tag`` is given to everybody in the file. ``sheet`` is that of a
    workbook, ``me`` are the rep's own addresses in mail, ``country`` is that of phone numbers and dates.
    """

    path: Path
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    country: str = ""
    me: tuple[str, ...] = ()
    preset: str = ""
    columns: Mapping[int, str] = field(default_factory=dict)
    tag: str = ""
    mode: str = "upsert"

    def overrides(self, headings: Sequence[str]) -> dict[str, str]:
        """``columns`` as `mapping.assign` takes them: by heading, by number where several columns have that."""
        return {_named(headings, at): chosen for at, chosen in self.columns.items() if at < len(headings)}

    def reading(self, headings: Sequence[str], presets: Path) -> ReadOptions:
        """How the file is read. ``presets`` is the folder of the rep's own."""
        from crm_tui.sync.formats.source import ReadOptions

        return ReadOptions(
            preset=self.preset,
            encoding=self.encoding,
            delimiter=self.delimiter,
            sheet=self.sheet,
            country=self.country,
            me=self.me,
            columns=self.overrides(headings),
            tags=(self.tag,) if self.tag else (),
            presets=presets,
        )

    def importing(self, read: ReadOptions, **more: Any) -> ImportOptions:
        """The terms of an import, or of its trial, of a file that is read like that."""
        from crm_tui.store.bulk import Mode
        from crm_tui.sync.importing import ImportOptions

        return ImportOptions(read=read, mode=Mode(self.mode), **more)

    def draft(self) -> dict[str, str]:
        """What brings them back; see `of_draft`."""
        texts = {name: getattr(self, name) for name in _TEXTS} | {"me": " ".join(self.me)}
        columns = {f"{_COLUMN}{at}": chosen for at, chosen in self.columns.items()}
        return {"file": str(self.path), **{name: text for name, text in texts.items() if text}, **columns}

    @classmethod
    def of_draft(cls, kept: Mapping[str, str]) -> Terms | None:
        """The terms of such a draft; None where it is about no file."""
        if not kept.get("file"):
            return None
        numbered = {name.removeprefix(_COLUMN): text for name, text in kept.items() if name.startswith(_COLUMN)}
        return cls(
            path=Path(kept["file"]),
            columns={int(at): text for at, text in numbered.items() if at.isdecimal()},
            me=tuple(kept.get("me", "").split()),
            **{name: kept[name] for name in _TEXTS if name in kept},
        )


def _named(headings: Sequence[str], at: int) -> str:
    heading = headings[at]
    return heading if heading.strip() == heading != "" and headings.count(heading) == 1 else str(at + 1)
