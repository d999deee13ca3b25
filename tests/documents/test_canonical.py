"""A formatter's change is none, and a person's is one: on real blocks, by every habit and at every word."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.documents.canonical import canonical
from evidence.documents.markers import END_MARKER, begin_marker, body_sha256, find_blocks
from strategies import examples
from typography import BEFORE_WRAPPING, HABITS, LAST

GOLDEN = {path.stem: path.read_text(encoding="utf-8") for path in (Path(__file__).parent / "golden").glob("*.md")}
SAID_ODDLY = """## Evidence

### R\\&D &amp; \\*Ovens\\*

| Pain point | Accounts |
| ---------- | -------- |
| Rye \\| Co | 2 of 3 |
| 日本の窯 | 1 of 3 |

**Slow ovens** (1 of 4 quotes shown):

> "It costs \\$x… \\<b\\> and \\[name\\] said snake_case, 5 * 3 &lt; 20; see https\\://a.example"
>
> — Head Baker at Rye \\| Co, [2026-01-12, ~00:12:34](../source/transcripts/normalized/rye.md#u17) _(unreviewed)_

- one thing, 1. and - another
- two

_Based on 3 calls with 4 of 6 accounts._

<!-- made from: a, b -->
"""
BODIES = GOLDEN | {"odd": SAID_ODDLY}


def block(body: str) -> str:
    return f"{begin_marker('bakers', body)}\n\n{body}\n{END_MARKER}\n"


def state(text: str) -> str:
    (found,) = find_blocks(text)
    return found.state


def reformatted(text: str, *habits) -> str:
    """Return the document with another body and the markers that it had."""
    (begin, body, end) = re.fullmatch(r"(<!--[^\n]*-->\n)(.*)(<!--[^\n]*-->\n)", text, re.DOTALL).groups()
    for habit in habits:
        body = habit(body)
    return f"{begin}{body}\n{end}"


@pytest.mark.parametrize("habit", HABITS, ids=lambda habit: habit.__name__)
@pytest.mark.parametrize("name", BODIES)
def test_no_habit_of_a_formatter_is_a_hand_edit(name, habit):
    assert state(reformatted(block(BODIES[name]), habit)) == "clean"


def test_every_habit_changes_some_block():
    for habit in HABITS:
        assert any(habit(body) != body for body in BODIES.values()), habit.__name__


@examples(60)
@given(st.sampled_from(sorted(BODIES)), st.lists(st.sampled_from(BEFORE_WRAPPING), max_size=4), st.sampled_from(LAST))
def test_neither_are_several_in_any_order(name, habits, last):
    assert state(reformatted(block(BODIES[name]), *habits, last)) == "clean"


@pytest.mark.parametrize("name", ["block_full", "odd"])
def test_every_letter_and_digit_that_goes_is_an_edit(name):
    body = BODIES[name]
    sealed = body_sha256(body)
    kept = [at for at, sign in enumerate(body) if sign.isalnum() and body_sha256(body[:at] + body[at + 1 :]) == sealed]
    assert [body[max(0, at - 20) : at + 20] for at in kept] == []


EDITS = {
    "a word": ("Filling by hand", "Filling by mouth"),
    "a number": ("| 7 ", "| 8 "),
    "a sentence more": ("\n**Calls cited**", "\nThis is mine.\n\n**Calls cited**"),
    "a word in bold": ("We fill the ovens", "We **fill** the ovens"),
    "another strength": ("**Calls cited**", "*Calls cited*"),
    "an address": ("harbour-1.md#u17", "harbour-1.md#u18"),
    "a name in an attribution": ("Head Baker at Harbour Bakery", "Head Baker at Oven & Sons"),
    "an item that goes": ("- Audits & paper\n", ""),
    "an item of another rank": ("- Audits & paper", "1. Audits & paper"),
    "a quote out of its quotation": ('> "We fill the ovens by hand."\n>\n> —', '"We fill the ovens by hand."\n\n—'),
    "words struck out": ("We fill the ovens", "~~We fill~~ the ovens"),
    "a comment": ("\n**Calls cited**", "\n<!-- ask Ida -->\n\n**Calls cited**"),
    "a remark in a definition": ("\n**Calls cited**", "\n[remark]: # (ask Ida)\n\n**Calls cited**"),
    "a second remark of that name": ("\n**Calls cited**", "\n[a]: # (x)\n[a]: # (y)\n\n**Calls cited**"),
    "a cell beyond the table": ("| 2026-02-03 |\n\n", "| 2026-02-03 | ask Ida |\n\n"),
    "a row more": ("| 2026-02-03 |\n\n", "| 2026-02-03 |\n| Mine |\n\n"),
    "an aligned column": ("| -------- |", "| -------: |"),
    "words far within": ("\n**Calls cited**", f"\n{'> ' * 25}mine\n\n**Calls cited**"),
    "a title of a link": ("harbour-1.md#u17)", 'harbour-1.md#u17 "mine")'),
    "a picture": ("\n**Calls cited**", "\n![mine](a.png)\n\n**Calls cited**"),
    "code": ("\n**Calls cited**", "\n```sql\nSELECT 1\n```\n\n**Calls cited**"),
    "a rule": ("\n**Calls cited**", "\n---\n\n**Calls cited**"),
    "blanks that count": ("We fill the ovens", "We fill\N{NO-BREAK SPACE}the ovens"),
}


@pytest.mark.parametrize("edit", EDITS)
def test_what_a_person_changes_is_an_edit_before_and_after_a_formatter(edit):
    old, new = EDITS[edit]
    body = GOLDEN["block_full"]
    assert old in body
    text = block(body).replace(old, new, 1)
    assert state(text) == "edited"
    for habit in HABITS:
        assert state(reformatted(text, habit)) == "edited", habit.__name__


REAL = {
    f"{path.stem}-{one.segment}": one.body
    for path in (Path(__file__).parents[2] / "segments").glob("*.md")
    for one in find_blocks(path.read_text(encoding="utf-8"))
}
_WORD = re.compile(r"[^\W_]+")


def with_words_changed(body, kind, at):
    """Return the body with one word, or two that stand next to each other, not as they were."""
    words = list(_WORD.finditer(body))
    one = words[at % (len(words) - 1)]
    two = words[at % (len(words) - 1) + 1]
    said = {
        "other": "zebra" + one[0][-1],
        "more": f"{one[0]} zebra",
        "twice": f"{one[0]} {one[0]}",
        "joined": f"{one[0]}x",
        "raised": one[0].swapcase() if one[0].swapcase() != one[0] else f"{one[0]}1",
        "gone": "",
    }
    if kind == "swapped":
        return body[: one.start()] + two[0] + body[one.end() : two.start()] + one[0] + body[two.end() :]
    return body[: one.start()] + said[kind] + body[one.end() :]


KINDS = ("other", "more", "twice", "joined", "raised", "gone", "swapped")


@examples(150)
@given(st.sampled_from(sorted(REAL | BODIES)), st.sampled_from(KINDS), st.integers(0, 20_000), st.sampled_from(HABITS))
def test_any_word_that_changes_is_an_edit_in_whatever_typography(name, kind, at, habit):
    body = (REAL | BODIES)[name]
    changed = with_words_changed(body, kind, at)
    assume(changed != body)
    assert body_sha256(changed) != body_sha256(body)
    assert body_sha256(habit(changed)) != body_sha256(body)


@examples(40)
@given(st.sampled_from(sorted(REAL)), st.data())
def test_any_two_lines_that_change_places_are_an_edit(name, data):
    lines = REAL[name].split("\n")
    said = [at for at, line in enumerate(lines) if _WORD.search(line)]
    one, two = data.draw(st.lists(st.sampled_from(said), min_size=2, max_size=2, unique=True))
    assume(lines[one] != lines[two])
    lines[one], lines[two] = lines[two], lines[one]
    assert body_sha256("\n".join(lines)) != body_sha256(REAL[name])


@pytest.mark.parametrize("name", REAL)
def test_no_habit_changes_what_the_blocks_of_the_example_say(name):
    for habit in HABITS:
        assert body_sha256(habit(REAL[name])) == body_sha256(REAL[name]), habit.__name__


def test_order_is_no_typography():
    lines = GOLDEN["block_full"].split("\n")
    items = [at for at, line in enumerate(lines) if line.startswith("- ")]
    for first, second in pairwise(items):
        if lines[first] != lines[second]:
            swapped = [*lines]
            swapped[first], swapped[second] = lines[second], lines[first]
            assert canonical("\n".join(swapped)) != canonical("\n".join(lines))


def test_a_block_sealed_by_an_earlier_version_is_clean_and_its_edits_are_edits():
    text = "<!-- evidence:begin segment=a sha256={} -->\n\n| a | b |\n| --- | --- |\n| 1 | 2 |\n\n{}\n\n{}\n"
    # Over lines, with the padding of tables folded: so it was before blocks were read for it.
    old = sha256(b"|a|b|\n|-|-|\n|1|2|\n\nWords.").hexdigest()
    assert state(text.format(old, "Words.", END_MARKER)) == "clean"
    assert state(text.format(old, "Words. ", END_MARKER).replace("| 1 |", "|   1 |")) == "clean"
    assert state(text.format(old, "My words.", END_MARKER)) == "edited"
    assert state(text.format("0" * 64, "Words.", END_MARKER)) == "edited"


def test_chinese_that_is_wrapped_says_the_same():
    assert body_sha256("这是一个测试\n句子。\n") == body_sha256("这是一个测试句子。\n")
    assert body_sha256("这是一个测试\n") != body_sha256("这是一个\n")


FORMATTERS = {
    "prettier": ["prettier", "--parser", "markdown"],
    "prettier that wraps": ["prettier", "--parser", "markdown", "--prose-wrap", "always"],
    "mdformat": [sys.executable, "-m", "mdformat", "-"],
    "mdformat that wraps": [sys.executable, "-m", "mdformat", "--wrap", "80", "-"],
}


@pytest.mark.parametrize("name", FORMATTERS)
def test_what_formatters_make_of_a_block_is_no_hand_edit(name):
    tool = name.split()[0]
    if not (shutil.which("prettier") if tool == "prettier" else importlib.util.find_spec("mdformat_tables")):
        pytest.skip(f"{tool} is not installed")
    for body in BODIES.values():
        text = block(body)
        done = subprocess.run(FORMATTERS[name], input=text, capture_output=True, check=True, encoding="utf-8")
        assert state(done.stdout) == "clean"
        if name == "prettier" and body is not SAID_ODDLY:
            assert done.stdout == text, "it has nothing to change"
