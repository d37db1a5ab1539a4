"""The first frame: the names of the screens in their places, drawn before the screens themselves are loaded."""

from __future__ import annotations

from textual.content import Content
from textual.screen import Screen

from crm_tui import actions
from crm_tui.screens.places import PLACES

#: The mode in which the app begins.
MODE = "curtain"


class Curtain(Screen[None]):
    """What a rep sees while the first screen is imported and its style sheets are parsed: the same first line.

    It has neither widgets nor a style sheet, each of which would hold the first frame up.
    """

    def render(self) -> Content:
        """The line that `Masthead` will draw, no screen in front yet."""
        labels = {action.id: f"  {action.keys[0]} {action.label} " for action in actions.ACTIONS if action.keys}
        names = "".join(labels.get(place.action, "") for place in PLACES)
        return Content.styled(f"{names:<{self.app.size.width}}", "$foreground on $panel")
