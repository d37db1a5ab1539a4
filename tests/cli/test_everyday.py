"""What a rep does all day, from the command line."""

from __future__ import annotations

import io

import pytest

from tests.cli.conftest import Crm


def test_today_lists_who_is_due_in_plain_lines(crm: Crm, call: str) -> None:
    found = crm("today")
    assert found.code == 0
    assert found.out.splitlines()[0] == "Due today (1)"
    assert "about pricing" in found.out.splitlines()[1]
    assert call[-8:] in found.out
    assert "Jane Doe" in found.out
    assert "\x1b" not in found.out


def test_today_says_so_when_nothing_is_due(crm: Crm, call: str) -> None:
    crm("done", call[-8:], "--outcome", "connected", "--next", "in 2 weeks")
    assert crm("today").out == "Nothing is due, and nobody is forgotten.\n"


def test_today_can_look_ahead(crm: Crm, jane: str) -> None:
    crm("follow-up", "jane", "monday")
    assert "Due today (1)" in crm("today", "--on", "monday").out
    assert "Overdue (1)" in crm("today", "--on", "tuesday").out


def test_today_can_look_back(crm: Crm, jane: str) -> None:
    crm("follow-up", "jane", "today 12:00")
    assert crm("today", "--on", "yesterday").out == "Nothing is due, and nobody is forgotten.\n"
    assert "Due today" in crm("today").out
    assert crm("today", "--on", "blursday").code == 2
    assert "blursday" in crm("today", "--on", "blursday").err


def test_the_exit_code_tells_a_script_that_there_is_something(crm: Crm, call: str) -> None:
    assert crm("today", "--exit-code").code == 10
    assert crm("today", "--count", "--exit-code").code == 10
    crm("done", call, "--next", "in 2 weeks")
    assert crm("today", "--exit-code").code == 0


def test_find_searches_words_and_filters(crm: Crm, jane: str) -> None:
    crm("add", "John Smith", "--company", "Globex")
    assert "Jane Doe" in crm("find", "acme", "doe").out
    assert crm("find", "#q4").out.count("\n") == 1
    assert crm("find", "-#q4").out.split()[1:3] == ["John", "Smith"]
    assert crm("find", "nobody").out == ""


@pytest.mark.parametrize("limit", [["--limit", "9"], ["--limit=+9"]], ids=["short cut", "long way"])
def test_a_word_turned_round_is_no_option(crm: Crm, jane: str, limit: list[str]) -> None:
    crm("add", "John Hall", "--company", "Acme", "--tag", "dnc")
    for words, name in (
        (["-has:email"], "John"),
        (["-#dnc", "acme"], "Jane"),
        (["acme", "-hall"], "Jane"),
        (["-has:phone", "-jane"], "John"),
    ):
        assert [each["name"].split()[0] for each in crm("find", *words, *limit, "--json").json] == [name]


@pytest.mark.parametrize("words", [["find", "-h"], ["find", "acme", "--help"], ["when", "-h"]])
def test_the_options_for_help_stay_options(crm: Crm, words: list[str]) -> None:
    found = crm(*words)
    assert found.code == 0
    assert found.out.startswith(f"Usage: crm {words[0]}")


def test_find_says_on_stderr_that_there_are_more(crm: Crm, jane: str) -> None:
    crm("add", "John Smith")
    found = crm("find", "status:new", "--limit", "1")
    assert found.out.count("\n") == 1
    assert "--limit" in found.err


def test_find_refuses_an_unknown_option_instead_of_searching_for_it(crm: Crm, jane: str) -> None:
    found = crm("find", "jane", "--limti", "1")
    assert found.code == 2
    assert "--limti" in found.err


def test_show_is_a_briefing(crm: Crm, call: str) -> None:
    crm("log", "jane", "call", "left word with Bob", "--outcome", "voicemail")
    found = crm("show", "jane", "doe")
    for words in ("Jane Doe", "CTO", "Acme", "jane@acme.com", "#q4", "about pricing", "left word with Bob"):
        assert words in found.out


@pytest.mark.parametrize("words", ["jane@acme.com", "+371 26123456", "doe acme"])
def test_a_contact_is_found_by_whatever_is_known_of_it(crm: Crm, jane: str, words: str) -> None:
    assert crm("show", words, "--json").json["id"] == jane


def test_a_contact_is_found_by_its_id_and_its_short_id(crm: Crm, jane: str) -> None:
    assert crm("show", jane, "--json").json["id"] == jane
    assert crm("show", jane[-8:], "--json").json["id"] == jane


def test_a_number_is_shown_as_it_is_dialled_from_anywhere_and_kept_as_typed(crm: Crm, jane: str) -> None:
    assert "+371 26 123 456" in crm("show", "jane").out
    (phone,) = crm("show", "jane", "--json").json["phones"]
    assert (phone["value"], phone["e164"]) == ("2612 3456", "+37126123456")


def test_log_tells_the_suggestion_and_does_not_make_it(crm: Crm, jane: str) -> None:
    logged = crm("log", "jane", "call", "--outcome", "no-answer")
    assert logged.out.startswith("Called Jane Doe · no answer\n")
    assert "Suggested: call" in logged.out
    shown = crm("show", "jane", "--json").json
    assert shown["follow_ups"] == []
    assert shown["status"] == "new"


def test_log_makes_the_suggestion_when_asked(crm: Crm, jane: str) -> None:
    logged = crm("log", "jane", "call", "--outcome", "no answer", "--next", "suggested", "--json").json
    assert logged["next_follow_up"]["due"] == "2026-11-19T14:00:00+02:00"
    assert logged["suggestion"] is None
    assert crm("show", "jane", "--json").json["status"] == "attempting"


def test_log_makes_the_step_that_is_named(crm: Crm, jane: str) -> None:
    logged = crm("log", "jane", "call", "--outcome", "connected", "--next", "next tue 9am", "--json").json
    assert logged["next_follow_up"]["due"] == "2026-11-24T09:00:00+02:00"


def test_log_with_no_next_step_suggests_nothing(crm: Crm, jane: str) -> None:
    logged = crm("log", "jane", "call", "--outcome", "connected", "--next", "none", "--json").json
    assert logged["next_follow_up"] is None
    assert logged["suggestion"] is None


def test_a_suggestion_needs_an_outcome(crm: Crm, jane: str) -> None:
    refused = crm("log", "jane", "call", "--next", "suggested")
    assert refused.code == 2
    assert "--outcome" in refused.err


def test_log_takes_everything_that_can_be_said_of_it(crm: Crm, jane: str) -> None:
    crm("add", "John Smith")
    logged = crm(
        *("log", "jane", "meeting", "the plan", "--at", "yesterday 3pm", "--duration", "45"),
        *("--direction", "in", "--with", "john", "--json"),
    ).json
    assert [each["name"] for each in logged["contacts"]] == ["Jane Doe", "John Smith"]
    assert logged["at"] == "2026-11-17T15:00:00+02:00"
    assert (logged["kind"], logged["direction"], logged["duration_minutes"]) == ("meeting", "in", 45)


def test_what_is_still_to_come_cannot_be_logged(crm: Crm, jane: str) -> None:
    assert crm("log", "jane", "call", "--at", "2026-11-20 10:00").code == 2


@pytest.mark.parametrize(
    ("option", "word", "offered"),
    [("--outcome", "vanished", "no answer"), ("--direction", "up", "in"), ("--next", "blursday", "")],
)
def test_an_unknown_word_is_refused_with_those_there_are(
    crm: Crm, jane: str, option: str, word: str, offered: str
) -> None:
    refused = crm("log", "jane", "call", option, word)
    assert refused.code == 2
    assert word in refused.err
    assert offered in refused.err
    assert crm("show", "jane", "--json").json["interactions"] == []


def test_a_follow_up_can_recur(crm: Crm, jane: str) -> None:
    made = crm("follow-up", "jane", "mon 9am", "check in", "--every", "2 weeks", "--priority", "high", "--json").json
    assert made["every"] == "FREQ=WEEKLY;INTERVAL=2"
    assert made["priority"] == "high"
    done = crm("done", made["id"], "--json").json
    assert done["state"] == "done"
    assert done["next_follow_up"]["due"] == "2026-12-07T09:00:00+02:00"


def test_a_follow_up_says_how_it_repeats(crm: Crm, jane: str) -> None:
    made = crm("follow-up", "jane", "every 2 weeks", "check in")
    assert ", in 14 days, every 2 weeks · check in [" in made.out
    assert "in 14 days, every 2 weeks  call" in crm("show", "jane").out
    assert ", every 2 weeks · check in [" in crm("snooze", made.out.split("[")[1][:8], "fri").out


def test_done_logs_what_happened(crm: Crm, call: str) -> None:
    done = crm("done", call[-8:], "--outcome", "connected", "--note", "wants a demo", "--next", "fri 10am")
    assert done.code == 0
    shown = crm("show", "jane", "--json").json
    assert shown["interactions"][0]["text"] == "wants a demo"
    assert shown["interactions"][0]["outcome"] == "connected"
    assert shown["next_follow_up"]["due"] == "2026-11-20T10:00:00+02:00"


def test_snooze_moves_and_counts(crm: Crm, call: str) -> None:
    moved = crm("snooze", call[-8:], "tomorrow", "9am", "--json").json
    assert moved["due"] == "2026-11-19T09:00:00+02:00"
    assert moved["snoozes"] == 1


def test_skip_closes_without_logging(crm: Crm, call: str) -> None:
    assert crm("skip", call, "--json").json["state"] == "skipped"
    assert crm("show", "jane", "--json").json["interactions"] == []


def test_an_unknown_follow_up_is_told_from_an_unknown_word(crm: Crm, call: str) -> None:
    assert crm("done", "ffffffff").code == 3


def test_quick_saves_the_whole_line_as_one_step(crm: Crm, jane: str) -> None:
    saved = crm("quick", '@jane called vm next tue 9am #hot "sent pricing"', "--json").json
    assert saved["interaction"]["outcome"] == "left voicemail"
    assert saved["interaction"]["text"] == "sent pricing"
    assert saved["follow_up"]["due"] == "2026-11-24T09:00:00+02:00"
    assert crm("show", "jane", "--json").json["tags"] == ["hot", "q4"]
    crm("undo")
    shown = crm("show", "jane", "--json").json
    assert (shown["tags"], shown["interactions"], shown["follow_ups"]) == (["q4"], [], [])


def test_quick_can_only_explain(crm: Crm, jane: str) -> None:
    explained = crm("quick", "@jane call next tue 9am #hot", "--dry-run", "--json").json
    assert explained["contacts"] == ["jane"]
    assert explained["due"] == "2026-11-24T09:00:00+02:00"
    assert [chip["kind"] for chip in explained["chips"]] == ["contact", "kind", "date", "tag"]
    assert crm("show", "jane", "--json").json["follow_ups"] == []


@pytest.mark.parametrize("line", ["call tue 9am", "@jane to-do find number"])
def test_quick_says_what_the_line_lacks(crm: Crm, jane: str, line: str) -> None:
    assert crm("quick", line).code == 2


def test_when_tells_how_a_phrase_is_understood(crm: Crm) -> None:
    assert crm("when", "next", "tue", "9am").out == "next tue 9am → Tue 24 Nov 09:00, in 6 days\n"


def test_when_answers_in_json_whatever_it_is_asked(crm: Crm) -> None:
    assert crm("when", "every mon 9am", "--json").json == [
        {
            "phrase": "every mon 9am",
            "at": "2026-11-23T09:00:00+02:00",
            "grain": "hour",
            "every": "FREQ=WEEKLY;BYDAY=MO",
        }
    ]
    nonsense = crm("when", "blursday", "--json")
    assert nonsense.json == [{"phrase": "blursday", "at": None, "grain": None, "every": None}]
    assert nonsense.code == 0


def test_when_refuses_a_phrase_alone_that_is_no_date(crm: Crm) -> None:
    refused = crm("when", "blursday")
    assert (refused.code, refused.out) == (2, "")


def test_when_reads_one_phrase_a_line(crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("tomorrow\r\n\nblursday\n"))
    assert [(each["phrase"], each["at"]) for each in crm("when", "-", "--json").json] == [
        ("tomorrow", "2026-11-19"),
        ("blursday", None),
    ]
    monkeypatch.setattr("sys.stdin", io.StringIO("tomorrow\nblursday\n"))
    lines = crm("when", "-").out.splitlines()
    assert lines[0] == "tomorrow → tomorrow, Thu 19 Nov" or lines[0].startswith("tomorrow → ")
    assert lines[1].startswith("blursday → no date")
