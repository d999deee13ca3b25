"""`evidence quotes` and `evidence trackers`."""

import pytest

QUOTE = {
    "call_id", "utterance", "turn", "speaker", "side", "role", "start_ms", "end_ms", "text", "spans", "score",
    "language", "account_id", "segments", "date", "citation", "quote_id", "quote", "segment", "tracker", "reasons",
    "assertion",
    "prompted", "status", "nlp",
}  # fmt: skip


def test_a_quote_has_the_fields_of_the_contract_and_is_verbatim(run):
    records = run("quotes", "--json", "--limit", 0).records
    assert len(records) > 50
    for record in records:
        assert set(record) == QUOTE
        citation = record["citation"]
        assert record["text"][citation["start"] : citation["end"]] == record["quote"]
        assert record["side"] == "customer"
        assert record["segment"] in record["segments"]
    groups = {}
    for record in records:
        meant = {"present": record["prompted"], "resolved": 2}.get(record["assertion"], 3)
        groups.setdefault((record["segment"], record["tracker"]), []).append((meant, -record["score"]))
    assert all(places == sorted(places) for places in groups.values())


def test_quotes_are_narrowed_by_segment_tracker_and_filters(run):
    records = run("quotes", "smb_saas", "--tracker", "on-call", "--outcome", "won", "--json", "--limit", 0).records
    assert records
    assert {(record["segment"], record["tracker"]) for record in records} == {("smb-saas", "on-call")}
    assert len(run("quotes", "--limit", 3, "--json").records) == 3


def test_quotes_print_who_said_them_and_where(run):
    answer = run("quotes", "mid-market-fintech", "--tracker", "manual-deploys", "--limit", 1)
    assert answer.code == 0
    assert answer.lines[0] == "mid-market-fintech / manual-deploys"
    assert "#u" in answer.lines[-1]
    assert max(map(len, answer.lines)) <= 80


def test_quotes_say_how_many_there_are(run):
    total = len(run("quotes", "--json", "--limit", 0).records)
    assert f"{total} quotes, 20 shown (--limit 0 shows all)" in run("quotes").err
    assert run("quotes", "--limit", 0).err.strip() == f"{total} quotes"


def test_no_quote_is_exit_code_one(run):
    answer = run("quotes", "--tracker", "air-gapped")
    assert (answer.code, answer.out) == (1, "")


@pytest.mark.parametrize("arguments", [["fintek"], ["--tracker", "on-calls"]])
def test_a_wrong_name_of_a_segment_or_tracker_is_an_error(run, arguments):
    answer = run("quotes", *arguments)
    assert answer.code == 2
    assert "You have" in answer.err or "Did you mean" in answer.err


def test_trackers_are_counted_by_account_those_without_a_hit_too(run):
    records = {record["tracker"]: record for record in run("trackers", "--json").records}
    assert len(records) == 9
    assert records["manual-deploys"]["mentions"] >= records["manual-deploys"]["accounts"] > 3
    assert records["air-gapped"]["mentions"] == 0
    assert run("trackers").lines[0].split()[:4] == ["tracker", "accounts", "calls", "found"]


def test_the_sentences_of_the_example_hold_and_dead_queries_are_named(run):
    answer = run("trackers", "--test")
    assert answer.code == 0
    assert "29 of 29 test sentences passed" in answer.err
    assert 'air-gapped: this query finds nothing: "air gap*"' in answer.out


def test_a_sentence_that_fails_is_named_by_line_with_exit_code_one(ingested, run, change):
    trackers = ingested / "source/trackers.yaml"
    change(trackers, "- The car has a manual gearbox.", "- He does the releases by hand.")
    answer = run("trackers", "--test")
    assert answer.code == 1
    assert "should not match: He does the releases by hand." in answer.out
    (record,) = [record for record in run("trackers", "--test", "--json").records if not record["ok"]]
    assert record["failures"] == [{"sentence": "He does the releases by hand.", "expected": False}]
