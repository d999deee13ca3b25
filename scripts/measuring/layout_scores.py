"""What a reading of a document gets right: words, speakers, times and dates, against the truth that made it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from evidence.model import Call, Utterance

from .layout_shapes import CLOCK, OFFSET, UNSTATED
from .layout_special import tokens
from .layouts import Document

STAMP = re.compile(r"\d+|[ap]m|h|m|s|\d+[hms]|hours?|minutes?|seconds?")


@dataclass
class Score:
    """One document: what became of its words, in numbers of words, and of its times and date.

    lost: said and nowhere in the speech, `noted` of them among what was not speech. merged: in the mouth of somebody
    else. unnamed: of nobody, though the speaker is named. notes, stamps, labels, other: in the speech and not said.
    invented: labels of speakers that nobody is. differences: what is wrong, for people.
    """

    name: str
    layout: str
    features: frozenset[str]
    call: bool
    accepted: bool
    said: int = 0
    lost: int = 0
    noted: int = 0
    merged: int = 0
    unnamed: int = 0
    notes: int = 0
    stamps: int = 0
    labels: int = 0
    other: int = 0
    times: int = 0
    times_wrong: int = 0
    dated: bool = False
    date_wrong: bool = False
    invented: list[str] = field(default_factory=list)
    differences: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """Whether every word was read as its speaker's, and nothing else; what is no call has to be passed over."""
        if not self.call:
            return not self.accepted
        wrong = self.lost + self.merged + self.unnamed + self.notes + self.stamps + self.labels + self.other
        return self.accepted and not wrong and not self.invented


Word = tuple[str, str]  # speaker, "" for nobody; word


def folded(label: str) -> str:
    """Return a label without marks, to be compared."""
    return re.sub(r"\s+", " ", label).strip(" :*_[]").casefold()


def labels_of(call: Call) -> dict[str, set[str]]:
    """Return for each label of a call what may be compared with a name."""
    return {one.label: {folded(one.label), folded(one.name or one.label)} for one in call.participants}


def speaker(document: Document, names: set[str]) -> str | None:
    """Return who is called so, None where nobody is."""
    for who, accepted in document.people.items():
        if names & {folded(label) for label in accepted}:
            return who
    return None


def reading(document: Document, calls: Sequence[Call], score: Score) -> tuple[list[Word], list[tuple[Utterance, bool]]]:
    """Return the words of the speech with their speakers; for each its utterance, and whether it is the first there."""
    words: list[Word] = []
    places: list[tuple[Utterance, bool]] = []
    for call in calls:
        labels = labels_of(call)
        known = {label: speaker(document, names) for label, names in labels.items()}
        for utterance in call.utterances:
            who = "" if utterance.speaker is None else known.get(utterance.speaker)
            if who is None and utterance.speaker not in score.invented:
                score.invented.append(str(utterance.speaker))
            for at, word in enumerate(tokens(utterance.text)):
                words.append((f"? {utterance.speaker}" if who is None else who, word))
                places.append((utterance, at == 0))
    return words, places


def truth(document: Document) -> tuple[list[Word], list[int]]:
    """Return the words that were said with their speakers, and where each turn begins."""
    words: list[Word] = []
    starts = []
    for turn in document.turns:
        starts.append(len(words))
        words += [(turn.who or "", word) for word in tokens(turn.words)]
    return words, starts


def runs(said: Sequence[Word], read: Sequence[Word]) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield how what was read differs from what was said, as difflib does, comparing words alone."""
    one, two = [word for _, word in said], [word for _, word in read]
    if one == two:
        yield "equal", 0, len(one), 0, len(two)
    else:
        yield from SequenceMatcher(None, one, two, autojunk=False).get_opcodes()


def may_be_nobody(document: Document, who: str) -> bool:
    """Say whether a speaker may be left unknown."""
    return "" in document.people.get(who, ())


def foreign(document: Document, run: list[str], score: Score, names: set[str], notes: str) -> None:
    """Count words that were read and not said."""
    text = " ".join(run)
    if any(text == " ".join(tokens(one)) for one in document.optional):
        return
    if all(STAMP.fullmatch(word) for word in run):
        kind = "stamps"
    elif f" {text} " in notes or (len(run) > 3 and sum(f" {word} " in notes for word in run) > 0.8 * len(run)):
        kind = "notes"
    elif all(word in names or STAMP.fullmatch(word) for word in run):
        kind = "labels"
    else:
        kind = "other"
    setattr(score, kind, getattr(score, kind) + len(run))
    score.differences.append(f"{kind} as speech: {text[:160]}")


def kept(document: Document, said: Sequence[Word], read: Sequence[Word], score: Score, pairs: dict[int, int]) -> None:
    """Count the words that were read as somebody else's."""
    moved: Counter[tuple[str, str]] = Counter()
    for one, two in pairs.items():
        who, by = said[one][0], read[two][0]
        if who == by or (by == "" and may_be_nobody(document, who)):
            continue
        moved[who, by] += 1
        if by == "":
            score.unnamed += 1
        else:
            score.merged += 1
    score.differences += [
        f"{number} words of {who or 'nobody'!r} read as {by or 'nobody'!r}" for (who, by), number in moved.items()
    ]


def words_scored(
    document: Document, calls: Sequence[Call], score: Score
) -> tuple[dict[int, int], list[tuple[Utterance, bool]]]:
    """Compare the words; return which of the truth is which of the reading, and where those stand."""
    said, _ = truth(document)
    read, places = reading(document, calls, score)
    notes = f" {' '.join(tokens(' '.join(document.notes)))} "
    names = {word for who, accepted in document.people.items() for label in (who, *accepted) for word in tokens(label)}
    events = f" {' '.join(tokens(' '.join(event.text for call in calls for event in call.events)))} "
    pairs: dict[int, int] = {}
    for kind, a, b, c, d in runs(said, read):
        if kind == "equal":
            pairs |= dict(zip(range(a, b), range(c, d), strict=True))
            continue
        if b > a:
            text = " ".join(word for _, word in said[a:b])
            score.lost += b - a
            score.noted += (b - a) * (f" {text} " in events)
            score.differences.append(f"lost: {text[:160]}")
        if d > c:
            foreign(document, [word for _, word in read[c:d]], score, names, notes)
    kept(document, said, read, score, pairs)
    score.said = len(said)
    return pairs, places


def time_right(document: Document, place: tuple[Utterance, bool], at: int | None, first: int) -> bool:
    """Say whether the first word of a turn, or the first behind a stamp, has the time that is stated for it."""
    utterance, begins = place
    if at is None:
        return utterance.start_source != "stated"
    if document.clock == CLOCK:
        return utterance.start_ms is None or (begins and utterance.start_ms == at - first)
    return begins and utterance.start_ms == at


def times_scored(
    document: Document, pairs: dict[int, int], places: Sequence[tuple[Utterance, bool]], score: Score
) -> None:
    """Compare the times of turns, and of what stands behind stamps inside of them."""
    _, starts = truth(document)
    first = next((turn.at for turn in document.turns if turn.at is not None), 0)
    asked: list[tuple[int, int | None]] = []
    for turn, start in zip(document.turns, starts, strict=True):
        if not tokens(turn.words):  # a sign alone, which no word can be looked up for
            continue
        if document.clock == UNSTATED or (document.clock in (OFFSET, CLOCK) and turn.at is not None):
            asked.append((start, turn.at))
        asked += [(start + before, at) for before, at in turn.stamps]
    for start, at in asked:
        if start in pairs:
            score.times += 1
            if not time_right(document, places[pairs[start]], at, first or 0):
                score.times_wrong += 1
                got = places[pairs[start]][0].start_ms
                score.differences.append(f"time: {at} stated, {got} read")


def scored(document: Document, calls: Sequence[Call]) -> Score:
    """Compare what was read of a document with what was said in it."""
    score = Score(document.name, document.layout, document.features, bool(document.turns), bool(calls))
    score.said = sum(len(tokens(turn.words)) for turn in document.turns)
    if not calls:
        score.differences.append("refused")
        return score
    pairs, places = words_scored(document, calls, score)
    if not document.turns:
        return score
    times_scored(document, pairs, places, score)
    score.dated = document.date is not None
    score.date_wrong = calls[0].date != document.date
    score.differences += [f"date: {document.date} stated, {calls[0].date} read"] * score.date_wrong
    score.differences += [f"invented: {label}" for label in score.invented]
    return score
