"""Tables are set as prettier and mdformat set them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from evidence.documents.markdown import markdown_parser
from evidence.documents.tables import render_table
from evidence.escape import escape
from evidence.terminal import cells
from strategies import examples


def test_a_column_is_as_wide_as_its_widest_cell_in_columns_of_a_terminal():
    assert render_table([("名", "n"), ("Rye \\| Co", "1,000"), ("日本", "")]).splitlines() == [
        "| 名        | n     |",
        "| --------- | ----- |",
        "| Rye \\| Co | 1,000 |",
        "| 日本      |       |",
    ]


@examples(60)
@given(st.lists(st.lists(st.text(max_size=12), min_size=3, max_size=3), min_size=1, max_size=5))
def test_every_line_is_as_wide_and_every_cell_is_read_back(rows):
    written = [[escape(cell) for cell in row] for row in rows]
    table = render_table(written)
    assert len({cells(line) for line in table.split("\n")}) == 1
    read = [token.content for token in markdown_parser().parse(table) if token.type == "inline"]
    assert read == [cell.replace("\\|", "|") for row in written for cell in row]
