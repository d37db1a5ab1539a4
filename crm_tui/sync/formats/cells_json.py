"""Lists of addresses, numbers and links that programs write as JSON inside a cell."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from crm_tui.domain.text import clean

#: Values that are taken of one cell.
_MOST = 200

#: Under which name the value stands, and its label.
_VALUES = ("value", "emailAddress", "email", "phoneNumber", "number", "phone", "url", "address")
_LABELS = ("type", "label")
_CODES = ("callingCode", "calling_code")


class Listed(NamedTuple):
    """A value of a list, its label, and whether the program has found that it does not work."""

    value: str
    label: str = ""
    is_bad: bool = False


def listed(text: str) -> list[Listed] | None:
    """The values in a cell that holds a JSON list of texts or objects; None where it holds anything else."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    items = data if isinstance(data, list) else [data]
    if len(items) > _MOST or not all(isinstance(each, (str, dict)) for each in items):
        return None
    found = [_one(each) if isinstance(each, dict) else Listed(clean(each)) for each in items]
    return None if None in found else [each for each in found if each and each.value]


def _one(item: Mapping[str, Any]) -> Listed | None:
    value = next(_texts(item, _VALUES), None)
    if value is None:
        return None
    code = next(_texts(item, _CODES), "")
    if code and value and not value.startswith("+"):
        value = f"{code if code.startswith('+') else f'+{code}'} {value}"
    return Listed(value, next(_texts(item, _LABELS), ""), item.get("invalid") is True)


def _texts(item: Mapping[str, Any], names: tuple[str, ...]) -> Iterator[str]:
    return (clean(item[name]) for name in names if isinstance(item.get(name), str))
