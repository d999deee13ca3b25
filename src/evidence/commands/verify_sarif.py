"""Verdicts as SARIF 2.1.0, which code hosts and editors show beside the lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from evidence.model import VerdictName
from evidence.terminal import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from evidence.documents.leaks import Leak
    from evidence.library.verifying_quote import Checked

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
WRONG_ATTRIBUTION = "wrong-attribution"
LEAK = "leak"
_OTHERS = {
    WRONG_ATTRIBUTION: "the words may be real, but not of whom or when the attribution says",
    LEAK: "shows what the redaction should have hidden",
}
_LEVELS = {"bad": "error", "warn": "warning"}


def sarif(checked: Iterable[Checked], place: Callable[[str], str | None], leaks: Iterable[Leak] = ()) -> dict[str, Any]:
    """Return one run with a result for each quotation that is not simply good, and for each leak.

    place: gives the path of a document as the repository knows it, None where it is no file.
    """
    shown = [one for one in checked if one.verdict.level != "good"]
    # A name that passes by itself is a rule where it is shown all the same: `--raw`, or words before it, made it so.
    used = {_rule(one) for one in shown}
    named = {one.value: one.says for one in VerdictName if one.level != "good" or one.value in used}
    rules = [{"id": name, "shortDescription": {"text": says}} for name, says in (named | _OTHERS).items()]
    results = [_result(one, place(one.path)) for one in shown] + [_leak(one, place(one.path)) for one in leaks]
    driver = {"name": "evidence", "rules": rules}
    return {"$schema": SCHEMA, "version": "2.1.0", "runs": [{"tool": {"driver": driver}, "results": results}]}


def is_wrongly_attributed(checked: Checked) -> bool:
    """Whether the attribution is what fails, and the verdict on the words does not say so itself."""
    return checked.wrong and checked.verdict.name != VerdictName.MISATTRIBUTED


def _rule(checked: Checked) -> str:
    return WRONG_ATTRIBUTION if is_wrongly_attributed(checked) else checked.verdict.name.value


def _result(checked: Checked, path: str | None) -> dict[str, Any]:
    verdict, end = checked.verdict, checked.quotation.end if checked.quotation else checked.line
    name = verdict.name.value + (" words, wrong attribution" if is_wrongly_attributed(checked) else "")
    cited = f"see {verdict.citation}" if verdict.citation else ""
    text = "; ".join(filter(None, (f'{name}: "{checked.quote}"', verdict.detail, cited)))
    region = (checked.line, max(end, checked.line))
    return _located(_rule(checked), _LEVELS[verdict.level], text, path, region)


def _leak(leak: Leak, path: str | None) -> dict[str, Any]:
    return _located(LEAK, "error", f"shows {leak.what}: {leak.hint}", path, (leak.line, leak.line))


def _located(rule: str, level: str, text: str, path: str | None, lines: tuple[int, int]) -> dict[str, Any]:
    """Return a result; what is shown beside the lines may end in a terminal, so nothing in it steers one."""
    region = {"startLine": lines[0], "endLine": lines[1]}
    place = {"physicalLocation": {"artifactLocation": {"uri": quote(path)}, "region": region}} if path else None
    return {
        "ruleId": rule,
        "level": level,
        "message": {"text": clean(text)},
        "locations": [place] if place else [],
    }
