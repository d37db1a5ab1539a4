"""Names of people and companies: how they fold for search, sort, split into parts and compare.

The one user of `anyascii`, which is imported only when there is something that is not ASCII.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crm_tui.domain.typed import NamedTuple

_WORD = re.compile(r"[a-z0-9]+")
# Patterns that only some names need stay text: `re` compiles and keeps them at first use, which spares the start.
_NICKNAME = r"\s(?:[\"“„«]([^\"“”„«»]+)[\"”“»](?=\s|,|$)|\((\w+)\)(?=\s+\w))"
_EAST_ASIAN = "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3々·・]+"
_NOT_A_PERSON = r"(?i)[&+/@()\d]|\b(?:and|und|et|και)\b"


def _listed(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PREFIXES = _listed(
    "mr mrs ms miss mx dr prof professor sir dame lady lord rev fr hon capt captain col maj sgt mme mlle "
    "monsieur madame herr frau sr sra srta dott ing mag dipl-ing κ κος κα"
)
_SUFFIXES = _listed("jr sr ii iii iv phd md dds dvm mba cpa esq frs obe mbe cbe msc bsc llm")
#: Believed only after a comma: without one they are surnames (Yo-Yo Ma) or initials.
_SUFFIXES_AFTER_COMMA = _SUFFIXES | _listed("ma ba jd do pe rn v vi cfa pmp bs ms")
_PATRONYMIC_ENDS = ("вич", "вна", "ична")
_PARTICLES = _listed(
    "van von vom der den de la las los del della dela degli di da das dos du des le ter ten te zu zum zur "
    "mac mc af av bin bint ibn al el abu st san santa 't vande vanden vander dalla dal lo"
)
#: Join two surnames: Ortega y Gasset.
_CONNECTORS = frozenset({"y"})

_LEGAL_FORMS = _listed(
    "ltd limited inc incorporated corp corporation co company llc llp lp plc gmbh mbh ag kg kgaa ohg gbr ug se "
    "sa sas sarl sl slu srl srls spa snc bv nv vof cv ab as asa aps oy oyj ou uab mb sia ik ooo oao zao pao tov "
    "kft zrt nyrt bt sro doo dd ad ead eood ood pty pte kk ike epe ae ee oe ltda eirl zoo bhd "
    "oo ooe spzoo"
)
#: Written before the name: SIA "Rīgas Piens", ООО «Ромашка», AB Volvo.
_LEGAL_FORMS_IN_FRONT = _listed("sia as uab ab ooo oao zao pao tov ip ae the")
_EAST_ASIAN_FORMS = "株式会社|有限会社|合同会社|股份有限公司|有限公司|주식회사|㈜|㈱"


class NameParts(NamedTuple):
    """A full name in parts, as it was spelt; all empty where it is not a person's name."""

    given: str = ""
    middle: str = ""
    family: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""


def fold(text: str) -> str:
    """Lower case without accents, in Latin letters: the form in which texts are compared and searched.

    Élodie → elodie, Łukasz → lukasz, Παπαδόπουλος → papadopoylos; see `aliases` for what people type instead.
    Punctuation stays; `words` drops it.
    """
    if text.isascii():
        return text.lower()
    from anyascii import anyascii

    return anyascii(text).lower()


def words(text: str) -> tuple[str, ...]:
    """The folded words: runs of letters and digits. O'Neil is one word, oneil; Jean-Luc is two."""
    return tuple(_WORD.findall(fold(text).replace("'", "").replace("`", "")))


def aliases(word: str) -> tuple[str, ...]:
    """Other folded spellings under which a Greek, Cyrillic or umlauted word is looked for, likeliest first.

    At most eight, without ``fold(word)`` itself; () for plain words.
    """
    if word.isascii():
        return ()
    from crm_tui.domain import spellings

    return spellings.of(word)


def sort_key(name: str, given: str = "", family: str = "") -> str:
    """What lists are sorted by: family name, then given name, folded.

    Without a family name the parts are taken from ``name``; a name that has no letters sorts last.
    """
    if not family:
        given, _, family, *_ = split(name)
    key = " ".join(words(f"{family} {given}" if family else name or given))
    return key or "~" + name.lower()


def company_key(name: str) -> str:
    """The name of a company as far as it tells it apart: folded, without legal form, "the" and "and".

    "The Smith & Sons Ltd." and "Smith and Sons" have the same key.
    """
    if not name.isascii():
        name = re.sub(_EAST_ASIAN_FORMS, " ", name)
    all_words = [word for word in words(name.replace(".", "")) if word != "and"]
    left = list(all_words)
    while len(left) > 1 and left[-1] in _LEGAL_FORMS:
        left.pop()
        while len(left) > 1 and left[-1] in {"sp", "sdn", "z"}:
            left.pop()
    while len(left) > 1 and left[0] in _LEGAL_FORMS_IN_FRONT:
        left.pop(0)
    return " ".join(left)


def is_afterthought(text: str) -> bool:
    """Whether a comma before it parts nothing: "Inc." belongs to the company, "Jr." and "PhD" to the person."""
    return _bare(text) in _LEGAL_FORMS | _SUFFIXES


def split(full: str) -> NameParts:
    """Given, middle and family name, prefix, suffix and nickname of a full name, cautiously.

    One word is a given name. A Chinese, Japanese or Korean name with a space has the family name first, and so
    has "Family, Given" and a name that ends in a Russian patronymic. Particles belong to the family name ("van
    der Berg"). What reads like several people or a company stays whole: all parts are empty.
    """
    nickname = ""
    if match := re.search(_NICKNAME, full):
        nickname = (match.group(1) or match.group(2)).strip()
        full = full[: match.start()] + " " + full[match.end() :]
    if not full.strip() or re.search(_NOT_A_PERSON, full):
        return NameParts()
    pieces = [piece.split() for piece in full.split(",")]
    suffix: list[str] = []
    while len(pieces) > 1 and all(_bare(word) in _SUFFIXES_AFTER_COMMA for word in pieces[-1]):
        suffix = pieces.pop() + suffix
    match pieces:
        case [only]:
            parts = _in_order(only)
        case [[_, *_] as family, [_, *_] as given]:
            parts = _family_first(family, given)
        case _:
            return NameParts()
    return parts._replace(suffix=" ".join([*parts.suffix.split(), *suffix]), nickname=nickname)


def _in_order(tokens: list[str]) -> NameParts:
    """Parts of "Dr. Ada M. van Lovelace Jr."."""
    prefix, tokens, suffix = _without_titles(tokens)
    if len(tokens) == 2 and all(re.fullmatch(_EAST_ASIAN, token) for token in tokens):
        return NameParts(given=tokens[1], family=tokens[0], prefix=prefix, suffix=suffix)
    if len(tokens) == 3 and _is_patronymic(tokens[2]) and not _is_patronymic(tokens[1]):
        family, given, middle = tokens
    else:
        given, middle, family = _around_family(tokens)
    if prefix and not family:
        given, family = "", given
    return NameParts(given=given, middle=middle, family=family, prefix=prefix, suffix=suffix)


def _family_first(family: list[str], given: list[str]) -> NameParts:
    """Parts of "Berg, Pieter van der" or "van der Berg, Dr. Pieter"."""
    prefix, given, suffix = _without_titles(given)
    particles: list[str] = []
    while len(given) > 1 and given[-1].lower() in _PARTICLES:
        particles.insert(0, given.pop())
    before, family, after = _without_titles(family, least=1)
    return NameParts(
        given=given[0] if given else "",
        middle=" ".join(given[1:]),
        family=" ".join([*particles, *family]),
        prefix=" ".join(filter(None, (before, prefix))),
        suffix=" ".join(filter(None, (after, suffix))),
    )


def _without_titles(tokens: list[str], *, least: int = 2) -> tuple[str, list[str], str]:
    """Prefix, the words between, suffix, which must leave ``least`` words."""
    start, end = 0, len(tokens)
    while start < end - 1 and _bare(tokens[start]) in _PREFIXES:
        start += 1
    while end > start + least and _bare(tokens[end - 1]) in _SUFFIXES:
        end -= 1
    return " ".join(tokens[:start]), tokens[start:end], " ".join(tokens[end:])


def _around_family(tokens: Sequence[str]) -> tuple[str, str, str]:
    """Given, middle and family name of words in Western order."""
    if len(tokens) < 2:
        return " ".join(tokens), "", ""
    start = len(tokens) - 1
    for place, token in enumerate(tokens[1:-1], 1):
        if token.lower() in _PARTICLES:
            start = place
            break
        if token in _CONNECTORS and place > 1:
            start = place - 1
            break
    return tokens[0], " ".join(tokens[1:start]), " ".join(tokens[start:])


def _is_patronymic(word: str) -> bool:
    return word.lower().endswith(_PATRONYMIC_ENDS)


def _bare(word: str) -> str:
    """A title without dots and case: "Ph.D." → "phd"."""
    return word.replace(".", "").lower()
