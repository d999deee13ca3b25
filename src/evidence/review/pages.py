"""What a review looks like: State -> lines of styled text, for a screen of any size and for a dialogue.

A line is pieces of (text, style); a style is a name, so that neither markup nor colour is
ever made of what people said. Everything that matters is a sign too: `[match]`, `»quote«`,
`+` accepted, `-` rejected, `~` put off, `!` orphaned, `>` the cursor.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.model import clock
from evidence.review.queue import SLICE, Tally
from evidence.review.session import point

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from evidence.model import Span, Utterance
    from evidence.review.queue import Item
    from evidence.review.session import State

Piece = tuple[str, str]
Line = tuple[Piece, ...]

AROUND = 2  # turns shown before and after the quote
_SIGNS = {"accept": "+", "reject": "-", "later": "~", "orphaned": "!", "": " "}
SAID = {"accept": "accepted", "reject": "rejected", "later": "put off", "orphaned": "orphaned", "": "not judged"}
_STYLES = {"accept": "good", "reject": "bad", "later": "dim", "orphaned": "warn", "": ""}
_KEYS = "a accept  x reject  space later  u undo  e edit  t move  n note  ? help  q quit"
_EDIT = "h l word  k j sentence  tab the other end  enter accept it so  escape leave"

# Words of other people must not steer a terminal; overrides and isolates reach beyond the words.
_CLEAN: dict[int, str] = dict.fromkeys([*range(32), *range(127, 160), *range(0xD800, 0xE000)], "\ufffd")
_CLEAN |= dict.fromkeys([*range(9, 14), 0x85, 0x2028, 0x2029], " ")
_CLEAN |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "")

HELP = f"""\
Judge whether each quote is evidence for its pain point.

  a        accept it                 j k      next, previous quote
  x        reject it                 pageup pagedown home end
  space    put it off                /        show only what holds these words
  u        undo the last decision             (accepted, rejected, new, random too)
  e        change where it begins    g        the whole call at this place
           and ends                  p        the block as it would be attached
  t        move to another tracker   ?        this page
  n        write a note              q        quit; every decision is kept already

Signs: + accepted, - rejected, ~ put off, ! its words changed since then.
[words] matched the tracker, »words« are what would be quoted.

One quote in {SLICE} is a random one, whatever its score: judged like all others,
they tell how good the trackers are (evidence status prints it)."""


def clean(text: str) -> str:
    """Return text that says nothing to a terminal."""
    return text if text.isprintable() else text.translate(_CLEAN)


def cells(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return len(text) if text.isascii() else sum(map(_cells, text))


@lru_cache(1 << 12)
def _cells(sign: str) -> int:
    if unicodedata.category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(sign) in {"W", "F"} else 1


def plain(line: Line) -> str:
    """Return a line without its styles."""
    return "".join(text for text, _ in line).rstrip()


def fit(text: str, width: int) -> str:
    """Return the text cut or padded to `width` columns."""
    text = clean(text)
    if width < 1:
        return ""
    if cells(text) <= width:
        return text + " " * (width - cells(text))
    kept, used = [], 0
    for sign in text:
        used += cells(sign)
        if used > width - 1:
            break
        kept.append(sign)
    return fit("".join(kept) + "…", width)


def wrap(pieces: Iterable[Piece], width: int, indent: str = "") -> list[Line]:
    """Break pieces at blanks into lines of at most `width` columns; later lines begin with the indent."""
    lines: list[list[Piece]] = [[]]
    used, room = 0, max(8, width - cells(indent))
    limit = width
    for word in _words(pieces, room):
        size = sum(cells(text.rstrip(" ")) for text, _ in word)
        if used + size > limit and used:
            lines.append([(indent, "")] if indent else [])
            used, limit = 0, room
        lines[-1] += word
        used += sum(cells(text) for text, _ in word)
    return [tuple(line) for line in lines]


def _words(pieces: Iterable[Piece], room: int) -> Iterator[list[Piece]]:
    """Yield runs of pieces that end with a blank; one that is longer than a line is cut."""
    word: list[Piece] = []
    for text, style in pieces:
        for part in re.findall(rf"[^ ]{{1,{max(1, room // 2)}}} *| +", clean(text)):
            word.append((part, style))
            if part.endswith(" ") or sum(cells(said) for said, _ in word) > room // 2:
                yield word
                word = []
    if word:
        yield word


# -- the whole screen ------------------------------------------------------------------------------


def frame(state: State, width: int, height: int) -> list[Line]:
    """Return exactly `height` lines of at most `width` columns."""
    if state.mode in {"help", "preview", "call"}:
        return _sheet(state, width, height)
    rows = list_rows(height)
    lines = [header(state, width), *_list(state, width, rows), (("─" * width, "dim"),)]
    lines += _card(state, width, max(0, height - len(lines) - 2))
    lines = lines[: max(0, height - 2)]
    lines += [_message(state, width), ((fit(_EDIT if state.mode == "edit" else _KEYS, width), "dim"),)]
    return lines


def list_rows(height: int) -> int:
    """Return how many rows of the queue a screen of this height shows."""
    return max(3, (height - 4) // 3)


def first_place(at: int, rows: int, count: int) -> int:
    """Return which of `count` things is listed first: the cursor stays in the middle."""
    return max(0, min(at - rows // 2, count - rows))


def header(state: State, width: int) -> Line:
    """Return the line on top: what is reviewed, and how far it went."""
    count = f"{state.judged:,} of {len(state.items):,} judged"
    full = round(10 * state.judged / len(state.items)) if state.items else 10
    bar = f"{count} [{'#' * full}{'.' * (10 - full)}]"
    only = f" / {state.filter}" if state.filter else ""
    left = fit(f"{state.theme.name}{only}", max(0, width - len(bar) - 1))
    return ((left, "head"), (fit(f" {bar}", width - cells(left)), "head"))


def _list(state: State, width: int, rows: int) -> list[Line]:
    first = first_place(state.at, rows, len(state.shown))
    lines = [_row(state, place, width) for place in range(first, min(first + rows, len(state.shown)))]
    return [*lines, *[((" " * width, ""),)] * (rows - len(lines))]


def _row(state: State, place: int, width: int) -> Line:
    item, here = state.items[state.shown[place]], place == state.at
    who = item.finding.attribution
    account = who.account.account_name if who.account else who.speaker or ""
    words = item.quote.text or (item.orphan.exact if item.orphan else "")
    text = f"{'>' if here else ' '}{_SIGNS[item.verdict]}{item.finding.score:5.1f} "
    text += f"{fit(item.tracker, 15)} {fit(account, 14)} {words[:width]}"
    return ((fit(text, width), "cursor" if here else _STYLES[item.verdict]),)


def _message(state: State, width: int) -> Line:
    if state.mode in {"note", "filter"}:
        ask = "Note: " if state.mode == "note" else "Show only: "
        room = width - len(ask) - 1
        # What is being typed is seen, however long it is.
        return ((ask, "bold"), (clean(state.typed)[-room:], ""), ("_", "bold"))
    text = f"{'Moving the ' + state.edge + '.  ' if state.mode == 'edit' else ''}{state.said}"
    return ((fit(text, width), "warn"),)


def _card(state: State, width: int, height: int) -> list[Line]:
    item = state.item
    if item is None:
        return _filled([((fit("No quote is shown.", width), ""),)], height)
    lines = [((fit(plain(line), width), line[0][1]),) for line in facts(state, item)]
    if state.mode == "move":
        return _filled([*lines, *_trackers(state, width, height - len(lines))], height)
    talk, first, last = conversation(state, item, width)
    room = max(1, height - len(lines))
    top = max(0, min(first - max(0, room - (last - first)) // 2, len(talk) - room, first))
    return _filled([*lines, *talk[top : top + room]], height)


def _filled(lines: list[Line], height: int) -> list[Line]:
    return [*lines[:height], *[((("", "")),)] * max(0, height - len(lines))]


def facts(state: State, item: Item) -> list[Line]:
    """Return three lines or more: the pain point and its counts; who, where and when; why it is here."""
    who, citation = item.finding.attribution, item.quote.citation
    said = [who.speaker, who.role or who.title, who.account and who.account.account_name]
    side = f"{who.side} (assumed)" if who.side_assumed else who.side
    known = [part for part in (*said, side, who.outcome, who.date) if part]
    marks = ["against the pain point"] * item.against + [item.finding.polarity] * (item.finding.polarity != "affirmed")
    why = [*marks, *item.finding.reasons]
    lines: list[Line] = [((_counts(state, item), "bold"),), ((clean(", ".join(known)), ""),)]
    lines.append(((f"{citation}  score {item.finding.score:.1f}: {', '.join(why)}", "dim"),))
    if item.note:
        lines.append(((f"Note: {clean(item.note)}", "warn"),))
    if item.orphan:
        lines += [((line, "warn"),) for line in _orphaned(item)]
    return lines


def _orphaned(item: Item) -> Iterator[str]:
    assert item.orphan is not None  # the caller saw it
    said = {"accept": "accepted", "reject": "rejected"}.get(item.orphan.verdict, item.orphan.verdict)
    yield f"{said} by {clean(item.orphan.by)}, and its words changed since. It was:"
    yield clean(item.orphan.exact)
    yield (
        "Nearest words today: a or x judges them, u drops the decision."
        if item.quote.text
        else ("Nothing like it stands in the call today. u drops the decision.")
    )


def _counts(state: State, item: Item) -> str:
    theme, count = state.theme, state.tallies[item.segment, item.tracker]
    label = dict(theme.trackers).get(item.tracker, item.tracker)
    accepted = f"accepted {count.accepted} from {count.accepted_from}"
    return f"{count.heard} of {theme.linked} accounts; {accepted}, {count.left} to judge: {clean(label)}"


def _trackers(state: State, width: int, rows: int) -> list[Line]:
    trackers = state.theme.trackers
    first = max(0, min(state.choice - rows // 2, len(trackers) - rows))
    lines: list[Line] = []
    for number, (name, label) in enumerate(trackers[first : first + rows], first):
        mark = ">" if number == state.choice else " "
        digit = f"{number + 1}" if number < 9 else " "
        count = state.tallies.get((state.theme.segment, name), Tally(0, 0, 0, 0))
        counts = f"{count.heard} of {state.theme.linked} accounts, accepted {count.accepted}"
        lines.append(((fit(f"{mark} {digit} {name} ({counts}): {label}", width), "cursor" if mark == ">" else ""),))
    return lines


# -- conversations ---------------------------------------------------------------------------------


def conversation(state: State, item: Item, width: int) -> tuple[list[Line], int, int]:
    """Return the turns around a quote, and the first and the line after the last that hold its utterance."""
    own = state.utterance
    if own is None:
        pieces = [(f"»{item.quote.text}«", "quote")] if item.quote.text else []
        return wrap(pieces, width), 0, 1
    lines: list[Line] = []
    first = last = 0
    for utterance in state.words:
        if abs(utterance.turn - own.turn) > AROUND:
            continue
        if utterance is own:
            first = len(lines)
        lines += _spoken(state, item, utterance, width)
        if utterance is own:
            last = len(lines)
    return lines, first, last


def _spoken(state: State, item: Item, utterance: Utterance, width: int) -> list[Line]:
    citation = item.quote.citation
    name = f"{utterance.speaker or 'unknown speaker'}: "
    if utterance.number != citation.utterance or state.words_of != citation.call_id:
        return wrap([(name, "dim"), (utterance.text, "dim")], width, "  ")
    span = state.span if state.mode == "edit" else (citation.start, citation.end)
    spans = item.finding.spans if utterance.text[citation.start : citation.end] == item.quote.text else ()
    return wrap([(name, "bold"), *marked(utterance.text, span, spans)], width, "  ")


def marked(text: str, quote: Span, spans: Sequence[Span]) -> Iterator[Piece]:
    """Yield the text with signs and styles: `»` and `«` around the quote, `[` and `]` around what matched."""
    opening = {start: "[" for start, _ in spans} | {quote[0]: "»"}
    opening |= {start: "»[" for start, _ in spans if start == quote[0]}
    closing = {end: "]" for _, end in spans} | {quote[1]: "«"} | {end: "]«" for _, end in spans if end == quote[1]}
    borders = sorted({0, len(text), *opening, *closing})
    for start, end in pairwise(borders):
        inside = quote[0] <= start < quote[1]
        style = "match" if any(a <= start < b for a, b in spans) else "quote" if inside else ""
        before, after = opening.get(start, ""), closing.get(end, "")
        yield f"{before}{text[start:end]}{after}", style


# -- long texts ------------------------------------------------------------------------------------


def _sheet(state: State, width: int, height: int) -> list[Line]:
    title, lines = long_text(state, width, height - 2)
    head: Line = ((fit(title, width), "head"),)
    foot: Line = ((fit("j k pageup pagedown move  escape back", width), "dim"),)
    return [head, *_filled(lines, height - 2), foot]


def long_text(state: State, width: int, height: int) -> tuple[str, list[Line]]:
    """Return the title and the lines, about `height` of them, of the text that is read."""
    if state.mode == "help":
        return "Keys", [((fit(line, width), ""),) for line in HELP.split("\n")]
    if state.mode == "preview":
        text = state.block if state.block is not None else ""
        rows = [row for line in text.split("\n")[state.top :] for row in wrap([(line, "")], width)]
        return f"The block of {state.theme.name} as it would be attached", rows[:height]
    item = state.item
    assert item is not None  # a call is opened from its quote
    lines: list[Line] = []
    for utterance in state.words[state.top :]:
        lines.append(((f"#u{utterance.number} {_time(utterance)}".rstrip(), "dim"),))
        lines += _spoken(state, item, utterance, width)
        if len(lines) >= height:
            break
    call_id, anchor = item.quote.citation.call_id, item.quote.citation.anchor
    return f"source/transcripts/normalized/{call_id}.md#{anchor}", lines[:height]


def _time(utterance: Utterance) -> str:
    return "" if utterance.start_ms is None else clock(utterance.start_ms)


def clicked(state: State, line: int, height: int) -> State:
    """Return the session after a click on a line of the frame: on a quote of the list, it goes there."""
    rows = list_rows(height)
    place = first_place(state.at, rows, len(state.shown)) + line - 1
    listed = state.mode == "judge" and 1 <= line <= rows and place < len(state.shown)
    return point(state, place) if listed else state


def trackers(state: State, width: int) -> list[Line]:
    """Return the trackers that a quote may move to, as the dialogue shows them."""
    return _trackers(state, width, 10**6)
