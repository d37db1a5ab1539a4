"""The app. The only package that knows Textual."""

from __future__ import annotations

import os

#: Frames a second that Textual may draw, read when it is first imported. Its default of 60 holds a key back for
#: up to 17 ms. Measured with a key every 50 ms: see docs/design/performance.md.
os.environ.setdefault("TEXTUAL_FPS", "240")
