"""A small workspace, built by hand: three accounts, three calls, two pain points, one segment and its document.

What is in it can be counted on one's fingers: Harbour Lending (won) and Mill Bank (lost) are lenders and make
the segment, Reed Boxes is none. Nobody knows whose side Cy Lund is on.
"""

import evidence
from evidence.model import Decision


def vtt(*turns):
    """Return a WebVTT file of (seconds, speaker, words)."""
    cues = [f"{clock(at)} --> {clock(at + 3)}\n{who}: {said}\n" for at, who, said in turns]
    return "\n".join(["WEBVTT\n", *cues])


def clock(seconds):
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}.000"


HARBOUR, MILL, REED = "harbour-2026-01-12", "mill-2026-04-02", "reed-2026-05-04"
RAW = "source/transcripts/raw"
FILES = {
    "evidence.yaml": "own_names: [Ines Vale]\n",
    f"{RAW}/{HARBOUR}.vtt": vtt(
        (2, "Ines Vale", "Tell me how a release goes today."),
        (750, "Odile Marchetti", "Honestly? We do every release by hand, and it takes ten hours a week."),
        (762, "Ines Vale", "Ten hours."),
        (765, "Odile Marchetti", "Ten hours, yes. And then the auditors ask who approved it."),
    ),
    f"{RAW}/{MILL}.vtt": vtt(
        (1, "Ines Vale", "How do you ship?"),
        (5, "Bo Trent", "We deploy by hand on Sundays, and two of us lose the whole night."),
        (12, "Ines Vale", "Every Sunday?"),
        (15, "Bo Trent", "Every Sunday. It is a nightmare and we can not sleep."),
    ),
    f"{RAW}/{REED}.vtt": vtt(
        (1, "Ines Vale", "And what about you?"),
        (4, "Cy Lund", "We fold the boxes by hand."),
        (9, "Ines Vale", "Thank you, Cy."),
        (12, "Cy Lund", "You are welcome."),
    ),
    "source/people.csv": "label,side,role\nOdile Marchetti,customer,champion\nBo Trent,customer,user\n",
    "source/joins/mappings/calls.csv": f"transcript_id,account_id\n{HARBOUR},A1\n{MILL},A2\n{REED},A3\n",
    "source/crm/exports/crm_accounts_2026-03-31.csv": (
        "account_id,account_name,domain,industry,headcount\n"
        "A1,Harbour Lending,harbour.example,Financial Services,350\n"
        "A2,Mill Bank,mill.example,Financial Services,500\n"
        "A3,Reed Boxes,reed.example,Packaging,20\n"
    ),
    "source/crm/exports/crm_deals_2026-03-31.csv": (
        "opportunity_id,account_id,stage,amount,is_won,is_closed,created_date,close_date,loss_reason\n"
        "D1,A1,Closed Won,40000,true,true,2026-01-01,2026-02-10,\n"
        "D2,A2,Closed Lost,10000,false,true,2026-01-05,2026-02-20,Price\n"
        "D3,A3,Proposal,5000,false,false,2026-03-01,,\n"
    ),
    "source/crm/exports/crm_contacts_2026-03-31.csv": (
        "contact_id,account_id,name,email,job_title\n"
        "C1,A1,Odile Marchetti,odile@harbour.example,Head of Releases\n"
    ),
    "source/trackers.yaml": (
        "by-hand:\n  label: Work by hand\n  queries: ['\"by hand\"']\n  counter: [painless]\n"
        "  should_match: [We ship by hand.]\n  should_not_match: [Give me a hand.]\n"
        "audits:\n  label: Audits\n  queries: [auditor*, zeppelin]\n"
    ),
    "segments/segments.yaml": (
        "lenders:\n  name: Lenders\n  aliases: [Banks]\n  documents: [{path: lenders.md}]\n"
        "  where: industry = 'Financial Services'\n  trackers: [by-hand, audits]\n"
    ),
    "segments/lenders.md": "# Lenders\n\nHarbour and Mill.\n\n### Pain points\n\n- Releases by hand\n",
}  # fmt: skip


def lay(folder, files=None):
    """Write files below a folder, those of the small workspace where none are given, and ingest them."""
    for name, text in (FILES if files is None else files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    evidence.ingest_calls(folder, jobs=1)
    return folder


def decided(record, verdict="accept", day=1):
    """Return a decision on a quote as `--json` prints it."""
    place = record["citation"]
    return Decision(
        f"2026-04-{day:02d}T00:00:00Z", "kim", "lenders", record["tracker"], record["quote_id"], verdict,
        record["call_id"], record["utterance"], place["start"], place["end"], record["quote"],
    )  # fmt: skip
