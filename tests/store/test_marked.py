"""What is done to many at once is one operation, and the same as if it had been done to each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_tui.domain import query
from crm_tui.domain.change import Ref
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import NotFoundError, UsageError
from crm_tui.domain.follow_up import Due, FollowUpDraft, FollowUpKind
from crm_tui.domain.selection import Selection
from crm_tui.domain.status import Tier
from crm_tui.store import contacts, marked, reversing, search, selection, trash, undo
from crm_tui.store.store import Store
from tests.blank import blank, copy
from tests.store import made

#: What must come out alike, whichever way it was done. Stamps, and keys of the journal, may differ.
TABLES = {
    "contact": "*",
    "contact_tag": "contact, tag, deleted_at",
    "tag": "pk, name, deleted_at",
    "follow_up": "contact, due_day, due_time, due_zone, due_at, kind, text, priority, every, state, listed, deleted_at",
    "standing": "*",
    "search_doc": "contact, name, company, rest, emails, digits, facets",
    "stale": "*",
    "tally": "*",
}


def people(store: Store, desk: Desk, number: int) -> list[str]:
    return [made.contact(store, desk, f"Person {n}") for n in range(number)]


def tagged(store: Store, name: str) -> int:
    (number,) = store.connection.execute(
        "SELECT count(*) FROM contact_tag x JOIN tag t ON t.pk = x.tag WHERE t.name = ? AND x.deleted_at IS NULL",
        (name,),
    ).fetchone()
    return int(number)


def test_a_tag_on_very_many_is_one_entry_and_its_change_counts_them(store: Store, desk: Desk) -> None:
    people(store, desk, 3)
    crowd(store, desk, 700)
    change = store.write(marked.tag, desk, Selection(everyone=True), add=("q4",))
    assert change.summary == "Tagged 703 contacts #q4"
    assert (change.everything, change.records) == (True, frozenset())
    entries = store.connection.execute("SELECT row, last FROM journal WHERE operation = ?", (change.operation,))
    assert len(entries.fetchall()) == 2
    assert tagged(store, "q4") == 703
    assert undo.undo(store, desk).summary == "Undid: Tagged 703 contacts #q4"
    assert tagged(store, "q4") == 0
    undo.redo(store, desk)
    assert tagged(store, "q4") == 703
    assert search.verify(store.connection) == []


def crowd(store: Store, desk: Desk, number: int) -> None:
    """Many people at little cost."""
    with store.operation(desk, "import") as running:
        names = ((f"Face {n}",) for n in range(number))
        running.connection.executemany("INSERT INTO contact(name, created_at) VALUES (?, 0)", names)


def test_a_selection_is_everyone_whom_its_search_finds_but_the_excepted(store: Store, desk: Desk) -> None:
    ann, bob, cyd = people(store, desk, 3)
    store.write(marked.tag, desk, [ann, bob], add=("fair",))
    fair = Selection.found_by(query.parse("#fair"))
    assert selection.count(store.connection, desk, fair) == 2
    change = store.write(marked.set_status, desk, fair.toggled(ann), "nurture")
    assert change.summary == "Person 1: status nurture"
    assert change.records == {Ref("contact", bob)}
    everyone = Selection(everyone=True, except_ids=(cyd,))
    assert selection.count(store.connection, desk, everyone) == 2
    assert len(selection.resolve(store.connection, desk, everyone)) == 2
    assert len(selection.resolve(store.connection, desk, Selection(ids=(cyd,), query=fair.query))) == 3


def test_a_selection_of_nobody_is_refused(store: Store, desk: Desk) -> None:
    (ann,) = people(store, desk, 1)
    store.write(contacts.delete, desk, [ann])
    for nobody in ([ann], Selection(), Selection(everyone=True), Selection.found_by(query.parse("#none"))):
        with pytest.raises(NotFoundError):
            store.write(marked.set_owner, desk, nobody, "Rita")


def test_many_get_a_follow_up_except_those_who_must_not_be_contacted(store: Store, desk: Desk) -> None:
    ann, bob, cyd = people(store, desk, 3)
    store.write(contacts.set_do_not_contact, desk, [cyd])
    draft = FollowUpDraft(contact="", due=Due(desk.moment.today + timedelta(1)), text="Fair", kind=FollowUpKind.CALL)
    change = store.write(marked.follow_up, desk, [ann, bob, cyd], draft)
    assert change.summary == "Call 2 contacts tomorrow"
    assert change.notes == ("1 contact must not be contacted and got no follow-up",)
    assert change.records == {Ref("contact", ann), Ref("contact", bob)}
    planned = "SELECT contact FROM standing WHERE next_day IS NOT NULL ORDER BY contact"
    assert store.connection.execute(planned).fetchall() == [(1,), (2,)]
    undo.undo(store, desk)
    assert store.connection.execute(planned).fetchall() == []
    with pytest.raises(UsageError, match="must not be contacted"):
        store.write(marked.follow_up, desk, [cyd], draft)


def test_restoring_many_takes_them_all_or_none(store: Store, desk: Desk) -> None:
    ann, bob = people(store, desk, 2)
    store.write(contacts.delete, desk, [ann, bob])
    refs = [Ref("contact", ann), Ref("contact", bob)]
    with pytest.raises(NotFoundError):
        store.write(trash.restore, desk, [*refs, Ref("contact", "f" * 32)])
    assert trash.page(store.connection, desk).total == 2
    assert store.write(trash.restore, desk, refs).summary == "Restored 2 records"
    assert trash.page(store.connection, desk).total == 0


def test_undo_by_sets_keeps_what_has_changed_since_and_counts_it(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversing, "_FEW", 0)
    ann, bob, cyd = people(store, desk, 3)
    store.write(marked.set_status, desk, [ann, bob, cyd], "nurture")
    store.connection.execute("UPDATE contact SET status = 'connected' WHERE id IN (?, ?)", (ann, bob))
    store.connection.execute("UPDATE operation SET device = 7 WHERE origin = 'shell'")
    assert undo.undo(store, desk).notes == ("Kept the newer status of 2 records",)
    statuses = store.connection.execute("SELECT status FROM contact ORDER BY pk").fetchall()
    assert statuses == [("connected",), ("connected",), ("new",)]


def test_undo_by_sets_says_that_what_was_made_has_changed_since(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversing, "_FEW", 0)
    made.contact(store, desk, "Jane", email="jane@acme.example")
    store.connection.execute("UPDATE contact SET note = 'Call on Monday'")
    store.connection.execute("UPDATE operation SET device = 7 WHERE origin = 'shell'")
    assert undo.undo(store, desk).notes == (
        "1 of the new records was changed since; it is in the trash with those changes",
    )
    assert contacts.page(store.connection, desk).total == 0


def test_undo_by_sets_reads_texts_that_sqlite_takes_for_no_json(
    store: Store, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reversing, "_FEW", 0)
    with store.operation(desk, "user") as running:
        running.connection.execute("INSERT INTO contact(name) VALUES ('bell \a')")
    with store.operation(desk, "user") as running:
        running.connection.execute("UPDATE contact SET name = 'Bell', note = 'new'")
    undo.undo(store, desk)
    assert store.connection.execute("SELECT name, note FROM contact").fetchone() == ("bell \a", "")


Step = tuple[str, str, tuple[int, ...]]

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["tag", "untag", "status", "owner", "tier", "ban", "follow", "trash", "restore", "undo", "redo"]
        ),
        st.sampled_from(["q4", "fair", "new", "nurture"]),
        st.lists(st.integers(1, 5), min_size=1, max_size=5, unique=True).map(tuple),
    ),
    max_size=9,
)


def by_sets(store: Store, desk: Desk, step: Step) -> None:
    what, word, pks = step
    ids = [id for (id,) in store.connection.execute(f"SELECT id FROM contact WHERE pk IN {(*pks, 0)}")]
    due = FollowUpDraft(contact="", due=Due(desk.moment.today + timedelta(len(word))), text=word)
    writes: dict[str, Callable[[], object]] = {
        "tag": lambda: store.write(marked.tag, desk, ids, add=(word,)),
        "untag": lambda: store.write(marked.tag, desk, ids, remove=(word,)),
        "status": lambda: store.write(marked.set_status, desk, ids, "nurture" if word == "q4" else "connected"),
        "owner": lambda: store.write(marked.set_owner, desk, ids, word),
        "tier": lambda: store.write(marked.set_tier, desk, ids, Tier.A if word == "q4" else None),
        "ban": lambda: store.write(marked.set_do_not_contact, desk, ids, banned=word == "q4"),
        "follow": lambda: store.write(marked.follow_up, desk, ids, due),
        "trash": lambda: store.write(marked.delete, desk, ids),
        "restore": lambda: store.write(trash.restore, desk, thrown_away(store, pks)),
    }
    writes[what]()


def thrown_away(store: Store, pks: Sequence[int]) -> list[Ref]:
    found = store.connection.execute(f"SELECT id FROM contact WHERE pk IN {(*pks, 0)} AND deleted_at IS NOT NULL")
    return [Ref("contact", id) for (id,) in found]


def one_by_one(store: Store, desk: Desk, step: Step) -> None:
    """The same with the statements of a database shell, a row each, in one operation."""
    what, word, pks = step
    with store.operation(desk, "user") as running:
        run = running.connection.execute
        for pk in pks:
            if run("SELECT (deleted_at IS NULL) <> ? FROM contact WHERE pk = ?", (what == "restore", pk)).fetchone()[0]:
                _one(run, desk, what, word, pk)


def _one(run: Callable[..., object], desk: Desk, what: str, word: str, pk: int) -> None:
    now = desk.moment.epoch
    day = (desk.moment.today + timedelta(len(word))).isoformat()
    tag = "(SELECT pk FROM tag WHERE name = ?)"
    if what == "tag":
        run("INSERT INTO tag(name) SELECT ? WHERE NOT EXISTS (SELECT 1 FROM tag WHERE name = ?)", (word, word))
        run("UPDATE tag SET deleted_at = NULL WHERE name = ? AND deleted_at IS NOT NULL", (word,))
        run(f"INSERT INTO contact_tag(contact, tag) SELECT ?, {tag} WHERE true ON CONFLICT DO NOTHING", (pk, word))
        run(f"UPDATE contact_tag SET deleted_at = NULL WHERE contact = ? AND tag = {tag}", (pk, word))
    elif what == "untag":
        where = f"contact = ? AND tag = {tag} AND deleted_at IS NULL"
        run(f"UPDATE contact_tag SET deleted_at = ? WHERE {where}", (now, pk, word))
    elif what == "status":
        run("UPDATE contact SET status = ? WHERE pk = ?", ("nurture" if word == "q4" else "connected", pk))
    elif what == "owner":
        run("UPDATE contact SET owner = ? WHERE pk = ?", (word, pk))
    elif what == "tier":
        run("UPDATE contact SET tier = ? WHERE pk = ?", ("A" if word == "q4" else "", pk))
    elif what == "ban":
        run("UPDATE contact SET do_not_contact = ? WHERE pk = ?", (word == "q4", pk))
        closed = "state = 'canceled', done_at = ? WHERE state = 'open' AND deleted_at IS NULL"
        run(f"UPDATE follow_up SET {closed} AND contact = ? AND ?", (now, pk, word == "q4"))
    elif what == "follow":
        run(
            "INSERT INTO follow_up(contact, due_day, text, kind, created_at) SELECT ?, ?, ?, 'call', ?"
            " FROM contact WHERE pk = ? AND NOT do_not_contact",
            (pk, day, word, now, pk),
        )
    elif what == "trash":
        run("UPDATE contact SET deleted_at = ? WHERE pk = ?", (now, pk))
    elif what == "restore":
        run("UPDATE contact SET deleted_at = NULL WHERE pk = ?", (pk,))


@contextmanager
def few(number: int) -> Iterator[None]:
    """Operations of more than so many entries are undone by sets."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reversing, "_FEW", number)
        yield


def run(store: Store, desk: Desk, step: Step, way: Callable[[Store, Desk, Step], None]) -> str:
    """Takes a step; a refusal is an answer as well."""
    try:
        if step[0] in ("undo", "redo"):
            (undo.undo if step[0] == "undo" else undo.redo)(store, desk)
        else:
            way(store, desk, step)
    except (NotFoundError, UsageError):
        return "refused"
    return "done"


def rows(store: Store, table: str) -> list[tuple[object, ...]]:
    found = store.connection.execute(f"SELECT {TABLES[table]} FROM {table}")
    ids = [place for place, column in enumerate(found.description) if column[0] in ("id", "next_follow_up")]
    return sorted((tuple(value for place, value in enumerate(row) if place not in ids) for row in found), key=repr)


SERIAL = count()


@pytest.fixture
def five(tmp_path: Path, desk: Desk) -> bytes:
    """A book of five people, each with a next step."""
    path = blank(tmp_path / "five.db")
    with Store(path) as store:
        for n in range(5):
            made.contact(store, desk, f"Person {n}", email=f"p{n}@acme.example", tags=("fair",) * (n % 2))
            made.follow_up(store, desk, new(store, n + 1), n)
    return path.read_bytes()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(STEPS)
def test_by_sets_comes_out_as_one_by_one(
    tmp_path_factory: pytest.TempPathFactory, desk: Desk, five: bytes, steps: list[Step]
) -> None:
    folder: Path = tmp_path_factory.mktemp(f"ways{next(SERIAL)}")
    with Store(copy(five, folder / "sets.db")) as sets, Store(copy(five, folder / "rows.db")) as single:
        for store in (sets, single):
            store.connection.execute("PRAGMA synchronous=OFF")
        for step in steps:
            with few(0):
                run(sets, desk, step, by_sets)
            with few(10**6):
                run(single, desk, step, one_by_one)
            for table in TABLES:
                assert rows(sets, table) == rows(single, table), (table, step)
        assert search.verify(sets.connection) == []


def new(store: Store, pk: int) -> str:
    return str(store.connection.execute("SELECT id FROM contact WHERE pk = ?", (pk,)).fetchone()[0])
