"""An import under way beside the interface: how far it is, and the way to stop it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.sync.progress import Pace, Progress, Stop, Told, spoken


class Bringing:
    """One import of one file. The writer's thread tells it what has been done; whoever looks asks `words`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.stop = Stop()
        self._pace = Pace()
        self._latest: tuple[Progress, Told] | None = None

    def run(self, store: Any, desk: Desk) -> Change:
        """Imports the file; refused rows go to a file beside it. Raises `CanceledError` once it is stopped."""
        from crm_tui.config.places import paths
        from crm_tui.sync.formats.source import ReadOptions
        from crm_tui.sync.importing import ImportOptions, import_files
        from crm_tui.sync.rejects import beside

        rejects = beside([self.path])
        options = ImportOptions(read=ReadOptions(country=desk.country, presets=paths().presets), rejects=rejects)
        report = import_files(store, desk, [self.path], options, self._watch, self.stop)
        refused = (f"Refused rows, with the reason, are in {rejects}",) if report.refused else ()
        return Change(summary=report.summary, everything=True, notes=(*refused, *report.notes), operation=report.undo)

    def _watch(self, progress: Progress) -> None:
        told = self._pace.tell(progress.stage, progress.done, progress.total, progress.records)
        self._latest = (progress, told)

    @property
    def share(self) -> float:
        """How much of the stage under way is done, 0 to 1."""
        return (self._latest[1].share or 0.0) if self._latest else 0.0

    @property
    def words(self) -> tuple[str, str, str]:
        """The stage; what has become of the rows so far; how fast it goes and how long it will take."""
        if self._latest is None:
            return "Opening the file", "", ""
        progress, told = self._latest
        counts = (
            f"{number:,} {word}"
            for number, word in (
                (progress.created, "created"),
                (progress.updated, "updated"),
                (progress.unchanged, "unchanged"),
                (progress.refused, "refused"),
            )
            if number
        )
        pace = [f"{told.rate:,.0f} a second"] if told.rate else []
        if told.left is not None:
            pace.append(f"{spoken(told.left)} left")
        return progress.stage.capitalize(), " · ".join(counts), " · ".join(pace)

    @property
    def refusal(self) -> CrmError:
        """What is said to whoever wants to write meanwhile."""
        stage, _, pace = self.words
        return CrmError(
            f"{self.path.name} is being imported; changes can be made when that is done.",
            f"{stage}, {self.share:.0%}{f' · {pace}' if pace else ''}. I shows it, and stops it.",
        )
