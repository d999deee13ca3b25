"""Who may have said words in quotation marks."""

from __future__ import annotations

import pytest

from evidence.documents.quote_credits import credit, credits_above, credits_around


@pytest.mark.parametrize(
    ("before", "after", "who"),
    [
        ("Tove Ash: ", "", "Tove Ash"),
        ("- P3: ", "", "P3"),
        ("", " (P3)", "P3"),
        ("", " (Tove Ash, Halden Foundry)", "Tove Ash"),
        ("", " — Tove Ash, CTO", "Tove Ash"),
        ("As Tove put it, ", "", "Tove"),
        ("Later on Tove told us that ", "", "Tove"),
        ("", ", says Tove Ash, the CTO of Halden.", "Tove Ash"),
        ("", " Tove Ash explained.", "Tove Ash"),
        ("According to Tove Ash, ", "", "Tove Ash"),
        ("[00:12:34] Tove: ", "", "Tove"),
        ("Quote from Tove Ash (Halden): ", "", "Tove Ash"),
        ("- Tove Ash \u2014 ", "", "Tove Ash"),
        ("", " Tove Ash, Halden", "Tove Ash"),
        ("", " *Tove Ash*", "Tove Ash"),
        ("", " (source: Tove Ash)", "Tove Ash"),
        ("Tove Ash sagte: ", "", "Tove Ash"),
        ("", ", so Tove Ash", "Tove Ash"),
        ("Selon Tove Ash, ", "", "Tove Ash"),
    ],
)
def test_whoever_is_named_around_words_is_found(before, after, who):
    assert who in [one.person for one in credits_around(before, after, {})]


def test_a_footnote_may_say_who():
    assert "Tove Ash" in [one.person for one in credits_around("", "[^2] and more", {"2": "Tove Ash, Halden"})]


def test_running_text_names_nobody():
    assert [*credits_around("we painted ", " on the wall.", {})] == []
    assert [*credit(" ** ")] == []


def test_a_label_above_says_who_or_who_speaks():
    assert "Petra" in [one.person for one in credits_above("Petra said")]
    assert [*credits_above("")] == []
