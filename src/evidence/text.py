"""The one tokenizer and stemmer, folding with an offset map, timestamps, days, slugs.

A token is a run of letters, digits and marks; apostrophes inside it are kept,
every other sign is a gap; each Han, kana or Thai character is one token, since
those scripts write no spaces. A token folds to lower case without Latin, Greek
or Cyrillic accents, so that `Café` finds `cafe`. Index, query and verification
all use these functions, which is why their counts agree.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

# Combining marks (Mn, Mc, Me) by block. Python's \w leaves them out, and a
# decomposed letter would fall apart. tests/test_text.py compares with unicodedata.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a"
    "\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a"
    "\u07a6-\u07b0\u07eb-\u07f3\u07fd\u0816-\u0819\u081b-\u0823\u0825-\u0827\u0829-\u082d"
    "\u0859-\u085b\u0898-\u089f\u08ca-\u08e1\u08e3-\u0903\u093a-\u093c\u093e-\u094f\u0951-\u0957"
    "\u0962\u0963\u0981-\u0983\u09bc\u09be-\u09cd\u09d7\u09e2\u09e3\u09fe\u0a01-\u0a03"
    "\u0a3c-\u0a51\u0a70\u0a71\u0a75\u0a81-\u0a83\u0abc\u0abe-\u0acd\u0ae2\u0ae3\u0afa-\u0aff"
    "\u0b01-\u0b03\u0b3c\u0b3e-\u0b57\u0b62\u0b63\u0b82\u0bbe-\u0bcd\u0bd7\u0c00-\u0c04"
    "\u0c3c\u0c3e-\u0c56\u0c62\u0c63\u0c81-\u0c83\u0cbc\u0cbe-\u0cd6\u0ce2\u0ce3\u0cf3"
    "\u0d00-\u0d03\u0d3b\u0d3c\u0d3e-\u0d4d\u0d57\u0d62\u0d63\u0d81-\u0d83\u0dca-\u0ddf\u0df2\u0df3"
    "\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f18\u0f19\u0f35\u0f37\u0f39"
    "\u0f3e\u0f3f\u0f71-\u0f84\u0f86\u0f87\u0f8d-\u0fbc\u0fc6\u102b-\u103e\u1056-\u1059\u105e-\u1060"
    "\u1062-\u1064\u1067-\u106d\u1071-\u1074\u1082-\u108d\u108f\u109a-\u109d\u135d-\u135f\u1712-\u1715"
    "\u1732-\u1734\u1752\u1753\u1772\u1773\u17b4-\u17d3\u17dd\u180b-\u180d\u180f\u1885\u1886\u18a9"
    "\u1920-\u193b\u1a17-\u1a1b\u1a55-\u1a7f\u1ab0-\u1ace\u1b00-\u1b04\u1b34-\u1b44\u1b6b-\u1b73"
    "\u1b80-\u1b82\u1ba1-\u1bad\u1be6-\u1bf3\u1c24-\u1c37\u1cd0-\u1cd2\u1cd4-\u1ce8\u1ced\u1cf4"
    "\u1cf7-\u1cf9\u1dc0-\u1dff\u20d0-\u20f0\u2cef-\u2cf1\u2d7f\u2de0-\u2dff\u302a-\u302f\u3099\u309a"
    "\ua66f-\ua672\ua674-\ua67d\ua69e\ua69f\ua6f0\ua6f1\ua802\ua806\ua80b\ua823-\ua827\ua82c"
    "\ua880\ua881\ua8b4-\ua8c5\ua8e0-\ua8f1\ua8ff\ua926-\ua92d\ua947-\ua953\ua980-\ua983\ua9b3-\ua9c0"
    "\ua9e5\uaa29-\uaa36\uaa43\uaa4c\uaa4d\uaa7b-\uaa7d\uaab0\uaab2-\uaab4\uaab7\uaab8\uaabe\uaabf"
    "\uaac1\uaaeb-\uaaef\uaaf5\uaaf6\uabe3-\uabea\uabec\uabed\ufb1e\ufe00-\ufe0f\ufe20-\ufe2f"
    "\U000101fd\U000102e0\U00010376-\U0001037a\U00010a01-\U00010a0f\U00010a38-\U00010a3f"
    "\U00010ae5-\U00010ae6\U00010d24-\U00010d27\U00010eab-\U00010eac\U00010f46-\U00010f50"
    "\U00010f82-\U00010f85\U00011000-\U00011002\U00011038-\U00011046\U00011070"
    "\U00011073-\U00011074\U0001107f-\U00011082\U000110b0-\U000110ba\U000110c2"
    "\U00011100-\U00011102\U00011127-\U00011134\U00011145-\U00011146\U00011173"
    "\U00011180-\U00011182\U000111b3-\U000111c0\U000111c9-\U000111cc\U000111ce-\U000111cf"
    "\U0001122c-\U00011237\U0001123e\U000112df-\U000112ea\U00011300-\U00011303"
    "\U0001133b-\U0001133c\U0001133e-\U0001134d\U00011357\U00011362-\U00011374"
    "\U00011435-\U00011446\U0001145e\U000114b0-\U000114c3\U000115af-\U000115c0"
    "\U000115dc-\U000115dd\U00011630-\U00011640\U000116ab-\U000116b7\U0001171d-\U0001172b"
    "\U0001182c-\U0001183a\U00011930-\U0001193e\U00011940\U00011942-\U00011943"
    "\U000119d1-\U000119e0\U000119e4\U00011a01-\U00011a0a\U00011a33-\U00011a39"
    "\U00011a3b-\U00011a3e\U00011a47\U00011a51-\U00011a5b\U00011a8a-\U00011a99"
    "\U00011c2f-\U00011c3f\U00011c92-\U00011cb6\U00011d31-\U00011d45\U00011d47"
    "\U00011d8a-\U00011d97\U00011ef3-\U00011ef6\U00016af0-\U00016af4\U00016b30-\U00016b36"
    "\U00016f4f\U00016f51-\U00016f87\U00016f8f-\U00016f92\U00016fe4\U00016ff0-\U00016ff1"
    "\U0001bc9d-\U0001bc9e\U0001cf00-\U0001cf46\U0001d165-\U0001d169\U0001d16d-\U0001d172"
    "\U0001d17b-\U0001d182\U0001d185-\U0001d18b\U0001d1aa-\U0001d1ad\U0001d242-\U0001d244"
    "\U0001da00-\U0001da36\U0001da3b-\U0001da6c\U0001da75\U0001da84\U0001da9b-\U0001daaf"
    "\U0001e000-\U0001e02a\U0001e130-\U0001e136\U0001e2ae\U0001e2ec-\U0001e2ef"
    "\U00010efd-\U00010eff\U00011241\U00011f00\U00011f01\U00011f03\U00011f34-\U00011f3a\U00011f3e-\U00011f42\U00013440\U00013447-\U00013455\U0001e08f\U0001e4ec-\U0001e4ef"
    "\U0001e8d0-\U0001e8d6\U0001e944-\U0001e94a\U000e0100-\U000e01ef"
)
# Han with its extensions and compatibility forms, kana, Thai.
_SINGLE = (
    "\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e50-\u0e59\u3005-\u3007\u3041-\u3096\u309d-\u309f"
    "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d"
    "\U0001b000-\U0001b16f\U00020000-\U000323af"
)
_APOSTROPHE = "['\u2019]"
_ASCII = re.compile(r"[0-9A-Za-z]+(?:'[0-9A-Za-z]+)*")
# Every byte in lower case, and a blank for what is no part of a word; and signs beyond ASCII that people type.
_BLANKS = bytes(ord(c.lower()) if (c := chr(n)) == "'" or (n < 128 and c.isalnum()) else 32 for n in range(256))
_TYPED = [("\u2019", "'"), *((sign, " ") for sign in "\u2018\u201c\u201d\u2013\u2014\u2026\xa0")]
_RUN = rf"(?:(?![{_SINGLE}])[\w{_MARKS}])+"


class Token(NamedTuple):
    """A word in a text: half-open [start, end) in code points, and its folded form."""

    start: int
    end: int
    folded: str


_new = tuple.__new__  # of a named tuple, without the call that names its fields


def _pattern(text: str) -> re.Pattern[str]:
    if text.isascii():
        return _ASCII
    word, has_single, word_or_single = _patterns()
    return word_or_single if has_single.search(text) else word


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Compile for text beyond ASCII when there is some: 8 ms that a search may never need."""
    return (
        re.compile(rf"[\w{_MARKS}]+(?:{_APOSTROPHE}[\w{_MARKS}]+)*"),
        re.compile(f"[{_SINGLE}]"),
        re.compile(rf"[{_SINGLE}][{_MARKS}]*|{_RUN}(?:{_APOSTROPHE}{_RUN})*"),
    )


def _typed(text: str) -> str:
    """Return the text with plain signs for those that word processors write, each in its place."""
    if not text.isascii():
        for sign, plain in _TYPED:
            text = text.replace(sign, plain)
    return text


def tokenize(text: str) -> list[Token]:
    """Return the tokens of `text` in order.

    >>> tokenize("We don't CI/CD")
    [Token(start=0, end=2, folded='we'), Token(start=3, end=8, folded="don't"), \
Token(start=9, end=11, folded='ci'), Token(start=12, end=14, folded='cd')]
    """
    if text.isascii():  # folded at once, every letter in its place: in half the time
        return [_new(Token, (*m.span(), m[0])) for m in _ASCII.finditer(text.lower())]
    # `_` counts as a word character in \w but is a sign here; a space keeps offsets.
    spaced = _typed(text).replace("_", " ")
    return [Token(m.start(), m.end(), fold(m[0])) for m in _pattern(spaced).finditer(spaced)]


def words(text: str) -> list[str]:
    """Return the folded tokens of `text` without their places; the fast door for indexing."""
    text = _typed(text)
    if not text.isascii():
        return [fold(word) for word in _pattern(text).findall(text.replace("_", " "))]
    spaced = f" {text.encode().translate(_BLANKS).decode()} "
    if "' " in spaced or " '" in spaced or "''" in spaced:
        return _ASCII.findall(spaced)
    return spaced.split()  # every apostrophe stands inside a word: three times faster than a pattern


def hash_of_words(text: str) -> str:
    """Return the first 8 hex digits of the SHA-256 of the folded words, parted by blanks, as `quotes.cut.quote_id`.

    >>> hash_of_words("By hand.") == hash_of_words("by  HAND")
    True
    """
    return hashlib.sha256(" ".join(words(text)).encode()).hexdigest()[:8]


def fold(word: str) -> str:
    """Return the form under which a word is found: lower case, no accents, `'` for `’`.

    Never empty, never with white space in it.
    """
    return word.lower() if word.isascii() else _fold_other(word)


@lru_cache(maxsize=1 << 16)
def _fold_other(word: str) -> str:
    decomposed = unicodedata.normalize("NFKD", word.replace("\u2019", "'").casefold())
    bare = "".join(c for c in decomposed if not "\u0300" <= c <= "\u036f" and not c.isspace())
    return unicodedata.normalize("NFC", bare.casefold()) or word


@cache
def stem(word: str) -> str:
    """Return the stem of a folded word (Snowball's English stemmer).

    Cached without a limit: the vocabulary of 46 million words was 160,000.
    """
    return str(_stemmer().stemWord(word))


def stem_by(algorithm: str, word: str) -> str:
    """Return the stem of a word by one of Snowball's algorithms, such as `german`."""
    return str(_stemmer(algorithm).stemWord(word))


def stems(words: list[str]) -> list[str]:
    """Return the stems of folded words that are not asked for again, in half the time."""
    return [str(found) for found in _stemmer().stemWords(words)]


@cache
def _stemmer(algorithm: str = "english") -> Any:  # noqa: ANN401  a C type without stubs
    import Stemmer  # noqa: PLC0415  3 ms, and most commands never stem

    return Stemmer.Stemmer(algorithm, 0)


# Cc without the white space that str.split knows, which becomes a blank.
_CONTROLS = dict.fromkeys(c for c in (*range(32), *range(127, 160)) if not chr(c).isspace())
_CONTROLS |= dict.fromkeys([0, *range(0xD800, 0xE000)], 0xFFFD)
_ODD = re.compile(r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ud800-\udfff]")


def nearest(word: str, known: Sequence[str], alike: float = 0.5) -> str | None:
    """Return the known name that `word` was probably meant to be, or None."""
    import difflib  # noqa: PLC0415  only what is wrong needs it

    found = difflib.get_close_matches(word.casefold(), [k.casefold() for k in known], 1, alike)
    return next((k for k in known if found and k.casefold() == found[0]), None)


def one_line(text: str) -> str:
    """Return text as every door stores it.

    White space of any kind becomes one space, ends are trimmed, control
    characters dropped, NUL and lone surrogates U+FFFD; otherwise as written.
    """
    # Of white space only the blank is printable: nearly every line is what it should be, and seen so at once.
    if text.isprintable() and "  " not in text and text[:1] != " " != text[-1:]:
        return text
    if _ODD.search(text):
        text = text.translate(_CONTROLS)
    return " ".join(text.split())


_TIME = re.compile(r"(-)?(?:(\d+):)?(\d{1,3}):(\d{1,2})(?:[.,](\d{1,9}))?")


def milliseconds(time: str) -> int | None:
    """Read `[-][h:]m:ss[.fff]` as milliseconds; None where it is no time.

    >>> milliseconds("1:02:03.5"), milliseconds("0:05"), milliseconds("soon")
    (3723500, 5000, None)
    """
    found = _TIME.fullmatch(time.strip())
    if not found:
        return None
    sign, hours, minutes, seconds, fraction = found.groups()
    whole = (int(hours or 0) * 60 + int(minutes)) * 60 + int(seconds)
    total = whole * 1000 + int((fraction or "").ljust(3, "0")[:3])
    return -total if sign else total


def timestamp(ms: int) -> str:
    """Print milliseconds as `HH:MM:SS.mmm`, with a minus sign before the start."""
    seconds, rest = divmod(abs(ms), 1000)
    return f"{'-' if ms < 0 else ''}{_clock(seconds)}.{rest:03d}"


@lru_cache(maxsize=1 << 14)  # half of the price, and the seconds of one call are those of all others
def _clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def is_day(text: str) -> bool:
    """Whether this is a day of the calendar as `YYYY-MM-DD`."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def day_after(day: str) -> str | None:
    """Return the day after `day`; None after the last one that a calendar has, 9999-12-31."""
    try:
        return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    except OverflowError:
        return None


def slug(text: str, *, limit: int = 80) -> str:
    """Return `text` as a name of `[a-z0-9-]`, "" where nothing of it can stay.

    >>> slug("Example Segment: Mid-Market Fintech")
    'example-segment-mid-market-fintech'
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:limit].strip("-")


def plural(number: int, word: str) -> str:
    """Return a count with its word.

    >>> plural(1, "call"), plural(2_000, "call")
    ('1 call', '2,000 calls')
    """
    return f"{number:,} {word}{'' if number == 1 else 's'}"
