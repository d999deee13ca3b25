"""Words in the calls: rows, counts, tallies."""

from __future__ import annotations

from evidence import count_quotes, find_quotes, tally_quotes
from small_world import HARBOUR, MILL, REED


def places(found):
    return [(row.hit.call_id, row.hit.utterance.number) for row in found.rows]


def test_the_newest_call_comes_first_and_every_hit_is_counted(small):
    found = find_quotes(small, '"by hand"')
    assert places(found) == [(REED, 2), (MILL, 2), (HARBOUR, 2)]
    assert (found.count, found.count_exact) == (3, True)
    for row in found.rows:
        assert [row.hit.utterance.text[a:b] for a, b in row.hit.spans] == ["by hand"]
    assert places(find_quotes(small, '"by hand"', limit=2)) == [(REED, 2), (MILL, 2)]
    assert count_quotes(small, '"by hand"', side="customer") == (2, True)


def test_a_row_says_who_spoke_for_whom(small):
    (row,) = find_quotes(small, "auditors", context=1).rows
    assert (row.person.participant.name, row.person.participant.role) == ("Odile Marchetti", "champion")
    assert (row.account.account_name, row.segments, row.date) == ("Harbour Lending", ("lenders",), "2026-01-12")
    assert [u.text for u in row.before] == ["Ten hours."]
    assert row.after == ()


def tallied(small, by):
    return [(t.key, t.accounts, t.calls, t.mentions) for t in tally_quotes(small, '"by hand" OR hours', by=by)]


def test_tallies_count_accounts_calls_and_mentions_under_each_key(small):
    assert tallied(small, "account") == [("A1", 1, 1, 3), ("A2", 1, 1, 1), ("A3", 1, 1, 1)]
    assert tallied(small, "segment") == [("lenders", 2, 2, 4), (None, 1, 1, 1)]
    assert tallied(small, "speaker") == [
        ("Odile Marchetti", 1, 1, 2), ("Bo Trent", 1, 1, 1), ("Cy Lund", 1, 1, 1), ("Ines Vale", 1, 1, 1),
    ]  # fmt: skip
    assert tallied(small, "tracker") == [("by-hand", 2, 2, 2), ("audits", 1, 1, 1)]
