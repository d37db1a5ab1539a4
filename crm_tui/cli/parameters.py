"""Arguments and options that several commands share."""

from __future__ import annotations

from typing import Annotated

import typer

from crm_tui.cli import completing
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.outcome import Outcome

_CONTACT = "An id, an e-mail address, a phone number, or words of the name."


def _outcomes(incomplete: str) -> list[str]:
    return completing.matching(incomplete, Outcome)


def _kinds(incomplete: str) -> list[str]:
    return completing.matching(incomplete, InteractionKind)


def _directions(incomplete: str) -> list[str]:
    return completing.matching(incomplete, Direction)


def _next_steps(incomplete: str) -> list[str]:
    return completing.matching(incomplete, ("none", "suggested", "tomorrow"))


AContact = Annotated[
    str, typer.Argument(metavar="CONTACT", help=_CONTACT, show_default=False, autocompletion=completing.contacts)
]
ContactWords = Annotated[
    list[str],
    typer.Argument(metavar="CONTACT", help=_CONTACT, show_default=False, autocompletion=completing.contacts),
]
Contacts = Annotated[
    list[str],
    typer.Argument(metavar="CONTACT…", help=_CONTACT, show_default=False, autocompletion=completing.contacts),
]
KindWord = Annotated[
    str,
    typer.Argument(
        metavar="KIND", help="call, email, meeting, message, note or visit.", show_default=False, autocompletion=_kinds
    ),
]
AFollowUp = Annotated[str, typer.Argument(metavar="ID", help="The id, or its beginning, as `crm today` prints it.")]
OutcomeOption = Annotated[
    str | None,
    typer.Option("--outcome", metavar="O", help="connected, “no answer”, voicemail, …", autocompletion=_outcomes),
]
DirectionOption = Annotated[
    str | None,
    typer.Option("--direction", metavar="in|out", help="Who began it.", autocompletion=_directions),
]
NextOption = Annotated[
    str | None,
    typer.Option("--next", metavar="WHEN|none|suggested", help="The next follow-up.", autocompletion=_next_steps),
]
FollowUpKindOption = Annotated[str | None, typer.Option("--kind", metavar="K", help="call, email, meeting or to-do.")]
CompanyOption = Annotated[
    str | None,
    typer.Option("--company", metavar="C", help="The company, by name.", autocompletion=completing.companies),
]
StatusOption = Annotated[
    str | None,
    typer.Option("--status", metavar="S", help="The lead status.", autocompletion=completing.statuses),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="T", help="A tag; may be repeated.", autocompletion=completing.tags),
]
EmailOption = Annotated[
    list[str] | None, typer.Option("--email", metavar="E", help="An e-mail address; may be repeated.")
]
PhoneOption = Annotated[list[str] | None, typer.Option("--phone", metavar="P", help="A phone number; may be repeated.")]
