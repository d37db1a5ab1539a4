"""E-mail addresses: finding one in what was typed, its normal form, and whether mail could reach it.

The one user of `email_validator`, which is imported only to judge an address, never to normalise one.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import unquote

from crm_tui.domain.errors import ParseError

_IN_ANGLES = re.compile(r"<([^<>]*@[^<>]*)>")
_EDGES = " \t\r\n\"'.,;:<>()[]|"
_SHAPE = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+")


def address(raw: str) -> str:
    """The address within "Ada <ada@example.org>", "mailto:ada@example.org?subject=x" or a list's comma.

    Letter case is kept; "" when nothing in it could be an address.
    """
    text = unicodedata.normalize("NFC", raw).strip()
    angles = _IN_ANGLES.findall(text)
    if angles:
        text = angles[-1].strip()
    if text[:7].lower() == "mailto:":
        text = unquote(text[7:].partition("?")[0])
    text = text.strip(_EDGES)
    return text if _SHAPE.fullmatch(text) else ""


def normalize(raw: str) -> str:
    """The address in lower case, the key for matching; "" when there is none."""
    return address(raw).lower()


def domain(normal: str) -> str:
    """What follows the @ of a normal form, "" without one."""
    return normal.rpartition("@")[2] if "@" in normal else ""


def check(raw: str) -> None:
    """Refuses what is no address at all.

    Raises ParseError. An address that merely looks wrong passes; `doubt` has a word for it.
    """
    if not address(raw):
        raise ParseError(
            f"“{raw.strip()}” is no e-mail address.",
            "An address has one @ and no spaces: ada@example.org",
            text=raw,
            end=len(raw),
        )


def doubt(raw: str) -> str:
    """A sentence about what is odd in an address ("ada@localhost"); "" when mail could reach it."""
    from email_validator import EmailNotValidError, validate_email

    try:
        validate_email(address(raw) or raw, check_deliverability=False)
    except EmailNotValidError as error:
        return str(error)
    return ""


def is_valid(raw: str) -> bool:
    """Whether the syntax is that of an address mail could reach; no network is asked."""
    return not doubt(raw)
