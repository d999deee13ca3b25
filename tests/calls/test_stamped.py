"""Times among words: what may be one, and what somebody says."""

import pytest

from evidence.calls.stamped import written_times


@pytest.mark.parametrize(
    ("text", "times"),
    [
        ("[1:05] So it fails.", [("[1:05]", 65_000)]),
        ("So it fails (00:10:04)", [("(00:10:04)", 604_000)]),
        ("It fails. `07:15` It broke.", [("`07:15`", 435_000)]),
        (r"It \[07:15\] broke.", [(r"\[07:15\]", 435_000)]),
        ("It fails. [06:10 - 06:30] It broke.", [("[06:10 - 06:30]", 370_000)]),
        ("We weigh. [8m 20s] We stack. [521.5s] We wait.", [("[8m 20s]", 500_000), ("[521.5s]", 521_500)]),
        ("It fails. #00:10:04-2# Again.", [("#00:10:04-2#", 604_200)]),
        ("It fails. 02:20 Again.", [("02:20", 140_000)]),
        ("02:20 Again.", [("02:20", 140_000)]),
        ("We meet at 10:30 and at 11:45 it fails.", []),
        ("Version 2.10.4 (see page 3:1) costs $4.50 [sic] in 3/4 of cases.", []),
        ("", []),
    ],
)
def test_times_in_brackets_and_at_the_beginning_of_sentences_may_be_none_of_the_words(text, times):
    assert [(text[one.start : one.end], one.ms) for one in written_times(text)] == times
