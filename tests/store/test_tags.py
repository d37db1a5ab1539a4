"""Tags: the list, and what is done to a tag as such."""

from __future__ import annotations

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.store import completion, contacts, tags
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.store import made


def listed(store: Store, desk: Desk) -> list[tuple[str, int]]:
    return [(tag.name, tag.people) for tag in tags.page(store.connection, desk).rows]


def test_the_most_used_tag_comes_first_and_the_deleted_do_not_count(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane", tags=("q4", "saas"))
    made.contact(store, desk, "John", tags=("saas",))
    gone = made.contact(store, desk, "Gone", tags=("q4", "q4b"))
    store.write(contacts.delete, desk, [gone])
    assert listed(store, desk) == [("saas", 2), ("q4", 1), ("q4b", 0)]


def test_tags_complete_in_any_case_with_or_without_their_sign(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane", tags=("SaaS", "sales", "q4"))
    assert tags.names(store.connection, desk, "#sA") == ["SaaS", "sales"]
    assert completion.statuses(store.connection, desk, "CO") == ["connected"]


def test_a_renamed_tag_stays_on_everyone(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", tags=("saas", "q4"))
    assert store.write(tags.rename, desk, "#SAAS", "SaaS").summary == "Renamed #saas to #SaaS"
    assert contacts.one(store.connection, desk, id).tags == ("SaaS", "q4")
    with pytest.raises(UsageError):
        store.write(tags.rename, desk, "saas", "Q4")
    with pytest.raises(NotFoundError):
        store.write(tags.rename, desk, "none", "some")


def test_a_deleted_tag_is_gone_from_everyone_and_one_undo_brings_it_back(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", tags=("saas",))
    assert store.write(tags.delete, desk, "saas").summary == "Deleted #saas, which 1 contact had"
    assert contacts.one(store.connection, desk, id).tags == ()
    undo(store, desk)
    assert contacts.one(store.connection, desk, id).tags == ("saas",)


def test_a_tag_in_the_trash_is_taken_out_of_it_when_it_is_used_again(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", tags=("saas",))
    store.write(tags.delete, desk, "saas")
    store.write(contacts.tag, desk, [id], ["saas"])
    assert listed(store, desk) == [("saas", 1)]
