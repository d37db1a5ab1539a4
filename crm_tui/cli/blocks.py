"""What the output of a command consists of: `crm_tui.cli.output` prints it for a terminal or a pipe."""

from __future__ import annotations

from collections.abc import Sequence

from crm_tui.domain.value import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """Rows to read, one line each. ``flexible`` names the columns that give way where space is short.

    Columns without content are left out; titles are shown on a terminal, unless all of them are "".
    """

    columns: tuple[str, ...]
    rows: Sequence[Sequence[str]]
    flexible: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that stands above others."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """Text of several lines, as a rep wrote it."""

    text: str
    indent: int = 2


Block = Table | Heading | Note | str
