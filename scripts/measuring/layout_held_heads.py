"""Heads of turns that the field cases and issues name, in the half that is held back, and marks at random."""

import random
from collections.abc import Sequence

from .layout_held_looks import HELD_FORMS, Look, looks, people_of, speak, told
from .layout_held_tools import MARKDOWN, NOBODY, ONE_LINE, RETURNING, RETURNING_MD, TEXT, USUAL, continued, held
from .layout_shapes import OFFSET, UNSTATED, Body, Layout, Turn
from .layout_special import captions
from .layout_talk import Bounds, Talk

FLAT = Bounds(paragraphs=1, shortest=3)
BLANK = "\n"

TABLES = (
    (("Start", "Speaker", "Text"), "full"),
    (("Speaker", "Start", "End", "Text"), "padded"),
    (("#", "Time", "Speaker", "Utterance"), "short"),
    (("Who", "What was said"), ""),
    (("Timestamp", "Speaker", "Words"), "hundredths"),
)


def table(chance: random.Random, talk: Talk) -> Body:
    """Write turns as the rows of a Markdown table."""
    columns, form = chance.choice(TABLES)
    body = Body(people=people_of(talk), clock=OFFSET if form else UNSTATED)
    wide = chance.random() < 0.3
    body.lines = [
        f"| {' | '.join(columns)} |",
        f"|{'|'.join([chance.choice(('---', ':--', ' --- '))] * len(columns))}|",
    ]
    for number, said in enumerate(talk.said, 1):
        time, at = told(form, said.at) if form else ("", None)
        end = told(form, said.end)[0] if form else ""
        words = "<br>".join(said.paragraphs).replace("|", r"\|")
        name = f"{said.who.shown:<24}" if wide else said.who.shown
        first = {"#": str(number), "End": end} | dict.fromkeys(("Start", "Time", "Timestamp"), time)
        cells = first | dict.fromkeys(("Speaker", "Who"), name)
        body.lines.append(f"| {' | '.join(cells.get(column, words) for column in columns)} |")
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), at))
    return body


QUESTIONS = (
    "What does a usual Monday look like?",
    "And who signs that off in the end?",
    "Has that got better or worse since the merger?",
    "If you could change one thing, which would it be?",
    "How did you feel about that?",
    "Why not simply buy something?",
)


def bold_questions(chance: random.Random, talk: Talk) -> Body:
    """Write an interviewer's questions as bold paragraphs, without a name or as INT, and the answers below."""
    kind = chance.choice(("named", "named", "letters", "bare"))
    answers = talk.people[1]
    body = Body(features={"bold questions"})
    body.people = {"named": {answers.name: {answers.name}}, "letters": {"Q": {"Q", ""}, "A": {"A", ""}}}.get(kind, {})
    for said in talk.said[1::2]:
        question = chance.choice(QUESTIONS)
        body.lines += [f"**Q. {question}**" if kind == "letters" else f"**{question}**", ""]
        body.turns.append(Turn("Q" if kind == "letters" else None, question))
        head = {"named": f"{answers.name}: ", "letters": "A. "}.get(kind, "")
        body.lines += [*(head + "\n\n".join(said.paragraphs)).split("\n"), ""]
        body.turns.append(Turn({"named": answers.name, "letters": "A"}.get(kind), "\n".join(said.paragraphs)))
    return body


def unknown(chance: random.Random, talk: Talk) -> Body:
    """Write turns some of which say that it is not known who speaks."""
    body = Body(people=people_of(talk), clock=OFFSET, features={"turns without a name"})
    label = chance.choice(("Unknown Speaker", "Unidentified", "Unknown", "Unbekannt", "Unidentified Participant"))
    body.people[label] = {label, ""}
    mark = chance.choice(("{name}  {time}\n", "[{time}] {name}: ", "{name} ({time}): "))
    for number, said in enumerate(talk.said):
        name = label if number % 4 == 2 else said.who.name
        time, at = told("padded", said.at)
        body.lines += [*(mark.format(name=name, time=time) + "\n".join(said.paragraphs)).split("\n"), ""]
        body.turns.append(Turn(name, "\n".join(said.paragraphs), at))
    return body


def before_names(chance: random.Random, talk: Talk) -> Body:
    """Write first words before any name, then named turns."""
    body = speak(
        Look(chance.choice(("{name} | {time}", "{name} ({time})", "{time} {name}")), "padded", "below"), chance, talk
    )
    first = chance.choice(("Can you see my screen?", "Hello? Is that on?", "One second, I am just letting people in."))
    body.lines, body.turns = [first, "", *body.lines], [Turn(None, first), *body.turns]
    body.features.add("words before the first name")
    return body


MARKS = (
    *("**{name}**", "**{name}**", "***{name}***", "*{name}*", "_{name}_", "__{name}__", "**_{name}_**"),
    *("`{name}`", "**[{name}]**", "<u>{name}</u>"),
)
PLAINS = ("{name}", "{name}", "[{name}]", "<{name}>", "({name})", "*** {name}")
STAMPS = ("{time}", "[{time}]", "({time})", "`{time}`", "_({time})_", "*{time}*", "**[{time}]**", "[{time}–{end}]")
PLAIN_STAMPS = (
    "{time}",
    "[{time}]",
    "({time})",
    "[{time}-{end}]",
    "({time} to {end})",
    "{{{time}}}",
    "[{time} → {end}]",
)
JOINTS = (" ", " - ", " – ", " — ", " | ", " · ", " • ", ", ", " / ", "  ", " // ")
FORMS = ("short", "padded", "full", "tenths", "thousandths", "spelt", "comma")
STARTS = (("", ""), ("", ""), ("", ""), ("- ", "  "), ("+ ", "  "), ("> ", "> "), ("* ", "  "))


def at_random(name: str, *, markdown: bool, same: bool, timed: bool = True) -> Layout:
    """Return layouts of marks, orders, separators and forms of times at random."""

    def write(chance: random.Random, talk: Talk) -> Body:
        mark = chance.choice(MARKS if markdown else PLAINS)
        first, rest = chance.choice(STARTS) if markdown else ("", "")
        pair = [mark, chance.choice(STAMPS if markdown else PLAIN_STAMPS)][: 2 if timed else 1]
        if chance.random() < 0.4:
            pair.reverse()
        head = chance.choice(JOINTS).join(pair)
        if mark.startswith("***") and not markdown:  # three stars open a line that says who speaks, and nothing else
            head = chance.choice(("*** {name} [{time}]", "*** {name} ({time})")) if timed else mark
        if same:
            closed = timed and head.endswith(("]", "`", "_", "*", ")"))
            ends = (":", ":", " -", " –", *[""] * (3 * closed)) if timed else (":",)
            head += chance.choice(ends)
        place = "same" if same else "below" if first else chance.choice(("below", "apart"))
        gap = 1 if not same or rest == "> " else chance.choice((0, 1, 1))
        joined = "\n\n" if gap and not rest else "\n"
        form = chance.choice(FORMS) if timed else ""
        return speak(Look(head, form, place, first, rest, gap=gap, break_=joined), chance, talk)

    bounds = (MARKDOWN if markdown else TEXT) if timed else (RETURNING_MD if markdown else RETURNING)
    return held(name, write, "md" if markdown else "txt", bounds, parts=0.15)


def heading(chance: random.Random, talk: Talk) -> Body:
    """Write a heading of name and time over the words."""
    pair = [
        chance.choice(("{name}", "**{name}**", "*{name}*", "🗣 {name}")),
        chance.choice(("{time}", "({time})", "[{time}]")),
    ]
    if chance.random() < 0.4:
        pair.reverse()
    head = f"{'#' * chance.choice((3, 4, 5, 6))} {chance.choice((' ', ' - ', ' | ', ' · ', ', ', ' / ')).join(pair)}"
    body = speak(Look(head, chance.choice(FORMS), chance.choice(("below", "apart"))), chance, talk)
    for labels in body.people.values():
        labels |= {f"🗣 {label}" for label in labels}
    return body


HEADS: Sequence[Layout] = (
    held(
        "bracket-name-bracket-time",
        looks(Look("[{name}] [{time}]", "padded", gap=0), Look("[{name}] [{time}]", "full")),
        bounds=ONE_LINE,
    ),
    held(
        "heading-name-dash-time",
        looks(
            *(Look(f"### {{name}} {dash} {{time}}", "full", place) for dash in "-–—" for place in ("apart", "below"))
        ),
        "md",
        MARKDOWN,
        headings=True,
    ),
    held("name-bracket-time-words", looks(Look("{name} [{time}]", "full"), Look("{name} [{time}]", "hundredths"))),
    held(
        "name-bracket-range",
        looks(
            Look("{name} [{time} - {end}]", "padded", "below"),
            Look("{name} [{time} --> {end}]", "thousandths", "below"),
        ),
    ),
    held(
        "bold-name-paren-inside",
        looks(Look("**{name} ({time})**", "padded", "below"), Look("**{name} ({time}):**", "full")),
        "md",
        MARKDOWN,
    ),
    held(
        "bold-name-paren-time-words",
        looks(Look("**{name}** ({time}):", "short"), Look("**{name}** ({time}):", "full")),
        "md",
        MARKDOWN,
    ),
    held(
        "list",
        looks(
            Look("**{name}** [{time}]", "padded", first="- ", rest="  ", gap=0),
            Look("**{name}** ({time}):", "short", first="+ ", rest="  ", gap=0),
            Look("**{name}:**", first="* ", rest="  ", gap=0),
            Look("{name} ({time}):", "padded", first="- ", rest="  ", gap=1),
        ),
        "md",
        Bounds(paragraphs=1, people=(2, 7), shortest=4),
    ),
    held(
        "quote",
        looks(
            Look("**{name}** `{time}`", "padded", "below", first="> ", rest="> "),
            Look("**{name}** ({time}):", "short", first="> ", rest="> "),
            Look("**{name}**:", first="> ", rest="> "),
        ),
        "md",
        Bounds(paragraphs=1, people=(2, 7), shortest=4),
    ),
    held(
        "code-time-bold-name",
        looks(Look("`{time}` **{name}**:", "full"), Look("`[{time}]` **{name}:**", "short")),
        "md",
        MARKDOWN,
    ),
    held(
        "heading-paren",
        looks(Look("### {name} ({time})", "padded", "below"), Look("##### {name} ({time})", "full", "apart")),
        "md",
        MARKDOWN,
        headings=True,
    ),
    held(
        "heading-name",
        looks(Look("### {name}", place="below"), Look("##### {name}", place="apart")),
        "md",
        RETURNING_MD,
        headings=True,
    ),
    held(
        "bold-name-dot-time",
        looks(Look("**{name}** · {time}", "padded", "apart"), Look("**{name}** • {time}", "short", "below")),
        "md",
        MARKDOWN,
    ),
    held("table", table, "md", USUAL, parts=0.2),
    held(
        "timed-words",
        captions("{time} {words}", "full", size=16),
        bounds=NOBODY,
    ),
    held("timed-words-md", captions("**[{time}]** {words}", "full", size=28, gap=True), "md", NOBODY),
    held(
        "bold-questions",
        bold_questions,
        "md",
        Bounds(names=("full", "single"), people=(2, 2), languages=False, markdown=False, shortest=10),
    ),
    held(
        "bold-colon",
        looks(Look("**{name}:**"), Look("**{name}**:"), Look("**{name}:**", place="below")),
        "md",
        MARKDOWN,
    ),
    held("plain-colon", looks(Look("{name}:"), Look("{name}:", gap=0, break_=BLANK), Look("{name}:  "))),
    held(
        "bold-bracketed",
        looks(Look("**{name}:**"), Look("**{bare}** ({role}):"), Look("**{name}**")),
        "md",
        MARKDOWN,
        every=True,
    ),
    held(
        "plain-bracketed", looks(Look("{name}:"), Look("{bare} [{role}]:", gap=0, break_=BLANK)), parts=1.0, every=True
    ),
    held("unknown-speaker", unknown, bounds=USUAL),
    held("words-before-names", before_names, "", USUAL),
    held("stamps-before-paragraphs", continued("{name}: ", "padded", "[{time}] {words}"), bounds=USUAL),
    held("show-notes-stamps", continued("**{name}:** ", "padded", r"\[{time}\] {words}"), "md", USUAL),
    at_random("random-marks-same", markdown=True, same=True),
    at_random("random-marks-above", markdown=True, same=False),
    at_random("random-plain-same", markdown=False, same=True),
    at_random("random-plain-above", markdown=False, same=False),
    at_random("random-marks-untimed", markdown=True, same=False, timed=False),
    held("random-heading", heading, "md", MARKDOWN, parts=0.15, headings=True),
)
assert all(form in HELD_FORMS for form in FORMS)
