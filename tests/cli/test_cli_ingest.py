"""`evidence ingest`: raw exports become calls, again and again, and nobody's work is lost."""

import os
import re
import shutil
from pathlib import Path

import pytest

RAW = "source/transcripts/raw"
NORMALIZED = "source/transcripts/normalized"


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_file_is_reported_with_its_format_and_its_utterances(run, put, call):
    put("acme/month-end.vtt", call)
    answer = run("ingest")
    assert answer.code == 0
    assert answer.out == "new       acme/month-end.vtt  month-end (vtt, 4 utterances)\n"
    assert "1 new; 1 call indexed, 0 removed" in answer.err


def test_a_record_has_the_fields_of_the_contract(run, put, call):
    put("month-end.vtt", call)
    (record,) = run("ingest", "--json").records
    assert set(record) >= {"path", "status", "call_id", "format", "utterances", "warnings", "error"}
    assert (record["status"], record["call_id"], record["utterances"]) == ("new", "month-end", 4)


def test_calls_without_a_date_are_counted_in_one_line_and_null_in_records(bare, run, put, call):
    put("month-end.vtt", call)
    told = [line for line in run("ingest").err.splitlines() if "no date" in line]
    assert told == ["1 call has no date; --since and --until leave it out (evidence status)"]
    for number in range(3):
        put(f"weekly-{number}.vtt", call.replace("month", f"week{number}"))
    put("year-end-2026-01-05.vtt", call.replace("month", "year"))
    answer = run("ingest")
    told = [line for line in answer.err.splitlines() if "no date" in line]
    assert told == ["4 calls have no date; --since and --until leave them out (evidence status)"]
    assert all(len(line) <= 80 for line in told)
    days = {record["call_id"]: record["date"] for record in run("ingest", "--json").records}
    assert (days["month-end"], days["year-end-2026-01-05"]) == (None, "2026-01-05")
    listed = next(record for record in run("status", "--json").records if record["topic"] == "undated")
    assert listed["count"] == 4
    for name, day in (("month-end", "2026-01-01"), *((f"weekly-{number}", "2026-01-02") for number in range(3))):
        path = bare / NORMALIZED / f"{name}.md"
        path.write_text(path.read_text().replace("\n---\n", f'\nstarted_at: "{day}"\n---\n', 1))
    assert "no date" not in run("ingest").err


def test_ingesting_again_changes_nothing(ingested, run):
    before = files(ingested / "source") | files(ingested / "segments")
    answer = run("ingest", "--json")
    assert answer.code == 0
    assert set(answer.statuses.values()) == {"unchanged"}
    assert len(answer.records) == 20
    assert files(ingested / "source") | files(ingested / "segments") == before


def test_reading_everything_again_changes_nothing_either(ingested, run):
    before = files(ingested / "source")
    assert set(run("ingest", "--force", "--json").statuses.values()) == {"unchanged"}
    assert files(ingested / "source") == before


def test_one_path_can_be_ingested_alone(run, put, call):
    put("one/month-end.vtt", call)
    put("two/year-end.vtt", call.replace("month", "year"))
    assert run("ingest", "--json", f"{RAW}/one").statuses == {"one/month-end.vtt": "new"}
    assert run("ingest", "elsewhere").code == 2


def test_how_a_file_is_read_is_explained_and_nothing_written(bare, run, put, call):
    put("month-end.vtt", call)
    answer = run("ingest", "--explain", f"{RAW}/month-end.vtt")
    assert answer.code == 0
    assert answer.lines[0] == "month-end.vtt: vtt"
    assert "#u1 Ada Quill: We still close the month by hand." in answer.out
    assert not list((bare / NORMALIZED).glob("*.md"))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("README.md", "# Transcripts\n\nThe exports of our calls.\n\nNote: keep names.\nDate: 2026-03-01\n"),
        ("acme/readme.txt", "Name each call by its day.\n\n" * 20 + "Ann: Hi.\nBo: So?\nAnn: Yes.\n"),
        ("LICENSE", "Nobody may copy this.\n"),
        ("planning.md", "# Planning\n\n- we met\n- it rained\n"),
        ("figures.json", '{"rows": [1, 2, 3]}'),
        ("figures.csv", "month,amount\nJanuary,3\nMarch,4\n"),
        ("accounts.csv", "Account ID,Account Name,Industry\n1,Northquay,Ports\n"),
        ("call.mp3", "ID3"),
        ("call.vtt~", "WEBVTT\n"),
        ("desk.ini", "x"),
        ("chat.txt", "09:00:01\t From Ann to Everyone: hi\n"),
        ("unclear.txt", "0:05 what\n0:06 is\n0:07 this\n0:08\n"),
        ("empty.txt", " \n"),
        ("binary.txt", "\0\1\2\3" * 50),
        ("cut.json", '{"transcript": [{"speaker": "Ann", "text": "Hi'),
    ],
)
def test_what_is_no_call_is_told_by_ingest_and_by_its_explanation_in_the_same_words(run, put, name, text):
    put(name, text)
    told, records = run("ingest"), run("ingest", "--force", "--json").records
    answer, explained = (
        run("ingest", "--explain", f"{RAW}/{name}"),
        run("ingest", "--explain", f"{RAW}/{name}", "--json"),
    )
    assert answer.code == told.code
    (said,) = told.lines
    status, _, rest = said.partition(" ")
    if status == "skipped":
        assert answer.lines == [said]
        assert explained.records == records
    else:
        assert status in ("failed", "empty")
        assert answer.err == f"evidence: {rest.strip()}\n"


def test_who_speaks_is_told_from_who_is_only_listed_and_the_client_is_named(run, put):
    said = "**Ada Quill:** We pack at night.\n\n**Noor:** How long does it take?\n\n"
    put("sync.md", f"Date: 2026-01-05\nClient: Northquay\nAttendees: Ada Quill, Bo Lund\n\n{said}{said}")
    answer = run("ingest", "--explain", f"{RAW}/sync.md")
    first = answer.lines.index("sync: sync (2026-01-05)")
    assert answer.lines[first + 1 : first + 4] == [
        "  4 utterances; speakers: Ada Quill, Noor",
        "  listed, and heard nowhere: Bo Lund",
        "  client: Northquay (suggests an account, links none)",
    ]
    (record,) = run("ingest", "--explain", f"{RAW}/sync.md", "--json").records
    assert (record["speakers"], record["listed"]) == (["Ada Quill", "Noor"], ["Bo Lund"])


def test_a_format_that_is_named_is_used_and_a_wrong_name_is_an_error(run, put):
    put("month-end.txt", "Ada Quill: By hand.\nBen Rowan: Oh no.\nAda Quill: Oh yes.\n")
    named = f"{RAW}/month-end.txt"
    assert run("ingest", named, "--format", "speaker_text", "--json").records[0]["format"] == "speaker_text"
    answer = run("ingest", named, "--format", "speaker_txt")
    assert answer.code == 2
    assert "speaker_text" in answer.err + answer.out


def test_a_format_without_a_file_reads_nothing(bare, run, put, call):
    put("month-end.vtt", call)
    answer = run("ingest", "--format", "speaker_text")
    assert answer.code == 2
    assert "name the files" in answer.err.replace("\n", " ")
    assert not list((bare / NORMALIZED).glob("*.md"))


DESK = "17> We still close the month by hand.\nIt hurts.\n18> Oh no.\n17> Oh yes.\n"


def test_a_pattern_in_the_settings_reads_what_no_format_knows(bare, run, put):
    put("desk.txt", DESK)
    assert run("ingest", "--json").statuses == {"desk.txt": "skipped"}
    settings = bare / "evidence.yaml"
    settings.write_text("formats:\n  desk: '(?P<name>\\d+)> '\n", encoding="utf-8")
    answer = run("ingest", "--explain", f"{RAW}/desk.txt")
    assert answer.lines[:2] == ["desk.txt: desk", "  desk: 3 lines begin as formats: in evidence.yaml says"]
    assert run("ingest").out == "new       desk.txt  desk (desk, 3 utterances)\n"
    assert 'format: "desk"' in (bare / NORMALIZED / "desk.md").read_text(encoding="utf-8")
    assert set(run("ingest", "--json").statuses.values()) == {"unchanged"}
    assert run("ingest", f"{RAW}/desk.txt", "--format", "desk", "--json").records[0]["format"] == "desk"
    settings.write_text("formats:\n  desk: '(?P<name>17)> '\n", encoding="utf-8")
    assert run("ingest", "--json").statuses == {"desk.txt": "changed"}
    assert run("search", "month", "--json").records[0]["speaker"] == "17"


def test_a_stated_format_with_the_name_of_another_stops_before_anything_is_read(bare, run, put, call):
    put("month-end.vtt", call)
    (bare / "evidence.yaml").write_text("formats:\n  vtt: '(?P<name>\\d+)> '\n", encoding="utf-8")
    answer = run("ingest")
    assert (answer.code, "formats: 'vtt' is a format already. Choose another name." in answer.err) == (2, True)
    assert not list((bare / NORMALIZED).glob("*.md"))


def test_what_a_person_corrected_survives_a_changed_source(bare, run, put, call, change):
    raw = put("month-end.vtt", call)
    run("ingest")
    normalized = bare / NORMALIZED / "month-end.md"
    change(
        normalized,
        '- label: "Ada Quill"\n  name: "Ada Quill"\n  side: "unknown"\n',
        '- label: "Ada Quill"\n  name: "Ada Quill"\n  side: "customer"\n  side_source: "hand"\n  role: "champion"\n',
    )
    change(raw, "Nine working days", "Ten working days")
    assert run("ingest", "--json").statuses == {"month-end.vtt": "changed"}
    text = normalized.read_text(encoding="utf-8")
    assert "Ten working days" in text
    assert 'side: "customer"' in text
    assert 'role: "champion"' in text
    (record,) = run("search", "working days", "--json").records
    assert (record["side"], record["role"]) == ("customer", "champion")


def test_words_that_a_person_edited_stay(bare, run, put, call, change):
    raw = put("month-end.vtt", call)
    run("ingest")
    normalized = bare / NORMALIZED / "month-end.md"
    change(normalized, "Nine working days", "Nine walking days")
    before = normalized.read_bytes()
    change(raw, "Nine working days", "Ten working days")
    answer = run("ingest", "--force")
    assert answer.code == 0
    assert "edited by hand" in answer.out
    assert normalized.read_bytes() == before
    assert run("search", "walking days").code == 0


def test_deleting_a_normalized_call_takes_it_out_and_its_raw_file_brings_it_back(bare, run, put, call):
    put("month-end.vtt", call)
    run("ingest")
    (bare / NORMALIZED / "month-end.md").unlink()
    assert run("search", "month").code == 1
    run("ingest", "--force")
    assert run("search", "month").code == 0


def test_a_call_stays_when_its_raw_file_goes(run, put, call):
    raw = put("month-end.vtt", call)
    run("ingest")
    raw.unlink()
    assert run("ingest").code == 0
    assert run("search", "month").code == 0


def test_a_missing_or_garbled_index_is_rebuilt_with_one_line(ingested, run):
    expected = run("search", "deploy", "--json", "--limit", 0).out
    shutil.rmtree(ingested / ".evidence")
    answer = run("search", "deploy", "--json", "--limit", 0)
    assert answer.out == expected
    assert len(answer.err.splitlines()) == 1
    (ingested / ".evidence/catalog.sqlite").write_bytes(b"no database")
    answer = run("search", "deploy", "--json", "--limit", 0)
    assert answer.out == expected
    assert len(answer.err.splitlines()) == 1
    assert run("search", "deploy").err.count("\n") == 2  # the sum, behind an empty line


def test_raw_files_are_never_written(ingested, run):
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (ingested / RAW).rglob("*.*")}
    for command in (["ingest", "--force"], ["attach"], ["verify"], ["status"], ["init"]):
        run(*command)
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in (ingested / RAW).rglob("*.*")} == before


def test_one_call_from_two_tools_is_reported_and_never_merged(bare, put, run):
    said = [
        f"{name}: Our month end number {n} takes about {n * 7} hours of manual work in spreadsheets."
        for n in range(90)
        for name in ("Ada Quill", "Ben Rowan")
    ]
    put("one.txt", "\n".join(said))
    cues = [
        f"{n}\n00:{n // 60:02d}:{n % 60:02d}.000 --> 00:{n // 60:02d}:{n % 60:02d}.900\n{line}\n"
        for n, line in enumerate(said)
    ]
    put("two.vtt", "WEBVTT\n\n" + "\n".join(cues))
    answer = run("ingest")
    assert answer.code == 0
    assert "one and two may be the same call" in answer.err
    assert len(list((bare / "source/transcripts/normalized").glob("*.md"))) == 2


def test_no_line_about_a_file_is_wider_than_160_columns(run, put):
    folder = "a-folder-with-a-name-that-says-a-lot/and-one-more-below-it-that-says-the-rest/" * 2
    put(f"{folder}minutes.md", "# Minutes\n\nRisk: late\nRisk: costs\n")
    put(f"{folder}talk.txt", "{Dana} Did it work?\n{Bo} It broke on us.\n{Dana} Did you see why?\n{Bo} I did not.\n")
    put(f"{folder}call.txt", "Dana: Did it work?\nBo: It broke on us.\nDana: Did you see why?\nBo: I did not.\n")
    answer = run("ingest")
    assert answer.code == 2
    assert [line.split()[0] for line in answer.lines if line[0] != " "] == ["new", "failed", "skipped"]
    assert max(map(len, answer.lines)) <= 160
    assert "Try --format speaker_text" in " ".join(answer.out.split())
    assert "passed over: 1 notes file" in answer.err


def test_the_setting_date_order_dates_what_had_two_readings_when_it_is_set_later(bare, run, put):
    put("talk.txt", "Date: 03/04/2026\n\nDana: Did it work?\nBo: It broke on us.\nDana: When?\nBo: In May.\n")
    assert "date_order" in run("ingest").out
    assert run("ingest", "--json").records[0]["date"] is None
    (bare / "evidence.yaml").write_text("date_order: DMY\n")
    (report,) = run("ingest", "--json").records
    assert (report["status"], report["date"], report["warnings"]) == ("changed", "2026-04-03", [])
    assert run("ingest", "--json").records[0]["status"] == "unchanged"


CHAT = "00:00:02\tAda Quill:\tthe sheet is attached\n"


def test_recordings_are_passed_over_and_counted(run, put, call):
    put("month-end.vtt", call)
    put("month-end.mp4", "no transcript")
    answer = run("ingest", "--json")
    assert answer.code == 0
    assert answer.statuses == {"month-end.vtt": "new", "month-end.mp4": "skipped"}
    assert "1 new;" in answer.err
    assert "passed over: 1 media file" in answer.err


def test_a_chat_beside_its_transcript_is_part_of_it_and_no_fault(bare, run, put, call):
    put("month-end.vtt", call)
    put("month-end.txt", CHAT)
    for status in ("new", "unchanged"):
        answer = run("ingest", "--json")
        assert (answer.code, answer.statuses) == (0, {"month-end.vtt": status})
    assert "the sheet is attached" in (bare / NORMALIZED / "month-end.md").read_text(encoding="utf-8")
    assert "without speech" not in run("status").out


def test_a_chat_alone_is_told_of(run, put):
    put("month-end.txt", CHAT)
    answer = run("ingest", "--json")
    assert (answer.code, answer.statuses) == (2, {"month-end.txt": "empty"})


def test_a_transcript_is_read_again_when_what_lies_beside_it_came_changed_or_went(bare, run, put, call):
    put("month-end.vtt", call)
    run("ingest")
    put("month-end.txt", CHAT)
    assert run("ingest", "--json").statuses == {"month-end.vtt": "changed"}
    put("month-end.txt", CHAT.replace("sheet", "invoice list"))
    assert run("ingest", "--json").statuses == {"month-end.vtt": "changed"}
    assert "invoice list" in (bare / NORMALIZED / "month-end.md").read_text(encoding="utf-8")
    (bare / RAW / "month-end.txt").unlink()
    assert run("ingest", "--json").statuses == {"month-end.vtt": "changed"}


def test_what_could_not_be_read_of_a_call_is_told_with_its_line_until_it_is_mended(run, put, call):
    put("month-end.vtt", call.replace("00:00:09.000", "00:00:0x.000"))
    for status in ("new", "unchanged"):
        answer = run("ingest", "--json")
        (record,) = answer.records
        assert (answer.code, record["status"]) == (2, status)
        assert "month-end.vtt:8: " in record["error"]
    assert "month-end.vtt:8: " in run("ingest").out
    put("month-end.vtt", call)
    assert run("ingest").code == 0


def test_a_name_that_is_not_readable_text_is_refused_and_the_rest_goes_on(bare, run, put, call):
    put("month-end.vtt", call)
    broken = os.fsencode(bare / RAW) + b"/caf\xe9.vtt"
    try:
        Path(os.fsdecode(broken)).write_text(call, encoding="utf-8")
    except OSError:
        pytest.skip("this file system keeps names that are readable text only")
    answer = run("ingest", "--json")
    assert answer.code == 2
    assert sorted(answer.statuses.values()) == ["failed", "new"]
    assert "Rename the file" in answer.out


@pytest.mark.usefixtures("ingested")
def test_the_tables_are_summed_up(run):
    answer = run("ingest", "--as-of", "2026-12-31")
    assert "CRM: 17 accounts, 15 deals, 20 contacts" in answer.err


def test_a_renamed_file_keeps_its_call(bare, run, put, call):
    put("month-end.vtt", call)
    run("ingest")
    (bare / RAW / "month-end.vtt").rename(bare / RAW / "march.vtt")
    for arguments in ((), ("--force",), ()):
        answer = run("ingest", "--json", *arguments)
        assert (answer.code, answer.statuses) == (0, {"march.vtt": "unchanged"})
        assert answer.records[0]["call_id"] == "month-end"
    assert [path.name for path in (bare / NORMALIZED).glob("*.md")] == ["month-end.md"]
    assert "gone" not in run("status").out


def test_of_two_copies_the_one_without_a_number_is_the_call_and_one_may_go(bare, run, put, call):
    put("month-end (1).vtt", call)
    put("month-end.vtt", call)
    assert run("ingest", "--json").statuses == {"month-end.vtt": "new", "month-end (1).vtt": "duplicate"}
    (bare / RAW / "month-end.vtt").unlink()
    answer = run("ingest", "--json")
    assert answer.statuses == {"month-end (1).vtt": "unchanged"}
    assert answer.records[0]["warnings"] == ["it used to be month-end.vtt"]
    assert run("search", "nine", "--count", "--json").records[0]["count"] == 1


def test_a_deleted_call_comes_back_when_its_file_is_named(bare, run, put, call):
    put("month-end.vtt", call)
    put("other.vtt", call.replace("month", "year"))
    run("ingest")
    (bare / NORMALIZED / "month-end.md").unlink()
    assert run("ingest", "--json").statuses["month-end.vtt"] == "unchanged"
    assert "1 raw file whose call was deleted (to restore: evidence ingest FILE)" in run("status").out
    assert run("ingest", "--json", f"{RAW}/month-end.vtt").statuses == {"month-end.vtt": "new"}
    assert (bare / NORMALIZED / "month-end.md").is_file()


@pytest.mark.usefixtures("bare")
def test_files_are_read_again_when_the_reading_of_their_formats_changed(run, put, call, monkeypatch):
    put("month-end.vtt", call)
    run("ingest")
    monkeypatch.setattr("evidence.calls.formats.NORMALIZER", "next")
    monkeypatch.setattr("evidence.calls.formats._finish.NORMALIZER", "next")
    assert run("ingest", "--json").statuses == {"month-end.vtt": "changed"}
    assert run("ingest", "--json").statuses == {"month-end.vtt": "unchanged"}


def test_a_file_is_named_as_the_report_names_it(bare, run, put, call):
    put("a/b/month-end.vtt", call)
    put("other.vtt", call.replace("Nine", "Ten"))
    (shown,) = [line.split()[1] for line in run("ingest").lines if "month-end" in line]
    assert shown == "a/b/month-end.vtt"
    for given in (shown, "a/b", f"./{shown}", f"{RAW}/{shown}", bare / RAW / shown):
        done = run("ingest", given, "--force", "--json")
        assert (done.code, [one["path"] for one in done.records]) == (0, [shown]), given
        assert run("ingest", "--explain", shown).out.startswith(f"{shown}: ")
    below = bare / RAW / "a"
    assert run("ingest", "b/month-end.vtt", "--json", cwd=below).records[0]["path"] == shown
    assert run("ingest", shown, "--json", cwd=below).records[0]["path"] == shown


def test_a_file_that_lies_outside_is_never_taken_for_the_one_of_the_same_name_inside(bare, run, put, call):
    put("month-end.vtt", call)
    (bare / "month-end.vtt").write_text("another", encoding="utf-8")
    for given in ("month-end.vtt", "../bare/month-end.vtt", "evidence.yaml"):
        answer = run("ingest", given)
        assert answer.code == 2
        assert f"{given} is outside {RAW}" in answer.err
    answer = run("ingest", "nowhere.vtt")
    assert (answer.code, f"there is no nowhere.vtt, here or in {RAW}. Check the name." in answer.err) == (2, True)


def test_a_copy_is_listed_by_its_own_name_and_its_call_was_not_deleted(bare, run, put, call):
    put("first.vtt", call)
    put("second.vtt", call)
    for _ in range(2):
        listed = " ".join(run("ingest").out.split())
        assert "duplicate second.vtt the same file as first.vtt" in listed
    topics = {topic["topic"]: topic["items"] for topic in run("status", "--json").records}
    assert (topics["duplicate"], topics["deleted"]) == (["second.vtt"], [])
    (bare / NORMALIZED / "first.md").unlink()
    run("ingest")
    topics = {topic["topic"]: topic["items"] for topic in run("status", "--json").records}
    assert (topics["duplicate"], topics["deleted"]) == (["second.vtt"], ["first.vtt"])


def test_a_forgotten_file_is_listed_by_its_own_name(run, put, call):
    put("month-end.vtt", call)
    run("ingest")
    assert run("forget", "month-end", "--yes").code == 0
    assert "unchanged month-end.vtt forgotten, as source/forgotten.csv says" in " ".join(run("ingest").out.split())


TALK = "Ada Quill: By hand.\nBen Rowan: Oh no.\nAda Quill: Oh yes.\nBen Rowan: Every month?\n"


@pytest.mark.usefixtures("bare")
def test_lines_that_are_no_speech_are_counted_for_each_text(run, put, call):
    put("plain.txt", TALK)
    put("one.md", f"# Call\n{TALK}")
    put("noted.md", f"## Summary\n\nThey close by hand.\n\n- quicker\n\n## Transcript\n\n{TALK}")
    put("captions.vtt", f"{call}\nNOTE no speech either\n")
    answer = run("ingest")
    assert answer.code == 0
    assert "noted.md  noted (speaker_text, 4 utterances; 4 lines are not speech)\n" in answer.out
    assert "one.md  one (speaker_text, 4 utterances; 1 line is not speech)\n" in answer.out
    assert "plain.txt  plain (speaker_text, 4 utterances)\n" in answer.out
    assert answer.out.count("not speech") == 2
    assert "2 files have lines that are not speech (evidence ingest --explain FILE)" in answer.err
    again = run("ingest", "--force")
    assert "not speech" not in again.out + again.err
    counted = {record["path"]: record["not_speech"] for record in run("ingest", "--force", "--json").records}
    assert counted == {"plain.txt": 0, "one.md": 1, "noted.md": 4, "captions.vtt": 0}


@pytest.mark.usefixtures("bare")
def test_texts_with_lines_that_are_no_speech_are_listed_among_many(run, put):
    for number in range(55):
        put(f"plain{number}.txt", TALK.replace("hand", f"hand {number}"))
    put("noted.md", f"# Call\n{TALK}")
    answer = run("ingest")
    assert "55 files are new or changed, without problems" in answer.out
    assert "1 line is not speech" in answer.out
    assert "1 file has lines that are not speech" in answer.err


@pytest.mark.usefixtures("bare")
def test_a_file_anywhere_is_explained_by_the_settings_and_nothing_is_written(bare, run, put, tmp_path):
    (bare / "evidence.yaml").write_text("date_order: DMY\n")
    for name in ("call.txt", "../call.txt", tmp_path / "call.txt"):
        (bare / name).write_text(f"Date: 03/04/2026\n\n{TALK}{TALK}")
        answer = run("ingest", "--explain", name)
        assert answer.code == 0
        assert "".join(answer.out.split()).startswith(f"{name}:speaker_text")  # a long path is parted
        assert "call: call (2026-04-03)" in answer.lines
    (tmp_path / "talk.mp3").write_text("x")
    assert run("ingest", "--explain", tmp_path / "talk.mp3").out.endswith("talk.mp3  media file, no transcript\n")
    assert not list((bare / NORMALIZED).glob("*.md"))
    put("a/call.txt", TALK)
    for folder in (RAW, "a", tmp_path):
        answer = run("ingest", "--explain", folder)
        assert (answer.code, "is a folder. Name one file" in answer.err) == (2, True)


def test_of_a_long_text_the_first_lines_are_explained_and_all_are_summed_up(run, put):
    put("long.txt", "".join(f"Ada Quill: By hand {n}.\nBen Rowan: Why {n}?\n" for n in range(80)))
    answer = run("ingest", "--explain", "long.txt")
    shown = [line for line in answer.lines if re.match(r" +\d+  ", line)]
    assert len(shown) == 100
    assert answer.lines[-1] == "  160 lines, 100 shown (--limit 0 shows all): turn 160"
    for limit, count in (("0", 160), ("3", 3)):
        told = run("ingest", "--explain", "long.txt", "--limit", limit)
        assert sum(bool(re.match(r" +\d+  ", line)) for line in told.lines) == count
        (record,) = run("ingest", "--explain", "long.txt", "--limit", limit, "--json").records
        assert len(record["lines"]) == count
    assert len(run("ingest", "--explain", "long.txt", "--json").records[0]["lines"]) == 160
    refused = run("ingest", "--limit", "3")
    assert (refused.code, "works only with --explain" in refused.err) == (2, True)


def test_an_explanation_keeps_to_80_columns(run, put):
    people = ", ".join(f"Person{n} Of-Some-Length{n}" for n in range(12))
    title = "A title that says a lot of what was said in it and of who was there " * 3
    put("wide.md", f"# {title}\nDate: 03/04/2026\nAttendees: {people}\nOdd: x\n\n{TALK}{TALK}")
    put("wide.vtt", f"WEBVTT\n\n00:01.000 --> 00:02.000\n<v {'Very Long Name ' * 9}>Hello.\n")
    for name in ("wide.md", "wide.vtt"):
        answer = run("ingest", "--explain", name)
        assert answer.code == 0
        assert max(map(len, answer.lines)) <= 80


def test_each_line_of_a_text_is_shown_with_what_it_was_taken_for(run, put, call):
    long = "and so on " * 40
    put("noted.md", f"# Call\n{TALK}Ada Quill: \x1b[31m{long}\nBen Rowan: Oh.\n\n## Summary\n\nA kestrel.\n")
    answer = run("ingest", "--explain", f"{RAW}/noted.md")
    shown = [line for line in answer.lines if re.match(r" +\d+  ", line)]
    assert [int(line.split()[0]) for line in shown] == list(range(1, 12))
    assert "   2  turn of Ada Quill   Ada Quill: By hand." in shown
    assert "   1  not speech: notice  # Call" in shown
    assert any(line.endswith("A kestrel.") and "not speech: notes" in line for line in shown)
    assert "\x1b" not in answer.out
    assert max(map(len, shown)) <= 80
    assert "#u1" not in answer.out
    (record,) = run("--json", "ingest", "--explain", f"{RAW}/noted.md").records
    assert len(record["lines"]) == 11
    assert record["lines"][1] == {"line": 2, "taken": "turn", "speaker": "Ada Quill", "text": "Ada Quill: By hand."}
    assert record["lines"][5]["text"].endswith("and so on ")
    put("captions.vtt", call)
    assert run("--json", "ingest", "--explain", f"{RAW}/captions.vtt").records[0]["lines"] == []


def test_lines_that_fit_no_call_and_what_a_snapshot_lacks_are_told_in_a_line_each(ingested, run, change):
    change(ingested / "source/people.csv", "\n", "\nWynn Farrow-Oak,,,customer,,\n")
    links = ingested / "source/joins/mappings/typed.csv"
    links.write_text("transcript_id,account_id\nno-such-call,Account_023\nnor-this,Account_023\n", encoding="utf-8")
    crm = ingested / "source/crm/exports"
    rows = (crm / "crm_accounts_2026-06-30.csv").read_text(encoding="utf-8").replace(",arr,", ",rooms,")
    (crm / "crm_accounts_2026-07-31.csv").write_text(rows, encoding="utf-8")
    answer = run("ingest")
    assert "source/joins/mappings/typed.csv: 2 lines fit no call (evidence status)" in answer.err
    assert "source/people.csv: 1 line fits nobody who speaks or is listed (evidence status)" in answer.err
    assert "the column arr is gone; crm_accounts_2026-06-30.csv had it." in answer.err
    topics = {record["topic"]: record["items"] for record in run("status", "--json").records}
    assert [item.partition(": ")[2] for item in topics["unfitting"]] == [
        "no call has the id 'no-such-call'", "no call has the id 'nor-this'", "nobody is labelled 'Wynn Farrow-Oak'",
    ]  # fmt: skip
    assert len(topics["losses"]) == 1
