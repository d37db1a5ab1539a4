"""What must be seen of a person before anything is done with them."""

from __future__ import annotations

from textual.content import Content

from crm_tui.screens.widgets.icons import Icons


def do_not_contact(icons: Icons) -> Content:
    """The words on red, which say the same without it."""
    return Content.styled(f" {icons.stop} DO NOT CONTACT ", "bold $on-alarm on $alarm")
