"""Counts agree in number: on a workspace with one of everything, no command says `1 accounts`."""

import io
import re

import pytest

CALL = """WEBVTT

1
00:00:01.000 --> 00:00:04.000
Ada Quill: We still close the month by hand.
"""
SEGMENTS = """closers:
  name: Closers
  documents:
    - {path: closers.md, heading: Closers}
  where: headcount > 0
  trackers: [by-hand]
"""
TRACKERS = """by-hand:
  label: Closing by hand
  queries: ["by hand"]
  should_match: ["We close by hand."]
"""
FILES = {
    "source/transcripts/raw/quill-2026-01-12.vtt": CALL,
    "source/crm/exports/crm_accounts_2026-01-31.csv": "account_id,account_name,headcount\nA1,Quill Works,1\n",
    "source/crm/exports/crm_deals_2026-01-31.csv": (
        "opportunity_id,account_id,stage,amount,is_won,is_closed,created_date,close_date\n"
        "O1,A1,Closed Won,1000,true,true,2026-01-11,2026-01-12\n"
    ),
    "source/joins/mappings/m.csv": "transcript_id,account_id\nquill-2026-01-12,A1\n",
    "source/people.csv": "label,side,role\nAda Quill,customer,Controller\n",
    "source/trackers.yaml": TRACKERS,
    "segments/segments.yaml": SEGMENTS,
    "segments/closers.md": "# Closers\n\nThey close the month.\n",
}
COMMANDS = (
    ("ingest", "--force"),
    ("ingest", "--explain", "source/transcripts/raw/quill-2026-01-12.vtt"),
    ("search", "by hand"),
    ("search", "by hand", "--count"),
    ("search", "by hand", "--by", "account"),
    ("search", "by hand", "--explain"),
    ("search", "by hand", "--markdown"),
    ("ask", "what is done by hand?"),
    ("search", "xylophone"),
    ("search", "hand", "--since", "2027"),
    ("trackers",),
    ("trackers", "--test"),
    ("trackers", "--suggest", "by-hand"),
    ("trackers", "--themes"),
    ("link",),
    ("link", "--explain", "quill-2026-01-12"),
    ("segments",),
    ("segments", "--explain"),
    ("segments", "--suggest"),
    ("pains",),
    ("pains", "--min-score", "0"),
    ("quotes",),
    ("quotes", "--role", "buyer"),
    ("review",),
    ("review", "--links"),
    ("attach", "--dry-run"),
    ("attach", "--diff"),
    ("attach",),
    ("verify",),
    ("verify", "--raw"),
    ("verify", "--fix"),
    ("verify", "--leaks"),
    ("stats",),
    ("status",),
    ("export", "accounts", "--to", "csv", "-o", "accounts.csv"),
    ("export", "calls", "--to", "csv", "-o", "calls.csv"),
    ("export", "quotes", "--to", "csv", "-o", "quotes.csv"),
    ("forget", "quill-2026-01-12", "--dry-run"),
)
NOUNS = (
    "accounts|addresses|attributions|calls|candidates|cells|closed accounts|closed deals|columns|companies|contacts|"
    "cues|customers|days|deals|decisions|documents|employees|files|hits|leaks|lines|mentions|names|pain points|people|"
    "phrases|placeholders|problems|quotes|raw files|recordings|rows|segments|sentences|speakers|statements|suggestions|"
    "terms|test sentences|times|trackers|transcripts|turns|utterances|words"
)
DISAGREES = re.compile(rf"(?<![\w.,/:-])1 (?!with )(?:[a-z]+ )?(?:{NOUNS})\b|(?<![\w.,/:-])1 [a-z ]*\b(?:are|were)\b")


@pytest.fixture
def one_of_each(bare):
    """A workspace with one call, one account, one deal, one segment, one tracker and one quote."""
    for name, text in FILES.items():
        path = bare / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return bare


def test_one_of_anything_is_never_called_by_a_plural(run, one_of_each, monkeypatch):
    said = []
    for command in COMMANDS:
        monkeypatch.setattr("sys.stdin", io.StringIO("g\np\nq\n"))  # what a review is told
        answer = run(*command, cwd=one_of_each)
        assert answer.code in {0, 1}, (command, answer.err)
        said += [(command, line) for line in (answer.out + answer.err).splitlines()]
    said += [(("block",), line) for line in (one_of_each / "segments/closers.md").read_text("utf-8").splitlines()]
    assert [(command, line) for command, line in said if DISAGREES.search(line)] == []
    counted = "\n".join(line for _, line in said)
    for one in ("1 account", "1 call", "1 deal", "1 quote", "1 quotation: 1 verified", "1 of 1 test sentence passed"):
        assert one in counted


@pytest.mark.parametrize("text", ["1 accounts", "in 1 calls", "1 new files", "1 of 1 quotes", "1 quote are"])
def test_the_pattern_finds_what_disagrees(text):
    assert DISAGREES.search(text)


@pytest.mark.parametrize("text", ["21 accounts", "1,001 calls", "#u1 calls", "3.1 words", "1 account", "1 of 2 calls"])
def test_the_pattern_passes_what_agrees(text):
    assert not DISAGREES.search(text)


@pytest.mark.parametrize("command", [("search", "hand"), ("quotes",), ("pains",), ("stats",)])
def test_a_role_that_nobody_has_is_said(run, one_of_each, command):
    assert "No calls yet" in run(*command, "--role", "buyer", cwd=one_of_each).err
    run("ingest", cwd=one_of_each)
    answer = run(*command, "--role", "buyer", cwd=one_of_each)
    assert "No speaker has the role 'buyer'. You have: Controller." in answer.err


@pytest.mark.parametrize(
    "command", [("search", "hand", "--segment", "closers"), ("quotes",), ("stats",), ("attach",), ("segments",)]
)
def test_a_segment_without_accounts_is_said_with_the_next_command(run, one_of_each, change, command):
    change(one_of_each / "segments/segments.yaml", "headcount > 0", "headcount > 9")
    run("ingest", cwd=one_of_each)
    assert "Segment without accounts: closers (evidence segments --explain shows why)." in run(*command).err


def test_an_unknown_tracker_or_segment_names_what_there_is(run, one_of_each):
    assert "no tracker called 'price'. You have: by-hand." in run("quotes", "--tracker", "price", cwd=one_of_each).err
    unknown = run("attach", "price", cwd=one_of_each).err
    assert "no segment called 'price'. You have: closers. To search for words: evidence search price." in unknown


def test_a_call_without_a_date_is_listed_with_what_to_do(run, one_of_each):
    (one_of_each / "source/transcripts/raw/quill-2026-01-12.vtt").rename(
        one_of_each / "source/transcripts/raw/quill-intro.vtt"
    )
    run("ingest", cwd=one_of_each)
    assert "1 call without a date (add `started_at:" in " ".join(run("status", cwd=one_of_each).out.split())
