"""Ids of new records that follow from what a file says of them: two machines that import one file make the same ids."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Sequence
from hashlib import blake2b
from typing import Literal

from crm_tui.store.bulk.keys import Keys
from crm_tui.store.ids import new_ids

#: An id is so many bytes.
_SIZE = 16
#: Digits of an id that the place of a point takes.
_PLACE = 4

_TAKEN = "SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"


def of_contact(keys: Keys) -> str:
    """The id of a contact by what it is known by: the id of its source, else name, company, addresses and numbers."""
    known = keys.external or "\n".join((keys.name, keys.company, *keys.points))
    return blake2b(known.encode(), digest_size=_SIZE, person=b"crm contact").hexdigest()


def of_company(external: str, name: str) -> str:
    """The id of a company by that of its source, else its name without its legal form."""
    return blake2b((external or name).encode(), digest_size=_SIZE, person=b"crm company").hexdigest()


def of_point(contact: str, place: int) -> str:
    """The id of a new contact's address or number by its place among them."""
    return f"{contact[:-_PLACE]}{place & 0xFFFF:04x}"


def free(
    connection: sqlite3.Connection,
    table: Literal["contact", "company"],
    wanted: Sequence[str],
    told: Iterable[str] = (),
) -> list[str]:
    """The ``wanted`` ids, with fresh ones in place of those that are taken.

    Taken is what a row of ``table`` has, deleted ones too, what is ``told``, and what was wanted before.
    """
    asked = (json.dumps(wanted),)
    taken = {id for (id,) in connection.execute(_TAKEN.format(table=table), asked)}
    taken.update(told)
    found: list[str] = []
    for id, other in zip(wanted, new_ids(len(wanted)), strict=True):
        found.append(other if id in taken else id)
        taken.add(id)
    return found
