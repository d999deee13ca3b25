"""The meetings of QMSum (Zhong et al., NAACL 2021), with human questions and the turns that answer them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Meeting(NamedTuple):
    """A meeting: speaker and words of its turns, marks such as {vocalsound} taken out; questions, places of answers."""

    name: str
    turns: list[tuple[str, str]]
    questions: list[tuple[str, frozenset[int]]]


def read_meetings(folder: Path) -> Iterator[Meeting]:
    """Yield the meetings of a folder."""
    for path in sorted(folder.glob("*.json")):
        read = json.loads(path.read_text(encoding="utf-8"))
        turns = [
            (turn["speaker"], " ".join(re.sub(r"\{[^{}]*\}", " ", turn["content"]).split()))
            for turn in read["meeting_transcripts"]
        ]
        questions = [
            (asked["query"], frozenset(n for a, b in asked["relevant_text_span"] for n in range(int(a), int(b) + 1)))
            for asked in read["specific_query_list"]
        ]
        yield Meeting(path.stem, turns, questions)
