"""Activities, notes, tasks and deals of other programs: on the right person, or refused with a reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.store.store import Store
from tests.sync.office import DESK, brought, counts, written

HUBSPOT = (
    "Record ID,First Name,Last Name,Email,Contact owner,Lead Status",
    "51,Ben,Ash,ben@ash.example,Rita,",
    "52,Cleo,Birch,cleo@birch.example,Rita,",
)


def happened(store: Store) -> list[tuple[str, ...]]:
    """Who, kind, direction, outcome, subject and text of every interaction, in the order of time."""
    return store.connection.execute(
        "SELECT c.name, i.kind, i.direction, i.outcome, i.subject, i.text FROM interaction i"
        " JOIN interaction_contact l ON l.interaction = i.pk JOIN contact c ON c.pk = l.contact"
        " ORDER BY i.at, c.name"
    ).fetchall()


def planned(store: Store) -> list[tuple[Any, ...]]:
    """Who, day, time, kind, state, text and priority of every follow-up."""
    return store.connection.execute(
        "SELECT c.name, f.due_day, f.due_time, f.kind, f.state, f.text, f.priority FROM follow_up f"
        " JOIN contact c ON c.pk = f.contact ORDER BY f.due_day, c.name"
    ).fetchall()


def test_hubspot_notes_find_their_people_by_id(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *HUBSPOT, name="people.csv"))
    path = written(
        tmp_path,
        "Record ID,Note body,Activity date,Associated Contact,Associated Contact IDs",
        '901,"<p>Likes <b>oak</b></p><p>and beech</p>",2025-03-01 10:00,Ben Ash (ben@ash.example),51',
        "902,For both,2025-03-02 10:00,Ben Ash;Cleo Birch,51;52",
        "903,For nobody known,2025-03-03 10:00,Dan Elm (dan@elm.example),53",
        "904,By address,2025-03-04 10:00,Somebody (cleo@birch.example),",
        "905,For no one,2025-03-05 10:00,,",
    )
    report = brought(store, path)
    assert [each[0] for each in happened(store)] == ["Ben Ash", "Ben Ash", "Cleo Birch", "Cleo Birch"]
    assert happened(store)[0][4:] == ("", "Likes oak\n\nand beech")
    assert counts(report) == (3, 0, 0, 2)
    assert "no contact matches" in report.refusals[0].reason
    assert report.refusals[1].reason == "no contact"
    assert counts(brought(store, path)) == (0, 0, 3, 2)


def test_hubspot_under_property_names_finds_its_people_once_they_are_joined(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *HUBSPOT, name="people.csv"))
    for lines in (
        ("engagement_id,property_hs_note_body,property_hs_timestamp,contact_id", "7,<p>Oak</p>,2025-03-01 10:00:00,51"),
        ("deal_id,property_dealname,property_amount,property_createdate,contact_id", "8,Shelf,9,2025-03-02 10:00,52"),
        (
            "engagement_id,property_hs_task_type,property_hs_task_subject,property_hs_timestamp,contact_id",
            "9,CALL,Ring,2026-12-02 10:00:00,51",
        ),
    ):
        assert counts(brought(store, written(tmp_path, *lines))) == (1, 0, 0, 0)
        refused = written(tmp_path, *(line.rpartition(",")[0] for line in lines))
        with pytest.raises(CrmError, match="no column that names a contact"):
            brought(store, refused)
    assert [(each[0], *each[4:]) for each in happened(store)] == [
        ("Ben Ash", "", "Oak"),
        ("Cleo Birch", "Deal: Shelf", "property_amount: 9"),
    ]
    assert [(each[0], each[3], each[5]) for each in planned(store)] == [("Ben Ash", "call", "Ring")]


def test_hubspot_tasks_become_follow_ups(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *HUBSPOT, name="people.csv"))
    path = written(
        tmp_path,
        "Record ID,Task Title,Task Type,Task Status,Priority,Due Date,Task Notes,Associated Contact IDs,Queue",
        "71,Send offer,Email,Not started,High,2026-12-01 09:30,with oak,51,A",
        "72,Ring,Call,Completed,None,2026-11-01 09:30,,52,",
        "73,Sing,Opera,Not started,Whenever,2026-12-02,,52,",
    )
    assert counts(brought(store, path)) == (3, 0, 0, 0)
    assert planned(store) == [
        ("Cleo Birch", "2026-11-01", "09:30", "call", "done", "Ring", 2),
        ("Ben Ash", "2026-12-01", "09:30", "email", "open", "Send offer\nwith oak\nQueue: A", 1),
        ("Cleo Birch", "2026-12-02", None, "to-do", "open", "Sing\nTask Type: Opera\nPriority: Whenever", 2),
    ]
    assert counts(brought(store, path)) == (0, 0, 3, 0)


def test_deals_become_notes_on_their_people(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, *HUBSPOT, name="people.csv"))
    path = written(
        tmp_path,
        "Record ID,Deal Name,Deal Stage,Amount,Close Date,Create Date,Deal owner,Associated Contact IDs",
        "5,New barn,Won,12000,2026-12-24,2026-01-05 08:00,Rita,51;52",
        "6,No one's barn,Lost,1,2026-12-24,2026-01-05 08:00,Rita,",
    )
    report = brought(store, path)
    assert counts(report) == (1, 0, 0, 1)
    assert [each[:5] for each in happened(store)] == [
        ("Ben Ash", "note", "", "", "Deal: New barn"),
        ("Cleo Birch", "note", "", "", "Deal: New barn"),
    ]
    assert happened(store)[0][5] == "Deal Stage: Won\nAmount: 12000\nClose Date: 2026-12-24"


def test_pipedrive_activities_are_told_apart_by_whether_they_are_done(store: Store, tmp_path: Path) -> None:
    people = written(tmp_path, "Person - Name,Person - Email - Work", "Kai Stone,kai@stone.example", name="people.csv")
    brought(store, people)
    path = written(
        tmp_path,
        "Activity - Subject,Activity - Type,Activity - Due date,Activity - Due time,Activity - Duration,"
        "Activity - Done,Activity - Note,Contact person,Deal",
        "Intro,Call,2026-01-05,09:15,00:30,Done,<div>Keen</div>,Kai Stone,Barn",
        "Lunch,Lunch,2026-12-05,12:00,01:00,To do,,Kai Stone,",
        "Who,Call,2026-12-05,12:00,,To do,,Kai,",
    )
    report = brought(store, path)
    assert counts(report) == (2, 0, 0, 1)
    assert "no contact matches “Kai”" in report.refusals[0].reason
    assert happened(store) == [("Kai Stone", "call", "", "", "Intro", "Keen\nDeal: Barn")]
    minutes = store.connection.execute("SELECT duration_minutes FROM interaction").fetchall()
    assert minutes == [(30,)]
    assert planned(store) == [
        ("Kai Stone", "2026-12-05", "12:00", "meeting", "open", "Lunch\nActivity - Duration: 01:00", 2)
    ]
    assert counts(brought(store, path)) == (0, 0, 2, 1)


def test_suitecrm_calls_meetings_and_tasks(store: Store, tmp_path: Path) -> None:
    brought(
        store,
        written(
            tmp_path,
            '"First Name","Last Name","ID","Account Name","Phone Mobile","Phone Work","Email Address"',
            '"Mia","Reed","c-1","Reed Ltd","","","mia@reed.example"',
            name="people.csv",
        ),
    )
    calls = written(
        tmp_path,
        "Subject,ID,Description,Status,Direction,Date,Date End,Duration Hours,Duration Minutes,Parent Type,Parent ID",
        "Hello,k-1,Spoke,Held,Inbound,2026-01-05 10:00:00,2026-01-05 11:15:00,1,15,Contacts,c-1",
        "Again,k-2,,Planned,Outbound,2026-12-05 10:00:00,,0,15,Contacts,c-1",
        "Firm,k-3,,Held,Outbound,2026-01-05 10:00:00,,0,15,Accounts,a-9",
        name="calls.csv",
    )
    report = brought(store, calls)
    assert counts(report) == (2, 0, 0, 1)
    assert happened(store) == [("Mia Reed", "call", "in", "", "Hello", "Spoke")]
    assert store.connection.execute("SELECT duration_minutes FROM interaction").fetchone() == (75,)
    tasks = written(
        tmp_path,
        "Subject,ID,Description,Status,Date Start,Date Due,Priority,Parent Type,Parent ID,Contact ID",
        "Post papers,t-1,,In Progress,,2026-12-06 10:00:00,Low,Accounts,a-9,c-1",
        name="tasks.csv",
    )
    assert counts(brought(store, tasks)) == (1, 0, 0, 0)
    assert [each[1:] for each in planned(store)] == [
        ("2026-12-05", "10:00", "call", "open", "Again\nDirection: Outbound\nDuration Minutes: 15", 2),
        ("2026-12-06", "10:00", "to-do", "open", "Post papers", 3),
    ]


MESSAGES = (
    "CONVERSATION ID,CONVERSATION TITLE,FROM,SENDER PROFILE URL,TO,DATE,SUBJECT,CONTENT",
    "c1,,Ada Moss,https://www.linkedin.com/in/ada-moss,Rita Rep,2026-05-15 10:30:00,,Hello",
    "c1,,Rita Rep,,Ada Moss,2026-05-15 14:00:00,,Hello yourself",
    "c2,,Una Known,https://www.linkedin.com/in/una,Rita Rep,2026-05-16 14:00:00,,Who are you",
)


def test_linkedin_messages_are_on_whoever_is_not_the_rep(store: Store, tmp_path: Path) -> None:
    brought(
        store,
        written(
            tmp_path,
            "First Name,Last Name,URL,Email Address,Company,Position,Connected On",
            "Ada,Moss,https://www.linkedin.com/in/ada-moss,,Mosswork,CTO,12 Jun 2026",
            name="people.csv",
        ),
    )
    report = brought(store, written(tmp_path, *MESSAGES))
    assert counts(report) == (2, 0, 0, 1)
    assert [each[:3] for each in happened(store)] == [("Ada Moss", "message", "in"), ("Ada Moss", "message", "out")]
    assert report.refusals[0].reason == "no contact matches “Una Known”; import the contacts first"


def test_a_message_has_the_title_of_its_conversation(store: Store, tmp_path: Path) -> None:
    brought(store, written(tmp_path, "Name", "Ada Moss", name="people.csv"))
    path = written(tmp_path, MESSAGES[0], *(line.replace("c1,,", "c1,Boats,") for line in MESSAGES[1:]))
    brought(store, path)
    assert [each[4] for each in happened(store)] == ["Boats", "Boats"]


def test_messages_of_two_need_to_know_who_the_rep_is(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError) as caught:
        brought(store, written(tmp_path, *MESSAGES[:3]))
    assert "crm config owner" in caught.value.hint


def test_the_owner_of_the_desk_is_the_rep(store: Store, tmp_path: Path) -> None:
    from crm_tui.domain.value import replace
    from crm_tui.sync.importing import ImportOptions, import_files

    desk: Desk = replace(DESK, owner="Rita Rep")
    brought(store, written(tmp_path, "Name", "Ada Moss", name="people.csv"))
    report = import_files(store, desk, [written(tmp_path, *MESSAGES[:3])], ImportOptions())
    assert counts(report) == (2, 0, 0, 0)


def test_work_that_names_nobody_in_any_column_is_refused_whole(store: Store, tmp_path: Path) -> None:
    with pytest.raises(CrmError, match="has no column that names a contact"):
        brought(store, written(tmp_path, "ID,NAME,STAGENAME,CLOSEDATE,AMOUNT", "006,Big,Won,2026-01-01,5"))


def test_two_of_one_name_are_never_chosen_between(store: Store, tmp_path: Path) -> None:
    brought(
        store,
        written(tmp_path, "Name,E-mail", "Jo Hill,jo@one.example", "Jo Hill,jo@two.example", name="people.csv"),
    )
    report = brought(
        store,
        written(tmp_path, "Deal - Title,Deal - Contact person,Deal - Deal created", "Barn,Jo Hill,2026-01-05"),
    )
    assert counts(report) == (0, 0, 0, 1)
    assert "several contacts match" in report.refusals[0].reason
