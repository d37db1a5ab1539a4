"""The rep's own editor on one text, through a file that nobody else can read and that does not stay."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from crm_tui.domain.errors import UsageError
from crm_tui.domain.text import clean
from crm_tui.domain.value import dataclass

#: Where neither VISUAL nor EDITOR is set.
_OTHERWISE = "vi"

_NAME = "note.txt"


@dataclass(frozen=True, slots=True)
class Edited:
    """A text as the editor left it, and what is to be said of that, "" when all went well."""

    text: str
    remark: str = ""


def command() -> list[str]:
    """The rep's editor with its arguments. Raises `UsageError` when the variable is not a command line."""
    words = os.environ.get("VISUAL") or os.environ.get("EDITOR") or _OTHERWISE
    try:
        return shlex.split(words) or [_OTHERWISE]
    except ValueError as error:
        raise UsageError(f"VISUAL or EDITOR cannot be understood: {words}.", "Quotes come in pairs.") from error


def edit(text: str) -> Edited:
    """Has the rep's editor change ``text``; the terminal must be free, and nothing else runs until it ends.

    What was saved is taken even when the editor failed after that; the text given is never lost. Raises `UsageError`
    when the editor cannot be started.
    """
    words = command()
    with TemporaryDirectory(prefix="crm-", ignore_cleanup_errors=True) as folder:  # of mode 0700
        file = Path(folder) / _NAME
        with os.fdopen(os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as stream:
            stream.write(f"{text}\n" if text else "")
        code = _run([*words, str(file)])
        saved = _saved(file, text)
    has_changed = saved != text
    if code == 0:
        return Edited(saved, "" if has_changed else "The note is as it was.")
    name = Path(words[0]).name
    if has_changed and saved:
        return Edited(saved, f"“{name}” failed ({code}); what it had saved is in the note.")
    return Edited(text, f"“{name}” failed ({code}); the note is as it was.")


def _run(words: Sequence[str]) -> int:
    try:
        with _uninterrupted():
            return subprocess.run(words, check=False).returncode  # noqa: S603 - the rep's own editor
    except OSError as error:
        raise UsageError(
            f"The editor “{words[0]}” cannot be started: {error.strerror}.", "Set VISUAL or EDITOR; the note is kept."
        ) from error


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Leaves Ctrl+C to the editor; it reaches every program of the terminal, and would end this one."""
    former = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def _saved(file: Path, otherwise: str) -> str:
    """What stands in the file; ``otherwise`` where the editor took it away."""
    try:
        found = file.read_bytes().decode("utf-8", errors="replace")
    except OSError:
        return otherwise
    return clean(found.expandtabs(4), multiline=True)
