"""Phone numbers: their normal form, how they read, and where they ring. The one user of `phonenumbers`.

The library takes a tenth of a second to import, so it is only imported when there is a number to understand.
"""

from __future__ import annotations

import re
import unicodedata

from crm_tui.domain.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

# Stays text: `re` compiles it when a number is read, which looking never does.
_PAUSE = r"(?is)(?<=\d)\s*[pw;,](?![a-z]).*$"


def normalize(raw: str, country: str) -> str:
    """The number as E.164 ("+37120000000"), or "" where it cannot be dialled from elsewhere.

    ``country`` is the ISO region for numbers typed without a prefix, "" when unknown. An extension is
    left out. A number that is too short for its country, such as an internal one, has no normal form:
    it would make colleagues look like one person.
    """
    from crm_tui.domain import dialling

    region = country.upper()
    return dialling.plain(raw, region) or _understood(raw, region or None)


def _understood(raw: str, region: str | None) -> str:
    """What `phonenumbers` makes of a number."""
    import phonenumbers

    for spelling in _spellings(raw):
        try:
            number = phonenumbers.parse(spelling, region)
        except phonenumbers.NumberParseException:
            continue
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        reason = phonenumbers.is_possible_number_with_reason(number)
        if reason == phonenumbers.ValidationResult.IS_POSSIBLE:
            return e164
        if reason == phonenumbers.ValidationResult.TOO_LONG and _has_one_too_many(number):
            return e164
    return ""


def _has_one_too_many(number: PhoneNumber) -> bool:
    """Whether a valid number stands before a last digit that nobody dials, as in 1-800-SIX-FLAGS.

    With more of them it is rather a number of another country without its plus sign.
    """
    import phonenumbers

    number.national_number = (number.national_number or 0) // 10
    return phonenumbers.is_valid_number(number)


def _spellings(raw: str) -> list[str]:
    """Ways to read the number, likeliest first: "00" is the prefix of most countries, though not of all."""
    text = raw.strip()
    if text.lower().startswith("sip"):
        return []
    if ";phone-context=" not in text.lower():
        text = re.sub(_PAUSE, "", text)
    return [f"+{text[2:]}", text] if text.startswith("00") else [text]


def digits(raw: str) -> str:
    """The decimal digits of any script, in ASCII: what a search for part of a number compares."""
    if raw.isascii():
        return "".join(filter(str.isdigit, raw))
    return "".join(str(unicodedata.decimal(char)) for char in raw if char.isdecimal())


def format(e164: str) -> str:
    """An E.164 number as people write it ("+371 20 000 000"); anything else comes back as it is."""
    import phonenumbers

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def shown(typed: str, e164: str) -> str:
    """How a number is shown: with its country's prefix where that is known, else as it was typed.

    As typed, too, when that says more than the digits of ``e164``: an extension, or letters.
    """
    if not e164 or typed.startswith("+"):
        return typed
    national, whole = digits(typed).lstrip("0"), digits(e164)
    # One digit before the number may be the prefix of calls within the country, such as 8.
    is_whole = any(part and whole.endswith(part) for part in (national, national[1:]))
    return format(e164) if is_whole else typed


def zones(e164: str) -> tuple[str, ...]:
    """IANA zones in which a number may ring: one for most, several for a mobile of a wide country."""
    import phonenumbers
    from phonenumbers import timezone

    try:
        number = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return ()
    return tuple(zone for zone in timezone.time_zones_for_number(number) if zone != timezone.UNKNOWN_TIMEZONE)
