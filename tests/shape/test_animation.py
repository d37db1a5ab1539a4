"""The animated picture: one frame after the other, each in its own time, and still for whoever prefers that."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest

from scripts import animation, docs
from scripts.animation import Frame, joined

_PICTURE = '<?xml version="1.0"?>\n<svg viewBox="0 0 100 50" xmlns="http://www.w3.org/2000/svg"><text>{}</text></svg>\n'


def test_every_frame_is_seen_in_its_own_stretch_of_the_time() -> None:
    frames = (Frame(caption="a", seconds=1), Frame(caption="b & <c>", seconds=3))
    svg = joined([_PICTURE.format("one"), _PICTURE.format("two")], frames)
    root = ET.fromstring(svg)  # noqa: S314 - our own
    groups = root.findall("{http://www.w3.org/2000/svg}g")
    assert [group.get("id") for group in groups] == ["frame-0", "frame-1"]
    assert "".join(groups[1].itertext()).strip().endswith("b & <c>")
    first, second = re.findall(r"@keyframes show-\d \{ (.*) \}", svg)
    assert first == "0.000% { visibility: visible } 25.000% { visibility: hidden }"
    assert second == "0% { visibility: hidden } 25.000% { visibility: visible }"


def test_a_picture_without_a_size_is_refused() -> None:
    with pytest.raises(ValueError, match="how large"):
        joined(["<svg></svg>"], (Frame(caption="a"),))


def test_the_committed_picture_has_every_frame_and_its_words() -> None:
    root = ET.fromstring((docs.DOCS / "pictures" / "loop.svg").read_text(encoding="utf-8"))  # noqa: S314 - our own
    captions = [text.text for text in root.iter("{http://www.w3.org/2000/svg}text") if text.get("class") == "keys"]
    assert captions == [frame.caption for frame in animation.LOOP]
