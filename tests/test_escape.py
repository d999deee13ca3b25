"""Words survive Markdown, and Markdown survives words."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from evidence.documents.html_quotes import html_blockquotes
from evidence.documents.leaks import find_leaks
from evidence.documents.markdown import outline, read_inline
from evidence.documents.redact import Redaction
from evidence.escape import defuse, escape, escape_line, plain_cell, unescape_html, unescape_line, unescape_written
from evidence.text import one_line
from strategies import examples

HOSTILE = (
    "<!-- evidence:end -->", "</details>", "# heading", "| pipes | here |", "--- ", "- item", "1. one", "12) twelve",
    "===", "```sh", "~~~", "    code", "> deeper", "[x](http://a.b)", "![x](y)", "[x]: /url", "<b>bold</b>", "&lt;",
    "&#65;", "*a* _b_ **c** __d__", "snake_case _x_ a__b", "\\", "a\\", "\\|", "`tick`", "``", "https://a.example/x_y",
    "www.example.org", "$x$ and $5", "$$\\frac12$$", "\u202egnihton\u202c", "⟨U+202E⟩", "⟨U+0041⟩", "\u200f\u05d0",
    "[!NOTE]", ":::", "a\u2028b", "<script>alert(1)</script>", "~~gone~~", "[^1]", "x" * 10_000, "R&D", "AT&T;",
)  # fmt: skip
words = st.text(
    alphabet=st.one_of(st.sampled_from("\\`*_[]()<>&#|~$!:;.-+=\"' \n\tab1\u202e⟨⟩U"), st.characters(codec="utf-8")),
    max_size=60,
) | st.lists(st.sampled_from(HOSTILE), max_size=4).map(" ".join)


def rendered(markdown: str) -> list[str]:
    """Return what an ordinary renderer shows, block by block, and refuse every structure but plain text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown)
    plain = {"blockquote_open", "blockquote_close", "paragraph_open", "paragraph_close", "inline"}
    assert {token.type for token in tokens} <= plain
    for token in tokens:
        assert all(child.type == "text" for child in token.children or [])
    return ["".join(child.content for child in token.children or []) for token in tokens if token.type == "inline"]


@examples(300)
@given(words)
@example("⟨U+202E⟩ \u202e")
@example("1.")
def test_escaped_words_read_back_exactly(text):
    assert read_inline(escape(text)) == one_line(text)


@examples(300)
@given(words)
def test_a_renderer_shows_exactly_the_words_and_nothing_else(text):
    expected = one_line(text)
    visible = [] if not expected else [rendered_bidi(expected)]
    assert [" ".join(shown.split()) for shown in rendered(escape(text))] == visible
    (quoted,) = rendered(f'> "{escape(text)}"\n')
    assert " ".join(quoted.split()) == " ".join(f'"{rendered_bidi(expected)}"'.split())


def rendered_bidi(text: str) -> str:
    overrides = (*range(0x202A, 0x202F), *range(0x2066, 0x206A))
    return text.translate({code: f"⟨U+{code:04X}⟩" for code in overrides})


@examples(200)
@given(words)
def test_a_table_cell_holds_any_words(text):
    tokens = MarkdownIt("commonmark").enable("table").parse(f"| h | i |\n|---|---|\n| {escape(text)} | end |\n")
    cells = [token for token in tokens if token.type == "inline"]
    assert len(cells) == 4
    assert read_inline(cells[2].content) == one_line(text)
    assert cells[3].content == "end"


@pytest.mark.parametrize("text", HOSTILE)
def test_no_marker_tag_or_live_address_is_left(text):
    markdown = escape(text)
    assert not any(sign in markdown for sign in ("<", ">", "p://", "s://", "www.", "\u202e", "\u202c"))


def test_plain_speech_is_left_alone():
    for text in ("We paid $50K, R&D agreed (10,000 times).", "Account_023 isn't on CI/CD!", "1.5 hours - or more"):
        assert escape(text) == text


def test_an_entity_or_tag_that_people_wrote_is_read():
    assert read_inline("*so* `slow`<br>&amp; [late](x.md)") == "so slow & late"


def test_what_is_struck_out_or_hidden_behind_an_image_is_not_said():
    assert read_inline("We do <del>not</del> trust <s>it</s> ![never](x.png)this.") == "We do trust this."


HUGE = f"&#{'9' * 5_000};"


def test_an_entity_with_a_number_that_python_refuses_stays_as_it_is():
    assert unescape_html("R&amp;D &lt;all&gt;") == "R&D <all>"
    assert unescape_html(HUGE) == HUGE
    document = f"<blockquote>{HUGE} is late</blockquote>\n"
    assert [line.text for _, _, lines in html_blockquotes(outline(document)) for line in lines] == [f"{HUGE} is late"]
    assert list(find_leaks(HUGE, "a.md", Redaction(names=("Ida Lund",)))) == []


def test_a_cell_that_was_defused_reads_back_as_one_line():
    assert [plain_cell(defuse(cell)) for cell in ("=1+1", "plain", "'=x", "+1 555\u00a00100")] == [
        "=1+1", "plain", "=x", "+1 555 0100",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (r"open C:\*.txt and D:\_old\[1]", r"open C:\*.txt and D:\_old\[1]"),
        (r"\*\*bold\*\*", "**bold**"),
        (r"1\. in 2026\.", "1. in 2026."),
        (r"\[00:55\] a\_b", "[00:55] a_b"),
        (r"on \\server\share, (\\server\_new)", r"on \\server\share, (\\server\_new)"),
        (r"C:\\Users\\\_x and a\\b", r"C:\Users\_x and a\b"),
        (r"it matches \d+\.\d+ and \s\*", r"it matches \d+\.\d+ and \s\*"),
        (r"`C:\*` or `` a\*`b `` but \*x\* and \`y\`", r"`C:\*` or `` a\*`b `` but *x* and `y`"),
        (r"50\%, a\,b, 1\/2, v\.2", r"50\%, a\,b, 1\/2, v\.2"),
        (r"\- no \+ \# \> \~ \| \! \& \<b\>", "- no + # > ~ | ! & <b>"),
        ("a break\\", "a break\\"),
        ("D:\\", "D:\\"),
        ("plain", "plain"),
    ],
)
def test_of_what_people_wrote_only_the_backslashes_of_markdown_go(written, said):
    assert unescape_written(written) == said


@given(words)
def test_no_sign_but_a_backslash_goes_and_none_before_a_letter(text):
    line = one_line(text)
    found = unescape_written(line)
    assert found.replace("\\", "") == line.replace("\\", "")
    assert len(found) <= len(line)
    if not any(sign in line for sign in "\\`"):
        assert unescape_written(escape_line(line)) == unescape_line(escape_line(line)) == line
