"""What becomes of two records of one person: which values stay, and which are left over.

Nothing is lost: a value of which there can be one stays if the contact that is kept has it, and what the others said
instead is written into the note (product.md: everything of both is kept).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from crm_tui.domain.contact import Contact
from crm_tui.domain.value import dataclass, field

#: Fields of which a contact has one, in the order in which they are shown, with the words for them.
FIELDS: Mapping[str, str] = {
    "name": "name",
    "prefix": "prefix",
    "suffix": "suffix",
    "nickname": "nickname",
    "title": "title",
    "department": "department",
    "company": "company",
    "birthday": "birthday",
    "zone": "time zone",
    "status": "status",
    "stage": "stage",
    "tier": "tier",
    "owner": "owner",
    "source": "source",
    "keep_in_touch_days": "keep in touch",
}

#: The parts that go with a name.
NAME_PARTS = ("name", "given_name", "middle_name", "family_name")

#: Fields that are no words about a person, and the name, for which there are words of its own.
_SAID_OTHERWISE = frozenset({"name", "status", "stage", "tier"})

#: A status that says nothing yet, in place of which another one is taken.
_UNTOUCHED = "new"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldMerge:
    """One field: the values there are, by the id of the contact that has each, and whose is kept."""

    name: str
    values: Mapping[str, str]
    chosen: str

    @property
    def is_disputed(self) -> bool:
        """Whether there is more than one value to choose from."""
        return len({value.casefold() for value in self.values.values()}) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class MergePlan:
    """Which contact is kept, and what it will say.

    ``fields`` are those that some of the contacts have; ``custom`` are the fields of the rep's own, first come first
    kept. ``left_over`` are lines for the note: what the others said of a field whose value is another's.
    """

    keep: str
    others: tuple[str, ...]
    fields: tuple[FieldMerge, ...] = ()
    custom: Mapping[str, str] = field(default_factory=dict)
    left_over: tuple[str, ...] = ()

    def whose(self, name: str) -> str:
        """The id of the contact whose value of a field is kept; that of the one kept where nobody has any."""
        return next((each.chosen for each in self.fields if each.name == name), self.keep)


def plan(contacts: Sequence[Contact], chosen: Mapping[str, str] | None = None) -> MergePlan:
    """How ``contacts`` become the first of them. ``chosen`` says of a field whose value is kept, by id."""
    keep, *others = contacts
    fields = tuple(_merged(name, contacts, (chosen or {}).get(name)) for name in FIELDS)
    fields = tuple(each for each in fields if each.values)
    custom = {name: value for each in reversed(contacts) for name, value in each.custom.items()}
    return MergePlan(
        keep=keep.id,
        others=tuple(each.id for each in others),
        fields=fields,
        custom=custom,
        left_over=tuple(_left_over(contacts, fields, custom)),
    )


def worth(contact: Contact) -> tuple[bool, int, int, float]:
    """The more of a contact is known and the longer, the more it is worth keeping: by this, the greatest first."""
    points = len(contact.emails) + len(contact.phones) + len(contact.addresses) + len(contact.urls)
    filled = sum(bool(_shown(contact, name)) for name in FIELDS)
    return (
        contact.standing.last_contacted is not None,
        points + filled + len(contact.tags) + len(contact.custom),
        len(contact.note),
        -contact.created_at.timestamp(),
    )


def _merged(name: str, contacts: Sequence[Contact], chosen: str | None) -> FieldMerge:
    values = {each.id: shown for each in contacts if (shown := _shown(each, name))}
    telling = [id for id, shown in values.items() if name != "status" or shown != _UNTOUCHED]
    first = next(iter(telling or values), contacts[0].id)
    return FieldMerge(name=name, values=values, chosen=chosen if chosen in values else first)


def _left_over(contacts: Sequence[Contact], fields: Sequence[FieldMerge], custom: Mapping[str, str]) -> Iterator[str]:
    """A line for each contact that said something else."""
    kept = {one.name: one.values[one.chosen] for one in fields}
    for each in contacts:
        said = [
            f"{FIELDS[one.name]} {one.values[each.id]}"
            for one in fields
            if one.name not in _SAID_OTHERWISE
            and each.id in one.values
            and one.values[each.id].casefold() != kept[one.name].casefold()
        ]
        said += [f"{name} {value}" for name, value in each.custom.items() if custom[name] != value]
        if each.name and each.name.casefold() != kept.get("name", "").casefold():
            said.insert(0, f"also known as {each.name}")
        if said:
            yield f"Merged: {' · '.join(said)}"


def _shown(contact: Contact, name: str) -> str:
    value = getattr(contact, name)
    if name == "company":
        return value.name if value else ""
    return "" if value is None else str(value)
