"""Otter, Meet, chat, SBV, YouTube and Teams' metadata: what the samples do not show."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats import zoom_chat
from evidence.calls.source import Source
from evidence.errors import EmptyTranscriptError, EvidenceError, FormatError


def read(text, name="call.txt", *, beside=None, format=None):
    files = {key: value.encode() for key, value in (beside or {}).items()}
    return formats.read(Source(name, text.encode(), files.get), format=format)


def spoken(reading):
    return [(u.speaker, u.text, u.start_ms) for u in reading.calls[0].utterances]


def events(reading):
    return [(event.kind, event.text) for event in reading.calls[0].events]


@pytest.mark.parametrize(
    "line",
    [
        "Dana Reyes 0:19",
        "Dana Reyes  at 0:19",
        "https://mill.example/a  0:19",
        "So what?  0:19",
        "# Part  0:19",
        "0:19 ",
    ],
)
def test_a_line_with_a_time_alone_makes_no_call(line):
    with pytest.raises(FormatError):
        read(f"{line}\nWords below it.\n")


def test_a_time_that_is_said_is_no_header_and_a_sentence_about_a_transcription_no_notice():
    text = "Dana Reyes  0:01\nWhen?\n10:30\nWe started transcription\n\nNoor Haddad  0:09\nAh.\n"
    assert spoken(read(text)) == [
        ("Dana Reyes", "When? 10:30 We started transcription", 1000),
        ("Noor Haddad", "Ah.", 9000),
    ]


def test_a_list_of_tracks_is_no_transcript():
    with pytest.raises(FormatError):
        read("Opening  0:45\nSecond part  3:12\nThird part  4:00\nLast  6:01\n")


MEET = "Mill - Transcript\n{}\n00:00:00\n\nDana Reyes: Well.\nNoor Haddad: No.\nDana Reyes: Yes.\n"


def test_an_address_is_kept_as_a_hash_and_two_addresses_under_one_name_as_none():
    invited = "Invited dana@mill.example Dana Reyes <noor@mill.example> Noor Haddad, n2@mill.example Noor Haddad"
    people = {p.label: p for p in read(MEET.format(invited)).calls[0].participants}
    assert list(people) == ["Dana Reyes", "Noor Haddad"]
    assert people["Dana Reyes"].email_domain == "mill.example"
    assert people["Noor Haddad"].email_sha256 is None


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Mill (2026-01-15 10:04 GMT-3) - Transcript", ("Mill", "2026-01-15T10:04:00-03:00")),
        ("Mill - 2026/01/15 10:04 GMT+05:30 - Transcript", ("Mill", "2026-01-15T10:04:00+05:30")),
        ("Mill - 2026/01/15 10:04 UTC - Transcript", ("Mill", "2026-01-15T10:04:00+00:00")),
        ("Mill - 2026/01/15 10:04 CET - Transcript", ("Mill", "2026-01-15")),
        ("Mill - 2026/21/15 - Transcript", ("Mill", None)),
        ("Transcript", ("call", None)),
    ],
)
def test_a_title_tells_the_date_and_its_clock_only_with_an_offset(title, expected):
    call = read(MEET.replace("Mill - Transcript", title).format("")).calls[0]
    assert (call.title, call.started_at) == expected


def test_speech_before_the_end_of_a_meeting_is_speech_and_after_it_none():
    reading = read(MEET.format("") + "Transcription ended after 00:01:02\n\nDana Reyes: is an advertisement.\n")
    assert [text for _, text, _ in spoken(reading)] == ["Well.", "No.", "Yes."]
    assert reading.calls[0].duration_ms == 62_000


VTT = "WEBVTT\n\n" + "\n\n".join(
    f"00:0{n}.000 --> 00:0{n}.900\n{name}: Well." for n, name in enumerate(("Dana Reyes", "Noor Haddad") * 2)
)
CHAT = "00:00:03\tDana Reyes:\tIn the folder.\n"


@pytest.mark.parametrize("name", ["chat.txt", "meeting_saved_chat.txt", "mill.txt", "mill_chat.txt", "millnewChat.txt"])
def test_a_transcript_carries_the_chat_that_lies_beside_it(name):
    reading = read(VTT, "mill.transcript.vtt", beside={name: CHAT})
    assert events(reading) == [("chat", "In the folder.")]
    assert reading.calls[0].events[0].start_ms == 3000


def test_a_chat_of_other_people_is_left_out_and_noted():
    reading = read(VTT, "mill.vtt", beside={"chat.txt": CHAT.replace("Dana Reyes", "Sam Okoro")})
    assert (events(reading), len(reading.notes)) == ([], 1)
    assert not read(VTT, "mill.vtt", beside={"mill.txt": "Dana Reyes: Well."}).notes


def test_a_saved_chat_has_a_clock_on_a_wall_and_so_no_times():
    text = (
        "15:04:05 From Dana Reyes to Everyone:\n\tIn the\n\tfolder.\n"
        "15:04:06\t From  Noor Haddad : seen: thanks\n15:04:07 From Sam to Dana Reyes (Direct Message): psst"
    )
    said = [(m.speaker, m.text.split(), m.start_ms, m.line) for m in zoom_chat.parse_chat(text)]
    assert said == [
        ("Dana Reyes", ["In", "the", "folder."], None, 1),
        ("Noor Haddad", ["seen:", "thanks"], None, 4),
        ("Sam", ["psst"], None, 5),
    ]


def test_a_chat_alone_is_no_call():
    with pytest.raises(EmptyTranscriptError, match="a chat of 1 message,"):
        read(CHAT, "gathering.txt")


def test_sbv_notes_the_words_before_its_first_cue_and_reads_names():
    cues = [f"0:00:0{n}.000,0:00:0{n}.900\n{name}: Well.\n" for n, name in enumerate(("Dana", "Noor") * 2)]
    reading = read("stray words\n\n" + "\n".join(cues), format="sbv")
    assert [speaker for speaker, *_ in spoken(reading)] == ["Dana", "Noor"] * 2
    assert [(note.line, note.fault) for note in reading.notes] == [(1, True)]


def test_timedtext_of_the_newer_form_is_read_with_its_milliseconds():
    body = '<p t="500" d="1500"><s>we</s><s t="120"> bake</s></p><p t="2000" d="10" a="1">\n</p><p>at night</p>'
    reading = read(f'<timedtext format="3"><head></head><body>{body}</body></timedtext>', "a.srv3")
    assert spoken(reading) == [(None, "we bake at night", 500)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('<transcript><text start="1">a</transcript>', "the XML is broken"),
        ('<?xml version="1.0"?><!DOCTYPE x><transcript><text start="1">a</text></transcript>', "document type"),
    ],
)
def test_xml_that_is_broken_or_declares_a_document_type_is_refused(text, said):
    with pytest.raises(FormatError, match=said):
        read(text, format="youtube_xml")


ROW = "00:0{}.000 --> 00:0{}.900 align:start position:0%\n{}\n"


def rolling(*rows):
    return read("WEBVTT\n\n" + "\n".join(ROW.format(n, n, row) for n, row in enumerate(rows)), format="youtube_vtt")


def test_a_line_that_is_said_again_after_a_while_is_kept():
    assert spoken(rolling("yes", "and so", "yes"))[0][1] == "yes and so yes"
    assert spoken(rolling("yes", "yes\nyes<00:00:01.500><c> yes</c>"))[0][1] == "yes yes yes"


def test_a_word_that_is_coloured_in_pieces_stays_one_word():
    assert spoken(rolling("un<00:00:00.200><c>load</c><00:00:00.400><c> it</c>"))[0][1] == "unload it"


def test_a_record_that_is_broken_keeps_its_words_and_is_a_fault():
    text = 'WEBVTT\n\n00:01.000 --> 00:02.000\n{"spokenText":"Well."}\n\n00:03.000 --> 00:04.000\n{"spokenText":\n'
    reading = read(text, "call.vtt")
    assert (reading.format, reading.calls[0].started_at) == ("teams_metadata_vtt", None)
    assert [note.fault for note in reading.notes] == [True]
    assert len(spoken(reading)) == 1


PARTS = st.sampled_from(
    [
        "\n", "\n\n", "Dana Reyes  0:01  ", "0:02", "**", ": ", "Dana Reyes: ", "Transcript", "📖 ", "📝 Notes",
        "00:00:05", "Attendees", "Invited ", "a@b.example ", "Meeting ended after 00:00:01", "15:04:05 From ",
        "00:00:01\t", ":\t", ">>", "0:00:01.000,0:00:02.000", "0:00:0x.000,1:2", "<text start=", '"1"', "<p t='1'>",
        "</p>", "&", "&#x110000;", "<00:00:01.000>", "<c>", "-->", '{"spokenText": "a"}', "align:start position:0%",
        "\0", "\ud800", " " * 40,
    ]
)  # fmt: skip
OURS = ("meet_text", "otter", "sbv", "teams_metadata_vtt", "youtube_vtt", "youtube_xml", "zoom_chat", "vtt")


@given(st.sampled_from(OURS), st.lists(PARTS | st.text(max_size=6), max_size=30).map("".join))
def test_random_parts_raise_nothing_but_our_own_errors(name, text):
    data = text.encode("utf-8", "surrogatepass")
    for known in formats.names():
        formats._module(known).claim(Source("a.txt", data))
    try:
        reading = formats.read(Source("a.txt", data, lambda _: data), format=name)
    except EvidenceError:
        return
    assert all(u.text for call in reading.calls for u in call.utterances)


TIMELESS = "Dana Reyes  0:05\nWe pack at night.\n\n{}\nYes, since May.\n\nDana Reyes  0:27\nRight.\n\nSecond part.\n"


@pytest.mark.parametrize(
    ("line", "speaker"),
    [("Noor Haddad", "Noor Haddad"), ("Speaker 2", "Speaker 2"), ("**Noor Haddad**", "Noor Haddad")],
)
def test_a_name_that_never_has_a_time_speaks_for_itself(line, speaker):
    assert spoken(read(TIMELESS.format(line))) == [
        ("Dana Reyes", "We pack at night.", 5000),
        (speaker, "Yes, since May.", None),
        ("Dana Reyes", "Right. Second part.", 27000),
    ]


def test_a_word_alone_that_may_be_a_name_is_nobodys_and_none_of_the_person_before():
    reading = read(TIMELESS.format("Noor"))
    assert spoken(reading)[1] == (None, "Noor Yes, since May.", None)
    assert any("stays unknown" in note.text for note in reading.notes)
    again = read(TIMELESS.format("Noor") + "\nNoor\nBye.\n")
    assert [u[0] for u in spoken(again)] == ["Dana Reyes", "Noor", "Dana Reyes", "Noor"]


@pytest.mark.parametrize("line", ["Okay", "we pack", "That is all.", "And on Sundays"])
def test_words_alone_that_are_no_name_stay_with_their_speaker(line):
    assert spoken(read(TIMELESS.format(line)))[0] == ("Dana Reyes", f"We pack at night. {line} Yes, since May.", 5000)
