"""What is looked for, folded as the index is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm_tui.domain import names, phones
from crm_tui.domain.typed import NamedTuple
from crm_tui.store.search import document
from crm_tui.store.search.sql import Sql, both, either

#: Words beyond this number are not looked at, nor letters beyond this length: nobody types them.
MOST_WORDS, MOST_LETTERS = 16, 64

#: Digits that a number must have to be looked for.
FEWEST_DIGITS = 3

#: Digits that must remain for leading zeros (0044…, 06…) to be taken off.
_FEWEST_WITHOUT_ZEROS = 6

_PHONE = re.compile(r"[+(]?[\d\s().,/+-]*\d[\d\s().,/+-]*")
_ADDRESS = re.compile(r"@|[^\W_][.][^\W_]|[^\W_]_[^\W_]")


class Term(NamedTuple):
    """One piece of typed text: its folded words, and the whole where it may be part of an e-mail address."""

    words: tuple[str, ...]
    address: str = ""


class Terms(NamedTuple):
    """A typed text, piece by piece; ``digits`` where all of it may be a phone number."""

    terms: tuple[Term, ...]
    digits: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """All words, each once."""
        return tuple(dict.fromkeys(word for term in self.terms for word in term.words))[:MOST_WORDS]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The pieces that have an "@" in them."""
        return tuple(term.address for term in self.terms if "@" in term.address)

    @property
    def is_address(self) -> bool:
        """Whether nothing but e-mail addresses, or parts of them, was typed."""
        return bool(self.terms) and len(self.addresses) == len(self.terms)


def parse(texts: Sequence[str]) -> Terms:
    """The terms of texts that all must match. There may be none: punctuation alone finds nothing."""
    line = " ".join(texts)[: MOST_WORDS * MOST_LETTERS]
    terms = tuple(term for piece in line.split() if (term := _term(piece)).words)[:MOST_WORDS]
    return Terms(terms, _number(line))


def _term(piece: str) -> Term:
    words = tuple(word[:MOST_LETTERS] for word in names.words(piece))
    return Term(words, document.address(piece.strip(".,;:<>()\"'")) if _ADDRESS.search(piece) else "")


def _number(line: str) -> str:
    """The digits of a phone number in any spelling, without the zeros that stand for a country or its trunk."""
    if not _PHONE.fullmatch(line.strip()):
        return ""
    digits = phones.digits(line)
    bare = digits.lstrip("0")
    digits = bare if len(digits) - len(bare) in (1, 2) and len(bare) >= _FEWEST_WITHOUT_ZEROS else digits
    return digits if len(digits) >= FEWEST_DIGITS else ""


def whole_name(word: str) -> Sql:
    """The name has the word."""
    return Sql("instr(' ' || d.name || ' ', ?) > 0", (f" {word} ",))


def starts_name(word: str) -> Sql:
    """A word of the name starts so."""
    return Sql("instr(' ' || d.name, ?) > 0", (f" {word}",))


def starts_any(word: str) -> Sql:
    """A word of name, company, title, department, tag or e-mail address starts so."""
    return Sql(
        "(instr(' ' || d.name || ' ' || d.company || ' ' || d.rest, ?) > 0 OR ' ' || d.emails GLOB ?)",
        (f" {word}", f"*[^a-z0-9]{word}*"),
    )


def starts_noted(word: str) -> Sql:
    """A word of a note, a custom field or an interaction starts so."""
    noted = "SELECT 1 FROM search_note n WHERE n.contact = d.contact"
    return Sql(f"EXISTS ({noted} AND instr(' ' || n.own || ' ' || n.said, ?) > 0)", (f" {word}",))


def starts_anywhere(word: str) -> Sql:
    """A word of any searched text starts so."""
    return either((starts_any(word), starts_noted(word)))


def contains(term: Term) -> Sql:
    """The term stands anywhere in a name, a company, an e-mail address or, if digits, in a phone number."""
    if term.address:
        return Sql("instr(d.emails, ?) > 0", (term.address,))
    return both(
        Sql(
            "(instr(d.name, ?) > 0 OR instr(d.company, ?) > 0 OR instr(d.rest, ?) > 0 OR instr(d.emails, ?) > 0"
            + (" OR instr(d.digits, ?) > 0)" if word.isdigit() else ")"),
            (word,) * (5 if word.isdigit() else 4),
        )
        for word in term.words
    )
