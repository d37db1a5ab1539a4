"""Postal addresses from the cells of their columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import zip_longest

from crm_tui.domain import points as make
from crm_tui.domain.contact import ContactPoint
from crm_tui.sync.formats import cells as cell


def points(parts: Mapping[str, str], label: str, separator: str) -> Iterator[ContactPoint]:
    """The addresses in ``parts``, whose texts hold several with ``separator`` between, where that is not "".

    A ``formatted`` one counts where the parts are blank; extensions and post office boxes join the street.
    """
    lists = {
        part: [each.strip() for each in text.split(separator)] if separator else [text] for part, text in parts.items()
    }
    labels = cell.several(label, separator)
    for each in zip_longest(*lists.values(), fillvalue=""):
        one = dict(zip(lists, each, strict=True))
        formatted = one.pop("formatted", "")
        street = ", ".join(filter(None, (one.pop(part, "") for part in ("street", "extended", "po_box"))))
        one["street"] = street or ("" if any(one.values()) else formatted)
        yield make.address(one, labels[0] if labels else "", primary=True)
