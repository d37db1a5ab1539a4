"""Contacts of whom only tags have changed, or what facets tell: forty thousand of them at once.

All else is taken from the documents that the index holds. What follows from the change of tags and facets is the same
for most of them, and computed once (`marks.turn`, `rewording`); the texts of each are only looked through for words
that begin alike.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import document, index, trigrams, vocabulary
from crm_tui.store.search.document import Document
from crm_tui.store.search.edits import Edits
from crm_tui.store.search.marks import Turn, apart, turn
from crm_tui.store.search.rewording import Rewording, rewording
from crm_tui.store.search.times import timed
from crm_tui.store.search.vocabulary import Counts

#: Contacts refreshed at once: each index is written twice for so many, and their texts are in memory.
_CHUNK = 10_000

#: A document and its text, and what its ``rest`` and facets are computed from, in the order of `document.Traits`.
_STORED = """
SELECT d.slot, d.contact, iif(coalesce(n.own || n.said, '') = '', '', n.own || ' ' || n.said),
       d.name, d.company, d.rest, d.emails, d.digits, d.facets,
       c.title, c.department, s.last_contacted, s.next_follow_up IS NOT NULL,
       c.status, c.stage, c.tier, c.owner, c.source,
       coalesce(k.name, '') <> '', c.title <> '', c.note <> '', c.birthday <> '', c.do_not_contact <> 0
  FROM search_doc d JOIN contact c ON c.pk = d.contact
  LEFT JOIN company k ON k.pk = c.company AND k.deleted_at IS NULL
  LEFT JOIN standing s ON s.contact = c.pk LEFT JOIN search_note n ON n.contact = c.pk
 WHERE d.contact IN (SELECT value FROM json_each(?)) AND c.deleted_at IS NULL AND NOT c.is_purged
"""

_TAGS = """
SELECT l.contact, t.name FROM contact_tag l JOIN tag t ON t.pk = l.tag
 WHERE l.contact IN (SELECT value FROM json_each(?)) AND l.deleted_at IS NULL AND t.deleted_at IS NULL
 ORDER BY l.contact, t.name
"""

_REWRITE = "UPDATE search_doc SET rest = ?, facets = ? WHERE slot = ?"


class Reread(NamedTuple):
    """What the index holds of a contact at a slot, and the ``rest`` and ``facets`` that its document should have.

    ``text`` are the words of notes and interactions.
    """

    slot: int
    contact: int
    text: str
    was: Document
    rest: str
    facets: str

    @property
    def is_changed(self) -> bool:
        """Whether the document is another than it was."""
        return self.rest != self.was.rest or self.facets != self.was.facets


def refresh_facets(connection: sqlite3.Connection, contacts: Iterable[int]) -> None:
    """`index.refresh` for contacts of whom only tags have changed, or what facets tell; a fraction of the work."""
    counts, others = Counts(), set[int]()
    for chunk in document.chunks(sorted(set(contacts)), _CHUNK):
        held = list(reread(connection, chunk))
        others.update(set(chunk).difference(each.contact for each in held))
        _write(connection, sorted(each for each in held if each.is_changed), counts)
    vocabulary.add(connection, counts)
    index.refresh(connection, others, frozenset())


def reread(connection: sqlite3.Connection, contacts: Sequence[int]) -> Iterator[Reread]:
    """What is stored and what should be, of those of the contacts who have a document and are not deleted."""
    keys = (json.dumps(contacts),)
    tags: defaultdict[int, tuple[str, ...]] = defaultdict(tuple)
    for contact, tag in connection.execute(_TAGS, keys):
        tags[contact] += (tag,)
    for row in connection.execute(_STORED, keys):
        slot, contact, text = row[:3]
        title, department, last_contacted, has_next = row[9:13]
        its = tags.get(contact, ())
        lasting = document.lasting(row[13:], its, document.points_told(apart(row[8])[0]))
        facets = lasting + timed(last_contacted, has_next=bool(has_next))
        yield Reread(slot, contact, text, Document._make(row[3:9]), _rest(title, department, its), facets)


#: Titles recur, and most contacts have the same tags.
_rest = lru_cache(maxsize=16_384)(document.rest)


def _write(connection: sqlite3.Connection, changed: Sequence[Reread], counts: Counts) -> None:
    """Writes changed documents, in the order of slots, then what they change in the indexes."""
    line = index.waterline(connection)
    edits = Edits()
    for each in changed:
        turned = turn(each.was.facets, each.facets)
        reworded = rewording(each.was.rest, each.rest) if each.was.rest != each.rest else None
        _count(counts, each, turned, reworded)
        if each.slot <= line:
            edits.turn(each.slot, each.was, each.text, turned, reworded)
    connection.executemany(_REWRITE, ((each.rest, each.facets, each.slot) for each in changed))
    edits.write(connection)


def _count(counts: Counts, each: Reread, turned: Turn, reworded: Rewording | None) -> None:
    """`Counts.change` for documents that differ in ``rest`` and facets alone."""
    for facet in turned.gone:
        counts.facets[facet] -= 1
    for facet in turned.come:
        counts.facets[facet] += 1
    if reworded:
        name, company, _, emails, digits, _ = each.was
        around = f" {name} {company} "
        for word, step in reworded.words_counted:
            if f" {word} " not in around:
                counts.words[word] += step
        if each.contact % trigrams.SAMPLE == 0:
            others = set[str]().union(*map(trigrams.counted, (name, company, emails, digits)))
            for trigram, step in reworded.trigrams_counted:
                if trigram not in others:
                    counts.trigrams[trigram] += step
