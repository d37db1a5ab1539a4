"""Opening the app, on the rep's own database or on a sample."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from crm_tui.domain.errors import UsageError
from crm_tui.domain.numbers import grouped

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation

#: People in the sample when nothing is said.
DEMO_CONTACTS = 300


def open_app(run: Invocation) -> int:
    """Opens the app and returns its exit code. Raises `UsageError` where it could not be seen."""
    if run.json:
        raise UsageError("The app does not print JSON.", "Name a command, like `crm today --json`.")
    # Three hundred modules are about to be loaded, and none of them is garbage; the app turns it on again.
    gc.disable()
    from crm_tui.screens import app

    return app.run(
        run.config,
        db=run.paths.database,
        log_folder=run.paths.log,
        now=run.now,
        sample=lambda: open_demo(run, contacts=None, reset=False, begins_guide=True),
    )


def open_demo(run: Invocation, *, contacts: int | None, reset: bool, begins_guide: bool = False) -> int:
    """Opens the app on the sample beside the database, made first where there is none, or when a size is named.

    ``begins_guide``: the guide begins by itself, where it was left.
    """
    if run.json:
        raise UsageError("The app does not print JSON.", "Give the sample to a command with --db FILE.")
    from crm_tui.screens import app

    app.check_terminal()
    database = run.paths.demo
    if reset or contacts or not database.exists():
        _make(run, contacts or DEMO_CONTACTS)
    return app.run(
        run.config,
        db=database,
        log_folder=run.paths.log,
        now=run.now,
        own=lambda: open_app(run),
        begins_guide=begins_guide,
    )


def _make(run: Invocation, contacts: int) -> None:
    """Makes the sample anew; what SQLite may have left beside an old one goes too."""
    from crm_tui import demo
    from crm_tui.cli.progress import watching

    for suffix in ("", "-journal", "-wal", "-shm"):
        run.paths.demo.with_name(run.paths.demo.name + suffix).unlink(missing_ok=True)
    run.output.aside(f"Making a sample of {grouped(contacts)} contacts in {run.paths.demo}")
    with watching() as watch:
        demo.build(
            run.paths.demo,
            contacts=contacts,
            moment=run.desk.moment,
            progress=lambda stage, done, total: watch(stage, done, total, done),
        )
