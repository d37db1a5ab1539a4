"""From a message to an interaction with whom it went to or came from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from hashlib import blake2b

from crm_tui.domain import names
from crm_tui.domain.desk import Desk
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.store.incoming import IncomingInteraction
from crm_tui.sync.formats.mail import text as mail_text
from crm_tui.sync.formats.mail.boxes import Raw
from crm_tui.sync.formats.mail.text import Person

#: Before the external ids of mail, and in front of addresses that must be somebody's own.
SOURCE = "mail"
_ADDRESS = "mailto:"

#: People of one message who are looked for, and characters of a subject and of an id.
_MOST_PEOPLE = 100
_LONGEST_SUBJECT = 1_000
_LONGEST_ID = 500

#: More parts within parts than any program makes: such a message keeps its head, and nothing below is looked at.
_MOST_NESTED = 60

#: Years in which there was electronic mail, and will be.
_YEARS = range(1970, 2200)

#: Thunderbird's mark of a message that is deleted, but still in the file.
_EXPUNGED = 0x0008


class MailError(Exception):
    """A message that becomes no interaction; the text is the reason."""


class MailReader:
    """Makes interactions of messages, and counts in ``counts`` what there is to tell of it.

    ``me`` are the rep's own addresses; mail from them, or from the owner of the desk by name, is the rep's own.
    """

    def __init__(self, desk: Desk, me: Sequence[str]) -> None:
        self.counts: Counter[str] = Counter()
        self._me = frozenset(me)
        self._owner = _name(desk.owner)
        self._here = desk.moment.tz

    def record(self, message: Message) -> IncomingInteraction | None:
        """The interaction, None for a message that was deleted.

        Raises `MailError` for one without a date, or that is no message at all.
        """
        if _is_expunged(message):
            self.counts["dropped"] += 1
            return None
        senders = mail_text.people(message, "From") or mail_text.people(message, "Sender")
        others = mail_text.people(message, "To", "Cc", "Bcc")
        if not (senders or others):
            raise MailError("it names nobody: neither From nor To")
        at = self._date(message)
        if at is None:
            raise MailError("it has no date that could be understood")
        is_mine = bool(senders) and self._is_me(senders[0])
        ways = [_way(each) for each in (*senders, *others)[:_MOST_PEOPLE] if not self._is_me(each)]
        body = mail_text.body(message)
        self.counts["trimmed"] += body.is_trimmed
        self.counts["cut"] += body.is_cut
        subject = mail_text.header(message, "Subject")[:_LONGEST_SUBJECT]
        external = _external_id(message)
        return IncomingInteraction(
            contacts=tuple(dict.fromkeys(f"?{way}" for way in ways)),
            kind=InteractionKind.EMAIL,
            at=at,
            direction=Direction.OUT if is_mine else None,
            subject=subject,
            text=body.text,
            external_id=external,
            # The time too, as some programs give all their messages one id.
            id=_hashed(external, at, *(() if external else (*ways, subject, body.text))),
            sender=_way(senders[0]) if senders else _ADDRESS,
        )

    def _is_me(self, person: Person) -> bool:
        return person.address in self._me or bool(self._owner and _name(person.name) == self._owner)

    def _date(self, message: Message) -> datetime | None:
        """When it was sent; failing that, when it arrived. Without a zone it is here."""
        for text in _dates(message):
            try:
                at = parsedate_to_datetime(text)
                at = at if at.tzinfo else at.replace(tzinfo=UTC if "-0000" in text else self._here)
                at = at.astimezone(UTC)
            except (ValueError, TypeError, OverflowError, IndexError):
                continue
            if at.year in _YEARS:
                return at
        return None


def parsed(raw: Raw) -> Message:
    """The message in these bytes. Parts nested deeper than any program does are left alone."""
    content = raw.content.replace(b"\0", b"")
    lower = content.lower()
    if lower.count(b"boundary=") + lower.count(b"message/rfc822") <= _MOST_NESTED:
        return message_from_bytes(content)
    return BytesHeaderParser().parsebytes(content)


def head(message: Message) -> tuple[str, ...]:
    """What tells a message in a list of those that were refused: from, to, date, subject and id."""
    return tuple(mail_text.header(message, name)[:_LONGEST_SUBJECT] for name in HEADINGS)


#: The headers that `head` gives.
HEADINGS = ("From", "To", "Date", "Subject", "Message-ID")


def _way(person: Person) -> str:
    """How to find somebody: by the address, and where several have it, by the name."""
    return f"{_ADDRESS}{person.address} {person.name}".strip()


def _name(text: str) -> str:
    return " ".join(sorted(names.words(text)))


def _dates(message: Message) -> Iterator[str]:
    yield mail_text.header(message, "Date")
    # The last thing that a server writes into its line.
    yield mail_text.header(message, "Received").rpartition(";")[2]
    yield mail_text.header(message, "Delivery-Date")


def _external_id(message: Message) -> str:
    text = mail_text.header(message, "Message-ID").strip("<> ")[:_LONGEST_ID]
    return f"{SOURCE}:{text}" if text else ""


def _hashed(*what: object) -> str:
    return blake2b("\n".join(map(str, what)).encode(), digest_size=16, person=b"crm mail").hexdigest()


def _is_expunged(message: Message) -> bool:
    text = mail_text.header(message, "X-Mozilla-Status")
    try:
        return bool(int(text, 16) & _EXPUNGED)
    except ValueError:
        return False
