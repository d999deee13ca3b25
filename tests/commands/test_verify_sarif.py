"""Verdicts as SARIF."""

from __future__ import annotations

from evidence.commands.verify_sarif import sarif
from evidence.library.verifying_quote import Checked
from evidence.model import Citation, Verdict, VerdictName


def test_what_is_not_simply_good_is_a_result_under_a_rule():
    bad = Checked(
        "a b.md", 3, "words", Verdict(VerdictName.ALTERED, ok=False, citation=Citation("acme-1", 3), detail="x")
    )
    good = Checked("a b.md", 4, "words", Verdict(VerdictName.EXACT, ok=True))
    doubtful = Checked("a b.md", 5, "words", Verdict(VerdictName.UNSUPPORTED, ok=True))
    made = sarif([bad, good, doubtful], lambda path: f"docs/{path}")
    (run,) = made["runs"]
    assert made["version"] == "2.1.0"
    assert [(one["ruleId"], one["level"]) for one in run["results"]] == [
        ("altered", "error"),
        ("unsupported", "warning"),
    ]
    assert run["results"][0]["message"]["text"] == 'altered: "words"; x; see acme-1#u3'
    place = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "docs/a%20b.md"}
    assert {one["ruleId"] for one in run["results"]} <= {rule["id"] for rule in run["tool"]["driver"]["rules"]}
