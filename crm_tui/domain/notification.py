"""What a terminal is told so that it notifies the desktop."""

from __future__ import annotations

from crm_tui.domain.text import visible

_ESCAPE = "\x1b"


def sequence(way: str, text: str, *, in_tmux: bool = False) -> str:
    """The control sequence of ``way`` ("osc9" or "osc777") for a notification.

    OSC 9 is iTerm2's (also of kitty, WezTerm, Windows Terminal and others), OSC 777 rxvt-unicode's (also of foot, VTE
    and Ghostty). tmux passes on only what is wrapped, and only with ``allow-passthrough``.
    """
    said = visible(text)
    body = f"777;notify;crm;{said.replace(';', ',')}" if way == "osc777" else f"9;crm: {said}"
    plain = f"{_ESCAPE}]{body}{_ESCAPE}\\"
    return f"{_ESCAPE}Ptmux;{plain.replace(_ESCAPE, _ESCAPE * 2)}{_ESCAPE}\\" if in_tmux else plain
