import shutil
from pathlib import Path

import pytest

import evidence

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("workspace")
    for name in ("source", "segments"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "evidence.yaml", folder)
    evidence.ingest_calls(folder, jobs=1)
    return folder


def test_every_public_name_resolves():
    assert all(getattr(evidence, name) for name in evidence.__all__)
    with pytest.raises(AttributeError, match="no attribute 'find_quote'"):
        evidence.find_quote  # noqa: B018


def test_no_public_name_is_that_of_a_module():
    modules = {path.stem for path in (ROOT / "src" / "evidence").glob("*")}
    assert not modules & set(evidence.__all__)


def test_finding_counting_and_tallying_agree(place):
    found = evidence.find_quotes(place, "babysit*", side="customer")
    number, exact = evidence.count_quotes(place, "babysit*", side="customer")
    tallies = evidence.tally_quotes(place, "babysit*", by="call", side="customer")
    assert exact
    assert len(found.rows) == found.count == number == sum(tally.mentions for tally in tallies) > 0


def test_results_become_a_frame(place):
    found = evidence.find_quotes(place, "babysit*")
    frame = evidence.to_frame(found.rows)
    assert len(frame) == found.count
    assert {"call_id", "text", "side", "citation"} <= set(frame.columns)
    assert frame["citation"].str.contains("#u").all()
    assert len(evidence.to_frame(evidence.gather_quotes(place, "smb-saas", tracker="pricing"))) > 0


def test_each_term_is_explained(place):
    (first, second) = evidence.explain_query(place, "babysit* OR pager")
    assert first.term == "babysit*"
    assert {form for form, _ in first.forms} >= {"babysitting"}
    assert first.hits == first.alone > 0
    assert second.accounts > 0


def test_attached_quotes_verify(place):
    evidence.attach_evidence(place)
    checked = evidence.verify_quotes(place)
    assert checked
    assert all(one.verdict.ok for one in checked)
    assert not any(report.changed for report in evidence.attach_evidence(place, write=False))


def test_links_and_figures_become_frames(place):
    links = evidence.to_frame(evidence.account_links(place))
    assert set(links["status"]) == {"linked", "unlinked"}
    figures = evidence.segment_stats(place)
    assert [one.segment.segment_id if one.segment else None for one in figures] == [
        "mid-market-fintech",
        "smb-saas",
        None,
    ]
    assert evidence.to_frame(figures)["deals"].iloc[-1] > 0


def test_trackers_are_surveyed(place):
    assert {one.tracker.tracker_id: one.mentions for one in evidence.survey_trackers(place)}["air-gapped"] == 0


def test_what_is_not_a_workspace_is_named(tmp_path):
    with pytest.raises(evidence.EvidenceError, match=r"holds no evidence\.yaml"):
        evidence.open_workspace(tmp_path)
