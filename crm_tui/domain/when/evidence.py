"""Is a run of words in a sentence evidently a date? Quick-add must not take "march" or "12" for one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_tui.domain.when.language import Language
from crm_tui.domain.when.lexer import Token

#: What each kind of word contributes; two points make a date.
_WEIGHTS: Mapping[str, int] = {
    **dict.fromkeys(("weekday", "weekdays", "relative", "tonight", "noon", "closing", "dayend"), 2),
    **dict.fromkeys(("instant", "ymd", "dmy", "digits", "marked", "meridiem", "month_year"), 2),
    **dict.fromkeys(("next", "following", "in", "plus", "ago", "later", "every", "past", "end", "start", "oclock"), 2),
    **dict.fromkeys(("nextday", "thisday", "todaypart", "ownnext", "ownafter"), 2),
    **dict.fromkeys(("coming", "afternext", "ahead", "lapse", "half", "ownspan", "ownthis", "ownlast"), 1),
    **dict.fromkeys(("month", "number", "zeroed", "nth", "this", "last", "part", "on", "by", "quarter"), 1),
    **dict.fromkeys(("holiday", "slashed", "dotted", "rhythm", "midnight", "year"), 1),
}
_NUMBERS = frozenset({"number", "zeroed", "year"})
_ENOUGH = 2


def is_evident(run: Sequence[Token], rest: Sequence[Token], text: str, words: Language) -> bool:
    """Whether the words of a run, already known to parse as a date, leave no doubt that it is one.

    ``rest`` is what follows: figures are not torn apart, as "le 06 12 34" begins a phone number.
    """
    if rest and rest[0].text.isdigit() and run[-1].text.isdigit() and len(run[-1].text) > 1:
        return False
    points = 0
    has_number = False
    for token in run:
        written = text[token.start : token.end]
        if token.text in words.names and written[:1].isupper():
            return False
        kinds = {reading.kind for reading in token.readings}
        if kinds & _NUMBERS:
            points += not has_number
            has_number = True
            continue
        weight = max((_WEIGHTS.get(kind, 0) for kind in kinds), default=0)
        if token.text in words.careful or token.text.isdigit() or _lacks_capital(token, written, words):
            weight = min(weight, 1)
        if "unit" in kinds and token.is_glued:
            weight = 1
        if "slashed" in kinds and len(written) == 5:
            weight = _ENOUGH
        points += weight
    return points >= _ENOUGH


def _lacks_capital(token: Token, written: str, words: Language) -> bool:
    return token.text in words.capitals and not written[:1].isupper()
