from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.store.store import Store
from tests.sync.office import DESK


@pytest.fixture
def desk() -> Desk:
    return DESK


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "crm.db") as opened:
        yield opened
