"""At 80 columns no name, label or reason is cut: what is wider than its place goes on in the next line."""

import pytest
from running import run_in

from evidence.cli.console import Console
from evidence.terminal import cells
from example_workspace import copy_example

LABEL = "Releases that wake people up, night after night, whatever the size of the change (日本語の手作業リリース)"
SEGMENT = "Fintech of the Middle Market between the Seas, with a Name as Long as People Give Them in Workshops 2026"
ACCOUNT = "Northquay Lending and Leasing Gesellschaft mit beschränkter Haftung & Söhne 株式会社"
TRACKER = "deploys-by-hand-that-nobody-wants-to-do-any-more"


@pytest.fixture(scope="module")
def long_names(tmp_path_factory):
    """Read only: the example with names as long as people give them, ingested."""
    folder = copy_example(tmp_path_factory.mktemp("long") / "w")
    for place, old, new in (
        ("source/trackers.yaml", "On call for releases, at night and on weekends", f"'{LABEL}'"),
        ("source/trackers.yaml", "manual-deploys:", f"{TRACKER}:"),
        ("segments/segments.yaml", "manual-deploys", TRACKER),
        ("segments/segments.yaml", "name: Mid-Market Fintech", f"name: {SEGMENT}"),
        ("source/crm/exports/crm_accounts_2026-06-30.csv", "Northquay Lending", ACCOUNT),
    ):
        text = (folder / place).read_text(encoding="utf-8")
        assert old in text
        (folder / place).write_text(text.replace(old, new), encoding="utf-8")
    (folder / "names.csv").write_text(f"name\n{ACCOUNT}\nNorthquay Lending & Leasing\n", encoding="utf-8")
    assert run_in(folder, "ingest").code == 0
    return folder


def lost(words, text):
    """The words that do not stand in a text; names may be broken at hyphens, wide signs anywhere."""
    parts = [part for word in words.split() for part in (word.split("-") if word.isascii() else word)]
    return [part for part in parts if part not in text]


@pytest.mark.parametrize(
    ("arguments", "wanted"),
    [
        (["trackers"], [LABEL, TRACKER]),
        (["pains", "--account", "Account_023"], [ACCOUNT]),
        (["quotes", "--account", "Account_023"], [ACCOUNT, TRACKER]),
        (["segments"], [SEGMENT]),
        (["segments", "--explain"], [SEGMENT, ACCOUNT]),
        (["stats"], [SEGMENT, TRACKER]),
        (["link"], [ACCOUNT]),
        (["link", "--match-names", "names.csv"], [ACCOUNT, "Northquay Lending & Leasing"]),
        (["link", "--explain", "northquay-discovery-2026-01-12"], [ACCOUNT]),
        (["status"], ["conference-follow-up-2026-03-19,", "slw-0617-advis", "London Room 2"]),
    ],
)
@pytest.mark.parametrize("width", [60, 80, 200])
def test_nothing_that_is_needed_is_cut(long_names, arguments, wanted, width):
    answer = run_in(long_names, *arguments, env={"COLUMNS": str(width)})
    assert answer.lines
    for words in wanted:
        assert lost(words, answer.out) == [], answer.out
    assert "\u2026" not in answer.out
    if width >= 80:
        assert [line for line in answer.lines if cells(line) > width] == []


def table(capsys, width, header, rows):
    Console(None, json=False, quiet=False, as_of=None, colour=False, width=width).table(header, rows)
    return capsys.readouterr().out.splitlines()


def test_a_table_keeps_words_whole_and_numbers_on_the_right(capsys):
    rows = [("slow", "12", "Nobody to hire for it"), ("night-work", "3", "")]
    assert table(capsys, 26, ("id", "n", "pain"), rows) == [
        "id           n  pain",
        "slow        12  Nobody to",
        "                hire for",
        "                it",
        "night-work   3",
    ]


def test_a_table_wider_than_any_word_lets_them_be_cut_and_loses_no_sign(capsys):
    lines = table(capsys, 40, ("call", "account"), [("a" * 50, "b" * 30)])
    assert max(map(len, lines)) <= 40
    assert "".join(lines[1:]).count("a") == 50
    assert "".join(lines[1:]).count("b") == 30
    assert table(capsys, 40, ("call",), []) == []
