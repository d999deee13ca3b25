"""What was true when a block was made and is not now; what is as it was is not told."""

from __future__ import annotations

import pytest
from running import run_in

from evidence import attach_evidence, examine_workspace, ingest_calls, judge_quotes
from small_world import HARBOUR, MILL

CRM = "source/crm/exports"
TOPICS = ("broken-silences", "stale-blocks", "changed-deals", "deals-since-review", "old-quotes")


def told(place):
    return {one.topic: one.items for one in examine_workspace(place).topics if one.items and one.topic in TOPICS}


def change(place, name, old, new):
    text = (place / name).read_text(encoding="utf-8")
    assert old in text
    (place / name).write_text(text.replace(old, new), encoding="utf-8")


def snapshot(place, kind, old="", new="", day="2026-06-30"):
    text = (place / f"{CRM}/crm_{kind}_2026-03-31.csv").read_text(encoding="utf-8")
    assert old in text
    (place / f"{CRM}/crm_{kind}_{day}.csv").write_text(text.replace(old, new), encoding="utf-8")
    ingest_calls(place)


@pytest.fixture
def silent(world):
    """An attached workspace whose block says that nobody spoke of zeppelins, or of the price."""
    zeppelins = "zeppelins:\n  label: Zeppelins (big)\n  queries: [zeppelin]\n  counter: [balloon*]\n"
    price = "price:\n  label: Price\n  queries: ['price*']\n"
    change(world, "source/trackers.yaml", ", zeppelin]", f"]\n{zeppelins}{price}")
    change(world, "segments/segments.yaml", "audits]", "audits, zeppelins, price]")
    attach_evidence(world)
    return world


def say(place, words, call=MILL):
    change(place, f"source/transcripts/normalized/{call}.md", "We deploy by hand", f"{words} We deploy by hand")
    ingest_calls(place)


def test_what_is_as_it_was_is_not_told(silent):
    assert "Searched and not found" in (silent / "segments/lenders.md").read_text(encoding="utf-8")
    assert told(silent) == {}
    snapshot(silent, "accounts")
    assert told(silent) == {}, "another day is no other figure"


@pytest.mark.parametrize(
    ("words", "silence"),
    [("We need a zeppelin.", True), ("A balloon does it.", True), ("It is blue.", False), ("Prizes, they say.", False)],
)
def test_a_silence_that_somebody_broke_is_told_by_its_label(silent, words, silence):
    say(silent, words)
    items = ("segments/lenders.md:9 (lenders): Zeppelins (big)",) if silence else None
    assert told(silent).get("broken-silences") == items
    changed = any("not found" in one.diff or "Zeppelins" in one.diff for one in attach_evidence(silent, write=False))
    assert changed == silence, "attach says the same"


def test_what_our_own_people_say_breaks_no_silence(silent):
    change(silent, f"source/transcripts/normalized/{MILL}.md", "How do you ship?", "How do you ship the zeppelin?")
    ingest_calls(silent)
    assert "broken-silences" not in told(silent)


def test_what_was_rejected_breaks_no_silence(silent):
    say(silent, "We need a zeppelin.")
    one = next(q for q in judge_quotes(silent) if q["tracker"] == "zeppelins")
    judge_quotes(silent, reject=[one["quote_id"]], by="kim")
    assert "broken-silences" not in told(silent)


def test_another_size_and_another_end_of_a_deal_are_told(silent):
    snapshot(silent, "accounts", ",350", ",360")
    assert told(silent) == {"stale-blocks": ("segments/lenders.md:9 (lenders): facts of 1 account",)}
    snapshot(silent, "deals", "D2,A2,Closed Lost,10000,false,true", "D2,A2,Closed Won,10000,true,true")
    found = told(silent)
    assert found["stale-blocks"] == (
        "segments/lenders.md:9 (lenders): won 1 of 2 closed accounts, now 2 of 2; facts of 1 account",
    )
    assert [item.partition(" ")[2] for item in found["changed-deals"]] == ["(won since the block)"]
    attach_evidence(silent)
    assert told(silent) == {}


def test_a_call_more_and_an_account_less_are_told(silent):
    change(silent, "source/joins/mappings/calls.csv", f"{MILL},A2\n", "")
    ingest_calls(silent)
    assert told(silent)["stale-blocks"] == (
        "segments/lenders.md:9 (lenders): 2 calls with 2 of 2 accounts, now 1 call with 1 of 2 accounts",
    )


def test_a_deal_that_ended_after_the_review_is_told_until_it_is_judged_again(silent, monkeypatch):
    monkeypatch.setattr("evidence.commands.review.stamp", lambda _after=None: "2026-03-01T00:00:00Z")
    ids = [one["quote_id"] for one in judge_quotes(silent)]
    judge_quotes(silent, accept=ids, by="kim")
    attach_evidence(silent)
    assert "deals-since-review" not in told(silent)
    snapshot(
        silent,
        "deals",
        "D2,A2,Closed Lost,10000,false,true,2026-01-05,2026-02-20",
        "D2,A2,Closed Won,10000,true,true,2026-01-05,2026-06-20",
    )
    found = told(silent)
    assert found["deals-since-review"]
    assert all(MILL in item and "(lenders: won since the review)" in item for item in found["deals-since-review"])


def test_quotes_older_than_the_settings_say_are_told_people_s_own_too(silent):
    change(silent, "evidence.yaml", "own_names", "max_age: 90\nown_names")
    (silent / "segments/notes.md").write_text(
        '# Notes\n\n> "We do every release by hand, and it takes ten hours a week."\n>\n'
        f"> — Odile Marchetti, [2026-01-12](../source/transcripts/normalized/{HARBOUR}.md#u2)\n",
        encoding="utf-8",
    )
    ingest_calls(silent)
    items = told(silent)["old-quotes"]
    assert "segments/notes.md:3 (2026-01-12)" in items
    assert all("2026-01-12" in item for item in items), "Mill spoke a month before"
    answer = run_in(silent, "status")
    assert "in documents older than max_age" in answer.out
    assert max(map(len, answer.lines)) <= 80
