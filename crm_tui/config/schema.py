"""Every key of config.toml: how it is read, what it means, and an example."""

from __future__ import annotations

from crm_tui.config import readers
from crm_tui.config.outcomes import outcomes
from crm_tui.config.readers import Reader
from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.domain.value import dataclass

if TYPE_CHECKING:
    from typing import Literal

#: Screens on which the app may open.
SCREENS = ("today", "contacts", "companies", "follow-ups")

#: Ways to have the terminal notify the desktop.
DESKTOPS = ("off", "osc9", "osc777")


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A key: ``name`` is its place in the file, "backup.folder" standing in the table [backup].

    ``example`` is TOML. ``is_table`` marks a table whose entries the rep names. ``form`` is what typed words
    become when they are set by command; an item of "words" has no blank, one of "list" may have.
    """

    name: str
    read: Reader
    help: str
    example: str
    is_table: bool = False
    form: Literal["text", "flag", "number", "list", "words"] = "text"


KEYS: tuple[Key, ...] = (
    Key(
        name="language",
        read=readers.choice("en", "fr", "el", "lv"),
        help="Language of typed dates, and with it whether the day or the month comes first.",
        example='"en"',
    ),
    Key(
        name="country",
        read=readers.country,
        help="Region of phone numbers typed without a prefix, as a country code. Empty: the locale's.",
        example='"GR"',
    ),
    Key(
        name="zone",
        read=readers.zone,
        help="Your time zone. Empty: the machine's.",
        example='"Europe/Athens"',
    ),
    Key(
        name="owner",
        read=readers.text,
        help="Your name: the author of what you log, and the answer to `owner:me`.",
        example='"Maria"',
    ),
    Key(
        name="workdays",
        read=readers.workdays,
        help="The days you work; suggestions skip the others.",
        example='["mon", "tue", "wed", "thu", "fri"]',
        form="words",
    ),
    Key(
        name="holidays",
        read=readers.holidays,
        help="Days off.",
        example="[2026-12-25, 2027-01-01]",
        form="words",
    ),
    Key(name="day_start", read=readers.clock, help="When your day begins.", example='"09:00"'),
    Key(name="day_end", read=readers.clock, help="When your day ends.", example='"18:00"'),
    Key(name="theme", read=readers.text, help="Colours of the app. Empty: the app's own.", example='"nord"'),
    Key(
        name="ascii",
        read=readers.flag,
        help="Only plain letters for signs and lines, for terminals without others.",
        example="false",
        form="flag",
    ),
    Key(
        name="accessible",
        read=readers.flag,
        help="Shows the terminal's own cursor, which screen readers and braille displays follow.",
        example="false",
        form="flag",
    ),
    Key(
        name="notify",
        read=readers.flag,
        help="Tells you when a follow-up falls due while the app is open.",
        example="true",
        form="flag",
    ),
    Key(
        name="notify_bell",
        read=readers.flag,
        help="Rings the terminal's bell with that.",
        example="true",
        form="flag",
    ),
    Key(
        name="notify_desktop",
        read=readers.choice(*DESKTOPS),
        help="Has the terminal notify the desktop as well, by the sequence that it understands.",
        example='"osc9"',
    ),
    Key(
        name="first_screen",
        read=readers.choice(*SCREENS),
        help="The screen on which the app opens.",
        example='"today"',
    ),
    Key(
        name="statuses",
        read=readers.statuses,
        help="Lead statuses in order; an open one promises a next step. Replaces the built-in list.",
        example='new = "open"',
        is_table=True,
    ),
    Key(
        name="tiers",
        read=readers.tiers,
        help="Days of silence each tier tolerates.",
        example="A = 30",
        is_table=True,
        form="number",
    ),
    Key(
        name="tags",
        read=readers.tag_days,
        help="Days of silence that people with a tag tolerate, whatever their tier; the fewest count.",
        example="vip = 14",
        is_table=True,
        form="number",
    ),
    Key(
        name="outcomes",
        read=outcomes,
        help="The next step (and with `status` the lead status) that an outcome proposes.",
        example='"no answer" = "tomorrow"',
        is_table=True,
    ),
    Key(
        name="keys",
        read=readers.keys,
        help="Your own keys, by action; `crm keys` lists the actions.",
        example='"follow_up.done" = "d"',
        is_table=True,
        form="words",
    ),
    Key(
        name="sync.targets",
        read=readers.targets,
        help="Folders or postgresql:// URLs to synchronise with; never a password.",
        example='["~/Nextcloud/crm"]',
        form="list",
    ),
    Key(
        name="sync.interval",
        read=readers.number,
        help="Minutes between two rounds of synchronisation.",
        example="5",
        form="number",
    ),
    Key(
        name="backup.folder",
        read=readers.text,
        help="Where `crm backup` writes. Empty: `backups` beside the database.",
        example='"~/backups/crm"',
    ),
)

BY_NAME = {key.name: key for key in KEYS}

#: Tables that hold keys of ours, not of the rep's.
TABLES = ("sync", "backup")
