"""Rules that repeat: what follows “every”, as the body of a recurrence rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_tui.domain.recurrence import MAX_INTERVAL, every, month_day, weekday_codes
from crm_tui.domain.when.scene import Day, NoDateError, Scene, month_length

Weekdays = tuple[int, ...]


def weekday_set(_: Scene, weekday: int, others: Weekdays = ()) -> Weekdays:
    """Monday and Thursday."""
    return weekday, *others


def cycle_steps(scene: Scene, unit: str, count: int = 1) -> str:
    """Every day, every 2 weeks, every working day."""
    if not 1 <= count <= MAX_INTERVAL:
        raise NoDateError(f"every {count} is no rhythm", f"from 1 to {MAX_INTERVAL}")
    if unit in ("hour", "short hour", "minute"):
        raise NoDateError("follow-ups repeat by days at most", "for example “every day at 9”")
    if unit == "short month":
        raise NoDateError("“m” alone could be minutes", "write “every month”")
    if unit == "workday":
        if count > 1:
            raise NoDateError("working days repeat one by one", "for example “every 3 days”")
        return cycle_workdays(scene)
    return every(unit, count)


def cycle_other(scene: Scene, unit: str) -> str:
    """Every other week."""
    return cycle_steps(scene, unit, 2)


def cycle_workdays(scene: Scene) -> str:
    """Every weekday: the days that are worked here."""
    return every("week", by={"BYDAY": weekday_codes(scene.working.workdays)})


def cycle_rhythm(scene: Scene, rhythm: str) -> str:
    """Weekly, monthly."""
    return cycle_steps(scene, rhythm)


def cycle_days(_: Scene, days: Weekdays) -> str:
    """Every Monday and Thursday."""
    return every("week", by={"BYDAY": weekday_codes(days)})


def cycle_other_days(_: Scene, days: Weekdays) -> str:
    """Every other Friday."""
    return every("week", 2, {"BYDAY": weekday_codes(days)})


def cycle_steps_days(_: Scene, steps: str, days: Weekdays) -> str | None:
    """Every 2 weeks on Tuesday."""
    return f"{steps};BYDAY={weekday_codes(days)}" if steps.startswith("FREQ=WEEKLY") and "BY" not in steps else None


def cycle_rhythm_days(scene: Scene, rhythm: str, days: Weekdays) -> str | None:
    """Weekly on Tuesday."""
    return cycle_steps_days(scene, cycle_rhythm(scene, rhythm), days)


def cycle_rhythm_month(_: Scene, rhythm: str, it: str) -> str | None:
    """Monthly on the 15th."""
    return it if rhythm == "month" else None


def cycle_month_day(_: Scene, ordinal: int) -> str:
    """On the 15th of every month; a month that is too short uses its last day."""
    if not 1 <= ordinal <= 31:
        raise NoDateError(f"no month has a day {ordinal}", "days go from 1 to 31")
    return every("month", by=month_day(ordinal))


def cycle_month_last(_: Scene) -> str:
    """On the last day of every month."""
    return every("month", by=month_day(-1))


def cycle_month_weekday(_: Scene, ordinal: int, weekday: int) -> str:
    """On the first Monday of every month; the fifth is refused, as many months lack it."""
    if not 1 <= ordinal <= 4:
        raise NoDateError("not every month has that one", "from the first to the fourth, or “last”")
    return every("month", by={"BYDAY": f"{ordinal}{weekday_codes([weekday])}"})


def cycle_every_nth(scene: Scene, ordinal: int, weekday: int) -> str:
    """Every first Monday: of the month. From the second on it may as well be every second week."""
    if ordinal > 1:
        raise NoDateError("that could be weeks or months", f"write “every {ordinal} weeks on …”, or add “of the month”")
    return cycle_month_weekday(scene, ordinal, weekday)


def cycle_month_last_weekday(_: Scene, weekday: int) -> str:
    """On the last Friday of every month."""
    return every("month", by={"BYDAY": f"-1{weekday_codes([weekday])}"})


def cycle_yearly(_: Scene, date: Day | None = None, month: int = 0, day: int = 0) -> str:
    """Every 12 March; 29 February is 28 February in other years."""
    if date is not None:
        month, day = date.day.month, date.day.day
    if not 1 <= day <= month_length(2000, month):
        raise NoDateError(f"that month has no day {day}")
    days = month_day(29) if (month, day) == (2, 29) else {"BYMONTHDAY": str(day)}
    return every("year", by={"BYMONTH": str(month), **days})


RULES: Mapping[str, Callable[..., object]] = {
    rule.__name__: rule
    for rule in (
        *(weekday_set, cycle_steps, cycle_other, cycle_workdays, cycle_rhythm, cycle_days, cycle_other_days),
        *(cycle_steps_days, cycle_rhythm_days, cycle_rhythm_month, cycle_month_day, cycle_month_last),
        *(cycle_month_weekday, cycle_every_nth, cycle_month_last_weekday, cycle_yearly),
    )
}
