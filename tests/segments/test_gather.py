import random
from dataclasses import replace

from evidence.model import Account, Attribution, Citation, Decision, Finding, Quote, Segment, Tracker
from evidence.segments.gather import Choice, Scope, TrackerFindings, choose, gather

TRACKER = Tracker("slow", "Slow deploys", ("deploy*",))
SEGMENT = Segment("smb", "SMB", trackers=("slow",))
ACCOUNTS = tuple(Account(name, name) for name in "ABC")
SCOPE = Scope(
    ACCOUNTS,
    (("A", "won"), ("B", "lost")),
    ("A", "B"),
    (("c1", "2026-01-01"), ("c2", "2026-02-01"), ("c3", None)),
    "2026-06-30",
)


def finding(call, account, text, score=1.0, *, assertion="present", date="2026-01-01", number=1):
    quote = Quote(f"q{call}{number}", Citation(call, number, 0, len(text)), text)
    who = Attribution(side="customer", account=Account(account, account), date=date)
    return Finding(quote, "slow", who, score=score, assertion=assertion)


def gathered(found, *, decisions=None, counter=(), choice=None, unknown=()):
    findings = TrackerFindings(TRACKER, tuple(found), tuple(counter), frozenset(unknown))
    evidence = gather(SEGMENT, SCOPE, [findings], decisions=decisions or {}, choice=choice or Choice())
    return evidence, evidence.trackers[0]


def decided(verdict, quote_id):
    return {
        ("smb", "slow", quote_id): Decision(
            "2026-01-01T00:00:00Z", "k", "smb", "slow", quote_id, verdict, "c1", 1, 0, 1, "x"
        )
    }


def test_counts_are_by_account_and_outcome():
    found = [
        finding("c1", "A", "one"),
        finding("c2", "A", "two", date="2026-02-01"),
        finding("c2", "B", "three", number=2),
    ]
    evidence, tracker = gathered(found, unknown=[("c1", 4), ("c1", 5), ("c3", 1)])
    assert (tracker.accounts, tracker.mentions, tracker.won, tracker.lost) == (("A", "B"), 3, 1, 1)
    assert (tracker.last_heard, tracker.unknown_side) == ("2026-02-01", 3)
    assert (evidence.calls, evidence.first_date, evidence.last_date, evidence.undated) == (
        ("c1", "c2", "c3"),
        "2026-01-01",
        "2026-02-01",
        1,
    )


def test_the_same_words_of_one_account_count_once():
    _, tracker = gathered([finding("c1", "A", "We deploy by hand."), finding("c2", "A", "we deploy, by hand")])
    assert tracker.mentions == 1


def test_every_account_speaks_before_one_speaks_twice():
    found = [finding("c1", "A", f"a{i}", 9 - i, number=i) for i in range(1, 5)] + [finding("c2", "B", "b", 1.1)]
    chosen = choose(sorted(found, key=lambda f: -f.score), Choice(quotes=2, per_account=2))
    assert [f.quote.text for f in chosen] == ["a1", "b"]


def test_accepted_quotes_go_before_a_first_quote_of_another_account():
    found = [
        *(replace(finding("c1", "A", f"a{i}", number=i), status="accepted") for i in (1, 2, 3)),
        finding("c2", "B", "b", 9.0),
        finding("c3", "C", "c", 9.0),
    ]
    assert [f.quote.text for f in choose(found, Choice(quotes=3))] == ["a1", "a2", "a3"]
    assert [f.quote.text for f in choose(found, Choice(quotes=4))] == ["a1", "a2", "a3", "b"]


def test_an_utterance_that_two_trackers_find_is_one_whose_side_nobody_knows():
    spoken = finding("c1", "A", "who said this")
    unsure = replace(spoken, attribution=replace(spoken.attribution, side="unknown"))
    left = frozenset({("c2", 1), ("c2", 2)})
    one = TrackerFindings(replace(TRACKER, side="any"), (unsure, finding("c2", "B", "known")), (), left)
    other = replace(one, tracker=replace(TRACKER, tracker_id="other", side="any"))
    evidence = gather(SEGMENT, SCOPE, [one, other], decisions={}, choice=Choice())
    assert [(t.unknown_side, t.unknown_counted) for t in evidence.trackers] == [(2, 1), (2, 1)]
    assert (evidence.unknown_left_out, evidence.unknown_counted) == (2, 1)


def test_crumbs_are_left_out_where_there_is_anything_better():
    crumb, good = finding("c1", "A", "They ring me.", 0.7), finding("c2", "B", "We deploy by hand.", 1.5)
    assert choose([good, crumb], Choice()) == (good,)
    assert choose([crumb], Choice()) == (crumb,)


def test_negated_words_speak_against_and_are_not_counted():
    _, tracker = gathered([finding("c1", "A", "no pain", assertion="absent"), finding("c2", "B", "pain")])
    assert (tracker.mentions, [f.quote.text for f in tracker.against]) == (1, ["no pain"])


def test_counter_queries_speak_against():
    _, tracker = gathered([], counter=[finding("c1", "A", "deploys are easy")])
    assert [f.quote.text for f in tracker.against] == ["deploys are easy"]


def test_rejected_quotes_never_appear_and_accepted_come_first():
    good, bad = finding("c1", "A", "dull", 1.1), finding("c2", "B", "bright", 5.0)
    _, tracker = gathered([bad, good], decisions=decided("reject", bad.quote.quote_id))
    assert [f.quote.text for f in tracker.chosen] == ["dull"]
    _, tracker = gathered([bad, good], decisions=decided("accept", good.quote.quote_id))
    assert [(f.quote.text, f.status) for f in tracker.chosen] == [("dull", "accepted"), ("bright", "new")]
    _, tracker = gathered(
        [bad, good], decisions=decided("accept", good.quote.quote_id), choice=Choice(only_accepted=True)
    )
    assert [f.quote.text for f in tracker.chosen] == ["dull"]


def test_the_order_of_arrival_changes_nothing():
    found = [finding(f"c{i % 3}", "ABC"[i % 3], f"words {i}", 1 + i % 4, number=i) for i in range(1, 20)]
    expected, _ = gathered(found)
    for seed in range(5):
        random.Random(seed).shuffle(found)  # noqa: S311  any order will do
        assert gathered(found)[0] == expected


def test_searched_and_not_found_is_a_result():
    _, tracker = gathered([])
    assert (tracker.mentions, tracker.chosen, tracker.last_heard) == (0, (), None)


def test_prompted_mentions_count_but_are_not_volunteered():
    found = [finding("c1", "A", "it is slow"), replace(finding("c2", "B", "slow, yes"), prompted=True)]
    _, tracker = gathered(found)
    assert (tracker.mentions, tracker.volunteered) == (2, 1)


def test_a_quote_tells_how_a_deal_ended_after_it_was_reviewed():
    quote = finding("c1", "A", "it is slow")
    decisions = decided("accept", quote.quote.quote_id)  # on 2026-01-01
    for closing, closed in (("2026-02-01", dict(SCOPE.outcomes).get("A")), ("2025-12-01", None)):
        scope = replace(SCOPE, closings=(("A", closing),))
        (one,) = gather(
            SEGMENT, scope, [TrackerFindings(TRACKER, (quote,))], decisions=decisions, choice=Choice()
        ).trackers
        assert one.chosen[0].closed == closed
    assert gathered([quote])[1].chosen[0].closed is None


def test_what_was_rejected_does_not_come_back_in_another_cut_as_counter_evidence():
    long = finding("c1", "A", "it is quiet now and nobody is woken")
    short = replace(long, quote=replace(long.quote, quote_id="qshort", citation=Citation("c1", 1, 6, 16)))
    assert gathered([long], counter=[short])[1].against == (short,)
    assert gathered([long], counter=[short], decisions=decided("reject", long.quote.quote_id))[1].against == ()


def test_what_speaks_against_and_is_not_shown_is_no_silence():
    denied = finding("c1", "A", "we have no pain at all", assertion="absent")
    _, tracker = gathered([denied], choice=Choice(only_accepted=True))
    assert (tracker.against, tracker.countered, tracker.mentions) == ((), 1, 0)


OTHER = Tracker("night", "Night work", ("night",))


def both(first, second, *, decisions=None):
    """Gather two pains; return the words that each shows."""
    findings = [TrackerFindings(TRACKER, tuple(first)), TrackerFindings(OTHER, tuple(second))]
    evidence = gather(SEGMENT, SCOPE, findings, decisions=decisions or {}, choice=Choice(per_account=9))
    assert [tracker.mentions for tracker in evidence.trackers] == [len(first), len(second)]
    return [[f.quote.text for f in tracker.chosen] for tracker in evidence.trackers]


def test_a_quote_stands_under_one_pain_unless_both_match_in_other_words_of_it():
    said = replace(finding("c1", "A", "Deploys keep us up at night."), spans=((0, 7),))
    more = replace(finding("c2", "A", "Deploys take the whole day."), spans=((0, 7),))
    same = replace(said, tracker="night")
    apart = replace(same, spans=((22, 27),))
    assert both([said, more], [same]) == [["Deploys take the whole day."], ["Deploys keep us up at night."]]
    assert both([said], [apart]) == [["Deploys keep us up at night."]] * 2


def test_what_a_reviewer_accepted_under_two_pains_stands_under_both():
    said = replace(finding("c1", "A", "Deploys keep us up at night."), spans=((0, 7),))
    same = replace(said, tracker="night")
    accepted = decided("accept", said.quote.quote_id)
    accepted |= {("smb", "night", said.quote.quote_id): next(iter(accepted.values()))}
    assert both([said], [same], decisions=accepted) == [["Deploys keep us up at night."]] * 2


def test_what_was_volunteered_goes_before_what_was_prompted_whatever_it_is_worth():
    prompted = replace(finding("c1", "A", "You are right, it is slow.", 5.0), prompted=True)
    told = finding("c2", "A", "It is slow, and it costs us.", 1.5)
    _, tracker = gathered([prompted, told], choice=Choice(per_account=2))
    assert [f.quote.text for f in tracker.chosen] == ["It is slow, and it costs us.", "You are right, it is slow."]


def test_what_is_only_asked_or_supposed_is_no_counter_evidence():
    counter = [
        finding("c1", "A", "Does it go back by itself?", assertion="question"),
        finding("c2", "B", "It goes back by itself."),
    ]
    _, tracker = gathered([], counter=counter)
    assert [f.quote.text for f in tracker.against] == ["It goes back by itself."]
    assert tracker.countered == 2
