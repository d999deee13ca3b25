"""What each reading of a raw file becomes: a call of its own id, or a line about what it is."""

from __future__ import annotations

import shutil

from evidence import count_quotes, examine_workspace, find_quotes, ingest_calls
from evidence.calls.normalized import parse
from small_world import RAW

PLUMS = "Ann: The plums were early.\nBo: How early?\nAnn: Two weeks before the others.\n"
FIGS = "Ann: The figs never came.\nBo: Why not?\nAnn: There was frost in May.\n"


def lay(folder, files):
    for name, text in files.items():
        path = folder / RAW / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    return folder


def ids(place):
    return {report.path: report.call_id for report in ingest_calls(place).reports}


def test_two_files_of_one_name_in_two_folders_are_two_calls_for_good(tmp_path):
    place = lay(tmp_path, {"week 1/standup.txt": PLUMS, "week 2/standup.txt": FIGS})
    expected = {"week 1/standup.txt": "standup", "week 2/standup.txt": "week-2-standup"}
    assert ids(place) == expected
    shutil.rmtree(place / ".evidence")
    assert ids(place) == expected
    lay(place, {"week 2/standup.txt": FIGS.replace("May", "June")})
    assert ids(place) == expected
    assert count_quotes(place, "June") == (1, True)
    assert not ingest_calls(place, force=True).failed


def test_an_id_stays_when_a_file_of_the_same_name_comes_before_it(tmp_path):
    place = lay(tmp_path, {"week 2/standup.txt": FIGS})
    assert ids(place) == {"week 2/standup.txt": "standup"}
    lay(place, {"week 1/standup.txt": PLUMS})
    expected = {"week 1/standup.txt": "week-1-standup", "week 2/standup.txt": "standup"}
    assert ids(place) == expected
    shutil.rmtree(place / ".evidence")  # whose the id is stands in the normalized call
    assert ids(place) == expected
    assert [row.hit.call_id for row in find_quotes(place, "frost").rows] == ["standup"]


def test_a_call_that_was_forgotten_under_its_second_id_stays_away(tmp_path):
    place = lay(tmp_path, {"week 1/standup.txt": PLUMS, "week 2/standup.txt": FIGS})
    (place / "source/forgotten.csv").write_text("call_id,label_sha256\nweek-2-standup,\n", encoding="utf-8")
    ingest_calls(place)
    shutil.rmtree(place / RAW / "week 1")
    shutil.rmtree(place / ".evidence")
    ingest_calls(place)
    assert count_quotes(place, "frost") == (0, True)


def test_one_provider_id_with_the_same_words_in_two_exports_is_one_call(tmp_path):
    line = '{"transcript_id": "c-9", "transcript_text": "Rep: %s\\nCustomer: We pick them by hand, all of them."}\n'
    place = lay(tmp_path, {"a.jsonl": line % "And the plums?", "b.jsonl": line % "And the plums? "})
    done = ingest_calls(place)
    assert [(r.path, r.status) for r in done.reports] == [("a.jsonl", "new"), ("b.jsonl", "sibling")]
    assert not done.failed
    more = (line % "And the figs?").replace("c-9", "c-10").replace("them", "the figs")
    lay(place, {"b.jsonl": line % "And the plums? " + more})
    for status in ("sibling", "unchanged"):
        assert [(r.call_id, r.status) for r in ingest_calls(place).reports if r.path == "b.jsonl"] == [
            ("c-10", "new" if status == "sibling" else status), ("c-9", status),
        ]  # fmt: skip


MIXED = {
    "call.txt": PLUMS,
    "README.md": "# Calls\n\nOne file a call, such as:\n\nAnn: hello\nBo: hi\n\nThen tell Petra, who keeps the list.\n",
    "licence.txt": "Permission is hereby granted.\n",
    "~$call.docx": "x", "call.txt~": PLUMS, "call.txt.orig": PLUMS, "call.m4a": "", "Thumbs.db": "",
    "ideas.md": "# Ideas\n\n- plant more figs\n- ask about the frost\n\nNext steps: buy trees\n",
    "deals.csv": "Opportunity ID,Account ID,Stage,Amount\nD1,A1,Won,10\n",
    "package.json": '{"name": "orchard", "items": [1, 2]}',
}  # fmt: skip
KINDS = {
    "backup": 2, "README": 1, "license": 1, "lock file": 1, "media file": 1, "system file": 1, "notes file": 1,
    "CRM export": 1, "data file": 1,
}  # fmt: skip


def test_what_is_no_transcript_is_passed_over_by_kind_on_every_run(tmp_path):
    place = lay(tmp_path, MIXED)
    for _ in range(2):
        done = ingest_calls(place)
        assert done.passed_over == KINDS
        assert not done.failed
    deals = next(report for report in done.reports if report.path == "deals.csv")
    assert deals.warnings == ("a CRM export; move it to source/crm/exports/crm_deals_YYYY-MM-DD.csv",)


def test_a_readme_that_is_a_transcript_is_read(tmp_path):
    assert ids(lay(tmp_path, {"plums/README.md": PLUMS})) == {"plums/README.md": "readme"}


def test_what_looks_like_a_transcript_is_an_error_that_names_the_nearest_reader(tmp_path):
    odd = "".join(f"=={who}== 00:0{n} the figs\n" for n, who in enumerate(("ann", "bo", "ann", "bo")))
    files = {
        "odd.txt": odd,
        "broken.json": '{"a": [',
        "bare.csv": "Wer,Was\nAnn,Die Feigen kamen in diesem Jahr nicht\n",
    }
    done = ingest_calls(lay(tmp_path, files))
    assert {report.status for report in done.reports} == {"failed"}
    assert all("--format" in report.error and "formats:" in report.error for report in done.reports)
    assert max(len(report.error) for report in done.reports) < 200


def test_a_chat_that_lies_alone_is_one_record_and_one_line(tmp_path):
    (report,) = ingest_calls(lay(tmp_path, {"meeting_saved_chat.txt": "22:09:01\t From Dana : Yes\n"})).reports
    assert (report.status, report.kind, report.warnings) == ("skipped", "chat", ("chat, kept apart, no speech",))


def test_a_table_of_texts_is_never_read_as_one_running_text(tmp_path):
    cells = '"Ann  0:43\nthe figs\n\nBo  0:50\nlate","Cy  1:00\nplums\n\nDi  1:08\nearly"\n'
    done = ingest_calls(lay(tmp_path, {"sheet.csv": f"first,second\n{cells}{cells}"}))
    assert [report.status for report in done.reports] == ["new", "new"]  # a call a row
    folder = tmp_path / "source/transcripts/normalized"
    calls = [parse((folder / f"{report.call_id}.md").read_text("utf-8")) for report in done.reports]
    said = [{utterance.speaker for utterance in call.utterances} for call in calls]
    assert said == [{"Ann", "Bo", "Cy", "Di"}] * 2


def test_a_copy_of_any_file_of_a_call_is_a_copy_of_that_call(tmp_path):
    cues = "1\n00:00:01,000 --> 00:00:03,000\nThe plums were early.\n\n2\n00:00:04,000 --> 00:00:06,000\nHow early?\n"
    place = lay(tmp_path, {"plums.txt": PLUMS, "plums.srt": cues, "plums (1).srt": cues})
    for status in ("new", "unchanged"):
        assert [(r.path, r.status, r.call_id) for r in ingest_calls(place).reports] == [
            ("plums (1).srt", "duplicate", "plums"), ("plums.srt", "sibling", "plums"), ("plums.txt", status, "plums"),
        ]  # fmt: skip
    assert not next(one for one in examine_workspace(place).topics if one.topic == "deleted").items
