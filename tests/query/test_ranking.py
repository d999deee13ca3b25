"""Ranking talk for a question: pure, and compared with a slow oracle that is obvious."""

from itertools import pairwise
from math import exp, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Utterance
from evidence.query.ranking import (
    Counts,
    QuestionTerm,
    Weights,
    count_turns,
    densest,
    listen,
    order,
    rank,
    rarest,
    read_question,
    speaks_to,
    weigh_turns,
)
from evidence.text import stem, words

WORDS = ("invoice", "invoices", "ledger", "close", "closing", "we", "um", "audit", "Friday")
TURNS = st.lists(st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join), max_size=14)
SPEAKERS = ("Ada Quill", "Ledger Desk", None)


def talk(*texts, call_id="close-2026", speakers=SPEAKERS[:1]):
    return listen(call_id, [Utterance(n, n, speakers[n % len(speakers)], text) for n, text in enumerate(texts, 1)])


def asked(text):
    return read_question(text)


def numbers(hits):
    return [hit.utterance.number for hit in hits]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What did the banks say about their audits?", ["banks", "audits"]),
        ("Summarize the discussion about closing the books.", ["closing", "books"]),
        ("Why didn't Ada Quill's team reconcile invoices, and how many invoices?", "ada quill team reconcile invoices"),
        ("who said what?", ["who", "said", "what"]),
        ("?!", []),
    ],
)
def test_words_that_only_ask_are_left_out_unless_there_are_no_others(question, expected):
    expected = expected.split() if isinstance(expected, str) else expected
    found = [term.word for term in read_question(question)]
    assert [word for word in found if word != "many"] == expected


def test_a_stem_is_asked_about_once():
    assert read_question("audits, audited: audit") == (QuestionTerm("audits", "audit"),)


def bm25(question, texts, speakers, weight):
    """BM25 as the book has it, one turn and one word at a time."""
    documents = [[stem(word) for word in words(text)] for text in texts]
    names = [[stem(word) for word in words(speaker or "")] for speaker in speakers]
    mean = sum(map(len, documents)) / len(documents) if any(documents) else 1
    scores = []
    for document, name in zip(documents, names, strict=True):
        score = 0.0
        for term in {term.stem for term in question}:
            holding = sum(term in d or term in n for d, n in zip(documents, names, strict=True))
            frequency = document.count(term) + weight * (term in name)
            rarity = log(1 + (len(documents) - holding + 0.5) / (holding + 0.5))
            score += rarity * frequency * 2.2 / (frequency + 1.2 * (0.25 + 0.75 * len(document) / mean) or 1)
        scores.append(score)
    return scores


@given(TURNS, st.sampled_from(["audit of the ledger", "closing invoices", "invoice"]))
def test_a_turns_own_words_are_worth_bm25(texts, question):
    heard = talk(*texts, speakers=SPEAKERS)
    expected = bm25(asked(question), texts, [u.speaker for u in heard.utterances], 0.2)
    found = {turn.place: turn.own for turn in weigh_turns(asked(question), [heard])}
    for place, worth in enumerate(expected):
        assert found.get(place, 0.0) == pytest.approx(worth, abs=1e-8)


@given(TURNS, st.sampled_from(["audit of the ledger", "closing invoices"]))
def test_what_is_said_around_fades_with_the_distance_in_words(texts, question):
    heard, terms, weights = talk(*texts), asked(question), Weights(reach=20, speaker=0)
    lengths = [len(words(text)) for text in texts]
    middles = [sum(lengths[:n]) + lengths[n] / 2 for n in range(len(texts))]
    counts = count_turns(terms, [heard])
    expected = [0.0] * len(texts)
    for term in terms:
        alone = {turn.place: turn.own for turn in weigh_turns([term], [heard], counts, weights)}
        for at in range(len(texts)):
            fading = [
                (worth / counts.rarity(term), abs(middles[at] - middles[place])) for place, worth in alone.items()
            ]
            near = sum(worth * (exp(-away / 20) + exp(-away / 2)) / 2 for worth, away in fading)
            expected[at] += counts.rarity(term) * near / (1 + near)
    found = {turn.place: turn.around for turn in weigh_turns(terms, [heard], counts, weights)}
    assert [found.get(at, 0.0) for at in range(len(texts))] == pytest.approx(expected, abs=1e-7)


@given(st.lists(TURNS, min_size=1, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_talks_changes_nothing(several, chance):
    talks = [talk(*texts, call_id=f"call-{n}") for n, texts in enumerate(several)]
    mixed = list(talks)
    chance.shuffle(mixed)
    terms = asked("When do we close the ledger and the invoices?")
    assert list(rank(terms, talks)) == list(rank(terms, mixed))


@given(TURNS)
def test_every_hit_is_a_turn_that_was_given_once_and_its_spans_hold_words_asked_about(texts):
    heard, terms = talk(*texts), asked("Which invoices did the audit find?")
    hits = list(rank(terms, [heard]))
    assert len(set(numbers(hits))) == len(hits)
    for hit in hits:
        assert hit.utterance in heard.utterances
        spoken = [stem(hit.utterance.text[start:end].lower()) for start, end in hit.spans]
        assert spoken == [s for s in map(stem, words(hit.utterance.text)) if s in {"invoic", "audit"}]
    held = {u.number for u in heard.utterances if {"invoic", "audit"} & set(map(stem, words(u.text)))}
    assert held <= set(numbers(hits))


def test_equal_turns_stand_in_the_order_of_their_addresses():
    talks = [talk("the audit", call_id=name) for name in ("b-call", "a-call", "c-call")]
    assert [hit.call_id for hit in rank(asked("audit"), talks)] == ["a-call", "b-call", "c-call"]


def test_the_best_turn_of_each_stretch_comes_before_the_second_of_any():
    filler = "we went on about something else entirely " * 30
    heard = talk("The audit slipped.", "An audit again.", filler, "Then the audit, on a Friday.", filler)
    first, second, *rest = numbers(rank(asked("audit"), [heard]))
    assert {first, second} == {1, 4} or {first, second} == {2, 4}
    assert len(rest) == 3
    assert numbers(order_hits(heard, stretches=0))[:2] in ([1, 2], [2, 1])


def order_hits(heard, *, stretches):
    return list(rank(asked("audit"), [heard], stretches=stretches))


def test_talk_that_touches_all_that_was_asked_comes_before_talk_that_repeats_a_word():
    repeating = talk("invoice invoice", "an invoice", "the invoice", call_id="repeating")
    touching = talk("the invoice", "was late for", "the ledger", call_id="touching")
    others = [talk("we talked of the weather and of boats", call_id=f"other-{n}") for n in range(9)]
    ranking = rank(asked("late invoices in the ledger"), [repeating, touching, *others])
    assert next(iter(ranking)).call_id == "touching"


def test_a_name_that_is_asked_about_favours_what_that_person_says():
    speakers = ("Ben Rowan", "Ada Quill")
    heard = talk("the audit is in May", "the audit is in May", speakers=speakers)
    assert numbers(rank(asked("What did Ben say about the audit?"), [heard]))[0] == 2
    assert numbers(rank(asked("What did Ada say about the audit?"), [heard]))[0] == 1


def test_counts_of_all_calls_decide_what_is_rare():
    heard = talk("invoice", "ledger", call_id="one")
    for common in ("invoice", "ledger"):
        counts = Counts(1000, {"invoic": 500 if common == "invoice" else 2, "ledger": 500 if common == "ledger" else 2})
        best = next(rank(asked("invoice ledger"), [heard], counts))
        assert best.utterance.text != common


def test_nothing_asked_or_nothing_said_ranks_nothing():
    assert list(rank(asked("audit"), [])) == []
    assert list(rank(asked("audit"), [talk("", "...", "we close")])) == []
    assert list(rank((), [talk("audit")])) == []


def test_of_a_long_question_the_rarest_words_count():
    terms = tuple(QuestionTerm(f"word{n}", f"word{n}") for n in range(12))
    counts = Counts(100, {f"word{n}": n for n in range(12)})
    assert [term.word for term in rarest(terms, counts)] == [f"word{n}" for n in range(1, 9)]


def test_stretches_are_found_where_most_terms_stand_close_together():
    rare, common = [100, 900, 5000], [*range(0, 4000, 40), 903, 905]
    assert densest([(5.0, rare), (0.5, common)], width=16, limit=1) == [896]
    assert densest([], width=16, limit=3) == []


@given(st.lists(st.integers(0, 2000), unique=True), st.integers(1, 6))
def test_stretches_do_not_overlap_and_each_holds_a_place(places, limit):
    starts = densest([(1.0, sorted(places))], width=16, limit=limit)
    assert len(starts) <= limit
    assert bool(starts) == bool(places)
    for start in starts:
        assert any(start <= place < start + 16 for place in places)
    assert all(b - a >= 16 for a, b in pairwise(sorted(starts)))


@given(st.lists(st.sets(st.integers(0, 600), min_size=1, max_size=12), min_size=1, max_size=3))
def test_the_best_stretch_is_the_one_that_a_full_search_finds(several):
    found = [(3.0 - n, sorted(places)) for n, places in enumerate(several)]

    def worth(start):
        heard = [(rarity, sum(start <= place < start + 16 for place in places)) for rarity, places in found]
        return round(sum(rarity * n / (1 + n) for rarity, n in heard), 9)

    best = densest(found, width=16, limit=5)[0]
    assert (-worth(best), best) == min((-worth(start), start) for start in range(-8, 600, 8))


def test_order_gives_every_turn_once():
    turns = weigh_turns(asked("audit"), [talk("audit", "we", "audit the ledger", "close")])
    assert sorted(turn.place for turn in order(turns, stretches=2)) == [0, 1, 2, 3]


SIDES = {"Ada Quill": "internal", "Bo Renn": "customer", "Cy Odd": "unknown"}
SIDED = st.lists(
    st.tuples(st.sampled_from([*SIDES]), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.booleans()),
    max_size=12,
)


def heard(turns, sides=None, named=()):
    said = [Utterance(n, n, who, f"{text}?" if asks else text) for n, (who, text, asks) in enumerate(turns, 1)]
    return listen("close-2026", said, sides=sides, named=named)


@given(SIDED)
def test_side_length_and_name_leave_nobody_out_and_without_a_customer_say_nothing(turns):
    terms = asked("Which invoices did the audit find in the ledger?")
    plain = weigh_turns(terms, [heard(turns)])
    assert weigh_turns(terms, [heard(turns, {"Ada Quill": "internal", "Cy Odd": "unknown"})]) == plain
    sided = weigh_turns(terms, [heard(turns, SIDES, {"Cy Odd"})])
    spoken = {turn.place for turn in plain if turn.talk.stems[turn.place]}
    assert spoken <= {turn.place for turn in sided} <= {turn.place for turn in plain}


@given(SIDED)
def test_an_answer_is_the_customers_and_stands_soon_behind_a_question_of_ours(turns):
    talk_ = heard(turns, SIDES)
    for question, answer in talk_.answers().items():
        assert turns[question][0] == "Ada Quill"
        assert turns[question][2]
        assert turns[answer][0] == "Bo Renn"
        assert question < answer <= question + 3
        between = turns[question + 1 : answer]
        assert not any(who == "Ada Quill" and asks for who, _, asks in between) or any(
            who == "Bo Renn" for who, _, _ in between
        )


def test_an_answer_has_what_its_question_is_worth_beside_its_own():
    turns = [("Ada Quill", "How late is the ledger", True), ("Bo Renn", "Nine days as a rule I would say", False)]
    terms = asked("the ledger")
    counts = count_turns(terms, [heard(turns)])
    question, answer = weigh_turns(terms, [heard(turns, SIDES)], counts)
    plain, _ = weigh_turns(terms, [heard(turns)], counts)
    assert answer.asked == 0
    assert question.asked is None
    assert answer.own == pytest.approx(plain.own * (8 / 12) ** 0.5)
    assert question.own == pytest.approx(plain.own * 0.4 * (5 / 12) ** 0.5)


def test_the_speaker_whom_a_question_names_counts_more():
    turns = [("Ada Quill", "the ledger", False), ("Bo Renn", "the ledger", False)]
    first, second = weigh_turns(asked("ledger"), [heard(turns, named={"Bo Renn"})])
    assert second.own == pytest.approx(1.25 * first.own)


def test_nothing_speaks_to_a_question_most_of_which_nobody_says():
    talk_ = talk("the ledger", "is late", "we wait", "on Friday")
    for question, speaks in [("Is the ledger late?", True), ("ledger gondola zeppelin glacier panda", False)]:
        terms = asked(question)
        counts = count_turns(terms, [talk_])
        assert speaks_to(weigh_turns(terms, [talk_], counts), terms, counts) == speaks
