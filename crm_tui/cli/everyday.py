"""Everyday work: what is next, who is who, what happened, what to do and when."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import looking, working
from crm_tui.cli.command import WordyCommand, command, invocation
from crm_tui.cli.parameters import (
    AContact,
    AFollowUp,
    ContactWords,
    DirectionOption,
    FollowUpKindOption,
    KindWord,
    NextOption,
    OutcomeOption,
)


def register(app: typer.Typer) -> None:
    """Adds these commands to ``app``."""
    command(app, "today", "crm today", "crm today --on monday", "crm today --count   # a number for a prompt")(today)
    command(
        app,
        "find",
        "crm find acme jane",
        "crm find status:new '#saas' 'last:>30d' acme",
        cls=WordyCommand,
    )(find)
    command(app, "show", "crm show jane doe", "crm show jane@acme.com --json")(show)
    command(
        app,
        "log",
        'crm log jane call "left a message" --outcome voicemail --next suggested',
        "crm log jane meeting --at 'yesterday 3pm' --duration 45",
    )(log)
    command(app, "follow-up", 'crm follow-up jane "next tue 9am" "send pricing" --kind email')(follow_up)
    command(app, "done", 'crm done 1a2b3c4d --outcome connected --note "wants a demo" --next friday')(done)
    command(app, "snooze", "crm snooze 1a2b3c4d +3bd")(snooze)
    command(app, "skip", "crm skip 1a2b3c4d")(skip)
    command(app, "quick", "crm quick '@jane call vm next tue 9am #q4 !high \"sent pricing\"'")(quick)
    command(app, "when", "crm when next fri 3pm", "crm when - < phrases.txt", cls=WordyCommand)(when)


def today(
    ctx: typer.Context,
    *,
    on: Annotated[str | None, typer.Option(metavar="DATE", help="As that day will begin.")] = None,
    count: Annotated[bool, typer.Option("--count", help="Only how many are overdue or due.")] = False,
    exit_code: Annotated[bool, typer.Option("--exit-code", help="Exit with 10 if there is something.")] = False,
    notify: Annotated[bool, typer.Option("--notify", help="Notify on the desktop; prints nothing.")] = False,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = looking.TODAY_LIMIT,
) -> int:
    """The review: overdue, due today, no next step, gone quiet."""
    return looking.today(invocation(ctx), on=on, count=count, exit_code=exit_code, notify=notify, limit=limit)


def find(
    ctx: typer.Context,
    *,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Words and filters, as in the app.")],
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="At most so many.")] = looking.FIND_LIMIT,
) -> int:
    """Searches names, companies, e-mails, phones, tags and notes."""
    return looking.find(invocation(ctx), words, limit=limit)


def show(
    ctx: typer.Context,
    *,
    contact: ContactWords,
    limit: Annotated[int, typer.Option(min=1, metavar="N", help="So many interactions.")] = looking.SHOWN_INTERACTIONS,
) -> int:
    """A briefing before a call: the card and the timeline."""
    return looking.show(invocation(ctx), contact, limit=limit)


def log(
    ctx: typer.Context,
    *,
    contact: AContact,
    kind: KindWord,
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="What was said.")] = "",
    outcome: OutcomeOption = None,
    direction: DirectionOption = None,
    at: Annotated[str | None, typer.Option(metavar="WHEN", help="When it happened; now otherwise.")] = None,
    duration: Annotated[int | None, typer.Option(min=0, metavar="MIN", help="Minutes.")] = None,
    next: NextOption = None,
    others: Annotated[
        list[str] | None, typer.Option("--with", metavar="CONTACT", help="Who else took part; may be repeated.")
    ] = None,
) -> int:
    """Logs an interaction. Without --next the outcome's suggestion is printed, not made."""
    return working.log(
        invocation(ctx),
        [contact, *(others or ())],
        kind,
        text,
        outcome=outcome,
        direction=direction,
        at=at,
        minutes=duration,
        next_step=next,
    )


def follow_up(
    ctx: typer.Context,
    *,
    contact: AContact,
    when: Annotated[str, typer.Argument(metavar="WHEN", help="A date phrase: “next tue 9am”, “+3bd”.")],
    text: Annotated[str, typer.Argument(metavar="[TEXT]", help="What to do.")] = "",
    kind: FollowUpKindOption = None,
    every: Annotated[str | None, typer.Option(metavar="RULE", help="Repeats: “2 weeks”, “monthly”.")] = None,
    priority: Annotated[str | None, typer.Option(metavar="P", help="high, normal or low.")] = None,
) -> int:
    """A new follow-up."""
    return working.follow_up(invocation(ctx), contact, when, text, kind=kind, every=every, priority=priority)


def done(
    ctx: typer.Context,
    *,
    id: AFollowUp,
    outcome: OutcomeOption = None,
    note: Annotated[str, typer.Option(metavar="TEXT", help="What was said.")] = "",
    next: NextOption = None,
) -> int:
    """Marks a follow-up done and logs what happened."""
    return working.done(invocation(ctx), id, outcome=outcome, note=note, next_step=next)


def snooze(
    ctx: typer.Context,
    *,
    id: AFollowUp,
    when: Annotated[list[str], typer.Argument(metavar="WHEN", help="A date phrase: “tomorrow”, “+3bd”.")],
) -> int:
    """Moves a follow-up to a later day."""
    return working.snooze(invocation(ctx), id, " ".join(when))


def skip(ctx: typer.Context, *, id: AFollowUp) -> int:
    """Closes a follow-up without doing it."""
    return working.skip(invocation(ctx), id)


def quick(
    ctx: typer.Context,
    *,
    line: Annotated[list[str], typer.Argument(metavar="LINE", help="@who, what, when, #tags, !priority, text.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only print what was understood.")] = False,
) -> int:
    """The quick-add line of the app."""
    from crm_tui.cli.quick import quick as add

    return add(invocation(ctx), " ".join(line), dry_run=dry_run)


def when(
    ctx: typer.Context,
    *,
    phrase: Annotated[list[str], typer.Argument(metavar="PHRASE…", help="A date phrase; “-” reads one a line.")],
) -> int:
    """How a date phrase is understood."""
    from crm_tui.cli.phrases import when as understand

    return understand(invocation(ctx), phrase)
