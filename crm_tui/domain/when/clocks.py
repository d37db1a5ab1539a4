"""Rules that name a time of day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import time

from crm_tui.domain.when.lexer import Digits
from crm_tui.domain.when.scene import Clock, NoDateError, Scene

#: Hours that mean the afternoon when nothing says otherwise: nobody calls at four in the morning.
_AFTERNOON_HOURS = range(1, 8)


def clock_digits(_: Scene, digits: Digits) -> Clock:
    """9:30, 15h00. A leading zero or an hour above 12 leaves nothing open."""
    if digits.hour > 23 or digits.minute > 59:
        raise NoDateError("that is no time of day", "hours go from 0 to 23, minutes from 0 to 59")
    is_exact = digits.is_exact or not 1 <= digits.hour <= 12
    return Clock(digits.hour, digits.minute, "minute", "exact" if is_exact else "written")


def clock_meridiem(
    _: Scene,
    meridiem: str,
    hour: int | None = None,
    minute: int | None = None,
    digits: Digits | str | None = None,
) -> Clock:
    """9am, 3:15 pm, 8.30pm. 12am is midnight, 12pm noon."""
    grain = "hour" if minute is None and digits is None else "minute"
    if isinstance(digits, str):
        written, minutes = digits.split(".")
        if len(minutes) != 2:
            raise NoDateError("minutes have two figures", "for example “8.30pm”")
        hour, minute = int(written), int(minutes)
    elif digits is not None:
        hour, minute = digits.hour, digits.minute
    if hour is None or not 1 <= hour <= 12 or not 0 <= (minute or 0) <= 59:
        raise NoDateError("that is no time of day", "am and pm go with hours from 1 to 12: “9am”, “14:00”")
    hour = hour % 12 + (12 if meridiem == "pm" else 0)
    return Clock(hour, minute or 0, "hour" if grain == "hour" else "minute", "exact")


def clock_turned(scene: Scene, clock: Clock, meridiem: str) -> Clock:
    """Quarter past three p.m."""
    return clock_meridiem(scene, meridiem, clock.hour, clock.minute)


def clock_noon(_: Scene, noon: int, minute: int = 0) -> Clock | None:
    """Noon, or minutes after it: midi et quart. Midnight is the noon of hour 0."""
    if not 0 <= minute <= 59:
        return None
    return Clock(noon, minute, "minute" if minute else "hour", "exact")


def clock_day_end(scene: Scene) -> Clock:
    """eod: the end of the working day."""
    end = scene.working.day_end
    return Clock(end.hour, end.minute, "hour" if not end.minute else "minute", "exact")


def clock_hour(_: Scene, hour: int) -> Clock | None:
    """Nine o'clock."""
    return Clock(hour, 0, "hour", "written") if 1 <= hour <= 12 else None


def hour_bare(_: Scene, hour: int) -> Clock | None:
    """9: a number alone, where only an hour makes sense."""
    return Clock(hour, 0, "hour", "bare") if 1 <= hour <= 23 else None


def hour_told(_: Scene, clock: Clock) -> Clock:
    """Plkst. 15: a word that goes with hours alone leaves no doubt that it is one."""
    return clock._replace(style="exact") if clock.hour > 12 else clock


def hour_zeroed(scene: Scene, hour: int) -> Clock | None:
    """09: a leading zero is a 24-hour time."""
    if hour > 9:
        return hour_bare(scene, hour)
    return Clock(hour, 0, "hour", "exact")


def hour_marked(_: Scene, hour: int) -> Clock:
    """15h."""
    if not 0 <= hour <= 23:
        raise NoDateError(f"{hour} is no hour", "hours go from 0 to 23")
    return Clock(hour, 0, "hour", "exact")


def hour_minute(_: Scene, hour: int, minute: int) -> Clock | None:
    """3 15, nine thirty."""
    if not (1 <= hour <= 23 and 10 <= minute <= 59):
        return None
    return Clock(hour, minute, "minute", "written" if hour <= 12 else "exact")


def hour_compact(scene: Scene, hhmm: Digits | int) -> Clock:
    """1030, 730; 2030 too where only a time makes sense."""
    digits = Digits(*divmod(hhmm, 100), is_exact=True) if isinstance(hhmm, int) else hhmm
    return clock_digits(scene, digits)


def clock_hours(_: Scene, hour: int, minute: int) -> Clock | None:
    """15 heures 30: on the 24-hour clock."""
    return Clock(hour, minute, "minute", "exact") if 0 <= hour <= 23 and 0 <= minute <= 59 else None


def clock_loose(_: Scene, digits: Digits | None = None, hour: int = 0, minute: int = 0) -> Clock | None:
    """6h30 before "in the evening", which tells which of two hours it is."""
    hour, minute = (digits.hour, digits.minute) if digits else (hour, minute)
    return Clock(hour, minute, "minute", "written") if 1 <= hour <= 12 and 0 <= minute <= 59 else None


def clock_dotted(scene: Scene, dotted: str) -> Clock | None:
    """9.30, where a dot stands for the colon, and where 9.12 is no date: after “at”, or after “tomorrow”."""
    hour, minutes = dotted.split(".")
    if len(minutes) != 2 or int(hour) > 23 or int(minutes) > 59:
        return None
    return clock_digits(scene, Digits(int(hour), int(minutes), is_exact=hour[0] == "0"))


def clock_dotted_sure(scene: Scene, dotted: str) -> Clock | None:
    """14.30, which can be no date."""
    first, second = (int(part) for part in dotted.split("."))
    return None if first and 1 <= second <= 12 else clock_dotted(scene, dotted)


def clock_half(_: Scene, half: int) -> Clock:
    """Half past three in one word: τρεισήμισι, and pusčetros, which is named by the hour to come."""
    return Clock(half, 30, "minute", "written")


def clock_past(_: Scene, minute: int, clock: Clock) -> Clock | None:
    """Twenty past three."""
    if clock.minute or not 1 <= minute <= 59:
        return None
    return Clock(clock.hour, minute, "minute", "exact" if clock.style == "exact" else "written")


def clock_to(scene: Scene, minute: int, clock: Clock) -> Clock | None:
    """Ten to nine: before the nine that is meant, so ten to eight is in the morning as eight is."""
    hour = settled(scene, clock).hour
    if clock.minute or not hour or not 1 <= minute <= 59:
        return None
    return Clock(hour - 1, 60 - minute, "minute", "exact")


def clock_in_part(scene: Scene, clock: Clock, part: str) -> Clock | None:
    """3 in the afternoon: the one hour of that part of the day which it can be."""
    first, end = scene.parts[part].span
    hours = {clock.hour} if clock.style == "exact" or clock.hour > 12 else {clock.hour, (clock.hour + 12) % 24}
    fitting = [hour for hour in hours if first <= hour < end and hour]
    if len(fitting) != 1:
        raise NoDateError(f"{clock.hour}:{clock.minute:02} is not in the {part}", "write “15:00” or “3pm”")
    return Clock(fitting[0], clock.minute, clock.grain, "exact")


def settled(scene: Scene, clock: Clock) -> time:
    """The time of day that is meant. 1 to 7 are afternoon hours unless the working day has begun by then."""
    hour = clock.hour
    if clock.style != "exact" and hour in _AFTERNOON_HOURS and hour < scene.working.day_start.hour:
        hour += 12
    return time(hour, clock.minute)


RULES: Mapping[str, Callable[..., object]] = {
    rule.__name__: rule
    for rule in (
        *(clock_digits, clock_meridiem, clock_noon, clock_day_end, clock_hour, clock_in_part),
        *(clock_dotted, clock_dotted_sure),
        *(clock_past, clock_to, clock_turned, clock_hours, clock_loose, clock_half),
        *(hour_bare, hour_told, hour_zeroed, hour_marked, hour_minute, hour_compact),
    )
}
