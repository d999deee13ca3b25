"""Hypothesis strategies for the nouns: small, but as nasty as a transcript may be."""

from hypothesis import settings
from hypothesis import strategies as st

from evidence.model import Call, Event, Participant, Utterance
from evidence.text import one_line


def examples(number):
    """Draw so many examples where 60 are drawn as a rule: a third of them by default, twice as many with --full."""
    return settings(max_examples=max(min(number, 5), number * settings().max_examples // 60))


# What breaks Markdown, HTML, YAML, block markers and regular expressions, and what people say.
NASTY = (
    "# heading", "- item", "1. item", "> quote", "---", "```", "<!-- evidence:end -->", "<script>", "&amp;", "&", "<",
    ">", "[link](http://x.example)", '<a id="u2"></a>', "**bold**", "_it_", "`code`", "|", "\\", "\\#", "...", "…", "'",
    '"', "“so”", "CI/CD", "SOC 2", "$5,000", "50%", "C++", "don’t", "um", "[00:01:02]", "Name:", "{x}", "\ufeff",
    "\u200d", "\u2028", "\xa0", "\x00", "\x1b[31m", "Café", "cafe\u0301", "日本語", "ไทย", "שלום", "🙂", "İ", "ſ",
    "\u212a", "null", "~", "yes",
)  # fmt: skip
WORDS = (
    "we",
    "deploy",
    "deploys",
    "deploying",
    "by",
    "hand",
    "manual",
    "team",
    "Friday",
    "not",
    "Acme",
    "ten",
    "hours",
)

messy = st.lists(st.sampled_from(NASTY + WORDS) | st.text(max_size=6), max_size=8).map(" ".join)
"""Text as a source may hold it: any sign, any number of lines."""

lines = messy.map(one_line)
"""Text as every door stores it; may be empty."""

spoken = lines.filter(bool)
"""The text of an utterance: one line that is not empty."""


def maybe(strategy):
    """None, or an example of `strategy`."""
    return st.none() | strategy


source_lines = maybe(st.integers(1, 99_999))
"""Where the source says it, for sources that have lines."""

stamps = st.dictionaries(st.integers(1, 1_500), st.integers(-5_000, 40_000_000), max_size=3)
"""Times inside of an utterance by the code point where their words begin."""


def call_ids():
    """Return a strategy for ids as the contract allows them."""
    return st.from_regex(r"[a-z0-9][a-z0-9._-]{0,30}", fullmatch=True)


def dates():
    """Return a strategy for days as `YYYY-MM-DD`."""
    return st.dates().map(str)


def moments():
    """Return a strategy for `started_at`: RFC 3339 with an offset, or a day alone."""
    zones = st.sampled_from([None, "Z", "+00:00", "-08:00", "+05:30"])
    times = st.times().map(lambda time: time.replace(microsecond=0).isoformat())
    return st.builds(lambda day, time, zone: f"{day}T{time}{zone}" if zone else day, dates(), times, zones)


@st.composite
def participants(draw, label):
    """Draw a participant who is known by `label`."""
    side = draw(st.sampled_from(["customer", "internal", "unknown"]))
    return Participant(
        label,
        name=draw(maybe(spoken)),
        org=draw(maybe(spoken)),
        side=side,
        side_source=None if side == "unknown" else draw(st.sampled_from(["provider", "label", "hand"])),
        role=draw(maybe(spoken)),
        email_domain=draw(maybe(st.sampled_from(["acme.example", "mail.example"]))),
        email_sha256=draw(maybe(st.text("0123456789abcdef", min_size=64, max_size=64))),
        bot=draw(st.booleans()),
    )


@st.composite
def utterances(draw, labels, *, texts=spoken):
    """Draw the utterances of one call: numbered from 1, turns that hold one speaker each."""
    result, turn, speaker = [], 0, None
    for number, text in enumerate(draw(st.lists(texts, max_size=8)), 1):
        if turn == 0 or draw(st.booleans()):
            turn, speaker = turn + 1, draw(st.sampled_from([None, *labels]))
        start, end = draw(maybe(st.integers(-5_000, 40_000_000))), draw(maybe(st.integers(0, 40_000_000)))
        source = st.sampled_from(["stated", "derived"])
        result.append(
            Utterance(
                number,
                turn,
                speaker,
                text,
                start,
                end,
                None if start is None else draw(source),
                None if end is None else draw(source),
                draw(source_lines),
                tuple(sorted(draw(stamps).items())),
            )
        )
    return tuple(result)


@st.composite
def events(draw, labels):
    """Draw what was not said."""
    return Event(
        draw(st.sampled_from(["chat", "notice", "notes"])),
        draw(spoken),
        speaker=draw(st.sampled_from([None, *labels])),
        start_ms=draw(maybe(st.integers(-5_000, 40_000_000))),
        line=draw(source_lines),
    )


@st.composite
def calls(draw, *, texts=spoken):
    """Draw a whole call, `texts` being what people may say in it."""
    labels = draw(st.lists(spoken, max_size=4, unique=True))
    return Call(
        draw(call_ids()),
        draw(spoken),
        f"{draw(call_ids())}.vtt",
        draw(st.text("0123456789abcdef", min_size=64, max_size=64)),
        "webvtt",
        "1",
        tuple(draw(participants(label)) for label in labels),
        draw(utterances(labels, texts=texts)),
        tuple(draw(st.lists(events(labels), max_size=3))),
        source_id=draw(maybe(spoken)),
        started_at=draw(maybe(moments())),
        meeting_id=draw(maybe(spoken)),
        duration_ms=draw(maybe(st.integers(0, 40_000_000))),
        recording_url=draw(maybe(st.just("https://calls.example/1?a=b&c=d"))),
        account_id=draw(maybe(spoken)),
        opportunity_id=draw(maybe(spoken)),
        account_hint=draw(maybe(spoken)),
    )
