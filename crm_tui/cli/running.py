"""One run of `crm`: from arguments to an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence

from crm_tui.cli.invocation import Invocation
from crm_tui.cli.output import ReaderGoneError
from crm_tui.domain.errors import CrmError, Exit
from crm_tui.domain.typed import NoReturn


def run(arguments: Sequence[str], *, is_alone: bool = False) -> int:
    """Carries out the command, and says on stderr what went wrong.

    A reader that stops reading (`crm find | head`) is no error. ``is_alone``: nobody else is in this process, and
    a command that takes but a moment may end it when it is done.
    """
    invocation = Invocation(json="--json" in arguments)
    try:
        code = _carry_out(arguments, invocation, is_alone=is_alone)
        sys.stdout.flush()
    except CrmError as error:
        return _report(error, invocation)
    except KeyboardInterrupt:
        return int(Exit.INTERRUPTED)
    except (ReaderGoneError, BrokenPipeError):
        _stop_writing()
        return int(Exit.DONE)
    except Exception as error:  # noqa: BLE001 - the last line of defence: no traceback ever shows people's data
        from crm_tui.cli.errors import unexpected

        return _report(unexpected(error, invocation.paths.log), invocation)
    return code


def _report(error: CrmError, invocation: Invocation) -> int:
    from crm_tui.cli.errors import report

    return report(error, as_json=invocation.json)


def _carry_out(arguments: Sequence[str], invocation: Invocation, *, is_alone: bool) -> int:
    from crm_tui.cli import shortcuts

    if shortcut := shortcuts.recognise(arguments, invocation):
        return _only_this(shortcut) if is_alone else shortcut()
    from crm_tui.cli.app import call

    return call(arguments, invocation)


def _only_this(command: Callable[[], int]) -> NoReturn:
    """Carries out a command and ends the process there and then, with the command's exit code.

    Looking for garbage while there is none, and taking everything apart at the end, is a sixth of such a run.
    """
    import gc

    gc.disable()
    code = command()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _stop_writing() -> None:
    """Leaves nothing for Python to flush into the closed pipe when it exits."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        return
