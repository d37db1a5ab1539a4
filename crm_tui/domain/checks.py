"""What every record must satisfy before it is stored, whichever door it comes through."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from crm_tui.domain import names, points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import UsageError
from crm_tui.domain.text import clean
from crm_tui.domain.typed import Any
from crm_tui.domain.value import replace

#: The parts of a name, in the order in which they are written.
_NAME_ORDER = ("given_name", "middle_name", "family_name")

_ONE_LINE = (
    *("name", "given_name", "middle_name", "family_name", "prefix", "suffix", "nickname", "title", "department"),
    *("company", "birthday", "zone", "owner", "source", "external_id"),
)


def contact(draft: ContactDraft, desk: Desk) -> ContactDraft:
    """The draft as it is stored: cleaned, its name split or joined, its points and tags in normal form.

    Raises `UsageError` when there is neither a name nor an address, or the status is unknown.
    """
    cleaned: dict[str, Any] = {field: clean(getattr(draft, field)) for field in _ONE_LINE}
    draft = replace(
        draft,
        **cleaned,
        note=clean(draft.note, multiline=True),
        points=contact_points(draft.points, desk),
        tags=tag_names(draft.tags),
        status=status(draft.status, desk) if draft.status else desk.statuses[0].name,
        other_ids=tuple(filter(None, map(clean, draft.other_ids))),
        custom={clean(name): clean(value, multiline=True) for name, value in draft.custom.items() if clean(name)},
    )
    draft = replace(draft, **name_parts(draft))
    if not draft.name and not draft.points:
        raise UsageError("A contact needs a name or an address.", "Give a name, an e-mail address or a phone number.")
    days(draft.keep_in_touch_days)
    return draft


def name_parts(draft: ContactDraft) -> dict[str, Any]:
    """Full name and parts, each made from the other where it is missing."""
    if not draft.name:
        return {"name": " ".join(filter(None, (getattr(draft, part) for part in _NAME_ORDER)))}
    return {} if draft.given_name or draft.family_name else split(draft.name)


def split(name: str) -> dict[str, str]:
    """The parts of a full name, by field."""
    parts = names.split(name)
    found = {
        "given_name": parts.given,
        "middle_name": parts.middle,
        "family_name": parts.family,
        "prefix": parts.prefix,
        "suffix": parts.suffix,
        "nickname": parts.nickname,
    }
    return {field: part for field, part in found.items() if part}


def status(word: str, desk: Desk) -> str:
    """The lead status that ``word`` names, in any case. Raises `UsageError` with the nearest name."""
    known = {each.name.casefold(): each.name for each in desk.statuses}
    wanted = clean(word).casefold()
    if wanted in known:
        return known[wanted]
    near = get_close_matches(wanted, known, n=1, cutoff=0.5)
    guess = f"Did you mean “{known[near[0]]}”? " if near else ""
    raise UsageError(f"There is no status “{clean(word)}”.", f"{guess}Statuses are {', '.join(known.values())}.")


def days(interval: int | None) -> None:
    """Refuses a keep-in-touch interval that is not at least one day, with `UsageError`."""
    if interval is not None and interval < 1:
        raise UsageError(
            f"{interval} days is no interval for keeping in touch.", "Give one day or more, or leave it empty."
        )


def tag_names(tags: Iterable[str]) -> tuple[str, ...]:
    """Tags as they are stored: without "#", without blanks and commas within, each once."""
    found: dict[str, str] = {}
    for tag in tags:
        name = "-".join(clean(tag).replace(",", " ").lstrip("#").split())
        if name:
            found.setdefault(name.casefold(), name)
    return tuple(found.values())


def contact_points(given: Iterable[ContactPoint], desk: Desk) -> tuple[ContactPoint, ...]:
    """Points in normal form, each once, with exactly one primary of each kind that is there."""
    found: dict[tuple[PointKind, str], ContactPoint] = {}
    for point in given:
        normal = contact_point(point, desk)
        if normal.value:
            found.setdefault((normal.kind, normal.normal or normal.value.casefold()), normal)
    firsts: dict[PointKind, ContactPoint] = {}
    for point in sorted(found.values(), key=lambda point: not point.primary):
        firsts.setdefault(point.kind, point)
    return tuple(replace(point, primary=point is firsts[point.kind]) for point in found.values())


def contact_point(point: ContactPoint, desk: Desk) -> ContactPoint:
    """One point, cleaned and with its normal form; what cannot be understood is kept as it was typed."""
    match point.kind:
        case PointKind.EMAIL:
            made = points.email(point.value, point.label, primary=point.primary)
        case PointKind.PHONE:
            made = points.phone(point.value, desk.country, point.label, primary=point.primary)
        case PointKind.URL:
            made = points.url(point.value, point.label, primary=point.primary)
        case PointKind.ADDRESS:
            made = points.address(point.parts or {"street": point.value}, point.label, primary=point.primary)
    return replace(made, bad=point.bad, id=point.id)
