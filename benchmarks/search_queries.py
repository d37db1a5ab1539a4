"""What is looked for: queries of every kind, made from the people that a book has."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable
from typing import NamedTuple

from crm_tui.domain import names


class Person(NamedTuple):
    """Somebody to look for."""

    given: str
    family: str
    company: str
    email: str
    phone: str


FILTERS = ("status:qualified", "#tag", "tier:a", "owner:me", "last:>30d", "due:today", "next:none", "has:phone")
NOTED = ("pricing", "renewal", "procurement", "lisbon", "discount")
NOWHERE = ("zzqx", "xylophonist", "qqq www", "jane qwrtz", "9999999999")
ADVERSARIAL = ("aaaa", "a a a a", "an an an", "@gmail.com", "son", "000", "00 00", "-jane status:new", "e o #tag")


def kinds(rng: random.Random) -> dict[str, Callable[[Person], str]]:
    """Kind of query → how it is made of a person."""
    found: dict[str, Callable[[Person], str]] = {
        "prefix 1": lambda one: one.family[:1],
        "prefix 2": lambda one: one.family[:2],
        "prefix 3": lambda one: one.family[:3],
        "prefix 4": lambda one: one.family[:4],
        "prefix 6": lambda one: one.family[:6],
        "full name": lambda one: f"{one.given} {one.family}",
        "two words swapped": lambda one: f"{one.family} {one.given}",
        "two short prefixes": lambda one: f"{one.given[:2]} {one.family[:2]}",
        "name and company": lambda one: f"{one.given} {one.company.split()[0]}",
        "company and prefix": lambda one: f"{one.company[:3]} {one.given[:3]}",
        "whole e-mail": lambda one: one.email,
        "part of e-mail": lambda one: one.email[2 : one.email.index("@") + 4],
        "part of a word": lambda one: one.family[1:6],
        "phone digits": lambda one: one.phone[-7:],
        "phone spelled": lambda one: f"({one.phone[3:6]}) {one.phone[6:9]}-{one.phone[9:]}",
        "typo in one": lambda one: f"{one.given} {mistyped(rng, one.family)}",
        "typo in both": lambda one: f"{mistyped(rng, one.given)} {mistyped(rng, one.family)}",
        "latin for other scripts": lambda one: latin(one.family),
    }
    found["notes"] = lambda _: " ".join(rng.sample(NOTED, 2))
    found["name and notes"] = lambda one: f"{one.given} {rng.choice(NOTED)[:6]}"
    found["nothing found"] = lambda _: rng.choice(NOWHERE)
    found["filter alone"] = lambda _: rng.choice(FILTERS)
    found["two filters"] = lambda _: " ".join(rng.sample(FILTERS, 2))
    found["filters and company"] = lambda one: f"status:new last:>30d {one.company.split()[0]}"
    found["prefix and filter"] = lambda one: f"{one.given[:2]} {rng.choice(FILTERS)}"
    found["or"] = lambda one: f"({one.given} or {one.family}) status:new"
    found["three letters"] = lambda one: f"{one.given[:1]} {one.family[:1]} {one.company[:1]}"
    found["adversarial"] = lambda _: rng.choice(ADVERSARIAL)
    return found


def queries(connection: sqlite3.Connection, each: int) -> dict[str, list[str]]:
    """Kind → queries, made from the people there are; `#tag` stands for the tag that most of them have."""
    rng = random.Random(11)
    known = people(connection, rng, each)
    row = connection.execute(
        "SELECT substr(facet, 5) FROM search_facet_use WHERE facet GLOB 'tag=[a-z]*' ORDER BY uses DESC LIMIT 1"
    ).fetchone()
    tag = f"#{row[0]}" if row else "has:tag"
    return {kind: [make(one).replace("#tag", tag) for one in known] for kind, make in kinds(rng).items()}


def people(connection: sqlite3.Connection, rng: random.Random, number: int) -> list[Person]:
    """People of whom enough is known to be looked for in every way."""
    (most,) = connection.execute("SELECT max(pk) FROM contact").fetchone()
    found: list[Person] = []
    while len(found) < number:
        if one := _someone(connection, rng.randrange(1, most + 1)):
            found.append(one)
    return found


def latin(text: str) -> str:
    """A name as it is typed in Latin letters."""
    folded = [word for part in text.split() for word in (names.aliases(part)[:1] or names.words(part))]
    return " ".join(folded)


def _someone(connection: sqlite3.Connection, pk: int) -> Person | None:
    """The contact with that key, if enough is known of them to be looked for in every way."""
    row = connection.execute(
        "SELECT c.given_name, c.family_name, k.name,"
        " (SELECT normal FROM contact_point WHERE contact = c.pk AND kind = 'email'),"
        " (SELECT normal FROM contact_point WHERE contact = c.pk AND kind = 'phone')"
        " FROM contact c JOIN company k ON k.pk = c.company WHERE c.pk = ?",
        (pk,),
    ).fetchone()
    return Person(*row) if row and all(row) and "@" in row[3] and len(row[4]) > 9 else None


def mistyped(rng: random.Random, word: str) -> str:
    """The word with one letter left out, swapped or replaced; short ones stay."""
    if len(word) < 4:
        return word
    place = rng.randrange(1, len(word) - 1)
    return rng.choice(
        (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + "o" + word[place + 1 :],
        )
    )
