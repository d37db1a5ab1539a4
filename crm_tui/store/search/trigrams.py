"""Looking up parts of words: which of their trigrams to read, so that few contacts are left to be tested."""

from __future__ import annotations

import re
from codecs import charmap_decode
from collections.abc import Collection, Iterable, Mapping, Sequence

from crm_tui.domain.typed import TYPE_CHECKING
from crm_tui.store.search import ways
from crm_tui.store.search.ways import Way

if TYPE_CHECKING:
    from crm_tui.store.search.reading import Reading

#: One contact in this many has its trigrams counted, which is near enough and spares the others the writes.
SAMPLE = 16

#: Microseconds to skip one entry of a trigram's list, and to test one contact; measured, and only their ratio counts.
_READ, _TEST = 0.02, 3.5

#: Of the contacts with one trigram of a word or a number, the share that has another at least: most have the same
#: word, and many the same area code.
_SHARED, _SHARED_DIGITS = 0.7, 0.15

#: Lists that are looked up together at most: those of a word soon say the same, those of a number do not.
_MOST, _MOST_OF_NUMBER = 3, 5

#: One contact in so many is taken to have a run of six digits: numbers share their beginnings.
_DIGITS_APART = 10_000

#: Characters in a row that have tokens of their own.
SHORTEST_RUN, _LONGEST_RUN = 4, 16
#: A run of digits that is looked up by pairs, and the character of the pair 00: none that folds to another.
_SIX, _PAIRS = 6, 0x4E00
_NUMBER = re.compile(f"[0-9]{{{_SIX},}}")
_RUN = re.compile(rf"([^|])\1{{{SHORTEST_RUN - 1},}}")
#: Finds what `_RUN` may find, and now and then more, in half the time.
_MAY_RUN = re.compile(r"(.)" + r"\1" * (SHORTEST_RUN - 1), re.DOTALL)
#: The character of each pair of digits at the place that the pair has when it is read as a byte.
_OF_BYTE = "".join(chr(_PAIRS + 10 * (byte >> 4) + (byte & 15)) for byte in range(256))


def of(text: str) -> set[str]:
    """All runs of three characters."""
    return {text[i : i + 3] for i in range(len(text) - 2)}


def wanted(piece: str) -> set[str]:
    """What to look up for a piece: its trigrams, for a number runs of six digits, and how often it repeats itself."""
    own = {_run(match[0], len(match)) for match in _longest(piece)}
    if piece.isdigit() and len(piece) >= _SIX:
        return own | {_paired(piece[i : i + _SIX]) for i in range(len(piece) - _SIX + 1)}
    return own | of(piece)


def counted(text: str) -> set[str]:
    """What is counted of a text: runs of six digits are rare anyway."""
    return of(text) | repeated(text)


def beside(text: str) -> str:
    """What the index holds of a text beside it, so that its trigrams find more than trigrams.

    Tokens for characters that follow themselves, one for each length from four up: trigrams alone cannot tell ten
    nines from three. And the digits of each number two by two, from the first and from the second on: three pairs
    are six digits, of which there are a million, not a thousand.
    """
    tokens = sorted(repeated(text))
    for digits in _NUMBER.findall(text):
        tokens += (_paired(digits), _paired(digits[1:]))
    return " ".join(("", *tokens)) if tokens else ""


def repeated(text: str) -> set[str]:
    """The tokens for characters that follow themselves in a text."""
    longest = _longest(text)
    if not longest:
        return set()
    return {
        _run(match[0], length) for match in longest for length in range(SHORTEST_RUN, min(len(match), _LONGEST_RUN) + 1)
    }


def _longest(text: str) -> list[str]:
    return [match.group() for match in _RUN.finditer(text)] if _MAY_RUN.search(text) else []


def _run(char: str, length: int) -> str:
    """The token of so many of one character: itself, a character that no text has, and the length as a letter."""
    return f"{char}\x7f{chr(ord('a') + min(length, _LONGEST_RUN))}"


def _paired(digits: str) -> str:
    """Digits two by two as characters that no folded text has; an odd one at the end is left out."""
    return charmap_decode(bytes.fromhex(digits[: len(digits) & ~1]), "strict", _OF_BYTE)[0]


def way(reading: Reading, pieces: Iterable[str]) -> Way | None:
    """Those who have all the pieces somewhere, and some who have not; None when all pieces are too short.

    Starts with the rarest trigram, and adds others as long as reading their lists costs less than testing the
    contacts that they rule out.
    """
    of_piece = {piece: wanted(piece) for piece in pieces}
    uses = _uses(reading, set().union(*of_piece.values()))
    if not uses:
        return None
    chosen = [min(uses, key=lambda trigram: (uses[trigram], trigram))]
    left = float(uses[chosen[0]])
    most = _MOST_OF_NUMBER if any(map(str.isdigit, of_piece)) else _MOST
    while len(chosen) < most:
        shares = _shares(reading, of_piece, uses, chosen, left)
        gains = {
            trigram: left * (1 - shares[trigram]) * _TEST - number * _READ
            for trigram, number in uses.items()
            if trigram not in chosen
        }
        best = max(gains, key=lambda trigram: (gains[trigram], trigram), default="")
        if not best or gains[best] <= 0:
            break
        chosen.append(best)
        left *= shares[best]
    match = " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in chosen)
    return ways.index("search_trigram", match, uses[chosen[0]])


def _shares(
    reading: Reading, of_piece: Mapping[str, set[str]], uses: Mapping[str, int], chosen: Sequence[str], left: float
) -> dict[str, float]:
    """Of about ``left`` contacts, who have the trigrams ``chosen``, the share that has each of all trigrams."""
    shares = {trigram: min(1.0, number / reading.everyone) for trigram, number in uses.items()}
    # An area code and what follows it are often the same: the pieces of a number depend on each other as one does.
    has_digits = any(piece.isdigit() and not its.isdisjoint(chosen) for piece, its in of_piece.items())
    for piece, its in of_piece.items():
        least = 0.0
        if piece.isdigit():
            least = _SHARED_DIGITS if has_digits else 0.0
        elif not its.isdisjoint(chosen):
            least = max(_SHARED, min(1.0, reading.spread(piece) / (left + 1)))
        shares |= {trigram: max(least, shares[trigram]) for trigram in its}
    return shares


def _uses(reading: Reading, listed: Collection[str]) -> dict[str, int]:
    """How many contacts have each trigram, about. Runs of six digits are not counted, but taken to be rare."""
    rows = reading.connection.execute(
        f"SELECT trigram, uses * {SAMPLE} FROM search_trigram_use WHERE trigram IN ({','.join('?' * len(listed))})",
        sorted(listed),
    )
    rare = 1 + reading.everyone // _DIGITS_APART
    return {trigram: rare if ord(trigram[0]) >= _PAIRS else 0 for trigram in sorted(listed)} | dict(rows.fetchall())
