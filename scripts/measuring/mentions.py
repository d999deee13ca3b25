"""The gold set of mentions: matched words of utterances, and how each pass says that they are meant."""

import re
import sys
from pathlib import Path
from typing import NamedTuple, cast

from evidence.model import Assertion, PainKind, Span
from evidence.query.grammar import parse_query
from evidence.query.match import match

from .gold import GOLD, read_lines
from .tables import read_rows

MENTIONS = GOLD / "assertion"
_OF_ANOTHER = re.compile(r"[A-Z][\w .'-]{0,30}: ")
"""How the next turn begins where somebody else has it, which changes nothing of what was said."""


class Mention(NamedTuple):
    """Matched words of an utterance, what its speaker says next, and the labels of the passes."""

    item: str
    call: str
    kind: PainKind
    text: str
    spans: tuple[Span, ...]
    later: str
    labels: tuple[Assertion, ...]


def read_mentions(transcripts: Path, half: str) -> list[Mention]:
    """Return the mentions of a half, invented ones and those of published calls.

    One that a pass calls `off`, because its words speak of something else, is left out.
    Exits where a text is not the one that was labelled. Without the published calls the invented ones are left.
    """
    suffix = "" if half == "first" else f"_{half}"
    rows = read_rows(MENTIONS / f"labels{suffix}.csv")
    labels = {row["item"]: tuple(cast("Assertion", row[name]) for name in row if name != "item") for row in rows}
    found = [_said(row, labels[row["item"]]) for row in read_rows(MENTIONS / f"said{suffix}.csv")]
    if transcripts.is_dir():
        found += _real(transcripts, suffix, labels)
    return [one for one in found if "off" not in one.labels]


def _said(row: dict[str, str], labels: tuple[Assertion, ...]) -> Mention:
    start = row["say"].index(row["words"])
    later = "" if _OF_ANOTHER.match(row["after"]) else row["after"]
    kind = cast("PainKind", row["kind"])
    spans = _matched(row["query"], row["say"], start, start + len(row["words"]))
    return Mention(row["item"], row["call"], kind, row["say"], spans, later, labels)


def _matched(query: str, text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return what a query matches between two characters of a text: the mention that was labelled."""
    found = match(parse_query(query), text) or ()
    return tuple(span for span in found if start <= span[0] and span[1] <= end) or ((start, end),)


def _real(transcripts: Path, suffix: str, labels: dict[str, tuple[Assertion, ...]]) -> list[Mention]:
    lines = list(read_lines(transcripts))
    places = {(line.source, line.call_id, str(line.number)): at for at, line in enumerate(lines)}
    found = []
    for row in read_rows(MENTIONS / f"real{suffix}.csv"):
        at = places[row["source"], row["call_id"], row["utterance"]]
        line, after = lines[at], lines[at + 1] if at + 1 < len(lines) else None
        if line.sha256 != row["sha256"]:
            sys.exit(f"the text of {row['call_id']}#u{row['utterance']} is not the one that was labelled")
        goes_on = after is not None and after.call_id == line.call_id and after.before[-1:] and after.before[-1][0]
        later = after.text if after and goes_on else ""
        start, end = int(row["words_start"]), int(row["words_end"])
        kind = cast("PainKind", row["kind"])
        spans = _matched(row["query"], line.text, start, end)
        found.append(Mention(row["item"], row["call_id"], kind, line.text, spans, later, labels[row["item"]]))
    return found
