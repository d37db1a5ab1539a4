"""Records on their way from one process of ours to another.

People come by the hundred thousand, so they go as `Packed` values in the form in which Python keeps its compiled code,
which is read in a tenth of the time that objects take. All else is pickled, values as the tuples of their attributes.
"""

from __future__ import annotations

import marshal
import pickle
from collections.abc import Callable, Sequence
from operator import attrgetter
from typing import IO, Any

from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.errors import CrmError
from crm_tui.store.bulk import Packed
from crm_tui.store.incoming import IncomingCompany, IncomingContact, IncomingFollowUp, IncomingInteraction
from crm_tui.sync.formats.source import Entry

_VALUES = (ContactDraft, ContactPoint, IncomingContact, IncomingCompany, IncomingInteraction, IncomingFollowUp)


def send(stream: IO[bytes], message: Sequence[object]) -> None:
    """Writes one message, for `receive` at the other end. Raises OSError when nobody listens any more."""
    pickler = pickle.Pickler(stream, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = _REDUCERS
    pickler.dump(message)
    stream.flush()


def receive(stream: IO[bytes]) -> Any:
    """The next message. Raises EOFError or UnpicklingError where the other end is gone."""
    return pickle.load(stream)  # noqa: S301 - the other end is ourselves


def chunk(entries: Sequence[Entry]) -> tuple[bytes, dict[int, object]]:
    """Entries as they are sent: their people and refusals in one piece, all others by their place; for `entries_of`."""
    people: list[tuple[object, ...]] = []
    others: dict[int, object] = {}
    for place, (number, record, cells, reason) in enumerate(entries):
        if isinstance(record, Packed):
            people.append((number, tuple(record), tuple(cells), reason))
        else:
            people.append((number, None, tuple(cells), reason))
            if record is not None:
                others[place] = record
    return marshal.dumps(people), others


def entries_of(people: bytes, others: dict[int, Any]) -> list[Entry]:
    """The entries that `chunk` took apart."""
    entries: list[tuple[int, Any, Sequence[str], str]] = marshal.loads(people)  # noqa: S302 - from ourselves
    return [
        Entry(number, others.get(place) if values is None else Packed._make(values), cells, reason)
        for place, (number, values, cells, reason) in enumerate(entries)
    ]


def portable(error: CrmError) -> tuple[object, ...]:
    """An error as values, whatever its class needs to be made; for `error_of`."""
    return type(error), str(error), vars(error)


def error_of(kind: type[CrmError], text: str, attributes: dict[str, object]) -> CrmError:
    """The error that `portable` took apart."""
    error = kind.__new__(kind, text)
    vars(error).update(attributes)
    return error


def _made(kind: type[Any], values: Sequence[object]) -> Any:
    return kind(**dict(zip(kind.__slots__, values, strict=True)))


def _reducer(kind: type[Any]) -> Callable[[Any], tuple[object, ...]]:
    # Values would restore themselves attribute by attribute; this is twice as fast at either end.
    values = attrgetter(*kind.__slots__)
    return lambda value: (_made, (kind, values(value)))


_REDUCERS: dict[type, Callable[[Any], Any]] = {kind: _reducer(kind) for kind in _VALUES}
