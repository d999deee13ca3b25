"""`evidence verify`: no quote stands that nobody said."""

import re

import pytest

PAGE = "segments/market-segmentation.md"
FIELDS = {
    "path", "line", "quote", "verdict", "ok", "edited", "call_id", "utterance", "speaker", "account_id", "detail",
}  # fmt: skip


def test_every_quote_that_was_attached_is_verified(attached_example, run):
    answer = run("verify")
    assert (answer.code, answer.out) == (0, "")
    assert re.search(r"(\d+) of \1 quotes verified", answer.err)
    records = run("verify", "--json").records
    assert all(set(record) == FIELDS for record in records)
    assert all(record["ok"] for record in records)
    lines = {}
    for record in records:
        lines.setdefault(record["path"], (attached_example / record["path"]).read_text(encoding="utf-8").splitlines())
        first = record["quote"].split()[0].strip("\\\"'.,?!")
        assert first in lines[record["path"]][record["line"] - 1]


def test_one_changed_word_makes_exactly_that_line_fail(attached, run):
    page = attached / PAGE
    lines = page.read_text(encoding="utf-8").splitlines(keepends=True)
    number = next(n for n, line in enumerate(lines) if line.startswith("> ") and "babysitting deployments" in line)
    lines[number] = lines[number].replace("babysitting deployments", "enjoying deployments")
    page.write_text("".join(lines), encoding="utf-8")
    answer = run("verify", "--json")
    assert answer.code == 1
    (failed,) = [record for record in answer.records if not record["ok"]]
    assert (failed["path"], failed["verdict"]) == (PAGE, "altered")
    assert failed["line"] - 1 <= number
    assert "enjoying" in failed["quote"]
    assert "babysitting" in failed["detail"]
    shown = run("verify")
    assert shown.code == 1
    assert shown.lines[0] == f"{PAGE}:{failed['line']}: altered"


@pytest.mark.parametrize(
    ("quote", "who", "verdict"),
    [
        ("We have never thought about compliance for a single minute here.", "Account_023", "absent"),
        ("Audit prep takes us three weeks, twice a year, and it's two people.", "Account_201", "misattributed"),
        ("audit prep takes us three weeks \u2013 twice a year \u2013 and it's two people", "Account_041", None),
    ],
)
def test_what_people_quote_by_hand_is_checked_too(ingested, run, quote, who, verdict):
    page = ingested / "campaigns/spring.md"
    page.parent.mkdir()
    page.write_text(f"# Spring\n\n> {quote}\n>\n> \u2014 Somebody at {who}\n", encoding="utf-8")
    answer = run("verify", "campaigns", "--json")
    (record,) = answer.records
    assert (record["path"], record["line"]) == ("campaigns/spring.md", 3)
    assert answer.code == (1 if verdict else 0)
    assert record["ok"] == (verdict is None)
    assert verdict in {None, record["verdict"]}


def test_a_call_that_is_gone_fails_unless_that_is_allowed(attached, run):
    (attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md").unlink()
    answer = run("verify", "segments", "--json")
    assert answer.code == 1
    missing = {record["verdict"] for record in answer.records if not record["ok"]}
    assert "no-source" in missing
    allowed = run("verify", "segments", "--json", "--allow-missing")
    assert all(record["ok"] for record in allowed.records if record["verdict"] == "no-source")


def test_settings_may_allow_calls_that_are_gone(attached, run):
    (attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md").unlink()
    with (attached / "evidence.yaml").open("a", encoding="utf-8") as file:
        file.write("\nverify: {allow_missing: yes}\n")
    records = run("verify", "segments", "--json").records
    assert {record["ok"] for record in records if record["verdict"] == "no-source"} == {True}


def test_a_cited_call_that_is_broken_is_not_missing(attached, run, change):
    call = attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    change(call, '<a id="u2"></a>', "<a id=u2>")
    answer = run("verify", "segments", "--json", "--allow-missing")
    assert answer.code == 2
    assert "northquay-discovery-2026-01-12.md:" in answer.err
    broken = [record for record in answer.records if record["verdict"] == "no-source"]
    assert {(record["ok"], record["detail"]) for record in broken} == {(False, "the cited call cannot be read")}


def test_quotes_of_a_call_that_was_edited_pass_and_say_so(attached, run, change):
    call = attached / "source/transcripts/normalized/northquay-discovery-2026-01-12.md"
    change(call, "it's a metaphor for something", "it's a metaphor for nothing")
    answer = run("verify")
    assert answer.code == 0
    assert "(the call was edited by hand)" in answer.out
    assert any(record["edited"] for record in run("verify", "--json").records)


def test_a_path_that_does_not_exist_is_an_error(attached_example, run):
    answer = run("verify", "segments/nowhere.md")
    assert attached_example
    assert answer.code == 2
    assert "nowhere.md does not exist" in answer.err


def test_a_document_with_broken_markers_is_reported_and_the_others_are_checked(attached, run, change):
    change(attached / "segments/smb-saas.md", "<!-- evidence:end -->", "")
    answer = run("verify")
    assert answer.code == 2
    assert re.search(r"segments/smb-saas\.md:\d+: an evidence block begins and never ends", answer.err)
    assert re.search(r"[1-9]\d* of [1-9]\d* quotes verified", answer.err)
