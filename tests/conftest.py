"""What every test may ask for: a moment, a desk, and an open store on a real file."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from tests.blank import blank

if TYPE_CHECKING:
    from crm_tui.store.store import Store
    from tests.screens.book import Book

#: A Wednesday morning in Riga; every test that needs a clock gets this one.
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("Europe/Riga"))


@pytest.fixture
def moment() -> Moment:
    return Moment(NOW, "Europe/Riga")


@pytest.fixture
def desk(moment: Moment) -> Desk:
    return Desk(moment=moment, country="LV", owner="Rita")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crm.db"


@pytest.fixture
def store(path: Path) -> Iterator[Store]:
    from crm_tui.store.store import Store

    with Store(blank(path)) as opened:
        yield opened


@pytest.fixture
def book(path: Path) -> Iterator[Book]:
    """A book to be filled, on the path of its own."""
    from tests.screens.book import Book

    with closing(Book(blank(path))) as opened:
        yield opened
