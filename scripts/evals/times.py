"""How far the time of a citation is from when its words were said, on calls whose words have times.

Calls of Earnings-22, aligned word by word, are written in three ways, ingested and searched for every few
words of theirs. What a search cites is held against the time of the first word cited, as it prints.

    turns      a table with a row for each 70 words of one speaker
    captions   cues of ten words, as captions are
    words      the file as it is, read by sentences

Rows and cues whose first or last word has no time are left out; the tool joins the others to turns. Other words
without a time are left out of the comparison, not of the text.
Figures are kept in benchmarks/ with date and machine.
"""

import csv
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

import evidence
from evidence.calls.formats.rev_nlp import _Token, _tokens
from evidence.calls.source import Source
from evidence.text import milliseconds, timestamp, words
from measuring.keeping import TRANSCRIPTS, keep

PIECE, CUE, PHRASE = 70, 10, 4
EVERY = 9  # words from one phrase that is searched to the next
NEAR_MS = 2_000

Tokens = Sequence[_Token]


def pieces(tokens: Tokens, size: int) -> Iterator[Tokens]:
    """Yield so many words of one speaker, as far as their first and last one have times."""
    some: list[_Token] = []
    for token in tokens:
        if some and (token.speaker != some[0].speaker or len(some) == size):
            yield some
            some = []
        some.append(token)
    yield some


def timed(parts: Iterator[Tokens]) -> list[Tokens]:
    """Return those that begin and end with a known time."""
    return [part for part in parts if part[0].start_ms is not None and part[-1].end_ms is not None]


def write_turns(path: Path, tokens: Tokens) -> Tokens:
    """Write a table of turns; return the words in it."""
    parts = timed(pieces(tokens, PIECE))
    with path.with_suffix(".csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(["speaker", "start", "end", "text"])
        table.writerows([f"Speaker {part[0].speaker}", *_ends(part), _text(part)] for part in parts)
    return [token for part in parts for token in part]


def write_captions(path: Path, tokens: Tokens) -> Tokens:
    """Write captions; return the words in them."""
    parts = timed(pieces(tokens, CUE))
    cues = ["{} --> {}\n<v Speaker {}>{}\n".format(*_ends(part), part[0].speaker, _text(part)) for part in parts]
    path.with_suffix(".vtt").write_text("\n".join(["WEBVTT\n", *cues]), encoding="utf-8")
    return [token for part in parts for token in part]


def _ends(part: Tokens) -> tuple[str, str]:
    return timestamp(part[0].start_ms or 0), timestamp(part[-1].end_ms or 0)


def _text(part: Tokens) -> str:
    return " ".join(token.word for token in part)


def said(tokens: Tokens, utterances: Sequence[str]) -> list[dict[int, int]]:
    """Return for each utterance when its words were said, by where they begin."""
    rest, found = iter(tokens), []
    for text in utterances:
        parts = text.split(" ")
        places = [0, *accumulate(len(part) + 1 for part in parts)]
        times = [(place, next(rest)) for place, _ in zip(places, parts, strict=False)]
        if any(not text.startswith(token.word, place) for place, token in times):
            raise SystemExit(f"the words of an utterance are not those of the file: {text[:60]}")
        found.append({place: token.start_ms for place, token in times if token.start_ms is not None})
    return found


def misses(library: evidence.Library, call_id: str, tokens: Tokens) -> dict[tuple[int, int], int]:
    """Return by how many milliseconds the printed time of each place is off that a search cites in a call."""
    texts = [utterance.text for utterance in library.store.text.call(call_id)]
    times, off = said(tokens, texts), {}
    for at in range(0, len(tokens) - PHRASE, EVERY):
        phrase = " ".join(words(_text(tokens[at : at + PHRASE])))
        if not phrase:
            continue
        for row in evidence.find_quotes(library, f'"{phrase}"', call=call_id).rows:
            cited = row.record()["citation"]
            known = times[cited["utterance"] - 1]
            places = sorted(known)
            place = places[bisect_right(places, cited["start"]) - 1] if places else -1
            # A hit may begin behind a bracket or a currency sign of its word.
            if cited["time"] and 0 <= cited["start"] - place <= 1:
                printed = milliseconds(cited["time"].removeprefix("~")) or 0
                off[cited["utterance"], place] = printed - known[place]
    return off


def measure(folder: Path, way: str) -> dict[str, float]:
    """Return how many pieces were cited, the share within 2 s and the worst, of all calls written in one way."""
    raw, off = folder / "source/transcripts/raw", list[int]()
    evidence.make_workspace(folder)
    spoken: dict[str, Tokens] = {}
    for file in sorted((TRANSCRIPTS / "earnings22").rglob("*.nlp")):
        call_id = file.name.partition(".")[0]
        tokens: Tokens = list(_tokens(Source(file.name, file.read_bytes())))
        if way == "words":
            (raw / f"{call_id}.nlp").write_bytes(file.read_bytes())
        else:
            plain = [token for token in tokens if not token.word.startswith("<")]  # <unk>: captions hold no such word
            tokens = (write_turns if way == "turns" else write_captions)(raw / call_id, plain)
        spoken[call_id] = tokens
    evidence.ingest_calls(folder)
    with evidence.open(folder) as library:
        for call_id, tokens in spoken.items():
            off += misses(library, call_id, tokens).values()
    late = sorted(map(abs, off))
    return {
        "pieces": len(late),
        "within_2_s": round(sum(ms <= NEAR_MS for ms in late) / len(late), 4),
        "median_s": late[len(late) // 2] / 1000,
        "worst_s": late[-1] / 1000,
    }


def main() -> int:
    """Print and keep the figures of each way; nothing where the transcripts are not here."""
    if not (TRANSCRIPTS / "earnings22").is_dir():
        print("skipped: ../shared/transcripts/earnings22 is not here")
        return 0
    figures = {}
    for way in ("turns", "captions", "words"):
        with TemporaryDirectory() as folder:
            figures[way] = measure(Path(folder), way)
        print(way, *(f"{name} {value:,}" for name, value in figures[way].items()), sep="  ")
    keep("eval-times", figures)
    return 0 if figures["turns"]["within_2_s"] >= 0.95 else 1
