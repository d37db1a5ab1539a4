"""An import under way beside the interface, or its trial: how far it is, and the way to stop it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.numbers import grouped
from crm_tui.screens.importing.files import shown
from crm_tui.screens.importing.wording import error_in_app, in_app
from crm_tui.sync.progress import CanceledError, Pace, Progress, Stop, Told, spoken

if TYPE_CHECKING:
    from crm_tui.sync.importing import ImportOptions
    from crm_tui.sync.report import ImportReport


class Bringing:
    """One import of one file. The writer's thread tells it what has been done; whoever looks asks `words`.

    ``report`` is what became of the rows, None until it has ended. ``is_watched``: the rep looked on until then.
    ``printed`` are the keys of actions as the rep reads them.
    """

    def __init__(self, path: Path, options: ImportOptions, printed: Mapping[str, str]) -> None:
        self.path = path
        self.stop = Stop()
        self.report: ImportReport | None = None
        self.is_watched = False
        self._options = options
        self._printed = printed
        self._pace = Pace()
        self._latest: tuple[Progress, Told] | None = None

    @property
    def rejects(self) -> Path | None:
        """Where refused rows go."""
        return self._options.rejects

    def run(self, store: Any, desk: Desk) -> Change:
        """Imports the file. Raises `CanceledError` once it is stopped, and `CrmError` in the words of the app."""
        try:
            report = self.tried(store, desk)
        except CanceledError:
            raise
        except CrmError as error:
            raise error_in_app(error, self._printed, is_done=True) from error
        where = shown(self.rejects) if self.rejects else ""
        refused = (f"Refused rows, with the reason, are in {where}",) if report.refused and where else ()
        notes = (in_app(note, self._printed, is_done=True) for note in report.notes)
        return Change(summary=report.summary, everything=True, notes=(*refused, *notes), operation=report.undo)

    def tried(self, store: Any, desk: Desk) -> ImportReport:
        """Imports the file, or tries it where that is all that is wanted. Raises `CanceledError` once it is stopped."""
        from crm_tui.sync.importing import import_files

        self.report = import_files(store, desk, [self.path], self._options, self._watch, self.stop)
        return self.report

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
            f"{grouped(number)} {word}"
            for number, word in (
                (progress.created, "created"),
                (progress.updated, "updated"),
                (progress.unchanged, "unchanged"),
                (progress.refused, "refused"),
            )
            if number
        )
        return progress.stage.capitalize(), " · ".join(counts), pace(told)

    @property
    def refusal(self) -> CrmError:
        """What is said to whoever wants to write meanwhile."""
        stage, _, speed = self.words
        return CrmError(
            f"{self.path.name} is being imported; changes can be made when that is done.",
            f"{stage}, {self.share:.0%}{f' · {speed}' if speed else ''}. I shows it, and stops it.",
        )


def pace(told: Told) -> str:
    """How fast work goes, and how long it will take."""
    parts = [f"{grouped(told.rate)} a second"] if told.rate else []
    if told.left is not None:
        parts.append(f"{spoken(told.left)} left")
    return " · ".join(parts)
