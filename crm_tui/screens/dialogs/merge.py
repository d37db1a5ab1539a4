"""Merging people: who may be the same, and, before anything is written, what the merged contact will say."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Static

from crm_tui.actions import Scope
from crm_tui.domain import merge as merging
from crm_tui.domain.change import Change
from crm_tui.domain.contact import Contact, ContactLine
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.merge import FIELDS, FieldMerge
from crm_tui.screens.bindings import bindings
from crm_tui.screens.dialogs.dialog import Dialog
from crm_tui.screens.plain import line, plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.columns import Cell, Column
from crm_tui.screens.widgets.record_list import RecordList
from crm_tui.screens.words import number

if TYPE_CHECKING:
    from crm_tui.domain.match import Match

#: Contacts that are merged in one go: more can hardly be one person.
MOST_MERGED = 20

#: Rows that a dialog shows at once.
_MOST_ROWS = 9


class DuplicatesDialog(Dialog[Change]):
    """Lists who may be the same person as ``subject``; Enter shows what merging the two would make."""

    AUTO_FOCUS = "RecordList"

    def __init__(self, subject: Subject) -> None:
        super().__init__(
            f"Who is the same as {subject.name}?", hint="{dialog.save} shows both side by side · {dialog.close} closes"
        )
        self._subject = subject

    def body(self) -> ComposeResult:
        """The likely ones, the surest first."""
        yield RecordList(
            _CANDIDATES,
            identify=lambda one: one[0].id,
            empty=self.crm.spelt(
                "Nobody resembles them. {mark.toggle} marks several people, {contact.merge} merges those."
            ),
            icons=self.crm.icons,
            id="likely",
        )

    @property
    def likely(self) -> RecordList[tuple[ContactLine, Match]]:
        """The list."""
        return self.query_one("#likely", RecordList)

    async def on_show(self) -> None:
        """Looks for them."""
        from crm_tui.store import contacts

        found = await self.crm.read(contacts.likely_duplicates_of, self._subject.id)
        self.likely.styles.height = max(2, min(len(found), _MOST_ROWS))
        self.likely.show(found)

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> None:
        """Shows the two side by side; this dialog ends with that one."""
        if (chosen := self.likely.record) is None:
            raise UsageError("There is nobody to merge with.", self.crm.spelt("{dialog.close} closes."))
        people = await self.crm.read(whole, (self._subject.id, chosen[0].id))
        await self.app.push_screen(MergeDialog(people), self._merged)

    def _merged(self, change: Change | None) -> None:
        if change is not None:
            self.dismiss(change)


class MergeDialog(Dialog[Change]):
    """What ``people`` say otherwise of each other, and whose word is kept; everything else is kept of all.

    The contact of whom most is known is kept, and comes first.
    """

    SCOPE = Scope.MERGE
    BINDINGS: ClassVar[list[BindingType]] = bindings(Scope.MERGE)
    AUTO_FOCUS = "RecordList"

    def __init__(self, people: Sequence[Contact]) -> None:
        self._people = sorted(people, key=merging.worth, reverse=True)
        self._chosen: dict[str, str] = {}
        keep, *others = self._people
        words = others[0].name or "someone without a name" if len(others) == 1 else f"{len(others)} contacts"
        super().__init__(f"Merge {words} into {keep.name or 'someone without a name'}", hint=_HINT)

    def body(self) -> ComposeResult:
        """What comes along, and the fields to choose from."""
        yield Static(id="along")
        yield RecordList(
            _fields(lambda: self._people),
            identify=lambda one: one.name,
            empty="Whatever both say is the same.",
            has_titles=True,
            icons=self.crm.icons,
            id="fields",
        )

    @property
    def fields(self) -> RecordList[FieldMerge]:
        """The fields on which they differ."""
        return self.query_one("#fields", RecordList)

    def on_mount(self) -> None:
        """Shows what there is to choose."""
        super().on_mount()
        self._show()

    def _show(self) -> None:
        plan = merging.plan(self._people, self._chosen)
        disputed = [each for each in plan.fields if each.is_disputed]
        self.fields.styles.height = max(3, min(len(disputed), _MOST_ROWS) + 1)
        self.fields.show(disputed)

    async def on_show(self) -> None:
        """Counts what the others bring along."""
        from crm_tui.store import duplicates

        ids = tuple(person.id for person in self._people[1:])
        happened, steps = await self.crm.read(duplicates.along, ids)
        self.tell("along", plain(_along(self._people, happened, steps), "$foreground-muted"))

    def action_value_next(self) -> None:
        """Keeps what the next contact says of the highlighted field."""
        self._choose(1)

    def action_value_previous(self) -> None:
        """Keeps what the contact before says of it."""
        self._choose(-1)

    def _choose(self, step: int) -> None:
        if (one := self.fields.record) is None:
            return
        ids = [person.id for person in self._people if person.id in one.values]
        self._chosen[one.name] = ids[(ids.index(one.chosen) + step) % len(ids)]
        self._show()

    @on(RecordList.Opened)
    async def _open(self) -> None:
        await self.action_dialog_save()

    async def save(self) -> Change:
        """Merges them."""
        from crm_tui.store import contacts

        keep, *others = (person.id for person in self._people)
        return await self.crm.write(contacts.merge, keep, others, self._chosen)


_HINT = (
    "{value.previous} {value.next} whose word is kept · {dialog.save} merges, {change.undo} undoes it · "
    "{dialog.close} closes"
)


def whole(connection: Any, desk: Desk, ids: Sequence[str]) -> tuple[Contact, ...]:
    """The contacts with these ids; a query for `CrmApp.read`. Raises `NotFoundError`."""
    from crm_tui.store import contacts

    return tuple(contacts.one(connection, desk, id) for id in ids)


def _along(people: Sequence[Contact], happened: int, steps: int) -> str:
    """What the others bring that the first has not got."""
    keep, *others = people
    known = {point.normal or point.value for point in (*keep.emails, *keep.phones)}
    new = dict.fromkeys(
        line(point.value)
        for each in others
        for point in (*each.emails, *each.phones)
        if (point.normal or point.value) not in known
    )
    tags = dict.fromkeys(f"#{line(tag)}" for each in others for tag in each.tags if tag not in keep.tags)
    entries = "1 entry" if happened == 1 else f"{number(happened)} entries"
    follow_ups = "1 follow-up" if steps == 1 else f"{number(steps)} follow-ups"
    return f"Comes along: {', '.join((*new, *tags, entries, follow_ups))}. What is not kept goes into the note."


_CANDIDATES: tuple[Column[tuple[ContactLine, Any]], ...] = (
    Column(title="", width=4, cell=lambda one: Cell(f"{round(one[1].score * 100)} %".rjust(4), "accent")),
    Column(title="Name", width=18, flex=3, cell=lambda one: Cell(one[0].name or "(no name)", "strong")),
    Column(title="Company", width=12, flex=2, rank=1, cell=lambda one: Cell(one[0].company, "dim")),
    Column(title="Why", width=16, flex=3, cell=lambda one: Cell(one[1].reason)),
)


def _fields(people: Callable[[], Sequence[Contact]]) -> tuple[Column[FieldMerge], ...]:
    def others(one: FieldMerge) -> Cell:
        kept = one.values[one.chosen].casefold()
        rest = dict.fromkeys(
            one.values[each.id] for each in people() if one.values.get(each.id, "").casefold() not in ("", kept)
        )
        return Cell(" · ".join(rest), "dim")

    return (
        Column(title="", width=13, cell=lambda one: Cell(FIELDS[one.name], "dim")),
        Column(title="Kept", width=16, flex=1, cell=lambda one: Cell(one.values[one.chosen], "strong")),
        Column(title="Instead of", width=16, flex=1, cell=others),
    )
