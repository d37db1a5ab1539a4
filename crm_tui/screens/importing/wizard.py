"""Bringing contacts in, step by step: the file, its columns, what would happen, and what did.

Each step is a dialog over the one before, so that Esc goes one step back and finds it as it was left.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_tui.domain.value import replace
from crm_tui.screens.importing.terms import DRAFT, MOST_NEWCOMERS, MOST_ROWS, Terms

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.importing.bringing import Bringing
    from crm_tui.screens.importing.files import Folders
    from crm_tui.screens.importing.outline import Outline
    from crm_tui.sync.report import ImportReport


class Wizard:
    """What the steps have in common: the terms of the import under preparation, and the way to the next step."""

    def __init__(self, app: CrmApp) -> None:
        from crm_tui.screens.importing.correspondents import OwnAddresses
        from crm_tui.screens.importing.files import Folders

        self.app = app
        #: The rep's own mappings.
        self.presets: Path = app.config_file.with_name("presets")
        self.folders: Folders = Folders(app.database)
        self.addresses = OwnAddresses(app.database)
        self._terms = self.begun = Terms.of_draft(app.drafts.get(DRAFT, {}))

    def begin(self) -> None:
        """Asks for the file."""
        from crm_tui.screens.dialogs.import_file import ImportFileDialog

        self.app.push_screen(ImportFileDialog(self))

    def terms_for(self, path: Path) -> Terms:
        """What was said of a file before, if it was the last one."""
        return self._terms if self._terms is not None and self._terms.path == path else Terms(path=path)

    def keep(self, terms: Terms) -> None:
        """Keeps what was said of a file until it is imported, also when the app ends before."""
        self._terms = terms
        self.app.drafts[DRAFT] = terms.draft()

    async def look(self, terms: Terms) -> Outline:
        """How a file is understood under these terms. Raises `EncodingError`, and `CrmError` for one that is not."""
        from crm_tui.screens.importing.outline import outlined

        outline = await asyncio.to_thread(outlined, terms, self.app.desk(), self.presets)
        if outline.format == "mail" and not terms.me:
            terms = replace(terms, me=await asyncio.to_thread(self.addresses.latest))
            outline = replace(outline, terms=terms)
        self.keep(terms)
        return outline

    async def open(self, terms: Terms) -> None:
        """Goes on with a file: to its columns, or to the preview where there is nothing to say of them.

        Raises as `look`.
        """
        from crm_tui.screens.dialogs.import_columns import ImportColumnsDialog

        outline = await self.look(terms)
        if outline.assignment is None:
            await self.preview(outline)
        else:
            await self.app.push_screen(ImportColumnsDialog(self, outline))

    async def preview(self, outline: Outline) -> None:
        """Shows what would become of the rows. Raises `UsageError` where no column tells whom a row is about."""
        from crm_tui.screens.dialogs.import_preview import ImportPreviewDialog

        outline.check()
        self.keep(outline.terms)
        await self.app.push_screen(ImportPreviewDialog(self, outline))

    def trial(self, outline: Outline) -> Bringing:
        """The import that a preview tries out: nothing is written, and a large file is read in part."""
        from crm_tui.screens.importing.bringing import Bringing

        terms, read = outline.terms, outline.reading(self.presets)
        options = terms.importing(read, dry_run=True, most_rows=MOST_ROWS, most_newcomers=MOST_NEWCOMERS)
        return Bringing(terms.path, options, self.app.printed)

    def run(self, outline: Outline) -> None:
        """Closes the steps, and imports."""
        from crm_tui.screens import beginning
        from crm_tui.screens.dialogs.import_step import ImportStep
        from crm_tui.screens.importing.bringing import Bringing

        terms, app = outline.terms, self.app
        while isinstance(app.screen, ImportStep):
            app.pop_screen()
        read = outline.reading(self.presets)
        options = terms.importing(read, rejects=_rejects(terms.path, app.database))
        bringing = Bringing(terms.path, options, app.printed)
        app.flow(beginning.bring(app, bringing, lambda report: self.report(outline, report, bringing)), group="import")

    async def report(self, outline: Outline, report: ImportReport, bringing: Bringing) -> None:
        """Says what became of the rows, in more words than a toast has."""
        from crm_tui.screens.dialogs.import_report import ImportReportDialog

        self.app.drafts.pop(DRAFT, None)
        if bringing.is_watched:
            await self.app.push_screen(ImportReportDialog(outline, report, bringing.rejects))


def _rejects(path: Path, database: Path) -> Path:
    """Where refused rows go: beside the file, or beside the database; never in place of something else."""
    import os

    from crm_tui.domain.errors import UsageError
    from crm_tui.sync import rejects

    first = rejects.beside([path], path.parent if os.access(path.parent, os.W_OK) else database.parent)
    for number in range(1, 100):
        wanted = first if number == 1 else first.with_stem(f"{first.stem} {number}")
        try:
            rejects.check(wanted, [path])
        except UsageError:
            continue
        return wanted
    return first


async def show_people(app: CrmApp, outline: Outline) -> None:
    """Opens Contacts with those who were imported: by their tag, else by the day, unless the file says another."""
    from crm_tui.domain.view import EVERYONE, View

    terms = outline.terms
    is_dated = outline.assignment is not None and outline.assignment.has("created_at")
    query = f"tag:{terms.tag}" if terms.tag else "" if is_dated else "created:today"
    view = (
        replace(EVERYONE, sort="created")
        if not query
        else View(id="imported", name="Just imported", query=query, sort="created", is_built_in=True)
    )
    if app.current_mode != "contacts":
        await app.switch_mode("contacts")
    if len(app.screen_stack) > 1:
        app.action_go_contacts()
    contacts: Any = app.screen_stack[0]
    app.call_later(contacts.show_view, view)
