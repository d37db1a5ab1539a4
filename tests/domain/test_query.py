from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crm_tui.domain import query
from crm_tui.domain.clock import Moment
from crm_tui.domain.desk import Desk
from crm_tui.domain.errors import ParseError
from crm_tui.domain.query import And, DayRange, Days, Filter, Flag, Not, Or, Part, Presence, Text, Values, Word

RIGA = ZoneInfo("Europe/Riga")
#: A Wednesday.
DESK = Desk(moment=Moment(datetime(2026, 11, 18, 10, tzinfo=RIGA), "Europe/Riga"), owner="Jane Doe")
TODAY = date(2026, 11, 18)

FRAGMENTS = st.sampled_from(
    ["acme", "or", "OR", "(", ")", "-", "#", "#vip",
     "#a,none", '"', '"a b"', "\\", " ", " ", "status:", "status:new,none",
     "name:", "due:<=", "today", ",", "custom.", 'custom."a b":', "has:phone", "is:dnc", ":", "x:y", "e-mail:a",
     "=", "none", '"none"', "owner:me", "tag:#x", "\n", "é", "http://a"]
)  # fmt: skip
LINES = st.one_of(st.lists(FRAGMENTS, max_size=12).map("".join), st.text(max_size=30))


def test_words_side_by_side_must_all_match() -> None:
    assert query.parse("acme  jane").node == And((Word("acme"), Word("jane")))


def test_or_binds_looser_than_words_side_by_side() -> None:
    assert query.parse("a b or c").node == Or((And((Word("a"), Word("b"))), Word("c")))


def test_brackets_bind_tightest() -> None:
    assert query.parse("a (b or c)").node == And((Word("a"), Or((Word("b"), Word("c")))))


def test_quotes_make_a_phrase() -> None:
    assert query.parse('"no \\"budget\\" or"').node == Word('no "budget" or', is_phrase=True)


def test_a_minus_excludes_words_tags_phrases_and_brackets() -> None:
    assert query.parse('-a -#dnc -"b c" -(d e)').node == And(
        (
            Not(Word("a")),
            Not(Filter("tag", "=", ("dnc",))),
            Not(Word("b c", is_phrase=True)),
            Not(And((Word("d"), Word("e")))),
        )
    )


def test_a_minus_inside_a_word_is_a_letter() -> None:
    assert query.parse("jean-luc 555-01 -").terms == (Word("jean-luc"), Word("555-01"), Word("-"))


def test_several_values_are_alternatives() -> None:
    assert query.parse("status:new,attempting").node == Filter("status", "=", ("new", "attempting"))


def test_none_and_any_ask_for_presence_and_quotes_take_their_meaning_away() -> None:
    assert query.parse("next:none").node == Filter("next", "none")
    assert query.parse("last:never").node == Filter("last", "none")
    assert query.parse('tag:"none"').node == Filter("tag", "=", ("none",))
    assert query.parse("#none").node == Filter("tag", "=", ("none",))
    assert query.parse("owner:me,none").node == Or((Filter("owner", "none"), Filter("owner", "=", ("me",))))


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("has:phone", "phone:any"),
        ("-has:email", "-email:any"),
        ("is:dnc", "do_not_contact:yes"),
        ("dnc:no", "do_not_contact:no"),
        ("is:overdue", "due:overdue"),
        ("is:quiet", "quiet:yes"),
        ("E-Mail:acme.com", "email:acme.com"),
        ("keep_in_touch_days:<30", "keep_in_touch:<30"),
        ("created_at:today", "created:today"),
        ("next_follow_up:today", "next:today"),
    ],
)
def test_a_filter_has_other_spellings(short: str, long: str) -> None:
    assert query.parse(short).node == query.parse(long).node


def test_custom_fields_are_filters() -> None:
    assert query.parse('custom."Account Tier":gold').node == Filter("custom.account tier", "=", ("gold",))


@pytest.mark.parametrize("line", ['"jane do', "(jane do", "jane or", "jane or ", "-", "#", "jane (", "()", '""'])
def test_a_line_that_is_still_being_typed_is_no_error(line: str) -> None:
    query.parse(line)


@pytest.mark.parametrize(
    ("line", "culprit", "says"),
    [
        ("jane stauts:new", "stauts", "Did you mean “status:”"),
        ("a ) b", ")", "never opened"),
        ("a status:", "status:", "needs a value"),
        ("status:>new", ">", "cannot be compared"),
        ("has:fone", "fone", "has:phone"),
        ("(" * 30, "(", "Too many brackets"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(line: str, culprit: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        query.parse(line)
    error = caught.value
    assert error.text[error.start : error.end] == culprit
    assert says in f"{error.message} {error.hint}"


@pytest.mark.parametrize(
    ("line", "culprit", "says"),
    [
        ("a status:new,qualifed", "qualifed", "qualified"),
        ("tier:d", "d", "A, B, C"),
        ("due:>=smarch", "smarch", "A day is written"),
        ("last:2026-13", "2026-13", ""),
        ("due:<99999y", "99999y", ""),
        ("attempts:many", "many", "whole number"),
        ("quiet:perhaps", "perhaps", "yes or no"),
        ("phone:none,x", "x", "digit"),
        ("company:!!", "!!", "letter"),
    ],
)
def test_a_value_without_meaning_is_named_with_its_place(line: str, culprit: str, says: str) -> None:
    with pytest.raises(ParseError) as caught:
        query.check(query.parse(line), DESK)
    error = caught.value
    assert error.text[error.start : error.end] == culprit
    assert says in error.hint


def resolved(line: str) -> query.Test:
    [one] = query.parse(line).filters()
    return query.resolve(one, DESK)


def days(start: date | None, end: date | None) -> Days:
    return Days((DayRange(start, end),))


@pytest.mark.parametrize(
    ("line", "test"),
    [
        ("status:NEW,attempting", Values(frozenset({"new", "attempting"}))),
        ("tier:a", Values(frozenset({"A"}))),
        ("outcome:voicemail", Values(frozenset({"left voicemail"}))),
        ("outcome:no-answer", Values(frozenset({"no answer"}))),
        ("outcome:left", Values(frozenset({"left voicemail", "left message"}))),
        ("#SaaS", Values(frozenset({"saas"}))),
        ("owner:me", Text((("jane", "doe"),))),
        ('company:"Élan & Sons",acme', Text((("elan", "sons"), ("acme",)))),
        ("phone:555-01", Part(("55501",))),
        ("email:@Acme.com", Part(("@acme.com",))),
        ("has:phone", Presence(True)),
        ("next:none", Presence(False)),
        ("is:dnc", Flag(True)),
        ("open:no", Flag(False)),
        ("last:>30d", days(None, date(2026, 10, 18))),
        ("last:>=30d", days(None, date(2026, 10, 19))),
        ("created:<7d", days(date(2026, 11, 12), TODAY)),
        ("created:7d", days(date(2026, 11, 11), TODAY)),
        ("last:<=1m", days(date(2026, 10, 18), TODAY)),
        ("due:<7d", days(TODAY, date(2026, 11, 24))),
        ("due:>2w", days(date(2026, 12, 3), None)),
        ("due:today", days(TODAY, TODAY)),
        ("due:tomorrow", days(date(2026, 11, 19), date(2026, 11, 19))),
        ("due:<=2026-11-20", days(None, date(2026, 11, 20))),
        ("due:<2026-11-20", days(None, date(2026, 11, 19))),
        ("created:>2026-01", days(date(2026, 2, 1), None)),
        ("created:2026-02", days(date(2026, 2, 1), date(2026, 2, 28))),
        ("created:2026-01-01..2026-02", days(date(2026, 1, 1), date(2026, 2, 28))),
        ("created:2025", days(date(2025, 1, 1), date(2025, 12, 31))),
        ("due:week", days(date(2026, 11, 16), date(2026, 11, 22))),
        ("last:last_month", days(date(2026, 10, 1), date(2026, 10, 31))),
        ("last:last-year", days(date(2025, 1, 1), date(2025, 12, 31))),
        ("due:overdue,today", Days((DayRange(TODAY, TODAY),), is_overdue=True)),
        ("attempts:>=3", query.Numbers((query.NumberRange(3, None),))),
        ("attempts:<3", query.Numbers((query.NumberRange(None, 2),))),
        ("attempts:2..4,9", query.Numbers((query.NumberRange(2, 4), query.NumberRange(9, 9)))),
    ],
)
def test_a_filter_means_a_test_of_its_field(line: str, test: query.Test) -> None:
    found = resolved(line)
    assert (type(found), found) == (type(test), test)


def test_weekdays_look_the_way_the_field_looks() -> None:
    assert resolved("due:<=fri") == days(None, date(2026, 11, 20))
    assert resolved("last:>=mon") == days(date(2026, 11, 16), None)


def test_owner_me_needs_to_know_who_that_is() -> None:
    [one] = query.parse("owner:me").filters()
    with pytest.raises(ParseError) as caught:
        query.resolve(one, Desk(moment=DESK.moment))
    assert "crm config owner" in caught.value.hint


def test_every_field_has_help_and_its_offered_values_are_understood() -> None:
    for name, spec in query.FIELDS.items():
        assert spec.help
        for value in spec.values:
            query.check(query.parse(f"{name}:{value}" if value[0] in "<>" else f'{name}:"{value}"'), DESK)


@given(LINES)
@example("b (or) c")
@example("-(--x)")
@example("#-x tag:-x")
@example("a) or x:")
@example("name:==x")
def test_a_tree_is_written_as_a_text_that_parses_to_it(line: str) -> None:
    try:
        tree = query.parse(line)
    except ParseError:
        return
    assert query.parse(str(tree)).node == tree.node


def refusal(line: str) -> ParseError | None:
    try:
        query.check(query.parse(line), DESK)
    except ParseError as error:
        return error
    return None


@given(LINES)
def test_a_line_is_understood_or_refused_with_a_place_in_it(line: str) -> None:
    error = refusal(line)
    assert error is None or (error.text == line and 0 <= error.start <= error.end <= len(line))


@given(LINES)
def test_a_node_stands_where_it_says(line: str) -> None:
    try:
        tree = query.parse(line)
    except ParseError:
        return
    for one in tree.filters():
        assert line[one.start : one.end].strip()
        for value, (start, end) in zip(one.values, one.places, strict=False) if "is:" not in line.lower() else ():
            assert value.replace("\\", "") in line[start:end].replace("\\", "")


def texts(completion: query.Completion) -> list[str]:
    return [suggestion.text for suggestion in completion.suggestions]


def test_tab_offers_fields_that_begin_so() -> None:
    found = query.complete("acme -st", 8)
    assert texts(found) == ["status:", "stage:"]
    assert "acme -st"[found.start : found.end] == "st"


def test_tab_offers_the_statuses_of_the_desk() -> None:
    found = query.complete("(status:new,att or x", 15, DESK)
    assert (found.field, texts(found)) == ("status", ["attempting"])
    assert (found.start, found.end) == (12, 15)


def test_tab_offers_quoted_values_where_they_need_quotes() -> None:
    assert texts(query.complete("outcome:no", 10)) == ['"no answer"', '"not interested"', "none"]


def test_tab_leaves_tags_to_who_knows_them() -> None:
    assert query.complete("a -#sa", 6) == query.Completion(4, 6, "tag", "sa", ())


def test_every_suggestion_can_be_put_in() -> None:
    for line in ["", "status:", "due:", "due:<", "has:", "is:", "tier:", "outcome:", "last:"]:
        found = query.complete(line, len(line), DESK)
        assert found.suggestions, line
        for one in found.suggestions:
            if not one.text.endswith(":"):
                query.check(query.parse(line[: found.start] + one.text), DESK)


@given(LINES, st.integers(0, 40))
def test_no_line_breaks_completion(line: str, cursor: int) -> None:
    found = query.complete(line, min(cursor, len(line)), DESK)
    assert 0 <= found.start <= found.end <= len(line)
