"""The same session in lines of text: what a typed line stands for, and what is answered. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.review import cards, judging, pages
from evidence.review.keys import LINK_WORDS, QUOTE_WORDS
from evidence.review.links import found_accounts
from evidence.review.queue import QuoteItem
from evidence.review.state import LONG, TYPING
from evidence.terminal import fit, flow, wrap_pieces

if TYPE_CHECKING:
    from evidence.review.state import State
    from evidence.terminal import Line

_ASKS = {
    "note": "Note > ", "filter": "Show only > ", "move": "Number or name of the tracker > ",
    "alias": "Another name of this account > ", "role": "Role in this call > ", "roles": "Role in every call > ",
    "find": "Number of an account, other letters, or an empty line to leave > ",
}  # fmt: skip
_LISTED = 9  # accounts that fit
_CHANGES = {"accept": "a", "leave": "escape", "quit": "q"}
_UNFINISHED = {
    "edit": "The input ended while the boundaries were changed: this quote was left as it was.",
    "move": "The input ended before a tracker was chosen: this quote was left where it is.",
    "note": "The input ended before the note: this quote was left as it was.",
    "alias": "The input ended before the name: none was added.",
    "find": "The input ended before an account was taken: nothing was changed.",
    "role": "The input ended before the role: none was written.",
    "roles": "The input ended before the role: none was written.",
}


def keys_typed(state: State, line: str) -> list[str]:
    """Return the keys that a line stands for; none for one that is not understood, which decides nothing.

    `a`, `accept`; `n text of the note`, of a call `n another name`; `/ words`, `/` alone shows all; `t 2`,
    `t tracker`; while the boundaries are changed, keys such as `l l` or `tab k`, an empty line or `enter`
    to accept them.
    """
    said = line.strip()
    if state.mode == "edit":
        return _edits(said.lower().split()) if said else ["enter"]
    if state.mode == "move":
        return _tracker(state, said) if said else ["escape"]
    if state.mode in TYPING:
        return _found(state, said) if state.mode == "find" else [*["backspace"] * len(state.typed), *said, "enter"]
    first, _, rest = said.partition(" ")
    if first.startswith("/"):
        first, rest = "/", f"{first[1:]} {rest}".strip()
    key = (QUOTE_WORDS if state.segments else LINK_WORDS).get(first.lower(), first)
    texts = {"/", "n", "t"} if state.segments else {"/", "n", "r", "R"}
    if (len(key) != 1 and key != "tab") or (rest and key not in texts):
        return []
    return _with_text(state, key, rest)


def _with_text(state: State, key: str, rest: str) -> list[str]:
    """Return the keys of a line that is a key, and perhaps a text for what the key opens."""
    if not state.segments:
        return [key, *rest, *["enter"] * (key != "/")] if rest else [key]
    if key == "t" and rest:
        place = _tracker(state, rest)
        return ["t", *place] if place else []
    if key == "/" or (key == "n" and rest):
        return [key, *["backspace"] * len(_typed(state, key)), *rest, "enter"]
    return [key]


def _typed(state: State, key: str) -> str:
    """Return what stands on the line already when a key asks for text."""
    item = state.item
    return state.filter if key == "/" else (item.note or "") if isinstance(item, QuoteItem) else ""


def _found(state: State, said: str) -> list[str]:
    """Return the keys of a line while an account is looked for: a number takes a listed one, letters list others."""
    if not said:
        return ["escape"]
    place = int(said) - 1 if said.isdecimal() and len(said) < 4 else -1
    if 0 <= place < min(_LISTED, len(found_accounts(state))):
        return ["home", *["down"] * place, "enter"]
    return [*["backspace"] * len(state.typed), *said]


def _tracker(state: State, said: str) -> list[str]:
    names = [name for name, _ in state.segment.trackers]
    place = int(said) - 1 if said.isdecimal() else names.index(said) if said in names else -1
    return ["home", *["j"] * place, "enter"] if 0 <= place < len(names) else []


def _edits(said: list[str]) -> list[str]:
    """Return the keys of a line that is typed while boundaries are changed; nothing where one of them means nothing.

    What ends the change is the last of them: what follows would fall upon the next quote, which nobody has seen.
    """
    keys = [_CHANGES.get(word, word) for word in said]
    known = all(key in judging.MOVING or key in judging.LEAVING for key in keys)
    return keys if known and not any(key in judging.LEAVING for key in keys[:-1]) else []


def refusal(state: State, line: str, width: int) -> list[Line]:
    """Say that a line did nothing, and what is possible instead; an empty one is given the item again."""
    said, shown = line.strip(), state.mode == "judge" and not line.strip()
    first = said.split(" ", 1)[0]
    if not said:
        told = "Nothing was typed."
    elif keys_typed(state, line) in (["j"], ["k"]):
        told = "This is the first one." if keys_typed(state, line) == ["k"] else "This is the last one."
    elif state.mode == "judge" and state.segments and first == "t" and said != first:
        told = f"There is no tracker {fit(said[2:].strip(), 60).rstrip()}. {_trackers(state)}"
    elif state.mode == "move":
        told = f"There is no tracker {fit(said, 60).rstrip()}. {_trackers(state)} An empty line: it stays where it is."
    else:
        keys = ", ".join(pages.key_line(state).split("  "))
        told = f"I don't know {fit(said, 60).rstrip()}. Possible here: {keys}."
    return [*(card_lines(state, width) if shown else []), *wrap_pieces([(told, "warn")], width)]


def _trackers(state: State) -> str:
    names = [f"{number} {name}" for number, (name, _) in enumerate(state.segment.trackers, 1)]
    return f"Possible: {', '.join(names)}."


def farewell(state: State, width: int) -> list[Line]:
    """Say what the end of the input left unfinished; what was decided before it is saved."""
    return wrap_pieces([(_UNFINISHED[state.mode], "warn")], width) if state.mode in _UNFINISHED else []


def reply(before: State | None, state: State, width: int) -> list[Line]:
    """Return what the dialogue says after a line; `before` is None at the beginning."""
    lines = wrap_pieces([(state.said, "warn")], width) if state.said else []
    if state.done:
        return lines
    if state.mode in LONG:
        return [*lines, *_sheet(state, width)]
    if state.mode == "move":
        return [*lines, *cards.trackers(state, width).spoken]
    if state.mode == "find":
        return [*lines, *_listed(state, width)]
    if state.mode == "edit":
        return [*lines, *cards.conversation(state, state.quote, width)[0]]
    changed = before is None or before.mode in {"edit", *LONG} or _place(before) != _place(state)
    return [*lines, *card_lines(state, width)] if changed and state.mode not in TYPING else lines


def _listed(state: State, width: int) -> list[Line]:
    """Return the accounts that may be taken by their numbers, and how many more the letters fit."""
    found = found_accounts(state)
    lines = cards.accounts(replace(state, accounts=tuple(found[:_LISTED])), width, numbered=True).spoken
    if more := len(found) - _LISTED if len(found) > _LISTED else 0:
        lines += wrap_pieces([(f"  and {more:,} more: other letters find fewer", "")], width)
    return lines


def _place(state: State) -> tuple[object, ...]:
    return state.at, 0 if state.segments else state.choice, state.items, state.shown


def prompt(state: State) -> str:
    """Return what the dialogue asks, one line."""
    if state.mode == "edit":
        return f"Moving the {state.edge}: h l word, k j sentence, tab, enter, escape > "
    if state.mode in _ASKS:
        return _ASKS[state.mode]
    if state.segments:
        return "a accept, x reject, later, undo, edit, t move, n note, ? help, q quit > "
    return f"{pages.key_line(state)} > "


def prompt_lines(state: State, width: int) -> list[str]:
    """Return the prompt within the width; no key is parted from its word."""
    asked, gap = prompt(state), ", " if state.segments else "  "
    if len(asked) <= width:
        return [asked]
    lines = flow(asked.removesuffix(" > ").split(gap), width - 3, gap)
    return [*(f"{line}," if state.segments else line for line in lines[:-1]), f"{lines[-1]} > "]


def card_lines(state: State, width: int) -> list[Line]:
    """Return one item with all that the screen shows of it, in reading order."""
    item, shown = state.item, cards.make_card(state, width)
    place = f"{state.at + 1:,} of {len(state.shown):,}"
    if isinstance(item, QuoteItem):
        place = f"Quote {place}, {cards.SAID[item.verdict]}. {state.judged:,} judged so far."
    head = wrap_pieces([(place, "head")], width) if item else []
    return [*head, *shown.about, *shown.spoken]


def _sheet(state: State, width: int) -> list[Line]:
    """Return a long text: help and preview whole, of a call what stands around the place."""
    title, lines = pages.long_page(state, width, 60 if state.mode == "call" else 10**6)
    return [*wrap_pieces([(title, "head")], width), *lines]
