"""Records as CSV, JSON lines and Parquet."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence import exports
from evidence.accounts.sql import read_parquet
from evidence.escape import defuse
from evidence.exports import as_csv, as_jsonl, as_parquet
from evidence.registry import Registry
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
        assert cell in {text, f"'{text}"}


def test_a_csv_keeps_numbers_empties_what_is_missing_and_joins_lists():
    assert as_csv.write([RECORD], COLUMNS).decode() == (
        'name,n,rate,won,tags,spans,none\r\n"Ümlaut, ""quoted""\nline",-3,0.5,true,a; b,"[[0, 3]]",\r\n'
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
