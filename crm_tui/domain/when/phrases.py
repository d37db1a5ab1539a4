"""Rules for whole phrases: a day and a time become one moment, on the right side of now."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from crm_tui.domain.recurrence import every, next_day, parts, pinned
from crm_tui.domain.when.clocks import clock_digits, clock_in_part, settled
from crm_tui.domain.when.lexer import Digits
from crm_tui.domain.when.scene import Clock, Day, NoDateError, Scene, Span, Stretch, spoken
from crm_tui.domain.when.spans import Length, elapsed
from crm_tui.domain.when.value import Grain, When


def whole_day(scene: Scene, day: Day) -> When:
    """A day without an hour: due until its end."""
    return _on(scene, day.day)


def whole_span(scene: Scene, span: Span) -> When | None:
    """Next week, January, Q1: its first working day."""
    day = scene.working.on_or_after(span.first)
    if day < scene.today and not scene.past:
        raise NoDateError(f"that {span.unit} has begun", "name a day, or “end of” it, or the one after")
    return _on(scene, day, grain="day" if span.unit == "week" else "month")


def day_at(scene: Scene, day: Day, clock: Clock) -> When:
    """Tuesday at nine. A lone number above 12 is an hour only where it can be nothing else."""
    if day.sort != "relative":
        _refuse_doubt(clock, "a day" if day.sort == "weekday" else "a year")
    return _on(scene, day.day, settled(scene, clock), clock.grain)


def part_of_day(_: Scene, day: Day, part: str) -> Stretch:
    """Tomorrow morning."""
    return Stretch(day, part)


def part_of_today(scene: Scene, part: str) -> Stretch:
    """This afternoon."""
    return Stretch(Day(scene.today, "relative"), part)


def this_night(scene: Scene) -> Stretch:
    """Tonight."""
    return part_of_today(scene, "night")


def last_night(scene: Scene, part: str) -> Stretch | None:
    """Last night: of the day before."""
    return Stretch(Day(scene.today - timedelta(1), "relative"), part) if part == "night" else None


def stretch_alone(scene: Scene, stretch: Stretch) -> When:
    """Tomorrow morning: the hour that its name stands for."""
    return _on(scene, stretch.day.day, scene.parts[stretch.part].default, "hour")


def stretch_at(scene: Scene, stretch: Stretch, clock: Clock) -> When | None:
    """Tomorrow evening at 5."""
    exact = clock_in_part(scene, clock, stretch.part)
    return None if exact is None else day_at(scene, stretch.day, exact)


def time_alone(scene: Scene, clock: Clock) -> When:
    """A time without a day: the nearest one ahead (behind, when backdating)."""
    return _nearest(scene, settled(scene, clock), clock.grain)


def hour_alone(scene: Scene, clock: Clock) -> When:
    """A number and nothing else: an hour, up to twelve."""
    _refuse_doubt(clock, "a day")
    return time_alone(scene, clock)


def marked_alone(scene: Scene, marked: Digits) -> When:
    """15h30 alone is a time; 2h30 may as well be a length."""
    clock = clock_digits(scene, marked)
    if clock.hour < 8:
        raise NoDateError(
            "that could be a time or a length",
            f"write “{clock.hour:02}:{clock.minute:02}”, or “in {clock.hour}h {clock.minute}min”",
        )
    return time_alone(scene, clock)


def part_alone(scene: Scene, part: str) -> When:
    """In the afternoon: the nearest one."""
    return _nearest(scene, scene.parts[part].default, "hour")


def next_midnight(scene: Scene) -> When:
    """Midnight, alone; "friday midnight" could be either end of Friday and is not understood."""
    return _nearest(scene, time(), "hour")


def right_now(scene: Scene) -> When:
    """Now."""
    return _at(scene, scene.now)


def at_instant(scene: Scene, instant: str) -> When:
    """2027-03-12 14:00, 2027-03-12T12:00Z: with an offset, the same moment on the desk's clock."""
    try:
        moment = datetime.fromisoformat(instant.upper())
        local = moment.astimezone(ZoneInfo(scene.zone)) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        raise NoDateError("that is no date and time", "for example “2027-03-12 14:00”") from None
    if not 1900 <= local.year < 2200:
        raise NoDateError("the year must be between 1900 and 2199")
    if moment.tzinfo:
        return _at(scene, local)
    return _on(scene, local.date(), local.time().replace(second=0, microsecond=0), "minute")


def time_from_now(scene: Scene, shift: Length) -> When | None:
    """In two hours."""
    return _at(scene, elapsed(scene, shift, 1)) if shift.has_hours else None


def time_bare(scene: Scene, shift: Length) -> When | None:
    """``2h``: ahead. When backdating it might be either way, and is refused."""
    if scene.past and shift.has_hours:
        raise NoDateError("is that ahead or back?", "type “ago” after it, or “in” before it")
    amount, unit = shift.parts[0]
    if unit == "short hour" and len(shift.parts) == 1 and 8 <= amount <= 23:
        raise NoDateError("that could be a time or a length", f"write “{amount}:00”, or “in {amount}h”")
    return time_from_now(scene, shift)


def time_ago(scene: Scene, shift: Length) -> When | None:
    """20 minutes ago."""
    return _at(scene, elapsed(scene, shift, -1)) if shift.has_hours else None


def repeat(scene: Scene, cycle: str, day: Day | None = None) -> When:
    """Every 2 weeks, every Monday from 1 December: the rule, and its first day."""
    first, rule = _begun(scene, cycle, day)
    return _on(scene, first, every=rule)


def repeat_at(scene: Scene, cycle: str, clock: Clock, day: Day | None = None) -> When:
    """Every Monday at nine."""
    first, rule = _begun(scene, cycle, day)
    return _on(scene, first, settled(scene, clock), clock.grain, every=rule)


def repeat_at_number(scene: Scene, cycle: str, clock: Clock) -> When | None:
    """Κάθε Δευτέρα στις 9. After months and years such a number is a day: κάθε μήνα στις 15."""
    is_of_days = "BY" in cycle or not cycle.startswith(("FREQ=MONTHLY", "FREQ=YEARLY"))
    return repeat_at(scene, cycle, clock) if is_of_days else None


def repeat_part(scene: Scene, cycle: str, part: str) -> When:
    """Every Monday morning."""
    first, rule = _begun(scene, cycle, None)
    return _on(scene, first, scene.parts[part].default, "hour", every=rule)


def repeat_every_part(scene: Scene, part: str) -> When:
    """Every morning."""
    return repeat_part(scene, every("day"), part)


def the_rule(_: Scene, cycle: str) -> str:
    """A rule alone."""
    return cycle


def _refuse_doubt(clock: Clock, other: str) -> None:
    if clock.style == "bare" and clock.hour > 12:
        raise NoDateError(
            f"{clock.hour} could be an hour or {other} here", f"write “{clock.hour}:00”, or the whole date"
        )


def _begun(scene: Scene, cycle: str, start: Day | None) -> tuple[date, str]:
    """The first day of a rule, after today or from ``start`` on, and the rule as it is to be kept.

    A named day ("every 2 weeks on Tue") is the nearest one, and the steps count from it.
    """
    if start is not None and start.day < scene.today and not scene.past:
        raise NoDateError(f"{spoken(start.day)} has passed", "start from a later day")
    anchor = start.day if start else scene.today
    known = parts(cycle)
    nearest = cycle
    if "BYDAY" in known or "BYMONTHDAY" in known:
        nearest = ";".join(f"{name}={value}" for name, value in known.items() if name != "INTERVAL")
    first = next_day(nearest, anchor - timedelta(1) if start else anchor, anchor=anchor)
    if first is None:
        raise NoDateError("that never happens", "for example “every 2 weeks”")
    return first, pinned(cycle, anchor)


def _nearest(scene: Scene, at: time, grain: Grain) -> When:
    now = scene.now.time().replace(second=0, microsecond=0)
    days = 0
    if scene.past and at > now:
        days = -1
    elif not scene.past and at <= now:
        days = 1
    return _on(scene, scene.today + timedelta(days), at, grain)


def _at(scene: Scene, moment: datetime) -> When:
    at = moment.time().replace(second=0, microsecond=0, fold=moment.fold)
    return _on(scene, moment.date(), at, "minute")


def _on(scene: Scene, day: date, at: time | None = None, grain: str = "day", *, every: str = "") -> When:
    """The meaning, if it exists and is not over.

    Raises NoDateError for a time that the clocks skip, and for what has passed unless backdating.
    """
    when = When(day=day, time=at, zone=scene.zone, grain=cast("Grain", grain), every=every)
    moment = when.value
    if isinstance(moment, datetime):
        real = moment.astimezone(UTC).astimezone(moment.tzinfo)
        if real.replace(tzinfo=None) != moment.replace(tzinfo=None):
            raise NoDateError(f"the clocks skip {moment:%H:%M} on {spoken(day)} in {scene.zone}", f"try “{real:%H:%M}”")
        if not scene.past and moment.astimezone(UTC) < scene.now.replace(second=0, microsecond=0).astimezone(UTC):
            raise NoDateError(f"{moment:%H:%M} on {spoken(day)} has passed", "type a later time, or a day with it")
    elif day < scene.today and not scene.past:
        raise NoDateError(f"{spoken(day)} has passed", "type a day from today on")
    return when


RULES: Mapping[str, Callable[..., object]] = {
    rule.__name__: rule
    for rule in (
        *(whole_day, whole_span, day_at, part_of_day, part_of_today, this_night, last_night),
        *(
            stretch_alone,
            stretch_at,
            time_alone,
            hour_alone,
            marked_alone,
            part_alone,
            next_midnight,
            right_now,
            at_instant,
        ),
        *(
            time_from_now,
            time_bare,
            time_ago,
            repeat,
            repeat_at,
            repeat_at_number,
            repeat_part,
            repeat_every_part,
            the_rule,
        ),
    )
}
