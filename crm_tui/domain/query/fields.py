"""The fields that a search can filter by: what each one means, and which values it takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from crm_tui.domain.contact import PointKind
from crm_tui.domain.interaction import InteractionKind
from crm_tui.domain.outcome import Outcome
from crm_tui.domain.status import Stage, Tier
from crm_tui.domain.typed import Literal, NamedTuple

#: What a field holds, which decides how its values are read; see `resolve`.
FieldKind = Literal["choice", "tag", "text", "part", "flag", "past", "future", "number"]

COMPARING: frozenset[FieldKind] = frozenset({"past", "future", "number"})


class FieldSpec(NamedTuple):
    """A field: its kind, a line of help, values worth offering, other names it answers to."""

    name: str
    kind: FieldKind
    help: str
    values: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()

    @property
    def ops(self) -> tuple[str, ...]:
        """How it compares: "=" alone, or sizes as well."""
        return ("=", "<", "<=", ">", ">=") if self.kind in COMPARING else ("=",)


_PAST = ("today", "yesterday", "week", "month", "<7d", "<30d", ">30d", ">90d")
_FUTURE = ("overdue", "today", "tomorrow", "week", "<=fri", "<7d")
_YES_NO = ("yes", "no")

_SPECS = (
    FieldSpec("status", "choice", "lead status"),
    FieldSpec("stage", "choice", "where the relationship stands", tuple(Stage)),
    FieldSpec("tier", "choice", "A, B or C", tuple(Tier)),
    FieldSpec("tag", "tag", "a tag; #tag is the same", (), ("tags",)),
    FieldSpec("owner", "text", "whose contact it is; “me” is you", ("me",)),
    FieldSpec("company", "text", "words of the company's name"),
    FieldSpec("source", "text", "where the contact came from"),
    FieldSpec("title", "text", "words of the job title"),
    FieldSpec("department", "text", "words of the department"),
    FieldSpec("name", "text", "words of the name"),
    FieldSpec("given_name", "text", "words of the given name", (), ("given", "first_name")),
    FieldSpec("family_name", "text", "words of the family name", (), ("family", "last_name")),
    FieldSpec("nickname", "text", "words of the nickname"),
    FieldSpec("note", "text", "words of the note", (), ("notes",)),
    FieldSpec("address", "text", "words of a postal address"),
    FieldSpec("email", "part", "part of an e-mail address", (), ("mail", "e_mail")),
    FieldSpec("phone", "part", "digits of a phone number, in any spelling", (), ("tel",)),
    FieldSpec("url", "part", "part of a web address", (), ("web",)),
    FieldSpec("birthday", "part", "part of the birthday as YYYY-MM-DD"),
    FieldSpec("external_id", "part", "part of the id in another program"),
    FieldSpec("kind", "choice", "had a call, an email, a meeting…", tuple(InteractionKind)),
    FieldSpec("outcome", "choice", "how the last call or meeting ended", tuple(Outcome)),
    FieldSpec("last", "past", "last contacted; >30d is more than 30 days ago", _PAST, ("last_contacted",)),
    FieldSpec("created", "past", "when the contact was added", _PAST, ("created_at",)),
    FieldSpec("updated", "past", "when the contact was last changed", _PAST, ("updated_at",)),
    FieldSpec("due", "future", "an open follow-up is due then", _FUTURE),
    FieldSpec("next", "future", "the nearest follow-up is due then", _FUTURE, ("next_follow_up", "follow_up")),
    FieldSpec("attempts", "number", "calls since the last connect", (">=3",), ("attempts_since_connect",)),
    FieldSpec("keep_in_touch", "number", "days of silence allowed", ("<=30",), ("keep_in_touch_days",)),
    FieldSpec("do_not_contact", "flag", "must not be contacted", _YES_NO, ("dnc",)),
    FieldSpec("quiet", "flag", "silent for longer than agreed", _YES_NO),
    FieldSpec("open", "flag", "the status promises a next step", _YES_NO),
    FieldSpec("reached", "flag", "has ever been reached, or come forward", _YES_NO),
)

#: Every field by its name.
FIELDS: Mapping[str, FieldSpec] = {spec.name: spec for spec in _SPECS}

#: Every spelling of a field's name.
NAMES: Mapping[str, str] = {name: spec.name for spec in _SPECS for name in (spec.name, *spec.aliases)}

#: What `has:` asks for.
HAS: tuple[str, ...] = (
    *PointKind,
    "company",
    "tag",
    "owner",
    "source",
    "title",
    "note",
    "birthday",
    "tier",
    "stage",
    "next",
    "last",
)

#: What `is:` asks for: a flag, or a follow-up that is overdue.
IS: tuple[str, ...] = ("quiet", "open", "reached", "do_not_contact", "dnc", "overdue")


def field(name: str) -> FieldSpec | None:
    """The field of that name, whatever its case and spelling; None when there is none."""
    name = name.lower()
    if name.startswith("custom.") and name != "custom.":
        return FieldSpec(name, "text", "words of a custom field")
    return FIELDS.get(NAMES.get(name.replace("-", "_"), ""))


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that ``word`` may stand for, "" when none is near."""
    from difflib import get_close_matches

    names = {name.lower(): name for name in known}
    close = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[close[0]] if close else ""


def example(name: str) -> str:
    """A value worth showing for a field."""
    if name == "has":
        return HAS[1]
    if name == "is":
        return IS[0]
    spec = FIELDS.get(name)
    if spec and spec.values:
        return spec.values[0]
    return {"status": "new", "tag": "vip", "phone": "555", "email": "acme.com"}.get(name, "acme")
