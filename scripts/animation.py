"""The animated picture: the app at work, frame by frame in one SVG, with the keys that were pressed beneath.

It moves by the style sheet alone, so it does wherever an SVG is shown as an image; whoever prefers no motion sees the
first frame.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from scripts.svg import FONTS, self_contained

#: A terminal that can be read in a page without being opened.
SIZE = (100, 26)

#: Pixels beneath the terminal for the keys.
_CAPTION = 44

_BOX = re.compile(r'viewBox="0 0 (?P<width>[\d.]+) (?P<height>[\d.]+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What is done after the frame before (keys, or words after a ``=``), what is said of it, and for how long."""

    steps: Sequence[str] = ()
    caption: str
    seconds: float = 2.0


#: The loop that the app is made for: nobody answers; somebody does; and all of it can be taken back.
LOOP = (
    Frame(caption="The highlighted person is the next to call", seconds=2.5),
    Frame(steps=("c",), caption="c  you dial"),
    Frame(steps=("2",), caption="c 2  nobody answers: tomorrow, the other half of the day, is proposed", seconds=3),
    Frame(steps=("enter",), caption="c 2 Enter  saved, and the next person is there", seconds=2.5),
    Frame(steps=("c", "1"), caption="c 1  connected"),
    Frame(steps=("=wants an offer > tue 9 send offer",), caption="c 1 wants an offer > tue 9 send offer", seconds=3),
    Frame(steps=("enter",), caption="Enter  logged, planned, and on to the next", seconds=2.5),
    Frame(steps=("z",), caption="z  takes it back, also tomorrow", seconds=2.5),
)


async def drawn(name: str, frames: Sequence[Frame], db: Path) -> str:
    """The frames as one SVG, taken one after the other on a new demo book at ``db``."""
    from textual.widgets import Input

    from crm_tui import demo
    from crm_tui.config import Config
    from scripts.pictures import NOW, ZONE
    from tests.screens.rep import at_desk

    config = Config(zone=ZONE, country="LV", owner="Rita")
    demo.build(db, moment=config.desk(NOW).moment)
    pictures = []
    async with at_desk(db, size=SIZE, now=NOW, config=config) as rep:
        for number, frame in enumerate(frames):
            for step in frame.steps:
                await (rep.type(step[1:]) if step.startswith("=") else rep.press(step))
            for box in rep.app.screen.query(Input):
                box.cursor_blink = False
            await rep.idle()
            screenshot = rep.app.export_screenshot(title="crm")
            pictures.append(self_contained(screenshot, name=f"{name}-{number}"))
    return joined(pictures, frames)


def joined(pictures: Sequence[str], frames: Sequence[Frame]) -> str:
    """Pictures of one size as one that shows them in turn. Raises ValueError for a picture without a size."""
    box = _BOX.search(pictures[0])
    if box is None:
        raise ValueError("the picture does not say how large it is")
    width, height = float(box["width"]), float(box["height"])
    lines = [
        f'<svg class="rich-terminal" viewBox="0 0 {width:g} {height + _CAPTION:g}" xmlns="http://www.w3.org/2000/svg">',
        "<style>",
        *_styles(frames),
        "</style>",
    ]
    for number, (picture, frame) in enumerate(zip(pictures, frames, strict=True)):
        inside = picture[picture.index("<svg") :].replace("<svg ", f'<svg width="{width:g}" height="{height:g}" ', 1)
        words = f'<text class="keys" x="{width / 2:g}" y="{height + _CAPTION * 0.65:g}">{escape(frame.caption)}</text>'
        lines += [f'<g id="frame-{number}" class="frame">', inside.rstrip(), words, "</g>"]
    return "\n".join((*lines, "</svg>")) + "\n"


def _styles(frames: Sequence[Frame]) -> Iterator[str]:
    """Each frame is visible in its own stretch of the time of all."""
    whole = sum(frame.seconds for frame in frames)
    yield f".keys {{ font-family: {FONTS}; font-size: 20px; fill: #808080; text-anchor: middle }}"
    yield ".frame { visibility: hidden }"
    yield "#frame-0 { visibility: visible }"
    yield "@media (prefers-reduced-motion: no-preference) {"
    start = 0.0
    for number, frame in enumerate(frames):
        first, last = 100 * start / whole, 100 * (start + frame.seconds) / whole
        before = "0% { visibility: hidden } " if number else ""
        after = f"{last:.3f}% {{ visibility: hidden }} " if number < len(frames) - 1 else ""
        yield f"@keyframes show-{number} {{ {before}{first:.3f}% {{ visibility: visible }} {after}}}"
        yield f"#frame-{number} {{ animation: show-{number} {whole:g}s step-end infinite }}"
        start += frame.seconds
    yield "}"
