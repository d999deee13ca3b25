"""Moved words get their new address, and nothing else changes."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.addresses import readdress
from evidence.documents.markers import END_MARKER, begin_marker, find_blocks
from evidence.documents.structure import read_document
from evidence.model import Citation
from strategies import examples

QUOTE = '> "We deploy by hand."\n>\n> — Engineer at Account_7, [2026-01-12](../calls/bakery-7.md#u17)\n'
NEW = Citation("bakery-7", 21, time_ms=61_000)


def move(text, new=NEW):
    quotations = read_document(text).quotations
    return readdress(text, [(quotation, new) for quotation in quotations])


def test_a_link_is_rewritten():
    assert move(QUOTE) == (QUOTE.replace("#u17", "#u21"), ())


def test_another_call_is_named_in_the_link():
    assert move(QUOTE, Citation("bakery-9", 2))[0] == QUOTE.replace("bakery-7.md#u17", "bakery-9.md#u2")


def test_a_printed_citation_is_rewritten_with_its_time():
    text = 'She said "we deploy by hand" (bakery-7#u17 @ 00:12:34), twice.\r\n'
    assert move(text)[0] == 'She said "we deploy by hand" (bakery-7#u21 @ 00:01:01), twice.\r\n'


def test_a_derived_time_is_rewritten_with_its_mark_and_a_new_one_gets_it():
    text = 'She said "we deploy by hand" (bakery-7#u17 @ ~00:12:34), twice.\n'
    assert move(text)[0] == 'She said "we deploy by hand" (bakery-7#u21 @ 00:01:01), twice.\n'
    linked = QUOTE.replace("[2026-01-12]", "[2026-01-12, ~00:12:34]")
    derived = replace(NEW, time_source="derived")
    assert move(linked, derived)[0] == linked.replace("~00:12:34", "~00:01:01").replace("#u17", "#u21")


def test_an_address_in_a_code_fence_or_elsewhere_stays():
    fence = "```\n" + QUOTE + "```\n\nSee [there](../calls/bakery-7.md#u17).\n\n"
    assert move(fence + QUOTE)[0] == fence + QUOTE.replace("#u17", "#u21")


def test_of_two_alike_on_a_line_only_the_one_behind_the_words_is_rewritten():
    text = '"We deploy by hand" (bakery-7#u17) and "it takes all night" (bakery-7#u17).\n'
    first, second = read_document(text).quotations
    assert readdress(text, [(first, NEW)]) == (text, (first,))
    assert readdress(text, [(second, NEW)]) == (text.replace("u17).", "u21 @ 00:01:01)."), ())


def test_the_address_of_the_quotation_before_stays():
    text = '"We deploy by hand" ([a](bakery-7.md#u17)) and "it takes\nall night" ([b](bakery-7.md#u17)).\n'
    assert readdress(text, [(read_document(text).quotations[1], NEW)])[0] == text.replace(
        "[b](bakery-7.md#u17)", "[b](bakery-7.md#u21)"
    )
    text = '"It is slow" ([a](my-bakery-7.md#u17)), "all night"\n([b](bakery-7.md#u17)).\n'
    assert readdress(text, [(read_document(text).quotations[1], NEW)])[0] == text.replace(
        "[b](bakery-7.md#u17)", "[b](bakery-7.md#u21)"
    )


def test_a_block_that_nobody_edited_stays_clean():
    body = f"\n{QUOTE}\n"
    text = f"# Page\n\n{begin_marker('bakers', body)}\n{body}{END_MARKER}\n"
    after, left = move(text)
    assert left == ()
    assert [block.state for block in find_blocks(after)] == ["clean"]
    edited = text.replace("We deploy by", "We always deploy by")
    assert [block.state for block in find_blocks(move(edited)[0])] == ["edited"]


@examples(25)
@given(
    st.text(st.characters(codec="utf-8", exclude_characters="\r\n`~<>"), max_size=40), st.sampled_from(("\n", "\r\n"))
)
def test_every_other_byte_stays(noise, newline):
    text = f"{noise}\n\n{QUOTE}\n{noise}".replace("\n", newline)
    after, left = move(text)
    assert after in {text.replace("#u17)", "#u21)"), text}
    assert (after == text) == bool(left) or "#u17" not in text


def test_the_printed_time_and_date_move_with_the_address():
    text = QUOTE.replace("[2026-01-12]", "[2026-01-12, 00:12:34]")
    (quotation,) = read_document(text).quotations
    assert readdress(text, [(quotation, NEW)])[0] == text.replace("#u17", "#u21").replace("00:12:34", "00:01:01")
    other = Citation("bakery-9", 2, time_ms=5_000)
    moved = readdress(text, [(quotation, other)], {"bakery-9": "2026-02-01"})[0]
    assert "[2026-02-01, 00:00:05](../calls/bakery-9.md#u2)" in moved
    beside = QUOTE.replace("[2026-01-12](../calls/bakery-7.md#u17)", "00:12:34 ([listen](bakery-7.md#u17))")
    (quotation,) = read_document(beside).quotations
    assert "00:12:34 ([listen](bakery-7.md#u21))" in readdress(beside, [(quotation, NEW)])[0]


CITE = "bakery-7#u17:120-137:c9616cb5"


def test_a_cite_is_an_address_and_gets_the_new_place_of_its_words():
    new = Citation("bakery-7", 21, 4, 21, 61_000)
    text = f'She said "we deploy by hand" ({CITE}), twice. See bakery-7#u17.\n'
    (quotation,) = read_document(text).quotations
    assert quotation.attribution.citation == Citation("bakery-7", 17, 120, 137)
    assert move(text, new)[0] == text.replace(CITE, "bakery-7#u21:4-21:c9616cb5")
    over = text.replace(CITE, "bakery-7#u17:120-u18:40:c9616cb5")
    assert read_document(over).quotations[0].attribution.citation == Citation("bakery-7", 17, 120, 40, last=18)


def test_the_title_of_a_link_states_the_words_and_moves_with_it():
    titled = QUOTE.replace("#u17)", f'#u17 "{CITE}")')
    (quotation,) = read_document(titled).quotations
    assert (quotation.attribution.citation.start, quotation.attribution.citation.words_hash) == (120, "c9616cb5")
    moved = move(titled, Citation("bakery-7", 21, 4, 21, 61_000))[0]
    assert moved == QUOTE.replace("#u17)", '#u21 "bakery-7#u21:4-21:c9616cb5")')
    stale = QUOTE.replace("#u17)", '#u17 "bakery-7#u9:1-2:c9616cb5")')
    assert read_document(stale).quotations[0].attribution.citation == Citation("bakery-7", 17)
