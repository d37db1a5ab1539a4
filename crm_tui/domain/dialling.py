"""A short way for phone numbers written plainly, by the numbering plans of `phonenumbers` itself.

The library needs some forty microseconds for a number, mostly to allow for what plain ones do not have: letters,
extensions, several numbers in a row. Whatever is not plain, or not of a length that its country dials, is left to it.
Where there is an answer here it is the library's own.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, NamedTuple

_PLAIN = re.compile(r"(\+|00(?=[1-9]))?([1-9(][0-9 ().-]{5,24}|0(?!0)[0-9 ().-]{5,24})")
_BETWEEN = re.compile(r"[ ().-]+")

#: Digits of a calling code, at most.
_LONGEST_CODE = 3


class _Plan(NamedTuple):
    """How numbers under one calling code are read.

    ``trunk`` matches what is dialled before a number within the country; ``whole`` what is a number as it stands.
    """

    code: str
    lengths: frozenset[int]
    trunk: re.Pattern[str] | None
    whole: re.Pattern[str]


class _Region(NamedTuple):
    """How numbers without a prefix are read in a region; ``abroad`` matches what is dialled before foreign ones."""

    plan: _Plan
    abroad: re.Pattern[str]


def plain(raw: str, region: str) -> str:
    """A plainly written number as E.164; "" leaves it to the library. ``region`` is upper case, "" when unknown."""
    match = _PLAIN.fullmatch(raw)
    if match is None:
        return ""
    prefix, rest = match.groups()
    digits = _BETWEEN.sub("", rest)
    if prefix is None:
        home = _region(region)
        if home is None or digits.startswith(home.plan.code) or home.abroad.match(digits):
            return ""
        return _within(home.plan, digits)
    for end in range(1, _LONGEST_CODE + 1):
        plan = _plan(digits[:end])
        if plan is not None:
            return _within(plan, digits[end:])
    return ""


def _within(plan: _Plan, digits: str) -> str:
    """The number under ``plan``, whose trunk prefix is left out as the library does it."""
    trunk = plan.trunk.match(digits) if plan.trunk is not None else None
    if trunk is not None:
        if trunk.re.groups or plan.whole.fullmatch(digits):
            return ""
        digits = digits[trunk.end() :]
    return f"+{plan.code}{digits}" if len(digits) in plan.lengths else ""


@lru_cache(maxsize=2048)
def _plan(code: str) -> _Plan | None:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

    regions = COUNTRY_CODE_TO_REGION_CODE.get(int(code or 0))
    if not regions or code[0] == "0":
        return None
    return _read(PhoneMetadata.metadata_for_region_or_calling_code(int(code), regions[0]))


def _read(metadata: Any) -> _Plan | None:
    rule = metadata.general_desc.national_number_pattern if metadata else None
    if not rule:
        return None
    trunk = metadata.national_prefix_for_parsing
    return _Plan(
        code=str(metadata.country_code),
        lengths=frozenset(metadata.general_desc.possible_length),
        trunk=re.compile(trunk) if trunk else None,
        whole=re.compile(rule),
    )


@lru_cache(maxsize=512)
def _region(region: str) -> _Region | None:
    from phonenumbers import PhoneMetadata

    metadata = PhoneMetadata.metadata_for_region(region, None) if region else None
    plan = _read(metadata)
    if metadata is None or plan is None or metadata.international_prefix is None:
        return None
    shared = _plan(plan.code)
    if shared is None:
        return None
    # How long a number may be is what the calling code says, which some regions share.
    return _Region(plan._replace(lengths=shared.lengths & plan.lengths), re.compile(metadata.international_prefix))
