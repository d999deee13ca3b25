"""A workspace as an earlier version left it goes on after one `ingest`, and nothing of people's is lost.

tests/earlier/ holds what version 0.1.0 wrote into the small workspace before its index bore a mark: decisions, and a
document with a block. The index itself is made up, of the names and the schema that it had.
"""

import contextlib
import json
import re
import shutil
import sqlite3
from pathlib import Path

import pytest
from running import run_in

import evidence
from faults import files_of, fresh
from small_world import MILL

EARLIER = Path(__file__).parent / "earlier"


@pytest.fixture
def earlier(tmp_path):
    world = tmp_path / "w"
    world.mkdir()
    fresh(world)
    evidence.ingest_calls(world)
    shutil.rmtree(world / ".evidence")
    path = world / f"source/transcripts/normalized/{MILL}.md"
    path.write_text(path.read_text(encoding="utf-8").replace("whole night", "entire night"), encoding="utf-8")
    for name in ("decisions.jsonl", "lenders.md"):
        shutil.copy(EARLIER / name, world / "segments" / name)
    folder = world / ".evidence"
    (folder / "text").mkdir(parents=True)
    (folder / "text" / "meta.json").write_text('{"segments": [], "opstamp": 4}', encoding="utf-8")
    (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    (folder / "lock").touch()
    (folder / "lesson.json").write_text("{}", encoding="utf-8")
    with contextlib.closing(sqlite3.connect(folder / "catalog.sqlite")) as database, database:
        database.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID")
        database.execute("INSERT INTO meta VALUES ('version', '5 0123456789ab 0.27.0'), ('opstamp', '4')")
    return world


def test_one_ingest_is_enough_and_nothing_of_people_s_changes(earlier):
    before = files_of(earlier)
    answer = run_in(earlier, "ingest")
    assert answer.code == 0
    assert "Building the search index (the index was built by another version)." in answer.err
    assert files_of(earlier) == before
    verified = {one["quote"]: one["verdict"] for one in run_in(earlier, "verify", "--json").records}
    assert sorted(verified.values()) == ["altered", "exact"], "the call that a person edited says something else"
    assert {one["quote_id"]: one["status"] for one in run_in(earlier, "quotes", "--json").records}.items() >= {
        one["quote_id"]: f"{one['verdict']}ed"
        for one in map(json.loads, (EARLIER / "decisions.jsonl").read_text(encoding="utf-8").splitlines())
    }.items()
    assert run_in(earlier, "attach").code == 0
    assert run_in(earlier, "verify").code == 0
    assert evidence.check_workspace(earlier) == ()


def test_a_search_alone_is_enough_too(earlier):
    answer = run_in(earlier, "search", "entire night")
    assert (answer.code, answer.err.count("Building")) == (0, 1), answer.err
    assert "entire" in answer.out


TEXTS = EARLIER / "texts"
"""Six texts, their calls as normalizer 1 wrote them, and 67 decisions about what it took for speech."""


def test_decisions_about_words_that_are_still_speech_stay_and_all_others_are_listed(tmp_path):
    world = tmp_path / "w"
    shutil.copytree(TEXTS, world)
    kept = (world / "segments/decisions.jsonl").read_bytes()
    decided = [json.loads(line) for line in kept.decode("utf-8").splitlines()]
    assert run_in(world, "ingest").code == 0
    quotes = run_in(world, "quotes", "--json", "--limit", "0").records
    standing = {one["quote_id"] for one in quotes if one["status"] == "accepted"}
    (listed,) = (one for one in run_in(world, "status", "--json").records if one["topic"] == "orphaned")
    places = {place.partition(" ")[0] for place in listed["items"]}
    gone = [one for one in decided if one["quote_id"] not in standing]
    assert {f"{one['call_id']}#u{one['utterance']}" for one in gone} == places
    # What is gone was no speech: a time among the words, a summary, a list of things to do.
    assert all(re.search(r"\[\d\d:\d\d\]|the summary says|the next step", one["exact"]) for one in gone)
    assert len({one["quote_id"] for one in decided} - {one["quote_id"] for one in gone}) == 44
    assert (world / "segments/decisions.jsonl").read_bytes() == kept
    assert run_in(world, "attach").code == 0
    assert run_in(world, "verify").code == 0
