from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crm_tui.domain.selection import Selection
from crm_tui.screens.subject import Subject
from crm_tui.screens.whom import Whom
from crm_tui.screens.widgets.marks import Mark, Marks

NAMES = "abcdef"
steps = st.lists(
    st.one_of(
        st.tuples(st.just("toggle"), st.sampled_from(NAMES)),
        st.tuples(st.just("add"), st.text(NAMES, max_size=3)),
        st.tuples(st.sampled_from(["add_all", "clear"]), st.just("")),
    )
)


@given(steps)
def test_marks_are_a_set_however_they_came_about(steps: list[tuple[str, str]]) -> None:
    marks, wanted = Marks(), set[str]()
    for step, names in steps:
        match step:
            case "toggle":
                marks.toggle(Mark(contact=names))
                wanted ^= {names}
            case "add":
                added = set(names) if marks.is_all else wanted | set(names)
                marks.add(Mark(contact=name) for name in names)
                wanted = added
            case "add_all":
                marks.add_all()
                wanted = set(NAMES)
            case _:
                marks.clear()
                wanted = set()
        assert {name for name in NAMES if Mark(contact=name) in marks} == wanted
        assert bool(marks) or not wanted


def test_two_follow_ups_of_one_person_are_marked_apart() -> None:
    marks = Marks()
    marks.toggle(Mark(contact="a", follow_up="1"))
    assert Mark(contact="a", follow_up="2") not in marks


def test_those_who_are_marked_are_counted_and_one_person_is_named() -> None:
    one = Whom.person(Subject(id="a", name="Jane"))
    assert (one.words, one.key, one.selection) == ("Jane", "a", Selection.of(["a"]))
    many = Whom.marked(Selection.of(["a", "b"]), 12_345, ("1",))
    assert (many.words, many.steps, many.key) == ("12 345 contacts", "1 follow-up", "marked")
    assert Whom.marked(Selection.of(["a"]), 1).words == "1 contact"
