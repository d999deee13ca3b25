"""The word lists: each is used, spelt as texts are folded, and says nothing twice."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import evidence
from evidence.english import word_list, word_pattern, word_rows, word_set
from evidence.text import words

SOURCE = Path(evidence.__file__).parent
LISTS = (SOURCE / "english.txt").read_text(encoding="utf-8")
SECTIONS = re.findall(r"^\[(.+)\]$", LISTS, re.MULTILINE)
BODIES = dict(zip(SECTIONS, re.split(r"^\[.+\]$", LISTS, flags=re.MULTILINE)[1:], strict=True))


def test_a_section_has_a_name_of_its_own_and_somebody_who_reads_it():
    assert len(SECTIONS) == len(set(SECTIONS))
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.py"))
    unread = [name for name in SECTIONS if not re.search(rf"[\"']{name}[\"']", code) and f"\n@{name}\n" not in LISTS]
    assert not unread


@pytest.mark.parametrize("section", SECTIONS)
def test_words_are_spelt_as_texts_are_folded_and_stand_once(section):
    own = [line for line in BODIES[section].splitlines() if not line.startswith(("#", "@"))]
    said = [word for line in own for word in line.split()]
    lent = {word for name in re.findall(r"^@(.+)$", BODIES[section], re.MULTILINE) for word in word_list(name)}
    if section not in {"industries", "short first names"}:  # a word may name two of them
        assert len(said) == len(set(said))
    assert not lent.intersection(said)
    if section not in {"fillers", "remarks on a label"}:  # accents count there; and signs
        assert all(words(word.replace("_", " ")) == word.split("_") for word in said)


def test_phrases_rows_and_sections_of_sections_are_read():
    assert "kind of" in word_set("softening phrases")
    assert word_set("core") < word_set("glue")
    assert word_list("months", "weekdays")[-1] == "sunday"
    assert word_rows("linking words") == (("and", "of", "the"),)
    assert re.fullmatch(word_pattern("softening phrases"), "kind of")
    with pytest.raises(KeyError):
        word_set("no such section")
