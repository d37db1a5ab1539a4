"""Reading the texts of the demo book, which are data: `data/*.toml`."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

_DATA = Path(__file__).parent / "data"
_PLAIN = str.maketrans(
    {"ł": "l", "ø": "o", "ß": "ss", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "ı": "i", "'": "", "’": ""}
)


class Word(NamedTuple):
    """A name as its bearer writes it, and in plain Latin letters for addresses."""

    native: str
    latin: str

    @property
    def spoken(self) -> str:
        """How a rep writes it in a note: as it stands where it is Latin, else transcribed."""
        first = self.native[0]
        is_latin = first < "\u0250" or "\u1e00" <= first <= "\u1eff"
        return self.native if is_latin else self.latin.replace("-", " ").title()


@cache
def read(name: str) -> dict[str, Any]:
    """The parsed document ``data/<name>.toml``."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def word(text: str) -> Word:
    """``native=latin``, or a name whose Latin spelling follows from it by dropping the accents."""
    native, _, latin = text.partition("=")
    return Word(native, latin or plain(native))


def words(text: str) -> tuple[Word, ...]:
    """A list of names, separated by commas."""
    return tuple(word(part.strip()) for part in text.split(","))


@lru_cache(10_000)
def plain(text: str) -> str:
    """``text`` as part of a web address: lower case, no accents, hyphens between words."""
    bare = unicodedata.normalize("NFKD", text.lower().translate(_PLAIN))
    return re.sub(r"[^a-z0-9]+", "-", "".join(c for c in bare if not unicodedata.combining(c))).strip("-")
