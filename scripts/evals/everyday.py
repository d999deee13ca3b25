"""Make the table of how often words are said in open conversations: src/evidence/quotes/everyday.txt.

Counted are the stems of all words in the published calls of the folder TRANSCRIPTS. A rate is per million words, the
mean over the sources without the one in which the word is commonest: what only one kind of meeting speaks of (a remote
control, a quarter, a block of a chain) is a topic there and not everyday speech. Counts alone are kept, no sentence.

Options: `--write` replaces the table, else it is only compared with what a new count gives.
"""

from collections import Counter
from pathlib import Path

from evidence.text import stem, words
from measuring.gold import read_lines
from measuring.keeping import ROOT, TRANSCRIPTS

TABLE = ROOT / "src" / "evidence" / "quotes" / "everyday.txt"
MOST = 3_000  # stems, the commonest; the last is said three times in a million words


def rates(transcripts: Path) -> tuple[int, list[tuple[str, int]]]:
    """Return how many words were counted, and the commonest stems with their rates, by the alphabet."""
    counts: dict[str, Counter[str]] = {}
    for line in read_lines(transcripts):
        counts.setdefault(line.source, Counter()).update(
            stem(word) for word in words(line.text) if not any(sign.isdigit() for sign in word)
        )
    sizes = {source: sum(count.values()) for source, count in counts.items()}

    def rate(root: str) -> float:
        each = sorted(1e6 * counts[source][root] / sizes[source] for source in counts)[:-1]
        return sum(each) / len(each)

    found = {root: rate(root) for root in set().union(*counts.values())}
    common = sorted(found, key=lambda root: (-found[root], root))[:MOST]
    return sum(sizes.values()), [(root, round(found[root])) for root in sorted(common)]


def render(total: int, found: list[tuple[str, int]]) -> str:
    """Return the table with what it is."""
    head = f"""\
# Stems and how often they are said in a million words of conversation. Made by `scripts/eval everyday --write` from
# {total:,} words of seven published collections: meetings, calls of developers, earnings calls, interviews, callers.
# The mean over the collections without the highest; the {len(found):,} commonest. Counts only: no sentence of theirs.
"""
    return head + "".join(f"{root} {each}\n" for root, each in found)


def main(transcripts: Path = TRANSCRIPTS, *, write: bool = False) -> None:
    """Print how many words were counted and whether the table is what they give."""
    total, found = rates(transcripts)
    text = render(total, found)
    if write:
        TABLE.write_text(text, encoding="utf-8")
    same = TABLE.is_file() and TABLE.read_text(encoding="utf-8") == text
    least = min(each for _, each in found)
    print(f"{total:,} words, {len(found):,} stems of at least {least} per million; {'' if same else 'not '}as kept")
