"""Times in text: what spares the patterns a look finds what they find."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.calls.formats._stamps import BEGINS, LATER, STAMP, later_stamp, stamp_at

PARTS = ("0:05", "1:02:03,5", "10:03 AM", "2 minutes 3 seconds", "3/5/26, ", "[", "(", "**", "`", "#", "\\", "]", ")",
         " ", "  ", " - ", "Dana", "at", "7", ".", ":", "é", "²", "12.34s")  # fmt: skip
lines = st.lists(st.sampled_from(PARTS), max_size=12).map("".join)


@given(lines, st.integers(0, 8), st.integers(0, 60))
def test_a_later_time_is_the_one_that_a_search_over_every_place_finds(line, at, end):
    slow, fast = LATER.search(line, at, end), later_stamp(line, at, end)
    assert (fast and fast.span()) == (slow and slow.span())


@given(lines)
def test_no_time_begins_with_a_sign_at_which_none_is_looked_for(line):
    places = [at for at in range(len(line)) if STAMP.match(line, at)]
    assert all(line[at] in BEGINS for at in places)


def test_brackets_of_a_time_are_shut_by_their_own_kind():
    assert [bool(stamp_at(text)) for text in ("[0:05]", "[(0:05)]", "(0:05]", "[0:05", "0:05)", "**[0:05]**")] == [
        True, True, False, False, False, True,
    ]  # fmt: skip
