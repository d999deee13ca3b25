"""A small queue, built by hand: two pain points, three accounts, two calls."""

from evidence.model import Account, Attribution, Finding, Utterance
from evidence.quotes.cut import quote_at
from evidence.review.queue import QuoteItem, slice_of
from evidence.review.session import step
from evidence.review.state import ReviewedSegment, heard, wants

SAID = {
    "mill": (
        ("Ada", "How do you ship today?"),
        ("Ben", "Well. We deploy by hand on Sundays. It takes two of us all night, every time. Nobody likes it."),
        ("Ada", "Every Sunday?"),
        ("Ben", "Nearly. The [b]audit[/b] asks who approved it, and we cannot say."),
        ("Ada", "Thank you."),
        ("Ben", "Bye now."),
    ),
    "quarry": (
        ("Cyd", "We deploy by hand as well, to be fair, and it is fine."),
        ("Ada", "Is it?"),
        ("Cyd", "The deploy by hand is the one thing I would pay to never see again."),
    ),
}
SEGMENTS = (ReviewedSegment("makers", "The Makers", 3, (("hand", "Work by hand"), ("audit", "Audits"))),)


def utterances(call_id):
    return tuple(
        Utterance(i, i, who, text, i * 60_000, None, "stated") for i, (who, text) in enumerate(SAID[call_id], 1)
    )


def make_item(call_id, number, words, tracker, score, *, match="", account="A1", **more):
    spoken = utterances(call_id)
    utterance = spoken[number - 1]
    start = utterance.text.index(words)
    quote = quote_at(call_id, utterance, (start, start + len(words)), spoken)
    at = utterance.text.find(match or words)
    who = Attribution(utterance.speaker, "customer", account=Account(account, f"Example {account}"), date="2026-01-12")
    spans = ((at, at + len(match or words)),)
    finding = Finding(quote, tracker, who, spans, score, ("matched +1.0",))
    return QuoteItem("makers", finding, slice=slice_of(finding), **more)


def read(state):
    """What whoever drives a session does, without a disk."""
    call_id = wants(state)
    return state if call_id is None else heard(state, call_id, utterances(call_id))


def press(state, *keys):
    for key in keys:
        state = read(step(state, key))
    return state
