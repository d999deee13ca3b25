"""Exports of CRMs as they come: what `stats` makes of each, against the figures that were counted by hand beside it.

tests/accounts/exports/SHAPE-N holds the files as somebody would find them in Downloads, and figures.json: accounts,
deals, won, lost, open, win rate, the medians of amount and cycle with their n, and the reasons for losing. Each is put
into source/crm/exports of a new workspace, ingested, and asked with `stats --json`. A case is right where every figure
is. Those that `fresh.txt` names were written when the code stood, and ran once before anything was changed for them.

Names are those of shapes or cases to look at; --show prints what ingest said of each. Exit code 1 where one is wrong.
"""

import json
import shutil
import tempfile
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

from measuring.field_cases import Case
from measuring.keeping import ROOT, keep

EXPORTS = ROOT / "tests" / "accounts" / "exports"
FRESH = EXPORTS / "fresh.txt"


def wrong(folder: Path, *, show: bool = False) -> list[str]:
    """Return the figures of a case that are not as they were counted: `won 1, not 2`."""
    wanted = json.loads((folder / "figures.json").read_text(encoding="utf-8"))
    with tempfile.TemporaryDirectory(prefix="evidence-crm-") as place:
        root = Path(place).resolve() / "w"
        exports = root / "source/crm/exports"
        exports.mkdir(parents=True)
        (root / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
        for path in sorted(folder.glob("*.csv")):
            shutil.copyfile(path, exports / path.name)
        case = Case(folder.name, root)
        code, said = case.ingested
        rows = case.records("stats")
    if show:
        print(f"\n{folder.name}: exit code {code}\n{said}", end="")
    if not rows:
        return ["no figures"]
    return [f"{name} {value}, not {wanted[name]}" for name, value in figures(rows[-1]).items() if value != wanted[name]]


def figures(row: dict[str, object]) -> dict[str, object]:
    """Return what `stats --json` says of all accounts as figures.json has it."""
    names = ("accounts", "deals", "won", "lost", "open", "median_amount", "median_amount_n", "median_cycle_days")
    won, closed, rate = int(str(row["won"])), int(str(row["won"])) + int(str(row["lost"])), row["win_rate"]
    # The rate is the program's own, not one that is made here of its counts.
    same = isinstance(rate, float) and abs(rate - Fraction(won, closed)) < 1e-9 if closed else rate is None
    reasons = row["loss_reasons"]
    assert isinstance(reasons, list)
    return {
        **{name: row[name] for name in (*names, "median_cycle_n")},
        "win_rate": (f"{won}/{closed}" if closed else None) if same else rate,
        "loss_reasons": {one["reason"]: one["deals"] for one in reasons},
    }


def main(*names: str, show: bool = False) -> int:
    """Print right, wrong and total of every shape."""
    fresh = set(FRESH.read_text(encoding="utf-8").split()) if FRESH.is_file() else set()
    folders = [path for path in sorted(EXPORTS.iterdir()) if path.is_dir()]
    chosen = [one for one in folders if not names or one.name.startswith(names)]
    counts: defaultdict[str, list[bool]] = defaultdict(list)
    faults = {}
    for folder in chosen:
        if said := wrong(folder, show=show):
            faults[folder.name] = said
        for group in (folder.name.rpartition("-")[0], *("written afterwards",) * (folder.name in fresh), "all"):
            counts[group].append(not said)
    print(f"{'':24}{'right':>7}{'wrong':>7}{'total':>7}")
    order = sorted(counts, key=lambda group: (group == "all", group == "written afterwards", group))
    for group in order:
        right = sum(counts[group])
        print(f"{group:24}{right:>7}{len(counts[group]) - right:>7}{len(counts[group]):>7}")
    for name, said in faults.items():
        print(f"wrong  {name}: {'; '.join(said)}")
    if not names:
        keep("eval-crm", {group: {"right": sum(counts[group]), "total": len(counts[group])} for group in order})
    return int(bool(faults))
