"""Views: searches with a name, kept, changed, ordered and lost like every record."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_tui.domain import query
from crm_tui.domain.change import Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, CrmError, NotFoundError, ParseError, UsageError
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.view import BUILT_IN, EVERYONE, View
from crm_tui.store import contacts, history, search, trash, views
from crm_tui.store.store import Store
from crm_tui.store.undo import redo, undo
from tests.store import made


def saved(store: Store, desk: Desk, name: str, text: str = "#fair", sort: str = "") -> str:
    return made.new(store.write(views.save, desk, name, text, sort), "view")


def own(store: Store, desk: Desk) -> list[str]:
    return [view.name for view in views.listing(store.connection, desk) if not view.is_built_in]


def test_a_saved_search_stands_behind_the_others(store: Store, desk: Desk) -> None:
    saved(store, desk, "Fair", "#fair status:new", "name")
    id = saved(store, desk, "  Zürich\u202e\x1b ", "zurich")
    assert own(store, desk) == ["Fair", "Zürich"]
    assert views.one(store.connection, desk, id) == View(id=id, name="Zürich", query="zurich")
    assert views.listing(store.connection, desk)[: len(BUILT_IN)] == BUILT_IN


def test_saving_under_a_name_that_is_there_changes_what_the_view_finds(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Zürich")
    change = store.write(views.save, desk, "zurich", "#q4", "next")
    assert change.summary == "The view zurich now finds #q4"
    assert change.records == {Ref("view", id)}
    assert own(store, desk) == ["zurich"]
    assert views.one(store.connection, desk, id).sort == "next"


@pytest.mark.parametrize("name", ["", " \t\x1b", "No next step", "no NEXT-step", "Quiet A tier"])
def test_a_view_needs_a_name_of_its_own(store: Store, desk: Desk, name: str) -> None:
    with pytest.raises(UsageError):
        store.write(views.save, desk, name, "#fair")
    id = saved(store, desk, "Fair")
    with pytest.raises(UsageError):
        store.write(views.rename, desk, id, name)
    assert own(store, desk) == ["Fair"]


@pytest.mark.parametrize("text", ["", " ", "()", "stauts:new", "status:nwe"])
def test_a_search_that_says_nothing_is_not_kept(store: Store, desk: Desk, text: str) -> None:
    with pytest.raises(UsageError):
        store.write(views.save, desk, "Fair", text)
    id = saved(store, desk, "Fair")
    with pytest.raises(UsageError):
        store.write(views.redefine, desk, id, text)
    assert views.one(store.connection, desk, id).query == "#fair"


def test_two_views_cannot_have_one_name(store: Store, desk: Desk) -> None:
    saved(store, desk, "Élan")
    other = saved(store, desk, "Other")
    with pytest.raises(UsageError):
        store.write(views.rename, desk, other, "elan")
    assert store.write(views.rename, desk, other, "OTHER").summary == "Renamed the view Other to OTHER"


def test_every_change_of_a_view_is_one_undo(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Fair", "#fair")
    steps = [
        store.write(views.rename, desk, id, "Trade fair"),
        store.write(views.redefine, desk, id, "#fair tier:a", "name"),
        store.write(views.delete, desk, [id]),
    ]
    assert [change.summary for change in steps] == [
        "Renamed the view Fair to Trade fair",
        "The view Trade fair now finds #fair tier:a",
        "Moved the view Trade fair to the trash",
    ]
    assert own(store, desk) == []
    undo(store, desk)
    assert views.one(store.connection, desk, id) == View(id=id, name="Trade fair", query="#fair tier:a", sort="name")
    undo(store, desk, 2)
    assert views.one(store.connection, desk, id) == View(id=id, name="Fair", query="#fair")
    undo(store, desk)
    assert own(store, desk) == []
    redo(store, desk, 3)
    assert views.one(store.connection, desk, id).name == "Trade fair"


def test_an_undone_view_that_was_changed_since_says_so(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Fair")
    with store.operation(desk, "sync") as running:
        running.connection.execute("UPDATE view SET name = 'Newest' WHERE id = ?", (id,))
    assert undo(store, desk).notes == ("Newest was changed since; it is in the trash with those changes",)


def test_views_are_put_into_the_order_that_the_rep_wants(store: Store, desk: Desk) -> None:
    first, _, third = (saved(store, desk, name) for name in ("One", "Two", "Three"))
    assert store.write(views.move, desk, third, -1).summary == "Moved the view Three up"
    assert own(store, desk) == ["One", "Three", "Two"]
    store.write(views.move, desk, first, 9)
    assert own(store, desk) == ["Three", "Two", "One"]
    assert store.write(views.move, desk, first, 1).operation == 0
    undo(store, desk, 2)
    assert own(store, desk) == ["One", "Two", "Three"]


def test_views_that_share_a_place_are_parted_when_one_is_moved(store: Store, desk: Desk) -> None:
    ids = [saved(store, desk, name) for name in ("One", "Two", "Three")]
    store.connection.execute("UPDATE view SET position = 'V'")
    store.write(views.move, desk, ids[2], -1)
    assert own(store, desk) == ["One", "Three", "Two"]
    store.connection.execute("UPDATE view SET position = '-' WHERE name = 'One'")
    saved(store, desk, "Four")
    assert own(store, desk)[-1] == "Four"


def test_the_built_in_views_stay_as_they_are(store: Store, desk: Desk) -> None:
    for view in (EVERYONE, *BUILT_IN):
        with pytest.raises(UsageError, match="built in"):
            store.write(views.rename, desk, view.id, "Mine")
        with pytest.raises(UsageError, match="built in"):
            store.write(views.redefine, desk, view.id, "#mine")
        with pytest.raises(UsageError, match="built in"):
            store.write(views.move, desk, view.id, 1)
        with pytest.raises(UsageError, match="built in"):
            store.write(views.delete, desk, [view.id])


def test_those_never_reached_were_tried_and_never_answered(store: Store, desk: Desk) -> None:
    people = {name: made.contact(store, desk, name) for name in ("Tried", "Answered", "Wrote", "Untouched", "Barred")}
    for name in ("Tried", "Answered", "Wrote", "Barred"):
        made.interaction(store, desk, people[name], outcome=Outcome.NO_ANSWER)
    made.interaction(store, desk, people["Answered"], outcome=Outcome.CONNECTED, days=-2)
    made.interaction(store, desk, people["Wrote"], kind=InteractionKind.EMAIL, direction=Direction.IN, days=-2)
    store.write(contacts.set_do_not_contact, desk, [people["Barred"]])
    never = query.parse(views.one(store.connection, desk, "never-reached").query)
    assert [one.name for one in contacts.page(store.connection, desk, query=never).rows] == ["Tried"]
    assert contacts.page(store.connection, desk, query=query.parse("is:reached")).total == 2


@pytest.mark.parametrize("view", BUILT_IN, ids=lambda view: view.id)
def test_what_the_built_in_views_ask_is_understood(store: Store, desk: Desk, view: View) -> None:
    assert view.fault(desk) is None
    assert search.find(store.connection, desk, query.parse(view.query)).pks == ()


def test_a_view_is_meant_by_its_name_or_the_beginnings_of_its_words(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Trade fair Riga")
    saved(store, desk, "Trade fair Vilnius")
    connection = store.connection
    assert views.resolve(connection, desk, "trade fair riga").id == id
    assert views.resolve(connection, desk, "tr rig").id == id
    assert views.resolve(connection, desk, id).id == id
    assert views.resolve(connection, desk, "never").id == "never-reached"
    with pytest.raises(AmbiguousError) as error:
        views.resolve(connection, desk, "trade")
    assert len(error.value.candidates) == 2
    for words in ("nobody", "", "…"):
        with pytest.raises(NotFoundError):
            views.resolve(connection, desk, words)


def test_a_view_whose_search_has_lost_its_meaning_says_so(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Fair")
    store.connection.execute("UPDATE view SET query = 'status:gone' WHERE id = ?", (id,))
    fault = views.one(store.connection, desk, id).fault(desk)
    assert isinstance(fault, ParseError)
    assert "gone" in fault.message
    assert store.write(views.redefine, desk, id, "status:new").operation


def test_a_deleted_view_can_be_restored_and_erased(store: Store, desk: Desk) -> None:
    id, gone = saved(store, desk, "Fair"), saved(store, desk, "Secret", "name:secret")
    store.write(views.delete, desk, [id, gone])
    assert {each.name for each in trash.page(store.connection, desk).rows} == {"Fair", "Secret"}
    store.write(trash.restore, desk, [trash.resolve(store.connection, desk, "fair")])
    assert own(store, desk) == ["Fair"]
    store.write(trash.empty, desk)
    for table in ("view", "journal", "operation"):
        assert "ecret" not in str(store.connection.execute(f"SELECT * FROM {table}").fetchall())
    assert own(store, desk) == ["Fair"]


def test_a_views_history_names_what_changed(store: Store, desk: Desk) -> None:
    id = saved(store, desk, "Fair")
    store.write(views.rename, desk, id, "Trade fair")
    newest, _ = history.of(store.connection, desk, ref=Ref("view", id)).rows
    assert [(each.of, each.field, each.old, each.new) for each in newest.changes] == [
        ("view", "name", "Fair", "Trade fair")
    ]


def test_nothing_is_written_for_a_view_that_is_not_there(store: Store, desk: Desk, path: Path) -> None:
    for id in ("0" * 32, ""):
        with pytest.raises(CrmError):
            store.write(views.delete, desk, [id])
        with pytest.raises(NotFoundError):
            views.one(store.connection, desk, id)
    assert contacts.page(store.connection, desk).total == 0
