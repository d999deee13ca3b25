"""Verdicts as SARIF."""

from __future__ import annotations

from evidence.commands.verify_sarif import sarif
from evidence.documents.leaks import Leak
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


def test_real_words_of_somebody_else_are_a_rule_of_their_own():
    wrong = Checked("a.md", 3, "words", Verdict(VerdictName.EXACT, ok=False, detail="x"), wrong=True)
    named = Checked("a.md", 4, "words", Verdict(VerdictName.MISATTRIBUTED, ok=False), wrong=True)
    failed = Checked("a.md", 5, "words", Verdict(VerdictName.NORMALIZED, ok=False))
    (run,) = sarif([wrong, named, failed], str)["runs"]
    assert [one["ruleId"] for one in run["results"]] == ["wrong-attribution", "misattributed", "normalized"]
    assert run["results"][0]["message"]["text"] == 'exact words, wrong attribution: "words"; x'
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert {"wrong-attribution", "misattributed", "normalized"} <= set(rules)
    assert len(rules) == len(set(rules))
    assert "exact" not in rules


def test_what_is_no_file_has_no_location_and_nothing_steers_a_terminal():
    quoted = Checked("<stdin>", 3, "a\x1b[31m\0\u202eb", Verdict(VerdictName.ABSENT, ok=False, detail="c\x9bd"))
    (run,) = sarif([quoted], lambda _: None, [Leak("<stdin>", 1, "[name]", "R…")])["runs"]
    assert [one["locations"] for one in run["results"]] == [[], []]
    assert run["results"][0]["message"]["text"] == 'absent: "a\ufffd[31m\ufffdb"; c\ufffdd'
    assert (run["results"][1]["ruleId"], run["results"][1]["level"]) == ("leak", "error")
