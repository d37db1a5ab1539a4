"""The pictures of the documentation: the app itself, at work on the demo book at a fixed moment."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts import animation
from scripts.svg import self_contained

#: A Wednesday morning. Demo people, dates and clocks in the pictures all follow from it.
NOW = "2026-11-18T09:30"
ZONE = "Europe/Riga"
#: Wide enough for a dialog beside the card, narrow enough to be read in a page.
SIZE = (120, 30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One file in docs/pictures, and the way there from Today.

    A step is a key, or words to be typed, with a ``=`` before them.
    """

    name: str
    steps: Sequence[str] = ()


PICTURES = (
    Picture(name="today", steps=("j",)),
    Picture(name="log", steps=("j", "c", "2")),
    Picture(name="contacts", steps=("3", "/", "=lind")),
    Picture(name="contact", steps=("3", "/", "=gorel", "enter", "4")),
    Picture(name="follow-ups", steps=("6",)),
)


#: The animated picture, by its name.
ANIMATION = "loop"


def names() -> frozenset[str]:
    """The files that are drawn."""
    return frozenset(f"{name}.svg" for name in (ANIMATION, *(picture.name for picture in PICTURES)))


def draw(folder: Path) -> None:
    """Writes every picture into ``folder``, each from a book of its own that nothing has been done to."""
    # Set, it would take the colours out of the app and out of the pictures.
    os.environ.pop("NO_COLOR", None)
    folder.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        with TemporaryDirectory() as temporary:
            svg = asyncio.run(drawn(picture, Path(temporary) / "crm.db"))
        (folder / f"{picture.name}.svg").write_text(svg, encoding="utf-8")
    with TemporaryDirectory() as temporary:
        moving = asyncio.run(animation.drawn(ANIMATION, animation.LOOP, Path(temporary) / "crm.db"))
    (folder / f"{ANIMATION}.svg").write_text(moving, encoding="utf-8")


async def drawn(picture: Picture, db: Path) -> str:
    """The picture as SVG, after its steps have been taken on a new demo book at ``db``."""
    from textual.widgets import Input

    from crm_tui import demo
    from crm_tui.config import Config
    from tests.screens.rep import at_desk

    config = Config(zone=ZONE, country="LV", owner="Rita")
    demo.build(db, moment=config.desk(NOW).moment)
    async with at_desk(db, size=SIZE, now=NOW, config=config) as rep:
        for step in picture.steps:
            await (rep.type(step[1:]) if step.startswith("=") else rep.press(step))
        for box in rep.app.screen.query(Input):
            box.cursor_blink = False
        await rep.idle()
        return self_contained(rep.app.export_screenshot(title="crm"), name=picture.name)
