import pytest

from evidence.quotes.appraisal import MOST, Matched, appraise, shared_with
from evidence.quotes.nlp import load_pipeline


def worth(text, *matched):
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in matched)
    return appraise([Matched(text, spans, (0, len(text)))], load_pipeline())[0]


def added(reasons):
    return sum(float(reason.rsplit(" ", 1)[1]) for reason in reasons)


def test_a_quote_with_a_number_in_the_first_person_is_worth_more():
    plain = worth("Deploys are done by hand around here most of the time.", "by hand")
    better = worth("We do deploys by hand, ten hours a week, all of the time.", "by hand")
    assert better.score > plain.score
    assert any(reason.startswith("quantity: ten hours") for reason in better.reasons)


@pytest.mark.parametrize("assertion", ["absent", "resolved", "question", "hypothetical", "other"])
def test_what_is_not_simply_stated_weighs_less_and_says_so(assertion):
    text = "We need SOC 2."
    found, plain = (
        appraise([Matched(text, ((8, 13),), (0, len(text)), way)], load_pipeline())[0] for way in (assertion, "present")
    )
    assert found.score == pytest.approx(plain.score - 0.6)
    assert f"{assertion} -0.6" in found.reasons


def test_the_score_of_a_quote_is_the_sum_of_its_reasons():
    found = worth("We deploy by hand, ten hours a week, and it is a nightmare every time.", "by hand")
    assert found.score == pytest.approx(added(found.reasons))
    assert any(reason.startswith("manual") for reason in found.reasons)


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
    found, shared = shared_with(label, quote)
    assert found == gain
    assert bool(shared) is bool(gain)


def test_a_word_said_twice_counts_once():
    assert shared_with("Slow reports", "Reports, reports, reports.") == (0.2, ("reports",))


def test_a_quote_that_speaks_of_the_pain_by_its_label_is_worth_more_and_says_why():
    text = "We deploy by hand, and it takes all night."
    plain, named = appraise(
        [Matched(text, ((10, 17),), (0, len(text)), label=label) for label in ("", "Deploys at night")], load_pipeline()
    )
    assert named.score == pytest.approx(plain.score + 0.4)
    assert "label: deploy, night +0.4" in named.reasons
