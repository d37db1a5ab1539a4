"""Facets within the word indexes: a private character for each, which no typed word can be, for those are ASCII.

The character is computed from the facet, so there is no table of them; two facets may share one. An index therefore
leads to everyone who has a facet and, once in a great while, to others: the facets of a document have the last word.
"""

from __future__ import annotations

import zlib
from functools import lru_cache

#: The first of the private characters and how many there are: all beyond the scripts and the surrogates.
_FIRST, _MANY = 0x20000, 0xF0000


def mark(facet: str) -> str:
    """The character of a facet such as `status=new`."""
    return chr(_FIRST + zlib.crc32(facet.encode()) % _MANY)


@lru_cache(maxsize=16_384)
def marks(facets: str) -> str:
    """The characters of facets that spaces separate, each once, between spaces."""
    return " ".join(sorted(set(map(mark, facets.split()))))
