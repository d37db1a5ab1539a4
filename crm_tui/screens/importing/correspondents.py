"""Whose addresses stand in a mailbox: the rep's own is there in nearly every message."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import replace
from crm_tui.screens import drafts

#: Messages that are looked at, and addresses that are listed.
MOST_MESSAGES, _MOST = 300, 30

#: Bytes of the largest file that holds the rep's own addresses.
_MOST_BYTES = 64_000

#: Before an address that somebody is found by.
_ADDRESS = "mailto:"


class Correspondent(NamedTuple):
    """An address, the name beside it, and of how many of the first messages it is sender or receiver."""

    address: str
    name: str
    messages: int


def correspondents(path: Path, desk: Desk) -> tuple[Correspondent, ...]:
    """The addresses that are met most in the first `MOST_MESSAGES` of a mailbox, for a thread to find."""
    from crm_tui.store.incoming import IncomingInteraction
    from crm_tui.sync.formats.mail.source import MailSource
    from crm_tui.sync.formats.source import ReadOptions

    met: Counter[str] = Counter()
    names: dict[str, str] = {}
    # Without an owner, whose addresses would be left out.
    with MailSource(path, ReadOptions(), replace(desk, owner="")) as source:
        for entry in islice(source.entries(), MOST_MESSAGES):
            if isinstance(entry.record, IncomingInteraction):
                ways = {way.removeprefix("?") for way in (*entry.record.contacts, entry.record.sender)}
                people = [way.removeprefix(_ADDRESS).partition(" ") for way in ways]
                met.update({address for address, *_ in people if address})
                names.update({address: name for address, _, name in people if name})
    return tuple(Correspondent(address, names.get(address, ""), count) for address, count in met.most_common(_MOST))


class OwnAddresses:
    """The rep's own addresses, as they were said last: a file beside the database."""

    def __init__(self, database: Path) -> None:
        self._path = database.with_name(f".{database.name}.addresses.json")

    def latest(self) -> tuple[str, ...]:
        """Those that were said last."""
        try:
            found = json.loads(self._path.read_bytes()) if self._path.stat().st_size <= _MOST_BYTES else None
        except (OSError, ValueError):
            return ()
        return tuple(each for each in found if isinstance(each, str)) if isinstance(found, list) else ()

    def use(self, addresses: Sequence[str]) -> None:
        """Remembers them. Raises `CrmError` where that cannot be written down."""
        try:
            drafts.write(self._path, json.dumps(list(addresses)))
        except OSError as error:
            raise CrmError(
                f"Your addresses cannot be remembered in {self._path}: {error.strerror}.", "Check its permissions."
            ) from error
