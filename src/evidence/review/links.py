"""What the keys of a review of links do: a call gets its account, a speaker a side. Pure.

Nothing is chosen for anybody, and an answer counts once it was written: `answered`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from evidence.review.queue import LinkItem
from evidence.review.state import LinkAnswer, next_open

if TYPE_CHECKING:
    from evidence.model import AccountLink
    from evidence.review.state import State

_SIDES: dict[str, Literal["customer", "internal"]] = {"c": "customer", "i": "internal"}


def press_on_link(state: State, key: str) -> State:
    """Return what a key makes of the call or speaker under the cursor."""
    item = state.item
    if not isinstance(item, LinkItem):
        return state
    if key == " ":
        after = next_open(state)
        return after if after.at != state.at or after.said else replace(state, said="Nothing else is left.")
    return _account(state, item.link, key) if item.link else _side(state, item, key)


def _account(state: State, link: AccountLink, key: str) -> State:
    candidates = link.candidates
    if not candidates:
        return state
    if key == "tab":
        return replace(state, choice=(state.choice + 1) % len(candidates))
    if key == "n":
        return replace(state, mode="alias", typed="")
    place = state.choice if key in {"a", "enter"} else int(key) - 1 if key.isdecimal() else -1
    if not 0 <= place < len(candidates):
        return state
    return replace(state, outbox=(LinkAnswer("link", link.call_id, candidates[place].account_id),))


def _side(state: State, item: LinkItem, key: str) -> State:
    if key.lower() not in _SIDES:
        return state
    where = None if key.isupper() else item.call_id
    return replace(state, outbox=(LinkAnswer("person", where, label=item.label, side=_SIDES[key.lower()]),))


def name_account(state: State, text: str) -> State:
    """Give the candidate that is pointed at another name."""
    item = state.item
    if not text or not isinstance(item, LinkItem) or item.link is None:
        return replace(state, said="No name was added.")
    account = item.link.candidates[state.choice].account_id
    return replace(state, outbox=(LinkAnswer("alias", None, account, alias=text),))


def answered(state: State, answer: LinkAnswer, said: str) -> State:
    """Return the session after an answer was written, at what is open next; `said` tells how it was."""
    if answer.kind == "alias":
        return replace(state, said=said)
    everywhere = answer.kind == "person" and answer.call_id is None
    told = answer.side if answer.kind == "person" else answer.account_id
    items = tuple(
        replace(item, verdict=told)
        if isinstance(item, LinkItem) and (item is state.item or (everywhere and item.label == answer.label))
        else item
        for item in state.items
    )
    return next_open(replace(state, items=items, said=said))
