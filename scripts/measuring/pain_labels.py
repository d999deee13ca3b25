"""The gold set of drafted trackers: labels of pains, what customers say, and which of it states which label."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from evidence.calls.normalized import render
from evidence.model import Call, Participant, Utterance

from .gold import read_lines
from .tables import read_rows


class PainLabel(NamedTuple):
    """A label, and the utterances that state it, by their ids."""

    label_id: str
    label: str
    stated: frozenset[str]


class Spoken(NamedTuple):
    """An utterance of the pool."""

    text: str
    source: str


def read_pool(gold: Path, transcripts: Path, half: str) -> tuple[list[PainLabel], dict[str, Spoken], int]:
    """Return the labels of a half, all that is said by utterance id, and how many published ones are not here.

    Raises ValueError where a published text is not the one that was labelled.
    """
    labels = [row for row in read_rows(gold / "labels.csv") if row["split"] == half]
    ids = {row["label_id"] for row in labels}
    rows = [row for row in read_rows(gold / "said.csv") if not row["label_id"] or row["label_id"] in ids]
    published = _published(rows, transcripts)
    pool: dict[str, Spoken] = {}
    stated: dict[str, set[str]] = {}
    missing: set[str] = set()
    for row in rows:
        text = published.get(row["text"]) if row["source"] == "real" else row["text"]
        if text is None:
            missing.add(row["utterance_id"])
            continue
        pool[row["utterance_id"]] = Spoken(text, row["source"])
        if row["states"] == "1":
            stated.setdefault(row["label_id"], set()).add(row["utterance_id"])
    found = [PainLabel(r["label_id"], r["label"], frozenset(stated.get(r["label_id"], ()))) for r in labels]
    return found, pool, len(missing)


def _published(rows: list[dict[str, str]], transcripts: Path) -> dict[str, str]:
    wanted = {row["text"]: row["sha256"] for row in rows if row["source"] == "real"}
    if not wanted or not transcripts.is_dir():
        return {}
    found = {}
    for line in read_lines(transcripts):
        address = f"{line.call_id}#{line.number}"
        if address in wanted:
            if line.sha256 != wanted[address]:
                raise ValueError(f"the text of {address} is not the one that was labelled")
            found[address] = line.text
    return found


def lay_pool(folder: Path, pool: Mapping[str, Spoken]) -> None:
    """Write a workspace in which each utterance is a call of its own, said by a customer."""
    calls = folder / "source/transcripts/normalized"
    calls.mkdir(parents=True)
    (folder / "evidence.yaml").write_text("{}\n", encoding="utf-8")
    for at, (utterance_id, said) in enumerate(pool.items()):
        call = Call(
            f"said-{at:04}",
            utterance_id,
            "",
            "",
            "text",
            "",
            (Participant("Customer", side="customer", side_source="hand"),),
            (Utterance(1, 1, "Customer", said.text),),
        )
        (calls / f"{call.call_id}.md").write_text(render(call), encoding="utf-8")
