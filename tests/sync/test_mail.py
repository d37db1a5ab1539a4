from __future__ import annotations

import mailbox
from email.message import EmailMessage
from pathlib import Path

import pytest

from crm_tui.domain.errors import CrmError
from crm_tui.domain.interaction import Direction, InteractionKind
from crm_tui.domain.value import replace
from crm_tui.store import export, undo
from crm_tui.store.export import Selection
from crm_tui.store.incoming import IncomingInteraction
from crm_tui.store.store import Store
from crm_tui.sync import formats
from crm_tui.sync.formats.mail import boxes
from crm_tui.sync.formats.mail import text as mail_text
from crm_tui.sync.formats.mail.source import MailSource
from crm_tui.sync.formats.source import Entry, ReadOptions
from crm_tui.sync.reading import ReadingHere
from tests.sync.office import DESK, brought, counts, written

JANE = "Name,E-mail\nJane Doe,jane@acme.example\nJohn Roe,john@acme.example"
HEAD = ("From: Jane Doe <Jane@Acme.example>", "To: ann@us.example", "Date: Mon, 02 Nov 2026 10:00:00 +0100")


def mail(folder: Path, *lines: str, name: str = "one.eml", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join(lines).encode(encoding) + b"\r\n")
    return path


def mbox(folder: Path, *messages: tuple[str, ...], name: str = "in.mbox") -> Path:
    path = folder / name
    path.write_text("".join("From x@y Mon Nov  2 10:00:00 2026\n" + "\n".join(each) + "\n\n" for each in messages))
    return path


def entries(path: Path, **options: object) -> list[Entry]:
    with MailSource(path, ReadOptions(**options), DESK) as source:  # type: ignore[arg-type]
        return list(source.entries())


def only(path: Path, **options: object) -> IncomingInteraction:
    (entry,) = entries(path, **options)
    assert isinstance(entry.record, IncomingInteraction), entry.reason
    return entry.record


def happened(store: Store) -> list[IncomingInteraction]:
    return [each for chunk in export.interactions(store.connection, Selection()) for each in chunk]


@pytest.fixture
def known(store: Store, tmp_path: Path) -> Store:
    brought(store, written(tmp_path, *JANE.split("\n")))
    return store


def text_of(folder: Path, *lines: str) -> str:
    return only(mail(folder, *HEAD, "Subject: x", "", *lines)).text


def test_a_message_of_somebody_known_came_in(known: Store, tmp_path: Path) -> None:
    path = mail(tmp_path, *HEAD, "Subject: The offer", "Message-ID: <1@acme>", "", "Thanks!", "See you.")
    assert counts(brought(known, path)) == (1, 0, 0, 0)
    (found,) = happened(known)
    assert (found.kind, found.direction, found.subject) == (InteractionKind.EMAIL, Direction.IN, "The offer")
    assert (found.text, found.external_id) == ("Thanks!\nSee you.", "mail:1@acme")
    assert found.at.isoformat() == "2026-11-02T09:00:00+00:00"


def test_a_message_to_somebody_known_went_out_and_is_with_all_who_are_known(known: Store, tmp_path: Path) -> None:
    path = mail(
        tmp_path,
        "From: Ann <ann@us.example>",
        "To: jane@acme.example, who@else.example",
        "Cc: John <JOHN@acme.example>",
        HEAD[2],
        "",
        "Hello",
    )
    brought(known, path)
    (found,) = happened(known)
    assert (found.direction, len(found.contacts)) == (Direction.OUT, 2)


def test_ones_own_address_decides_even_for_who_is_a_contact_too(known: Store, tmp_path: Path) -> None:
    path = mail(tmp_path, "From: jane@acme.example", "To: john@acme.example", HEAD[2], "", "Hello")
    brought(known, path, read=ReadOptions(me=("jane@acme.example",)))
    (found,) = happened(known)
    assert (found.direction, len(found.contacts)) == (Direction.OUT, 1)


def test_the_owner_by_name_is_the_rep(tmp_path: Path) -> None:
    path = mail(tmp_path, 'From: "Smith, Ann" <any@us.example>', "To: jane@acme.example", HEAD[2], "", "Hello")
    with MailSource(path, ReadOptions(), replace(DESK, owner="Ann Smith")) as source:
        (entry,) = source.entries()
    assert isinstance(entry.record, IncomingInteraction)
    assert entry.record.direction is Direction.OUT
    assert entry.record.contacts == ("?mailto:jane@acme.example",)


def test_a_mailbox_is_read_once_and_in_sent_and_inbox_alike(known: Store, tmp_path: Path) -> None:
    one = (*HEAD, "Message-ID: <1@acme>", "", "Hello")
    two = (*HEAD, "Message-ID: <2@acme>", "In-Reply-To: <1@acme>", "", "Again")
    inbox, sent = mbox(tmp_path, one, two), mbox(tmp_path, one, name="Sent")
    report = brought(known, inbox, sent)
    assert counts(report) == (2, 0, 1, 0)
    assert counts(brought(known, sent, inbox)) == (0, 0, 3, 0)
    assert len(happened(known)) == 2
    undo.undo(known, DESK)
    assert happened(known) == []


def test_one_id_for_all_messages_loses_none(known: Store, tmp_path: Path) -> None:
    later = HEAD[2].replace("10:00", "11:00")
    one, two = (*HEAD, "Message-ID: <0>", "", "Hello"), (*HEAD[:2], later, "Message-ID: <0>", "", "Again")
    assert counts(brought(known, mbox(tmp_path, one, two))) == (2, 0, 0, 0)


def test_strangers_are_counted_and_not_refused(known: Store, tmp_path: Path) -> None:
    spam = ("From: a@spam.example", "To: b@spam.example", HEAD[2], "", "Buy")
    report = brought(known, mbox(tmp_path, spam, (*HEAD, "", "Hello"), spam))
    assert counts(report) == (1, 0, 2, 0)
    (note,) = report.notes
    assert note == (
        "2 messages are from and to nobody whose address is known here, and were left out:"
        " in.mbox row 1, in.mbox row 3."
    )


def test_a_part_of_an_address_is_nobodys(known: Store, tmp_path: Path) -> None:
    path = mail(tmp_path, "From: Jane Doe <jane@acme.example.evil>", "To: jane@acme", HEAD[2], "", "Hello")
    assert counts(brought(known, path)) == (0, 0, 1, 0)


def test_an_address_of_two_is_told_apart_by_the_name_or_refused(known: Store, tmp_path: Path) -> None:
    brought(known, written(tmp_path, "Name,E-mail", "Jim Doe,home@doe.example", "Kim Doe,home@doe.example"))
    jim = ("From: Jim Doe <home@doe.example>", HEAD[2], "", "Hello")
    report = brought(known, mbox(tmp_path, jim, ("From: home@doe.example", HEAD[2], "", "Hello")))
    assert counts(report) == (1, 0, 0, 1)
    assert report.refusals[0].reason == "several contacts have the address home@doe.example: Jim Doe, Kim Doe"


def test_a_message_without_a_date_is_dated_by_its_arrival_or_refused(tmp_path: Path) -> None:
    arrived = only(mail(tmp_path, HEAD[0], "Received: from a by b; Mon, 2 Nov 2026 10:00:00 +0000", "Date: soon", ""))
    assert arrived.at.isoformat() == "2026-11-02T10:00:00+00:00"
    (entry,) = entries(mail(tmp_path, HEAD[0], "Subject: x", "", "Hello"))
    assert entry.reason == "it has no date that could be understood"
    assert entry.cells == ("Jane Doe <Jane@Acme.example>", "", "", "x", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 Nov 2026 10:00", "2026-11-02T08:00:00+00:00"),
        ("2 Nov 2026 10:00 -0000", "2026-11-02T10:00:00+00:00"),
        ("Mon, 2 Nov 26 10:00:00 EST", "2026-11-02T15:00:00+00:00"),
    ],
)
def test_a_date_without_a_zone_is_here(tmp_path: Path, text: str, expected: str) -> None:
    assert only(mail(tmp_path, HEAD[0], f"Date: {text}", "", "")).at.isoformat() == expected


@pytest.mark.parametrize(
    "text", ["1 Jan 1800 00:00 +0000", "2 Nov 2026 10:00 +9999", "99 Nov 2026", "\x00", "9" * 5_000]
)
def test_a_date_that_is_none_refuses_one_message(tmp_path: Path, text: str) -> None:
    (entry,) = entries(mail(tmp_path, HEAD[0], f"Date: {text}", "", ""))
    assert entry.record is None


def test_quotation_and_signature_are_left_out(tmp_path: Path) -> None:
    quoted = ["", "On Mon, 2 Nov 2026 at 10:00, Ann Smith <ann@us.example>", "wrote:", "> Hello", ">", "> Ann"]
    assert text_of(tmp_path, "Yes.", *quoted) == "Yes."
    assert text_of(tmp_path, "Yes.", "-- ", "Jane Doe", "Acme") == "Yes."
    assert text_of(tmp_path, "Ja.", "", "-----Ursprüngliche Nachricht-----", "Von: Ann", "", "Hello") == "Ja."
    assert text_of(tmp_path, "Yes.", "", "_" * 32, "From: Ann", "Sent: Monday", "", "Hello") == "Yes."


def test_what_is_no_quotation_at_the_end_stays(tmp_path: Path) -> None:
    between = "> When?\nTuesday.\n> Where?\nHere."
    assert text_of(tmp_path, *between.split("\n")) == between
    assert text_of(tmp_path, "> only", "> this") == "> only\n> this"
    assert text_of(tmp_path, "Above", "_" * 32, "Below") == f"Above\n{'_' * 32}\nBelow"
    assert text_of(tmp_path, "Dear Ann,", "two things:", "> quoted") == "Dear Ann,\ntwo things:"


def test_a_long_text_is_cut_and_said_to_be(tmp_path: Path) -> None:
    path = mail(tmp_path, *HEAD, "", "x" * 12_000)
    with MailSource(path, ReadOptions(), DESK) as source:
        (entry,) = source.entries()
        assert isinstance(entry.record, IncomingInteraction)
        assert entry.record.text == "x" * mail_text.MAX_TEXT
        assert source.notes() == ("1 text is longer than 10 000 characters, and was cut.",)


def test_html_is_read_as_text_where_there_is_no_other_and_attachments_are_named(tmp_path: Path) -> None:
    message = EmailMessage()
    message["From"], message["Date"], message["Subject"] = "jane@acme.example", HEAD[2][6:], "Größe für Zoë"
    message.set_content("<html><head><style>x</style></head><p>Hi <b>Ann</b></p><script>bad()</script></html>", "html")
    message.add_attachment(b"%PDF", "application", "pdf", filename="../../Angebot Größe.pdf")
    path = tmp_path / "one.eml"
    path.write_bytes(bytes(message))
    found = only(path)
    assert (found.subject, found.text) == ("Größe für Zoë", "Hi Ann\n\nAttached: Angebot Größe.pdf")


def test_a_forwarded_message_that_is_attached_is_not_read_for_the_text(tmp_path: Path) -> None:
    inner = EmailMessage()
    inner.set_content("Inner")
    message = EmailMessage()
    message["From"], message["Date"] = "jane@acme.example", HEAD[2][6:]
    message.set_content("Outer")
    message.add_attachment(inner)
    path = tmp_path / "one.eml"
    path.write_bytes(bytes(message))
    assert only(path).text == "Outer"


@pytest.mark.parametrize(
    ("charset", "raw", "expected"),
    [
        ("utf-8", "Zoë".encode(), "Zoë"),
        ("iso-8859-1", "“Zoë”".encode("cp1252"), "“Zoë”"),
        ("utf-8", "Zoë".encode("cp1252"), "Zo\ufffd"),
        ("Murks", "Zoë".encode("cp1252"), "Zoë"),
        ("zlib", "Zoë".encode(), "Zoë"),
        ("punycode", b"a-b", "a-b"),
        ("us-ascii", "Ζωή".encode(), "Ζωή"),
        ("windows-1253", "Ζωή".encode("cp1253"), "Ζωή"),
    ],
)
def test_letters_are_known_whatever_is_said_of_them(tmp_path: Path, charset: str, raw: bytes, expected: str) -> None:
    path = tmp_path / "one.eml"
    head = "\n".join((*HEAD, f"Content-Type: text/plain; charset={charset}", "Content-Transfer-Encoding: 8bit"))
    path.write_bytes(head.encode() + b"\n\n" + raw)
    assert only(path).text == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("=?utf-8?B?R3LDtsOf?= =?utf-8?Q?e_2?=", "Größe 2"),
        ("=?murks?Q?Gr=F6=DFe?=", "Größe"),
        ("=?utf-8?B?###?=", "=?utf-8?B?###?="),
        ("Größe", "Größe"),
        ("a\r\n  b\x1b]0;x\x07", "a b]0;x"),
    ],
)
def test_subjects_are_decoded_and_cleaned(tmp_path: Path, subject: str, expected: str) -> None:
    assert only(mail(tmp_path, *HEAD, f"Subject: {subject}", "", "")).subject == expected


def test_eight_bits_in_a_head_are_letters(tmp_path: Path) -> None:
    found = only(mail(tmp_path, "From: Zoë <z@x.example>", HEAD[2], "Subject: Größe", "", "", encoding="cp1252"))
    assert (found.subject, found.contacts) == ("Größe", ("?mailto:z@x.example Zoë",))


def test_names_with_commas_and_encoded_words_lose_no_address(tmp_path: Path) -> None:
    to = "To: Doe, Jane <jane@acme.example>, =?utf-8?Q?Roe=2C_John?= <john@acme.example>; undisclosed-recipients:;"
    found = only(mail(tmp_path, "From: a@b.example", to, HEAD[2], "", ""))
    assert {each.partition(" ")[0] for each in found.contacts} == {
        "?mailto:a@b.example",
        "?mailto:jane@acme.example",
        "?mailto:john@acme.example",
    }


def test_lines_that_begin_with_from_end_no_message(tmp_path: Path) -> None:
    body = ["From here on it is easy.", "", "From here on too", ">From the start", ">>From further", "End"]
    messages = entries(mbox(tmp_path, (*HEAD, "", *body), (*HEAD, "", "Two")))
    assert [each.row for each in messages] == [1, 2]
    assert isinstance(messages[0].record, IncomingInteraction)
    assert messages[0].record.text.split("\n")[2:] == ["From here on too", "From the start", ">From further", "End"]
    assert text_of(tmp_path, "", "From a Mon Nov  2 10:00:00 2026", ">From", "x").startswith("From a Mon Nov  2")


def test_a_maildir_of_the_library_is_read_with_its_folders_and_without_links(known: Store, tmp_path: Path) -> None:
    box = mailbox.Maildir(tmp_path / "Mail", create=True)
    for number, folder in enumerate((box, box, box.add_folder("Sent"))):
        message = mailbox.MaildirMessage("\n".join((*HEAD, f"Message-ID: <{number}>", "", "Hello")))
        message.set_flags("T" if number == 1 else "S")
        message.set_subdir("cur")
        folder.add(message)
    secret = mail(tmp_path, *HEAD, "Message-ID: <secret>", "", "Hello", name="secret")
    (tmp_path / "Mail" / "cur" / "link").symlink_to(secret)
    report = brought(known, tmp_path / "Mail")
    assert counts(report) == (2, 0, 0, 0)
    assert report.notes == ("Mail: 1 message is a draft or deleted, and was left out.",)


def test_a_message_that_thunderbird_has_deleted_is_left_out(tmp_path: Path) -> None:
    path = mbox(tmp_path, (*HEAD, "X-Mozilla-Status: 0009", "", "x"), (*HEAD, "X-Mozilla-Status: 0001", "", "y"))
    assert [each.row for each in entries(path)] == [2]


def test_large_attachments_are_skipped_unread(tmp_path: Path) -> None:
    parts = ("Content-Type: multipart/mixed; boundary=b", "", "--b", "Content-Type: text/plain", "", "Hello", "--b")
    large = (*HEAD, *parts, "Content-Type: image/png; name=a.png", "", *(["x" * 76] * 20_000), "--b--")
    path = mbox(tmp_path, large, (*HEAD, "", "Two"))
    with MailSource(path, ReadOptions(), DESK) as source:
        texts = [each.record.text for each in source.entries() if isinstance(each.record, IncomingInteraction)]
        assert texts == ["Hello\n\nAttached: a.png", "Two"]
        assert source.notes() == ("1 message is larger than 256 KB, and only its beginning was read.",)


@pytest.mark.parametrize(
    "nested",
    [
        [f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}" for n in range(5_000)],
        ["Content-Type: message/rfc822\n"] * 5_000,
        ["Content-Type: multipart/mixed; boundary=\n"] * 5_000,
    ],
)
def test_parts_within_parts_without_end_are_no_trouble(tmp_path: Path, nested: list[str]) -> None:
    assert only(mail(tmp_path, *HEAD, "Subject: x", *nested, "", "deep")).subject == "x"


@pytest.mark.parametrize(
    "line",
    [
        "Content-Type: text/plain; charset*0*=utf-8''%zz; charset*1=x",
        "Content-Type: ; ; ;",
        "Content-Type: multipart/mixed",
        "Content-Transfer-Encoding: base64",
        "Content-Transfer-Encoding: x-uuencode",
        "Content-Disposition: attachment; filename*=murks'x'%ff",
        f"To: {'<' * 3_000}",
        f"To: {'(' * 3_000}",
        f"Subject: {'=?utf-8?Q?' * 1_000}",
        "X-Mozilla-Status: many",
        "no colon here",
    ],
)
def test_a_broken_head_costs_no_more_than_itself(tmp_path: Path, line: str) -> None:
    found = only(mail(tmp_path, *HEAD, line, "", "Hello \x00 there"))
    assert found.contacts[0] == "?mailto:jane@acme.example Jane Doe"


def test_what_is_no_mail_is_told_in_a_sentence(tmp_path: Path) -> None:
    for name, content, said in (
        ("empty.eml", b"\n", "empty.eml is empty."),
        (
            "other.eml",
            b"\x89PNG\r\n\x00\x01",
            "other.eml holds no e-mail: it does not begin with the head of a message.",
        ),
    ):
        (tmp_path / name).write_bytes(content)
        with pytest.raises(CrmError) as caught:
            MailSource(tmp_path / name, ReadOptions(), DESK)
        assert caught.value.message == said
    with pytest.raises(CrmError, match="There is no file"):
        MailSource(tmp_path / "gone.eml", ReadOptions(), DESK)
    with pytest.raises(CrmError, match="is a folder"):
        MailSource(tmp_path, ReadOptions(), DESK)


def test_mailboxes_are_known_without_an_ending(tmp_path: Path) -> None:
    assert formats.name_of(mbox(tmp_path, HEAD, name="Inbox")) == "mail"
    (tmp_path / "Apple.mailbox").mkdir()
    mbox(tmp_path / "Apple.mailbox", (*HEAD, "", "x"), name="mbox")
    assert formats.name_of(tmp_path / "Apple.mailbox") == "mail"
    assert len(entries(tmp_path / "Apple.mailbox")) == 1
    (tmp_path / "Mail" / "cur").mkdir(parents=True)
    (tmp_path / "Mail" / "new").mkdir()
    assert boxes.is_maildir(tmp_path / "Mail")
    with pytest.raises(CrmError, match="There are no messages"):
        MailSource(tmp_path / "Mail", ReadOptions(), DESK)


def test_how_far_a_mailbox_is_shows_long_before_thousands_of_messages(tmp_path: Path) -> None:
    path = mbox(tmp_path, *((f"From: a{number}@b.example", "Date: 1 Jan 2026 10:00", "", "x") for number in range(300)))
    with ReadingHere(path, ReadOptions(), DESK) as reading:
        sizes = [len(chunk.entries) for chunk in reading.chunks()]
    assert sizes == [250, 50]
