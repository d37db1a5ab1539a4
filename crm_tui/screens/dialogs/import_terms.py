"""What is asked of a file in the same words with its columns and with the preview."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import TYPE_CHECKING

from crm_tui.domain.errors import UsageError
from crm_tui.screens.dialogs.import_pick import PickDialog
from crm_tui.screens.importing.fields import Choice

if TYPE_CHECKING:
    from crm_tui.screens.importing.outline import Outline


async def encoding(outline: Outline) -> PickDialog:
    """How letters are written, each way with a line of the file that shows it."""
    from crm_tui.screens.importing.outline import encodings

    choices = await asyncio.to_thread(encodings, outline.terms.path)
    explained = f"It is read as {outline.encoding.upper()}. Which of these reads right?"
    return PickDialog("How its letters are written", explained, choices, outline.terms.encoding)


async def country(outline: Outline) -> PickDialog:
    """Of which country phone numbers without a prefix are, and whether the day or the month comes first."""
    explained = "Phone numbers without a prefix are of this country, and so is the order of day and month."
    choices = await asyncio.to_thread(_countries)
    return PickDialog("Its country", explained, choices, outline.terms.country, reads=_country)


async def sheet(outline: Outline) -> PickDialog:
    """Which sheet of a workbook is read."""
    explained = f"“{outline.sheet}” is read. A file is imported one sheet at a time."
    return PickDialog("Its sheet", explained, outline.sheet_choices(), outline.terms.sheet)


def _countries() -> list[Choice]:
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE
    from phonenumbers.geodata.locale import LOCALE_DATA

    prefixes = {region: code for code, regions in COUNTRY_CODE_TO_REGION_CODE.items() for region in regions}
    names = {region: _name(LOCALE_DATA.get(region, {}), region) for region in prefixes if region.isalpha()}
    known = sorted(names, key=names.__getitem__)
    return [
        Choice("", "as in the settings"),
        *(Choice(each, names[each], f"{each} +{prefixes[each]}") for each in known),
    ]


def _name(names: Mapping[str, str], region: str) -> str:
    """The English name among those of a country, of which "*aa" stands for the one in the language "aa"."""
    name = names.get("en", region)
    return names[name[1:]] if name.startswith("*") else name


def _country(text: str) -> str:
    raise UsageError(f"“{text}” is no country.", "Type its code of two letters, like LV or GB.")
