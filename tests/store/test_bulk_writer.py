"""Writing in bulk leaves what writing one by one leaves, whatever the chunks, and nothing when it is broken off."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_tui.domain.change import Change
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.status import Stage, Tier
from crm_tui.store import contact_edits, search, undo
from crm_tui.store.bulk import Action, Terms, Writer
from crm_tui.store.bulk.packed import Packed, described
from crm_tui.store.bulk.quiet import MANY
from crm_tui.store.connection import connect
from crm_tui.store.incoming import IncomingContact
from crm_tui.store.store import Store
from tests.blank import blank
from tests.sync.office import DESK

_WORDS = st.sampled_from(["Jane", "Zoë", "Παπαδόπουλος", "O'Neil", "Łukasz Nowak", "van der Berg", "田中"])
_FIRMS = st.sampled_from(["", "Acme Ltd", "ACME", "Globex", "Ελλάς ΑΕ"])
_TAGS = st.lists(st.sampled_from(["vip", "VIP", "expo-riga", "ärzte"]), max_size=3)

#: Of each person: what the rows, the lists and the index hold. Keys and ids are drawn anew.
_HELD = """
SELECT c.name, c.given_name, c.family_name, c.title, c.status, c.stage, c.tier, c.note, c.do_not_contact,
       c.keep_in_touch_days, s.sort_name, s.is_alive, s.is_workable, s.is_open, s.status, s.tier, s.quiet_day,
       s.company_name, k.name, d.name, d.company, d.rest, d.emails, d.digits, d.facets, n.own, n.said
  FROM contact c JOIN standing s ON s.contact = c.pk LEFT JOIN company k ON k.pk = c.company
  JOIN search_doc d ON d.contact = c.pk LEFT JOIN search_note n ON n.contact = c.pk ORDER BY c.pk"""
_POINTS = """
SELECT contact, kind, value, normal, label, is_primary, is_bad, parts, position FROM contact_point ORDER BY 1, 2, 9"""
_LINKS = "SELECT l.contact, lower(t.name) FROM contact_tag l JOIN tag t ON t.pk = l.tag ORDER BY 1, 2"


@st.composite
def _drafts(draw: st.DrawFn) -> list[ContactDraft]:
    """People of whom no two are the same."""
    numbers = count(1)
    return [_draft(draw, next(numbers)) for _ in range(draw(st.integers(min_value=1, max_value=5)))]


def _draft(draw: st.DrawFn, number: int) -> ContactDraft:
    email, phone = f"P{number}@acme.example", f"+3712000000{number}"
    given, family = draw(_WORDS), draw(_WORDS)
    return ContactDraft(
        name=f"{given} {family}",
        given_name=given,
        family_name=family,
        title=draw(st.sampled_from(["", "Käufer"])),
        company=draw(_FIRMS),
        status=draw(st.sampled_from(["", "new", "customer"])),
        stage=draw(st.sampled_from([None, Stage.LEAD])),
        tier=draw(st.sampled_from([None, Tier.A, Tier.C])),
        tags=tuple({tag.casefold(): tag for tag in draw(_TAGS)}.values()),
        note=draw(st.sampled_from(["", "Calls back on Monday: ärgerlich"])),
        do_not_contact=draw(st.booleans()),
        keep_in_touch_days=draw(st.sampled_from([None, 10])),
        points=(
            ContactPoint(kind=PointKind.EMAIL, value=email, normal=email.lower(), label="work", primary=True),
            ContactPoint(kind=PointKind.PHONE, value=phone, normal=phone, primary=True),
        ),
    )


def _bulk(path: Path, records: Sequence[IncomingContact | Packed], size: int, many: int = MANY) -> list[Action]:
    """Writes records in chunks of ``size`` in one operation; triggers are away for ``many``."""
    actions: list[Action] = []
    with Store(path) as store, store.operation(DESK, "import") as running:
        with closing(Writer(running.connection, DESK, Terms(), many)) as writer:
            for start in range(0, len(records), size):
                actions += [outcome.action for outcome in writer.write(records[start : start + size])]
            writer.finish()
        running.change = Change(summary="Imported", everything=True)
    return actions


@settings(max_examples=20, deadline=None)
@given(_drafts(), st.integers(min_value=1, max_value=3), st.sampled_from([1, MANY]), st.booleans())
def test_people_written_in_bulk_are_those_added_one_by_one(
    drafts: list[ContactDraft], size: int, many: int, is_packed: bool
) -> None:
    with TemporaryDirectory() as folder:
        path, other = Path(folder) / "bulk.db", Path(folder) / "single.db"
        for empty in (path, other):
            blank(empty)
        records: list[IncomingContact | Packed] = [IncomingContact(draft) for draft in drafts]
        if is_packed:
            records = [described(IncomingContact(draft), DESK.statuses[0].name) for draft in drafts]
        assert set(_bulk(path, records, size, many)) == {Action.CREATED}
        with Store(other) as store:
            for draft in drafts:
                store.write(contact_edits.add, DESK, draft)
        with closing(connect(path)) as bulk, closing(connect(other)) as single:
            for asked in (_HELD, _POINTS, _LINKS, "SELECT contacts FROM tally"):
                assert bulk.execute(asked).fetchall() == single.execute(asked).fetchall()
            assert search.verify(bulk) == []
            made = "SELECT name, sql FROM sqlite_schema ORDER BY name"
            assert bulk.execute(made).fetchall() == single.execute(made).fetchall()
            journaled = "SELECT sum(coalesce(last, row) - row + 1) FROM journal WHERE tbl = 2"
            assert bulk.execute(journaled).fetchone() == (len(drafts),)


def test_what_came_packed_gives_way_to_what_another_row_adds(tmp_path: Path) -> None:
    person = _numbered(1)
    one = described(person, "new")
    other = described(replace(person, draft=replace(person.draft, title="Käufer", tags=("List", "vip"))), "new")
    path = tmp_path / "crm.db"
    assert _bulk(path, [one, other], 10) == [Action.CREATED, Action.UPDATED]
    with closing(connect(path)) as connection:
        assert search.verify(connection) == []
        (rest,) = connection.execute("SELECT rest FROM search_doc").fetchone()
    assert {"list", "vip", "kaufer"} <= set(rest.split())


@pytest.mark.parametrize("size", [1, 7, 1_000])
def test_a_person_is_known_again_whatever_the_chunks(tmp_path: Path, size: int) -> None:
    newcomers = [_numbered(number) for number in range(600)]
    again = [replace(each, draft=replace(each.draft, title="Buyer")) for each in newcomers[::3]]
    path = tmp_path / "crm.db"
    actions = _bulk(path, newcomers + again, size)
    assert actions == [Action.CREATED] * 600 + [Action.UPDATED] * 200
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM contact WHERE title = 'Buyer'").fetchone() == (200,)
        assert search.verify(connection) == []


def test_newcomers_stand_in_the_order_of_their_file_below_all_others(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    _bulk(path, [_numbered(number) for number in range(3)], 2)
    _bulk(path, [_numbered(number) for number in range(3, 6)], 2)
    with closing(connect(path)) as connection:
        names = "SELECT c.name FROM search_doc d JOIN contact c ON c.pk = d.contact ORDER BY d.slot DESC"
        listed = [name for (name,) in connection.execute(names)]
    assert listed == [f"Person{number} Test" for number in range(6)]


def test_undoing_a_bulk_write_takes_everybody_out_of_lists_and_index(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    _bulk(path, [_numbered(number) for number in range(900)], 500)
    with Store(path) as store:
        undo.undo(store, DESK)
        assert store.connection.execute("SELECT contacts FROM tally").fetchone() == (0,)
        assert store.connection.execute("SELECT count(*) FROM search_doc").fetchone() == (0,)
        assert search.verify(store.connection) == []
        undo.redo(store, DESK)
        assert store.connection.execute("SELECT contacts FROM tally").fetchone() == (900,)
        assert search.verify(store.connection) == []


_KILLED = """
import sys
from pathlib import Path
from collections.abc import Sequence
from contextlib import closing
from crm_tui.store.bulk import Terms, Writer
from crm_tui.store.store import Store
from tests.store.test_bulk_writer import DESK, _numbered

with Store(Path(sys.argv[1])) as store, store.operation(DESK, "import") as running:
    with closing(Writer(running.connection, DESK, Terms())) as writer:
        for start in range(0, 20_000, 1_000):
            writer.write([_numbered(number) for number in range(start, start + 1_000)])
            if sys.argv[2] == "writing" and start == 10_000:
                print("now", flush=True)
                sys.stdin.read()
        def stop(stage, done, total):
            if stage == sys.argv[2]:
                print("now", flush=True)
                sys.stdin.read()
        writer.finish(stop)
"""


@pytest.mark.parametrize("stage", ["writing", "words", "parts of words"])
def test_a_process_killed_while_it_writes_leaves_the_file_as_it_was(tmp_path: Path, stage: str) -> None:
    path = tmp_path / "crm.db"
    _bulk(path, [_numbered(99_999)], 1)
    with closing(connect(path)) as connection:
        triggers = connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
    with subprocess.Popen(
        [sys.executable, "-c", _KILLED, str(path), stage], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"now\n"
        child.send_signal(signal.SIGKILL)
    with closing(connect(path)) as connection:
        assert connection.execute("SELECT name FROM contact").fetchall() == [("Person99999 Test",)]
        assert connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall() == triggers
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert search.verify(connection) == []


def _numbered(number: int) -> IncomingContact:
    email = f"p{number}@acme.example"
    point = ContactPoint(kind=PointKind.EMAIL, value=email, normal=email, primary=True)
    return IncomingContact(
        ContactDraft(name=f"Person{number} Test", company=f"Firm {number // 4}", tags=("list",), points=(point,))
    )
