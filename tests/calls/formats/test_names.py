"""When a prefix of a cue is a name, and when it is only a word with a colon."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.calls import formats
from evidence.calls.formats._names import names_of_cues, speakers
from evidence.calls.source import Source

LISTED = ("Flour", "Sugar", "Salt", "Milk", "Butter", "Eggs", "Yeast", "Water", "Oil")


def spoken(*texts, name="call.vtt"):
    arrow = [f"00:0{n}:00.000 --> 00:0{n}:02.000\n{text}\n" for n, text in enumerate(texts)]
    call = formats.read(Source(name, "\n".join(["WEBVTT\n", *arrow]).encode())).calls[0]
    return [(u.speaker, u.text) for u in call.utterances]


def test_two_cues_of_two_people_have_two_speakers():
    assert spoken("Dana Reyes: Shall we?", "Omar: Gladly.") == [("Dana Reyes", "Shall we?"), ("Omar", "Gladly.")]


def test_a_name_that_stands_once_among_named_cues_is_a_speaker():
    texts = ["Dana: One.", "Omar: Two.", "words alone", "Dana: Three.", "Noor Haddad: Four."]
    assert {who for who, _ in spoken(*texts)} == {"Dana", "Omar", None, "Noor Haddad"}


def test_names_of_other_scripts_are_names_too():
    assert [who for who, _ in spoken("山田 太郎: はい。", "Ольга Ким: Да.")] == ["山田 太郎", "Ольга Ким"]


@pytest.mark.parametrize(
    "word", ["Note", "Question", "Remember", "So", "Important", "Hinweis", "the problem is", "Step 2"]
)
def test_a_word_before_a_colon_is_nobody(word):
    texts = ["Dana: One.", "Omar: Two.", "Dana: Three.", f"{word}: we leave at noon."]
    assert (None, f"{word}: we leave at noon.") in spoken(*texts)
    assert spoken(f"{word}: we leave at noon.", f"{word}: or later.")[0][0] in (None, word)


def test_words_before_colons_in_a_few_cues_name_nobody():
    assert {who for who, _ in spoken("Flour: two cups.", "stir it", "and wait", "Sugar: one cup.")} == {None}


def test_a_list_in_which_nobody_speaks_twice_is_no_conversation():
    assert names_of_cues(f"{word}: a cup of it" for word in LISTED) == set()


@given(
    st.lists(st.sampled_from(["Ann: a", "Bo Lind: b", "Note: c", "d", "so: e", "https://x.example", ""]), max_size=12)
)
def test_more_names_are_found_than_by_counting_alone_but_never_a_heading(texts):
    heads = Counter(text.partition(":")[0] for text in texts if ": " in text)
    found = names_of_cues(texts)
    assert speakers(heads, sum(map(bool, texts))) <= found
    assert not found & {"Note", "https"}


def test_a_header_whose_time_was_lost_still_names_who_speaks():
    text = "Dana Reyes  0:00\nOne.\n\nOmar  0:09\nTwo.\n\nDana Reyes\nThree.\n"
    call = formats.read(Source("call.txt", text.encode())).calls[0]
    assert [(u.speaker, u.text, u.start_ms) for u in call.utterances][-1] == ("Dana Reyes", "Three.", None)


def test_a_wide_colon_stands_behind_a_name_without_a_blank():
    text = "話者1：手動です。\n話者2：毎週ですか？\n話者1：はい。\n話者2：大変ですね。\n"
    call = formats.read(Source("call.txt", text.encode())).calls[0]
    assert [(u.speaker, u.text) for u in call.utterances][:2] == [("話者1", "手動です。"), ("話者2", "毎週ですか？")]
