"""What work mode shows, fetched in one go: the person in front, and whoever comes after them."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

from crm_tui.domain.block import Block, Deed, Turn, Way, course
from crm_tui.domain.desk import Desk
from crm_tui.domain.value import dataclass
from crm_tui.screens.person_view import PersonView, person_view

if TYPE_CHECKING:
    from crm_tui.domain.contact import ContactLine
    from crm_tui.domain.follow_up import FollowUp

#: Others at the company that are named.
_MOST_OTHERS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Passed:
    """Somebody who was passed over: their place, their name, and why."""

    place: int
    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """Somebody in front, with the follow-up in hand and the others at their company.

    ``passed`` were passed over on the way there. ``person`` is None at the end of the block.
    """

    place: int
    person: PersonView | None = None
    step: FollowUp | None = None
    others: tuple[ContactLine, ...] = ()
    passed: tuple[Passed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """What was done so far, who is in front, and who will be if nothing happens meanwhile; None at the beginning.

    ``left`` are the names of those who were skipped and can still be worked, once the end is reached.
    """

    deeds: tuple[Deed, ...]
    here: Arrival | None
    ahead: Arrival | None = None
    left: tuple[str, ...] = ()


def work_view(connection: Any, desk: Desk, *, block: Block, way: Way, before: Collection[int]) -> WorkView:
    """Where ``way`` leads from where ``block`` stands; a query for `CrmApp.read`.

    ``before`` are the operations that stood when this was last asked, by which a person who is settled now, or again
    not settled, is known. ``here`` is None when there is nobody further back.
    """
    from crm_tui.store import work

    deeds = work.deeds(connection, desk, block.written)
    settled = block.settled(deeds)
    start, way = course(block, way, before, deeds)
    here = _arrival(connection, desk, block, start, way, settled)
    ahead, left = None, tuple[str, ...]()
    if here is not None and here.person is not None:
        ahead = _arrival(connection, desk, block, here.place + 1, Way.ON, settled)
    elif here is not None:
        turns = [block.turns[place] for place in sorted(block.left(deeds))]
        able = [turn.contact for turn in turns if work.obstacle(connection, desk, block, turn) is None]
        left = work.names(connection, desk, able)
    return WorkView(deeds=deeds, here=here, ahead=ahead, left=left)


def _arrival(
    connection: Any, desk: Desk, block: Block, start: int, way: Way, settled: Collection[int]
) -> Arrival | None:
    """The first person to be shown from ``start`` on. Whoever has left the book is passed over on any way.

    On the way on, so is everyone who has been settled, without a word if it was in this block; and once those who were
    skipped are gone through again, everyone else.
    """
    from crm_tui.store import work

    passed: list[Passed] = []
    place, step = start, -1 if way is Way.BACK else 1
    while 0 <= place < len(block.turns):
        turn = block.turns[place]
        if way is not Way.ON or block.is_to_come(place, settled):
            obstacle = work.obstacle(connection, desk, block, turn)
            if obstacle is None or (way is not Way.ON and not obstacle.is_gone):
                return _at(connection, desk, place, turn, passed)
            way = Way.ON if way is Way.STAY else way  # whoever was in front has gone
            passed.append(Passed(place=place, name=obstacle.name, why=obstacle.why))
        place += step
    return Arrival(place=place, passed=tuple(passed)) if step > 0 else None


def _at(connection: Any, desk: Desk, place: int, turn: Turn, passed: list[Passed]) -> Arrival:
    from crm_tui.store import contacts

    view = person_view(connection, desk, turn.contact)
    chosen = next((step for step in view.steps if step.id == turn.follow_up), None)
    nearest = view.steps[0] if view.steps else None
    return Arrival(
        place=place,
        person=view,
        step=chosen or nearest,
        others=contacts.companions(connection, desk, turn.contact, _MOST_OTHERS),
        passed=tuple(passed),
    )
