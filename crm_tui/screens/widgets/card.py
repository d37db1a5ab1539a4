"""The card of a person: everything worth knowing before the phone is picked up, in one look."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from textual.content import Content

from crm_tui.domain import phones
from crm_tui.domain.clock import Moment
from crm_tui.domain.contact import Contact, ContactPoint
from crm_tui.domain.follow_up import DueState, FollowUp
from crm_tui.domain.silence import quiet
from crm_tui.screens.person_view import PersonView
from crm_tui.screens.plain import line, plain
from crm_tui.screens.widgets.banner import do_not_contact
from crm_tui.screens.widgets.columns import fitted
from crm_tui.screens.widgets.icons import UNICODE, Icons
from crm_tui.screens.widgets.lines import Page
from crm_tui.screens.widgets.timeline import entry
from crm_tui.screens.words import ordinal, time_there

#: Addresses of one kind that the card shows.
_MOST_POINTS = 2

#: A card of fewer lines is packed.
_ROOMY = 14

#: Lines of a long note on the card.
_NOTE_LINES = 4


class Card(Page):
    """Draws a `PersonView` in the room there is, most important first; it is cut off below."""

    def __init__(self, icons: Icons = UNICODE, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._icons = icons
        self.person: PersonView | None = None
        self._moment: Moment | None = None

    def show(self, person: PersonView | None, moment: Moment) -> None:
        """Draws this person, or nothing."""
        if person is None or person is not self.person or moment != self._moment:
            self.person, self._moment = person, moment
            self.redraw()

    def paragraphs(self) -> Iterable[Content]:
        """The card; a low one is packed closer."""
        width, height = self.size
        if self.person is None or self._moment is None:
            return ()
        lay_out = _packed if height < _ROOMY else _roomy
        return lay_out(self.person, self._moment, self._icons, width)


def _shown(name: str, width: int) -> str:
    """A name in three lines at the most; the whole of it stands among the details."""
    return name if len(name) <= 3 * width else name[: 3 * width - 1] + "…"


def _roomy(person: PersonView, moment: Moment, icons: Icons, width: int) -> Iterator[Content]:
    contact = person.contact
    yield from ban(contact, icons)
    yield plain(_shown(contact.name, width) or "(no name)", "bold")
    if at_work := work(contact):
        yield plain(at_work)
    yield standing(contact, icons)
    yield from reach(person, moment, icons, width)
    yield Content("")
    yield from now(person, moment, icons)
    for note in notes(person, icons, _NOTE_LINES):
        yield Content("")
        yield note
    if entries := list(latest(person, moment, icons)):
        yield Content("")
        yield Content.styled("Last", "$foreground-muted")
        yield from entries


def _packed(person: PersonView, moment: Moment, icons: Icons, width: int) -> Iterator[Content]:
    contact = person.contact
    between = Content(icons.between)
    yield from ban(contact, icons)
    yield between.join(filter(None, (plain(_shown(contact.name, width) or "(no name)", "bold"), plain(work(contact)))))
    yield standing(contact, icons)
    yield from flowing(reach(person, moment, icons, width), between, width)
    yield from now(person, moment, icons)
    yield from notes(person, icons, 1)
    yield from latest(person, moment, icons)


def ban(contact: Contact, icons: Icons) -> Iterator[Content]:
    """That this person must not be contacted, if so."""
    if contact.do_not_contact:
        yield do_not_contact(icons)


def work(contact: Contact) -> str:
    """Title and company."""
    return ", ".join(filter(None, (contact.title, contact.company.name if contact.company else "")))


def latest(person: PersonView, moment: Moment, icons: Icons) -> Iterator[Content]:
    """What happened last, without what is shown as pinned already."""
    for interaction in person.latest:
        if person.pinned is None or interaction.id != person.pinned.id:
            yield entry(interaction, moment, icons)


def standing(contact: Contact, icons: Icons) -> Content:
    """Status, stage where that is another word, tier and tags."""
    words = dict.fromkeys((contact.status, contact.stage or "", f"tier {contact.tier}" if contact.tier else ""))
    tags = " ".join(f"#{tag}" for tag in contact.tags)
    return Content.assemble(
        (line(icons.between.join(filter(None, words))), "$text-secondary"),
        (f"  {line(tags)}" if tags else "", "$text-accent"),
    )


def flowing(pieces: Iterable[Content], between: Content, width: int) -> Iterator[Content]:
    """Lines of as many whole pieces as fit beside each other."""
    row: list[Content] = []
    for piece in pieces:
        if row and between.join([*row, piece]).cell_length > width:
            yield between.join(row)
            row = []
        row.append(piece)
    if row:
        yield between.join(row)


def reach(person: PersonView, moment: Moment, icons: Icons, width: int) -> Iterator[Content]:
    """Phone numbers, e-mail addresses, and the time where the person is."""
    contact = person.contact
    ways = (
        *((icons.call, point, phones.shown(point.value, point.normal)) for point in contact.phones[:_MOST_POINTS]),
        *((icons.email, point, point.value) for point in contact.emails[:_MOST_POINTS]),
    )
    for sign, point, shown in ways:
        room = width - cell_len(sign) - 1
        text = line(shown)
        yield _point(point, sign, fitted(text, min(room, cell_len(text)), icons.more), room)
    if person.zone and (there := time_there(person.zone, moment)):
        place = person.zone.rpartition("/")[2].replace("_", " ")
        yield plain(f"{icons.clock} {there} there ({place})")


def _point(point: ContactPoint, sign: str, shown: str, room: int) -> Content:
    label = f" ({point.label})" if point.label else ""
    if cell_len(shown + label) > room:  # for a line of its own it says too little
        label = ""
    if point.bad:
        return Content.assemble(f"{sign} ".lstrip(), (shown, "strike"), f"{line(label)} bad")
    return Content.assemble(f"{sign} {shown}".lstrip(), (line(label), "$foreground-muted"))


def _quiet(contact: Contact, moment: Moment, icons: Icons) -> Iterator[Content]:
    """How long nobody has heard from them, once that is too long."""
    last = contact.standing.last_activity or contact.created_at
    found = quiet(last, contact.standing.quiet_on, moment)
    if found and not contact.do_not_contact:
        sign, style = (icons.long_quiet, "$text-error") if found.is_long else (icons.quiet, "$text-warning")
        yield Content.styled(f"{sign} {found}, keep in touch every {found.interval} d".lstrip(), style)


def now(person: PersonView, moment: Moment, icons: Icons) -> Iterator[Content]:
    """What is open, how long nobody has heard from this person, and how hard it is to reach them."""
    from crm_tui.domain import when

    yield from _quiet(person.contact, moment, icons)
    standing = person.contact.standing
    if standing.attempts:
        last = next((one for one in person.latest if one.outcome), None)
        ago = f", last: {last.outcome}, {when.age(last.at, moment)}" if last else ""
        yield Content.styled(f"{ordinal(standing.attempts + 1)} try{ago}", "$text-warning")
    if not person.steps:
        yield Content.styled("No next step", "$text-warning")
    for step in person.steps[:_MOST_POINTS]:
        yield _step(step, moment, icons)


def _step(step: FollowUp, moment: Moment, icons: Icons) -> Content:
    from crm_tui.domain import when

    state = step.due.state(moment.now)
    styles = {DueState.OVERDUE: "$text-error", DueState.TODAY: "$text-warning"}
    words = f"{icons.arrow} {when.describe(step.due.value, moment)}"
    late = " (overdue)" if state is DueState.OVERDUE else ""
    repeats = f" {icons.every} repeats".replace("  ", " ") if step.every else ""
    text = f": {step.text}" if step.text else ""
    return Content.assemble((f"{words}{late}", styles.get(state, "")), repeats, f" {step.kind}", line(text))


def notes(person: PersonView, icons: Icons, most: int) -> Iterator[Content]:
    """The pinned entry and the note about the person, cut after ``most`` lines."""
    texts = (person.pinned.text if person.pinned else "", person.contact.note)
    for sign, text in zip((icons.pinned, icons.about), texts, strict=True):
        if text:
            kept = text.strip().splitlines()
            more = f" {icons.more}" if len(kept) > most else ""
            yield plain(f"{sign} " + "\n".join(kept[:most]) + more)
