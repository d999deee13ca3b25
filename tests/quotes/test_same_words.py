from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.model import Call, Citation, Utterance
from evidence.quotes.alignment import CallSpeech, FoldedText
from evidence.quotes.verdicts import judge
from strategies import examples


def said(text, quoted):
    utterances = (Utterance(1, 1, "Customer", text, 0),)
    return judge(
        quoted, Citation("acme-1", 1), CallSpeech(Call("acme-1", "t", "t.vtt", "", "vtt", "1", utterances=utterances))
    )


@pytest.mark.parametrize(
    ("spoken", "quoted"),
    [
        ("We have 1,200 people in it.", "We have 1200 people"),
        ("We have 1200 people in it.", "We have 1,200 people"),
        ("Wir zahlen 1.200.000 im Jahr dafür.", "Wir zahlen 1200000 im Jahr"),
        ("It was 1'200 francs a month.", "It was 1,200 francs a month"),
        ("It cost 1200 euros a year.", "It cost 1 200 euros a year"),
        ("It cost $1,200,000 a year.", "It cost $1 200 000 a year"),
        ("It takes twelve people.", "It takes 12 people"),
        ("It takes 25 people.", "It takes twenty-five people"),
        ("It takes twenty five people.", "It takes 25 people"),
        ("It takes one hundred people.", "It takes 100 people"),
        ("It takes one hour a day.", "It takes 1 hour a day"),
        ("The roll-back is slow.", "The rollback is slow"),
        ("The rollback is slow.", "The roll back is slow"),
        ("A roll back, or a rollback, is slow.", "A rollback, or a roll back, is slow"),
        ("Send me an e-mail on that.", "Send me an email on that"),
        ("The onboarding drags on.", "The on-boarding drags on"),
        ("It isn't reliable and we're late.", "It is not reliable and we are late"),
        ("It is not reliable.", "It isn't reliable"),
        ("We cannot ship.", "We can't ship"),
        ("It's been slow and it's late.", "It has been slow and it is late"),
        ("Do you like it? Uh-uh, no.", "uh-uh, no"),
        ("So, UM, we ship by hand.", "So we ship by hand"),
        ("So we ship by hand, um, always.", "SO WE SHIP BY HAND UM ALWAYS"),
        ("We ship by hand … and it takes twelve people.", "We ship by hand … it takes 12 people"),
    ],
)
def test_what_is_only_written_otherwise_passes(spoken, quoted):
    verdict = said(spoken, quoted)
    assert (verdict.name in {"normalized", "elided", "exact"}, verdict.ok) == (True, True), verdict


@pytest.mark.parametrize(
    ("spoken", "quoted"),
    [
        ("It grew 1.5 times last year.", "It grew 15 times last year"),
        ("It cost 1.200 of a point.", "It cost 1200 of a point"),
        ("We need option 1 200 times.", "We need option 1200 times"),
        ("We need option 1 200 times.", "We need option 1,200 times"),
        ("It cost 1 200 000 at 1200.", "It cost 1200000 at 1200"),
        ("We have 200 of them now.", "We have 1 200 of them now"),
        ("It costs $50K a year.", "It costs 50K a year"),
        ("It costs $12 a year.", "It costs twelve a year"),
        ("It fell by 12% a year.", "It fell by twelve a year"),
        ("It is 12.5 of them.", "It is twelve of them"),
        ("It takes twelve hundred people.", "It takes 12 people"),
        ("We are two hundred twelve people.", "12 people"),
        ("We are two hundred and twelve people.", "twelve people"),
        ("It takes twenty-five people.", "5 people"),
        ("We have twenty five-year plans for it.", "We have 25 year plans for it"),
        ("We are no one in that market.", "We are no 1 in that market"),
        ("We lost one of them last year.", "We lost 1 of them last year"),
        ("They will re-sign the contract soon.", "They will resign the contract soon"),
        ("They had to re-cover the seats.", "They had to recover the seats"),
        ("The paint is non-toxic for all.", "The paint is toxic for all"),
        ("They are all ways to do it.", "They are always to do it"),
        ("We use less of it now.", "We useless of it now"),
        ("It may be slow for us.", "It maybe slow for us"),
        ("The pipeline isn't reliable.", "The pipeline is"),
        ("The pipeline isn't reliable.", "The pipeline is reliable"),
        ("It has problems with that.", "It is problems with that"),
        ("Do you like it? Uh-uh. We do not know.", "Do you like it? We do not know"),
        ("Do you like it? We do not know.", "Do you like it? Mm-hmm. We do not know"),
        ("Will you buy? Nope, we will wait.", "Will you buy? We will wait"),
        ("We went to the ER, and it was full.", "We went to the and it was full"),
    ],
)
def test_what_means_something_else_does_not(spoken, quoted):
    verdict = said(spoken, quoted)
    assert not verdict.ok, verdict


# Words of a sentence, each with all ways to write it, and other words of its kind.
SAME = [
    ["twelve", "12"],
    ["thirteen", "13"],
    ["twenty-five", "twenty five", "25"],
    ["1,200", "1200", "1'200"],
    ["12,000", "12000"],
    ["1.5"],
    ["15", "fifteen"],
    ["rollback", "roll-back", "roll back"],
    ["rollout", "roll-out", "roll out"],
    ["resign"],
    ["re-sign", "re sign"],
    ["isn't", "is not"],
    ["is"],
    ["can't", "cannot", "can not"],
    ["can"],
    ["we're", "we are"],
    ["they're", "they are"],
    ["not"],
    ["sometimes"],
    ["$12"],
    ["12%"],
    ["people"],
    ["never"],
    ["costs"],
    ["one"],
]
atoms = st.sampled_from(range(len(SAME)))


def write(draw, chosen):
    return " ".join(draw(st.sampled_from(SAME[atom])) for atom in chosen)


@given(st.lists(atoms, min_size=3, max_size=9), st.data())
@examples(200)
def test_a_sentence_passes_however_its_words_are_written(chosen, data):
    # Numbers side by side are another number: "twelve twelve", "twenty five 12".
    assume(not any(SAME[a][-1][0].isdigit() and SAME[b][-1][0].isdigit() for a, b in itertools.pairwise(chosen)))
    spoken = f"So {write(data.draw, chosen)} today."
    assert said(spoken, f"so {write(data.draw, chosen)} today").ok


@given(st.lists(atoms, min_size=3, max_size=9), st.data())
@examples(400)
def test_no_other_word_number_sign_or_negation_passes_for_what_was_said(chosen, data):
    spoken = f"So {write(data.draw, chosen)} today."
    place, other = data.draw(st.integers(0, len(chosen) - 1)), data.draw(atoms)
    changed = data.draw(
        st.sampled_from(
            [
                [*chosen[:place], *chosen[place + 1 :]],
                [*chosen[:place], other, *chosen[place:]],
                [*chosen[:place], other, *chosen[place + 1 :]],
            ]
        )
    )
    # `isn't` and `is`, `not` are the same words.
    assume(spell(changed) != spell(chosen))
    assert not said(spoken, f"so {write(data.draw, changed)} today").ok


def spell(chosen):
    """Return the letters of the longest way to write each word: the slow, obvious form in which two may be compared."""
    longest = (max(SAME[atom], key=lambda way: (" not" in way, " are" in way, way)) for atom in chosen)
    return " ".join(longest).replace("can not", "cannot").replace("cannot", "can not").split()


@given(st.text(alphabet="1,.' 205-kntw"))
@examples(200)
def test_the_pieces_of_any_text_take_up_its_words_once_and_in_order(text):
    folded = FoldedText(text)
    places = [place for piece in folded.pieces.items if piece.begins for place in (piece.first, piece.last)]
    assert places[:1] == ([0] if folded.words else [])
    assert places[1:-1:2] == places[2::2]
    assert places[-1:] == ([len(folded.words)] if folded.words else [])
