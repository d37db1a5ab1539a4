"""Every action of the app, once: its id, keys, words, and the places where it works.

Bindings, the footer, the command palette, the help screen, `crm keys`, the `[keys]` table of config.toml and
docs/keys.md are all made from `ACTIONS`. An action ``noun.verb`` is carried out by the method
``action_noun_verb`` of the screen, dialog, list or app whose scope it names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from functools import cache

from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import BY_KEY
from crm_tui.domain.status import Tier
from crm_tui.domain.value import dataclass


class Scope(StrEnum):
    """A place where keys are pressed, in the words of the help screen."""

    EVERYWHERE = "Everywhere"
    LIST = "In every list"
    TODAY = "Today"
    CONTACTS = "Contacts"
    CONTACT = "Contact"
    COMPANIES = "Companies"
    COMPANY = "Company"
    FOLLOW_UPS = "Follow-ups"
    WORK = "Working a list"
    DATA = "Data"
    DUPLICATES = "Duplicates"
    SETTINGS = "Settings"
    DIALOG = "In every dialog"
    LOG = "Logging a call"
    ENTRY = "Editing an entry"
    WRITING = "Writing a note"
    KINDS = "Filtering a timeline"
    SNOOZE = "Snoozing"
    STATUS = "Setting the status"
    VIEWS = "Choosing a view"
    MERGE = "Merging"
    ADDING = "Adding a contact"
    BLOCK = "A block is paused"
    SUMMARY = "The end of a block"
    WELCOME = "Welcome"
    COLUMNS = "The columns of a file"
    PREVIEW = "What an import would do"
    GUIDE = "The end of the guide"


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something a key does.

    ``id`` is stable for ever. ``keys`` are written as Textual writes them ("ctrl+p", "question_mark" or "?").
    ``label`` is the footer's word, ``help`` a sentence without a full stop. ``footer`` ranks the action in the
    footer, 0 keeps it out. Actions that differ by a number alone share a handler, ``choice`` is its argument and
    the end of their id.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    where: frozenset[Scope]
    footer: int = 0
    choice: int = 0

    @property
    def method(self) -> str:
        """The name of the handler, without its ``action_`` prefix."""
        noun_verb = self.id.rpartition("_")[0] if self.choice else self.id
        return noun_verb.replace(".", "_")

    @property
    def call(self) -> str:
        """What a binding calls: the handler, with the number of the choice if it is one of several."""
        return f"{self.method}({self.choice})" if self.choice else self.method


_EVERYWHERE = frozenset({Scope.EVERYWHERE})
_LIST = frozenset({Scope.LIST})
#: Screens on which a person is highlighted.
_PERSON = frozenset(
    {Scope.TODAY, Scope.CONTACTS, Scope.CONTACT, Scope.COMPANIES, Scope.COMPANY, Scope.FOLLOW_UPS, Scope.WORK}
)
#: Screens whose list can be searched.
_SEARCHED = frozenset({Scope.CONTACTS, Scope.COMPANIES, Scope.SETTINGS})
#: Screens on which rows can be marked.
_MARKED = frozenset({Scope.TODAY, Scope.CONTACTS, Scope.COMPANIES, Scope.COMPANY, Scope.FOLLOW_UPS})
_CONTACTS = frozenset({Scope.CONTACTS})
_VIEWS = frozenset({Scope.VIEWS})
_SETTINGS = frozenset({Scope.SETTINGS})
#: Screens with several lists.
_PARTED = frozenset({Scope.CONTACT, Scope.COMPANIES, Scope.COMPANY, Scope.FOLLOW_UPS, Scope.DATA})
#: Screens with a timeline.
_TIMELINE = frozenset({Scope.CONTACT, Scope.COMPANY})
#: Screens on which a follow-up can be highlighted.
_STEP = frozenset({Scope.TODAY, Scope.CONTACT, Scope.FOLLOW_UPS, Scope.WORK})
#: The one screen on which digits are no places: there they are outcomes.
_WORK = frozenset({Scope.WORK})
#: Screens on which the people of a list follow each other.
_WALKED = _WORK | {Scope.CONTACT}


def _action(
    id: str, keys: str, label: str, help: str, where: frozenset[Scope] = _EVERYWHERE, footer: int = 0
) -> Action:
    return Action(id=id, keys=tuple(keys.split()), label=label, help=help, where=where, footer=footer)


#: Screens on which records can be merged.
_MERGED = _PERSON | {Scope.DUPLICATES}
_DUPLICATES = frozenset({Scope.DUPLICATES})
_DATA = frozenset({Scope.DATA})

_GENERAL = (
    _action("go.today", "1", "Today", "Today: what to do next, in order"),
    _action("go.work", "2", "Work", "Work: go on with the block that is paused, or begin one with this list"),
    _action("go.contacts", "3", "Contacts", "Contacts: search everyone"),
    _action("go.contact", "4", "Contact", "Contact: all about the highlighted person", _PERSON - _WORK),
    _action("go.companies", "5", "Companies", "Companies: their people and joint timeline"),
    _action("go.follow_ups", "6", "Follow-ups", "Follow-ups: the agenda"),
    _action("go.data", "7", "Data", "Data: the file, backups, the trash, and everything that was done"),
    _action("go.duplicates", "M", "Duplicates", "Duplicates: who is likely there twice, to be merged or told apart"),
    _action("go.settings", "comma", "Settings", "Settings: days, statuses, next steps, colours"),
    _action("contact.add", "a", "Add", "Add a contact, in one line: name, company, e-mail, phone, #tag", footer=70),
    _action("quick.add", "+", "Quick add", "One line for anything: @jane call vm next tue 9am #q4"),
    _action("file.import", "I", "Import", "Bring contacts in from a file"),
    _action("file.export", "E", "Export", "Write this list, the marked, or everything to a file"),
    _action("contact.last", "-", "Last contact", "Back to the contact before"),
    _action("reminder.open", "!", "Reminder", "The person whom the last reminder was about"),
    _action("palette.open", "ctrl+p :", "Palette", "Find an action or a contact by typing", footer=90),
    _action("help.open", "? f1", "Keys", "The keys of this screen", footer=91),
    _action("change.undo", "z", "Undo", "Undo the last change, also of an earlier day", footer=80),
    _action("change.redo", "Z", "Redo", "Bring back what was undone"),
    _action("app.theme", "T", "Theme", "Choose the colours of the app: dark, light, high contrast"),
    _action("guide.begin", "B", "Guide", "The two-minute guide: begin it, or go on where you left it"),
    _action("guide.leave", "Q", "Leave the guide", "Leave the guide for now"),
    _action("app.leave", "q", "Quit", "Back, then quit; a draft is never lost", footer=99),
    _action("screen.back", "escape", "Back", "Back to where you came from"),
)

_MOVES = (
    _action("row.down", "j down", "Down", "Next row", _LIST),
    _action("row.up", "k up", "Up", "Previous row", _LIST),
    _action("row.first", "g home", "Top", "First row", _LIST),
    _action("row.last", "G end", "End", "Last row", _LIST),
    _action("page.down", "pagedown", "Page down", "One page down", _LIST),
    _action("page.up", "pageup", "Page up", "One page up", _LIST),
    _action("row.open", "enter", "Open", "Open the highlighted record", _LIST | _WORK),
)

_VERBS = (
    _action("call.log", "c", "Call", "Log a call: the timer starts, then one key for the outcome", _PERSON, 10),
    _action("follow_up.done", "d", "Done", "Done: outcome, proposed next step, Enter", _STEP, 11),
    _action("follow_up.snooze", "s", "Snooze", "Move the follow-up to a later day", _STEP, 12),
    _action("follow_up.add", "f", "Follow-up", "New follow-up, in one line: tue 9 call about pricing", _PERSON, 13),
    _action("note.add", "n", "Note", "Quick note", _PERSON, 14),
    _action("interaction.log", "l", "Log", "Log a call, email, meeting, message, visit or note", _PERSON, 15),
    _action("contact.edit", "e", "Edit", "Edit the person, or the highlighted entry or follow-up", _PERSON, 16),
    _action("contact.tag", "t", "Tags", "Put tags on, take tags off", _PERSON),
    _action("contact.status", "p", "Status", "Status, tier, do-not-contact", _PERSON),
    _action("contact.owner", "O", "Owner", "Give to a rep, or to nobody", _PERSON),
    _action("contact.reach", "o", "Write or dial", "Open the e-mail, phone number or link", _PERSON),
    _action("contact.copy", "y", "Copy", "Copy the phone number or e-mail address", _PERSON),
    _action("contact.merge", "m", "Merge", "Merge the marked, or show likely duplicates", _MERGED),
    _action("contact.delete", "x", "To the trash", "Move the person, entry or follow-up to the trash", _PERSON),
)


def _choices(
    id: str, where: Scope | frozenset[Scope], helps: Sequence[str], *, keys: str = "123456789"
) -> Iterator[Action]:
    """Actions on one key each."""
    places = frozenset({where}) if isinstance(where, Scope) else where
    for number, (key, words) in enumerate(zip(keys, helps, strict=False), 1):
        yield Action(id=f"{id}_{number}", keys=(key,), label=words, help=words, where=places, choice=number)


#: The keys of the kinds of entries, in the order of `InteractionKind`, and of all kinds.
KIND_KEYS = "cemtvna"

_KINDS = (*(f"Only what is a {kind}" for kind in InteractionKind), "Everything")
_WRITING = frozenset({Scope.WRITING})

_SNOOZES = ("Later today", "Tomorrow", "In 3 working days", "Monday", "In two weeks", "In a month")

_PLACED = (
    _action("list.search", "/", "Search", "Search this list as you type", _SEARCHED, 5),
    _action("view.switch", "v", "Views", "Switch to a view: its digit, or the beginning of its name", _CONTACTS, 6),
    _action("view.save", "V", "Save view", "Save this search as a view", _CONTACTS),
    _action("list.work", "w", "Work", "Work this list, or whoever is marked, one person at a time", _MARKED, 9),
    _action("block.end", "W", "End block", "End the block, with what was done in it", _WORK),
    _action("duplicate.dismiss", "X", "Two people", "They are two people: do not show the pair again", _DUPLICATES, 7),
    _action("duplicate.merge_obvious", "A", "All obvious", "Merge all with the same name and e-mail", _DUPLICATES, 8),
    _action("trash.restore", "R", "Restore", "Take the record out of the trash, as it was", _DATA, 3),
    _action("trash.erase", "D", "Erase", "Erase the record for good: not even undo brings it back", _DATA, 4),
    _action("book.backup", "b", "Back up", "Copy the whole book to a file, now", _DATA, 5),
    _action("list.sort", "S", "Sort", "Another order of this list", _CONTACTS),
    _action("list.previous", "[", "Previous", "The previous person of the list", _WALKED),
    _action("list.next", "]", "Next", "The next person of the list; in a block that skips", _WALKED),
    _action("part.next", "tab", "Next part", "To the next part of this screen", _PARTED),
    _action("part.previous", "shift+tab", "Previous part", "To the part before", _PARTED),
    _action("mark.toggle", "space", "Mark", "Mark this row and go on: the next verb is about all marked", _MARKED, 85),
    _action("mark.all", "*", "Mark all", "Mark all that this list holds", _MARKED),
    _action("mark.clear", "\\", "No marks", "Take all marks off", _MARKED),
    _action("timeline.filter", "F", "Filter", "Show one kind of entry in the timeline: calls, notes", _TIMELINE, 17),
    _action("entry.pin", "P", "Pin", "Keep the entry on the card of the person, or let it go", _TIMELINE),
    _action("history.show", "H", "History", "Every change of this record", _PERSON),
    _action("setting.reset", "r", "Built-in", "Back to the built-in value", _SETTINGS, 20),
    _action("setting.remove", "delete", "Remove", "Take the status, tag or key out", _SETTINGS, 21),
    _action("setting.up", "<", "Up", "Move the status up", _SETTINGS),
    _action("setting.down", ">", "Down", "Move the status down", _SETTINGS),
)

_COLUMNS = frozenset({Scope.COLUMNS})
_PREVIEW = frozenset({Scope.PREVIEW})

_DIALOGS = (
    _action("dialog.save", "enter", "Save", "Save, from any field", frozenset({Scope.DIALOG})),
    _action("dialog.close", "escape", "Close", "Close; what was typed is kept as a draft", frozenset({Scope.DIALOG})),
    _action("dialog.help", "f1 ?", "Keys", "The keys of this dialog", frozenset({Scope.DIALOG})),
    *_choices("outcome.choose", _WORK | {Scope.LOG, Scope.ENTRY}, [f"The call ended: {outcome}" for outcome in BY_KEY]),
    _action("proposal.next", "space", "Other next step", "Another of the proposed next steps", frozenset({Scope.LOG})),
    _action("note.write", "ctrl+e", "Editor", "Write the note in your own editor (VISUAL or EDITOR)", _WRITING),
    *_choices("kind.choose", Scope.KINDS, _KINDS, keys=KIND_KEYS),
    *_choices("snooze.preset", Scope.SNOOZE, _SNOOZES),
    *_choices("status.choose", Scope.STATUS, [f"Status {number} of the list" for number in range(1, 10)]),
    *_choices("tier.choose", Scope.STATUS, [f"Tier {tier}" for tier in Tier], keys="abc"),
    _action("contact.bar", "0", "Do not contact", "Do not contact, or contact again", frozenset({Scope.STATUS})),
    *_choices("view.choose", Scope.VIEWS, [*(f"View {key}" for key in "123456789"), "Everyone"], keys="1234567890"),
    _action("view.rename", "=", "Rename", "Give the view another name", _VIEWS, 1),
    _action("view.up", "<", "Up", "Move the view up", _VIEWS, 2),
    _action("view.down", ">", "Down", "Move the view down", _VIEWS, 3),
    _action("view.delete", "delete", "Delete", "Move the view to the trash", _VIEWS, 4),
    _action("value.next", "right", "Next value", "Keep what the next contact says", frozenset({Scope.MERGE})),
    _action("value.previous", "left", "Value before", "Keep what the contact before says", frozenset({Scope.MERGE})),
    *_choices("duplicate.open", Scope.ADDING, [f"Open likely duplicate {number}" for number in range(1, 4)]),
    *_choices("block.choose", Scope.BLOCK, ["Go on with the block that is paused", "End it, and work this list"]),
    _action("summary.copy", "y", "Copy", "Copy what was done in the block", frozenset({Scope.SUMMARY})),
    *_choices("welcome.choose", Scope.WELCOME, ["Look around", "Bring contacts", "Start empty"]),
    _action("preview.open", "right", "Preview", "See what would happen, before it does", _COLUMNS),
    _action("column.leave_out", "-", "Leave out", "Leave the column out, or bring it in again", _COLUMNS),
    _action("column.restore", "r", "As recognised", "Back to the field that was recognised", _COLUMNS),
    _action("file.product", "p", "Product", "Say whose file it is, or take a mapping that you saved", _COLUMNS),
    _action("file.encoding", "e", "Encoding", "Say how the letters of the file are written", _COLUMNS | _PREVIEW),
    _action("file.delimiter", "d", "Delimiter", "Say what stands between the cells", _COLUMNS),
    _action("file.sheet", "h", "Sheet", "Say which sheet of the workbook is read", _COLUMNS),
    _action("file.country", "c", "Country", "Say of which country phone numbers and days are", _COLUMNS | _PREVIEW),
    _action("mapping.save", "s", "Save", "Save the mapping under a name, for the next file of this kind", _COLUMNS),
    _action("import.tag", "t", "Tag", "Give everybody in the file a tag", _PREVIEW),
    _action("import.mode", "m", "Mode", "What becomes of people who are there already", _PREVIEW),
    _action("import.me", "y", "Your addresses", "Say which addresses in the mail are your own", _PREVIEW),
    *_choices("guide.choose", Scope.GUIDE, ["Stay among the invented people", "Open your own book"]),
)

ACTIONS: tuple[Action, ...] = (*_GENERAL, *_PLACED, *_MOVES, *_VERBS, *_DIALOGS)

#: The screens, each of which also has the actions of `Scope.EVERYWHERE` and `Scope.LIST`; a block has no list, and no
#: keys that go to other places.
SCREENS: tuple[Scope, ...] = (
    Scope.TODAY,
    Scope.CONTACTS,
    Scope.CONTACT,
    Scope.COMPANIES,
    Scope.COMPANY,
    Scope.FOLLOW_UPS,
    Scope.WORK,
    Scope.DATA,
    Scope.DUPLICATES,
    Scope.SETTINGS,
)


def of(scope: Scope) -> tuple[Action, ...]:
    """The actions that name this scope themselves, in the registry's order."""
    return tuple(action for action in ACTIONS if scope in action.where)


def on(scope: Scope) -> tuple[Action, ...]:
    """Everything that a key does while this place is in front, nearest meaning first."""
    if scope is Scope.WORK:
        return (*of(scope), *(action for action in of(Scope.EVERYWHERE) if not action.id.startswith("go.")))
    if scope in SCREENS:
        return (*of(scope), *of(Scope.LIST), *of(Scope.EVERYWHERE))
    return (*of(scope), *of(Scope.DIALOG)) if scope is not Scope.DIALOG else of(scope)


def remapped(actions: Iterable[Action], keys: Mapping[str, tuple[str, ...]]) -> tuple[Action, ...]:
    """The same actions with the keys that the rep's settings give them (action id → keys)."""
    from crm_tui.domain.value import replace

    return tuple(replace(action, keys=keys[action.id]) if action.id in keys else action for action in actions)


def printed(keys: Mapping[str, tuple[str, ...]]) -> Mapping[str, str]:
    """By the id of each action, its first key as a rep reads it, with the rep's own keys; "" where it has none."""
    return {action.id: shown(action.keys[0]) if action.keys else "" for action in remapped(ACTIONS, keys)}


def spelt(words: str, keys: Mapping[str, str]) -> str:
    """``words`` with the key of every action whose id stands in braces; its name where it has no key.

    ``keys`` as `printed` gives them.
    """
    return BRACED.sub(lambda found: keys[found[1]] or _LABELS[found[1]], words)


#: The id of an action in a text, to be spelt.
BRACED = re.compile(r"\{([a-z_.0-9]+)\}")

_LABELS = {action.id: action.label for action in ACTIONS}

_NAMES = {
    "escape": "Esc",
    "delete": "Del",
    "enter": "Enter",
    "tab": "Tab",
    "space": "Space",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "down": "↓",
    "up": "↑",
    "left": "←",
    "right": "→",
}


@cache
def shown(key: str) -> str:
    """A key as a rep reads it: ``Ctrl+P``, ``?``, ``Enter``."""
    *modifiers, name = key.split("+") if key != "+" else ["+"]
    if len(name) > 1 and name not in _NAMES:
        name = _symbol(name) or name.capitalize()
    elif modifiers:
        name = name.upper()
    return "+".join((*(modifier.capitalize() for modifier in modifiers), _NAMES.get(name, name)))


def _symbol(name: str) -> str:
    """The character that Textual calls ``question_mark``, "" where the name is of no character."""
    import unicodedata

    try:
        return unicodedata.lookup(name.replace("_", " "))
    except KeyError:
        return ""
