"""Every key of config.toml: how it is read, what it means, and an example."""

from __future__ import annotations

from enum import StrEnum

from crm_tui.config import readers
from crm_tui.config.outcomes import outcomes
from crm_tui.config.readers import Reader
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from typing import Literal

#: Screens on which the app may open.
SCREENS = ("today", "contacts", "companies", "follow-ups")

#: Languages of typed dates.
LANGUAGES = ("en", "fr", "el", "lv")

#: Ways to have the terminal notify the desktop.
DESKTOPS = ("off", "osc9", "osc777")


class Group(StrEnum):
    """What belongs together, in the order in which a rep reads it."""

    DAYS = "Days and language"
    DESK = "The desk"
    REMINDERS = "Reminders"
    STATUSES = "Statuses"
    TOUCH = "Keep in touch"
    OUTCOMES = "What an outcome proposes"
    KEYS = "Keys"
    COPIES = "Sync and backup"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: ``name`` is its place in the file, "backup.folder" standing in the table [backup].

    ``example`` is TOML. ``is_table`` marks a table whose entries the rep names. ``form`` is what typed words
    become when they are set by command; an item of "words" has no blank, one of "list" may have. ``label`` is what a
    rep calls it, ``choices`` every value that it can have, where they are few. ``is_for_next_start``: an app that is
    open goes on as it was.
    """

    name: str
    read: Reader
    help: str
    example: str
    label: str
    group: Group
    is_table: bool = False
    form: Literal["text", "flag", "number", "list", "words"] = "text"
    choices: tuple[str, ...] = ()
    is_for_next_start: bool = False


KEYS: tuple[Key, ...] = (
    Key(
        name="language",
        read=readers.choice(*LANGUAGES),
        help="Language of typed dates, and with it whether the day or the month comes first.",
        example='"en"',
        label="Language",
        group=Group.DAYS,
        choices=LANGUAGES,
    ),
    Key(
        name="country",
        read=readers.country,
        help="Region of phone numbers typed without a prefix, as a country code. Empty: the locale's.",
        example='"GR"',
        label="Country",
        group=Group.DAYS,
    ),
    Key(
        name="zone",
        read=readers.zone,
        help="Your time zone. Empty: the machine's.",
        example='"Europe/Athens"',
        label="Time zone",
        group=Group.DAYS,
    ),
    Key(
        name="owner",
        read=readers.text,
        help="Your name: the author of what you log, and the answer to `owner:me`.",
        example='"Maria"',
        label="Your name",
        group=Group.DESK,
    ),
    Key(
        name="workdays",
        read=readers.workdays,
        help="The days you work; suggestions skip the others.",
        example='["mon", "tue", "wed", "thu", "fri"]',
        form="words",
        label="Working days",
        group=Group.DAYS,
    ),
    Key(
        name="holidays",
        read=readers.holidays,
        help="Days off.",
        example="[2026-12-25, 2027-01-01]",
        form="words",
        label="Holidays",
        group=Group.DAYS,
    ),
    Key(
        name="day_start",
        read=readers.clock,
        help="When your day begins.",
        example='"09:00"',
        label="Day begins",
        group=Group.DAYS,
    ),
    Key(
        name="day_end",
        read=readers.clock,
        help="When your day ends.",
        example='"18:00"',
        label="Day ends",
        group=Group.DAYS,
    ),
    Key(
        name="theme",
        read=readers.text,
        help="Colours of the app. Empty: the app's own.",
        example='"nord"',
        label="Theme",
        group=Group.DESK,
    ),
    Key(
        name="ascii",
        read=readers.flag,
        help="Only plain letters for signs and lines, for terminals without others.",
        example="false",
        form="flag",
        label="Plain letters",
        group=Group.DESK,
        is_for_next_start=True,
    ),
    Key(
        name="accessible",
        read=readers.flag,
        help="For screen readers and braille displays: the terminal's own cursor, words for signs, nothing side by"
        " side.",
        example="false",
        form="flag",
        label="Screen reader",
        group=Group.DESK,
        is_for_next_start=True,
    ),
    Key(
        name="notify",
        read=readers.flag,
        help="Tells you when a follow-up falls due while the app is open.",
        example="true",
        form="flag",
        label="Reminders",
        group=Group.REMINDERS,
    ),
    Key(
        name="notify_bell",
        read=readers.flag,
        help="Rings the terminal's bell with that.",
        example="true",
        form="flag",
        label="Bell",
        group=Group.REMINDERS,
    ),
    Key(
        name="notify_desktop",
        read=readers.choice(*DESKTOPS),
        help="Has the terminal notify the desktop as well, by the sequence that it understands.",
        example='"osc9"',
        label="Desktop",
        group=Group.REMINDERS,
        choices=DESKTOPS,
    ),
    Key(
        name="first_screen",
        read=readers.choice(*SCREENS),
        help="The screen on which the app opens.",
        example='"today"',
        label="First screen",
        group=Group.DESK,
        choices=SCREENS,
        is_for_next_start=True,
    ),
    Key(
        name="statuses",
        read=readers.statuses,
        help="Lead statuses in order; an open one promises a next step. Replaces the built-in list.",
        example='new = "open"',
        is_table=True,
        label="Status",
        group=Group.STATUSES,
    ),
    Key(
        name="tiers",
        read=readers.tiers,
        help="Days of silence each tier tolerates.",
        example="A = 30",
        is_table=True,
        form="number",
        label="Tier",
        group=Group.TOUCH,
    ),
    Key(
        name="tags",
        read=readers.tag_days,
        help="Days of silence that people with a tag tolerate, whatever their tier; the fewest count.",
        example="vip = 14",
        is_table=True,
        form="number",
        label="Tag",
        group=Group.TOUCH,
    ),
    Key(
        name="outcomes",
        read=outcomes,
        help="The next step (and with `status` the lead status) that an outcome proposes.",
        example='"no answer" = "tomorrow"',
        is_table=True,
        label="Outcome",
        group=Group.OUTCOMES,
    ),
    Key(
        name="keys",
        read=readers.keys,
        help="Your own keys, by action; `crm keys` lists the actions.",
        example='"follow_up.done" = "d"',
        is_table=True,
        form="words",
        label="Key",
        group=Group.KEYS,
    ),
    Key(
        name="sync.targets",
        read=readers.targets,
        help="Folders or postgresql:// URLs to synchronise with; never a password.",
        example='["~/Nextcloud/crm"]',
        form="list",
        label="Sync with",
        group=Group.COPIES,
    ),
    Key(
        name="sync.interval",
        read=readers.number,
        help="Minutes between two rounds of synchronisation.",
        example="5",
        form="number",
        label="Sync every",
        group=Group.COPIES,
    ),
    Key(
        name="backup.folder",
        read=readers.text,
        help="Where `crm backup` writes. Empty: `backups` beside the database.",
        example='"~/backups/crm"',
        label="Backups",
        group=Group.COPIES,
    ),
)

BY_NAME = {key.name: key for key in KEYS}

#: Tables that hold keys of ours, not of the rep's.
TABLES = ("sync", "backup")
