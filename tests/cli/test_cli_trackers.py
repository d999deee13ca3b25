"""`evidence trackers --draft`: keys, pipes, JSON, and what is written."""

from __future__ import annotations

import io

import pytest

from evidence.segments.trackers import parse_trackers
from small_world import lay

LABEL = "The customer struggles with releases that are done by hand."


def test_the_first_ones_are_taken_and_the_answer_is_yaml(run, ingested):
    held = (ingested / "source/trackers.yaml").read_bytes()
    result = run("trackers", "--draft", LABEL, "--yes", "2")
    assert result.code == 0
    (tracker,), problems = parse_trackers(result.out, "t.yaml")
    assert problems == ()
    assert tracker.label == "Releases that are done by hand"
    assert "1, accepted" in result.err
    assert "3, not judged" in result.err
    assert "Not written" in result.err
    assert all(len(line) <= 80 for line in result.err.splitlines() if "left out" not in line)
    assert (ingested / "source/trackers.yaml").read_bytes() == held


def test_lines_accept_and_reject_and_the_end_of_the_input_ends_it(run, ingested, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("x\naccept\nperhaps\n"))
    result = run("trackers", "--draft", LABEL, "--write")
    assert result.code == 0
    assert "I don't know 'perhaps'." in result.err
    assert "from 1 accepted sentence and 1 rejected" in result.out
    assert (ingested / "source/trackers.yaml").read_text(encoding="utf-8").endswith(result.out)
    again = run("trackers", "--draft", LABEL, "--yes", "1", "--write")
    assert again.code == 2
    assert "has a tracker of this label already" in again.err


def test_nothing_accepted_is_exit_code_one(run, ingested, monkeypatch):
    assert ingested
    for given in ("", "q\n", "x\nx\nq\n"):
        monkeypatch.setattr("sys.stdin", io.StringIO(given))
        result = run("trackers", "--draft", LABEL)
        assert (result.code, result.out) == (1, "")
    assert run("trackers", "--draft", "Barnacles on periscopes", "--yes", "3").code == 1


def test_json_has_what_was_shown_and_asks_nothing(run, ingested):
    assert ingested
    (record,) = run("trackers", "--draft", LABEL, "--yes", "2", "--json").records
    assert [one["verdict"] for one in record["shown"]][:3] == ["accepted", "accepted", None]
    assert record["queries"]
    assert record["yaml"].endswith("\n")
    (bare,) = run("trackers", "--draft", LABEL, "--json").records
    assert (bare["tracker"], bare["yaml"]) == (None, None)
    assert bare["shown"]


@pytest.mark.parametrize("given", [("--yes", "2"), ("--write",), ("--draft", "--yes"), ("--draft", "**")])
def test_options_that_say_nothing_together_are_an_error(run, ingested, given):
    assert ingested
    assert run("trackers", *given).code == 2


def test_themes_are_printed_as_trackers_to_paste(run, tmp_path):
    hurts = (
        "It is a nightmare, the bilge pump broke again and we lost a whole night.",
        "Honestly the bilge pump is a huge problem for us, it fails each week.",
        "I hate it, the bilge pump is so slow that we bail by hand.",
    )
    files = {"evidence.yaml": "own_names: [Ines Hall]\n", "source/people.csv": "label,side\nVale,customer\n"}
    for at, hurt in enumerate(hurts):
        talk = "Vale: Thank you for the call.\n\nInes Hall: Yes.\n\nVale: We had lunch.\n\nInes Hall: Yes.\n\n" * 9
        files[f"source/transcripts/raw/c{at}.txt"] = f"Vale: {hurt}\n\nInes Hall: Oh.\n\n{talk}"
    result = run("trackers", "--themes", cwd=lay(tmp_path, files))
    (tracker,), problems = parse_trackers(result.out, "t.yaml")
    assert problems == ()
    assert tracker.label == "bilge pump"
    assert result.out.count("#   c") == 3
