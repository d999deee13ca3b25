"""Verdicts as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evidence.model import VerdictName

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.library.verifying_quote import Checked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"bad": "error", "warn": "warning"}


def sarif(checked: Iterable[Checked], place: Callable[[str], str]) -> dict[str, Any]:
    """Return one run with a result for each quotation that is not simply good.

    place: gives the path of a document as the repository knows it.
    """
    rules = [{"id": one.value, "shortDescription": {"text": one.says}} for one in VerdictName if one.level != "good"]
    results = [_result(one, place(one.path)) for one in checked if one.verdict.level != "good"]
    driver = {"name": "evidence", "rules": rules}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def _result(checked: Checked, path: str) -> dict[str, Any]:
    verdict, end = checked.verdict, checked.quotation.end if checked.quotation else checked.line
    cited = f"see {verdict.citation}" if verdict.citation else ""
    text = "; ".join(filter(None, (f'{verdict.name.value}: "{checked.quote}"', verdict.detail, cited)))
    return {
        "ruleId": verdict.name.value,
        "level": _LEVELS[verdict.level],
        "message": {"text": text},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": quote(path)},
                    "region": {"startLine": checked.line, "endLine": max(end, checked.line)},
                }
            }
        ],
    }
