"""What the coach says: for each step, and what the rep has in front of them, a sentence with the key and the reason.

Keys are written as the ids of actions in braces, so that they follow ``[keys]``; those of a line that is typed into are
always the same, and stand there as they are.
"""

from __future__ import annotations

from enum import Enum

from crm_tui.domain.guided import Step
from crm_tui.domain.typed import NamedTuple
from crm_tui.domain.value import dataclass


class Front(Enum):
    """What lies over the desk."""

    NOTHING = "nothing"
    CALL = "the log of a call, without an outcome"
    ENDED_CALL = "the log of a call, with its outcome"
    SNOOZE = "the days to snooze to"
    PALETTE = "the palette"
    OTHER = "another dialog"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the rep has in front of them.

    ``is_offered``: the screen has the action that the step is about; ``why`` it does nothing there now, "" where it
    would. ``sought`` is what stands in a search line. ``person`` is the id of whoever is highlighted, ``chosen`` what
    is chosen in the log of a call.
    """

    front: Front = Front.NOTHING
    is_offered: bool = True
    why: str = ""
    is_block: bool = False
    is_typing: bool = False
    sought: str = ""
    has_found: bool = False
    person: str = ""
    chosen: str = ""


class Words(NamedTuple):
    """A sentence, a remark beneath it, and the key that is waited for.

    ``reason`` takes the place of the remark: why the key would do nothing now. It may hold a name, and is no template.
    """

    sentence: str
    aside: str
    key: str
    reason: str = ""


#: The action that a step is about; steps 2 and 3 are about what its dialog has.
ACTION = {
    Step.CALL: "call.log",
    Step.SNOOZE: "follow_up.snooze",
    Step.SEARCH: "list.search",
    Step.UNDO: "change.undo",
}

_OUTCOME = Words(
    "How did it end? One key says it: {outcome.choose_2} is no answer.",
    "The next step follows from it, and is shown before it is saved.",
    "{outcome.choose_2}",
)
_SAVE = Words(
    "{dialog.save} saves the call and its next step; the next person is there.",
    "{proposal.next} proposes another next step; letters begin a note.",
    "{dialog.save}",
)
_DAYS = Words(
    "{snooze.preset_2} moves it to tomorrow; beside the days stands where each leads.",
    "Or type a day and {dialog.save}: thu 3pm, 12 jan.",
    "{snooze.preset_2}",
)
_TYPE = Words(
    "Type a few letters of anybody: a name, a company, a number, a note.",
    "Half a word will do; accents and small slips do not matter.",
    "a few letters",
)
_LEAVE_LINE = Words(
    "Found. {Esc} leaves the line, where letters are letters; then {change.undo}.",
    "{change.undo} takes back the last change, the snooze.",
    "{Esc}, then {change.undo}",
)

#: By step, on a screen that has its action.
_ON_DESK = {
    Step.CALL: Words(
        "{call.log} logs a call with the highlighted person, and starts its timer.",
        "{row.down} and {row.up} go to somebody else first.",
        "{call.log}",
    ),
    Step.SNOOZE: Words(
        "{follow_up.snooze} moves a follow-up to a later day, so that it is not forgotten.",
        "For what cannot be done today.",
        "{follow_up.snooze}",
    ),
    Step.SEARCH: Words(
        "{list.search} searches everyone as you type: names, companies, phones, notes.",
        "Half a word will do, also with a slip in it.",
        "{list.search}",
    ),
    Step.UNDO: Words(
        "{change.undo} takes back the last change, the snooze, wherever you are.",
        "Everything can be undone, tomorrow too.",
        "{change.undo}",
    ),
}

#: By step, on a screen that has not its action: where to go, and the sentence.
_ELSEWHERE = {
    Step.CALL: ("{go.today}", "{go.today} goes to Today; {call.log} logs a call there."),
    Step.SNOOZE: ("{go.today}", "{go.today} goes to Today; {follow_up.snooze} moves a follow-up to a later day there."),
    Step.SEARCH: ("{go.contacts}", "{go.contacts} goes to Contacts, where {list.search} searches everyone."),
    Step.UNDO: ("{go.today}", "{go.today} goes to Today; {change.undo} takes back the last change there."),
}


def words(step: Step, sight: Sight) -> Words:
    """What to say. Steps 2 and 3 are those of the dialog."""
    if sight.front is not Front.NOTHING:
        return _in_dialog(step, sight)
    there = _ON_DESK[_on_desk(step)]
    if not sight.is_offered:
        go, sentence = _ELSEWHERE[_on_desk(step)]
        there = Words(sentence, there.aside, f"{go}, then {there.key}")
        return _after("{screen.back} pauses the block", there) if sight.is_block else there
    if not sight.is_typing:
        return there._replace(reason=sight.why)
    if step is Step.SEARCH:
        nobody = "Nobody matches that; Backspace takes letters away."
        return _TYPE._replace(aside=nobody) if sight.sought and not sight.has_found else _TYPE
    return _LEAVE_LINE if step is Step.UNDO else _after("{Esc} leaves the line", there)


def _in_dialog(step: Step, sight: Sight) -> Words:
    if sight.front is Front.CALL and step is Step.OUTCOME:
        asked = "{dialog.save} asks for it once the note is written."
        return _OUTCOME._replace(aside=asked) if sight.is_typing else _OUTCOME
    if sight.front is Front.ENDED_CALL and step is Step.SAVE:
        return _SAVE
    if sight.front is Front.SNOOZE and step is Step.SNOOZE:
        return _DAYS
    there = _ON_DESK[_on_desk(step)]
    if sight.front is Front.PALETTE:
        return there._replace(aside="Here: type what it is called, and {dialog.save} does it.")
    return _after("{dialog.close} closes this dialog", there)


def _on_desk(step: Step) -> Step:
    """The step without a dialog: a call begins anew where that is gone."""
    return Step.CALL if step < Step.SNOOZE else step


def _after(first: str, then: Words) -> Words:
    return Words(f"{first}. Then: {then.key}.", "No hurry: the guide waits.", first.partition(" ")[0])


def patient(said: Words) -> Words:
    """The same after a key that led nowhere."""
    return said._replace(reason="", aside=f"No harm done: the guide waits for {said.key}.")
