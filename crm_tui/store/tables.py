"""The records as SQLModel tables, for writing; they never leave the store.

They mirror the migrations, which make the tables: constraints, indexes and triggers stand there alone. ``pk`` is
private to one file. Instants are epoch seconds UTC, days ``YYYY-MM-DD``, times ``HH:MM``, absent text is "".
Annotations are evaluated here, as SQLModel needs them.
"""

from sqlmodel import Field, SQLModel

from crm_tui.store.ids import new_id


class CompanyRow(SQLModel, table=True):
    """An organisation."""

    __tablename__ = "company"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    name: str
    domain: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    created_at: int
    deleted_at: int | None = None
    is_purged: int = 0


class ContactRow(SQLModel, table=True):
    """A person. ``company`` is the pk of the company."""

    __tablename__ = "contact"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    name: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    prefix: str = ""
    suffix: str = ""
    nickname: str = ""
    title: str = ""
    department: str = ""
    company: int | None = Field(default=None, foreign_key="company.pk")
    birthday: str = ""
    zone: str = ""
    status: str = "new"
    stage: str = ""
    tier: str = ""
    owner: str = ""
    source: str = ""
    do_not_contact: int = 0
    note: str = ""
    keep_in_touch_days: int | None = None
    created_at: int
    deleted_at: int | None = None
    is_purged: int = 0


class ContactPointRow(SQLModel, table=True):
    """An e-mail address, phone number, URL or postal address. ``parts`` is a JSON object, or ""."""

    __tablename__ = "contact_point"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id)
    contact: int = Field(foreign_key="contact.pk")
    kind: str
    value: str
    normal: str = ""
    label: str = ""
    is_primary: int = 0
    is_bad: int = 0
    parts: str = ""
    position: int = 0
    deleted_at: int | None = None


class TagRow(SQLModel, table=True):
    """A tag, named without the "#"."""

    __tablename__ = "tag"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    name: str = Field(unique=True)
    deleted_at: int | None = None


class ContactTagRow(SQLModel, table=True):
    """A tag on a contact; taking it off sets ``deleted_at``, putting it back clears it."""

    __tablename__ = "contact_tag"

    pk: int | None = Field(default=None, primary_key=True)
    contact: int = Field(foreign_key="contact.pk")
    tag: int = Field(foreign_key="tag.pk")
    deleted_at: int | None = None


class CustomFieldRow(SQLModel, table=True):
    """A field of the rep's own on a contact."""

    __tablename__ = "custom_field"

    pk: int | None = Field(default=None, primary_key=True)
    contact: int = Field(foreign_key="contact.pk")
    name: str
    value: str
    deleted_at: int | None = None


class ContactExternalIdRow(SQLModel, table=True):
    """An id that a contact has in another program, with the program's name: "hubspot:51"."""

    __tablename__ = "contact_external_id"

    pk: int | None = Field(default=None, primary_key=True)
    contact: int = Field(foreign_key="contact.pk")
    value: str
    deleted_at: int | None = None


class InteractionRow(SQLModel, table=True):
    """An entry of the timeline."""

    __tablename__ = "interaction"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    kind: str
    direction: str = ""
    outcome: str = ""
    at: int
    duration_minutes: int | None = None
    subject: str = ""
    text: str = ""
    author: str = ""
    is_pinned: int = 0
    external_id: str = ""
    created_at: int
    deleted_at: int | None = None
    is_purged: int = 0


class InteractionContactRow(SQLModel, table=True):
    """A contact who took part. ``at`` repeats the interaction's, for the index of the timeline."""

    __tablename__ = "interaction_contact"

    pk: int | None = Field(default=None, primary_key=True)
    interaction: int = Field(foreign_key="interaction.pk")
    contact: int = Field(foreign_key="contact.pk")
    at: int = 0
    deleted_at: int | None = None


class FollowUpRow(SQLModel, table=True):
    """Something to do. ``due_at`` is the instant of a timed one; ``interaction`` what it led to when done.

    ``anchor_day`` is the day from which a rhythm counts when a snooze has moved this occurrence, else "".
    ``listed`` is derived; see `crm_tui.store.listing`.
    """

    __tablename__ = "follow_up"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    contact: int = Field(foreign_key="contact.pk")
    due_day: str
    due_time: str | None = None
    due_zone: str = ""
    due_at: int | None = None
    kind: str = "call"
    text: str = ""
    priority: int = 2
    state: str = "open"
    every: str = ""
    snoozes: int = 0
    interaction: int | None = Field(default=None, foreign_key="interaction.pk")
    external_id: str = ""
    created_at: int
    done_at: int | None = None
    deleted_at: int | None = None
    is_purged: int = 0
    listed: int = 0
    anchor_day: str = ""


class ViewRow(SQLModel, table=True):
    """A search with a name. ``position`` is a fractional sort key; see `crm_tui.domain.sort_key`."""

    __tablename__ = "view"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True)
    name: str
    query: str
    sort: str = ""
    position: str = ""
    created_at: int
    deleted_at: int | None = None
    is_purged: int = 0


class PairingRow(SQLModel, table=True):
    """Two contacts that the rep has judged: one person, whose records were merged, or two, if they look alike.

    ``contact`` is the one with the lesser id, ``id`` follows from both; see `crm_tui.store.duplicates_edits`.
    """

    __tablename__ = "pairing"

    pk: int | None = Field(default=None, primary_key=True)
    id: str = Field(unique=True)
    contact: int = Field(foreign_key="contact.pk")
    other: int = Field(foreign_key="contact.pk")
    is_same: int = 0
    created_at: int
    deleted_at: int | None = None
