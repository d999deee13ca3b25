from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.errors import QuerySyntaxError
from evidence.query.grammar import parse_query
from evidence.query.match import expand, match, merge
from evidence.query.tree import (
    And,
    Exact,
    Field,
    Fuzzy,
    Near,
    Not,
    Or,
    Phrase,
    Wildcard,
    Word,
    days,
    terms,
    to_text,
)
from evidence.text import stem, words
from strategies import examples

CASES = Path(__file__).with_name("match.md").read_text(encoding="utf-8")


def rows():
    """Return (query, text, what is marked) of the table in match.md; `-` marks no match."""
    lines = [line for line in CASES.splitlines() if line.startswith("|")][2:]
    return [tuple(cell.strip() for cell in line.strip().strip("|").split("|")) for line in lines]


@pytest.mark.parametrize(("query", "text", "marked"), rows())
def test_a_query_marks_the_words_of_the_table(query, text, marked):
    spans = match(parse_query(query, filtered=True), text)
    shown = "-" if spans is None else " · ".join(text[start:end] for start, end in spans)
    assert shown == marked


FACTS = {
    "speaker": ("Dana Reyes (Northquay)", "Dana Reyes"),
    "side": ("customer",),
    "role": ("Economic Buyer",),
    "account": ("Account_023", "Northquay Bank, Inc."),
    "call": ("acme-2026-01-12",),
    "date": ("2026-01-12",),
    "title": ("Discovery: Northquay",),
}


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("speaker:dana", True),
        ('speaker:"Reyes Northquay"', True),
        ("speaker:dan", False),
        ('speaker:="dana reyes"', True),
        ("speaker:=dana", False),
        ("side:customer", True),
        ("side:internal", False),
        ("role:buyer", True),
        ("account:account_023", True),
        ('account:"northquay bank"', True),
        ("account:northquay_bank", True),
        ("account:=northquay", False),
        ("call:acme-2026-01-12", True),
        ("call:acme", True),
        ("call:acm", False),
        ("date:2026", True),
        ("date:2026-01", True),
        ("date:2026-01-12..2026-01-12", True),
        ("date:..2026-01-11", False),
        ("date:2026-01-13..", False),
        ("title:discovery NOT side:internal", True),
        ("segment:smb", False),
        ("call:acme side:customer (speaker:nobody OR role:buyer)", True),
    ],
)
def test_fields_match_whole_words_inside_the_value(query, fits):
    assert match(parse_query(query), "whatever was said", FACTS) == (() if fits else None)


def test_a_call_without_a_date_fits_no_range():
    assert match(parse_query("date:..2030"), "x", {"date": ()}) is None


def test_trackers_are_replaced_wherever_they_stand():
    query = expand(
        parse_query("(tracker:slow OR b side:customer) NOT tracker:slow"),
        lambda field: Word(field.value) if field.name == "tracker" else None,
    )
    kept = And((Word("b"), Field("side", "customer")))
    assert query.root == And((Or((Word("slow"), kept)), Not(Word("slow"))))


def test_merged_spans_are_sorted_and_do_not_overlap():
    assert merge([(5, 9), (0, 2), (1, 3), (9, 10)]) == ((0, 3), (5, 9), (9, 10))


def test_terms_leave_out_what_is_negated_and_filters():
    found = list(terms(parse_query('a (b OR "c d") NOT e side:customer f NEAR/2 =G').root))
    assert len(found) == 5


WORDS = st.sampled_from(["deploy", "deploys", "manual", "audit", "it", "the", "Jenkins", "can't", "café"])


def brute(parts, tokens, slop):
    """Every way to place the parts in order, obviously."""
    found = set()

    def place(part, at, first):
        if part == len(parts):
            if at - first - len(parts) <= slop:
                found.add((first, at - 1))
            return
        for i in range(at, len(tokens)) if part else range(len(tokens)):
            if tokens[i] == parts[part]:
                place(part + 1, i + 1, i if part == 0 else first)

    place(0, 0, 0)
    return {(first, min(end for start, end in found if start == first)) for first, _ in found}


@examples(200)
@given(st.lists(WORDS, min_size=1, max_size=12), st.lists(WORDS, min_size=2, max_size=3), st.integers(0, 4))
def test_gapped_phrases_agree_with_trying_every_place(said, asked, slop):
    text = " ".join(said)
    expected = brute([stem(w) for w in words(" ".join(asked))], [stem(w) for w in words(text)], slop)
    phrase = '"{}"~{}'.format(" ".join(asked), slop)
    spans = match(parse_query(phrase), text)
    starts = [0]
    for word in said:
        starts.append(starts[-1] + len(word) + 1)
    wanted = merge((starts[first], starts[last] + len(said[last])) for first, last in expected)
    assert (spans or ()) == wanted


@examples(200)
@given(st.text(max_size=60), st.text(max_size=30))
def test_any_text_gives_spans_inside_it_or_a_syntax_error(text, query):
    try:
        parsed = parse_query(query)
    except QuerySyntaxError:
        return
    for start, end in match(parsed, text) or ():
        assert 0 <= start < end <= len(text)


@examples(100)
@given(st.lists(WORDS, min_size=1, max_size=10), WORDS, WORDS, st.integers(0, 6))
def test_near_agrees_with_counting_the_words_between(said, left, right, gap):
    at = [stem(w) for w in words(" ".join(said))]
    places = [
        (i, j)
        for i, a in enumerate(at)
        for j, b in enumerate(at)
        if i != j and a == stem(words(left)[0]) and b == stem(words(right)[0]) and abs(i - j) - 1 <= gap
    ]
    assert (match(parse_query(f"{left} NEAR/{gap} {right}"), " ".join(said)) is not None) == bool(places)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("2026", 20260101, 20261231), ("2024-02", 20240201, 20240229), ("..2026-01-12", 0, 20260112)],
)
def test_dates_are_read_as_days(value, low, high):
    assert days(value) == (low, high)


FAULTS = [
    ("side:custmer", 5, "Did you mean customer?"),
    ("spekaer:x", 0, "Did you mean speaker"),
    ("date:2026-13", 5, "is not a date"),
    ("date:2026-02-30", 5, "28 days"),
    ("date:2026-02..2026-01", 5, "ends before"),
    ("NOT x", 0, "finds nothing"),
    ("a OR NOT b", 0, "finds nothing"),
    ("(a", 0, "never closed"),
    ("a)", 1, "never opened"),
    ("()", 1, "empty"),
    ("a OR", 2, "a term after it"),
    ("OR a", 0, "a term before it"),
    ('x "abc', 2, "never closed"),
    ('""', 0, "no word"),
    ("a NEAR b", 2, "needs a number"),
    ("a NEAR/2 side:customer", 9, "words and phrases only"),
    ("a NEAR/2000 b", 2, "at most 1,000"),
    ("%", 0, '="%"'),
    ("=", 0, "nothing follows ="),
    ("deploy~3", 6, "one or two"),
    ("CI/CD~", 0, "one plain word"),
    ("x\x07y", 1, "control"),
    ("", 0, "empty"),
    ("*a*b*c*d*e*f*g*h*i*j*k", 0, "at most 10 wildcards"),
    ("(" * 4000 + "a", 100, "at most 100 levels"),
    ("NOT " * 4000 + "a", 400, "at most 100 levels"),
    ("*" * 10_000, 0, "longer than"),
    ("a " * 1001, 0, "1,000 terms"),
    ("a NEAR/1 " * 101 + "a", 902, "100 levels"),
    ("x" * 1_000_000, 19_999, "longer than"),
]


@pytest.mark.parametrize(("query", "position", "said"), FAULTS, ids=range(len(FAULTS)))
def test_a_faulty_query_names_the_place_and_the_way_out(query, position, said):
    with pytest.raises(QuerySyntaxError) as caught:
        parse_query(query)
    assert caught.value.position == position
    assert said in str(caught.value)
    assert all(len(line) <= 80 for line in str(caught.value).splitlines()[1:])


def test_a_field_is_a_value():
    assert parse_query("side:Customer").root == Field("side", "customer")


texts = st.sampled_from(["deploy", "audit", "soc", "2"])
parts = st.one_of(
    texts.map(Word), st.sampled_from(["dep*", "*it", "a?dit"]).map(Wildcard), st.builds(Fuzzy, texts, st.integers(1, 2))
)
leaves = st.one_of(
    parts,
    st.builds(Phrase, st.lists(texts.map(Word), min_size=2, max_size=3).map(tuple), st.integers(0, 3)),
    st.sampled_from(["SOC 2", "C#", "->"]).map(Exact),
)
trees = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(Near, leaves, leaves, st.integers(0, 9)),
        st.lists(inner, min_size=2, max_size=3).map(lambda found: Or(tuple(found))),
        st.lists(inner, min_size=1, max_size=2).map(
            lambda found: And((*found, Not(Word("x")), Field("side", "customer")))
        ),
    ),
    max_leaves=6,
)


def flat(node):
    """Join nested ANDs and ORs, as the grammar does."""
    if not isinstance(node, And | Or):
        return node
    children = []
    for child in map(flat, node.children):
        children += child.children if isinstance(child, type(node)) else [child]
    return type(node)(tuple(children))


@examples(200)
@given(trees)
def test_a_query_written_out_reads_back(tree):
    assert parse_query(to_text(tree)).root == flat(tree)
