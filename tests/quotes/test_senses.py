import re

import pytest

from evidence.quotes.cues import standard
from evidence.quotes.mining import THRESHOLD, PainText, weigh
from evidence.quotes.nlp import load_pipeline
from evidence.quotes.senses import sense_of, sense_rules

CUES = {cue.text: cue for cue in standard().cues}
FAMILIES = {family.name for family in standard().families}


def marked(sentence):
    """The sentence without brackets, in small letters, and the words that stand in them."""
    found = re.search(r"\[(.+)\]", sentence)
    return sentence.replace("[", "").replace("]", "").lower(), (found.start(), found.end() - 2)


def senses(sentence):
    """What the words in brackets mean by any cue of the rule's that could stand there."""
    said, span = marked(sentence)
    word = said[slice(*span)]
    cues = [cue for text, cue in CUES.items() if text.lstrip("=") in {word, word.removesuffix("s")}]
    assert cues, f"no cue is {word!r}"
    return {sense.says for cue in cues if (sense := sense_of(cue, said, span))}


@pytest.mark.parametrize("name", sense_rules())
def test_a_rule_names_cues_that_there_are_and_is_read_whole(name):
    rule = sense_rules()[name]
    assert set(rule) <= {"says", "left", "cues", "families", "before", "behind", "framed", "said", "examples", "counts"}
    assert 0 <= float(rule["left"]) < 1
    assert set(rule.get("cues", ())) <= CUES.keys()
    assert set(rule.get("families", ())) <= FAMILIES
    assert rule["examples"]
    assert rule["counts"]


@pytest.mark.parametrize("name", sense_rules())
def test_a_rule_is_shown_by_its_examples_and_leaves_what_counts(name):
    rule = sense_rules()[name]
    assert [text for text in rule["examples"] if not senses(text)] == []
    assert [text for text in rule["counts"] if senses(text)] == []


@pytest.mark.parametrize(
    ("sense", "meant"),
    [
        ("The complaint report is on page two.", "We get a complaint about it every week."),
        ("We want to avoid trouble.", "We are in real trouble."),
        ("I filed an issue for the login.", "The login is a real issue."),
        ("The repair manual is in the drawer.", "The repair is very manual."),
        ("He works hard.", "It is really hard to find people."),
        ("That is insanely good.", "That is insane."),
        ("I don't know, maybe in June.", "We don't know how to reach them."),
    ],
)
def test_the_same_words_count_where_they_mean_it(sense, meant):
    other, plain = weigh([PainText(sense), PainText(meant)], load_pipeline())
    assert other.score < THRESHOLD <= plain.score
