import pytest
from hypothesis import given

from evidence.query.context import contexts, echoes, is_negated, passages, sentence, sentences
from evidence.text import tokenize, words
from strategies import spoken


def meant(text, word):
    at = text.index(word)
    span = at, at + len(word)
    return contexts(text, [span], sentence(text, span))[0]


def told(text, word, *earlier):
    at = text.index(word)
    return contexts(text, [(at, at + len(word))], (0, len(text)), earlier)[0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is slow.", ()),
        ("It is not slow.", ("negated",)),
        ("Not only that, but it is slow.", ()),
        ("Nobody helps and it is slow.", ()),
        ("If it is slow, tell me.", ("hypothetical",)),
        ("I would say it is slow.", ()),
        ("It used to be slow.", ("historical",)),
        ("We are used to it being slow.", ()),
        ("Back then it was slow.", ("historical",)),
        ("Is it slow?", ("question",)),
        ("It is slow, right?", ()),
        ("It is slow, can you help?", ()),
        ("Why is it so slow?", ()),
        ("Their export is slow.", ("others",)),
        ("Their export is slow for us.", ()),
        ("My friend says nothing. It is slow.", ()),
    ],
)
def test_how_words_are_meant(text, expected):
    assert meant(text, "slow") == expected


def test_no_denies_words_that_hurt():
    assert told("There was no nightmare.", "nightmare") == ("negated",)


def test_several_contexts_are_all_told():
    assert set(meant("If their export used to be slow, what then?", "slow")) == {"hypothetical", "historical", "others"}


def test_an_echo_holds_the_telling_words_of_the_other_side():
    assert told("Yes, the exports are slow.", "exports are slow", "Is your export slow?") == ("prompted",)
    assert told("Yes, the exports are slow.", "exports are slow", "How are you?") == ()
    assert not echoes("it is", ["it is"])


def test_every_span_has_contexts_of_its_own():
    text = "It is not slow but broken."
    spans = [(text.index(word), text.index(word) + len(word)) for word in ("slow", "broken")]
    assert contexts(text, spans, (0, len(text))) == [("negated",), ()]


def test_search_still_knows_negation_and_sides_with_the_same_rules():
    text = "We don't need it, but we need that."
    assert is_negated(text, tokenize(text), (9, 13))
    assert not is_negated(text, tokenize(text), (25, 29))


@pytest.mark.parametrize("word", ["hardly", "rarely", "seldom", "nowhere near"])
def test_search_takes_for_a_negation_what_verification_takes_for_one(word):
    text = f"It {word} works."
    assert is_negated(text, tokenize(text), (len(text) - 6, len(text) - 1))
    assert meant(text, "works") == ()  # that is the pain, not its denial


@given(spoken)
def test_sentences_and_passages_leave_out_nothing_but_blanks(text):
    for cut in ([*sentences(text)], passages(text)):
        covered = "".join(text[a:b] for a, b in cut)
        assert covered.replace(" ", "") == text.replace(" ", "")
        assert [a for a, _ in cut] == sorted(a for a, _ in cut)
        assert all(a < b for a, b in cut)


def test_a_run_without_full_stops_is_cut_where_clauses_open():
    text = "we copy the numbers into the sheet every week " + "and then we send it to the bank and wait for them " * 6
    pieces = [text[a:b] for a, b in passages(text.strip())]
    assert len(pieces) > 2
    assert pieces[1].startswith("and then we send it")
    assert all(len(words(piece)) >= 8 for piece in pieces)


def test_a_short_sentence_is_left_whole():
    text = "We do it by hand, and then we send it, and then we wait."
    assert passages(text) == [(0, len(text))]
