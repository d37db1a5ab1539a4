"""Messages between the rep and others: which side of a row is the rep's."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from crm_tui.domain import names
from crm_tui.domain.errors import CrmError
from crm_tui.domain.interaction import Direction
from crm_tui.domain.points import url
from crm_tui.sync.formats.drafting import RowError
from crm_tui.sync.formats.mapping import Assignment
from crm_tui.sync.formats.work_cells import EXACTLY, OR, Found

#: Whoever is in all of so many messages, with so many others, is the rep.
_FEWEST_MESSAGES = 3
_FEWEST_OTHERS = 2


class Sides:
    """Tells who wrote to whom in the rows of one file.

    The rep is the ``owner`` of the configuration, or whoever is in every one of the ``sample`` rows. Raises `CrmError`
    where neither tells.
    """

    def __init__(self, assignment: Assignment, owner: str, sample: Iterable[Sequence[str]]) -> None:
        self._source = assignment.preset.people or assignment.preset.source
        places = {target.field.name: target.index for target in assignment.targets}
        columns = [places[name] for name in ("from", "to") if name in places]
        rows = [[_name(row[index]) for index in columns if index < len(row)] for row in sample]
        self._me = _rep(_name(owner), [row for row in rows if all(row)])

    def of(self, found: Found) -> tuple[tuple[str, ...], Direction]:
        """The people on the other side, and who began. Raises `RowError` where the rep is on neither side."""
        if _name(found["from"]) == self._me:
            return self._people(found["to"], found["to_url"]), Direction.OUT
        if self._me in {_name(found["to"]), *map(_name, found["to"].split(","))}:
            return self._people(found["from"], found["from_url"]), Direction.IN
        raise RowError("neither side of it is you (see owner in crm config)")

    def _people(self, text: str, urls: str) -> tuple[str, ...]:
        if not (text or urls):
            raise RowError("no contact")
        links = [each.strip() for each in urls.split(",") if each.strip()]
        people = [each.strip() for each in text.split(",")] if len(links) > 1 else [text]
        if len(links) > 1 and len(links) != len(people):
            people = [""] * len(links)
        ways = [
            OR.join(filter(None, (link and f"{self._source}:{url(link).normal}", person and f"{EXACTLY}{person}")))
            for link, person in zip(links or [""], people, strict=True)
        ]
        return tuple(ways)


def _name(text: str) -> str:
    return " ".join(names.words(text))


def _rep(owner: str, rows: Sequence[Sequence[str]]) -> str:
    counts = Counter(name for row in rows for name in set(row))
    if owner and (counts[owner] or not rows):
        return owner
    everywhere = [name for name, count in counts.items() if count == len(rows)]
    if len(everywhere) == 1 and len(rows) >= _FEWEST_MESSAGES and len(counts) > _FEWEST_OTHERS:
        return everywhere[0]
    raise CrmError(
        "It cannot be told which side of these messages is you.",
        "Say your name as it stands there: crm config owner NAME.",
    )
