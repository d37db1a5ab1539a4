"""The app. The only package that knows Textual."""

from __future__ import annotations

import os

#: Frames a second that Textual may draw, read when it is first imported. Its default of 60 holds a key back for up
#: to 17 ms; beyond 240 a key gains little and every burst of output costs more.
os.environ.setdefault("TEXTUAL_FPS", "240")
