from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from tests.sync.office import DESK


@pytest.fixture
def desk() -> Desk:
    return DESK
