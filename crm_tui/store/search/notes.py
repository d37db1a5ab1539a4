"""The words of notes and interaction texts, which only the text index holds."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search.document import spellings

_STORED = "SELECT contact, own, said, links_seen FROM search_note WHERE contact IN (SELECT value FROM json_each(?))"

_TEXTS = """
SELECT l.contact, l.pk, i.subject, i.text
  FROM interaction_contact l {way} JOIN interaction i ON i.pk = l.interaction
  LEFT JOIN search_note n ON n.contact = l.contact
 WHERE l.contact IN (SELECT value FROM json_each(:contacts)) AND l.pk > :least
   AND l.pk > CASE WHEN :is_known THEN coalesce(n.links_seen, -1) ELSE -1 END
   AND l.deleted_at IS NULL AND i.deleted_at IS NULL AND NOT i.is_purged
 ORDER BY l.contact, l.pk
"""

#: Along what these contacts have said; or along everybody's latest, which is less where one of them has a long history.
_THEIRS, _LATEST = _TEXTS.format(way=""), _TEXTS.format(way="NOT INDEXED")

#: Links that are looked through for those of somebody.
_FEW_LINKS = 1_000

_NEWEST = "SELECT coalesce(max(pk), 0) FROM interaction_contact"


class Note(NamedTuple):
    """The words of a contact's texts, a row of `search_note`.

    ``own`` are those of the note, custom fields, links and addresses. ``said`` are those of the interactions
    linked up to the link ``links_seen``: what comes later is added, without reading a long timeline again.
    -1 means that all must be read.
    """

    own: str = ""
    said: str = ""
    links_seen: int = 0


def stored(connection: sqlite3.Connection, contacts: Sequence[int]) -> dict[int, Note]:
    """What the index holds of these contacts' texts."""
    rows = connection.execute(_STORED, (json.dumps(contacts),))
    return {contact: Note(own, said, seen) for contact, own, said, seen in rows}


def read(connection: sqlite3.Connection, own: Mapping[int, str], known: Mapping[int, Note]) -> dict[int, Note]:
    """The notes of the contacts in ``own``, from what is ``known`` and what has been said since.

    Where nothing is known, everything is read anew.
    """
    words: dict[int, dict[str, None]] = {}
    seen: dict[int, int] = {}
    for contact, note in known.items():
        if note.links_seen >= 0:
            words[contact] = dict.fromkeys(note.said.split())
            seen[contact] = note.links_seen
    least = min((seen.get(contact, -1) for contact in own), default=-1)
    (newest,) = connection.execute(_NEWEST).fetchone()
    which = {"contacts": json.dumps(list(own)), "is_known": bool(known), "least": least}
    rows = connection.execute(_LATEST if newest - least <= _FEW_LINKS else _THEIRS, which)
    for contact, link, subject, text in rows:
        heard = words.setdefault(contact, {})
        for piece in (subject, text):
            if piece:
                heard.update(dict.fromkeys(spellings(piece, 1)))
        seen[contact] = link
    return {pk: Note(text, " ".join(words.get(pk, ())), seen.get(pk, 0)) for pk, text in own.items()}
