"""Raw files as workers read them, and as they are read again."""

from __future__ import annotations

from evidence import open_workspace
from evidence.errors import FormatError
from evidence.library.raw_files import (
    forgotten_of,
    found_beside,
    originals_first,
    raw_call,
    read_batch,
    source_of,
    transcripts,
)
from evidence.library.refresh import build_context
from small_world import FILES, HARBOUR, MILL, RAW


def test_recordings_are_counted_and_transcripts_named(world):
    (world / RAW / "deep").mkdir()
    (world / RAW / "deep/call.MP3").write_bytes(b"")
    (world / RAW / "deep/notes.txt").write_text("Ann: Hi.\n", encoding="utf-8")
    names, others = transcripts(open_workspace(world))
    assert {f"{HARBOUR}.vtt", "deep/notes.txt"} <= set(names)
    assert (len(names), others) == (4, {"deep/call.MP3": "media file"})


def test_what_a_browser_made_a_copy_of_comes_first():
    names = ["a copy.vtt", "call (1).vtt", "call.vtt", "b.vtt"]
    assert sorted(names, key=originals_first) == ["b.vtt", "call.vtt", "a copy.vtt", "call (1).vtt"]


def test_a_batch_gives_the_markdown_that_ingest_wrote_and_an_error_for_what_is_none(world):
    workspace = open_workspace(world)
    (world / RAW / "odd.bin").write_bytes(bytes(range(256)))
    good, bad = read_batch(build_context(workspace, None)[0], [f"{MILL}.vtt", "odd.bin"])
    assert (good.format, [call.call_id for call in good.calls]) == ("vtt", [MILL])
    assert b"".join(good.calls[0].markdown) == workspace.call_path(MILL).read_bytes()
    assert isinstance(bad.error, FormatError)
    assert bad.calls == ()


def test_a_call_is_read_again_from_its_raw_file_alone(world):
    workspace = open_workspace(world)
    call = raw_call(workspace, f"{MILL}.vtt", MILL)
    assert call.utterances[0].text == "How do you ship?"
    assert raw_call(workspace, "gone.vtt", MILL) is None
    assert raw_call(workspace, "../../../evidence.yaml", MILL) is None


def test_what_a_format_asks_for_beside_a_file_is_remembered(world):
    workspace = open_workspace(world)
    (world / RAW / "chat.txt").write_text("hello", encoding="utf-8")
    asked = []
    source = source_of(workspace, f"{MILL}.vtt", asked)
    assert source.data == FILES[f"{RAW}/{MILL}.vtt"].encode()
    assert (source.beside("chat.txt"), source.beside("none.txt"), source.beside("chat.txt")) == (
        b"hello",
        None,
        b"hello",
    )
    assert len(asked) == 2
    assert list(found_beside(asked)) == ["chat.txt"]


def test_nobody_is_forgotten_until_a_list_says_so(world):
    workspace = open_workspace(world)
    assert not forgotten_of(workspace).calls
    workspace.forgotten.write_text(f"call_id,label_sha256\n{MILL},\n", encoding="utf-8")
    assert MILL in forgotten_of(workspace).calls


def test_a_raw_file_is_read_again_by_the_pattern_that_the_settings_state(world):
    (world / RAW / "desk.txt").write_text("17> By hand.\n18> Oh no.\n17> Yes.\n", encoding="utf-8")
    (world / "evidence.yaml").write_text("formats:\n  desk: '(?P<name>\\d+)> '\n", encoding="utf-8")
    call = raw_call(open_workspace(world), "desk.txt", "desk")
    assert call is not None
    assert [(said.speaker, said.text) for said in call.utterances] == [
        ("17", "By hand."),
        ("18", "Oh no."),
        ("17", "Yes."),
    ]
