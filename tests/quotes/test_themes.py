from evidence.quotes.cues import Lexicon, parse_cues
from evidence.quotes.themes import group, ignored_stems

TEXTS = [
    "The freight invoices never match the container list.",
    "Freight invoices come without a container number.",
    "Nobody checks a freight invoice against its container.",
    "The night shift has no nurse.",
    "We looked for a nurse for the night shift.",
    "A nurse left the night shift in tears.",
    "The lift is broken.",
]


def test_texts_that_share_words_become_themes_named_by_them():
    themes = group(TEXTS, ["a", "b", "c", "d", "d", "d", "e"])
    assert [set(theme.members) for theme in themes] == [{0, 1, 2}, {3, 4, 5}]
    assert [theme.groups for theme in themes] == [3, 1]
    assert "freight" in themes[0].label
    assert "nurse" in themes[1].terms


def test_a_label_is_made_of_words_that_people_used():
    said = " ".join(TEXTS).lower()
    assert all(word in said for theme in group(TEXTS, TEXTS) for term in theme.terms for word in term.split())


def test_a_label_is_a_phrase_that_several_said_where_there_is_one():
    freight, night = group(TEXTS, ["a", "b", "c", "d", "d", "d", "e"])
    assert freight.label == "freight invoices"
    assert night.label == "night shift"


def test_without_such_a_phrase_a_label_is_words():
    texts = ["The nurse left in March, the ward is shut.", "A ward without any nurse.", "No nurse; the ward waits."]
    assert [set(theme.label.split(", ")) for theme in group([*texts, *TEXTS[:2]], "abcde")] == [{"nurse", "ward"}]


def test_ignored_stems_name_nothing():
    themes = group(TEXTS, TEXTS, {"freight", "invoic"})
    assert not any("freight" in theme.label for theme in themes)


def test_words_that_hurt_and_words_of_all_talk_are_no_topic():
    lexicon = Lexicon(parse_cues("fault:\n  cues: [broken, fall apart]\n", "cues.yaml").families)
    assert {"broken", "basic", "week"} <= ignored_stems(lexicon, ["basically"])
    assert "apart" not in ignored_stems(lexicon, [])


def test_few_texts_make_no_theme():
    assert group([], []) == ()
    assert group(TEXTS[:2], ["a", "b"]) == ()
