"""Files as people have them: what the program makes of the field cases, and of invented documents that state the truth.

Without an option every case of ../shared/field-cases is laid into a workspace of its own and checked: those of
`runnable` by the check they bring, the others by measuring/field_checks.py. Names are those of cases to look at.

--layouts reads documents of all the layouts that measuring/layouts.py makes (by a seed, at least 7 of each) in one
ingest, and compares words, speakers, times and dates with what was said. --documents N makes about so many; --layout
NAME only those whose layout begins so; --show N prints N documents that are not read right, and what is wrong.
--half held is the half that is made after the reader stands still, in measuring/layout_held.py; --half third, fourth
and fifth those that somebody wrote who had not seen the reader, in measuring/layout_third.py, layout_fourth.py and
layout_fifth.py.

--json FILE keeps the figures. Exit code 1 where a case is wrong or a goal is missed.
"""

import json
import sys
from pathlib import Path

from measuring import layouts as made
from measuring.field_cases import CASES, all_cases
from measuring.layout_report import measured, report, show


def of_layouts(half: str, wanted: int, layout: str, shown: int) -> dict[str, object]:
    """Print what is right of the documents of a half."""
    chosen = made.half(half)
    if chosen is None:
        sys.exit(f"there is no half {half!r}: it is dev, held, third, fourth or fifth")
    documents = [one for one in made.documents(chosen, wanted) if one.layout.startswith(layout)]
    if not documents:
        sys.exit(f"no layout begins with {layout!r}")
    scores = measured(documents)
    show(scores, documents, shown)
    return report(scores)


def of_cases(names: tuple[str, ...]) -> dict[str, object]:
    """Print which cases are right, and what is wrong of the others."""
    if not CASES.is_dir():
        print("field cases: skipped, ../shared/field-cases is not here")
        return {"missed": False}
    found = all_cases(names)
    wrong = {name: said for name, said in found.items() if said}
    for name, said in wrong.items():
        print(f"wrong  {name:42} {' '.join('; '.join(said).split())[:200]}")
    print(f"{len(found) - len(wrong)} right, {len(wrong)} wrong, {len(found)} cases")
    return {"missed": bool(wrong), "right": len(found) - len(wrong), "total": len(found), "wrong": wrong}


def main(
    *names: str,
    layouts: bool = False,
    documents: int = 0,
    half: str = "dev",
    layout: str = "",
    show: int = 0,
    json_: Path | None = None,
) -> int:
    """Check the cases, or read the documents."""
    found = of_layouts(half, documents, layout, show) if layouts or layout else of_cases(names)
    if json_:
        json_.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(bool(found["missed"]))
