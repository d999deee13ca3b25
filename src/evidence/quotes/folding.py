"""Words of a quotation and of what was said, comparable and with their places.

Verification compares words, so that case, quotation marks, dashes, spaces and
fillers do not count; but `C#` is not `C`, `$50K` not `50K`, `3.5` not `3` and
`10%` not `10`. Signs that carry meaning are therefore words of their own:
currency and mathematical signs, `% # & @`, a minus or a point before a number,
and `. , : /` between digits. `mm` and `Ah` after a number are units and no fillers,
and sounds with a hyphen between them (`uh-uh`, `mm-hmm`) are an answer, a word.
Accents count too: a name is written as it is.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from evidence import text as texts
from evidence.english import word_list, word_set

FILLERS = word_set("fillers")
_PLAIN = word_set("plain sounds")
_SOUNDS = FILLERS | word_set("halves of an answer")
_NUMERALS = {word: value for value, word in enumerate(word_list("small numbers"))} | {
    word: 10 * tens for tens, word in enumerate(word_list("tens"), 2)
}
_UNITS = frozenset({"mm", "ah"})
_SIGNS = frozenset("%％‰#＃&＆@＠+=^°℃℉№$<>~")
_SIGN_CATEGORIES = frozenset({"Sc", "Sm"})  # of Unicode: currency, mathematics
_BEFORE_PAUSE = frozenset(["", *".?!,\u2014\u2013\u2026"])
_AFTER_PAUSE = frozenset(",\u2014\u2013\u2026")
_LETTERS = re.compile(r"[^\W\d_]+")
_JOINTS = frozenset(".,:/")
_MINUS = frozenset("-–−")
_HYPHENS = frozenset("-\u2010\u2011")
SCALES = word_set("scales")
_FAR = 10  # signs that hold a blank and the longest word for a number
_SPACES = re.compile("[\\s\u2010\u2011]+")
_APOSTROPHE = re.compile("[‘’ʼ＇`´′]")
# Soft hyphens, zero-width and direction marks: nobody says them, copying loses them.
_UNSEEN = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\U000e0000-\U000e007f]+"
)


class FoldedWord(NamedTuple):
    """A word or a sign that carries meaning, at half-open [start, end) code points."""

    start: int
    end: int
    key: str

    @property
    def is_sign(self) -> bool:
        """Whether it is no word but a sign such as `%`."""
        return len(self.key) == 1 and (self.key in _JOINTS or self.key == "-" or _is_sign(self.key))


def rough(text: str) -> list[str]:
    """Return the folded words of `text` without fillers and signs, quickly.

    Texts whose `read_words` agree have equal rough words, not the other way round.
    """
    if not text.isascii():
        text = _UNSEEN.sub("", text)
    return [word for word in texts.words(_APOSTROPHE.sub("'", text)) if word not in FILLERS]


def read_words(text: str) -> list[FoldedWord]:
    """Return the words and meaningful signs of `text` with their places, without fillers.

    >>> [word.key for word in read_words("Um, it's C# at $3.5 - “50 %”!")]
    ["it's", 'c', '#', 'at', '$', '3', '.', '5', '50', '%']
    """
    found: list[FoldedWord] = []
    end = 0
    # One sign for one sign keeps every offset.
    answers = [
        FoldedWord(*answer.span(), _SPACES.sub("-", answer[0].casefold())) for answer in _answers().finditer(text)
    ]
    for token in texts.tokenize(_APOSTROPHE.sub("'", text)):
        gap = text[end : token.start]
        if gap not in {" ", ", ", ". "}:
            if end and gap and _UNSEEN.fullmatch(gap) and found and found[-1].end == end:
                found[-1] = FoldedWord(found[-1].start, token.end, found[-1].key + _key(text, token))
                end = token.end
                continue
            found += _signs(text, end, token.start)
        if answer := next((answer for answer in answers if answer.start <= token.start < answer.end), None):
            found += [answer] if token.start == answer.start else []
        elif token.folded not in FILLERS or _is_acronym(text, token) or _is_unit(text, token):
            found.append(FoldedWord(token.start, token.end, _key(text, token)))
        end = token.end
    return found + _signs(text, end, len(text))


def numeral(key: str) -> int | None:
    """Return the value of a folded word for a number below a hundred, None of any other word; "one" is no number here.

    >>> numeral("twelve"), numeral("ninety"), numeral("one"), numeral("hundred")
    (12, 90, None, None)
    """
    return _NUMERALS.get(key) if key != "one" else None


@cache
def _answers() -> re.Pattern[str]:
    """Return what finds sounds that answer: with a hyphen between them, or two of a kind as a sentence of their own."""
    sound = "|".join(sorted(map(re.escape, _SOUNDS), key=len, reverse=True))
    return re.compile(
        rf"(?<![\w'-])(?:{sound})(?:[-\u2010\u2011](?:{sound}))+(?![\w'-])"
        r"|(?:(?<=[.?!] )|(?<![\w\W]))(?:uh uh|mm mm)(?=\s*(?:[.?!]|\Z))",
        re.IGNORECASE,
    )


def is_joined(left: FoldedWord, right: FoldedWord, between: str) -> bool:
    """Whether cutting two neighbours apart would change what they mean: `10|%`, `3|.5`, `non-|toxic`, `ten |million`.

    between: the text that parts them. `I-I think` and `two two` may be cut: somebody began anew.
    """
    if not between:
        return left.is_sign or right.is_sign
    if between in _HYPHENS:
        return not right.key.startswith(left.key)
    if between != " ":
        return False
    return right.key in SCALES or (_counts_on(left.key) and right.key in _NUMERALS and left.key != right.key)


def may_cut_number(text: str, border: int) -> bool:
    """Whether a number may go on across a place of a text: quick, and rather once too often."""
    behind = texts.words(text[border : border + _FAR])[:1]
    if not behind or not border:
        return False
    before = texts.words(text[max(0, border - _FAR) : border])[-1:]
    return behind[0] in SCALES or (behind[0] in _NUMERALS and any(one == "and" or _counts_on(one) for one in before))


def _key(text: str, token: texts.Token) -> str:
    written = text[token.start : token.end]
    if written.isascii():
        return token.folded
    return unicodedata.normalize("NFC", _APOSTROPHE.sub("'", written).casefold())


def _counts_on(key: str) -> bool:
    """Whether a number that follows belongs to it: `hundred twelve`, `twenty five`."""
    return key in _NUMERALS or (key in SCALES and key != "percent")


def _is_acronym(text: str, token: texts.Token) -> bool:
    """Whether capitals make a filler a word: ER is a room, er a pause.

    Some sounds stay what they are, `UM`, where everything is in capitals, or commas set them apart.
    """
    written = text[token.start : token.end]
    if len(written) < 2 or not written.isupper():
        return False
    if token.folded not in _PLAIN:
        return True
    before, after = text[: token.start].rstrip(), text[token.end :].lstrip()
    apart = before[-1:] in _BEFORE_PAUSE and after[:1] in _AFTER_PAUSE
    following = _LETTERS.search(after)
    listed = following is not None and len(following[0]) > 1 and following[0].isupper()
    return not (text.isupper() or (apart and not listed and text.count(written) == 1))


def _is_unit(text: str, token: texts.Token) -> bool:
    return token.folded in _UNITS and text[max(0, token.start - 2) : token.start].rstrip()[-1:].isdigit()


def _is_sign(character: str) -> bool:
    if character in _SIGNS:
        return True
    meant = not character.isascii() and character not in _MINUS
    return meant and unicodedata.category(character) in _SIGN_CATEGORIES


def _signs(text: str, start: int, end: int) -> list[FoldedWord]:
    return [
        FoldedWord(place, place + 1, "-" if text[place] in _MINUS else text[place])
        for place in range(start, end)
        if _is_sign(text[place]) or _counts(text, place)
    ]


def _counts(text: str, place: int) -> bool:
    """Whether a point, comma, colon, slash or dash belongs to a number."""
    sign, before, after = text[place], text[place - 1 : place], text[place + 1 : place + 2]
    if not after.isdigit():
        return False
    if sign in _JOINTS and before.isdigit():
        return True
    stands_free = not before or _is_sign(before) or before in "([" or before.isspace()
    return stands_free and (sign in _MINUS or sign == ".")
