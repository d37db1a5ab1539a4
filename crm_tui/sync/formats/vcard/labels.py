"""What kind of address or number something is: types and groups of a card on one side, one label on the other."""

from __future__ import annotations

from functools import lru_cache

#: Words of a label by type; all others are the same on both sides.
_WORDS = {"cell": "mobile"}
_TYPES = {word: kind for kind, word in _WORDS.items()}

#: Types that tell nothing apart: what everybody writes, and how it was dialled in 1996.
_SILENT = frozenset({"internet", "pref", "voice", "msg", "text", "x400", "dom", "intl", "postal", "parcel", "other"})

#: Types that other programs know, in the order in which a label names them.
_KNOWN = ("work", "home", "school", "cell", "main", "fax", "pager", "video", "textphone", "car", "isdn", "modem")

#: Numbers that do not ring on the person's own telephone.
SECONDARY = frozenset({"fax", "pager", "modem", "isdn", "textphone"})

_APPLE = ("_$!<", ">!$_")


@lru_cache(maxsize=1 << 10)
def of_types(types: tuple[str, ...]) -> str:
    """The label of these types (in lower case): ("voice", "cell", "work") is "work mobile"."""
    telling = [each for each in types if each not in _SILENT]
    telling.sort(key=lambda each: _KNOWN.index(each) if each in _KNOWN else len(_KNOWN))
    return " ".join(_WORDS.get(each, each) for each in telling)


def of_apple(text: str) -> str:
    """The label that a group's X-ABLabel gives, without the frame that Apple puts around its own."""
    text = text.strip()
    if text.startswith(_APPLE[0]) and text.endswith(_APPLE[1]):
        return text[len(_APPLE[0]) : -len(_APPLE[1])]
    return text


@lru_cache(maxsize=1 << 10)
def types_of(label: str) -> tuple[tuple[str, ...], bool]:
    """The types that a label stands for, and whether they say all of it: else an X-ABLabel must."""
    found = [_TYPES.get(word, word) for word in label.lower().split()]
    types = tuple(each for each in found if each in _KNOWN)
    return types, of_types(types) == label
