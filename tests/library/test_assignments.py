"""What people decide about links: one line in their own files, nothing twice, nothing lost."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evidence.accounts.tables import load_crm
from evidence.additions import StandingTable
from evidence.calls.people import PEOPLE, parse_people_csv
from evidence.errors import SettingsError, TableError
from evidence.library.assignments import accept_alias, accept_link, correct_person
from evidence.text import one_line
from evidence.workspace import Workspace
from strategies import examples

AT = "2026-02-01T10:00:00Z"


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "evidence.yaml").write_text("")
    crm = tmp_path / "source/crm/exports"
    crm.mkdir(parents=True)
    accounts = "account_id,account_name\n001D000000IRFmaIAH,Larch\nA2,Alder\n"
    (crm / "crm_accounts_2026-01-31.csv").write_text(accounts)
    (crm / "crm_deals_2026-01-31.csv").write_text("opportunity_id,account_id,stage,amount\nO1,A2,New,1\n")
    calls = tmp_path / "source/transcripts/normalized"
    calls.mkdir(parents=True)
    (calls / "larch-intro.md").write_text("")
    (tmp_path / "source/joins/mappings").mkdir(parents=True)
    return Workspace(tmp_path)


def accepted(workspace):
    return (workspace.mappings / "accepted.csv").read_text().splitlines()


def test_an_accepted_link_is_one_line_with_who_and_when_and_is_written_once(workspace):
    assert accept_link(workspace, "larch-intro", "001D000000IRFma", "kim, the first", AT)
    assert accepted(workspace) == [
        "transcript_id,account_id,mapped_by,mapped_date",
        'larch-intro,001D000000IRFmaIAH,"kim, the first",2026-02-01',
    ]
    assert not accept_link(workspace, "larch-intro", "001D000000IRFmaIAH", "lo", AT)
    assert len(accepted(workspace)) == 2
    assert [(m.key, m.account_id, m.mapped_by) for m in load_crm(workspace).mappings] == [
        ("larch-intro", "001D000000IRFmaIAH", "kim, the first")
    ]


@pytest.mark.parametrize(
    "row", ["transcript_id,account_id\nlarch-intro,A2\n", "call_id,opportunity_id\nLarch-Intro,O1\n"]
)
def test_a_call_that_a_line_gives_to_another_account_is_not_given_away(workspace, row):
    (workspace.mappings / "by_hand.csv").write_text(row)
    with pytest.raises(TableError, match=r"by_hand.csv:2: larch-intro is mapped to A2, so it was not linked to 001D"):
        accept_link(workspace, "larch-intro", "001D000000IRFma", "kim", AT)
    assert not accept_link(workspace, "larch-intro", "A2", "kim", AT)
    assert not (workspace.mappings / "accepted.csv").exists()


def test_unknown_calls_and_accounts_are_answered_with_the_nearest(workspace):
    with pytest.raises(SettingsError, match="no call called 'larch'"):
        accept_link(workspace, "larch", "A2", "kim", AT)
    with pytest.raises(TableError, match="Did you mean 001D000000IRFmaIAH"):
        accept_link(workspace, "larch-intro", "001d000000irfma", "kim", AT)
    with pytest.raises(TableError, match="no account called Q"):
        accept_alias(workspace, "Larch Paper", "Q")


def test_an_alias_is_written_under_the_header_that_the_file_has(workspace):
    workspace.aliases.write_bytes("Account ID;Alias;note\r\nA2;Älder Hof;old".encode("latin-1"))
    assert accept_alias(workspace, "=Larch; Paper", "001D000000IRFma", by="kim", at=AT)
    data = workspace.aliases.read_bytes().decode("latin-1")
    assert data == 'Account ID;Alias;note\r\nA2;Älder Hof;old\r\n001D000000IRFmaIAH;"\'=Larch; Paper";\r\n'
    assert ("=Larch; Paper", "001D000000IRFmaIAH") in load_crm(workspace).aliases
    assert not accept_alias(workspace, "larch paper", "001D000000IRFma"), "folded, it stands there"
    assert not accept_alias(workspace, "Alder, Inc.", "A2"), "the account's own name needs no alias"
    with pytest.raises(TableError, match="is an alias of A2"):
        accept_alias(workspace, "alder hof", "001D000000IRFma")
    with pytest.raises(TableError, match="Save the file as UTF-8"):
        accept_alias(workspace, "落葉松", "A2")
    assert workspace.aliases.read_bytes().decode("latin-1") == data


def test_a_new_alias_file_says_who_and_when(workspace):
    assert accept_alias(workspace, "Larch Paper", "001D000000IRFma", by="kim", at=AT)
    assert workspace.aliases.read_text() == (
        "alias,account_id,mapped_by,mapped_date\nLarch Paper,001D000000IRFmaIAH,kim,2026-02-01\n"
    )


def people(workspace):
    return parse_people_csv(workspace.people.read_text(), "people.csv")


def test_a_person_is_corrected_in_one_call_or_in_all_and_a_second_time_in_place(workspace):
    workspace.people.write_text('label,side,call_id,role,note\n"Kim ""K"" Vale",internal,,rep,"two\nlines"\nLo,,,,\n')
    assert correct_person(workspace, 'Kim "K" Vale', None, "customer")
    assert correct_person(workspace, "+1 555 0100", "larch-intro", "customer", role="champion")
    assert not correct_person(workspace, "+1 555 0100", "larch-intro", "customer")
    assert workspace.people.read_text() == (
        'label,side,call_id,role,note\n"Kim ""K"" Vale",customer,,rep,"two\nlines"\nLo,,,,\n'
        "'+1 555 0100,customer,larch-intro,champion,\n"
    )
    corrections, problems = people(workspace)
    assert not problems
    assert [(c.label, c.call_id, c.side, c.role) for c in corrections] == [
        ('Kim "K" Vale', None, "customer", "rep"),
        ("Lo", None, None, None),
        ("+1 555 0100", "larch-intro", "customer", "champion"),
    ]
    assert correct_person(workspace, "Lo", None, "customer", account_id="A2")
    assert workspace.people.read_text() == (
        'label,side,call_id,role,note,account_id\n"Kim ""K"" Vale",customer,,rep,"two\nlines"\nLo,customer,,,,A2\n'
        "'+1 555 0100,customer,larch-intro,champion,\n"
    )


STANDING = (
    '# ours, since spring;;;\r\n"label";side;"note";call_id\r\n"Ada ""Q"" Quill";;" kept; as typed ";\r\n'
    "\r\nBen Rowan;internal\r\nCy;customer;'=1+1;larch-intro\r\n"
)


def test_what_a_person_typed_stands_to_the_last_sign_but_the_cell_that_is_answered(workspace):
    workspace.people.write_bytes(STANDING.encode())
    assert correct_person(workspace, 'Ada "Q" Quill', None, "customer")
    changed = STANDING.replace('Quill";;', 'Quill";customer;')
    assert workspace.people.read_bytes() == changed.encode()
    assert correct_person(workspace, "Ben Rowan", None, "customer")
    changed = changed.replace("Rowan;internal", "Rowan;customer;;")
    assert workspace.people.read_bytes() == changed.encode()


@pytest.mark.parametrize("label", ["=cmd|x", "+44 20 7946 0000", "- Ida", "'@ida", "Ida;=1", '"Ida  Moss"'])
def test_a_label_that_looks_like_a_formula_stays_as_a_person_typed_it(workspace, label):
    workspace.people.write_text(f"label,role,name\n{label},,=N\n")
    (person,) = people(workspace)[0]
    assert correct_person(workspace, person.label, None, None, role="buyer", name="=N")
    assert workspace.people.read_text() == f"label,role,name\n{label},buyer,=N\n"


def test_a_role_is_never_dropped_where_the_file_has_no_column_for_it(workspace):
    workspace.people.write_bytes(STANDING.encode())
    assert correct_person(workspace, "Ben Rowan", None, None, role="Head of Ops; EMEA")
    assert workspace.people.read_bytes().decode() == STANDING.replace(";call_id\r", ";call_id;role\r").replace(
        "Rowan;internal", 'Rowan;internal;;;"Head of Ops; EMEA"'
    )
    (found,) = [c for c in people(workspace)[0] if c.label == "Ben Rowan"]
    assert (found.side, found.role) == ("internal", "Head of Ops; EMEA")
    assert not correct_person(workspace, "Ben Rowan", None, None, role="Head of Ops; EMEA")


def test_a_file_of_labels_alone_gets_the_columns_that_an_answer_needs(workspace):
    workspace.people.write_text('"label"\nCy\nDi')
    assert correct_person(workspace, "Di", "larch-intro", "customer")
    assert workspace.people.read_text() == '"label",call_id,side\nCy\nDi\nDi,larch-intro,customer\n'


TYPED = st.sampled_from(["", "Ada", " kept ", '"quoted"', '"a, b"', '"said ""so"""', '"two\nlines"', "5' 6", "日本"])


@given(
    st.lists(st.tuples(TYPED, TYPED), min_size=1, max_size=5),
    st.data(),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
@examples(60)
def test_of_a_line_that_is_changed_every_other_cell_stays_as_it_was_typed(rows, data, newline, ended):
    lines = [f'"P{n}",{before},,{after}' for n, (before, after) in enumerate(rows)]
    text = newline.join(["label,note,side,more", *lines]) + newline * ended
    place = data.draw(st.integers(0, len(rows) - 1))
    table = StandingTable(text.encode(), PEOPLE, "people.csv")
    found = {cells["label"]: line for line, cells in table.cells()}
    before, after = rows[place]
    changed = text.replace(f'"P{place}",{before},,', f'"P{place}",{before},customer,', 1)
    last = "" if ended or place < len(rows) - 1 else newline
    assert table.replaced(found[f"P{place}"], {"side": "customer"}).decode() == changed + last
    assert after in changed


def test_a_file_whose_quotation_is_open_is_left_alone(workspace):
    workspace.people.write_text('label,call_id,side\n"Kim,,customer\n')
    with pytest.raises(TableError, match="a line added here would not be read"):
        correct_person(workspace, "Lo", None, "customer")
    assert workspace.people.read_text() == 'label,call_id,side\n"Kim,,customer\n'


@pytest.mark.parametrize("empty", [b"", b"\xef\xbb\xbf", b"\n", b"\xff\xfe"])
def test_an_empty_file_gets_a_header(workspace, empty):
    workspace.people.write_bytes(empty)
    assert correct_person(workspace, "Lo", None, "internal")
    assert workspace.people.read_bytes().startswith(empty.strip())
    text = workspace.people.read_bytes().decode("utf-16" if empty[:1] == b"\xff" else "utf-8-sig")
    assert text == "label,call_id,name,side,role,account_id\nLo,,,internal,,\n"


def test_a_call_that_a_line_names_by_its_providers_id_is_not_given_away(workspace):
    (workspace.normalized / "larch-intro.md").write_text('---\nsource_id: "Gong-77"\n---\n')
    (workspace.mappings / "by_hand.csv").write_text("gong_call_id,account_id\nGONG-77,A2\n")
    with pytest.raises(TableError, match=r"by_hand.csv:2: larch-intro is mapped to A2"):
        accept_link(workspace, "larch-intro", "001D000000IRFma", "kim", AT)
    assert not accept_link(workspace, "larch-intro", "A2", "kim", AT)


LABELS = st.text(max_size=30).map(one_line).filter(lambda label: label and not label.startswith("'"))


@examples(150)
@given(st.lists(LABELS, min_size=1, max_size=4, unique=True), st.sampled_from(["\r\n", "\n"]))
def test_whatever_a_label_is_it_reads_back(labels, newline):
    data = f"label,call_id,side{newline}".encode()
    for label in labels:
        values = {"label": label, "side": "customer"}
        data = StandingTable(data, PEOPLE, "people.csv").appended([values])
    corrections, problems = parse_people_csv(data.decode(), "people.csv")
    assert not problems
    assert [correction.label for correction in corrections] == labels
    cells = [row[0] for row in csv.reader(io.StringIO(data.decode(), newline=""))]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_line_for_one_call_repeats_what_stands_for_every_call(workspace):
    workspace.people.write_text("label,call_id,name,side,role,account_id\nCy,,Cyd Lund,customer,,A2\n")
    assert correct_person(workspace, "Cy", "larch-intro", None, role="CFO")
    assert workspace.people.read_text().splitlines()[1:] == [
        "Cy,,Cyd Lund,customer,,A2",
        "Cy,larch-intro,Cyd Lund,customer,CFO,A2",
    ]
