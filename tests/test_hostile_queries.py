"""What people paste, and what is meant to harm: a clear error, and the index library never hears of it."""

import pytest

from evidence import ingest_calls
from evidence.commands.search import search
from evidence.errors import QuerySyntaxError
from evidence.library.asking import Filters, ask
from evidence.library.library import open_library
from evidence.store.storage import Store
from evidence.workspace import Workspace

HOSTILE = {
    # Size
    "ten thousand stars": "*" * 10_000,
    "ten thousand stars in quotation marks": f'"{"*" * 10_000}"',
    "ten thousand words of one star": "* " * 10_000,
    "a megabyte of one word": "a" * 1_000_000,
    "a megabyte of words": "deploy " * 143_000,
    "a megabyte of quotation marks": '"' * 1_000_000,
    "1,001 terms": " ".join(f"w{number}" for number in range(1_001)),
    "1,001 terms of which any will do": " OR ".join(f"w{number}" for number in range(1_001)),
    "a phrase of 1,001 words": f'"{"a " * 1_001}"',
    "a phrase of 4,000 wildcards": f'"{"*a* " * 4_000}"',
    "phrases of 1,001 words together": '"a b c d e f g" ' * 143,
    "1,001 words parted by signs": "a/" * 1_000 + "a",
    "one letter with ten thousand accents": "a" + "\u0301" * 10_000,
    "5,000 characters without spaces": "\u5c71" * 5_000,
    # Nesting
    "4,000 parentheses": "(" * 4_000 + "deploy" + ")" * 4_000,
    "4,000 parentheses never closed": "(" * 4_000,
    "4,000 parentheses never opened": "deploy" + ")" * 4_000,
    "4,000 times NOT": "deploy " + "NOT " * 4_000 + "price",
    "4,000 parentheses and NOT": "deploy " + "NOT (" * 2_000 + "price" + ")" * 2_000,
    "101 times NEAR": "a" + " NEAR/3 a" * 101,
    "101 times NEAR to the right": "a NEAR/3 (" * 101 + "a" + ")" * 101,
    # Words
    "51 words that begin with a star": " OR ".join(f"*w{number}" for number in range(51)),
    "a phrase of 51 words that begin with a question mark": f'"{"?a " * 51}"',
    "eleven stars in a word": "a" + "*a" * 11,
    "eleven question marks in a word": "?" * 11,
    "a thousand question marks": "?" * 1_000,
    "a wildcard in 201 characters": "a" * 201 + "*",
    "a fuzzy word of 201 characters": "a" * 201 + "~",
    "three edits": "deploy~3",
    "edits beyond any number": "deploy~" + "9" * 1_900,
    "a fuzzy wildcard": "dep*oy~",
    # Numbers
    "a distance of 1,001": "a NEAR/1001 b",
    "a distance beyond any number": f"a NEAR/{'9' * 10_000} b",
    "a gap of 1,001": '"a b"~1001',
    "a gap beyond any number": '"a b"~' + "9" * 10_000,
    # Fields
    "a field that does not exist": "speeker:Dana",
    "a field with a name of 5,000 letters": "x" * 5_000 + ":a",
    "a field of nothing": "speaker:",
    "a field of signs": "title:***",
    "a side that does not exist": "side:buyer",
    "a date of 5,000 digits": "date:" + "9" * 5_000,
    "a month that does not exist": "date:2026-13",
    "a range that ends before it begins": "date:2026-03..2026-01",
    "only what to leave out": "NOT deploy",
    # Characters
    "NUL": "deploy\0ment",
    "an escape sequence": "\x1b[2Jdeploy",
    "a C1 control character": "deploy\x9b1m",
    "a lone surrogate": "deploy \ud800",
    "a lone surrogate in a phrase": '"manual \udfff deploy"',
    "a lone surrogate in a field": "speaker:\udc80",
    "no word": "",
    "blanks of every kind": "\t\n\u00a0\u2003",
}
AT_THE_LIMIT = {
    "100 parentheses": "(" * 100 + "slow" + ")" * 100,
    "100 times NOT": "slow " + "NOT " * 100 + "slow",
    "100 times NEAR": "slow" + " NEAR/3 slow" * 100,
    "100 parentheses with NEAR inside": "(" * 100 + "slow" + " NEAR/3 deploys)" * 100,
    "1,000 terms": " OR ".join(["slow"] * 1_000),
    "a phrase of 1,000 words": f'"{"slow " * 1_000}"',
    "ten wildcards": "*s*l*o*w*",
    "50 words that begin with a star": " OR ".join(["*low"] * 50),
    "a thousand lone stars": f'"{"* " * 999}slow"',
}


@pytest.fixture
def guarded(tmp_path, monkeypatch):
    """A library whose index must not be asked."""
    (tmp_path / "evidence.yaml").touch()
    with open_library(Workspace(tmp_path)) as library:
        monkeypatch.setattr(Store, "candidates", lambda *_: pytest.fail("the index was asked"))
        yield library


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_query_is_an_error_that_never_reaches_the_index(guarded, query):
    with pytest.raises(QuerySyntaxError) as caught:
        search(guarded, ask(query))
    assert caught.value.what
    assert 0 <= caught.value.position <= len(query)


@pytest.mark.parametrize("query", HOSTILE.values(), ids=HOSTILE)
def test_the_error_of_a_hostile_query_fits_a_screen_and_a_terminal(query):
    with pytest.raises(QuerySyntaxError) as caught:
        ask(query)
    lines = str(caught.value).split("\n")
    assert len(lines) <= 3
    assert all(line.isprintable() and len(line) <= 300 for line in lines)


@pytest.mark.parametrize(
    "filters",
    [
        Filters(side="buyer"),
        Filters(outcome="\x1b[31m"),
        Filters(speaker="\0"),
        Filters(account="\ud800"),
        Filters(call="*"),
        Filters(since="9" * 5_000),
        Filters(since="2026-02", until="2026-01"),
    ],
    ids=str,
)
def test_a_hostile_filter_is_an_error_that_never_reaches_the_index(guarded, filters):
    with pytest.raises(QuerySyntaxError):
        search(guarded, ask("deploy", filters))


def test_a_fair_query_reaches_the_index(guarded):
    with pytest.raises(pytest.fail.Exception, match="the index was asked"):
        search(guarded, ask("deploy"))


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    root = tmp_path_factory.mktemp("hostile")
    (root / "evidence.yaml").touch()
    raw = root / "source/transcripts/raw"
    raw.mkdir(parents=True)
    cue = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nDana: Deploys are slow, slow, slow and nobody knows why.\n"
    (raw / "small.vtt").write_text(cue, encoding="utf-8")
    ingest_calls(Workspace(root), jobs=1)
    with open_library(Workspace(root)) as library:
        yield library


@pytest.mark.parametrize("query", AT_THE_LIMIT.values(), ids=AT_THE_LIMIT)
def test_what_stands_at_the_limit_is_answered(small, query):
    assert search(small, ask(query)).count in {0, 1}
