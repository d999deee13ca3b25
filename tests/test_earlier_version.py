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
from evidence import open_library, open_workspace
from evidence.commands.review import ReviewService
from evidence.library.asking import Filters
from evidence.review.state import DecisionDraft
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
TIME = re.compile(r" ?\[\d\d:\d\d\] ")


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
    timed = [one for one in decided if TIME.search(one["exact"])]
    gone = [one for one in decided if one["quote_id"] not in standing and one not in timed]
    assert {f"{one['call_id']}#u{one['utterance']}" for one in gone} == places
    # What is gone was no speech: a summary, a list of things to do.
    assert all(re.search(r"the summary says|the next step", one["exact"]) for one in gone)
    assert len({one["quote_id"] for one in decided} - {one["quote_id"] for one in (*gone, *timed)}) == 44
    # What was judged with a time among its words is judged in the words on either side of it.
    texts = {(one["call_id"], one["quote"]) for one in quotes if one["status"] == "accepted"}
    assert len(timed) == 16
    assert all((one["call_id"], part) in texts for one in timed for part in TIME.split(one["exact"]) if part)
    assert (world / "segments/decisions.jsonl").read_bytes() == kept
    assert run_in(world, "attach").code == 0
    assert run_in(world, "verify").code == 0


TIMES = EARLIER / "times"
"""Two texts with times in several notations at every place of a turn, their calls and 12 decisions of normalizer 1."""


@pytest.fixture
def timed(tmp_path):
    return Path(shutil.copytree(TIMES, tmp_path / "times"))


def judged(world):
    """The status and note of every quote, by its words."""
    return {one["quote"]: one["status"] for one in run_in(world, "quotes", "--json", "--limit", "0").records}


def listed(world):
    return [
        one["items"] for one in run_in(world, "status", "--json").records if one["topic"] == "orphaned"
    ] or [[]]  # fmt: skip


def test_decisions_about_words_with_times_in_any_notation_go_on_with_the_words(timed):
    assert run_in(timed, "ingest").code == 0
    found = judged(timed)
    assert {words for words, status in found.items() if status == "rejected"} == {
        "Pallets break in the rain and the scale fails.", "The gate is too slow. `07:15` The dock fails.",
    }  # fmt: skip
    assert {words for words, status in found.items() if status == "accepted"} == {
        "We copy every invoice by hand.", "Then the import fails at noon.", "The door breaks every week.",
        "Every Monday the queue stops. We restart it by hand", "We count boxes by hand.", "We weigh boxes by hand.",
        "Two people type by hand on the labels, and nobody trusts them.", "We stack boxes by hand.",
        "Since May the belt stops [01:20 - 01:50] We start it by hand.", "We meet at 10:30 and it fails.",
        "It fails at 11:30.", "It breaks again.", "It broke for a week in May.", "The crane is too slow.",
        "It breaks on Fridays.",
    }  # fmt: skip
    assert listed(timed) == [[]]
    assert run_in(timed, "attach").code == 0
    assert run_in(timed, "check").code == 0
    assert run_in(timed, "verify").code == 0


def test_what_changed_beside_its_times_is_listed(timed):
    raw = timed / "source/transcripts/raw/mill-2026-03-01.md"
    text = raw.read_text(encoding="utf-8")
    for was, now in (("breaks on Fridays", "breaks on Mondays"), ("[11:20] It breaks", "**Ines Falk:** It breaks")):
        assert was in text
        text = text.replace(was, now)
    raw.write_text(text, encoding="utf-8")
    kept = (timed / "segments/decisions.jsonl").read_bytes()
    assert run_in(timed, "ingest").code == 0
    ((one, other),) = listed(timed)
    assert (one.split()[0], other.split()[0]) == ("mill-2026-03-01#u14", "mill-2026-03-01#u16")
    found = judged(timed)
    assert {found["The crane is too slow."], found["It breaks on Mondays."]} == {"new"}
    assert found["It broke for a week in May."] == "new", "half of it is said by somebody else now"
    assert (timed / "segments/decisions.jsonl").read_bytes() == kept


def test_what_is_decided_anew_holds_and_an_undo_brings_the_words_back_to_nobody(timed):
    assert run_in(timed, "ingest").code == 0
    ids = {one["quote"]: one["quote_id"] for one in run_in(timed, "quotes", "--json", "--limit", "0").records}
    assert run_in(timed, "review", "--reject", ids["We weigh boxes by hand."]).code == 0
    found = judged(timed)
    assert found["We weigh boxes by hand."] == "rejected"
    assert found["We count boxes by hand."] == found["We stack boxes by hand."] == "accepted"
    with open_library(open_workspace(timed)) as library:
        service = ReviewService(library, by="kim")
        state = service.begin(library.chosen(()), filters=Filters())
        drafts = {item.quote.text: item for item in state.items}
        noted, undone = drafts["The crane is too slow."], drafts["The door breaks every week."]
        service.save([DecisionDraft(noted.segment, noted.tracker, noted.quote, "note", "Which crane?")])
        service.save([DecisionDraft(undone.segment, undone.tracker, undone.quote, "undo")])
    quotes = {one["quote"]: one for one in map(dict, evidence.judge_quotes(timed))}
    assert (quotes["The crane is too slow."]["status"], quotes["The crane is too slow."]["note"]) == (
        "accepted", "Which crane?",
    )  # fmt: skip
    assert quotes["It breaks on Fridays."]["note"] is None
    assert quotes["The door breaks every week."]["status"] == "new"
    assert listed(timed) == [[]]
