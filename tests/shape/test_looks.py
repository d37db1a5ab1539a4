"""Every screen and every dialog is looked at, at each of the usual sizes."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.screen import Screen

import crm_tui.screens
from tests.looks import covered
from tests.looks.test_looks import SIZES

_FOLDER = Path(covered.__file__).parent

#: The frame before anything is loaded, and a question that nothing asks yet.
_UNSEEN = {"curtain:Curtain"}


def screens() -> dict[str, type[Screen[Any]]]:
    """Every class of a screen or dialog that can be in front, by "module:Class"; what others are made from is none."""
    prefix = f"{crm_tui.screens.__name__}."
    for module in pkgutil.walk_packages(crm_tui.screens.__path__, prefix):
        import_module(module.name)
    found, bases = dict[str, type[Screen[Any]]](), set[type]()
    waiting: list[type[Screen[Any]]] = [Screen]
    while waiting:
        one = waiting.pop()
        for made in one.__subclasses__():
            if made.__module__.startswith(prefix):
                bases.add(one)
                found[f"{made.__module__.removeprefix(prefix)}:{made.__name__}"] = made
            waiting.append(made)
    return {place: one for place, one in found.items() if one not in bases}


def test_every_screen_and_dialog_has_a_look() -> None:
    assert sorted(screens().keys() - _UNSEEN - covered.LOOKS.keys()) == []
    assert sorted(covered.LOOKS.keys() - screens().keys()) == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_look_is_there_at_each_size(size: tuple[int, int]) -> None:
    names = {f"{name}_{size[0]}x{size[1]}.txt" for name in covered.LOOKS.values()}
    assert sorted(names - {path.name for path in _FOLDER.glob("*.txt")}) == []


def test_every_look_is_taken_by_a_test() -> None:
    taken = "".join(path.read_text(encoding="utf-8") for path in _FOLDER.parent.rglob("test_*.py"))
    ends = {name.rpartition("_")[2] for name in covered.LOOKS.values()}
    assert sorted(end for end in ends if end not in taken) == []
