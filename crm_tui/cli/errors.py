"""What becomes of an error: a sentence and a hint on stderr, an exit code, and a log file for the unexpected."""

from __future__ import annotations

import sys

from crm_tui.domain.errors import AmbiguousError, CrmError, Exit
from crm_tui.domain.text import visible
from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def report(error: CrmError, *, as_json: bool) -> int:
    """Says ``error`` on stderr and returns its exit code."""
    if as_json:
        from crm_tui.cli.json_text import dumps

        sys.stderr.write(dumps({"error": shape(error)}) + "\n")
    else:
        sys.stderr.write("".join(f"{line}\n" for line in lines(error)))
    return int(error.code)


def shape(error: CrmError) -> dict[str, object]:
    """An error as JSON; of several matching records all are listed, as ``candidates``."""
    value: dict[str, object] = {"code": int(error.code), "message": error.message, "hint": error.hint}
    if isinstance(error, AmbiguousError):
        value["candidates"] = [{"id": candidate.id, "label": candidate.label} for candidate in error.candidates]
    return value


def lines(error: CrmError) -> list[str]:
    """An error as lines to read."""
    found = [f"crm: {visible(error.message)}"]
    if isinstance(error, AmbiguousError):
        found += [f"  {visible(candidate.id)}  {visible(candidate.label)}" for candidate in error.candidates]
    if error.hint:
        found.append(f"  {visible(error.hint)}")
    return found


def unexpected(error: BaseException, folder: Path) -> CrmError:
    """The sentence for a fault of the program; its traceback, without any values, goes to a log in ``folder``.

    Values are left out because they are people's data.
    """
    import traceback
    from datetime import UTC, datetime

    kind = type(error).__name__
    file = folder / "crash.log"
    trace = "".join(traceback.format_tb(error.__traceback__))
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {kind}\n{trace}\n")
        file.chmod(0o600)
    except OSError:
        return _failed(kind, "The log file could not be written either.")
    return _failed(kind, f"Please report it with {file}; it holds no data of yours.")


def _failed(kind: str, hint: str) -> CrmError:
    error = CrmError(f"crm failed in a way it should not ({kind}).", hint)
    error.code = Exit.FAILED
    return error
