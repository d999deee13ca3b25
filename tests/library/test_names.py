"""A wrong name is answered with the nearest right one, or with how to have any."""

import pytest

from evidence.errors import SettingsError
from evidence.library.names import NONE_YET, look_up


@pytest.mark.parametrize(
    ("name", "known", "kind", "said"),
    [
        ("lender", {"lenders": 1}, "tracker", "no tracker called 'lender'. Did you mean lenders?"),
        ("zebra", {"lenders": 1}, "account", "no account called 'zebra'. You have: lenders."),
        ("zebra", {}, "tracker", f"no tracker called 'zebra'. {NONE_YET['tracker']}"),
        ("zebra", {"x": 1}, "segment", "You have: x. To search for words: evidence search zebra."),
    ],
)
def test_a_wrong_name_is_answered(name, known, kind, said):
    with pytest.raises(SettingsError) as caught:
        look_up(name, known, kind)
    assert said in str(caught.value)
    assert look_up("a", {"a": 3}, kind) == 3
