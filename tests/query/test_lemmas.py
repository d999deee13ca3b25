"""Word forms that stems miss: a form is its lemma, unless it is a word of its own."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.query.grammar import parse_query
from evidence.query.lemmas import dump, load_lemmas, parse_lemmas
from evidence.query.match import match
from evidence.text import stem


def finds(query, text):
    return match(parse_query(query), text) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("go", "went"),
        ("go", "gone"),
        ("went", "goes"),
        ("mouse", "mice"),
        ("buy", "bought"),
        ("buying", "bought"),
        ("sell", "sold"),
        ("build", "built"),
        ("child", "children"),
        ("criterion", "criteria"),
        ("easy", "easier"),
        ("big", "biggest"),
        ("cheap", "cheaper"),
        ("do", "does"),
        ("be", "are"),
        ("die", "dying"),
        ("salesperson", "salespeople"),
    ],
)
def test_a_form_and_its_lemma_find_each_other(one, other):
    assert finds(one, other)
    assert finds(other, one)


@pytest.mark.parametrize(
    ("lemma", "form"),
    [
        ("find", "found"),
        ("see", "saw"),
        ("leave", "left"),
        ("feel", "felt"),
        ("rise", "rose"),
        ("grind", "ground"),
        ("bind", "bound"),
        ("think", "thought"),
        ("lose", "lost"),
        ("win", "won"),
        ("lie", "lay"),
        ("datum", "data"),
    ],
)
def test_a_form_that_is_a_word_of_its_own_is_found_by_its_lemma_and_asks_for_itself(lemma, form):
    assert finds(lemma, form)
    assert finds(form, form)
    assert not finds(form, lemma)


def test_a_form_of_two_words_is_both_and_asks_for_both():
    assert all(finds(query, "lives") for query in ("life", "live", "lives"))
    assert all(finds("lives", text) for text in ("life", "live", "living"))
    assert not finds("life", "living")
    assert not finds("live", "life")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("good", "better"),
        ("well", "better"),
        ("much", "more"),
        ("little", "less"),
        ("numb", "number"),
        ("fee", "fees feeding"),
        ("break", "broker"),
        ("live", "liver"),
        ("taxi", "taxes"),
        ("even", "evening"),
        ("strange", "stranger"),
        ("a", "as"),
        ("can", "could"),
        ("one", "first"),
    ],
)
def test_what_is_no_inflection_is_another_word(one, other):
    assert not finds(one, other.split()[-1])
    assert not finds(other.split()[-1], one)


def test_lemmas_stand_in_phrases_and_near_words():
    assert finds('"we buy mouse"', "We bought mice.")
    assert finds("mouse NEAR/2 buy", "Mice that were bought.")
    assert finds('"find a mouse*"', "We found a mouse.")


def test_what_is_asked_for_as_written_is_never_widened():
    for query in ("=go", '="go"', "go*", "go~"):
        assert not finds(query, "They went.")


@given(st.sampled_from(sorted(load_lemmas().forms)) | st.text(max_size=12))
def test_every_word_finds_itself(word):
    assert load_lemmas().key(word) in load_lemmas().keys(word)


@given(st.sampled_from(sorted(load_lemmas().forms)))
def test_each_root_of_a_form_finds_it(form):
    lemmas = load_lemmas()
    for root in lemmas.forms[form]:
        if lemmas.key(root) == root:  # not every stem is a word with that stem
            assert lemmas.key(form) in lemmas.keys(root)


def test_roots_are_words_of_the_index():
    lemmas = load_lemmas()
    assert all(len(set(roots)) == len(roots) > 0 for roots in lemmas.forms.values())
    assert all("/" not in root and " " not in root for roots in lemmas.forms.values() for root in roots)
    assert all(lemmas.forms[form][0] == stem(form) for form in lemmas.own)


@pytest.mark.parametrize("word", ["to", "but", "of", "the", "a", "and", "i", "you", "in", "not", "so", "by", "at"])
def test_small_words_stay_as_they_are(word):
    assert load_lemmas().keys(word) == (word,)


def test_what_is_written_is_read_again():
    assert parse_lemmas(dump(load_lemmas())) == load_lemmas()


def test_the_tables_are_read_without_spacy():
    code = "import sys; from evidence.query.lemmas import load_lemmas; load_lemmas(); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"spacy", "spacy_lookups_data", "numpy"} & set(done.stdout.split())
