"""When people say that a call was."""

import pytest

from evidence.calls.periods import Period, read_periods


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("March 3, 2019", Period(2019, 3, 3, 3)), ("3rd of March", Period(None, 3, 3, 3)),
        ("April 9, 2026", Period(2026, 4, 4, 9)), ("on April 9", Period(None, 4, 4, 9)),
        ("Mar 2019", Period(2019, 3, 3)), ("Q3", Period(None, 7, 9)), ("2026 Q3", Period(2026, 7, 9)),
        ("Q3'26", Period(2026, 7, 9)), ("third quarter of 2026", Period(2026, 7, 9)), ("H2 2026", Period(2026, 7, 12)),
        ("2026", Period(2026)), ("early March 2026", Period(2026, 3, 3)), ("9 de marzo de 2026", Period(2026, 3, 3, 9)),
        ("2026-03", Period(2026, 3, 3)), ("Feb/March 2026", Period(2026, 2, 3)), ("03/2026", Period(2026, 3, 3)),
    ],
)  # fmt: skip
def test_a_time_of_the_calendar(text, period):
    assert read_periods(text) == (period,)


def test_what_has_two_readings_has_both():
    assert read_periods("03/02/2026") == (Period(2026, 2, 2, 3), Period(2026, 3, 3, 2))
    assert read_periods("March 26") == (Period(2026, 3, 3), Period(None, 3, 3, 26))


@pytest.mark.parametrize("text", ["", "Tarn 2026", "FY26", "Q5 2026", "350 people", "13/2026", "Q3 FY26"])
def test_what_is_none(text):
    assert read_periods(text) == ()
