"""What an editor put into a quotation: notes and marks, which are no words of it, and words in square brackets.

- `[sic]`, `[^1]`, `[1]`, `(emphasis added)` and the like are taken out. `(our translation)` is not among them: what was
  translated was not said.
- A bracket that only adds words (`the config [of the tool]`) passes, where it adds no negation, no hedge, no number and
  no word that turns the sentence round (`[refuse to]`).
- A bracket stands for up to three words of one sentence (`[the tool]` for "it"), where neither these nor it hold any of
  that, and where one of both points at who or what is meant (`it`, `the tool`, `our vendor`), both are forms of to be,
  to have or to do, of the same words (`[deploys]`), or where a name was said (`[a competitor]`). Of two other words one
  is not the other's explanation.
- What a bracket says in other writing, `is [not]` for "isn't", was said.

Everything outside of the brackets must have been said in order, in one stretch.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.english import word_set
from evidence.quotes.alignment import FoldedText
from evidence.quotes.differences import hedge_in, hidden_hedge, is_negation, shorten
from evidence.quotes.folding import SCALES
from evidence.quotes.quoted import ELLIPSIS, PLACEHOLDER
from evidence.quotes.same_words import find_runs, same_keys
from evidence.text import stem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.quotes.alignment import Range
    from evidence.quotes.same_words import SameWord

MOST_REPLACED = 3  # words that a bracket may stand for
MOST_IN_BRACKETS = 8  # words of one bracket
_LEAST = 2  # words beside brackets
_EMPHASIS = r"(?:emphas[ie]s|italics?|bold(?:face)?|underlin(?:e|ing)|highlight(?:s|ing)?)"
_WHOSE = r"(?:added|mine|ours?|supplied|theirs|in(?: the)? original|by (?:us|me|the (?:author|editor)s?))"
_NOTE = rf"(?:{_EMPHASIS} (?:is |are |was |were )?{_WHOSE})|(?:(?:my|our|author's|editor's) {_EMPHASIS})"
NOTE = rf"[\[(]\s*(?:{_NOTE})\.?\s*[\])]"
"""A note of the editor on what is set off, as a pattern without regard to case."""
_RAISED = "[\u00b9\u00b2\u00b3\u2070-\u2079]+"
_MARKS = re.compile(
    rf"{NOTE}|[\[(]\s*sic\s*!?\s*[\])]|\[\^[^\[\]\s]{{1,40}}\]"
    r"|(?<=[^\s\[])\[\d{1,3}\](?!\w)|(?<=[.?!\"”»]) \[\d{1,3}\](?!\w)| \[\d{1,3}\](?=[\s.,;:!?\"”»]*\Z)"
    rf"|(?<=[^\W\d][^\W\d]){_RAISED}(?!\w)|(?<=[.,;:?!\"”»]){_RAISED}(?!\w)",
    re.IGNORECASE,
)
_SQUARE = re.compile(r"\b(?:mm|cm|dm|km|ft|in|yd|mi)$", re.IGNORECASE)  # of metres and feet
_CUT = re.compile(rf"(?P<ellipsis>{ELLIPSIS.pattern})|(?!{PLACEHOLDER.pattern})\[(?P<words>[^\[\]]{{1,120}})\]")
_STOP = re.compile(r"(?<!\.)[.?!](?!\.)")
_POINTING, _PRONOUNS, _AUXILIARIES = word_set("pointing words"), word_set("pronouns"), word_set("auxiliaries")
_REVERSING = word_set("reversing")


def said_words(quoted: str) -> str:
    """Return a quotation as what may be looked for: without notes, an ellipsis for each bracket.

    >>> said_words("We copy [it] by hand [sic] (emphasis added).")
    'We copy … by hand .'
    """
    text = _CUT.sub(" \u2026 ", _MARKS.sub(" ", quoted))
    return " ".join(text.split())


class EditedPlace(NamedTuple):
    """Where quoted words stand, the editor's work apart.

    note: what was taken as editorial. fault: what is wrong with that; `hides` says that it hides a hedge.
    elides: an ellipsis leaves words out.
    """

    run: Range
    note: str
    fault: str = ""
    hides: bool = False
    elides: bool = False


class Cut(NamedTuple):
    """What parts two pieces of a quotation: a bracket with its words, an ellipsis, or one beside the other."""

    bracket: FoldedText | None
    elides: bool = False


@dataclass(frozen=True)
class EditedText:
    """A quotation without notes: what stands outside of brackets, part by part, and what parts it."""

    parts: tuple[FoldedText, ...]
    cuts: tuple[Cut, ...]
    marks: tuple[str, ...] = ()

    @classmethod
    def of(cls, quoted: str) -> EditedText:
        """Cut a quotation at brackets and ellipses, notes and marks taken out."""
        marks: list[str] = []

        def drop(found: re.Match[str]) -> str:
            if found[0][0] in "\u00b2\u00b3" and _SQUARE.search(quoted[: found.start()]):
                return found[0]
            marks.append(found[0].strip())
            return ""

        text = _MARKS.sub(drop, quoted)
        parts, cuts, end = list[str](), list[Cut](), 0
        for found in _CUT.finditer(text):
            parts.append(text[end : found.start()])
            cuts.append(Cut(None, elides=True) if found["ellipsis"] else Cut(FoldedText(found["words"])))
            end = found.end()
        return cls(tuple(map(FoldedText, (*parts, text[end:]))), tuple(cuts), tuple(marks))

    @cached_property
    def brackets(self) -> tuple[FoldedText, ...]:
        """What stands in brackets."""
        return tuple(cut.bracket for cut in self.cuts if cut.bracket)

    @cached_property
    def outside(self) -> FoldedText:
        """What must have been said."""
        return FoldedText(" ".join(part.text for part in self.parts))

    @cached_property
    def opened(self) -> EditedText:
        """The quotation as if what stands in its brackets were said, too."""
        parts, cuts = [self.parts[0].text], list[Cut]()
        for cut, part in zip(self.cuts, self.parts[1:], strict=True):
            if cut.bracket:
                parts[-1] += f"{cut.bracket.text}{part.text}"
            else:
                parts.append(part.text)
                cuts.append(cut)
        return EditedText(tuple(map(FoldedText, parts)), tuple(cuts), self.marks)

    @cached_property
    def merged(self) -> EditedText:
        """The quotation without parts that hold no word: what parts others becomes one, and no ellipsis at an end."""
        parts, cuts = [self.parts[0]], list[Cut]()
        for cut, part in zip(self.cuts, self.parts[1:], strict=True):
            if cuts and not parts[-1].words:
                words = " ".join(one.bracket.text for one in (cuts[-1], cut) if one.bracket)
                cuts[-1] = Cut(FoldedText(words) if words else None, cuts[-1].elides or cut.elides)
                parts[-1] = part
            else:
                cuts.append(cut)
                parts.append(part)
        if cuts and not parts[0].words and not cuts[0].bracket:
            parts, cuts = parts[1:], cuts[1:]
        if cuts and not parts[-1].words and not cuts[-1].bracket:
            parts, cuts = parts[:-1], cuts[:-1]
        return EditedText(tuple(parts), tuple(cuts), self.marks)

    def places_in(self, said: FoldedText) -> Iterator[EditedPlace]:
        """Yield where a stretch of speech holds the quotation, sound readings before faulty ones."""
        if not self.may_stand_in(said):
            return
        given = [*(f"[{bracket.text}]" for bracket in self.brackets), *self.marks]
        note = f"taken as the editor's marks: {', '.join(given)}" if given else ""
        found = [one._replace(note=note) for one in self.opened.merged.placed(said)]
        if self.brackets and all(one.fault for one in found):
            found += self.merged.placed(said)
        yield from sorted(found, key=lambda place: bool(place.fault))

    def may_stand_in(self, said: FoldedText) -> bool:
        """Whether half of the words are the same, one more or less."""
        sought = set(self.outside.rough)
        return bool(self.outside.words) and 2 * len(sought.intersection(said.rough_set)) >= len(sought) - 1

    def placed(self, said: FoldedText) -> Iterator[EditedPlace]:
        """Yield where the parts stand in their order: behind a bracket at once, or up to three words later."""
        texts = [part for part in self.parts if part.words]
        leads, trails = not self.parts[0].words, not self.parts[-1].words
        if not texts:
            return
        pieces = [part.pieces for part in texts]
        here = (one.joins(said.pieces) | one.parted_numbers(said.pieces) for one in pieces)
        joins = frozenset[str]().union(*here, *(said.pieces.joins(one) for one in pieces))
        items = said.pieces.joined(joins)
        line = f" {' '.join(same_keys(items))} " if joins else said.pieces.line
        places = [find_runs(same_keys(one.joined(joins)), items, line) for one in pieces]
        cuts = self.cuts[leads : len(self.cuts) - (trails and len(self.cuts) > leads)]
        for chain in _chains(places, cuts):
            runs = [(items[first].first, items[last - 1].last) for first, last in chain]
            if all(said.is_whole(border) for run in runs for border in run):
                yield self._judged(said, runs, cuts, leads=leads, trails=trails)

    def _judged(
        self, said: FoldedText, runs: Sequence[Range], cuts: Sequence[Cut], *, leads: bool, trails: bool
    ) -> EditedPlace:
        whole = runs[0][0], runs[-1][1]
        gaps = [(left[1], right[0]) for left, right in pairwise(runs)]
        judged = [_judge_cut(cut, said, gap) for cut, gap in zip(cuts, gaps, strict=True)]
        before, behind = self.cuts[0].bracket if leads else None, self.cuts[-1].bracket if trails else None
        judged += [_judge_end(before, said, whole, leads=True)] if before else []
        judged += [_judge_end(behind, said, whole, leads=False)] if behind else []
        told = [*(one.note for one in judged if one.note), *self.marks]
        fault = next((one for one in judged if one.fault), _Judged("", self._too_little(gaps)))
        note = f"the editor's: {'; '.join(told)}" if told else ""
        elides = any(cut.elides and gap[0] < gap[1] for cut, gap in zip(cuts, gaps, strict=True))
        return EditedPlace(whole, note, fault.fault, fault.hides, elides)

    def _too_little(self, gaps: Sequence[Range]) -> str:
        said, put = len(self.outside.words), sum(len(bracket.words) for bracket in self.brackets)
        if said < put or (put and said < _LEAST):
            return "more stands in brackets than was said"
        left_out = sum(first < last for first, last in gaps)
        return "single words can be combined to say anything" if left_out and said < 2 * (1 + left_out) else ""


def _chains(places: Sequence[Sequence[Range]], cuts: Sequence[Cut]) -> Iterator[tuple[Range, ...]]:
    """Yield places of all parts in order, nearest first; behind a bracket a part stands within three pieces."""

    def follow(chain: tuple[Range, ...]) -> Iterator[tuple[Range, ...]]:
        if len(chain) == len(places):
            yield chain
            return
        end, cut = chain[-1][1], cuts[len(chain) - 1]
        near = [place for place in places[len(chain)] if place[0] >= end]
        if cut.elides:
            near = near[:1]
        for place in near:
            if cut.elides or place[0] <= end + MOST_REPLACED:
                yield from follow((*chain, place))

    for first in places[0] if all(places) else ():
        yield from follow((first,))


class _Judged(NamedTuple):
    """What an editor did at one place, and what is wrong with it."""

    note: str
    fault: str = ""
    hides: bool = False


def _judge_end(bracket: FoldedText, said: FoldedText, run: Range, *, leads: bool) -> _Judged:
    """Judge a bracket before or behind all that was said: what it stands for has no border, so none may negate."""
    note = f"[{bracket.text}] added"
    if fault := _wrong_in(bracket):
        return _Judged(note, fault)
    edge = said.words[run[0]].start if leads else said.words[run[1] - 1].end
    around = (
        said.words[max(0, run[0] - MOST_REPLACED) : run[0]] if leads else said.words[run[1] : run[1] + MOST_REPLACED]
    )
    near = [w.key for w in around if not _STOP.search(said.text[min(w.start, edge) : max(w.start, edge)])]
    if lost := next(filter(is_negation, near), ""):
        return _Judged(note, f'[{bracket.text}] stands where "{lost}" was said', hides=True)
    beside = FoldedText(" ".join(near[-1:] if leads else near[:1]))
    return _Judged(note, f"[{bracket.text}] changes a number" if any(map(_is_number, beside.pieces.items)) else "")


def _judge_cut(cut: Cut, said: FoldedText, gap: Range) -> _Judged:
    """Judge what stands between two parts: an ellipsis and what it leaves out, a bracket and what it stands for."""
    bracket = cut.bracket
    if cut.elides and (hidden := hidden_hedge(said, gap)):
        return _Judged("", f'the ellipsis hides "{hidden}"', hides=True)
    if bracket is None:
        return _Judged("")
    if cut.elides:
        return _Judged(f"[{bracket.text}] added", _wrong_in(bracket))
    if gap[0] >= gap[1]:
        return _Judged(f"[{bracket.text}] added", _wrong_in(bracket))
    return _judge_replaced(bracket, said, gap)


def _judge_replaced(bracket: FoldedText, said: FoldedText, gap: Range) -> _Judged:
    shown, replaced = f"[{bracket.text}]", FoldedText(said.slice(gap))
    note, was = f'{shown} for "{shorten(replaced.text)}"', shorten(replaced.text)
    between = said.text[said.words[gap[0] - 1].end : said.words[gap[1]].start]
    if same_keys(bracket.pieces.items) == same_keys(replaced.pieces.items):
        return _Judged(note)
    if lost := hedge_in([word.key for word in replaced.words]) or hedge_in(same_keys(replaced.pieces.items)):
        return _Judged(note, f'{shown} stands where "{lost}" was said', hides=True)
    if len(replaced.words) > MOST_REPLACED or _STOP.search(between):
        return _Judged(note, f'{shown} stands for more than a few words: "{was}"')
    if fault := _wrong_in(bracket):
        return _Judged(note, fault)
    named = all(said.text[word.start].isupper() and word.key != "i" for word in said.words[slice(*gap)])
    if _wrong_in(replaced) or not (named or _explains(bracket, replaced)):
        return _Judged(note, f'{shown} is not what was said: "{was}"')
    return _Judged(note)


def _wrong_in(bracket: FoldedText) -> str:
    """Say what a bracket may neither add nor stand for."""
    shown, pieces = f"[{bracket.text}]", bracket.pieces.items
    keys = [word.key for word in bracket.words]
    if added := hedge_in(keys) or hedge_in(same_keys(pieces)) or next(filter(_REVERSING.__contains__, keys), ""):
        return f'{shown} adds "{added}", which nobody said'
    if any(map(_is_number, pieces)) or any(word.is_sign for word in bracket.words):
        return f"{shown} changes a number"
    if len(keys) > MOST_IN_BRACKETS:
        return f"{shown} is longer than a bracket may be ({MOST_IN_BRACKETS} words)"
    return ""


def _is_number(piece: SameWord) -> bool:
    return piece.key[:1].isdigit() or piece.key in SCALES


def _explains(bracket: FoldedText, replaced: FoldedText) -> bool:
    """Whether what stands in a bracket can be what the replaced words mean."""
    put, was = same_keys(bracket.pieces.items), same_keys(replaced.pieces.items)
    if set(map(stem, put)) == set(map(stem, was)):
        return True
    while put and was and put[0] == was[0] and len(put) + len(was) > 2:
        put, was = put[1:], was[1:]
    if not put or not was:
        return _POINTING.issuperset(was)
    if _AUXILIARIES.issuperset([*put, *was]):
        return True
    return (put[0] in _POINTING or was[0] in _POINTING) and not _loses(was, put)


def _loses(was: Sequence[str], put: Sequence[str]) -> bool:
    """Whether a word behind a pronoun gets lost: `it works` is more than who or what is meant."""
    kept = set(map(stem, put))
    return was[0] in _PRONOUNS and any(key not in _POINTING and stem(key) not in kept for key in was[1:])
