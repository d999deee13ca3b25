"""An order learned from simulated reviewers: those with a taste, those without one, those who judge as the rules do."""

import random
import subprocess
import sys
from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes.ranker import Example, Ranker, Trial, bucket, distinct_examples, study
from strategies import examples

NAMES = [
    a + b for a in ("bar", "cor", "del", "fen", "gul", "hom", "jat", "kep") for b in ("ro", "ma", "ti", "su", "ne")
]
TOPIC = ("invoice", "billing", "refund")
EVERYTHING = Ranker(defaultdict(lambda: 0.5), 0.2, 0.1)
FAMILIES = ("manual", "effort", "risk", "first person")


def dice(seed):
    return random.Random(seed)  # noqa: S311  a reviewer is no secret


def quote(chance, words, *, by="topic", tracker=None):
    """A quote of a made-up language, three in ten of them about the topic that the reviewer cannot stand."""
    said = chance.choices(NAMES, range(1, len(NAMES) + 1), k=words)
    about = chance.random() < 0.3
    if about:
        said[chance.randrange(words)] = chance.choice(TOPIC)
    score = round(chance.gauss(1.8, 0.5), 2)
    reasons = ("matched +1.0", *(f"{family} +0.4" for family in chance.sample(FAMILIES, 2)))
    verdicts = {
        "topic": about == (chance.random() < 0.08),
        "nothing": chance.random() < 0.5,
        "rules": score > chance.gauss(1.8, 0.3),
        "effort": any("effort" in reason for reason in reasons),
    }
    tracker = tracker or f"tracker-{chance.randrange(3)}"
    return Example(tracker, f"call-{chance.randrange(40)}", " ".join(said), score, reasons, verdicts[by])


def review(by, count=400, *, seed=1):
    chance = dice(seed)
    return [quote(chance, 15, by=by) for _ in range(count)]


def share_of_pairs(examples, key):
    """How often an accepted quote stands above a rejected one: AUC, the slow way."""
    good = [key(one) for one in examples if one.accepted]
    bad = [key(one) for one in examples if not one.accepted]
    return sum((a > b) + (a == b) / 2 for a in good for b in bad) / (len(good) * len(bad))


def test_a_reviewer_who_rejects_a_topic_is_learned():
    trial, order = study(review("topic"))
    assert trial.better
    unseen = review("topic", seed=2)
    by_rules = share_of_pairs(unseen, lambda one: one.score)
    learned = share_of_pairs(unseen, lambda one: order.place(one.text, one.score, one.reasons)[0])
    assert by_rules < 0.6
    assert learned > 0.8
    assert abs(learned - trial.learned) < 0.1


def test_a_reviewer_who_likes_a_family_is_learned():
    trial, order = study(review("effort"))
    assert trial.learned > 0.95
    place, why = order.place("barro corma", 1.5, ["matched +1.0", "effort +0.4"])
    assert place > order.place("barro corma", 1.5, ["matched +1.0", "risk +0.4"])[0]
    assert why.startswith("like what you accepted: effort")


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("by", ["nothing", "rules"])
def test_verdicts_without_a_taste_of_their_own_leave_the_order_to_the_rules(by, seed):
    trial, order = study(review(by, 240, seed=seed))
    assert (trial.better, order) == (False, None)


@given(st.randoms())
@examples(5)
def test_the_order_of_examples_changes_nothing(chance):
    examples = review("topic", 240)
    mixed = list(examples)
    chance.shuffle(mixed)
    assert study(mixed) == study(examples)


def test_accepted_and_rejected_weigh_the_same_however_few_there_are_of_one():
    chance = dice(4)
    examples = [one for one in review("topic", 900) if not one.accepted or chance.random() < 0.3]
    few = sum(one.accepted for one in examples)
    trial, _ = study(examples)
    assert (trial.accepted, trial.rejected) == (few, len(examples) - few)
    assert trial.better


def test_it_is_measured_within_lists_since_a_list_is_what_it_sorts():
    chance = dice(5)
    # Everything of one tracker is good and all of the other bad: nothing there to sort.
    examples = [quote(chance, 12, tracker=name) for name in ("good", "bad") for _ in range(150)]
    trial, order = study([one._replace(accepted=one.group == "good") for one in examples])
    assert (trial.learned, trial.rules, order) == (None, None, None)
    assert str(trial) == "cannot be measured: not used (150 accepted, 150 rejected, 40 calls)"


def test_words_learned_in_one_call_are_not_tested_in_its_copy():
    chance = dice(6)
    said = [" ".join(chance.choices(NAMES, k=12)) for _ in range(120)]
    taste = [chance.random() < 0.5 for _ in said]
    twins = [
        Example("hand", f"call-{number // 4}-{copy}", text, 1.5, (), accepted)
        for number, (text, accepted) in enumerate(zip(said, taste, strict=True))
        for copy in "ab"
    ]
    assert {one.call_id for one in distinct_examples(twins)} == {f"call-{number}-a" for number in range(30)}
    trial, order = study(twins)
    assert (trial.accepted + trial.rejected, order) == (120, None)


def test_short_words_are_said_in_two_calls_by_chance():
    one = Example("hand", "call-1", "Yes, exactly.", 1.0, (), accepted=True)
    assert distinct_examples([one, one._replace(call_id="call-0")]) == [one._replace(call_id="call-0"), one]


def test_a_handful_of_calls_is_no_measurement():
    trial, order = study([one._replace(call_id=f"call-{n % 4}") for n, one in enumerate(review("topic"))])
    assert trial.calls == 4
    assert not trial.better
    assert order is None


def test_the_measured_share_is_that_of_all_pairs():
    examples = [one._replace(group="hand") for one in review("rules", 300)]
    trial, _ = study(examples)
    assert trial.rules == pytest.approx(share_of_pairs(examples, lambda one: one.score), abs=1e-4)


def test_a_reason_names_what_weighs_most_and_no_word_twice():
    order = Ranker({bucket("hand"): 1.0, bucket("night"): -3.0, bucket("copy"): 0.5}, 0.0, 0.0)
    place, why = order.place("Copying by hand.", 2.0, ())
    assert why == "like what you accepted: hand, copying +0.8"
    assert place == pytest.approx(0.75)
    assert order.place("Nights and nights.", 2.0, ())[1] == "like what you rejected: nights -1.7"
    assert order.place("Nothing that anybody knows.", 2.0, ()) == (0.0, "")


def test_forms_of_a_word_share_a_weight():
    order = Ranker({bucket("deploys"): 1.0}, 0.0, 0.0)
    assert order.place("Deploying.", 0, ())[0] == order.place("deploy", 0, ())[0] == 1.0


@given(st.text(max_size=80), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_has_a_place_and_a_reason_in_one_line(text, reasons):
    place, why = EVERYTHING.place(text, 1.0, reasons)
    assert (place, why) == EVERYTHING.place(text, 1.0, reasons[::-1])
    assert len(why.splitlines()) <= 1


def test_a_word_has_the_same_bucket_in_every_process():
    code = "from evidence.quotes.ranker import bucket; print(bucket('deploying'))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert int(done.stdout) == bucket("deploys") == 735_482


def test_a_trial_says_what_was_measured():
    trial = Trial(230, 1_182, 96, 0.8149, 0.66, 0.02)
    assert str(trial) == "AUC 0.81, rules 0.66: used (230 accepted, 1,182 rejected, 96 calls)"
    assert "not used" in str(replace(trial, learned=0.69))
