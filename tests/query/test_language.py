"""In which language people speak: words of their own, of their speaker, of the call."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.query.language import (
    LANGUAGES,
    LONG,
    OTHER,
    UNKNOWN,
    Listener,
    Said,
    _ahead,
    _of_utterance,
    counted_languages,
    is_judged,
    language_name,
    language_of,
    languages_of,
    script_of,
    word_files,
)
from evidence.text import words
from strategies import examples


def sentences():
    """Language -> sentences of `languages.md`."""
    found, name = {}, ""
    for line in Path(__file__).with_name("languages.md").read_text(encoding="utf-8").splitlines():
        if line.startswith("## "):
            name = line[3:]
            found[name] = []
        elif line.startswith("- "):
            found[name].append(line[2:])
    return found


SENTENCES = sentences()


def call(*said):
    return [Said(speaker, " ".join(words(text))) for speaker, text in said]


def test_there_are_sentences_of_every_language_and_all_are_long():
    assert {*LANGUAGES} == {*SENTENCES} - {"none of them"}
    assert all(len(words(text)) >= LONG for texts in SENTENCES.values() for text in texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sentence_that_stands_alone_is_in_its_language_or_undecided(language):
    found = Counter(map(language_of, SENTENCES[language]))
    assert {*found} <= {language, UNKNOWN}
    assert found[language] >= 0.9 * found.total()


@pytest.mark.parametrize("language", LANGUAGES)
def test_in_a_call_all_of_them_are_in_its_language(language):
    assert {*languages_of(call(*(("Ada", text) for text in SENTENCES[language])))} == {language}


def test_a_call_in_none_of_the_languages_is_in_another_one_and_a_lone_sentence_is_unknown():
    texts = SENTENCES["none of them"]
    for place in range(0, len(texts), 2):  # two of each language
        alone = languages_of(call(*(("Ada", text) for text in texts[place : place + 2])))
        assert {*alone} <= {OTHER, UNKNOWN}
    assert {*languages_of(call(*(("Ada", text) for text in texts)))} == {OTHER}


def test_what_is_short_is_in_the_language_of_its_speaker_else_of_the_call():
    de, fr = SENTENCES["de"][:3], SENTENCES["fr"][:1]
    said = [("Jo", de[0]), ("Lou", fr[0]), ("Jo", "Genau."), ("Lou", "Oui oui."), ("Kim", "Okay."), ("Jo", de[1])]
    assert languages_of(call(*said)) == ["de", "fr", "de", "fr", "de", "de"]
    # An English word of somebody who speaks German is no English.
    assert languages_of(call(("Jo", de[0]), ("Jo", "All right, good"), ("Jo", de[2]))) == ["de"] * 3


def test_short_utterances_alone_are_taken_together():
    assert languages_of(call(("Jo", "Das geht nicht."), ("Lou", "Und wie ist es mit Excel?"))) == ["de", "de"]


def test_a_customer_of_another_language_in_an_english_call_is_not_english():
    polish = [("Zo", text) for text in SENTENCES["none of them"][2:4]] * 2
    english = [("Ada", text) for text in SENTENCES["en"]]
    assert languages_of(call(*english, *polish)) == ["en"] * len(english) + [OTHER] * len(polish)


@pytest.mark.parametrize("text", ["", "...", "okay", "Yeah, yeah, mhm.", "42 17", "Kubernetes Terraform"])
def test_what_says_too_little_is_unknown_and_judged_as_english(text):
    assert language_of(text) == UNKNOWN
    assert is_judged(UNKNOWN)


def test_an_english_call_of_sounds_is_not_another_language():
    said = call(("Ada", SENTENCES["en"][0]), *(("Bo", "yeah okay mhm") for _ in range(40)))
    assert {*languages_of(said)} == {"en"}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Мы делаем всё вручную", "und-Cyrl"),
        ("Το κάνουμε με το χέρι", "el"),
        ("手作業でやっています", "ja"),
        ("我们都是手工做的", "und-Hani"),
        ("손으로 다 합니다", "ko"),
        ("نحن نفعل ذلك يدويا", "und-Arab"),
        ("אנחנו עושים את זה ידנית", "he"),
        ("เราทำด้วยมือ", "th"),
        ("हम यह हाथ से करते हैं", "und-Deva"),
        ("Մենք դա ձեռքով ենք անում", "und-Zyyy"),
    ],
)
def test_other_scripts_are_told_by_their_letters_however_short(text, language):
    assert language_of(text) == language
    assert not is_judged(language)
    assert language_name(language) != language_name(UNKNOWN)


def test_han_is_japanese_where_somebody_speaks_it():
    assert languages_of(call(("A", "手作業でやっています"), ("B", "了解"))) == ["ja", "ja"]
    assert script_of("手") == "und-Hani"


def test_names_and_counts_are_said_in_words():
    assert {language_name(one) for one in (OTHER, "und-Zyyy")} == {"another language", "another script"}
    assert language_name("sv") == "another language"
    assert counted_languages({}, "call") == ""
    assert (
        counted_languages({"fr": 1, "de": 1, "en": 1_000}, "call") == "1,000 calls in English, 1 in French, 1 in German"
    )


TOKENS = st.sampled_from(
    [word for texts in SENTENCES.values() for text in texts for word in words(text)]
    + ["yeah", "it's", "don't", "um", "die", "man", "was", "in", "so", "7", "l'outil", "dell'azienda", "qu'il", "手"]
)
UTTERANCES = st.lists(
    st.builds(Said, st.sampled_from(["a", "b", None]), st.lists(TOKENS, max_size=14).map(" ".join)), max_size=8
)


@examples(200)
@given(UTTERANCES)
def test_what_is_decided_by_its_own_words_stays_so_whatever_is_said_around_it(said):
    listener = Listener()
    own = [listener.hear(speaker, line, line.split()) for speaker, line in said]
    for alone, found in zip(own, listener.languages(), strict=True):
        assert alone in (UNKNOWN, found) or (alone, found) == ("und-Hani", "ja")


@examples(200)
@given(st.lists(TOKENS, min_size=LONG, max_size=20))
def test_the_short_way_for_english_says_what_scoring_says(tokens):
    tokens = [token for token in tokens if token.isascii()]
    if len(tokens) >= LONG:
        assert _of_utterance(" ".join(tokens), tokens) == _ahead(tokens)


def test_the_function_words_are_files_of_a_dependency():
    assert [Path(path).parent.name for path in word_files()] == [*LANGUAGES]
    assert all(Path(path).is_file() for path in word_files())
