"""What is seen must not depend on how long it took to get there."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_time_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The timer of a call stands still."""
    monkeypatch.setattr("crm_tui.screens.dialogs.log.LogDialog._tick", lambda _: None)
