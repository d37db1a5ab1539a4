"""Documents put by in a file: a million of them would fill the memory."""

from __future__ import annotations

import json
from array import array
from tempfile import TemporaryFile

from crm_tui.store.search.document import Document


class Spool:
    """Documents by the contacts' keys, which begin at 1 and leave none out, in a file that is gone once closed."""

    def __init__(self) -> None:
        self._file = TemporaryFile()  # noqa: SIM115 - open as long as the spool is; see `close`
        self._ends = array("q", [0])

    def put(self, document: Document) -> None:
        """Puts the next one by."""
        self._ends.append(self._ends[-1] + self._file.write(json.dumps(document).encode()))

    def take(self, contact: int) -> Document:
        """The document of a contact."""
        start, end = self._ends[contact - 1 : contact + 1]
        self._file.seek(start)
        return Document(*json.loads(self._file.read(end - start)))

    def close(self) -> None:
        """Removes the file."""
        self._file.close()
