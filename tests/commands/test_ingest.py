"""Raw exports become calls and an index; what is there already is left alone."""

from __future__ import annotations

import pytest

from evidence import ingest_calls, open_workspace
from evidence.commands.ingest import call_traits, explain_file
from evidence.errors import WorkspaceError
from evidence.store.storage import Store
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
    assert "screen.png" not in found
    assert (done.recordings, done.failed) == (1, True)
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


def test_traits_name_who_spoke_in_each_call(small_world):
    with Store.open(small_world / ".evidence") as store:
        people = {one.call_id: one.people for one in call_traits(store)}
    assert people == {
        HARBOUR: {"ines vale", "odile marchetti"}, MILL: {"ines vale", "bo trent"}, REED: {"ines vale", "cy lund"},
    }  # fmt: skip
