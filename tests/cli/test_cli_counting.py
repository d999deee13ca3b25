"""What is over, denied or asked counts nowhere: one count in blocks, stats, the accounts behind it and exports."""

import json

import pytest

CALLS = {
    "alder": ("2026-02-03", "We still do the month end by hand."),
    "birch": ("2026-02-04", "We did that by hand. Not any more, since spring."),
    "cedar": ("2026-02-05", "Nobody does it by hand around here."),
    "dogwood": ("2026-02-06", "Do others do that by hand?"),
    "elm": ("2026-02-07", "If the tool goes down we would do it by hand."),
    "fir": ("2026-01-08", "All of it is done by hand."),
    "fir-later": ("2026-03-09", "We no longer do anything by hand."),
}
ACCOUNTS = ("alder", "birch", "cedar", "dogwood", "elm", "fir")


def lay(place, talks):
    """Put accounts and calls (name -> day, transcript) into a workspace."""
    exports = place / "source/crm/exports"
    exports.mkdir(parents=True, exist_ok=True)
    rows = "".join(f"{name},{name.title()} Ltd,20\n" for name in ACCOUNTS)
    (exports / "crm_accounts_2026-05-01.csv").write_text(f"account_id,account_name,headcount\n{rows}", encoding="utf-8")
    lines = [
        json.dumps(
            {
                "transcript_id": name,
                "call_date": date,
                "account_id": name.partition("-")[0],
                "speakers": ["Rep", "Prospect"],
                "transcript_text": text,
            }
        )
        for name, (date, text) in talks.items()
    ]
    (place / "source/transcripts/raw/calls.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


@pytest.fixture
def judged(bare, run):
    """Six accounts of which one has the pain, and two had it."""
    lay(bare, {name: (day, f"Rep: Tell me.\nProspect: {said}\nRep: I see.") for name, (day, said) in CALLS.items()})
    assert run("ingest").code == 0
    return bare


def test_a_block_counts_who_has_the_pain_now_and_who_had_it(judged, run):
    assert run("attach").code == 0
    block = (judged / "segments/example.md").read_text(encoding="utf-8")
    row = next(line for line in block.splitlines() if line.startswith("| Too much is still done by hand"))
    columns = next(line for line in block.splitlines() if line.startswith("| Pain point"))
    assert [cell.strip() for cell in columns.split("|")[2:5]] == ["Accounts (95 % interval)", "Resolved", "Mentions"]
    assert [cell.strip() for cell in row.split("|")[2:5]] == ["1 of 6 (3\N{EN DASH}56 %)", "2", "2"]
    assert "Not counted: Too much is still done by hand (1 supposed, 1 asked)." in block
    assert "We still do the month end by hand." in block.partition("Against")[0]
    assert "resolved)_" in block.partition("Against")[2]


@pytest.mark.usefixtures("judged")
def test_stats_and_the_accounts_behind_them_count_the_same(run):
    (pain,) = run("stats", "--json").records[-1]["top_pains"]
    assert (pain["accounts"], pain["resolved"], pain["mentions"]) == (1, 2, 2)
    behind = run("stats", "--accounts", "manual-work", "--json").records
    assert [(one["account_id"], one["assertion"]) for one in behind] == [
        ("alder", "present"), ("birch", "resolved"), ("fir", "resolved"),
    ]  # fmt: skip
    assert [one["date"] for one in behind] == ["2026-02-03", "2026-02-04", "2026-03-09"]
    shown = run("stats", "--accounts", "manual-work").out
    assert "1 account, 2 resolved" in shown
    assert "We no longer do anything by hand." in shown


@pytest.mark.usefixtures("judged")
def test_what_a_reviewer_accepts_speaks_for_the_pain_unless_it_is_over_or_denied(run):
    ids = {one["account_id"]: one["quote_id"] for one in run("quotes", "--json").records}
    for account in ("cedar", "dogwood", "birch"):
        assert run("review", "--accept", ids[account]).code == 0
    (pain,) = run("stats", "all-accounts", "--json").records[0]["top_pains"]
    assert (pain["accounts"], pain["resolved"]) == (2, 2)


@pytest.mark.usefixtures("judged")
def test_what_was_rejected_counts_nowhere(run):
    (stated,) = [one for one in run("quotes", "--json").records if one["account_id"] == "alder"]
    assert run("review", "--reject", stated["quote_id"]).code == 0
    overall = run("stats", "--json").records[-1]
    assert overall["segment"] is None
    assert [(pain["accounts"], pain["resolved"]) for pain in overall["top_pains"]] == [(0, 2)]
    assert "alder" not in {one["account_id"] for one in run("stats", "--accounts", "manual-work", "--json").records}


@pytest.mark.usefixtures("judged")
def test_accounts_and_groups_are_not_asked_for_together(run):
    answer = run("stats", "--accounts", "manual-work", "--by", "industry")
    assert answer.code == 2
    assert "--accounts lists accounts" in answer.err


def test_where_no_account_has_a_call_no_silence_is_told(bare, run, put, call):
    put("month-end.vtt", call)
    assert run("ingest").code == 0
    assert run("attach").code == 0
    block = (bare / "segments/example.md").read_text(encoding="utf-8")
    assert "Searched and not found" not in block
    assert "Not searched" in block


@pytest.mark.parametrize(
    ("answer", "goes_on", "expected"),
    [
        ("We automated that for forty firms.", "", "present"),
        ("Not any more, surely?", "It is what it is.", "present"),
        ("Oh really?", "That is over since May.", "resolved"),
    ],
)
def test_what_another_person_says_next_changes_nothing(bare, run, answer, goes_on, expected):
    said = f"Rep: Tell me.\nProspect: We did all of the loads by hand.\nRep: {answer}\n"
    said += f"Prospect: {goes_on}\n" if goes_on else ""
    lay(bare, {"alder": ("2026-02-03", said + "Rep: I see.")})
    assert run("ingest").code == 0
    assert [one["assertion"] for one in run("quotes", "--json").records] == [expected]


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    ("asked", "accounts"),
    [
        ("is:present", ["alder", "fir"]),
        ("is:resolved", ["birch", "fir"]),
        ("is:absent", ["cedar"]),
        ("is:hypothetical", ["elm"]),
        ("NOT is:present", ["birch", "cedar", "dogwood", "elm", "fir"]),
        ("NOT is:present NOT is:resolved", ["cedar", "dogwood", "elm"]),
    ],
)
def test_a_query_may_ask_how_a_pain_is_meant(run, asked, accounts):
    found = run("search", f"tracker:manual-work {asked}", "--limit", 0, "--json").records
    assert sorted({one["account_id"] for one in found}) == accounts
    count = run("search", f"tracker:manual-work {asked}", "--count", "--json").records[0]["count"]
    assert count == len(found)
    by = run("search", f"tracker:manual-work {asked}", "--by", "account", "--json").records
    assert sorted(one["key"] for one in by) == accounts


def test_a_word_that_tells_of_pain_is_a_mention_and_what_the_other_side_said_first_is_prompted(bare, run):
    talk = "Rep: Is it manual?\nProspect: Manual, yes, and it hurts.\nRep: I see."
    lay(
        bare, {"alder": ("2026-02-03", talk), "birch": ("2026-02-04", "Rep: Go on.\nProspect: It is manual.\nRep: Ah.")}
    )
    assert run("ingest").code == 0
    found = run("search", "manual is:prompted side:customer", "--json").records
    assert [one["account_id"] for one in found] == ["alder"]
    found = run("search", "manual NOT is:prompted side:customer", "--json").records
    assert [one["account_id"] for one in found] == ["birch"]


@pytest.mark.usefixtures("judged")
@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("month is:present", "is:present judges a pain, and the query names none. Name a tracker"),
        ("is:resolved", "is:resolved judges a pain, and the query names none"),
        ("tracker:manual-work OR is:present", "is:present cannot judge a part of a query, below OR or NOT"),
        ("tracker:manual-work NOT (month is:absent)", "is:absent cannot judge a part of a query"),
        ("manual is:resolvd", "Did you mean resolved?"),
    ],
)
def test_what_cannot_be_judged_is_said_in_a_line(run, query, said):
    answer = run("search", query)
    assert answer.code == 2
    assert said in answer.err


def test_a_tracker_cannot_judge_its_own_mentions(bare, run):
    trackers = bare / "source/trackers.yaml"
    trackers.write_text("slow:\n  queries: [slow, 'slow is:present']\n", encoding="utf-8")
    answer = run("trackers")
    assert "source/trackers.yaml:2: is:present cannot stand in a tracker's query" in answer.err


def test_mentions_are_exported_as_stats_counts_them(judged, run):
    rows = run("export", "mentions", "--to", "jsonl").records
    assert list(rows[0]) == [
        "account_id", "tracker", "segment", "month", "side", "assertion", "prompted", "call_id", "utterance",
        "quote_id",
    ]  # fmt: skip
    assert {(one["account_id"], one["month"], one["assertion"]) for one in rows} == {
        ("alder", "2026-02", "present"), ("birch", "2026-02", "resolved"), ("cedar", "2026-02", "absent"),
        ("dogwood", "2026-02", "question"), ("elm", "2026-02", "hypothetical"), ("fir", "2026-01", "present"),
        ("fir", "2026-03", "resolved"),
    }  # fmt: skip
    assert {one["segment"] for one in rows} == {"all-accounts"}
    (alder,) = [one for one in rows if one["account_id"] == "alder"]
    assert run("review", "--reject", alder["quote_id"]).code == 0
    assert "alder" not in {one["account_id"] for one in run("export", "mentions", "--to", "jsonl").records}
    (judged / "segments/segments.yaml").write_text("other:\n  where: {industry: Boats}\n", encoding="utf-8")
    assert {one["segment"] for one in run("export", "mentions", "--to", "jsonl").records} == {None}


@pytest.mark.usefixtures("judged")
def test_what_is_pasted_supports_the_pain_accepted_first_and_says_what_is_reviewed(run):
    plain = run("search", "tracker:manual-work", "--markdown")
    assert [line for line in plain.out.splitlines() if line.startswith('> "')] == [
        '> "We still do the month end by hand."', '> "All of it is done by hand."',
    ]  # fmt: skip
    assert "5 utterances left out" in plain.err
    ids = {one["quote"]: one["quote_id"] for one in run("quotes", "--json").records}
    assert run("review", "--accept", ids["All of it is done by hand."]).code == 0
    accepted = run("search", "tracker:manual-work", "--markdown").out.split("\n\n")
    assert '"All of it is done by hand."' in accepted[0]
    assert ["unreviewed" in one for one in accepted[:2]] == [False, True]
    assert ", accepted" in run("search", "tracker:manual-work", "--limit", 0).out
    over = run("search", "tracker:manual-work is:resolved", "--markdown").out
    assert "We did that by hand. Not any more, since spring." in over
    assert "resolved" in over


@pytest.mark.usefixtures("judged")
def test_a_rejected_mention_is_no_hit_of_its_tracker_and_stays_one_of_its_words(run):
    ids = {one["account_id"]: one["quote_id"] for one in run("quotes", "--json").records}
    assert run("review", "--reject", ids["alder"]).code == 0
    by = run("search", "tracker:manual-work", "--by", "account", "--json").records
    assert "alder" not in {one["key"] for one in by}
    both = run("search", 'tracker:manual-work OR "month end"', "--json", "--limit", 0).records
    assert "alder" in {one["account_id"] for one in both}
    assert run("search", '"by hand" account:alder', "--count").out == "1\n"


def test_a_phrase_that_tells_of_pain_is_a_mention_too(bare, run):
    lay(bare, {"alder": ("2026-02-03", "Rep: So?\nProspect: It is all by hand.\nRep: I see.")})
    assert run("ingest").code == 0
    assert run("search", '"by hand" is:present', "--count").out == "1\n"


def test_the_calls_that_a_tracker_cannot_have_searched_are_told_beside_its_figures(bare, run):
    german = "Rep: Und wie machen Sie das heute im Team?\n"
    german += "Prospect: Wir tippen das alles jeden Abend noch von Hand in die Liste ein."
    lay(
        bare,
        {
            "alder": ("2026-02-03", "Rep: So?\nProspect: It is all by hand.\nRep: I see."),
            "birch": ("2026-02-04", german),
        },
    )
    assert run("ingest").code == 0
    assert "Not searched: 1 call in German, by" in run("stats").err
    assert "Not searched: 1 call in German, by manual-work." in run("stats", "--accounts", "manual-work").err
    assert run("attach").code == 0
    block = (bare / "segments/example.md").read_text(encoding="utf-8")
    assert "Not searched: Too much is still done by hand (1 call in German)." in block


def test_what_was_rejected_in_one_segment_stays_a_mention_of_another(judged, run):
    segments = judged / "segments/segments.yaml"
    text = segments.read_text(encoding="utf-8")
    twin = "twin:\n  documents: [{path: example.md, block: none}]\n  where: headcount > 1\n  trackers: [manual-work]\n"
    segments.write_text(f"{text}\n{twin}", encoding="utf-8")
    assert run("ingest").code == 0
    (alder,) = [one for one in run("quotes", "twin", "--json").records if one["account_id"] == "alder"]
    assert run("review", "twin", "--reject", alder["quote_id"]).code == 0
    found = {
        segment: {one["key"] for one in run(*asked, f"tracker:manual-work segment:{segment}").records}
        for segment in ("twin", "all-accounts")
        for asked in [("search", "--by", "account", "--json")]
    }
    assert "alder" not in found["twin"]
    assert "alder" in found["all-accounts"]


def test_words_of_a_counter_query_are_no_mention(bare, run):
    trackers = "price:\n  queries: [expensive]\n  counter: ['expensive NEAR/4 fair']\n"
    (bare / "source/trackers.yaml").write_text(trackers, encoding="utf-8")
    said = "Rep: So?\nProspect: It looks expensive, and it is fair.\nRep: I see."
    lay(
        bare, {"alder": ("2026-02-03", said), "birch": ("2026-02-04", "Rep: So?\nProspect: It is expensive.\nRep: Oh.")}
    )
    assert run("ingest").code == 0
    found = run("search", "tracker:price is:present", "--by", "account", "--json").records
    assert [one["key"] for one in found] == ["birch"]
