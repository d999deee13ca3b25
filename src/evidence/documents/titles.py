"""What headings, labels and columns announce: a segment, several of them, a field of one, a pain.

    Persona 1: Name          the kind, then the name        "named"
    Sarah Chen (Persona)     the name, then the kind        "behind"
    Segmento B2B             the kind, no sign between      "leading"
    Primary Persona          only the kind                  "one", or "many" where it is in the plural
    Buyer Personas of Acme   several, and of whom           "many"

Words are compared as they are folded, phrases in their order; Han and kana have a token for each sign, so phrases
find compounds there, and ends of words find those of German, Dutch and Korean.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.english import word_list, word_set
from evidence.text import tokenize, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evidence.text import Token

TitleForm = Literal["named", "behind", "leading", "one", "many"]

# Ends of one word: `Kundensegment`, `Hauptzielgruppe`, `Kernprobleme`, `고객세그먼트`.
_KIND_ENDS = (
    "segment",
    "segmente",
    "segmenten",
    "zielgruppe",
    "zielgruppen",
    "doelgroep",
    "doelgroepen",
    "세그먼트",
    "페르소나",
)
_MANY_ENDS = ("segmente", "segmenten", "zielgruppen", "doelgroepen")
_PAIN_ENDS = ("schmerzpunkte", "schmerzpunkt", "probleme", "problemen", "herausforderungen", "페인포인트", "문제점")

_NUMBER = re.compile(
    r"(?:\d\ufe0f?\u20e3|[\u2460-\u2473])\s*|(?:\d+(?:\.\d+)+[.)]?|(?:\d+|[A-Za-z]|[ivxIVX]+)[.)])\s+|\d+[\uff0e\u3001]\s*"
    r"|[\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d\u5341]+[\u3001\uff0e.]\s*"
)
_MARKS = re.compile(r"[^\w(\[{<]*")
_SIGNED = re.compile(r"[:\uff1a\u2013\u2014|\uff5c]|-\s")
_LABEL = re.compile(r"(?P<label>[^:\uff1a]{1,60}?)\s*[:\uff1a](?P<value>(?:\s|(?<=\uff1a)|$).*)", re.DOTALL)
_ASKED = re.compile(
    r"(?P<label>(?:what|which|how|where|when|why|who)\b[^?:\uff1a.]{2,70}(?:\?:?|[:\uff1a](?=\s*$)))\s*(?P<value>.*)",
    re.IGNORECASE | re.DOTALL,
)
_SEGMENT_ENDS = ("segment", "segmente", "segmenten", "segmento", "segmentos", "segments", "segmenti")
_SEPARATOR = re.compile(
    r"(?P<remark>\s*[(\uff08][^()\uff08\uff09]*[)\uff09])?\s*(?:[:\uff1a\u2013\u2014|\uff5c\u30fb\u2192]|-{1,2}(?=\s)|[.)](?=\s))\s*(?=\S)"
    r"|\s*(?=[\"\u201c\u201e\u00ab\u300c\u300e])"
)
_CUT = re.compile(r"\s*(?:[:\uff1a\u2013\u2014|\uff5c]|\s-{1,2}\s)\s*|\s*[(\uff08](?=[^()\uff08\uff09]*[)\uff09]\s*$)")
_ORDINALS = frozenset(
    words("one two three four five six eins zwei drei un deux trois uno dos tres um dois due nr no n")
)
_KEPT = 4096  # titles and labels of a document are asked about again and again
_LONG = 80  # code points of a line that may be a label alone
_ALONE = 8  # tokens of a line that says `Pain points` and nothing else
_UNSERVED = frozenset(words("anti negative negativ negativa not kein keine exclusion excluded non"))
_HAN = frozenset("一二三四五六七八九十甲乙丙")


# The lists of `titles.txt`; each but those of other languages alone has its English part in `english.txt`.
_ONE = "kinds of segments"
_MANY = "kinds of segments in the plural"
_EITHER = "kinds of segments in either number"
_BEFORE = "before a kind"
_FIELDS = "fields of a segment"
_ABOUT = "parts about segments"
_PAINS = "labels of pains"
_NO_PAINS = "no pains"
_NAMES = "labels of a name"
_JOBS = "labels of a job"
_PEOPLE, _COMPANIES = "kinds of people", "kinds of companies"
_PORTRAITS = ("fields of somebody", "fields of wants", "announcing people")
_ENGLISH = frozenset({_ONE, _MANY, _BEFORE, _FIELDS, _ABOUT, _PAINS, _NAMES, _JOBS, _PEOPLE, _COMPANIES, *_PORTRAITS})


class TitleReading(NamedTuple):
    """What a title announces: its form, and the name in it, "" where only the kind stands there.

    start: where the name begins. many: of a kind alone, that it is in the plural, which not every language writes;
    of a name with a kind, that several may stand below it all the same.
    """

    form: TitleForm
    name: str
    start: int = 0
    many: bool = False

    @property
    def nameless(self) -> bool:
        """Whether it may be the heading of one segment whose name stands below it."""
        return self.form == "one" or (self.form == "many" and not self.many)


# -- phrases -----------------------------------------------------------------------------------


@cache
def list_of(name: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a list, each as its tokens: those of `titles.txt`, and the English ones of that name."""
    english = word_list(name) if name in _ENGLISH else ()
    return frozenset(tuple(words(phrase)) for phrase in (*_others()[name], *english))


@cache
def _others() -> dict[str, tuple[str, ...]]:
    import pkgutil

    text = (pkgutil.get_data("evidence.documents", "titles.txt") or b"").decode()
    parts = (part.partition("]\n") for part in text.split("\n[")[1:])
    rows = ((name, (row for row in body.split("\n") if not row.startswith("#"))) for name, _, body in parts)
    return {name: tuple(word.replace("_", " ") for row in body for word in row.split()) for name, body in rows}


@cache
def _longest(name: str) -> int:
    return max(map(len, list_of(name)))


def _at(tokens: Sequence[str], at: int, name: str) -> int:
    """Return how many tokens the longest phrase of a list takes that begins here, 0 without one."""
    phrases = list_of(name)
    most = min(_longest(name), len(tokens) - at)
    return next((size for size in range(most, 0, -1) if tuple(tokens[at : at + size]) in phrases), 0)


def _found(tokens: Sequence[str], name: str) -> str | None:
    """Return the first phrase of a list in a title."""
    for at in range(len(tokens)):
        if size := _at(tokens, at, name):
            return " ".join(tokens[at : at + size])
    return None


def _only(tokens: Sequence[str], *names: str) -> bool:
    """Whether phrases of the lists, and little words, are all that a title says."""
    at = 0
    while at < len(tokens):
        size = max(_at(tokens, at, name) for name in names)
        if not size and tokens[at] not in _little():
            return False
        at += size or 1
    return bool(tokens)


@cache
def _little() -> frozenset[str]:
    others = (
        "und y et e en der die das de la le les el los las o a os as their his her your them и の と 和 与 및 points"
    )
    return word_set("small words") | frozenset(words(others)) | frozenset({"point", "i"})


# -- segments ----------------------------------------------------------------------------------


def bare_title(text: str) -> str:
    """Return a title without the signs and the number before it."""
    return text[_opening(text) :]


def _opening(text: str) -> int:
    """Return where a title begins behind signs and a number."""
    at = _marks(text, 0)
    number = _NUMBER.match(text, at)
    return _marks(text, number.end()) if number and number.end() < len(text) else at


def _marks(text: str, at: int) -> int:
    found = _MARKS.match(text, at)
    return found.end() if found and found.end() < len(text) else at


def _kind(tokens: Sequence[str], at: int) -> tuple[int, bool, bool]:
    """Return how many tokens a kind takes here, whether it is in the plural, whether that can be told."""
    found = [(_at(tokens, at, name), name) for name in (_ONE, _MANY, _EITHER)]
    size, name = max(found, key=lambda pair: pair[0])
    if size:
        return size, name == _MANY, name != _EITHER
    if tokens[at].endswith(_KIND_ENDS):
        return 1, tokens[at].endswith(_MANY_ENDS), tokens[at].isascii()
    return 0, False, True


@lru_cache(_KEPT)
def read_title(text: str) -> TitleReading | None:
    """Say what a title announces, None where it names no kind of segment.

    >>> read_title("2.3 Primary Persona #1: Ida").name, read_title("B2B Segment").name
    ('Ida', 'B2B')
    >>> read_title("Buyer Personas").form, read_title("Segment Comparison").form
    ('many', 'leading')
    """
    begin = _opening(text)
    tokens = [token for token in tokenize(text) if token.start >= begin]
    folded = [token.folded for token in tokens]
    if _UNSERVED & set(folded):
        return None
    head = _head(folded)
    if head is None:
        return _behind(text, begin, tokens)
    stop, many, told = head
    stop = _numbered(text, tokens, _qualified(text, tokens, stop))
    numbered = stop > head[0]
    if stop == len(tokens):
        return _alone(text, tokens[-1].end, many=many, told=told, numbered=numbered)
    end = tokens[stop - 1].end
    remark = text[end:].strip()
    sign = _SEPARATOR.match(text, end)
    named = bool(sign and sign.end() < len(text))
    if not named and remark[:1] in "(\uff08" and remark[-1:] in ")\uff09":
        return _alone(text, end, many=many, told=told, numbered=numbered)
    if many and told:
        return TitleReading("many", "", many=True)
    if sign and named:
        return TitleReading("named", _clean(text[sign.end() :]), sign.end(), many and not numbered)
    if tokens[stop - 1].folded.isascii() and not text[end].isspace():
        return None
    return TitleReading("leading", _clean(remark), end + len(text[end:]) - len(text[end:].lstrip()), not told)


def _alone(text: str, end: int, *, many: bool, told: bool, numbered: bool) -> TitleReading:
    """Read a title of a kind alone; a remark behind it may be the name: `Persona 1 (Ida)`."""
    remark = text[end:].strip().strip("()\uff08\uff09")
    name = _clean(remark) if numbered and remark[:1].isupper() and words(remark) else ""
    if (many or not told) and not numbered:
        return TitleReading("many", "", many=many and told)
    return TitleReading("one", name)


def _head(folded: Sequence[str]) -> tuple[int, bool, bool] | None:
    """Read `Example Primary Buyer Persona`: words before a kind, then one or two; None where it begins otherwise."""
    at, found = 0, None
    while at < len(folded):
        size, many, told = _kind(folded, at)
        if size:
            found = (at + size, many or bool(found and found[1]), told and (found is None or found[2]))
            at += size
        elif (
            found and folded[at] in {"and", "und", "et", "y", "e"} and at + 1 < len(folded) and _kind(folded, at + 1)[0]
        ):
            at += 1
        elif not found and (size := _at(folded, at, _BEFORE)):
            at += size
        else:
            break
    return found


def _ordinal(folded: Sequence[str], at: int) -> int:
    if at < len(folded) and folded[at] in {"nr", "no", "n", "number"} and at + 1 < len(folded):
        at += 1
    if at >= len(folded):
        return at
    said = folded[at]
    ordinal = said.isdigit() or said in _ORDINALS or said in _HAN or (len(said) == 1 and said.isascii())
    return at + 1 if ordinal or re.fullmatch(r"[ivx]{1,4}|0?\d+[a-z]", said) else at


def _qualified(text: str, tokens: Sequence[Token], at: int) -> int:
    """Return where words behind a kind end that qualify it: `Persona principal :`, and not `Persona The Baker`."""
    folded, stop = [token.folded for token in tokens], at
    while size := _at(folded, stop, _BEFORE):
        if _SIGNED.search(text[tokens[stop - 1].end : tokens[stop].start]):
            break
        stop += size
    numbered = stop > at and stop < len(tokens) and folded[stop].isdigit()
    ends = stop == len(tokens) or numbered or _SEPARATOR.match(text, tokens[stop - 1].end)
    return stop if ends else at


def _numbered(text: str, tokens: Sequence[Token], at: int) -> int:
    """Return where the number behind a kind ends: `Persona #2`, `ICP A:`; the first word of a name is none."""
    stop = _ordinal([token.folded for token in tokens], at)
    if stop == at or _SIGNED.search(text[tokens[at - 1].end : tokens[stop - 1].start]):
        return at
    rest = text[tokens[stop - 1].end :]
    letter = len(tokens[stop - 1].folded) == 1 and tokens[stop - 1].folded.isalpha()
    return at if letter and rest.strip() and not (_SEPARATOR.match(rest) or rest.lstrip()[:1] in "(\uff08") else stop


def _behind(text: str, begin: int, tokens: Sequence[Token]) -> TitleReading | None:
    """Read a name with the kind behind it: `B2B Segment`, `Ida (Persona 2)`, `Ida - Buyer Persona`."""
    for cut in reversed(list(_CUT.finditer(text, begin))):
        head = _head(words(text[cut.end() :]))
        if head and _ordinal(words(text[cut.end() :]), head[0]) == len(words(text[cut.end() :])):
            form: TitleForm = "many" if head[1] and head[2] else "behind"
            return TitleReading(
                form, _clean(text[begin : cut.start()]) if form == "behind" else "", begin, head[1] or not head[2]
            )
    folded = [token.folded for token in tokens]
    for at in range(1, len(folded)):
        size, many, told = _kind(folded, at)
        if size and many and told:
            return TitleReading("many", "", many=True)
        if size and _ordinal(folded, at + size) == len(folded):
            return TitleReading("behind", _clean(text[begin : tokens[at].start]), begin, not told)
    return None


def _clean(name: str) -> str:
    return re.sub(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$", "", name).strip(" *_:\uff1a-\u2013\u2014\t")


def only_announces(title: str) -> bool:
    """Whether a title says that segments follow, and nothing else: `Our Secondary Segments`."""
    bare = re.sub(r"\s*[(\uff08][^()\uff08\uff09]*[)\uff09]\s*$", "", bare_title(title))
    return _only(words(bare), _BEFORE, _ONE, _MANY, _EITHER)


def unqualified(title: str) -> str:
    """Return a title below one that announces segments without words that only say which: `Primary: Ida`.

    >>> unqualified("Primary user: Ida"), unqualified("Ports: the big ones")
    ('Ida', 'Ports: the big ones')
    """
    bare = bare_title(title)
    parts = _SIGNED.split(bare, maxsplit=1)
    alone = len(parts) > 1 and parts[1].strip() and _only(words(parts[0]), _BEFORE, _ONE, _MANY, _EITHER)
    return parts[1].strip() if alone else title


@lru_cache(_KEPT)
def is_segmentish(title: str) -> bool:
    """Whether a title calls its kind a segment, and not a persona, a profile or an audience."""
    return any(token.startswith("segment") or token.endswith(_SEGMENT_ENDS) for token in words(title))


def is_persona(title: str) -> bool | None:
    """Whether a title calls its kind people rather than companies; None where it says neither.

    >>> [is_persona(title) for title in ("Buyer Personas", "ICP 2: Ports", "Segment 1: Users of ports", "Night Baker")]
    [True, False, False, None]
    """
    tokens = words(title)
    if is_segmentish(title) or _found(tokens, _COMPANIES):
        return False
    return True if _found(tokens, _PEOPLE) else None


@lru_cache(_KEPT)
def is_unserved(title: str) -> bool:
    """Whether a title announces whom nobody serves."""
    return bool(_UNSERVED & set(words(title)))


@lru_cache(_KEPT)
def speaks_of_all(text: str) -> bool:
    """Whether a heading near segments speaks about all of them, and is none itself.

    >>> speaks_of_all("How we use personas"), speaks_of_all("Persona Comparison"), speaks_of_all("Research Lead")
    (True, True, False)
    """
    tokens = words(bare_title(text))
    if tokens[:1] == ["how"]:
        return True
    return bool(_found(tokens, _ABOUT)) and _only(tokens, _ABOUT, _BEFORE, _ONE, _MANY, _EITHER, _FIELDS)


@lru_cache(_KEPT)
def labelled(text: str) -> tuple[str | None, str]:
    """Part a line `Label: value` whose label is a field, a pain or a name; else the label is None.

    >>> labelled("• Pain point: slow"), labelled("Remember: it is slow")
    (('Pain point', 'slow'), (None, 'Remember: it is slow'))
    """
    found = _LABEL.match(text) or _ASKED.match(bare_title(text))
    label = bare_title(found["label"]).strip(" *_?:") if found else ""
    if found and len(words(label)) <= 12 and (field_of(label) or is_name_label(label) or names_pain(words(label))):
        return label, found["value"].strip()
    return None, text


def asked(text: str) -> bool:
    """Whether a line is a question that labels what follows: `What does she want?`, `How they decide:`."""
    found = _ASKED.match(bare_title(text))
    return bool(found and not found["value"])


# -- fields and pains --------------------------------------------------------------------------


@lru_cache(_KEPT)
def field_of(label: str) -> str | None:
    """Return the field of a description that a label or heading announces: `Age`, `Company size`; a pain is one.

    >>> field_of("Key Goals & Motivations"), field_of("Our roadmap for the coming year")
    ('goals', None)
    """
    tokens = words(label)
    if not tokens or len(tokens) > 12:
        return None
    if names_pain(tokens):
        return "pain"
    said = _found(tokens, _FIELDS)
    room = 3 if tokens[0].isascii() else 6
    return said if said and len(tokens) <= len(said.split()) + room else None


@lru_cache(_KEPT)
def is_field(title: str) -> bool:
    """Whether a title announces a field and nothing else: `Goals & Needs`, and not `Goal-driven founders`."""
    if len(title) > _LONG:
        return False
    tokens = words(bare_title(title))
    return names_pain(tokens) or (bool(_found(tokens, _FIELDS)) and _only(tokens, _FIELDS, _BEFORE))


def names_pain(tokens: Sequence[str]) -> bool:
    """Whether the words of a label or heading announce pains."""
    if _found(tokens, _NO_PAINS):
        return False
    return bool(_found(tokens, _PAINS)) or any(token.endswith(_PAIN_ENDS) for token in tokens)


def names_solution(label: str) -> bool:
    """Whether a label announces what helps, or how well: what stands below it is no pain."""
    return bool(_found(words(label), _NO_PAINS))


@lru_cache(_KEPT)
def is_pain_alone(label: str) -> bool:
    """Whether a line says `Pain points` or its like, and nothing else."""
    if len(label) > _LONG:
        return False
    tokens = words(label)
    # One word may be a compound: `Hauptprobleme`.
    return names_pain(tokens) and (len(tokens) == 1 or (len(tokens) <= _ALONE and _only(tokens, _PAINS, _BEFORE)))


def is_name_label(label: str) -> bool:
    """Whether a label announces the name of a segment."""
    return tuple(words(label)) in list_of(_NAMES)


def is_job_label(label: str) -> bool:
    """Whether a label announces the title of somebody: `Role`, `Job title(s)`, `Rolle`."""
    return tuple(words(label)) in list_of(_JOBS)
