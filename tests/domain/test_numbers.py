"""Numbers read alike wherever they are printed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import crm_tui
from crm_tui.domain.numbers import grouped


@pytest.mark.parametrize(
    ("value", "printed"), [(0, "0"), (999, "999"), (1_000, "1 000"), (1_234_567, "1 234 567"), (8_813.6, "8 814")]
)
def test_thousands_stand_apart(value: float, printed: str) -> None:
    assert grouped(value) == printed


def test_no_other_module_groups_numbers_in_its_own_way() -> None:
    root = Path(crm_tui.__file__).parent
    own = re.compile(r"\{[^{}]*:,[^{}]*\}")
    found = [path.name for path in root.rglob("*.py") if own.search(path.read_text(encoding="utf-8"))]
    assert found == ["numbers.py"]
