"""The person in front, as large as there is room for: who they are and what is due, then what happened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from textual.content import Content
from textual.strip import Strip

from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import ContactLine
from crm_tui.domain.value import replace
from crm_tui.screens.person_view import PersonView
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets import card
from crm_tui.screens.widgets.columns import fitted
from crm_tui.screens.widgets.icons import Icons
from crm_tui.screens.widgets.lines import Page
from crm_tui.screens.widgets.timeline import entry
from crm_tui.screens.work.view import Arrival

#: Lines from which the name stands in a band of its own, and notes are shown whole.
_TALL = 26

#: Lines of a note, on a tall screen and on a low one.
_NOTE_LINES = (8, 2)

#: Names of those who were passed over that are told.
_MOST_NAMED = 2


class _Pane(Page):
    """A part of work mode about somebody, as wide as it is, for something may stand beside it."""

    def __init__(self, icons: Icons, *, id: str) -> None:
        super().__init__(id=id)
        self.icons = icons
        self.arrival: Arrival | None = None
        self.moment: Moment | None = None

    def show(self, arrival: Arrival | None, moment: Moment) -> None:
        """Draws this person, or nothing."""
        self.arrival, self.moment = arrival, moment
        self.redraw()

    def paragraphs(self) -> Iterable[Content]:
        """What is said of the person."""
        if self.arrival is None or self.moment is None or (person := self.arrival.person) is None:
            return ()
        return self.about(self.arrival, person, self.moment)

    def about(self, arrival: Arrival, person: PersonView, moment: Moment) -> Iterable[Content]:
        """As `paragraphs`, where there is somebody."""
        raise NotImplementedError

    def lines(self) -> Sequence[Strip]:
        """Lines to the edge."""
        width, style = self.size.width, self.rich_style
        return [strip.adjust_cell_length(width, style) for strip in super().lines()]


class WorkCard(_Pane):
    """Draws who is in front; `says` is what the block knows of them ("Done in this block").

    With `is_whole` what happened last follows, a line each; else `WorkPast` has it beside.
    """

    says = ""
    is_whole = True

    def about(self, arrival: Arrival, person: PersonView, moment: Moment) -> Iterable[Content]:
        """Band, person, what is due, notes, the others at the company."""
        icons, (width, height) = self.icons, self.size
        is_tall = height >= _TALL
        yield from _band(person, width, icons, is_tall=is_tall)
        yield from card.ban(person.contact, icons)
        for words in (_left_out(arrival), self.says):
            if words:
                yield plain(words, "$text-warning")
        yield from _facts(arrival, person, moment, icons, width, is_tall=is_tall)
        if self.is_whole:
            rows = (_title("Last", person), *card.latest(person, moment, icons), *_companions(arrival, person))
        else:
            rows = (Content(""), *_others(arrival, person, moment))
        yield from (row.truncate(width, ellipsis=True) for row in rows)


class WorkPast(_Pane):
    """Draws what happened last, each entry whole."""

    def about(self, arrival: Arrival, person: PersonView, moment: Moment) -> Iterable[Content]:
        """The entries, newest first."""
        yield _title("Last", person)
        for one in person.latest:
            yield entry(one, moment, self.icons, whole=True)
            yield Content("")


def _band(person: PersonView, width: int, icons: Icons, *, is_tall: bool) -> Iterator[Content]:
    """The name, in a band as wide as the card and, where there is room, three lines high."""
    style = "bold $on-banner on $banner"
    name = fitted(f" {line(person.contact.name) or '(no name)'}", width, icons.more)
    blank = [Content.styled(" " * width, style)] if is_tall else []
    yield from (*blank, Content.styled(name, style), *blank)


def _left_out(arrival: Arrival) -> str:
    """Who was passed over on the way to this person, and why."""
    named = [f"{line(one.name) or 'someone'} ({one.why})" for one in arrival.passed[:_MOST_NAMED]]
    more = len(arrival.passed) - len(named)
    return f"Passed over {', '.join(named)}{f' and {more} more' if more else ''}" if named else ""


def _facts(
    arrival: Arrival, person: PersonView, moment: Moment, icons: Icons, width: int, *, is_tall: bool
) -> Iterator[Content]:
    """Work, ways to reach, standing, what is due with the follow-up in hand first, notes."""
    between = Content(f"  {icons.dot}  ")
    gap = [Content("")] if is_tall else []
    if at_work := card.work(person.contact):
        yield plain(at_work, "bold")
    ways = card.reach(person, moment, icons, width)
    yield from (ways if is_tall else card.flowing(ways, between, width))
    yield card.standing(person.contact, icons)
    yield from gap
    yield from card.now(_in_hand_first(arrival, person), moment, icons)
    for note in card.notes(person, icons, _NOTE_LINES[not is_tall]):
        yield from gap
        yield note


def _in_hand_first(arrival: Arrival, person: PersonView) -> PersonView:
    step = arrival.step
    if step is None:
        return person
    return replace(person, steps=(step, *(other for other in person.steps if other.id != step.id)))


def _title(words: str, person: PersonView) -> Content:
    return Content.styled(words if person.latest else "Nothing has happened yet.", "$foreground-muted")


def _companions(arrival: Arrival, person: PersonView) -> Iterator[Content]:
    """The names of the others at the company, in one line."""
    if (company := person.contact.company) and arrival.others:
        names = ", ".join(line(one.name) or line(one.email) for one in arrival.others)
        yield Content.assemble((f"Others at {line(company.name)}: ", "$foreground-muted"), names)


def _others(arrival: Arrival, person: PersonView, moment: Moment) -> Iterator[Content]:
    """The others at the company, a line each."""
    if (company := person.contact.company) and arrival.others:
        yield Content.styled(f"Others at {line(company.name)}", "$foreground-muted")
        yield from (plain(_other(one, moment)) for one in arrival.others)


def _other(one: ContactLine, moment: Moment) -> str:
    """Somebody else at the company: title, and what was last."""
    from crm_tui.domain import when

    last = ""
    if one.last_contacted is not None:
        last = " ".join(filter(None, (one.last_outcome, when.age(one.last_contacted, moment))))
    return ", ".join(filter(None, (line(one.name) or line(one.email), line(one.title), last)))
