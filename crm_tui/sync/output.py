"""Files on their way out: complete or not there at all, and readable by their owner alone."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from crm_tui.domain.errors import CrmError

#: The path that stands for standard output.
STDOUT = Path("-")


class Output:
    """A text file in UTF-8 that takes the place of ``path`` when it is kept. ``-`` is standard output.

    Raises `CrmError` when the folder cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._partial: Path | None = None
        if path == STDOUT:
            self.text: TextIO = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="", write_through=False)
            return
        _refuse_database(path)
        self._partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
        try:
            handle = os.open(self._partial, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        except OSError as error:
            raise CrmError(
                f"{path} cannot be written: {error.strerror}.", "Check the folder, or name another file."
            ) from error
        self.text = os.fdopen(handle, "w", encoding="utf-8", newline="")

    def keep(self) -> None:
        """Puts the finished file in its place. Raises `CrmError` when that fails, and leaves no part of it."""
        try:
            self.text.flush()
            if self._partial is None:
                self._release()
                return
            os.fsync(self.text.fileno())
            self.text.close()
            self._partial.replace(self._path)
        except OSError as error:
            self.discard()
            raise unwritten(self._path, error) from error

    def discard(self) -> None:
        """Leaves no file."""
        if self._partial is None:
            self._release()
            return
        with suppress(OSError):  # what is not written yet need not be
            self.text.close()
        self._partial.unlink(missing_ok=True)

    def _release(self) -> None:
        """Lets go of standard output without closing it."""
        if isinstance(self.text, io.TextIOWrapper) and not self.text.closed:
            self.text.detach()


def unwritten(path: Path, error: OSError) -> CrmError:
    """What is said where a file could be begun, but not written to its end."""
    return CrmError(f"{path} could not be written: {error.strerror}.", "Make room, or name another file.")


def _refuse_database(path: Path) -> None:
    """Raises `CrmError` where a file would take the place of a database: a slip that nothing could take back."""
    try:
        with path.open("rb") as file:
            is_database = file.read(16).startswith(b"SQLite format 3")
    except (FileNotFoundError, IsADirectoryError, PermissionError):
        return
    if is_database:
        raise CrmError(f"{path} is a database; it will not be replaced by a text file.", "Name another file.")
