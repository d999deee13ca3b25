"""Attributed words are quotes; slogans in quotation marks are not."""

from __future__ import annotations

import pytest

from evidence.documents.quotations import parse_attribution, strip_quotes
from evidence.documents.structure import read_document
from evidence.model import Citation


def quotations(text: str) -> list[tuple[str, int, int, str]]:
    return [(q.text, q.line, q.end, q.attribution.text) for q in read_document(text).quotations]


READ = {
    "a dash in the blockquote": (
        '> "Ovens are slow."\n>\n> — Ida Lund, Harbour\n',
        [("Ovens are slow.", 1, 3, "Ida Lund, Harbour")],
    ),
    "a dash in emphasis, same paragraph": (
        "> Ovens are *slow*.\n> _— Head Baker at Harbour_\n",
        [("Ovens are slow.", 1, 2, "Head Baker at Harbour")],
    ),
    "a list item": (
        "> Ovens are slow.\n> - Ida Lund, Head Baker, Harbour\n",
        [("Ovens are slow.", 1, 2, "Ida Lund, Head Baker, Harbour")],
    ),
    "two hyphens": ("> Slow.\n>\n> -- Ida Lund\n", [("Slow.", 1, 3, "Ida Lund")]),
    "a dash below the blockquote": (
        "> Slow.\n\n— Ida Lund, Harbour\n\nMore.\n",
        [("Slow.", 1, 3, "Ida Lund, Harbour")],
    ),
    "several lines and marks": (
        "> “Ovens\n> are **so** slow.”\n>\n> Really.\n>\n> – Ida\n",
        [("“Ovens are so slow.” Really.", 1, 6, "Ida")],
    ),
    "an attribution over two lines": (
        "> Slow.\n>\n> — Baker at Harbour (Food,\n> 350 employees)\n",
        [("Slow.", 1, 4, "Baker at Harbour (Food, 350 employees)")],
    ),
    "two in one blockquote": (
        "> One.\n>\n> — Ida\n>\n> Two.\n>\n> — Ole\n",
        [("One.", 1, 3, "Ida"), ("Two.", 5, 7, "Ole")],
    ),
    "a dash behind the quotation marks": (
        '> "Ovens are slow - *really*." _— Ida Lund, Harbour_\n',
        [("Ovens are slow - really.", 1, 1, "Ida Lund, Harbour")],
    ),
    "a hyphen behind the quotation marks": (
        '> "Ovens\n> are slow." - Ida Lund, Head Baker, Harbour\n',
        [("Ovens are slow.", 1, 2, "Ida Lund, Head Baker, Harbour")],
    ),
    "a callout": ("> [!QUOTE]\n> Slow.\n>\n> — Ida\n", [("Slow.", 2, 4, "Ida")]),
    "inside a list": ("- item\n\n  > Slow.\n  >\n  > — Ida\n", [("Slow.", 3, 5, "Ida")]),
    "a printed citation": (
        'She said "too slow" (harbour-1#u17 @ 00:12:34).\n',
        [("too slow", 1, 1, "harbour-1#u17 @ 00:12:34")],
    ),
    "a link": ("She said “too slow” ([there](../n/harbour-1.md#u17)), “hm”.\n", [("too slow", 1, 1, "there")]),
    "a quotation as the text of a link": ('- ["too slow"](harbour-1.md#u17)\n', [("too slow", 1, 1, "")]),
    "words and citation over a line end": (
        'It was "too slow"\n(harbour-1#u17).\n',
        [("too slow", 1, 1, "harbour-1#u17")],
    ),
    "words over a line end": ('It was "far too\nslow" (harbour-1#u17).\n', [("far too slow", 1, 2, "harbour-1#u17")]),
    "a citation in a blockquote": (
        '> She said "too slow" (harbour-1#u17).\n>\n> More.\n',
        [("too slow", 1, 1, "harbour-1#u17")],
    ),
    "guillemets": ("Elle dit « trop lent » (harbour-1#u17).\n", [("trop lent", 1, 1, "harbour-1#u17")]),
}
NOT_READ = {
    "a slogan": '**"Build while you sleep."** and "No-Ops" - really\n',
    "a blockquote without attribution": "> A thought.\n>\n> - with a point\n",
    "two voices on one line": '> "Slow." - "Why?"\n',
    "a dash without words": "> — Ida\n",
    "in code": '```\n> Slow.\n> — Ida\n"x" (harbour-1#u17)\n```\n',
    "in a comment": "<!--\n> Slow.\n> — Ida\n-->\n",
    "a link that is no citation": '"slow" ([source](https://a.example/b.md#intro))\n',
    "a citation before the words": 'harbour-1#u17 says "slow"\n',
}


@pytest.mark.parametrize("name", READ)
def test_a_quote_is_read_with(name):
    text, expected = READ[name]
    assert quotations(text) == expected
    assert quotations(text.replace("\n", "\r\n")) == expected


@pytest.mark.parametrize("name", NOT_READ)
def test_no_quote_is(name):
    assert quotations(NOT_READ[name]) == []


CREDITS = {
    "— Head Baker at Harbour (Food, 1,200 employees, $50K ARR, won), 2026-01-12, 00:12:34": (
        None,
        "Head Baker",
        "Harbour",
        ("Food", "1,200 employees", "$50K ARR", "won"),
        "2026-01-12",
        "00:12:34",
    ),
    "Ida Lund, Head Baker at Harbour": ("Ida Lund", "Head Baker", "Harbour", (), None, None),
    "Ida Lund, VP, Ovens, Harbour": ("Ida Lund", "VP, Ovens", "Harbour", (), None, None),
    "Ida Lund, Harbour": ("Ida Lund", None, "Harbour", (), None, None),
    "Ida Lund": ("Ida Lund", None, None, (), None, None),
    "Our team on a call with Oven & Sons (lost), 2026-02-03 (question, unreviewed)": (
        None,
        "Our team",
        "Oven & Sons",
        ("lost",),
        "2026-02-03",
        None,
    ),
    "Baker at Harbour, 100:00:01 (older than 90 days)": (None, "Baker", "Harbour", (), None, "100:00:01"),
    "": (None, None, None, (), None, None),
}


@pytest.mark.parametrize("text", CREDITS)
def test_an_attribution_says(text):
    credit = parse_attribution(text)
    said = (credit.person, credit.title, credit.account, credit.facts, credit.date, credit.time)
    assert said == CREDITS[text]


def test_a_citation_is_read_from_the_address_or_the_text():
    (linked,) = read_document("> Slow.\n>\n> — Ida, Harbour ([listen](../a/harbour-1.md#u17))\n").quotations
    assert (linked.attribution.citation, linked.attribution.href) == (
        Citation("harbour-1", 17),
        "../a/harbour-1.md#u17",
    )
    assert linked.attribution.account == "Harbour"
    (printed,) = read_document("> Slow.\n>\n> — Ida, Harbour, harbour-1#u17-u18 @ 00:12:34\n").quotations
    assert printed.attribution.citation == Citation("harbour-1", 17, time_ms=754_000, last=18)
    assert (printed.attribution.person, printed.attribution.account, printed.attribution.href) == (
        "Ida",
        "Harbour",
        None,
    )


@pytest.mark.parametrize(
    "credit",
    [
        "— Baker at Account_7, 2026-01-12, ~00:12:34",
        "— Baker at Account_7 (Food, ~350 employees), [2026-01-12, ~00:12:34](../a/harbour-1.md#u17) _(unreviewed)_",
        "— Baker at Account_7, harbour-1#u17 @ ~00:12:34",
        "~ Baker at Account_7, [2026-01-12, ~00:12:34](../a/harbour-1.md#u17)",
    ],
)
def test_a_derived_time_is_read_with_its_mark(credit):
    (quotation,) = read_document(f"> It takes all night.\n>\n> {credit}\n").quotations
    said = quotation.attribution
    assert (said.title, said.account) == ("Baker", "Account_7")
    assert (said.time or said.citation.time) == "~00:12:34"


def test_a_derived_time_behind_words_in_running_text():
    text = (
        'He said "it takes all night" (bakery-1#u17 @ ~00:12:34), then "we deploy by hand" (bakery-1#u18 @ ~00:13:01).'
    )
    times = [quotation.attribution.citation.time for quotation in read_document(text).quotations]
    assert times == ["~00:12:34", "~00:13:01"]


def test_one_pair_of_quotation_marks_is_taken_off():
    assert strip_quotes('"a "b" c"') == 'a "b" c'
    assert strip_quotes("„a“") == strip_quotes("«\u00a0a »") == strip_quotes("a") == "a"
    assert strip_quotes('"') == '"'
    assert strip_quotes("'a\"") == "'a\""


def test_a_date_and_a_time_are_read_from_the_end_of_a_line_of_any_length():
    for filling in (",", ", ", " ", "1", ")", "--"):
        credit = parse_attribution(f"Ida{filling * 4_000}x")
        assert (credit.date, credit.time) == (None, None)
    said = parse_attribution(f"Ida Lund, Harbour{', ' * 4_000}2026-01-12,, 00:12:34 ).")
    assert (said.person, said.account, said.date, said.time) == ("Ida Lund", "Harbour", "2026-01-12", "00:12:34")


def test_a_paragraph_that_only_links_to_a_call_quotes_nobody():
    assert quotations("See [the call](bakery-7.md#u17).\n") == []


WORDS = "Every oven is a gamble for us."
STYLES = {
    "a dash in a paragraph": f'"{WORDS}" — Ida Lund, Head Baker, Harbour\n',
    "a dash in a list item": f'- "{WORDS}" — Ida Lund, Head Baker, Harbour\n',
    "a dash in a table": f'| a | b |\n| --- | --- |\n| x | "{WORDS}" — Ida Lund, Harbour |\n',
    "a column of names": f'| Quote | Who |\n| --- | --- |\n| "{WORDS}" | Ida Lund, Harbour |\n',
    "a tilde in a paragraph": f'"{WORDS}" ~ Ida Lund\n',
    "a dash on the next line": f'"{WORDS}"\n— Ida Lund\n',
    "a hyphen and a company": f'"{WORDS}" - Ida Lund, Harbour\n',
    "a sentence behind": f'"{WORDS}" — Ida Lund, Harbour. We wrote it down.\n',
    "parentheses in a paragraph": f'She put it well: "{WORDS}" (Ida Lund, Harbour).\n',
    "a name in bold": f"> {WORDS}\n>\n> **Ida Lund**, Harbour\n",
    "a name in bold alone": f'> "{WORDS}"\n> **Ida Lund**\n',
    "a date at the end": f"> {WORDS}\n>\n> Ida Lund, Harbour, 2026-01-12\n",
    "names behind closing marks": f'> "{WORDS}"\n> Ida Lund, Harbour\n',
    "a tilde": f"> {WORDS}\n> ~ Ida Lund\n",
    "parentheses": f'> "{WORDS}"\n> (Ida Lund, Harbour)\n',
    "parentheses on the line": f'> "{WORDS}" (Ida Lund, Harbour)\n',
    "a line below": f'> "{WORDS}"\n\nIda Lund, Harbour\n\nMore.\n',
    "bold right below": f'> "{WORDS}"\n**Ida Lund**, Harbour\n',
    "emphasis below": f"> {WORDS}\n\n_— Ida Lund, Harbour_\n",
    "a footer": f"<blockquote>\n  <p>{WORDS}</p>\n  <footer>— Ida Lund, <cite>Harbour</cite></footer>\n</blockquote>\n",
    "a dash in HTML": f"<blockquote>{WORDS}<br>— Ida Lund, <cite>Harbour</cite></blockquote>\n",
    "marks in HTML": f'<blockquote>"{WORDS}" — Ida Lund, Harbour</blockquote>\n',
    "Markdown in HTML": f"<blockquote>\n\n{WORDS}\n\n— Ida Lund, Harbour\n\n</blockquote>\n",
    "a caption": f"<figure><blockquote>{WORDS}</blockquote>\n<figcaption>Ida Lund</figcaption></figure>\n",
    "below HTML": f"<blockquote>{WORDS}</blockquote>\n\n— Ida Lund, Harbour\n",
}


@pytest.mark.parametrize("style", STYLES)
def test_every_usual_style_of_attribution_is_read(style):
    (quotation,) = read_document(STYLES[style]).quotations
    assert (quotation.text, quotation.attribution.person) == (WORDS, "Ida Lund")
    assert quotation.attribution.account in {"Harbour", None}


SLOGANS = (
    '**"The Tired Baker"** — Highest Volume & Warmest Ovens\n',
    '"We will build it all" — which is never true, and so on.\n',
    '"We will build it all" — Bakers, mostly senior, hate it\n',
    '- "We will build it ourselves" → count the hours\n- **"Days, not months"** - the first loaf\n',
    f'# "{WORDS}" — Ida Lund\n',
    '> A note about "ovens".\n>\n> Oslo, Bergen, Odense\n',
    '*   **"Ovens are for bread. Flour is for life."** (Direct attack on cakes).\n',
    "<!-- <blockquote>Slow. <footer>Ida</footer></blockquote> -->\n",
)


@pytest.mark.parametrize("text", SLOGANS)
def test_a_slogan_with_a_dash_is_no_quote(text):
    assert quotations(text) == []


def test_date_and_time_are_those_of_the_link():
    for text in (
        f'"{WORDS}" — Ida Lund, Harbour, [2026-01-12, 00:12:34](harbour-1.md#u17) in spring\n',
        f'"{WORDS}" ([2026-01-12, 00:12:34](harbour-1.md#u17))\n',
        f"> {WORDS}\n>\n> — Ida Lund, Harbour, [2026-01-12, 00:12:34](harbour-1.md#u17), since lost\n",
    ):
        (quotation,) = read_document(text).quotations
        assert (quotation.attribution.date, quotation.attribution.time) == ("2026-01-12", "00:12:34")
        assert quotation.attribution.citation == Citation("harbour-1", 17)


def test_the_citation_of_a_row_stands_in_any_cell():
    row = f'| [2026-01-12](a/harbour-1.md#u17) | x | "{WORDS}" |\n'
    (quotation,) = read_document(f"| When | a | b |\n| --- | --- | --- |\n{row}").quotations
    assert (quotation.text, quotation.line, quotation.attribution.date) == (WORDS, 3, "2026-01-12")
    assert quotation.attribution.citation == Citation("harbour-1", 17)
    assert quotations(f'| Say | Where |\n| --- | --- |\n| "{WORDS}" | Oslo, Bergen |\n') == []


def test_html_of_any_length_is_read_at_once():
    for piece in ("<blockquote", "<blockquote>", "<footer>", "<cite>— ", "</blockquote><figcaption>", "<a href='x"):
        assert isinstance(quotations("<blockquote>\n" + piece * 4_000), list)
