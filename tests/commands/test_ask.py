"""Asking all calls in plain words, through the index."""

import random

import pytest

from evidence import open_library, open_workspace
from evidence.commands.ask import evidence_for
from evidence.errors import QuerySyntaxError, SettingsError
from evidence.files import FileStamp
from evidence.library.asking import Filters
from evidence.library.personas import Personas
from evidence.model import Call, Participant, Utterance
from evidence.query.lemmas import load_lemmas
from evidence.query.match import match
from evidence.query.ranking import listen, rank, read_question
from evidence.query.tree import Or, Query, Word
from evidence.store.prepare import FileState, IndexedCall, IndexedParticipant
from evidence.store.storage import Store
from evidence.text import words

QUESTIONS = ("What do people say about audits?", "Why are deployments done by hand, and what breaks?", "pricing")


@pytest.fixture(scope="module")
def library(example):
    with open_library(open_workspace(example)) as library:
        yield library


def places(found):
    return [(row.hit.call_id, row.hit.utterance.number) for row in found.rows]


def asked_about(question):
    return {term.stem for term in read_question(question, load_lemmas().root)}


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_row_is_an_utterance_of_its_call_and_its_spans_hold_the_words_asked_about(library, question):
    found = evidence_for(library, question)
    assert found.rows
    assert len(set(places(found))) == len(found.rows) <= 20
    for row in found.rows:
        hit = row.hit
        assert hit.utterance in library.store.text.call(hit.call_id)
        assert {load_lemmas().root(words(hit.utterance.text[start:end])[0]) for start, end in hit.spans} <= asked_about(
            question
        )
        assert hit.spans


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_count_is_of_all_utterances_that_hold_a_word(library, question):
    held = [
        (entry.call_id, utterance.number)
        for entry in library.catalog.calls()
        for utterance in library.store.text.call(entry.call_id)
        if match(Query("", Or(tuple(Word(term.word) for term in read_question(question)))), utterance.text)
    ]
    found = evidence_for(library, question, limit=0)
    assert (found.count, found.count_exact) == (len(held), True)
    assert set(places(found)) <= set(held)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_index_leads_to_what_ranking_every_call_finds_best(library, question):
    talks = [listen(e.call_id, library.store.text.call(e.call_id)) for e in library.catalog.calls()]
    everything = rank(read_question(question), talks)
    best = [(hit.call_id, hit.utterance.number) for hit in everything if hit.spans][:3]
    assert len({*best} & {*places(evidence_for(library, question))}) >= 2


@pytest.mark.parametrize(
    "filters",
    [Filters(side="customer"), Filters(since="2026-02"), Filters(tracker="manual-deploys"), Filters(outcome="won")],
)
def test_filters_hold_for_every_row(library, filters):
    found = evidence_for(library, "What is hard about releases and deploys?", filters)
    assert found.rows
    for row in found.rows:
        if filters.side:
            assert row.person.participant.side == "customer"
        if filters.since:
            assert row.date >= "2026-02"
        if filters.outcome:
            assert library.outcome(row.hit.call_id) == "won"
        if filters.tracker:
            assert row.hit.spans


def test_a_filter_that_the_index_cannot_decide_is_checked(library):
    from evidence.commands.search import search  # noqa: PLC0415
    from evidence.library.asking import ask  # noqa: PLC0415

    filters = Filters(tracker="manual-deploys")
    allowed = {(row.hit.call_id, row.hit.utterance.number) for row in search(library, ask("", filters), limit=0).rows}
    found = evidence_for(library, "What is hard about releases and deploys?", filters, limit=0)
    assert found.rows
    assert set(places(found)) <= allowed


def test_turns_around_come_with_a_row(library):
    plain, around = (evidence_for(library, "audits", limit=3, context=n) for n in (0, 1))
    assert places(plain) == places(around)
    assert any(row.before or row.after for row in around.rows)


def test_what_nobody_said_is_not_found(library):
    found = evidence_for(library, "What do they think of zeppelins?")
    assert (found.rows, found.count) == ((), 0)


def test_a_question_without_words_or_with_a_page_of_them_or_a_wrong_name_is_refused(library):
    with pytest.raises(QuerySyntaxError, match="no words"):
        evidence_for(library, "?!")
    with pytest.raises(QuerySyntaxError, match="more than 60"):
        evidence_for(library, " ".join(f"word{n}" for n in range(10_000)))
    with pytest.raises(SettingsError, match="no account"):
        evidence_for(library, "audits", Filters(account="Nobody Inc"))


SAID = (
    "the audit took weeks",
    "we waited for the auditors",
    "yes",
    "by hand, every month",
    "and the invoices were late",
)


def invented(number, chance):
    utterances = tuple(
        Utterance(n, n, chance.choice(["Ada Quill", "Ben Rowan"]), chance.choice(SAID), n * 1000) for n in range(1, 60)
    )
    name = f"call-{number:02d}"
    people = tuple(Participant(label) for label in ("Ada Quill", "Ben Rowan"))
    call = Call(name, name, name, "", "vtt", "1", people, utterances, started_at=f"2026-01-{number % 28 + 1:02d}")
    return IndexedCall(
        call,
        tuple(map(IndexedParticipant, people)),
        None,
        FileState(f"n/{name}.md", FileStamp(1, number, 0, 0), ""),
        "",
    )


class Shelf:
    """As much of a library as asking without filters needs."""

    def __init__(self, store):
        self.store, self.catalog, self.segments_of, self.copies = store, store.catalog, {}, {}
        self.personas = Personas(store.catalog, lambda *_: None, None, dict)

    def resolve(self, field):
        raise AssertionError(field)

    meaning = resolve

    def account_of(self, call_id):
        del call_id


def test_an_index_built_in_another_order_and_in_pieces_answers_the_same(tmp_path):
    records = [invented(n, random.Random(n)) for n in range(40)]  # noqa: S311  the same calls on every run
    answers = []
    for name, mixed in (("at-once", records), ("pieces", records[::-1])):
        with Store.open(tmp_path / name, writable=True) as store:
            for n, record in enumerate(mixed):
                store.put(record)
                if name == "pieces" and n % 7 == 0:
                    store.put(record)
                    store.commit()
            store.commit()
            found = evidence_for(Shelf(store), "How late were the audits and invoices?")
            answers.append([(row.hit, row.date) for row in found.rows])
    assert answers[0] == answers[1]
    assert len(answers[0]) == 20
