"""What people write around and between turns: whose words are whose, and what nobody said."""

import pytest

from evidence.calls import formats
from evidence.calls.source import Source


def said(text, name="call.txt"):
    return [(u.speaker, u.text) for u in formats.read(Source(name, text.encode())).calls[0].utterances]


TURNS = "Ute Klein: One.\nJan Amsel: Two.\nUte Klein: Three.\nJan Amsel: Four.\n"
KLEIN = [("Ute Klein", "One."), ("Jan Amsel", "Two."), ("Ute Klein", "Three."), ("Jan Amsel", "Four.")]


@pytest.mark.parametrize(
    "below",
    [
        "\nNext steps\n- Ute to send the price\n",
        "Next steps\n- Ute to send the price\n",
        "\nSummary\nJan is ready to buy.\n",
        "\nZusammenfassung\n\nJan will kaufen.\n",
        "\n### Next steps\n\n**Ute Klein:** send the price\n",
        "\n## Summary\n\nUte Klein: wants to buy\n",
        "\n**Action items:**\n\nUte Klein: send the price\n",
        "\n---\n\n_My notes: budget is tight._\n",
        "\n```\nJan Amsel: hot lead\n```\n",
    ],
)
def test_what_stands_below_a_heading_over_notes_was_not_said(below):
    assert said(TURNS + below, "call.md") == KLEIN


@pytest.mark.parametrize(
    "name", ["Jörg v. Amsel", "Dr. med. Ute Klein", "Ana de la Cruz", "Right Hon. X (PM)", "d'Arc, Jo"]
)
def test_names_with_particles_and_titles_are_names(name):
    text = f"{name}: One.\nBo Kim: Two.\n{name}: Three.\nBo Kim: Four.\n"
    assert [speaker for speaker, _ in said(text)] == [name, "Bo Kim"] * 2


def test_a_word_before_a_colon_is_nobody_where_people_have_whole_names():
    text = TURNS + "Pricing: that is what kills us.\n"
    assert said(text)[-1] == (None, "Pricing: that is what kills us.")


def test_a_voice_that_nobody_knows_takes_its_words_from_nobody():
    text = "[00:00:01] Ann Lee: Hi.\n[00:00:05] ???: Wrong room.\n[00:00:09] Ann Lee: Bye.\n"
    assert [speaker for speaker, _ in said(text)] == ["Ann Lee", "Unknown", "Ann Lee"]


def test_times_inside_a_turn_leave_the_words():
    text = (
        "**Ann:** One.\n\n**Bo:** Two.\n\n\\[01:30\\] Three.\n\n**Ann:** [02:00] Four.\n\n**Bo:** Five [02:30] six.\n"
    )
    assert said(text, "call.md") == [
        ("Ann", "One."),
        ("Bo", "Two."),
        ("Bo", "Three."),
        ("Ann", "Four."),
        ("Bo", "Five six."),
    ]


def test_a_label_with_a_time_of_its_own_takes_its_words_from_nobody():
    text = "[00:01] Ann Lee: Hello.\n[00:05] Bo Ray: Hi.\n[00:09] carl moe: New.\n[00:12] Ann Lee: Bye.\n"
    assert said(text)[2] == (None, "carl moe: New.")


@pytest.mark.parametrize(
    "tail",
    [
        "# " + "," * 9_000,
        "# " * 9_000 + "x",
        "Bo Kim: a" + " " * 50_000 + "x",
        "*" * 50_000,
        "Bo5" + "x" * 50_000,
        "ab." * 9_000 + "5 - x",
        "Bo - " + "x." * 9_000,
        "(" * 9_000 + "5",
        "[[" * 9_000,
    ],
)
def test_a_line_without_an_end_is_read_in_no_time(tail):
    # Each took seconds to minutes with patterns that try every place; as many signs are read in milliseconds.
    assert said(f"{TURNS}{tail}\n", "call.md")[:3] == KLEIN[:3]


def test_a_backslash_that_was_said_stays_in_markdown():
    text = (
        "**Ann:** Look into C:\\*.txt and \\\\server\\share.\n\n**Bo:** 1\\. \\*Now\\* or a\\_b?\n\n"
        "**Ann:** \\[00:55\\] It matches \\d+\\.\\d+ there.\n\n**Bo:** Ok.\n"
    )
    reading = formats.read(Source("call.md", text.encode()))
    said = [u.text for u in reading.calls[0].utterances]
    assert said == [
        r"Look into C:\*.txt and \\server\share.", "1. *Now* or a_b?", r"It matches \d+\.\d+ there.", "Ok.",
    ]  # fmt: skip
