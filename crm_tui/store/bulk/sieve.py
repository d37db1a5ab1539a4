"""Which keys have been seen, in bounded memory: "no" is certain, "yes" is to be looked up."""

from __future__ import annotations

from collections.abc import Iterable

#: 2^27 bits: of five million keys about one in two hundred is taken for known though it is not.
_BITS = 27
_MASK = (1 << _BITS) - 1


class Sieve:
    """A Bloom filter of two probes over 16 MB, whatever the number of keys."""

    __slots__ = ("_bits",)

    def __init__(self) -> None:
        self._bits = bytearray(1 << (_BITS - 3))

    def add(self, keys: Iterable[str]) -> None:
        """Remembers keys; empty ones are none."""
        bits = self._bits
        for key in keys:
            if key:
                one = hash(key)
                other = one >> _BITS & _MASK
                one &= _MASK
                bits[one >> 3] |= 1 << (one & 7)
                bits[other >> 3] |= 1 << (other & 7)

    def may_know(self, keys: Iterable[str]) -> bool:
        """Whether any of the keys may have been added; False is certain."""
        bits = self._bits
        for key in keys:
            if key:
                one = hash(key)
                other = one >> _BITS & _MASK
                one &= _MASK
                if bits[one >> 3] >> (one & 7) & 1 and bits[other >> 3] >> (other & 7) & 1:
                    return True
        return False
