"""Places in an order that a person chose: between any two of them there is room for another.

A key is a fraction written in base 62, "V" for a half. Keys compare as text, in Python and in SQLite alike, so moving
one record changes that record alone, and two machines that move different ones do not get into each other's way.
"""

from __future__ import annotations

from collections.abc import Iterator

#: In the order of their codes.
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)


def between(before: str, after: str) -> str:
    """A key above ``before`` and below ``after``; "" stands for either end.

    Raises ValueError where there is none: for keys in the wrong order, and for text that is no key.
    """
    key = ""
    while True:
        if after and key == after:
            raise ValueError(f"there is nothing between {before!r} and {after!r}")
        low = _DIGITS.index(before[len(key)]) if len(key) < len(before) else 0
        high = _DIGITS.index(after[len(key)]) if after else _BASE
        if high < low:
            raise ValueError(f"{before!r} is not below {after!r}")
        if high - low > 1:
            return key + _DIGITS[(low + high) // 2]
        key += _DIGITS[low]
        if high > low:
            after = ""


def is_key(text: str) -> bool:
    """Whether ``text`` is a key that leaves room on both sides."""
    return bool(text.rstrip("0")) and text[-1] != "0" and set(text) <= set(_DIGITS)


def spread(count: int) -> Iterator[str]:
    """So many keys in ascending order, far apart: for an order that is laid out anew."""
    width = 1
    while _BASE**width <= count:
        width += 1
    for number in range(1, count + 1):
        place = number * _BASE**width // (count + 1)
        digits = [_DIGITS[place // _BASE**power % _BASE] for power in reversed(range(width))]
        yield "".join(digits).rstrip("0")
