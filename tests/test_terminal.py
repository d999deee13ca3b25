"""What may reach a terminal, how wide it is, where its lines end."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from evidence.terminal import bare, breaks, cells, clean, fit, flow, wrap, wrap_message, wrap_pieces
from strategies import messy

EMOJI = (
    "\u2764\ufe0f \U0001f469\u200d\U0001f4bb \U0001f44d\U0001f3fd \U0001f1e9\U0001f1ea 1\ufe0f\u20e3 \u200d\u200d\ufe0f"
)
any_text = messy | st.text(max_size=120) | st.text(alphabet=f"ab \u65e5\u672c\u0301\u200b{EMOJI}", max_size=120)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb\x07", "a\ufffd[31mb\ufffd"),
        ("one\ntwo\tthree\u2028four\x85", "one two three four "),
        ("a\u202eb\u2066c\u2069", "abc"),
        ("\ud800\x9b1m", "\ufffd\ufffd1m"),
        (
            "\u65e5\u672c Caf\u00e9\u00a0\u05e9\u05dc\u05d5\u05dd \U0001f642\u200d",
            "\u65e5\u672c Caf\u00e9\u00a0\u05e9\u05dc\u05d5\u05dd \U0001f642\u200d",
        ),
    ],
)
def test_what_steers_a_terminal_goes_or_is_shown(text, shown):
    assert clean(text) == shown


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("word", 4),
        ("\u65e5\u672c", 4),
        ("Cafe\u0301s", 5),
        ("\u2764\ufe0f", 2),
        ("1\ufe0f\u20e3", 2),
        ("\U0001f469\u200d\U0001f4bb", 2),
        ("\U0001f1e9\U0001f1ea", 2),
        ("so\u00adft", 5),
        ("\u200b\ufeff", 0),
        ("", 0),
    ],
)
def test_columns_are_counted_as_a_terminal_draws_them(text, columns):
    assert cells(text) == columns


@given(any_text)
def test_no_text_is_taken_for_narrower_than_the_screen_takes_it(text):
    assert cells(clean(text)) >= cell_len(clean(text))


def test_no_sign_is_taken_for_narrower_than_the_screen_takes_it():
    """Signs of a Unicode newer than Python's are counted as wide."""
    signs = [chr(c) for c in range(32, 0x32000) if not 0xD800 <= c < 0xE000]
    assert [hex(ord(sign)) for sign in signs if cells(clean(sign)) < cell_len(clean(sign))] == []


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("word", 6, "word  "),
        ("wordy words", 6, "wordy\u2026"),
        ("日本語日本語", 6, "日本\u2026 "),
        ("日本語", 6, "日本語"),
        ("Cafe\u0301s here", 6, "Cafe\u0301s\u2026"),
        ("a\tb", 4, "a b "),
        ("日" * 1_000_000, 6, "日本\u2026 ".replace("本", "日")),
    ],
)
def test_a_cell_is_cut_or_padded_to_its_width(text, width, shown):
    assert fit(text, width) == shown


@given(any_text, st.integers(1, 60))
def test_what_is_fitted_has_its_width(text, width):
    assert width - 1 <= cells(fit(text, width)) <= width or text.endswith("\u200d")
    assert cells(fit(text, width, right=True)) <= width
    assert fit(text, 0) == ""


@given(any_text, st.integers(10, 60), st.integers(10, 60))
def test_lines_follow_each_other_and_lose_no_sign(text, first, rest):
    text = clean(text)
    spans = breaks(text, first, rest)
    assert "".join(text[start:stop] for start, stop in spans) == text
    assert all(start < stop for start, stop in spans) or not text


@given(any_text, st.integers(10, 60), st.sampled_from(["", "  ", " " * 11]))
def test_no_line_is_wider_than_it_may_be(text, width, indent):
    for line in wrap(text, width, indent):
        assert cells(line) <= width
        assert cell_len(line) <= width


@given(st.lists(st.text(alphabet="abc\u00e9d-", min_size=1, max_size=9), max_size=30), st.integers(10, 60))
def test_words_that_go_into_a_line_stay_whole(words, width):
    assert " ".join(wrap(" ".join(words), width)).split() == " ".join(words).split()


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("a word and unbreakable", 10, ["a word and", "unbreakabl", "e"]),
        ("see mid-market-fintech-emea", 12, ["see", "mid-market-", "fintech-emea"]),
        ("\u65e5\u672c\u8a9e\u65e5\u672c\u8a9e", 5, ["\u65e5\u672c", "\u8a9e\u65e5", "\u672c\u8a9e"]),
        ("Ben: \u65e5\u672c\u8a9e", 8, ["Ben: \u65e5", "\u672c\u8a9e"]),
        ("\U0001f469\u200d\U0001f4bb" * 3, 4, ["\U0001f469\u200d\U0001f4bb" * 2, "\U0001f469\u200d\U0001f4bb"]),
        ("", 10, [""]),
    ],
)
def test_lines_end_between_words_or_wide_signs(text, width, lines):
    assert wrap(text, width) == lines


def test_parts_stay_whole_while_they_go_into_a_line():
    assert flow(["one two", "three", "four\tfive"], 14) == ["one two  three", "four five"]
    assert flow(["one two three", "a"], 8) == ["one two", "three", "a"]


def test_later_lines_hang_where_there_is_room():
    assert wrap("one two three", 10, "  ") == ["one two", "  three"]
    assert wrap("one two three", 9, "  ") == ["one two", "three"]


def test_pieces_keep_their_styles_across_lines():
    lines = wrap_pieces([("Ben: ", "bold"), ("one two three", "dim")], 10, "> ")
    assert lines == [(("Ben: ", "bold"), ("one", "dim")), (("> ", ""), ("two", "dim")), (("> ", ""), ("three", "dim"))]
    assert [bare(line) for line in lines] == ["Ben: one", "> two", "> three"]


def test_a_flood_of_signs_without_width_ends():
    assert len(wrap("\u0301" * 10_000, 10)) > 1
    assert unicodedata.combining("\u0301")


PATHS = st.sampled_from(["my calls/a b.vtt", "source/transcripts/raw/x.vtt", "\u65e5\u672c.csv", "a" * 90, "it's.md"])


@pytest.mark.parametrize("width", [40, 80, 200])
@given(path=PATHS, words=st.lists(messy.map(lambda text: re.sub("['`]", "", text)), max_size=12), quoted=PATHS)
def test_a_message_keeps_its_words_and_breaks_no_path(width, path, words, quoted):
    message = f"evidence: {path}:12: {' '.join(words)} '{quoted}' and `evidence attach --force`."
    lines = wrap_message(message, width, path)
    assert "".join("".join(lines).split()) == "".join(clean(message).split())
    assert lines[0].startswith(f"evidence: {path}:12:")
    assert any("`evidence attach --force`" in line for line in lines)
    assert any(f"'{quoted}'" in line for line in lines) or "'" in quoted
    for line in lines[1:]:
        assert cells(line) <= width or len(_whole(line)) == 1


def _whole(line):
    return re.findall(r"(?:(?<!\w)'[^']*'(?!\w)|`[^`]*`|\S)+", line)


def test_what_fits_or_is_drawn_stays_as_it_is():
    assert wrap_message("evidence: all well.", 40) == ["evidence: all well."]
    assert wrap_message('  "manual"   deploy   by hand   and   so   on\n', 20)[0].startswith('  "manual"   deploy')
