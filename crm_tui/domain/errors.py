"""Errors a rep may see: a sentence saying what is wrong, a hint saying what to do, an exit code."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from crm_tui.domain.value import dataclass


class Exit(IntEnum):
    """Exit codes of the `crm` command; a contract with scripts."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    AMBIGUOUS = 4
    DATABASE = 5
    PARTLY = 6
    SOMETHING = 10
    INTERRUPTED = 130


class CrmError(Exception):
    """Something the rep can understand and mend. Command, toast and test share its wording."""

    code: Exit = Exit.FAILED

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    @property
    def words(self) -> str:
        """Both in one line. A hint behind a message that is no whole sentence goes on with it."""
        between = " " if not self.message or self.message[-1] in ".?!…" else "; "
        return between.join(filter(None, (self.message, self.hint)))


class UsageError(CrmError):
    """The words typed do not make sense: a bad date, an unknown status, a broken filter."""

    code = Exit.USAGE


class ParseError(UsageError):
    """Typed text that was not understood, with the place: ``text[start:end]`` is the culprit."""

    def __init__(self, message: str, hint: str = "", *, text: str = "", start: int = 0, end: int = 0) -> None:
        super().__init__(message, hint)
        self.text, self.start, self.end = text, start, end


class NotFoundError(CrmError):
    """No such record."""

    code = Exit.NOT_FOUND


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of several records that match: its id and the line that tells it apart."""

    id: str
    label: str


class AmbiguousError(CrmError):
    """Several records match; they are listed, never guessed among."""

    code = Exit.AMBIGUOUS

    def __init__(self, message: str, candidates: Sequence[Candidate], hint: str = "") -> None:
        super().__init__(message, hint)
        self.candidates = tuple(candidates)


class DatabaseError(CrmError):
    """The database is busy, damaged, not a database, or made by a newer version."""

    code = Exit.DATABASE


class ConfigError(CrmError):
    """A value in config.toml that cannot be used; the message names file, line and key."""

    code = Exit.USAGE


class ConflictError(CrmError):
    """A field was changed by someone else since it was shown: it names the field and the newer value."""

    def __init__(self, message: str, hint: str = "", *, field: str = "", newer: str = "") -> None:
        super().__init__(message, hint)
        self.field, self.newer = field, newer
