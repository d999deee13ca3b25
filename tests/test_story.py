"""The path of the data, told once: from a raw export to a quote that is proved, and one that is not."""

import re

import pytest

from evidence.cli.app import run

CALL = """WEBVTT

1
00:00:02.000 --> 00:00:07.000
Ines Vale: Tell me how a release goes today.

2
00:12:30.000 --> 00:12:41.000
Odile Marchetti: Honestly? We were babysitting deploys for ten hours a week.

3
00:12:42.000 --> 00:12:44.000
Ines Vale: Ten hours.

4
00:12:45.000 --> 00:12:55.000
Odile Marchetti: Ten hours, yes. And nobody slept on a Thursday.
"""
FILES = {
    "evidence.yaml": "own_names: [Ines Vale]\n",
    "source/transcripts/raw/harbour-2026-01-12.vtt": CALL,
    "source/crm/exports/crm_accounts_2026-01-31.csv": (
        "account_id,account_name,industry,headcount\nAccount_007,Harbour Lending,Financial Services,350\n"
    ),
    "source/joins/mappings/calls.csv": "transcript_id,account_id\nharbour-2026-01-12,Account_007\n",
    "source/people.csv": "label,side,role\nOdile Marchetti,customer,champion\n",
    "source/trackers.yaml": (
        "manual-deploys:\n  label: Manual deploys that do not scale\n  queries: ['babysit* NEAR/5 deploy*']\n"
    ),
    "segments/segments.yaml": (
        "fintech:\n  name: Fintech\n  documents: [{path: fintech.md}]\n"
        "  where: industry = 'Financial Services'\n  trackers: [manual-deploys]\n"
    ),
    "segments/fintech.md": "# Fintech\n\nLenders and banks.\n",
}


@pytest.fixture
def evidence(tmp_path, monkeypatch, capsys):
    """Run a command in the workspace; return its exit code and what it printed."""
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def command(*arguments):
        code = run(list(arguments))
        return code, capsys.readouterr().out

    return command


def test_from_raw_words_to_proved_evidence(evidence, tmp_path):
    # A raw export becomes a call that people can read ...
    assert evidence("ingest")[0] == 0
    normalized = (tmp_path / "source/transcripts/normalized/harbour-2026-01-12.md").read_text(encoding="utf-8")
    assert '<a id="u2"></a>\n**Odile Marchetti** `00:12:30.000' in normalized

    # ... and can be asked.
    code, found = evidence("search", "babysit deploy", "--side", "customer")
    assert code == 0
    assert "Harbour Lending" in found
    assert "#u2 00:12:30 ~00:12:33" in found

    # It belongs to an account, because a person said so.
    code, links = evidence("link")
    assert code == 0
    assert re.search(r"harbour-2026-01-12 +Account_007 +Harbour Lending +mapping", links)

    # The words stand as evidence under the segment, with who said them and where.
    assert evidence("attach")[0] == 0
    document = tmp_path / "segments/fintech.md"
    attached = document.read_text(encoding="utf-8")
    assert attached.startswith("# Fintech\n\nLenders and banks.\n")
    assert "We were babysitting deploys for ten hours a week." in attached
    assert "(../source/transcripts/normalized/harbour-2026-01-12.md#u2)" in attached
    assert "Odile" not in attached, "a role instead of a name, unless the settings say otherwise"

    # What is attached is proved ...
    assert evidence("attach") == (0, "segments/fintech.md:5  fintech: 1 quote from 1 account, unchanged\n")
    assert evidence("verify") == (0, "")

    # ... and one changed word is caught, on its line.
    document.write_text(attached.replace("ten hours a week", "two hours a week"), encoding="utf-8")
    code, failures = evidence("verify")
    assert code == 1
    line = next(n for n, text in enumerate(attached.splitlines(), 1) if "ten hours a week" in text)
    assert failures.startswith(f"segments/fintech.md:{line}: altered")
