"""One reader of the tables that people keep: each input once read in several ways is read in one."""

import pytest

from evidence.accounts.columns import columns_of
from evidence.accounts.matching import read_names
from evidence.additions import StandingTable
from evidence.calls.forgotten import append_forgotten, digest, parse_forgotten
from evidence.calls.people import PEOPLE, Correction, parse_people_csv
from evidence.documents.pseudonyms import append_lines, parse_pseudonyms
from evidence.errors import TableError
from evidence.sheets import ColumnNames, parse_sheet

KEY = digest("Ole")
COLUMNS = ColumnNames.of("first", "second", needed=("first",))


def people(data):
    return parse_people_csv(data, "people.csv")


def forgotten(data):
    return parse_forgotten(data, "forgotten.csv")


def shown_as(data):
    return parse_pseudonyms(data, "pseudonyms.csv")


def mapped(data):
    return list(parse_sheet(data, columns_of("mappings"), "m.csv").cells())


def test_rows_come_with_their_line_and_their_cells_by_field():
    sheet = parse_sheet('Second,First\n"x\ny",\'=1\n\n,b\n', COLUMNS, "t.csv")
    assert list(sheet.cells()) == [(2, {"first": "=1", "second": "x y"}), (5, {"first": "b", "second": ""})]


def test_a_missing_column_is_told_with_the_nearest_right_one():
    with pytest.raises(TableError) as error:
        parse_sheet("frist;second\na;b\n", COLUMNS, "t.csv")
    what = "the column `first` is missing (columns found: frist, second). Did you mean 'frist'? Rename it to first."
    assert str(error.value) == f"t.csv:1: {what}"


# -- what the readers before disagreed about ---------------------------------------------------------


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_table_is_read_in_every_dialect_and_keeps_it(separator, encoding):
    def made(*rows):
        return "".join(f"{separator.join(row)}\r\n" for row in rows).encode(encoding)

    assert people(made(("label", "side"), ("Zoë", "customer"))) == ((Correction("Zoë", side="customer"),), ())
    listed = made(("call_id", "label_sha256"), ("a-1", ""), ("", KEY))
    assert forgotten(listed).labels == {("", KEY)}
    assert forgotten(listed).calls == {"a-1"}
    assert append_forgotten(listed, [("a-1", "")], "f.csv") == listed
    table = made(("account_id", "pseudonym"), ("A-7", "Größe"))
    assert shown_as(table) == ({"A-7": "Größe"}, ())
    added = append_lines(table, {"B": "Account_001"}, "p.csv")
    assert added.decode(encoding).endswith(f"{separator.join(('B', 'Account_001'))}\r\n")
    assert shown_as(added)[0] == {"A-7": "Größe", "B": "Account_001"}
    assert mapped(made(("transcript_id", "account_id"), ("c-1", "Ä1")))[0][1]["account_id"] == "Ä1"
    assert read_names(made(("id", "name"), ("1", "Lärche")), "n.csv") == ["Lärche"]


def test_capitals_blanks_and_order_of_headers_do_not_count():
    assert people("Side,Call ID,Label\ncustomer,a-1,Ole\n")[0] == (Correction("Ole", "a-1", side="customer"),)
    assert forgotten(f"Label SHA256,Call_ID,why\n{KEY},a-1,asked\n").labels == {("a-1", KEY)}
    assert shown_as("Pseudonym,note,Account ID\nBlue,,A-7\n") == ({"A-7": "Blue"}, ())


def test_blank_lines_and_titles_above_the_header_are_passed():
    assert [c.line for c in people("\n\nlabel,side\n\nOle,customer\n")[0]] == [5]
    assert forgotten("sep=;\ncall_id;label_sha256\n\n;;\na-1;\n").calls == {"a-1"}
    assert shown_as("Who is who\n\naccount_id,pseudonym\nA-7,Blue\n") == ({"A-7": "Blue"}, ())


def test_cells_left_out_at_the_end_are_empty_and_an_open_quotation_is_told():
    assert people("label,side,role\nOle,customer\n") == ((Correction("Ole", side="customer"),), ())
    assert forgotten("call_id,label_sha256\na-1\n").calls == {"a-1"}
    problems = parse_sheet('transcript_id,account_id\n"c-1,A1\nc-2,A2\n', columns_of("mappings"), "m.csv").problems
    assert [problem.line for problem in problems] == [2]
    assert "Is a closing quotation mark missing" in problems[0].hint


def test_a_line_with_too_many_cells_is_told_and_left_out():
    assert [str(p) for p in people("label,side\nLund, Ida,customer\n")[1]] == [
        (
            "people.csv:2: has 3 cells but the header has 2; the row was skipped. "
            "Put '\"' around texts that contain the separator."
        )
    ]
    with pytest.raises(TableError, match=r"^forgotten\.csv:2: has 3 cells"):
        forgotten(f"call_id,label_sha256\na-1,{KEY},x\n")


def test_a_column_given_twice_is_told_and_the_first_is_read():
    corrections, (problem,) = people("label,side,side\nOle,customer,internal\n")
    assert corrections == (Correction("Ole", side="customer"),)
    assert str(problem) == "people.csv:1: column 'side' appears twice; the first was used. Delete the wrong column."


@pytest.mark.parametrize("empty", [b"", b"\n\n", b"\xef\xbb\xbf"])
def test_an_empty_table_of_people_holds_nothing(empty):
    assert people(empty) == ((), ())
    assert forgotten(empty) == forgotten("call_id,label_sha256\n")
    assert shown_as(empty) == ({}, ())
    assert mapped(empty) == []
    with pytest.raises(TableError, match="is empty"):
        parse_sheet(empty, columns_of("accounts"), "a.csv")


def test_a_cell_too_long_for_csv_is_told_with_its_line_and_what_stands_above_is_read():
    text = f"label,side\nOle,customer\n{'x' * 140_000},customer\n"
    corrections, (problem,) = people(text)
    assert (corrections, problem.line) == ((Correction("Ole", side="customer"),), 3)
    with pytest.raises(TableError, match=r"^forgotten\.csv:2: cannot be read from here on"):
        forgotten(f"call_id,label_sha256\n{'x' * 140_000},\n")


def test_a_binary_file_is_told_and_not_raised():
    assert [str(p) for p in people(b"PK\x03\x04\0\0")[1]] == [
        "people.csv: is not text. Export it as CSV (UTF-8), or as .parquet."
    ]
    assert shown_as(b"PK\x03\x04\0\0")[1][0].what == "is not text"


def test_no_sign_begins_a_comment():
    assert [c.label for c in people("label,side\n#1 desk,customer\n")[0]] == ["#1 desk"]
    assert read_names(b"name\n#1 Plumbing\n", "n.csv") == ["#1 Plumbing"]


def test_in_a_list_of_names_alone_a_comma_is_part_of_the_name():
    assert read_names(b'name\nLarch, Inc.\n"Alder, Ltd"\n', "n.csv") == ["Larch, Inc.", "Alder, Ltd"]


def test_a_formula_is_written_so_that_no_spreadsheet_runs_it_and_read_as_it_was():
    data = append_lines(b"", {"=A1": "@Blue"}, "p.csv")
    assert data == b"account_id,pseudonym\n'=A1,'@Blue\n"
    assert shown_as(data) == ({"=A1": "@Blue"}, ())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_a_cell_that_holds_any_separator_is_quoted_in_a_new_line_and_other_lines_stay(separator):
    old = (
        separator.join(("account_id", "pseudonym"))
        + "\n"
        + separator.join(("A;1" if separator == "," else "A-1", "Blue"))
        + "\n"
    )
    named = {"B;=1+1": 'x|y, "z"', "C": "a;-b"}
    data = append_lines(old.encode(), named, "p.csv").decode()
    assert data.startswith(old)
    assert data.removeprefix(old).splitlines() == [
        f'"B;\'=1+1"{separator}"x|y, ""z"""', f'C{separator}"a;\'-b"',
    ]  # fmt: skip
    assert shown_as(data)[0].items() >= named.items()


# -- writing -----------------------------------------------------------------------------------------


def test_rows_of_several_lines_are_replaced_and_taken_out_whole():
    data = b'label,name,side\r\n"Ida\r\nLund",,customer\r\n\r\nOle,,customer\r\n'
    table = StandingTable(data, PEOPLE, "people.csv")
    assert table.without([2]) == b"label,name,side\r\n\r\nOle,,customer\r\n"
    assert table.replaced(2, {"side": "internal"}) == (
        b'label,name,side\r\n"Ida\r\nLund",,internal\r\n\r\nOle,,customer\r\n'
    )
    assert table.without([]) == data
    with pytest.raises(TableError, match=r"people\.csv:1: has no column for account_id"):
        table.appended([{"label": "Lo", "account_id": "A1"}])


def test_a_table_of_a_header_alone_stays_as_it_is():
    data = b"label,call_id,name,side,role,account_id\n"
    assert StandingTable(data, PEOPLE, "people.csv").without([]) == data


def test_no_rows_leave_a_table_as_it_is():
    data = b"label,name\nOle,Ole\n"
    assert StandingTable(data, PEOPLE, "people.csv").appended([]) == data


def test_a_table_of_an_old_mac_keeps_its_line_ends():
    table = StandingTable(b"label,name\rOle,Ole\r", PEOPLE, "people.csv")
    assert table.appended([{"label": "Lo"}]) == b"label,name\rOle,Ole\rLo,\r"
    assert table.replaced(2, {"name": "Olaf"}) == b"label,name\rOle,Olaf\r"


def test_bytes_that_are_no_text_are_not_written_back_as_something_else():
    broken = "label,name\nOle,Ole\n".encode("utf-16") + b"\0"
    with pytest.raises(TableError, match=r"people\.csv: holds bytes that are no utf-16-le"):
        StandingTable(broken, PEOPLE, "people.csv")
