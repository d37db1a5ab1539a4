"""A book of invented people, indexed or not: what the search engine is measured on."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from datetime import UTC, datetime

NOW = datetime(2026, 11, 18, 10, tzinfo=UTC)
DAY = 86_400

_GIVEN = (
    "James Mary Jane John Anna Élodie Zoë José Søren Łukasz François Ágnes Günther Mia Noah Olga Peter "
    "Ruth Sofia Tomás Uwe Vera Wanda Xavier Yusuf Zeynep Γιώργος Μαρία Κώστας Ελένη Αργυρούλα Юлия "
    "Дмитрий Анна Сергей Ольга Наталья"
)
GIVEN = _GIVEN.split()
_FAMILY_START = (
    "Smith Jon Mül Garc Dup Kowal Nov Sven Papa Ross Fisch Kuz Ivan Petr Hor Lind Berg Mar Sil Fern Δημ "
    "Παπα Αναστ Иван Щерб Куз Жук"
)
FAMILY_START = _FAMILY_START.split()
_LATIN = "son ski ová sen dopoulos man er ia ont ard ez ini etti etto wood ford ley berg stein mann"
FAMILY_END = {
    "latin": _LATIN.split(),
    "greek": ("όπουλος", "ίδης", "άκης", "ίου", "ασόπουλος"),
    "cyrillic": ("ов", "ин", "ский", "енко", "аков"),
}
SYLLABLES = tuple(f"{a}{b}{c}" for a in "bdfgklmnprstvz" for b in "aeiou" for c in ("", "r", "n"))
_COMPANY_START = "Acme Globex Initech Umbra Stark Wayne Hooli Vega Nova Orbit Delta Zephyr Quant Lumen Boreal"
COMPANY_START = _COMPANY_START.split()
_COMPANY_MIDDLE = "Data Health Steel Foods Energy Media Labs Logistics Legal Motors Bank Systems Trade Air Soft"
COMPANY_MIDDLE = _COMPANY_MIDDLE.split()
COMPANY_END = ("Ltd", "GmbH", "Inc", "AB", "SIA", "OOO", "AE", "LLC", "Group")
_SAID = (
    "asked about pricing and the renewal, wants a demo next week with their team. Budget is approved for "
    "spring; the contract goes through procurement and legal. Sent the proposal, waiting for an answer "
    "from finance. Left a voicemail with the assistant. Conference in Lisbon, met at the booth, "
    "interested in integration with SAP migration security review onboarding discount competitor "
    "warehouse shipment invoice roadmap partnership"
)
SAID = _SAID.split()
STATUSES = ("new", "attempting", "connected", "qualified", "nurture", "customer", "unqualified")


def name(rng: random.Random) -> tuple[str, str]:
    """A given and a family name in one alphabet."""
    given = rng.choice(GIVEN)
    alphabet = "greek" if given[0] in "ΓΜΚΕΑ" else "cyrillic" if given[0] in "ЮДАСОН" else "latin"
    starts = [start for start in FAMILY_START if _alphabet(start) == alphabet]
    middle = rng.choice(("", "", "a", "e", "i", "lo", "ma")) if alphabet == "latin" else ""
    return given, rng.choice(starts) + middle + rng.choice(FAMILY_END[alphabet])


def _alphabet(text: str) -> str:
    return "greek" if "Ͱ" <= text[0] <= "Ͽ" else "cyrillic" if "Ѐ" <= text[0] <= "ӿ" else "latin"


def build(connection: sqlite3.Connection, contacts: int, interactions: int, follow_ups: int) -> None:
    """Fills a fresh database, `standing` included; nothing is journaled."""
    rng = random.Random(7)
    companies = max(1, contacts // 12)
    now = int(NOW.timestamp())
    connection.execute("BEGIN")
    connection.execute("UPDATE clock SET is_journaling = 0, is_deriving = 0")
    connection.executemany(
        "INSERT INTO company(pk, name) VALUES (?, ?)", ((pk, _company(rng)) for pk in range(1, companies + 1))
    )
    connection.executemany("INSERT INTO tag(pk, name) VALUES (?, ?)", [(1, "saas"), (2, "vip"), (3, "partner")])
    connection.executemany(
        "INSERT INTO contact(pk, name, given_name, family_name, company, status, tier, owner, title, created_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        _contacts(rng, contacts, companies, now),
    )
    connection.executemany(
        "INSERT INTO contact_point(contact, kind, value, normal) VALUES (?, ?, ?, ?)", _points(rng, contacts)
    )
    connection.executemany("INSERT INTO contact_tag(contact, tag) VALUES (?, ?)", _tags(rng, contacts))
    connection.executemany(
        "INSERT INTO interaction(pk, kind, outcome, at, text) VALUES (?, 'call', ?, ?, ?)",
        _calls(rng, interactions, now),
    )
    connection.execute(
        "INSERT INTO interaction_contact(interaction, contact, at)"
        " SELECT pk, 1 + abs(random()) % ?, at FROM interaction",
        (contacts,),
    )
    connection.executemany(
        "INSERT INTO follow_up(contact, due_day) VALUES (?, date(?, 'unixepoch'))",
        ((1 + rng.randrange(contacts), now + rng.randrange(-60, 300) * DAY) for _ in range(follow_ups)),
    )
    connection.execute(_STANDING)
    connection.execute("UPDATE clock SET is_journaling = 1, is_deriving = 1")
    connection.execute("COMMIT")


_STANDING = """
INSERT INTO standing(contact, last_contacted, last_activity, last_outcome, next_follow_up, next_day, tier)
SELECT c.pk, l.at, l.at, coalesce(l.outcome, ''), f.pk, f.due_day, c.tier
  FROM contact c
  LEFT JOIN (SELECT l.contact, max(l.at) AS at, i.outcome
               FROM interaction_contact l JOIN interaction i ON i.pk = l.interaction
              GROUP BY l.contact) l ON l.contact = c.pk
  LEFT JOIN (SELECT contact, min(due_day) AS due_day, pk FROM follow_up GROUP BY contact) f ON f.contact = c.pk
"""


def _company(rng: random.Random) -> str:
    """Some names are shared by a dozen companies, most first words by a handful."""
    start = rng.choice(COMPANY_START)
    if rng.random() < 0.98:
        start = (rng.choice(SYLLABLES) + rng.choice(SYLLABLES) + rng.choice(SYLLABLES)).capitalize()
    return f"{start} {rng.choice(COMPANY_MIDDLE)} {rng.choice(COMPANY_END)}"


def _contacts(rng: random.Random, contacts: int, companies: int, now: int) -> Iterator[tuple[object, ...]]:
    titles = ("Head of Sales", "Buyer", "CTO", "Office Manager", "Engineer", "Founder")
    for pk in range(1, contacts + 1):
        given, family = name(rng)
        yield (
            pk,
            f"{given} {family}",
            given,
            family,
            1 + rng.randrange(companies),
            rng.choices(STATUSES, (30, 20, 15, 5, 15, 10, 5))[0],
            rng.choice(("", "", "A", "B", "C")),
            f"Owner {rng.randrange(40)}",
            rng.choice(titles),
            now - rng.randrange(900) * DAY,
        )


def _points(rng: random.Random, contacts: int) -> Iterator[tuple[object, ...]]:
    domains = ("gmail.com", "example.org", "acme.com", "globex.net", "mail.ru", "otenet.gr")
    for pk in range(1, contacts + 1):
        address = f"{rng.choice(('j', 'anna', 'sales', 'm.k', 'peter'))}{rng.randrange(99_999)}@{rng.choice(domains)}"
        yield pk, "email", address, address
        number = f"+{rng.choice(('1', '30', '44', '371', '7'))}{rng.randrange(10**9, 10**10)}"
        yield pk, "phone", number, number


def _tags(rng: random.Random, contacts: int) -> Iterator[tuple[int, int]]:
    for pk in range(1, contacts + 1):
        if rng.random() < 0.1:
            yield pk, 1
        if rng.random() < 0.002:
            yield pk, 2


def _calls(rng: random.Random, interactions: int, now: int) -> Iterator[tuple[object, ...]]:
    for pk in range(1, interactions + 1):
        words = rng.choices(SAID, k=rng.randrange(4, 18))
        yield (
            pk,
            rng.choice(("connected", "no answer", "left voicemail")),
            now - rng.randrange(700 * DAY),
            " ".join(words),
        )
