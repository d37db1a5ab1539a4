"""What the palette offers: every action with its key, views, companies and people; and how it is found and done."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from crm_tui import actions
from crm_tui.actions import SCREENS, Action, Scope, shown
from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import CrmError, NotFoundError
from crm_tui.domain.value import dataclass
from crm_tui.screens.applying import BARRED, front, is_by_name, why_not

if TYPE_CHECKING:
    from crm_tui.domain.company import CompanyLine
    from crm_tui.domain.contact import ContactLine
    from crm_tui.domain.view import View
    from crm_tui.screens.desk_screen import DeskScreen

#: People, and companies, that one search offers.
_MOST_PEOPLE, _MOST_COMPANIES = 8, 4

#: Actions that make no sense from a list of actions.
_LEFT_OUT = frozenset({"palette.open", "screen.back"})

#: Where an action is that nothing but a dialog offers: found by typing, and not listed before.
_OFFERED = frozenset({*SCREENS, Scope.EVERYWHERE, Scope.LIST})

#: Behind all that was used lately.
_LONG_AGO = 1_000

#: Letters of a word in an explanation that nobody looks for: "and", "the".
_SHORT = 3

#: The rank of what is in no footer, and of what only moves the cursor, before anything is typed.
_UNRANKED, _MOVING = 100, 101


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the palette.

    ``kind`` is "action", "view", "company" or "contact"; ``ref`` its id; ``key`` as a rep reads it. ``note`` says what
    it does or is, ``why`` why it does nothing now, in a sentence. ``words`` are found by typing as ``name`` is, only
    later.
    """

    kind: str
    ref: str
    name: str
    note: str
    key: str = ""
    why: str = ""
    words: str = ""
    view: View | None = None
    action: Action | None = None

    @property
    def id(self) -> str:
        """What tells it from every other line, in this session and the next."""
        return f"{self.kind}:{self.ref}"

    @property
    def is_listed(self) -> bool:
        """Whether it stands there before anything was typed."""
        return self.kind == "view" or (self.action is not None and bool(self.action.where & _OFFERED))


class Found(NamedTuple):
    """What the store has for the palette: ``steps`` are the words of what undo and redo would do, "" for nothing."""

    lines: tuple[Line, ...]
    steps: tuple[str, str] = ("", "")


def of_actions(screen: DeskScreen, steps: tuple[str, str] | None = None) -> list[Line]:
    """Every action, as it stands on ``screen``; ``steps`` as in `Found`, None where they are not known yet."""
    named = (action for action in actions.ACTIONS if action.id not in _LEFT_OUT)
    keyed = screen.crm.icons.keyed
    steps = getattr(screen, "steps", steps)  # those of a screen that undoes what is in no database
    lines = []
    for action in actions.remapped(named, screen.crm.config.keys):
        why, note = why_not(screen, action), action.help
        if steps is not None and action.id in ("change.undo", "change.redo"):
            step = steps[action.id == "change.redo"]
            note = f"{note}: {step}" if step else note
            why = why or ("" if step else f"There is nothing to {action.label.lower()}.")
        lines.append(
            Line(
                kind="action",
                ref=action.id,
                name=action.label,
                note=note,
                key=keyed(shown(action.keys[0])) if action.keys and not is_by_name(screen, action) else "",
                why=why,
                words=f"{_said_first(action)} {action.id}",
                action=action,
            )
        )
    return lines


def _said_first(action: Action) -> str:
    """The words of the help, but for the short ones, and the example behind a colon."""
    first, _, _ = action.help.partition(":")
    return " ".join(word for word in (action.help if first == action.label else first).split() if len(word) > _SHORT)


# Finding


def ranked(lines: Iterable[Line], text: str, recent: Sequence[str]) -> list[Line]:
    """Those that ``text`` finds, in order; all of them for no text.

    What is called so comes before what begins so, and that before what holds such words; among equals what was used
    lately, then the best match.
    """
    places = {choice: place for place, choice in enumerate(recent)}
    typed, found = names.words(text), []
    for line in lines:
        if not text.strip():
            if line.is_listed or line.id in places:
                found.append((0, places.get(line.id, _LONG_AGO), _usual(line.action), line))
        elif (rank := _rank(line, text.strip(), typed)) is not None:
            named = max(1, min(rank, 3))
            found.append((named, places.get(line.id, _LONG_AGO), rank, line))
    return [line for *_, line in sorted(found, key=lambda each: each[:3])]


def _usual(action: Action | None) -> int:
    """Where an action stands before anything is typed: as in the footer."""
    if action is None:
        return _UNRANKED
    return action.footer or (_MOVING if Scope.LIST in action.where else _UNRANKED)


def lately_first(lines: Iterable[Line], recent: Sequence[str]) -> list[Line]:
    """The same lines, those first that were chosen lately."""
    places = {choice: place for place, choice in enumerate(recent)}
    return sorted(lines, key=lambda line: places.get(line.id, _LONG_AGO))


def _rank(line: Line, text: str, typed: tuple[str, ...]) -> int | None:
    """How well a line fits: 0 is its key, 1 its name, 2 the beginning of that, 3 words of it, 4 other words."""
    if line.key and text in (line.key, line.ref):
        return 0
    name = _words(line.name)
    if not typed:
        return None
    if name == typed:
        return 1
    if " ".join(name).startswith(" ".join(typed)):
        return 2
    if _begin(typed, name):
        return 3
    return 4 if _begin(typed, (*name, *_words(line.words))) else None


def _begin(typed: tuple[str, ...], words: tuple[str, ...]) -> bool:
    """Whether each word typed begins one of ``words``."""
    return all(any(word.startswith(part) for word in words) for part in typed)


@cache
def _folded(text: str) -> tuple[str, ...]:
    return names.words(text)


def _words(text: str) -> tuple[str, ...]:
    """The words of a name; those of actions are folded once."""
    return _folded(text) if text.isascii() else names.words(text)


# What the store has


def at_first(connection: Any, desk: Desk, recent: Sequence[str]) -> Found:
    """The views, the people and companies that were chosen lately, and what undo and redo would do."""
    from crm_tui.store import companies, contacts, undo, views

    lines = [_of_view(view) for view in views.listing(connection, desk)]
    for choice in recent:
        kind, _, id = choice.partition(":")
        try:
            if kind == "contact" and (one := contacts.one(connection, desk, id)).deleted_at is None:
                where = one.company.name if one.company else ""
                lines.append(_person(id, one.name, where, one.title, is_barred=one.do_not_contact))
            elif kind == "company" and (firm := companies.one(connection, desk, id)).deleted_at is None:
                lines.append(Line(kind="company", ref=id, name=firm.name, note="Company"))
        except NotFoundError:  # erased since
            continue
    steps = (undo.next_undo(connection), undo.next_redo(connection))
    before, after = (step.summary if step else "" for step in steps)
    return Found(tuple(lines), (before, after))


def for_text(connection: Any, desk: Desk, text: str) -> tuple[Line, ...]:
    """The first people whom a search finds, none for what is no search; and companies by the words of their names."""
    from crm_tui.domain import query
    from crm_tui.store import companies, contacts

    firms = companies.worded(connection, desk, text, limit=_MOST_COMPANIES)
    try:
        people = contacts.page(connection, desk, query=query.parse(text), limit=_MOST_PEOPLE).rows
    except CrmError:
        people = ()
    return (*map(_of_person, people), *map(_of_company, firms))


def _of_view(view: View) -> Line:
    return Line(kind="view", ref=view.id, name=view.name, note=_said("View", view.query), view=view)


def _of_person(one: ContactLine) -> Line:
    return _person(one.id, one.name or one.email, one.company, one.title, is_barred=one.do_not_contact)


def _person(id: str, name: str, company: str, title: str, *, is_barred: bool) -> Line:
    barred = BARRED if is_barred else ""
    return Line(kind="contact", ref=id, name=name, note=_said(barred, company, title))


def _of_company(one: CompanyLine) -> Line:
    people = "1 person" if one.people == 1 else f"{one.people} people"
    return Line(kind="company", ref=one.id, name=one.name, note=f"Company, {people}")


def _said(*parts: str) -> str:
    return " · ".join(filter(None, parts))


# Doing


async def carry_out(screen: DeskScreen, line: Line) -> None:
    """Does on ``screen`` what was chosen, and keeps it for the next time."""
    app = screen.crm
    try:
        app.recent.use(line.id)
    except CrmError as error:
        app.complain(error)
    if line.action is not None:
        method = f"action_{line.action.method}"
        node = next(node for node in (front(screen), screen, app) if hasattr(node, method))
        await app.run_action(line.action.call, default_namespace=node)
    elif line.view is not None:
        await app.open_view(line.view)
    elif line.ref == _shown(screen):
        return
    elif line.kind == "contact":
        app.open_contact(line.ref)
    elif line.kind == "company":
        app.open_company(line.ref)


def _shown(screen: DeskScreen) -> str:
    """The person or company that the screen in front is about."""
    return str(getattr(screen, "contact_id", "") or getattr(screen, "company_id", ""))
