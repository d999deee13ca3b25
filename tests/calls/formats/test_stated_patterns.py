"""A person says how turns begin: `formats:` of `evidence.yaml`."""

import re
from pathlib import Path

import pytest

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import SettingsError, UnknownFormatError
from evidence.settings import TurnPattern, parse_settings

PAGE = (Path(__file__).resolve().parents[3] / "docs/formats.md").read_text(encoding="utf-8")
DESK = TurnPattern("desk", r"(?P<time>\d+:\d\d) \| (?P<name>[^|/]+?)(?: / (?P<org>[^|/]+?) / (?P<side>\w+))? \|")
COLON = TurnPattern("colon", r"(?P<name>[^:]+): ")


def read(text, *patterns, name="call.txt", format=None):
    return formats.read(Source(name, text.encode(), patterns=patterns), format=format)


def spoken(reading):
    return [(u.speaker, u.start_ms, u.text) for u in reading.calls[0].utterances]


def aside(reading):
    return [event.text for event in reading.calls[0].events]


CALL = """Date: 2026-03-01
Log of the desk

0:05 | Dana Reyes / Northquay / client | We still deploy by hand.
and it takes a day: or two
0:19 | Ida Blom / Desk / internal | How long?
0:25 | Dana Reyes |
A whole day.
"""


def test_heads_are_where_the_pattern_says_and_nowhere_else():
    reading = read(CALL, DESK)
    assert spoken(reading) == [
        ("Dana Reyes", 5_000, "We still deploy by hand. and it takes a day: or two"),
        ("Ida Blom", 19_000, "How long?"),
        ("Dana Reyes", 25_000, "A whole day."),
    ]
    assert aside(reading) == ["Date: 2026-03-01", "Log of the desk"]
    assert (reading.format, reading.calls[0].date, reading.notes) == ("desk", "2026-03-01", ())
    assert reading.reasons == ("desk: 3 lines begin as formats: in evidence.yaml says",)


def test_company_and_side_are_those_of_the_person():
    people = read(CALL, DESK).calls[0].participants
    assert [(p.label, p.org, p.side, p.side_source) for p in people] == [
        ("Dana Reyes", "Northquay", "customer", "provider"),
        ("Ida Blom", "Desk", "internal", "provider"),
    ]


def test_one_name_of_two_companies_is_two_people():
    text = "0:01 | Ann / Acme / client | One.\n0:02 | Ann / Desk / internal | Two.\n0:03 | Ann | Three.\n"
    call = read(text, DESK).calls[0]
    assert [(p.org, p.side) for p in call.participants] == [
        ("Acme", "customer"),
        ("Desk", "internal"),
        (None, "unknown"),
    ]
    assert len({u.speaker for u in call.utterances}) == 3


def test_a_side_that_says_nothing_and_two_sides_are_told():
    text = "0:01 | Ann / Acme / blue | One.\n0:02 | Bo / Desk / internal | Two.\n0:03 | Bo / Desk / client | Three.\n"
    reading = read(text, DESK)
    assert [note.text for note in reading.notes] == [
        "side 'blue' says neither internal nor customer",
        "'Bo' has two sides, so neither is taken",
    ]
    assert {p.side for p in reading.calls[0].participants} == {"unknown"}


def test_a_person_s_word_goes_before_a_format_that_claims_the_file():
    text = "Ann: Bo: Hello.\nBo: Ann: Hi.\nAnn: Bo: Bye.\n"
    swapped = TurnPattern("to_from", r"\w+: (?P<name>\w+): ")
    assert read(text).format == "speaker_text"
    assert spoken(read(text, swapped)) == [("Bo", None, "Hello."), ("Ann", None, "Hi."), ("Bo", None, "Bye.")]


@pytest.mark.parametrize(
    ("text", "name", "pattern", "expected"),
    [
        (
            '[\n {"speaker": "Ann", "text": "Hi."},\n {"speaker": "Bo", "text": "So?"}\n]',
            "a.json",
            COLON,
            "generic_json",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nAnn: Hi.\n\n00:03.000 --> 00:04.000\nBo: So?\n", "a.vtt", COLON, "vtt"),
        ("Ann: Hi.\nBo: So?\nAnn: Yes.\n", "a.txt", DESK, "speaker_text"),
        ("Ann: Hi.\nBo: So?\nAnn: Yes.\n", "other/a.txt", COLON._replace(files="desk/*"), "speaker_text"),
        ("Ann: Hi.\nBo: So?\nAnn: Yes.\n", "desk/2026/a.txt", COLON._replace(files="desk/*"), "colon"),
        ("Ann: Hi.\n", "desk/a.tape", COLON._replace(files="*.tape"), "colon"),
    ],
)
def test_which_files_a_pattern_reads(text, name, pattern, expected):
    assert read(text, pattern, name=name).format == expected


def test_the_first_pattern_that_fits_reads_the_file():
    assert read(CALL, COLON._replace(pattern="X(?P<name>Y)"), DESK, COLON).format == "desk"


def test_a_stated_format_can_be_named_like_any_other():
    reading = read("1 | Ann | x\n0:05 | Ann | Hi.\n", DESK, name="call.bin", format="desk")
    assert (reading.reasons, spoken(reading)) == (("desk: as told",), [("Ann", 5_000, "Hi.")])
    with pytest.raises(UnknownFormatError, match=r"call.txt: no turn begins as formats: desk says\. Check the pattern"):
        read("Ann: Hi.\nBo: So?\n", DESK, format="desk")
    with pytest.raises(UnknownFormatError, match="Did you mean 'desk'"):
        read(CALL, DESK, format="dsk")


@pytest.mark.parametrize("format", [None, "vtt"])
def test_the_name_of_another_format_is_taken(format):
    with pytest.raises(SettingsError, match="formats: 'vtt' is a format already"):
        read(CALL, DESK._replace(name="vtt"), format=format)


def test_a_pattern_without_names_gives_words_of_somebody_unknown():
    reading = read("00:01 - We began.\n00:05 - We went on.\nslowly\n", TurnPattern("t", r"(?P<time>\d\d:\d\d) - "))
    assert spoken(reading) == [(None, 1_000, "We began."), (None, 5_000, "We went on. slowly")]


def test_a_head_whose_name_is_empty_begins_a_turn_of_somebody_unknown():
    reading = read(
        "0:01 | Ann | Hi.\n0:02 |  | Who am I?\n0:03 | Ann | So?\n",
        DESK._replace(pattern=r"(?P<time>\d:\d\d) \|(?P<name>[^|]*)\|"),
    )
    assert spoken(reading) == [("Ann", 1_000, "Hi."), (None, 2_000, "Who am I?"), ("Ann", 3_000, "So?")]


def test_what_is_no_speech_in_other_text_is_none_here():
    notes, said = "# Action Items\nAnn: send it\nBo: call them\n", "# Transcript\nAnn: Hi.\nBo: So?\nAnn: Yes.\n"
    reading = read(f"{notes}\n{said}\n# Summary\nAnn: said yes\n", COLON, name="call.md")
    assert spoken(reading) == [("Ann", None, "Hi."), ("Bo", None, "So?"), ("Ann", None, "Yes.")]
    assert {"Ann: send it", "Bo: call them", "Ann: said yes"} <= set(aside(reading))
    with pytest.raises(UnknownFormatError, match="What stands under headings over notes is no turn"):
        read(notes, COLON, name="notes.md")


def test_labels_above_the_first_turn_are_no_speakers():
    reading = read("Title: Weekly\nDate: 2026-01-02\nAnn: One.\nBo: Two.\nNote: Three.\n", COLON)
    assert (reading.calls[0].title, reading.calls[0].date) == ("Weekly", "2026-01-02")
    assert [speaker for speaker, _, _ in spoken(reading)] == ["Ann", "Bo", "Note"]


def test_turns_in_a_fence_and_names_that_look_like_none_are_read():
    reading = read(
        "```\n17> Hello.\n18> Yes,\nsure.\n17> Bye.\n```\n", TurnPattern("t", r"(?P<name>\d+)> (?P<words>.*)")
    )
    assert spoken(reading) == [("17", None, "Hello."), ("18", None, "Yes, sure."), ("17", None, "Bye.")]


@pytest.mark.parametrize(
    ("time", "expected"),
    [("12.5s", 12_500), ("14,25", 14_250), ("80", 80_000), ("[00:01:02]", 62_000), ("1h2m3s", 3_723_000), ("T1", None)],
)
def test_times_are_those_of_all_text_and_seconds_alone(time, expected):
    reading = read(f"{time} #Ann# Hello.\n{time} #Bo# Bye.\n", TurnPattern("t", r"(?P<time>\S+) #(?P<name>\w+)#"))
    assert reading.calls[0].utterances[0].start_ms == expected
    told = ["2 times could not be read, the first is 'T1'"] if expected is None else []
    assert [note.text for note in reading.notes] == told


def test_an_end_is_stated_by_its_group_or_by_a_range():
    pattern = r"(?P<time>\S+(?: - \S+)?) (?:to (?P<end>\S+) )?#(?P<name>\w+)#"
    (one, two) = read("0:01 to 0:03 #Ann# Hi.\n0:05 - 0:09 #Bo# So?\n", TurnPattern("t", pattern)).calls[0].utterances
    assert (one.end_ms, one.end_source, two.start_ms, two.end_ms) == (3_000, "stated", 5_000, 9_000)


@pytest.mark.parametrize("words", [r"(?P<words>.*?)", r"(?P<words>.*)", "", r"(?P<words>\w+)"])
def test_no_word_behind_a_head_is_lost(words):
    long = "word " * 900 + "end."
    reading = read(f"#Ann# {long}\n#Bo# So it is.\n", TurnPattern("t", rf"#(?P<name>\w+)# {words}"))
    said = " ".join(u.text for u in reading.calls[0].utterances)
    assert said.split() == [*long.split(), "So", "it", "is."]


def test_a_large_file_reads_as_a_small_one(monkeypatch):
    whole = spoken(read(CALL, DESK))
    monkeypatch.setattr("evidence.calls.formats._stated_patterns.LARGE", 1)
    assert spoken(read(CALL, DESK)) == whole


def test_the_example_of_the_page_reads_as_it_says():
    section = PAGE[PAGE.index("## A pattern of your own") :].split("\n## ")[0]
    yaml, text = re.findall(r"```(?:yaml)?\n(.*?)```", section, re.DOTALL)[:2]
    settings = parse_settings(yaml)
    reading = read(text, *settings.formats, name="desk/monday.txt")
    (person, *_) = reading.calls[0].participants
    assert spoken(reading) == [
        ("Dana Reyes", 5_000, "We still deploy by hand. Every release takes a day."),
        ("Ida Blom", 19_000, "How many people?"),
    ]
    assert (person.org, person.side, aside(reading)) == ("Northquay", "customer", ["Recorded at the desk"])
