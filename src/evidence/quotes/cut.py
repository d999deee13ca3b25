"""Cut quotes out of calls: whole sentences around what matched, verbatim by construction."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from evidence.english import word_set
from evidence.errors import CitationError
from evidence.model import Citation, Quote
from evidence.query.context import sentence, sentences
from evidence.query.covering import covering_before
from evidence.query.limiting import covering_behind
from evidence.quotes.quantities import find_quantities
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from evidence.model import Hit, Span, Utterance

    Heard = Sequence[Utterance] | Callable[[list[str]], Sequence[Utterance]]

MAX_WORDS = 60
AROUND = 32  # code points kept either side, to find moved words again (as in the W3C's TextQuoteSelector)

CLEAR = 6  # words below which a quote leans on the sentence beside it
_FEWEST = 3  # words of a clause with its subject
_SUBJECTS = word_set("clause subjects")
# What a pain leads to is as much worth quoting as the pain.
_CONSEQUENCE = re.compile(
    r"(?:and |but )?(?:so (?:we|i|they|now|the|every|it|you)|which|that means|meaning|that's why"
    r"|that is why|as a result|because of"
    r"|therefore|it costs?|that costs?|in the end|eventually|we end up|we ended up|we lost|they lost)\b",
    re.IGNORECASE,
)
# What takes back or limits the words before it: a quote that ends there says more than was said.
_LIMITS = re.compile(
    r"[\s,;:\u2013\u2014-]*(?:and |so |but )?(?:but|except|unless|only (?:if|when)|if only|though|although|however"
    r"|not any ?more|not now|not really|not quite|or (?:it|they|that|we) (?:was|were|did|had)|used to|no longer"
    r"|until (?:we|i|they|last|this)|that (?:was|is|used to be) (?:before|until))\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:\u2013\u2014](?=\s)|\s[-\u2013\u2014](?=\s)")


def cut(hit: Hit, utterances: Heard) -> Quote:
    """Return the words worth quoting around a hit.

    utterances: all of the call, in order, which number the occurrences of the words; or
    a function that returns those of them in which all words of a few stand.
    Raises CitationError where the hit's words do not stand in the call.
    """
    text = hit.utterance.text
    first, *others = hit.spans or ((0, len(text)),)
    span = widen(text, first)
    for _, end in others:
        # What matched further on comes along as long as whole sentences stay short enough.
        longer = sentence(text, (first[0], end))
        if len(words(text[slice(*longer)])) > MAX_WORDS:
            break
        span = _trim(text, longer)
    return quote_at(hit.call_id, hit.utterance, whole_thought(text, span), utterances)


def whole_thought(text: str, span: Span) -> Span:
    """Return whole sentences with those beside them without which they say less, or more, than was said.

    What is shorter than a thought, "By hand.", takes the sentence before it along; what is limited or taken back next,
    "But only in May.", that.
    """
    return limited(text, span if _is_thought(words(text[slice(*span)])) else _grown(text, span))


def _is_thought(said: Sequence[str]) -> bool:
    """Say whether words can be understood alone: enough of them, or a clause with its subject, "We wait a week."."""
    return len(said) >= CLEAR or (len(said) >= _FEWEST and not _SUBJECTS.isdisjoint(said[:2]))


def limited(text: str, span: Span) -> Span:
    """Return whole sentences with the next one as long as it limits them or takes them back."""
    while (after := _after(text, span)) and _LIMITS.match(text, after[0]):
        longer = _fitting(text, span, (span[0], after[1]))
        if longer == span:
            break
        span = longer
    return span


def cut_around(call_id: str, utterance: Utterance, span: Span, utterances: Sequence[Utterance]) -> Quote:
    """Return the words worth quoting around `span`: whole sentences, as long as about 60 words hold them.

    A sentence next to it comes along where it names an amount or a consequence, or where
    what stands there is too short to be understood alone. Raises CitationError.
    """
    return quote_at(call_id, utterance, extend(utterance.text, widen(utterance.text, span)), utterances)


def extend(text: str, span: Span) -> Span:
    """Return whole sentences grown by the sentence beside them that carries the number or the consequence."""
    if (after := _after(text, span)) and (_CONSEQUENCE.match(text, after[0]) or _counts(text, after)):
        span = _fitting(text, span, (span[0], after[1]))
    if (before := _before(text, span)) and _counts(text, before):
        span = _fitting(text, span, (before[0], span[1]))
    return limited(text, _grown(text, span))


def _grown(text: str, span: Span) -> Span:
    """Return a span of fewer than six words grown by the sentence before it, or the one behind it."""
    while len(words(text[slice(*span)])) < CLEAR and (before := _before(text, span) or _after(text, span)):
        longer = _fitting(text, span, (min(before[0], span[0]), max(before[1], span[1])))
        if longer == span:
            break
        span = longer
    return span


def _before(text: str, span: Span) -> Span | None:
    return next((one for one in reversed([*sentences(text[: span[0]])]) if words(text[slice(*one)])), None)


def _after(text: str, span: Span) -> Span | None:
    return next((one for one in sentences(text) if one[0] >= span[1] and words(text[slice(*one)])), None)


def _counts(text: str, span: Span) -> bool:
    return any(quantity.kind != "count" for quantity in find_quantities(text, span))


def _fitting(text: str, span: Span, longer: Span) -> Span:
    return _trim(text, longer) if len(words(text[slice(*longer)])) <= MAX_WORDS else span


def quote_at(call_id: str, utterance: Utterance, span: Span, utterances: Heard) -> Quote:
    """Return the words of `span` as a quote; `utterances` as for `cut`.

    Raises CitationError where they do not hold `utterance`, or the span is empty or outside it.
    """
    start, end = span
    wanted = words(utterance.text[start:end])
    if callable(utterances):
        utterances = utterances(_rarest(wanted))
    standing = next((u for u in utterances if u.number == utterance.number), None)
    if standing != utterance or not 0 <= start < end <= len(utterance.text):
        raise CitationError(
            f"{call_id}#u{utterance.number} has no words at {start} to {end}",
            hint="The index is older than the call. Run evidence ingest.",
        )
    exact = utterance.text[start:end]
    occurrence = _occurrence(wanted, utterance, start, utterances)
    return Quote(
        quote_id(call_id, exact, occurrence),
        Citation.of(call_id, utterance, start, end),
        exact,
        utterance.text[max(0, start - AROUND) : start],
        utterance.text[end : end + AROUND],
    )


def quote_id(call_id: str, text: str, occurrence: int) -> str:
    """Return the identity of a quote: which words of which call, the how-manieth time.

    Renumbered utterances and other punctuation do not change it.
    """
    key = f"{call_id}\n{' '.join(words(text))}\n{occurrence}"
    return f"q{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def _occurrence(wanted: list[str], utterance: Utterance, start: int, utterances: Sequence[Utterance]) -> int:
    """Count how often the words stand in the call before this place, plus one."""
    # Plain words are looked for before anything is tokenized: a call holds hundreds of utterances.
    rare = _rarest([word for word in wanted if word.isascii()])
    earlier = [u.text for u in utterances if u.number < utterance.number and _may_hold(u.text, rare)]
    return 1 + sum(_count(wanted, words(text)) for text in [*earlier, utterance.text[:start]])


def _rarest(wanted: Sequence[str]) -> list[str]:
    """Return the three longest words, which tell most utterances apart."""
    return sorted({*wanted}, key=lambda word: (len(word), word))[-3:]


def _may_hold(text: str, plain: Sequence[str]) -> bool:
    lower = text.lower()
    return all(word in lower for word in plain) or not text.isascii()


def _count(wanted: list[str], said: list[str]) -> int:
    if not wanted or len(wanted) > len(said):
        return 0
    # Comparing joined text first leaves the slices to the few texts that hold the words.
    if f" {' '.join(wanted)} " not in f" {' '.join(said)} ":
        return 0
    return sum(said[i : i + len(wanted)] == wanted for i in range(len(said) - len(wanted) + 1))


def widen(text: str, span: Span) -> Span:
    """Return `span` grown to whole sentences, or to whole clauses where those run too long.

    At most about 60 words; never less than `span`, never mid-word, no white space at the ends.
    """
    start, end = sentence(text, span)
    if len(words(text[start:end])) > MAX_WORDS:
        start, end = _clauses(text, (start, end), span)
    return _trim(text, (start, end))


def _clauses(text: str, whole: Span, span: Span) -> Span:
    """Shrink a long sentence towards `span`: its beginning stays if it can, else its end, else neither.

    Ends that do not stay are moved to a border of clauses, or of words where there is none.
    """
    tokens = [t for t in tokenize(text) if whole[0] <= t.start and t.end <= whole[1]]
    inside = [i for i, t in enumerate(tokens) if t.end > span[0] and t.start < span[1]]
    if not inside:
        return span
    spare = max(0, MAX_WORDS - (inside[-1] - inside[0] + 1))
    if inside[-1] < MAX_WORDS:
        first = 0
    elif len(tokens) - inside[0] <= MAX_WORDS:
        first = len(tokens) - MAX_WORDS
    else:
        first = inside[0] - spare // 2
    last = min(len(tokens) - 1, max(inside[-1], first + MAX_WORDS - 1))
    left, right = _whole_words(text, (min(span[0], tokens[first].start), max(span[1], tokens[last].end)))
    borders = [m.end() for m in _CLAUSE.finditer(text, left, right)]
    begin, end = whole
    if first > 0:
        words_before = sorted((t.start for t in tokens[: inside[0] + 1]), key=lambda at: (at < left, abs(at - left)))
        near = min((border for border in borders if border <= span[0]), default=left)
        begin = _unturned(text, whole, (near, *(b for b in borders if b <= span[0]), left, *words_before), span)
    if last < len(tokens) - 1:
        behind = [border for border in borders if border > span[1]]
        ending = [border for border in behind if not _LIMITS.match(text, border)]
        words_behind = sorted((t.end for t in tokens[inside[-1] :]), key=lambda at: (at > right, abs(at - right)))
        end = _unlimited(
            text, whole, (max(ending or behind, default=right), *reversed(ending), right, *words_behind), begin
        )
    return begin, end


def _unturned(text: str, whole: Span, places: Sequence[int], span: Span) -> int:
    """Return the first place where a quote may begin so that nothing before it in its sentence turns it."""
    fitting = (_whole_words(text, _trim(text, (at, span[1])))[0] for at in places if at <= span[0])
    return next((at for at in fitting if not covering_before(text[whole[0] : at], text[at : whole[1]])), whole[0])


def _unlimited(text: str, whole: Span, places: Sequence[int], begin: int) -> int:
    """Return the first place where a quote may end so that nothing behind it in its sentence limits it."""
    fitting = (_trim(text, (begin, _whole_words(text, (begin, at))[1]))[1] for at in places)
    return next((at for at in fitting if not covering_behind(text[begin:at], text[at : whole[1]])), whole[1])


def _whole_words(text: str, span: Span) -> Span:
    """Take along the signs that touch: $300 is not 300."""
    start, end = span
    while start > 0 and not text[start - 1].isspace():
        start -= 1
    while end < len(text) and not text[end].isspace():
        end += 1
    return start, end


def _trim(text: str, span: Span) -> Span:
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:\u2013\u2014"):
        end -= 1
    return start, end
