"""The `crm` command."""

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def main(argv: "Sequence[str] | None" = None) -> int:
    """Runs `crm` with ``argv`` (without the program's name) and returns its exit code.

    What a shell prompt asks is answered before anything is imported; see `crm_tui.cli.hot`. Without ``argv`` the
    process is taken to be ours alone, and a command that only looks ends it itself; see `crm_tui.cli.running`.
    """
    from crm_tui.cli import hot

    arguments = list(sys.argv[1:] if argv is None else argv)
    answer = hot.answer(arguments)
    if answer is not None:
        sys.stdout.write(answer)
        return 0
    from crm_tui.cli.running import run

    return run(arguments, is_alone=argv is None)
