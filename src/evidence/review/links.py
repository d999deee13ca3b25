"""Calls without a sure account, and labels without a side, as the same kind of session.

What is accepted comes out as `State.outbox`; whoever drives it writes the mapping, alias or
people file and hands the state back through `posted`. Nothing is chosen for anybody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from evidence.review.pages import clean, first_place, fit, list_rows, wrap

if TYPE_CHECKING:
    from evidence.model import AccountLink, Utterance
    from evidence.review.pages import Line

Kind = Literal["link", "alias", "person"]
MOST_LINES = 12  # utterances read of a call; who speaks for whom shows early
HELP = """\
Say whose words these are.

A call with candidates        1-9      it is this account's
                              a        it is the one pointed at
                              tab      point at the next candidate
                              n        another name of the one pointed at
A label without a side        c i      customer, internal: in this call
                              C I      the same in every call
                              j k      next, previous
                              space    leave it and go on
                              ?        this page
                              q        quit; every answer is kept already

Answers become lines of source/joins/mappings/accepted.csv, source/joins/aliases.csv
and source/people.csv. Take one back by deleting its line; evidence ingest uses them."""
_CALL_KEYS = "1-9 a accept  tab point  n alias  space leave  j k move  ? help  q quit"
_LABEL_KEYS = "c customer  i internal  C I in every call  space leave  j k move  ? help  q quit"


@dataclass(frozen=True, slots=True)
class Case:
    """A call that is ambiguous or suggested (`link`), or a label in a call whose side nobody knows (`label`).

    alike: in how many calls the label stands. answer: what was said in this session.
    """

    call_id: str
    title: str
    date: str | None = None
    link: AccountLink | None = None
    label: str = ""
    alike: int = 1
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is to be written. `call_id` None: in every call."""

    kind: Kind
    call_id: str | None
    account_id: str = ""
    alias: str = ""
    label: str = ""
    side: Literal["customer", "internal"] = "customer"


@dataclass(frozen=True, slots=True)
class State:
    """Everything such a review is at one moment; `choice` is the candidate pointed at."""

    cases: tuple[Case, ...]
    at: int = 0
    choice: int = 0
    mode: Literal["judge", "alias", "help"] = "judge"
    typed: str = ""
    words: tuple[Utterance, ...] = ()
    words_of: str = ""
    said: str = ""
    outbox: tuple[Answer, ...] = ()
    done: bool = False

    @property
    def case(self) -> Case | None:
        """The case under the cursor."""
        return self.cases[self.at] if self.cases else None


def wants(state: State) -> str | None:
    """Return the id of the call whose words are needed, None where they are there."""
    return state.case.call_id if state.case and state.case.call_id != state.words_of else None


def heard(state: State, call_id: str, words: tuple[Utterance, ...]) -> State:
    """Return the session with the words of a call."""
    return replace(state, words=words, words_of=call_id)


def posted(state: State, said: str, *, failed: bool = False) -> State:
    """Return the session after its outbox was written, or (`failed`) could not be."""
    case, answers = state.case, state.outbox
    state = replace(state, outbox=(), said=said)
    if failed or case is None or answers[-1].kind == "alias":
        return state
    answer = answers[-1]
    same = [answer.kind == "person" and answer.call_id is None and other.label == answer.label for other in state.cases]
    told = answer.side if answer.kind == "person" else answer.account_id
    cases = tuple(
        replace(other, answer=told) if other is case or alike else other
        for other, alike in zip(state.cases, same, strict=True)
    )
    return replace(_next(replace(state, cases=cases)), said=said)


def step(state: State, key: str) -> State:
    """Return what a key makes of a session; a key that means nothing here changes nothing."""
    state = replace(state, said="")
    if state.mode == "alias":
        return _type(state, key)
    if state.mode == "help":
        return replace(state, mode="judge") if key in {"?", "escape", "q", "enter"} else state
    if key in {"q", "escape"}:
        return replace(state, done=True)
    if key == "?":
        return replace(state, mode="help")
    if key in _TRAVEL:
        return _go(state, state.at + _TRAVEL[key])
    if key == " ":
        return _next(state)
    case = state.case
    if case is None:
        return state
    return _settle_call(state, case, case.link, key) if case.link else _settle_label(state, case, key)


_TRAVEL = {"j": 1, "down": 1, "k": -1, "up": -1, "pagedown": 10, "pageup": -10, "home": -(10**9), "end": 10**9}


def _go(state: State, place: int) -> State:
    return replace(state, at=max(0, min(place, len(state.cases) - 1)), choice=0)


def _next(state: State) -> State:
    """Go to the next case without an answer."""
    count = len(state.cases)
    for place in (place % count for place in range(state.at + 1, state.at + count)):
        if not state.cases[place].answer:
            return _go(state, place)
    return replace(state, said=f"{state.said} Nothing else is open.".strip())


def _settle_call(state: State, case: Case, link: AccountLink, key: str) -> State:
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
    return replace(state, outbox=(Answer("link", case.call_id, candidates[place].account_id),))


def _settle_label(state: State, case: Case, key: str) -> State:
    side: Literal["customer", "internal"]
    if key.lower() == "c":
        side = "customer"
    elif key.lower() == "i":
        side = "internal"
    else:
        return state
    where = None if key.isupper() else case.call_id
    return replace(state, outbox=(Answer("person", where, label=case.label, side=side),))


def _type(state: State, key: str) -> State:
    if key == "escape":
        return replace(state, mode="judge", typed="")
    if key == "backspace":
        return replace(state, typed=state.typed[:-1])
    if key != "enter":
        return replace(state, typed=state.typed + key) if len(key) == 1 else state
    alias, case = " ".join(state.typed.split()), state.case
    state = replace(state, mode="judge", typed="")
    if not alias or case is None or case.link is None:
        return state
    account = case.link.candidates[state.choice].account_id
    return replace(state, outbox=(Answer("alias", None, account, alias=alias),))


# -- what it looks like ----------------------------------------------------------------------------


def frame(state: State, width: int, height: int) -> list[Line]:
    """Return exactly `height` lines of at most `width` columns."""
    if state.mode == "help":
        lines: list[Line] = [((fit(line, width), ""),) for line in HELP.split("\n")]
        return [*lines[:height], *[((("", "")),)] * (height - len(lines))]
    rows = list_rows(height)
    first = first_place(state.at, rows, len(state.cases))
    listed = [_row(state, place, width) for place in range(first, min(first + rows, len(state.cases)))]
    listed += [((("", "")),)] * (rows - len(listed))
    keys = _CALL_KEYS if state.case is None or state.case.link else _LABEL_KEYS
    below = [_message(state, width), ((fit(keys, width), "dim"),)]
    lines = [_header(state, width), *listed, (("─" * width, "dim"),), *_card(state, width)][: height - 2]
    return [*lines, *[((("", "")),)] * (height - 2 - len(lines)), *below]


def clicked(state: State, line: int, height: int) -> State:
    """Return the session after a click on a line of the frame."""
    rows = list_rows(height)
    place = first_place(state.at, rows, len(state.cases)) + line - 1
    return _go(state, place) if state.mode == "judge" and 1 <= line <= rows and place < len(state.cases) else state


def _header(state: State, width: int) -> Line:
    told = sum(bool(case.answer) for case in state.cases)
    return ((fit(f"Whose words: {told:,} of {len(state.cases):,} answered", width), "head"),)


def _row(state: State, place: int, width: int) -> Line:
    case, here = state.cases[place], place == state.at
    what = f"{case.link.status}, {len(case.link.candidates)} accounts" if case.link else f"side of {case.label}"
    text = f"{'>' if here else ' '}{'+' if case.answer else ' '} {fit(what, 28)} {fit(case.answer, 14)} {case.call_id}"
    return ((fit(text, width), "cursor" if here else "good" if case.answer else ""),)


def _message(state: State, width: int) -> Line:
    if state.mode == "alias":
        return (("Another name of this account: ", "bold"), (clean(state.typed)[-(width - 32) :], ""), ("_", "bold"))
    return ((fit(state.said, width), "warn"),)


def _card(state: State, width: int) -> list[Line]:
    case = state.case
    if case is None:
        return [(("Nothing waits: every call has an account or no candidate, every label a side.", ""),)]
    lines: list[Line] = [((clean(", ".join(filter(None, [case.title, case.date, case.call_id]))), "bold"),)]
    if case.link:
        lines += [*wrap([(case.link.reason, "")], width), *_candidates(state, case.link)]
    else:
        lines.append(((clean(f"{case.label}: nobody knows the side, in {case.alike} calls."), "warn"),))
    spoken = [u for u in state.words if case.link or u.speaker == case.label][:MOST_LINES]
    for utterance in spoken if state.words_of == case.call_id else ():
        name = f"{utterance.speaker or 'unknown speaker'}: "
        lines += wrap([(name, "bold"), (utterance.text, "")], width, "  ")[:3]
    return [((fit("".join(text for text, _ in line), width), line[0][1] if line else ""),) for line in lines]


def _candidates(state: State, link: AccountLink) -> list[Line]:
    lines: list[Line] = []
    for place, one in enumerate(link.candidates):
        here = place == state.choice
        name = f"{'>' if here else ' '} {place + 1} {one.account_id} {clean(one.account_name)}"
        lines.append(((f"{name} ({clean(one.method)}, {one.score:g})", "head" if here else ""),))
    return lines


# -- as a dialogue ---------------------------------------------------------------------------------


def keys(state: State, line: str) -> list[str]:
    """Return the keys that a line stands for: `2`, `a`, `n another name`, `c`, `I`, `leave`, `quit`."""
    said = line.strip()
    if state.mode == "alias":
        return [*said, "enter"]
    words = {"accept": "a", "customer": "c", "internal": "i", "leave": " ", "next": "j", "previous": "k", "s": " "}
    words |= {"help": "?", "quit": "q", "later": " ", "space": " ", "tab": "tab"}
    first, _, rest = said.partition(" ")
    key = words.get(first.lower(), first)
    if key == "n" and rest:
        return ["n", *rest, "enter"]
    return [key] if len(key) == 1 or key == "tab" else []


def reply(before: State | None, state: State, width: int) -> list[Line]:
    """Return what the dialogue says after a line; `before` is None at the beginning."""
    lines: list[Line] = [((state.said, "warn"),)] if state.said else []
    if state.mode == "help":
        return [*lines, *[((line, ""),) for line in HELP.split("\n")]]
    changed = before is None or (before.at, before.choice, before.cases) != (state.at, state.choice, state.cases)
    if state.done or state.mode == "alias" or not changed:
        return lines
    return [*lines, ((f"{state.at + 1:,} of {len(state.cases):,}", "head"),), *_card(state, width)]


def prompt(state: State) -> str:
    """Return what the dialogue asks, one line."""
    if state.mode == "alias":
        return "Another name of this account > "
    return f"{_CALL_KEYS if state.case is None or state.case.link else _LABEL_KEYS} > "
