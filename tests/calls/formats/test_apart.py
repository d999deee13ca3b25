"""What readers and tools write among turns is in nobody's mouth; each kind with inputs written after the code."""

from textwrap import wrap

import pytest

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import EvidenceError

TURNS = (
    ("Ilse", "How do you plan the tours today?"),
    ("Bram", "On a whiteboard, and it is wiped every evening."),
    ("Ilse", "Who wipes it?"),
    ("Bram", "The night shift, because they need the space."),
    ("Ilse", "What does that cost you?"),
    ("Bram", "Half a day in the week, I would say."),
)
FORMS = {
    "plain": "{name}: {words}",
    "timed": "[00:0{at}:05] {name}: {words}",
    "bold": "**{name}:** {words}",
}


def text_of(form, *, between="\n", put=None):
    """Return the turns in a form; put: lines to stand right behind turns, by their place."""
    rows = []
    for at, (name, words) in enumerate(TURNS):
        rows += [FORMS[form].format(name=name, words=words, at=at), *(put or {}).get(at, ())]
    return between.join(rows) + "\n"


def said(text, name="call.md"):
    return [(one.speaker, one.text) for one in formats.read(Source(name, text.encode())).calls[0].utterances]


def notes(text, name="call.md"):
    return [one.text for one in formats.read(Source(name, text.encode())).calls[0].events]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "fields",
    [
        ("Participants: Ilse, Bram", "Contract value: 12k"),
        ("Renewal date: May", "Open questions: none", "Health: green"),
        ("Northquay Freight", "Stage: Evaluation", "Date: 3 June"),
    ],
)
def test_fields_below_the_last_turn_were_not_said(form, fields):
    text = text_of(form, between="\n\n") + "\n" + "\n".join(fields) + "\n"
    assert said(text) == list(TURNS)
    assert notes(text) == list(fields)


@pytest.mark.parametrize(
    "line",
    ["and we do it again in spring: nobody asked", "Cost: it is my budget, so I know", "One more: we do it by hand."],
)
def test_words_behind_a_colon_stay_words(line):
    assert " ".join(words for name, words in said(text_of("plain") + line + "\n") if name != "Ilse").endswith(line)


def test_a_paragraph_set_off_from_turns_without_empty_lines_is_nobody_s():
    spoken = said(text_of("plain") + "\nBram seems to be the one who decides, send him the case study.\n", "call.txt")
    assert spoken[:-1] == list(TURNS)
    assert spoken[-1][0] is None


def test_a_second_paragraph_stays_its_speaker_s_where_empty_lines_part_the_turns():
    text = text_of("plain", between="\n\n", put={1: ["And then it starts anew."]})
    assert ("Bram", "On a whiteboard, and it is wiped every evening. And then it starts anew.") in said(text)


@pytest.mark.parametrize("sign", ["=>", "->", "-->", "//", "^^", "<--", ">>>", "§"])
def test_what_stands_behind_a_sign_in_the_margin_was_not_said(sign):
    text = text_of("plain", put={1: [f"{sign} ask for a photo"], 4: [f"{sign} good one"]})
    assert said(text) == list(TURNS)
    assert notes(text) == [f"{sign} ask for a photo", f"{sign} good one"]


def test_who_speaks_in_brackets_within_a_turn_speaks_for_themselves():
    text = text_of("plain", put={1: ["[Ilse: every evening?]", "yes, at ten."], 3: ["(Kari: we do)"]})
    assert said(text) == [
        *TURNS[:2], ("Ilse", "every evening?"), ("Bram", "yes, at ten."), *TURNS[2:4], (None, "we do"), *TURNS[4:]
    ]  # fmt: skip


@pytest.mark.parametrize(
    "seen",
    [
        "[Bram: laughs]",
        "(Ilse: coughing)",
        "[a]Is this the headline?",
        "[DE: Die Nachtschicht.]",
        "(Translation: the night shift)",
        "[bk]Check with Bram.",
    ],
)
def test_what_was_seen_and_comments_in_documents_are_no_words(seen):
    text = text_of("plain", put={3: [seen]})
    assert said(text) == list(TURNS)
    assert notes(text) == [seen]


@pytest.mark.parametrize("label", ["Pain point", "Buying signal", "Open question", "Feature request"])
def test_a_label_in_bold_between_names_in_bold_is_not_the_speaker_s(label):
    spoken = said(text_of("bold", between="\n\n", put={3: [f"**{label}:** no space for the board"]}))
    assert [one for one in spoken if one[0]] == list(TURNS)


def test_a_sentence_that_begins_in_bold_is_the_speaker_s():
    text = text_of("bold", between="\n\n", put={1: ["**What I mean is:** it is gone by ten."]})
    assert ("Bram", "On a whiteboard, and it is wiped every evening. **What I mean is:** it is gone by ten.") in said(
        text
    )


@pytest.mark.parametrize(
    "form", ["{t} {name}: {words}", "[{t}] {name}: {words}", "{name} ({t}): {words}", "{name}  {t}\n{words}\n"]
)
def test_times_of_day_without_seconds_are_told_by_how_much_is_said(form):
    long = "It takes us all of the morning, and nobody knows where the list is or who had it last. " * 2
    day = [
        form.format(t=f"14:{40 + at * 4}", name=name, words=words + " " + long)
        for at, (name, words) in enumerate(TURNS[:5])
    ]
    reading = formats.read(Source("call.txt", ("\n".join(day) + "\n").encode()))
    starts = {one.speaker: one.start_ms for one in reversed(reading.calls[0].utterances)}
    assert starts == {"Ilse": 0, "Bram": 240_000}
    assert any("hours and minutes" in note.text for note in reading.notes)


def test_minutes_and_seconds_stay_what_they_are():
    rows = [f"[{14 + at}:{at * 9:02}] {name}: {words}" for at, (name, words) in enumerate(TURNS)]
    call = formats.read(Source("call.txt", ("\n".join(rows) + "\n").encode())).calls[0]
    assert [one.start_ms for one in call.utterances][:2] == [840_000, 909_000]


@pytest.mark.parametrize("odd", [":{}", " :{}", " : {}", ": {}", " - {}"])
def test_a_head_that_is_typed_in_another_way_leaves_the_mouth_before(odd):
    rows = [f"{name}{odd.format(words) if at in (1, 4) else ': ' + words}" for at, (name, words) in enumerate(TURNS)]
    spoken = said("\n".join(rows) + "\n", "call.txt")
    assert [words.removeprefix(f"{name} - ") for (_, words), (name, _) in zip(spoken, TURNS, strict=True)] == [
        words for _, words in TURNS
    ]
    assert all(name in (TURNS[at][0], None) for at, (name, _) in enumerate(spoken))


def test_names_that_stand_only_before_glued_colons_are_names():
    rows = [f"{name}{':' if name == 'Ilse' else ' :'}{words}" for name, words in TURNS]
    assert said("\n".join(rows) + "\n", "call.txt") == list(TURNS)


@pytest.mark.parametrize(
    "title", ["Halden <> Northquay: renewal", "Renewal talk - 5 June 2026", "Halden | renewal, part 2"]
)
def test_what_stands_on_every_page_was_not_said_and_names_nobody(title):
    pages = [f"{title} - internal\n\n{FORMS['plain'].format(name=name, words=words)}\n" for name, words in TURNS]
    text = f"{title}\n\n" + "\n".join(f"{page}\nPage {at} of 6\n" for at, page in enumerate(pages, 1))
    assert said(text, "call.txt") == list(TURNS)


def test_a_name_that_stands_alone_over_its_words_is_no_title():
    text = "\n\n".join(f"{name}:\n    {words}" for name, words in TURNS)
    assert said(text + "\n", "call.txt") == list(TURNS)


def test_numbers_of_lines_are_no_words():
    rows = [part for name, words in TURNS for part in (f"{name}: {words}", "And then it starts anew.")]
    text = "\n".join(f"{at:>3}  {row}" for at, row in enumerate(rows, 1))
    assert said(text, "call.txt") == [(name, f"{words} And then it starts anew.") for name, words in TURNS]


def test_a_number_that_begins_a_line_of_words_is_said():
    text = text_of("plain", put={1: ["3 of them, every evening."], 3: ["4 people need it."]})
    assert ("Bram", "On a whiteboard, and it is wiped every evening. 3 of them, every evening.") in said(
        text, "call.txt"
    )


def test_turns_that_a_program_put_into_one_line_are_turns():
    text = " ".join(FORMS["timed"].format(name=name, words=words, at=at) for at, (name, words) in enumerate(TURNS))
    assert said(text, "call.txt") == list(TURNS)


@pytest.mark.parametrize("line", ["#pricing #night-shift", "{looks away}", "#objection/price"])
def test_tags_and_curly_remarks_were_not_said(line):
    assert said(text_of("bold", between="\n\n", put={3: [line]})) == list(TURNS)


def test_a_picture_before_a_name_and_a_broken_line_are_no_words():
    rows = [f"![](media/{at}.png)**{name}**   0:{at * 9:02}\\\n{words}" for at, (name, words) in enumerate(TURNS)]
    assert said("\n\n".join(rows) + "\n") == list(TURNS)


def test_a_telephone_number_is_somebody():
    rows = [f"{'+31 20 555 0104' if name == 'Bram' else 'Support'}: {words}" for name, words in TURNS]
    assert {name for name, _ in said("\n".join(rows) + "\n", "call.txt")} == {"+31 20 555 0104", "Support"}


@pytest.mark.parametrize("stamp", ["2026-03-05T09:1{at}:07Z ", "2026-03-05T09:1{at}:07+01:00 ", "0:1{at}:02.5 "])
def test_exact_times_before_names(stamp):
    bold = "**" if stamp.startswith("0") else ""
    rows = [
        f"{stamp.format(at=at)}{bold}{name}{bold}{'' if bold else ':'} {words}"
        for at, (name, words) in enumerate(TURNS)
    ]
    assert said("\n".join(rows) + "\n") == list(TURNS)


def test_below_a_heading_over_a_transcript_that_names_nobody_paragraphs_are_turns_of_somebody_unknown():
    words = [words for _, words in TURNS]
    text = "# Northquay\n\nWe met in May.\n\n## Transcript\n\n" + "\n\n".join(words) + "\n\n## To do\n\nSend it.\n"
    assert said(text) == [(None, one) for one in words]
    assert "Send it." in notes(text)


@pytest.mark.parametrize(
    "below", ["The transcript will be added later.", "00:05 Host\n\nHello.\n\n00:09 Guest\n\nHi.\n\nBye."]
)
def test_a_heading_alone_makes_no_transcript(below):
    with pytest.raises(EvidenceError):
        said(f"# Northquay\n\n## Transcript\n\n{below}\n")


def test_the_ids_of_zooms_cues_name_who_speaks():
    cues = [
        f'{at} "{name}" (100{at})\n00:0{at}:00.000 --> 00:0{at}:20.000\n{words}\n'
        for at, (name, words) in enumerate(TURNS, 1)
    ]
    assert said("WEBVTT\n\n" + "\n".join(cues), "call.vtt") == list(TURNS)


def test_answers_of_a_survey_are_no_turns():
    rows = [
        f"**{at}. {words}**\n\n- Often: {at * 9} %\n- Never: {90 - at * 9} %" for at, (_, words) in enumerate(TURNS, 1)
    ]
    with pytest.raises(EvidenceError):
        said("# Survey\n\n" + "\n\n".join(rows) + "\n")


LONG = (*TURNS, ("Ilse", "And in winter?"), ("Bram", "Then it is worse, we have two depots."))
WRITTEN = [
    "@Joost can you find the old slides",
    "[Chat from Lien: we have this twice already, I think]",
    ">> use it for the deck, we need it",
    "Bram looked at the ceiling.",
    "Stage Goal: a second meeting",
    "Jet Price: the depot manager, to be called",
    "The whiteboard is in the photo of the visit.",
]


def in_between(form, lines, between="\n"):
    rows = [FORMS[form].format(name=name, words=words, at=at) for at, (name, words) in enumerate(LONG)]
    for place, line in zip((1, 3, 5), lines, strict=False):
        rows[place] += "\n" + line
    return between.join(rows) + "\n"


@pytest.mark.parametrize("between", ["\n", "\n\n"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("line", WRITTEN)
def test_what_a_reader_wrote_right_below_a_turn_of_one_line_is_not_the_speaker_s(line, form, between):
    turns = said(in_between(form, [line], between))
    assert [turn for turn in turns if turn[0]] == list(LONG)
    assert [words for name, words in turns if name is None] == [line]


@pytest.mark.parametrize(
    "line", ["Joost's note: we quote this", "Comment (Lien, later): I doubt it", "Mo's remark: ok"]
)
def test_a_note_with_the_name_of_who_wrote_it_was_not_said(line):
    text = in_between("plain", [line])
    assert said(text) == list(LONG)
    assert notes(text) == [line]


def test_notes_below_most_answers_are_in_nobody_s_mouth():
    assert [turn for turn in said(in_between("plain", WRITTEN[:3])) if turn[0]] == list(LONG)


@pytest.mark.parametrize(
    "line",
    ["And we still do it that way.", "Right.", "Who else would?", "Und das machen wir seit Jahren.", "Niemand, oder?"],
)
def test_a_second_line_that_is_as_people_talk_stays_its_speaker_s(line):
    assert ("Bram", f"{LONG[1][1]} {line}") in said(in_between("plain", [line]))


def test_broken_lines_and_turns_of_several_lines_stay_whole():
    broken = "\n".join("\n".join(wrap(f"{name}: {words}", 24)) for name, words in LONG)
    assert said(broken) == list(LONG)
    several = "\n".join(f"{name}: {words}\nThe boards are old.\nThe depots are old." for name, words in LONG)
    assert said(several) == [(name, f"{words} The boards are old. The depots are old.") for name, words in LONG]
