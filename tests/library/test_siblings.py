"""One call in several files: a name makes them worth comparing, words make them one."""

from __future__ import annotations

import json

import pytest

from evidence import count_quotes, ingest_calls
from evidence.library.siblings import groups, is_companion, same_words, side_by_side

RAW = "source/transcripts/raw"
SAID = ("We copy every address by hand.", "It takes the two of us all morning.", "And nobody checks it.")


def lay(folder, files):
    for name, text in files.items():
        path = folder / RAW / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (folder / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    return folder


def outputs(stem, said=SAID):
    """What a speech model writes of one recording."""
    cues = [(2 * n, 2 * n + 2, text) for n, text in enumerate(said)]
    stamp = "00:00:{:02d}{}000 --> 00:00:{:02d}{}000".format
    rows = [{"id": n, "seek": 0, "start": a, "end": b, "text": f" {text}"} for n, (a, b, text) in enumerate(cues)]
    return {
        f"{stem}.json": json.dumps({"text": " ".join(said), "segments": rows, "language": "en"}),
        f"{stem}.srt": "\n".join(f"{n}\n{stamp(a, ',', b, ',')}\n{text}\n" for n, (a, b, text) in enumerate(cues, 1)),
        f"{stem}.tsv": "start\tend\ttext\n" + "".join(f"{a}000\t{b}000\t{text}\n" for a, b, text in cues),
        f"{stem}.txt": "\n".join(said),
        f"{stem}.vtt": "WEBVTT\n\n" + "\n".join(f"{stamp(a, '.', b, '.')}\n{text}\n" for a, b, text in cues),
    }


def statuses(done):
    return {report.path: report.status for report in done.reports}


def test_all_outputs_of_a_speech_model_are_one_call_on_every_run(tmp_path):
    place = lay(tmp_path, outputs("orchard"))
    first, again = ingest_calls(place), ingest_calls(place)
    assert statuses(first) == {"orchard.json": "new"} | {
        f"orchard.{suffix}": "sibling" for suffix in ("srt", "tsv", "txt", "vtt")
    }
    assert first.reports[0].warnings == ("also of this call: orchard.srt, orchard.tsv, orchard.txt, orchard.vtt",)
    assert statuses(again)["orchard.json"] == "unchanged"
    assert (first.failed, again.failed, again.indexed) == (False, False, 0)
    assert count_quotes(place, "address") == (1, True)


def test_files_of_one_name_with_different_words_are_two_calls(tmp_path):
    other = "Ann: The harvest was late this year.\nBo: By how much?\nAnn: Three weeks, after all that rain.\n"
    place = lay(tmp_path, outputs("orchard") | {"orchard.txt": other})
    done = ingest_calls(place)
    assert [(r.path, r.call_id) for r in done.reports if r.status == "new"] == [
        ("orchard.json", "orchard"), ("orchard.txt", "orchard-txt"),
    ]  # fmt: skip
    assert not done.failed


def test_who_names_speakers_is_read_before_who_knows_times(tmp_path):
    named = "".join(f"{who}: {text}\n" for who, text in zip(("Ann", "Bo", "Ann"), SAID, strict=True))
    place = lay(tmp_path, outputs("orchard") | {"orchard.md": named})
    assert [r.path for r in ingest_calls(place).reports if r.status == "new"] == ["orchard.md"]


def test_a_file_that_comes_later_joins_the_call_and_keeps_its_id(tmp_path):
    files = outputs("orchard")
    place = lay(tmp_path, {"orchard.srt": files["orchard.srt"]})
    ingest_calls(place)
    lay(place, files)
    done = ingest_calls(place)
    assert {r.call_id for r in done.reports} == {"orchard"}
    assert statuses(done)["orchard.srt"] == "sibling"
    for name in ("orchard.json", "orchard.vtt"):
        (place / RAW / name).unlink()
    left = ingest_calls(place)
    assert sorted(statuses(left).values()) == ["changed", "sibling", "sibling"]
    assert len(list((place / "source/transcripts/normalized").glob("*.md"))) == 1


def test_a_call_that_stands_keeps_its_id_when_a_richer_file_of_another_id_comes(tmp_path):
    turns = [{"speaker": who, "text": text} for who, text in zip(("Ann", "Bo", "Ann"), SAID, strict=True)]
    place = lay(tmp_path, {"m-7/transcript.json": json.dumps(turns)})
    (before,) = ingest_calls(place).reports
    full = [
        {"speaker": {"display_name": one["speaker"]}, "text": one["text"], "timestamp": "00:00:01"} for one in turns
    ]
    lay(place, {"m-7/meeting-full.json": json.dumps({"recording_id": 9, "title": "Orchard", "transcript": full})})
    done = ingest_calls(place)
    assert {r.call_id for r in done.reports} == {before.call_id, "9"}
    assert len(done.duplicates) == 1
    assert count_quotes(place, "address") == (1, True)


@pytest.mark.parametrize("forgotten", ["orchard", "9"])
def test_a_forgotten_call_does_not_come_back_by_another_file_of_it(tmp_path, forgotten):
    turns = [{"speaker": {"display_name": "Ann"}, "text": text, "timestamp": "00:00:01"} for text in SAID]
    files = {
        "m/meeting-full.json": json.dumps({"recording_id": 9, "transcript": turns}),
        "m/transcript-raw.json": json.dumps({"transcript": turns}),
    }
    place = lay(tmp_path, outputs("orchard") if forgotten == "orchard" else files)
    (place / "source/forgotten.csv").write_text(f"call_id,label_sha256\n{forgotten},\n", encoding="utf-8")
    ingest_calls(place)
    assert not list((place / "source/transcripts/normalized").glob("*.md"))


def test_a_folder_of_a_meeting_has_one_call_and_another_one_has_its_own(tmp_path):
    files = {}
    for folder, word in (("03-02-orchard", "apples"), ("03-09-orchard", "pears")):
        turns = [
            {"speaker": "Ann", "text": f"We pick the {word} by hand in autumn.", "start": 1},
            {"speaker": "Bo", "text": f"How many {word} are that in a good year, roughly?", "start": 4},
        ]
        files |= {
            f"{folder}/transcript.json": json.dumps(turns),
            f"{folder}/transcript-raw.json": json.dumps({"transcript": turns}),
            f"{folder}/summary.json": json.dumps({"markdown": f"Ann likes {word}."}),
            f"{folder}/attendees.json": json.dumps([{"name": "Ann", "email": "ann@orchard.example"}]),
        }
    done = ingest_calls(lay(tmp_path, files))
    assert not done.failed
    assert sorted(r.status for r in done.reports) == ["new", "new", *["sibling"] * 6]
    assert len({r.call_id for r in done.reports}) == 2


def test_names_are_grouped_by_what_is_left_without_the_words_for_parts_of_a_call():
    found = groups(["a/call.vtt", "a/transcript-raw.json", "b/call.vtt", "plum.en.srt", "plum-words.json", "fig.vtt"])
    assert set(found.values()) == {("a/call.vtt", "a/transcript-raw.json"), ("plum-words.json", "plum.en.srt")}
    beside = side_by_side(["plum.en.srt", "fig.vtt", "plum-words.json"], found)
    assert beside == ["plum-words.json", "plum.en.srt", "fig.vtt"]
    assert groups(f"take-{n}-{n}.vtt" for n in range(3)) == {}
    assert groups(f"{'-'.join(['call'] * n)}.vtt" for n in range(1, 40)) == {}


def test_a_companion_is_told_by_its_name():
    assert is_companion("m/action-items.json")
    assert not is_companion("m/transcript.json")


def test_words_are_one_conversation_where_the_shorter_text_stands_in_the_longer_one():
    said = " ".join(SAID).split()
    assert same_words(said, [*said, "and", "that", "was", "all"])
    assert same_words(said, [word if n % 9 else "plum" for n, word in enumerate(said)])
    assert not same_words(said, said[::-1])
    assert not same_words([], said)
