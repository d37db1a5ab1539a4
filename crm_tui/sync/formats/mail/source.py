"""Mail (.eml, mbox, Maildir) as a source of records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Self

from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError
from crm_tui.domain.numbers import grouped
from crm_tui.sync.formats.content.source import counted
from crm_tui.sync.formats.mail import boxes, reading
from crm_tui.sync.formats.mail.boxes import Raw
from crm_tui.sync.formats.mail.reading import MailError, MailReader
from crm_tui.sync.formats.mail.text import MAX_TEXT
from crm_tui.sync.formats.mapping import ColumnUse
from crm_tui.sync.formats.source import Entry, ReadOptions

#: The largest file of messages.
MAX_BYTES = 64 << 30

#: How much is looked at to tell mail from what is none.
_SAMPLE = 1 << 16

_NOTES = {
    "dropped": (
        "message is a draft or deleted, and was left out",
        "messages are drafts or deleted, and were left out",
    ),
    "trimmed": (
        "text was taken without the message that it answers and without its signature",
        "texts were taken without the messages that they answer and without their signatures",
    ),
    "cut": (
        f"text is longer than {grouped(MAX_TEXT)} characters, and was cut",
        f"texts are longer than {grouped(MAX_TEXT)} characters, and were cut",
    ),
    "large": (
        f"message is larger than {boxes.MAX_MESSAGE >> 10} KB, and only its beginning was read",
        f"messages are larger than {boxes.MAX_MESSAGE >> 10} KB, and only their beginnings were read",
    ),
}


class MailSource:
    """Messages, opened; see `crm_tui.sync.formats.source.Source`. Rows are the numbers of messages.

    Raises `CrmError` for what holds no message.
    """

    format = "mail"
    what = "interactions"
    preset = ""
    encoding = ""
    delimiter = ""
    columns: tuple[ColumnUse, ...] = ()
    headings: tuple[str, ...] = reading.HEADINGS
    match: tuple[str, ...] = ()

    def __init__(self, path: Path, options: ReadOptions, desk: Desk) -> None:
        self.path = path
        self._reader = MailReader(desk, options.me)
        self._done = 0
        self._files: list[Path] = []
        try:
            if boxes.is_maildir(path):
                self._files = boxes.files_of(path)
                self.size = sum(each.stat().st_size for each in self._files)
                if not self._files:
                    raise CrmError(f"There are no messages in {path}.", "Name another folder, or a file.")
                self._file = None
                return
            file = boxes.file_of(path)
            self.size = file.stat().st_size
            self._file = file.open("rb")
        except FileNotFoundError as error:
            raise CrmError(f"There is no file {path}.", "Check the name and the folder.") from error
        except IsADirectoryError as error:
            raise CrmError(f"{path} is a folder.", "Name the files in it.") from error
        except OSError as error:
            raise CrmError(f"{path} cannot be read: {error.strerror}.", "Check its permissions.") from error
        try:
            self._check(self._file.read(_SAMPLE))
        except BaseException:
            self._file.close()
            raise
        self._file.seek(0)

    def _check(self, start: bytes) -> None:
        name = self.path.name
        if not start.strip(b"\0 \t\r\n"):
            raise CrmError(f"{name} is empty.", "Export it again from the program that it comes from.")
        if self.size > MAX_BYTES:
            raise CrmError(f"{name} is larger than {MAX_BYTES >> 30} GB.", "Split it, and import the parts.")
        known = {"from", "to", "date", "subject", "message-id", "received", "return-path", "mime-version"}
        if not known.intersection(map(str.lower, reading.parsed(Raw(1, _unmarked(start))).keys())):
            raise CrmError(
                f"{name} holds no e-mail: it does not begin with the head of a message.",
                "Save the message as .eml, or export the folder as mbox.",
            )

    @property
    def position(self) -> int:
        """Bytes read."""
        if self._file is None:
            return self._done
        return 0 if self._file.closed else self._file.tell()

    def entries(self) -> Iterator[Entry]:
        """An interaction or a refusal for each message; what was deleted is only counted."""
        for raw in self._messages():
            if raw.is_dropped:
                self._reader.counts["dropped"] += 1
                continue
            self._reader.counts["large"] += not raw.is_whole
            message = reading.parsed(raw)
            cells = reading.head(message)
            try:
                record = self._reader.record(message)
            except MailError as error:
                yield Entry(raw.number, None, cells, str(error))
                continue
            if record is not None:
                yield Entry(raw.number, record, cells)

    def _messages(self) -> Iterator[Raw]:
        if self._file is not None:
            yield from boxes.of_file(self._file)
            return
        for raw, size in boxes.of_files(self._files):
            self._done += size
            yield raw

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out."""
        return counted(self._reader.counts, _NOTES)

    def close(self) -> None:
        """Closes the file."""
        if self._file is not None:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _unmarked(start: bytes) -> bytes:
    """The head of the first message, without what stands before it in files of several."""
    start = start.lstrip()
    return start.partition(b"\n")[2] if start.startswith(b"From ") else start
