"""Asking before something that cannot be undone."""

from __future__ import annotations

import sys

from crm_tui.domain.errors import UsageError


def confirm(question: str, option: str) -> None:
    """Asks on the terminal and returns when the answer is yes.

    Raises `UsageError` when there is nobody to ask, naming the ``option`` that answers, and `KeyboardInterrupt`
    for any other answer.
    """
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        raise UsageError(f"{question} Nobody is here to answer.", f"Say it with {option}.")
    sys.stderr.write(f"{question} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise KeyboardInterrupt
