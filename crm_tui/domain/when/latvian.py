"""Latvian: the words of dates in their cases, and the orders they come in.

Spellings that differ in accents alone are one ("rītā", "rīta"), so each is written once. "3." is an ordinal,
"9.12." a date, "9.30" a time; "9.12" may be either and is refused, unless "plkst." stands before it.
"""

from __future__ import annotations

from datetime import time

from crm_tui.domain.when.language import DayPart, Language, numbered

_WORDS: dict[str, dict[int | str, str]] = {
    "weekday": numbered(
        0,
        "pirmdiena|pirmdienu|pirmdien|pirmdienai|pirmdienas|pirmd|pr, "
        "otrdiena|otrdienu|otrdien|otrdienai|otrdienas|otrd|ot, "
        "trešdiena|trešdienu|trešdien|trešdienai|trešdienas|trešd|tr, "
        "ceturtdiena|ceturtdienu|ceturtdien|ceturtdienai|ceturtdienas|ceturtd|ce, "
        "piektdiena|piektdienu|piektdien|piektdienai|piektdienas|piektd|pk, "
        "sestdiena|sestdienu|sestdien|sestdienai|sestdienas|sestd|se, "
        "svētdiena|svētdienu|svētdien|svētdienai|svētdienas|svētd|sv",
    ),
    "weekdays": numbered(0, "pirmdienās, otrdienās, trešdienās, ceturtdienās, piektdienās, sestdienās, svētdienās"),
    "nextday": numbered(
        0,
        "nākampirmdien|nākošpirmdien, nākamotrdien|nākošotrdien, nākamtrešdien|nākoštrešdien, "
        "nākamceturtdien|nākošceturtdien, nākampiektdien|nākošpiektdien, nākamsestdien|nākošsestdien, "
        "nākamsvētdien|nākošsvētdien",
    ),
    "thisday": numbered(0, "šopirmdien, šootrdien, šotrešdien, šoceturtdien, šopiektdien, šosestdien, šosvētdien"),
    "month": numbered(
        1,
        "janvāris|janvāra|janvārī|janvārim|janv|jan, februāris|februāra|februārī|februārim|febr|feb, "
        "marts|marta|martu|martam|mar, aprīlis|aprīļa|aprīlī|aprīlim|apr, maijs|maija|maiju|maijam|mai, "
        "jūnijs|jūnija|jūniju|jūnijam|jūn, jūlijs|jūlija|jūliju|jūlijam|jūl, "
        "augusts|augusta|augustu|augustam|aug, septembris|septembra|septembrī|septembrim|sept|sep, "
        "oktobris|oktobra|oktobrī|oktobrim|okt, novembris|novembra|novembrī|novembrim|nov, "
        "decembris|decembra|decembrī|decembrim|dec",
    ),
    "quarter": {1: "q1", 2: "q2", 3: "q3", 4: "q4"},
    "relative": {
        -2: "aizvakar",
        -1: "vakar",
        0: "šodien|šodienai|šodienas",
        1: "rīt|rītdien|rītdiena|rītdienu|rītdienai|rītdienas|rītam",
        2: "parīt|parītam|parītdien",
        3: "aizparīt",
    },
    "unit": {
        "year": "gads|gada|gadu|gadam|gadi|gadiem",
        "quarter": "ceturksnis|ceturkšņa|ceturksnī|ceturkšņiem|ceturkšņu",
        "month": "mēnesis|mēneša|mēnesī|mēnešiem|mēnešus|mēnešu|mēn",
        "week": "nedēļa|nedēļas|nedēļu|nedēļai|nedēļām|ned",
        "workday": "darba diena|darba dienas|darba dienu|darba dienām|darba dienai|"
        "darbdiena|darbdienas|darbdienu|darbdienām|darbdienai",
        "day": "diena|dienas|dienu|dienām|dienai",
        "hour": "stunda|stundas|stundu|stundām|st",
        "short hour": "h",
        "minute": "minūte|minūtes|minūtēm|minūti|minūšu|min",
    },
    "ones": numbered(
        1,
        "viens|viena|vienu|vienam|vienai|vienas|vienos, divi|divas|divām|diviem|divos|divu, "
        "trīs|trim|trijām|trijiem|trijos|triju, četri|četras|četrām|četriem|četros|četru, "
        "pieci|piecas|piecām|pieciem|piecos|piecu, seši|sešas|sešām|sešiem|sešos|sešu, "
        "septiņi|septiņas|septiņām|septiņiem|septiņos|septiņu, astoņi|astoņas|astoņām|astoņiem|astoņos|astoņu, "
        "deviņi|deviņas|deviņām|deviņiem|deviņos|deviņu, desmit|desmitām|desmitiem|desmitos, "
        "vienpadsmit|vienpadsmitām|vienpadsmitiem|vienpadsmitos, "
        "divpadsmit|divpadsmitām|divpadsmitiem|divpadsmitos, trīspadsmit|trīspadsmitos, "
        "četrpadsmit|četrpadsmitos, piecpadsmit|piecpadsmitām|piecpadsmitos, sešpadsmit|sešpadsmitos, "
        "septiņpadsmit|septiņpadsmitos, astoņpadsmit|astoņpadsmitos, deviņpadsmit|deviņpadsmitos",
    ),
    "tens": {20: "divdesmit", 30: "trīsdesmit", 40: "četrdesmit", 50: "piecdesmit"},
    "rank": numbered(
        1,
        "pirmais|pirmā|pirmo|pirmajā, otrais|otrā|otro|otrajā, trešais|trešā|trešo|trešajā, "
        "ceturtais|ceturtā|ceturto|ceturtajā, piektais|piektā|piekto|piektajā, sestais|sestā|sesto|sestajā, "
        "septītais|septītā|septīto|septītajā, astotais|astotā|astoto|astotajā, "
        "devītais|devītā|devīto|devītajā, desmitais|desmitā|desmito|desmitajā",
    ),
    "part": {
        "morning": "rītā|rītu|rīts|no rīta|priekšpusdienā|priekšpusdienu",
        "noon": "pusdienlaikā|pusdienlaiku|pusdienlaiks|pusdienās|pusdienas laikā",
        "afternoon": "pēcpusdienā|pēcpusdienu|pēcpusdien",
        "evening": "vakarā|vakaru|vakars|vakarpusē",
        "night": "naktī|nakts",
    },
    "todaypart": {
        "morning": "šorīt",
        "afternoon": "šopēcpusdien",
        "evening": "šovakar",
        "night": "šonakt",
    },
    "daylight": {"afternoon": "dienā"},
    "meridiem": {"am": "priekšp|priekšpusd|am", "pm": "pēcp|pēcpusd|pm"},
    "noon": {12: "dienvidū|dienas vidū|dienasvidū"},
    "closing": {
        "week": "nedēļas beigās|nedēļas beigām",
        "month": "mēneša beigās|mēneša beigām",
        "quarter": "ceturkšņa beigās|ceturkšņa beigām",
        "year": "gada beigās|gada beigām",
    },
    "fraction": {15: "ceturksnis|ceturkšņa"},
    "half": {
        **numbered(
            1,
            "pusdivi|pusdivos, pustrīs|pustrijos, pusčetri|pusčetros, puspieci|puspiecos, pusseši|pussešos, "
            "pusseptiņi|pusseptiņos, pusastoņi|pusastoņos, pusdeviņi|pusdeviņos, pusdesmit|pusdesmitos, "
            "pusvienpadsmit|pusvienpadsmitos, pusdivpadsmit|pusdivpadsmitos",
        ),
        12: "pusviens|pusvienos",
    },
    "lapse": {
        15: "ceturtdaļstundas|ceturtdaļstundu",
        30: "pusstundas|pusstundu|pus stundas|pus stundu",
        90: "pusotras stundas|pusotru stundu",
    },
    "rhythm": {
        "day": "ik dienas|ik dienu",
        "week": "iknedēļas|ik nedēļas",
        "month": "ikmēneša|ik mēnesi|ik mēneša",
        "year": "ikgadēji|ik gada|ik gadu",
    },
    "ownnext": {
        "week": "nākamnedēļ|nākošnedēļ",
        "month": "nākammēnes|nākošmēnes",
        "year": "nākamgad|nākošgad",
    },
    "ownafter": {"week": "aiznākamnedēļ|aiznākošnedēļ"},
    "ownthis": {"week": "šonedēļ", "month": "šomēnes", "year": "šogad"},
    "ownlast": {
        "week": "pagājušnedēļ|pagājšnedēļ",
        "month": "pagājušmēnes",
        "year": "pagājušgad|pērn",
    },
    "holiday": {
        "01-01": "jaungads|jaungadā|jaungada diena",
        "02-14": "valentīndienā|valentīna diena",
        "06-23": "līgo|līgo diena|līgosvētki",
        "06-24": "jāņi|jāņos|jāņiem|jāņu diena",
        "11-11": "lāčplēša diena",
        "12-24": "ziemassvētku vakars|ziemassvētku vakarā",
        "12-25": "ziemassvētki|ziemassvētkos|ziemassvētkiem",
        "12-31": "vecgada vakars|vecgada vakarā|vecgada diena|vecgads",
    },
}

_LINKS = {
    "at": "plkst|pulksten|pl|ap|ap plkst|ap pulksten|@",
    "until": "līdz|uz",
    "in": "pēc",
    "and": "un",
    "ago": "pirms",
    "back": "atpakaļ",
    "later": "vēlāk|laikā",
    "from": "no|sākot no|sākot ar",
    "after": "pēc|no",
    "before": "pirms",
    "next": "nākamajā|nākamā|nākamo|nākamais|nākamās|nākam|nākošajā|nākošā|nākošo|nākošais|nākošās",
    "afternext": "aiznākamajā|aiznākamā|aiznākamo|aiznākamās|aiznākošajā|aiznākošo",
    "coming": "tuvākajā|tuvākā|tuvāko|tuvākās",
    "this": "šajā|šā|šo|šī|šai|šīs",
    "last": "pagājušajā|pagājušā|pagājušo|pagājušās|iepriekšējā|iepriekšējo|iepriekšējās|iepriekšējais",
    "final": "pēdējā|pēdējo|pēdējais|pēdējās|pēdējajā",
    "past": "pāri",
    "to": "bez",
    "minutes": "minūtes|minūtēm|min",
    "os": "os",
    "hourmark": "~h",
    "quarterunit": "ceturksnis|ceturkšņa|ceturksnī",
    "midnight": "pusnakts|pusnaktī",
    "dayend": "dienas beigās|dienas beigām",
    "dayunit": "diena|dienu",
    "workunit": "darba diena|darba dienu|darbdiena|darbdienu",
    "weekdayword": "darba dienu|darbdienu|darba dienas",
    "monthunit": "mēnesi|mēneša",
    "yearunit": "gadu|gada",
    "yearword": "gada|gads|g",
    "datenoun": "datumā|datums|datumu|datumam",
    "end": "beigās|beigām",
    "start": "sākumā|sākumu|sākums|sākumam",
    "now": "tagad|tūlīt|nupat",
    "every": "katru|katrā|katras|ik|ik pēc|ik pa",
    "second": "otro|otrā|otrajā",
    "plus": "+",
    "minus": "-",
}

_PATTERNS: dict[str, dict[str, tuple[str, ...]]] = {
    "phrase": {
        "whole_day": ("{day}", "until|from {named:day}"),
        "whole_span": ("{span}", "until {span}"),
        "day_at": (
            "{day} {clocked:clock}",
            "until|from {named:day} {clocked:clock}",
            "at? {clock} {day}",
            "{soon:day} {hour:clock}",
            "{relative_day:day} {dotted_clock:clock}",
            "at? {hour:clock} {soon:day}",
        ),
        "stretch_alone": ("until? {stretch}",),
        "stretch_at": ("{stretch} at? {time:clock}", "at? {time:clock} {stretch}"),
        "time_alone": (
            "at|until? {clock|dotted_clock:clock}",
            "at|until {hour|late:clock}",
            "until at {clock|hour|dotted_clock:clock}",
        ),
        "hour_alone": ("{hour:clock}",),
        "part_alone": ("{part}",),
        "next_midnight": ("midnight",),
        "right_now": ("now",),
        "at_instant": ("{instant}",),
        "time_from_now": ("in {shift|lone:shift}", "plus {shift}", "{shift} later"),
        "time_bare": ("{shift}",),
        "time_ago": ("ago {shift|lone:shift}", "{shift|lone:shift} back", "minus {shift}"),
        "repeat": ("{cycle}", "{cycle} from {day}", "{days_named:cycle}"),
        "repeat_at": (
            "{cycle|days_named:cycle} {clocked:clock}",
            "{cycle} {clocked:clock} from {day}",
            "{cycle} from {day} {clocked:clock}",
        ),
        "repeat_part": ("{cycle} {part}",),
        "repeat_every_part": ("every {part}",),
    },
    "rule": {"the_rule": ("{cycle}", "{bare_cycle:cycle}", "{days_named:cycle}")},
    "time": {"same": ("{clock|hour:it}",)},
    "clocked": {
        "same": ("at|until? {clock:it}", "until? at {dotted_clock:it}", "at|until {late:it}", "until {hour:it}"),
        "hour_told": ("until? at {hour:clock}",),
    },
    "dotted_clock": {"clock_dotted": ("{dotted}",)},
    "late": {"hour_compact": ("{year:hhmm}",)},
    "stretch": {
        "part_of_day": ("{day} {part}",),
        "part_of_today": ("{todaypart:part}",),
    },
    "clock": {
        "same": ("{dial:it}",),
        "clock_in_part": ("{hour|dial:clock} {part|daylight:part}", "{part} at {hour|dial:clock}"),
    },
    "dial": {
        "clock_digits": ("{digits}",),
        "clock_dotted_sure": ("{dotted}",),
        "clock_meridiem": ("{number|zeroed:hour} {meridiem}", "{digits|hhmm|dotted:digits} {meridiem}"),
        "clock_noon": ("{noon}",),
        "clock_half": ("{half}",),
        "clock_hour": ("{number:hour} os",),
        "hour_marked": ("{number|zeroed:hour} hourmark",),
        "clock_past": ("{count|fraction:minute} minutes? past {hour:clock}",),
        "clock_to": ("to {count|fraction:minute} minutes? {hour:clock}",),
        "clock_day_end": ("dayend",),
    },
    "hour": {"hour_bare": ("{number|ones:hour}",), "hour_zeroed": ("{zeroed:hour}",), "hour_compact": ("{hhmm}",)},
    "count": {"same": ("{number|zeroed|ones|tens:it}",), "added": ("{tens} {ones}",)},
    "ordinal": {"same": ("{nth|rank:it}",)},
    "soon": {"same": ("{relative_day:it}",), "nearest_weekday": ("{weekday}",)},
    "relative_day": {"relative_day": ("{relative}",)},
    "date": {
        "dated": (
            "{ordinal|number|zeroed:day} {month}",
            "{ordinal|number|zeroed:day} {month} {year} yearword?",
            "{year} yearword {ordinal|number|zeroed:day} {month}",
        ),
        "numeric_day": ("{slashed}",),
        "dotted_date": ("{dotted_day}",),
        "numeric_date": ("{dmy}",),
        "iso_day": ("{ymd}",),
        "holiday_day": ("{holiday} {year}? yearword?",),
    },
    "named": {
        "same": ("{date:it}", "{soon:it}"),
        "nearest_weekday": ("coming {weekday}",),
        "weekday_next": ("next {weekday}", "{nextday:weekday}"),
        "weekday_after_next": ("afternext {weekday}",),
        "weekday_this": ("this {weekday}", "{thisday:weekday}"),
        "weekday_last": ("last {weekday}",),
        "weekday_in_week": ("{weekday} {near_span:span}", "{near_span:span} {weekday}"),
        "weekday_dated": ("{weekday} {date}",),
        "day_of_month": (
            "{nth:day} datenoun?",
            "{number:day} datenoun",
            "{weekday} {nth:day} datenoun?",
            "{weekday} {number:day} datenoun",
        ),
        "nth_weekday": ("{whole:span} {ordinal} {weekday}", "{ordinal} {weekday} {span}"),
        "last_weekday": ("{whole:span} final {weekday}", "final {weekday} {span}"),
        "nth_workday": ("{whole:span} {ordinal} workunit",),
        "nth_day": ("{near_span:span} {nth:ordinal} datenoun?", "{whole:span} {ordinal} dayunit"),
        "last_day": ("{whole:span} final dayunit",),
        "end_of": ("{span} end", "{whole:span} final workunit"),
        "start_of": ("{whole:span} start",),
        "closing_day": ("{closing}",),
    },
    "day": {
        "same": ("{named:it}",),
        "days_from_now": ("in {shift|lone:shift}", "plus {shift}", "{shift} later"),
        "days_bare": ("{shift}",),
        "days_ago": ("ago {shift|lone:shift}", "{shift|lone:shift} back", "minus {shift}"),
        "days_after": ("{shift|lone:shift} after {day}",),
        "days_before": ("{shift|lone:shift} before {day}",),
    },
    "near_span": {
        "span_next": ("next|coming {unit}", "{ownnext:unit}"),
        "span_after_next": ("afternext {unit}", "{ownafter:unit}"),
        "span_this": ("this {unit}", "{ownthis:unit}"),
        "span_last": ("last {unit}", "{ownlast:unit}"),
    },
    "span": {
        "same": ("{near_span:it}",),
        "span_month": ("{month} {year}? yearword?", "{year} yearword {month}", "{month_year}"),
        "span_quarter": (
            "{quarter} {year}?",
            "{nth|rank:quarter} quarterunit",
            "{year} yearword {nth|rank:quarter} quarterunit",
        ),
    },
    "whole": {"same": ("{span:it}",), "span_this": ("{unit}",)},
    "amount": {"same": ("{count:it}",), "decimal_amount": ("{dotted|decimal:dotted}",)},
    "lone": {"shift_unit": ("{unit}",)},
    "shift": {
        "shift_one": ("{amount} {unit}",),
        "shift_more": ("{amount} {unit} and? {shift}",),
        "shift_minutes": ("{lapse}",),
    },
    "weekday_list": {"weekday_set": ("{weekday}", "{weekday} and? {weekday_list:others}")},
    "weekdays_list": {"weekday_set": ("{weekdays:weekday}", "{weekdays:weekday} and? {weekdays_list:others}")},
    "days_named": {"cycle_days": ("{weekdays_list:days}",)},
    "cycle": {
        "same": (
            "every {steps:it}",
            "every {days_cycle:it}",
            "every monthunit {monthly_day:it}",
            "{monthly_day:it} every monthunit",
        ),
        "cycle_every_nth": ("every {ordinal} {weekday}",),
        "cycle_month_last_weekday": ("every final {weekday}",),
        "cycle_month_day": ("every {nth:ordinal} datenoun",),
        "cycle_rhythm": ("{rhythm}",),
        "cycle_steps_days": ("every {steps} {weekday_list:days}",),
        "cycle_yearly": ("every {date}", "every yearunit {date}"),
    },
    "bare_cycle": {
        "same": ("{steps:it}", "{days_cycle:it}", "monthunit {monthly_day:it}"),
        "cycle_steps_days": ("{steps} {weekday_list:days}",),
    },
    "steps": {
        "cycle_steps": ("{unit}", "{count} {unit}"),
        "cycle_other": ("second {unit}",),
        "cycle_workdays": ("weekdayword",),
    },
    "days_cycle": {"cycle_days": ("{weekday_list:days}",)},
    "monthly_day": {
        "cycle_month_day": ("{nth|number:ordinal} datenoun?",),
        "cycle_month_last": ("final dayunit",),
        "cycle_month_weekday": ("{ordinal} {weekday}",),
        "cycle_month_last_weekday": ("final {weekday}",),
    },
}

_PARTS = {
    "morning": DayPart(time(9), (1, 12)),
    "noon": DayPart(time(12), (11, 15)),
    "afternoon": DayPart(time(14), (12, 18)),
    "evening": DayPart(time(18), (16, 24)),
    "night": DayPart(time(20), (18, 24)),
}

_EXAMPLES = {
    "every": "ik pēc 2 nedēļām",
    "weekday": "nākamajā otrdienā plkst. 9",
    "month": "12. martā plkst. 9:00",
    "unit": "pēc 3 dienām",
    "relative": "rīt plkst. 9",
    "": "nākamajā otrdienā plkst. 9",
}

TABLE = Language(
    code="lv",
    words=_WORDS,
    links=_LINKS,
    patterns=_PATTERNS,
    parts=_PARTS,
    examples=_EXAMPLES,
    greedy=frozenset({"count", "ordinal"}),
    is_dot_ordinal=True,
    hour_marks="h",
    has_decimal_comma=True,
    careful=frozenset(
        {"pr", "ot", "tr", "ce", "pk", "se", "sv", "mai", "marts", "maijs", "no", "pec", "pirms", "rita", "ligo"}
        | {"pirmdienas", "otrdienas", "tresdienas", "ceturtdienas", "piektdienas", "sestdienas", "svetdienas"}
    ),
    names=frozenset({"marta", "maija", "julija", "augusts", "rita"}),
)
