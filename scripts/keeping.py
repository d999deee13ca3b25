"""Where figures are kept: benchmarks/DATE-NAME.json, with the machine they belong to."""

from __future__ import annotations

import datetime as dt
import json
import os
import platform
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def keep(name: str, figures: dict[str, object]) -> None:
    """Write the figures of a run; those of an earlier one of the same day go."""
    machine = {"system": platform.system(), "python": platform.python_version(), "cores": os.cpu_count()}
    path = ROOT / "benchmarks" / f"{dt.datetime.now(tz=dt.UTC).date()}-{name}.json"
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps({"machine": machine, **figures}, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"kept in {path.relative_to(ROOT)}")
