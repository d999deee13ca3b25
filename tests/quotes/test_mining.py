import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.quotes.cues import Lexicon, parse_cues
from evidence.quotes.mining import THRESHOLD, PainText, pain_score, weigh, weigh_from
from evidence.quotes.nlp import load_pipeline
from strategies import examples


@pytest.fixture(scope="module")
def pipeline():
    return load_pipeline()


def pain_of(text, *earlier, side="unknown"):
    return weigh([PainText(text, earlier, side)], load_pipeline())[0]


def added(reasons):
    return sum(float(reason.rsplit(" ", 1)[1]) for reason in reasons)


def test_pain_scores_higher_than_small_talk():
    pain, talk = pain_score([("We copy it by hand, it takes ten hours a week.", ()), ("Good morning everybody.", ())])
    assert pain > THRESHOLD > talk


def test_the_score_of_a_pain_is_the_sum_of_its_reasons_but_for_crumbs():
    found = pain_of("We tried two vendors, it was a nightmare. Now we copy it by hand, ten hours a week.")
    assert found.score == pytest.approx(added(found.reasons), abs=0.3)
    assert {sign.family for sign in found.signs} >= {"problem", "manual"}


def test_quantities_are_told_as_values():
    found = pain_of("It costs us $40K a year and ten hours a week.")
    assert [(q.number, q.unit, q.per) for q in found.quantities] == [(40_000, "money", "year"), (10, "hour", "week")]


def test_words_of_effort_count_only_beside_a_quantity():
    assert pain_of("Let me take a look at it.").signs == ()
    assert [sign.family for sign in pain_of("It takes two people a day.").signs] == ["effort"]


@pytest.mark.parametrize(
    ("text", "earlier", "context"),
    [
        ("There was no nightmare at all.", (), "absent"),
        ("Was it a nightmare?", (), "question"),
        ("If it fails, it would be a nightmare.", (), "hypothetical"),
        ("It used to be a nightmare.", (), "resolved"),
        ("For their customers it is a nightmare.", (), "other"),
        ("Right, it is a nightmare.", ("Is the export a nightmare?",), "prompted"),
    ],
)
def test_how_a_pain_is_meant_is_told_and_weighs_but_drops_nothing(text, earlier, context):
    found = pain_of(text, *earlier)
    assert context in found.contexts
    assert 0 < found.signs[0].gain < pain_of("It is a nightmare.").signs[0].gain
    assert any(context in reason for reason in found.reasons) or found.signs[0].gain < 0.3


@pytest.mark.parametrize(
    "text", ["Honestly, it is a huge problem for us.", "The main issue is the approval.", "That is slow and painful."]
)
def test_a_plain_statement_counts(text):
    found = pain_of(text)
    assert found.score >= THRESHOLD
    assert any(reason.startswith("plainly said") for reason in found.reasons)


def test_a_word_of_intensity_adds_and_is_told():
    plain, stressed = pain_of("The export is a problem."), pain_of("The export is a huge problem.")
    assert stressed.score == pytest.approx(plain.score + 0.4, abs=0.02)
    assert any(reason == "stressed: huge +0.4" for reason in stressed.reasons)


def test_a_reason_names_the_phrase_by_which_a_pain_is_over():
    found = pain_of("We got rid of the nightmare in March.")
    assert found.score < THRESHOLD
    assert any("resolved: got rid of" in reason for reason in found.reasons)


def test_utterances_of_one_speaker_are_weighed_together_and_the_best_words_stand_in_one():
    said = PainText.of(["We did that by hand.", "Not any more.", "The labels are a nightmare."])
    (found,) = weigh([said], load_pipeline())
    assert {sign.cue: sign.assertion for sign in found.signs} == {"by hand": "resolved", "nightmare": "present"}
    assert (said.place(found.best[0]), said.text[slice(*found.best)]) == (2, "The labels are a nightmare.")


def test_an_idle_cue_weighs_nothing_and_hides_what_stands_in_it():
    own = parse_cues("slang:\n  weight: 2\n  cues: [wonky]\n  idle: [wonky donkey]\n", "cues.yaml")
    one, two = weigh([PainText("A wonky donkey."), PainText("A wonky chair.")], load_pipeline(None, own))
    assert (one.signs, [sign.cue for sign in two.signs]) == ((), ["wonky"])


def test_our_own_side_weighs_less_and_says_so():
    own, theirs = pain_of("It is a nightmare for us.", side="internal"), pain_of("It is a nightmare for us.")
    assert own.score < theirs.score
    assert any(reason.startswith("our own side") for reason in own.reasons)


def test_what_transcribers_note_is_not_what_people_said():
    assert pain_of("{nightmare} [horrible noise] <frustrated> Well, fine.").signs == ()


def test_the_best_words_are_sentences_of_the_text_within_sixty_words():
    text = "Hello there. The export is a nightmare. We do it by hand, ten hours a week. " + "And so on. " * 40
    start, end = pain_of(text).best
    assert text[start:end] == "The export is a nightmare. We do it by hand, ten hours a week."


def test_a_score_is_never_below_zero():
    assert pain_of("No problem, no worries, it works fine.", side="internal").score == 0


def test_a_pain_is_meant_as_its_strongest_sentence():
    assert pain_of("Is it a nightmare?").assertion == "question"
    assert pain_of("Is it a nightmare? It is horrible and broken.").assertion == "present"


SAID = (
    "we can't cannot don't problem problems nightmare struggling by hand keep it down tried but . , ? ! no not "
    "gonna I've issue's the ten hours a week Problem HAND waste-of roll of the dice takes too long it's wasn’t"
)
WORDS = st.sampled_from(SAID.split())
TEXTS = st.lists(st.lists(WORDS, max_size=12).map(" ".join), max_size=6)


@given(TEXTS)
def test_sentences_that_are_passed_over_hold_no_cue(texts):
    said = [PainText(text) for text in texts]
    assert weigh(said, load_pipeline()) == weigh(said, load_pipeline(), all_words=True)


@given(TEXTS, st.sampled_from([0.5, THRESHOLD, 2.0]), st.sampled_from(["internal", "customer"]))
def test_what_is_seen_to_be_worth_too_little_is_worth_too_little(texts, least, side):
    said = [PainText(text, (), side) for text in texts]
    weighed = enumerate(weigh(said, load_pipeline(), all_words=True))
    assert weigh_from(least, said, load_pipeline()) == [(place, pain) for place, pain in weighed if pain.score >= least]


@examples(30)
@given(TEXTS)
def test_company_and_order_change_no_score(texts):
    pairs = [(text, ()) for text in texts]
    alone = [pain_score([pair])[0] for pair in pairs]
    assert pain_score(pairs) == alone
    assert pain_score(pairs[::-1]) == alone[::-1]


def test_a_workspace_may_weigh_a_family_anew():
    own = parse_cues("slang:\n  weight: 2\n  cues: [wonky]\n", "cues.yaml")
    found = weigh([PainText("The thing is wonky.")], load_pipeline(None, Lexicon(own.families)))[0]
    assert [(sign.family, sign.gain) for sign in found.signs] == [("slang", 2.0)]
