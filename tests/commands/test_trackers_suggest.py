"""Terms that a tracker's hits go with, for people to take over."""

from __future__ import annotations

import pytest

from evidence import ingest_calls, open_workspace
from evidence.commands.trackers_suggest import suggest_terms
from evidence.library.library import open_library
from evidence.workspace import Workspace
from small_world import lay

FILES = {
    "evidence.yaml": "own_domains: [us.example]\n",
    "source/people.csv": "label,side\nVale,customer\n",
    "source/trackers.yaml": "ropes:\n  queries: ['frayed rope']\n",
}


@pytest.fixture
def suggested(tmp_path):
    def read(calls, hits):
        for name, text in FILES.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text, encoding="utf-8")
        raw = tmp_path / "source/transcripts/raw"
        raw.mkdir(parents=True)
        for number in range(calls):
            lines = [f"Vale: Bollard {n} of forty: the rope is frayed and the night crew waits." for n in range(hits)]
            lines += ["Vale: Our night crew waits for tea.", f"Vale: This is call {number}."]
            lines += [f"Vale: Lunch number {n} was as good as the one before." for n in range(60)]
            (raw / f"call-{number}.txt").write_text("\n".join(lines), encoding="utf-8")
        ingest_calls(tmp_path, jobs=1)
        with open_library(Workspace(tmp_path)) as library:
            return suggest_terms(library, library.tracker("ropes"))

    return read


def test_phrases_of_several_accounts_are_suggested_with_what_they_would_add(suggested):
    found = suggested(2, 4)
    assert [one.term for one in found][:2] == ["crew waits", "night crew"]
    assert {one.example for one in found} == {"Our night crew waits for tea."}
    assert not {"forty", "frayed", "rope", "vale"} & {word for one in found for word in one.term.split()}
    assert "bollard" not in [one.term for one in found], "all of its hits are found already"


def test_a_tracker_with_too_few_hits_suggests_nothing(suggested):
    assert suggested(2, 1) == ()


def test_what_one_account_says_is_no_suggestion(suggested):
    assert suggested(1, 8) == ()


def test_where_there_is_little_to_tell_queries_are_drafted_from_the_label(tmp_path):
    files = {
        **FILES,
        "source/trackers.yaml": "ropes:\n  label: Mooring ropes fray\n  queries: ['\"ropes fray\"']\n",
        "source/transcripts/raw/a.txt": (
            "Vale: The ropes fray each winter.\n\nVale: Every mooring rope of ours frayed in March.\n\n"
            "Vale: Lunch was good.\n\nVale: The paint is dry.\n"
        ),
    }
    with open_library(open_workspace(lay(tmp_path, files))) as library:
        found = suggest_terms(library, library.tracker("ropes"))
    assert found
    assert {one.example for one in found} == {"Every mooring rope of ours frayed in March."}
    assert all("problem" not in one.term for one in found)
