"""Where each contact stands: the SQL that computes it from the records, and the triggers that keep it so.

What is logged all day must cost the same for somebody with ten thousand interactions as for a newcomer. So the triggers
compare where a comparison is enough: an interaction newer than all others only moves sums on, and the next step is
looked for from the former one onwards. Whatever else changes a history computes it anew.
"""

from __future__ import annotations

from collections.abc import Iterable

from crm_tui.domain.outcome import CONNECTS, Outcome

_WHEN = "WHEN (SELECT is_deriving FROM clock)"
_CONNECTS = ", ".join(f"'{outcome}'" for outcome in sorted(CONNECTS))
_FAILURES = ", ".join(f"'{outcome}'" for outcome in Outcome if outcome not in CONNECTS)
#: An interaction ``i`` in which the person was reached, or came forward.
REACHED = f"(i.kind IN ('meeting', 'visit') OR i.direction = 'in' OR i.outcome IN ({_CONNECTS}))"
_FAILED = f"i.outcome IN ({_FAILURES})"

_LINKS = (
    "FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction"
    " WHERE l.contact = standing.contact AND l.deleted_at IS NULL AND i.deleted_at IS NULL"
)

#: The clock that `updated_at` is read from: the operation's, so that a fixed clock gives fixed results.
NOW = "(SELECT CASE now WHEN 0 THEN unixepoch() ELSE now END FROM clock)"

#: What the contact's own row and the rules of the settings say.
_OWN = {
    "(is_alive, is_workable)": "c.deleted_at IS NULL, c.deleted_at IS NULL AND NOT c.do_not_contact",
    "(is_open, status)": "coalesce((SELECT r.is_open FROM status_rule r WHERE r.name = c.status), 1), c.status",
    "tier": "c.tier",
}
_READ = {held: f"(SELECT {said} FROM contact c WHERE c.pk = standing.contact)" for held, said in _OWN.items()}
LIVING, STATUS, TIER = (f"{held} = {said}" for held, said in _READ.items())
_OTHERWISE = {f"{held} = {said}": f" AND {held} IS NOT {said}" for held, said in _READ.items()}

TOUCHED = f"updated_at = {NOW}"

HISTORY = f"""
    last_contacted = (SELECT l.at {_LINKS} AND i.kind <> 'note' ORDER BY l.at DESC LIMIT 1),
    last_activity = (SELECT l.at {_LINKS} ORDER BY l.at DESC LIMIT 1),
    last_outcome = coalesce((SELECT i.outcome {_LINKS} AND i.outcome <> ''
                              ORDER BY l.at DESC, i.pk DESC LIMIT 1), ''),
    attempts = (SELECT count(*) {_LINKS} AND {_FAILED} AND l.at > coalesce(
                  (SELECT l.at {_LINKS} AND {REACHED} ORDER BY l.at DESC LIMIT 1), -1))"""

_NEXT = """
    (next_follow_up, next_day, next_time) = (
        SELECT f.pk, f.due_day, f.due_time FROM follow_up f
         WHERE f.contact = standing.contact AND f.state = 'open' AND f.deleted_at IS NULL {from_day}
         ORDER BY f.due_day, f.due_time, f.pk LIMIT 1)"""

AHEAD = _NEXT.format(from_day="")

#: No open follow-up is before the former next step, except the one that has just been written.
_AHEAD_ONWARDS = _NEXT.format(
    from_day="AND f.due_day >= min(NEW.due_day, coalesce(standing.next_day, NEW.due_day))",
)

#: Days of silence that the contact ``c`` tolerates: its own, else the fewest that one of its tags allows, else its
#: tier's.
_INTERVAL = """coalesce(c.keep_in_touch_days,
        (SELECT min(r.days) FROM contact_tag x CROSS JOIN tag g ON g.pk = x.tag AND g.deleted_at IS NULL
          CROSS JOIN tag_rule r ON r.tag = g.name COLLATE NOCASE WHERE x.contact = c.pk AND x.deleted_at IS NULL),
        (SELECT t.days FROM tier_rule t WHERE t.tier = c.tier))"""

#: When the contact ``c`` becomes quiet. Somebody never talked to is silent since they were added.
QUIET_DAY = f"date(coalesce(standing.last_activity, c.created_at), 'unixepoch', '+' || {_INTERVAL} || ' days')"

#: Needs the other columns, so it runs after them.
QUIET = f"""
    quiet_day = (SELECT {QUIET_DAY} FROM contact c WHERE c.pk = standing.contact)"""

SETTLED = f"{QUIET}, {TOUCHED}"

#: All that there is, in an order in which it can be computed.
ALL = (LIVING, STATUS, TIER, HISTORY, AHEAD, SETTLED)

#: The interaction of a new link is newer than all that the contact's standing knows of.
_MOVED_ON = f"""
UPDATE standing SET
    last_contacted = CASE i.kind WHEN 'note' THEN last_contacted ELSE i.at END,
    last_activity = i.at,
    last_outcome = CASE i.outcome WHEN '' THEN last_outcome ELSE i.outcome END,
    attempts = CASE WHEN {REACHED} THEN 0 ELSE attempts + ({_FAILED}) END,
    quiet_day = date(i.at, 'unixepoch', '+' || {_INTERVAL} || ' days'),
    {TOUCHED}
  FROM interaction i, contact c
 WHERE standing.contact = NEW.contact AND c.pk = NEW.contact AND i.pk = NEW.interaction
   AND i.deleted_at IS NULL AND NEW.deleted_at IS NULL
   AND i.at >= 0 AND (standing.last_activity IS NULL OR standing.last_activity < i.at);"""

#: Anything else that becomes linked. Runs first: `_MOVED_ON` leaves nothing that it would not find newer.
_FILLED_IN = """contact = NEW.contact AND (NEW.deleted_at IS NOT NULL OR EXISTS (
    SELECT 1 FROM interaction i WHERE i.pk = NEW.interaction
       AND (i.deleted_at IS NOT NULL OR i.at < 0 OR i.at <= standing.last_activity)))"""

#: A contact whose tag, put on or taken off, has an interval; and those of a tag that is or was called so.
_RULED = """contact = NEW.contact AND EXISTS (
    SELECT 1 FROM tag g CROSS JOIN tag_rule r ON r.tag = g.name COLLATE NOCASE WHERE g.pk = NEW.tag)"""
_RENAMED = """contact IN (SELECT x.contact FROM contact_tag x WHERE x.tag = NEW.pk AND x.deleted_at IS NULL
    AND EXISTS (SELECT 1 FROM tag_rule r WHERE r.tag IN (OLD.name, NEW.name)))"""

#: People who have a tag of a name in the JSON list that is bound.
TAGGED = """(
    SELECT x.contact FROM json_each(?) k CROSS JOIN tag g ON g.name = k.value COLLATE NOCASE
     CROSS JOIN contact_tag x ON x.tag = g.pk AND x.deleted_at IS NULL)"""

RULE_COLUMNS = ("status", "tier", "do_not_contact", "keep_in_touch_days", "created_at", "deleted_at", "is_purged")
NAME_COLUMNS = ("name", "given_name", "family_name")
WORD_COLUMNS = (
    *("name", "given_name", "middle_name", "family_name", "nickname", "title", "department", "company", "note"),
    *("deleted_at", "is_purged"),
)
DUE_COLUMNS = ("contact", "due_day", "due_time", "due_zone", "state", "deleted_at")
SAID_COLUMNS = ("kind", "direction", "outcome", "at", "deleted_at")
TEXT_COLUMNS = ("subject", "text", "deleted_at")


def update(part: str, where: str = "true") -> str:
    """The statement that computes one of the parts above for some contacts.

    What their own rows say only where that is news: most indexes of `standing` would be written for nothing.
    """
    return f"UPDATE standing SET {part} WHERE {where}{_OTHERWISE.get(part, '')}"


def stale(kind: str, pk: str, *, is_worked: int = 0) -> str:
    """The statement that leaves a row to be refreshed in Python; see `crm_tui.store.derived`."""
    return (
        f"INSERT INTO stale(kind, pk, is_worked) VALUES ('{kind}', {pk}, {is_worked})"
        " ON CONFLICT(kind, pk) DO UPDATE SET is_worked = max(is_worked, excluded.is_worked);"
    )


def triggers() -> list[str]:
    """The statements that keep derived tables in step with the records."""
    bodies = {**_of_contacts(), **_of_interactions(), **_of_follow_ups()}
    return [f"CREATE TRIGGER derive_{head} {_WHEN}\nBEGIN\n{body}\nEND" for head, body in bodies.items()]


def _of_contacts() -> dict[str, str]:
    new = "contact = NEW.pk"
    touch = f"UPDATE standing SET {TOUCHED} WHERE contact = "
    bodies = {
        "contact_insert AFTER INSERT ON contact": "INSERT INTO standing(contact) VALUES (NEW.pk);"
        + _set((LIVING, STATUS, TIER, SETTLED), new)
        + stale("name", "NEW.pk")
        + stale("contact", "NEW.pk"),
        f"contact_update AFTER UPDATE OF {', '.join(RULE_COLUMNS)} ON contact": _set(
            (LIVING, STATUS, TIER, SETTLED), new
        ),
        f"contact_name AFTER UPDATE OF {', '.join(NAME_COLUMNS)} ON contact": stale("name", "NEW.pk"),
        f"contact_words AFTER UPDATE OF {', '.join(WORD_COLUMNS)} ON contact": f"{touch} NEW.pk;"
        + stale("contact", "NEW.pk"),
        "company_insert AFTER INSERT ON company": "INSERT INTO company_standing(company) VALUES (NEW.pk);"
        + stale("company", "NEW.pk"),
        "company_update AFTER UPDATE OF name, deleted_at ON company": stale("company", "NEW.pk"),
        "tag_update AFTER UPDATE OF name, deleted_at ON tag": (
            "INSERT OR IGNORE INTO stale(kind, pk)"
            " SELECT 'contact', contact FROM contact_tag WHERE tag = NEW.pk AND deleted_at IS NULL;"
            + _set((QUIET,), _RENAMED)
        ),
    }
    for table in ("contact_point", "contact_tag", "custom_field"):
        for event in ("INSERT", "UPDATE"):
            head = f"{table}_{event.lower()} AFTER {event} ON {table}"
            bodies[head] = f"{touch} NEW.contact;" + stale("contact", "NEW.contact")
    for event in ("insert", "update"):
        bodies[f"contact_tag_{event} AFTER {event.upper()} ON contact_tag"] += _set((QUIET,), _RULED)
    return bodies


def _of_interactions() -> dict[str, str]:
    """A new interaction concerns nobody until it is linked."""
    linked = "contact IN (SELECT contact FROM interaction_contact WHERE interaction = NEW.pk)"
    mine = "contact = NEW.contact"
    return {
        f"interaction_update AFTER UPDATE OF {', '.join(SAID_COLUMNS)} ON interaction": (
            "UPDATE interaction_contact SET at = NEW.at WHERE interaction = NEW.pk AND at IS NOT NEW.at;"
            + _set((HISTORY, QUIET), linked)
        ),
        "interaction_words AFTER UPDATE OF subject, text, deleted_at ON interaction": stale("interaction", "NEW.pk"),
        "link_insert AFTER INSERT ON interaction_contact": (
            "UPDATE interaction_contact SET at = (SELECT at FROM interaction WHERE pk = NEW.interaction)"
            " WHERE pk = NEW.pk AND at IS NOT (SELECT at FROM interaction WHERE pk = NEW.interaction);"
            + _set((f"{HISTORY}, {TOUCHED}", QUIET), _FILLED_IN)
            + _MOVED_ON
            + stale("contact", "NEW.contact", is_worked=1)
        ),
        "link_update AFTER UPDATE OF deleted_at ON interaction_contact": _set((HISTORY, QUIET), mine)
        + stale("interaction", "NEW.interaction"),
    }


def _of_follow_ups() -> dict[str, str]:
    return {
        "follow_up_insert AFTER INSERT ON follow_up": _set((_AHEAD_ONWARDS,), "contact = NEW.contact")
        + stale("follow_up", "NEW.pk"),
        f"follow_up_update AFTER UPDATE OF {', '.join(DUE_COLUMNS)} ON follow_up": _set(
            (_AHEAD_ONWARDS,), "contact IN (OLD.contact, NEW.contact)"
        )
        + stale("follow_up", "NEW.pk"),
    }


def _set(parts: Iterable[str], where: str) -> str:
    return "\n".join(f"{update(part, where)};" for part in parts)
