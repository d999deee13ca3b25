"""Where figures are kept: benchmarks/DATE-NAME.json, with the machine they belong to."""

import datetime as dt
import json
import os
import platform
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TRANSCRIPTS = ROOT.parent / "shared" / "transcripts"


def machine() -> dict[str, object]:
    """Return what seconds depend on."""
    return {"system": platform.system(), "python": platform.python_version(), "cores": os.cpu_count()}


def keep(name: str, figures: Mapping[str, object]) -> None:
    """Write the figures of a run; those of an earlier one of the same day go."""
    path = ROOT / "benchmarks" / f"{dt.datetime.now(tz=dt.UTC).date()}-{name}.json"
    path.parent.mkdir(exist_ok=True)
    text = json.dumps({"machine": machine(), **figures}, indent=2, ensure_ascii=False)
    path.write_text(f"{text}\n", encoding="utf-8")
    print(f"kept in {path.relative_to(ROOT)}")
