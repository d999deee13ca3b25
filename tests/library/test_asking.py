"""Search against a reference that a reader finds obvious: every utterance, every token, one after the other."""

import fnmatch
import random
import re
import shutil
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from evidence import ingest_calls, open_library
from evidence.library.asking import Asking, Filters, ask, askable
from evidence.library.judged import said_before
from evidence.query.grammar import parse_query
from evidence.query.lemmas import load_lemmas
from evidence.text import fold, stem
from evidence.workspace import Workspace
from small_world import HARBOUR, MILL, REED

ROOT = Path(__file__).resolve().parents[2]
SHARED = ROOT.parent / "shared" / "transcripts"
SOURCES = (
    "ethereum_pm/trustlesslogindex/*/transcript.vtt",
    "earnings21/nlp_references/4344338.nlp",
    "earnings22/force_aligned_nlp_references/4483297.aligned.nlp",
    "changelog/*/*.md",
    "bitcointranscripts/chaincode-podcast/package-relay.md",
)


# The reference


def tokens(text):
    """Return (start, end, folded) of every run of letters and digits; these calls hold no other scripts."""
    found = re.finditer(r"[^\W_]+(?:['\u2019][^\W_]+)*", text)
    return [(m.start(), m.end(), fold(m[0])) for m in found]


def edits(a, b):
    """Optimal string alignment distance, by the book."""
    rows = [[max(i, j) if 0 in (i, j) else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


def roots(token):
    """A token stands for its stem, for its lemma, or for both."""
    return set(load_lemmas().forms.get(token, [stem(token)]))


@cache
def fits(term, token):
    kind, word = term
    if kind == "word":
        # Who asks for a word that exists, such as `found`, does not ask for `find`.
        return bool(roots(token) & ({stem(word)} if word in load_lemmas().own else roots(word)))
    if kind == "wild":
        return fnmatch.fnmatchcase(token, word)
    return edits(token, word) <= 1


def places(query, said):
    """Return the (first, last) tokens that a query matches, None where the utterance does not match."""
    kind, *parts = query
    if kind in {"word", "wild", "fuzzy"}:
        return [(i, i) for i, t in enumerate(said) if fits(query, t[2])] or None
    if kind == "phrase":
        found = [
            (i, i + len(parts) - 1)
            for i in range(len(said) - len(parts) + 1)
            if all(fits(part, said[i + k][2]) for k, part in enumerate(parts))
        ]
        return found or None
    if kind == "near":
        (left, right), gap = parts[:2], parts[2]
        pairs = [(a, b) for a in places(left, said) or () for b in places(right, said) or ()]
        close = [(a, b) for a, b in pairs if a != b and abs(a[0] - b[0]) - 1 <= gap]
        return [place for pair in close for place in pair] or None
    if kind == "not":
        return [] if places(parts[0], said) is None else None
    found = [places(part, said) for part in parts]
    if kind == "and":
        return None if None in found else [place for one in found for place in one]
    return [place for one in found for place in one or ()] if any(f is not None for f in found) else None


def written(query):
    kind, *parts = query
    if kind in {"word", "wild"}:
        return parts[0]
    if kind == "fuzzy":
        return f"{parts[0]}~"
    if kind == "phrase":
        return f'"{" ".join(map(written, parts))}"'
    if kind == "near":
        return f"{written(parts[0])} NEAR/{parts[2]} {written(parts[1])}"
    if kind == "not":
        return f"NOT ({written(parts[0])})"
    return f"({f' {kind.upper()} '.join(map(written, parts))})"


# Random queries out of the words that were said


def term(chance, vocabulary):
    word = chance.choice(vocabulary)
    kind = chance.choice(["word", "word", "word", "lemma", "wild", "fuzzy"])
    if kind == "lemma":
        irregular = [word for word in vocabulary if roots(word) != {stem(word)}]
        return "word", chance.choice(irregular or vocabulary)
    if kind == "wild" and len(word) > 2:
        cut = chance.randrange(1, len(word))
        return "wild", chance.choice([f"{word[:cut]}*", f"*{word[cut:]}", f"{word[:cut]}?{word[cut + 1 :]}"])
    return (kind, word) if kind == "word" or len(word) > 3 else ("word", word)


def random_query(chance, said, vocabulary, depth=0):
    kind = chance.choice(["term", "phrase", "near", "and", "or", "andnot"] if depth < 2 else ["term", "phrase"])
    if kind == "phrase":
        run = chance.choice([utterance for utterance in said if len(utterance) > 3])
        at = chance.randrange(len(run) - 2)
        words = [token for _, _, token in run[at : at + chance.choice([2, 2, 3])]]
        return ("phrase", *(("word", word) for word in words))
    if kind == "near":
        return "near", term(chance, vocabulary), term(chance, vocabulary), chance.choice([0, 1, 3, 8])
    if kind in {"and", "or"}:
        return (kind, *(random_query(chance, said, vocabulary, depth + 1) for _ in range(2)))
    if kind == "andnot":
        return "and", term(chance, vocabulary), ("not", random_query(chance, said, vocabulary, depth + 1))
    return term(chance, vocabulary)


def spans_of(found, said):
    spans = []
    for first, last in sorted(set(found), key=lambda place: (said[place[0]][0], said[place[1]][1])):
        start, end = said[first][0], said[last][1]
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return tuple(spans)


def check(workspace, seed, rounds):
    chance = random.Random(seed)  # noqa: S311  the same queries on every run
    with open_library(workspace) as library:
        texts = {
            (entry.call_id, u.number): u.text
            for entry in library.catalog.calls()
            for u in library.store.text.call(entry.call_id)
        }
        said = {place: tokens(text) for place, text in texts.items()}
        runs = list(said.values())
        vocabulary = sorted({token for run in runs for _, _, token in run if token.isascii()})
        for _ in range(rounds):
            query = random_query(chance, runs, vocabulary)
            expected = {}
            for place, run in said.items():
                found = places(query, run)
                if found is not None:
                    expected[place] = spans_of(found, run)
            asking = Asking(library, parse_query(written(query), filtered=True))
            hits = {(hit.call_id, hit.utterance.number): hit.spans for hit in asking.hits()}
            assert hits == expected, written(query)
            assert asking.count() == (len(expected), True), written(query)


def test_random_queries_agree_on_the_example(example):
    check(Workspace(example), seed=1, rounds=60)


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_random_queries_agree_on_real_calls_of_five_sources(tmp_path):
    raw = tmp_path / "source" / "transcripts" / "raw"
    for pattern in SOURCES:
        for file in sorted(SHARED.glob(pattern))[:2]:
            target = raw / file.relative_to(SHARED)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, target)
    (tmp_path / "evidence.yaml").write_text("")
    done = ingest_calls(tmp_path, jobs=1)
    assert len({report.path.split("/")[0] for report in done.reports if report.call_id}) == len(SOURCES)
    check(Workspace(tmp_path), seed=2, rounds=40)


# What goes with a query


def found(library, text="", **filters):
    return [(hit.call_id, hit.utterance.number) for hit in Asking(library, ask(text, Filters(**filters))).hits()]


def test_every_filter_given_must_hold(small):
    assert found(small, '"by hand"', outcome="lost") == [(MILL, 2)]
    assert found(small, "", speaker="odile") == [(HARBOUR, 2), (HARBOUR, 4)]
    assert found(small, "", segment="Banks", role="user", until="2026-12") == [(MILL, 2), (MILL, 4)]
    assert found(small, "hours", call=HARBOUR, side="internal") == [(HARBOUR, 3)]
    assert found(small, "", tracker="audits", account="Harbour Lending") == [(HARBOUR, 4)]
    assert found(small, "", account="Reed Boxes", tracker="audits") == []


def test_mentions_are_grouped_by_call_account_and_segment(small):
    asking = Asking(small, ask('"by hand"'))
    assert asking.by_call() == {HARBOUR: 1, MILL: 1, REED: 1}
    assert asking.by_group("account") == {"A1": {HARBOUR: 1}, "A2": {MILL: 1}, "A3": {REED: 1}}
    assert asking.by_group("segment") == {"lenders": {HARBOUR: 1, MILL: 1}, None: {REED: 1}}


def test_a_tracker_that_names_what_does_not_exist_is_left_out_and_told(small):
    good, bad = small.trackers["audits"], replace(small.trackers["by-hand"], queries=("hand segment:nobody",))
    assert [one.tracker_id for one in askable(small, [good, bad, bad])] == ["audits"]
    assert [problem.path for problem in small.problems] == ["source/trackers.yaml"], "and told once"


def test_what_others_said_before_is_of_two_turns(small):
    call = small.store.text.call(HARBOUR)
    assert said_before(call, 3) == ("Ten hours.",)
    assert said_before(call, 2) == ("Honestly? We do every release by hand, and it takes ten hours a week.",)
    assert said_before(call, 0) == ()


def test_any_side_is_no_filter():
    assert Filters(side="any").nodes() == Filters(side="Any").nodes() == ()
    assert len(Filters(side="customer").nodes()) == 1
