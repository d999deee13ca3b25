from dataclasses import replace

import pytest
from hypothesis import given
from markdown_it import MarkdownIt

from evidence.calls.normalized import parse, render, rest_sha256, stated_sha256, text_sha256
from evidence.errors import NormalizedError
from evidence.escape import escape_line, unescape_line
from evidence.model import Call, Event, Participant, Utterance
from strategies import calls, examples, spoken

CALL = Call(
    call_id="northquay-2026-01-12",
    title="Discovery: *Northquay*",
    source="zoom/northquay.vtt",
    source_sha256="0" * 64,
    format="vtt",
    normalizer="1",
    started_at="2026-01-12T15:04:05Z",
    duration_ms=60_000,
    participants=(
        Participant("Dana Reyes", name="Dana Reyes", side="customer", side_source="hand", role="Champion"),
        Participant("Notetaker", bot=True),
    ),
    utterances=(
        Utterance(1, 1, "Dana Reyes", "We were babysitting <deploys>.", 5_120, 9_870, "stated", "derived", 12),
        Utterance(2, 1, "Dana Reyes", "1. Every week", 9_870, None, "stated", None),
        Utterance(3, 2, None, "# not a heading"),
        Utterance(4, 3, "Dana Reyes", "<!-- evidence:end -->", None, 20_000, None, "stated"),
    ),
    events=(Event("chat", "see the link", "Dana Reyes", 10_000, 40), Event("notice", "Recording stopped")),
)

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@examples(200)
@given(calls())
def test_parsing_gives_back_what_was_rendered(call):
    assert parse(render(call)) == call


@examples(100)
@given(calls())
def test_windows_line_ends_and_a_byte_order_mark_change_nothing(call):
    assert parse("\ufeff" + render(call).replace("\n", "\r\n")) == call


@examples(300)
@given(spoken)
def test_escaped_text_shows_exactly_its_characters(text):
    assert unescape_line(escape_line(text)) == text
    tokens = MARKDOWN.parse(escape_line(text))
    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert "".join(child.content for child in tokens[1].children) == text
    assert {child.type for child in tokens[1].children} <= {"text", "text_special"}


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("we deploy C# and a_b, 3.5% of $50K", "we deploy C# and a_b, 3.5% of $50K"),
        ("5 < 6 && x[0]", "5 < 6 && x[0]"),
        ("[inaudible] ~5 people", "\\[inaudible] ~5 people"),
        ("- a - b", "\\- a - b"),
        ("a * b `c` <i>", "a \\* b \\`c\\` \\<i>"),
        ("&amp; [a](b) ~~c~~", "\\&amp; [a]\\(b) \\~\\~c\\~\\~"),
    ],
)
def test_as_little_is_escaped_as_markdown_allows(text, escaped):
    assert escape_line(text) == escaped


def test_stamps_stand_beside_the_turn_and_not_in_the_words():
    utterance = Utterance(
        1, 1, None, "We print. Then it stops.", 0, 9000, "stated", "stated", 4, ((9, 900), (10, 8000))
    )
    text = render(replace(CALL, utterances=(utterance,)))
    header = "`00:00:00.000 - 00:00:09.000` <!-- turn 1, line 4, 9 at 00:00:00.900, 10 at 00:00:08.000 -->"
    assert f"{header}\n\nWe print. Then it stops.\n" in text
    assert parse(text).utterances == (utterance,)
    people = text.replace(", 9 at 00:00:00.900", "").replace("00:00:08.000 -->", "0:08 -->")
    assert parse(people).utterances[0].stamps == ((10, 8000),)
    assert rest_sha256(parse(people)) != rest_sha256(parse(text))
    with pytest.raises(NormalizedError, match="'8:99:99:1' is not a time"):
        parse(text.replace("10 at 00:00:08.000", "10 at 8:99:99:1"))


def test_a_call_reads_well():
    text = render(CALL)
    assert '<a id="u1"></a>\n**Dana Reyes** `00:00:05.120 - ~00:00:09.870` <!-- turn 1, line 12 -->\n\n' in text
    assert "\n_unknown speaker_ <!-- turn 2 -->\n\n\\# not a heading\n" in text
    assert "`? - 00:00:20.000`" in text
    assert "\n## Not speech\n\n- chat `00:00:10.000` **Dana Reyes**: see the link <!-- line 40 -->\n" in text
    assert "null" not in text


def test_the_hash_notices_an_edited_word_but_not_an_edited_side():
    text = render(CALL)
    assert stated_sha256(text) == text_sha256(parse(text))
    sided = text.replace('side: "customer"', 'side: "internal"')
    assert stated_sha256(sided) == text_sha256(parse(sided))
    edited = text.replace("babysitting", "watching")
    assert stated_sha256(edited) != text_sha256(parse(edited))


def test_people_may_write_any_yaml_and_wrap_lines():
    text = render(CALL)
    text = text.replace('side: "customer"', "side: Customer  # corrected").replace('role: "Champion"', "role:")
    call = parse(text.replace("We were babysitting", "We were\n  babysitting"))
    assert call == replace(CALL, participants=(replace(CALL.participants[0], role=None), CALL.participants[1]))


@pytest.mark.parametrize("moment", ["2026-01-12", "2026-01-12T15:04:05.250+05:30", "2026-01-12t15:04:05z"])
def test_a_call_began_on_a_day_or_at_a_time_with_its_offset(moment):
    assert parse(render(replace(CALL, started_at=moment))).started_at == moment


def test_what_people_wrote_by_hand_comes_through_the_same_door_as_any_text():
    text = render(CALL).replace("We were babysitting", "We\twere\x1b[31m \x07babysitting")
    text = text.replace("see the link", "see\x00 the\tlink").replace("**Dana Reyes**", "**Dana\tReyes**")
    text = text.replace('title: "Discovery', 'title: "\\ud800 Discovery').replace("Champion", "Cham\\u0007pion")
    call = parse(text)
    assert call.title == "\ufffd Discovery: *Northquay*"
    assert call.utterances[0].text == "We were[31m babysitting <deploys>."
    assert call.events[0].text == "see\ufffd the link"
    assert {call.participants[0].label, call.utterances[0].speaker, call.events[0].speaker} == {"Dana Reyes"}
    assert call.participants[0].role == "Champion"
    assert parse(render(call)) == call


def test_the_name_of_a_source_keeps_its_blanks():
    call = replace(CALL, source="a  call .vtt")
    assert parse(render(call)) == call


BROKEN = [
    ("---\ncall_id", "call_id", 1, "front matter between"),
    ('format: "vtt"\n', "", 1, "format is missing"),
    ('format: "vtt"', 'fromat: "vtt"', 6, "unknown key 'fromat'"),
    ("duration_ms: 60000", "duration_ms: long", 12, "not a whole number"),
    ('side: "customer"', 'side: "client"', 16, "not one of customer"),
    ('label: "Notetaker"', 'label: "Dana Reyes"', 19, "two participants"),
    ('call_id: "northquay', 'call_id: "../x', 2, "cannot be a call_id"),
    ('title: "Disc', 'title: ["Disc', 4, "not valid YAML"),
    ("# Discovery", "Discovery", 24, "the title"),
    ("**Dana Reyes** `00:00:05", "**Dan Reyes** `00:00:05", 26, "not among the participants"),
    ('id="u2"', 'id="u1"', 31, "must rise"),
    ("`00:00:05.120 -", "`soon -", 26, "not a time"),
    ('<a id="u3"></a>\n', "", 36, "expected an utterance"),
    ("- chat `", "- talk `", 48, "expected `- chat"),
    ("2026-01-12T15:04:05Z", "last week", 11, "started_at: 'last week' is not a date"),
    ("2026-01-12T15:04:05Z", "2026-13-45", 11, "is not a date"),
    ("2026-01-12T15:04:05Z", "2026-01-12T15:04:05", 11, "is not a date"),
    ("2026-01-12T15:04:05Z", "2026-01-12T25:04:05Z", 11, "is not a date"),
    ("see the link", "\x07", 48, "expected words"),
]


@pytest.mark.parametrize(("old", "new", "line", "said"), BROKEN)
def test_what_people_broke_is_named_with_its_line(old, new, line, said):
    text = render(CALL)
    assert old in text
    with pytest.raises(NormalizedError, match=said) as caught:
        parse(text.replace(old, new, 1), "x.md")
    assert (caught.value.path, caught.value.line) == ("x.md", line)
