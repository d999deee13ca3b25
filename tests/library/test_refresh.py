"""The index follows the files: what changed, what is gone, what is broken."""

from __future__ import annotations

import pytest

from evidence import open_workspace
from evidence.accounts.tables import load_crm
from evidence.errors import NormalizedError
from evidence.library.refresh import build_context, index_batch, index_call, memberships, refresh, standing_problems
from evidence.model import Segment
from evidence.store.storage import Store
from small_world import HARBOUR, MILL, REED


def refreshed(place, **options):
    workspace = open_workspace(place)
    with Store.open(workspace.cache, writable=True) as store:
        done = refresh(workspace, store, jobs=1, **options)
        return done, {link.call_id: link.account_id for link in store.catalog.links()}, standing_problems(store)


def test_nothing_is_done_where_nothing_changed(world):
    done, _, _ = refreshed(world)
    assert (done.indexed, done.removed, done.problems, done.tables) == (0, 0, [], None)


def test_a_mapping_moves_one_call_and_no_other_is_indexed(world):
    path = world / "source/joins/mappings/calls.csv"
    path.write_text(path.read_text("utf-8").replace(f"{MILL},A2", f"{MILL},A3"), encoding="utf-8")
    done, links, _ = refreshed(world)
    assert links == {HARBOUR: "A1", MILL: "A3", REED: "A3"}
    assert (done.indexed, done.tables) == (1, (3, 3, 1))


def test_a_deleted_call_leaves_and_a_broken_one_is_told_until_it_is_mended(world):
    workspace = open_workspace(world)
    workspace.call_path(REED).unlink()
    path = workspace.call_path(MILL)
    good = path.read_bytes()
    path.write_bytes(good.replace(b"call_id:", b"id:", 1))
    done, links, standing = refreshed(world)
    assert (done.removed, sorted(links)) == (1, [HARBOUR, MILL]), "its last good state stays"
    assert [problem.path for problem in standing] == [workspace.name(path)]
    path.write_bytes(good)
    assert refreshed(world)[2] == []


def test_a_file_must_be_called_as_its_call(world):
    workspace = open_workspace(world)
    context, crm, problems = build_context(workspace, None)
    assert (len(crm.accounts), problems) == (3, [])
    workspace.call_path("other").write_bytes(workspace.call_path(MILL).read_bytes())
    with pytest.raises(NormalizedError, match=r"the file is called other\.md"):
        index_call(context, "other")
    good, bad = index_batch(context, [MILL, "other"])
    assert good.entry.call_id == MILL
    assert isinstance(bad, NormalizedError)


def test_half_a_condition_lets_nobody_in(small):
    crm = load_crm(small.workspace)
    wrong = Segment("wrong", "Wrong", where="headcount > 1", unless="no_such_column = 1", include=("A3",))
    good = Segment("good", "Good", where="headcount > 400")
    found, problems = memberships([wrong, good], crm, "segments.yaml")
    assert {key: one.accounts for key, one in found.items()} == {"wrong": ("A3",), "good": ("A2",)}
    assert [str(problem).startswith("segments.yaml") for problem in problems] == [True]
