from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.model import Call, Citation, Utterance
from evidence.quotes.alignment import CallSpeech
from evidence.quotes.editorial import EditedText, said_words
from evidence.quotes.verdicts import judge
from strategies import examples

SPOKEN = (
    "We type the orders into two systems every Monday, because they never agree. The vendor said it would sync. "
    "It isn't reliable, and it costs us about 300 hours. I'd not do it again. We know. They pay."
)


def ask(quoted, spoken=SPOKEN):
    utterances = (Utterance(1, 1, "Customer", spoken, 0),)
    call = Call("acme-1", "t", "t.vtt", "", "vtt", "1", utterances=utterances)
    return judge(quoted, Citation("acme-1", 1), CallSpeech(call))


@pytest.mark.parametrize(
    ("quoted", "named"),
    [
        ("We type the orders [of our shops] into two systems", "[of our shops] added"),
        ("We type [them] into two systems every Monday", '[them] for "the orders"'),
        ("We [the finance team] type the orders into two systems", "[the finance team] added"),
        ("[The connector] isn't reliable, and it costs us", "[The connector] added"),
        ("We type [typed] the orders into two systems", "[typed] added"),
        ("We [typed] the orders into two systems", '[typed] for "type"'),
        ("It is [not] reliable, and it costs us", "taken as the editor's marks: [not]"),
        ("It [is not] reliable, and it costs us", "taken as the editor's marks: [is not]"),
        ("We type the orders [sic] into two systems", "[sic]"),
        ("We type the orders[^1] into two systems[2]", "[^1], [2]"),
        ("We type the orders into two systems.¹", "¹"),
        ("We type the orders into two systems every Monday [3]", "[3]"),
        ("We type the orders into two systems (emphasis added)", "(emphasis added)"),
        ("We type the orders into two systems [emphasis mine].", "[emphasis mine]"),
        ("We type [them] into two systems … [The vendor] said it would sync", ""),
        ("We type [them] into two systems [of ours] every Monday", "[of ours] added"),
        ("We type the orders into two systems every [week], because they never agree", '[week] for "Monday"'),
    ],
)
def test_an_editors_work_passes_and_is_named(quoted, named):
    verdict = ask(quoted)
    assert (verdict.ok, verdict.name in {"normalized", "elided"}) == (True, True), verdict
    assert named in verdict.detail


@pytest.mark.parametrize(
    ("quoted", "why"),
    [
        ("We type the orders [never] into two systems", "never"),
        ("We [sometimes] type the orders into two systems", "sometimes"),
        ("We [refuse to] type the orders into two systems", "refuse"),
        ("We [hate] the orders into two systems", "hate"),
        ("We [love] the orders into two systems", 'not what was said: "type"'),
        ("because they [always] agree", "never"),
        ("It [is] reliable, and it costs us", "isn't"),
        ("[The connector is] reliable, and it costs us", "isn't"),
        ("We type the orders into [three] systems every Monday", "number"),
        ("We type the orders into two [thousand] systems", "number"),
        ("it costs us about [$]300 hours", "number"),
        ("We [type] into two systems every Monday", ""),
        ("We type [it there] every Monday, because they never agree", ""),
        ("We [really do] pay.", ""),
        ("[Honestly, to tell the plain truth, we] pay.", "more stands in brackets"),
        ("We type the orders (our translation) into two systems", ""),
        ("We type the orders [10] into two systems", "number"),
        ("We type [it] into … pay", ""),
        ("it costs us about [many hours]", "number"),
        ("[few] hours. I'd not do it again", "few"),
        ("[Those] hours. I'd not do it again", "number"),
    ],
)
def test_a_bracket_that_changes_what_was_said_fails(quoted, why):
    verdict = ask(quoted)
    assert not verdict.ok, verdict
    assert why in verdict.detail


def test_placeholders_and_elisions_are_no_editors_brackets():
    assert not EditedText.of("Write to [email] or [...] call").brackets
    assert said_words("We copy [it] by hand [sic] for [email]") == "We copy … by hand for [email]"


def test_words_that_are_redacted_may_be_edited_too():
    spoken = "Write to dana@acme.example, she isn't slow and she types the orders twice."
    utterances = (Utterance(1, 1, "Customer", spoken, 0),)
    speech = CallSpeech(Call("acme-1", "t", "t.vtt", "", "vtt", "1", utterances=utterances))

    def judged(quoted):
        hide = lambda text: text.replace("dana@acme.example", "[email]")  # noqa: E731
        return judge(quoted, Citation("acme-1", 1), speech, redact=hide)

    assert judged("Write to [email], she is not slow and she types [them] twice").name == "redacted"
    assert not judged("Write to [email], she is slow and she types [them] twice").ok
    assert not judged("Write to [name], she is not slow and she types [them] twice").ok


WORDS = ["we", "copy", "it", "not", "never", "the", "config", "hand", "two", "300", "maybe", "they", "is", "slow"]
sentences = st.lists(st.sampled_from(WORDS), min_size=4, max_size=12)
insides = st.lists(st.sampled_from([*WORDS, "Acme", "our tool", "sic", "1"]), min_size=1, max_size=3)


def in_order(wanted, said):
    """Say whether the words come in this order, whatever stands between."""
    left = iter(said)
    return all(word in left for word in wanted)


@given(sentences, st.data())
@examples(400)
def test_what_passes_has_all_words_outside_of_brackets_said_in_order(spoken, data):
    first = data.draw(st.integers(0, len(spoken) - 3))
    quoted = list(spoken[first : data.draw(st.integers(first + 2, len(spoken)))])
    for _ in range(data.draw(st.integers(1, 2))):
        start = data.draw(st.integers(0, len(quoted)))
        stop = data.draw(st.integers(start, min(start + 4, len(quoted))))
        quoted[start:stop] = [f"[{' '.join(data.draw(insides))}]"]
    text = " ".join(quoted)
    verdict = ask(text, " ".join(spoken))
    if verdict.ok:
        outside = [word for word in said_words(text).replace("…", " ").split() if word[0] != "["]
        assert in_order(outside, spoken), verdict


@given(sentences, st.sampled_from(["not", "never", "maybe", "hardly"]), st.data())
@examples(300)
def test_no_bracket_adds_or_takes_a_negation_or_a_hedge(spoken, word, data):
    spoken = [one for one in spoken if one not in {"not", "never", "maybe", "two", "300"}]
    if len(spoken) < 4:
        return
    place = data.draw(st.integers(1, len(spoken) - 1))
    added = [*spoken[:place], f"[{word}]", *spoken[place:]]
    assert not ask(" ".join(added), " ".join(spoken)).ok
    negated = [*spoken[:place], word, *spoken[place:]]
    hidden = [*spoken[:place], f"[{data.draw(st.sampled_from(['it', 'Acme', 'the tool', 'is']))}]", *spoken[place:]]
    assert not ask(" ".join(hidden), " ".join(negated)).ok
