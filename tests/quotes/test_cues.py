import re
from pathlib import Path

import pytest

from evidence.errors import SettingsError
from evidence.quotes.cues import lexicon_of, parse_cues, standard
from evidence.quotes.mining import PainText, weigh
from evidence.quotes.nlp import load_pipeline

FIXTURE = Path(__file__).with_name("cues.md").read_text(encoding="utf-8")
SECTIONS = {part.split("\n")[0]: part for part in FIXTURE.split("\n## ")[1:]}
SILENT = {"idiom"}  # weighs nothing: its phrases keep those inside of them from counting


def lines(family, sign):
    return re.findall(rf"^{re.escape(sign)} (.+)$", SECTIONS[family], re.MULTILINE)


def families(sentences):
    return {
        s: {sign.family for sign in pain.signs}
        for s, pain in zip(sentences, weigh([PainText(s) for s in sentences], load_pipeline()), strict=True)
    }


def test_every_family_has_its_sentences():
    assert SECTIONS.keys() == {family.name for family in standard().families} - SILENT
    assert all(len(lines(family, "+")) >= 8 and len(lines(family, "-")) >= 5 for family in SECTIONS)


@pytest.mark.parametrize("family", SECTIONS)
def test_a_family_is_found_where_it_is_meant(family):
    found = families(lines(family, "+"))
    assert [sentence for sentence in found if family not in found[sentence]] == []


@pytest.mark.parametrize("family", SECTIONS)
def test_a_family_is_not_found_where_it_only_looks_so(family):
    found = families(lines(family, "-"))
    assert [sentence for sentence in found if family in found[sentence]] == []


def test_no_cue_stands_in_two_families():
    texts = [cue.text for cue in standard().cues]
    assert sorted({text for text in texts if texts.count(text) > 1}) == []


def test_a_family_of_the_workspace_takes_the_place_of_the_standard_one():
    lexicon = lexicon_of(
        "problem:\n  says: hurts\n  weight: 3\n  cues: [ouch, keep ... awake, =felt]\n", "source/cues.yaml"
    )
    problem = lexicon.family("problem")
    assert (problem.says, problem.weight, [cue.text for cue in problem.cues]) == (
        "hurts",
        3.0,
        ["ouch", "keep ... awake", "=felt"],
    )
    assert lexicon.family("manual") == standard().family("manual")
    assert lexicon_of(None, "") == standard()


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("- problem\n", 1, "expected `family:` lines"),
        ("problem: [a]\n", 1, "has no cues"),
        ("problem:\n  weigth: 1\n", 2, "weight"),
        ("problem:\n  weight: much\n", 2, "must be a number"),
        ("problem:\n  cues: ouch\n", 2, "must be a list"),
        ("problem:\n  cues: [fine, '(.*)+']\n", 2, "is not a phrase"),
        ("problem:\n  cues: [a ... b ... c]\n", 2, "is not a phrase"),
    ],
)
def test_a_fault_is_told_with_its_line(text, line, says):
    with pytest.raises(SettingsError) as error:
        parse_cues(text, "source/cues.yaml")
    assert error.value.line == line
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        (
            "frustation:\n  says: frustrated\n  cues: [fed up]\n",
            1,
            "unknown family 'frustation'. Did you mean 'frustration'?",
        ),
        ("problem:\n  cues: [a]\nproblems:\n  cues: [b]\n", 3, "unknown family 'problems'. Did you mean 'problem'?"),
        ("slang:\n  cues: [wonky]\n", 1, "unknown family 'slang'. Known: problem, inability,"),
        ("slang:\n  weigth: 1\n", 2, "Did you mean 'weight'?"),
    ],
)
def test_an_unknown_family_of_a_workspace_is_answered_with_the_nearest(text, line, says):
    with pytest.raises(SettingsError, match=re.escape(says)) as error:
        lexicon_of(text, "source/cues.yaml")
    assert (error.value.path, error.value.line) == ("source/cues.yaml", line)


def test_a_family_of_ones_own_says_what_it_is():
    lexicon = lexicon_of("friction:\n  says: rubs\n  cues: [rub]\n", "source/cues.yaml")
    assert lexicon.family("friction").says == "rubs"
    assert len(lexicon.families) == len(standard().families) + 1
