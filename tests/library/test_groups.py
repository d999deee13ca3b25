"""Accounts and deals by what a column of the CRM says."""

from __future__ import annotations

import pytest

import evidence
from evidence.errors import SettingsError
from evidence.library.groups import Group, groups_by

ACCOUNTS = """Account ID,Account Name,Industry,Plan,Seats
A1,Larch,Paper,gold,10
A2,Alder,Paper,,10
A3,Yew,Wood,silver,2.5
"""
DEALS = """Opportunity ID,Account ID,Stage,Amount,Lead Source
O1,A1,Closed Won,1,Fair
O2,A1,Closed Lost,1,Web
O3,A2,Closed Won,1,Fair
"""


@pytest.fixture
def workspace(tmp_path):
    (tmp_path / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    folder = tmp_path / "source/crm/exports"
    folder.mkdir(parents=True)
    for kind, text in (("accounts", ACCOUNTS), ("deals", DEALS)):
        (folder / f"crm_{kind}_2026-01-31.csv").write_text(text, encoding="utf-8")
    (tmp_path / "segments").mkdir()
    text = "gold:\n  name: Gold\n  documents: [{path: a.md, heading: Gold}]\n  where: plan = 'gold' AND seats > 5\n"
    (tmp_path / "segments/a.md").write_text("## Gold\n", encoding="utf-8")
    (tmp_path / "segments/segments.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_columns_of_records_and_those_beyond_them_make_groups(workspace):
    with evidence.open(workspace) as library:
        assert groups_by(library, "Industry") == (Group("Paper", ("A1", "A2")), Group("Wood", ("A3",)))
        assert groups_by(library, "plan") == (Group("gold", ("A1",)), Group("silver", ("A3",)), Group(None, ("A2",)))
        assert [one.value for one in groups_by(library, "seats")] == ["10", "2.5"]
        assert groups_by(library, "lead source") == (
            Group("Fair", ("A1", "A2"), frozenset({"O1", "O3"})),
            Group("Web", ("A1",), frozenset({"O2"})),
        )
        with pytest.raises(SettingsError, match="Did you mean lead_source"):
            groups_by(library, "leadsource")


def test_the_figures_of_a_group_are_those_of_its_accounts_and_deals(workspace):
    fair, web, everybody = evidence.segment_stats(workspace, by="lead_source")
    assert [(one.group, one.deals.won, one.deals.lost) for one in (fair, web, everybody)] == [
        (("lead_source", "Fair"), 2, 0),
        (("lead_source", "Web"), 0, 1),
        (None, 2, 1),
    ]
    assert {"by": "lead_source", "value": "Web", "segment": None}.items() <= web.record().items()
    assert "by" not in everybody.record()


def test_a_segment_may_ask_for_a_column_beyond_the_records_and_exports_have_it(workspace):
    with evidence.open(workspace) as library:
        assert library.catalog.members("gold") == ("A1",)
    rows = list(evidence.export_records(workspace, "accounts"))
    assert [(row["account_id"], row["plan"], row["seats"]) for row in rows] == [
        ("A1", "gold", 10), ("A2", None, 10), ("A3", "silver", 2.5),
    ]  # fmt: skip
