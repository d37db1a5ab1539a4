from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.view import BUILT_IN, View, key, proposal


@pytest.mark.parametrize(
    ("search", "name"),
    [
        ("#fair status:new last:>30d", "Fair, new, last >30d"),
        ("acme", "Acme"),
        ("is:open next:none -is:dnc", "Open, no next, not do not contact"),
        ("status:new,attempting has:phone", "New or attempting, phone"),
        ("(a or b) tier:a", "Tier a"),
        ("stauts:new", ""),
        ("", ""),
    ],
)
def test_a_name_is_proposed_from_the_words_of_a_search(search: str, name: str) -> None:
    assert proposal(search) == name


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("Élan vital", "elan-VITAL", True),
        ("Ελιά", "elia", True),
        ("Fair 26", "Fair 27", False),
        ("★", "☆", False),
        ("★", "★", True),
    ],
)
def test_names_are_the_same_whatever_their_case_and_accents(one: str, other: str, *, are_same: bool) -> None:
    assert (key(one) == key(other)) is are_same


def test_what_a_view_asks_may_lose_its_meaning(desk: Desk) -> None:
    assert all(view.fault(desk) is None for view in BUILT_IN)
    fault = View(id="x", name="Old", query="#fair status:gone").fault(desk)
    assert fault is not None
    assert fault.text[fault.start : fault.end] == "gone"
