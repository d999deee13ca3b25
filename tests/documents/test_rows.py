"""What tables say of a segment, in rows and in columns."""

from __future__ import annotations

from evidence.documents.rows import cells_about
from evidence.documents.structure import read_document

ROWS = "| # | Persona | Role | Pain |\n|--|--|--|--|\n| 1 | **Ida** | [pilot](p.md) | fog |\n| 2 | Bob | TBD | dust |\n"
COLUMNS = "| | Ida | Bob |\n|--|--|--|\n| Role | pilot | baker |\n| | x | y |\n"


def said(text: str, name: str) -> list[tuple[int, str, str]]:
    return [(cell.line, cell.label, cell.text) for cell in cells_about(read_document(text), name)]


def test_a_row_is_said_with_its_columns():
    assert said(ROWS, "Ida") == [(3, "Role", "pilot"), (3, "Pain", "fog")]
    assert [(cell.kind, cell.linked) for cell in cells_about(read_document(ROWS), "Ida")] == [
        ("Persona", True),
        ("Persona", False),
    ]


def test_what_waits_to_be_written_is_left_out():
    assert said(ROWS, "Bob") == [(4, "Pain", "dust")]


def test_a_column_is_said_with_its_rows():
    assert said(COLUMNS, "Bob") == [(3, "Role", "baker")]
    assert said(COLUMNS, "Cy") == []


def test_tables_in_html_are_read_alike():
    html = "<table>\n<tr><th>User</th><th>Role</th></tr>\n<tr><td>Ida</td><td>pilot</td></tr>\n</table>\n"
    assert said(html, "Ida") == [(3, "Role", "pilot")]
