"""What is right of each case of ../shared/field-cases that states it in words: transcripts here, the rest beside."""

import re
from collections.abc import Callable, Iterator, Sequence

from evidence.model import Call

from .field_cases import Case
from .field_rest import REST

Check = Callable[[Case], Iterator[str]]
Turn = tuple[str | None, int | None, str]  # speaker, milliseconds, words

RELEASE = (
    "How do you ship a new version today?",
    "By hand, every Thursday. It takes the two of us a whole afternoon.",
    "And what happens when it goes wrong?",
    "Then we start again on Friday.",
)
LEE, SPEAKERS = ("Lee Park", "Dana Reyes"), ("Speaker 1", "Speaker 2")
SHORT, LONG = (0, 7_000, 19_000, 26_000), (0, 7_000, 19_000, 3_626_000)


def spoken(call: Call) -> list[tuple[str | None, int | None, int | None, str]]:
    """Return the turns of a call: who, from when, to when, which words."""
    names = {one.label: one.name or one.label for one in call.participants}
    found: list[tuple[str | None, int | None, int | None, str]] = []
    turn = 0
    for one in call.utterances:
        who = None if one.speaker is None else names[one.speaker]
        if one.turn == turn:
            found[-1] = (*found[-1][:2], one.end_ms, f"{found[-1][3]} {one.text}")
        else:
            found.append((who, one.start_ms, one.end_ms, one.text))
        turn = one.turn
    return found


def one_call(case: Case) -> Iterator[str]:
    """Say so where the file is not exactly one call."""
    if len(case.calls) != 1:
        said = [line for line in case.ingested[1].splitlines() if line.startswith("failed")]
        yield f"{len(case.calls)} calls{': ' if said else ''}{' '.join(said)}"


def heard(case: Case, turns: Sequence[Turn], date: str | None = None, *, times: bool = True) -> Iterator[str]:
    """Compare the turns of the only call with those that are right, and its day."""
    if wrong := list(one_call(case)):
        yield from wrong
        return
    read = spoken(case.calls[0])
    got = [(who, start if times else None, words) for who, start, _, words in read]
    if got != list(turns):
        yield f"turns: {got[:6]}"
    if case.calls[0].date != date:
        yield f"date: {case.calls[0].date}"


def release(names: Sequence[str], times: Sequence[int] | None, date: str | None = None) -> Check:
    """Return the check of the four turns that most cases hold."""

    def check(case: Case) -> Iterator[str]:
        turns = [(names[at % 2], times[at] if times else None, words) for at, words in enumerate(RELEASE)]
        yield from heard(case, turns, date)

    return check


def heads() -> dict[str, Check]:
    """Return the checks of the cases that differ in the heads of the turns alone."""
    return {
        "head-bold-name-italic-time": release(LEE, SHORT, "2026-02-09"),
        "head-bold-name-paren-time": release(SPEAKERS, SHORT),
        "head-bracket-name-bracket-time": release(SPEAKERS, (0, 7_000, 19_000, 3_723_000)),
        "head-bracket-time-dash-name": release(SPEAKERS, (90, 7_120, 19_000, 22_400)),
        "head-heading-name-dash-time": release(LEE, SHORT, "2025-12-18"),
        "head-name-bracket-time-words": release(LEE, LONG),
        "head-name-pipe-time": release(LEE, SHORT),
        "layout-bold-name-paren-time-words": release(LEE, SHORT, "2026-02-04"),
        "layout-code-time-bold-name": release(LEE, SHORT, "2026-02-04"),
        "layout-h3-paren": release(LEE, LONG, "2026-02-04"),
        "layout-list": release(LEE, LONG, "2026-02-04"),
        "layout-quote": release(LEE, SHORT, "2026-02-04"),
        "layout-table": release(LEE, SHORT, "2026-02-04"),
        "invented-by-head-labels": release(LEE, LONG, "2026-01-23"),
        "date-bold-label-month-name": release(("Lee", "Dana"), None, "2025-07-18"),
        "date-plain-label-month-name": release(("Lee", "Dana"), None, "2025-07-18"),
        "date-in-list-head": release(("Lee", "Dana"), None, "2025-12-23"),
        "date-iso-bold-label": release(("Lee", "Dana"), None, "2026-01-23"),
    }


def of_the_day(case: Case) -> Iterator[str]:
    """Check that times of the day are offsets from the first, or none."""
    if wrong := list(one_call(case)):
        yield from wrong
        return
    starts = [start for _, start, _, _ in spoken(case.calls[0])]
    if starts not in ([0, 7_000, 19_000, 22_000], [None] * 4):
        yield f"times: {starts}"
    yield from heard(case, [(LEE[at % 2], None, words) for at, words in enumerate(RELEASE)], times=False)


def chat_or_turns(case: Case) -> Iterator[str]:
    """Check that a chat is read as turns, or said to be one."""
    if not case.calls:
        if "chat" not in case.ingested[1].replace("chat.txt", "") or "no format" in case.ingested[1]:
            yield f"neither turns nor a chat: {case.ingested[1].strip()[:120]}"
        return
    words = (
        "Hi, is this support?",
        "Hi Dana! Yes. How can I help?",
        "The release failed again.",
        "I am sorry to hear that.",
    )
    said = [(LEE[1 - at % 2], None, text) for at, text in enumerate(words)]
    yield from heard(case, said, case.calls[0].date, times=False)


def three_lines(case: Case) -> Iterator[str]:
    """Check that words before any name are nobody's; letters and the lines of the player are no words."""
    times = (4_000, 9_000, 14_000, 23_000)
    turns = [(SPEAKERS[1 - at % 2], times[at], words) for at, words in enumerate(RELEASE)]
    if wrong := list(one_call(case)):
        yield from wrong
        return
    read = [(who, start, words) for who, start, _, words in spoken(case.calls[0])]
    if read[1:] != turns or read[0][0] is not None or read[0][2] != "Is it recording?":
        yield f"turns: {read}"


def ranges(case: Case) -> Iterator[str]:
    """Check that both ends of a range are stated."""
    yield from release(SPEAKERS, SHORT)(case)
    if case.calls and [end for _, _, end, _ in spoken(case.calls[0])] != [5_000, 15_000, 23_000, 31_000]:
        yield f"ends: {[end for _, _, end, _ in spoken(case.calls[0])]}"


def clipboard(case: Case) -> Iterator[str]:
    """Check that the company is the speaker's; notices are no words."""
    lee, dana = LEE
    said = [
        (dana, 0, "Good, you are here. So we still ship by hand, every Thursday."),
        (lee, 9_000, "How long does that take you?"),
        (dana, 15_000, "A whole afternoon, for two of us."),
        (lee, 22_000, "I see."),
        (dana, 3_606_000, "Nobody here likes it."),
    ]
    yield from heard(case, said)
    orgs = {one.name: one.org for call in case.calls for one in call.participants}
    if orgs.get(dana) != "Northquay":
        yield f"companies: {orgs}"


def nobody_at(times: Sequence[int], words: Sequence[str], optional: str = "") -> Check:
    """Return the check of timed words that nobody is named for, in pieces with their times or joined."""

    def check(case: Case) -> Iterator[str]:
        if wrong := list(one_call(case)):
            yield from wrong
            return
        call = case.calls[0]
        text = " ".join(one.text for one in call.utterances)
        if (text.replace(f" {optional}", "") if optional else text) != " ".join(words):
            yield f"words: {text[:200]}"
        if any(one.speaker for one in call.utterances):
            yield f"speakers: {[one.label for one in call.participants]}"
        stated = {one.start_ms for one in call.utterances if one.start_source == "stated"}
        if not stated or not stated <= set(times) or (len(call.utterances) == len(times) and stated != set(times)):
            yield f"times: {sorted(stated)}"
        if times[-1] > 3_600_000 and times[-1] not in stated:
            yield f"the last time is lost: {sorted(stated)}"

    return check


def action_items(case: Case) -> Iterator[str]:
    """Check that what stands above the heading of the transcript is nobody's speech."""
    said = [
        ("Dana", None, "The agenda is in the chat. Shall we start?"),
        ("Lee", None, "I mostly repeat what I wrote last week."),
        ("Dana", None, "Thank you. Any questions?"),
        ("Lee", None, "None so far."),
    ]
    yield from heard(case, said, "2025-09-05")


def relevance(case: Case) -> Iterator[str]:
    """Check that labels in an assistant's notes are no speakers; the same name twice is two turns."""
    lee, dana = LEE
    said = [
        (lee, None, "Hello. Can you hear me?"),
        (dana, None, "Yes. We are still shipping by hand, by the way."),
        (dana, None, "And it took the whole of Thursday again."),
        (lee, None, "Then the pilot comes at the right time."),
    ]
    yield from heard(case, said, "2025-07-16")


def stopped(case: Case) -> Iterator[str]:
    """Check that that somebody stopped the transcription is a notice."""
    lee, dana = LEE
    said = [
        (dana, 3_000, "Then let us look at the release first."),
        (lee, 9_000, "Good. But briefly."),
        ("Ola Hart", 19_000, "Yes."),
        (dana, 1_660_000, "Okay, see you next week."),
        (lee, 1_661_000, "See you. Bye."),
    ]
    yield from heard(case, said, "2026-06-15")


def host(case: Case) -> Iterator[str]:
    """Check that a label that comes back between the turns of others is a speaker."""
    said = [
        ("Host", None, "All right, let us begin. Who wants to go first?"),
        ("Participant", None, "I can. We ship by hand, every Thursday."),
        ("Host", None, "And how long does it take?"),
        ("Participant", None, "The whole afternoon, for two people."),
        ("Host", None, "Thank you. That is what I had feared."),
    ]
    yield from heard(case, said)


def milliseconds(case: Case) -> Iterator[str]:
    """Check that milliseconds are no seconds: read as what they are, or refused."""
    for call in case.calls:
        starts = [one.start_ms for one in call.utterances]
        if starts != [600] or call.utterances[0].text != "We ship by hand.":
            yield f"times: {starts}, {[one.text for one in call.utterances]}"


def long_json(case: Case) -> Iterator[str]:
    """Check that all 1,360 segments of an hour and a half are read."""
    if wrong := list(one_call(case)):
        yield from wrong
        return
    call = case.calls[0]
    words = sum(len(one.text.split()) for one in call.utterances)
    if words != 13_600 or call.format != "whisper":
        yield f"{words} words of 13600, read as {call.format}"
    if max(one.end_ms or 0 for one in call.utterances) < 5_436_000:
        yield "the last segment is not at 01:30:36"


def one_turn(case: Case) -> Iterator[str]:
    """Check that one turn is a call, where the lines around it show what it is."""
    yield from heard(case, [("Dana Reyes", 4_000, "It says that it is recording now.")], "2026-08-15")


def lone_chat(case: Case) -> Iterator[str]:
    """Check that a chat is named, once, and is no speech."""
    if case.calls:
        yield f"{len(case.calls)} calls"
    if not re.search(r"\bchat\b", case.ingested[1].replace("meeting_saved_chat.txt", "")):
        yield f"nothing says chat: {case.ingested[1].strip()[:120]}"
    if len(case.records("ingest")) != 1:
        yield "not one record"


CAPTIONS = ("We ship by hand.", "It takes an afternoon.", "Nobody likes it.")
TALK = (
    "I am going to show you how we release our software.",
    "It is done by hand, so it takes a whole",
    "afternoon, and two people have to be there.",
    "The scripts are old and break often.",
    "So we looked for something better.",
)
SHOW = (
    "Hello and welcome to the show.",
    "We used to ship by hand and it took an afternoon.",
    "Two people did it and nobody liked it.",
    "The scripts were old and broke often.",
)

CHECKS: dict[str, Check] = {
    **heads(),
    **REST,
    "head-bracket-name-clock": of_the_day,
    "head-chat-app-lines": chat_or_turns,
    "head-initial-name-time-on-three-lines": three_lines,
    "head-name-bracket-range": ranges,
    "head-time-dash-name": clipboard,
    "timed-words": nobody_at((0, 4_000, 9_000, 15_000), SHOW),
    "timed-line-then-words": nobody_at((0, 5_000, 11_000, 17_000, 3_624_000), TALK, "The three rules"),
    "in-out-columns": nobody_at((13_020, 14_860, 16_980), CAPTIONS),
    "invented-by-action-items": action_items,
    "invented-by-relevance-labels": relevance,
    "invented-by-stopped-transcription": stopped,
    "lost-speaker-called-host": host,
    "json-milliseconds-as-seconds": milliseconds,
    "json-segments-after-long-text": long_json,
    "one-turn": one_turn,
    "lone-chat-file": lone_chat,
}
