from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes.selection import Mentions, QuoteCandidate, take_turns


def test_every_account_has_its_first_before_any_has_its_second():
    able = [QuoteCandidate(group, (), number) for number, group in enumerate("aaabbc")]
    assert [*take_turns(able)] == [0, 3, 5, 1, 4, 2]


def test_a_cap_holds_for_each_account():
    able = [QuoteCandidate(group, (), number) for number, group in enumerate("aaab")]
    assert [*take_turns(able, cap=2)] == [0, 3, 1]


def test_another_role_goes_before_a_second_one_of_the_same():
    able = [QuoteCandidate("a", (role,), number) for number, role in enumerate(["buyer", "buyer", "user"])]
    assert [*take_turns(able)] == [0, 2, 1]


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([None, "x", "y"]))))
def test_without_a_cap_everything_comes_once(given_):
    able = [QuoteCandidate(group, (kind,), number) for number, (group, kind) in enumerate(given_)]
    assert sorted(take_turns(able)) == [*range(len(able))]


def test_nearly_the_same_words_are_heard_once():
    heard = Mentions()
    assert heard.is_new("We spend ten hours a week on copying orders by hand.")
    assert not heard.is_new("Um, we spend ten hours a week on copying orders by hand!")
    assert heard.is_new("We spend ten hours a week in meetings with the auditors.")
