from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.hidden import strip_hidden
from evidence.documents.markdown import read_inline
from evidence.documents.structure import read_document
from evidence.documents.to_verify import to_verify
from strategies import examples

WHO = "\u2014 Ida Bo, Halden"


def quoted(text):
    return [quotation.text for quotation in to_verify(read_document(text)).quotations]


@pytest.mark.parametrize(
    "hidden",
    [
        "<span hidden>never</span>",
        '<span hidden="until-found">never</span>',
        '<span style="color:red; Display : None">never</span>',
        "<b style='visibility:hidden'>never</b>",
        "<template>never <b>ever</b></template>",
        "<script>never</script>",
        "<STYLE>never</STYLE>",
        "<title>never</title>",
        "<!-- never -->",
        "<span hidden>never <span>ever</span> at all</span>",
    ],
)
@pytest.mark.parametrize(
    "shape",
    [
        f'> "We copy {{}} the config by hand." {WHO}\n',
        f'"We copy {{}} the config by hand." {WHO}\n',
        f"> We copy {{}} the config by hand.\n>\n> {WHO}\n",
        "<blockquote>We copy {} the config by hand.<footer>Ida Bo, Halden</footer></blockquote>\n",
        f'| Words |\n|---|\n| "We copy {{}} the config by hand." {WHO} |\n',
    ],
)
def test_hidden_words_are_no_words_of_a_quotation(shape, hidden):
    assert quoted(shape.format(hidden)) == ["We copy the config by hand."]


@pytest.mark.parametrize(
    "text",
    [
        f'<span hidden>"We copy the config by hand" {WHO}</span>\n',
        "<blockquote hidden>We copy the config by hand.<footer>Ida Bo, Halden</footer></blockquote>\n",
        '<div style="display:none"><blockquote>We copy it.<footer>Ida Bo, Halden</footer></blockquote></div>\n',
        "<template><blockquote>We copy it.<footer>Ida Bo, Halden</footer></blockquote></template>\n",
        '<script>x = "<blockquote>We copy it.<footer>Ida Bo, Halden</footer></blockquote>"</script>\n',
        f'<div hidden>\n\n> "We copy the config by hand." {WHO}\n\n</div>\n',
        f'<!--\n> "We copy the config by hand." {WHO}\n-->\n',
        "<div hidden>\n\n<blockquote>We copy it.<footer>Ida Bo, Halden</footer></blockquote>\n\n</div>\n",
    ],
)
def test_a_hidden_quotation_is_none(text):
    seen = f'\n> "It takes two people every night." {WHO}\n'
    assert quoted(text + seen) == ["It takes two people every night."]


def test_what_is_never_closed_hides_no_quotation_below_it():
    assert quoted(f'<div hidden>\n\n> "We copy the config by hand." {WHO}\n') == ["We copy the config by hand."]
    assert quoted(f'<div hidden>\n\n<p hidden>\n\n> "We copy it by hand." {WHO}\n') == ["We copy it by hand."]


def test_visible_html_reads_as_its_text_and_marks_of_footnotes_are_no_words():
    text = (
        "We <em>copy</em> <b class='hidden'>the</b> config<sup>1</sup> by<br>hand<sup>[2]</sup>, 10<sup>6</sup> times"
    )
    assert read_inline(text) == "We copy the config by hand, 10^6 times"
    assert quoted(f'> "{text}" {WHO}\n') == ["We copy the config by hand, 10^6 times"]
    block = f"<blockquote>{text}.<footer>Ida Bo, Halden</footer></blockquote>\n"
    assert quoted(block) == ["We copy the config by hand, 10^6 times."]
    assert read_inline("40 m<sup>2</sup> in the 1<sup>st</sup> hall") == "40 m^2 in the 1st hall"


@pytest.mark.parametrize(
    "note", ["(emphasis added)", "[emphasis mine]", "[^1]", "[2]", "<sup>1</sup>", " (Emphasis ours)."]
)
def test_a_note_behind_the_marks_is_no_attribution(note):
    for shape in (f'> "We copy the config by hand"{note} {WHO}\n', f'"We copy the config by hand"{note} {WHO}\n'):
        document = read_document(shape)
        (quotation,) = document.quotations
        assert quotation.text.lstrip('"').startswith("We copy the config by hand")
        assert (quotation.attribution.person, quotation.attribution.account) == ("Ida Bo", "Halden")


def test_line_numbers_stay_where_html_is_hidden():
    text = f'<div hidden>\nx\n</div>\n\n> "We copy <span\n> hidden>never</span> the config." {WHO}\n'
    (quotation,) = read_document(text).quotations
    assert (quotation.line, quotation.text) == (5, "We copy the config.")


class Shown(HTMLParser):
    """The text that is seen, by the library's parser: the slow, obvious way for elements that are closed in order."""

    def __init__(self):
        super().__init__()
        self.stack, self.text = [], ""

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        hides = tag in {"script", "style", "template", "title"} or "hidden" in names
        self.stack.append(hides or "display:none" in (names.get("style") or ""))

    def handle_endtag(self, tag):  # noqa: ARG002  the parser's
        self.stack.pop()

    def handle_data(self, data):
        self.text += "" if any(self.stack) else data


OPENERS = [
    "b",
    "b hidden",
    "i style='display:none'",
    "i title='hidden'",
    "template",
    "title",
    "style",
    "p class=hidden",
]
trees = st.recursive(
    st.sampled_from(["we ", "never ", "copy ", "it. ", "<!-- not -->"]),
    lambda inner: st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts) if tag not in {'title', 'style'} else 'x'}</{tag.split()[0]}>",
        st.sampled_from(OPENERS),
        st.lists(inner, max_size=3),
    ),
    max_leaves=8,
)


@given(st.lists(trees, max_size=4).map("".join))
@examples(300)
def test_what_is_shown_is_what_a_parser_of_html_shows(html):
    parser = Shown()
    parser.feed(html)
    parser.close()
    left = Shown()
    left.feed(strip_hidden(html))
    left.close()
    assert left.text == parser.text


@given(st.text(alphabet="<>/!-b hidenscrpt='\"\n", max_size=60))
@examples(300)
def test_any_text_keeps_its_lines(text):
    assert strip_hidden(text).count("\n") == text.count("\n")
    read_document(text)
