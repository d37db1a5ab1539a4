"""Whom an operation is about, said without listing them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain import query
from crm_tui.domain.selection import Selection


def test_a_selection_of_nobody_is_empty() -> None:
    assert Selection().is_empty
    assert not Selection.of(["a"]).is_empty
    assert not Selection(everyone=True).is_empty


def test_a_search_for_nothing_in_particular_is_everyone() -> None:
    assert Selection.found_by(None) == Selection.found_by(query.parse("  ")) == Selection(everyone=True)
    wanted = query.parse("#q4")
    assert Selection.found_by(wanted) == Selection(query=wanted)


def test_who_is_taken_out_of_everyone_is_an_exception_and_can_come_back() -> None:
    everyone = Selection(everyone=True)
    assert everyone.toggled("a") == Selection(everyone=True, except_ids=("a",))
    assert everyone.toggled("a").toggled("a") == everyone


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_whoever_is_toggled_an_odd_number_of_times_is_marked(ids: list[str]) -> None:
    selection = Selection()
    for id in ids:
        selection = selection.toggled(id)
    assert set(selection.ids) == {id for id in "abc" if ids.count(id) % 2}
