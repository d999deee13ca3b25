import subprocess
import sys
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.text import Token, day_after, fold, is_day, milliseconds, one_line, slug, stem, timestamp, tokenize, words
from strategies import lines, messy

any_text = messy | st.text(max_size=40)


@given(any_text)
def test_a_token_is_the_folded_text_at_its_place(text):
    for token in tokenize(text):
        assert token.folded == fold(text[token.start : token.end].replace("_", " "))


@given(any_text)
def test_tokens_stand_in_order_and_never_overlap(text):
    places = [(token.start, token.end) for token in tokenize(text)]
    assert all(start < end for start, end in places)
    assert all(before[1] <= after[0] for before, after in pairwise(places))
    assert not places or places[-1][1] <= len(text)


@given(any_text)
def test_words_are_the_tokens_without_their_places(text):
    assert words(text) == [token.folded for token in tokenize(text)]


@given(any_text)
def test_a_word_is_never_empty_and_holds_no_white_space(text):
    assert all(word and not any(c.isspace() for c in word) for word in words(text))


@given(any_text)
def test_every_letter_and_digit_belongs_to_a_token(text):
    covered = {place for token in tokenize(text) for place in range(token.start, token.end)}
    assert covered >= {place for place, c in enumerate(text) if c.isalnum()}


@given(any_text)
def test_folding_a_folded_word_changes_nothing(text):
    assert all(fold(word) == word for word in words(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" .,-!? … — ", []),
        ("We don't CI/CD", ["we", "don't", "ci", "cd"]),
        ("We don\u2019t", ["we", "don't"]),
        ("the teams' 'quoted' words''", ["the", "teams", "quoted", "words"]),
        ("snake_case and __init__", ["snake", "case", "and", "init"]),
        ("naïve Café ÅNGSTRÖM", ["naive", "cafe", "angstrom"]),
        ("cafe\u0301 cafe", ["cafe", "cafe"]),
        ("Straße STRASSE", ["strasse", "strasse"]),
        ("Ελλάδα Москва́", ["ελλαδα", "москва"]),
        ("日本語とPython", ["日", "本", "語", "と", "python"]),
        ("ก็ดี", ["ก็", "ดี"]),
        ("हिन्दी שָׁלוֹם", ["हिन्दी", "שָׁלוֹם"]),
        ("SOC 2, $5,000 and v1.2", ["soc", "2", "5", "000", "and", "v1", "2"]),
        ("e-mail a@b.example", ["e", "mail", "a", "b", "example"]),
        ("🙂ok🙂", ["ok"]),
    ],
)
def test_a_text_falls_into_the_words_that_people_look_for(text, found):
    assert words(text) == found


def test_offsets_count_code_points_and_not_bytes():
    assert tokenize("🙂 Café _x_") == [Token(2, 6, "cafe"), Token(8, 9, "x")]


def test_a_text_falls_apart_alike_whatever_else_stands_in_it():
    plain = "We don't babysit_deploys for 10 hours"
    assert words(plain + " ¶") == words(plain + " 日")[:-1] == words(plain)


# All planes that hold characters by now.
SIGNS = [chr(c) for c in (*range(0x40000), *range(0xE0000, 0xE1000))]
MARKS = {c for c in SIGNS if unicodedata.category(c) in {"Mn", "Mc", "Me"}}


@pytest.fixture(scope="module")
def joining():
    """The signs that make one word of the letters on both sides."""
    return {c for c in SIGNS if len(tokenize(f"q{c}q")) == 1}


def test_every_combining_mark_stays_with_its_letter(joining):
    assert [f"U+{ord(c):04X}" for c in sorted(MARKS - joining)] == []


def test_no_sign_but_an_apostrophe_joins_two_letters(joining):
    # A code point that this Python's Unicode does not know yet may be a mark of a later one.
    others = {c for c in joining - MARKS if not c.isalnum() and unicodedata.category(c) != "Cn"}
    assert others == {"'", "\u2019"}


@pytest.mark.parametrize("forms", [["deploy", "deploys", "deployed", "deploying"], ["process", "processes"]])
def test_word_forms_share_a_stem(forms):
    assert len({stem(form) for form in forms}) == 1


def test_the_stemmer_loads_with_the_first_stem():
    code = "import sys, evidence.text; evidence.text.words('deploys'); print('Stemmer' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"


@given(any_text)
def test_one_line_is_one_line_and_done_once(text):
    line = one_line(text)
    assert one_line(line) == line
    assert len(line.splitlines()) <= 1
    assert line == " ".join(line.split())
    line.encode()


@given(any_text)
def test_one_line_changes_no_word(text):
    plain = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in {"Cc", "Cs"})
    assert words(one_line(plain)) == words(plain)


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("  two\r\nlines\t and\u2028three\xa0 ", "two lines and three"),
        ("bell\x07 and esc\x1b[31m", "bell and esc[31m"),
        ("a\x00b\ud800c", "a\ufffdb\ufffdc"),
        ("next\x85line, unit\x1fseparator", "next line, unit separator"),
        ("zero\u200dwidth \ufeffstays", "zero\u200dwidth \ufeffstays"),
        ("\x00", "\ufffd"),
        ("\x07", ""),
    ],
)
def test_one_line_keeps_what_was_written_and_drops_what_controls(text, line):
    assert one_line(text) == line


@given(st.integers(-400_000_000, 400_000_000))
def test_a_time_prints_and_reads_back(ms):
    assert milliseconds(timestamp(ms)) == ms


@pytest.mark.parametrize(
    ("time", "ms"),
    [
        ("0:05", 5_000), ("12:34", 754_000), ("1:02:03.5", 3_723_500), ("00:00:01,250", 1_250), ("0:0:5.320", 5_320),
        ("100:00:00.000", 360_000_000), ("90:00", 5_400_000), ("00:00:01.123456789", 1_123), (" 0:05 ", 5_000),
        ("-00:00:03.000", -3_000), ("soon", None), ("", None), ("5", None), ("1:2:3:4", None), ("0:5.", None),
        ("1:005", None), ("0:05 pm", None),
    ],
)  # fmt: skip
def test_a_time_is_read_as_transcripts_write_it(time, ms):
    assert milliseconds(time) == ms


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Example Segment: Mid-Market Fintech", "example-segment-mid-market-fintech"),
        ("../../etc/passwd", "etc-passwd"),
        ("Café №5", "cafe-no5"),
        ("日本語", ""),
        ("", ""),
    ],
)
def test_a_slug_holds_nothing_but_letters_digits_and_hyphens(text, name):
    assert slug(text) == name


@given(lines, st.integers(1, 30))
def test_a_slug_keeps_to_its_limit_and_ends_well(text, limit):
    name = slug(text, limit=limit)
    assert len(name) <= limit
    assert name == name.strip("-")
    assert slug(name, limit=limit) == name


@pytest.mark.parametrize("text", ["", "soon", "2026", "2026-1-12", "20260112", "2026-02-30", "2026-01-12T10:00"])
def test_only_a_day_of_the_calendar_is_a_day(text):
    assert not is_day(text)
    assert is_day("2024-02-29")


def test_the_day_after_goes_over_months_and_ends_with_the_calendar():
    assert (day_after("2024-02-28"), day_after("2026-12-31")) == ("2024-02-29", "2027-01-01")
    assert day_after("9999-12-31") is None
