"""One run of `crm`: from arguments to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from crm_tui.cli import errors
from crm_tui.cli.invocation import Invocation
from crm_tui.cli.output import ReaderGoneError
from crm_tui.domain.errors import CrmError, Exit


def run(arguments: Sequence[str]) -> int:
    """Carries out the command, and says on stderr what went wrong.

    A reader that stops reading (`crm find | head`) is no error.
    """
    invocation = Invocation(json="--json" in arguments)
    try:
        code = _carry_out(arguments, invocation)
        sys.stdout.flush()
    except CrmError as error:
        return errors.report(error, as_json=invocation.json)
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)
    except (ReaderGoneError, BrokenPipeError):
        _stop_writing()
        return int(Exit.DONE)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback ever shows people's data
        return errors.report(errors.unexpected(error, invocation.paths.log), as_json=invocation.json)
    return code


def _carry_out(arguments: Sequence[str], invocation: Invocation) -> int:
    from crm_tui.cli import shortcuts

    if shortcut := shortcuts.recognise(arguments, invocation):
        return shortcut()
    from crm_tui.cli.app import call

    return call(arguments, invocation)


def _stop_writing() -> None:
    """Leaves nothing for Python to flush into the closed pipe when it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
