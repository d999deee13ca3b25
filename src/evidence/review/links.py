"""What the keys of a review of links do: a call gets its account, a speaker a side and a role. Pure.

Nothing is chosen for anybody, and an answer counts once it was written: `answered`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from evidence.accounts.records import INTERNAL
from evidence.model import Candidate
from evidence.review.lookup import find_accounts
from evidence.review.queue import LinkItem
from evidence.review.state import PAGE, LinkAnswer, LinkStep, next_open

if TYPE_CHECKING:
    from evidence.review.lookup import AccountName
    from evidence.review.state import State

_SIDES: dict[str, Literal["customer", "internal"]] = {"c": "customer", "i": "internal"}
_SIDE_WORDS = {"customer": "a customer", "internal": "one of us"}
_MOST_CHOICES = 9  # one key each
_POINTING = {"down": 1, "tab": 1, "up": -1, "pagedown": PAGE, "pageup": -PAGE, "home": -(10**9), "end": 10**9}
_NOBODY = -1  # is pointed at before a letter was typed: enter takes nobody by accident
SAID_LATER = "said in the call"
"""How an account is known that no rule suggests, and that the call names."""


def choices(state: State) -> tuple[Candidate, ...]:
    """Return the accounts that one key gives to the call under the cursor: suggested ones, then others it names."""
    item = state.item
    if not isinstance(item, LinkItem) or item.link is None:
        return ()
    suggested = item.link.candidates
    if state.mentions_of != item.call_id:
        return suggested[:_MOST_CHOICES]
    known = {one.account_id for one in suggested}
    named = {one.account_id: one.name for one in state.accounts if one.account_id in state.mentions}
    said = sorted((mention.citation, account_id) for account_id, mention in state.mentions.items())
    others = (Candidate(one, named[one], SAID_LATER, 0.0) for _, one in said if one in named and one not in known)
    return (*suggested, *others)[:_MOST_CHOICES]


def press_on_link(state: State, key: str) -> State:
    """Return what a key makes of the call or speaker under the cursor."""
    item = state.item
    if not isinstance(item, LinkItem):
        return state
    if key == "u":
        if state.steps:
            return replace(state, outbox=(LinkAnswer("undo", None),))
        return replace(state, said="Nothing to undo: no answer of this review is left.")
    if key == " ":
        after = next_open(state)
        return after if after.at != state.at or after.said else replace(state, said="Nothing else is left.")
    return _account(state, item, key) if item.link else _speaker(state, item, key)


def _account(state: State, item: LinkItem, key: str) -> State:
    if key == "/":
        return _look_up(state)
    if key == "o":
        return replace(state, outbox=(LinkAnswer("link", item.call_id, INTERNAL),))
    possible = choices(state)
    if not possible:
        return state
    if key == "tab":
        return replace(state, choice=(state.choice + 1) % len(possible))
    if key == "n":
        return replace(state, mode="alias", typed="")
    place = state.choice if key in {"a", "enter"} else int(key) - 1 if key.isdecimal() else -1
    if not 0 <= place < len(possible):
        return state
    return replace(state, outbox=(LinkAnswer("link", item.call_id, possible[place].account_id),))


def _look_up(state: State) -> State:
    """Begin the search for an account: of a call, or of whom a speaker speaks for."""
    if not state.accounts:
        return replace(state, said="There are no accounts to find: put an export of them into source/crm/exports.")
    return replace(state, mode="find", typed="", choice=_NOBODY)


def _speaker(state: State, item: LinkItem, key: str) -> State:
    if key == "/":
        return _look_up(state)
    if key.lower() == "r":
        return replace(state, mode="role" if key == "r" else "roles", typed="")
    if key.lower() not in _SIDES:
        return state
    where = None if key.isupper() else item.call_id
    return replace(state, outbox=(LinkAnswer("person", where, label=item.label, side=_SIDES[key.lower()]),))


def found_accounts(state: State) -> list[AccountName]:
    """Return the accounts that the letters typed so far fit, best first."""
    return find_accounts(state.accounts, state.typed)


def find(state: State, key: str) -> State:
    """Return what a key makes of a search for an account; what is typed are letters of its name.

    A speaker becomes a customer of it, in this call.
    """
    item = state.item
    if key == "escape" or not isinstance(item, LinkItem):
        return replace(state, mode="judge", typed="", choice=0)
    found = found_accounts(state)
    if key in _POINTING:
        last = max(0, len(found) - 1)
        stride = _POINTING[key]
        around = key == "tab" and state.choice == last  # so that one hand goes through all of them
        return replace(state, choice=0 if around else max(0, min(state.choice + stride, last)))
    if key == "enter":
        if state.choice == _NOBODY or not found:
            few = "No account is called so: fewer letters find more."
            return replace(state, said=few if state.typed.strip() else "Type letters of its name, or point at one.")
        account_id = found[state.choice].account_id
        answer = LinkAnswer("link", item.call_id, account_id)
        if item.link is None:
            answer = LinkAnswer("person", item.call_id, account_id, label=item.label, side="customer")
        return replace(state, mode="judge", typed="", choice=0, outbox=(answer,))
    if key != "backspace" and len(key) != 1:
        return state
    typed = state.typed[:-1] if key == "backspace" else state.typed + key
    return replace(state, typed=typed, choice=0 if typed.strip() else _NOBODY)


def name_account(state: State, text: str) -> State:
    """Give the account that is pointed at another name."""
    possible = choices(state)
    if not text or state.choice >= len(possible):
        return replace(state, said="No name was added.")
    account = possible[state.choice].account_id
    return replace(state, outbox=(LinkAnswer("alias", None, account, alias=text),))


def name_role(state: State, text: str, *, everywhere: bool) -> State:
    """Give the speaker under the cursor a role, in this call or in every one."""
    item = state.item
    if not text or not isinstance(item, LinkItem):
        return replace(state, said="No role was written.")
    where = None if everywhere else item.call_id
    return replace(state, outbox=(LinkAnswer("person", where, label=item.label, role=text),))


def answered(state: State, answer: LinkAnswer, said: str) -> State:
    """Return the session after an answer was written, at what is open next; `said` tells how it was."""
    if answer.kind == "undo":
        return _taken_back(state, said)
    everywhere = answer.kind == "person" and answer.call_id is None
    changed = (
        []
        if answer.kind == "alias"
        else [
            (place, item)
            for place, item in enumerate(state.items)
            if isinstance(item, LinkItem) and (item is state.item or (everywhere and item.label == answer.label))
        ]
    )
    items = list(state.items)
    for place, item in changed:
        items[place] = _after(state, item, answer)
    steps = (*state.steps, LinkStep(state.at, tuple(changed)))
    state = replace(state, items=tuple(items), steps=steps, said=said)
    return next_open(state) if answer.kind == "link" or answer.side else state


def _after(state: State, item: LinkItem, answer: LinkAnswer) -> LinkItem:
    """Return an item as an answer leaves it."""
    if answer.account_id == INTERNAL:
        return replace(item, verdict=INTERNAL, told="internal: no account")
    if answer.kind == "link":
        names = {one.account_id: one.account_name for one in choices(state)}
        names |= {one.account_id: one.name for one in state.accounts if one.account_id == answer.account_id}
        return replace(item, verdict=answer.account_id, told=names.get(answer.account_id, answer.account_id))
    if answer.role:
        return replace(item, role=answer.role)
    of = next((f" of {one.name}" for one in state.accounts if one.account_id == answer.account_id), "")
    return replace(item, verdict=answer.side or "", told=_SIDE_WORDS[answer.side or "customer"] + of)


def _taken_back(state: State, said: str) -> State:
    """Return the session as it was before the last answer, at the item that it was about."""
    *steps, last = state.steps
    items = list(state.items)
    for place, item in last.before:
        items[place] = item
    return replace(state, items=tuple(items), steps=tuple(steps), at=last.at, choice=0, said=said)
