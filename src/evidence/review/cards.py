"""What is shown of one quote, call or speaker: its row in the list, its card, the words around it. Pure.

Everything that matters is a sign too: `[match]`, `»quote«`, `+` accepted, `-` rejected,
`~` put off, `!` orphaned, `>` the cursor.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from evidence.accounts.linking import without_help
from evidence.accounts.records import INTERNAL
from evidence.review.links import choices, found_accounts
from evidence.review.queue import QuoteItem, TrackerProgress
from evidence.terminal import bare, cells, fit, wrap_pieces
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.model import AccountLink, Span, Utterance
    from evidence.review.lookup import Mention
    from evidence.review.queue import Item, LinkItem
    from evidence.review.state import State
    from evidence.terminal import Line, Piece

AROUND = 2  # turns shown before and after the quote
MOST_SPOKEN, MOST_LINES = 12, 3  # utterances shown of a call, lines of each; who speaks for whom shows early
SAID = {"accept": "accepted", "reject": "rejected", "later": "put off", "orphaned": "orphaned", "": "not judged"}
NOTHING = {
    True: "No quotes to show.",
    False: "Nothing left: every call has an account, and every speaker has a side.",
}
"""What is said where no item is shown, by whether quotes are reviewed."""
_SIGNS = {"accept": "+", "reject": "-", "later": "~", "orphaned": "!", "": " "}
_STYLES = {"accept": "good", "reject": "bad", "later": "dim", "orphaned": "warn", "": ""}
_QUOTED = {"quote", "match"}  # styles of the words that would be quoted; "found" matched outside of them
_INDENT = "  "
_AROUND_CHOICE = 60  # accounts drawn before and after the one pointed at: more than a screen holds


@dataclass(frozen=True, slots=True)
class Card:
    """Lines about an item, and the lines of what is said; those from `first` to before `last` must be seen."""

    about: list[Line]
    spoken: list[Line]
    first: int = 0
    last: int = 0


def rows(items: Sequence[Item], width: int, cursor: int) -> list[Line]:
    """Return the rows of the items that are listed, their names in columns; cursor: the place pointed at."""
    quotes = [item for item in items if isinstance(item, QuoteItem)]
    most = width // 4
    tracker = min(most, max([15, *(cells(item.tracker) for item in quotes)]))
    account = min(most, max([14, *(cells(_whose(item)) for item in quotes)]))
    lines: list[Line] = []
    for place, item in enumerate(items):
        if isinstance(item, QuoteItem):
            text, style = _quote_row(item, tracker, account, width), _STYLES[item.verdict]
        else:
            text, style = _link_row(item, width), "good" if item.verdict else ""
        here = place == cursor
        lines.append(((fit(f"{'>' if here else ' '}{text}", width), "cursor" if here else style),))
    return lines


def _whose(item: QuoteItem) -> str:
    who = item.finding.attribution
    return who.account.account_name if who.account else who.speaker or ""


def _quote_row(item: QuoteItem, tracker: int, account: int, width: int) -> str:
    words = item.quote.text or (item.orphan.exact if item.orphan else "")
    names = f"{fit(item.tracker, tracker)} {fit(_whose(item), account)}"
    return f"{_SIGNS[item.verdict]}{item.finding.score:5.1f} {names} {words[:width]}"


def _link_row(item: LinkItem, width: int) -> str:
    if item.link is None:
        what = f"{item.label} is {item.told}" if item.verdict else f"Is {item.label} a customer or one of us?"
    else:
        what = _settled(item) if item.verdict else _waiting(item.link)
    return f"{'+' if item.verdict else ' '} {fit(what, max(28, width // 2 + 4))} {item.call_id}"


def _settled(item: LinkItem) -> str:
    return item.told if item.verdict == INTERNAL else f"linked to {item.told}"


def _waiting(link: AccountLink) -> str:
    if not link.candidates:
        return "no account yet"
    best, *others = link.candidates
    if link.status == "suggested":
        more = f" +{len(others)}" if others else ""
        return f"{best.score:.2f}{more} {best.account_name}?"
    return f"{link.status}, {plural(len(link.candidates), 'account')}"


def make_card(state: State, width: int) -> Card:
    """Return all that is shown of the item under the cursor, nothing of it cut at the right."""
    item = state.item
    if item is None:
        return Card(wrap_pieces([(NOTHING[bool(state.segments)], "")], width), [])
    if isinstance(item, QuoteItem):
        return Card(_wrapped(_quote_facts(state, item), width), *conversation(state, item, width))
    return Card(_wrapped(_link_facts(state, item), width), _heard(state, item, width))


def _wrapped(pieces: Iterator[Piece], width: int) -> list[Line]:
    return [line for piece in pieces for line in wrap_pieces([piece], width, _INDENT)]


# -- quotes ----------------------------------------------------------------------------------------


def _quote_facts(state: State, item: QuoteItem) -> Iterator[Piece]:
    """Yield three facts or more: the pain point and its counts; who, where and when; why it is here."""
    who, finding = item.finding.attribution, item.finding
    named = [who.speaker, who.role or who.title, who.account and who.account.account_name]
    side = f"{who.side} (assumed)" if who.side_assumed else who.side
    marks = ["against the pain point"] * item.against + [finding.assertion] * (finding.assertion != "present")
    yield _counts(state, item), "bold"
    yield ", ".join(part for part in (*named, side, who.outcome, who.date) if part), ""
    yield f"{item.quote.citation}  score {finding.score:.1f}: {', '.join([*marks, *finding.reasons])}", "dim"
    if item.note:
        yield f"Note: {item.note}", "warn"
    if item.orphan:
        said = {"accept": "accepted", "reject": "rejected"}.get(item.orphan.verdict, item.orphan.verdict)
        yield f"{said} by {item.orphan.by}, but its words have changed since. It was:", "warn"
        yield item.orphan.exact, "warn"
        nearest = "Closest words today: a or x judges them, u drops the decision."
        gone = "Nothing like it is in the call today. u drops the decision."
        yield nearest if item.quote.text else gone, "warn"


def _counts(state: State, item: QuoteItem) -> str:
    linked, count = state.segment.linked, state.counts[item.segment, item.tracker]
    label = dict(state.segment.trackers).get(item.tracker, item.tracker)
    accepted = f"accepted {count.accepted} from {count.accepted_from}"
    return f"{count.heard} of {plural(linked, 'account')}; {accepted}, {count.left} to judge: {label}"


def trackers(state: State, width: int) -> Card:
    """Return the trackers that a quote may move to; the one pointed at must be seen."""
    lines: list[Line] = []
    first = last = 0
    for number, (name, label) in enumerate(state.segment.trackers):
        here = number == state.choice
        count = state.counts.get((state.segment.segment, name), TrackerProgress(0, 0, 0, 0))
        counts = f"{count.heard} of {plural(state.segment.linked, 'account')}, accepted {count.accepted}"
        text = f"{'>' if here else ' '} {number + 1 if number < 9 else ' '} {name} ({counts}): {label}"
        own = wrap_pieces([(text, "")], width, _INDENT * 2)
        if here:
            first, last = len(lines), len(lines) + len(own)
            own = [((fit(bare(line), width), "cursor"),) for line in own]
        lines += own
    return Card([], lines, first, last)


def conversation(state: State, item: QuoteItem, width: int) -> tuple[list[Line], int, int]:
    """Return the turns around a quote, and the first and the line after the last that hold it."""
    own = state.utterance
    if own is None:
        pieces = [(f"»{item.quote.text}«", "quote")] if item.quote.text else []
        lines = wrap_pieces(pieces, width)
        return lines, 0, len(lines)
    lines = []
    first = last = 0
    for utterance in state.words:
        if abs(utterance.turn - own.turn) > AROUND:
            continue
        spoken = spoken_lines(state, item, utterance, width)
        if utterance is own:
            held = [n for n, line in enumerate(spoken, len(lines)) if _QUOTED & {style for _, style in line}]
            first, last = (held[0], held[-1] + 1) if held else (len(lines), len(lines) + len(spoken))
        lines += spoken
    return lines, first, last


def spoken_lines(state: State, item: QuoteItem, utterance: Utterance, width: int) -> list[Line]:
    """Return what somebody said, the quote marked where it stands."""
    citation = item.quote.citation
    name = f"{utterance.speaker or 'unknown speaker'}: "
    if utterance.number != citation.utterance or state.words_of != citation.call_id:
        return wrap_pieces([(name, "dim"), (utterance.text, "dim")], width, _INDENT)
    span = state.span if state.mode == "edit" else (citation.start, citation.end)
    spans = item.finding.spans if utterance.text[citation.start : citation.end] == item.quote.text else ()
    return wrap_pieces([(name, "bold"), *marked(utterance.text, span, spans)], width, _INDENT)


def marked(text: str, quote: Span, spans: Sequence[Span]) -> Iterator[Piece]:
    """Yield the text with signs and styles: `»` and `«` around the quote, `[` and `]` around what matched."""
    opening = {start: "[" for start, _ in spans} | {quote[0]: "»"}
    opening |= {start: "»[" for start, _ in spans if start == quote[0]}
    closing = {end: "]" for _, end in spans} | {quote[1]: "«"} | {end: "]«" for _, end in spans if end == quote[1]}
    borders = sorted({0, len(text), *opening, *closing})
    for start, end in pairwise(borders):
        inside = quote[0] <= start < quote[1]
        found = any(a <= start < b for a, b in spans)
        style = ("match" if found else "quote") if inside else "found" if found else ""
        before, after = opening.get(start, ""), closing.get(end, "")
        yield f"{before}{text[start:end]}{after}", style


# -- calls and speakers ----------------------------------------------------------------------------

_FEW = 3  # accounts of which each shows the sentence that names it; of more, the one pointed at


def _link_facts(state: State, item: LinkItem) -> Iterator[Piece]:
    yield ", ".join(dict.fromkeys(filter(None, [item.title, item.date, item.call_id]))), "bold"
    if item.link is None:
        yield f"{item.label} speaks in {plural(item.alike, 'call')}. Customer or one of us?", "warn"
        if item.role:
            yield f"Role: {item.role}", ""
    elif not item.verdict:
        yield from _call_facts(state, item.link)
    if item.verdict:
        linked = "Internal, with no account" if item.verdict == INTERNAL else f"Linked to {item.verdict} {item.told}"
        said = f"{item.label} is {item.told}" if item.link is None else linked
        yield f"{said.removesuffix('.')}.", "good"


def _call_facts(state: State, link: AccountLink) -> Iterator[Piece]:
    """Yield why the call is open, and the accounts it may belong to, each with the sentence that names it."""
    yield without_help(link.reason), ""
    possible = choices(state)
    if not possible:
        yield "/ finds its account: type a few letters of the company's name. o if only our own people speak.", "warn"
    shown: set[Mention] = set()
    for place, one in enumerate(possible):
        here = place == state.choice and state.mode != "find"  # then another list is pointed at
        score = f", {one.score:g}" if one.score else ""
        name = f"{'>' if here else ' '} {place + 1} {one.account_id} {one.account_name}"
        yield f"{name} ({one.method}{score})", "head" if here else ""
        mention = state.mentions.get(one.account_id) if state.mentions_of == link.call_id else None
        if mention and (here or (len(possible) <= _FEW and mention not in shown)):
            yield f'    "{mention.text}" {mention.citation}', "quote"
            shown.add(mention)


def accounts(state: State, width: int, *, numbered: bool = False) -> Card:
    """Return the accounts that the letters typed fit; the one pointed at must be seen. numbered: where numbers take."""
    found = found_accounts(state)
    lines = wrap_pieces([("No account is called so.", "warn")], width) if not found else []
    first = last = 0
    shown = found[max(0, state.choice - _AROUND_CHOICE) : state.choice + _AROUND_CHOICE]
    for number, account in enumerate(shown, max(0, state.choice - _AROUND_CHOICE)):
        here = number == state.choice
        facts = f" ({account.facts})" if account.facts else ""
        text = f"{'>' if here else ' '} {f'{number + 1} ' * numbered}{account.account_id} {account.name}{facts}"
        own = wrap_pieces([(text, "")], width, _INDENT * 2)
        if here:
            first, last = len(lines), len(lines) + len(own)
            own = [((fit(bare(line), width), "cursor"),) for line in own]
        lines += own
    return Card([], lines, first, last)


def _heard(state: State, item: LinkItem, width: int) -> list[Line]:
    """Return what is said early in a call, of a speaker what that one says."""
    lines: list[Line] = []
    spoken = [u for u in state.words if item.link or u.speaker == item.label] if state.words_of == item.call_id else []
    for utterance in spoken[:MOST_SPOKEN]:
        name = f"{utterance.speaker or 'unknown speaker'}: "
        own = wrap_pieces([(name, "bold"), (utterance.text, "")], width - 2, _INDENT)
        if len(own) > MOST_LINES:  # a sign says so
            own = [*own[: MOST_LINES - 1], (*own[MOST_LINES - 1], (" \u2026", "dim"))]
        lines += own
    return lines
