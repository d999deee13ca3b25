from copy import deepcopy
from dataclasses import replace

import pytest

from evidence.calls.normalized import parse, render
from evidence.calls.packed import Packed, pack
from evidence.model import Call, Participant, Utterance

SOME = tuple(
    Utterance(n, n, ("Dana", None, "Noor")[n % 3], f"Well, {n}.", n * 10, None, "stated", None, n or None)
    for n in range(1, 2_500)
)


def test_few_utterances_stay_a_tuple():
    assert pack(iter(SOME)) == SOME
    assert type(pack(SOME)) is tuple


@pytest.fixture(scope="module")
def packed():
    return Packed(SOME)


def test_packed_utterances_are_what_their_tuple_is(packed):
    assert packed == SOME
    assert packed != SOME[:-1]
    assert packed != [*SOME]
    assert Packed(SOME) == packed
    assert hash(packed) == hash(SOME)
    assert len(packed) == len(SOME)
    assert deepcopy(packed) == packed  # which is how it goes to another process


@pytest.mark.parametrize("place", [0, 1023, 1024, -1, slice(5), slice(1020, 1030), slice(None, None, -1000)])
def test_packed_utterances_are_taken_by_their_place(packed, place):
    assert packed[place] == SOME[place]


def test_beyond_the_last_there_is_none(packed):
    with pytest.raises(IndexError):
        packed[len(SOME)]


def test_a_call_of_very_many_is_rendered_and_read_back(monkeypatch):
    monkeypatch.setattr("evidence.calls.packed.FEW", 1_000)
    people = (Participant("Dana"), Participant("Noor"))
    call = Call("c", "C", "c.txt", "0" * 64, "otter", "1", people, SOME[:1_500])
    many = replace(call, utterances=pack(call.utterances))
    assert isinstance(many.utterances, Packed)
    assert many == call
    assert render(many) == render(call)
    assert isinstance((back := parse(render(many))).utterances, Packed)
    assert back == many
