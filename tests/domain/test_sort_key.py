from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.sort_key import between, spread


@given(st.lists(st.integers(0, 10_000), max_size=120))
def test_there_is_always_room_for_another_wherever_it_is_put(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        keys.insert(at, between(keys[at - 1] if at else "", keys[at] if at < len(keys) else ""))
    assert keys == sorted(set(keys))
    assert not any(key.endswith("0") for key in keys)


@given(st.integers(0, 5_000))
def test_an_order_that_is_laid_out_anew_has_room_at_both_ends(count: int) -> None:
    keys = list(spread(count))
    assert keys == sorted(set(keys))
    assert len(keys) == count
    if keys:
        assert between("", keys[0]) < keys[0] <= keys[-1] < between(keys[-1], "")


@pytest.mark.parametrize(("before", "after"), [("V", "V"), ("W", "V"), ("V", "V0"), ("V", "V00"), ("é", ""), ("", "-")])
def test_what_leaves_no_room_is_refused(before: str, after: str) -> None:
    with pytest.raises(ValueError, match=r"between|below|substring"):
        between(before, after)
