"""Ids of new records that follow from what a file says of them: two machines that import one file make the same ids."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Sequence
from hashlib import blake2b
from typing import Literal

from crm_tui.store.bulk.keys import Keys

#: An id is so many bytes.
_SIZE = 16
#: Digits of an id that the place of a point takes.
_PLACE = 4

_TAKEN = "SELECT id FROM {table} WHERE id IN (SELECT value FROM json_each(?))"


def of_contact(keys: Keys) -> str:
    """The id of a contact by what it is known by: the id of its source, else name, company, addresses and numbers."""
    known = keys.externals[0] if keys.externals else "\n".join((keys.name, keys.company, *keys.points))
    return blake2b(known.encode(), digest_size=_SIZE, person=b"crm contact").hexdigest()


def of_another(keys: Keys, number: int) -> str:
    """The id of a contact whose first one is somebody else's, as when people share the id of a source."""
    known = "\n".join((*keys.externals, keys.name, keys.company, *keys.points, str(number)))
    return blake2b(known.encode(), digest_size=_SIZE, person=b"crm contact").hexdigest()


def of_another_company(external: str, name: str, number: int) -> str:
    """The id of a company whose first one is another's."""
    known = "\n".join((external, name, str(number)))
    return blake2b(known.encode(), digest_size=_SIZE, person=b"crm company").hexdigest()


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
    other: Callable[[int, int], str],
    told: Iterable[str] = (),
) -> list[str]:
    """The ``wanted`` ids; in place of those that are taken, what ``other`` makes of their place, and 1, 2, 3 ….

    Taken is what a row of ``table`` has, deleted ones too, what is ``told``, and what was wanted before.
    """
    asked = _TAKEN.format(table=table)
    taken = {id for (id,) in connection.execute(asked, (json.dumps(wanted),))}
    taken.update(told)
    found: list[str] = []
    for place, first in enumerate(wanted):
        id, number = first, 0
        while id in taken or (number and connection.execute(asked, (json.dumps([id]),)).fetchone()):
            number += 1
            id = other(place, number)
        found.append(id)
        taken.add(id)
    return found
