"""Questions in plain words put to all calls: read whole, and through the index."""

import random
from pathlib import Path
from types import SimpleNamespace

import pytest

from evidence import open_library, open_workspace
from evidence.errors import QuerySyntaxError, SettingsError
from evidence.files import FileStamp
from evidence.library import answering
from evidence.library.answering import evidence_for
from evidence.library.asking import Filters
from evidence.library.library import opened
from evidence.library.personas import Personas
from evidence.model import Call, Participant, Utterance
from evidence.query.lemmas import load_lemmas
from evidence.query.match import match
from evidence.query.ranking import read_question
from evidence.query.tree import Or, Query, Word
from evidence.store.prepare import FileState, IndexedCall, IndexedParticipant
from evidence.store.storage import Store
from evidence.text import words
from small_world import lay

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
        start, end = row.quoted
        assert hit.utterance.text[start:end].strip()
        assert (row.citation.start, row.citation.end) == row.quoted
        assert len(words(hit.utterance.text[start:end])) <= 61  # 60, and what a sign parts


@pytest.fixture(params=["read whole", "through the index"])
def way(request, monkeypatch):
    if request.param == "through the index":
        monkeypatch.setattr(answering, "FEW_UTTERANCES", -1)
        monkeypatch.setattr(answering, "FIRST", 3)
        monkeypatch.setattr(answering, "NEXT", 2)
    return request.param


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_utterance_that_holds_a_word_is_ranked_and_their_count_is_told(library, way, question):
    held = [
        (entry.call_id, utterance.number)
        for entry in library.catalog.calls()
        for utterance in library.store.text.call(entry.call_id)
        if match(Query("", Or(tuple(Word(term.word) for term in read_question(question)))), utterance.text)
    ]
    found = evidence_for(library, question, limit=0)
    assert (found.count, found.count_exact) == (len(held), True)
    rooted = {
        (entry.call_id, utterance.number)
        for entry in library.catalog.calls()
        for utterance in library.store.text.call(entry.call_id)
        if asked_about(question) & {*map(load_lemmas().root, words(utterance.text))}
    }
    assert set(places(found)) > rooted  # turns without a word, too
    assert len(set(places(found))) == len(found.rows)
    assert way == "through the index" or len(found.rows) > 2 * len(held)


@pytest.mark.parametrize("filters", [None, Filters(side="customer"), Filters(call="northquay")])
@pytest.mark.parametrize("question", [*QUESTIONS, "What does Lena Ostrow want by November?"])
def test_the_first_rows_are_the_same_for_every_limit(library, way, question, filters):
    everything = evidence_for(library, question, filters, limit=0).rows
    for limit in (1, 2, 3, 7, 20, 21, 60, 399, len(everything), len(everything) + 1):
        assert evidence_for(library, question, filters, limit=limit).rows == everything[:limit], (way, limit)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_index_leads_to_what_reading_every_call_finds_best(library, question, monkeypatch):
    whole = places(evidence_for(library, question, limit=3))
    monkeypatch.setattr(answering, "FEW_UTTERANCES", -1)
    assert len({*whole} & {*places(evidence_for(library, question))}) >= 2


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
    assert (found.rows, found.count, found.missing) == ((), 0, ("zeppelins",))


def test_what_is_said_of_something_else_is_no_answer(library, way):
    found = evidence_for(library, "Which zeppelins did the gondolier moor beside the glacier on Friday?")
    assert (found.rows, way) == ((), way)
    assert {"zeppelins", "gondolier", "moor", "glacier"} <= {*found.missing}


def test_a_word_that_nobody_says_is_told_where_others_answer(library):
    found = evidence_for(library, "Which audits did the auditors of the zeppelins do?")
    assert found.rows
    assert found.missing == ("zeppelins",)


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
        self.workspace = SimpleNamespace(decisions=Path("no decisions"))
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


CALL = """WEBVTT

00:01.000 --> 00:05.000
<v Ida Fenn>How long does the tax return take you, and who signs it?</v>

00:06.000 --> 00:07.000
<v Olu Brandt>Hm.</v>

00:08.000 --> 00:12.000
<v Olu Brandt>Eleven days, and nobody really wants to put a name under it.</v>

00:13.000 --> 00:20.000
<v Ida Fenn>The tax return is a tax return in our product, tax and return, nothing else.</v>

00:21.000 --> 00:26.000
<v Olu Brandt>Can we talk about the weather in the north instead for a while now?</v>
"""


def asked_in(folder, people):
    files = {
        "evidence.yaml": "# nothing\n",
        "source/transcripts/raw/fenn-2026-02-03.vtt": CALL,
        "source/people.csv": f"label,side\n{people}",
    }
    with opened(lay(folder, files)) as library:
        return [row.hit.utterance.text[:11] for row in evidence_for(library, "How long is a tax return?").rows], [
            row.asked and row.asked.number for row in evidence_for(library, "How long is a tax return?").rows
        ]


def test_a_question_of_our_own_leads_to_the_answer_behind_it(tmp_path):
    said, asked = asked_in(tmp_path, "Ida Fenn,internal\nOlu Brandt,customer\n")
    assert (said[0], asked[0]) == ("Hm. Eleven ", 1)
    assert len(said) == 4  # side and length weigh; they leave nobody out
    assert [one for one in asked if one] == [1]


@pytest.mark.parametrize("people", ["", "Ida Fenn,internal\nOlu Brandt,internal\n"])
def test_where_no_customer_is_known_sides_and_length_say_nothing(tmp_path, people):
    said, asked = asked_in(tmp_path, people)
    assert said[0].startswith(("The tax ret", "How long do"))
    assert not any(asked)


def test_who_asks_for_our_own_side_is_led_to_no_customer(tmp_path):
    asked_in(tmp_path, "Ida Fenn,internal\nOlu Brandt,customer\n")
    with opened(tmp_path) as library:
        found = evidence_for(library, "How long is a tax return?", Filters(side="internal"))
    assert {row.person.participant.side for row in found.rows} == {"internal"}
    assert not any(row.asked for row in found.rows)


def test_words_beyond_ascii_are_found_and_quoted(tmp_path):
    said = "Le caf\u00e9 d\u2019\u00c9lodie doesn\u2019t open, and the caf\u00e9s in Z\u00fcrich don\u2019t either."
    call = f"WEBVTT\n\n00:01.000 --> 00:05.000\n<v Olu Brandt>{said}</v>\n"
    files = {"evidence.yaml": "# nothing\n", "source/transcripts/raw/brandt-2026-02-03.vtt": call}
    with opened(lay(tmp_path, files)) as library:
        for question in ("Why doesn\u2019t the caf\u00e9 in Z\u00fcrich open?", "why doesn't the cafe in zurich open?"):
            (row,) = evidence_for(library, question).rows
            assert row.words == said
            assert {said[a:b] for a, b in row.hit.spans} >= {"caf\u00e9", "caf\u00e9s", "Z\u00fcrich", "open"}
