"""Who was forgotten does not come back with the next reading."""

import pytest

from evidence.calls.forgotten import Forgotten, append_forgotten, digest, parse_forgotten, without
from evidence.errors import TableError
from evidence.model import Call, Event, Participant, Utterance

PEOPLE = (Participant("Ida Lund (Harbour)", name="Ida Lund"), Participant("Ole"), Participant("Speaker 1"))
CALL = Call(
    "bakery-7", "Bakery", "bakery.vtt", "0" * 64, "vtt", "1", PEOPLE,
    (Utterance(1, 1, "Ole", "Slow?"), Utterance(2, 2, "Ida Lund (Harbour)", "Very."), Utterance(3, 3, None, "Hm.")),
    (Event("chat", "so slow", "Ida Lund (Harbour)"), Event("notice", "stopped")),
)  # fmt: skip


def test_a_person_goes_with_words_and_chat_and_the_numbers_stay():
    left = without(CALL, Forgotten(labels=frozenset({("", digest("IDA LUND"))})))
    assert [utterance.number for utterance in left.utterances] == [1, 3]
    assert [person.label for person in left.participants] == ["Ole", "Speaker 1"]
    assert [event.text for event in left.events] == ["stopped"]


def test_a_label_of_another_call_stays():
    assert without(CALL, Forgotten(labels=frozenset({("other", digest("Ole"))}))) is CALL
    assert without(CALL, Forgotten(labels=frozenset({("bakery-7", digest("Ole"))}))) is not CALL


def test_nothing_is_left_of_a_forgotten_call():
    assert without(CALL, Forgotten(frozenset({"bakery-7"}))) is None


def test_the_list_is_read_back_and_grows_at_its_end():
    rows = [("bakery-7", ""), ("", digest("Ida Lund")), ("bakery-7", digest("Ole"))]
    text = append_forgotten(b"", rows, "f.csv")
    assert append_forgotten(text, rows, "f.csv") == text
    assert parse_forgotten(text, "f.csv") == Forgotten(frozenset({"bakery-7"}), frozenset(rows[1:]))
    assert digest(" Ida@Harbour.example ") == digest("ida@harbour.example")
    assert digest("??") != digest("!!")


@pytest.mark.parametrize(
    "text", ["call,hash\n", "call_id,label_sha256\n,\n\nA b,\n", "call_id,label_sha256\nx,nohash\n"]
)
def test_a_line_that_is_not_understood_is_an_error(text):
    with pytest.raises(TableError):
        parse_forgotten(text, "f.csv")
