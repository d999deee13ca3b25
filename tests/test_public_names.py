"""What `import evidence` offers: a twin of every command, for scripts, notebooks and services."""

import ast
import pydoc
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import pytest

import evidence
from copies import copied
from evidence.cli.app import COMMANDS
from evidence.commands.trackers_themes import propose_trackers
from evidence.errors import EvidenceError, SettingsError, WorkspaceError
from evidence.store.storage import Store

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture
def place(example):
    return example


def test_every_public_name_resolves():
    assert all(getattr(evidence, name) for name in evidence.__all__)
    with pytest.raises(AttributeError, match="no attribute 'find_quote'"):
        evidence.find_quote  # noqa: B018


def test_no_public_name_is_that_of_a_module():
    modules = {path.stem for path in (ROOT / "src" / "evidence").glob("*")} - {"__init__"}
    assert not modules & set(evidence.__all__)


def test_every_command_has_a_twin():
    homes = {home for home in evidence._HOMES.values() if home.startswith("commands.")}
    assert {f"commands.{command}" for command in COMMANDS} <= homes


def test_editors_and_type_checkers_see_what_is_public():
    tree = ast.parse((ROOT / "src/evidence/__init__.py").read_text(encoding="utf-8"))
    seen = {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    assert set(evidence.__all__) - {"__version__"} <= seen
    assert set(evidence.__all__) == {*evidence._HOMES, "__version__"}
    assert set(evidence.__all__) <= set(dir(evidence))
    assert (ROOT / "src/evidence/py.typed").is_file()


def test_help_names_what_nobody_used_yet():
    page = pydoc.render_doc(evidence, renderer=pydoc.plaintext)
    assert all(f"{name}(" in page for name in ("find_quotes", "verify_quotes", "examine_workspace"))


def test_the_version_is_that_of_the_distribution():
    assert evidence.__version__ == version(evidence.DISTRIBUTION)


def test_to_import_the_package_loads_nothing_but_it():
    code = "import sys; before = {*sys.modules}; import evidence; print(*sorted({*sys.modules} - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, encoding="utf-8", check=True)
    assert not {"importlib.metadata", "pathlib", "typer"} & {*done.stdout.split()}


def test_one_opened_library_answers_several_questions(place):
    with evidence.open(str(place)) as library:
        found = evidence.find_quotes(library, "babysit*")
        assert found.count == evidence.count_quotes(library, "babysit*")[0] > 0
        assert evidence.gather_quotes(library, "smb-saas", tracker="pricing")
        assert {one.segment.segment_id for one in evidence.describe_segments(library)} == {
            "mid-market-fintech",
            "smb-saas",
        }


def test_an_index_is_taken_as_it_stands_where_nothing_is_to_be_read(place, tmp_path):
    copy = copied(place, tmp_path / "copy")
    (copy / "source/transcripts/normalized/northquay-discovery-2026-01-12.md").unlink()
    with evidence.open(copy, refresh=False) as library:
        assert library.catalog.has("northquay-discovery-2026-01-12")
    with evidence.open(copy) as library:
        assert not library.catalog.has("northquay-discovery-2026-01-12")


def test_a_plain_script_without_a_guard_starts_no_process(tmp_path):
    for name in ("source", "segments"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "evidence.yaml", tmp_path)
    script = tmp_path / "script.py"
    script.write_text(
        "import multiprocessing.process, evidence\n"
        "def forbidden(self): raise SystemExit('a process was started')\n"
        "multiprocessing.process.BaseProcess.start = forbidden\n"
        "print(evidence.find_quotes('.', 'babysit*').count)\n"
        "print(len(evidence.gather_quotes('.', 'smb-saas')), len(evidence.verify_quotes('.', 'segments')))\n",
        encoding="utf-8",
    )
    done = subprocess.run(
        [sys.executable, script.name], cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stderr
    assert all(int(number) > 0 for number in done.stdout.split())


def test_however_much_there_is_to_read_no_process_is_started_unless_asked_for(place, monkeypatch):
    def forbidden(*_):
        raise AssertionError("a process was started")

    monkeypatch.setattr("evidence.library.mining.WORTH", 1)
    monkeypatch.setattr("evidence.library.workers.FEW", 1)
    monkeypatch.setattr("evidence.library.workers.ProcessPoolExecutor", forbidden)
    monkeypatch.setattr("os.cpu_count", lambda: 4)
    assert evidence.find_pains(place).rows
    with evidence.open(place, jobs=0) as library:
        assert evidence.find_pains(library).rows
        assert propose_trackers(library) == ()
    with evidence.open(place, jobs=None) as library, pytest.raises(AssertionError, match="a process was started"):
        evidence.find_pains(library)


def test_an_opened_library_is_of_one_day(place):
    with evidence.open(place, as_of="2026-04-15") as library:
        evidence.find_quotes(library, "deploy*", as_of="2026-04-15")
        with pytest.raises(EvidenceError, match="the library is open as of 2026-04-15, not 2026-05-01"):
            evidence.find_quotes(library, "deploy*", as_of="2026-05-01")
    with pytest.raises(EvidenceError, match="as_of: 'yesterday' is no day"), evidence.open(place, as_of="yesterday"):
        pass


def test_a_fault_while_opening_leaves_nothing_open(place, monkeypatch):
    closed = []
    monkeypatch.setattr(Store, "close", lambda store, close=Store.close: (closed.append(store), close(store)))

    def unreadable(*_):
        raise WorkspaceError("cannot be read")

    monkeypatch.setattr(evidence.Workspace, "fingerprint", unreadable)
    with pytest.raises(WorkspaceError), evidence.open(place):
        pass
    assert closed


def test_a_fault_in_the_settings_is_told_as_one(place, tmp_path):
    copy = copied(place, tmp_path / "copy")
    (copy / "evidence.yaml").write_text("- none\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"evidence\.yaml:1"):
        evidence.describe_segments(copy)


def test_words_are_not_forgotten_under_an_opened_library(place):
    with evidence.open(place) as library:
        call = next(iter(library.links))
        assert evidence.forget_words(library, call, write=False)
        with pytest.raises(EvidenceError, match="while the library is open"):
            evidence.forget_words(library, call)
        assert library.catalog.has(call)


def test_a_wrong_name_for_what_is_wanted_is_an_error_with_the_right_one(place):
    with pytest.raises(EvidenceError, match=r"by: cannot be 'acount'\. Did you mean account\?"):
        evidence.tally_quotes(place, "deploy*", by="acount")
    with pytest.raises(EvidenceError, match=r"'qoutes' cannot be exported\. Did you mean quotes\?"):
        evidence.export_records(place, "qoutes")


def test_a_limit_below_none_is_no_limit(place):
    assert evidence.find_quotes(place, "deploy*", limit=-1) == evidence.find_quotes(place, "deploy*")


def test_threads_each_open_their_own_library(place):
    def count(_):
        with evidence.open(place, refresh="calls") as library:
            return [row.citation for row in evidence.find_quotes(library, "deploy*").rows]

    with ThreadPoolExecutor(4) as pool:
        first, *others = pool.map(count, range(8))
    assert first
    assert all(one == first for one in others)


def test_a_workspace_is_made_looked_at_and_forgotten_from_python(tmp_path):
    workspace = evidence.make_workspace(tmp_path / "calls")
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nAda Quill: We copy every invoice by hand.\n"
    (workspace.raw / "first.vtt").write_text(text, encoding="utf-8")
    evidence.ingest_calls(workspace)
    assert evidence.examine_workspace(workspace).calls == 1
    assert [record["call_id"] for record in evidence.export_records(workspace, "calls")] == ["first"]
    assert any(trace.removed for trace in evidence.forget_words(workspace, "Ada Quill", write=False))
    evidence.forget_words(workspace, "Ada Quill")
    assert evidence.count_quotes(workspace, "invoice") == (0, True)


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


def test_attached_quotes_verify(ingested):
    evidence.attach_evidence(ingested)
    checked = evidence.verify_quotes(ingested)
    assert checked
    assert all(one.verdict.ok for one in checked)
    assert not any(report.changed for report in evidence.attach_evidence(ingested, write=False))


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
    with pytest.raises(evidence.EvidenceError, match=r"has no evidence\.yaml"):
        evidence.open_workspace(tmp_path)
