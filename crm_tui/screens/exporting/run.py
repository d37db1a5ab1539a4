"""An export beside the interface, on a thread and a connection of its own: how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.numbers import grouped
from crm_tui.domain.selection import Selection
from crm_tui.domain.value import dataclass
from crm_tui.screens.importing.bringing import pace
from crm_tui.screens.importing.files import shown
from crm_tui.sync.progress import Pace, Progress, Stop, Told

if TYPE_CHECKING:
    from crm_tui.sync.exporting import ExportReport

#: Kinds of records, as `crm sync export --what` has them.
What = Literal["contacts", "companies", "interactions", "follow-ups", "all"]

#: What a format holds, where that is not everything.
_HOLDS: Mapping[str, tuple[frozenset[What], str]] = {
    "csv": (
        frozenset({"contacts", "companies", "interactions", "follow-ups"}),
        "A table holds one kind of record; the whole book goes into a .jsonl file.",
    ),
    "vcard": (frozenset({"contacts", "companies"}), "vCards are of people and companies."),
    "ics": (frozenset({"contacts", "interactions", "follow-ups", "all"}), "A calendar holds follow-ups and meetings."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What may be exported: ``words`` for the rep, and how the file is called unless they say otherwise.

    ``whom`` is None for all there are.
    """

    words: str
    what: What
    name: str
    note: str = ""
    whom: Selection | None = None


def format_of(path: Path, wanted: Wanted) -> str:
    """The format that a file's name says. Raises `UsageError` where it says none, or one that cannot hold this."""
    from crm_tui.sync.exporting import FORMATS

    ending = path.suffix.lower()
    for name, endings in FORMATS.items():
        if ending in endings:
            holds, words = _HOLDS.get(name, (None, ""))
            if holds is not None and wanted.what not in holds:
                raise UsageError(words)
            return name
    first = [endings[0] for endings in FORMATS.values()]
    raise UsageError(f"{path.name or 'This'} says no format.", f"Let it end in {', '.join(first[:-1])} or {first[-1]}.")


class Exporting:
    """One export. Its thread tells it how far it is; whoever looks asks `share` and `words`."""

    def __init__(self, database: Path, desk: Desk, path: Path, wanted: Wanted) -> None:
        self.path = path
        self._database, self._desk, self._wanted = database, desk, wanted
        self._stop = Stop()
        self._pace = Pace()
        self._latest: tuple[Progress, Told] | None = None

    def run(self) -> ExportReport:
        """Writes the file, for a thread to do. Raises `CanceledError` once it is stopped; then there is no file."""
        from crm_tui.store.connection import explained
        from crm_tui.store.reading import reader
        from crm_tui.sync.exporting import ExportOptions, export_file

        options = ExportOptions(what=self._wanted.what)
        connection = reader(self._database, self._desk)
        try:
            with explained(self._database):
                return export_file(
                    connection,
                    self._desk,
                    self.path,
                    options,
                    watch=self._watch,
                    stop=self._stop,
                    whom=self._wanted.whom,
                )
        finally:
            connection.close()

    def stop(self) -> None:
        """Has it end at the next word of progress."""
        self._stop.ask()

    def _watch(self, progress: Progress) -> None:
        self._latest = progress, self._pace.tell(progress.stage, progress.done, progress.total, progress.records)

    @property
    def share(self) -> float:
        """How much of it is done, 0 to 1."""
        return (self._latest[1].share or 0.0) if self._latest else 0.0

    @property
    def words(self) -> str:
        """How many records are written, how fast, and how long it will take."""
        if self._latest is None:
            return f"Writing {shown(self.path)}"
        progress, told = self._latest
        return " · ".join(filter(None, (f"{grouped(progress.records)} written", pace(told))))
