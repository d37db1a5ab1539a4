"""Short forms of given names, from the table beside this module; read when first asked for.

A name is looked up by how it sounds (`crm_tui.domain.likeness.sound`), so that Yannis is found in whatever letters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).with_name("nicknames.txt")


@cache
def formal(sound: Callable[[str], str]) -> Mapping[str, frozenset[str]]:
    """What each name may be short for, itself included, all of them as ``sound`` spells them."""
    found: dict[str, set[str]] = {}
    for full, *shorts in _lines():
        for name in (full, *shorts):
            found.setdefault(sound(name), set()).add(sound(full))
    return {name: frozenset(full) for name, full in found.items()}


@cache
def family(sound: Callable[[str], str]) -> Mapping[str, str]:
    """One name for all that are linked by short forms: Alexander, Alex and Alexandra have the same.

    Coarser than `formal`, for bringing people together who are then compared by that.
    """
    leader: dict[str, str] = {}

    def first(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for full, *shorts in _lines():
        for short in shorts:
            one, other = sorted((first(sound(full)), first(sound(short))))
            leader[other] = one
    return {name: first(name) for name in leader}


def _lines() -> list[list[str]]:
    text = _TABLE.read_text(encoding="ascii")
    return [line.split() for line in text.splitlines() if not line.startswith("#")]
