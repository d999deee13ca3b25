"""The exports of `scripts/eval crm`, read without a workspace around them: every figure as it was counted by hand."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from evidence.accounts.measures import summarise
from evidence.accounts.tables import load_crm
from evidence.workspace import Workspace

EXPORTS = Path(__file__).resolve().parent / "exports"
CASES = sorted(path.name for path in EXPORTS.iterdir() if path.is_dir())


def test_there_are_three_of_each_shape_and_half_were_written_afterwards():
    shapes = [name.rpartition("-")[0] for name in CASES]
    assert {shapes.count(shape) for shape in shapes} == {3}
    fresh = (EXPORTS / "fresh.txt").read_text(encoding="utf-8").split()
    assert (len(CASES), len(fresh), set(fresh) <= set(CASES)) == (24, 12, True)


@pytest.mark.parametrize("name", CASES)
def test_every_figure_is_as_it_was_counted(tmp_path, name):
    (tmp_path / "evidence.yaml").write_text("")
    folder = tmp_path / "source/crm/exports"
    folder.mkdir(parents=True)
    for path in (EXPORTS / name).glob("*.csv"):
        shutil.copyfile(path, folder / path.name)
    crm = load_crm(Workspace(tmp_path))
    found = summarise(crm.deals, crm.day)
    assert {
        "accounts": len(crm.accounts),
        "deals": found.deals,
        "won": found.won,
        "lost": found.lost,
        "open": found.open,
        "win_rate": f"{found.won}/{found.win_rate.n}" if found.win_rate else None,
        "median_amount": found.median_amount,
        "median_amount_n": found.amount_n,
        "median_cycle_days": found.median_cycle_days,
        "median_cycle_n": found.cycle_n,
        "loss_reasons": dict(found.loss_reasons),
    } == json.loads((EXPORTS / name / "figures.json").read_text(encoding="utf-8"))
