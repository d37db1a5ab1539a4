"""What lists need beside the records: columns that orders are read from, and triggers that keep them right.

These triggers hang on derived tables, whichever way those are written: one row at a time, by sets, in bulk, or by an
undone import. So they are never paused.

- ``standing.status`` is the contact's (written with the rest of `crm_tui.store.standing`), ``standing.company_name``
  the sort name of the company, a blob (which sorts after every text) for people without one.
- ``follow_up.listed`` says of an open follow-up in which lists it is; it means nothing in a closed one.
- ``tally`` counts the contacts outside the trash.
"""

from __future__ import annotations

import sqlite3

#: ``follow_up.listed``: the contact is in the trash; is there, but not to be contacted; has other open follow-ups
#: as well; has this one only.
HIDDEN, AGENDA, QUEUED, ALONE = range(4)

#: Sorts after every name.
NO_COMPANY = "x''"

_COMPANY_NAME = f"""coalesce((
    SELECT s.sort_name FROM contact c JOIN company_standing s ON s.company = c.company AND s.is_alive
     WHERE c.pk = standing.contact), {NO_COMPANY})"""

#: Nothing open is due before the next step of the contact.
_OPEN = "state = 'open' AND deleted_at IS NULL AND contact = s.contact AND due_day >= s.next_day"

_LISTED = f"""CASE
    WHEN NOT s.is_alive THEN {HIDDEN}
    WHEN NOT s.is_workable THEN {AGENDA}
    WHEN (SELECT count(*) FROM (SELECT 1 FROM follow_up WHERE {_OPEN} LIMIT 2)) > 1 THEN {QUEUED}
    ELSE {ALONE} END"""

_TRIGGERS = (
    f"""
CREATE TRIGGER list_contact_insert AFTER INSERT ON standing
BEGIN
    UPDATE tally SET contacts = contacts + NEW.is_alive;
    UPDATE standing SET company_name = {_COMPANY_NAME}
     WHERE contact = NEW.contact AND company_name = {NO_COMPANY}
       AND EXISTS (SELECT 1 FROM contact WHERE pk = NEW.contact AND company IS NOT NULL);
END""",
    """
CREATE TRIGGER list_contact_alive AFTER UPDATE OF is_alive ON standing WHEN OLD.is_alive <> NEW.is_alive
BEGIN
    UPDATE tally SET contacts = contacts + NEW.is_alive - OLD.is_alive;
END""",
    f"""
CREATE TRIGGER list_contact_employer AFTER UPDATE OF company ON contact WHEN OLD.company IS NOT NEW.company
BEGIN
    UPDATE standing SET company_name = {_COMPANY_NAME} WHERE contact = NEW.pk;
END""",
    f"""
CREATE TRIGGER list_company_name AFTER UPDATE OF sort_name, is_alive ON company_standing
WHEN OLD.sort_name <> NEW.sort_name OR OLD.is_alive <> NEW.is_alive
BEGIN
    UPDATE standing SET company_name = CASE WHEN NEW.is_alive THEN NEW.sort_name ELSE {NO_COMPANY} END
     WHERE contact IN (SELECT pk FROM contact WHERE company = NEW.company);
END""",
    f"""
CREATE TRIGGER list_follow_ups AFTER UPDATE OF is_alive, is_workable, next_follow_up ON standing
WHEN NEW.next_follow_up IS NOT NULL
BEGIN
    UPDATE follow_up SET listed = {_LISTED.replace("s.", "NEW.")}
     WHERE {_OPEN.replace("s.", "NEW.")} AND listed <> {_LISTED.replace("s.", "NEW.")};
END""",
)


def triggers() -> tuple[str, ...]:
    """The statements that keep all of it in step."""
    return _TRIGGERS


def rebuild(connection: sqlite3.Connection) -> None:
    """Computes all of it anew from the records and from `standing`, inside the caller's transaction."""
    connection.execute(f"UPDATE standing SET company_name = {_COMPANY_NAME} WHERE company_name IS NOT {_COMPANY_NAME}")
    connection.execute(
        f"UPDATE follow_up SET listed = {_LISTED} FROM standing s"
        " WHERE s.contact = follow_up.contact AND follow_up.state = 'open' AND follow_up.deleted_at IS NULL"
    )
    connection.execute("UPDATE tally SET contacts = (SELECT count(*) FROM standing WHERE is_alive)")


def faults(connection: sqlite3.Connection) -> list[str]:
    """What of it disagrees with the records, in words; nothing when all is well."""
    checks = {
        "The number of contacts is wrong.": (
            "SELECT 1 FROM tally WHERE contacts <> (SELECT count(*) FROM standing WHERE is_alive)"
        ),
        "A contact is sorted by another status or company than its own.": (
            "SELECT 1 FROM standing JOIN contact k ON k.pk = standing.contact"
            f" WHERE standing.status <> k.status OR company_name IS NOT {_COMPANY_NAME} LIMIT 1"
        ),
        "A follow-up is in another list than its own.": (
            "SELECT 1 FROM follow_up f JOIN standing s ON s.contact = f.contact"
            f" WHERE f.state = 'open' AND f.deleted_at IS NULL AND f.listed <> {_LISTED} LIMIT 1"
        ),
    }
    return [words for words, check in checks.items() if connection.execute(check).fetchone()]
