"""A line to type into and nothing else: the floor for a key."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Input


class EchoApp(App[None]):
    """Shows what is typed."""

    def compose(self) -> ComposeResult:
        """The line."""
        yield Input(placeholder="ready")


if __name__ == "__main__":
    EchoApp().run()
