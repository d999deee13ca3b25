import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import CitationError
from evidence.model import Hit, Utterance
from evidence.quotes.cut import MAX_WORDS, cut, cut_around, extend, quote_at, quote_id, widen
from evidence.text import words
from strategies import spoken


def hit_of(text, *matched, number=1, call="c"):
    spans = tuple((text.index(word), text.index(word) + len(word)) for word in matched)
    return Hit(call, Utterance(number, number, "Dana", text, 5_000), spans)


def quoted(text, *matched):
    hit = hit_of(text, *matched)
    return cut(hit, [hit.utterance]).text


def test_a_quote_is_the_whole_sentence_around_the_match():
    text = "Hi there. We babysit deploys, ten hours a week. Anyway."
    assert quoted(text, "babysit") == "We babysit deploys, ten hours a week."


def test_matches_in_neighbouring_sentences_come_along():
    text = "Um. We deploy by hand. It is a roll of the dice! Bye."
    assert quoted(text, "by hand", "roll of the dice") == "We deploy by hand. It is a roll of the dice!"


def test_a_far_second_match_does_not_tear_the_first_sentence():
    text = f"The audit hurts. {'And so on and on. ' * 30}The audit again."
    assert quoted(text, "audit", "again") == "The audit hurts."


def test_versions_and_amounts_do_not_end_a_sentence():
    assert quoted("We run 3.5 and pay $4.2K. Fine.", "pay") == "We run 3.5 and pay $4.2K."


def test_speech_without_full_stops_is_cut_at_clauses():
    text = (
        ", ".join(f"clause number {i} goes on a bit" for i in range(40)) + ", and deploys fail, " + "more of it, " * 40
    )
    found = quoted(text, "deploys fail")
    assert "and deploys fail" in found
    assert len(words(found)) <= MAX_WORDS
    assert found.startswith("clause number")
    assert not found.endswith(",")


def test_a_match_early_in_a_long_sentence_keeps_its_beginning():
    text = "The auditors pick changes, " + "and somebody makes screenshots, " * 30
    assert quoted(text, "auditors").startswith("The auditors pick changes, and")


@given(spoken, st.data())
def test_a_quote_is_verbatim_and_never_less_than_the_match(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, stop = widen(text, (start, end))
    matched = text[start:end].strip()
    assert 0 <= begin < stop <= len(text) or not matched
    assert matched.strip(",;:\u2013\u2014 ") in text[begin:stop]
    assert text[begin:stop] == text[begin:stop].strip()


def test_the_citation_gives_the_words_and_their_surroundings():
    hit = hit_of("One. We deploy by hand. Two.", "deploy")
    quote = cut(hit, [hit.utterance])
    place = quote.citation
    assert hit.utterance.text[place.start : place.end] == quote.text == "We deploy by hand."
    assert (quote.prefix, quote.suffix, place.time_ms) == ("One. ", " Two.", 5_000)


def test_identity_counts_occurrences_and_ignores_numbers_and_punctuation():
    first, second = hit_of("We deploy by hand.", "deploy"), hit_of("We deploy, by hand!", "deploy", number=2)
    call = [first.utterance, second.utterance]
    one, two = cut(first, call), cut(second, call)
    assert one.quote_id == quote_id("c", "we deploy by hand", 1)
    assert two.quote_id == quote_id("c", "we deploy by hand", 2)
    moved = hit_of("We deploy by hand.", "deploy", number=7)
    assert cut(moved, [moved.utterance]).quote_id == one.quote_id


def test_words_that_do_not_stand_in_the_call_are_no_quote():
    hit = hit_of("We deploy by hand.", "deploy")
    with pytest.raises(CitationError):
        cut(hit, [])
    with pytest.raises(CitationError):
        quote_at("c", hit.utterance, (0, 99), [hit.utterance])


def around(text, word):
    utterance = Utterance(1, 1, "Dana", text, 5_000)
    at = text.index(word)
    return cut_around("c", utterance, (at, at + len(word)), [utterance]).text


def test_the_sentence_with_the_number_comes_along():
    text = "Hello. We do it all by hand, every one of us. It takes ten hours a week. Anyway, thanks."
    assert around(text, "by hand") == "We do it all by hand, every one of us. It takes ten hours a week."


def test_the_sentence_with_the_consequence_comes_along():
    text = "The export of the orders breaks quite often. So we lost the customer. The weather is fine."
    assert around(text, "breaks") == "The export of the orders breaks quite often. So we lost the customer."


def test_words_too_few_to_be_understood_lean_on_the_sentence_before():
    text = "We used the old scanner for the labels. It was a nightmare."
    assert around(text, "nightmare") == text


def test_nothing_comes_along_where_it_would_be_too_long():
    text = f"It breaks every week in the middle of the night. So {'we wait and ' * 30}we lose ten hours."
    assert around(text, "breaks") == "It breaks every week in the middle of the night."


@given(spoken, st.data())
def test_a_quote_grown_by_its_neighbours_is_still_verbatim(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    begin, stop = extend(text, (start, len(text)))
    assert text[begin:stop].strip() in text
    assert len(words(text[begin:stop])) <= max(MAX_WORDS, len(words(text[start:])))


@pytest.mark.parametrize(
    ("text", "matched", "expected"),
    [
        ("How do we do it? By hand.", "By hand", "How do we do it? By hand."),
        ("We copy it all over. Manually. Sixty.", "Manually", "We copy it all over. Manually."),
        ("Manually. That is how it goes.", "Manually", "Manually. That is how it goes."),
        ("So it goes. We wait a week. Then nothing.", "wait", "We wait a week."),
        ("By hand.", "By hand", "By hand."),
    ],
)  # fmt: skip
def test_a_quote_is_never_less_than_a_thought(text, matched, expected):
    assert quoted(text, matched) == expected


@pytest.mark.parametrize(
    "limit",
    [
        "But only in May.", "Except for the small ones.", "Unless somebody is ill.", "Only if it is a Friday.",
        "But it is fine.", "Not any more, since spring.", "Not anymore.", "Although that is better now.",
        "That was before the move.", "Not really.", "Or they were until March.", "Used to be, anyway.",
    ],
)  # fmt: skip
def test_a_quote_does_not_end_before_what_limits_it(limit):
    said = f"We load all of the orders by hand. {limit} And so on."
    assert quoted(said, "by hand") == f"We load all of the orders by hand. {limit}"
    assert quoted("We load all of the orders by hand. And so on.", "by hand") == "We load all of the orders by hand."


@given(
    st.lists(st.sampled_from(["we wait for it", "it is slow", "they call us"]), min_size=14, max_size=40),
    st.integers(0, 39),
    st.sampled_from(["but", "except", "unless", "only if"]),
)  # fmt: skip
def test_a_long_sentence_is_not_cut_before_a_limit_where_another_place_is_left(clauses, at, limit):
    at %= len(clauses)
    clauses = [*clauses[: at + 1], f"{limit} it is May", *clauses[at + 1 :]]
    text = f"{', '.join(['the audit hurts', *clauses])}."
    found = quoted(text, "audit")
    rest = text[len(found) :].lstrip(", ")
    assert text.startswith(found)
    assert len(words(found)) <= MAX_WORDS
    assert not rest.startswith(limit)
