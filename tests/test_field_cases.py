"""`scripts/eval field`: every case has a check, and a check tells right from wrong."""

import pytest

pytest.importorskip("resource")  # no Windows, and no run.sh there

from measuring.field_cases import CASES, Case, lay, runnable
from measuring.field_checks import CHECKS, LEE, RELEASE, SHORT, nobody_at, release

TURNS = "\n\n".join(
    f"{LEE[at % 2]}  0:{SHORT[at] // 1000:02}\n{words}" for at, words in enumerate(RELEASE)
)  # a layout that is read since long
CUES = "WEBVTT\n\n00:00.000 --> 00:04.000\nOne two.\n\n00:05.000 --> 00:09.000\nThree four.\n"


def of(tmp_path, name, text):
    """A case that is one file."""
    folder, root = tmp_path / "case", tmp_path / "w"
    folder.mkdir()
    root.mkdir()
    (folder / name).write_text(text, encoding="utf-8")
    (folder / "expected.md").write_text("What: a case of our own.", encoding="utf-8")
    lay(folder, root)
    return Case("case", root)


@pytest.mark.skipif(not CASES.is_dir(), reason="../shared/field-cases is not here")
def test_every_case_has_a_check_and_every_check_a_case():
    folders = {path.name for path in CASES.iterdir() if path.is_dir()} - {"runnable"}
    assert folders == set(CHECKS)


def test_a_case_that_is_right_is_right(tmp_path):
    case = of(tmp_path, "call.txt", TURNS)
    assert not list(release(LEE, SHORT)(case))
    assert not (case.root / "source/transcripts/raw/expected.md").exists()


@pytest.mark.parametrize(
    ("check", "said"),
    [
        (release(LEE, SHORT, "2026-01-02"), "date: None"),
        (release(LEE, (0, 7_000, 19_000, 27_000)), "turns: "),
        (release(LEE[::-1], SHORT), "turns: "),
    ],
)
def test_what_is_wrong_is_said(tmp_path, check, said):
    (found,) = check(of(tmp_path, "call.txt", TURNS))
    assert found.startswith(said)


def test_timed_words_of_nobody(tmp_path):
    case = of(tmp_path, "talk.vtt", CUES)
    assert not list(nobody_at((0, 5_000), ("One two.", "Three four."))(case))
    assert [said.split(":")[0] for said in nobody_at((1_000,), ("One.",))(case)] == ["words", "times"]


def test_a_file_that_is_refused_is_no_call(tmp_path):
    (said,) = release(LEE, SHORT)(of(tmp_path, "call.txt", "Nothing of this was ever said."))
    assert said.startswith("0 calls")


def test_a_check_that_a_case_brings_says_what_is_missing(tmp_path):
    (tmp_path / "run.sh").write_text('"$EVIDENCE" --version >/dev/null || exit 1\necho "MISSING: it"\nexit 1\n')
    assert runnable(tmp_path) == ["MISSING: it"]
    (tmp_path / "run.sh").write_text("exit 0\n")
    assert runnable(tmp_path) == []
