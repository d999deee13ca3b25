import pytest

from evidence.errors import SettingsError
from evidence.model import Tracker
from evidence.query.tree import And, Field, Or
from evidence.segments.trackers import Failure, counts, failing_sentences, node, parse_trackers, query

GOOD = """
manual-deploys:
  label: Manual deploys
  queries: ['"by hand"', 'babysit*']
  counter: ['deploy* NEAR/4 easy']
  should_match: [We deploy by hand.]
  should_not_match: [Give me a hand., We babysit.]
pricing:
  queries: price
  side: any
"""


def test_trackers_are_read_with_their_lines():
    (manual, pricing), problems = parse_trackers(GOOD, "t.yaml")
    assert problems == ()
    assert (manual.tracker_id, manual.label, manual.side, manual.line) == (
        "manual-deploys",
        "Manual deploys",
        "customer",
        2,
    )
    assert (pricing.label, pricing.queries, pricing.side) == ("pricing", ("price",), "any")


def test_a_tracker_looks_for_any_of_its_queries_on_its_side():
    (manual, pricing), _ = parse_trackers(GOOD, "t.yaml")
    found = node(manual)
    assert isinstance(found, And)
    assert isinstance(found.children[0], Or)
    assert found.children[1] == Field("side", "customer")
    assert node(pricing) == node(pricing, sided=False)
    assert query(manual, counter=True).text == "deploy* NEAR/4 easy"


def test_a_wrong_test_sentence_is_named():
    trackers, _ = parse_trackers(GOOD, "t.yaml")
    assert failing_sentences(trackers) == (Failure("manual-deploys", "We babysit.", expected=False),)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("a:\n  queries: ['(b']\n", 2, "never closed"),
        ("a:\n  queries: [b]\n  lable: x\n", 3, "Did you mean 'label'?"),
        ("a:\n  queries: [b]\n  side: custmer\n", 3, "Did you mean 'customer'?"),
        ("a:\n  label: x\n", 1, "no valid query"),
        ("a: word\n", 1, "has no queries"),
        ("a:\n  queries: [{b: c}]\n", 2, "list of texts"),
        ("a:\n  queries: ['tracker:b']\n", 2, "cannot use another tracker"),
    ],
)
def test_what_is_wrong_is_named_with_its_line(text, line, said):
    _, problems = parse_trackers(text, "t.yaml")
    assert problems[0].line == line
    assert said in str(problems[0])


def test_a_broken_query_leaves_the_others_at_work():
    (tracker,), problems = parse_trackers("a:\n  queries: ['(b', c]\n", "t.yaml")
    assert tracker.queries == ("c",)
    assert len(problems) == 1
    assert str(problems[0]).startswith("t.yaml:2: ")


def test_a_file_that_is_no_mapping_is_refused():
    with pytest.raises(SettingsError, match="tracker-name"):
        parse_trackers("- a\n", "t.yaml")


def test_an_empty_file_holds_no_trackers():
    assert parse_trackers("# nothing\n", "t.yaml") == ((), ())


def test_a_sentence_that_should_match_and_counts_nowhere_fails_with_the_reason():
    text = "quays:\n  queries: [quay*]\n  should_match: [The quay floods., We got rid of the flooding quay.]\n"
    (tracker,), _ = parse_trackers(text, "t.yaml")
    (failure,) = failing_sentences([tracker])
    assert failure == Failure("quays", "We got rid of the flooding quay.", expected=True, reason="resolved: got rid of")


@pytest.mark.parametrize(
    ("kind", "sentence", "counted", "reason"),
    [
        ("have", "Our quay floods.", True, ""),
        ("have", "Our canteen floods.", False, ""),
        ("have", "Does your quay flood?", False, "question"),
        ("have", "We don't have a quay.", False, "absent"),
        ("lack", "We don't have a quay.", True, ""),
        ("lack", "We have a quay.", False, "absent"),
    ],
)
def test_what_counts_is_told_with_its_reason(kind, sentence, counted, reason):
    found, why = counts(Tracker("t", "t", ("quay",), kind=kind), sentence)
    assert found is counted
    assert why.partition(":")[0] == reason
