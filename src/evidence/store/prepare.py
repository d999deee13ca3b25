"""Call -> what the index keeps of it: plain, picklable values, so that any process may work them out."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from array import array
from collections import Counter
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.duplicates import RUN, prints
from evidence.files import FileStamp
from evidence.query import lemmas
from evidence.query.language import ENGLISH, Listener
from evidence.query.match import fold_value
from evidence.query.stems import STEMMERS
from evidence.store.sealed import seal
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from evidence.model import AccountLink, Call, Participant, Utterance

# Of one text at a time: for a list it would make an encoder anew, at three times the price.
_encode = json.JSONEncoder(ensure_ascii=False).encode
_SOURCES = {None: "null", "stated": '"stated"', "derived": '"derived"'}

# The index drops terms above 65,530 bytes without a word; a code point takes four at most.
MAX_TERM = 16_000
MAX_NUMBER = (1 << 18) - 1
MAX_DAYS = (1 << 17) - 1
_YEAR_1900 = dt.date(1900, 1, 1).toordinal()
# Two of these side by side are a term of their own: of 51 million words "of the" is found in 1 ms instead of 40.
# They are the commonest keys of speech, half of all that is said.
COMMON = frozenset({
    "a", "about", "all", "and", "as", "at", "be", "but", "can", "do", "doe/do", "done/do", "for", "from", "get",
    "go", "have", "i", "if", "in", "it", "just", "know", "like", "mean", "not", "of", "on", "one", "or", "our",
    "say", "see", "so", "some", "that", "the", "then", "there", "they", "think", "this", "thought/think", "to",
    "uh", "um", "we", "what", "will", "with", "would", "yeah", "you", "your",
})  # fmt: skip
# What `*` leaves out: an utterance such as "..." holds no token.
WORDLESS = "wordless"


@dataclass(frozen=True, slots=True)
class IndexedParticipant:
    """A participant with side and role as they hold after settings, people and CRM were asked.

    `assumed` is true where `assume_others` made the side; `title` is the CRM's job title;
    `overruled` says which other side or role somebody wrote of them. `utterances` is how often they spoke.
    """

    participant: Participant
    assumed: bool = False
    title: str | None = None
    account_id: str | None = None
    overruled: str = ""
    utterances: int = 0

    @property
    def titles(self) -> tuple[str, ...]:
        """What is known of their work, each once: the role in the call or of `people.csv`, the contact's title."""
        return tuple(dict.fromkeys(said for said in (self.participant.role, self.title) if said))


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was last read; `path` is relative to the workspace."""

    path: str
    stamp: FileStamp
    sha256: str


@dataclass(frozen=True, slots=True)
class IndexedCall:
    """Everything that the index knows of one call."""

    call: Call
    people: tuple[IndexedParticipant, ...]
    link: AccountLink | None
    file: FileState
    text_sha256: str
    edited: bool = False


@dataclass(frozen=True, slots=True)
class CallEntry:
    """A call without its words: one row of the catalog. `account_id` is what the call itself states.

    `prints` are those of `calls.duplicates`, four bytes each. `spoken` says how many utterances are in which language,
    most first: `de=12 en=3`; see `languages`.
    """

    call_id: str
    title: str
    date: str | None
    started_at: str | None
    source: str
    format: str
    source_sha256: str
    text_sha256: str
    edited: bool
    duration_ms: int | None
    utterances: int
    words: int
    account_id: str | None
    opportunity_id: str | None
    path: str
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int
    sha256: str
    meeting_id: str | None = None
    prints: bytes = b""
    spoken: str = ""

    @property
    def languages(self) -> dict[str, int]:
        """The languages by how many utterances are in each, most first."""
        return {name: int(count) for name, count in (one.split("=") for one in self.spoken.split())}

    @property
    def language(self) -> str:
        """The language of most utterances."""
        return self.spoken.partition("=")[0]

    @property
    def stamp(self) -> FileStamp:
        """What its file looked like."""
        return FileStamp(self.size, self.mtime_ns, self.inode, self.ctime_ns)

    def stamped(self, stamp: FileStamp) -> CallEntry:
        """Return the entry of a file with the same words that looks otherwise."""
        return replace(self, **stamp._asdict())


class IndexDocument(NamedTuple):
    """One utterance for the text index; `tokens`, `stems`, `pairs` and `about` are parted by blanks.

    `stems` are the keys of `query.lemmas`, nearly all of them stems, those of other languages behind their language.
    `pairs` joins neighbours such as `of_the`.
    `about` holds a token such as `speaker:dana` for every word of a property,
    `facts` its whole value, such as `speaker=dana reyes`. `rank` sorts them all, see `rank_of`.
    """

    tokens: str
    stems: str
    pairs: str
    about: str
    facts: tuple[str, ...]
    call_id: str
    date: int
    rank: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Documents:
    """The documents of a call, to iterate over.

    A line of `tokens`, `stems`, `pairs` and `data` each: four long texts go to another
    process at a tenth of the price of many short ones. `said` holds the number
    of each utterance, the place of its speaker in `speakers` (`about`, `facts`) and its language.
    """

    call_id: str
    date: int
    rank: int
    speakers: tuple[tuple[str, tuple[str, ...]], ...]
    said: tuple[tuple[int, int, str], ...]
    tokens: str
    stems: str
    pairs: str
    data: str

    def __iter__(self) -> Iterator[IndexDocument]:
        """Yield them in the order of the call."""
        call_id, date = self.call_id, self.date
        lines = (text.split("\n") for text in (self.tokens, self.stems, self.pairs, self.data))
        # "" is a line too
        for (number, speaker, language), tokens, stems, pairs, data in zip(self.said, *lines, strict=False):
            about, facts = self.speakers[speaker]
            rank = self.rank + min(number, MAX_NUMBER)
            known = facts if tokens else (*facts, WORDLESS)
            if language in STEMMERS:
                known = (*known, language_fact(language))
            yield IndexDocument(tokens, stems, pairs, about, known, call_id, date, rank, seal(data.encode()))


def language_fact(language: str) -> str:
    """Return the fact of an utterance in a language with stems of its own."""
    return f"language={language}"


@dataclass(frozen=True, slots=True)
class Prepared:
    """A call ready for `Store.put_prepared`.

    `vocabulary` are its different tokens, parted by blanks, those of other languages behind their language: `de:wir`.
    """

    entry: CallEntry
    people: tuple[IndexedParticipant, ...]
    link: AccountLink | None
    documents: Documents
    vocabulary: str

    @property
    def forms(self) -> frozenset[str]:
        """The different tokens, whatever their language."""
        return frozenset(form.rpartition(":")[2] for form in self.vocabulary.split())


def prepare(record: IndexedCall) -> Prepared:
    """Work out the documents of a call; pure, and most of the work of indexing."""
    work = Preparation(record)
    return work.done(work.documents(record.call.utterances))


class Preparation:
    """Works out the documents of a call, some utterances after the others: `prepare` in one go.

    A call of a million takes 3 GB of words and texts when all of them stand beside each other.
    """

    def __init__(self, record: IndexedCall) -> None:
        """Begin with a call."""
        self._record = record
        self._known = {person.participant.label: person for person in record.people}
        self._head = _encode(record.call.call_id)
        self._keys = {"": _Keys(lemmas.load_lemmas().key)}
        self._languages: list[str] | None = None  # of the utterances to come, in a call that comes in parts
        self._spoken: Counter[str] = Counter()
        self._words = 0
        self._prints: set[int] = set()
        self._last: list[str] = []  # words before the ones to come: a shingle may begin among them

    def documents(self, utterances: Sequence[Utterance]) -> Documents:
        """Return the documents of the next utterances."""
        record = self._record
        call = record.call
        labels = {label: place for place, label in enumerate(dict.fromkeys(u.speaker for u in utterances))}
        names = {label: "null" if label is None else _encode(label) for label in labels}
        lines: list[str] = []
        stemmed: list[tuple[str, str]] = []
        spoken = [*self._last]
        known, listener = self._known_languages(utterances), Listener()
        for place, utterance in enumerate(utterances):
            tokens = words(utterance.text)
            line = " ".join(tokens)
            if len(line) > MAX_TERM:
                tokens = [clip(token) for token in tokens]
                line = " ".join(tokens)
            lines.append(line)
            language = known[place] if known else listener.hear(utterance.speaker, line, tokens)
            stemmed.append(self._stemmed(tokens, language) if language else ("", ""))
            spoken += tokens
        languages = known or listener.languages()
        for place, line in enumerate(lines):
            if line and not stemmed[place][0]:  # its language follows from what else was said
                stemmed[place] = self._stemmed(line.split(), languages[place])
        self._spoken.update(languages)
        said = [*zip(utterances, languages, strict=True)]
        self._count(spoken)
        return Documents(
            call.call_id,
            day(call.date),
            rank_of(call.call_id, call.date),
            tuple(_searchable(record, label, self._known.get(label or "")) for label in labels),
            tuple((one.number, labels[one.speaker], language) for one, language in said),
            "\n".join(lines),
            "\n".join(stems for stems, _ in stemmed),
            "\n".join(pairs for _, pairs in stemmed),
            "\n".join(_stored(self._head, names[one.speaker], one, language) for one, language in said),
        )

    def _known_languages(self, utterances: Sequence[Utterance]) -> list[str]:
        """Return the languages of the next utterances of many; [] where these are all. Words are read twice for it."""
        everything = self._record.call.utterances
        if len(utterances) in (0, len(everything)):
            return []
        if self._languages is None:
            listener = Listener()
            for one in everything:
                tokens = words(one.text)
                listener.hear(one.speaker, " ".join(tokens), tokens)
            self._languages = listener.languages()
        found, self._languages = self._languages[: len(utterances)], self._languages[len(utterances) :]
        return found

    def _stemmed(self, tokens: Sequence[str], language: str) -> tuple[str, str]:
        """Return stems and pairs; languages without stems of their own are taken as English."""
        language = language if language in STEMMERS else ""
        if language not in self._keys:
            self._keys[language] = _Keys(lemmas.load_lemmas().key_in(language))
        keys = [*map(self._keys[language].__getitem__, tokens)]
        return " ".join(keys), " ".join(f"{a}_{b}" for a, b in pairwise(keys) if a in COMMON and b in COMMON)

    def _count(self, spoken: list[str]) -> None:
        """Count the words behind those that were there before, and take their prints."""
        self._words += len(spoken) - len(self._last)
        self._prints |= prints(spoken, None if self._last or len(self._keys) > 1 else self._keys[""])
        self._last = spoken[1 - RUN :]

    def done(self, documents: Documents) -> Prepared:
        """Return what the index keeps of the call, with the documents that are still to be put."""
        record = self._record
        entry = _entry(record, self._words, self._prints, self._spoken)
        vocabulary = (f"{way}:{token}" if way else token for way, keys in self._keys.items() for token in keys)
        return Prepared(entry, record.people, record.link, documents, " ".join(vocabulary))


class _Keys(dict[str, str]):
    """The keys of one call's tokens: few enough to stay near, at half the price of asking each time."""

    def __init__(self, key: Callable[[str], str]) -> None:
        self._key = key

    def __missing__(self, token: str) -> str:
        self[token] = found = self._key(token)
        return found


def properties_of(
    call: Call | CallEntry, label: str | None, person: IndexedParticipant | None
) -> dict[str, tuple[str, ...]]:
    """Return what is known of an utterance of `label`, by field name, as `query.match` takes it.

    Account, segment and outcome are not among them: they belong to the CRM and the caller adds them.
    """
    who = person.participant if person else None
    return {
        "speaker": tuple(dict.fromkeys(name for name in (label, who and who.name) if name)),
        "side": (who.side if who else "unknown",),
        "role": person.titles if person else (),
        "title": (call.title,),
        "call": (call.call_id,),
        "date": (call.date,) if call.date else (),
    }


def speaker_key(call_id: str, label: str) -> str:
    """Return what tells a speaker of a call from all others: the fact by which the index finds what they said."""
    return clip(f"{call_id} {label}")


def clip(token: str) -> str:
    """Return the token as far as the index can hold it."""
    return token if len(token) <= MAX_TERM else token[:MAX_TERM]


def _stored(call_id: str, speaker: str, u: Utterance, language: str) -> str:
    """Return an utterance as JSON, as `TextIndex` reads it again; that it is in English goes without saying."""
    times = f"{_number(u.start_ms)},{_number(u.end_ms)},{_SOURCES[u.start_source]},{_SOURCES[u.end_source]}"
    stamps = f",{json.dumps(u.stamps)}" if u.stamps or language != ENGLISH else ""
    spoken = f',"{language}"' if language != ENGLISH else ""
    return f"[{call_id},{u.number},{u.turn},{speaker},{_encode(u.text)},{times},{_number(u.line)}{stamps}{spoken}]"


def _number(value: int | None) -> int | str:
    return "null" if value is None else value


def rank_of(call_id: str, date: str | None) -> int:
    """Return the place of a call among all calls, to which the numbers of its utterances are added.

    Newest first, undated last, 63 bits: 17 for the day, 28 of a hash for the call, 18 for
    the number. So the order depends on nothing but the calls, and an integer sorts
    a thousand times faster than a text. Should two calls of one day share a hash (a
    chance of 2 % among 3,000 calls of one day), their utterances stand between each other.
    """
    days = min(max(1, dt.date.fromisoformat(date).toordinal() - _YEAR_1900), MAX_DAYS) if date else 0
    call = int.from_bytes(hashlib.sha256(call_id.encode()).digest()[:4], "big") >> 4
    return (MAX_DAYS - days) << 46 | call << 18


def day(date: str | None) -> int:
    """Return a date as YYYYMMDD, 0 where there is none.

    >>> day("2026-01-12")
    20260112
    """
    return int(date.replace("-", "")) if date else 0


def _searchable(
    record: IndexedCall, label: str | None, person: IndexedParticipant | None
) -> tuple[str, tuple[str, ...]]:
    """Return `about` and `facts` of what `label` says; dates are a number of their own."""
    values = properties_of(record.call, label, person)
    pairs = [_words_and_fact(name, value) for name, several in values.items() if name != "date" for value in several]
    facts = [f"id={record.call.call_id}", *(fact for _, fact in pairs)]
    facts += [f"who={speaker_key(record.call.call_id, label)}"] if label else []
    if record.link and record.link.status == "linked":
        facts.append(f"account={record.link.account_id}")
    # A lone sign keeps phrases from running over the border of a value.
    return " | ".join(phrase for phrase, _ in pairs if phrase), tuple(facts)


@lru_cache(maxsize=4096)  # the speakers of a call share most of their properties
def _words_and_fact(name: str, value: str) -> tuple[str, str]:
    return " ".join(f"{name}:{clip(word)}" for word in words(value)), f"{name}={clip(fold_value(value))}"


def _entry(record: IndexedCall, count: int, sampled: set[int], spoken: Counter[str]) -> CallEntry:
    call, file = record.call, record.file
    return CallEntry(
        call_id=call.call_id,
        title=call.title,
        date=call.date,
        started_at=call.started_at,
        source=call.source,
        format=call.format,
        source_sha256=call.source_sha256,
        text_sha256=record.text_sha256,
        edited=record.edited,
        duration_ms=call.duration_ms,
        utterances=len(call.utterances),
        words=count,
        account_id=call.account_id,
        opportunity_id=call.opportunity_id,
        path=file.path,
        **file.stamp._asdict(),
        sha256=file.sha256,
        meeting_id=call.meeting_id,
        prints=array("I", sorted(sampled)).tobytes(),
        spoken=" ".join(
            f"{name}={number}" for name, number in sorted(spoken.items(), key=lambda one: (-one[1], one[0]))
        ),
    )
