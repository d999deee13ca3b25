import pickle
import re

import pytest

import evidence
from evidence.calls.normalized import parse
from evidence.library.mining import Mining, mine_batch
from evidence.quotes.mining import THRESHOLD

FIELDS = {
    "call_id", "utterance", "turn", "speaker", "side", "role", "start_ms", "end_ms", "text", "spans", "score",
    "language", "account_id", "segments", "date", "citation", "quote_id", "quote", "segment", "tracker", "reasons",
    "assertion",
    "prompted", "status", "is_pain",
}  # fmt: skip
CALL = """WEBVTT

1
00:00:01.000 --> 00:00:06.000
Ada Quill: We copy every order by hand, it takes ten hours a week. It is a nightmare.

2
00:00:07.000 --> 00:00:09.000
Ben Rowan: Thank you, that is good to know.
"""


@pytest.fixture(scope="module")
def kept():
    return {}


@pytest.fixture
def listed(run, kept):
    """Everything that `pains` lists on the example, made once."""
    if "listed" not in kept:
        kept["listed"] = run("pains", "--json", "--limit", "0")
    return kept["listed"]


def test_a_record_has_the_fields_of_the_contract(listed):
    assert listed.code == 0
    assert all(record.keys() >= FIELDS for record in listed.records)
    assert all(record["is_pain"] and record["nlp"] == "blank:en" for record in listed.records)


def test_every_quote_stands_word_for_word_at_its_citation(listed, example):
    for record in listed.records[:40]:
        place = record["citation"]
        call = parse((example / place["link"].split("#")[0]).read_text(encoding="utf-8"))
        utterance = next(u for u in call.utterances if u.number == place["utterance"])
        assert utterance.text == record["text"]
        assert record["quote"] in utterance.text


def test_all_are_listed_best_first(listed):
    scores = [record["score"] for record in listed.records]
    assert scores == sorted(scores, reverse=True)


def test_everything_is_listed_from_zero_up_and_only_some_of_it_is_pain(run):
    records = run(
        "pains", "--min-score", "0", "--limit", "0", "--json", "--call", "northquay-discovery-2026-01-12"
    ).records
    assert {record["is_pain"] for record in records} == {True, False}
    assert min(record["score"] for record in records) < 0.2


def test_a_list_that_is_cut_short_holds_three_of_an_account_at_most(run):
    records = run("pains", "--json", "--limit", "12").records
    accounts = [record["account_id"] or record["call_id"] for record in records]
    assert len(records) == 12
    assert max(map(accounts.count, accounts)) <= 3
    assert len(set(accounts)) >= 8


@pytest.mark.parametrize(
    ("option", "value", "field", "wanted"),
    [
        ("--side", "customer", "side", {"customer"}),
        ("--segment", "mid-market-fintech", "segment", {"mid-market-fintech"}),
    ],
)
def test_filters_leave_what_they_say(run, option, value, field, wanted):
    records = run("pains", option, value, "--json", "--limit", "0").records
    assert records
    assert {record[field] for record in records} <= wanted


def test_how_many_processes_work_changes_nothing(run, listed):
    assert run("pains", "--json", "--limit", "0", "--jobs", "1").out == listed.out


def test_people_read_the_words_who_said_them_why_and_where(run):
    result = run("pains", "--limit", "3")
    assert result.code == 0
    assert re.search(r"^ +\d\.\d  .+ · .+ · 2026-\d\d-\d\d$", result.out, re.MULTILINE)
    assert "“" in result.out
    assert "why: " in result.out
    assert re.search(r"#u\d+", result.out)
    assert "3 shown (--limit 0 shows all)" in result.err
    assert all(len(line) <= 80 for line in result.lines if "#u" not in line)


@pytest.mark.usefixtures("bare")
def test_one_new_call_is_mined_with_its_amount(run, put):
    put("quill.vtt", CALL)
    run("ingest")
    record, *others = run("pains", "--json").records
    assert others == []
    assert record["quote"] == "We copy every order by hand, it takes ten hours a week. It is a nightmare."
    assert record["quantities"] == [{"text": "ten hours a week", "number": 10, "unit": "hour", "per": "week"}]
    assert (record["assertion"], record["contexts"], record["status"]) == ("present", [], "new")
    assert {"manual", "problem", "effort"} <= set(record["families"])


@pytest.mark.usefixtures("bare")
def test_what_goes_on_behind_a_word_of_another_is_weighed_with_it_and_quoted_where_it_stands(run, put):
    put("quill.md", "Ada Quill: The labels are slow.\n\nBen Rowan: Right.\n\nAda Quill: They are a nightmare for us.\n")
    run("ingest")
    (record,) = run("pains", "--json").records
    assert {"effort", "problem"} <= set(record["families"])
    assert record["quote"] == "They are a nightmare for us."
    assert [record["text"][a:b] for a, b in record["spans"]] == ["nightmare"]


def test_a_workspace_may_have_cues_of_its_own(run, put, bare):
    put("quill.vtt", CALL)
    run("ingest")
    (bare / "source/cues.yaml").write_text(
        "slang:\n  says: slang for it\n  weight: 9\n  cues: [good to know]\n", encoding="utf-8"
    )
    assert run("pains", "--json").records[0]["families"] == ["slang"]
    (bare / "source/cues.yaml").write_text("slang:\n  weigth: 3\n", encoding="utf-8")
    result = run("pains")
    assert result.code == 2
    assert "source/cues.yaml:2" in result.err


@pytest.mark.usefixtures("bare")
def test_nothing_found_is_exit_code_one(run):
    assert run("pains").code == 1


def test_no_theme_is_an_answer(run):
    nothing = run("trackers", "--themes")
    assert (nothing.code, nothing.out) == (1, "")
    assert nothing.err.startswith("Nothing new: ")


def test_the_python_twin_says_the_same(example, listed):
    found = evidence.find_pains(example)
    assert [row.record() for row in found.rows] == listed.records
    assert evidence.to_frame(found.rows)["quote_id"].tolist() == [record["quote_id"] for record in listed.records]


def test_a_batch_in_another_process_gives_what_this_one_gives(example, listed):
    workspace = evidence.Workspace(example)
    calls = sorted({record["call_id"] for record in listed.records})
    mined = [one for call in mine_batch(Mining(workspace, THRESHOLD), calls) for one in call]
    assert {(one.call_id, one.utterance) for one in mined} >= {(r["call_id"], r["utterance"]) for r in listed.records}
    assert pickle.loads(pickle.dumps(mined)) == mined  # noqa: S301  our own
