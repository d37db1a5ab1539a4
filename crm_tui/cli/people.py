"""Adding, changing and deleting contacts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm_tui.cli import shapes, views, words
from crm_tui.cli.command import command, invocation
from crm_tui.cli.parameters import (
    AContact,
    CompanyOption,
    Contacts,
    EmailOption,
    PhoneOption,
    StatusOption,
    TagOption,
)
from crm_tui.domain.errors import AmbiguousError, Candidate, Exit, UsageError

if TYPE_CHECKING:
    from crm_tui.cli.invocation import Invocation
    from crm_tui.domain.change import Change
    from crm_tui.domain.contact import Contact, ContactDraft, ContactPoint
    from crm_tui.domain.desk import Desk
    from crm_tui.store.store import Store

TitleOption = Annotated[str | None, typer.Option("--title", metavar="T", help="The job title.")]
OwnerOption = Annotated[str | None, typer.Option("--owner", metavar="O", help="The rep it belongs to.")]
StageOption = Annotated[
    str | None, typer.Option("--stage", metavar="S", help="lead, prospect, customer, former, partner; “” for none.")
]
TierOption = Annotated[str | None, typer.Option("--tier", metavar="A|B|C", help="How much attention; “” for none.")]
NoteOption = Annotated[str | None, typer.Option("--note", metavar="TEXT", help="A note.")]


def register(app: typer.Typer) -> None:
    """Adds these commands to ``app``."""
    command(app, "add", 'crm add "Jane Doe" --company Acme --email jane@acme.com --tag q4')(add)
    command(app, "edit", "crm edit jane --title CTO --untag q4", "crm edit jane --remove-email old@acme.com")(edit)
    command(app, "delete", "crm delete jane@acme.com")(delete)


def add(
    ctx: typer.Context,
    *,
    name: Annotated[str, typer.Argument(metavar="NAME", help="The full name; “” if only an address is known.")],
    company: CompanyOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    title: TitleOption = None,
    status: StatusOption = None,
    tag: TagOption = None,
    owner: OwnerOption = None,
    note: NoteOption = None,
    stage: StageOption = None,
    tier: TierOption = None,
    anyway: Annotated[bool, typer.Option("--anyway", help="Even if it looks like someone who is there.")] = False,
) -> int:
    """A new contact. A likely duplicate is shown, and needs --anyway."""
    from crm_tui.domain.contact import ContactDraft
    from crm_tui.store import contacts

    run = invocation(ctx)
    desk = run.desk
    draft = ContactDraft(
        name=name,
        company=company or "",
        title=title or "",
        points=_points(email, phone, desk),
        status=status or "",
        tags=tuple(tag or ()),
        owner=owner or "",
        note=note or "",
        **_ranks(stage, tier),
    )
    with run.open_store() as store:
        if not anyway:
            _refuse_duplicate(store, desk, draft)
        change = store.write(contacts.add, desk, draft)
        added = contacts.one(store.connection, desk, _contact_in(change))
    _show(run, added, change)
    return int(Exit.DONE)


def edit(
    ctx: typer.Context,
    *,
    contact: AContact,
    name: Annotated[str | None, typer.Option(metavar="NAME", help="The full name.")] = None,
    company: CompanyOption = None,
    email: EmailOption = None,
    phone: PhoneOption = None,
    title: TitleOption = None,
    status: StatusOption = None,
    tag: TagOption = None,
    owner: OwnerOption = None,
    note: NoteOption = None,
    untag: Annotated[list[str] | None, typer.Option(metavar="T", help="Takes a tag off.")] = None,
    remove_email: Annotated[list[str] | None, typer.Option(metavar="E", help="Takes an address away.")] = None,
    remove_phone: Annotated[list[str] | None, typer.Option(metavar="P", help="Takes a number away.")] = None,
    stage: StageOption = None,
    tier: TierOption = None,
    keep_in_touch: Annotated[
        int | None, typer.Option(min=0, metavar="DAYS", help="At most so many days of silence; 0 for the tier's.")
    ] = None,
    do_not_contact: Annotated[
        bool | None, typer.Option("--do-not-contact/--may-contact", help="Leaves every queue, or comes back.")
    ] = None,
    field: Annotated[list[str] | None, typer.Option(metavar="NAME=VALUE", help="A field of your own.")] = None,
) -> int:
    """Changes the fields that are given; “” empties one."""
    from crm_tui.domain.changes import ContactChanges
    from crm_tui.store import contacts

    run = invocation(ctx)
    desk = run.desk
    plain = {"name": name, "company": company, "title": title, "status": status, "owner": owner, "note": note}
    given: dict[str, Any] = {key: value for key, value in plain.items() if value is not None}
    given |= _ranks(stage, tier, keep_in_touch)
    if do_not_contact is not None:
        given["do_not_contact"] = do_not_contact
    changes = ContactChanges(
        **given,
        points=_points(email, phone, desk),
        remove_points=(*(remove_email or ()), *(remove_phone or ())),
        add_tags=tuple(tag or ()),
        remove_tags=tuple(untag or ()),
        custom=_fields(field or ()),
    )
    if changes == ContactChanges():
        raise UsageError("Nothing to change was given.", "Name at least one field: `crm edit --help` lists them.")
    with run.open_store() as store:
        found = contacts.resolve(store.connection, desk, contact)
        change = store.write(contacts.edit, desk, found, changes)
        edited = contacts.one(store.connection, desk, found)
    _show(run, edited, change)
    return int(Exit.DONE)


def delete(ctx: typer.Context, *, contact: Contacts) -> int:
    """To the trash, restorable for 90 days."""
    from crm_tui.store import contacts

    run = invocation(ctx)
    desk = run.desk
    with run.open_store() as store:
        ids = list(dict.fromkeys(contacts.resolve(store.connection, desk, each) for each in contact))
        change = store.write(contacts.delete, desk, ids)
    run.output.show(
        lambda: {"summary": change.summary, "deleted": ids, "undo": change.operation},
        lambda: [change.summary, *change.notes],
    )
    return int(Exit.DONE)


def _points(emails: Iterable[str] | None, phones: Iterable[str] | None, desk: Desk) -> tuple[ContactPoint, ...]:
    from crm_tui.domain import points

    return (
        *(points.email(email) for email in emails or ()),
        *(points.phone(phone, desk.country) for phone in phones or ()),
    )


def _ranks(stage: str | None, tier: str | None, days: int | None = None) -> dict[str, Any]:
    """The fields that "" and 0 empty."""
    given: dict[str, Any] = {}
    if stage is not None:
        given["stage"] = words.stage(stage) if stage else None
    if tier is not None:
        given["tier"] = words.tier(tier) if tier else None
    if days is not None:
        given["keep_in_touch_days"] = days or None
    return given


def _fields(pairs: Sequence[str]) -> Mapping[str, str]:
    found = {}
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals or not name.strip():
            raise UsageError(f"“{pair}” is no field.", "Write --field NAME=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _refuse_duplicate(store: Store, desk: Desk, draft: ContactDraft) -> None:
    """Raises `AmbiguousError` when someone like this is there already."""
    from crm_tui.store import contacts

    found = contacts.likely_duplicates(store.connection, desk, draft)
    if not found:
        return
    candidates = [
        Candidate(line.id, " · ".join(filter(None, (line.name, line.company, line.email or line.phone, match.reason))))
        for line, match in found
    ]
    who = "Someone like this is" if len(candidates) == 1 else f"{len(candidates)} people like this are"
    raise AmbiguousError(
        f"{who} there already.", candidates, "Add it all the same with --anyway, or change that one with `crm edit`."
    )


def _contact_in(change: Change) -> str:
    return next(ref.id for ref in change.records if ref.kind == "contact")


def _show(run: Invocation, contact: Contact, change: Change) -> None:
    moment = run.desk.moment
    run.output.show(lambda: shapes.contact(contact), lambda: [change.summary, *views.card(contact, moment)])
    for note in change.notes:
        run.output.aside(note)
