import pytest

from evidence.calls import formats
from evidence.calls.formats._heads import turn_head
from evidence.calls.formats._labels import LABELS
from evidence.calls.formats._names import NameKind, name_kind
from evidence.calls.formats._stated import stated_people
from evidence.calls.formats.base import ENOUGH
from evidence.calls.formats.speaker_text import claim, parse_head
from evidence.calls.source import Source


def read(text, name="call.txt"):
    return formats.read(Source(name, text.encode()), format="speaker_text")


def spoken(reading):
    return [(u.speaker, u.text) for u in reading.calls[0].utterances]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Dana Reyes: Hello.", ("Dana Reyes", None, "Hello.", False)),
        ("[00:01:02] Dana: Hello.", ("Dana", 62_000, "Hello.", True)),
        ("00:01:02 Dana: Hello.", ("Dana", 62_000, "Hello.", True)),
        ("(1:02) Dana Reyes (Acme): Hello.", ("Dana Reyes (Acme)", 62_000, "Hello.", True)),
        ("Dana (00:01:02): Hello.", ("Dana", 62_000, "Hello.", True)),
        ("Dana: 00:01:02", ("Dana", 62_000, "", True)),
        ("Dana: 00:01:02 was late.", ("Dana", None, "00:01:02 was late.", False)),
        ("**Dana:** Hello.", ("Dana", None, "Hello.", True)),
        ("**Dana**: [00:12] Hello.", ("Dana", 12_000, "Hello.", True)),
        ("[SPEAKER_00]: Hello.", ("SPEAKER_00", None, "Hello.", True)),
        ("Just words.", None),
        ("https://x.example: no", None),
        ("At 10:30 we left", None),
    ],
)
def test_a_line_is_taken_apart(line, expected):
    found = turn_head(line)
    head = found if found and name_kind(found.name or "") > NameKind.NONE else None
    assert (head and (head.name, head.start_ms, head.words, head.strong)) == expected


def test_a_line_without_a_name_belongs_to_the_turn_before():
    assert spoken(read("Ann: One.\nstill one: yes\nBo: Two.\nAnn: Three.\nBo: Four.\n"))[0] == (
        "Ann",
        "One. still one: yes",
    )


def test_a_name_that_stands_once_counts_where_nearly_every_line_has_one():
    text = "Ann: One.\nBo: Two.\n" * 5 + "Cy: Three.\n"
    assert spoken(read(text))[-1] == ("Cy", "Three.")
    once = spoken(read("Ann: One.\nmore\nBo: Two.\nmore\n" * 3 + "Cy: Three.\n"))
    assert once[-2:] == [("Bo", "Two. more"), (None, "Cy: Three.")]  # whoever Cy is, it is not Bo


def test_what_stands_before_the_first_turn_is_a_notice_with_title_and_date():
    call = read("Title: Autumn review\nDate: 2026-01-09\n\nAnn: Hi.\nBo: Hi.\nAnn: So.\nBo: So.\n").calls[0]
    assert (call.title, call.started_at, len(call.events)) == ("Autumn review", "2026-01-09", 2)


def test_front_matter_is_read_without_trusting_it():
    text = "---\ntitle: \"A: b\"\nspeakers: [Ann Lee, 'Bo']\ndate: 2026-01-01\nx: &x [y]\n---\nAnn Lee: Hi.\n"
    reading = formats.read(Source("call.md", text.encode()), format="speaker_text")
    call = reading.calls[0]
    assert (call.title, call.started_at, spoken(reading)) == ("A: b", "2026-01-01", [("Ann Lee", "Hi.")])


def test_a_declared_speaker_may_stand_once_and_without_any_everybody_is_unknown():
    declared = "---\nspeakers:\n  - Ann Lee\n---\n"
    assert spoken(read(f"{declared}Ann Lee: Hi.\n\nMore.\n"))[0][0] == "Ann Lee"
    monologue = formats.read(Source("talk.md", f"{declared}## Part\n\nFirst words.\n\nSecond words.\n".encode()))
    assert spoken(monologue) == [(None, "First words."), (None, "Second words.")]
    assert "unknown" in monologue.notes[0].text


@pytest.mark.parametrize(
    "text",
    [
        "A page about things.\n\nNote: nothing is said here.\nIt goes on.\n",
        "09:00:01\tAnn:\tThis is chat.\n09:00:05\tBo:\tSo it is.\n" * 3,
        "name,side\nAnn,customer\n",
        '{"a": "b", "c": "d"}\n' * 3,
    ],
)
def test_prose_chat_tables_and_json_are_not_claimed(text):
    found = claim(Source("a.txt", text.encode()))
    assert found is None or found.score < ENOUGH


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("call.txt", "Ann: See C:\\_x, **now**.\nBo: Yes.\nAnn: So.\nBo: So.\n", "See C:\\_x, **now**."),
        ("call.txt", "**Ann:** A \\* b.\n**Bo:** Yes.\n**Ann:** So.\n", "A * b."),
        ("call.md", "Ann: A \\* b.\nBo: Yes.\nAnn: So.\nBo: So.\n", "A * b."),
    ],
)
def test_backslashes_are_taken_out_in_markdown_only(name, text, said):
    assert spoken(read(text, name))[0] == ("Ann", said)


def test_a_name_that_stands_once_between_others_takes_its_own_words():
    text = "Ann Lee: Hi all.\n\nBo Park: We lose a day to this.\n\nAnn Lee: Ouch.\n\nCarl Diaz: We hate it.\n"
    assert [speaker for speaker, _ in spoken(read(text))] == ["Ann Lee", "Bo Park", "Ann Lee", "Carl Diaz"]


def test_a_link_with_a_word_before_it_is_nobody_who_speaks():
    text = "AJ: Which one?\nCD: This one.\nPR: https://example.com/pull/7\nAJ: Thanks.\nCD: Sure.\n"
    assert {speaker for speaker, _ in spoken(read(text))} == {"AJ", "CD"}


@pytest.mark.parametrize("label", [name for name in LABELS["people"] if name.isascii()])
@pytest.mark.parametrize(
    "form", ["{}: Ute Klein, Jan Amsel", "**{}:** Ute Klein", "- {} - Ute Klein", "## {}\n\n- Ute Klein"]
)
def test_whoever_a_label_of_people_names_is_looked_for(label, form):
    text = form.format(label.capitalize())
    stated = stated_people(None, enumerate(text.splitlines(), 1))
    assert parse_head(text).declared == tuple(name for name, _ in stated)
