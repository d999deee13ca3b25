"""The queue that tests of the review share."""

import pytest
from small_queue import SEGMENTS, make_item, press, read

from evidence.review.state import begin


@pytest.fixture
def items():
    return (
        make_item("mill", 2, "We deploy by hand on Sundays.", "hand", 2.0, match="by hand"),
        make_item("quarry", 1, "We deploy by hand as well, to be fair, and it is fine.", "hand", 1.0, account="A2"),
        make_item("quarry", 3, "The deploy by hand is the one thing I would pay to never see again.", "hand", 1.5,
                  match="by hand", account="A2"),
        make_item("mill", 4, "The [b]audit[/b] asks who approved it, and we cannot say.", "audit", 1.8, match="audit"),
    )  # fmt: skip


@pytest.fixture
def state(items):
    return read(begin(items, SEGMENTS))


@pytest.fixture
def pressed(state):
    return lambda *keys: press(state, *keys)
