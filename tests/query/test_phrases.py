import re

import pytest

from evidence.query.phrases import phrase_pattern


@pytest.mark.parametrize(
    ("phrase", "text", "holds"),
    [
        ("get rid", "get  rid", True),
        ("solve|solves it", "solves it", True),
        ("wor*", "working", True),
        ("no_one knows", "no one knows", True),
        ("solve ... problem", "solve this hard new problem", True),
        ("solve ... problem", "solve this one hard new problem", False),
        ("'s gone", "it's gone", True),
        ("issue <n>", "issue #12", True),
        ("manual <end>", "manual", False),
        ("a.b", "axb", False),
    ],
)
def test_a_phrase_is_what_its_signs_say(phrase, text, holds):
    assert bool(re.fullmatch(phrase_pattern(phrase), text)) == holds


def test_the_end_of_a_clause_is_a_sign_or_the_end():
    assert [bool(re.match(phrase_pattern("<end>"), text)) for text in ("", ", and", "x")] == [True, True, False]
