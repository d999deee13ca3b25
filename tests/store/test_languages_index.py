"""What the index finds in calls of several languages, against looking at every utterance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from indexed_calls import SAID, indexed
from test_text_index import Corpus, facts

from evidence.query.grammar import parse_query
from evidence.query.language import Said, languages_of
from evidence.query.lemmas import Lemmas, load_lemmas
from evidence.query.match import matcher
from evidence.query.tree import And, Exact, Fuzzy, Is, Near, Not, Or, Phrase, Query, Wildcard, Word
from evidence.store.prepare import Preparation, prepare
from evidence.store.storage import Store
from evidence.text import words
from strategies import examples

GERMAN = (
    "Wir machen die Auslieferungen und die Rechnungen immer noch von Hand.",
    "Die manuelle Rechnung ist nicht das Problem, aber die manuellen Auslieferungen.",
    "Manuell? Genau.",
    "Wir haben gestern deployt, und das Deployment war nicht so schnell wie sonst.",
)
FRENCH = (
    "On fait encore toutes les factures à la main avec l'outil de l'équipe.",
    "L'outil ne marche pas, et les outils des autres équipes ne marchent pas non plus.",
    "La facture manuelle, c'est un problème pour nous et pour toute l'équipe.",
)
ITALIAN = (
    "Facciamo ancora le fatture a mano, con gli strumenti dell'azienda e delle altre aziende.",
    "La fattura manuale non è il problema, il problema sono i costi della fatturazione.",
)
MIXED = (GERMAN[0], SAID[0], FRENCH[0], SAID[3], GERMAN[1], SAID[1])
RECORDS = [
    indexed("de", GERMAN, date="2026-01-12", speakers=("Jo",)),
    indexed("en", SAID, date="2026-02-12"),
    indexed("fr", FRENCH, date="2026-03-12", speakers=("Lou",)),
    indexed("it", ITALIAN, speakers=("Gia",)),
    indexed("mixed", MIXED, date="2026-04-12", speakers=("Ada", "Bo", "Cy")),
]


def spoken(record):
    """The language of each utterance, by its number."""
    said = record.call.utterances
    found = languages_of([Said(one.speaker, " ".join(words(one.text))) for one in said])
    return {one.number: language for one, language in zip(said, found, strict=True)}


LANGUAGES = {record.call.call_id: spoken(record) for record in RECORDS}


class Babel(Corpus):
    """A corpus whose words are in several languages."""

    lemmas = Lemmas(load_lemmas().forms, load_lemmas().own, ("de", "fr", "it"))

    def plan(self, node):
        return self.index.candidates(node, forms=self._forms, resolver=self._resolve, lemmas=self.lemmas)

    def _forms(self, wanted):
        language = wanted.partition(":")[0] if ":" in wanted else ""
        key = self.lemmas.key_in(language)
        said = {
            token
            for record in self.records
            for u in record.call.utterances
            if (LANGUAGES[record.call.call_id][u.number] if language else "") in (language, "")
            for token in words(u.text)
        }
        return tuple(sorted(form for form in said if key(form) == wanted))


@pytest.fixture(scope="module")
def babel(tmp_path_factory):
    return Babel(tmp_path_factory.mktemp("babel"), RECORDS, commits=2)


def truth(corpus, node):
    fits = matcher(Query("", node), corpus.lemmas)
    return [
        (r.call.call_id, u.number)
        for r in corpus.records
        for u in r.call.utterances
        if fits(u.text, facts(r, u), LANGUAGES[r.call.call_id][u.number]) is not None
    ]


def check(corpus, node):
    plan, found, wanted = corpus.plan(node), corpus.found(node), truth(corpus, node)
    assert corpus.index.count(plan) == len(found)
    assert found == wanted if plan.exact else [hit for hit in found if hit in {*wanted}] == wanted


def test_the_calls_are_in_the_languages_that_the_tests_are_about():
    assert {name: {*found.values()} for name, found in LANGUAGES.items()} == {
        "de": {"de"}, "en": {"en", "ja"}, "fr": {"fr"}, "it": {"it"}, "mixed": {"en", "de", "fr"},
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("rechnung", [("de", 1), ("de", 2), ("mixed", 1), ("mixed", 5)]),
        ("Rechnungen", [("de", 1), ("de", 2), ("mixed", 1), ("mixed", 5)]),
        ("outil", [("fr", 1), ("fr", 2), ("mixed", 3)]),
        ("l'outil", [("fr", 1), ("fr", 2), ("mixed", 3)]),
        ("outils", [("fr", 1), ("fr", 2), ("mixed", 3)]),
        ("azienda", [("it", 1)]),
        ("fatture", [("it", 1), ("it", 2)]),
        ("manuelle", [("de", 2), ("de", 3), ("fr", 3), ("mixed", 5)]),
        ('"manuelle auslieferung"', [("de", 2), ("mixed", 5)]),
        ("auslieferung NEAR/3 rechnung", [("de", 1), ("mixed", 1)]),
        ('"manuell* auslieferung"', [("de", 2), ("mixed", 5)]),
        ("deploys", [("en", 1), ("en", 2), ("en", 3), ("en", 9), ("en", 10), ("mixed", 2), ("mixed", 6)]),
        ("deployte", [("de", 4)]),
    ],
)
def test_a_word_finds_the_forms_of_each_language(babel, query, found):
    node = parse_query(query).root
    assert sorted(babel.found(node)) == sorted(truth(babel, node)) == found


TOKENS = (
    "deploy", "deployt", "deployment", "hand", "rechnung", "rechnungen", "manuell", "manual", "manuelle", "outil",
    "outils", "l'outil", "equipe", "azienda", "aziende", "dell'azienda", "fattura", "die", "la", "problem", "not",
)  # fmt: skip
some_words = st.sampled_from(TOKENS).map(Word)
wildcards = st.sampled_from(["man*", "*ung", "d*", "*", "?a*", "*outil*", "l'*"]).map(Wildcard)
parts = some_words | some_words | wildcards | st.builds(Fuzzy, st.sampled_from(TOKENS), st.just(1))
phrases = st.builds(Phrase, st.lists(parts, min_size=2, max_size=3).map(tuple), st.integers(0, 3))
nears = st.builds(Near, some_words | wildcards, some_words | wildcards, st.integers(0, 5))
leaves = parts | phrases | nears | st.sampled_from(["Hand", "l'outil", "die"]).map(Exact) | st.just(Is("question"))
nodes = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(tuple).flatmap(lambda c: st.sampled_from([And(c), Or(c)]))
        | inner.map(Not)
        | st.builds(Near, inner, inner, st.integers(0, 3)).filter(
            lambda near: _placed(near.left) and _placed(near.right)
        )
    ),
    max_leaves=4,
)


def _placed(node):
    return isinstance(node, Word | Wildcard | Fuzzy | Phrase | Exact)


@examples(400)
@given(nodes)
def test_random_queries_agree_with_the_truth(babel, node):
    check(babel, node)


def test_utterances_come_back_with_their_language(babel):
    for record in RECORDS:
        found = {one.number: one.language for one in babel.index.call(record.call.call_id)}
        assert found == LANGUAGES[record.call.call_id]


def test_the_store_notes_its_languages_and_looks_for_their_stems(tmp_path):
    with Store.open(tmp_path / "at once", writable=True) as store:
        for record in RECORDS:
            store.put(record)
    with Store.open(tmp_path / "in pieces", writable=True) as store:
        for record in RECORDS[::-1]:
            store.put_prepared(prepare(record))
            store.commit()
            assert set(store.catalog.lemmas.languages) >= {*LANGUAGES[record.call.call_id].values()} & {
                "de",
                "fr",
                "it",
            }
    for place in ("at once", "in pieces"):
        with Store.open(tmp_path / place) as store:
            assert store.catalog.lemmas.languages == ("de", "fr", "it")
            assert [entry.language for entry in store.catalog.calls()] == ["de", "en", "fr", "it", "en"]
            assert store.catalog.call("mixed").languages == {"de": 2, "en": 3, "fr": 1}
            for query in ("rechnung", '"manuell* auslieferung"', "outil NEAR/4 equipe", "deploy*"):
                node = parse_query(query).root
                plan = store.candidates(node, lambda field: Word(field.value))
                fits = matcher(Query("", node), store.catalog.lemmas)
                known = [(r.call.call_id, u) for r in RECORDS for u in store.text.call(r.call.call_id)]
                wanted = {(name, u.number) for name, u in known if fits(u.text, {}, u.language) is not None}
                assert {(one.call_id, one.utterance.number) for one in store.text.page(plan, 100)} == wanted
                assert wanted


def test_english_calls_alone_make_no_other_language(tmp_path):
    with Store.open(tmp_path / "english", writable=True) as store:
        store.put(indexed("en", SAID[:5]))
    with Store.open(tmp_path / "english") as store:
        assert store.catalog.lemmas.languages == ()
        assert store.catalog.call("en").spoken == "en=5"


@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_a_call_that_comes_in_parts_is_in_the_languages_of_the_whole(size):
    record = indexed("mixed", (*MIXED, "Genau.", "All right.", "Oui."), speakers=("Ada", "Bo", "Cy"))
    said = record.call.utterances
    work = Preparation(record)
    parts = [document for at in range(0, len(said), size) for document in work.documents(said[at : at + size])]
    whole = prepare(record)
    assert parts == [*whole.documents]
    done = work.done(work.documents(()))
    assert (done.entry, done.forms) == (whole.entry, whole.forms)
    assert {*done.vocabulary.split()} == {*whole.vocabulary.split()}
