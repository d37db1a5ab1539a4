"""What is kept of a crash: where in the program it was, and nothing of the rep's data."""

from __future__ import annotations

import os
import traceback
from datetime import UTC, datetime
from pathlib import Path

import crm_tui

#: Older reports beyond this many are removed.
_KEPT = 20


def report(error: BaseException, folder: Path) -> Path | None:
    """Writes where ``error`` arose into a new file of ``folder``; None when that is impossible.

    The message of an exception may quote a record, so only that of the program's own errors is written.
    """
    at = datetime.now(UTC)
    path = folder / f"crash-{at:%Y%m%d-%H%M%S-%f}.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for old in sorted(folder.glob("crash-*.log"))[: -_KEPT + 1]:
            old.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            file.write(f"crm {crm_tui.__version__} at {at:%Y-%m-%dT%H:%M:%SZ}\n")
            file.writelines(_lines(error))
    except OSError:
        return None
    return path


def _lines(error: BaseException) -> list[str]:
    lines = [f"{type(error).__module__}.{type(error).__qualname__}\n"]
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}\n" for frame in traceback.extract_tb(error.__traceback__)
    ]
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return lines if cause is None else [*_lines(cause), "which led to\n", *lines]


def sentence(path: Path | None) -> str:
    """What the rep reads."""
    where = f" What went wrong is in {path} (without any of your data)." if path else ""
    return f"crm stopped because of a fault of its own. Everything saved is safe.{where}"
