"""Adding a contact by one line: `Jane Doe, Acme Ltd, jane@acme.com, +1 415 555 2671, #vip`.

Commas between the parts, any order after the name. Addresses, numbers and tags are recognised by their shape. Of
the other parts the first is the name, the second the company, the third the job title, and the rest are the note.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_tui.domain import emails, names, phones, points
from crm_tui.domain.chips import Chip, ChipKind
from crm_tui.domain.completing import Names, Wanted
from crm_tui.domain.contact import ContactDraft, ContactPoint
from crm_tui.domain.desk import Desk
from crm_tui.domain.plain_words import Spans, is_plain
from crm_tui.domain.text import clean

_PART = re.compile(r'(?:"[^"]*(?:"|$)|[^,\t\n"])+|(?=^\s*,)')
_MARK = re.compile(r"(?<!\S)#[^\s#]*[^\W\d_][^\s#]*|<[^<>\s]+@[^<>\s]+>")
_URL = re.compile(r"https?://\S+|(?:[\w-]+\.)+[a-z]{2,}/\S*|www\.\S+", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:(?:tel|phone|mobile|cell|t|m)[:.]?\s*)?\+?[\d\s().\-/]*\d(?:\s*(?:x|ext\.?)\s*\d+)?", re.IGNORECASE
)
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
#: Fewer digits are a house number or a year.
_FEWEST_DIGITS = 6
_IN_ORDER = (ChipKind.NAME, ChipKind.COMPANY, ChipKind.TITLE)


#: What a part is by its shape alone, and not if the rep says so.
BY_SHAPE = frozenset({ChipKind.EMAIL, ChipKind.PHONE, ChipKind.URL, ChipKind.TAG})


def parse(line: str, desk: Desk, *, off: Spans = ()) -> tuple[ContactDraft, tuple[Chip, ...]]:
    """The contact that the line describes, and its parts as chips, from left to right.

    Every line is understood; a missing name, be it by an empty first part, stays empty. A part in quotes keeps
    its commas: "Doe, Jane". Parts in ``off`` are words, whatever their shape.
    """
    chips = tuple(_chips(line, desk, off))

    def of(kind: ChipKind) -> list[str]:
        return [chip.label for chip in chips if chip.kind is kind]

    name = ", ".join(of(ChipKind.NAME))
    parts = names.split(name)
    if parts.family and name.lower().startswith(parts.family.lower() + ","):
        name = " ".join(filter(None, (parts.prefix, parts.given, parts.middle, parts.family, parts.suffix)))
    draft = ContactDraft(
        name=name,
        given_name=parts.given,
        middle_name=parts.middle,
        family_name=parts.family,
        prefix=parts.prefix,
        suffix=parts.suffix,
        nickname=parts.nickname,
        company=", ".join(of(ChipKind.COMPANY)),
        title=", ".join(of(ChipKind.TITLE)),
        note=", ".join(of(ChipKind.NOTE)),
        tags=tuple(tag.removeprefix("#") for tag in of(ChipKind.TAG)),
        points=tuple(_points(chips, desk)),
    )
    return draft, chips


def wanted(line: str, cursor: int, desk: Desk, *, off: Spans = ()) -> Wanted | None:
    """The company or the tag that may stand where the cursor is, None where nothing is completed."""
    for chip in parse(line, desk, off=off)[1]:
        if chip.end == cursor and chip.kind is ChipKind.TAG:
            return Wanted(Names.TAGS, chip.label.removeprefix("#"), chip.start + 1, cursor)
        if chip.end == cursor and chip.kind is ChipKind.COMPANY:
            return Wanted(Names.COMPANIES, chip.label, chip.start, cursor)
    return None


def written(company: str) -> str:
    """How a company is named in the line: in quotes where it would be taken for something else."""
    name = " ".join(company.replace('"', " ").split())
    is_plain = "," not in name and not _MARK.search(name) and not _URL.fullmatch(name) and not _PHONE.fullmatch(name)
    return name if is_plain else f'"{name}"'


def _points(chips: tuple[Chip, ...], desk: Desk) -> Iterator[ContactPoint]:
    """Contact points as typed; the first e-mail and the first phone are the primary ones."""
    seen: set[ChipKind] = set()
    for chip in chips:
        primary = chip.kind not in seen
        if chip.kind is ChipKind.EMAIL:
            yield points.email(chip.text, primary=primary)
        elif chip.kind is ChipKind.PHONE:
            yield points.phone(chip.text, desk.country, primary=primary)
        elif chip.kind is ChipKind.URL:
            yield points.url(chip.text, primary=primary)
        seen.add(chip.kind)


def _chips(line: str, desk: Desk, off: Spans) -> Iterator[Chip]:
    order = iter(_IN_ORDER)
    last = ChipKind.NOTE
    for start, end in _pieces(line, off):
        text = line[start:end]
        found = None if is_plain(off, start, end) else _by_shape(text, desk)
        if found is None:
            label = clean(_unquoted(text))
            if last is ChipKind.NOTE or not names.is_afterthought(label):
                last = next(order, ChipKind.NOTE)
            found = last, label
        if text:
            yield Chip(found[0], text, found[1], start, end)


def _pieces(line: str, off: Spans) -> Iterator[tuple[int, int]]:
    """Where the parts are, trimmed; tags and <addresses> are parts even without a comma before them."""
    for part in _PART.finditer(line):
        at, end = part.span()
        if at == end:
            yield at, at
        found = () if part.group().lstrip().startswith('"') else _MARK.finditer(line, at, end)
        marks = [mark.span() for mark in found if not is_plain(off, *mark.span())]
        for mark_start, mark_end in (*marks, (end, end)):
            yield from _trimmed(line, at, mark_start)
            yield from _trimmed(line, mark_start, mark_end)
            at = mark_end


def _trimmed(line: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    text = line[start:end]
    if text.strip():
        yield start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())


def _by_shape(text: str, desk: Desk) -> tuple[ChipKind, str] | None:
    """What a part is by its looks, and how it will be kept; None for words, and for whatever is in quotes."""
    if text.startswith('"'):
        return None
    if text.startswith("#") and _MARK.fullmatch(text):
        return ChipKind.TAG, clean(text)
    if "@" in text and (address := emails.address(text)):
        return ChipKind.EMAIL, clean(address.lower())
    if _URL.fullmatch(text):
        return ChipKind.URL, clean(text)
    is_number = _PHONE.fullmatch(text) and not _DATE.fullmatch(text)
    if is_number and len(phones.digits(text)) >= _FEWEST_DIGITS:
        normal = phones.normalize(text, desk.country)
        return ChipKind.PHONE, phones.format(normal) if normal else clean(text)
    return None


def _unquoted(text: str) -> str:
    inner = text.removeprefix('"').removesuffix('"')
    return text if '"' in inner else inner
