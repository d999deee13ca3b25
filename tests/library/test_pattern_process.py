"""A pattern that would never end is refused within seconds, and one without fault costs nothing to speak of."""

import re
import time

import pytest
from running import run_in

from evidence.errors import SettingsError
from evidence.library import pattern_process
from evidence.library.pattern_process import PatternProcess, trials, try_pattern
from evidence.settings import TurnPattern

LINE = "a" * 60 + "!"
HOSTILE = [
    r"(?P<name>(?:a|a)*b)",
    r"(?P<name>(?:a|aa)+)$",
    r"(?P<name>(?:a[b-z]?|a)*): ",
    r"(?:(?P<name>a?){40})a{40}: ",
    r"(?P<name>(?:(?:a+){1,9})+): ",
    r"(?P<name>(?:\w|\w\w|\w{3})+): ",
    r"(?P<name>(?:.*a){12}): ",
    r"(?=(?P<name>(?:a|a)+)#)",
    r"(?P<name>a)(?:(?=a)a|a)*#",
    r"(?P<name>(?:a*a*)*)#",
    r"(?P<name>a+)(?:(?P=name)|a)*#",
    r"(?i)(?P<name>(?:aa|A)*)b",
]
"""Each tries 2^30 ways and more on `LINE`; none repeats one repeated sign, which the settings refuse by themselves."""
GOOD = TurnPattern("desk", r"(?P<time>\d+:\d\d) \| (?P<name>[^|]+) \| ")


@pytest.fixture
def process(monkeypatch):
    monkeypatch.setattr(pattern_process, "SECONDS", 0.5)
    process = PatternProcess()
    yield process
    process.close()


@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_pattern_is_told_with_its_name_the_file_the_line_and_what_to_do(process, pattern):
    stated = TurnPattern("desk", pattern)
    lines = [(1, "a: hello"), (4, "so"), (9, LINE), (10, "a")]
    begun = time.monotonic()
    with pytest.raises(SettingsError) as told:
        process.try_on(stated, "acme/call.txt", lines)
    assert time.monotonic() - begun < 10
    assert str(told.value).startswith(
        "evidence.yaml: formats: desk: the pattern takes more than 0.5 s on acme/call.txt:9."
    )
    assert "let no part repeat what repeats" in str(told.value)
    begun = time.monotonic()
    with pytest.raises(SettingsError, match=r"acme/call\.txt:9"):
        process.try_on(stated, "other.txt", [(1, LINE)])
    assert time.monotonic() - begun < 0.2, "what is known is not tried again"
    process.try_on(GOOD, "call.txt", [(1, "0:05 | Ann | Hi.")])


def test_what_is_matched_and_what_is_not_goes_well_whatever_stands_in_the_lines(process):
    odd = ["0:05 | Ann | Hi.", "", "\ud800 lone", "\x85\u2028\r", "日本語: 😀", "x" * 2000]
    process.try_on(GOOD, "call.txt", list(enumerate(odd, 1)))
    process.try_on(GOOD, "call.txt", [(n, "0:05 | Ann | Hi.") for n in range(2500)])
    process.try_on(GOOD, "empty.txt", [])


def test_a_pattern_that_fits_an_empty_line_and_could_stall_there_is_refused_before_any_line(process):
    with pytest.raises(SettingsError, match="desk: the pattern matches an empty line"):
        process.try_on(TurnPattern("desk", r"^(?P<name>\w*)"), "call.txt", [(1, "x")])
    nothing = TurnPattern("desk", "(?:|)" * 40 + r"(?P<name>x?)(?!)")
    with pytest.raises(SettingsError, match=r"takes more than 0\.5 s on an empty line"):
        process.try_on(nothing, "call.txt", [(1, "x")])


def test_the_process_ends_with_the_reading():
    with trials():
        try_pattern(GOOD, "call.txt", [(1, "x")])
        running = pattern_process._shared.process._running
        assert running.poll() is None
    assert running.poll() is not None


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_ingest_ends_within_seconds_with_code_2_and_goes_on_when_the_pattern_is_mended(tmp_path, jobs):
    raw = tmp_path / "source/transcripts/raw"
    raw.mkdir(parents=True)
    text = f"a: Hello there.\nb: We still deploy by hand.\na: {LINE}\n{LINE}\nb: So it is.\n"
    for number in range(40):
        (raw / f"call-{number}.txt").write_text(text, encoding="utf-8")
    settings = tmp_path / "evidence.yaml"
    settings.write_text(f"formats:\n  desk: '{HOSTILE[0]}'\n", encoding="utf-8")
    begun = time.monotonic()
    answer = run_in(tmp_path, "ingest", "--jobs", jobs)
    assert time.monotonic() - begun < 40, "here beside other tests; alone it takes 4 s"
    assert answer.code == 2
    (said,) = re.findall(r".*formats: desk: .*", answer.err)
    assert re.match(
        r"evidence: evidence\.yaml: formats: desk: the pattern takes more than 3 s on call-\d+\.txt:4\.", said
    ), said
    settings.write_text("formats:\n  desk: '(?P<name>[ab]): '\n", encoding="utf-8")
    assert run_in(tmp_path, "ingest").code == 0
    assert run_in(tmp_path, "search", "deploy", "--count").code == 0
