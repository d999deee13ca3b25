import pytest

from evidence.quotes.relevance import MOST, shared_with


@pytest.mark.parametrize(
    ("label", "quote", "gain"),
    [
        ("Manual deployment processes", "The deploys are manual.", 0.4),
        ("Manual deployment processes", "It takes all night.", 0.0),
        ("No DevOps team", "We never had a DevOps person.", 0.2),
        ("Late reports, wrong reports, lost reports, no reports", "The report is late, wrong and lost again.", MOST),
    ],
)
def test_telling_words_that_a_quote_shares_with_its_label_count_in_any_form(label, quote, gain):
    found, reasons = shared_with(label, quote)
    assert found == gain
    assert bool(reasons) is bool(gain)


def test_a_word_said_twice_counts_once():
    assert shared_with("Slow reports", "Reports, reports, reports.") == (0.2, ("label: reports +0.2",))
