"""What a workspace's decisions teach: from a hundred of both kinds on, kept in `.evidence/`, for order alone."""

import json
import random
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

import evidence
from evidence.cli.app import run
from evidence.commands.review import make_decision
from evidence.library import learning
from evidence.library.blocks import preview_block
from evidence.library.findings import Finder
from evidence.library.learning import _examples, learn
from evidence.library.library import Library, open_library
from evidence.model import Decision
from evidence.quotes.nlp import load_pipeline
from evidence.review.decisions import render_decision
from evidence.review.state import DecisionDraft
from evidence.workspace import Workspace
from example_workspace import copy_example

ROOT = Path(__file__).resolve().parents[2]
SEGMENT, TRACKER = "mid-market-fintech", "manual-deploys"
LIKED = ("We run every release by hand from the checklist.", "The release steps are manual and it takes the night.")
DISLIKED = (
    "They do the deploy by hand on saturday, which is what the vendor sells.",
    "On saturday the vendor ran that deploy by hand for a demo.",
)
LETTERS = str.maketrans("0123456789", "bcdfghjklm")
FILLERS = ("for the ledger", "in the north office", "since the spring", "as far as I know", "before the audit", "again")


def judged(accepted, rejected, *, liked=LIKED, disliked=DISLIKED):
    """Decisions on words of calls that are gone by now; `liked` are accepted and `disliked` rejected."""
    verdicts = ["accept"] * accepted + ["reject"] * rejected
    for number, verdict in enumerate(verdicts):
        said = (liked if verdict == "accept" else disliked)[number % 2]
        one, other = random.Random(number).sample(FILLERS, 2)  # noqa: S311  nothing that goes with a verdict
        exact = f"{one} {said} {other} like {f'{number:03}'.translate(LETTERS)}"
        call = f"gone-{number % 23:02d}"
        place = (call, 1 + number, 3, 3 + len(exact), exact, "So ", " Right?")
        yield Decision("2026-06-01T00:00:00Z", "kim", SEGMENT, TRACKER, f"q{number:012x}", verdict, *place)


@pytest.fixture
def library(tmp_path):
    (tmp_path / "source").mkdir()
    for name in ("evidence.yaml", "source/trackers.yaml"):
        shutil.copy(ROOT / name, tmp_path / name)
    return Library(Workspace(tmp_path), None)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    place = copy_example(tmp_path_factory.mktemp("made") / "w")
    file = place / "segments/segments.yaml"
    text = re.sub(r"trackers: \[.*", f"trackers: [{TRACKER}, rollbacks]", file.read_text(encoding="utf-8"))
    file.write_text(text, encoding="utf-8")
    evidence.ingest_calls(place, jobs=1)
    return place


@pytest.fixture
def example(made):
    yield made
    (made / "segments/decisions.jsonl").unlink(missing_ok=True)
    Workspace(made).lesson.unlink(missing_ok=True)


def write(place, decisions):
    (place / "segments/decisions.jsonl").write_text("".join(map(render_decision, decisions)), encoding="utf-8")


@pytest.mark.parametrize(("accepted", "rejected"), [(99, 100), (100, 99), (0, 0)])
def test_a_hundred_of_both_kinds_are_needed(library, accepted, rejected):
    assert learn(library, judged(accepted, rejected), pytest.fail) is None
    assert not library.workspace.lesson.exists()


def test_what_was_put_off_or_replaced_by_another_cut_teaches_nothing(library):
    one = next(judged(1, 0))
    others = [replace(one, verdict="later"), replace(one, exact=""), replace(one, verdict="move")] * 50
    assert learn(library, [*judged(99, 200), *others], pytest.fail) is None


def test_the_order_of_lines_changes_nothing(library):
    decisions = list(judged(120, 110))
    lesson = learn(library, decisions, load_pipeline)
    assert lesson.order
    library.workspace.lesson.unlink()
    random.Random(3).shuffle(decisions)  # noqa: S311  any order will do
    assert learn(library, decisions, load_pipeline) == lesson


def test_a_lesson_is_kept_until_something_changes_and_says_the_same_either_way(library, monkeypatch):
    lesson = learn(library, judged(120, 110), load_pipeline)
    with monkeypatch.context() as patched:
        patched.setattr(learning, "study", pytest.fail)
        assert learn(library, judged(120, 110), pytest.fail) == lesson
    assert learn(library, judged(121, 110), load_pipeline).trial.accepted == 121
    cues = library.workspace.cues
    cues.write_text("manual:\n  says: by hand\n  weight: 2\n  cues: [by hand]\n", encoding="utf-8")
    with pytest.raises(pytest.fail.Exception, match="made anew"):
        learn(library, judged(121, 110), lambda: pytest.fail("made anew"))


def test_a_kept_lesson_holds_no_words_and_a_broken_one_is_made_anew(library):
    lesson = learn(library, judged(120, 110), load_pipeline)
    path = library.workspace.lesson
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ("saturday", "checklist", "ledger", "gone-") if word in text]
    for broken in (b"", b"\xff", b"[]", b"{}", text[:-9].encode(), text.replace('"point"', '"paint"').encode()):
        path.write_bytes(broken)
        assert learn(library, judged(120, 110), load_pipeline) == lesson
        assert path.read_text(encoding="utf-8") == text


def test_verdicts_by_chance_are_not_used(library):
    lesson = learn(library, judged(100, 100, disliked=LIKED), load_pipeline)
    assert lesson.order is None
    assert "not used (100 accepted, 100 rejected, 23 calls)" in str(lesson.trial)


def gathered(place):
    return evidence.gather_quotes(place, SEGMENT, tracker=TRACKER)


def found(place):
    """The evidence of the segment, and its block as it would be attached."""
    with open_library(Workspace(place)) as library:
        segment = library.segments[SEGMENT]
        return Finder(library).evidence(segment).trackers, preview_block(library, segment)


def test_what_is_like_the_rejected_sinks_and_nothing_else_changes(example):
    before = gathered(example)
    top, bottom = before[0], before[-1]
    write(example, judged(110, 110, liked=[bottom["quote"]] * 2, disliked=[top["quote"]] * 2))
    after = gathered(example)
    places = [record["quote_id"] for record in after]
    assert places.index(bottom["quote_id"]) < places.index(top["quote_id"])
    known = {record["quote_id"]: record for record in before}
    assert sorted(known) == sorted(places)
    for record in after:
        old = known[record["quote_id"]]
        more = len(old["reasons"])
        assert {**record, "reasons": record["reasons"][:more]} == old
        assert all(why.startswith("like what you ") for why in record["reasons"][more:])
    assert after[places.index(top["quote_id"])]["reasons"][-1].startswith("like what you rejected: ")


def test_what_was_learned_counts_nothing_and_below_a_hundred_it_sorts_nothing(example):
    trackers, block = found(example)
    write(example, judged(100, 99))
    assert found(example) == (trackers, block)
    write(example, judged(110, 110))
    learned, _ = found(example)
    assert learned != trackers
    for one, other in zip(learned, trackers, strict=True):
        assert replace(one, chosen=(), against=()) == replace(other, chosen=(), against=())


def test_what_the_rules_say_of_a_decision_is_what_they_said_of_the_quote(example):
    with open_library(Workspace(example)) as library:
        quoting = Finder(library)
        segment = library.segments[SEGMENT]
        findings = [f for name in segment.trackers for f in quoting.findings(quoting.trackers[name], segment).found]
        drafts = [DecisionDraft(SEGMENT, one.tracker, one.quote, "accept") for one in findings]
        decisions = [make_decision(draft, by="kim", at="2026-06-01T00:00:00Z") for draft in drafts]
        examples = list(_examples(decisions, library.trackers, quoting.pipeline))
    assert [(e.score, e.reasons) for e in examples] == [(f.score, f.reasons) for f in findings]


def test_accepted_quotes_come_first_and_rejected_ones_stay_away(example):
    records = gathered(example)
    last, first = records[-1], records[0]
    own = [
        Decision("2026-06-02T00:00:00Z", "kim", SEGMENT, TRACKER, one["quote_id"], verdict, one["call_id"],
                 one["utterance"], one["citation"]["start"], one["citation"]["end"], one["quote"])
        for one, verdict in ((last, "accept"), (first, "reject"))
    ]  # fmt: skip
    # Everything speaks against the accepted one and for the rejected one.
    write(example, [*judged(110, 110, liked=[first["quote"]] * 2, disliked=[last["quote"]] * 2), *own])
    top = gathered(example)[0]
    assert (top["quote_id"], top["status"]) == (last["quote_id"], "accepted")
    shown = [f.quote.quote_id for one in found(example)[0] if one.tracker.tracker_id == TRACKER for f in one.chosen]
    assert shown[0] == last["quote_id"]
    assert first["quote_id"] not in shown


def order_topic(place, capsys):
    assert run(["--workspace", str(place), "status", "--json"]) == 0
    records = map(json.loads, capsys.readouterr().out.splitlines())
    return next(record["items"] for record in records if record["topic"] == "order")


def test_status_tells_how_well_the_order_does_beside_the_rules(example, capsys):
    write(example, judged(99, 100))
    assert order_topic(example, capsys) == []
    write(example, judged(110, 110))
    (said,) = order_topic(example, capsys)
    assert said.startswith("AUC 1.00, rules 0.")
    assert said.endswith(": used (110 accepted, 110 rejected, 23 calls)")
