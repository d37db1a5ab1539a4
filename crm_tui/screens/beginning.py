"""The first time: a welcome on a desk where nothing has happened yet, and bringing contacts in from a file."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.domain.change import Change
from crm_tui.domain.desk import Desk

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp
    from crm_tui.sync.progress import Progress

#: Seconds between two words about a running import.
_PAUSE = 0.2


async def welcome(app: CrmApp) -> None:
    """Greets a rep who has nothing yet, and goes the way that they choose."""
    from crm_tui.screens.dialogs.welcome import WelcomeDialog
    from crm_tui.store.reading import is_untouched

    if await app.read(is_untouched):
        await app.push_screen(WelcomeDialog(has_sample=app.has_sample), lambda way: _begin(app, way))


def _begin(app: CrmApp, way: str | None) -> None:
    if way == "demo":
        app.leave_for_sample()
    elif way == "import":
        ask_for_file(app)
    elif way == "empty":
        app.toast("a adds your first contact; ? shows the keys.", severity="hint")


def ask_for_file(app: CrmApp) -> None:
    """Asks which file to import, and imports it beside the interface."""
    from crm_tui.screens.dialogs.welcome import ImportDialog

    def go(path: Path | None) -> None:
        if path is not None:
            app.flow(_bring(app, path), group="import")

    app.push_screen(ImportDialog(), go)


async def _bring(app: CrmApp, path: Path) -> None:
    """Imports ``path`` on the writer's thread; rows that were refused are in a file beside it."""

    def importing(store: Any, desk: Desk) -> Change:
        from crm_tui.sync.formats.source import ReadOptions
        from crm_tui.sync.importing import ImportOptions, import_files

        rejects = path.with_name(f"{path.stem}.rejects.csv")
        options = ImportOptions(read=ReadOptions(country=desk.country), rejects=rejects)
        report = import_files(store, desk, [path], options, _watching(app))
        refused = (f"Refused rows, with the reason, are in {rejects}",) if report.refused else ()
        return Change(summary=report.summary, everything=True, notes=(*refused, *report.notes), operation=report.undo)

    app.toast(f"Importing {path.name} …", severity="hint")
    await app.drive(importing)


def _watching(app: CrmApp) -> Any:
    """A watcher that says now and then how far the import is, how fast, and how long it will take."""
    began = said = time.monotonic()

    def watch(progress: Progress) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said < _PAUSE:
            return
        said = now
        app.call_from_thread(app.toast, _words(progress, now - began), severity="hint")

    return watch


def _words(progress: Progress, seconds: float) -> str:
    rate = progress.records / seconds if seconds else 0
    parts = [f"{progress.stage.capitalize()}: {progress.records:,} records, {rate:,.0f} a second"]
    if progress.total and progress.done:
        left = seconds * (progress.total - progress.done) / progress.done
        parts.append(f"{100 * progress.done // progress.total} %, {left:.0f} s left")
    return ", ".join(parts)
