"""The gold set for pains: what was drawn, and that the words behind it can be found again."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from evidence.calls.normalized import parse

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "tests" / "gold" / "sample.csv"
TRANSCRIPTS = ROOT.parent / "shared" / "transcripts"
SOURCES = {"bitcointranscripts", "changelog", "dstc11", "earnings21", "earnings22", "ethereum_pm", "qmsum"}
HEADER = ["item", "call_id", "utterance", "sha256", "source", "stratum", "weight", "random_weight", "split"]

here = pytest.mark.skipif(not TRANSCRIPTS.is_dir(), reason="../shared/transcripts is not here")


@pytest.fixture(scope="module")
def sample():
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_sample_is_large_well_formed_and_free_of_words(sample):
    assert list(sample[0]) == HEADER
    assert len(sample) >= 1_200
    assert [row["item"] for row in sample] == [str(n) for n in range(1, len(sample) + 1)]
    for row in sample:
        assert re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,79}", row["call_id"])
        assert int(row["utterance"]) >= 1
        assert re.fullmatch(r"[0-9a-f]{12}", row["sha256"])
    assert len({(row["call_id"], row["utterance"]) for row in sample}) == len(sample)


def test_every_source_has_rows_of_both_strata_in_both_splits(sample):
    drawn = {(row["source"], row["stratum"], row["split"]) for row in sample}
    assert drawn == {(s, t, p) for s in SOURCES for t in ("random", "enriched") for p in ("dev", "test")}
    strata = Counter(row["stratum"] for row in sample)
    assert abs(strata["random"] - strata["enriched"]) < len(sample) / 20


def test_no_call_is_in_both_splits(sample):
    splits = defaultdict(set)
    for row in sample:
        splits[row["call_id"]].add(row["split"])
    assert all(len(found) == 1 for found in splits.values())
    sizes = Counter(row["split"] for row in sample)
    assert abs(sizes["dev"] - sizes["test"]) < len(sample) / 10


def test_random_rows_of_a_source_weigh_the_same_and_enriched_ones_have_no_random_weight(sample):
    weights = defaultdict(set)
    for row in sample:
        assert float(row["weight"]) >= 1
        assert (row["random_weight"] == "") == (row["stratum"] == "enriched")
        if row["random_weight"]:
            assert float(row["weight"]) <= float(row["random_weight"])
            weights[row["source"]].add(row["random_weight"])
    assert all(len(found) == 1 for found in weights.values())


@here
def test_drawing_again_gives_the_same_sample_and_texts_show_no_stratum(sample, tmp_path):
    out, texts = tmp_path / "sample.csv", tmp_path / "texts.jsonl"
    command = [sys.executable, ROOT / "scripts" / "eval", "gold", TRANSCRIPTS, "--out", out, "--texts", texts]
    subprocess.run(command, check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": "7"})
    assert out.read_bytes() == SAMPLE.read_bytes()  # hashes of the words included
    lines = texts.read_text(encoding="utf-8").splitlines()
    assert len(lines) == len(sample)
    assert not any(word in lines[0] for word in ("stratum", "weight", "split"))


@here
def test_addresses_are_those_that_ingest_gives(sample, tmp_path):
    raw = tmp_path / "source" / "transcripts" / "raw"
    for name in ("qmsum/ES2002a.json", "earnings21/nlp_references/4344338.nlp"):
        target = raw / name
        target.parent.mkdir(parents=True)
        target.write_bytes((TRANSCRIPTS / name).read_bytes())
    for vtt in sorted(TRANSCRIPTS.glob("ethereum_pm/rpcstandards/*/transcript.vtt"))[:3]:
        target = raw / vtt.relative_to(TRANSCRIPTS)
        target.parent.mkdir(parents=True)
        target.write_bytes(vtt.read_bytes())
    (tmp_path / "evidence.yaml").touch()
    evidence = Path(sys.executable).with_name("evidence")
    subprocess.run([evidence, "--workspace", tmp_path, "ingest"], check=True, capture_output=True)
    calls = [parse(p.read_text("utf-8")) for p in sorted((tmp_path / "source/transcripts/normalized").glob("*.md"))]
    said = {(call.call_id, str(u.number)): u.text for call in calls for u in call.utterances}
    ingested = {call.call_id for call in calls}
    found = [row for row in sample if row["call_id"] in ingested]
    assert len({row["call_id"] for row in found}) >= 3
    for row in found:
        text = said[row["call_id"], row["utterance"]]
        assert hashlib.sha256(text.encode()).hexdigest()[:12] == row["sha256"]


def test_every_item_has_the_labels_of_two_passes():
    with SAMPLE.with_name("labels.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with SAMPLE.open(encoding="utf-8") as file:
        assert [row["item"] for row in rows] == [row["item"] for row in csv.DictReader(file)]
    for row in rows:
        for number in "12":
            label, whose = row[f"label_{number}"], row[f"whose_{number}"]
            assert label in {"pain", "fix", "neither"}
            assert (whose == "none") == (label == "neither")
    assert sum("pain" in (row["label_1"], row["label_2"]) for row in rows) >= 250


def test_what_was_read_again_are_items_of_the_sample_with_labels_of_the_page():
    with SAMPLE.with_name("reread.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert 100 <= len(rows) <= 200
    with SAMPLE.open(encoding="utf-8") as file:
        items = {row["item"] for row in csv.DictReader(file)}
    assert {row["item"] for row in rows} <= items
    assert all((row["whose_3"] == "none") == (row["label_3"] == "neither") for row in rows)
    assert {row["label_3"] for row in rows} <= {"pain", "fix", "neither"}
