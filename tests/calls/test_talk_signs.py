"""Thirty notes and thirty talks in layouts of their own, written after the code that tells them, and what is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from evidence.calls import formats
from evidence.calls.passed_over import PassedOver
from evidence.calls.source import Source
from evidence.calls.talk_signs import talk_sign, talks
from evidence.errors import FormatError
from evidence.library.raw_files import read_or_pass

NOTES = dict(part.split("\n", 1) for part in (Path(__file__).parent / "notes.txt").read_text("utf-8").split("=== ")[1:])
_SAID = (
    "Good to see you again, how was the launch?",
    "Rough, to be honest, we rolled back twice.",
    "What went wrong the second time?",
    "The config on the second region was stale.",
    "And who noticed it?",
    "A customer wrote to us before we saw it.",
    "So what would have helped you?",
    "Some check that runs before I press the button.",
)
_GESAGT = (
    "Schön, dass Sie da sind, wie lief der Start?",
    "Schwierig, wir mussten zweimal zurück.",
    "Woran lag es beim zweiten Mal?",
    "Die Einstellungen waren veraltet.",
    "Und wer hat es bemerkt?",
    "Ein Kunde hat uns geschrieben.",
)
_DICHO = (
    "Gracias por su tiempo, ¿cómo fue el lanzamiento?",
    "Difícil, nos tocó volver atrás dos veces.",
    "¿Qué pasó la segunda vez?",
    "La configuración estaba vieja.",
    "¿Y quién lo notó?",
    "Un cliente nos escribió.",
)
_PEOPLE = ("Tilda", "Omar")


def _clock(second: int) -> str:
    return f"{second // 60:02d}:{second % 60:02d}"


def _talk(line: str, said: tuple[str, ...] = _SAID, people: tuple[str, ...] = _PEOPLE) -> str:
    """Return a talk, a turn for each `line` with its number, name, time and words."""
    return "".join(
        line.format(n=at + 1, who=people[at % len(people)], s=3 + 8 * at, clock=_clock(3 + 8 * at), words=words)
        for at, words in enumerate(said)
    )


TALKS = {
    "bars.txt": _talk("{who} || {words}\n"),
    "arrows.txt": _talk("{who} => {words}\n"),
    "guillemets.txt": _talk("‹{who}› {words}\n"),
    "angle-time.txt": _talk("<{clock}> {words}\n"),
    "hash-time.txt": _talk("{clock} # {who} # {words}\n"),
    "numbered.txt": _talk("{n:03d} {who} > {words}\n"),
    "fields.txt": _talk("{n}|{s}000|{who}|{words}\n"),
    "quoted-csv.txt": _talk('{n};"{who}";"{words}"\n'),
    "ruled.txt": _talk("{who}\n-----\n{words}\n\n"),
    "braced-lines.txt": _talk("{{{who}}}\n{words}\n\n"),
    "starred.txt": _talk("* {who} * {words}\n"),
    "said.txt": _talk("{who} said: {words}\n"),
    "seconds.txt": _talk("{who} (second {s}) {words}\n"),
    "plain-lines.txt": _talk("{words}\n"),
    "dashes.txt": _talk("— {words}\n"),
    "announced.txt": "Call recording transcript\n\n" + " ".join(_SAID) + "\n",
    "heading.md": "# Weststadt\n\n## Transcript\n\n" + _talk("{words}\n\n"),
    "tags.xml": "<call>\n" + _talk('<p speaker="{who}" begin="{s}s">{words}</p>\n') + "</call>\n",
    "page.html": "<html><body><ul>\n"
    + _talk("<li><b>{who}</b> <i>{clock}</i> {words}</li>\n")
    + "</ul></body></html>\n",
    "timecode.txt": _talk("01:{clock}:07 {words}\n"),
    "colon-pairs.txt": _talk("{who}::{words}\n"),
    "german-equals.txt": _talk("{who} = {words}\n", _GESAGT, ("Frau Kern", "Herr Adam")),
    "german-times.txt": _talk("{clock} >> {words}\n", _GESAGT),
    "german-braces.txt": _talk("{{{who}}} {words}\n", _GESAGT, ("Kern", "Adam")),
    "spanish-slash.txt": _talk("{who} / {words}\n", _DICHO, ("Lola", "Iker")),
    "spanish-times.txt": _talk("|{clock}| {words}\n", _DICHO),
    "upper.txt": _talk("{who}>{words}\n", _SAID, ("TILDA", "OMAR")),
    "three.txt": _talk("{who} ~ {words}\n", _SAID, ("Tilda", "Omar", "Pia")),
    "table.csv": "a;b\n" + _talk("{who};{words}\n"),
    "backslash.txt": _talk("\\{who}\\ {words}\n"),
}


def outcome(name, text):
    """Return what `ingest` makes of a text: that it is passed over, failed, or read."""
    try:
        found = read_or_pass(Source(name, text.encode()))
    except FormatError as error:
        advised = "Try --format" in error.hint and "formats: in evidence.yaml" in error.hint
        return "failed" if advised else f"failed without advice: {error}"
    return "passed over" if isinstance(found, PassedOver) else "read"


def test_notes_are_passed_over_and_no_note_fails():
    told = {name: outcome(name, text) for name, text in NOTES.items()}
    assert len(told) == 30
    assert not any(each.startswith("failed") for each in told.values())
    assert list(told.values()).count("passed over") >= 27, told  # the others are read as calls


def test_a_talk_in_a_layout_of_its_own_is_read_or_told_and_never_passed_over():
    told = {name: outcome(name, text) for name, text in TALKS.items()}
    assert len(told) == 30
    assert set(told.values()) == {"read", "failed"}, told
    assert list(told.values()).count("failed") >= 20


@pytest.mark.parametrize(("text", "said", "line"), [
    ("\n{Dana} Did it work?\n{Bo} It broke on us.\n{Dana} Did you see why?\n", "'Dana' and 'Bo' come again", 2),
    ("Notes\n\n<00:01> so we met\n<00:05> and I said\n<00:09> what now?\n<00:12> we left it", "times rise", 3),
    ("Transcript\n\nWe met early and I said that nothing of it works.", "it calls itself a transcript", 1),
])  # fmt: skip
def test_what_speaks_for_a_talk_is_said_with_its_line(text, said, line):
    assert talk_sign(text) == (said, line)


@pytest.mark.parametrize("text", [
    "", "Transcript: https://a.example/x", "Transcript\n\nnot available", "10:00 start\n10:05 loaded\n10:09 stopped",
    "Ann: send the deck\nBo: book a room\nAnn: invite legal\nBo: close the list",
    "10:00:01 [worker] started\n10:00:02 [queue] connected\n10:00:09 [worker] retry\n10:00:19 [queue] empty",
    "2026-06-18 10:00:01 we connect\n2026-06-18 10:00:02 we load\n2026-06-18 10:00:03 we stop",
])  # fmt: skip
def test_labels_times_and_headings_without_speech_speak_for_none(text):
    assert talk_sign(text) is None


def test_who_speaks_is_heard_in_several_languages_and_in_scripts_whose_words_no_list_knows():
    assert talks(["Wir haben es versucht."])
    assert talks(["¿Quién lo notó?"])
    assert talks(["我们试过了。"])
    assert talks(["Okay, Friday then.", "Danke.", "Hej hej!"])
    assert not talks(["No rollback.", "Right of way.", "Thankless work."])
    assert not talks(["Der Umzug wird verschoben.", "Le comité valide le budget."])


def test_a_text_that_names_nobody_is_a_call_only_where_somebody_speaks():
    front = "---\nparticipants: [Ann Lee, Bo Trent]\n---\n\n"
    told = "The team runs three services. A pilot was agreed. Security signs it off."
    assert outcome("a.md", front + told) == "passed over"
    assert outcome("a.md", front + "We run three services.\n\nCould you sign it off?") == "read"


def test_a_read_text_of_labels_is_no_call_where_nobody_speaks_in_it():
    risks = "Risk: late by weeks\nCure: second vendor\nRisk: costs double\nCure: cut print\nRisk: illness\nCure: hire\n"
    assert formats.read(Source("a.txt", risks.encode())).calls  # its labels come back, as names do
    assert outcome("a.txt", risks) == "passed over"
    assert outcome("a.txt", risks.replace("late by", "we are late by")) == "read"


def test_small_talk_in_which_people_answer_is_a_call():
    assert outcome("a.txt", "Ann: Morning.\nBo: Morning.\nAnn: Rain again.\nBo: Yes.\nAnn: Typical.\n") == "read"


@pytest.mark.parametrize("text", [
    "{田中} おはようございます。\n{鈴木} 先週は大変でした。\n{田中} 何がありましたか。\n{鈴木} 失敗しました。\n",
    "[10:03:01] <tilda> how is it\n[10:03:09] <omar> we rolled back\n[10:03:20] <tilda> why\n[10:03:31] <omar> old\n",
    "<00:01> good morning\n<00:04> morning\n<00:06> so what broke\n<00:09> the config\n<00:13> and we saw it late\n",
    "TILDA/ how was it\nOMAR/ we rolled back\nTILDA/ why\nOMAR/ a stale config\nTILDA/ who saw it\nOMAR/ a customer\n",
    "Int. How was it?\nResp. We rolled back.\nInt. Why was that?\nResp. A stale config.\nInt. Who saw?\nResp. Ann.\n",
])  # fmt: skip
def test_a_talk_is_told_without_signs_of_sentences_in_other_scripts_and_behind_short_names(text):
    assert outcome("a.txt", text) == "failed"


@pytest.mark.parametrize("text", [
    "# Update\n\nWe shipped the importer. I was out on Monday. You can find the numbers in the sheet.\n",
    "# Quotes\n\n> We spend a night on each release.\n\n> I never know what is in it.\n\n> You have no idea.\n",
    "Hi team,\n\nI talked to Petra. We should send the addendum. Can you do that?\n\nThanks,\nMarek\n",
    "# Stories\n\nAs an admin I want to revoke a token.\nAs a viewer I want to see releases.\nAs an owner I pay.\n",
])  # fmt: skip
def test_what_one_person_writes_to_others_is_no_talk(text):
    assert outcome("a.md", text) == "passed over"
