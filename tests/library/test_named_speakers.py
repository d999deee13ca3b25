"""Whom a question names: one speaker, or nobody."""

import pytest

from evidence.library import named_speakers as module
from evidence.library.answering import evidence_for
from evidence.library.asking import Filters
from evidence.library.library import opened
from evidence.library.named_speakers import named_speakers
from small_world import lay, vtt

CALLS = {
    "evidence.yaml": "own_names: [Ines Vale]\n",
    "source/transcripts/raw/one-2026-01-12.vtt": vtt(
        (1, "Ines Vale", "What do we do about the ledger?"),
        (5, "Odile Brook", "The ledger is late, and the ledger was late last year as well."),
        (9, "Grant Moss", "The ledger is late because the ledger waits for the bank."),
    ),
    "source/transcripts/raw/two-2026-01-13.vtt": vtt(
        (1, "Odile Brook", "The ledger again, and again it is the ledger that is late."),
        (5, "Odile Renner", "It is late because nobody keeps it."),
    ),
    "source/people.csv": (
        "label,side,role\nOdile Brook,customer,CFO\nOdile Renner,customer,controller\nGrant Moss,customer,controller\n"
    ),
}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    with opened(lay(tmp_path_factory.mktemp("named") / "w", CALLS)) as library:
        yield library


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Why does Grant Moss think the ledger is late?", ["Grant Moss"]),
        ("Why is the ledger late for Moss's team?", ["Grant Moss"]),
        ("What does the CFO say about the ledger?", ["Odile Brook"]),
        ("What does the cfo say about the ledger?", []),  # no capital
        ("What does Odile say about the ledger?", []),  # two of them
        ("What does the Controller say about the ledger?", []),  # two of them
        ("What do Odile Renner and Ines Vale say?", ["Odile Renner", "Ines Vale"]),
        ("What does Odile Quist say?", []),
        ("Is the Ledger late?", []),
        ("What Is Said Of The Ledger By Nobody In Particular On A Friday?", []),
        ("?!", []),
    ],
)
def test_a_capitalised_name_or_role_that_fits_one_speaker_names_that_one(library, question, names):
    assert [one.name for one in named_speakers(library, question)] == names


def test_a_label_that_stands_for_different_people_names_none_of_them_but_in_one_call(tmp_path):
    said = vtt((1, "Rep", "And the ledger?"), (4, "Prospect", "It is late, the ledger."))
    files = {"evidence.yaml": "# nothing\n"} | {
        f"source/transcripts/raw/{name}-2026-01-1{n}.vtt": said.replace("late", f"late by {n} {name}")
        for n, name in enumerate(("ash", "birch"))
    }
    with opened(lay(tmp_path, files)) as library:
        assert named_speakers(library, "Why is the Prospect late?") == ()
        (one,) = named_speakers(library, "Why is the Prospect late?", Filters(call="birch").nodes())
        assert one.name == "Prospect"


def test_what_is_searched_decides_whether_there_is_one(library):
    fields = Filters(call="one").nodes()
    assert [one.name for one in named_speakers(library, "What does Odile say?", fields)] == ["Odile Brook"]
    found = evidence_for(library, "Why is the ledger late, Odile?", Filters(call="one"))
    assert [one.said for one in found.named] == ["Odile"]


def test_a_name_prefers_and_leaves_nobody_out(library):
    plain = evidence_for(library, "Why is the ledger late?")
    named = evidence_for(library, "Why does Grant Moss say that the ledger is late?")
    assert named.rows[0].hit.utterance.speaker == "Grant Moss"
    assert {row.hit.utterance.speaker for row in named.rows} == {row.hit.utterance.speaker for row in plain.rows}


def test_somebody_else_of_that_name_is_found_behind_many_calls(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CALLS", 2)
    names = ["Odile Brook"] * 7 + ["Odile Renner"]
    files = {"evidence.yaml": "# nothing\n"} | {
        f"source/transcripts/raw/c{n}-2026-01-1{n}.vtt": vtt(
            (1, who, f"The ledger is {n} days late."), (9, "Bo Fen", "Oh.")
        )
        for n, who in enumerate(names)
    }
    with opened(lay(tmp_path, files)) as library:
        assert named_speakers(library, "Why is Odile late?") == ()
        assert [one.name for one in named_speakers(library, "Why is Odile Brook late?")] == ["Odile Brook"]
        assert [one.name for one in named_speakers(library, "Why is Renner late?")] == ["Odile Renner"]
        assert [one.name for one in named_speakers(library, "Why is Fen late?")] == ["Bo Fen"]
