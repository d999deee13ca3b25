"""Ways to write turns that no tool prescribes: each is a kind, and its inputs were written after the code."""

import pytest

from evidence.calls import formats
from evidence.calls.source import Source
from evidence.errors import EvidenceError

PEOPLE = ("Ute Klein", "Jan Amsel")
WORDS = ("We pack at night.", "How long does it take?", "Two hours, every night.", "And who does it?", "Me.")


def read(text, name="call.txt"):
    return formats.read(Source(name, text.encode())).calls[0]


def said(text, name="call.txt"):
    return [(u.speaker, u.text) for u in read(text, name).utterances]


def turns(form, between="\n"):
    """Write the words in a form; `{t}` counts up by nine seconds."""
    rows = [
        form.format(name=PEOPLE[at % 2], words=words, t=f"00:00:{at * 9:02}", m=f"0 min {at * 9} sec", n=at + 1)
        for at, words in enumerate(WORDS)
    ]
    return between.join(rows) + "\n"


TOLD = [(PEOPLE[at % 2], words) for at, words in enumerate(WORDS)]


@pytest.mark.parametrize(
    "form",
    [
        "{name} - {words}",
        "{name} – {words}",
        "[[{name}]] - {words}",
        "【{name}】{words}",
        "{name}：{words}",
        "{name} / {t} / {words}",
        "{name}, {m}: {words}",
        "{n}  {name}: {words}",
        "{n:03} {t} {name}: {words}",
        "{t}\t{name}\t{words}",
        "({name}) – ({t}) – {words}",
        "`{name}` {t}: {words}",
        "<v {name}>{words}</v>",
        "<p><b>{name}:</b> {words}</p>",
        "- [ ] **{name}:** {words}",
        "{name}, Head of sales ({t}): {words}",
        "[{t}] {name} > {words}",
        "** {name} [{t}]\n{words}",
        "{name}, CFO\n{words}\n",
        "[{name} at {t}]\n{words}\n",
        "*** {name} [{t}]\n{words}\n",
        "{name}\n:   {words}\n",
        "{t} --> {t}\n{name}\n{words}\n",
    ],
)
def test_a_turn_is_read_in_whatever_form_it_is_typed(form):
    assert [
        (who.split(",")[0], words) for who, words in said(turns(form))
    ] == TOLD  # a label holds what is said of them


@pytest.mark.parametrize("spelling", ["UTE KLEIN", "ute klein", "Ute klein"])
def test_a_name_is_one_name_however_it_is_spelt(spelling):
    text = turns("{name}: {words}") + f"{spelling}: At last.\n"
    assert len({who for who, _ in said(text)}) == 2


@pytest.mark.parametrize(
    "line",
    [
        "[End of audio 00:02:45]", "(Recess taken.)", "[Note from Ida: ask her again]", "> [!note] She has a budget.",
        "Recording paused", "Jan Amsel hat die Transkription beendet", "%%\nshe smiled\n%%", "Observation: she smiles",
        "Page 3 of 7", "Summary: they agreed.",
    ],
)  # fmt: skip
def test_what_somebody_wrote_between_turns_is_in_no_mouth(line):
    rows = turns("{name}: {words}").splitlines()
    text = "\n\n".join([*rows[:3], line, *rows[3:]]) + "\n"
    assert said(text) == TOLD


@pytest.mark.parametrize(
    "line", ["(and honestly, it is killing us)", "Next steps: I want it off my desk.", "The call ended well for us."]
)
def test_what_somebody_says_of_steps_and_calls_is_said(line):
    rows = turns("{name}: {words}").splitlines()
    text = "\n".join([*rows[:3], line, *rows[3:]]) + "\n"
    assert line in " ".join(words for _, words in said(text))


def test_what_is_opened_and_never_shut_reaches_no_further():
    rows = turns("**{name}:** {words}").splitlines()
    for sign in ("```", "<!-- to do", "%%"):
        assert said("\n\n".join([rows[0], sign, *rows[1:]]) + "\n", "call.md") == TOLD


def test_several_turns_may_stand_in_one_line():
    text = "[00:00] Ute Klein: One. [00:12] Jan Amsel: Two. [00:15] Ute Klein: Three.\n[00:30] Jan Amsel: Four.\n"
    assert said(text) == [("Ute Klein", "One."), ("Jan Amsel", "Two."), ("Ute Klein", "Three."), ("Jan Amsel", "Four.")]


def test_words_in_angle_brackets_stay_as_they_are():
    text = "Ute Klein  0:01\nWe said <no more than 17> in it.\n\nJan Amsel  0:09\nAll right.\n\nUte Klein  0:12\nYes.\n"
    assert said(text)[0] == ("Ute Klein", "We said <no more than 17> in it.")


@pytest.mark.parametrize("at", ["14:30", "10:15"])
def test_a_time_of_day_at_the_beginning_of_a_wrapped_line_is_said(at):
    rows = [f"{name} (0:{at_:02})\nWe meet at\n{at} on Mondays.\n" for at_, name in enumerate(PEOPLE * 3)]
    assert all(at in words for _, words in said("\n".join(rows)))


@pytest.mark.parametrize(
    "text",
    [
        "# Minutes of 3 June\n\nChair: Ute Klein\n\nDecision: adopted\nOwner: Jan\n\nDecision: postponed\nOwner: Ute\n",
        "# Setup\n\nWindows: use winget.\nMac: use brew.\nWindows: restart it.\nMac: restart it.\n",
        "# Persona: Ida\n\n**Name:** Ida\n**Goals:** Sleep.\n\n# Persona: Bo\n\n**Name:** Bo\n**Goals:** Work.\n",
        "[import]\nstart: 04:30:00\nowner: a\n\n[export]\nstart: 05:30:00\nowner: b\n",
        "Ferry\n\n06:43 Old pier\n07:24 New pier: on request\n08:12 Old pier\n09:01 New pier: on request\n",
        "Results\n\n00:34:08 Ute Klein\n00:35:33 Jan Amsel\n00:36:01 Ida Moe\n00:37:10 Bo Kim\n00:38:55 Noor Haddad\n",
        "## 1.2\nAdded: an export.\nFixed: a crash.\n\n## 1.1\nAdded: an import.\nFixed: the menu.\n",
    ],
)
def test_a_list_of_something_is_no_call(text):
    with pytest.raises(EvidenceError):
        read(text, "notes.md")
