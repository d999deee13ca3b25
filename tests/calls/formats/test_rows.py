"""Rows of anybody's making: tables, JSON of any shape, conversations, podcasts, vCons."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import _rows
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError, UnknownFormatError

SAMPLES = Path(__file__).parent / "samples"


def read(value, name="call.json", **options):
    data = value if isinstance(value, bytes | str) else json.dumps(value)
    return formats.read(Source(name, data if isinstance(data, bytes) else data.encode()), **options)


def said(reading):
    return [(u.speaker, u.text, u.start_ms) for call in reading.calls for u in call.utterances]


@pytest.mark.parametrize(
    "header", ["speaker,text,start", "Name;Content;Start Time", "WHO\tUtterance\tTimestamp", "speaker_name,body,time"]
)
def test_a_table_is_known_by_the_names_of_its_columns(header):
    sign = next(c for c in ",;\t" if c in header)
    rows = "\n".join(sign.join(cells) for cells in (["Ann", "Hi.", "0:01"], ["Bo", "Yes.", "0:03"]))
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        reading = read(f"{header}\n{rows}\n".encode(encoding), "t.csv")
        assert (reading.format, said(reading)) == ("table", [("Ann", "Hi.", 1000), ("Bo", "Yes.", 3000)])


@pytest.mark.parametrize("header", ["id,amount", "speaker,name", "text,comment", "file_id,speaker_id,speaker_name"])
def test_a_table_without_speech_is_none(header):
    with pytest.raises(UnknownFormatError):
        read(f"{header}\n1,2,3\n", "t.csv")
    with pytest.raises(FormatError, match=r"t\.csv:1: no column"):
        read(f"{header}\n1,2,3\n", "t.csv", format="table")


LINE = "we looked at it for a while and then stopped"


@pytest.mark.parametrize(
    ("column", "times", "starts", "why"),
    [
        ("start", ["0.0", "4.5"], [0, 4500], "seconds: they have fractions"),
        ("start", ["0", "4"], [0, 4000], "taken as seconds: 2 rows"),
        ("start", ["0", "4100"], [0, 4100], "taken as milliseconds: 2 rows"),
        ("start_ms", ["0", "4"], [0, 4], "milliseconds, as their column"),
        ("Start (s)", ["0", "4100"], [0, 4_100_000], "seconds, as their column"),
        ("timestamp", ["1770000000", "1770000004"], [None, None], "are dates"),
        ("time", ["2026-03-01T10:00:00Z", ""], [None, None], "1 time left out"),
        ("time", ["0:05", "1:00:01.5"], [5000, 3_601_500], None),
        ("time", ["7", "7"], [None, None], "can't tell whether"),
    ],
)
def test_the_unit_of_times_is_decided_once_and_said(column, times, starts, why):
    reading = read("\n".join([f"who,{column},text", *(f"P{i},{t},{LINE}" for i, t in enumerate(times))]), "t.csv")
    assert [start for *_, start in said(reading)] == starts
    assert why is None or any(why in note.text for note in reading.notes)


def test_commas_in_an_unquoted_last_column_stay_in_the_text_and_are_noted():
    reading = read("who,text\nAnn,Well, yes, no.\n", "t.csv")
    assert said(reading)[0][1] == "Well, yes, no."
    assert reading.notes[-1].line == 2


def test_a_row_with_too_many_cells_is_left_out_with_its_line():
    reading = read("text,who\nHi.,Ann\nWell, yes,Ann\n", "t.csv")
    assert [(n.line, n.fault) for n in reading.notes if n.fault] == [(3, True)]


def test_a_quotation_mark_left_open_is_an_error_with_its_line():
    with pytest.raises(FormatError, match=r"t\.csv:2: not a table"):
        read('who,text\nAnn,"' + "never closed " * 20_000, "t.csv")


def test_two_people_of_one_name_stay_two_by_their_ids():
    rows = [{"speaker": "Ann", "speaker_id": i, "text": f"Line {i}"} for i in (1, 2)]
    assert [speaker for speaker, *_ in said(read(rows))] == ["Ann", "Ann [2]"]


def test_the_list_with_named_speech_is_taken_and_said():
    value = {"notes": [{"text": "A long summary that nobody said, longer than all speech."}]}
    value["data"] = {"parts": [{"who": {"display_name": "Ann"}, "body": "Hi."}]}
    reading = read(value)
    assert said(reading) == [("Ann", "Hi.", None)]
    assert reading.notes[0].text == "taken: objects in $.data.parts[] with speaker from 'who', text from 'body'"


def test_lists_whose_holders_have_ids_are_calls_and_others_are_parts_of_one():
    parts = [{"id": f"call-{i}", "title": f"T{i}", "lines": [{"who": "Ann", "text": f"Line {i}"}]} for i in (1, 2)]
    assert [(c.call_id, c.title) for c in read(parts).calls] == [("call-1", "T1"), ("call-2", "T2")]
    lines = "\n".join(map(json.dumps, parts))
    assert [(c.call_id, c.utterances[0].line) for c in read(lines, "x.jsonl").calls] == [("call-1", 1), ("call-2", 2)]
    for part in parts:
        del part["id"]
    assert [u.text for u in read({"chapters": parts}).calls[0].utterances] == ["Line 1 Line 2"]


def test_a_broken_line_of_json_lines_is_noted_and_the_rest_goes_on():
    reading = read('{"who": "Ann", "text": "Hi."}\n{"who": "Bo", "text": "Yes."}\n{\n', "x.jsonl")
    assert [n.line for n in reading.notes if n.fault] == [3]
    assert len(said(reading)) == 2


@pytest.mark.parametrize(
    "value", [{"sections": [{"text": "Ann: Hi.", "link": "x"}]}, [1, 2], {"a": 1}, [{"who": "Ann"}]]
)
def test_json_without_speakers_or_times_is_nobodys(value):
    with pytest.raises(UnknownFormatError):
        read(value)
    with pytest.raises(FormatError):
        read(value, format="generic_json")


def test_a_json_that_another_format_is_sure_of_is_not_generic():
    source = Source(
        "a.json", json.dumps({"segments": [{"start": 0, "end": 1, "text": "x", "speaker": "SPEAKER_00"}]}).encode()
    )
    assert formats.detect(source).reasons[0].startswith("whisper")
    assert len(formats.detect(source).reasons) == 1


def test_a_conversation_of_an_older_corpus_is_read_too():
    lines = [
        {"id": i, "root": "r", "user": "u1", "text": t, "reply-to": None, "timestamp": 1_500_000_000}
        for i, t in ((1, "Hi."), (2, "So."))
    ]
    reading = read("\n".join(map(json.dumps, lines)), "utterances.jsonl")
    assert (reading.format, said(reading)) == ("convokit", [("Speaker u1", "Hi. So.", None)])


def test_names_of_speakers_that_cannot_be_read_are_noted():
    line = json.dumps({"id": 1, "conversation_id": "r", "speaker": "u1", "text": "Hi.", "reply_to": None})
    reading = formats.read(Source("utterances.jsonl", line.encode(), {"speakers.json": b"{"}.get))
    assert "speakers.json cannot be read" in reading.notes[0].text


def test_a_broken_line_of_a_conversation_is_noted():
    line = json.dumps({"id": 1, "conversation_id": "r", "speaker": {"id": "u1"}, "text": "Hi.", "reply_to": None})
    reading = read(f"{line}\n\n{{\n", "utterances.jsonl")
    assert [(n.line, n.fault) for n in reading.notes] == [(3, True)]


def test_an_episode_keeps_what_no_parser_of_html_can_read():
    page = f"<cite>Ann:</cite><time>soon</time><p>&#{'9' * 5000}; <b>Hi</b> <3 all.<p>More."
    reading = read(page, "episode.html")
    assert reading.format == "podcast"
    assert " ".join(text for _, text, _ in said(reading)).endswith("; Hi <3 all. More.")
    assert said(reading)[0][2] is None


def vcon(body, **more):
    analysis = {"type": "transcript", "dialog": 0, "body": body} | more
    dialog = [
        {"type": "recording", "start": "2026-03-06T14:00:00Z"},
        {"type": "recording", "start": "2026-03-06T14:01:00Z"},
    ]
    return {"vcon": "0.4.0", "parties": [{"name": "Dana Reyes"}, {}], "dialog": dialog, "analysis": [analysis]}


@pytest.mark.parametrize(
    ("body", "first"),
    [
        ("Dana Reyes: Hi.\n\nCaller: Yes.", ("Dana Reyes", "Hi.", None)),
        ("[0:05] Dana Reyes: Hi.\n[0:07] Caller: Yes.", ("Dana Reyes", "Hi.", 5000)),
        ([{"party": 1, "start": 2.5, "body": "Hi."}], ("Party 1", "Hi.", 2500)),
        ([{"parties": [0, 1], "text": "Hi."}], (None, "Hi.", None)),
        ('[{"speaker": "Caller", "message": "Hi."}]', ("Caller", "Hi.", None)),
        ("{'segments': [{'text': 'Hi.', 'start': 1, 'end': 2}]}", (None, "Hi.", 1000)),
        ({"transcript": "Hi."}, (None, "Hi.", None)),
        ({"utterances": [{"speaker": "A", "text": "Hi.", "start": 5}]}, ("Speaker A", "Hi.", 5)),
        ({"monologues": [{"speaker": 1, "elements": [{"value": "Hi.", "ts": 1}]}]}, ("Speaker 1", "Hi.", 1000)),
    ],
)  # fmt: skip
def test_a_transcript_of_a_vcon_is_read_by_its_shape(body, first):
    assert said(read(vcon(body)))[0] == first


def test_times_of_a_later_dialog_count_from_the_first():
    assert said(read(vcon([{"speaker": "Caller", "start": 1.5, "text": "Hi."}], dialog=1)))[0][2] == 61_500
    assert said(read(vcon({"segments": [{"start": 1, "end": 2, "text": "Hi."}]}, dialog=[1])))[0][2] == 61_000
    stated = [{"speaker": "Caller", "start": "2026-03-06T14:01:02Z", "text": "Hi."}]
    assert said(read(vcon(stated, dialog=1)))[0][2] == 62_000


def test_a_very_old_vcon_has_its_transcript_in_the_analysis_itself():
    old = {"vcon": "0.0.1", "parties": [], "analysis": [{"transcript": "A: Hi.\nB: Yes.\nA: So.\nB: Well."}]}
    assert len(said(read(old))) == 4


@pytest.mark.parametrize("body", ["{'a': open('x')}", "{'a': " * 900, "{broken", {"what": 1}, 7, None, ""])
def test_a_body_that_nobody_knows_is_refused_and_never_run(body):
    with pytest.raises(EmptyTranscriptError, match="no readable transcript"):
        read(vcon(body))


def test_text_messages_alone_are_no_speech():
    texts = vcon(None) | {"dialog": [{"type": "text", "parties": [0], "body": "hello"}], "analysis": []}
    with pytest.raises(EmptyTranscriptError, match=r"dialog: text; analyses: 0"):
        read(texts)


@given(st.lists(st.text(max_size=12), max_size=6))
def test_columns_are_told_from_any_header(header):
    found = _rows.columns(header)
    assert set(found.values()) <= set(header)


RECOGNISED = [
    path
    for path in sorted(SAMPLES.glob("*"))
    if path.suffix in (".json", ".vcon")
    and not path.name.endswith(".golden.json")
    and path.name not in formats.beside_names()
]
JUNK = st.sampled_from(
    [None, True, -1, 1.5, 1e308, 10**25, "", "x", "\ud800", "nan", "0:05", "2026-01-01T00:00:00Z", "PT1S", "{'a': ", [],
     [[]], {}, [{}], ["a"], {"text": "x"}, [{"text": "y", "speaker": "z"}], "<p>", "A: b\nC: d\nA: e"]
)  # fmt: skip


def places(value, at=()):
    """Yield the way to every value inside."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inner:
        yield (*at, key)
        yield from places(item, (*at, key))


@given(st.data())
def test_damaged_json_raises_nothing_but_our_own_errors(data):
    path = data.draw(st.sampled_from(RECOGNISED))
    value = json.loads(path.read_text())
    name = formats.detect(Source(path.name, path.read_bytes())).format
    for _ in range(data.draw(st.integers(1, 3))):
        *way, last = data.draw(st.sampled_from(list(places(value)) or [("none",)]))
        holder = value
        for key in way:
            holder = holder[key]
        if isinstance(holder, dict | list) and last != "none":
            holder[last] = copy.deepcopy(data.draw(JUNK))
    try:
        reading = read(value, path.name, format=name)
    except EvidenceError:
        return
    for call in reading.calls:
        labels = [person.label for person in call.participants]
        assert len(labels) == len(set(labels))
        assert {u.speaker for u in call.utterances} <= {None, *labels}


def table(*rows, sign=","):
    text = "\n".join(sign.join(f'"{cell}"' if {sign, "\n"} & set(cell) else cell for cell in row) for row in rows)
    return read(f"{text}\n", "t.csv")


@pytest.mark.parametrize(
    "header", [("N", "In", "Out", "Text"), ("Text", "Out", "In", "N"), ("TC In", "TC Out", "Caption")]
)
def test_in_and_out_are_times(header):
    cells = {"N": "1", "In": "13.02", "TC In": "13.02", "Out": "14.13", "TC Out": "14.13"}
    reading = table(header, [cells.get(key, "We ship.") for key in header])
    assert [(u.start_ms, u.end_ms, u.text) for u in reading.calls[0].utterances] == [(13_020, 14_130, "We ship.")]


def test_blanks_before_quoted_cells_are_no_part_of_them():
    reading = read('N, In, Out, Text\n1, "1.5", "2.5", "Well, yes."\n', "t.csv")
    assert said(reading) == [(None, "Well, yes.", 1500)]


def test_in_alone_is_no_time():
    with pytest.raises(UnknownFormatError):
        table(("In", "Text"), ("Berlin", "A town."))


def test_a_table_of_calls_states_titles_days_accounts_and_sides():
    head = ("Call Title", "Call Date", "Account Name", "Account ID", "Speaker", "Affiliation", "Text")
    reading = table(
        head,
        ("First", "2026-01-12", "Acme", "001", "Dana", "External", "Hi."),
        ("First", "2026-01-12", "Acme", "001", "Tom", "Internal", "So."),
        ("Second", "2026-01-13", "Bolt", "002", "Ann", "Bolt Ltd", "Yes."),
        ("Second", "2026-01-13", "Bolt", "002", "Rep", "Prospect", "No."),
    )
    first, second = reading.calls
    assert (first.title, first.date, second.title, second.date) == ("First", "2026-01-12", "Second", "2026-01-13")
    assert [(p.side, p.org) for call in reading.calls for p in call.participants] == [
        ("customer", None), ("internal", None), ("unknown", "Bolt Ltd"), ("customer", None),
    ]  # fmt: skip
    assert [(e.kind, e.text) for e in first.events] == [("notice", "Account: Acme")]
    assert (first.account_id, second.account_id) == ("001", "002")
    assert (first.account_hint, second.account_hint) == ("Acme", "Bolt")
    assert [n.text for n in reading.notes if "sides" in n.text] == [
        "no sides, so taken for companies, and the sides stay unknown: 'Bolt Ltd'"
    ]


CALLS = ("Call ID", "Call Title", "Call Date", "Account Name", "Speaker", "Text")


@pytest.mark.parametrize(
    ("written", "days"),
    [
        (["Jan 12, 2026", "13 January 2026"], ["2026-01-12", "2026-01-13"]),
        (["3/4/2026", "4/18/2026"], ["2026-03-04", "2026-04-18"]),
        (["3/4/2026", "18/4/2026"], ["2026-04-03", "2026-04-18"]),
        (["3/4/2026", "5/6/2026"], [None, None]),
        (["3/4/2026", "18/4/2026", "4/18/2026"], [None, "2026-04-18", "2026-04-18"]),
        (["2026-01-12 10:00", "2026-01-13T10:00:00Z"], ["2026-01-12", "2026-01-13"]),
    ],
)
def test_the_dates_of_a_column_are_read_by_what_the_column_shows(written, days):
    reading = table(CALLS, *((f"c{n}", "T", day, "Acme", "Dana", "Hi.") for n, day in enumerate(written)))
    assert [call.date for call in reading.calls] == days
    doubts = [note for note in reading.notes if "may be" in note.text]
    assert len(doubts) == days.count(None)
    assert not any(note.fault for note in reading.notes)


def test_rows_of_one_call_that_differ_are_told():
    reading = table(
        CALLS,
        ("c1", "First", "2026-01-12", "Acme", "Dana", "Hi."),
        ("c1", "Second", "2026-01-13", "Bolt", "Tom", "So."),
    )
    (call,) = reading.calls
    assert (call.title, call.date, call.account_hint) == ("First", None, None)
    assert [note.text for note in reading.notes][-3:] == [
        "the rows have several dates, '2026-01-12' and '2026-01-13'; none was used",
        "the rows have several titles, 'First' and 'Second'; the first was used",
        "the rows have several accounts, 'Acme' and 'Bolt'; none is suggested",
    ]


def test_one_title_makes_one_call_named_after_its_file():
    reading = table(("Call Title", "Speaker", "Text"), ("First", "Dana", "Hi."), ("First", "Tom", "So."))
    assert [(call.call_id, call.title) for call in reading.calls] == [("t", "First")]


PIECES = (
    "Ida  1:02\ntoo dear\n\nunknown speaker  0:46\nwhy?",
    "Sol  2:00\ncheap",
    "Max: never.\nAna de la Cruz: why?\nMax: no time.",
)


@pytest.mark.parametrize("column", ["interviewee", "Participant", "file", "call", "colour", None])
def test_cells_with_pieces_of_calls_are_one_call_a_row_and_never_mix_people(column):
    head = ["answers", *([column] if column else ["note"])]
    reading = table(head, *((piece, f"v{n}") for n, piece in enumerate(PIECES)))
    people = [{u.speaker for u in call.utterances} for call in reading.calls]
    assert people == [{"Ida", "unknown speaker"}, {"Sol"}, {"Max", "Ana de la Cruz"}]
    assert [u.start_ms for u in reading.calls[0].utterances] == [46_000, 62_000]
    assert [u.text for u in reading.calls[2].utterances] == ["never.", "why?", "no time."]
    assert len({call.call_id for call in reading.calls}) == 3


def test_rows_of_one_file_are_one_call_and_cells_that_name_nobody_are_notes():
    reading = table(
        ("prices", "summary", "file"),
        ("Ida  1:02\ntoo dear", "They find it dear.\nAll of them.", "1.txt"),
        ("Ida  2:02\nstill", "", "1.txt"),
    )
    call = reading.calls[0]
    assert [u.text for u in call.utterances] == ["too dear", "still"]
    assert [(e.kind, e.text) for e in call.events] == [("notes", "summary: They find it dear. All of them.")]


def test_a_cell_may_begin_in_the_middle_of_a_turn_and_a_name_that_comes_once_is_nobodys():
    lines = "and so on\nIda  1:02\ntoo dear\nThe Plan: we wait\nhere's the thing: no"
    call = table(("piece", "file"), (lines, "1.txt")).calls[0]
    assert [(u.speaker, u.text) for u in call.utterances] == [
        (None, "and so on"), ("Ida", "too dear"), (None, "The Plan: we wait here's the thing: no"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "row", [("Nothing helped:\nso we stopped.", "Ida"), ("We looked.\nSee: https://a.example", "Ida")]
)
def test_a_survey_is_no_table_of_calls(row):
    with pytest.raises(UnknownFormatError):
        table(("answer", "interviewee"), row, row)


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_cells_with_pieces_stand_between_any_signs(sign):
    call = table(("topic", "place"), (PIECES[0], "there"), sign=sign).calls[0]
    assert [u.speaker for u in call.utterances] == ["unknown speaker", "Ida"]


def unused_of(reading):
    return [note.text for note in reading.notes if "not used" in note.text]


def test_columns_of_a_table_that_hold_something_and_are_not_taken_are_named_in_one_line():
    rows = "speaker,mood,text,empty,score\nAnn,calm,How was it?,,1\nBo,sad,Bad for us.,,\nAnn,,When?,,\n"
    assert unused_of(read(rows, "t.csv")) == ["columns not used: 'mood', 'score'"]
    assert unused_of(read("speaker,text\nAnn,How was it?\nBo,Bad for us.\n", "t.csv")) == []
    many = ",".join(f"c{n}" for n in range(9))
    wide = f"speaker,text,{many}\nAnn,How was it?,{many}\nBo,Bad for us.,{many}\n"
    named = ", ".join(f"'c{n}'" for n in range(6))
    assert unused_of(read(wide, "t.csv")) == [f"columns not used: {named} and 3 more"]


def test_keys_of_json_that_hold_something_and_are_not_taken_are_named_in_one_line():
    rows = [{"who": "Ann", "text": "How was it?", "mood": "calm", "none": None, "score": 0}]
    assert unused_of(read({"turns": [*rows, {"who": "Bo", "text": "Bad.", "tags": []}]})) == [
        "keys not used: 'mood', 'score'"
    ]


def test_a_date_as_people_write_it_is_read_from_a_record_and_one_with_two_readings_is_a_fault():
    def day(written, order=None):
        record = {"transcript_id": "7", "transcript_text": "Ann: Hi.", "call_date": written}
        reading = formats.read(Source("a.jsonl", json.dumps(record).encode(), date_order=order))
        return reading.calls[0].started_at, [(note.text, note.fault) for note in reading.notes]

    assert day("18 Jun 2026") == ("2026-06-18", [])
    assert day("03/04/2026") == (None, [("the date '03/04/2026' may be 2026-03-04 or 2026-04-03", True)])
    assert day("03/04/2026", "DMY") == ("2026-04-03", [])
    assert day("soon") == (None, [("the date 'soon' could not be read", True)])
