"""Two contacts side by side: what both say, what each says otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content

from crm_tui.domain import phones
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import Contact
from crm_tui.domain.match import Match
from crm_tui.screens.plain import line
from crm_tui.screens.widgets.columns import GAP, fitted
from crm_tui.screens.widgets.icons import UNICODE, Icons
from crm_tui.screens.widgets.lines import Page

#: Cells of the sign and the name of a field, before the two columns.
_LABEL = 11


class Pair(Page):
    """Draws two contacts, field by field: "=" where both say the same, "×" where they do not."""

    def __init__(self, icons: Icons = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._icons = icons
        self._shown: tuple[Contact, Contact, Match, Moment] | None = None

    def show(self, shown: tuple[Contact, Contact, Match, Moment] | None) -> None:
        """Draws these two, how surely they are one and why, as of a moment; or nothing."""
        self._shown = shown
        self.redraw()

    def paragraphs(self) -> Iterable[Content]:
        """Why, then a line for each value."""
        if self._shown is None:
            return
        one, other, match, moment = self._shown
        yield Content.assemble((f"{match.score:.0%}", "bold $text-accent"), f"  {', '.join(match.reasons)}")
        if self.size.height > 10:
            yield Content("")
        width = max(4, (self.size.width - _LABEL - GAP) // 2)
        for name, values in _fields(one, other, moment):
            yield from self._rows(name, values, width)

    def _rows(self, name: str, values: tuple[Sequence[str], Sequence[str]], width: int) -> Iterator[Content]:
        """The values of a field, as many lines as the longer of both has."""
        left, right = values
        folded = [{value.casefold() for value in each} for each in values]
        is_same, is_other = folded[0] == folded[1], bool(folded[0] and folded[1]) and not folded[0] & folded[1]
        sign = "=" if is_same else "×" if is_other else " "
        style = "$foreground-muted" if is_same else "bold" if is_other else ""
        for row in range(max(len(left), len(right))):
            cells = [fitted(line(each[row]) if row < len(each) else "", width, self._icons.more) for each in values]
            label = f"{sign} {name}" if row == 0 else ""
            yield Content.assemble((fitted(label, _LABEL), "$foreground-muted"), ((" " * GAP).join(cells), style))


def _fields(one: Contact, other: Contact, moment: Moment) -> Iterator[tuple[str, tuple[Sequence[str], Sequence[str]]]]:
    """What either of them says."""
    for name, of in _TOLD:
        values = of(one), of(other)
        if any(values):
            yield name, values
    yield "added", (_day(one, moment), _day(other, moment))


def _day(contact: Contact, moment: Moment) -> Sequence[str]:
    from crm_tui.domain import when

    last = contact.standing.last_contacted
    spoken = f", last spoken {when.age(last, moment)}" if last else ""
    return (f"{contact.created_at:%Y-%m-%d}{spoken}",)


_TOLD = (
    ("name", lambda one: [one.name] if one.name else []),
    ("company", lambda one: [one.company.name] if one.company else []),
    ("title", lambda one: [one.title] if one.title else []),
    ("e-mail", lambda one: [point.value for point in one.emails]),
    ("phone", lambda one: [phones.shown(point.value, point.normal) for point in one.phones]),
    ("address", lambda one: [point.value for point in one.addresses]),
    ("birthday", lambda one: [one.birthday] if one.birthday else []),
    ("status", lambda one: [one.status]),
    ("tags", lambda one: [" ".join(f"#{tag}" for tag in one.tags)] if one.tags else []),
    ("owner", lambda one: [one.owner] if one.owner else []),
    ("note", lambda one: one.note.strip().splitlines()[:1]),
)
