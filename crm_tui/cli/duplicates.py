"""Finding who is there twice, and making one of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from crm_tui.cli.blocks import Table
from crm_tui.cli.command import command, invocation
from crm_tui.cli.parameters import AContact, Contacts
from crm_tui.domain.errors import Exit, UsageError
from crm_tui.domain.numbers import grouped

if TYPE_CHECKING:
    import sqlite3

    from crm_tui.cli.blocks import Block
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.contact import ContactLine
    from crm_tui.store.duplicates import Duplicate
    from crm_tui.store.duplicates_find import Pair

#: Pairs that are printed when nobody says how many.
_SHOWN = 50

LimitOption = Annotated[int, typer.Option("--limit", min=0, metavar="N", help="At most so many pairs; 0 for all.")]
DismissOption = Annotated[
    tuple[str, str] | None,
    typer.Option("--dismiss", metavar="A B", help="Two contacts that are two people, not to be shown again."),
]
FieldOption = Annotated[
    list[str] | None,
    typer.Option("--field", metavar="FIELD=ID", help="Whose value of a field is kept, else that of KEEP."),
]


def register(app: typer.Typer) -> None:
    """Adds these commands to ``app``."""
    command(app, "duplicates", "crm duplicates", "crm duplicates --dismiss 9f3c21aa 77d0be14")(duplicates)
    examples = "crm merge jane@acme.com 9f3c21aa", "crm merge 9f3c21aa 77d0be14 --field title=77d0be14"
    command(app, "merge", *examples)(merge)


def duplicates(ctx: typer.Context, *, limit: LimitOption = _SHOWN, dismiss: DismissOption = None) -> int:
    """Contacts that are likely the same person, the surest first, with the reasons."""
    run = invocation(ctx)
    if dismiss is not None:
        return _dismiss(run, *dismiss)
    from crm_tui.store import duplicates as found

    with run.open_reader() as connection:
        pairs = found.remaining(connection, run.desk, _found(run, connection))
        shown = found.listed(connection, run.desk, pairs[: limit or None])
    run.output.show(lambda: [_shape(each) for each in shown], lambda: _blocks(shown))
    if len(shown) < len(pairs):
        run.output.aside(f"{grouped(len(shown))} of {grouped(len(pairs))} pairs shown; --limit N shows more.")
    return int(Exit.DONE)


def _found(run: Invocation, connection: sqlite3.Connection) -> list[Pair]:
    """All pairs; how far the search is stands on stderr."""
    from crm_tui.cli.progress import watching
    from crm_tui.store import duplicates_find

    with watching() as watch:
        return duplicates_find.find(connection, run.desk, lambda stage, done, total: watch(stage, done, total, done))


def _dismiss(run: Invocation, one: str, other: str) -> int:
    from crm_tui.store import contacts, duplicates_edits

    with run.open_store() as store:
        ids = [contacts.resolve(store.connection, run.desk, each) for each in (one, other)]
        change = store.write(duplicates_edits.dismiss, run.desk, *ids)
    run.output.show(
        lambda: {"summary": change.summary, "dismissed": ids, "undo": change.operation}, lambda: [change.summary]
    )
    return int(Exit.DONE)


def merge(ctx: typer.Context, *, keep: AContact, other: Contacts, field: FieldOption = None) -> int:
    """Makes one contact of several: everything of all of them is kept, in the first; the others go to the trash."""
    from crm_tui.cli import shapes, views
    from crm_tui.store import contacts

    run = invocation(ctx)
    desk = run.desk
    with run.open_store() as store:
        kept, *others = (contacts.resolve(store.connection, desk, each) for each in (keep, *other))
        fields = {
            name: contacts.resolve(store.connection, desk, words) for name, words in _assigned(field or ()).items()
        }
        if strangers := set(fields.values()) - {kept, *others}:
            raise UsageError(
                f"{min(strangers)} is none of those that are merged.", "Write --field FIELD=ID with one of their ids."
            )
        change = store.write(contacts.merge, desk, kept, others, fields)
        merged = contacts.one(store.connection, desk, kept)
    run.output.show(
        lambda: {**shapes.contact(merged), "merged": others, "undo": change.operation},
        lambda: [change.summary, *views.card(merged, desk.moment)],
    )
    return int(Exit.DONE)


def _assigned(pairs: Sequence[str]) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for pair in pairs:
        name, equals, words = pair.partition("=")
        if not equals or not words.strip():
            raise UsageError(f"“{pair}” does not say whose value is kept.", "Write --field FIELD=ID.")
        field = name.strip().replace("-", "_")
        if field in found:
            raise UsageError(f"--field says twice whose {name.strip()} is kept.", "Say it once for each field.")
        found[field] = words.strip()
    return found


def _shape(pair: Duplicate) -> dict[str, object]:
    return {
        "contacts": [_person(pair.one), _person(pair.other)],
        "score": pair.match.score,
        "reasons": list(pair.match.reasons),
        "obvious": pair.is_obvious,
    }


def _person(one: ContactLine) -> dict[str, object]:
    return {"id": one.id, "name": one.name, "company": one.company, "email": one.email, "phone": one.phone}


def _blocks(shown: Sequence[Duplicate]) -> Iterator[Block]:
    if not shown:
        yield "Nobody seems to be there twice."
        return
    rows = [
        (
            f"{pair.match.score:.0%}",
            *(text for one in (pair.one, pair.other) for text in (one.id[-8:], _words(one))),
            ", ".join(pair.match.reasons),
        )
        for pair in shown
    ]
    yield Table(("sure", "id", "contact", "id", "and", "because"), rows, flexible=("contact", "and", "because"))


def _words(one: ContactLine) -> str:
    return " · ".join(filter(None, (one.name, one.company, one.email or one.phone)))
