"""Where a setting stands: the names that lead to it, in the one spelling in which they are compared."""

from __future__ import annotations

from crm_tui.config.schema import TABLES, Key

#: The names that lead to a value: ("theme",), ("tags", "vip"), ("outcomes", "no answer", "next").
Place = tuple[str, ...]


def place_of(key: Key, entry: str = "") -> Place:
    """Where ``key`` stands, or its ``entry`` ("vip", "no answer", "no answer.kind", "follow_up.done"), as written."""
    if not entry:
        return tuple(key.name.split("."))
    outcome, dot, field = entry.rpartition(".")
    if key.name == "outcomes":
        return key.name, _spelled(key.name, outcome if dot else entry), field if dot else "next"
    return key.name, _spelled(key.name, entry)


def known(place: Place) -> Place:
    """A place as it is compared: an outcome, a tag or a tier may be spelled in several ways."""
    if len(place) < 2 or place[0] in TABLES:
        return place
    table, name, *rest = place
    if table == "keys":
        return table, ".".join((name, *rest))
    spelled = _spelled(table, name)
    return table, spelled.casefold() if table == "tags" else spelled, *rest


def _spelled(table: str, name: str) -> str:
    match table:
        case "outcomes":
            return name.replace("_", " ").lower()
        case "tiers":
            return name.upper()
        case "statuses":
            return name.strip().lower()
        case "tags":
            from crm_tui.domain.checks import tag_names

            return next(iter(tag_names([name])), name)
        case _:
            return name
