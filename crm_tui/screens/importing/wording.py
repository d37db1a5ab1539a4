"""What an import says, for somebody at the screen: what reads and stores files names the options of the command line.

Every such option has a key or a field here that settles the same. Sentences about others are left out.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from crm_tui import actions
from crm_tui.domain.errors import CrmError
from crm_tui.domain.typed import NamedTuple


class _Way(NamedTuple):
    """Words of the command line, what is said instead while a file is being prepared, and once it is imported.

    Actions in braces are spelt as their keys.
    """

    words: re.Pattern[str]
    before: str
    after: str


def _way(words: str, before: str, after: str) -> _Way:
    return _Way(re.compile(words), before, after)


_ANEW = "To change that, take the import back, and import the file again with"

_WAYS = (
    _way(
        r"; --encoding settles it",
        "; {file.encoding} says how they are written",
        "; where they read wrong, take the import back, and say it of the file",
    ),
    _way(r" --country settles it\.", " {file.country} says of which country they are.", f" {_ANEW} another country."),
    _way(r": --sheet NAME\.", ". In the step before, {file.sheet} takes another.", f". {_ANEW} another sheet."),
    _way(
        r"To take the file's, say --mode update\.",
        "To take the file's, choose “The file is right” with {import.mode}.",
        "To take the file's, import it again, and choose “The file is right” with {import.mode}.",
    ),
    _way(r" with --mode update", " where the file only corrects who is there", " where the file only corrects"),
    _way(r", or say which: --map COLUMN=contact\.", ", or say which column does.", ", or say which column does."),
    _way(r"Say (it by number|which): --map .*", "Say of a column that it does.", "Say of a column that it does."),
    _way(r"say which: --format\.", "give its name the ending of that.", "give its name the ending of that."),
    _way(r"say --format csv\.", "let its name end in .csv.", "let its name end in .csv."),
    _way(r"Say which: --format .*", "Let its name end as files of its kind do.", "Let its name end as its kind does."),
    _way(r"Leave --encoding out.*", "Take another one, or the one that is recognised.", "Take another one."),
    _way(r", or say --encoding .*", ", or take one of those.", ", or take one of those."),
    _way(r"If so, say --encoding .*", "If so, take that one.", "If so, take that one."),
    _way(
        r"Say --encoding .*",
        "{file.encoding} shows how it would read in others.",
        "Import it again, and say how it is written.",
    ),
    _way(r"; --tasks has them", "", ""),
    _way(r"Say --what [^,.…]*(?:…\))?", "Choose something else", "Choose something else"),
    _way(r"Name another file with --rejects\.", "Move it elsewhere.", "Move it elsewhere."),
    _way(r"Name a \.csv file with --rejects\.", "Move it elsewhere.", "Move it elsewhere."),
    _way(r"with crm sync export FILE\.jsonl", "there as a .jsonl file", "there as a .jsonl file"),
    _way(r": crm config owner NAME\.", " in the settings, under “Your name”.", " in the settings, under “Your name”."),
    _way(r" \(see owner in crm config\)", " (“Your name” in the settings)", " (“Your name” in the settings)"),
    _way(r"; crm sync presets lists all\.", ".", "."),
)

#: An option or a command in brackets; where a sentence ends.
_BRACKETED = re.compile(r" \([^()]*(?:--[a-z]|\bcrm [a-z]+ )[^()]*\)")
_SENTENCE = re.compile(r"(?<=[.!?…]) ")
_OPTION = re.compile(r"(?<![\w-])--[a-z]")


def in_app(words: str, printed: Mapping[str, str], *, is_done: bool = False) -> str:
    """``words`` with a key of the app, or what to do in it, in place of each option of the command line.

    ``printed`` are the keys of actions as the rep reads them; ``is_done``: the file is imported already. What comes
    from a file is left as it is, braces and all.
    """
    if "--" not in words and "crm " not in words:
        return words
    for way in _WAYS:
        instead = actions.spelt(way.after if is_done else way.before, printed)
        words = way.words.sub(lambda _, instead=instead: instead, words)  # type: ignore[misc]
    words = _BRACKETED.sub("", words)
    return " ".join(each for each in _SENTENCE.split(words) if not _OPTION.search(each))


def error_in_app(error: CrmError, printed: Mapping[str, str], *, is_done: bool = False) -> CrmError:
    """The same error, of no class in particular, as `in_app` says it."""
    return CrmError(in_app(error.message, printed, is_done=is_done), in_app(error.hint, printed, is_done=is_done))
