"""What a record alone says of a new contact, computed before its turn.

None of it needs the database, so the process that reads a file does it beside the one that writes.
"""

from __future__ import annotations

from crm_tui.store.bulk import keys
from crm_tui.store.bulk.creating import entry
from crm_tui.store.incoming import IncomingContact


def prepared(incoming: IncomingContact, status: str) -> IncomingContact:
    """The same record with its keys and what the index is to hold of it.

    ``status`` is that of whom the file gives none. As plain tuples, which travel from process to process in a third
    of the time of the values that they stand for.
    """
    draft = incoming.draft
    described = entry(0, draft, draft.status or status, draft.company, sorted(set(draft.tags)))
    ahead = (tuple(keys.of(incoming)), tuple(described.document), described.note.own)
    return IncomingContact(draft, incoming.id, incoming.company_id, incoming.deleted_at, ahead)
