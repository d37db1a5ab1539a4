"""Places that a rep has."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for downloads of a rep."""
    place = tmp_path / "home" / "Downloads"
    place.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(place.parent))
    return place
