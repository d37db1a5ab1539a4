"""The first time: a welcome on a desk where nothing has happened yet, and bringing contacts in from a file."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.importing.bringing import Bringing
    from crm_tui.sync.report import ImportReport


async def welcome(app: CrmApp) -> None:
    """Greets a rep who has nothing yet, and goes the way that they choose; on the sample, has the guide greet."""
    if app.has_own:
        from crm_tui.screens.guided import guide as guided

        await guided.greet(app)
        return
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
        printed = app.printed
        words = f"{printed['contact.add']} adds your first contact; {printed['help.open']} shows the keys."
        app.toast(words, severity="hint")


async def begin_guide(app: CrmApp) -> None:
    """Begins the guide on the sample, or goes on with it; from the rep's own book, asks whether to go there."""
    if app.has_own:
        from crm_tui.screens.guided import guide as guided

        await guided.begin(app)
    elif not app.has_sample:
        app.toast("The guide works on invented people.", "`crm demo` opens them.", severity="hint")
    elif app.bringing is not None:
        app.complain(app.bringing.refusal)
    else:
        from crm_tui.screens.dialogs.guide import SampleDialog

        await app.push_screen(SampleDialog(), lambda is_wanted: app.leave_for_sample() if is_wanted else None)


def leave_for_own(app: CrmApp) -> None:
    """Goes from the sample to the rep's own book, unless that would end an import."""
    if app.bringing is not None:
        app.complain(app.bringing.refusal)
    else:
        app.leave_for_own()


async def leave_guide(app: CrmApp) -> None:
    """Leaves the guide for now."""
    if app.guide is not None:
        await app.guide.leave()
    else:
        key = app.printed["guide.begin"]
        app.toast("No guide is under way.", f"{key} begins it.", severity="hint")


def ask_for_file(app: CrmApp) -> None:
    """Begins the steps that lead to an import. Shows the import that is under way, if any."""
    from crm_tui.screens.importing.wizard import Wizard

    if app.bringing is not None:
        show_import(app)
    else:
        Wizard(app).begin()


def show_import(app: CrmApp, *, is_asking: bool = False) -> None:
    """Shows how far the import under way is; with ``is_asking``, asks whether to stop it."""
    from crm_tui.screens.dialogs.importing import ImportingDialog

    if app.bringing is not None:
        app.push_screen(ImportingDialog(app.bringing, is_asking=is_asking))


async def bring(app: CrmApp, bringing: Bringing, ended: Callable[[ImportReport], Awaitable[None]]) -> None:
    """Imports on the writer's thread, with a dialog that says how far it is; ``ended`` is told what it came to."""
    from crm_tui.sync.progress import CanceledError

    if app.bringing is not None:
        raise app.bringing.refusal
    app.bringing = bringing
    show_import(app)
    try:
        await app.drive(bringing.run)
    except CanceledError as error:
        app.toast(error.message, severity="hint")
    finally:
        # The writer does not notice when the app is ended, and would go on to the end of the file.
        bringing.stop.ask()
        app.bringing = None
        bringing.is_watched = _close_dialog(app)
    if bringing.report is not None:
        await ended(bringing.report)


def _close_dialog(app: CrmApp) -> bool:
    """Closes the dialog that says how far the import is; whether it was in front."""
    from crm_tui.screens.dialogs.importing import ImportingDialog

    was_in_front = isinstance(app.screen, ImportingDialog)
    for screen in app.screen_stack:
        if isinstance(screen, ImportingDialog):
            screen.dismiss(None)
    return was_in_front
