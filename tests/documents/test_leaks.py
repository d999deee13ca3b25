"""What slipped through is found wherever it stands, and never printed whole."""

from evidence.documents.leaks import find_leaks
from evidence.documents.redact import Redaction

COMPANIES = (("Harbour Bakery", "Account_001"), ("harbour-bakery.example", "Account_001"))
PAGE = """---
owner: Ida Lund
---
# Plan

Write to ida@harbour-bakery.example or [listen](../calls/harbour-bakery-7.md#u1).
<!-- evidence:begin segment=bakers sha256=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa0000000000000000000000000000aaaa -->
`10.0.0.1` and &#43;49 30 1234567
<!-- evidence:end -->
Lund's cat, Marta Ilves, marta@slipway.example
"""


def leaks(level, path="segments/plan.md", text=PAGE):
    redaction = Redaction(level, ("Ida Lund", "Marta Ilves"), COMPANIES if level == "pseudonyms" else ())
    found = find_leaks(text, path, redaction, own_names={"Marta Ilves"}, own_domains=("slipway.example",))
    return [(leak.line, leak.kind, leak.hint) for leak in found]


def test_front_matter_links_code_and_comments_count():
    assert leaks("people") == [
        (2, "[name]", "I… (8 characters)"),
        (6, "[email]", "i… (26 characters)"),
        (8, "[address]", "1… (8 characters)"),
        (8, "[phone]", "+… (14 characters)"),
        (10, "[name]", "L… (4 characters)"),
    ]


def test_customers_leak_only_where_they_are_hidden_and_the_path_counts():
    assert (6, "[company]", "h… (14 characters)") in leaks("pseudonyms")
    assert leaks("pseudonyms", "segments/harbour-bakery.md", "") == [(1, "[company]", "h… (14 characters)")]
    assert leaks("pseudonyms", "campaigns/harbour-bakery/spring.md", "") == [(1, "[company]", "h… (14 characters)")]
    assert leaks("people", "segments/harbour-bakery.md", "") == []
    assert leaks("none") == []


def test_an_everyday_word_is_no_name_in_peoples_own_text():
    redaction = Redaction("people", ("Grace Hill",))
    text = "Over the Hill and far away.\n> Ask Grace.\n"
    assert [leak.line for leak in find_leaks(text, "a.md", redaction, quoted={2})] == [2]
