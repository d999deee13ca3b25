"""Labels of pains: what frames them goes, and no word comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.segments.labels import clean_label
from evidence.text import words
from strategies import examples


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ('"Berth Fatigue." Wants the modern "one tap" booking but is intimidated by forms.', "Berth Fatigue"),
        ("Wants the modern quay", "Modern quay"),
        ("The customer struggles with tide tables.", "Tide tables"),
        ("Our buyers complain that tide tables arrive late", "Tide tables arrive late"),
        ("They often complain about \u201clost\u201d ropes.", "Lost ropes"),
        ("- [x] **Ropes**: _fray_ in `salt`", "Ropes: fray in salt"),
        ("2) [Lock gates](gates.md) rust", "Lock gates rust"),
        ("The pilots' maps don't match", "The pilots' maps don't match"),
        ("'By hand' logbooks", "By hand logbooks"),
        ("Frustrated by slow cranes", "Slow cranes"),
    ],
)
def test_what_frames_a_pain_goes(written, label):
    assert clean_label(written).startswith(label)


@pytest.mark.parametrize(
    "label",
    [
        "Reports that arrive late",
        "Everyone has their own version of the numbers",
        "Nobody complains about the noise",
        "People leave",
        "We can't see what's in stock",
        "Needs to be typed twice",
        "iOS builds break",
    ],
)
def test_what_is_a_label_already_stays(label):
    assert clean_label(label) == label


def test_a_long_one_ends_in_an_ellipsis_and_marks_alone_stay():
    assert clean_label("tide " * 40).endswith("tide\N{HORIZONTAL ELLIPSIS}")
    assert clean_label("**") == "**"


def letters(text):
    return "".join(sign for word in words(text) for sign in word if sign.isalnum())


@given(st.text(st.sampled_from("abS \"'*_.`[]()-:\u201c\u201d\u2019tiwesn\n#"), max_size=60))
@examples(200)
def test_no_word_comes_that_was_not_there_and_one_cleaned_is_clean(text):
    label = clean_label(text)
    assert "\n" not in label
    assert letters(label) in letters(text)


def test_comments_that_are_never_closed_cost_no_time_and_no_label():
    assert clean_label("Late reports " + "<!--" * 100_000).startswith("Late reports")
