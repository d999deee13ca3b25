"""What a review looks like: State -> lines of styled text, for a screen of any size. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.model import Citation
from evidence.review import keys
from evidence.review.cards import Card, accounts, make_card, rows, spoken_lines, trackers
from evidence.review.links import choices
from evidence.review.queue import LinkItem
from evidence.review.session import long_text
from evidence.review.state import LONG, TYPING, point
from evidence.terminal import cells, clean, fit, flow, wrap_pieces

if TYPE_CHECKING:
    from evidence.model import Utterance
    from evidence.review.state import State
    from evidence.terminal import Line

_ASKS = {
    "note": "Note: ", "filter": "Show only: ", "alias": "Another name of this account: ", "find": "Company: ",
    "role": "Role in this call: ", "roles": "Role in every call: ",
}  # fmt: skip
_LEAST_ROWS = 1  # of the list


def frame(state: State, width: int, height: int) -> list[Line]:
    """Return exactly `height` lines of at most `width` columns."""
    if state.mode in LONG:
        return _sheet(state, width, height)
    shown, below = _shown_card(state, width), _below(state, width)[-height:]
    size = _list_size(shown, height - len(below), len(state.shown))
    lines = [_header(state, width), *_list(state, width, size), (("─" * width, "dim"),)]
    lines += _seen(shown, width, max(0, height - len(lines) - len(below)))
    return [*lines[: height - len(below)], *below]


def _shown_card(state: State, width: int) -> Card:
    if state.mode in {"move", "find"}:
        about = make_card(state, width).about
        choice = trackers(state, width) if state.mode == "move" else accounts(state, width)
        return Card(about, choice.spoken, choice.first, choice.last)
    return make_card(state, width)


def _below(state: State, width: int) -> list[Line]:
    """Return the lines at the bottom: a message or what is being typed, and the keys."""
    return [*_message(state, width), *_dim(key_line(state), width)]


def _dim(keys: str, width: int) -> list[Line]:
    return [((line, "dim"),) for line in flow(keys.split("  "), width)]


def key_line(state: State) -> str:
    """Return what the keys do here."""
    if state.mode == "edit":
        return keys.EDIT_KEYS
    if state.segments:
        return keys.QUOTE_KEYS
    if state.mode in TYPING:
        return keys.FIND_KEYS if state.mode == "find" else keys.TYPING_KEYS
    speaker = isinstance(state.item, LinkItem) and state.item.link is None
    return keys.SPEAKER_KEYS if speaker else keys.CALL_KEYS if choices(state) else keys.OPEN_CALL_KEYS


def _list_size(shown: Card, height: int, count: int) -> int:
    """Return how many rows of the queue stand above a card: a third of the screen, fewer where it needs the room.

    count: of the queue. Rows that would be blank are given to a card that does not fit.
    """
    needed = len(shown.about) + shown.last - shown.first
    left = height - 2 - len(shown.about) - len(shown.spoken)
    return max(_LEAST_ROWS, min((height - 2) // 3, height - 2 - needed, max(left, count)))


def first_place(at: int, size: int, count: int) -> int:
    """Return which of `count` things is listed first: the cursor stays in the middle."""
    return max(0, min(at - size // 2, count - size))


def _header(state: State, width: int) -> Line:
    """Return the line on top: what is reviewed, and how far it went."""
    name, verb = (state.segment.name, "judged") if state.segments else ("Calls and speakers", "answered")
    name += f" / {state.filter}" if state.filter else ""
    count = f"{state.judged:,} of {len(state.items):,} {verb}"
    full = round(10 * state.judged / len(state.items)) if state.items else 10
    bar = f"{count} [{'#' * full}{'.' * (10 - full)}]"
    bar = bar if cells(clean(name)) + len(bar) < width else count
    left = fit(name, max(0, width - len(bar) - 1))
    return ((left, "head"), (fit(f" {bar}", width - cells(left)), "head"))


def _list(state: State, width: int, size: int) -> list[Line]:
    first = first_place(state.at, size, len(state.shown))
    places = range(first, min(first + size, len(state.shown)))
    lines = rows([state.items[state.shown[place]] for place in places], width, state.at - first)
    return [*lines, *[((" " * width, ""),)] * (size - len(lines))]


def _message(state: State, width: int) -> list[Line]:
    if state.mode in TYPING:
        ask = _ASKS[state.mode]
        said = wrap_pieces([(state.said, "warn")], width) if state.said else []
        # What is being typed is seen, however long it is.
        typed = clean(state.typed)[-width:]
        while cells(typed) > max(1, width - len(ask) - 1):
            typed = typed[1:]
        return [*said, ((fit(ask, min(len(ask), width - 2)), "bold"), (typed, ""), ("_", "bold"))]
    text = f"{'Moving the ' + state.edge + '.  ' if state.mode == 'edit' else ''}{state.said}"
    return wrap_pieces([(text, "warn")], width)


def _seen(shown: Card, width: int, height: int) -> list[Line]:
    """Return `height` lines of a card: what is about it, what is said around the lines that must be seen.

    Where both do not fit, half of the lines are those of the quote: nobody can judge what is not there.
    """
    about, most = shown.about, max(height // 2, height - (shown.last - shown.first))
    if len(about) > most:
        about = [*about[: most - 1], ((fit("  \u2026 a larger window shows the rest", width).rstrip(), "dim"),)]
    room = max(1, height - len(about))
    spare = max(0, room - (shown.last - shown.first))
    top = max(0, min(shown.first - spare // 2, len(shown.spoken) - room, shown.first))
    spoken = shown.spoken[top : top + room]
    if shown.last > top + room:  # a quote longer than the screen
        spoken[-1:] = [((fit("  \u2026 g shows the whole call", width).rstrip(), "dim"),)]
    lines = [*about, *spoken][:height]
    return [*lines, *[((("", "")),)] * (height - len(lines))]


# -- long texts ------------------------------------------------------------------------------------


def _sheet(state: State, width: int, height: int) -> list[Line]:
    title, lines = long_page(state, width, height - 2)
    head = wrap_pieces([(title, "head")], width)
    foot = _dim(keys.LONG_KEYS, width)
    return [*head, *_seen(Card([], lines), width, max(0, height - len(head) - len(foot))), *foot][:height]


def long_page(state: State, width: int, height: int) -> tuple[str, list[Line]]:
    """Return the title and the lines, about `height` of them, of the text that is read."""
    if state.mode == "call":
        return _call(state, width, height)
    title = f"The block of {state.segment.name} as it would be attached" if state.mode == "preview" else "Keys"
    indent = "" if state.mode == "preview" else keys.HANGING
    lines: list[Line] = []
    for line in long_text(state).split("\n")[state.top :]:
        lines += wrap_pieces([(line, "")], width, indent if line.startswith(" ") else "")
        if len(lines) >= height:
            break
    return title, lines[:height]


def _call(state: State, width: int, height: int) -> tuple[str, list[Line]]:
    item = state.quote
    lines: list[Line] = []
    for utterance in state.words[state.top :]:
        lines.append(((f"#u{utterance.number} {_time(utterance)}".rstrip(), "dim"),))
        lines += spoken_lines(state, item, utterance, width)
        if len(lines) >= height:
            break
    return f"source/transcripts/normalized/{item.call_id}.md#{item.quote.citation.anchor}", lines[:height]


def _time(utterance: Utterance) -> str:
    return Citation.of("", utterance).time or ""


def clicked(state: State, line: int, width: int, height: int) -> State:
    """Return the session after a click on a line of the frame: on a row of the list, it goes there."""
    if state.mode != "judge":
        return state
    size = _list_size(_shown_card(state, width), height - len(_below(state, width)), len(state.shown))
    place = first_place(state.at, size, len(state.shown)) + line - 1
    return point(state, place) if 1 <= line <= size and place < len(state.shown) else state
