r"""Whether a text that no format reads is a talk all the same, or notes: what speaks for people who talk in it.

    a heading `Transcript` with sentences below          it says so itself
    times that rise from line to line, over speech       captions in a form of their own
    names that come back between others, before speech   turns in a form of their own
    questions, and people who answer for themselves      a talk that names nobody

Labels, bullets, times and headings alone stand over notes as well (`Risk: the vendor is late`, `09:15 Roadmap`), so
none of them is enough without speech: people who talk say I, we and you, and ask.
"""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from evidence.calls.formats._names import NameKind, bare_name, is_over_notes, is_voice, name_kind
from evidence.calls.formats._outside import is_title_of_transcript, opens_notes, says_other, says_transcript
from evidence.calls.formats._stamps import stamp_ms
from evidence.calls.spoken import is_spoken, speaks
from evidence.text import one_line, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_MOST = 2000
"""Lines that are looked at: a talk shows in far fewer."""
_LONGEST = 3  # words of a name that stands alone
_FEWEST = 3
"""Times, or lines with names: two of them are in any note."""
_MARKUP = re.compile(r"\s*(?:<\?xml|<!doctype|<[a-z][\w:-]*[\s>/])", re.IGNORECASE)
_BLOCK = re.compile(r"</?(?:p|div|br|li|tr|h\d|turn|section|ul|ol|table|u|utterance|s|seg)\b[^<>]*>", re.IGNORECASE)
_WHO = re.compile(r"\s(?:who|speaker|speaker_?name|name|by|from|voice)=[\"']([^\"']{1,60})[\"']", re.IGNORECASE)
_TAG = re.compile(r"<(?![\d\s<])/?[^<>]*>")
_LEAD = re.compile(r"^(?:[#>*•◦▪–—-]\s+|\[[ xX]?\]\s*|\d{1,3}[.)]\s+)*")
_FIELDS = re.compile(r"^(?:[^\w\s]*[A-Za-z+]{0,3}[+]?\d[\d:.,+-]*[A-Za-z]{0,4}[^\w\s]*[\s|;,]*)+")
"""What stands before a name and holds numbers: a place in a list, times, `T+4s|`."""
_NAMED = re.compile(
    r"[\W_]{0,3}(?P<name>[^\W\d_](?:[\w.'’-]|[ ](?=[^\W_])){0,39}?)"
    r"(?P<sign>[\"”]?\s*(?:[:：>=|})\]»;~/\\•·#@*]+|[-–—=]{1,2}>|,? (?:says?|said|asks?|asked),?|,[^,\n]{1,40}[)\]])"
    r"(?=\s|[\"“„«]|[^\W\d])"
    r"|\s+[-–—]+\s|\t)\s*(?P<words>\S.*)"
)
_ABBREVIATED = re.compile(r"(?P<name>[A-Z][A-Za-z]{0,4})\.\s+(?P<words>\S.*)")
"""`Int. How did it go?`: who speaks, cut short."""
_BEHIND = re.compile(r"[^\w]{0,3}(?P<name>\w[\w.'’-]{0,19}(?: \w{1,20})?)[>:\])|=]")
_ENDS = (".", "?", "!", "…", "。", "？", "！")
_TIME = re.compile(r"(?<![\d:.,/-])\d{1,3}:\d\d(?::\d\d)?(?!\d)")
_FAR = 40  # characters, in which the time of a line stands that it begins with
_SIGNS = " \t-–—:|>]})*_;,"
_DATED = re.compile(r"[\W_]*(?:\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4}|[A-Za-z]{3} [ \d]\d )")
_SURELY_CLOCK_MS = 6 * 3_600_000
_TOLD = 26
"""Letters to a time: captions have about 40, points of agendas and chapters 10 to 25 (`_belief`)."""
_TITLE = 20


class TalkSign(NamedTuple):
    """What speaks for a talk, for a message, and the line where it is first seen."""

    said: str
    line: int


class _Line(NamedTuple):
    """A line that holds something: its place among these, its number in the file."""

    at: int
    number: int
    text: str


class _Head(NamedTuple):
    """What may begin a turn: who, and the words behind or below."""

    number: int
    name: str
    words: str
    alone: bool = False


class _Timed(NamedTuple):
    """A line near whose beginning a time stands, with what is before and behind it."""

    line: _Line
    start_ms: int
    before: str
    behind: str

    @property
    def words(self) -> str:
        """What is behind the time, without the signs around."""
        return self.behind.strip(_SIGNS)


def talk_sign(text: str) -> TalkSign | None:
    r"""Return what speaks for a talk in a text, None where it is notes.

    >>> talk_sign("{Dana} Did it work?\n{Bo} It broke on us.\n{Dana} Did you see why?\n{Bo} I did not.").said
    "'Dana' and 'Bo' come again"
    >>> talk_sign("Risk: the vendor is late\nMitigation: two vendors\nRisk: budget\nMitigation: cut print") is None
    True
    """
    lines = list(_lines(text))
    if not lines:
        return None
    heads, times = _heads(lines), _times(lines)
    begun = {one.number for one in heads if not one.alone} | {one.line.number for one in times}
    title = "" if lines[0].number in begun else lines[0].text.strip("#*_= ")
    named = _returning(heads, lines)
    if says_other(title) and not is_title_of_transcript(title):
        return named if named and _spoken_share([head.words for head in heads]) >= 0.5 and times else None
    return named or _named_times(lines, times) or _timed(lines, times) or _announced(lines) or _answered(lines)


def talks(texts: Sequence[str]) -> bool:
    """Say whether sentences are what people say: one in five speaks of themselves, to somebody, or asks.

    >>> talks(["They agreed on a trial.", "Bo sends it."]), talks(["We tried.", "It broke."])
    (False, True)
    """
    return _spoken_share(texts) >= 0.2


def ends(texts: Sequence[str]) -> int:
    """Return how many texts end as sentences do."""
    return sum(text.rstrip("\"'”’)*_ ").endswith(_ENDS) for text in texts)


def _lines(text: str) -> Iterator[_Line]:
    """Yield the lines that hold something, out of their markup; a line of HTML may become several of one number."""
    found = 0
    markup = bool(_MARKUP.match(text))
    for number, line in enumerate(text.split("\n"), 1):
        if found >= _MOST:
            return
        for part in _plain_parts(line) if markup else (line,):
            if part.strip():
                found += 1
                yield _Line(found, number, part.strip())


def _plain_parts(line: str) -> Iterator[str]:
    """Yield the texts of a line of HTML or XML; who speaks may stand among the attributes."""
    line = _BLOCK.sub(lambda tag: f"\n{who[1]}: " if (who := _WHO.search(tag[0])) else "\n", line)
    for part in line.split("\n"):
        yield unescape(_TAG.sub("", part))


def _spoken_share(texts: Sequence[str]) -> float:
    return sum(map(is_spoken, texts)) / len(texts) if texts else 0.0


def _heads(lines: Sequence[_Line]) -> list[_Head]:
    """Return the lines that may begin a turn: a name in front of any sign, or alone over the words."""
    found = []
    for line, below in zip(lines, [*lines[1:], None], strict=True):
        plain = _FIELDS.sub("", _LEAD.sub("", line.text, count=1), count=1)
        head, alone = _ABBREVIATED.match(plain) or _NAMED.match(plain), plain.strip("{}[]<>()«»*_#=~|:- ")
        if head and _is_name(head["name"]):
            found.append(_Head(line.number, bare_name(head["name"]), head["words"]))
        elif below and len(alone.split()) <= _LONGEST and _is_name(alone):
            found.append(_Head(line.number, bare_name(alone), _below_rule(lines, below), alone=True))
    return found


def _below_rule(lines: Sequence[_Line], below: _Line) -> str:
    """Return the words below a name that stands alone; a line of signs may stand between."""
    rule = not any(map(str.isalnum, below.text))
    return lines[below.at].text if rule and below.at < len(lines) else below.text


def _is_name(name: str) -> bool:
    return name_kind(name) >= NameKind.ONE and not is_over_notes(name) and not opens_notes(name)


def _returning(heads: Sequence[_Head], lines: Sequence[_Line]) -> TalkSign | None:
    """Return that names come back between others, before speech, in enough of the lines."""
    if len(heads) < _FEWEST:
        return None
    back = Counter(head.name.casefold() for before, head in pairwise(heads) if before.name != head.name)
    first = heads[0].name.casefold()
    back[first] += 1
    all_begin = len(heads) >= 0.8 * len(lines) and max(back.values()) > 1  # three lines: the second name stands once
    people = [head for head in heads if all_begin or back[head.name.casefold()] > 1]
    names = list(dict.fromkeys(head.name for head in people))
    told = [head.words for head in people]
    if len(names) < 2 or len(people) < max(_FEWEST, 0.25 * len(lines)):
        return None
    voices = sum(is_voice(name) for name in names)
    least = 0.1 if 2 * voices > len(names) else 0.25
    if _spoken_share(told) < least:
        return None
    return TalkSign(f"{names[0][:24]!r} and {names[1][:24]!r} come again", people[0].number)


def _times(lines: Sequence[_Line]) -> list[_Timed]:
    """Return the lines that a time begins, alone or behind a short name; not those of a log or a list of dates."""
    found = []
    for line in lines:
        time = None if _DATED.match(line.text) else _TIME.search(line.text, 0, _FAR)
        if time and len(words(line.text[: time.start()])) <= _LONGEST + 1:
            start_ms = stamp_ms(time[0]) or 0
            found.append(_Timed(line, start_ms, line.text[: time.start()], line.text[time.end() :]))
    return found


def _timed(lines: Sequence[_Line], times: Sequence[_Timed]) -> TalkSign | None:
    """Return that times rise from line to line over what is said."""
    rising = sum(after.start_ms >= before.start_ms for before, after in pairwise(times))
    if len(times) < _FEWEST or rising < 0.8 * (len(times) - 1) or len(times) < 0.2 * len(lines):
        return None
    told = [one.words for one in times]
    if sum(map(bool, told)) < 0.5 * len(told):
        timed = {one.line.at for one in times}
        told = [line.text for line in lines if line.at not in timed]
    said = [words_ for words_ in told if words_]
    length = sum(map(len, said)) / len(times)
    ended = ends(said) / len(times)
    share = _spoken_share(said)
    clock = times[0].start_ms >= _SURELY_CLOCK_MS
    short = ended < 0.3 and length < _TOLD and (share < 0.2 or (length < _TITLE and share < 0.35))
    if short or share < (0.3 if clock else 0.15):
        return None
    return TalkSign("times rise", times[0].line.number)


def _named_times(lines: Sequence[_Line], times: Sequence[_Timed]) -> TalkSign | None:
    """Return that nearly every line has a time that rises, and beside it a name of few that come back, spelt anyhow.

    Where the names stand behind the times, as in the log of a program, somebody has to speak.
    """
    names = [" ".join(words(one.before)) for one in times]
    behind = not all(names)
    if behind:
        names = [found["name"] if (found := _BEHIND.match(one.behind)) else "" for one in times]
    returned = Counter(name for one, name in pairwise(names) if one != name)
    several = 2 <= len(set(names)) <= len(names) / 2 and max(returned.values(), default=0) > 1
    if not several or not all(names) or len(times) < 0.8 * len(lines):
        return None
    if behind and _spoken_share([one.behind[len(name) :] for one, name in zip(times, names, strict=True)]) < 0.2:
        return None
    if not behind and times[0].start_ms >= _SURELY_CLOCK_MS:
        return None
    rise = all(other.start_ms >= one.start_ms for one, other in pairwise(times))
    return TalkSign("names come again, times rise", times[0].line.number) if rise else None


def _announced(lines: Sequence[_Line]) -> TalkSign | None:
    """Return that a heading, or the title, says that a transcript follows, and that sentences do."""
    at = next((at for at, line in enumerate(lines) if says_transcript(line.text)), None)
    if at is None and is_title_of_transcript(lines[0].text) and len(lines[0].text) <= 80:
        at = 0
    if at is None:
        return None
    behind = [line.text for line in lines[at + 1 :]]
    sentences = [one for text in behind for one in re.split(r"(?<=[.?!…])\s+", text)]
    enough = sum(len(words(text)) for text in behind) >= 8
    return TalkSign("it calls itself a transcript", lines[at].number) if enough and talks(sentences) else None


def _answered(lines: Sequence[_Line]) -> TalkSign | None:
    """Return that line after line is said, as where names were lost: questions, and answers of who was asked."""
    said = [line for line in lines if len(words(line.text)) > 2 and not line.text.startswith(('"', "“", ">", "#"))]
    if len(said) < 6 or len(said) < 0.6 * len(lines):
        return None
    asked = [one_line(line.text).endswith(("?", "？")) for line in said]
    answers = sum(not ask and speaks(line.text) for ask, line in zip(asked, said, strict=True))
    turned = sum(one != other for one, other in pairwise(asked))
    if sum(asked) < max(2, 0.15 * len(said)) or answers < 0.35 * len(said) or turned < 4:
        return None
    return TalkSign("questions and answers", said[asked.index(True)].number)
