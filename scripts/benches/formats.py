"""How fast each format is read, and in how much memory: a file of 50 MB in a process of its own.

Every sample of tests/calls/formats/samples (or those named) is made large by repeating what was
said in it, the times going on; it is then read and rendered as `evidence ingest` does with one
file, as many at once as there are cores. A memory above 500 MB is marked, and beside it stands
how short the turns of a sample are: what is kept of an utterance weighs more than its words.
WebVTT and SRT are read by webvtt-py and srt too, in processes of their own, parsing alone against
parsing alone. A run over all samples is kept in benchmarks/. Seconds belong to one machine;
ratios travel.
"""

import ast
import datetime as dt
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any

from measuring.keeping import ROOT, keep, machine
from measuring.samples import SAMPLES, samples, source_of
from measuring.timing import apart, kilobytes

MOST_MB, ROUNDS, EPOCH = 500, 3, 1e9
REFUSED = {"printed.vcon", "chat.txt"}  # what Python printed is read up to 2 MB; a chat alone is no call

Moment = tuple[float, Callable[[float], Any]]  # seconds, and what writes a later one as this one is written

# Lines before the first words of a call that belong to them: times, names.
LEAD = {
    "vtt": 1, "srt": 2, "sbv": 1, "teams_metadata_vtt": 1, "youtube_vtt": 2, "otter": 1, "meet_text": 0,
    "speaker_text": 1, "table": 0, "rev_nlp": 0, "call_export_jsonl": 0, "convokit": 0, "podcast": 2, "whisper": 0,
    "generic_json": 0,
}  # fmt: skip
# Lists of JSON that hold speech; of lists within each other the outermost grows.
SPEECH = {
    "Transcript", "audio_segments", "body", "data", "items", "lines", "monologues", "paragraphs", "phrases",
    "recognizedPhrases", "results", "segments", "sentences", "speaker_blocks", "transcript", "transcription",
    "transcripts", "transcriptCreateUtterances", "utterances", "word_segments", "words",
}  # fmt: skip
SPEECH_OF = {
    "google_stt": {"words"},  # of its results only the last one counts where it names voices
    "speechmatics": SPEECH | {"speakers"},  # who spoke when, apart from the words
    "granola": SPEECH | {"d0c1", "d0c2"},
}
TIME = re.compile(r"(?i)start|end|begin|offset|stamp|^ts$|^time$|^from$|^to$|^seconds$|^relative$|^absolute$")
ISO = re.compile(r"\d{4}-\d\d-\d\dT")
CLOCK = re.compile(r"(?<![\d:])(?:(\d{1,3}):)?(\d{1,2}):(\d\d)(?:([.,])(\d{3}))?(?![\d:])")
SECONDS = re.compile(r'(?<=start=")\d*\.[\d.]*|(?<=\|)\d+\.\d{4}(?=\|)')
ROW = re.compile(r'(?<="id": ")u\d+')


def grown(sample: Path, megabytes: int) -> bytes:
    """Return a sample whose speech is repeated until it has its size."""
    from evidence.calls import formats  # the parsers measured here start without it

    source = source_of(sample)
    reading = formats.read(source)
    if reading.format == "docx":
        repeat = repeated_word(source.data)
    elif sample.suffix in (".json", ".vcon"):
        repeat = partial(repeated_json, json.loads(source.data), SPEECH_OF.get(reading.format, SPEECH))
    else:
        spoken = [u.line for call in reading.calls for u in call.utterances if u.line]
        lines = source.text.replace("><text", ">\n<text").split("\n")
        first = 1 if sample.suffix == ".xml" else max(0, min(spoken) - 1 - LEAD[reading.format])
        repeat = repeated_text(lines, first, max(spoken) + (sample.suffix == ".xml"), reading.format)
    once, many = len(repeat(1)), len(repeat(101))
    if many == once:
        sys.exit(f"{sample.name}: nothing in it grows")
    return repeat(1 + (megabytes * 1_000_000 - once) * 100 // (many - once))


def repeated_text(lines: list[str], first: int, last: int, name: str) -> Callable[[int], bytes]:
    """Repeat the lines from `first` to before `last`; clocks go on, and so do the ids of calls."""
    head, body, tail = (
        "".join(f"{line}\n" for line in part) for part in (lines[:first], lines[first:last], lines[last:])
    )
    step = 1 + max((clock_ms(found) for found in CLOCK.finditer(body)), default=0) // 1000

    def moved(number: int) -> str:
        text = CLOCK.sub(lambda found: later(found, number * step), body)
        text = ROW.sub(
            rf"\g<0>-{number * step}", SECONDS.sub(lambda found: f"{float(found[0]) + number * step:.4f}", text)
        )
        return text.replace("T-2026", f"T-{number}-2026") if name == "call_export_jsonl" else text

    return lambda times: "".join([head, *(f"{moved(n)}\n" for n in range(times)), tail]).encode()


def clock_ms(found: re.Match[str]) -> int:
    """Return the milliseconds of a clock."""
    hours, minutes, seconds, _, fraction = found.groups()
    return ((int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)) * 1000 + int(fraction or 0)


def later(found: re.Match[str], seconds: int) -> str:
    """Return a clock so many seconds later, written as it was; few formats know hours of four digits."""
    whole, rest = divmod(clock_ms(found), 1000)
    whole += seconds
    minutes = f"{whole // 60 % 60:02d}:{whole % 60:02d}"
    clock = f"{whole // 3600 % 1000:02d}:{minutes}" if found[1] or whole >= 3600 else minutes
    return f"{clock}{found[4]}{rest:03d}" if found[4] else clock


def repeated_json(value: Any, lists: set[str], times: int) -> bytes:
    """Repeat the objects of the lists, with later times, and the texts that stand for all of them."""
    return json.dumps(enlarged(value, "transcript", lists, times), ensure_ascii=False).encode()


def enlarged(value: Any, key: str, lists: set[str], times: int) -> Any:
    """Return a JSON value whose speech is repeated."""
    if isinstance(value, dict):
        return {name: enlarged(item, name, lists, times) for name, item in value.items()}
    if isinstance(value, str) and value[:2] in ('{"', "{'"):  # JSON within JSON, or what Python printed
        read, write = (json.loads, json.dumps) if value[1] == '"' else (ast.literal_eval, repr)
        return write(enlarged(read(value), key, lists, times))
    if key == "transcript" and isinstance(value, str):
        return " ".join([value] * times)
    if not isinstance(value, list):
        return value
    times_of: list[float] = []
    for item in value:
        changed(item, "", lambda found: times_of.append(found[0]))
    if key not in lists or not times_of:
        return [enlarged(item, "", lists, times) for item in value]
    places = [m for m in times_of if m < EPOCH] or times_of
    step = max(places) - min(places) + 1
    return [changed(item, "", lambda found, by=n * step: found[1](by)) for n in range(times) for item in value]


def changed(value: Any, key: str, change: Callable[[Moment], Any]) -> Any:
    """Return a JSON value with its times changed; the items of a list have its key."""
    if isinstance(value, dict):
        return {name: changed(item, name, change) for name, item in value.items()}
    if isinstance(value, list):
        return [changed(item, key, change) for item in value]
    found = moment(key, value)
    return change(found) if found else value


def moment(key: str, value: Any) -> Moment | None:
    """Read a time; None of anything else."""
    if not TIME.search(key) or not isinstance(value, int | float | str) or isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return value, lambda by: round(value + by, 3) if isinstance(value, float) else value + int(by)
    if number := re.fullmatch(r"(\d+(?:\.\d+)?)(s?)", value):
        digits = 2 if "." in value or number[2] else 0
        return float(number[1]), lambda by: f"{float(number[1]) + by:.{digits}f}{number[2]}"
    if clock := CLOCK.fullmatch(value):
        return clock_ms(clock) / 1000, lambda by: later(clock, int(by))
    if ISO.match(value):
        date = dt.datetime.fromisoformat(value)
        return date.timestamp(), lambda by: (date + dt.timedelta(seconds=by)).isoformat()
    return None


def repeated_word(data: bytes) -> Callable[[int], bytes]:
    """Repeat the paragraphs of a Word document; the size is that of its XML."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        xml = archive.read("word/document.xml").decode()
    *head, first, second, tail = re.split(r"(?=<w:p>)", xml)
    body = first + second

    def repeat(times: int) -> bytes:
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
            turns = (CLOCK.sub(lambda found, by=60 * n: later(found, by), body) for n in range(times))
            archive.writestr("word/document.xml", "".join([*head, *turns, tail]))
        return packed.getvalue()

    return repeat


def ingest(path: str) -> dict[str, Any]:
    """Read and render one file, as `ingest` does."""
    from evidence.calls import formats  # as above
    from evidence.calls.normalized import render_bytes  # as above

    started = time.perf_counter()
    reading = formats.read(source_of(Path(path)))
    rendered = [render_bytes(call) for call in reading.calls]
    return {
        "format": reading.format,
        "seconds": time.perf_counter() - started,
        "rendered": sum(map(len, rendered)),
        "utterances": sum(len(call.utterances) for call in reading.calls),
        "peak_mb": kilobytes("VmHWM") * 1024 / 1e6,
    }


def parse(program: str, path: str) -> dict[str, Any]:
    """Parse captions, with this package or with another one; one program a process."""
    text = Path(path).read_text(encoding="utf-8")
    started = time.perf_counter()
    if program == "webvtt-py":
        found = len(import_module("webvtt").from_string(text))
    elif program == "srt":
        found = sum(1 for _ in import_module("srt").parse(text, ignore_errors=True))
    else:
        found = sum(1 for _ in import_module(f"evidence.calls.formats.{program}").parse(text))
    return {"seconds": time.perf_counter() - started, "cues": found}


def measured(sample: Path, folder: Path, megabytes: int) -> dict[str, Any]:
    """Make a sample large, read it, and print a line."""
    file = Path(tempfile.mkdtemp(dir=folder)) / sample.name
    file.write_bytes(grown(sample, megabytes))
    for beside in ("extensive.json", "speakers.json", "speaker-metadata.csv"):
        if beside != sample.name and (sample.parent / beside).is_file():
            (file.parent / beside).write_bytes((sample.parent / beside).read_bytes())
    size = file.stat().st_size / 1e6
    figures = apart(ingest, file)
    file.unlink()
    row = {
        "format": figures["format"],
        "sample": sample.name,
        "mb": round(size, 1),
        "mb_s": round(size / figures["seconds"], 2),
        "peak_mb": round(figures["peak_mb"]),
        "rendered_mb": round(figures["rendered"] / 1e6, 1),
        "bytes_per_utterance": round(size * 1e6 / figures["utterances"]),
    }
    mark = "" if row["peak_mb"] < MOST_MB else "   TOO MUCH"
    print(
        f"{row['format']:19}{row['sample']:31}{row['mb']:6}{row['mb_s']:7.2f} MB/s{row['peak_mb']:5} MB"
        f"{row['bytes_per_utterance']:7} bytes an utterance{mark}",
        flush=True,
    )
    return row


def compared(sample: Path, ours: str, theirs: str, folder: Path, megabytes: int) -> tuple[str, float]:
    """Return how much faster we parse a file of captions than another package, the best of some rounds each."""
    file = folder / sample.name
    file.write_bytes(grown(sample, megabytes))
    rounds = [[apart(parse, program, file) for program in (ours, theirs)] for _ in range(ROUNDS)]
    we, they = (min(found["seconds"] for found in column) for column in zip(*rounds, strict=True))
    print(f"{ours} parses at {they / we:.2f} times the speed of {theirs} ({rounds[0][0]['cues']} cues)")
    return f"{ours} / {theirs}", round(they / we, 2)


def main(*names: str, megabytes: int = 50, label: str = "formats") -> None:
    """Measure, print, keep."""
    paths = sorted(path for path in chain(*samples().values()) if path.name not in REFUSED)
    chosen = [path for path in paths if not names or path.name in names]
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        with ThreadPoolExecutor(os.cpu_count()) as pool:  # each is read in a process of its own
            rows = list(pool.map(partial(measured, folder=folder, megabytes=megabytes), chosen))
        pairs = [] if names else [("zoom.vtt", "vtt", "webvtt-py"), ("captions.srt", "srt", "srt")]
        ratios = dict(compared(SAMPLES / name, *programs, folder, megabytes) for name, *programs in pairs)
    if names:
        return
    git = ["/usr/bin/env", "git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    keep(label, {"megabytes": megabytes, "commit": commit, **machine(), "ratios": ratios, "formats": rows})
