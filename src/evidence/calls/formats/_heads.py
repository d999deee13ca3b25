r"""How a turn begins, in text that people type, paste or enrich: the one grammar of turn heads.

    head      = [container] [time joint] name [time] [":"] [words]
              | [container] time [":"] [words]             the same speaker goes on, or nobody is named
    container = ">" | "-" | "*" | "1." | "#" ... "######" | nothing
    name      = a name, also **bold**, *italic*, [bracketed] or <angled>, with or without qualifiers,
                and the time and the colon inside of the marks or behind them
    qualifier = (Internal) | (Northquay) | (a@b.co) | <a@b.co> | "| Northquay"
    time      = any of `_stamps`, also with its end
    joint     = blanks, a tab, or one of - – — | · • , @ between them

    Dana Reyes: Hello.              [00:01:02] Dana Reyes: Hello.       **Dana Reyes** (0:05): Hello.
    Dana Reyes  0:19                0:00 - Dana Reyes (Northquay)       ### Dana Reyes - 00:09
    **Dana Reyes (00:10):** Hello.  - **Dana Reyes** [0:05] Hello.      > **Dana Reyes** `00:05`

A head without words stands above them. Whether what looks like a head is one, the whole file decides (`_layout`).
"""

from __future__ import annotations

import re
from typing import NamedTuple

from evidence.calls.formats._stamps import LATER, Stamp, later_stamp, stamp_at

LONGEST_NAME = 80
"""A name with its company and address; a person's alone has at most 60 (`_names`)."""

_COUNTED = (
    r"[0-9]{1,4}(?:[ \t]+(?=[\[(]?[0-9]{1,2}:[0-9]{2})|[ ]{2,}|[ ]*\t|[ ](?=[^\W\d_a-z]))"  # the number of a turn
)
_CONTAINER = re.compile(
    r"(?P<quote>(?:>[ ]?)*)[ \t]*"
    r"(?P<item>(?:(?:[-+*•‣◦–]|[0-9]{1,4}[.)]|\[[0-9]{1,4}\]|\#[0-9]{1,4}:?)[ \t]+"
    rf"|{_COUNTED})(?:\[[ xX]\][ \t]+)?)?"
    r"(?P<title>(?:#{1,6}|\*{2,6})[ \t]+)?"
)
_JOINT = re.compile(r"[ \t\N{NO-BREAK SPACE}]*(?:[-–—|·•,@>/→»›~]+[ \t]*|:[ \t]+|:$)?")
_PICTURE = re.compile(
    r"[^\w\s\[\](){}<>*_`#\"'“”‘’\\|@¿¡.,:;!?&$€£%+~/=—–【〔《［「」『』-]{1,3}\N{VARIATION SELECTOR-16}?[ \t]+"
)
"""An emoji or another sign before a head."""
_LONGEST_MARKED = 160
_WHOLE_BOLD = re.compile(r"(\*\*|__)(?=\S)((?:(?!\1).)+)\1")
"""A question of several sentences."""
_ORNAMENT = re.compile(r"(?:\*{3}|={2,3}|-{2,3}|~{2,3})[ \t]+(?=\S)")
_MARKED = re.compile(
    r"(?P<mark>\*{1,3}(?=[^\s*])|_{1,3}(?=[^\s_])|`(?=[^\s`]))(?P<inner>[^\n]{0,160}?[^\s*\\])[ ]?(?P=mark)(?![\w*])"
    r"|\[\[(?P<link>[^\[\]\n]{1,80})\]\]"
    r"|\\?\[(?P<square>[^\[\]\n]{1,80}?)\\?\](?!\()"
    r"|<(?P<angle>[^<>/@\n]{1,60}|[^<>/\s]{1,64}@[\w.-]{3,60}|[^<>/@\n]{1,40} \([^<>()\s]{1,60}\))>"
    r"|\((?P<round>[^()\n]{1,60}(?:\([^()\n]{1,60}\))?)\)"
    r"|[【〔《［](?P<wide>[^【〔《［】〕》］\n]{1,60})[】〕》］]"
)
_QUALIFIER = re.compile(r"[ ]{0,2}(?:\([^()\n]{1,60}\)|<[^<>\s]{3,80}@[^<>\s]{1,80}>)")
_COLON = re.compile(r"[ ]?(?::(?=\s|$)|：)[ \t\N{NO-BREAK SPACE}]*")
_PLAIN_COLON = re.compile(r"::?(?=\s|$)|：")
_CELLS = re.compile(r"([^|\t]{1,80}?)[ ]*[|\t]+[ ]*(\S.*)")
_ROLE = re.compile(r"[ \t]*(?:--?|[–—|,·])[ \t]*(\*[^*]{2,60}\*|_[^_]{2,60}_)[ \t]*")
"""What somebody is, in italics behind the name, over the words."""
_AT = re.compile(r"[ \t]+(?:at|um|à|a las|alle|às|om|kl\.?|o)[ \t]+(?=[\[(`_*]{0,2}[0-9])")
_AT_END = re.compile(r"\s+(?:at|um|à|a las|alle|às|om|kl\.?)$")
_DASHED = re.compile(r"(\S+(?: \S+){0,5})[ \t]+(?:[–—|→»›>-]|//?)[ \t]+(\S.*)")
_JOINED = re.compile(r"([^\W\d_a-z][\w.'’-]*(?: [^\W\d_a-z][\w.'’-]*){0,2})[ ]?:(?=[^\W\d_])")
"""A name and words that no blank parts, `Dana:A day`; only other heads make it one."""
_DASH_BEHIND = re.compile(r"[ ](?:--?|[–—>])[ ]+(?=\S)")
_NAME_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_BRACKETED = re.compile(r"\([^()]{1,40}\)$")
_MOST_NAME_WORDS = 4
_DASH = re.compile(r"[ \t]+(?:--?|[–—|·•→»›~]|//?)[ \t]+(?=\S)")
_ENDS = " \t\N{NO-BREAK SPACE}-–—|·•,@>/→»›~"
_DIGIT = re.compile(r"\d")
_FIRST = re.compile(r"[\w'“‘(@¿¡]|\+[0-9]")


class TurnHead(NamedTuple):
    """A line that may begin a turn, taken apart.

    `name` is the label as written, None where none stands. `shape` says how the head looks: lines of one shape are
    believed together. `strong` where a mark or a time says that this is no mere colon.
    """

    name: str | None
    start_ms: int | None
    end_ms: int | None
    words: str
    shape: str
    strong: bool
    clock: bool = False
    rest: str = ""
    """What stands behind a time at the beginning, the name with it."""

    @property
    def above(self) -> bool:
        """Whether the words stand below."""
        return not self.words


_ELEMENT = re.compile(r"[ \t]*<(p|div|li|span|dt|dd)(?: [^<>]{0,200})?>(.*?)(?:</\1>[ \t]*)?", re.IGNORECASE)
_VOICE = re.compile(r"[ \t]*<v(?:\.[\w.]+)? ([^<>\n]{1,60})>(.+?)(?:</v>[ \t]*)?")


def out_of_markup(line: str) -> str:
    """Return a line without the element of a page that it is as a whole, `<p>Hello</p>`, and captions' voices as names.

    >>> out_of_markup("<p><b>Dana Reyes</b> 0:05</p>"), out_of_markup("<v Dana Reyes>Hello.</v>")
    ('<b>Dana Reyes</b> 0:05', '**Dana Reyes:** Hello.')
    """
    if voice := _VOICE.fullmatch(line):
        return f"**{voice[1]}:** {voice[2]}"
    element = _ELEMENT.fullmatch(line)
    return element[2] if element else line


def turn_head(line: str) -> TurnHead | None:
    """Take a line apart that may begin a turn.

    >>> turn_head("- **Dana Reyes** [0:05] Hello.")[:4]
    ('Dana Reyes', 5000, None, 'Hello.')
    >>> turn_head("### Dana Reyes - 00:09")[:2], turn_head("Dana Reyes (Northquay): Hi")[0]
    (('Dana Reyes', 9000), 'Dana Reyes (Northquay)')
    >>> turn_head("We met at 10:30, and then it went on for hours and hours until nobody could any longer")
    """
    if line.isascii() or (plain := line.translate(_PLAIN_SIGNS)) == line:
        return _head_of(line)
    head = _head_of(plain)
    if head and head.words and plain.rstrip().endswith(head.words):  # the words stay as they are written
        text = line.rstrip()
        return head._replace(words=text[len(text) - len(head.words) :])
    return head


_PLAIN_SIGNS = str.maketrans(
    "（）［］：\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{FIGURE SPACE}\N{IDEOGRAPHIC SPACE}", "()[]：    "
)
"""What stands for brackets and blanks in other scripts and on pages; each is one sign for one."""


def _head_of(line: str) -> TurnHead | None:
    container, text = unwrap(line)
    text = _without_markup(text).removeprefix("@")
    lead = stamp_at(text)
    at = 0
    if lead:
        joint = _JOINT.match(text, lead.stop)
        at = joint.end() if joint else lead.stop
        picture = _PICTURE.match(text, at)
        at = picture.end() if picture else at
        if at == len(text):
            return _head(
                None, lead, "", f"{container}t{'[' if lead.decorated else ''}{':' if text[-1] in ':：' else ''}"
            )
        if at == lead.stop and not lead.decorated:
            return None
    if asked := _LETTERED.match(text, at):
        text = f"{text[: asked.end(1)]}: {text[asked.end() :]}"
    if nobody := _NOBODY.match(text, at):
        return _head("Unknown", lead, text[nobody.end() :], f"{container}{_place(lead, None)}1")
    head = _marked(text, at, lead, container) or _plain(text, at, lead, container)
    return head._replace(rest=text[at:]) if head and lead else head


_NOBODY = re.compile(r"(?:\?{1,3}|\[\?+\])[ ]?:[ ]*(?=\S)")
"""`???: words`, as people write of a voice that they do not know."""
_LETTERED = re.compile(r"(\*{0,2}[QA])[.)][ \t]+(?=\S)")
"""`Q. What breaks?`, and `A. The import.` below it."""
_STRONG = re.compile(r"</?(?:strong|b)>", re.IGNORECASE)
_EMPHASIS = re.compile(r"</?(?:em|i|u)>", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]{1,60})\]\((?:https?://|#|/|mailto:)[^()\s]{0,300}\)")
_CALLOUT = re.compile(r"\[![\w-]{1,30}(?:\|[^\]]*)?\][+-]?[ \t]+")


def _without_markup(text: str) -> str:
    """Return a line with HTML's bold at its beginning as Markdown's, and what links and callouts show in their place.

    Only what can belong to a head: markup among the words stays as it is.
    """
    if "<" in text[:40]:
        text = _EMPHASIS.sub("*", _STRONG.sub("**", text, count=2), count=2)
    if "[" in text[:90]:
        text = _CALLOUT.sub("", text, count=1) if text.startswith("[!") else text
        text = _LINK.sub(_shown, text, count=2) if "](" in text[:400] else text
    return text


def _shown(link: re.Match[str]) -> str:
    """Return what a link shows where it stands at the beginning or holds a time, any other link as it is."""
    stamp = stamp_at(link[1])
    return f"[{link[1]}]" if link.start() == 0 or (stamp and stamp.stop == len(link[1])) else link[0]


def unwrap(line: str) -> tuple[str, str]:
    """Return what a line stands in (`>`, `-`, `#`, `##`, ...) and its text without that."""
    found = _CONTAINER.match(line)
    if not found:
        return "", line.strip()
    container = (">" if found["quote"] else "") + ("-" if found["item"] else "")
    container += "#" * len((found["title"] or "").strip())  # also Org's `** Dana Reyes`
    picture = _PICTURE.match(line, found.end()) or _ORNAMENT.match(line, found.end())
    return container, line[picture.end() if picture else found.end() :].strip()


def _head(name: str | None, stamp: Stamp | None, words: str, shape: str, *, strong: bool = True) -> TurnHead:
    start, end = (stamp.start_ms, stamp.end_ms) if stamp else (None, None)
    return TurnHead(name, start, end, words.strip(), shape, strong, bool(stamp and stamp.clock))


class _Tail(NamedTuple):
    """What stands between a name and the words."""

    stamp: Stamp | None
    colon: bool
    qualifier: str
    at: int


def _tail(text: str, at: int, *, colon: bool = False, timed: bool = False) -> _Tail:
    """Read on behind a name: its qualifier, a colon, and the time where none was read before (`timed`)."""
    stamp, qualifier = None, ""
    for _ in range(4):
        worded = _AT.match(text, at) if stamp is None else None
        joint = worded.end() if worded else _past_joint(text, at)
        found = stamp_at(text, joint) if stamp is None and not (timed and colon) else None
        if found and _is_joined(text, at, found, behind=colon):
            stamp, at = found, found.stop
            if not colon and (more := _DASH.match(text, at)):
                colon, at = True, more.end()
        elif not qualifier and not colon and (more := _QUALIFIER.match(text, at)):
            qualifier, at = more[0].strip(), more.end()
        elif not colon and (more := _COLON.match(text, at)):
            colon, at = True, more.end()
        else:
            break
    return _Tail(stamp, colon, qualifier, at)


def _past_joint(text: str, at: int) -> int:
    """Return the first place that is no joint."""
    while at < len(text) and text[at] in _ENDS:
        at += 1
    return at


def _is_joined(text: str, at: int, stamp: Stamp, *, behind: bool) -> bool:
    """Say whether a time behind a name is the turn's: in brackets, behind a sign or a wide gap, or with nothing after.

    behind: a colon stands before it, so that only brackets, a tab or the end of the line tell it from words.
    """
    gap = text[at : stamp.begin]
    after = text[stamp.stop :]
    if stamp.decorated or not after.strip() or "\t" in gap or (not behind and _DASH.match(text, stamp.stop)):
        return True
    if behind or (not after[:1].isspace() and after[:1] not in ":："):
        return False
    return after[:1] in ":：" or bool(gap.strip()) or len(gap) > 1


def _marked(text: str, at: int, lead: Stamp | None, container: str) -> TurnHead | None:
    found = _MARKED.match(text, at)
    if not found:
        long = _WHOLE_BOLD.fullmatch(text) if len(text) > _LONGEST_MARKED and not lead else None
        return _bold_line(long[2], container + long[1]) if long else None
    mark, inner = _unmarked(found)
    whole = found.end() == len(text)
    if mark[0] in "*_" and whole and not lead and (said := _bold_line(inner, container + mark)):
        return said
    name, inside, colon = _inside(inner)
    if not name or len(name) > LONGEST_NAME:
        return None
    tail = _tail(text, found.end(), colon=colon, timed=lead is not None or inside is not None)
    stamp = lead or inside or tail.stamp
    words = text[tail.at :]
    if not tail.colon and (role := _ROLE.fullmatch(text, tail.at)):
        return _head(
            f"{name} ({role[1].strip('*_ ')})", stamp, "", f"{container}{mark}{_place(lead, inside or tail.stamp)}r"
        )
    dash = None if tail.colon or stamp else _DASH.match(text, tail.at)
    if dash:
        return _head(name, None, text[dash.end() :], f"{container}{mark}.–")
    if not (tail.colon or stamp or not words.strip()) and mark[0] in "*_【`(":
        return _bare_words(name, text, tail.at, container + mark)
    if words and words[0] not in " \t[(" and not (tail.colon or text[tail.at - 1 : tail.at].isspace()):
        return None
    label = f"{name} {tail.qualifier}" if tail.qualifier else name
    return _head(label, stamp, words, f"{container}{mark}{_place(lead, inside or tail.stamp)}{tail.colon:d}")


def _unmarked(found: re.Match[str]) -> tuple[str, str]:
    """Return the mark that a line begins with, and what stands in it, without further marks and pictures."""
    mark = found["mark"] or ("【" if found["wide"] else found[0].lstrip("\\")[0])
    inner = next(filter(None, found.group("inner", "link", "square", "angle", "round", "wide")), "").strip()
    while len(inner) > 2 and inner[0] == inner[-1] and inner[0] in "*_`":
        inner = inner[1:-1]
    picture = _PICTURE.match(inner)
    return mark, inner[picture.end() :] if picture else inner


def _bare_words(name: str, text: str, at: int, shape: str) -> TurnHead | None:
    """Take a marked name with words right behind it; `**bold**, and on` is none, nor is a word of code."""
    words = text[at:]
    joined = shape[-1] != "【" and words[0] not in " \t[(" and not text[at - 1].isspace()
    return None if joined or shape[-1] == "`" else _head(name, None, words, f"{shape}.w")


def is_quoted(shape: str) -> bool:
    """Say whether heads of a shape stand in a quotation, `> **Dana Reyes:** Hello`."""
    return shape.startswith(">") and not shape[1:].isdigit()


def _place(lead: Stamp | None, behind: Stamp | None) -> str:
    return "<" if lead else ">" if behind else "."


def _inside(inner: str) -> tuple[str, Stamp | None, bool]:
    """Take apart what stands inside of marks: the name, its time, and whether a colon ends it."""
    bare = inner.rstrip(":： ")
    if len(bare) > 2 and bare[0] + bare[-1] == "[]":  # also a link to a note, `[[Dana Reyes]]`
        inner = bare.strip("[]").rpartition("|")[2].strip() + inner[len(bare) :]
    stamp = stamp_at(inner)
    if stamp:
        joint = _past_joint(inner, stamp.stop)
        return inner[joint:].rstrip(":： "), stamp, inner.rstrip().endswith((":", "："))
    bare = inner.rstrip()
    colon = bare.endswith((":", "："))
    bare = bare.rstrip(":： ")
    if bare.endswith(".") and not _SHORT.search(bare):
        bare = bare[:-1]
    for found in LATER.finditer(bare):
        stamp = stamp_at(bare, found.start())
        if stamp and stamp.stop == len(bare):
            return _before_time(bare[: stamp.begin]).rstrip(":"), stamp, colon
    return bare, None, colon


_SHORT = re.compile(r"(?:\b\w{1,2}|\.\w|\bEsq)\.$|\.\.$")
"""A full stop that belongs to the name, `Dana R.`, `Dana Reyes Jr.`"""


def _bold_line(inner: str, mark: str) -> TurnHead | None:
    """Take a line apart that is bold as a whole: `**Q: What breaks?**`, `**What breaks?**`; None for a name alone."""
    colon = _PLAIN_COLON.search(inner, 0, LONGEST_NAME)
    if colon and inner[colon.end() :].strip() and (name := inner[: colon.start()].strip()):
        if stamp_at(inner[colon.end() :].strip()) or stamp_at(inner):
            return None
        return _head(name, None, inner[colon.end() :], f"{mark}whole")
    if inner.endswith("?") or (len(inner) > LONGEST_NAME and not inner.endswith(":")):
        return _head(None, None, inner, f"{mark}whole")
    return None


def _plain(text: str, at: int, lead: Stamp | None, container: str) -> TurnHead | None:
    limit = at + LONGEST_NAME + 1
    found = _PLAIN_COLON.search(text, at, limit)
    colon = found.start() if found else -1
    if lead and text[lead.stop : at].strip(" ") in ("|", "\t") and (cells := _CELLS.fullmatch(text, at)):
        return _head(cells[1].strip(), lead, cells[2], f"{container}<|")
    later = later_stamp(text, at + 1, limit + 20) if _DIGIT.search(text, at, limit + 12) else None
    stamp = stamp_at(text, later.start()) if later else None
    if lead and (cells := _DASHED.fullmatch(text[at:])) and not _names_firm(text[at + cells.start(2) : max(colon, 0)]):
        return _head(cells[1], lead, cells[2], f"{container}<–")
    if stamp and (colon < 0 or stamp.begin < colon):
        return _timed_name(text, at, (lead, stamp), container)
    if colon >= 0:
        name = text[at:colon].strip()
        tail = _tail(text, found.end() if found else at, colon=True, timed=lead is not None)
        if not _FIRST.match(name):
            return _rest(text, at, lead, container)
        known = lead or tail.stamp
        alone = tail.stamp is not None and not tail.stamp.decorated and tail.at == len(text)
        shape = f"{container}{'~' if alone else ''}{_place(lead, tail.stamp)}1"
        return _head(name, known, text[tail.at :].lstrip(), shape, strong=known is not None or "#" in container)
    return _rest(text, at, lead, container)


def name_and_words(text: str) -> tuple[str, str] | None:
    """Split a line at its first dash where a name of up to four words may stand before it; None for any other line.

    >>> name_and_words("Dana Reyes - Hello."), name_and_words("We all met there at noon - and left")
    (('Dana Reyes', 'Hello.'), None)
    """
    dash = _DASH_BEHIND.search(text, 0, LONGEST_NAME + 8)
    name = text[: dash.start()].strip() if dash else ""
    parts = _BRACKETED.sub("", name).split()
    if not dash or not 0 < len(parts) <= _MOST_NAME_WORDS or not all(map(_NAME_WORD.fullmatch, parts)):
        return None
    return name, text[dash.end() :]


def _names_firm(text: str) -> bool:
    """Say whether what stands between a dash and a colon belongs to the name, as in `Dana Reyes - Northquay: Hello`."""
    words = text.split()
    return 0 < len(words) < 4 and all(word[0].isupper() for word in words)


def _before_time(name: str) -> str:
    """Return a name without what joins a time to it, `Dana Reyes at`."""
    return _AT_END.sub("", name.rstrip(_ENDS))


def _timed_name(text: str, at: int, stamps: tuple[Stamp | None, Stamp], container: str) -> TurnHead | None:
    lead, stamp = stamps
    name = text[at : stamp.begin]
    bare = _before_time(name)
    tail = _tail(text, at + len(name.rstrip(_ENDS)))
    words = text[tail.at :]
    joined = tail.stamp is not None
    loose = (
        words.strip() and not stamp.decorated and not tail.colon and not ("\t" in name or "  " in name or "|" in name)
    )
    if not bare.strip() or not joined or loose or len(bare) > LONGEST_NAME or not _FIRST.match(bare):
        return _rest(text, at, lead, container)
    wide = name != bare + " " or stamp.decorated or tail.colon
    label = f"{bare.strip()} {tail.qualifier}" if tail.qualifier else bare.strip().rstrip(":")
    return _head(label, lead or stamp, words, f"{container}{'' if wide else '~'}>{tail.colon:d}")


def _rest(text: str, at: int, lead: Stamp | None, container: str) -> TurnHead | None:
    """Take a line without a colon: words behind a time, a heading, or a name that may stand alone."""
    rest = text[at:].strip()
    if lead:
        return _head(None, lead, rest, f"{container}tw{'[' if lead.decorated else ''}")
    if "#" in container and len(rest) <= LONGEST_NAME:
        return _head(rest, None, "", f"{container}h")
    if (cells := name_and_words(rest)) and (cells[0][0].isupper() or not cells[0].isascii()):
        return _head(cells[0], None, cells[1], f"{container}.d", strong=False)
    if joined := _JOINED.match(rest):
        return _head(joined[1], None, rest[joined.end() :], f"{container}.j", strong=False)
    return None
