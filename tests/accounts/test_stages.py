"""What became of a deal: its cells, its status, its stage."""

from __future__ import annotations

import pytest

from evidence.accounts.rows import Record
from evidence.accounts.stages import Ends, closed_later, is_under_way, none_closed, outcome_cells, strange_stages
from evidence.model import Deal
from evidence.settings import Settings

STAGES = Settings().stages


def rows(*stages, **more):
    return [Record((at,), {"stage": stage, **more}) for at, stage in enumerate(stages, 2)]


@pytest.mark.parametrize(
    ("stage", "pipeline", "said"),
    [
        ("Closed Won", None, True),
        ("closedlost", None, False),
        ("Closed - Won", None, True),
        ("Won", None, True),
        ("Lost 🙁", None, False),
        ("Lost!", None, None),
        ("Closed Won (Sales Pipeline)", None, True),
        ("Closed Won (EMEA)", "EMEA", True),
        ("Closed Lost (EMEA (new))", "EMEA (new)", False),
        ("Closed Lost (reopened)", "EMEA", None),
        ("7. Closed Won", None, True),
        ("07 - Closed Lost", None, False),
        ("Stage 6: Won", None, True),
        ("Closed Won (100%)", None, True),
        ("Closed Lost - 0 %", None, False),
        ("Lost to a competitor", None, None),
        ("Not won yet", None, None),
        ("6", None, None),
        ("", None, None),
    ],
)
def test_a_stage_is_read_without_what_exports_put_around_it(stage, pipeline, said):
    # A second stage without brackets: nothing follows from all stages having them.
    ends = Ends.of(STAGES, rows(stage, "Demo", pipeline=pipeline))
    assert ends.reading(stage) is said


def test_where_every_stage_has_brackets_they_hold_the_pipeline():
    ends = Ends.of(STAGES, rows("Closed Won (North)", "Demo (North)", "Closed Lost (South)"))
    assert [ends.reading(s) for s in ("Closed Won (North)", "Demo (North)", "Closed Lost (South)")] == [
        True, None, False,
    ]  # fmt: skip


def test_one_stage_with_brackets_is_enough_in_an_export_of_hubspot():
    deals = rows("Closed Won (North)")
    assert Ends.of(STAGES, deals, hubspot=True).reading("Closed Won (North)")
    assert Ends.of(STAGES, deals).reading("Closed Won (North)") is None


def test_the_settings_stand_above_the_bare_word():
    ends = Ends.of((("Signed",), ("Won",)))
    assert [ends.reading(stage) for stage in ("Signed", "Won", "Lost", "Closed Won")] == [True, False, False, None]


@pytest.mark.parametrize(
    ("stage", "open_"),
    [
        ("Demo scheduled", True),
        ("3 - Proposal", True),
        ("Lost after demo", False),
        ("Disqualified", False),
        ("Unqualified lead", False),
        ("Closed - no decision", False),
        ("Dead", False),
        ("99887766", False),
        ("Verbally won", False),
        ("Stage 4", True),
    ],
)
def test_an_end_is_never_known_as_under_way_for_another_word_in_it(stage, open_):
    assert is_under_way(stage) is open_


@pytest.mark.parametrize(
    ("values", "outcome"),
    [
        ({"status": "Won", "stage": "Proposal Made"}, (True, True)),
        ({"status": "lost", "stage": "Demo"}, (False, True)),
        ({"status": "Open", "stage": "Demo"}, (False, False)),
        ({"status": "Abandoned", "stage": "Demo"}, (False, False)),
        ({"status": "Customer", "stage": "Closed Won"}, (True, True)),
        ({"status": "Won"}, (True, True)),
        ({"status": "won", "is_won": False, "is_closed": True}, (None, None)),
    ],
)
def test_a_status_decides_before_a_stage_and_contradictions_nothing(values, outcome):
    assert outcome_cells(values, Ends.of(STAGES))[:2] == outcome


def test_what_nothing_explains_is_told_with_the_line_that_decides_it():
    told = strange_stages(
        [*rows("Abandoned", "Demo"), Record((9,), {"stage": "Demo", "status": "Deleted"})], Ends.of(STAGES), "d"
    )
    assert [one.line for one in told] == [2, 9]
    assert told[0].hint == "If that is wrong, list it in evidence.yaml: stages: {won: [...], lost: [...]}."
    assert not strange_stages(rows("Demo", status="Won"), Ends.of(STAGES), "d")


def test_the_pipeline_in_brackets_says_nothing_of_a_stage():
    deals = rows("On ice (New Sales Pipeline)", "Demo (New Sales Pipeline)")
    told = strange_stages(deals, Ends.of(STAGES, deals), "d")
    assert [one.line for one in told] == [2]


def test_three_hundred_strange_stages_are_seven_lines():
    told = strange_stages(rows(*(f"Gone {number}" for number in range(300))), Ends.of(STAGES), "d")
    assert len(told) == 7
    assert told[-1].what == "294 more stages neither won nor lost, so 294 deals count as open"


def test_a_table_without_an_end_is_told_once_but_where_it_says_so_itself():
    deals = [Deal("1", "A", "Demo"), Deal("2", "A", "Fertig")]
    (said,) = none_closed(deals, rows("Demo", "Fertig"), "d")
    assert said.what == "none of 2 deals is closed (stages: Demo, Fertig), so there is no win rate"
    assert not none_closed(deals, rows("Demo", "Fertig", is_closed=False), "d")
    assert not none_closed([*deals, Deal("3", "A", is_won=True, is_closed=True)], rows("Demo", "x", "y"), "d")
    assert not none_closed(deals[:1], rows("Demo"), "d")


def test_deals_that_close_after_the_day_are_told_together():
    late = [Deal(str(n), "A", is_won=True, is_closed=True, close_date=f"2026-05-0{n}") for n in (1, 2, 3)]
    (said,) = closed_later(late, "2026-05-01")
    assert said.what == "2 closed deals closed after 2026-05-01, the as-of date, and count as open"
    assert said.hint.endswith("as_of: 2026-05-03.")
    assert not closed_later(late, None)
    assert not closed_later([Deal("1", "A", close_date="2027-01-01")], "2026-05-01"), "an open deal hopes"
