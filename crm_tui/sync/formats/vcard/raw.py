"""Properties of a card that have no field of ours: kept as they were in one custom field, and written back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from crm_tui.domain.text import clean
from crm_tui.sync.formats.content import lines as content_lines
from crm_tui.sync.formats.content.lines import Decoder, Head, Property

#: The custom field that holds them, a line each.
FIELD = "vCard"

#: Characters of one property, and of all of a card, that are kept.
MOST_OF_ONE = 4_000
MOST_OF_ALL = 20_000

#: Made anew with every card, or meaningless outside of the book that wrote it.
DERIVED = frozenset(
    {"BEGIN", "END", "VERSION", "PRODID", "REV", "PROFILE", "X-CRM-REASON", "X-MS-OL-DESIGN", "X-MS-CARDPICTURE"}
)

#: Binary data, when it stands in the card itself.
_PICTURES = frozenset({"PHOTO", "LOGO", "SOUND", "KEY", "X-ABCROP-RECTANGLE"})


def is_binary(each: Property) -> bool:
    """Whether a property holds data rather than words: pictures, sounds and keys, which are left out."""
    head, value = each
    if head.coding == "B" or value[:5].lower() == "data:":
        return True
    return head.name in _PICTURES and len(value) > 1_000 and " " not in value


def line(each: Property) -> str:
    """A property as one line; its letters are no longer quoted-printable."""
    head, value = each
    name = f"{head.group}.{head.name}" if head.group else head.name
    kinds = "".join(f";TYPE={content_lines.quoted(kind)}" for kind in head.types)
    others = "".join(f";{key}={','.join(map(content_lines.quoted, values))}" for key, values in head.parameters)
    value = value.replace("\r\n", "\n").replace("\n", "\\n")
    return clean(f"{name}{kinds}{others}:{value}")


def group_label(group: str, text: str) -> Property:
    """The property that says what a group means."""
    return Property(Head("X-ABLabel", group, "X-ABLABEL", (), (), "", ""), text)


def lines_of(text: str) -> Iterator[Property]:
    """The properties that the custom field holds; one that is none ends them with a ValueError."""
    for each in text.split("\n"):
        found = Decoder().properties(each.encode())
        if len(found) != 1 or found[0].head.name in DERIVED:
            raise ValueError(each)
        yield found[0]


def kept(properties: Iterable[Property]) -> tuple[str, int]:
    """The text of the custom field, and how many properties were too long for it."""
    lines: list[str] = []
    size = dropped = 0
    for each in properties:
        text = line(each)
        if len(text) > MOST_OF_ONE or size + len(text) > MOST_OF_ALL:
            dropped += 1
            continue
        size += len(text) + 1
        lines.append(text)
    return "\n".join(lines), dropped
