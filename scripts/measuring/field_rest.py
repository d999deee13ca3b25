"""What is right of the cases that are no transcripts: CRM exports, links, pains, quotes, segments."""

import json
import re
import shutil
from collections.abc import Callable, Iterator

from .field_cases import Case
from .keeping import ROOT

SEED = ROOT.parent / "shared" / "segments" / "003_d9aa4e6225b74a82.md"


def accounts(case: Case) -> list[dict[str, object]]:
    """Return the accounts as they are exported."""
    _ = case.ingested
    code, _ = case.run("export", "accounts", "--to", "jsonl", "--out", "accounts.jsonl")
    path = case.root / "accounts.jsonl"
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if code == 0 else []


def deals(case: Case) -> dict[str, int]:
    """Return how many deals are won, lost and open."""
    rows = accounts(case)
    return {kind: sum(int(str(row[kind])) for row in rows) for kind in ("won", "lost", "open")}


def stages(case: Case) -> Iterator[str]:
    """Check that a stage may carry its pipeline in brackets."""
    if (found := deals(case)) != {"won": 1, "lost": 1, "open": 1}:
        yield f"deals: {found}"
    if not any(row["loss_reason"] == "Price" for row in accounts(case)):
        yield "the reason for the loss is not Price"


def report(case: Case) -> Iterator[str]:
    """Check that a report without ids is joined by the names of accounts, or the advice is to add the id."""
    code, said = case.ingested
    if re.search(r"Owner'?\? Rename", said):
        yield f"harmful advice: {said.strip()[:160]}"
    found = deals(case)
    joined = found == {"won": 1, "lost": 1, "open": 0}
    advice = code != 0 and re.search(r"(?i)\badd\b.*\bid\b", said)
    if not (joined or advice):
        yield f"deals: {found}"
    if joined and not re.search(r"(?i)\bby (account )?name", said):
        yield "nothing says that accounts were joined by name"


def nul_bytes(case: Case) -> Iterator[str]:
    """Check that nUL bytes in one cell cost no table; the line is named."""
    if (found := deals(case)) != {"won": 1, "lost": 1, "open": 0}:
        yield f"deals: {found}"
    if not re.search(r"crm_deals_2026-03-01\.csv:\d", case.ingested[1]):
        yield "the line is not named"


def named_in_speech(case: Case) -> Iterator[str]:
    """Check that the company that is greeted is the first candidate."""
    _ = case.ingested
    wanted = {"plain": "A1", "article": "A1", "possessive": "A1", "article_and_possessive": "A2", "short_form": "A4"}
    for row in case.records("link"):
        candidates = row.get("candidates") or [{}]
        assert isinstance(candidates, list)
        first = row.get("account_id") or candidates[0].get("account_id")
        if first != wanted[str(row["call_id"])]:
            yield f"{row['call_id']}: {first}"


def match_names(case: Case) -> Iterator[str]:
    """Check that share classes and states in names do not matter, other companies do."""
    _ = case.ingested
    found = {row["name"]: row["account_id"] for row in case.records("link", "--match-names", "n.csv")}
    if found != {"Cuneiform Inc. (Class A)": "B1", "Zenor Pharmaceuticals": "B2"}:
        yield f"matched: {found}"


def pains(case: Case) -> Iterator[str]:
    """Check that the six pains stand above the seven sentences that only sound like it."""
    _ = case.ingested
    order = [str(row["call_id"]) for row in case.records("pains", "--limit", "0")]
    wanted = {f"x{number}" for number in range(1, 7)}
    if set(order[:6]) != wanted:
        yield f"first: {order[:6]}, of {len(order)}"


def gone(case: Case) -> Iterator[str]:
    """Check that what is over is no evidence that it is there."""
    _ = case.ingested
    case.run("attach")
    text = (case.root / "segments/example.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("|")]
    for row in rows:
        if "hand" in row[0] and not re.match(r"0\b", row[1]):
            yield f"counted: {row[1]}"
    if "evidence:begin" not in text:
        yield "no block was written"


def languages(case: Case) -> Iterator[str]:
    """Check that pains are found in German and French, without the denied ones; or a line says where they are not."""
    _ = case.ingested
    said = case.run("pains", "--side", "unknown")[1]
    told = re.search(r"(?i)english|language|german|french|not (?:looked|searched|judged)", said + case.run("status")[1])
    found = "Albtraum" in said and "cauchemar" in said
    if not (found or told):
        yield f"neither found nor told: {said.strip()[:80]}"
    if re.search(r"keine Probleme|pas de problème", said) and not found:
        yield "a denied pain is listed"


def two_quotes(case: Case) -> Iterator[str]:
    """Check that both quotes of a block quotation are checked; without a CRM nobody can tell whose the first is."""
    _ = case.ingested
    code, said = case.run("verify", "segments/n.md")
    if code != 1 or "2 quotations: 0 verified, 1 absent, 1 not judged (line 1: nobody can tell whether" not in said:
        yield f"exit code {code}: {said.strip()[-80:]}"


def list_items(case: Case) -> Iterator[str]:
    """Check that a quotation of a list item is checked, or named."""
    _ = case.ingested
    code, said = case.run("verify", "segments/n.md")
    if code != 1 and not re.search(r"segments/n\.md:1\b", said):
        yield f"exit code {code}: {said.strip()[-80:]}"


def cut_short(case: Case) -> Iterator[str]:
    """Check that a quotation that ends before a reservation is told."""
    _ = case.ingested
    rows = case.records("verify", "segments/n.md")
    told = [row for row in rows if row["verdict"] not in ("exact", "normalized") or row.get("warnings")]
    told = [row for row in told if re.search(r"(?i)cut|but\b|except", json.dumps(row))]
    if len(rows) != 2 or len(told) != 2:
        yield f"verdicts: {[row['verdict'] for row in rows]}"


def after_init(case: Case) -> Iterator[str]:
    """Check that what nobody has touched since `init` keeps nobody from a suggestion that is written."""
    said = case.run("segments", "--suggest")[1]
    written = (case.root / "segments/segments.yaml").read_text(encoding="utf-8")
    if "mid-market-lenders" not in written:
        yield f"not written: {said.strip().splitlines()[-1]}"


def dropped_pains(case: Case) -> Iterator[str]:
    """Check that every pain that `segments` finds stands in what is suggested."""
    if not SEED.is_file():
        yield "the document is not here"
        return
    shutil.rmtree(case.root / "segments")
    (case.root / "source/trackers.yaml").unlink()
    (case.root / "segments").mkdir()
    shutil.copyfile(SEED, case.root / "segments" / SEED.name)
    said = case.run("segments", "--suggest")[1]
    files = [*(case.root / "segments").glob("*.yaml"), case.root / "source/trackers.yaml"]
    text = said + "".join(path.read_text(encoding="utf-8") for path in files if path.is_file())
    for pain in ("Client Churn (Downtime)", "AWS Complexity Barrier"):
        if pain not in text:
            yield f"not suggested: {pain}"


def in_nothing(case: Case) -> Iterator[str]:
    """Check that where nothing was searched, nothing is said to be absent."""
    _ = case.ingested
    case.run("attach")
    text = (case.root / "segments/example.md").read_text(encoding="utf-8")
    if re.search(r"(?i)searched (?:for|and),? not found", text):
        yield "the block says that it searched"
    if "evidence:begin" in text and not re.search(r"(?i)\bno calls?\b|nothing (?:was |could be )?search", text):
        yield "the block does not say that there is no call"


def any_side(case: Case) -> Iterator[str]:
    """Check that `any` is a side of filters as it is one of trackers."""
    code, said = case.run("pains", "--side", "any")
    if code == 2:
        yield said.strip()[:100]


REST: dict[str, Callable[[Case], Iterator[str]]] = {
    "crm-stage-with-pipeline": stages,
    "crm-report-without-ids": report,
    "crm-nul-bytes": nul_bytes,
    "link-names-in-speech": named_in_speech,
    "match-names-legal-tails": match_names,
    "pains-and-what-only-sounds-like-it": pains,
    "pains-that-are-gone": gone,
    "pains-in-other-languages": languages,
    "verify-two-quotes-in-one-blockquote": two_quotes,
    "verify-quotes-in-list-items": list_items,
    "verify-quote-cut-before-but": cut_short,
    "suggest-after-init": after_init,
    "suggest-drops-pains": dropped_pains,
    "searched-in-nothing": in_nothing,
    "filter-side-any": any_side,
}
