"""Chips: the parts of a typed line that were understood, to be shown beneath it."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class ChipKind(StrEnum):
    """What a chip stands for. ``at`` is when something happened, ``date`` when something is due."""

    CONTACT = "contact"
    KIND = "kind"
    OUTCOME = "outcome"
    DIRECTION = "direction"
    AT = "at"
    DATE = "date"
    EVERY = "every"
    TAG = "tag"
    PRIORITY = "priority"
    TEXT = "text"
    NAME = "name"
    COMPANY = "company"
    TITLE = "title"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    NOTE = "note"


class Chip(NamedTuple):
    """A part of the line that was understood: ``line[start:end]`` is ``text``, ``label`` is what it means."""

    kind: ChipKind
    text: str
    label: str
    start: int
    end: int
