"""How well typed dates are understood: right, refused and wrong per language, over a corpus of phrases.

    python -m benchmarks.dates [CORPUS] [--json] [--list]

The corpus is JSON lines with phrase, lang, ref (the local time it is typed at), expect (the answer; or accept,
several) and core, disputed: phrases and answers from the tests of other date parsers. Beside it lies one of
phrases with their English (means_en), where English is the answer. A refusal costs a rep a second; a wrong
answer costs a deal. Where the rules of this program decide otherwise than the corpus, the difference is
counted under that rule (`RULES`); what is left over is silently wrong.
"""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from zoneinfo import ZoneInfo

from benchmarks.figures import milliseconds, percentile
from crm_tui.domain import when
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.when.language import MODULES

CORPUS = Path(__file__).parents[2] / "shared" / "corpora" / "dates" / "phrases_share.jsonl"

#: Phrases with what they mean in English, typed at `PAIRS_AT`.
PAIRS = CORPUS.with_name("lv_el_pairs_share.jsonl")
PAIRS_AT = "2013-02-12T04:30:00"

#: The country whose order of day and month the answers of a language assume.
COUNTRIES = {"en": "US", "fr": "FR", "el": "GR", "lv": "LV"}

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A phrase with its accepted answers (ISO dates or times) and what was made of it."""

    phrase: str
    language: str
    group: str
    ref: datetime
    answers: tuple[str, ...]
    meaning: when.When | None
    refusal: str
    ms: float

    @property
    def verdict(self) -> str:
        """One of "right", "refused" and "wrong", or the rule by which the program decides otherwise."""
        if self.meaning is None:
            return "refused"
        if self.got in self.answers:
            return "right"
        return next((name for name, decides in RULES.items() if decides(self, self.meaning)), "wrong")

    @property
    def got(self) -> str:
        """The meaning as the corpus writes it."""
        value = None if self.meaning is None else self.meaning.value
        return "" if value is None else value.isoformat()[:19]

    @property
    def days(self) -> tuple[date, ...]:
        """The accepted days."""
        return tuple(date.fromisoformat(answer[:10]) for answer in self.answers)


_AFTERNOON = r"afternoon|après-midi|aprem|απόγευμα|pēcpusdien"
_PART = rf"{_AFTERNOON}|evening|night|morning|matin|soir|nuit|πρωί|βράδυ|rīt|vakar|nakt"
_NEXT = r"next|prochain|επόμεν|nākam"
_NEAR = rf"{_NEXT}|last|dernier|περασμέν|προηγούμεν|pagājuš"
_SPANS = {r"week|semaine|β?δομάδα|nedēļ": 7, r"month|mois|μήνα|mēnes": 31, r"year|an\b|année|χρόνο|gad": 366}


def _is_own_weekday(case: Case, meaning: when.When) -> bool:
    return meaning.day == case.ref.date() + timedelta(7) and case.ref.date() in case.days


def _is_next_weekday(case: Case, meaning: when.When) -> bool:
    week = case.ref.date() - timedelta(case.ref.weekday()) + timedelta(7)
    is_near = any(abs(day - meaning.day) == timedelta(7) for day in case.days)
    return re.search(_NEXT, case.phrase) is not None and week <= meaning.day < week + timedelta(7) and is_near


def _is_month(case: Case, meaning: when.When) -> bool:
    return meaning.grain == "month" and (meaning.day.year, meaning.day.month) in {(d.year, d.month) for d in case.days}


def _is_span(case: Case, meaning: when.When) -> bool:
    longest = max((days for words, days in _SPANS.items() if re.search(words, case.phrase)), default=0)
    is_close = any(abs(day - meaning.day) < timedelta(longest) for day in case.days)
    is_first = meaning.grain == "month" or (meaning.time is None and meaning.day.weekday() == 0)
    return re.search(_NEAR, case.phrase) is not None and is_first and is_close


def _is_noon(case: Case, meaning: when.When) -> bool:
    return re.search(_AFTERNOON, case.phrase) is not None and meaning.time is not None and meaning.time.hour == 12


def _is_part(case: Case, meaning: when.When) -> bool:
    has_part = re.search(_PART, case.phrase) is not None
    return has_part and not re.search(r"\d", case.phrase) and meaning.day in case.days


def _is_whole_day(case: Case, meaning: when.When) -> bool:
    return meaning.time is None and meaning.day in case.days


def _is_counted(case: Case, meaning: when.When) -> bool:
    years = re.search(r"in \d+ years", case.phrase) is not None
    return years and {(d.year, d.month, 1) for d in case.days} == {(meaning.day.year, meaning.day.month, 1)}


def _is_months(case: Case, meaning: when.When) -> bool:
    return re.search(r"\d\s?m\b", case.phrase) is not None and meaning.time is None


#: Rules of this program that decide otherwise than some corpus.
RULES: Mapping[str, Callable[[Case, when.When], bool]] = {
    "today's own weekday is a week away": _is_own_weekday,
    "the next Monday is that of the next calendar week": _is_next_weekday,
    "a month stands as its first working day": _is_month,
    "next week, or year, stands as its first working day": _is_span,
    "twelve in the afternoon is noon": _is_noon,
    "a part of the day has an hour of its own": _is_part,
    "a day that was counted to has no hour": _is_whole_day,
    "years from now lead to today's date": _is_counted,
    "m is months": _is_months,
}


def cases(corpus: Path) -> Iterator[Case]:
    """Every phrase of the languages that have a table, parsed at its reference time."""
    for row in _rows(corpus):
        if row["lang"] in MODULES:
            is_past = row["expect"][:10] < row["ref"][:10] or (len(row["expect"]) > 10 and row["expect"] < row["ref"])
            group = "disputed" if row.get("disputed") else "core" if row["core"] else "other"
            yield _case(row, group, tuple(row.get("accept") or [row["expect"]]), is_past=is_past)


def pairs(corpus: Path) -> Iterator[Case]:
    """Every phrase whose English this program understands, with that as the answer."""
    for row in _rows(corpus):
        for is_past in (False, True):
            english = {"lang": "en", "ref": PAIRS_AT, "phrase": row["means_en"]}
            answer = _case(english, "pairs", (), is_past=is_past).got
            if answer:
                yield _case({**row, "ref": PAIRS_AT}, "pairs", (answer,), is_past=is_past)
                break


def _rows(corpus: Path) -> list[Row]:
    return [json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines()]


def _case(row: Row, group: str, answers: tuple[str, ...], *, is_past: bool) -> Case:
    ref = datetime.fromisoformat(row["ref"]).replace(tzinfo=ZoneInfo("UTC"))
    desk = Desk(moment=Moment(ref, "UTC"), language=row["lang"], country=COUNTRIES[row["lang"]])
    meaning, refusal = None, ""

    def understand() -> None:
        nonlocal meaning, refusal
        try:
            meaning = when.parse(row["phrase"], desk, past=is_past)
        except ParseError as error:
            refusal = error.message

    ms = milliseconds(understand)
    return Case(
        phrase=row["phrase"],
        language=row["lang"],
        group=group,
        ref=ref,
        answers=answers,
        meaning=meaning,
        refusal=refusal,
        ms=ms,
    )


def summary(found: list[Case]) -> dict[str, Any]:
    """Counts by language, group and verdict, and the time that a phrase takes."""
    counts: dict[str, dict[str, Counter[str]]] = {}
    for case in found:
        counts.setdefault(case.language, {}).setdefault(case.group, Counter())[case.verdict] += 1
    times = [case.ms for case in found]
    return {"counts": counts, "ms": {"median": round(median(times), 3), "p95": round(percentile(times, 0.95), 3)}}


def _score(verdicts: Counter[str]) -> str:
    """``105 of 110 right (95 %), 5 refused, 0 silently wrong``, and the rules that decide otherwise."""
    right, whole = verdicts["right"], verdicts.total()
    rules = [f"{count} by the rule that {verdict}" for verdict, count in verdicts.items() if verdict in RULES]
    score = f"{right} of {whole} right ({right / whole:.0%})"
    return ", ".join([score, f"{verdicts['refused']} refused", f"{verdicts['wrong']} silently wrong", *rules])


def main(arguments: list[str]) -> None:
    """Prints the summary, as JSON with ``--json``; with ``--list`` every phrase that is not right."""
    corpus = next((Path(word) for word in arguments if not word.startswith("-")), CORPUS)
    found = [*cases(corpus), *(pairs(PAIRS) if PAIRS.exists() and corpus == CORPUS else ())]
    figures = summary(found)
    if "--json" in arguments:
        print(json.dumps(figures, ensure_ascii=False, indent=1))
        return
    for language, groups in figures["counts"].items():
        for group, verdicts in groups.items():
            print(f"{language} {group}: {_score(verdicts)}")
    print(f"{figures['ms']['median']} ms a phrase, 95 % under {figures['ms']['p95']} ms")
    if "--list" in arguments:
        for case in found:
            if case.verdict != "right":
                print(f"{case.group}: {case.phrase!r} → {case.got or case.refusal} ({case.verdict})")


if __name__ == "__main__":
    main(sys.argv[1:])
