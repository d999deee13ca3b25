import contextlib
import io
import json
import re
from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.util import load_model_from_config

from evidence.errors import SettingsError
from evidence.quotes import nlp as home
from evidence.quotes.cues import Lexicon, parse_cues, standard
from evidence.quotes.nlp import BUILT_IN, NAME, load_pipeline, register
from strategies import examples

SENTENCES = [
    "We can’t find it, and we cannot get it back.",
    "Problems everywhere; the problem's ours.",
    "They kept it down, but it keeps failing.",
    "I've tried the plug-in, but it broke.",
    "It's a roll of the dice.",
    "Gonna struggle with it, ain't we?",
    "No problem.",
    "",
    "…",
    "Ünïcode struggles İn a hassle.",
]


@pytest.fixture(scope="module")
def whole():
    """The pipeline as somebody builds it: every component runs on every text alone."""
    register()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    nlp.add_pipe(NAME)
    return nlp


def by_component(nlp, text):
    lower = text.lower() if len(text.lower()) == len(text) else text
    doc = nlp(lower)
    return [(s.label_, s.id_, s.start_char, s.end_char) for s in doc.spans["cues"]]


def find(texts, pipeline=None, *, all_words=False):
    """Return the cues of texts, as mining asks for them."""
    pipeline = pipeline or load_pipeline()
    looks = [pipeline.look(text, all_words=all_words) for text in texts]
    return pipeline.find(texts, [look.windows if look else [] for look in looks])


def by_block(texts, pipeline=None):
    found = find(texts, pipeline)
    return [[(cue.family, cue.text, start, end) for cue, start, end in one] for one in found]


def test_sentences_given_together_have_the_cues_that_each_has_alone(whole):
    assert by_block(SENTENCES) == [by_component(whole, sentence) for sentence in SENTENCES]


SAID = "we can't problem struggling by hand keep it down no way to tell too slow nothing isn't"
WORDS = st.sampled_from(SAID.split())


@examples(40)
@given(st.lists(st.lists(WORDS, min_size=1, max_size=9).map(" ".join), max_size=5))
def test_company_changes_nothing(texts):
    assert by_block(texts) == [by_block([text])[0] for text in texts]


def test_the_component_works_in_other_pipelines_and_labels_families(whole):
    doc = whole("We copy it by hand. It is a nightmare.")
    assert [(span.text, span.label_) for span in doc.spans["cues"]] == [("by hand", "manual"), ("nightmare", "problem")]
    assert [sentence.text for sentence in doc.sents] == ["We copy it by hand.", "It is a nightmare."]


def test_the_component_cuts_a_run_without_full_stops_into_clauses(whole):
    doc = whole("we copy it all into the sheet by hand on monday " + "and then we send it to the bank and wait " * 6)
    assert len([*doc.sents]) > 2


def test_no_cue_runs_over_the_end_of_a_sentence(whole):
    assert by_component(whole, "we do it by. hand it over.") == []


def test_the_entry_point_registers_when_it_is_asked_for():
    assert home.factory is register()
    with pytest.raises(AttributeError):
        _ = home.nothing


def test_a_gap_holds_up_to_four_words():
    own = Lexicon(parse_cues("fault:\n  cues: [keep ... down]\n", "cues.yaml").families)
    pipeline = load_pipeline(None, own)
    one, four, five = ("keep it down", "keep one two three four down", "keep one two three four five down")
    assert [len(found) for found in find([one, four, five], pipeline)] == [1, 1, 0]


def test_as_written_means_no_other_form():
    own = Lexicon(parse_cues("a:\n  cues: [=stuck]\nb:\n  cues: [struggle]\n", "cues.yaml").families)
    pipeline = load_pipeline(None, own)
    found = find(["Stuck.", "stick to it", "Struggling.", "we struggled"], pipeline)
    assert [[hit.cue.family for hit in one] for one in found] == [["a"], [], ["b"], ["b"]]


def test_every_cue_is_found_in_its_own_words_and_passes_the_look_before():
    # Of cues that weigh nothing, or only beside an amount, nothing has to be seen.
    telling = [cue for family in standard().families if family.weight for cue in family.cues if cue.share]
    said = [f"well then {' so '.join(cue.parts)} as ever{', ten hours' * cue.beside_amount}" for cue in telling]
    found = find(said)
    assert [text for text, one in zip(said, found, strict=True) if not one] == []
    assert found == find(said, all_words=True)


def test_the_pipeline_that_ran_has_a_name():
    assert load_pipeline().name == BUILT_IN


def test_a_pipeline_that_is_not_installed_is_told_with_what_to_do():
    with pytest.raises(SettingsError, match="no pipeline 'en_core_web_nowhere'"):
        load_pipeline("en_core_web_nowhere")


PACKAGE = """
import pathlib, spacy
pathlib.Path(r"{mark}").write_text("ran")
def load(**config):
    return spacy.load(pathlib.Path(__file__).parent / "data", **config)
"""


def put_package(folder, name, nlp, mark, *, installed):
    """Lay out a pipeline as pip does, or as it lies in a folder without what pip notes."""
    folder.mkdir()
    nlp.to_disk(folder / name)
    nlp.to_disk(folder / name / "data")
    (folder / name / "__init__.py").write_text(PACKAGE.format(mark=mark))
    if installed:
        (folder / f"{name}-1.0.dist-info").mkdir()
        (folder / f"{name}-1.0.dist-info/METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")


def test_a_trained_pipeline_runs_on_each_sentence_alone(whole, tmp_path, monkeypatch):
    put_package(tmp_path / "site", "own_pipeline", whole, tmp_path / "ran", installed=True)
    monkeypatch.syspath_prepend(tmp_path / "site")
    pipeline = load_pipeline("own_pipeline")
    assert pipeline.name == "own_pipeline"
    assert by_block(["we do it by hand"], pipeline) == [[("manual", "by hand", 9, 16)]]


@pytest.mark.parametrize("installed", [False, True])
@pytest.mark.parametrize(
    "name", ["here_sm", "./here_sm", "{}/here_sm", "~/here_sm", "here_sm/", "../x/here_sm", ".", ""]
)
def test_a_pipeline_in_the_folder_of_the_command_is_never_loaded(whole, tmp_path, monkeypatch, name, installed):
    folder = tmp_path / "x"
    put_package(folder, "here_sm", whole, tmp_path / "ran", installed=installed)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.syspath_prepend("")  # as `python -m` has it
    with pytest.raises(SettingsError, match=r"no pipeline .* among the installed packages.*A folder is never loaded"):
        load_pipeline(name.format(folder))
    assert not (tmp_path / "ran").exists()


def test_a_folder_does_not_stand_in_for_an_installed_pipeline_of_its_name(whole, tmp_path, monkeypatch):
    put_package(tmp_path / "site", "both_sm", whole, tmp_path / "ran", installed=True)
    put_package(tmp_path / "x", "both_sm", whole, tmp_path / "ran", installed=False)
    monkeypatch.syspath_prepend(tmp_path / "site")
    monkeypatch.chdir(tmp_path / "x")
    monkeypatch.syspath_prepend("")
    with pytest.raises(SettingsError, match="no pipeline 'both_sm'"):
        load_pipeline("both_sm")
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("name", ["blank:zz", "pip", "blank:"])
def test_what_is_no_pipeline_is_told(name):
    with pytest.raises(SettingsError, match=f"no pipeline '{name}'"):
        load_pipeline(name)


def test_a_blank_pipeline_of_another_language_needs_no_package():
    assert load_pipeline("blank:de").name == "blank:de"


DELAY = {
    "delay": {"cues": ["weeks behind", "=it's"], "weak": ["time"], "amounts": ["dawdle"], "weight": 2, "says": "late"}
}
TEXT = "We copy it by hand, we are weeks behind and dawdle."


def configured(**config):
    register()
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
    nlp.initialize()
    nlp.add_pipe(NAME, config=config)
    return nlp


def marked(nlp, key="cues"):
    doc = nlp(TEXT)
    return [(span.text, span.label_) for span in doc.spans[key]]


WITH_DELAY = [("by hand", "manual"), ("weeks behind", "delay"), ("dawdle", "delay")]


def test_families_of_a_configuration_stand_beside_the_standard_ones():
    assert marked(configured(cues=DELAY)) == WITH_DELAY
    assert marked(configured(cues=DELAY, spans_key="pains"), "pains") == WITH_DELAY
    replaced = {"manual": {"cues": ["copy"]}}
    assert marked(configured(cues=replaced))[0] == ("copy", "manual")


def test_a_configured_pipeline_comes_back_from_disk_from_bytes_and_from_its_config(tmp_path):
    nlp = configured(cues=DELAY, spans_key="pains")
    nlp.to_disk(tmp_path / "own")
    saved = spacy.load(tmp_path / "own")
    again = load_model_from_config(nlp.config)
    blank = load_model_from_config(nlp.config).from_bytes(nlp.to_bytes())
    again.initialize()
    assert saved.config["components"][NAME]["cues"] == DELAY
    assert saved.get_pipe(NAME).lexicon == nlp.get_pipe(NAME).lexicon
    assert [marked(one, "pains") for one in (saved, again, blank)] == [WITH_DELAY] * 3


def test_a_saved_pipeline_needs_no_file_of_cues(tmp_path):
    path = tmp_path / "own.yaml"
    path.write_text("delay: {cues: [weeks behind, dawdle]}\n", encoding="utf-8")
    nlp = configured(cues=str(path))
    assert marked(nlp) == WITH_DELAY
    nlp.to_disk(tmp_path / "own")
    path.unlink()
    assert marked(spacy.load(tmp_path / "own")) == WITH_DELAY
    with pytest.raises(SettingsError, match=r"own\.yaml: the cues cannot be read"):
        marked(configured(cues=str(path)))


def test_what_is_no_family_is_told_when_the_component_is_added():
    with pytest.raises(SettingsError, match=r"unknown key 'cuse' in family 'delay'\. Did you mean 'cues'\?"):
        configured(cues={"delay": {"cuse": []}})


def test_a_lexicon_is_read_as_it_was_written():
    own = parse_cues(json.dumps(DELAY), "x")
    for lexicon in (standard(), own):
        assert parse_cues(json.dumps(lexicon.as_written()), "x") == lexicon


def test_the_examples_of_the_docs_run():
    page = (Path(__file__).resolve().parents[2] / "docs/pains.md").read_text(encoding="utf-8")
    register()
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        exec("\n".join(re.findall(r"```python\n(.*?)```", page, re.DOTALL)), {})  # noqa: S102  our own page
    assert "('weeks behind', 'delay')" in out.getvalue()
