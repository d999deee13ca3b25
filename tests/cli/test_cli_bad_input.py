"""Bad input: where it is, what is wrong, what to do; exit code 2; and the rest of the work is done."""

import re

import pytest

PLACE = re.compile(r"(?P<where>[\w./-]+\.\w+)(?::(?P<line>\d+))?: (?P<what>.+)")
TABLES = "source/crm/exports"
SEGMENTS = "segments/segments.yaml"
TRACKERS = "source/trackers.yaml"


def faults(text):
    """(path, line, rest) of every message."""
    found = [PLACE.search(line) for line in text.splitlines()]
    return [(f["where"], int(f["line"] or 0), f["what"]) for f in found if f]


def test_bad_files_are_reported_with_place_and_help_and_the_good_ones_are_read(run, put, call):
    put("good.vtt", call)
    put("empty.vtt", "")
    put("binary.vtt", b"\x00\x01\x02\x89PNG\r\n\x1a\n\x00\xff")
    put("no-end.vtt", call.replace("00:00:05.000 --> 00:00:09.000", "00:00:05.000 -->").replace("nine", "ten"))
    answer = run("ingest")
    assert answer.code == 2
    said = {where: (line, what) for where, line, what in faults(answer.out)}
    assert said["source/transcripts/raw/no-end.vtt"][0] == 8
    for name in ("empty", "binary", "no-end"):
        assert re.search(r"\. [A-Z].+\.$", said[f"source/transcripts/raw/{name}.vtt"][1]), "a hint follows the fault"
    assert run("search", "month").code == 0
    # What is readable of a broken file is read: no words are lost.
    assert run("search", "month call:no-end", "--count").out == "2\n"


def test_bad_files_are_said_again_until_they_are_mended(run, put, call):
    path = put("empty.vtt", "")
    assert [run("ingest").code, run("ingest").code] == [2, 2]
    path.write_text(call, encoding="utf-8")
    assert run("ingest").code == 0


def test_an_old_encoding_is_guessed_said_and_no_letter_is_lost(run, put, call):
    text = call.replace("by hand", "by hand in the café, naïvely, für Müller")
    put("latin.vtt", text.encode("cp1252"))
    (record,) = run("ingest", "--json").records
    assert any("encoding" in warning for warning in record["warnings"])
    assert run("search", "café Müller").code == 0


def test_two_files_of_one_name_are_two_calls(run, put, call):
    put("a/month-end.vtt", call)
    put("b/month-end.vtt", call.replace("Nine", "Eleven"))
    answer = run("ingest", "--json")
    assert answer.code == 0
    assert [one["call_id"] for one in answer.records] == ["month-end", "b-month-end"]
    assert run("search", "nine").code == run("search", "eleven").code == 0


def test_two_calls_of_one_stated_id_are_an_error_that_names_both(run, put):
    for name, said in (("a", "We close by hand, every month."), ("b", "The roof was mended in spring by others.")):
        put(f"{name}.jsonl", f'{{"transcript_id": "c-1", "transcript_text": "Rep: Hm?\\nCustomer: {said}"}}\n')
    answer = run("ingest")
    assert answer.code == 2
    assert "'c-1' is already used by a.jsonl" in answer.out
    assert run("search", "close").code == 0


def test_a_second_copy_of_a_file_is_no_second_call(run, put, call):
    put("a.vtt", call)
    put("b.vtt", call)
    for _ in range(2):
        answer = run("ingest")
        assert answer.code == 0
        assert "the same file as a.vtt" in answer.out
        assert "None" not in answer.out
    assert run("search", "month", "--count").out == "2\n"
    assert run("ingest", "--json").statuses["b.vtt"] == "duplicate"


def test_a_normalized_call_that_people_broke_is_named_and_its_last_state_stays(bare, run, put, call, change):
    put("month-end.vtt", call)
    run("ingest")
    normalized = bare / "source/transcripts/normalized/month-end.md"
    change(normalized, '<a id="u3"></a>', "<a id=u3>")
    answer = run("search", "working days")
    (fault,) = [f for f in faults(answer.err) if f[0].endswith("month-end.md")]
    line = normalized.read_text(encoding="utf-8").splitlines().index("<a id=u3>") + 1
    assert fault[1] == line
    assert "#u3" in answer.out
    assert run("ingest").code == 2


def test_a_table_without_a_column_is_reported_with_what_it_has(ingested, run):
    (ingested / TABLES / "crm_accounts_2026-07-31.csv").write_text("account_id,domain\nAccount_023,x.example\n")
    for _ in range(2):  # said again until it is mended
        answer = run("ingest")
        assert answer.code == 2
        assert (f"{TABLES}/crm_accounts_2026-07-31.csv", 1) in [fault[:2] for fault in faults(answer.err)]
        assert "account_name" in answer.err
    assert run("search", "babysitting").code == 0


def test_a_text_that_should_be_true_or_false_counts_as_missing(ingested, run):
    rows = "opportunity_id,account_id,stage,amount,is_won\nOPP-1001,Account_023,Proposal,50000,maybe\n"
    (ingested / TABLES / "crm_deals_2026-07-31.csv").write_text(rows)
    answer = run("ingest")
    assert answer.code == 2
    ((path, line, what),) = [fault for fault in faults(answer.err) if fault[1]]
    assert (path, line) == (f"{TABLES}/crm_deals_2026-07-31.csv", 2)
    assert "'maybe'" in what
    assert "has 1 row; crm_deals_2026-06-30.csv had 15" in answer.err, "and a table of one row is no table of 15"
    assert run("search", "account:Account_023", "--outcome", "open").code == 0


@pytest.mark.parametrize(
    ("file", "edit", "at", "said"),
    [
        (SEGMENTS, ("aliases: [all_accounts]", "alases: [all_accounts]"), "alases", "'aliases'"),
        (SEGMENTS, ("    - {path: example.md", "    # - {path: example.md"), "  documents:", "no document"),
        (
            SEGMENTS,
            (': All Accounts"}', ': Few Accounts"}'),
            "{path: example.md",
            "'Example Segment: All Accounts' (line 5)",
        ),
        (SEGMENTS, ("path: example.md", "path: exmple.md"), "exmple.md", "exmple.md"),
        (SEGMENTS, ("account_name IS NOT", "acount_name IS NOT"), "all-accounts:", "account_name"),
        (SEGMENTS, ("include: []", "include: [Account_777]"), "all-accounts:", "Account_777"),
        (SEGMENTS, ("trackers: [manual-work]", "trackers: [manual-wrok]"), "all-accounts:", "'manual-work'"),
        (TRACKERS, ("- '\"by hand\"'", "- '(by hand'"), "(by hand", "  (by hand\n  ^"),
        (TRACKERS, ("  side: customer", "  sides: customer"), "sides:", "'side'"),
    ],
)
def test_a_fault_in_a_definition_is_named_by_line_and_the_rest_is_done(bare, run, file, edit, at, said):
    text = (bare / file).read_text(encoding="utf-8")
    assert edit[0] in text
    (bare / file).write_text(text.replace(*edit, 1), encoding="utf-8")
    lines = text.replace(*edit, 1).splitlines()
    place = f"{file}:{next(n for n, text in enumerate(lines, 1) if at in text and text.lstrip()[0] != '#')}: "
    answer = run("segments")
    assert answer.code == 2
    assert answer.err.count(place) == 1
    assert said in answer.err
    assert answer.out.startswith("all-accounts  All Accounts")
    status = run("status")
    assert status.code == 0
    assert place in status.out


def test_a_heading_that_is_not_there_is_named_by_the_line_that_asks_for_it(bare, run, change):
    change(bare / SEGMENTS, "Example Segment: All Accounts", "Example Segment: Few Accounts")
    before = (bare / "segments/example.md").read_bytes()
    answer = run("attach")
    assert answer.code == 2
    assert f"{SEGMENTS}:17: example.md: no heading" in answer.err
    assert (bare / "segments/example.md").read_bytes() == before


def test_a_document_that_is_not_there_is_named_by_the_line_that_asks_for_it(bare, run, change):
    change(bare / SEGMENTS, "path: example.md", "path: exmple.md")
    answer = run("attach")
    assert answer.code == 2
    assert f"{SEGMENTS}:17: exmple.md" in answer.err
    assert not (bare / "segments/exmple.md").exists()


def test_a_broken_query_takes_nothing_from_the_others(ingested, run, change):
    change(ingested / TRACKERS, "- 'homegrown'", "- '(homegrown'")
    answer = run("trackers", "--test")
    assert answer.code == 2
    assert re.search(rf"{TRACKERS}:\d+: .*\n  \(homegrown\n  \^", answer.err)
    assert "test sentences passed" in answer.err
    found = {record["tracker"]: record["mentions"] for record in run("trackers", "--json").records}
    assert found["build-in-house"] > 0


def test_an_unknown_setting_stops_with_its_line_and_the_nearest_name(bare, run):
    (bare / "evidence.yaml").write_text("# settings\now_domains: [us.example]\n")
    answer = run("ingest")
    assert answer.code == 2
    assert answer.err.startswith("evidence: evidence.yaml:2: unknown setting 'ow_domains'. Did you mean 'own_domains'?")
