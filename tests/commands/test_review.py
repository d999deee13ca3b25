"""What waits for a person, and what becomes of the person's word."""

from __future__ import annotations

import json

import pytest

from evidence import gather_quotes, judge_quotes, open_library, open_workspace
from evidence.commands.review import ReviewService, item_record, reviewer, write_merge_rule
from evidence.errors import SettingsError
from evidence.review.queue import LinkItem
from small_world import REED


def decisions(place):
    path = place / "segments/decisions.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.exists() else []


def test_the_queue_holds_every_quote_once_and_asking_for_it_decides_nothing(world):
    queue = judge_quotes(world)
    assert sorted(one["quote_id"] for one in queue) == sorted(one["quote_id"] for one in gather_quotes(world))
    assert {one["status"] for one in queue} == {"new"}
    assert decisions(world) == []


def test_a_verdict_is_one_line_with_the_words_and_a_second_time_none(world):
    one = judge_quotes(world, tracker="audits")[0]
    (said,) = judge_quotes(world, accept=[one["quote_id"]], note="Use it.", by="kim")
    assert (said["status"], said["note"], said["changed"]) == ("accepted", "Use it.", True)
    (line,) = decisions(world)
    assert (line["by"], line["verdict"], line["exact"], line["note"]) == ("kim", "accept", one["quote"], "Use it.")
    assert not judge_quotes(world, accept=[one["quote_id"]], by="kim")[0]["changed"]
    assert len(decisions(world)) == 1
    assert [q["status"] for q in gather_quotes(world, tracker="audits")] == ["accepted"]


def test_what_cannot_be_meant_is_refused_before_anything_is_written(world):
    one = judge_quotes(world)[0]["quote_id"]
    with pytest.raises(SettingsError, match="both accepted and rejected"):
        judge_quotes(world, accept=[one], reject=[one])
    with pytest.raises(SettingsError, match=f"Did you mean {one}"):
        judge_quotes(world, accept=[one, one[:-1] + "~"])
    assert decisions(world) == []


def test_speakers_whose_side_nobody_knows_wait_for_an_answer(small):
    state = ReviewService(small, by="kim").begin_links()
    assert all(isinstance(item, LinkItem) for item in state.items)
    assert [(r["call_id"], r["label"], r["status"]) for r in map(item_record, state.items)] == [
        (REED, "Cy Lund", "unknown-side")
    ]


def test_gits_user_decides_unless_the_environment_names_one(world, monkeypatch):
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Kim Vale")
    with open_library(open_workspace(world)) as library:
        assert reviewer(library.workspace) == ReviewService(library).by == "Kim Vale"
        assert ReviewService(library, by="lo").by == "lo"


def test_the_rule_for_git_is_written_where_nobody_wrote_one(world):
    workspace, root = open_workspace(world), world / ".gitattributes"
    write_merge_rule(workspace)
    assert root.read_text(encoding="utf-8") == "segments/decisions.jsonl merge=union\n"
    root.write_text("*.csv text\n", encoding="utf-8")
    write_merge_rule(workspace)
    assert root.read_text(encoding="utf-8") == "*.csv text\n", "people's own file stays"
    assert (world / "segments/.gitattributes").read_text(encoding="utf-8") == "decisions.jsonl merge=union\n"
