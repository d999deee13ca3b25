"""How a quotation differs from what was said: hedges, nearest words, shown difference.

Nearest words are found with rapidfuzz on whole words: its partial ratio names
the stretch and roughly the window, Levenshtein distance trims it. A patchwork is
found by taking the longest run of words that stands anywhere, again and again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.quotes.folding import rough
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from evidence.quotes.alignment import CallSpeech, FoldedText, Range, Stretch

_BARE = word_set("bare negations")
_NEGATIONS = _BARE | word_set("negated verbs")
_REFUSALS = word_set("refusals")
_SOFTENERS = word_set("softeners")
_TWO_WORDS = word_set("softening phrases")
_STRIPPED = {"won't": "will", "can't": "can", "cannot": "can", "shan't": "shall", "ain't": "is"}
_STOP = re.compile(r"(?<!\.)[.?!](?!\.)")  # `...` is a pause
_CLIP = 160
_PATCH = 3  # words that a piece of a patchwork has at least: two in a row stand anywhere


def is_negation(key: str) -> bool:
    """Whether a word turns what follows into its opposite."""
    return key in _NEGATIONS or key.endswith("n't") or key.replace("-", " ") in _REFUSALS


def hedge_in(keys: Sequence[str]) -> str:
    """Return the first negation or softener, "" where there is none."""
    for key, pair in zip(keys, [*map(" ".join, pairwise(keys)), ""], strict=False):
        if pair in _TWO_WORDS:
            return pair
        if is_negation(key) or key in _SOFTENERS:
            return key
    return ""


def hidden_hedge(folded: FoldedText, gap: Range) -> str:
    """Return the hedge that an ellipsis hides, "" where what it leaves out may go.

    A negation that touches the quoted words may not be left out: a bare one on
    either side (`do [not ...]`), `n't` before them (`[... don't] trust it`).
    Where the ellipsis stands for four words or fewer, no negation may be among
    them, and for three, no hedge at all. A sentence of its own may always go.
    Any wider rule refuses honest elisions: people negate something in every
    second sentence.
    """
    words = folded.words[gap[0] : gap[1]]
    if not words or not gap[0]:
        return ""
    stops = [
        place for place, pair in enumerate(pairwise(folded.words[gap[0] - 1 : gap[1] + 1]))
        if _STOP.search(folded.text[pair[0].end : pair[1].start])
    ]  # fmt: skip
    keys = [word.key for word in words]
    left = keys[: stops[0]] if stops else keys
    right = keys[stops[-1] :] if stops else keys
    if len(keys) <= 3:
        return hedge_in(left) or hedge_in(right)
    if len(keys) == 4:
        return next(filter(is_negation, (*left, *right)), "")
    if left and left[0] in _BARE:
        return left[0]
    return right[-1] if right and is_negation(right[-1]) else ""


@dataclass(frozen=True, slots=True)
class NearestWords:
    """The words nearest to a quotation: where they stand, how near, what differs.

    `likeness` is 1 minus the Levenshtein distance in words over the longer of
    both; `edits` that distance; `lost` the hedge that was said and not quoted.
    """

    stretch: Stretch
    run: Range
    likeness: float
    edits: int
    lost: str
    difference: str

    @property
    def is_sure(self) -> bool:
        """Whether a word or two differ and no more: no patchwork of other places explains it better."""
        return self.edits <= 2 and self.likeness >= 0.8


def nearest_words_in(quotation: FoldedText, stretches: Iterable[Stretch]) -> NearestWords | None:
    """Return the words in these stretches that come nearest to the quotation, None where nothing is alike.

    Of equals the first stretch wins: name the likeliest first.
    """
    from rapidfuzz import fuzz  # 24 ms, and most quotations need it not

    sought, best, ratio = quotation.rough, None, 30.0
    for stretch in stretches:
        said = stretch.rough
        compare = fuzz.partial_ratio if len(said) >= len(sought) else fuzz.ratio
        score = compare(sought, said, score_cutoff=ratio + 1e-6)
        if score > ratio:
            best, ratio = stretch, score
    return _align(quotation, best) if best else None


def shared_words(quoted: str, said: str) -> tuple[int, int]:
    """Return how many words two texts share in their order, fillers left out, and how many the longer one has."""
    from rapidfuzz.distance import LCSseq  # few quotations come here

    one, other = rough(quoted), rough(said)
    return LCSseq.similarity(one, other), max(len(one), len(other))


def _align(quotation: FoldedText, stretch: Stretch) -> NearestWords:
    from rapidfuzz import fuzz
    from rapidfuzz.distance import LCSseq, Levenshtein

    quoted, said = [word.key for word in quotation.words], [word.key for word in stretch.words]
    run = (0, len(said))
    if len(said) > len(quoted):
        aligned = fuzz.partial_ratio_alignment(quoted, said)
        run = (aligned.dest_start, aligned.dest_end) if aligned else run
    slack = 6 + len(quoted) // 3

    def cost(run: Range) -> tuple[int, int, int]:
        window = said[run[0] : run[1]]
        same = LCSseq.similarity(quoted, window)
        return Levenshtein.distance(quoted, window), -same, abs(len(window) - len(quoted))

    starts = range(max(0, run[0] - slack), min(run[0] + slack, run[1]))
    run = (min(starts, key=lambda start: cost((start, run[1]))), run[1])
    ends = range(max(run[0] + 1, run[1] - slack), min(run[1] + slack, len(said)) + 1)
    run = (run[0], min(ends, key=lambda end: cost((run[0], end))))
    run = _whole(stretch, run)
    edits = cost(run)[0]
    lost, difference = _compare(quotation, stretch, run)
    return NearestWords(stretch, run, 1 - edits / max(len(quoted), run[1] - run[0]), edits, lost, difference)


def _whole(folded: FoldedText, run: Range) -> Range:
    """Widen a run so that it cuts no number or sign apart."""
    first, last = run
    while not folded.is_whole(first):
        first -= 1
    while not folded.is_whole(last):
        last += 1
    return first, last


def _compare(quotation: FoldedText, stretch: FoldedText, run: Range) -> tuple[str, str]:
    """Return the hedge that got lost and the difference in a sentence."""
    from rapidfuzz.distance import Levenshtein

    quoted = [word.key for word in quotation.words]
    said = [word.key for word in stretch.words[run[0] : run[1]]]
    blocks = [block for block in Levenshtein.opcodes(said, quoted) if block.tag != "equal"]
    losses = [
        _loss(said[block.src_start : block.src_end], quoted[block.dest_start : block.dest_end]) for block in blocks
    ]
    lost = next(filter(None, losses), "")
    shown = []
    for block in blocks[:3]:
        there = run[0] + max(block.src_start - 1, 0), run[0] + min(block.src_end + 1, len(said))
        here = max(block.dest_start - 1, 0), min(block.dest_end + 1, len(quoted))
        was, made = stretch.slice(_whole(stretch, there)), quotation.slice(_whole(quotation, here))
        shown.append(f'said "{shorten(was)}", quoted "{shorten(made)}"')
    more = [f"{plural(len(blocks) - 3, 'more difference')}"] if len(blocks) > 3 else []
    return lost, "; ".join(shown + more)


def _loss(said: Sequence[str], quoted: Sequence[str]) -> str:
    """Return the hedge among words that were said and not quoted."""
    if not quoted:
        return hedge_in(said)
    if any(map(is_negation, quoted)):
        return ""
    if len(said) == len(quoted):
        pairs = zip(said, quoted, strict=True)
        return next((a for a, b in pairs if b == _STRIPPED.get(a, a.removesuffix("n't")) != a), "")
    return next(filter(is_negation, said), "") if len(said) > len(quoted) else ""


def shorten(text: str) -> str:
    """Return text short enough for one line of a report."""
    return text if len(text) <= _CLIP else f"{text[:_CLIP].rstrip()} …"


def patchwork(parts: Sequence[FoldedText], speech: CallSpeech) -> list[tuple[Stretch, str]]:
    """Return the stretches and words of which the parts are put together, empty where they are not.

    Longest pieces first, each of three words or more, or a whole part.
    """
    patches = []
    for part in parts:
        start, words = 0, part.rough
        while start < len(words):
            end = _longest(words, start, speech.rough_line)
            if end - start < min(_PATCH, len(words)):
                return []
            patches.append(" ".join(words[start:end]))
            start = end
    if len(patches) < 2:
        return []
    together = next((f for f in speech.stretches if all(f" {patch} " in f.rough_line for patch in patches)), None)
    if together:
        return [(together, patch) for patch in patches]
    return [(next(f for f in speech.stretches if f" {patch} " in f.rough_line), patch) for patch in patches]


def _longest(words: Sequence[str], start: int, line: str) -> int:
    """Return the end of the longest run of words from `start` that stands in `line`, by bisection."""
    low, high = start, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if f" {' '.join(words[start:middle])} " in line:
            low = middle
        else:
            high = middle - 1
    return low


def unredacted_span(stretch: Stretch, shown: Stretch, span: tuple[int, int]) -> tuple[int, int]:
    """Return the code points of the original words that were redacted to `span`."""
    from rapidfuzz.distance import Levenshtein

    said, seen = stretch.words, shown.words
    first = next(place for place, word in enumerate(seen) if word.end > span[0])
    last = next(place for place in reversed(range(len(seen))) if seen[place].start < span[1])
    start, end = 0, len(said)
    for block in Levenshtein.opcodes([word.key for word in said], [word.key for word in seen]):
        same, shift = block.tag == "equal", block.src_start - block.dest_start
        if block.dest_start <= first < block.dest_end:
            start = first + shift if same else block.src_start
        if block.dest_start <= last < block.dest_end:
            end = last + shift + 1 if same else block.src_end
    return stretch.span((start, max(end, start + 1)))
