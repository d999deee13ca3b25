import pytest

from evidence.quotes.mining import appraise, quantities


def worth(text, *matched):
    spans = [(text.index(word), text.index(word) + len(word)) for word in matched]
    return appraise(text, spans, (0, len(text)))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("It took ten hours a week and $40K a year.", ("ten hours", "$40K ")),
        ("Three people, 30 % of them, for 2.5 days.", ("Three people", "30 %", "2.5 days")),
        ("We have SOC 2 and version 3.5.", ()),
    ],
)
def test_amounts_are_found_as_written(text, found):
    assert tuple(q.strip() for q in quantities(text)) == tuple(q.strip() for q in found)


def test_a_quote_with_a_number_in_the_first_person_is_worth_more():
    plain = worth("Deploys are done by hand around here most of the time.", "by hand")
    better = worth("We do deploys by hand, ten hours a week, all of the time.", "by hand")
    assert better.score > plain.score
    assert any(reason.startswith("quantity: ten hours") for reason in better.reasons)


@pytest.mark.parametrize(
    ("text", "match", "polarity"),
    [
        ("We need SOC 2.", "SOC 2", "affirmed"),
        ("We don't need SOC 2.", "SOC 2", "negated"),
        ("Do you need SOC 2?", "SOC 2", "question"),
        ("If we needed SOC 2 we would buy it.", "SOC 2", "hypothetical"),
    ],
)
def test_what_is_not_affirmed_is_tagged_and_weighed_down(text, match, polarity):
    found = worth(text, match)
    assert found.polarity == polarity
    assert (polarity == "affirmed") == (not any(polarity in reason for reason in found.reasons))


def test_one_affirmed_match_makes_the_quote_affirmed():
    assert worth("We don't need audits. The audits hurt.", "audits.", "audits hurt").polarity == "affirmed"


def test_the_score_is_the_sum_of_its_reasons():
    found = worth("We deploy by hand, ten hours a week, every single week.", "by hand")
    assert found.score == pytest.approx(sum(float(reason.rsplit(" ", 1)[1]) for reason in found.reasons))
