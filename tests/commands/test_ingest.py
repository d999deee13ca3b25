"""Raw exports become calls and an index; what is there already is left alone."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import pytest

from evidence import ingest_calls, open_workspace
from evidence.calls.formats import vtt
from evidence.commands.ingest import explain_file
from evidence.errors import WorkspaceError
from evidence.library.raw_files import MOST_BYTES
from evidence.store.storage import Store
from large_files import limits_lowered
from small_world import FILES, HARBOUR, MILL, RAW, REED


def statuses(done):
    return {report.path: report.status for report in done.reports}


def test_a_second_run_reads_nothing_again_and_a_changed_file_alone(world):
    assert set(statuses(ingest_calls(world, jobs=1)).values()) == {"unchanged"}
    raw = world / RAW / f"{MILL}.vtt"
    raw.write_text(raw.read_text(encoding="utf-8").replace("nightmare", "bad dream"), encoding="utf-8")
    done = ingest_calls(world, jobs=1)
    assert statuses(done) == {f"{HARBOUR}.vtt": "unchanged", f"{MILL}.vtt": "changed", f"{REED}.vtt": "unchanged"}
    assert done.indexed == 1
    assert "bad dream" in (world / f"source/transcripts/normalized/{MILL}.md").read_text(encoding="utf-8")


def test_a_copy_and_a_picture_and_what_no_format_knows_are_told_apart(world):
    (world / RAW / f"{MILL} (1).vtt").write_text(FILES[f"{RAW}/{MILL}.vtt"], encoding="utf-8")
    (world / RAW / "screen.png").write_bytes(b"\x89PNG")
    (world / RAW / "odd.bin").write_bytes(bytes(range(256)))
    done = ingest_calls(world, jobs=1)
    found = statuses(done)
    assert (found[f"{MILL} (1).vtt"], found["odd.bin"]) == ("duplicate", "failed")
    assert found["screen.png"] == "skipped"
    assert (done.passed_over, done.failed) == ({"media file": 1}, True)
    assert sorted(path.stem for path in (world / "source/transcripts/normalized").glob("*.md")) == [HARBOUR, MILL, REED]


def test_paths_choose_and_must_lie_below_raw(world, tmp_path):
    done = ingest_calls(world, world / RAW / f"{REED}.vtt", jobs=1, force=True)
    assert list(statuses(done)) == [f"{REED}.vtt"]
    with pytest.raises(WorkspaceError, match="source/transcripts/raw"):
        ingest_calls(world, tmp_path / "elsewhere.vtt", jobs=1)


def test_looking_at_a_file_writes_nothing(world):
    (world / RAW / "new.vtt").write_text(FILES[f"{RAW}/{REED}.vtt"], encoding="utf-8")
    name, reading = explain_file(open_workspace(world), world / RAW / "new.vtt")
    assert (name, reading.format, [len(call.utterances) for call in reading.calls]) == ("new.vtt", "vtt", [4])
    assert not (world / "source/transcripts/normalized/new.md").exists()


def long_call(lines):
    """A transcript whose speakers take turns, so that every line is an utterance."""
    said = ("We deploy by hand, every single Friday night, number {}.", "How often do you deploy, {} times?")
    return "".join(f"{('Ann', 'Bo')[n % 2]}: {said[n % 2].format(n % 500)}\n" for n in range(lines))


def laid(folder, files):
    """A workspace with these raw files."""
    (folder / RAW).mkdir(parents=True)
    (folder / "evidence.yaml").write_text("# settings\n", encoding="utf-8")
    for name, text in files.items():
        (folder / RAW / name).write_text(text, encoding="utf-8", newline="")
    return folder


def outcome(place):
    """Everything that came of an ingest but for times: its reports, the calls, the catalog, what is found."""
    done = ingest_calls(place, jobs=2)
    again = ingest_calls(place, jobs=1)
    raw = place / RAW / "long.txt"
    raw.write_text(raw.read_text("utf-8").replace("number 12.", "number twelve."), encoding="utf-8", newline="")
    changed = ingest_calls(place, jobs=1)
    normalized = {path.name: path.read_bytes() for path in (place / "source/transcripts/normalized").glob("*.md")}
    with Store.open(place / ".evidence") as store:
        entries = [replace(entry, mtime_ns=0, inode=0, ctime_ns=0) for entry in store.catalog.calls()]
        said = {entry.call_id: store.text.call(entry.call_id) for entry in entries}
        kept = (entries, said, store.catalog.all_forms(), list(store.catalog.everybody()))
    return [(run.reports, run.indexed, run.duplicates) for run in (done, again, changed)], normalized, kept


def test_what_is_large_is_read_written_and_indexed_as_what_is_not(tmp_path):
    files = {f"call-{n:02d}.vtt": FILES[f"{RAW}/{MILL}.vtt"].replace("nightmare", f"bad dream {n}") for n in range(20)}
    files |= {"call-05-long.txt": long_call(120), "long.txt": long_call(200), "long (1).txt": long_call(200)}
    whole = outcome(laid(tmp_path / "whole", files))
    with limits_lowered(part=500, many=50, large=3000):
        assert outcome(laid(tmp_path / "parts", files)) == whole


def test_a_long_call_keeps_what_people_edited(tmp_path):
    results = []
    for large in (False, True):
        place = laid(tmp_path / str(large), {"long.txt": long_call(200)})
        with limits_lowered(part=500, many=50, large=0 if large else 1 << 20):
            ingest_calls(place)
            path, raw = place / "source/transcripts/normalized/long.md", place / RAW / "long.txt"
            path.write_bytes(path.read_bytes().replace(b"number 40.", b"number forty."))
            refreshed = ingest_calls(place)
            raw.write_text(raw.read_text("utf-8").replace("number 12.", "number twelve."), encoding="utf-8")
            kept = ingest_calls(place)
            results.append((refreshed.indexed, kept.indexed, kept.reports, path.read_bytes()))
    assert results[0] == results[1]
    indexed, _, (report,), markdown = results[1]
    assert indexed == 1
    assert "2 texts differ" in report.warnings[0]
    assert b"number forty." in markdown
    assert b"number twelve." not in markdown


def most_held(place, lines):
    """The most bytes that Python held while one transcript was ingested, and those of the transcript."""
    text = long_call(lines)
    laid(place, {"long.txt": text})
    with limits_lowered(part=1 << 14, many=1 << 9):
        tracemalloc.start()
        try:
            assert ingest_calls(place).indexed == 1
            return tracemalloc.get_traced_memory()[1], len(text)
        finally:
            tracemalloc.stop()


def test_a_long_call_is_never_held_as_a_whole(tmp_path):
    most_held(tmp_path / "first", 100)  # what is loaded once
    (little, few), (much, many) = (most_held(tmp_path / str(n), n) for n in (2_000, 10_000))
    # It is 0.6; with texts, words, utterances and Markdown side by side it was 27.
    assert (much - little) / (many - few) < 1.5


def test_a_file_for_which_memory_does_not_suffice_is_named_and_the_others_are_read(world, monkeypatch):
    def refuse(*_arguments):
        raise MemoryError

    raw = world / RAW / f"{MILL}.vtt"
    raw.write_text(raw.read_text("utf-8").replace("nightmare", "bad dream"), encoding="utf-8")
    (world / RAW / "new.vtt").write_text(FILES[f"{RAW}/{REED}.vtt"].replace("you", "we"), encoding="utf-8")
    with monkeypatch.context() as patched:
        patched.setattr(vtt, "parse_vtt", refuse)
        done = ingest_calls(world, jobs=1)
    failed = [report.path for report in done.reports if report.error and "not enough memory" in report.error]
    assert failed == [f"{MILL}.vtt", "new.vtt"]
    assert set(statuses(ingest_calls(world, jobs=1)).values()) == {"unchanged", "changed", "new"}


def test_a_file_larger_than_any_transcript_is_refused_unread(world):
    with (world / RAW / "film.vtt").open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # which takes no room on the disk
    done = ingest_calls(world, jobs=1)
    assert [report.error for report in done.reports if report.error] == [
        "source/transcripts/raw/film.vtt: larger than 2 GB. Split it into smaller files."
    ]
