from dataclasses import replace

import pytest

from evidence.calls.corrections import keep
from evidence.calls.normalized import parse, render
from evidence.errors import NormalizedError
from evidence.model import Call, Event, Participant, Utterance

READING = Call(
    "northquay-1",
    "Discovery",
    "zoom/northquay.vtt",
    "0" * 64,
    "vtt",
    "1",
    participants=(Participant("Dana"), Participant("Rep", side="internal", side_source="label")),
    utterances=(Utterance(1, 1, "Dana", "We deploy by hand."), Utterance(2, 2, "Rep", "How often?")),
)
LATER = replace(READING, title="Discovery call", source_sha256="1" * 64)


def kept_of(standing, reading):
    """Return the Markdown that is kept, and the notes."""
    kept = keep(standing.encode(), reading)
    return b"".join(kept.markdown).decode(), kept.notes


def test_an_untouched_call_takes_the_new_reading_whole():
    assert kept_of(render(READING), LATER) == (render(LATER), ())


def test_an_edited_word_keeps_the_whole_call():
    standing = render(READING).replace("by hand", "by hand, mostly")
    markdown, notes = kept_of(standing, LATER)
    assert markdown == standing
    assert "1 text differs" in notes[0]


def test_an_edited_speaker_keeps_the_whole_call():
    standing = render(READING).replace("**Rep**", "**Dana**")
    assert kept_of(standing, LATER)[0] == standing


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("see the link", "see that link"),
        ("00:00:05.000", "00:00:06.000"),
        ("`~00:01:00.000`", "`00:01:00.000`"),
        ("turn 2 -->", "turn 3 -->"),
        ("- chat", "- notes"),
        ("- chat `00:00:10.000`: see the link\n", ""),
    ],
)
def test_an_edited_time_or_chat_keeps_the_whole_call(old, new):
    first, second = READING.utterances
    first = replace(first, start_ms=5_000, start_source="stated")
    second = replace(second, start_ms=60_000, start_source="derived")
    reading = replace(READING, utterances=(first, second), events=(Event("chat", "see the link", None, 10_000),))
    assert old in render(reading)
    standing = render(reading).replace(old, new)
    markdown, notes = kept_of(standing, replace(reading, title="Discovery call"))
    assert markdown == standing
    assert "edited by hand" in notes[0]


def test_a_call_of_before_that_hash_takes_the_new_reading():
    standing = "\n".join(line for line in render(READING).split("\n") if not line.startswith("rest_sha256"))
    assert kept_of(standing, LATER)[0] == render(LATER)


def test_corrected_front_matter_goes_over_into_every_later_reading():
    standing = render(READING).replace('side: "unknown"', 'side: "customer"\n  role: "Champion"', 1)
    standing = standing.replace('title: "Discovery"', 'title: "Northquay, first call"')
    once = kept_of(standing, LATER)
    twice = kept_of(once[0], replace(LATER, source_sha256="2" * 64))
    for markdown, notes in (once, twice):
        call = parse(markdown)
        assert (call.participants[0].side, call.participants[0].role) == ("customer", "Champion")
        assert call.title == "Northquay, first call"
        assert "front matter" in notes[0]
    assert parse(twice[0]).source_sha256 == "2" * 64


def test_a_side_stated_by_hand_survives_a_reading_that_says_otherwise():
    person = replace(READING.participants[1], side="customer", side_source="hand", role="Buyer")
    standing = render(replace(READING, participants=(READING.participants[0], person)))
    call = parse(kept_of(standing, LATER)[0])
    assert call.participants[1] == person


def test_a_broken_call_is_named_rather_than_overwritten():
    with pytest.raises(NormalizedError):
        keep(b"# no front matter", LATER, "x.md")
