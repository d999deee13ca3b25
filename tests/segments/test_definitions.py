from __future__ import annotations

import pytest

from evidence.model import Account, DocumentRef, Segment
from evidence.segments.definitions import members, parse_segments, shared_accounts, unknown_trackers

GOOD = """\
mid-market:
  name: Mid-Market
  aliases: [mid, midmarket_two]
  documents:
  - {path: market.md, heading: "Example: Mid-Market"}
  - other.md
  - path: third.md
    block: compact
  where: headcount > 200
  accounts: {include: [A9], exclude: A2}
  trackers: [deploys]
small:
  documents: small.md
"""


def test_a_segment_is_read_as_written():
    segments, problems = parse_segments(GOOD)
    assert problems == ()
    assert segments[0] == Segment(
        "mid-market",
        "Mid-Market",
        ("mid", "midmarket_two"),
        (
            DocumentRef("market.md", "Example: Mid-Market", "full", 5),
            DocumentRef("other.md", None, "none", 6),
            DocumentRef("third.md", None, "compact", 7),
        ),
        "headcount > 200",
        ("A9",),
        ("A2",),
        ("deploys",),
        1,
    )
    assert (segments[1].name, segments[1].documents[0].path, segments[1].line) == ("small", "small.md", 12)


def test_the_layout_of_the_workspace_is_that_of_the_first_document():
    segments, _ = parse_segments(GOOD, layout="compact")
    assert [document.block for document in segments[0].documents] == ["compact", "none", "compact"]


def test_an_empty_file_has_no_segments():
    assert parse_segments("") == ((), ())


@pytest.mark.parametrize(
    ("text", "line", "what", "hint"),
    [
        ("a: b: c", 1, "not valid YAML", ""),
        ("- a\n", 1, "expected `name: value` lines", ""),
        ("a:\n  documents: x.md\n  wher: x\n", 3, "unknown key 'wher' in a", "Did you mean 'where'?"),
        ("a:\n  documents: x.md\n  zzzz: x\n", 3, "unknown key 'zzzz'", "Known: name,"),
        ("a:\n  documents:\n  - {path: x.md, heading: [b]}\n", 3, "heading: expected a single text", ""),
        ("a:\n  documents:\n  - {path: x.md, block: large}\n", 3, "block: 'large' is not one of", ""),
        ("a:\n  documents:\n  - {heading: b}\n", 3, "a document without a path", ""),
        ("a:\n  documents: ../x.md\n", 2, "'../x.md' is outside segments/", ""),
        ("a:\n  documents: /etc/x.md\n", 2, "is outside", ""),
        ("a:\n  name: A\n", 1, "segment a has no document", ""),
        ("a:\n  documents: []\n", 2, "segment a has no document", ""),
        ("a b:\n  documents: x.md\n", 1, "'a b' cannot be the id", "Write 'a-b'"),
        ("a:\n  documents: x.md\n  accounts: [b]\n", 3, "accounts: expected `name: value`", ""),
        ("a:\n  documents: x.md\n  accounts: {includes: [b]}\n", 3, "unknown key 'includes'", "'include'"),
        ("a:\n  documents: x.md\n  trackers: {b: c}\n", 3, "trackers: expected a list of texts", ""),
        ("a:\n  documents: x.md\nb:\n  name: A\n  documents: x.md\n", 3, "'A' is used by both a and b", ""),
        ("a:\n  documents: x.md\na:\n  documents: x.md\n", 3, "'a' is given twice", ""),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_line(text, line, what, hint):
    _, problems = parse_segments(text)
    assert len(problems) == 1
    assert (problems[0].path, problems[0].line) == ("segments/segments.yaml", line)
    assert what in problems[0].what
    assert hint in problems[0].hint


def test_the_rest_is_read_past_a_fault():
    segments, problems = parse_segments("a b: {}\nc:\n  documents: x.md\n  oops: 1\n  where: [x]\n")
    assert [(segment.segment_id, segment.where) for segment in segments] == [("c", None)]
    assert len(problems) == 3


def test_a_document_whose_heading_is_no_text_carries_no_block():
    segments, _ = parse_segments("a:\n  documents:\n  - {path: x.md, heading: {b: c}}\n  - y.md\n")
    assert segments[0].documents == (DocumentRef("y.md", None, "full", 4),)


ACCOUNTS = tuple(Account(account_id, account_id) for account_id in ("001D000000IRFmaIAH", "A1", "A2", "A3", "A9"))


def test_members_are_those_that_passed_and_were_included_without_the_excluded():
    segment = Segment("s", "S", include=("001D000000IRFma", "A9"), exclude=("A2",))
    membership = members(segment, {"A1": True, "A2": True, "A3": None, "A9": False}, ACCOUNTS)
    assert membership.accounts == ("001D000000IRFmaIAH", "A1", "A9")
    assert (membership.passed, membership.failed, membership.lacking) == (("A1", "A2"), ("A9",), ("A3",))
    assert membership.problems == ()


def test_an_unknown_or_contradicted_account_is_told():
    segment = Segment("s", "S", include=("a1", "A9"), exclude=("A9",), line=7)
    membership = members(segment, {}, ACCOUNTS)
    assert membership.accounts == ()
    assert [str(problem) for problem in membership.problems] == [
        "segments/segments.yaml:7: s: account a1 is not in the CRM. Did you mean A1?",
        "segments/segments.yaml:7: s: A9 is both included and excluded. Keep one of them; for now it is excluded.",
    ]


def test_accounts_in_two_segments_are_reported():
    memberships = [members(Segment(name, name), {"A1": True, "A2": name == "t"}, ACCOUNTS) for name in ("t", "s")]
    assert shared_accounts(memberships) == (("A1", ("s", "t")),)


def test_a_tracker_that_nobody_defined_is_told_with_the_nearest():
    segments = (Segment("s", "S", trackers=("deploy", "audits"), line=3),)
    (problem,) = unknown_trackers(segments, ["deploys", "audits"])
    assert str(problem) == "segments/segments.yaml:3: s: unknown tracker 'deploy'. Did you mean 'deploys'?"


def test_unless_rules_out_who_passed_and_a_person_has_the_last_word():
    accounts = [Account(key, key) for key in ("A1", "A2", "A3", "A4")]
    segment = Segment("s", "S", where="x", unless="y", include=("A3",), exclude=("A4",))
    where = dict.fromkeys(("A1", "A2", "A3", "A4"), True)
    found = members(segment, where, accounts, unless={"A1": None, "A2": True, "A3": True, "A4": False})
    assert (found.accounts, found.ruled_out, found.problems) == (("A1", "A3"), ("A2", "A3"), ())
