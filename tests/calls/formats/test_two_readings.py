"""Files that can be read in two ways that differ are refused, and both ways are named; others are read as before."""

import pytest

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import AmbiguousFormatError

PEOPLE = ("Ute Klein", "Jan Amsel")
WORDS = ("We pack at night.", "How long does that take?", "Two hours, every single night.", "And who does it?", "Me.")


def read(text, name="call.txt"):
    return formats.read(Source(name, text.encode())).calls[0]


def written(form, between):
    rows = [form.format(name=PEOPLE[at % 2], words=words, t=f"0:{at * 9:02}") for at, words in enumerate(WORDS)]
    return between.join(rows) + "\n"


BELOW = ["{words}\n{name}  {t}", "{words}\n\n**{name}** ({t})", "{words}\n\n{name}", "{words}\n{name} [{t}]"]
ABOVE = ["{name}  {t}\n{words}", "**{name}** ({t})\n\n{words}", "{name}\n\n{words}", "{name} [{t}]\n{words}"]


@pytest.mark.parametrize("form", BELOW)
def test_names_below_their_words_are_refused(form):
    with pytest.raises(AmbiguousFormatError, match="two readings hold: 'Ute Klein' stands above its words, or below"):
        read(written(form, "\n\n"))


@pytest.mark.parametrize("form", ABOVE)
def test_names_above_their_words_are_read(form):
    said = [(one.speaker, one.text) for one in read(written(form, "\n\n")).utterances]
    assert said == [(PEOPLE[at % 2], words) for at, words in enumerate(WORDS)]


@pytest.mark.parametrize("form", [ABOVE[0], ABOVE[3]])
def test_a_sentence_before_the_first_name_and_a_last_name_without_words_change_nothing(form):
    text = "This was recorded on a train.\n\n" + written(form, "\n\n") + "\n" + form.partition("\n")[0]
    call = read(text.format(name="Ute Klein", t="0:59"))
    assert [one.text for one in call.utterances if one.speaker] == list(WORDS)


def test_times_below_their_words_are_refused():
    rows = "\n\n".join(f"{words}\n0:{at * 9:02}" for at, words in enumerate(WORDS))
    with pytest.raises(AmbiguousFormatError, match="'0:00' stands above its words, or below them"):
        read(rows)


TALK = "\n".join(f"{PEOPLE[at % 2]}: {words}" for at, words in enumerate(WORDS))


@pytest.mark.parametrize(
    "head", ["# Northquay, {day}", "## Call of {day}", "Northquay\nDate: {day}", "---\n\nDate: {day}"]
)
def test_two_calls_in_one_file_are_refused(head):
    days = ("3 June 2026", "5 June 2026")
    text = "\n\n".join(f"{head.format(day=day)}\n\n{TALK}" for day in days)
    with pytest.raises(AmbiguousFormatError, match="one call of 2026-06-03, or another of 2026-06-05 from here on"):
        read(text.removeprefix("---\n\n"), "call.md")


def test_a_chapter_and_a_day_that_people_talk_of_make_no_second_call():
    first, second = TALK.splitlines()[:2], TALK.splitlines()[2:]
    text = "\n".join(
        ["# Northquay, 3 June 2026", *first, "", "## Pricing", "Jan Amsel: On 5 June 2026: done.", *second]
    )
    assert len(read(text, "call.md").utterances) == len(WORDS) + 1
