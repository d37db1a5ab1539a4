"""What may be completed in a quick-add line: the contact, a tag, a priority, or the word for a kind or an outcome."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crm_tui.domain.completing import Names, Wanted, beginning, last_word
from crm_tui.domain.quick_add.line import QuickLine
from crm_tui.domain.quick_add.words import PHRASES, Meaning

_PRIORITIES = ("!high", "!low", "!normal")
#: The contact that is being typed, in quotes or not.
_CONTACT = re.compile(r'(?:^|(?<=\s))@(?:"([^"]*)"?|“([^”]*)”?|([^\s"“]*))$')
_SIMPLE = re.compile(r"\w+(?:-\w+)*")
#: Fewer letters may become too much.
_FEWEST = 2


def wanted(line: QuickLine, cursor: int) -> Wanted | None:
    """What may stand where the cursor is, None where nothing is completed."""
    typed = line.line
    if found := _CONTACT.search(typed[:cursor]):
        words = next(filter(None, found.groups()), "").replace(".", " ").strip()
        is_within = bool(typed[cursor : cursor + 1].strip())
        return None if is_within or not words else Wanted(Names.CONTACTS, words, found.start(), cursor)
    start, word = last_word(typed, cursor)
    if word.startswith("#"):
        return Wanted(Names.TAGS, word[1:], start + 1, cursor) if len(word) > 1 else None
    if word.startswith("!"):
        options = beginning(word, _PRIORITIES)
        return Wanted(Names.WORDS, word, start, cursor, options) if options else None
    return _phrase(line, cursor)


def written(name: str) -> str:
    """How a contact is named in the line."""
    if _SIMPLE.fullmatch(name):
        return f"@{name}"
    return '@"' + " ".join(re.sub('["“”]', " ", name).split()) + '"'


def _phrase(line: QuickLine, cursor: int) -> Wanted | None:
    """The words for a kind, an outcome or a direction that begin as the first words without a chip do."""
    start = next(
        (at for at in _starts(line.line[:cursor]) if not any(c.start <= at < c.end for c in line.chips)), cursor
    )
    typed = " ".join(line.line[start:cursor].lower().split())
    is_last = not any(start < chip.start < cursor for chip in line.chips) and not line.line[cursor : cursor + 1].strip()
    if len(typed) < _FEWEST or not is_last:
        return None
    options: dict[Meaning, str] = {}
    for words, meaning in PHRASES.items():
        if (spelt := " ".join(words)).startswith(typed) and spelt != typed:
            options.setdefault(meaning, spelt)
    return Wanted(Names.WORDS, typed, start, cursor, tuple(options.values())) if options else None


def _starts(text: str) -> Iterator[int]:
    return (match.start() for match in re.finditer(r"\S+", text))
