"""Anything in one line: `@jane call vm next tue 9am #q4 !high "sent pricing"`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from crm_tui.domain import quick_add
from crm_tui.domain.change import Change
from crm_tui.domain.chips import Chip
from crm_tui.domain.completing import Names, Wanted
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.follow_up import Priority
from crm_tui.domain.quick_add import ChipKind, QuickLine
from crm_tui.domain.quick_add import completing as words
from crm_tui.domain.value import replace
from crm_tui.screens.dialogs.chip_field import ChipDialog, ChipField
from crm_tui.screens.dialogs.offers import Offer
from crm_tui.screens.plain import line, plain
from crm_tui.screens.subject import Subject
from crm_tui.screens.widgets.banner import do_not_contact
from crm_tui.screens.widgets.chips import chips

if TYPE_CHECKING:
    from crm_tui.screens.app import CrmApp
    from crm_tui.store.quick import Named

_EXAMPLE = '@jane call vm next tue 9am #q4 !high "sent pricing"'
_HINT = "{dialog.save} saves · Tab completes · Backspace makes it words · {dialog.close} closes"


class QuickField(ChipField):
    """The line. ``named`` are those whom it is known to name, by the words after the @."""

    def __init__(self, *, id: str, placeholder: str = "") -> None:
        super().__init__(id=id, placeholder=placeholder)
        self.named: dict[str, Named] = {}
        #: Contacts that were chosen by Tab, by the words that then stand for them.
        self.ids: dict[str, str] = {}
        self._dates: quick_add.Dates = {}
        self._minute: datetime | None = None

    def parsed(self) -> QuickLine:
        """What the line says now."""
        desk = cast("CrmApp", self.app).desk()
        minute = desk.moment.now.replace(second=0, microsecond=0)
        if minute != self._minute:
            self._dates, self._minute = {}, minute
        return quick_add.parse(self.value, desk, off=self.off, dates=self._dates)

    def chips(self) -> Sequence[Chip]:
        """All but quotations, and names that stand for nobody yet: those are still being typed."""
        found = (chip for chip in self.parsed().chips if chip.kind is not ChipKind.TEXT)
        return [chip for chip in found if chip.kind is not ChipKind.CONTACT or self._is_somebody(chip.label)]

    def wanted(self) -> Wanted | None:
        """What is being typed; else the first name that may be several people's."""
        parsed = self.parsed()
        found = words.wanted(parsed, self.cursor_position)
        if found is not None and not (found.names is Names.CONTACTS and found.prefix in self.ids):
            return found
        for chip in parsed.chips:
            if chip.kind is ChipKind.CONTACT and (one := self.named.get(chip.label)) and one.candidates:
                return Wanted(Names.CONTACTS, chip.label, chip.start, chip.end)
        return None

    def written(self, wanted: Wanted, offer: Offer) -> str:
        """The name as a contact of the line: for nobody else, even where several have it."""
        if wanted.names is not Names.CONTACTS:
            return super().written(wanted, offer)
        tries = (
            offer.name,
            f"{offer.name} ({offer.what_else})" if offer.what_else else "",
            f"{offer.id[:8]}",
            offer.id,
        )
        spelt = (words.written(line(each)) for each in tries if each)
        text = next(each for each in spelt if self.ids.get(_words(each), offer.id) == offer.id)
        self.ids[_words(text)] = offer.id
        return f"{text} "

    def _is_somebody(self, words: str) -> bool:
        one = self.named.get(words)
        return one is not None and one.contact is not None


class QuickAddDialog(ChipDialog):
    """Chips under the line say what is understood; what has no chip stays text.

    Without an @ the line is about ``subject``, the highlighted person.
    """

    def __init__(self, subject: Subject | None = None) -> None:
        about = f"Quick add · {subject.name}" if subject else "Quick add"
        super().__init__(about, draft_key=f"quick add {subject.id if subject else ''}", hint=_HINT)
        self._subject = subject

    def body(self) -> ComposeResult:
        """The line, what may complete it, its chips, whom it is about, and what saving would do."""
        yield Static(id="banner", classes="empty")
        yield QuickField(id="line", placeholder=_EXAMPLE)
        yield Static(id="offers", classes="empty")
        yield Static(id="echo")
        yield Static(id="whom", classes="empty")
        yield Static(id="does", classes="empty")

    @property
    def _line(self) -> QuickField:
        return self.query_one(QuickField)

    def on_mount(self) -> None:
        """Says whom it is about."""
        self._refresh()

    @on(ChipField.Changed)
    def _typed(self) -> None:
        self.tell("complaint", Content(""))
        self._refresh()

    def _refresh(self) -> None:
        parsed = self._line.parsed()
        self._tell_chips(parsed)
        self.crm.flow(self._look_whom_up(parsed), group="whom")

    def _tell_chips(self, parsed: QuickLine) -> None:
        known, field = self._line.named, self._line
        found = [chip for chip in parsed.chips if chip.kind is not ChipKind.TEXT]
        field.show([chip for chip in found if chip.kind is not ChipKind.CONTACT or known.get(chip.label)])
        labels = {chip: _named_label(chip, known.get(chip.label)) for chip in found if chip.kind is ChipKind.CONTACT}
        self.tell("echo", chips(found, field.size.width, labels=labels, text=parsed.text, off=field.plain))
        self.tell("does", Content("\n").join(self._does(parsed)))

    async def _look_whom_up(self, parsed: QuickLine) -> None:
        """Says who the words after each @ stand for."""
        from crm_tui.store import quick

        field = self._line
        found = await self.crm.read_for("whom", quick.named, parsed.contacts, field.ids) if parsed.contacts else ()
        if parsed.line != field.value:
            return
        field.named = {one.words: one for one in found}
        self.tell("whom", Content("\n").join(map(self._problem, (one for one in found if one.problem))))
        self._tell_chips(parsed)
        if any(one.candidates for one in found):
            field.look_up()

    def _problem(self, one: Named) -> Content:
        sign = self.crm.icons.warning
        if one.candidates:
            return plain(
                f"{sign} “{one.words}” may be several people: Tab takes one, type on for another.", "$text-warning"
            )
        return plain(f"{sign} Nobody is called “{one.words}”.", "$text-warning")

    def _does(self, parsed: QuickLine) -> Iterator[Content]:
        """What saving would do, and that somebody must not be contacted."""
        people = self._people()
        banned = [name for name, is_banned in people if is_banned]
        self.tell("banner", do_not_contact(self.crm.icons) if banned else Content(""))
        is_banned = bool(people) and people[0][1]
        said = " · ".join(_said(replace(parsed, when=None) if is_banned else parsed, self.crm.desk()))
        if people and said:
            yield plain(
                f"{self.crm.icons.arrow} {line(', '.join(name for name, _ in people))}: {said}", "$text-success"
            )
        if is_banned and parsed.when is not None:
            yield plain(f"{people[0][0]} must not be contacted: no follow-up can be planned.", "$text-error")

    def _people(self) -> list[tuple[str, bool]]:
        """Names of whom the line is about, as far as known, and whether they must not be contacted."""
        parsed = self._line.parsed()
        if not parsed.contacts:
            return [(self._subject.name, self._subject.do_not_contact)] if self._subject else []
        found = (self._line.named.get(each) for each in parsed.contacts)
        known = {one.contact.id: one.contact for one in found if one and one.contact}
        return [(one.name, one.do_not_contact) for one in known.values()]

    async def save(self) -> Change:
        """Saves the line as one change."""
        from crm_tui.store import quick

        if not self.typed("line"):
            raise UsageError("The line is empty.", f"For example: {_EXAMPLE}.")
        parsed = self._line.parsed()
        return await self.crm.write(quick.save, parsed, await self._ids(parsed))

    async def _ids(self, parsed: QuickLine) -> list[str]:
        """Whom the line is about. Raises `UsageError`, `NotFoundError` or `AmbiguousError`."""
        from crm_tui.store import quick

        if not parsed.contacts:
            if self._subject is None:
                raise UsageError("The line names no contact.", "Put @ before a name: “@jane call vm next tue 9am”.")
            return [self._subject.id]
        found = await self.crm.read(quick.named, parsed.contacts, self._line.ids)
        for one in found:
            if one.candidates:
                self._line.named[one.words] = one
                self._line.look_up()
                raise UsageError(f"“{one.words}” may be several people.", "Tab takes the one that is offered first.")
            if one.problem is not None:
                raise one.problem
        return list(dict.fromkeys(one.contact.id for one in found if one.contact))


def _words(written: str) -> str:
    """The words that stand for a contact written like this."""
    return written.removeprefix("@").strip('"')


def _named_label(chip: Chip, one: Named | None) -> str:
    if one is None:
        return chip.label
    if one.contact is None:
        return f"{chip.label}?"
    company = one.contact.company.name if one.contact.company else ""
    return ", ".join(filter(None, (one.contact.name or chip.label, company)))


def _said(parsed: QuickLine, desk: Desk) -> Iterator[str]:
    """What saving would do, part by part."""
    from crm_tui.domain import when
    from crm_tui.domain.recurrence import describe_rule

    if parsed.logged is not None:
        yield " ".join(
            filter(None, ("logs", parsed.logged, parsed.direction and f"({parsed.direction})", parsed.outcome))
        )
    if parsed.when is not None:
        every = f", {describe_rule(parsed.when.every)}" if parsed.when.every else ""
        rank = "" if parsed.priority is Priority.NORMAL else f", {parsed.priority.name.lower()} priority"
        day, _, _ = when.describe(parsed.when.value, desk.moment).partition(",")
        yield f"plans {parsed.next_kind} {day}{every}{rank}"
    if parsed.tags:
        yield "tags " + " ".join(f"#{tag}" for tag in parsed.tags)
