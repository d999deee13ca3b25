"""The documents that `scripts/eval field --layouts` reads: the same every time, and true to themselves."""

import hashlib
from collections import Counter
from itertools import combinations

import pytest

from evidence.model import Call, Event, Participant, Utterance
from measuring.layout_report import figures
from measuring.layout_scores import folded, scored, tokens
from measuring.layouts import document, documents, half

HALVES = {name: half(name) for name in ("dev", "held", "third", "fourth", "fifth")}


@pytest.fixture(scope="module", params=HALVES)
def chosen(request):
    return HALVES[request.param]


@pytest.fixture(scope="module")
def made(chosen):
    return list(documents(chosen))


def name_of(chosen):
    return next(name for name, half in HALVES.items() if half is chosen)


def digest(found):
    return hashlib.sha256(b"\0".join(one.data for one in found)).hexdigest()


def perfect(one, **other):
    """The call that a reader without a fault makes of a document."""
    people = tuple(Participant(who, who) for who in one.people)
    utterances, number = [], 0
    began = one.turns[0].at if one.clock == "clock" else 0
    for turn, said in enumerate(one.turns, 1):
        words, cuts = tokens(said.words), [0, *(before for before, _ in said.stamps), None]
        times = [said.at, *(at for _, at in said.stamps)]
        for at, first, last in zip(times, cuts, cuts[1:], strict=False):
            number += 1
            source = None if at is None else "stated"
            text = " ".join(words[first:last])
            utterances.append(Utterance(number, turn, said.who, text, at and at - began, None, source))
    call = {"participants": people, "utterances": tuple(utterances), "started_at": one.date, **other}
    return Call("c", "c", one.name, "", "x", "1", **call)


def test_the_same_seed_gives_the_same_bytes(chosen, made):
    assert digest(made) == digest(documents(chosen))
    assert digest(made[:9]) != digest(document(chosen, chosen.layouts[0], number) for number in range(100, 109))


@pytest.mark.parametrize("names", list(combinations(HALVES, 2)))
def test_the_halves_share_no_name_and_no_sentence(names):
    one, other = (HALVES[name].words for name in names)
    for kind in ("first", "last", "companies", "traps", "starts", "titles", "said_by_nobody", "tasks", "footers"):
        assert not set(getattr(one, kind)) & set(getattr(other, kind)), kind
    for language, said in one.speech.items():
        assert not set(said) & set(other.speech.get(language, ())), language


def test_there_are_as_many_as_are_wanted_and_enough_of_every_layout(chosen, made):
    calls = [one for one in made if one.turns]
    counted = Counter(one.layout for one in made)
    wanted, least = {"fourth": (700, 15), "fifth": (720, 7)}.get(name_of(chosen), (2_000, 20))
    assert len(calls) >= wanted
    assert set(counted) == {layout.id for layout in chosen.layouts}
    assert min(counted.values()) >= chosen.least >= least
    assert len({one.name for one in made}) == len(made)
    assert len({layout.id for layout in chosen.layouts}) == len(chosen.layouts)


def test_every_word_that_was_said_stands_in_the_file_in_order(made):
    for one in made:
        text = one.data.decode("utf-8-sig")
        at = 0
        for turn in one.turns:
            for paragraph in turn.words.split("\n"):
                assert paragraph, one.name
                found = text.find(paragraph.split("<br>")[0], at)
                assert found >= 0 or one.layout == "table", (one.layout, one.name, paragraph)
                at = max(found, at)


def test_the_times_never_fall(made):
    for one in made:
        times = [turn.at for turn in one.turns if turn.at is not None]
        assert times == sorted(times)
        stamps = [at for turn in one.turns for _, at in turn.stamps]
        assert stamps == sorted(stamps)


def test_every_speaker_is_somebody_and_nobody_is_silent(made):
    for one in made:
        spoke = {turn.who for turn in one.turns} - {None}
        assert spoke <= set(one.people)
        if one.layout not in ("table", "unknown-speaker", "bold-questions"):  # there, some turns lose their name
            assert spoke == set(one.people) or not one.turns, (one.layout, one.name)


def test_no_label_is_that_of_two_people(made):
    for one in made:
        labels = Counter(label for accepted in one.people.values() for label in {folded(label) for label in accepted})
        assert all(number == 1 for label, number in labels.items() if label), (one.layout, one.name)


def test_what_was_said_is_not_a_note(made):
    for one in made:
        notes = {line.strip() for note in one.notes for line in note.split("\n")}
        assert not notes & {turn.words for turn in one.turns if len(turn.words) > 20}


def test_a_reader_without_a_fault_gets_everything_right(made):
    for one in made:
        if not one.turns:
            continue
        score = scored(one, [perfect(one)])
        assert (score.right, score.times_wrong, score.date_wrong) == (True, 0, False), (one.name, score.differences)


def spoilt(one, at, **other):
    """The perfect call, but one utterance is not."""
    call = perfect(one)
    found = [Utterance(u.number, u.turn, u.speaker, u.text, u.start_ms, None, u.start_source) for u in call.utterances]
    was = found[at]
    kept = {"speaker": was.speaker, "text": was.text, "start_ms": was.start_ms, **other}
    found[at] = Utterance(was.number, was.turn, kept["speaker"], kept["text"], kept["start_ms"], None, was.start_source)
    people = (*call.participants, Participant("Summary", "Summary"))
    events = (Event("notes", was.text),)
    return perfect(one, utterances=tuple(found), participants=people, events=events)


def test_every_fault_is_counted():
    made = documents(HALVES["dev"])
    one = next(one for one in made if one.layout == "krisp" and len(one.people) > 1 and len(one.turns[2].words) > 80)
    other = next(who for who in one.people if who != one.turns[2].who)
    number = len(tokens(one.turns[2].words))
    whole = {"right": False}
    said = one.turns[2].words
    note = one.notes[0] if one.notes else ""
    for fault, wanted in (
        ({"speaker": other}, {"merged": number}),
        ({"speaker": None}, {"unnamed": number}),
        ({"speaker": "Summary"}, {"merged": number, "invented": ["Summary"]}),
        ({"text": ""}, {"lost": number, "noted": number}),
        ({"text": f"{said} 00 41"}, {"stamps": 2}),
        ({"text": f"{said} {other}"}, {"labels": len(tokens(other))}),
        ({"text": f"{said} zeppelin"}, {"other": 1}),
        ({"text": f"{said} {note}"}, {"notes": len(tokens(note))}),
        ({"start_ms": 1}, {"times_wrong": 1, "right": True}),
    ):
        score = scored(one, [spoilt(one, 2, **fault)])
        expected = {**whole, **wanted} if note or "notes" not in wanted else {}
        assert {key: getattr(score, key) for key in expected} == expected, fault


def test_what_is_no_call_is_right_when_it_is_passed_over(made):
    none = next(one for one in made if not one.turns)
    assert scored(none, []).right
    assert not scored(none, [perfect(made[0])]).right
    call = next(one for one in made if one.turns)
    assert not scored(call, []).right
    assert figures([scored(call, []), scored(made[0], [perfect(made[0])])])["refused"] in (0.5, 1.0)
