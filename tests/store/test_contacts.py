"""Contacts: adding, finding, editing, and what is done to many."""

from __future__ import annotations

from dataclasses import replace
from datetime import time

import pytest
from sqlalchemy import Integer
from sqlmodel import SQLModel

from crm_tui.domain import points
from crm_tui.domain import query as queries
from crm_tui.domain.changes import ContactChanges
from crm_tui.domain.contact import Contact, ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import AmbiguousError, ConflictError, NotFoundError, UsageError
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Tier
from crm_tui.store import contacts, follow_ups, ids, tables, today
from crm_tui.store.contact_list import Sort
from crm_tui.store.store import Store
from crm_tui.store.undo import undo
from tests.store import made


def one(store: Store, desk: Desk, id: str) -> Contact:
    return contacts.one(store.connection, desk, id)


def names(store: Store, desk: Desk, sort: Sort = "recent", *, descending: bool = False, query: str = "") -> list[str]:
    asked = queries.parse(query) if query else None
    found = contacts.page(store.connection, desk, query=asked, sort=sort, descending=descending)
    return [line.name for line in found.rows]


def test_the_tables_mirror_the_schema(store: Store) -> None:
    for row in vars(tables).values():
        if isinstance(row, type) and issubclass(row, SQLModel) and row is not SQLModel:
            table = SQLModel.metadata.tables[str(row.__tablename__)]
            columns = store.connection.execute(f"PRAGMA table_info({table.name})").fetchall()
            expected = [(name, bool(not_null), bool(key)) for _, name, _, not_null, _, key in columns]
            found = [(column.name, not column.nullable, column.primary_key) for column in table.columns]
            assert [(name, not_null or key, key) for name, not_null, key in expected] == found
            numbers = [isinstance(column.type, Integer) for column in table.columns]
            assert [type == "INTEGER" for _, _, type, *_ in columns] == numbers


def test_a_contact_comes_back_as_it_was_added(store: Store, desk: Desk) -> None:
    draft = ContactDraft(
        name="Jane  Doe",
        title="Head of IT",
        company="Acme",
        points=(
            points.email("Jane@Acme.example", "work"),
            points.phone("2000 0000", "LV", primary=True),
            points.phone("2111 1111", "LV"),
            points.address({"city": "Riga", "country": "Latvia"}),
        ),
        status="Connected",
        tier=Tier.A,
        tags=("#SaaS", "key account", "saas"),
        note="one\ntwo",
        keep_in_touch_days=14,
        custom={"Shoe size": "38"},
    )
    change = store.write(contacts.add, desk, draft)
    jane = one(store, desk, made.new(change, "contact"))
    assert change.summary == "Added Jane  Doe"
    assert (jane.given_name, jane.family_name, jane.status, jane.tier) == ("Jane", "Doe", "connected", Tier.A)
    assert jane.company
    assert jane.company.name == "Acme"
    assert [(point.value, point.normal, point.primary) for point in jane.emails] == [
        ("Jane@Acme.example", "jane@acme.example", True)
    ]
    assert [(point.normal, point.primary) for point in jane.phones] == [("+37120000000", True), ("+37121111111", False)]
    assert jane.addresses[0].parts == {"city": "Riga", "country": "Latvia"}
    assert jane.tags == ("SaaS", "key-account")
    assert (jane.note, jane.custom, jane.keep_in_touch_days) == ("one\ntwo", {"Shoe size": "38"}, 14)
    assert jane.created_at == jane.updated_at == desk.moment.now


def test_a_contact_needs_a_name_or_an_address_and_nothing_else(store: Store, desk: Desk) -> None:
    assert store.write(contacts.add, desk, ContactDraft(points=(points.email("x@acme.example"),))).summary == (
        "Added x@acme.example"
    )
    with pytest.raises(UsageError, match="name or an address"):
        store.write(contacts.add, desk, ContactDraft(title="CEO", note="?"))


def test_an_unknown_status_is_refused_with_the_nearest_one(store: Store, desk: Desk) -> None:
    with pytest.raises(UsageError) as caught:
        store.write(contacts.add, desk, ContactDraft(name="Jane", status="conected"))
    assert "“connected”" in caught.value.hint
    assert store.connection.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_a_company_is_found_in_any_spelling_and_made_only_once(store: Store, desk: Desk) -> None:
    spellings = ("Smith & Sons Ltd.", "smith and sons", "The Smith & Sons Ltd")
    people = [made.contact(store, desk, f"Person {place}", company=name) for place, name in enumerate(spellings)]
    assert {one(store, desk, id).company for id in people} == {one(store, desk, people[0]).company}
    assert [line.name for line in contacts.companions(store.connection, desk, people[0])] == ["Person 1", "Person 2"]


def test_text_is_cleaned_of_control_characters_on_its_way_in(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane\x1b]52;c;x\x07 Doe\u202e", note="a\x00b")
    assert (one(store, desk, id).name, one(store, desk, id).note) == ("Jane]52;c;x Doe", "ab")


def test_the_lists_sort_each_in_its_natural_direction_and_turned_round(store: Store, desk: Desk) -> None:
    ada = made.contact(store, desk, "Ada Zeta", company="Beta", status="connected")
    bob = made.contact(store, desk, "Bob Young", status="new")
    cid = made.contact(store, desk, "Cid Xeno", company="Alpha", status="qualified")
    made.interaction(store, desk, bob, days=-1, outcome=Outcome.NO_ANSWER)
    made.interaction(store, desk, ada, days=-3, outcome=Outcome.CONNECTED)
    made.follow_up(store, desk, cid, 1, time(9))
    made.follow_up(store, desk, ada, 1)
    expected: dict[Sort, list[str]] = {
        "recent": ["Bob Young", "Ada Zeta", "Cid Xeno"],
        "last": ["Bob Young", "Ada Zeta", "Cid Xeno"],
        "name": ["Cid Xeno", "Bob Young", "Ada Zeta"],
        "company": ["Cid Xeno", "Ada Zeta", "Bob Young"],
        "status": ["Bob Young", "Ada Zeta", "Cid Xeno"],
        "next": ["Ada Zeta", "Cid Xeno", "Bob Young"],
        "outcome": ["Ada Zeta", "Bob Young", "Cid Xeno"],
        "created": ["Cid Xeno", "Bob Young", "Ada Zeta"],
    }
    for sort, order in expected.items():
        assert names(store, desk, sort) == order, sort
        assert names(store, desk, sort, descending=True) == order[::-1], sort
        assert names(store, desk, sort, descending=True, query="-#none") == order[::-1], sort


@pytest.mark.parametrize("sort", ["recent", "next", "company", "status", "outcome"])
def test_windows_put_together_are_the_whole_list(store: Store, desk: Desk, sort: Sort) -> None:
    for place in range(9):
        id = made.contact(
            store, desk, f"Person {place}", company="Acme" if place % 2 else "", status=("new", "customer")[place % 2]
        )
        if place % 3:
            made.follow_up(store, desk, id, place)
    whole = names(store, desk, sort)
    pages = [contacts.page(store.connection, desk, sort=sort, offset=offset, limit=2) for offset in range(0, 10, 2)]
    assert [line.name for page in pages for line in page.rows] == whole
    assert len(set(whole)) == 9
    assert {(page.total, page.is_exact) for page in pages} == {(9, True)}
    assert contacts.page(store.connection, desk, sort=sort, offset=50).rows == ()


def test_a_line_shows_working_addresses_tags_and_where_the_person_stands(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", company="Acme", tags=("b", "a"), tier=Tier.B, email="j@acme.example")
    numbers = (points.phone("2000 0000", "LV"), points.phone("2111 1111", "LV"))
    store.write(contacts.edit, desk, id, ContactChanges(points=(replace(numbers[0], bad=True), numbers[1])))
    made.interaction(store, desk, id, days=-2, outcome=Outcome.BUSY)
    made.follow_up(store, desk, id, 1, time(9))
    (line,) = contacts.page(store.connection, desk).rows
    assert (line.id, line.company, line.tags, line.tier) == (id, "Acme", ("a", "b"), Tier.B)
    assert (line.email, line.phone) == ("j@acme.example", "2111 1111")
    assert (line.last_outcome, line.attempts) == (Outcome.BUSY, 1)
    assert str(line.next_due) == "2026-11-19 09:00:00+02:00"


def test_a_search_lists_what_it_finds(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane Doe", company="Acme")
    made.contact(store, desk, "John Roe", company="Acme")
    made.contact(store, desk, "Zoë Doe")
    assert names(store, desk, query="acme jane") == ["Jane Doe"]
    assert sorted(names(store, desk, query="acme")) == ["Jane Doe", "John Roe"]
    assert names(store, desk, "name", query="acme") == ["Jane Doe", "John Roe"]
    assert names(store, desk, query="zoe") == ["Zoë Doe"]


def test_a_contact_is_resolved_by_id_address_number_and_words(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", company="Acme", email="Jane@Acme.example", phone="2000 0000")
    made.contact(store, desk, "Jane Roe", company="Beta", email="roe@beta.example", phone="2000 0001")
    spellings = (id, id[:31], ids.short(id), ids.short(id)[:6], "JANE@acme.EXAMPLE", "<jane@acme.example>")
    numbers = ("+371 2000 0000", "00371 20000000", "(371) 2000-0000", "20 000 000")
    for words in (*spellings, *numbers, "jane doe", "doe acme", "ACME jane", "ja do"):
        assert contacts.resolve(store.connection, desk, words) == id, words


def test_several_matches_are_listed_and_never_guessed_among(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane Doe", company="Acme", email="jane@acme.example")
    made.contact(store, desk, "Jane Roe", phone="2000 0001")
    with pytest.raises(AmbiguousError) as caught:
        contacts.resolve(store.connection, desk, "jane")
    labels = {candidate.label for candidate in caught.value.candidates}
    assert labels == {"Jane Doe · Acme · jane@acme.example", "Jane Roe · 2000 0001"}


def test_at_most_twenty_candidates_are_listed(store: Store, desk: Desk) -> None:
    for place in range(25):
        made.contact(store, desk, f"Jane Number{place}")
    with pytest.raises(AmbiguousError) as caught:
        contacts.resolve(store.connection, desk, "jane")
    assert len(caught.value.candidates) == 20


def test_a_full_name_that_one_person_has_wins_over_longer_names(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Ann Smithson")
    id = made.contact(store, desk, "Ann Smith")
    assert contacts.resolve(store.connection, desk, "ann smith") == id
    made.contact(store, desk, "Ann Smith")
    with pytest.raises(AmbiguousError):
        contacts.resolve(store.connection, desk, "ann smith")


def test_a_typing_error_is_a_suggestion_and_no_match(store: Store, desk: Desk) -> None:
    made.contact(store, desk, "Jane Doe", company="Acme")
    with pytest.raises(NotFoundError) as caught:
        contacts.resolve(store.connection, desk, "jnae")
    assert "Jane Doe · Acme" in caught.value.hint


def test_a_name_that_could_be_an_id_asks_when_it_is_both(store: Store, desk: Desk) -> None:
    abed = made.contact(store, desk, "Abed Nadir")
    assert contacts.resolve(store.connection, desk, "abed") == abed
    other = made.contact(store, desk, "Other")
    store.connection.execute("UPDATE contact SET id = substr(id, 1, 24) || 'abed1234' WHERE id = ?", (other,))
    with pytest.raises(AmbiguousError) as caught:
        contacts.resolve(store.connection, desk, "abed")
    assert len(caught.value.candidates) == 2
    assert contacts.resolve(store.connection, desk, "abed1") == other[:24] + "abed1234"


def test_nobody_in_the_trash_is_found_or_listed(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", email="jane@acme.example")
    assert store.write(contacts.delete, desk, [id]).summary == "Moved Jane Doe to the trash"
    assert names(store, desk) == names(store, desk, query="jane") == []
    for words in (id, ids.short(id), "jane@acme.example", "jane doe"):
        with pytest.raises(NotFoundError):
            contacts.resolve(store.connection, desk, words)
    assert one(store, desk, id).deleted_at == desk.moment.now
    undo(store, desk)
    assert names(store, desk) == ["Jane Doe"]


def test_only_the_fields_given_are_changed_and_the_words_say_which(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", title="CEO", company="Acme", email="j@acme.example", tags=("old",))
    changes = ContactChanges(
        status="qualified",
        company="Beta",
        points=(points.phone("2000 0000", "LV"),),
        add_tags=("new",),
        remove_tags=("OLD",),
        tier=Tier.A,
    )
    change = store.write(contacts.edit, desk, id, changes)
    assert change.summary == "Jane Doe: status qualified, tier A, company Beta, phone 2000 0000, 2 more"
    assert {ref.kind for ref in change.records} == {"contact", "company"}
    jane = one(store, desk, id)
    assert (jane.title, jane.status, jane.tier, jane.tags) == ("CEO", "qualified", Tier.A, ("new",))
    assert jane.company
    assert jane.company.name == "Beta"
    assert [point.normal for point in (*jane.emails, *jane.phones)] == ["j@acme.example", "+37120000000"]


def test_emptying_a_field_is_told_from_leaving_it(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", title="CEO", tier=Tier.A, company="Acme", keep_in_touch_days=9)
    changes = ContactChanges(title="", tier=None, company="", keep_in_touch_days=None)
    change = store.write(contacts.edit, desk, id, changes)
    assert change.summary == "Jane Doe: no title, no tier, no keep in touch, no company"
    jane = one(store, desk, id)
    assert (jane.title, jane.tier, jane.company, jane.keep_in_touch_days) == ("", None, None, None)


def test_an_edit_that_changes_nothing_is_no_undo_step(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", title="CEO")
    change = store.write(contacts.edit, desk, id, ContactChanges(title="CEO", add_tags=()))
    assert (change.summary, change.operation) == ("Jane Doe: nothing changed", 0)


def test_only_tags_really_put_on_or_taken_off_are_named(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", tags=("old", "Kept"))
    same = store.write(contacts.edit, desk, id, ContactChanges(add_tags=("kept",), remove_tags=("zzz",)))
    assert (same.summary, same.operation) == ("Jane Doe: nothing changed", 0)
    changes = ContactChanges(add_tags=("kept", "new"), remove_tags=("OLD", "zzz"))
    assert store.write(contacts.edit, desk, id, changes).summary == "Jane Doe: #new, -#old"


def test_an_address_that_cannot_be_one_is_kept_with_a_word_about_it(store: Store, desk: Desk) -> None:
    odd = (points.email("nope"), points.phone("abc", "LV"), points.phone("112", "LV"), points.email("a@b.example"))
    notes = ("“nope” does not look like an e-mail address", "“abc” does not look like a phone number")
    added = store.write(contacts.add, desk, ContactDraft(name="Jane Doe", points=odd))
    assert added.notes == notes
    id = made.contact(store, desk, "John Roe")
    assert store.write(contacts.edit, desk, id, ContactChanges(points=odd)).notes == notes
    assert [point.value for point in one(store, desk, id).phones] == ["abc", "112"]


def test_a_new_name_has_new_parts_and_new_parts_make_a_new_name(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe")
    store.write(contacts.edit, desk, id, ContactChanges(name="Mary Ann van Berg"))
    jane = one(store, desk, id)
    assert (jane.given_name, jane.middle_name, jane.family_name) == ("Mary", "Ann", "van Berg")
    store.write(contacts.edit, desk, id, ContactChanges(family_name="Roe"))
    assert one(store, desk, id).name == "Mary Ann Roe"
    assert contacts.resolve(store.connection, desk, "mary roe") == id


def test_points_are_changed_by_id_and_removed_in_any_spelling(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", email="old@acme.example", phone="2000 0000")
    jane = one(store, desk, id)
    mended = replace(jane.emails[0], value="new@acme.example", label="work")
    more = ContactPoint(kind=PointKind.PHONE, value="+371 2111 1111", primary=True)
    store.write(contacts.edit, desk, id, ContactChanges(points=(mended, more), remove_points=("0037120000000",)))
    jane = one(store, desk, id)
    assert [(point.id, point.normal, point.label) for point in jane.emails] == [(mended.id, "new@acme.example", "work")]
    assert [(point.normal, point.primary) for point in jane.phones] == [("+37121111111", True)]


def test_there_is_always_one_primary_number_while_there_is_any(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", phone="2000 0000")
    second = points.phone("2111 1111", "LV", primary=True)
    store.write(contacts.edit, desk, id, ContactChanges(points=(second,)))
    assert [(point.value, point.primary) for point in one(store, desk, id).phones] == [
        ("2111 1111", True),
        ("2000 0000", False),
    ]
    store.write(contacts.edit, desk, id, ContactChanges(remove_points=("+37121111111",)))
    assert [point.primary for point in one(store, desk, id).phones] == [True]


def test_an_address_added_twice_is_there_once(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", email="jane@acme.example")
    store.write(contacts.edit, desk, id, ContactChanges(points=(points.email("JANE@acme.example", "home"),)))
    assert [point.label for point in one(store, desk, id).emails] == ["home"]


def test_a_field_that_changed_since_it_was_seen_is_not_overwritten(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", title="CEO", email="jane@acme.example")
    seen = one(store, desk, id)
    store.write(contacts.edit, desk, id, ContactChanges(title="CTO"))
    with pytest.raises(ConflictError) as caught:
        store.write(contacts.edit, desk, id, ContactChanges(title="CFO", status="connected"), seen=seen)
    assert (caught.value.field, caught.value.newer) == ("title", "CTO")
    assert (one(store, desk, id).title, one(store, desk, id).status) == ("CTO", "new")
    store.write(contacts.edit, desk, id, ContactChanges(status="connected"), seen=seen)
    assert one(store, desk, id).status == "connected"


def test_a_point_that_changed_since_it_was_seen_is_not_overwritten(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", email="jane@acme.example")
    seen = one(store, desk, id)
    theirs, ours = (replace(seen.emails[0], value=f"{name}@acme.example") for name in ("theirs", "ours"))
    store.write(contacts.edit, desk, id, ContactChanges(points=(theirs,)))
    with pytest.raises(ConflictError, match=r"e-mail of Jane Doe.*theirs@acme.example"):
        store.write(contacts.edit, desk, id, ContactChanges(points=(ours,)), seen=seen)


def test_custom_fields_are_set_and_removed(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", custom={"size": "38", "colour": "red"})
    change = store.write(contacts.edit, desk, id, ContactChanges(custom={"size": "", "colour": "blue", "none": ""}))
    assert change.summary == "Jane: no size, colour blue"
    assert one(store, desk, id).custom == {"colour": "blue"}
    store.write(contacts.edit, desk, id, ContactChanges(custom={"size": "39"}))
    assert one(store, desk, id).custom == {"colour": "blue", "size": "39"}


def test_many_contacts_are_tagged_at_once_and_untagged_by_one_undo(store: Store, desk: Desk) -> None:
    people = [made.contact(store, desk, f"Person {place}", tags=("old",)) for place in range(3)]
    change = store.write(contacts.tag, desk, people, add=["Ärger", "b"], remove=["OLD"])
    assert change.summary == "3 contacts: #Ärger #b -#OLD"
    assert {one(store, desk, id).tags for id in people} == {("b", "Ärger")}
    store.write(contacts.tag, desk, people[:1], add=["ärger"])
    assert one(store, desk, people[0]).tags == ("b", "Ärger")
    undo(store, desk, 1)
    assert {one(store, desk, id).tags for id in people} == {("old",)}


def test_status_owner_and_tier_are_set_for_many(store: Store, desk: Desk) -> None:
    people = [made.contact(store, desk, f"Person {place}") for place in range(2)]
    assert store.write(contacts.set_status, desk, people, "NURTURE").summary == "2 contacts: status nurture"
    assert store.write(contacts.set_owner, desk, people, "Rita").summary == "2 contacts: owner Rita"
    assert store.write(contacts.set_tier, desk, people[:1], Tier.B).summary == "Person 0: tier B"
    first = one(store, desk, people[0])
    assert (first.status, first.owner, first.tier) == ("nurture", "Rita", Tier.B)
    with pytest.raises(NotFoundError):
        store.write(contacts.set_tier, desk, ["nobody"], None)


def test_do_not_contact_cancels_follow_ups_and_leaves_every_queue(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe")
    made.follow_up(store, desk, id, -1)
    made.follow_up(store, desk, id, 5)
    change = store.write(contacts.set_do_not_contact, desk, [id])
    assert change.summary == "Jane Doe: do not contact · 2 follow-ups canceled"
    assert today.page(store.connection, desk).rows == ()
    assert {each.state for each in follow_ups.of(store.connection, desk, id)} == {"canceled"}
    assert store.write(contacts.set_do_not_contact, desk, [id], banned=False).summary == (
        "Jane Doe may be contacted again"
    )


def test_do_not_contact_in_the_editor_cancels_follow_ups_too(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe")
    made.follow_up(store, desk, id, -1)
    store.write(contacts.edit, desk, id, ContactChanges(do_not_contact=True))
    assert follow_ups.of(store.connection, desk, id, open_only=True) == ()


def test_where_a_contact_stands_is_derived_from_its_history(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane", tier=Tier.A)
    made.interaction(store, desk, id, days=-9, outcome=Outcome.CONNECTED)
    made.interaction(store, desk, id, days=-2, outcome=Outcome.NO_ANSWER)
    made.interaction(store, desk, id, days=-1, kind=InteractionKind.NOTE, text="hm")
    step = made.follow_up(store, desk, id, 3, time(15), text="Offer")
    made.follow_up(store, desk, id, 9)
    standing = one(store, desk, id).standing
    assert standing.last_contacted == desk.moment.now.replace(day=16)
    assert (standing.last_outcome, standing.attempts) == (Outcome.NO_ANSWER, 1)
    assert standing.next_step
    assert (standing.next_step.id, standing.next_step.text) == (step, "Offer")
    assert str(standing.next_step.due) == "2026-11-21 15:00:00+02:00"


def test_likely_duplicates_come_with_a_reason(store: Store, desk: Desk) -> None:
    id = made.contact(store, desk, "Jane Doe", company="Acme", email="jane@acme.example")
    made.contact(store, desk, "Bob Stone", company="Acme")
    draft = ContactDraft(name="Jayne Doe", company="ACME Ltd", points=(points.email("JANE@acme.example"),))
    ((line, match),) = contacts.likely_duplicates(store.connection, desk, draft)
    assert line.id == id
    assert match.reason
    for nobody in (ContactDraft(name="Zeno Kyriakou"), ContactDraft()):
        assert contacts.likely_duplicates(store.connection, desk, nobody) == []


def test_names_complete_from_their_beginning(store: Store, desk: Desk) -> None:
    for name in ("Jane Doe", "Janet Roe", "Bob Janeway", "Élodie Jourdan"):
        made.contact(store, desk, name)
    assert sorted(contacts.names(store.connection, desk, "jan")) == ["Jane Doe", "Janet Roe"]
    assert contacts.names(store.connection, desk, "Jane D") == ["Jane Doe"]
    assert contacts.names(store.connection, desk, "elo") == ["Élodie Jourdan"]
    assert len(contacts.names(store.connection, desk, "")) == 4
