"""What stands in a text but was not said: titles, notes, notices, pictures, remarks.

A line opens notes only where it is known to: a heading, a label alone on its line, a fence, a remark. What the lines
of a file are, one by one, is said by `text_lines`; where notes begin and end, `_speech` decides.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING, Literal, NamedTuple

from evidence.calls.formats._heads import TurnHead, out_of_markup, turn_head, unwrap
from evidence.calls.formats._names import NameKind, bare_name, is_role, name_kind, plain_label
from evidence.calls.formats._notices import is_notice
from evidence.calls.formats._rows import columns
from evidence.calls.formats._stamps import stamp_at
from evidence.calls.spoken import speaks
from evidence.english import word_set

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LineKind = Literal["blank", "text", "title", "rule", "remark", "notice", "row"]


class TextLine(NamedTuple):
    """A line of a text: what it is, what it may begin, and what stands around it.

    `level` is that of a heading, 7 for a line in bold alone, 8 for a label; `head` is None where it can begin no turn.
    """

    number: int
    text: str
    kind: LineKind
    head: TurnHead | None = None
    level: int = 0
    blank_before: bool = True
    fenced: bool = False


_RULE = re.compile(r"\s*(?:[-*_=~–—]\s*){3,}$|-- ?$")
_REMARKS = frozenset(
    {"comment", "comments", "note", "notes", "remark", "kommentar", "notiz", "commentaire", "comentario"}
)
"""Written with the name of who wrote them, `Tom's note: ...`, they are no speech, whatever they say."""
_SIGN = re.compile(r"[0-9:：]| (?:--?|[–—>]) ")
_LONGEST_TITLE = 120
_ITEM = re.compile(r"[ \t]*(?:[-*•+]|[0-9]{1,2}[.)])[ \t]")
_BREAK = re.compile(r"<br[ ]?/?>", re.IGNORECASE)
_UNDERLINES = ("===", "---")
_UNDERLINE = re.compile(r"(=|-)\1{2,}[ \t]*$")
_HEADING = re.compile(r"(?P<signs>#{1,6})[ \t]+(?P<title>.*)$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_ROW = re.compile(r"[ \t]*\|.*\|[ \t]*$")
_BAR = re.compile(r"(?<!\\)\|")
_DASHES = re.compile(r"[ \t]*\|?(?:[ \t]*:?-{2,}:?[ \t]*\|?)+[ \t]*$")
_REMARK = re.compile(
    r"\[\^[^\]\s]{1,40}\]:\s|!\[[^\]]*\]\([^()]*\)[ \t]*$|!\[\[[^\]]*\]\]$"
    r"|\[[a-z]{1,2}\](?=(?-i:[A-Z\"'0-9])).*$"  # a comment below a document of Google's
    r"|\{[^{}\s]+ [^{}]+\}$"  # `{she hesitates}`
    r"|\[//\]: #|%%.*%%$|</?[a-z][a-z0-9-]*(?:\s[^<>]*)?/?>$",
    re.IGNORECASE,
)
_PICTURE = re.compile(r"!\[[^\]]{0,200}\]\([^()\s]{0,300}\)[ \t]*(?=\S)")
_TAGS = re.compile(r"(?:#[^\W_][\w/-]*[ \t]*)+")
"""Tags alone on a line, as notes have them: nobody says them."""
_PAGE = re.compile(r"\W{0,3}(?:Page|Seite|Página|Pagina|Sida|Strona) \d", re.IGNORECASE)
_TRANSCRIPT = re.compile(
    r"(?:(?:full|raw|meeting|call|complete|verbatim|interview|video|audio|auto-generated|edited|cleaned|the|conversation"
    r"|detailed|unedited|session|podcast|episode)\W+)*(?:transcript|transcripts|transcription|transkript|transkription|transcripción"
    r"|transcrição|trascrizione|transcriptie|wortprotokoll|verbatim|(?:the )?(?:conversation|dialogue)"
    r"|what was said|word for word|文字起こし|逐字稿|转录|녹취록)"
    r"(?:\W+(?:follows|below|starts here|starts|begins|text|section|\(.*\)|of\b.*))?",
    re.IGNORECASE,
)


def text_lines(numbered: Iterable[tuple[int, str]]) -> Iterator[TextLine]:
    """Yield the lines of a text with what each is: rows of a table of turns have a head."""
    table: dict[str, int] | None = None
    blank = True
    rows = 0
    for (number, line, block), below in _with_below(_blocks(numbered)):
        bare = line.strip()
        blank = blank or line[:1] == "\f"  # a new page
        if block == "remark":
            yield TextLine(number, bare, "remark", blank_before=blank)
            continue
        if block == "fence":
            yield _line(number, line, bare, blank=blank)._replace(fenced=True)
        elif bare[:1] == "|" and _ROW.match(line):
            cells = [cell.strip().replace("\\|", "|") for cell in _BAR.split(bare.strip("|"))]
            rows += 1
            if rows == 1:
                table = _columns(cells)
                yield TextLine(number, bare, "row", blank_before=blank)
            elif table is not None and not _DASHES.match(line):
                yield TextLine(number, bare, "row", _row_head(cells, table), blank_before=blank)
            else:
                yield TextLine(number, bare, "row", blank_before=blank)
        else:
            rows, table = 0, None
            made = _line(number, line, bare, blank=blank)
            level = _underlined(made, below)
            yield made._replace(kind="title", text=bare, level=level) if level else made
            if is_foot(made):
                bare = ""  # what follows the foot of a page begins another one
        blank = not bare


class _BlockLine(NamedTuple):
    """A line and the block that it stands in: a fence, a remark, or none."""

    number: int
    line: str
    block: Literal["", "fence", "remark"] = ""


_LONGEST_BLOCK = 20_000
"""Lines that are kept until it is known whether a block is shut; what goes on for longer is none."""
_NOTE_IN_QUOTE = re.compile(r"[ \t]*>[ \t]*\[!(?P<type>[\w-]+)(?:\|[^\]]*)?\][+-]?[ \t]*(?P<title>.*)$")
"""The first line of a callout, as Obsidian and GitHub have it."""


def _blocks(numbered: Iterable[tuple[int, str]], never: frozenset[str] = frozenset()) -> Iterator[_BlockLine]:
    """Yield lines with their blocks; what is opened and never shut reaches no further than its line.

    never: the signs of blocks that are known not to be shut any more.
    """
    held: list[_BlockLine] = []
    sign, noted = "", False  # what shuts the block; whether a quotation is a note
    rest = iter(numbered)
    for number, line in rest:
        start = line.lstrip()[:1]
        if sign:
            held.append(_BlockLine(number, line, "fence" if sign == "```" else "remark"))
            if start and _shuts(line.strip(), sign):
                yield held[0]
                yield from held[1:-1]
                yield _BlockLine(number, line, "remark")
                held, sign = [], ""
            elif len(held) > _LONGEST_BLOCK:
                break
            continue
        opened = _opens(line.strip()) if start and start in "`~<%" else ""
        noted = start == ">" and _is_note(line, noted=noted)
        if opened and opened not in never and not _shuts(line.strip()[2:], opened):
            sign, held = opened, [_BlockLine(number, line, "remark")]
        else:
            yield _BlockLine(number, line, "remark" if opened or noted else "")
    if held:
        yield held[0]
        yield from _blocks(chain(((one.number, one.line) for one in held[1:]), rest), never | {sign})


def _opens(bare: str) -> str:
    """Return the sign that shuts what a line opens, "" where it opens no block."""
    if _FENCE.match(bare):
        return "```"
    return "-->" if bare.startswith("<!--") else "%%" if bare.startswith("%%") else ""


def _shuts(bare: str, sign: str) -> bool:
    return bool(_FENCE.match(bare)) if sign == "```" else sign in bare


def _is_note(line: str, *, noted: bool) -> bool:
    """Say whether a line of a quotation belongs to a callout whose title is one over notes."""
    found = _NOTE_IN_QUOTE.match(line)
    if found is None:
        return noted
    title = found["title"].strip()
    nobody = title[-1:] in ".?!…" or (name_kind(title) < NameKind.ONE and not stamp_at(title))
    return opens_notes(title) or (nobody and opens_notes(found["type"]))


def _with_below(lines: Iterable[_BlockLine]) -> Iterator[tuple[_BlockLine, str]]:
    """Yield each line with the text of the one below it."""
    held: _BlockLine | None = None
    for line in lines:
        if held:
            yield held, line.line
        held = line
    if held:
        yield held, ""


def with_next(lines: Iterable[TextLine]) -> Iterator[tuple[TextLine, TextLine | None]]:
    """Yield each line with the next that is not empty."""
    waiting: list[TextLine] = []
    for line in lines:
        if line.kind == "blank":
            continue
        for before in waiting:
            yield before, line
        waiting = [line]
    for before in waiting:
        yield before, None


def _underlined(line: TextLine, below: str) -> int:
    """Return the level of a heading that is underlined, 0 for any other line."""
    found = _UNDERLINE.match(below) if below[:3] in _UNDERLINES else None
    if not found or line.kind != "text" or len(line.text) > 80 or line.text.rstrip()[-1:] in ".?!:,;…":
        return 0
    return 0 if line.head and line.head.words else 1 if found[1] == "=" else 2


_SAID = {"words", "speech", "worte", "mots", "palabras", "parole", "palavras", "woorden", "ord"}
"""What stands over the words of a table of turns; over a column of other tables it is how many words there are."""


def _columns(cells: list[str]) -> dict[str, int] | None:
    """Return which cells of a table hold what, where its first row names a text and who said it or when."""
    plain = [cell.strip("*_` ") for cell in cells]
    found = columns([cell for cell in plain if cell])
    if "text" not in found and (said := next((cell for cell in plain if cell.casefold() in _SAID), None)):
        found = {**found, "text": said}
    if "text" not in found or not {"speaker", "start"} & set(found):
        return None
    return {part: plain.index(name) for part, name in found.items() if part in ("text", "speaker", "start", "end")}


def _row_head(cells: list[str], table: dict[str, int]) -> TurnHead | None:
    def cell(part: str) -> str:
        at = table.get(part)
        return cells[at].strip("*_` ") if at is not None and at < len(cells) else ""

    start, end = stamp_at(cell("start")), stamp_at(cell("end"))
    start_ms = start.start_ms if start else None
    end_ms = end.start_ms if end else start.end_ms if start else None
    return TurnHead(cell("speaker") or None, start_ms, end_ms, _BREAK.sub(" ", cell("text")), "row", strong=True)


def is_foot(line: TextLine) -> bool:
    """Say whether a line is the foot of a page, `Page 3 of 7`."""
    return line.kind == "notice" and bool(_PAGE.match(line.text))


def _line(number: int, line: str, bare: str, *, blank: bool) -> TextLine:
    if not bare:
        return TextLine(number, "", "blank", blank_before=blank)
    if _RULE.match(line):
        return TextLine(number, bare, "rule", blank_before=blank)
    first = bare[0]
    if first in "[!<%{#" and (_REMARK.match(bare) or (first == "#" and _TAGS.fullmatch(bare))):
        return TextLine(number, bare, "remark", blank_before=blank)
    if first == "!" and (found := _PICTURE.match(bare)):  # of whoever speaks
        line = bare = bare[found.end() :]
        first = bare[0]
    if bare[-1] == "\\" and (over := turn_head(bare[:-1])) and over.above:  # Markdown's break of a line, below a head
        line = bare = bare[:-1]
    if first == "<":
        line = out_of_markup(line)
        bare = line.strip()
    elif first == ":" and bare[1:2] in (" ", "\t"):  # the words of a definition list
        line = bare = bare[1:].strip()
    if is_notice(bare):
        return TextLine(number, bare, "notice", blank_before=blank)
    head = turn_head(line) if _may_begin(bare) else None
    if first == "#" and (found := _HEADING.match(bare)):
        return TextLine(number, found["title"].rstrip(" \t#"), "title", head, len(found["signs"]), blank)
    return TextLine(number, line, "text", head, 0, blank)


def _may_begin(bare: str) -> bool:
    """Say cheaply whether a line may begin a turn: most lines are words and nothing else."""
    return bare[0] in "[({<`*_~#\\>-+•【〔《［" or bare[1:2] in (".", ")") or bool(_SIGN.search(bare, 0, 120))


@cache
def _openers() -> frozenset[str]:
    return word_set("openers of notes")


@lru_cache(maxsize=4096)
def title_words(title: str) -> str:
    """Return a title without marks, numbers and pictures, in small letters."""
    return re.sub(r"^(?:\d+ )+| \d+$", "", plain_label(title))


@lru_cache(maxsize=4096)
def opens_notes(title: str) -> bool:
    """Say whether a heading or a label is one that people write over what nobody said.

    >>> [opens_notes(title) for title in ("✅ Action Items", "Key takeaways & next steps", "Meeting 05", "Pricing")]
    [True, True, False, False]
    """
    if len(title) > _LONGEST_TITLE:
        return False
    plain = title_words(title)
    if plain in _openers():
        return True
    parts = re.split(r" (?:and|und|et|y|e|of|from|for|of the) | - ", plain) + re.split(
        r"\W*[&:/|–—]\W*", title.casefold()
    )
    known = [part for part in map(title_words, parts) if part in _openers()]
    if known and len(plain.split()) <= 6:
        return parts[0] in _openers() or title_words(parts[-1]) in _openers() or len(known) > 1
    parts = plain.split()
    return 1 < len(parts) <= 5 and (parts[-1] in _LAST or parts[0] in _FIRST)


_LAST = {
    "impressions",
    "summary",
    "takeaways",
    "recap",
    "notes",
    "highlights",
    "insights",
    "todos",
    "zusammenfassung",
    "notizen",
}
_FIRST = {"my", "summary", "action", "takeaways"}


@lru_cache(maxsize=4096)
def says_transcript(title: str) -> bool:
    """Say whether a heading or a line announces the transcript.

    >>> [says_transcript(t) for t in ("Meeting Transcript", "--- TRANSCRIPT ---", "Transcript: Northquay")]
    [True, True, False]
    """
    return len(title) <= _LONGEST_TITLE and bool(_TRANSCRIPT.fullmatch(title.strip("#*_=- :\t–—📖📝🎙️~[]")))


@lru_cache(maxsize=4096)
def says_other(title: str) -> bool:
    """Say whether the title of a text tells that it is something else than a call.

    >>> [says_other(title) for title in ("Frequently asked questions", "Minutes of the committee", "Pilot review")]
    [True, True, False]
    """
    said = plain_label(title[:_LONGEST_TITLE]).split()
    first = {" ".join(said[:count]) for count in (1, 2, 3, 4)}
    return bool(said) and (not _others().isdisjoint({*first, said[-1]}) or not _taken_down().isdisjoint(said[:8]))


@cache
def _taken_down() -> frozenset[str]:
    return word_set("titles of what was taken down")


@cache
def _others() -> frozenset[str]:
    return word_set("titles of no calls")


def is_title_of_transcript(title: str) -> bool:
    """Say whether a title names a transcript among other words, `Transcript: Northquay sync`."""
    return bool(re.search(r"\b(?:transcript|transcription|transkript)\b", title, re.IGNORECASE))


@lru_cache(maxsize=4096)
def label_of(text: str) -> str | None:
    """Return the label that stands alone on a line, `**Action Items**:` or `Next steps:`; None for any other line."""
    _, bare = unwrap(text)
    plain = bare.strip("*_ ")
    marked = plain != bare
    label = plain.rstrip(":：*_ ")
    if not label or len(label) > 60 or label[-1] in ".?!,;":
        return None
    return (
        label
        if (marked and bare.strip(":：").endswith(("*", "_"))) or plain.endswith((":", "：")) or label.isupper()
        else None
    )


def is_bare_heading(line: TextLine, after: TextLine | None) -> bool:
    """Say whether a line is a heading over notes without its signs: behind an empty line, or over a list."""
    text = line.text.strip()
    if line.head or len(text) > 60 or text[-1:] in ".?!,;…":
        return False
    listed = after is not None and bool(_ITEM.match(after.text))
    return (line.blank_before or listed) and opens_notes(text)


def is_chapter(title: TextLine) -> bool:
    """Say whether a heading has a time: it is a chapter of what is said."""
    return title.head is not None and title.head.start_ms is not None


def may_open_speech(line: TextLine) -> bool:
    """Say whether a line before the first turn has no label, or one of a role that stands once, `Host: Welcome`."""
    return line.head is None or (line.head.name is not None and is_role(line.head.name))


def is_labelled(line: TextLine | None) -> bool:
    """Say whether a line begins with a label that people write over what is not said."""
    return bool(line and line.head and line.head.name and name_kind(line.head.name) == NameKind.LISTED)


def opens_notes_at_once(line: TextLine) -> bool:
    """Say whether a line is a note with its label, `Summary: they agreed`, which no word of a talk begins like."""
    head = line.head
    if head is None or head.name is None or head.start_ms is not None or not head.words:
        return False
    label, bare = plain_label(head.name), plain_label(bare_name(head.name))
    signed = label != bare or "'s " in label  # `Tom's note`, `Comment (Priya, later)`
    if signed and bare.rpartition(" ")[2] in _REMARKS:
        return True
    return label in _at_once() and not speaks(head.words)  # `Next steps: I want it off my desk`


@cache
def _at_once() -> frozenset[str]:
    return word_set("openers of notes in one line")
