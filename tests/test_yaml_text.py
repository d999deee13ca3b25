"""One reader of YAML for settings, segments, trackers and cues: each input once read in several ways is read in one."""

import pytest

from evidence.calls.normalized import parse, render
from evidence.errors import NormalizedError, SettingsError
from evidence.model import Call, Participant, Utterance
from evidence.quotes.cues import parse_cues
from evidence.segments.definitions import parse_segments
from evidence.segments.trackers import parse_trackers
from evidence.settings import Settings, parse_settings
from evidence.yaml_text import YamlFile


def entry(text, *known):
    file = YamlFile(text, "t.yaml")
    return file, file.below(file.data, (), known)


def test_each_kind_is_read_and_what_is_not_given_is_nothing():
    file, found = entry("a: x\nb: [x, y]\nc: 1.5\nd: 3 days\ne: yes\nf: CUSTOMER\ng: z\n", *"abcdefgh")
    assert (found.text("a"), found.texts("b"), found.texts("g")) == ("x", ("x", "y"), ("z",))
    assert (found.number("c"), found.whole("d", " days"), found.truth("e")) == (1.5, 3, True)
    assert found.choice("f", ("customer", "internal")) == "customer"
    assert (found.text("h"), found.texts("h"), found.number("h"), found.truth("h")) == (None, (), None, None)
    assert file.problems == []


@pytest.mark.parametrize(
    ("text", "kind", "line", "says"),
    [
        ("\na: [x]", "text", 2, "a: expected a single text"),
        ("a: ' '", "text", 1, "a: expected a single text"),
        ("a:\n- x\n- ''\n- y", "texts", 3, "a: expected a list of texts. Write it as [a, b]."),
        ("a: {b: c}", "texts", 1, "a: expected a list of texts"),
        ("a: nan", "number", 1, "a must be a number"),
        ("a: [1]", "number", 1, "a must be a number"),
        ("a: 1.5", "whole", 1, "a: '1.5' is not a whole number"),
        ("a: 99999999999999", "whole", 1, "is not a whole number"),
        ("a: maybe", "truth", 1, "a: 'maybe' is not yes or no"),
    ],
)
def test_what_is_no_such_kind_is_told_with_its_line_and_counts_as_not_given(text, kind, line, says):
    file, found = entry(text, "a")
    assert getattr(found, kind)("a") in (None, (), ("x", "y"))
    (problem,) = file.problems
    assert str(problem).startswith(f"t.yaml:{line}: ")
    assert says in str(problem)
    with pytest.raises(SettingsError):
        file.check()


def test_a_wrong_name_and_a_wrong_choice_are_answered_with_the_nearest():
    file, found = entry("sied: x\nside: custmer\n", "side", "label")
    found.choice("side", ("customer", "internal"))
    assert [str(problem) for problem in file.by_line()] == [
        "t.yaml:1: unknown key 'sied'. Did you mean 'side'?",
        "t.yaml:2: side: 'custmer' is not one of customer, internal. Did you mean 'customer'?",
    ]


# -- what the readers before disagreed about --------------------------------------------------------


def test_capitals_of_a_choice_do_not_count():
    assert parse_settings("redaction: People\ndate_order: dmy\nblock: {only: Accepted}") == Settings(
        date_order="DMY", block={"only": "accepted"}
    )
    assert parse_trackers("a: {queries: [b], side: Any}", "t.yaml")[0][0].side == "any"
    assert parse_segments("a:\n  documents: [{path: x.md, block: Compact}]")[0][0].documents[0].block == "compact"


def test_nothing_behind_a_name_is_not_given():
    assert parse_settings("block: {quotes: , only: ~}\nverify: {paths: }") == Settings(block={}, verify={})
    assert parse_cues("problem: {weight: , says: ~, cues: [a]}", "c.yaml").family("problem").weight == 1.0
    assert parse_trackers("a: {queries: [b], side: }", "t.yaml")[0][0].side == "customer"


def test_a_list_keeps_what_is_right_in_it():
    (tracker,), (problem,) = parse_trackers("a:\n  queries:\n  - b\n  - {c: d}\n  - ~\n", "t.yaml")
    assert (tracker.queries, problem.line) == (("b",), 4)


@pytest.mark.parametrize("said", ["[x]", "{x: y}", "''"])
def test_a_label_that_is_no_text_is_told(said):
    (tracker,), (problem,) = parse_trackers(f"a:\n  queries: [b]\n  label: {said}\n", "t.yaml")
    assert (tracker.label, problem.line) == ("a", 3)
    with pytest.raises(SettingsError, match=r"^c\.yaml:2: says: expected a single text"):
        parse_cues(f"problem:\n  says: {said}\n  cues: [a]\n", "c.yaml")


def test_a_list_of_blank_texts_and_a_weight_that_is_no_number_are_told():
    with pytest.raises(SettingsError, match=r"evidence\.yaml:1: own_names: expected a list of texts"):
        parse_settings("own_names: ['', a]")
    with pytest.raises(SettingsError, match=r"c\.yaml:1: weight must be a number"):
        parse_cues("problem: {weight: nan, cues: [a]}", "c.yaml")


def test_a_file_that_is_no_mapping_is_told_where_it_begins():
    for read in (parse_settings, lambda text: parse_cues(text, "x"), lambda text: parse_trackers(text, "x")):
        with pytest.raises(SettingsError) as error:
            read("# a remark\n\n- a\n")
        assert error.value.line == 3
    assert parse_segments("# a remark\n\n- a\n")[1][0].line == 3


CALL = Call("c-1", "Title", "c.txt", "0" * 64, "vtt", "1", (Participant("Ole"),), (Utterance(1, 1, "Ole", "Hm."),))


def test_front_matter_is_read_by_the_same_rules():
    text = render(CALL)
    assert parse(text.replace('title: "Title"', "title: '~'")).title == "~"
    assert parse(text.replace('title: "Title"', "title: Title\naccount_id: ~")).account_id is None
    with pytest.raises(NormalizedError, match=r"^c\.md:\d+: the front matter cannot be read: 'title' is given twice"):
        parse(text.replace('title: "Title"', 'title: "Title"\ntitle: "Other"'), "c.md")
