"""What looks like a note, a page head or a field and was said: no word of it is lost, and none changes its mouth."""

import pytest

from evidence.calls import formats
from evidence.calls.source import Source

A, B = "Ute Klein", "Jan Amsel"
TALK = ((A, "How do you count them?"), (B, "By hand, on Fridays."), (A, "All of them?"), (B, "Nearly all, yes."))


def written(*more, form="{}: {}", between="\n\n"):
    return between.join([form.format(*turn) for turn in (*TALK, *more)]) + "\n"


def said(text, name="call.txt"):
    return [(one.speaker, one.text) for one in formats.read(Source(name, text.encode())).calls[0].utterances]


def test_a_sentence_that_comes_again_is_no_title_of_a_page():
    again = (A, "Can you see my screen")
    text = f"{A}: Can you see my\n\n" + written(again, (B, "Yes."), again, (B, "Now I do."))
    assert said(text) == [(A, "Can you see my"), *TALK, again, (B, "Yes."), again, (B, "Now I do.")]


def test_a_paragraph_that_is_said_twice_between_pages_is_said():
    text = (
        written((A, "Once more.\n\nand then we wait"))
        + "\nPage 1 of 2\n\n"
        + written((A, "Again.\n\nand then we wait"))
    )
    assert sum("and then we wait" in words for _, words in said(text + "\nPage 2 of 2\n")) == 2


@pytest.mark.parametrize(
    "form", ["{at}:0{at} {name}: {words}", "{at}:30:00 {name}: {words}", "{at}:30 pm {name}: {words}"]
)
def test_times_that_count_up_are_no_numbers_of_lines(form):
    rows = [form.format(at=at, name=name, words=words) for at, (name, words) in enumerate((*TALK, *TALK, *TALK)[:9], 1)]
    call = formats.read(Source("call.txt", ("\n".join(rows) + "\n").encode())).calls[0]
    assert len({one.start_ms for one in call.utterances}) == 9


def test_numbers_that_somebody_dictates_stay():
    ids = [str(at) for at in range(300, 330)]
    text = written((A, "Read them out, please.\n" + "\n".join(ids)), between="\n")
    assert " ".join(ids) in " ".join(words for _, words in said(text))


@pytest.mark.parametrize("last", ["Ida: Never again\nOle: Same here", "Bo Li: Thanks\nAl Ny: Bye"])
def test_who_says_goodbye_without_a_full_stop_is_somebody(last):
    words = " ".join(words for _, words in said(written() + "\n" + last + "\n"))
    assert all(line.partition(": ")[2] in words for line in last.splitlines())


def test_an_answer_behind_an_empty_line_is_said():
    text = written((A, "Two things for you, then.")) + "\nBudget: 40k\n\nTimeline: next spring\n\n" + written()
    words = " ".join(words for _, words in said(text))
    assert "Budget: 40k" in words
    assert "Timeline: next spring" in words


@pytest.mark.parametrize("sign", ["->", "//", "=>"])
def test_words_behind_a_sign_are_said_where_the_turn_has_no_others(sign):
    text = "\n\n".join(f"{name}:\n{sign} {words}" for name, words in TALK) + "\n"
    assert [words.removeprefix(f"{sign} ") for _, words in said(text)] == [words for _, words in TALK]


def test_a_preface_and_a_last_turn_without_words_leave_the_names_above():
    heads = "".join(f"{name} 0:{at * 9:02}\n{words}\n" for at, (name, words) in enumerate((*TALK, *TALK)))
    spoken = said(f"We talked for an hour.\n\n{heads}{A} 1:20\n")
    assert spoken[1:] == [*TALK, *TALK]


def test_a_day_in_a_heading_of_a_chapter_begins_no_second_call():
    text = "# Northquay 2026-06-03\n\n" + written() + "\n## Go live on 2026-07-01\n\n" + written()
    assert said(text, "call.md") == [*TALK, *TALK]


@pytest.mark.parametrize(
    "line",
    [
        "[Jan Amsel: laughs at me all the time]",
        "the meeting was closed at 5 and we went home",
        "{first_name}",
        "[o]r so it says",
    ],
)
def test_what_begins_like_a_remark_and_goes_on_is_said(line):
    assert line.strip("[]").removeprefix("Jan Amsel: ") in " ".join(
        words for _, words in said(written((B, f"Well.\n{line}")))
    )


def test_two_people_may_answer_each_other_in_single_words():
    turns = (("Ida", "40"), ("Ole", "Yes"), ("Ida", "12"), ("Ole", "No"), ("Ida", "7"), ("Ole", "Fine"))
    assert said("".join(f"{name}: {words}\n" for name, words in turns)) == list(turns)
