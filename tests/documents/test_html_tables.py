"""Tables in HTML give the cells that a table in Markdown gives."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.html_tables import html_cells
from evidence.documents.markdown import first_of
from evidence.documents.structure import read_document


def test_cells_know_their_line_their_row_and_their_column():
    block = "<table>\n<tr><th>Who</th><th>Pain</th></tr>\n<tr><td>Ida</td>\n"
    block += "<td><ul><li>slow</li>\n<li>dear &amp; late</li></ul></td></tr>\n"
    found = [(c.number, c.text, c.kind, c.column, c.cell) for c in html_cells([(3, 7, block)])]
    assert found == [
        (4, "Who", "th", 0, ("", "Who")),
        (4, "Pain", "th", 1, ("", "Pain")),
        (5, "Ida", "td", 0, ("Ida", "Who")),
        (6, "slow", "td", 1, ("Ida", "Pain")),
        (7, "dear & late", "td", 1, ("Ida", "Pain")),
    ]


def test_a_blank_line_parts_blocks_and_not_the_table():
    blocks = [
        (1, 2, "<table>\n<tr><th>A</th><th>B</th></tr>\n"),
        (4, 4, "<tr><th>x</th><td>y<br>z</td></tr></table>\n"),
    ]
    assert [(c.number, c.text, c.cell) for c in html_cells(blocks)][2:] == [
        (4, "x", ("x", "A")),
        (4, "y", ("x", "B")),
        (4, "z", ("x", "B")),
    ]


def test_what_is_no_table_gives_no_cell():
    assert html_cells([(1, 1, "<p>Pain</p>"), (2, 2, "<td>loose</td>"), (3, 3, "<!-- <table><td>x</td> -->")]) == ()


CELLS = st.sampled_from(("Ida", "slow", "12", "Pain", "x & y"))
TABLES = st.integers(2, 4).flatmap(
    lambda width: st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=2, max_size=5)
)


@given(TABLES)
def test_any_table_reads_alike_in_markdown_and_html(rows):
    lines = [f"| {' | '.join(row)} |\n" for row in rows]
    markdown = "".join((lines[0], "|--" * len(rows[0]) + "|\n", *lines[1:]))
    tags = ["th", *["td"] * (len(rows) - 1)]
    html = "".join(
        f"<tr>{''.join(f'<{tag}>{cell}</{tag}>' for cell in row).replace('&', '&amp;')}</tr>\n"
        for tag, row in zip(tags, rows, strict=True)
    )
    one = [(c.text, c.kind, c.column, c.cell) for c in read_document(markdown).prose]
    other = [(c.text, c.kind, c.column, c.cell) for c in read_document(f"<table>\n{html}</table>\n").cells]
    assert one == other


def test_the_number_of_a_row_is_not_its_first_cell():
    assert [
        first_of(row) for row in (["1", "Ida", "slow"], ["1", "2", "3"], ["", "Ida", "slow"], ["1", "Ida"], ["Ida"])
    ] == [
        "Ida",
        "1",
        "",
        "1",
        "Ida",
    ]
