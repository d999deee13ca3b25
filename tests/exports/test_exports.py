"""Records as CSV, JSON lines and Parquet."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import exports
from evidence.accounts.sql import read_parquet
from evidence.escape import defuse, plain_cell
from evidence.exports import as_csv, as_jsonl, as_parquet
from evidence.registry import Registry
from evidence.text import one_line
from strategies import examples

COLUMNS = ("name", "n", "rate", "won", "tags", "spans", "none")
RECORD = {
    "name": 'Ümlaut, "quoted"\nline', "n": -3, "rate": 0.5, "won": True, "tags": ["a", "b"], "spans": [[0, 3]],
    "none": None, "left": "out",
}  # fmt: skip


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1", "@sum", "\tx", "\rx", "\nx", "  =1", "\uff1d1", "\u00a0=1"])
def test_what_a_spreadsheet_would_run_gets_an_apostrophe(text):
    assert defuse(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "plain", "a=b", "1-2", "'=x"])
def test_other_cells_stay(text):
    assert defuse(text) == text


@given(st.lists(st.text(max_size=12), min_size=1, max_size=4))
@examples(50)
def test_no_cell_of_a_csv_begins_a_formula_and_all_of_it_reads_back(texts):
    names = [f"c{at}" for at in range(len(texts))]
    data = as_csv.write([dict(zip(names, texts, strict=True))], names).decode()
    _, row = csv.reader(io.StringIO(data, newline=""))
    for cell, text in zip(row, texts, strict=True):
        assert cell.lstrip()[:1] not in tuple("=+-@")
        assert cell.replace("'", "") == text.replace("'", "")


# What Excel and LibreOffice drop, skip or do not show in front of a formula, and what tears a line into cells.
TEARING = st.text(st.sampled_from(";|\t\r\n\"' \0\ufeff\u200b\xa0,=+-@\uff1d\uff0b\uff0d\uff20a1"), max_size=14)
UNSEEN = " \t\r\n\0\ufeff\u200b\xa0"


@given(st.lists(TEARING, min_size=1, max_size=3))
@examples(600)
def test_no_separator_that_a_spreadsheet_may_expect_makes_a_formula_of_a_part_of_a_cell(texts):
    names = [f"c{at}" for at in range(len(texts))]
    data = as_csv.write([dict(zip(names, texts, strict=True))], names).decode()
    for separator in ",;\t|":
        for row in csv.reader(io.StringIO(data, newline=""), delimiter=separator):
            assert not [cell for cell in row if cell.strip(UNSEEN)[:1] in tuple("=+-@\uff1d\uff0b\uff0d\uff20")], data


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a;\"=cmd|' /C calc'!A0\";", "a;\"'=cmd|' /C calc'!A0\";"),
        ("a;\u200b \uff1d1", "a;\u200b '\uff1d1"),
        ("x\n=1", "x\n'=1"),
        ("x\t-1", "x\t'-1"),
        ("\0=1", "'\0=1"),
        ("\ufeff@x", "'\ufeff@x"),
        ("so; and a - dash, -5 % or =", "so; and a - dash, -5 % or ="),
    ],
)
def test_a_formula_amid_a_cell_gets_its_apostrophe_behind_a_separator_only(text, cell):
    assert defuse(text) == cell
    assert defuse(cell) == cell
    assert plain_cell(defuse(one_line(text))) == one_line(text)


def test_a_long_run_of_blanks_and_separators_takes_no_long_time():
    began = time.perf_counter()
    for run in (";" * 100_000, "\t" * 100_000, '; "' * 30_000, " " * 100_000, ";'" * 50_000):
        plain_cell(defuse(f"a{run}b"))
    assert time.perf_counter() - began < 2


def test_a_csv_keeps_numbers_empties_what_is_missing_and_joins_lists():
    assert as_csv.write([RECORD], COLUMNS).decode() == (
        '"name","n","rate","won","tags","spans","none"\r\n'
        '"Ümlaut, ""quoted""\nline","-3","0.5","true","a; b","[[0, 3]]",""\r\n'
    )


def test_a_json_line_has_the_columns_in_order_and_no_others():
    (line,) = as_jsonl.write([RECORD], COLUMNS).decode().splitlines()
    assert json.loads(line) == {name: RECORD[name] for name in COLUMNS}
    assert list(json.loads(line)) == list(COLUMNS)


def test_parquet_is_typed_and_the_same_bytes_every_time(tmp_path):
    records = [RECORD, {"name": "=x", "n": 4, "rate": 2}]
    data = as_parquet.write(records, COLUMNS)
    assert data == as_parquet.write(records, COLUMNS)
    path = tmp_path / "x.parquet"
    path.write_bytes(data)
    (_, header), *rows = read_parquet(path, "x")
    assert header == list(COLUMNS)
    assert rows[1][1] == ["=x", "4", "2.000000", "", "", "", ""]
    assert as_parquet.write([], ("a",))[:4] == b"PAR1"


def test_lists_in_parquet_keep_their_letters(tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(as_parquet.write([{"tags": ["Ümlaut", "b"]}], ("tags",)))
    assert read_parquet(path, "x")[1][1] == ['["Ümlaut", "b"]']


def test_every_export_has_its_parts_and_the_name_of_its_file():
    for name in exports.EXPORTS.own:
        export = exports.EXPORTS.load(name)
        assert name == export.NAME
        assert f".{name}" == export.SUFFIX
        assert isinstance(export.write([RECORD], COLUMNS), bytes)


def test_a_file_in_the_folder_is_an_export_and_nothing_else_is_edited(tmp_path, monkeypatch):
    text = 'NAME = "count"\nSUFFIX = ".n"\ndef write(rows, columns):\n    return f"{len(list(rows))}\\n".encode()\n'
    (tmp_path / "as_count.py").write_text(text, encoding="utf-8")
    monkeypatch.setattr(exports, "__path__", [*exports.__path__, str(tmp_path)])
    known = exports.EXPORTS
    fresh = Registry(
        known.package, exports.__path__, group=known.group, what=known.what, parts=known.parts, prefix=known.prefix
    )
    monkeypatch.setattr(exports, "EXPORTS", fresh)
    assert exports.names() == ("count", "csv", "jsonl", "parquet")
    assert exports.encode("count", COLUMNS, [RECORD, RECORD]) == b"2\n"
    with pytest.raises(KeyError):
        fresh.load("frames")
