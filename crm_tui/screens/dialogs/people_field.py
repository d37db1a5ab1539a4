"""Others who took part, by name: a line with commas between people, which completes them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.actions import SkipAction
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message

from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import ContactRef
from crm_tui.screens.dialogs.dialog import Field
from crm_tui.screens.plain import line, plain

if TYPE_CHECKING:
    from crm_tui.domain.contact import ContactLine
    from crm_tui.screens.app import CrmApp
    from crm_tui.screens.subject import Subject

#: People who are offered for what is typed.
MOST_OFFERED = 4


class PeopleField(Field):
    """Names with commas between them. Tab takes whoever is offered first, the arrows offer somebody else.

    ``known`` are those who stand in it already; ``beside`` whom they took part is not offered, and whoever is at the
    same company is offered first.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "complete", show=False),
        Binding("down", "offer(1)", show=False),
        Binding("up", "offer(-1)", show=False),
    ]

    class Offered(Message):
        """Other people are offered than before."""

        def __init__(self, words: Content) -> None:
            super().__init__()
            self.words = words

    def __init__(self, *, id: str, beside: Subject | None = None, known: Sequence[ContactRef] = ()) -> None:
        self._ids: dict[str, str] = {}
        for one in known:
            self._named(one.id, one.name)
        super().__init__(id=id, value=", ".join(self._ids), placeholder="others, by name")
        self._beside = beside
        self._offers: list[ContactLine] = []
        self._at = 0

    @property
    def names(self) -> list[str]:
        """The people named, as typed."""
        return [name for name in map(str.strip, self.value.split(",")) if name]

    @property
    def _last(self) -> str:
        """The name that is being typed."""
        return self.value.rpartition(",")[2].strip()

    async def people(self) -> tuple[str, ...]:
        """The ids of the people named. Raises `NotFoundError` or `AmbiguousError`."""
        from crm_tui.store import contacts

        crm = cast("CrmApp", self.app)
        people: dict[str, None] = {}
        for name in self.names:
            people[self._ids[name] if name in self._ids else await crm.read(contacts.resolve, name)] = None
        return tuple(people)

    @on(Field.Changed)
    def _typed(self) -> None:
        cast("CrmApp", self.app).flow(self._look_up(self._last), group="people")

    async def _look_up(self, words: str) -> None:
        wanted = words if words not in self._ids else ""
        found = await cast("CrmApp", self.app).read_for("with", _people, wanted) if wanted else ()
        if words == self._last:
            taken = {self._ids.get(name, "") for name in self.names}
            self._offers, self._at = (
                [one for one in self._nearest_first(found) if one.id not in taken][:MOST_OFFERED],
                0,
            )
            self._tell()

    def _nearest_first(self, found: Iterable[ContactLine]) -> list[ContactLine]:
        if (beside := self._beside) is None:
            return list(found)
        others = (one for one in found if one.id != beside.id)
        return sorted(others, key=lambda one: not beside.company or one.company != beside.company)

    def _tell(self) -> None:
        words = [Content.assemble((f"[{_told(one)}]", "bold") if not at else f"{_told(one)}") for at, one in self._turn]
        offer = Content.assemble(("Tab: ", "$text-accent"), Content(" · ").join(words)) if words else Content("")
        if not words and self._last and self._last not in self._ids:
            offer = plain(f"Nobody is found for “{self._last}”.", "$foreground-muted")
        self.post_message(self.Offered(offer))

    @property
    def _turn(self) -> Iterable[tuple[int, ContactLine]]:
        """Those who are offered, the one whom Tab takes first."""
        return enumerate(self._offers[self._at :] + self._offers[: self._at])

    def action_offer(self, step: int) -> None:
        """Offers the next one first."""
        if self._offers:
            self._at = (self._at + step) % len(self._offers)
            self._tell()

    def action_complete(self) -> None:
        """Takes the one who is offered; where nobody is, leads on as Tab does."""
        if not self._offers or not self._last:
            raise SkipAction
        one = self._offers[self._at]
        label = self._named(one.id, one.name or one.email or one.phone, one.company or one.email)
        before, comma, _ = self.value.rpartition(",")
        self.value = f"{before}{comma}{' ' if comma else ''}{label}"
        self.cursor_position = len(self.value)
        self._offers = []
        self._tell()

    def _named(self, id: str, name: str, what_else: str = "") -> str:
        """The words that stand for somebody in the line, and for nobody else in it."""
        tries = (name or what_else, f"{name} ({what_else})" if what_else else name, f"{name} ({id[:8]})", id)
        label = next(each for each in map(_label, tries) if each and self._ids.get(each, id) == id)
        self._ids[label] = id
        return label


def _label(name: str) -> str:
    """A name as it stands in the line, whose commas are those between people."""
    return " ".join(line(name).replace(",", " ").split())


def _told(one: ContactLine) -> str:
    return line(", ".join(filter(None, (one.name or one.email or one.phone, one.company))))


def _people(connection: Any, desk: Desk, words: str) -> tuple[ContactLine, ...]:
    """The first people whom these words find."""
    from crm_tui.domain.query import And, Query, Word
    from crm_tui.store import contacts

    nodes = tuple(Word(word) for word in words.split())
    query = Query(words, And(nodes) if len(nodes) > 1 else nodes[0])
    return contacts.page(connection, desk, query=query, limit=2 * MOST_OFFERED).rows
