"""The same session in lines of text: what a typed line stands for, and what is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from evidence.review import pages

if TYPE_CHECKING:
    from evidence.review.pages import Line
    from evidence.review.session import State

WORDS = {
    "accept": "a", "reject": "x", "later": " ", "space": " ", "s": " ", "undo": "u", "edit": "e", "move": "t",
    "note": "n", "filter": "/", "next": "j", "previous": "k", "call": "g", "preview": "p", "help": "?", "quit": "q",
}  # fmt: skip
_LONG = ("help", "preview", "call")


def keys(state: State, line: str) -> list[str]:
    """Return the keys that a line stands for; none for one that is not understood.

    `a`, `accept`; `n text of the note`; `/ words`, `/` alone shows all; `t 2`, `t tracker`; while the
    boundaries are changed, keys such as `l l` or `tab k`, an empty line or `enter` to accept them.
    """
    said = line.strip()
    if state.mode == "edit":
        return said.split() if said else ["enter"]
    if state.mode == "move":
        return _tracker(state, said)
    if state.mode in {"note", "filter"}:
        return [*["backspace"] * len(state.typed), *said, "enter"]
    first, _, rest = said.partition(" ")
    if first.startswith("/"):
        first, rest = "/", f"{first[1:]} {rest}".strip()
    key = WORDS.get(first.lower(), first)
    if len(key) != 1 or (rest and key not in {"/", "n", "t"}):
        return []
    if key == "t" and rest:
        return ["t", *_tracker(state, rest)]
    if key == "/" or (key == "n" and rest):
        typed = state.filter if key == "/" else (state.item.note or "") if state.item else ""
        return [key, *["backspace"] * len(typed), *rest, "enter"]
    return [key]


def _tracker(state: State, said: str) -> list[str]:
    names = [name for name, _ in state.theme.trackers]
    place = int(said) - 1 if said.isdecimal() else names.index(said) if said in names else -1
    return ["home", *["j"] * place, "enter"] if 0 <= place < len(names) else ["escape"]


def reply(before: State | None, state: State, width: int) -> list[Line]:
    """Return what the dialogue says after a line; `before` is None at the beginning."""
    lines: list[Line] = [((state.said, "warn"),)] if state.said else []
    if state.done:
        return lines
    if state.mode in _LONG:
        return [*lines, *sheet(state, width)]
    if state.mode == "move":
        return [*lines, *pages.trackers(state, width)]
    if state.mode == "edit":
        assert state.item is not None  # a quote is being changed
        return [*lines, *pages.conversation(state, state.item, width)[0]]
    if before is None or before.mode in {"edit", *_LONG} or (before.at, before.items) != (state.at, state.items):
        return [*lines, *card(state, width)]
    return [*lines, *(card(state, width) if before.shown != state.shown else [])]


def prompt(state: State) -> str:
    """Return what the dialogue asks, one line."""
    if state.mode == "edit":
        return f"Moving the {state.edge}: h l word, k j sentence, tab, enter, escape > "
    asks = {"note": "Note > ", "filter": "Show only > ", "move": "Number or name of the tracker > "}
    return asks.get(state.mode, "a accept, x reject, later, undo, edit, t move, n note, ? help, q quit > ")


def card(state: State, width: int) -> list[Line]:
    """Return one quote with all that the screen shows of it, in reading order."""
    item = state.item
    if item is None:
        return [(("No quote is shown.", ""),)]
    head = (
        f"Quote {state.at + 1:,} of {len(state.shown):,}, {pages.SAID[item.verdict]}. {state.judged:,} judged so far."
    )
    facts = [line for fact in pages.facts(state, item) for line in pages.wrap(fact, width, "  ")]
    return [*pages.wrap([(head, "head")], width), *facts, *pages.conversation(state, item, width)[0]]


def sheet(state: State, width: int) -> list[Line]:
    """Return a long text: help and preview whole, of a call what stands around the place."""
    title, lines = pages.long_text(state, width, 60 if state.mode == "call" else 10**6)
    return [((title, "head"),), *lines]
