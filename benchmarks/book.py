"""The database that is measured: a demo book, built once and kept in the cache folder."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import crm_tui
from crm_tui.domain.change import Change
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk

ZONE = "Europe/Riga"

#: A Wednesday morning before the first call. Fixed, so that the same book is measured every time.
MOMENT = Moment(datetime(2026, 1, 14, 8, 40, tzinfo=ZoneInfo(ZONE)), ZONE)

DESK = Desk(moment=MOMENT)

#: Someone with a history of so many entries, in every working copy. Nobody else is called that.
BUSY, HISTORY = "Zyxwolf Quibbledun", 10_000

PYTHON = sys.executable

#: Variables that would change what is measured: PYTHONDONTWRITEBYTECODE alone makes a start ten times as slow.
_OURS = ("CRM_", "PYTHON", "TEXTUAL", "NO_COLOR")


@cache
def path(contacts: int) -> Path:
    """A database of that many people, from the cache or built now (about a minute for 100 000)."""
    kept = folder()
    wanted = kept / f"book-{contacts}-{_version()}.db"
    if not wanted.exists():
        from crm_tui.demo import build

        for outdated in kept.glob(f"book-{contacts}-*"):
            outdated.unlink()
        print(f"building a book of {contacts:,} people in {kept} …", file=sys.stderr)
        with TemporaryDirectory(prefix="crm-bench-", dir=kept) as own:
            building = Path(own) / "crm.db"
            build(building, contacts=contacts, moment=MOMENT)
            building.rename(wanted)
    return wanted


@contextmanager
def working(contacts: int, given: Path | None = None) -> Iterator[Path]:
    """A copy to read and to write to, of ``given`` or of a book of that many people; it is gone afterwards.

    It is brought up to today's schema, and holds someone with a long history, see `BUSY`.
    """
    with _copy(given or path(contacts)) as copied:
        add_busy(copied)
        yield copied


@contextmanager
def copy(contacts: int) -> Iterator[Path]:
    """A copy of a book of that many people, as it was built; it is gone afterwards."""
    with _copy(path(contacts)) as copied:
        yield copied


@contextmanager
def _copy(database: Path) -> Iterator[Path]:
    with TemporaryDirectory(prefix="crm-bench-", dir=folder()) as own:
        yield Path(shutil.copyfile(database, Path(own) / "crm.db"))


def add_busy(database: Path) -> None:
    """Adds `BUSY`, a contact with `HISTORY` calls, emails and notes, one an hour."""
    from crm_tui.domain.contact import ContactDraft
    from crm_tui.store import contacts
    from crm_tui.store.store import Store

    given, _, family = BUSY.partition(" ")
    with Store(database) as store:
        change = store.write(contacts.add, DESK, ContactDraft(given_name=given, family_name=family))
        (id,) = (ref.id for ref in change.records if ref.kind == "contact")
        with store.operation(DESK, "benchmark") as running:
            execute = running.connection.execute
            (who,) = execute("SELECT pk FROM contact WHERE id = ?", (id,)).fetchone()
            for number in reversed(range(HISTORY)):  # as it happened, which is what the store is quick at
                at = DESK.moment.epoch - 3600 * (number + 1)
                text = f"Entry {number}: asked about pricing, wants to hear again."
                row = (("call", "email", "note")[number % 3], at, text)
                entry = execute("INSERT INTO interaction(kind, at, text) VALUES (?, ?, ?)", row).lastrowid
                execute("INSERT INTO interaction_contact(interaction, contact, at) VALUES (?, ?, ?)", (entry, who, at))
            running.change = Change(summary="A long history")


def people(database: Path) -> int:
    """How many people are in it."""
    from crm_tui.store.reading import reader

    connection = reader(database, DESK)
    try:
        return int(connection.execute("SELECT count(*) FROM contact WHERE deleted_at IS NULL").fetchone()[0])
    finally:
        connection.close()


def folder() -> Path:
    """Where books are kept between runs: ``CRM_BENCH_CACHE``, else a folder in the user's cache."""
    from platformdirs import user_cache_path

    chosen = os.environ.get("CRM_BENCH_CACHE")
    kept = Path(chosen) if chosen else user_cache_path("crm-tui") / "benchmarks"
    kept.mkdir(parents=True, exist_ok=True)
    return kept


def environment(database: Path) -> Mapping[str, str]:
    """The environment in which `crm` works on ``database`` at the fixed moment, with default settings."""
    config = folder() / "config.toml"
    config.write_text(f'zone = "{ZONE}"\n', encoding="utf-8")
    return {
        **{name: value for name, value in os.environ.items() if not name.startswith(_OURS)},
        "CRM_DB": str(database),
        "CRM_CONFIG": str(config),
        "CRM_NOW": MOMENT.now.isoformat(),
        "TERM": "xterm-256color",
        "COLORTERM": "truecolor",
        "PYTHONPATH": str(Path(crm_tui.__file__).parents[1]),
    }


def _version() -> str:
    """Changes with everything that a book is made by."""
    digest = sha256()
    root = Path(crm_tui.__file__).parent
    for part in ("demo", "store", "domain"):
        for file in sorted((root / part).rglob("*.*")):
            if file.suffix in {".py", ".toml"}:
                digest.update(file.read_bytes())
    return digest.hexdigest()[:10]
