"""What must not be shown is replaced; what only looks like it stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.redact import Redaction, redact
from strategies import examples

NAMES = ("Ida Lund", "Will Okafor", "Zoë")
HIDDEN = {
    "Write to ida.lund+x@mail.harbour.example.": "Write to [email].",
    "Call +49 30 1234567 or (415) 555-0199, 415.555.0199.": "Call [phone] or [phone], [phone].",
    "1-800-555-0199, 030 1234567": "[phone], [phone]",
    "My number is 5550199": "My number is [phone]",
    "card 4111 1111 1111 1111 or 4111111111111111": "card [card] or [card]",
    "10.0.0.1 and 2001:db8::7334, 00:1a:2b:3c:4d:5e": "[address] and [address], [address]",
    "key sk-abcdefghijkl1234mnop, AKIAABCDEFGHIJKLMNOP": "key [token], [token]",
    "eyJhbGciOiJI.eyJzdWIiOiIx.c2lnbmF0dXJl": "[token]",
    "hash d41d8cd98f00b204e9800998ecf8427e": "hash [token]",
    "Ida Lund met Ida, IDA LUND and Lund's cat": "[name] met [name], [name] and [name]'s cat",
    "Ida'll ask, Lund’d know, Ida’s": "[name]'ll ask, [name]’d know, [name]’s",
    "I asked Will. Will you go, zoë?": "I asked [name]. Will you go, zoë?",
    "Zoë said so": "[name] said so",
}
SHOWN = (
    "10,000 people",
    "on 2026-01-12",
    "SOC 2",
    "$50,000 and 415,555,0199",
    "version 1.2.3",
    "at 00:12:34",
    "200-1000 employees",
    "2019 2020 2021 2022",
    "1234 5678 9012 3456",
    "ratio 16:9",
    "std::vector and a::b",
    "ticket 4155550199",
    "999.1.1.1",
    "0.5 percent",
    "call me on 2026-01-12",
    "Idaho and idas",
    "x" * 10_000,
    "how-we-cut-deploy-time-by-50-percent-in-2024",
    "",
)


@pytest.mark.parametrize("text", HIDDEN)
def test_it_is_hidden(text):
    assert redact(text, "people", NAMES)[0] == HIDDEN[text]
    assert redact(text, "none", NAMES) == (text, ())


@pytest.mark.parametrize("text", SHOWN)
def test_it_is_shown(text):
    assert redact(text, "strict", NAMES) == (text, ())


def test_companies_become_pseudonyms_or_disappear():
    companies = (("Harbour Bakery", "Account A"), ("Oven & Sons", "Account B"))
    text = "Harbour Bakery's ovens, oven & sons too"
    assert redact(text, "people", (), companies)[0] == text
    assert redact(text, "pseudonyms", (), companies)[0] == "Account A's ovens, Account B too"
    assert redact(text, "strict", (), companies)[0] == "[company]'s ovens, [company] too"


def test_a_redaction_applies_what_it_holds():
    assert Redaction().apply("Ida at ida@a.example") == "Ida at [email]"
    assert Redaction("people", NAMES).apply("Ida at ida@a.example") == "[name] at [email]"
    assert [Redaction(level).hides_accounts for level in ("none", "people", "pseudonyms", "strict")] == [
        False,
        False,
        True,
        True,
    ]


@examples(200)
@given(st.lists(st.sampled_from([*HIDDEN, *SHOWN[:-3]]) | st.text(max_size=20), max_size=4).map(" ".join))
def test_offsets_are_over_the_original(text):
    shown, replaced = redact(text, "people", NAMES)
    rebuilt, at = "", 0
    for start, end, placeholder in replaced:
        assert at <= start < end
        rebuilt += text[at:start] + placeholder
        at = end
    assert rebuilt + text[at:] == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("that was Rook, T. Rook", "that was [name]"),
        ("I met T. Rook", "I met [name]"),
        ("ask J. R. Rook.", "ask [name]."),
        ("Rook, T.", "[name]"),
        ("Tamsin R. said", "[name] said"),
        ("Rook, I think", "[name], I think"),
        ("A Rook's word", "A [name]'s word"),
    ],
)
def test_initials_beside_a_name_are_part_of_it(text, shown):
    assert redact(text, "people", ("Tamsin Rook",))[0] == shown
