"""The language pipeline of a workspace knows the workspace's own cues."""

from __future__ import annotations

import pytest

from evidence import open_workspace
from evidence.errors import EvidenceError
from evidence.library.pipeline import cues_of, pipeline_of
from evidence.quotes.cues import lexicon_of
from evidence.quotes.mining import PainText, weigh

OWN = "tides:\n  says: speaks of tides\n  weight: 3\n  cues: [tide table]\n"


def test_without_a_file_the_cues_are_the_built_in_ones(small):
    assert not small.workspace.cues.is_file()
    assert cues_of(small.workspace) == lexicon_of(None, "")


def test_a_cue_of_the_workspace_weighs(world):
    workspace = open_workspace(world)
    said = PainText("We have a tide table here.", (), "customer")
    before = weigh([said], pipeline_of(workspace))[0].score
    workspace.cues.write_text(OWN, encoding="utf-8")
    (pain,) = weigh([said], pipeline_of(workspace))
    assert pain.score > before
    assert any("tides" in reason for reason in pain.reasons)


def test_a_broken_file_is_told_with_its_line(world):
    workspace = open_workspace(world)
    workspace.cues.write_text("tides: {says: 1\n", encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        pipeline_of(workspace)
    assert caught.value.path == workspace.name(workspace.cues)
    assert caught.value.line


@pytest.mark.parametrize(
    ("name", "do"),
    [
        ("en_core_web_nowhere", "`pip install en_core_web_nowhere`"),
        ("xx_nowhere_web_sm", "`python -m spacy download xx_nowhere_web_sm`"),
        ("blank:zz", "such as blank:en"),
        ("./models/ours", "the name of an installed package"),
    ],
)
def test_a_pipeline_that_is_not_there_is_told_with_its_line_and_what_to_install(world, name, do):
    settings = world / "evidence.yaml"
    lines = [*settings.read_text(encoding="utf-8").splitlines(), "# spaCy", f"nlp: {name}", "max_age: 900"]
    settings.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(EvidenceError) as caught:
        pipeline_of(open_workspace(world))
    assert str(caught.value).startswith(f"evidence.yaml:{len(lines) - 1}: nlp: spaCy has no pipeline {name!r}")
    assert do in caught.value.hint
