"""Greek: the words of dates and the orders they come in.

Spellings are in monotonic, and the tonos may be missing: those that differ in it alone are one (μία, μια).
Τρίτη, Τετάρτη and Πέμπτη are ordinals too. After a weekday a bare number is the day of the month, and hours
follow στις; after στις alone a number may be either, and is refused.
"""

from __future__ import annotations

from datetime import time

from crm_tui.domain.when.language import DayPart, Language, numbered

_WORDS: dict[str, dict[int | str, str]] = {
    "weekday": numbered(
        0,
        "Δευτέρα|Δευτέρας|Δευ, Τρίτη|Τρίτης|Τρί, Τετάρτη|Τετάρτης|Τετ, Πέμπτη|Πέμπτης|Πέμ, "
        "Παρασκευή|Παρασκευής|Παρ, Σάββατο|Σάββατον|Σαββάτου|Σάβ, Κυριακή|Κυριακής|Κυρ",
    ),
    "sureday": {
        0: "Δευτέρα|Δευ",
        1: "Τρί",
        2: "Τετ",
        3: "Πέμ",
        4: "Παρασκευή|Παρ",
        5: "Σάββατο|Σάβ",
        6: "Κυριακή|Κυρ",
    },
    "weekdays": numbered(0, "Δευτέρες, Τρίτες, Τετάρτες, Πέμπτες, Παρασκευές, Σάββατα, Κυριακές"),
    "month": numbered(
        1,
        "Ιανουάριος|Ιανουαρίου|Ιανουάριο|Γενάρης|Γενάρη|Ιαν, "
        "Φεβρουάριος|Φεβρουαρίου|Φεβρουάριο|Φλεβάρης|Φλεβάρη|Φεβ, "
        "Μάρτιος|Μαρτίου|Μάρτιο|Μάρτης|Μάρτη|Μαρ, "
        "Απρίλιος|Απριλίου|Απρίλιο|Απρίλης|Απρίλη|Απρ, "
        "Μάιος|Μαΐου|Μάιο|Μάης|Μάη|Μάι, "
        "Ιούνιος|Ιουνίου|Ιούνιο|Ιούνης|Ιούνη|Ιουν, "
        "Ιούλιος|Ιουλίου|Ιούλιο|Ιούλης|Ιούλη|Ιουλ, "
        "Αύγουστος|Αυγούστου|Αύγουστο|Αυγ, "
        "Σεπτέμβριος|Σεπτεμβρίου|Σεπτέμβριο|Σεπτέμβρης|Σεπτέμβρη|Σεπτ|Σεπ, "
        "Οκτώβριος|Οκτωβρίου|Οκτώβριο|Οκτώβρης|Οκτώβρη|Οκτ, "
        "Νοέμβριος|Νοεμβρίου|Νοέμβριο|Νοέμβρης|Νοέμβρη|Νοεμ|Νοε, "
        "Δεκέμβριος|Δεκεμβρίου|Δεκέμβριο|Δεκέμβρης|Δεκέμβρη|Δεκ",
    ),
    "quarter": numbered(
        1,
        "q1|α τρίμηνο|α ' τρίμηνο, q2|β τρίμηνο|β ' τρίμηνο, q3|γ τρίμηνο|γ ' τρίμηνο, q4|δ τρίμηνο|δ ' τρίμηνο",
    ),
    "relative": {
        -2: "προχθές|προχτές|προψές",
        -1: "χθες|χτες|εχθές|εχτές",
        0: "σήμερα|σήμερον",
        1: "αύριο",
        2: "μεθαύριο",
        3: "αντιμεθαύριο",
    },
    "unit": {
        "year": "χρόνος|χρόνο|χρόνια|χρονιάς|έτος|έτη|έτους",
        "quarter": "τρίμηνο|τρίμηνα|τριμήνου",
        "month": "μήνας|μήνα|μήνες|μηνών|μηνός",
        "fortnight": "δεκαπενθήμερο|δεκαπενθήμερα|δεκαπενθημέρου",
        "week": "εβδομάδα|εβδομάδες|εβδομάδας|εβδομάδων|βδομάδα|βδομάδες|βδομάδας|εβδ",
        "workday": "εργάσιμη|εργάσιμες|εργάσιμη μέρα|εργάσιμες μέρες|εργάσιμη ημέρα|εργάσιμες ημέρες|εργάσιμων ημερών",
        "day": "μέρα|μέρες|ημέρα|ημέρες|ημερών|μέρας|ημέρας",
        "hour": "ώρα|ώρες|ωρών",
        "short hour": "ω",
        "minute": "λεπτό|λεπτά|λεπτών|λεπ|~'",
    },
    "ones": numbered(
        1,
        "ένα|έναν|ένας|μία, δύο, τρία|τρεις, τέσσερα|τέσσερις, πέντε, έξι, επτά|εφτά, οκτώ|οχτώ, "
        "εννέα|εννιά, δέκα, έντεκα, δώδεκα, δεκατρία|δεκατρείς, δεκατέσσερα|δεκατέσσερις, δεκαπέντε, "
        "δεκαέξι|δεκάξι, δεκαεπτά|δεκαεφτά, δεκαοκτώ|δεκαοχτώ, δεκαεννέα|δεκαεννιά",
    ),
    "tens": {20: "είκοσι", 30: "τριάντα", 40: "σαράντα", 50: "πενήντα"},
    "first": {1: "πρώτη"},
    "rank": numbered(
        1,
        "πρώτη|πρώτο|πρώτος, δεύτερη|δεύτερο|δεύτερος, τρίτη|τρίτο|τρίτος, τέταρτη|τέταρτο|τέταρτος, "
        "πέμπτη|πέμπτο|πέμπτος, έκτη|έκτο, έβδομη|έβδομο, όγδοη|όγδοο, ένατη|ένατο, δέκατη|δέκατο",
    ),
    "part": {
        "dawn": "ξημερώματα|χαράματα",
        "morning": "πρωί|πρωινό",
        "noon": "μεσημέρι|μεσημεριού",
        "afternoon": "απόγευμα|απόγεμα|απογεύματος",
        "night": "βράδυ|βραδάκι|νύχτα",
    },
    "meridiem": {"am": "πμ|π μ|~π", "pm": "μμ|μ μ|~μ"},
    "closing": {
        "week": "τέλος εβδομάδας|τέλος της εβδομάδας|τέλη της εβδομάδας",
        "month": "τέλος μήνα|τέλος του μήνα|τέλη μήνα|τέλη του μήνα|τέλος μηνός|τέλος του μηνός",
        "quarter": "τέλος τριμήνου|τέλος του τριμήνου|τέλη του τριμήνου",
        "year": "τέλος έτους|τέλος του έτους|τέλη του έτους|τέλος χρόνου|τέλος του χρόνου|τέλος της χρονιάς",
    },
    "fraction": {15: "τέταρτο", 30: "μισή|μισό"},
    "half": numbered(
        1,
        "μιάμιση|μιάμισι, δυόμισι|δυόμιση, τρεισήμισι|τρεισίμισι|τρισήμισι|τρεισήμιση, "
        "τεσσερισήμισι|τεσσερισίμισι|τεσσερισήμιση, πεντέμισι|πεντέμιση, εξίμισι|εξίμιση|εξήμισι, "
        "επτάμισι|επτάμιση|εφτάμισι|εφτάμιση, οκτώμισι|οκτώμιση|οχτώμισι|οχτώμιση, εννιάμισι|εννιάμιση, "
        "δεκάμισι|δεκάμιση, εντεκάμισι|εντεκάμιση, δωδεκάμισι|δωδεκάμιση",
    ),
    "lapse": {
        15: "ένα τέταρτο|ένα τέταρτο της ώρας",
        30: "μισή ώρα|μισάωρο|ένα μισάωρο",
        45: "τρία τέταρτα|3 τέταρτα",
        90: "μιάμιση ώρα|μιάμισι ώρα",
        150: "δυόμισι ώρες|δυόμιση ώρες",
        210: "τρεισήμισι ώρες|τρεισήμιση ώρες",
    },
    "rhythm": {
        "day": "καθημερινά|καθημερινώς|ημερησίως",
        "week": "εβδομαδιαία|εβδομαδιαίως|εβδομαδιαίο",
        "month": "μηνιαία|μηνιαίως|μηνιαίο",
        "quarter": "τριμηνιαία|τριμηνιαίως|τριμηνιαίο",
        "year": "ετήσια|ετησίως|ετήσιο",
    },
    "alternate": {"day": "μέρα παρά μέρα|ημέρα παρά ημέρα", "week": "εβδομάδα παρά εβδομάδα"},
    "ownspan": {"year": "του χρόνου"},
    "holiday": {
        "01-01": "πρωτοχρονιά|πρωτοχρονιάς",
        "01-06": "θεοφάνεια|θεοφανείων|φώτα|φώτων",
        "02-14": "αγίου βαλεντίνου",
        "03-25": "ευαγγελισμός|ευαγγελισμού|ευαγγελισμός της θεοτόκου|ευαγγελισμού της θεοτόκου|"
        "μέρα της επανάστασης|ημέρα της επανάστασης",
        "05-01": "πρωτομαγιά|πρωτομαγιάς|εργατική πρωτομαγιά",
        "08-15": "δεκαπενταύγουστος|δεκαπενταύγουστο|δεκαπενταύγουστου|κοίμηση της θεοτόκου",
        "10-28": "μέρα του όχι|ημέρα του όχι|επέτειος του όχι",
        "12-24": "παραμονή χριστουγέννων",
        "12-25": "χριστούγεννα|χριστουγέννων",
        "12-31": "παραμονή πρωτοχρονιάς",
    },
}

_LINKS = {
    "at": "στις|στη|στην|στα|@|περίπου|περίπου στις|κατά τις|γύρω στις|ώρα",
    "until": "ως|έως|μέχρι|για",
    "in": "σε|μέσα σε|εντός|μετά από|ύστερα από|έπειτα από|σε περίπου",
    "of": "του|της|των",
    "the": "η|ο|το|τον|τη|την|τα|στο|στον|στη|στην",
    "onday": "στις|τις",
    "many": "τις|τα",
    "and": "και|κι",
    "ago": "πριν|πριν από",
    "later": "αργότερα|από τώρα|από σήμερα|μετά",
    "from": "από",
    "after": "μετά|μετά από",
    "before": "πριν|πριν από",
    "next": "επόμενη|επόμενο|επόμενος|επόμενης|επόμενου|άλλη|άλλο|άλλος|άλλης|άλλου",
    "coming": "ερχόμενη|ερχόμενο|ερχόμενης|ερχόμενου|προσεχή|προσεχές|προσεχούς|που έρχεται",
    "afternext": "μεθεπόμενη|μεθεπόμενο|μεθεπόμενος|μεθεπόμενης|μεθεπόμενου",
    "this": "αυτή|αυτό|αυτόν|αυτής|αυτού|τρέχουσα|τρέχουσας|τρέχοντα|τρέχοντος",
    "last": "προηγούμενη|προηγούμενο|προηγούμενης|προηγούμενου|περασμένη|περασμένο|περασμένης|περασμένου",
    "final": "τελευταία|τελευταίο|τελευταίας|τελευταίου",
    "half_more": "μισή|μισό",
    "to": "παρά",
    "oclock": "η ώρα|ώρα",
    "midnight": "μεσάνυχτα",
    "tonight": "απόψε",
    "dayend": "τέλος της μέρας|τέλος της ημέρας|τέλος μέρας|τέλος ημέρας",
    "dayunit": "μέρα|ημέρα",
    "workunit": "εργάσιμη|εργάσιμη μέρα|εργάσιμη ημέρα",
    "monthunit": "μήνα|μηνός",
    "yearunit": "χρόνο|έτος|χρονιά",
    "end": "τέλος|τέλη",
    "start": "αρχή|αρχές",
    "now": "τώρα|τώρα αμέσως|αμέσως",
    "every": "κάθε|ανά",
    "second": "δεύτερη|δεύτερο",
    "plus": "+",
    "minus": "-",
}

_PATTERNS: dict[str, dict[str, tuple[str, ...]]] = {
    "phrase": {
        "whole_day": ("{day}", "until|from {named:day}", "until? {numbered:day}"),
        "whole_span": ("{span}", "in|until {span}", "{ownspan_next:span}"),
        "day_at": (
            "{day} {clocked:clock}",
            "until|from {named:day} {clocked:clock}",
            "{numbered:day} {clocked:clock}",
            "at? {clock} {day}",
            "{soon:day} {hour|dotted_clock:clock}",
            "at? {hour:clock} {soon:day}",
        ),
        "stretch_alone": ("until? {stretch}",),
        "stretch_at": ("{stretch} at? {time:clock}", "at? {time:clock} {stretch}"),
        "time_alone": (
            "at? {clock|dotted_clock:clock}",
            "until many? {clock|dotted_clock:clock}",
            "at {hour|late:clock}",
            "until many {hour:clock}",
        ),
        "hour_alone": ("{hour:clock}",),
        "part_alone": ("the|many? {part}",),
        "next_midnight": ("the|many|at? midnight",),
        "right_now": ("now",),
        "at_instant": ("{instant}",),
        "time_from_now": ("in|plus {shift} later?", "{shift} later"),
        "time_bare": ("{shift}",),
        "time_ago": ("ago {shift}", "{shift} before", "minus {shift}"),
        "repeat": ("{cycle}", "{cycle} from {day}"),
        "repeat_at": ("{cycle} at? {clock}", "{cycle} at? {clock} from {day}", "{cycle} from {day} at? {clock}"),
        "repeat_at_number": ("{cycle} at {hour:clock}",),
        "repeat_part": ("{cycle} the? {part}",),
        "repeat_every_part": ("every {part}",),
    },
    "rule": {"the_rule": ("{cycle}", "{bare_cycle:cycle}")},
    "time": {"same": ("{clock|hour:it}",)},
    "clocked": {"same": ("at? {clock:it}", "until many? {clock:it}", "at {hour|late|dotted_clock:it}")},
    "dotted_clock": {"clock_dotted": ("{dotted}",)},
    "late": {"hour_compact": ("{year:hhmm}",)},
    "stretch": {
        "part_of_day": ("{day} the|many? {part}",),
        "part_of_today": ("this the? {part}",),
        "this_night": ("tonight",),
    },
    "clock": {"same": ("{dial:it}",), "clock_in_part": ("{hour|dial:clock} the|many? {part}",)},
    "dial": {
        "clock_digits": ("{digits}",),
        "clock_dotted_sure": ("{dotted}",),
        "clock_meridiem": (
            "{number|zeroed|ones:hour} oclock? {meridiem}",
            "{digits|hhmm|dotted:digits} {meridiem}",
        ),
        "clock_turned": ("{worded:clock} {meridiem}",),
        "same": ("{worded:it}",),
        "clock_hour": ("{count:hour} oclock",),
        "clock_to": ("{hour:clock} to {count|fraction:minute}",),
        "clock_day_end": ("the? dayend",),
    },
    "worded": {"clock_past": ("{hour:clock} and {count|fraction:minute}",), "clock_half": ("{half}",)},
    "hour": {"hour_bare": ("{number|ones:hour}",), "hour_zeroed": ("{zeroed:hour}",), "hour_compact": ("{hhmm}",)},
    "count": {"same": ("{number|zeroed|ones|tens:it}",), "added": ("{tens} {ones}",)},
    "ordinal": {"same": ("{nth|rank:it}",)},
    "soon": {"relative_day": ("{relative}",)},
    "numbered": {"day_of_month": ("onday {number|zeroed:day}",)},
    "date": {
        "dated": ("{nth|count:day} of? {month} of? {year}?", "{rank:day} {month} of? {year}?"),
        "dated_short": ("{ordinal|count:day} {month} {number:year}",),
        "numeric_day": ("{slashed}",),
        "dotted_date": ("{dotted_day}",),
        "numeric_date": ("{dmy}",),
        "iso_day": ("{ymd}",),
        "holiday_day": ("{holiday} of? {year}?",),
    },
    "named": {
        "same": ("onday|the|many? {date:it}", "{soon:it}"),
        "nearest_weekday": ("the? {weekday}", "the? coming {weekday}", "the? {weekday} coming"),
        "weekday_next": ("the? next {weekday}",),
        "weekday_after_next": ("the? afternext {weekday}",),
        "weekday_this": ("this the? {weekday}",),
        "weekday_last": ("the? last {weekday}",),
        "weekday_in_week": ("the? {weekday} of? {near_span:span}", "{near_span:span} the? {weekday}"),
        "weekday_dated": ("the? {weekday} onday|the? {date}",),
        "day_of_month": (
            "the? {nth:day}",
            "the {first:day}",
            "the? {weekday} {nth|number|zeroed:day}",
            "the? {weekday} the {nth:day}",
        ),
        "nth_weekday": ("the? {ordinal} {weekday} of the? {whole:span}",),
        "last_weekday": ("the? final {weekday} of the? {whole:span}",),
        "nth_workday": ("the? {ordinal} workunit of the? {whole:span}",),
        "nth_day": (
            "onday {number:ordinal} of {whole:span}",
            "the? {nth|first:ordinal} of {whole:span}",
            "the? {ordinal} dayunit of the? {whole:span}",
        ),
        "last_day": ("the? final dayunit of the? {whole:span}",),
        "end_of": ("the|at|many? end of? {whole:span}", "the? final workunit of the? {whole:span}"),
        "start_of": ("the|at|many? start of? {whole:span}",),
        "closing_day": ("the|at? {closing}",),
    },
    "day": {
        "same": ("{named:it}",),
        "days_from_now": ("in|plus {shift} later?", "{shift} later"),
        "days_bare": ("{shift}",),
        "days_ago": ("ago {shift}", "{shift} before", "minus {shift}"),
        "days_after": ("{shift} after|from {day}", "{shift} after the|many {day}"),
        "days_before": ("{shift} before {day}", "{shift} before the|many {day}"),
    },
    "near_span": {
        "span_next": ("the? next|coming {unit}", "the? {unit} coming"),
        "span_after_next": ("the? afternext {unit}",),
        "span_this": ("this the|of? {unit}",),
        "span_last": ("the? last {unit}",),
    },
    "ownspan_next": {"span_next": ("{ownspan:unit}",)},
    "span": {
        "same": ("{near_span:it}",),
        "span_month": ("the? {month} of? {year}?", "{month_year}"),
        "span_quarter": ("the? {quarter} of? {year}?",),
    },
    "whole": {"same": ("{span:it}",), "span_this": ("{unit}",)},
    "amount": {
        "same": ("{count:it}",),
        "decimal_amount": ("{dotted|decimal:dotted}",),
        "fraction_amount": ("{slashed}",),
    },
    "shift": {
        "shift_one": ("{amount} {unit}",),
        "shift_more": ("{amount} {unit} and? {shift}",),
        "shift_half": ("{amount} {unit} and half_more",),
        "shift_minutes": ("{lapse}",),
    },
    "weekday_list": {
        "weekday_set": (
            "{weekday|weekdays:weekday}",
            "{weekday:weekday} and {weekday_list:others}",
            "{sureday|weekdays:weekday} and? {weekday_list:others}",
        ),
    },
    "weekdays_list": {"weekday_set": ("{weekdays:weekday}", "{weekdays:weekday} and? many? {weekdays_list:others}")},
    "cycle": {
        "same": (
            "every {steps:it}",
            "every {days_cycle:it}",
            "the? {monthly_day:it} of? every monthunit",
            "every monthunit the? {monthly_day:it}",
            "every {monthly_day:it} of monthunit",
        ),
        "cycle_month_day": ("every {nth:ordinal}",),
        "cycle_every_nth": ("every {ordinal} {weekday}",),
        "cycle_month_last_weekday": ("every final {weekday}",),
        "cycle_rhythm": ("{rhythm}",),
        "cycle_days": ("many {weekdays_list:days}",),
        "cycle_steps_days": ("every {steps} the? {weekday_list:days}",),
        "cycle_other": ("{alternate:unit}",),
        "cycle_yearly": ("every onday? {date}", "every yearunit onday|the? {date}"),
    },
    "bare_cycle": {
        "same": ("{steps:it}", "{days_cycle:it}", "the? {monthly_day:it} of monthunit"),
        "cycle_steps_days": ("{steps} the? {weekday_list:days}",),
    },
    "steps": {
        "cycle_steps": ("{unit}", "{count} {unit}"),
        "cycle_other": ("second {unit}",),
        "cycle_workdays": ("workunit",),
    },
    "days_cycle": {"cycle_days": ("{weekday_list:days}",)},
    "monthly_day": {
        "cycle_month_day": ("onday? {nth|number:ordinal}", "{first:ordinal}"),
        "cycle_month_last": ("final dayunit",),
        "cycle_month_weekday": ("{ordinal} {weekday}",),
        "cycle_month_last_weekday": ("final {weekday}",),
    },
}

_PARTS = {
    "dawn": DayPart(time(6), (1, 8)),
    "morning": DayPart(time(9), (1, 12)),
    "noon": DayPart(time(12), (11, 17)),
    "afternoon": DayPart(time(14), (12, 21)),
    "night": DayPart(time(20), (18, 24)),
}

_EXAMPLES = {
    "every": "κάθε 2 εβδομάδες",
    "weekday": "επόμενη Τρίτη στις 9",
    "month": "12 Μαρτίου στις 9:00",
    "unit": "σε 3 μέρες",
    "relative": "αύριο στις 9",
    "": "επόμενη Τρίτη στις 9",
}

TABLE = Language(
    code="el",
    words=_WORDS,
    links=_LINKS,
    patterns=_PATTERNS,
    parts=_PARTS,
    examples=_EXAMPLES,
    greedy=frozenset({"count", "ordinal"}),
    ordinal_endings=frozenset({"η", "ης", "ην", "ος", "ου", "ο"}),
    has_decimal_comma=True,
    careful=frozenset({"κυρ", "παρ", "τετ", "τρι", "φωτα", "αλλο", "αλλη", "μετα", "πριν"}),
    capitals=frozenset({"τριτη", "τεταρτη", "πεμπτη"}),
)
