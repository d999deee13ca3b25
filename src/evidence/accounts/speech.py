"""Whose call it may be by the companies that are named in it: a suggestion with a score, never a link.

A name of one word counts where it is written as a name: with a capital inside of a sentence, or, for what is no word of
the language, anywhere. Where a transcript has no capitals, or has them all over as German has, the words around a name
must say more. What they say (`whose.make_of`) makes the score:

    .75 to .85  said to be whose call it is, once or more often
    up to .6    named, or asked about; or two companies are both said to be whose call it is
    .2          a third party; and at most .6 whatever our own side says among itself

A short form is worth a little less, and a name that is misheard by a letter or two less than that.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.accounts.crm_index import guests
from evidence.accounts.named import bare_word, name_spans
from evidence.accounts.names import LINKING, fold_name, is_ordinary
from evidence.accounts.rules import Rule
from evidence.accounts.whose import around, make_of, says_self
from evidence.english import word_set
from evidence.text import fold, tokenize, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from evidence.accounts.crm_index import CallKeys, CrmIndex
    from evidence.accounts.named import Form, NameSpan
    from evidence.accounts.names import NameIndex
    from evidence.accounts.whose import Around, How, Speaking
    from evidence.model import Utterance
    from evidence.text import Token

_MOST = 5  # suggestions
_MOST_LETTERS = (
    1_000_000  # of a call that are read, some twenty hours of talk: the words of a longer one fill the memory
)
OPENING_MS, OPENING_LETTERS = 180_000, 3_000  # of speech: greetings, introductions, agenda
_SURE = 0.6  # no third party scores more
_WORTH: dict[Form | Literal["misheard"], float] = {
    "full": 1,
    "short": 0.95,
    "cut": 0.95,
    "word": 0.95,
    "misheard": 0.75,
}
_WORD = 0.9  # of its worth, where the name is a word of the language
_CUT_WORD = 0.8  # where it is one that only begins a name
_OF_COMPANIES = (" at", " with", " for", " bei", " chez", " mit", " avec")
_ENOUGH_WORDS = 40  # from which on capitals show what they are worth
_NAMES_ONLY = 0.2  # of the words inside of sentences: where more have capitals, they do not mark names
_MOST_HEARD = 12  # of them that are compared
_GLUE = word_set("everyday words", "glue", "topicless words", "talk")
_LETTERS = 3  # of a name that may be any abbreviation: never nearly sure, however often it is said
_SHORTEST = 4  # letters of a name in short
_EVERYDAY = _GLUE | word_set("companies that are words", "names that are words")
_TIED_TO = word_set("things of a company", "people of a company", "legal forms", "general company words", "scales")
_INSIDE = re.compile(r"[^\W\d_],? (?=([^\W\d_])[^\W\d_])")
_HEARD = re.compile(
    r"\b(?:at|from|with|to|of|bei|von|chez|de) (?:the )?(?=([^\W\d_][\w'\u2019-]{3,}(?: [^\W\d_][\w'\u2019-]{3,})?))"
)

Capitals = Literal["none", "names", "all over"]


class Naming(NamedTuple):
    """One mention of a company: its account, the words, what is made of it, where, who spoke.

    word: the name is a word of the language.
    """

    account_id: str
    name: str
    how: How
    form: Form | Literal["misheard"]
    number: int
    early: bool
    by: Speaking
    word: bool = False

    @property
    def worth(self) -> float:
        """How sure it is that these words are the account's name."""
        if not self.word:
            return _WORTH[self.form]
        return _CUT_WORD if self.form == "cut" else _WORD * _WORTH[self.form]


@dataclass(frozen=True, slots=True)
class Speech:
    """What of a call's speech decides how names in it are read."""

    ours: frozenset[str]
    guests: frozenset[str]
    called: frozenset[str]
    capitals: Capitals
    known: NameIndex
    hot: Collection[str]
    us: NameIndex  # what we are called

    def by(self, utterance: Utterance) -> Speaking:
        """Return whose side speaks, as far as that is known."""
        label = utterance.speaker or ""
        return "ours" if label in self.ours else "guest" if label in self.guests else "unknown"


@dataclass(slots=True)
class _Weight:
    """What speaks for one account."""

    namings: list[Naming] = field(default_factory=list)

    def count(self, *how: How) -> int:
        return sum(naming.how in how for naming in self.namings)

    @property
    def score(self) -> float:
        """Return how much all mentions are worth together, before other accounts are looked at."""
        worth = max(naming.worth for naming in self.namings)
        if all(_letters(naming.name) <= _LETTERS for naming in self.namings):
            return round(min(self._base(), _SURE) * worth, 3)
        return round(self._base() * worth, 3)

    def _base(self) -> float:
        theirs, asked, named, other = (self.count(how) for how in ("theirs", "asked", "named", "other"))
        if theirs and theirs >= other:
            base = 0.75 + 0.05 * (theirs > 1) + 0.05 * (theirs + asked + named > 2)
        elif theirs or asked > other:
            base = 0.5 + 0.05 * (asked > 1) + 0.05 * (named > 0)
        elif named > other:
            # Our side names others more often than a guest does.
            near = 0.025 * sum(
                any(test) for test in ([n.early for n in self.namings], [n.by != "ours" for n in self.namings])
            )
            base = min(0.35 + 0.1 * (named - 1), 0.55) + near
        else:
            base = 0.2 + 0.05 * (other > 2)
        return base


def _letters(name: str) -> int:
    """Return how many signs a name has without what links its words: `H&M` and `H and M` have two."""
    return sum(len(word) for word in fold_name(name).split() if word not in LINKING)


def by_speech(call: CallKeys, crm_index: CrmIndex) -> Rule:
    """Ask which accounts are named in speech, and what is said of them."""
    weights: defaultdict[str, _Weight] = defaultdict(_Weight)
    for naming in namings_in(call, crm_index):
        weights[naming.account_id].namings.append(naming)
    if not weights:
        return Rule("speech", reason="no account's name is said in the call")
    ranked = _ranked(weights, alone=not _has_guests(call, crm_index))[:_MOST]
    reason = "; ".join(_told(weights[key].namings) for key, _ in ranked)
    looked_at = tuple(dict.fromkeys(weights[key].namings[0].name for key, _ in ranked))
    named, scores = zip(*ranked, strict=True)
    return Rule("speech", looked_at, named, reason=f"{reason}; a name is not proof", scores=scores)


def _ranked(weights: dict[str, _Weight], *, alone: bool) -> list[tuple[str, float]]:
    """Return the accounts and their scores, best first. alone: our own side is among itself."""
    scores = {key: weight.score for key, weight in weights.items()}
    order = sorted(
        scores, key=lambda key: (-scores[key], -weights[key].count("theirs"), weights[key].namings[0].number)
    )
    strong = [key for key in order if scores[key] > _SURE]
    # Where several are said to be whose call it is, only one that is said so more often than the others may be.
    rivals = len(strong) > 1 and weights[strong[0]].count("theirs") <= weights[strong[1]].count("theirs")
    kept = [] if alone or rivals else strong[:1]
    found = [(key, scores[key] if key in kept else min(scores[key], _SURE)) for key in order]
    return sorted(found, key=lambda pair: -pair[1])


def _told(namings: list[Naming]) -> str:
    """Say of one account how it is named."""
    name, places = namings[0].name, dict.fromkeys(naming.number for naming in namings)
    best = next(how for how in ("theirs", "asked", "named", "other") if any(n.how == how for n in namings))
    what = {
        "theirs": "is said to be whose call it is", "asked": "is asked about", "named": "is named",
        "other": "is named as a third party",
    }[best]  # fmt: skip
    first = next(naming.number for naming in namings if naming.how == best)
    often = f", {len(places)} times in all" if len(places) > 2 else ""
    return f"{name} {what} (#u{first}){often}"


def _has_guests(call: CallKeys, crm_index: CrmIndex) -> bool:
    return not call.participants or bool(guests(call, crm_index))


# -- where names are said --------------------------------------------------------------------------


def namings_in(call: CallKeys, crm_index: CrmIndex) -> list[Naming]:
    """Return the mentions of accounts in all that was said, in order."""
    known = crm_index.names
    if not known.pairs or not call.utterances:
        return []
    utterances = _within_reach(call.utterances)
    said = [words(utterance.text) for utterance in utterances]
    hot = _hot({word for several in said for word in several}, known)
    worth = {number for number, several in enumerate(said) if not hot.isdisjoint(several)}
    early = _early(utterances)
    if not worth and not early:
        return []
    speech = _speech(call, crm_index, hot, _capitals(utterances))
    found: list[Naming] = []
    for number in sorted(worth):
        found += _namings(utterances[number], speech, early=number < early)
    if not any(naming.how == "theirs" for naming in found):
        found += _misheard(utterances[:early], speech, {naming.account_id for naming in found})
    return found


def _hot(said: set[str], known: NameIndex) -> set[str]:
    """Return the words of a call with which the name of an account may begin.

    To look at every word of seven thousand calls would take a minute, and one call names a handful of companies.
    """
    spoken = known.spoken
    bare = {word: {bare_word(word), word.replace("'", "")} for word in said if "'" in word}
    heard = said.union(*bare.values())
    begun = {word for word in heard & spoken.keys() if "" in spoken[word] or not spoken[word].isdisjoint(heard)}
    begun |= {word for word in heard if len(word) == 1 and word not in "ai"}  # J. P. Morgan
    return begun | {word for word, forms in bare.items() if not forms.isdisjoint(begun)}


def _within_reach(utterances: Sequence[Utterance]) -> list[Utterance]:
    """Return the utterances up to a number of letters."""
    kept, letters = [], 0
    for utterance in utterances:
        if letters > _MOST_LETTERS:
            break
        kept.append(utterance)
        letters += len(utterance.text)
    return kept


def _speech(call: CallKeys, crm_index: CrmIndex, hot: Collection[str], capitals: Capitals) -> Speech:
    known = frozenset(guest.label for guest in guests(call, crm_index))
    people = [person for person in call.participants if not person.bot]
    ours = frozenset(person.label for person in people) - known
    # Who is not ours is a guest only where somebody is ours: else nothing is known of either.
    theirs = known if ours else frozenset(p.label for p in people if p.side == "customer")
    called = frozenset(word for person in people for text in (person.label, person.name or "") for word in words(text))
    return Speech(ours, theirs, called, capitals, crm_index.names, hot, crm_index.ours)


def _early(utterances: Sequence[Utterance]) -> int:
    """Return how many utterances belong to the first minutes, or to the first words where no times are known."""
    letters = 0
    for number, utterance in enumerate(utterances):
        late = utterance.start_ms is not None and utterance.start_ms >= OPENING_MS
        if late or letters > OPENING_LETTERS:
            return number
        letters += len(utterance.text)
    return len(utterances)


def _capitals(utterances: Sequence[Utterance]) -> Capitals:
    """Return what capitals are worth in a call, by those of its first words."""
    text, at = "", 0
    while at < len(utterances) and len(text) < 2 * OPENING_LETTERS:
        text, at = f"{text}. {utterances[at].text}", at + 1
    letters = _INSIDE.findall(text)
    capitals = sum(map(str.isupper, letters))
    begun = sum(utterance.text[:1].isupper() for utterance in utterances[:at])
    if not capitals and 2 * begun < at:  # a few turns of a person who typed may stand among them
        return "none"
    if len(letters) < _ENOUGH_WORDS:
        return "names"
    return "all over" if capitals > _NAMES_ONLY * len(letters) else "names"


def _namings(utterance: Utterance, speech: Speech, *, early: bool) -> Iterator[Naming]:
    text, by = utterance.text, speech.by(utterance)
    tokens = tokenize(text)
    # What is a word of the language, and small among capitals that mark names, begins none.
    small = speech.capitals == "names"
    places = [
        at
        for at, (start, _, folded) in enumerate(tokens)
        if folded in speech.hot and not (small and text[start].islower() and _is_everyday(folded))
    ]
    spans = [*name_spans(text, tokens, places, speech.known)]
    us = _spans_of_us(text, tokens, speech) if spans else []
    for span in spans:
        if (said := _reading(text, tokens, span, speech)) is None or _names_us(span, us, said, by):
            continue
        how = make_of(said, by)
        named = text[tokens[span.first].start : tokens[span.last - 1].end]
        for account_id in _owners(span, speech.known):
            word = all(map(_is_everyday, span.name.split())) and (" " not in span.name or span.form == "cut")
            yield Naming(account_id, named, how, span.form, utterance.number, early, by, word)


def _spans_of_us(text: str, tokens: Sequence[Token], speech: Speech) -> list[NameSpan]:
    """Return where our own company is named, or somebody of us."""
    if not speech.us.pairs:
        return []
    places = [at for at, token in enumerate(tokens) if bare_word(token.folded) in speech.us.spoken]
    return [*name_spans(text, tokens, places, speech.us)]


def _names_us(span: NameSpan, us: Sequence[NameSpan], said: Around, by: Speaking) -> bool:
    """Whether words that may name an account name us: part of our longer name, or how we call ourselves.

    Larch Systems, who are called Larch, have the account Larch Dental: "we at Larch" is the account in the mouth of a
    guest alone. An account that is called Larch and no more is meant, unless we say that we are there.
    """
    for own in us:
        if own.form == "full" and own.first <= span.first and span.last <= own.last and own[:2] != span[:2]:
            return True
        if own[:2] == span[:2] and by != "guest":
            return span.form != "full" or says_self(said)
    return False


def _owners(span: NameSpan, known: NameIndex) -> tuple[str, ...]:
    if span.form == "full":
        return known.exact[span.name]
    return ({"short": known.short, "cut": known.cut, "word": known.words}[span.form][span.name],)


def _reading(text: str, tokens: Sequence[Token], span: NameSpan, speech: Speech) -> Around | None:
    """Return what stands around a name, None where its words are no name here."""
    if span.name in _GLUE or (span.form != "full" and len(span.name) < _SHORTEST):
        return None
    said = around(text, tokens, span.first, span.last, signs=speech.capitals != "none")
    parts = span.name.split()
    ordinary, single = all(map(_is_everyday, parts)), len(parts) == 1 or span.form != "full"
    if single and _is_part_of_another(text, tokens, span, speech, ordinary=ordinary or span.form != "full"):
        return None
    # "I'm from Boston" and "Hello Grant" say nothing of Boston Freight Lines and Grant Foods.
    if ordinary and span.form == "cut" and not said.before.endswith(_OF_COMPANIES):
        return None
    capital = text[tokens[span.first].start].isupper()
    if speech.capitals == "none":
        return said if not ordinary or (len(parts) > 1 and span.form == "full") or says_self(said) else None
    if not capital:
        return said if not single and not ordinary else None
    if speech.capitals == "all over":
        return said if not ordinary or not single or make_of(said, "unknown") == "theirs" else None
    if not ordinary or not single:
        return said
    # A word of the language: with a capital inside of a sentence; what is cut, where the words around say so.
    plain = (
        span.form != "cut"
        and (span.form == "full" or parts[0] not in _EVERYDAY)
        and not _is_start(text, tokens[span.first].start)
    )
    return said if plain or make_of(said, "unknown") == "theirs" else None


def _is_everyday(word: str) -> bool:
    return is_ordinary(word) or word in _EVERYDAY


def _is_start(text: str, start: int) -> bool:
    before = text[:start].rstrip()
    return not before or before[-1] in ".?!"


def _is_part_of_another(text: str, tokens: Sequence[Token], span: NameSpan, speech: Speech, *, ordinary: bool) -> bool:
    """Whether a word belongs to a longer name: Tarn Smith, Tarn Street, Rosa Tarn; or is somebody of this call."""
    if span.name.split()[0] in speech.called:
        return True
    if speech.capitals != "names":
        return False
    own = text[tokens[span.last - 1].start : tokens[span.last - 1].end]
    behind = tokens[span.last] if span.last < len(tokens) else None
    if behind and own == own.removesuffix("'s") and text[tokens[span.last - 1].end : behind.start] == " ":
        proper = text[behind.start].isupper() and bare_word(behind.folded) not in _TIED_TO and behind.folded[0] != "i"
        own_word = any(speech.known.has_word(key, behind.folded) for key in _owners(span, speech.known))
        if proper and not own_word and (ordinary or not _is_everyday(behind.folded)):
            return True
    before = tokens[span.first - 1] if span.first else None
    if before and text[before.end : tokens[span.first].start] == " " and text[before.start].isupper():
        begins = f" {before.folded}" in _OF_COMPANIES  # "Bei Tarn arbeite ich im Lager"
        return before.folded in speech.called or not (begins or _is_everyday(before.folded))
    return False


# -- names that were misheard ----------------------------------------------------------------------


def _misheard(utterances: Sequence[Utterance], speech: Speech, named: set[str]) -> Iterator[Naming]:
    """Yield accounts whose names are like one that is said to be whose call it is, in the first minutes."""
    asked: dict[str, None] = {}
    for utterance in utterances:
        text = utterance.text
        tokens = tokenize(text)
        starts = {token.start: number for number, token in enumerate(tokens)}
        for heard in _HEARD.finditer(text):
            first = starts.get(heard.start(1))
            if first is None or len(asked) > _MOST_HEARD:
                continue
            said = around(text, tokens, first, first + 1, signs=speech.capitals != "none")
            by = speech.by(utterance)
            how = make_of(said, by)
            if how not in {"theirs", "asked"}:
                continue
            for phrase in _phrases(heard[1], speech):
                if phrase in asked or fold_name(heard[1]) in speech.us.exact:
                    continue
                asked[phrase] = None
                like = next(iter(speech.known.misheard(phrase)), None)
                if by != "guest" and _is_ours(phrase, speech.us):
                    continue
                if like and like.account_id not in named:
                    yield Naming(like.account_id, phrase, how, "misheard", utterance.number, early=True, by=by)
                    return


def _is_ours(phrase: str, us: NameIndex) -> bool:
    """Whether our own name is said, or heard otherwise by a letter or two."""
    name = fold_name(phrase)
    return any(name in names for names in (us.exact, us.short, us.cut, us.words)) or bool(us.misheard(phrase))


def _phrases(heard: str, speech: Speech) -> Iterator[str]:
    """Yield what of some words may be a name: both, and the first alone."""
    parts = [bare_word(part) for part in heard.split()]
    for phrase in dict.fromkeys((" ".join(parts), parts[0])):
        written = speech.capitals == "none" or all(part[0].isupper() for part in phrase.split())
        folded = [fold(part) for part in phrase.split()]
        strange = not all(map(_is_everyday, folded)) or (len(folded) > 1 and speech.known.exact.get("".join(folded)))
        if written and strange and len(phrase) > _MOST:
            yield phrase
