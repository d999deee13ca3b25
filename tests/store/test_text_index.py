"""What the index finds, against looking at every utterance."""

import re
import shutil
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_calls import PEOPLE, SAID, indexed

from evidence.errors import StoreError
from evidence.query.grammar import parse_query
from evidence.query.lemmas import load_lemmas
from evidence.query.match import matcher, part_test
from evidence.query.tree import And, Exact, Field, Fuzzy, Is, Near, Not, Or, Phrase, Query, Wildcard, Word
from evidence.store.plan import Among
from evidence.store.prepare import (
    MAX_NUMBER,
    prepare,
    properties_of,
    rank_of,
)
from evidence.store.text_index import TextIndex
from evidence.text import tokenize
from strategies import examples, spoken


class Corpus:
    """An index, and everything that was put into it in the order in which it must come out."""

    def __init__(self, path, records, *, commits=1):
        self.index = TextIndex.create(path)
        self.records = sorted(records, key=lambda record: rank_of(record.call.call_id, record.call.date))
        self.forms = sorted({form for record in records for form in prepare(record).forms})
        for i, record in enumerate(records):
            self.index.put(prepare(record).documents)
            if i % commits == 0:
                self.index.commit()
        self.index.commit()

    def plan(self, node):
        return self.index.candidates(node, forms=self._forms, resolver=self._resolve, lemmas=load_lemmas())

    def found(self, node):
        return [(hit.call_id, hit.utterance.number) for hit in self.index.page(self.plan(node), 10_000)]

    def expected(self, fits):
        """Where `fits(text, facts)` holds, looking at every utterance."""
        return [
            (r.call.call_id, u.number) for r in self.records for u in r.call.utterances if fits(u.text, facts(r, u))
        ]

    def _forms(self, wanted):
        return tuple(form for form in self.forms if load_lemmas().key(form) == wanted)

    def _resolve(self, field):
        """Accounts by their id; a tracker is the word of its name."""
        if field.name == "account":
            return Among(
                "account",
                tuple({r.link.account_id for r in self.records if r.link and r.link.account_id == field.value}),
            )
        return Word(field.value)


def facts(record, utterance):
    known = properties_of(record.call, utterance.speaker, PEOPLE.get(utterance.speaker))
    return {**known, "account": (record.link.account_id,) if record.link else ()}


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    records = [
        indexed("north-1", SAID, date="2026-01-12", account="Account_023"),
        indexed("north-2", SAID[::-1], date="2026-02-01T10:00:00Z", account="Account_023", speakers=("Sam",)),
        indexed("south-1", SAID[3:], date="2026-01-12", account="Account_041", title="Renewal"),
        indexed("undated", SAID[:4]),
    ]
    return Corpus(tmp_path_factory.mktemp("index"), records, commits=2)


QUERIES = [
    "deploy", "DEPLOYS", "café", "cafe", "strasse", "don't", "can't", "日", "日本", "nobody-said-this", "cd", "2",
    "*", "?", "??", "*ploy*", "d*", "*d", "dep?oy", "*a*b*", "日*", "caf?", "[a-z]", "(deploy)", "s?c",
    "deplyo~", "hadn~", "adui~2", "日~", "cafe~2",
    '"by hand"', '"hand by"', '"deploy by hand"', '"manual manual"', '"ci cd"', "CI/CD", '"deploy* by ha*"',
    '"* hand"', '"by *"', '"we * by * every"', '"we * every"~2', '"* *"',
    '"we * by"', '"deplyo~ by"', '"hand deploy"~6', '"hand deploy"~5', '"we by friday"~4',
    '"manual manual"~1', '"deploy* hand"~1', '"we every night"~900', '"never* said"', '"never said*"',
    "deploy NEAR/1 hand", "hand NEAR/6 deploy", "hand NEAR/5 deploy", "deploy NEAR/0 deploy", "deploy NEAR/3 deploys",
    "deploy* NEAR/2 deployed", "d* NEAR/1 de*", "*d NEAR/0 b*", "by NEAR/1000 by",
    "deploy NEAR/4 (hand OR manual OR by)",
    '"by hand" NEAR/2 deploy', "deploy NEAR/2 (hand NEAR/1 by)", "deplyo~ NEAR/1 by", "never NEAR/3 deploy*",
    '="SOC 2"', "=soc", "=C++", "=c", "=++", '="..."', "=CAFE", "=ılık", "=I", "=straße", "=hand,", '="CI/CD"',
    "deploy hand", "deploy OR audit", "deploy NOT hand", "NOT deploy", "NOT =deploy", "NOT NOT deploy", "(a OR b) c",
    "side:customer", "side:internal deploy", "side:unknown", 'speaker:"dana reyes"', "speaker:reyes", "speaker:dan",
    'speaker:="Dana Reyes"', "speaker:=dana", "speaker:somebody", 'speaker:"reyes dana"', "role:buyer",
    "role:economist",
    "call:north", "call:north-1", "call:1-north", "call:=north-1", "title:deploy", "title:=renewal", "title:how-they",
    "account:Account_023", "account:Account_999", "NOT account:Account_023", "tracker:audit deploy",
    "date:2026", "date:2026-01-12", "date:2026-02..", "date:..2026-01", "NOT date:2026", "date:2020..2025",
    "is:question", "deploy is:question", "NOT is:question", "deploy NOT is:negated", "deploy OR is:question",
]  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
def test_the_index_finds_what_the_truth_finds(corpus, text):
    query = parse_query(text, filtered=True)
    trackers = {Field("tracker", "audit"): Word("audit")}
    root = And(tuple(trackers.get(c, c) for c in query.root.children)) if isinstance(query.root, And) else query.root
    check(corpus, root, query.root)


def check(corpus, root, asked=None):
    fits = matcher(Query("", root))
    truth = corpus.expected(lambda text, known: fits(text, known) is not None)
    plan, found = corpus.plan(asked or root), corpus.found(asked or root)
    assert corpus.index.count(plan) == len(found)
    assert found == truth if plan.exact else [hit for hit in found if hit in set(truth)] == truth


CHECKED = ("日*", '"* ', ' *"', "=", "is:", "~ by", "~ NEAR", "NEAR/1000", "~900", '" NEAR', "(hand NEAR")


@pytest.mark.parametrize("text", QUERIES)
def test_only_what_has_to_be_checked_is_not_exact(corpus, text):
    exact = corpus.plan(parse_query(text, filtered=True).root).exact
    assert exact == (":=" in text or not any(sign in text for sign in CHECKED))


TOKENS = ("deploy", "deploys", "deployed", "hand", "by", "manual", "audit", "can't", "cafe", "日", "ılık", "c")
words = st.sampled_from(TOKENS).map(Word)
wildcards = st.sampled_from(["de*", "*d", "*", "?", "d?p*", "*a*", "c?n't"]).map(Wildcard)
fuzzy = st.builds(Fuzzy, st.sampled_from(TOKENS), st.integers(1, 2))
parts = words | words | wildcards | fuzzy
phrases = st.builds(Phrase, st.lists(parts, min_size=1, max_size=4).map(tuple), st.integers(0, 3))
exacts = st.sampled_from(["deploy", "Deploy", "by hand", "C++", "soc", ",", "CAFE", "ı"]).map(Exact)
spans = st.recursive(
    parts | phrases | exacts,
    lambda inner: (
        st.builds(Near, inner, inner, st.integers(0, 4)) | st.lists(inner, min_size=1, max_size=3).map(tuple).map(Or)
    ),
    max_leaves=4,
)
fields = st.sampled_from(
    [
        Field("side", "customer"),
        Field("speaker", "reyes"),
        Field("date", "2026-01"),
        Field("account", "Account_041"),
        Is("question"),
    ]
)
nodes = st.recursive(
    spans | fields,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(tuple).flatmap(lambda c: st.sampled_from([And(c), Or(c)]))
        | inner.map(Not)
    ),
    max_leaves=6,
)


@examples(400)
@given(nodes)
def test_random_queries_agree_with_the_truth(corpus, node):
    check(corpus, node)


def test_gaps_are_counted_in_tokens_whatever_the_phrase_queries_of_the_index_do(tmp_path):
    texts = [" ".join(word) for n in range(1, 6) for word in product("xyz", repeat=n)]
    corpus = Corpus(tmp_path, [indexed("c", texts)])

    def places(text, word):
        return [i for i, token in enumerate(tokenize(text)) if token.folded == word]

    for one, other, gap in product("xyz", "xyz", range(4)):
        in_order = corpus.expected(
            lambda text, _, a=one, b=other, n=gap: any(
                0 <= j - i - 1 <= n for i in places(text, a) for j in places(text, b)
            )
        )
        either = corpus.expected(
            lambda text, _, a=one, b=other, n=gap: any(
                0 <= abs(j - i) - 1 <= n for i in places(text, a) for j in places(text, b)
            )
        )
        assert corpus.found(Phrase((Word(one), Word(other)), gap)) == in_order
        assert corpus.found(Near(Word(one), Word(other), gap)) == either


@examples(30)
@given(st.lists(spoken, min_size=1, max_size=5), st.data())
def test_every_token_of_any_text_is_found_and_the_text_comes_back_exactly(tmp_path_factory, texts, data):
    record = indexed("c", texts)
    corpus = Corpus(tmp_path_factory.mktemp("any"), [record])
    assert corpus.index.call("c") == record.call.utterances
    assert corpus.found(Wildcard("*")) == corpus.expected(lambda text, _: bool(tokenize(text)))
    for token in {token.folded for text in texts for token in tokenize(text)}:
        fits = part_test(Word(token))
        assert corpus.found(Word(token)) == corpus.expected(
            lambda text, _, fits=fits: any(fits(t.folded) for t in tokenize(text))
        )
        pattern = data.draw(st.sampled_from([f"{token[:1]}*", f"*{token[-1:]}", f"?{token[1:]}"]))
        regex = re.escape(pattern).replace(r"\*", ".*").replace(r"\?", ".")
        assert corpus.found(Wildcard(pattern)) == corpus.expected(
            lambda text, _, regex=regex: any(re.fullmatch(regex, t.folded) for t in tokenize(text))
        )


def test_words_longer_than_the_index_holds_are_found_by_what_it_holds(tmp_path):
    corpus = Corpus(tmp_path, [indexed("c", ["x" * 10_000, "日" + "é" * 70_000, "short"])])
    assert corpus.found(Word("x" * 10_000)) == [("c", 1)]
    assert corpus.found(Word("e" * 70_000)) == [("c", 2)]
    assert not corpus.plan(Word("e" * 70_000)).exact
    assert corpus.found(Phrase((Word("日"), Wildcard("e*")))) == [("c", 2)]


def test_a_pattern_that_is_too_much_for_the_index_is_left_to_the_truth(corpus):
    pattern = "?" * 200
    plan = corpus.plan(Wildcard(pattern))
    assert not plan.exact
    assert corpus.index.count(plan) == len(corpus.index)
    assert not corpus.plan(Phrase((Wildcard(pattern), Word("by")))).exact
    assert not corpus.plan(Near(Wildcard(pattern), Word("by"), 2)).exact


def test_a_wildcard_that_fits_too_many_words_for_a_phrase_is_left_to_the_truth(tmp_path):
    syllables = [a + b for a in "bcdfghjklm" for b in "aeiou"]
    corpus = Corpus(
        tmp_path, [indexed("c", [" ".join(f"{x}{y}{z}" for y in syllables for z in syllables) for x in syllables])]
    )
    assert corpus.plan(Phrase((Wildcard("ba*"), Word("babebi")))).exact
    loose = corpus.plan(Phrase((Wildcard("*a*"), Word("babebi"))))
    assert (loose.exact, corpus.index.count(loose)) == (False, 1)
    assert corpus.index.count(corpus.plan(Wildcard("*a*"))) == 50


def test_calls_of_one_day_that_share_a_hash_still_come_in_one_order(tmp_path, monkeypatch):
    records = [indexed(name, SAID[:3], date="2026-01-12") for name in ("b", "a")]
    monkeypatch.setattr("evidence.store.prepare.rank_of", lambda _call_id, _date: 1 << 18)
    for number, order in enumerate((records, records[::-1])):
        (tmp_path / str(number)).mkdir()
        corpus = Corpus(tmp_path / str(number), order)
        plan = corpus.plan(Wildcard("*"))
        pages = [corpus.index.page(plan, size, start) for size in (1, 2, 3) for start in range(0, 6, size)]
        assert [(hit.utterance.number, hit.call_id) for page in pages for hit in page] == [
            (n, name) for n in (1, 2, 3) for name in "ab"
        ] * 3


def test_a_thousand_terms_and_deep_nesting_are_one_flat_query(corpus):
    node = Word("deploy")
    for i in range(1000):
        node = Or((node, Word(f"w{i}")))
    assert corpus.found(node) == corpus.found(Word("deploy"))


def test_the_newest_call_comes_first_and_the_undated_last(corpus):
    order = list(dict.fromkeys(name for name, _ in corpus.found(Wildcard("*"))))
    assert (order[0], set(order[1:3]), order[3]) == ("north-2", {"north-1", "south-1"}, "undated")
    dates = ["9999-12-31", "2258-01-01", "2026-01-13", "2026-01-12", "1900-01-01", None]
    assert sorted(dates, key=lambda date: rank_of("a", date) >> 46)[1:] == dates[1:]
    assert rank_of("a", None) + MAX_NUMBER < 1 << 63


def test_pages_scan_and_tally_tell_the_same(corpus):
    plan = corpus.plan(Wildcard("*"))
    whole = corpus.index.page(plan, 10_000)
    assert [hit for start in range(0, len(whole), 7) for hit in corpus.index.page(plan, 7, start)] == list(whole)
    assert list(corpus.index.scan(plan, first=3)) == list(whole)
    assert corpus.index.page(plan, 0) == ()
    tally = {hit.call_id: sum(other.call_id == hit.call_id for other in whole) for hit in whole}
    assert corpus.index.tally(plan) == tally
    assert list(corpus.index.tally(plan)) == sorted(tally)


def test_a_tally_goes_on_past_what_one_answer_holds(corpus, monkeypatch):
    whole = corpus.index.tally(corpus.plan(Wildcard("*")))
    monkeypatch.setattr("evidence.store.text_index.MAX_BUCKETS", 2)
    assert corpus.index.tally(corpus.plan(Wildcard("*"))) == whole


def test_neighbours_are_those_around_it(corpus):
    assert [u.number for u in corpus.index.neighbours("north-1", 2, 3)] == [1, 2, 3, 4, 5]
    assert [u.text for u in corpus.index.neighbours("north-1", 11, 1)] == list(SAID[-2:])
    assert corpus.index.neighbours("nowhere", 1, 3) == ()


def test_an_index_that_lost_its_place_says_that_it_cannot_be_written(tmp_path):
    (tmp_path / "text").mkdir()
    corpus = Corpus(tmp_path / "text", [indexed("a", SAID)])
    corpus.index.close()
    shutil.rmtree(tmp_path / "text")
    with pytest.raises(StoreError, match="cannot be written"):
        corpus.index.remove(["a"])


def test_what_is_not_an_index_is_named_so(tmp_path):
    with pytest.raises(StoreError, match="broken"):
        TextIndex.open(tmp_path)


COMMON = st.sampled_from(["of", "the", "we", "found", "did", "think", "do", "it", "go", "went", "dog"])


@examples(25)
@given(st.lists(st.lists(COMMON, max_size=9), min_size=1))
def test_phrases_of_common_words_are_what_the_truth_says(tmp_path_factory, said):
    corpus = Corpus(tmp_path_factory.mktemp("common"), [indexed("c", [" ".join(words) or "..." for words in said])])
    for asked in ('"of the"', '"the we"', '"do it"', '"think we"', '"go the"', '"of the we"', '"dog of"', '"of the"~1'):
        query = parse_query(asked)
        fits = matcher(query)
        plan = corpus.plan(query.root)
        assert plan.exact
        assert corpus.found(query.root) == corpus.expected(lambda text, facts, fits=fits: fits(text, facts) is not None)
