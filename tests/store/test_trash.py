"""The trash: ninety days of second thoughts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crm_tui.domain.change import Ref
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, NotFoundError
from crm_tui.store import trash
from crm_tui.store.store import Store
from tests.conftest import NOW
from tests.store.rows import add, alive, shell


def in_days(days: int) -> Desk:
    return Desk(moment=Moment(NOW + timedelta(days=days), "Europe/Riga"))


def throw_away(store: Store, desk: Desk, name: str) -> Ref:
    (ref,) = store.write(add, desk, name).records
    shell(store, f"UPDATE contact SET deleted_at = {desk.moment.epoch} WHERE id = '{ref.id}'")
    return ref


def test_a_deleted_contact_can_be_restored_for_ninety_days(store: Store, desk: Desk) -> None:
    ref = throw_away(store, desk, "Jane")
    (line,) = trash.page(store.connection, in_days(89)).rows
    assert (line.ref, line.name, line.days_left) == (ref, "Jane", 1)
    assert trash.page(store.connection, in_days(91)).total == 0
    assert store.write(trash.restore, in_days(3), [ref]).summary == "Restored Jane"
    assert alive(store) == ["Jane"]


def test_what_is_not_in_the_trash_cannot_be_restored(store: Store, desk: Desk) -> None:
    (ref,) = store.write(add, desk, "Jane").records
    with pytest.raises(NotFoundError, match="not in the trash"):
        store.write(trash.restore, desk, [ref])


def test_a_record_in_the_trash_is_named_by_its_words_or_its_id(store: Store, desk: Desk) -> None:
    ref = throw_away(store, desk, "Jane")
    for words in ("jane", ref.id, ref.id[-8:], ref.id[-8:-3]):
        assert trash.resolve(store.connection, desk, words) == ref
    with pytest.raises(NotFoundError):
        trash.resolve(store.connection, desk, "%")
    throw_away(store, desk, "Jane")
    with pytest.raises(AmbiguousError) as caught:
        trash.resolve(store.connection, desk, "Jane")
    assert len(caught.value.candidates) == 2


def test_emptying_the_trash_leaves_no_word_of_it_in_any_table(store: Store, desk: Desk) -> None:
    throw_away(store, desk, "Xylophanes")
    store.write(add, desk, "Bob")
    assert store.write(trash.empty, desk).summary == "Erased 1 record for good"
    assert trash.page(store.connection, desk).total == 0
    assert alive(store) == ["Bob"]
    assert "Bob" in words_in(store)
    assert "xylophanes" not in words_in(store).lower()


def words_in(store: Store) -> str:
    """All that stands in any table."""
    tables = store.connection.execute("SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main'")
    return "".join(str(store.connection.execute(f"SELECT * FROM {name}").fetchall()) for (name,) in tables.fetchall())


def test_erasing_one_record_leaves_no_word_of_it_and_the_others_as_they_are(store: Store, desk: Desk) -> None:
    gone, kept = throw_away(store, desk, "Xylophanes"), throw_away(store, desk, "Jane")
    change = store.write(trash.erase, desk, gone)
    assert (change.summary, change.operation) == ("Erased the contact for good", 0)
    assert [line.ref for line in trash.page(store.connection, desk).rows] == [kept]
    assert "xylophanes" not in words_in(store).lower()
    assert store.write(trash.restore, desk, [kept]).summary == "Restored Jane"


def test_what_is_not_in_the_trash_cannot_be_erased(store: Store, desk: Desk) -> None:
    (ref,) = store.write(add, desk, "Jane").records
    with pytest.raises(NotFoundError, match="not in the trash"):
        store.write(trash.erase, desk, ref)
    gone = throw_away(store, desk, "Bob")
    store.write(trash.erase, desk, gone)
    with pytest.raises(NotFoundError, match="not in the trash"):
        store.write(trash.erase, desk, gone)
    assert alive(store) == ["Jane"]


def test_emptying_an_empty_trash_is_no_operation(store: Store, desk: Desk) -> None:
    assert store.write(trash.empty, desk).operation == 0
