import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import SettingsError
from evidence.settings import FREE_MAIL, Settings, TurnPattern, parse_settings
from evidence.text import nearest
from evidence.yaml_text import load_yaml


def test_settings_are_typed():
    settings = parse_settings(r"""
own_domains: [Northquay.example, "@nq.example"]
own_names: Northquay
free_mail_domains: [mail.example]
assume_others: customer
date_order: DMY
stages: {won: [Signed], lost: [Gone, Dead]}
as_of: 2026-03-31
max_age: 400 days
redaction: strict
block: {only: accepted, layout: compact, quotes: 3, per_account: 1, notes: yes}
verify: {paths: [docs], allow_missing: off}
nlp: en_core_web_sm
formats:
  desk: '(?P<name>\w+)> '
  log-2: {pattern: '(?P<time>[\d:]+) (?P<words>.*)', files: 'logs/*'}
""")
    assert settings == Settings(
        own_domains=("northquay.example", "nq.example"),
        own_names=("Northquay",),
        free_mail_domains=("mail.example",),
        assume_others="customer",
        date_order="DMY",
        stages=(("Signed",), ("Gone", "Dead")),
        as_of="2026-03-31",
        max_age=400,
        redaction="strict",
        block={"only": "accepted", "layout": "compact", "quotes": 3, "per_account": 1, "notes": True},
        verify={"paths": ("docs",), "allow_missing": False},
        nlp="en_core_web_sm",
        formats=(
            TurnPattern("desk", r"(?P<name>\w+)> "),
            TurnPattern("log-2", r"(?P<time>[\d:]+) (?P<words>.*)", "logs/*"),
        ),
    )


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "own_names:\nas_of: ~\n"])
def test_what_is_not_set_has_its_default(text):
    assert parse_settings(text) == Settings()
    assert "gmail.com" in FREE_MAIL


def test_one_list_of_stages_leaves_the_other_as_it_is():
    assert parse_settings("stages: {won: [Signed]}").stages == (("Signed",), ("Closed Lost", "closedlost"))


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("\nown_domain: [a]", 2, "unknown setting 'own_domain'. Did you mean 'own_domains'?"),
        ("zzz: 1", 1, "unknown setting 'zzz'. Known settings: own_domains, own_names"),
        ("as_of: ~\nredaction: peple", 2, "redaction: 'peple' is not one of none, people, pseudonyms, strict"),
        ("as_of: 31.03.2026", 1, "as_of: '31.03.2026' is not a date such as 2026-03-31"),
        ("as_of: 2026-02-30", 1, "as_of: '2026-02-30' is not a date such as 2026-03-31"),
        ("max_age: long", 1, "max_age: 'long' is not a whole number"),
        ("max_age: [1]", 1, "max_age: expected a single value"),
        ("own_names: [[a]]", 1, "own_names: expected a list of texts"),
        ("stages: [Won]", 1, "stages: expected `won: [...]`"),
        ("stages: {one: [Won]}", 1, "stages: expected `won: [...]`"),
        ("block: all", 1, "block: expected `name: value` lines below it"),
        ("block: {onyl: all}", 1, "block: unknown option 'onyl', did you mean 'only'?"),
        ("block: {xyz: 1}", 1, "block: unknown option 'xyz'"),
        ("block: {only: some}", 1, "block: only: 'some' is not one of all, accepted"),
        ("block: {quotes: ten}", 1, "block: 'ten' is not a whole number"),
        ("block: {notes: maybe}", 1, "block: notes: 'maybe' is not yes or no"),
        ("own_names: a\nas_of: ~\nown_names: b", 3, "'own_names' is given twice. Keep one of them."),
        ("stages:\n  won: [a]\n  won: [b]", 3, "'won' is given twice"),
        ("[a, b]: 1", 1, "a key must be a plain word"),
        ("- a", 1, "expected `name: value` lines"),
        ("own_names: [a\n", 2, "not valid YAML"),
        ("own_names: a\nnlp: \x07", None, "not valid YAML"),
        ("formats: [a]", 1, "formats: expected `name: 'pattern'` lines below it"),
        ("formats:\n  a b: x", 2, "formats: 'a b' is no name for a format"),
        ("formats:\n  a:\n    files: x", 2, "formats: a: expected a pattern"),
        ("formats:\n  a: [x]", 2, "formats: a: expected a pattern"),
        ("formats:\n  a:\n    patern: x", 3, "unknown key 'patern' in formats.a. Did you mean 'pattern'?"),
        ("formats:\n  a:\n    pattern: '('", 3, "formats: a: the pattern is no regular expression: missing )"),
        ("formats:\n  a: '(?P<nmae>x)'", 2, "formats: a: unknown group 'nmae'. Did you mean 'name'?"),
        ("formats:\n  a: '(?P<words>x)'", 2, "formats: a: the pattern has no group for a name or a time"),
        ("formats:\n  a: '(?P<name>x*)'", 2, "formats: a: the pattern matches an empty line"),
        (f"formats:\n  a: '(?P<name>{'x' * 500})'", 2, "formats: a: the pattern has more than 500 characters"),
    ],
)
def test_a_faulty_setting_is_named_with_its_line(text, line, message):
    with pytest.raises(SettingsError) as caught:
        parse_settings(text)
    assert (caught.value.path, caught.value.line) == ("evidence.yaml", line)
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "pattern",
    [
        r"(?P<name>(\w+ ?)+): ",
        r"(?P<name>\w+)+x",
        r"(?:[a-z ]+)*(?P<name>x)",
        r"(?P<name>(?:.*)*)x",
        r"(a+){2,}(?P<name>x)",
    ],
)
def test_a_pattern_that_repeats_a_repetition_is_refused(pattern):
    with pytest.raises(SettingsError, match="the pattern repeats a repetition, which may never end"):
        parse_settings(f"formats:\n  a: '{pattern}'\n")


@pytest.mark.parametrize(
    "pattern",
    [r"(?P<name>\w+(?: \w+)*): ", r"(?P<name>[^:]+)\+: ", r"(?P<name>[A-Z]\w+(?: [A-Z]\w+)+) \(+", r"(?P<name>\w+)?x"],
)
def test_a_pattern_that_people_need_is_taken(pattern):
    assert parse_settings(f"formats:\n  a: '{pattern}'\n").formats == (TurnPattern("a", pattern),)


@pytest.mark.parametrize(
    ("word", "right"),
    [("fintec", "Fintech"), ("FINTECH", "Fintech"), ("smb-sas", "smb-saas"), ("zebra", None), ("", None)],
)
def test_the_nearest_name_is_the_one_that_was_meant(word, right):
    assert nearest(word, ("Fintech", "smb-saas")) == right


# YAML


def test_yaml_scalars_stay_the_text_that_people_wrote():
    text = "a: 1.10\nb: yes\nc: 2026-01-12\nd: ~\ne:\nf: '~'\ng: null\nh: 00123\n"
    assert load_yaml(text, "t.yaml")[0] == {
        "a": "1.10", "b": "yes", "c": "2026-01-12", "d": None, "e": None, "f": "~", "g": None, "h": "00123",
    }  # fmt: skip


def test_yaml_knows_the_line_of_every_key_and_item():
    text = "one:\n  queries:\n  - a\n  - b\ntwo: {label: x}\n"
    _, lines = load_yaml(text, "t.yaml")
    assert {path: lines[path] for path in [("one",), ("one", "queries"), ("one", "queries", 1), ("two", "label")]} == {
        ("one",): 1,
        ("one", "queries"): 2,
        ("one", "queries", 1): 4,
        ("two", "label"): 5,
    }


@given(st.text(max_size=60))
def test_whatever_a_yaml_file_says_it_is_read_or_named(text):
    with contextlib.suppress(SettingsError):
        load_yaml(text, "t.yaml")


@pytest.mark.parametrize("text", ["a: &a [*a]", "a: &a [x, x]\nb: [*a, *a]", "[" * 200 + "]" * 200, "- " * 200 + "x"])
def test_yaml_that_would_unfold_without_end_is_refused(text):
    with pytest.raises(SettingsError, match=r"^t\.yaml:\d: "):
        load_yaml(text, "t.yaml")


def test_a_tag_in_yaml_makes_no_object():
    assert load_yaml("a: !!python/object/apply:os.getcwd []", "t.yaml")[0] == {"a": []}
