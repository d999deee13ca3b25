"""Measure the verdicts: change real quotes in every way, and count what verification says.

300 quotes are drawn (seeded) from calls in WebVTT and Markdown, one half for
tuning, the other held back. Good changes must pass, bad ones must fail, and
each has verdicts that name it rightly. Words that are cut short where they were
drawn are no quote to begin with, and are drawn again: `cuts` measures that. An ellipsis drawn over a negation by chance
counts among the good, though `hedge-dropped` names it rightly. Prints one line a
kind and three totals; `-v` prints every judgement that missed.
"""

import random
import re
from collections import Counter
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from evidence.calls.formats import read
from evidence.calls.source import Source
from evidence.model import Citation, Utterance, VerdictName
from evidence.quotes.alignment import INTERRUPTION, CallSpeech, KnownSpeaker
from evidence.quotes.differences import hedge_in, is_negation
from evidence.quotes.verdicts import ClaimedSpeaker, Verdict, judge
from measuring.keeping import TRANSCRIPTS, keep
from measuring.timing import clocked

QUOTES = 300
HEDGES = {"not", "sometimes", "maybe", "probably", "usually", "never", "almost", "kind of", "sort of", "i think"}


class Change(NamedTuple):
    """What was made of a quote: its kind, the verdicts that are right, the words, what is claimed."""

    kind: str
    right: list[str]
    text: str
    claim: ClaimedSpeaker
    utterance: int


class Sample(NamedTuple):
    """A quote of a call: its words, where they stand, and all the text of its utterance."""

    speech: CallSpeech
    utterance: Utterance
    words: list[str]

    def claim(self) -> ClaimedSpeaker:
        """Return the truth about who spoke."""
        speaker = self.speech.speaker(self.utterance.speaker)
        return ClaimedSpeaker(speaker.account_id, speaker.side)

    def made(
        self, kind: str, right: str, *words: str, claim: ClaimedSpeaker | None = None, at: int | None = None
    ) -> Change:
        """Return a change: other words, a false claim, or another place."""
        return Change(kind, right.split(), " ".join(words), claim or self.claim(), at or self.utterance.number)


def speeches(folder: Path) -> list[CallSpeech]:
    """Read the calls in WebVTT and Markdown; every speaker has an account of its own, every other one is internal."""
    found = []
    for path in sorted([*folder.glob("ethereum_pm/**/*.vtt"), *folder.glob("changelog/**/*.md")]):
        name = "-".join(path.relative_to(folder).parts)  # folders tell them apart
        for call in read(Source(name, path.read_bytes())).calls:
            labels = sorted({utterance.speaker for utterance in call.utterances if utterance.speaker})
            speakers = {
                label: KnownSpeaker("internal" if n % 2 else "customer", None if n % 2 else f"A{n}")
                for n, label in enumerate(labels)
            }
            found.append(CallSpeech(call, speakers))
    return [speech for speech in found if sum(len(u.text.split()) for u in speech.call.utterances) > 1500]


def sample(rng: random.Random, pool: list[CallSpeech]) -> Sample:
    """Draw 8 to 30 words of one utterance of a known speaker."""
    while True:
        speech = rng.choice(pool)
        utterance = rng.choice(speech.call.utterances)
        words = utterance.text.split()
        length = rng.randint(8, 30)
        if utterance.speaker and len(words) >= length:
            start = rng.randint(0, len(words) - length)
            chosen = words[start : start + length]
            drawn = Sample(speech, utterance, chosen)
            if sum(map(str.isalnum, "".join(chosen))) > 20 and not is_cut_short(drawn, *chosen):
                return drawn


def is_cut_short(quote: Sample, *words: str) -> bool:
    """Say whether the sentence goes on so that the words say something else."""
    return judge(" ".join(words), Citation(quote.speech.call.call_id, quote.utterance.number), quote.speech).name == (
        VerdictName.CUT_SHORT
    )


def good(rng: random.Random, quote: Sample) -> list[Change]:
    """Return the changes that keep what was said."""
    speech, utterance, words = quote
    text = " ".join(words)
    marks = text.translate(str.maketrans({"'": "’", "-": "–", '"': "“"}))
    place = rng.randint(1, len(words) - 1)
    filler = rng.choice(["um,", "uh", "erm,"])
    unfilled = re.sub(r"\b(?:um|uh|Um|Uh)\b,? ?", "", text)
    start, end = sorted(rng.sample(range(2, len(words) - 1), 2))
    mark = rng.choice(["…", "...", "[...]", "[…]"])
    other = rng.choice([u.number for u in speech.call.utterances if abs(u.number - utterance.number) > 2])
    changes = [
        quote.made("exact", "exact", text),
        quote.made("case", "normalized exact", rng.choice([text.lower(), text.upper(), text.capitalize()])),
        quote.made("quotes and dashes", "normalized exact", marks),
        quote.made("spaces", "exact normalized", text.replace(" ", "  ", 3)),
        quote.made("end punctuation", "normalized exact", text.rstrip(".,;:?!") + "."),
        quote.made("filler", "normalized", *words[:place], filler, *words[place:]),
        quote.made("moved", "moved", text, at=other),
    ]
    if unfilled != text:
        changes.append(quote.made("filler dropped", "normalized", unfilled))
    gap = [word.strip(".,;:?!\"'()").lower() for word in words[start:end]]
    touches = any(map(is_negation, (gap[0], gap[-1]))) or (len(gap) <= 4 and hedge_in(gap))
    kind, right = ("elision over a hedge", "hedge-dropped elided") if touches else ("elided", "elided")
    return [*changes, quote.made(kind, right, *words[:start], mark, *words[end:])]


def bad(rng: random.Random, quote: Sample, foreign: CallSpeech, vocabulary: list[str]) -> list[Change]:
    """Return the changes that make a quote false."""
    _, utterance, words = quote
    claim, text = quote.claim(), " ".join(words)
    inner = rng.randrange(1, len(words) - 1)
    new = next(word for word in iter(lambda: rng.choice(vocabulary), "") if word not in text.lower())
    first, bare, last = (re.sub(r"\W", "", word.lower()) for word in words[inner - 1 : inner + 2])
    swapped = ClaimedSpeaker(None, "internal" if claim.side == "customer" else "customer")
    changes = [
        quote.made("word replaced", "altered", *words[:inner], new, *words[inner + 1 :]),
        quote.made("word inserted", "altered", *words[:inner], new, *words[inner:]),
        quote.made("other account", "misattributed", text, claim=ClaimedSpeaker("A999", claim.side)),
        quote.made("other side", "misattributed", text, claim=swapped),
        quote.made("invented", "absent", *rng.choices(vocabulary, k=len(words))),
        quote.made("from another call", "absent stitched altered", *sample(rng, [foreign]).words),
    ]
    pauses = any("…" in word or ".." in word for word in words[inner - 1 : inner + 1])  # it would be an elision
    if bare not in {"um", "uh", "hm", "mm"} and bare.isalpha() and not pauses and first != bare != last:
        lost = "hedge-dropped altered" if hedge_in([bare]) else "altered"
        changes.append(quote.made("word left out", lost, *words[:inner], *words[inner + 1 :]))
    changes += stitches(rng, quote) + hedges(rng, quote) + numbers(quote)
    return [change for change in changes if f" {change.text} " not in f" {utterance.text} " or "other" in change.kind]


def stitches(rng: random.Random, quote: Sample) -> list[Change]:
    """Join the first half of a quote to words of another turn."""
    speech, utterance, words = quote
    stretch = next(stretch for stretch in speech.stretches if utterance in stretch.utterances)
    far = [u for u in speech.call.utterances if u not in stretch.utterances and len(u.text.split()) > 12]
    if not far:
        return []
    tail = rng.choice(far).text.split()
    start = rng.randrange(len(tail) - 8)
    head, tail = words[: len(words) // 2 + 2], tail[start : start + rng.randint(5, 12)]
    return [
        quote.made("stitched", "stitched", *head, "...", *tail),
        quote.made("stitched, no ellipsis", "stitched", *head, *tail),
    ]


def hedges(rng: random.Random, quote: Sample) -> list[Change]:
    """Drop a hedge: one that the words round the quote hold, since few quotes hold one."""
    words = quote.utterance.text.split()
    bare = [re.sub(r"[^\w']", "", word.lower()) for word in words]
    places = [(n, 1) for n, word in enumerate(bare) if word in HEDGES or word.endswith("n't")]
    places += [(n, 2) for n in range(len(bare) - 1) if " ".join(bare[n : n + 2]) in HEDGES]
    places = [(n, size) for n, size in places if 4 <= n < len(words) - 5]
    if not places:
        return []
    place, size = rng.choice(places)
    stem = {"can't": "can", "won't": "will", "ain't": "is"}.get(bare[place], bare[place].removesuffix("n't"))
    stem = [stem] if stem and bare[place].endswith("n't") else []
    before, after = words[max(0, place - 8) : place], words[place + size : place + 10]
    plain = quote.made("hedge dropped", "hedge-dropped", *before, *stem, *after)
    hidden = [] if stem else [quote.made("hedge behind ellipsis", "hedge-dropped", *before, "…", *after)]
    return [] if f" {plain.text} " in f" {quote.utterance.text} " else [plain, *hidden]


def numbers(quote: Sample) -> list[Change]:
    """Change a number, or lose its sign."""
    text = " ".join(quote.words)
    changed = re.sub(r"\b\d+\b", "7310", text, count=1), re.sub(r"(?<=\d)%|\$(?=\d)|\.(?=\d)", "", text, count=1)
    made = zip(("number changed", "sign lost"), changed, strict=True)
    return [quote.made(kind, "altered", words) for kind, words in made if words != text]


def interrupted(rng: random.Random, pool: list[CallSpeech]) -> list[tuple[bool, CallSpeech, Change]]:
    """Return quotes that run across a short interruption, with the ellipsis there."""
    found = []
    for speech in pool:
        turns = [list(us) for _, us in groupby(speech.call.utterances, lambda u: u.turn)]
        for before, middle, after in zip(turns, turns[1:], turns[2:], strict=False):
            short = sum(len(u.text.split()) for u in middle) <= INTERRUPTION
            one, two = before[-1].text.split(), after[0].text.split()
            if before[0].speaker and before[0].speaker == after[0].speaker and short and min(len(one), len(two)) > 6:
                quote = Sample(speech, before[-1], one)
                if is_cut_short(quote, *one[-6:], "…", *two[:6]):
                    continue
                change = quote.made("interrupted", "elided normalized", *one[-6:], "…", *two[:6])
                found.append((True, speech, change))
    return rng.sample(found, min(len(found), QUOTES // 4))


def draw(pool: list[CallSpeech], rng: random.Random) -> list[tuple[bool, CallSpeech, Change]]:
    """Return changes of the quotes of some calls, each with whether it keeps what was said."""
    vocabulary = sorted({word.lower() for speech in pool for u in speech.call.utterances
                         for word in u.text.split() if word.isalpha() and len(word) > 3})  # fmt: skip
    cases: list[tuple[bool, CallSpeech, Change]] = []
    for _ in range(QUOTES // 2):
        quote = sample(rng, pool)
        foreign = rng.choice([speech for speech in pool if speech is not quote.speech])
        cases += [(True, quote.speech, change) for change in good(rng, quote)]
        cases += [(False, quote.speech, change) for change in bad(rng, quote, foreign, vocabulary)]
    return cases + interrupted(rng, pool)


def verdict(speech: CallSpeech, change: Change) -> Verdict:
    """Verify a changed quote."""
    return judge(change.text, Citation(speech.call.call_id, change.utterance), speech, claim=change.claim)


def measure(name: str, pool: list[CallSpeech], rng: random.Random, *, tell: bool) -> dict[str, object]:
    """Print and return the figures of half of the calls; `reached` says whether they reach the targets."""
    cases = draw(pool, rng)
    verdicts, seconds, _ = clocked(lambda: [verdict(speech, change) for _, speech, change in cases])
    each = seconds / len(cases) * 1000
    print(f"\n{name}: {len(pool)} calls, {QUOTES // 2} quotes, {len(cases)} judgements, {each:.2f} ms each")
    passed, right = Counter[str](), Counter[str]()
    given: dict[tuple[bool, str], Counter[str]] = {}
    for (is_good, _, change), found in zip(cases, verdicts, strict=True):
        passed[change.kind] += found.ok == is_good
        right[change.kind] += found.name in change.right
        given.setdefault((is_good, change.kind), Counter())[found.name] += 1
        if tell and (found.ok != is_good or found.name not in change.right):
            print(f"    {change.kind} -> {found.name}: {change.text}\n        {found.detail}")
    for (is_good, kind), names in sorted(given.items(), key=lambda item: not item[0][0]):
        n, sign = names.total(), "pass" if is_good else "fail"
        told = ", ".join(f"{count} {verdict}" for verdict, count in names.most_common())
        print(f"  {sign}  {kind:24}{passed[kind]:4}/{n:<4} right {right[kind]:4}/{n:<4} {told}")
    kept: dict[str, object] = {"judgements": len(cases)}
    reached = True
    for is_good, label, goal in ((True, "passes of the good", 0.99), (False, "catches of the bad", 0.98)):
        n = sum(one[0] == is_good for one in cases)
        hits = sum(passed[kind] for good_one, kind in given if good_one == is_good)
        print(f"  {label}: {hits}/{n} = {hits / n:.2%} (goal {goal:.0%})")
        kept[label] = [hits, n]
        reached = reached and hits / n >= goal
    rate = right.total() / len(cases)
    print(f"  right verdict: {right.total()}/{len(cases)} = {rate:.2%} (goal 90%)")
    return kept | {"right verdict": [right.total(), len(cases)], "reached": reached and rate >= 0.9}


def main(transcripts: Path = TRANSCRIPTS, *, v: bool = False) -> int:
    """Measure both halves; 0 where the held-back half reaches every target."""
    pool = speeches(transcripts)
    tuning = measure("tuning half", pool[::2], random.Random(7), tell=v)
    held_back = measure("held-back half", pool[1::2], random.Random(8), tell=v)
    keep("eval-verify", {"tuning half": tuning, "held-back half": held_back})
    return 0 if held_back["reached"] else 1
