"""Names before the words, as in `Dana Reyes: Hello`: when such a prefix is a speaker."""

from __future__ import annotations

import re
from collections import Counter
from enum import IntEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from evidence.calls.formats._parts import Note
from evidence.calls.people import is_nameless, is_title, role_of
from evidence.english import word_set
from evidence.text import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

_HEAD = re.compile(r"(?:>{1,2} ?|- )?\[?([^\s:\[\]<>{}\"=][^:\[\]<>{}\"=\n]{0,59}?)\]?[ ]?")
"""What stands before the first colon, where it may be a name."""

MOST = 0.6
"""From this share of named cues on, a file is one whose cues carry names."""

NEARLY_ALL = 0.9
"""From this share on, a name that stands only once is one too."""

HEADINGS = word_set("headings of transcripts")


@lru_cache(maxsize=4096)  # as below
def is_plausible(name: str) -> bool:
    """Say whether a prefix may be a name: at most 6 words and 60 characters, no link, no sentence."""
    return (
        0 < len(name) <= 60
        and len(name.split()) <= 6
        and not re.search(r"//|www\.|[?!;]|\d:\d|\.\s+[a-z]", name)
        and any(c.isalpha() for c in name)
        and name.casefold() not in HEADINGS
    )


# Words before a colon that are the beginning of a sentence.
_ASIDES = {
    "also", "antwort", "but", "cons", "cost", "fact", "fazit", "finally", "first", "frage", "fyi", "goal", "here",
    "hinweis", "important", "idea", "issue", "look", "next", "no", "nota", "now", "ok", "okay", "option", "plus",
    "point", "pregunta", "price", "problem", "problema", "pros", "quote", "reason", "remember", "respuesta", "result",
    "right", "second", "so", "status", "step", "then", "thing", "third", "tip", "total", "well", "yeah", "yes",
}  # fmt: skip
_LEVELS = {"critical", "debug", "error", "fatal", "info", "notice", "trace", "warn", "warning"}
"""What programs write into their logs where a name could stand."""
LONGEST_LIST = 8
"""Names that all stand once: more of them than this are a list of something."""


class NameKind(IntEnum):
    """How much a label looks like somebody's name, by itself."""

    NONE = 0
    """No name: a sentence, an address of the web, a mark such as `inaudible`."""
    WORDS = 1
    """Words that could be anything, `the plan`; only their return between others makes them a name."""
    LISTED = 2
    """A word that people write over what is not said, `Date`; it must come back oftener than any other."""
    ONE = 3
    """One word with a capital, `Dana` or `Spoiler`."""
    NAME = 4
    """A whole name, a label such as `Speaker 1`, a role, an address."""


@lru_cache(maxsize=8192)
def name_kind(label: str) -> NameKind:
    """Say how much a label looks like a name.

    >>> [name_kind(label).name for label in ("Marius van der Wijden", "operator", "Dana", "Here's the thing", "Date")]
    ['NAME', 'NAME', 'ONE', 'WORDS', 'LISTED']
    """
    bare = " ".join(_ODD.sub(" ", bare_name(label)).split())
    plain = plain_label(bare)
    if _ADDRESS.fullmatch(bare) or _TELEPHONE.fullmatch(label.strip()):
        return NameKind.NAME
    qualified = _QUALIFIED.fullmatch(bare)
    if qualified and _PRONOUNS.fullmatch(qualified[3]) and name_kind(qualified[1]) >= NameKind.ONE:
        return NameKind.NAME
    if qualified and name_kind(qualified[1]) == NameKind.NAME and _is_role(qualified[3], loose=qualified[2] == ", "):
        return NameKind.NAME
    if plain in _listed() or (" " in bare and plain.rpartition(" ")[2] in _listed()):
        return NameKind.LISTED
    if is_label(bare) or plain in _roles() or _CODE.fullmatch(bare):
        return NameKind.NAME
    parts = bare.split()
    if (bare[:1].isdigit() and bare.isascii() and not _WITH_NUMBER.match(bare)) or re.search(
        r"\b(?:19|20)\d\d\b", bare
    ):
        return NameKind.NONE  # a date, a number
    if (
        not 0 < len(parts) <= 7
        or not _PLAIN_NAME.fullmatch(bare)
        or plain in _marks()
        or plain in _of_mails()
        or plain.partition(" ")[0] in _LEVELS
        or not any(map(str.isalpha, bare))
    ):
        return NameKind.NONE
    return _kind_of_words(bare)


def _kind_of_words(bare: str) -> NameKind:
    """Judge the words of a label that no list knows: capital letters make a name, and particles may stand between."""
    parts, titled = bare.split(), 0
    while len(parts) > 1 and plain_label(parts[0]) in _honorifics():
        parts, titled = parts[1:], titled + 1
    if bare.isupper() and len(parts) > 1 and bare.isascii():
        return NameKind.NAME  # THE CHAIR; what people shout over notes is listed
    head, last = parts[0].casefold().strip(".,"), parts[-1]
    if (
        parts[0][0].isupper()
        and len(parts) < 6
        and head not in _openers()
        and not _persons().isdisjoint(plain_label(bare).split())
    ):
        return NameKind.NAME  # Man at the back
    if any(w[0].islower() and w.rstrip(".") not in _particles() and not _HALF_SMALL.match(w) for w in parts):
        return NameKind.WORDS
    if not titled and ((head in _openers() and len(bare) > 1) or (head in _ASIDES and len(parts) == 1)):
        return NameKind.WORDS
    if len(parts) > 1 and last.islower() and last in _particles():
        return NameKind.WORDS
    if parts[0][0] in _CJK_OPENERS:
        return NameKind.WORDS
    if len(parts) == 1 and not titled:
        begins = parts[0][0].isupper() or not parts[0].isascii() or parts[0][0].isdigit()
        return NameKind.ONE if begins else NameKind.WORDS
    return NameKind.NAME if titled + sum(not word[0].islower() for word in parts) > 1 else NameKind.ONE


def _is_role(text: str, *, loose: bool) -> bool:
    """Say whether words behind a name and a comma say what somebody is, `Head of sales, North`, and are no sentence."""
    parts = text.split()
    return (
        0 < len(parts) <= 5
        and text[0].isupper()
        and _PLAIN_NAME.fullmatch(text) is not None
        and (
            is_title(text)
            or all(not word[0].islower() or word in _particles() for word in parts)
            or (loose and _openers().isdisjoint(word for word in parts if word.islower()))
        )
    )


def opens_sentence(label: str) -> bool:
    """Say whether a label begins with a word that begins sentences and no names."""
    head = label.split(maxsplit=1)[0].casefold().strip(".,") if label.strip() else ""
    return head in _openers() or head in _ASIDES


@lru_cache(maxsize=8192)
def plain_label(label: str) -> str:
    """Return a label as the lists of words have it: in small letters, without accents and signs."""
    return " ".join(words(label))


def is_over_notes(label: str) -> bool:
    """Say whether a label is one over notes, `Observer note`, which is nobody's; `Host` is listed too and may be."""
    plain = plain_label(bare_name(label))
    return not {plain, plain.rsplit(maxsplit=1)[-1] if plain else ""}.isdisjoint(_over_notes())


@cache
def _over_notes() -> frozenset[str]:
    notes = word_set("openers of notes", "keys of forms", "openers of notes in one line")
    return (notes - word_set("roles of speakers") - {"participants", "speakers"}) | {"subject"}  # of a mail, mostly


def is_role(label: str) -> bool:
    """Say whether a label is what somebody does in a talk, `Host`."""
    return plain_label(label) in _roles()


def is_voice(label: str) -> bool:
    """Say whether a label of a text is one of transcripts, `Speaker 1`; `Participants` is a heading."""
    return is_label(label) and name_kind(label) != NameKind.LISTED


def bare_name(label: str) -> str:
    """Return a label without what stands in brackets or behind a bar."""
    return re.sub(r"\s*[(\[|<].*", "", label).strip().strip(":").strip() or label.strip()


_ODD = re.compile(r"(?<=\w )[\"“”'‘’][\w ]{1,20}[\"“”'‘’]|(?<=\w)!(?= [A-Z])")
"""What names have and words before a colon seldom: Robert "Bob" Moe, Yahoo! Sales."""
_CODE = re.compile(
    r"(?:[PIRSMFWUNEB]|FG|IV|IP)[0-9]{1,2}(?:-[0-9]{1,2})?|\?{1,3}|\w{1,8}(?:さん|様|氏|くん|ちゃん|先生|님|씨)"
)
"""P3, I1: people of a study; quarters, halves and versions are none."""
_CJK_OPENERS = "我他她它你您这那但就是"
_WITH_NUMBER = re.compile(r"[0-9]{1,3}[A-Z]\w* [A-Z]")
_QUALIFIED = re.compile(r"([^,\n]{2,60}?)(, | [-–—/] )(\S.{0,60})")
_PRONOUNS = re.compile(r"\w{2,5}/\w{2,5}(?:/\w{2,7})?")
_ADDRESS = re.compile(r"[^@\s]{1,64}@[\w-]+(\.[\w-]+)+")
_TELEPHONE = re.compile(r"\+[0-9][0-9 ().*x-]{6,20}|\(?0[0-9]{1,4}\)?[ -][0-9][0-9 -]{5,14}", re.IGNORECASE)
_HALF_SMALL = re.compile(r"[a-z]{1,4}['’-]?[A-Z]")
"""d'Arvenne, al-Tassif, iPhone."""
_PLAIN_NAME = re.compile(
    r"(?!.*(?<!\b[A-Z])(?<!\bMr)(?<!\bMs)(?<!\bDr)(?<!\bMrs)(?<!\bProf)(?<!\bSt)\.\s+[a-z]+(?!\w*\.))[\w][^\n\"“”?!;=*{}\\/。！？、]{0,59}|[@“'][^\n?!;=*{}\\/。！？、]{1,40}",
    re.DOTALL,
)


@cache
def _listed() -> frozenset[str]:
    return word_set("openers of notes", "headings of transcripts", "keys of forms", "openers of notes in one line")


@cache
def _roles() -> frozenset[str]:
    return word_set("roles of speakers")


@cache
def _marks() -> frozenset[str]:
    return word_set("marks among words")


@cache
def _of_mails() -> frozenset[str]:
    return word_set("mail headers")


@cache
def _honorifics() -> frozenset[str]:
    return word_set("honorifics")


@cache
def _particles() -> frozenset[str]:
    return word_set("name particles")


@cache
def _persons() -> frozenset[str]:
    return word_set("persons nobody knows")


@cache
def _openers() -> frozenset[str]:
    """Words that begin sentences and no names."""
    names = {"an", "as", "do", "her", "may", "will"}  # Will Smith, Do Thi An
    return (word_set("glue", "negated verbs") - names) | {"here's", "there's", "that's", "let's", "it's", "what's"}


def is_name_like(name: str) -> bool:
    """Say whether a prefix reads as a name by itself: every word capital, or one word, or a label."""
    parts = re.sub(r"[(|].*", "", name).split()
    return is_plausible(name) and (is_label(name) or len(parts) == 1 or all(not w[0].islower() for w in parts))


@lru_cache(maxsize=4096)
def is_label(name: str) -> bool:
    """Say whether a prefix is a label of transcripts, such as `Rep` or `Speaker 1`."""
    return bool(role_of(name)) or is_nameless(name)


def speakers(
    prefixes: Counter[str], total: int, declared: Collection[str] = (), *, most: float = MOST
) -> frozenset[str]:
    """Return which of the counted prefixes are speakers, among `total` cues or lines.

    A name stands at least twice, or is declared, or is a label; a name that
    stands once counts only where nearly everything is named. Where too little
    is named at all, only declared names and labels count: never a guess.
    """
    sure = {n for n in prefixes if is_plausible(n) and (n in declared or is_label(n))}
    often = {
        n for n, count in prefixes.items() if count > 1 and is_plausible(n) and _may_return(n, count, total)
    } | sure
    share = sum(prefixes[n] for n in often) / total if total else 0
    if share < most:
        return frozenset(sure)
    if share >= NEARLY_ALL:
        often |= {n for n in prefixes if is_name_like(n)}
    return frozenset(often)


def _may_return(name: str, count: int, total: int) -> bool:
    """Say whether a prefix that comes again may be a name: `The problem is this` comes again too, but seldom."""
    return name_kind(name) >= NameKind.ONE or len(name.split()) < 3 or count >= 0.2 * total


def names_of_cues(texts: Iterable[str]) -> frozenset[str]:
    """Return the speakers that stand before the words of caption cues."""
    total = 0
    over = Counter[str]()  # names on a line of their own over the words, as Teams has them

    def heads() -> Iterator[str]:
        nonlocal total
        for text in texts:
            total += bool(text)
            head, words = _divided(text)
            first, below, _ = text.partition("\n")
            if below and name_kind(first) >= NameKind.ONE:
                over[first] += 1
            if words[:1].isspace() and not words.isspace():
                yield head

    found: Counter[str] = Counter()
    for head, count in Counter(heads()).items():
        if name := _name(head.lstrip()[:64]):
            found[name] += count
    if sum(count for count in over.values() if count > 1) >= MOST * total > 0:
        return frozenset(over)
    return speakers(found, total) | named_once(found, total)


_SQUARE = re.compile(r"\[([^\[\]\n]{1,60})\](?=\s)")


def _divided(text: str) -> tuple[str, str]:
    """Split a cue behind its first colon, or behind brackets that may hold a name: `[laughs]` does not."""
    found = _SQUARE.match(text) if text[:1] == "[" else None
    if found and name_kind(found[1]) >= NameKind.ONE:
        return found[1], text[found.end() :]
    head, _, words = text.partition(":")
    return head, words


def named_once(found: Counter[str], total: int) -> frozenset[str]:
    """Return the names that may stand only once: most of the cues or lines have a name, and these read as one."""
    names = {n for n, count in found.items() if (is_plausible(n) if count > 1 else is_sure_name(n))}
    named = sum(found[n] for n in names)
    listed = len(names) == named > LONGEST_LIST
    return frozenset(names) if named and named >= MOST * total and not listed else frozenset()


def is_sure_name(name: str) -> bool:
    """Say whether a text reads as a name where nothing else tells: capital letters, no aside such as `Okay`."""
    return (
        is_name_like(name)
        and not name[0].islower()
        and name.split(maxsplit=1)[0].casefold() not in (_ASIDES | HEADINGS)
    )


def split_speaker(text: str, names: frozenset[str]) -> tuple[str | None, str]:
    """Split the speaker off a cue's text; None where nobody is named."""
    first, below, rest = text.partition("\n")
    if below and first in names:
        return first, rest
    head, words = _divided(text)
    said = words.lstrip()
    name = _name(head.lstrip()[:64]) if names and said and len(said) < len(words) else None
    return (name, said) if name in names else (None, text)


@lru_cache(maxsize=4096)  # a call has few speakers and many cues
def _name(head: str) -> str | None:
    """Return the name that a head may be, out of its brackets."""
    found = _HEAD.fullmatch(head)
    return found and found[1]


def note_unnamed(lines: Sequence[int], names: Collection[str]) -> Iterator[Note]:
    """Note the lines of cues without a name in a file where others have one; nobody is carried over."""
    if lines and names:
        some = "1 cue has" if len(lines) == 1 else f"{len(lines)} cues have"
        yield Note(f"{some} no name although others do; the speaker stays unknown", lines[0])
