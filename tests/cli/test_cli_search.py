"""`evidence search`, as a user sees it."""

import re

import pytest

FIELDS = {
    "call_id", "utterance", "turn", "speaker", "side", "role", "start_ms", "end_ms", "text", "spans", "score",
    "language", "account_id", "segments", "date", "citation",
}  # fmt: skip


def test_a_hit_is_shown_in_its_context_under_its_call(run):
    found = run("search", "babysitting deployments")
    assert found.code == 0
    heading, who, line = found.lines
    assert heading == "northquay-discovery-2026-01-12 · 2026-01-12 · Northquay Lending (won)"
    assert who == "  #u14 00:01:34 ~00:02:08 Dana Whitlow (Northquay), customer"
    assert re.match(r" +….*\[babysitting\] \[deployments\]", line)


def test_a_wide_terminal_shows_a_hit_on_one_line(run):
    found = run("search", "babysitting deployments", env={"COLUMNS": "140"})
    _, line = found.lines
    assert re.match(r"  #u14 +00:01:34 ~00:02:08 Dana Whitlow .*\[babysitting\] \[deployments\]", line)
    assert len(line) <= 140


def test_questions_in_plain_words_have_a_command_of_their_own(run):
    found = run("search", "--natural", "what do banks say about audits?")
    assert found.code == 2
    assert "evidence ask" in found.err
    assert "--natural" not in run("search", "--help").out
    assert "evidence ask" in run("search", "what zeppelins do gondoliers moor here").err


def test_two_shapes_of_an_answer_cannot_go_together(run):
    answer = run("search", "x", "--count", "--by", "call")
    assert answer.code == 2
    assert "cannot be combined" in answer.err


def test_one_match_is_one_utterance(run):
    found = run("search", "babysitting deployments")
    assert found.err.strip() == "1 utterance"


def test_matches_stand_under_each_other_within_eighty_columns(run):
    lines = [line for line in run("search", "=deploy", "--limit", 0).lines if "[deploy]" in line.lower()]
    assert len(lines) > 5
    assert max(map(len, lines)) <= 80
    assert len({line.index("[") for line in lines}) == 1


def test_a_record_has_the_fields_of_the_contract_and_its_words_stand_where_it_says(example, run):
    for record in run("--json", "search", "babysit* OR audit*", "--limit", 0).records:
        assert set(record) == FIELDS
        assert set(record["citation"]) == {
            "call_id",
            "utterance",
            "start",
            "end",
            "time",
            "time_source",
            "link",
            "cite",
        }
        call = (example / f"source/transcripts/normalized/{record['call_id']}.md").read_text(encoding="utf-8")
        section = call.split(f'<a id="u{record["utterance"]}"></a>')[1].split("<a id=")[0]
        assert record["text"] in section.replace("\\", "")
        for start, end in record["spans"]:
            assert re.match("babysit|audit", record["text"][start:end], re.IGNORECASE)


def test_what_matched_stands_in_brackets_where_there_is_no_colour(run):
    for arguments in (["search", "babysit* OR audit*"], ["search", "babysit* OR audit*", "--context", 1]):
        answer = run(*arguments, "--limit", 0)
        assert re.search(r"\[(babysitting|audit)\]", answer.out, re.IGNORECASE)
        assert max(map(len, answer.lines)) <= 80


def test_a_broken_call_among_good_ones_is_exit_code_two(ingested, run, change):
    change(ingested / "source/transcripts/normalized/northquay-discovery-2026-01-12.md", "started_at: ", "begun: ")
    answer = run("search", "babysitting")
    assert answer.code == 2
    assert answer.out
    assert "unknown key 'begun'" in answer.err


@pytest.mark.parametrize("when", ["last week", "2026-13-45"])
def test_a_call_of_no_day_is_named_by_its_line(ingested, run, when):
    path = ingested / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    path.write_text(re.sub("started_at: .*", f'started_at: "{when}"', path.read_text(encoding="utf-8")))
    for command in (["search", "babysitting"], ["ingest"]):
        answer = run(*command)
        assert answer.code == 2
        assert re.search(rf"northquay-discovery-2026-01-12.md:\d+: started_at: '{when}' is not a date", answer.err)


def test_a_tab_in_a_call_that_people_edited_is_a_blank(ingested, run, change):
    path = ingested / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    change(path, "babysitting deployments", "babysitting\tdeployments\x1b[2J")
    answer = run("search", '"babysitting deployments"', "--context", 1)
    assert answer.code == 0
    assert "\x1b" not in answer.out


def test_markdown_is_a_record_a_block_for_programs(run):
    query = ["search", "babysitting deployments", "--markdown"]
    assert [record["markdown"] for record in run(*query, "--json").records] == [run(*query).out.rstrip("\n")]


def test_the_newest_call_comes_first(run):
    dates = [record["date"] for record in run("search", "release", "--json", "--limit", 0).records]
    assert dates == sorted(dates, reverse=True)


@pytest.mark.parametrize("query", ["deploy", '"by hand"', "babysit* NEAR/5 deploy*", "=SOC", "is:question price"])
def test_the_count_is_the_number_of_hits(run, query):
    hits = run("search", query, "--json", "--limit", 0).records
    assert run("search", query, "--count", "--json").records == [{"count": len(hits), "count_exact": True}]
    assert run("search", query, "--count").out == f"{len(hits)}\n"


@pytest.mark.parametrize("by", ["call", "account", "segment", "speaker", "tracker"])
def test_tallies_count_accounts_calls_and_mentions(run, by):
    tallies = run("search", "deploy", "--by", by, "--json").records
    assert all(set(tally) == {"key", "accounts", "calls", "mentions"} for tally in tallies)
    assert all(tally["mentions"] >= tally["calls"] >= 1 for tally in tallies)
    if by in {"call", "account", "speaker"}:
        total = run("search", "deploy", "--count", "--json").records[0]["count"]
        assert sum(tally["mentions"] for tally in tallies) == total


def test_an_unknown_key_of_a_tally_is_a_usage_error(run):
    answer = run("search", "deploy", "--by", "week")
    assert answer.code == 2
    assert "call, account, segment, persona, role, speaker, tracker, month" in answer.err
    assert "Traceback" not in answer.err


def test_twenty_are_shown_unless_more_are_asked_for(run):
    total = run("search", "the", "--count", "--json").records[0]["count"]
    assert len(run("search", "the", "--json").records) == 20 < total
    assert len(run("search", "the", "--json", "--limit", 0).records) == total
    assert f"{total:,} utterances, 20 shown" in run("search", "the").err


def test_context_shows_the_turns_around_a_hit(run):
    plain = run("search", "babysitting deployments").lines
    around = run("search", "babysitting deployments", "--context", 1).lines
    assert len(around) > len(plain)
    assert sum(line.strip().startswith(("Marta Ilves:", "Ines Karrow:", "Owen")) for line in around) == 2


def test_nothing_found_is_exit_code_one_and_says_what_was_searched(run):
    answer = run("search", "xylophone")
    assert (answer.code, answer.out) == (1, "")
    assert answer.err.startswith("Nothing found")
    assert "20 calls with 13 accounts, 2026-01-12 to 2026-06-23" in answer.err
    assert run("search", "xylophone", "--count").code == 1
    assert run("search", "xylophone", "--json").out == ""


def test_a_faulty_query_is_shown_with_a_caret_under_the_fault(run):
    answer = run("search", "deploy AND (release")
    assert (answer.code, answer.out) == (2, "")
    message, query, caret = answer.err.splitlines()
    assert message.startswith("evidence: ")
    assert query[caret.index("^")] == "("


@pytest.mark.parametrize(
    ("arguments", "nearest"),
    [
        (["account:Northqay"], "Northquay"),
        (["deploy", "--segment", "mid-market-fintek"], "mid-market-fintech"),
        (["tracker:manual-deploy"], "manual-deploys"),
        (["speeker:Dana"], "speaker"),
    ],
)
def test_a_wrong_name_is_answered_with_the_nearest_right_one(run, arguments, nearest):
    answer = run("search", *arguments)
    assert answer.code == 2
    assert nearest in answer.err


@pytest.mark.parametrize(
    ("option", "value", "field"),
    [
        ("--call", "northquay", "call:northquay"),
        ("--account", "Account_023", "account:Account_023"),
        ("--segment", "smb-saas", "segment:smb-saas"),
        ("--tracker", "manual-deploys", "tracker:manual-deploys"),
        ("--side", "customer", "side:customer"),
        ("--speaker", "Dana", "speaker:Dana"),
        ("--role", "champion", "role:champion"),
        ("--outcome", "lost", "outcome:lost"),
        ("--since", "2026-04", "date:2026-04.."),
        ("--until", "2026-03-19", "date:..2026-03-19"),
    ],
)
def test_a_filter_is_the_field_of_the_same_name(run, option, value, field):
    def places(*arguments):
        found = run("search", *arguments, "--json", "--limit", 0).records
        return [(record["call_id"], record["utterance"]) for record in found]

    words = "(deploy OR release)"
    filtered, asked = places(words, option, value), places(f"{words} {field}")
    assert filtered == asked
    assert 0 < len(filtered) < len(places(words))


def test_a_normalized_call_that_is_removed_leaves_the_index(ingested, run):
    assert run("search", "babysitting deployments").code == 0
    (ingested / "source/transcripts/normalized/northquay-discovery-2026-01-12.md").unlink()
    assert run("search", "babysitting deployments").code == 1


def test_newer_tables_are_one_line_and_the_search_goes_on(ingested, run, change):
    change(ingested / "source/joins/aliases.csv", "alias,account_id", "alias,account_id\nNorthie,Account_023")
    answer = run("search", "babysitting deployments", "--json")
    assert answer.code == 0
    assert answer.err.splitlines() == [
        "Accounts, people, segments or settings changed since the last ingest: run evidence ingest."
    ]


@pytest.mark.usefixtures("ingested")
def test_a_query_in_several_words_of_the_shell_is_one_query(run):
    assert run("search", "babysit*", "OR", "pager").out == run("search", "babysit* OR pager").out


@pytest.mark.usefixtures("ingested")
def test_a_wrong_way_to_count_names_the_nearest(run):
    answer = run("search", "pager", "--by", "acount")
    assert answer.code == 2
    assert "did you mean account?" in answer.err


@pytest.mark.usefixtures("ingested")
def test_one_term_that_a_filter_hides_is_not_told_to_be_apart(run):
    answer = run("search", "pager", "--account", "Cedarlane")
    assert answer.code == 1
    assert "The term occurs, but not with these filters: try fewer." in answer.err


@pytest.mark.usefixtures("bare")
def test_words_that_stand_in_notes_alone_are_told_of_and_not_counted(run, put):
    talk = "Ada Quill: By hand.\nBen Rowan: Oh no.\nAda Quill: Oh yes.\n"
    put("acme.md", f"## Summary\n\nThey want a kestrel.\n\n## Transcript\n\n{talk}")
    run("ingest")
    for options in (["--count"], [], ["--by", "call"], ["--json"]):
        found = run("search", "kestrel", *options)
        assert found.code == 1
        assert "in the notes of 1 call, which are not speech (acme)" in " ".join(found.err.split())
        assert "kestrel" not in found.out
