"""Which quote comes next, and what the random slice says."""

import random
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Attribution, Citation, Decision, Finding, Quote
from evidence.review.decisions import in_force
from evidence.review.queue import SLICE, Precision, QuoteItem, arrange_queue, is_sampled, precision, slice_of


def make(number, score=1.5, verdict="", *, against=False):
    quote = Quote(f"q{number * 2654435761 % 16**12:012x}", Citation("mill", number + 1, 0, 2), "So")
    finding = Finding(quote, "hand", Attribution(date="2026-01-01"), score=score)
    return QuoteItem("makers", finding, verdict, slice=slice_of(finding, against=against), against=against)


def test_one_in_eight_is_drawn_and_comes_in_the_order_of_its_id_whatever_its_score():
    items = [make(n, score=(n * 7919 % 100) / 30) for n in range(400)]
    queue = arrange_queue(items)
    places = [place for place, item in enumerate(queue) if item.slice == "random"]
    drawn = [queue[place].quote.quote_id for place in places]
    assert drawn == sorted(drawn)
    assert 30 < len(drawn) < 75
    assert places[:4] == [7, 15, 23, 31]


def test_the_rest_is_mostly_best_first_with_some_that_are_uncertain():
    queue = arrange_queue([make(n, score=n / 100) for n in range(300)])
    first = [item.finding.score for item in queue[:8] if item.slice != "random"]
    best = [score for score in first if score > 2.8]
    assert len(best) == 6
    assert best == sorted(best, reverse=True)
    assert [score for score in first if abs(score - 1) < 0.1]


def test_decided_quotes_come_last_and_those_put_off_before_them():
    items = [
        make(1, verdict="accept"),
        make(2, verdict="later"),
        make(3),
        make(4, verdict="orphaned"),
        make(5, verdict="reject"),
    ]
    assert [item.verdict for item in arrange_queue(items)] == ["", "later", "orphaned", "accept", "reject"]


@given(st.lists(st.tuples(st.floats(0, 3), st.sampled_from(["", "later", "accept"])), max_size=40), st.randoms())
def test_a_queue_loses_nothing_and_depends_on_no_order(kinds, chance):
    items = [make(n, score, verdict) for n, (score, verdict) in enumerate(kinds)]
    mixed = list(items)
    chance.shuffle(mixed)
    assert arrange_queue(mixed) == arrange_queue(items)
    assert sorted(arrange_queue(items), key=lambda i: i.quote.citation) == items


def test_counter_evidence_is_no_sample_of_what_a_tracker_finds():
    drawn = next(n for n in range(99) if is_sampled(make(n).quote.quote_id))
    assert (make(drawn).slice, make(drawn, against=True).slice) == ("random", "best")


def decision(n, verdict, day=1, **more):
    at = f"2026-01-{day:02d}T00:00:00Z"
    return Decision(
        at, "kim", "makers", more.pop("tracker", "hand"), f"q{n:012x}", verdict, "mill", 1, 0, 2, "So", **more
    )


def test_precision_is_counted_from_the_random_slice_alone():
    lines = [decision(n, "accept", slice="best") for n in range(50)]
    lines += [decision(100 + n, "accept" if n % 4 else "reject", slice="random") for n in range(12)]
    lines += [decision(200, "later", slice="random"), decision(201, "note", slice="random")]
    (share,) = precision(in_force(lines).values())
    assert share == Precision("hand", 9, 12)
    assert str(share) == "hand 75 % (9 of 12, 47\N{EN DASH}91 %)"


def test_words_cut_anew_are_no_error_of_the_tracker_and_words_moved_away_are():
    recut = [decision(1, "accept", slice="random", replaces=f"q{2:012x}")]
    assert precision(in_force(recut).values()) == (Precision("hand", 1, 1),)
    moved = [
        decision(1, "move", slice="random", tracker="audit", replaces="hand"),
        decision(1, "accept", 2, tracker="audit"),
    ]
    assert precision(in_force(moved).values()) == (Precision("hand", 0, 1),)


def test_the_estimate_is_honest_however_far_the_review_went():
    """Accepting what scores high leaves the share among the drawn ones at that of all quotes."""
    chance = random.Random(5)  # noqa: S311  a simulation
    items = [make(n, chance.uniform(0, 3)) for n in range(4_000)]
    good = {item.quote.quote_id for item in items if chance.uniform(0, 3) < item.finding.score}
    judged = arrange_queue(items)[:1_600]
    lines = [
        replace(
            decision(0, "accept" if item.quote.quote_id in good else "reject", slice=item.slice),
            quote_id=item.quote.quote_id,
        )
        for item in judged
    ]
    (share,) = precision(lines)
    low, high = share.interval
    assert low < len(good) / len(items) < high
    assert share.judged == 1_600 // SLICE
    of_all = sum(line.verdict == "accept" for line in lines) / len(lines)
    assert of_all > high  # what was judged is better than what there is, and the slice does not say so
