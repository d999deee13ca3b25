"""Layouts that a head alone does not describe: timed words of nobody, stamps inside turns, tables, bold questions."""

import random
import re
from collections.abc import Sequence

from .layout_shapes import OFFSET, UNCHECKED, UNSTATED, Body, Layout, Turn, Write, accepted, names_of, short, stated
from .layout_talk import Bounds, Said, Talk

SPACE = re.compile(r"\s+")
NOBODY = Bounds(names=("full",), paragraphs=1, people=(2, 2), markdown=False, shortest=8)
PAIR = Bounds(names=("full", "single", "particle"), people=(2, 2), returning=True, markdown=False)
FEW = Bounds(names=("full", "single", "particle", "unicode", "joined"), people=(2, 4), markdown=False)


def pieces(talk: Talk, size: int) -> list[tuple[str, int, int]]:
    """Return the words of a talk in pieces as captions have them, with start and end in milliseconds."""
    found = []
    for said in talk.said:
        words = SPACE.split(" ".join(said.paragraphs))
        step = max((said.end - said.at) // len(words), 1)
        for at in range(0, len(words), size):
            start = said.at + at * step
            found.append((" ".join(words[at : at + size]), start, min(start + size * step, said.end)))
    return found


def captions(
    line: str, form: str, *, size: int = 9, top: Sequence[str] = (), gap: bool = False, chapters: bool = False
) -> Write:
    """Return what writes timed words of nobody: `line` holds {time}, {end} and {words}."""

    def write(chance: random.Random, talk: Talk) -> Body:
        body = Body(clock=OFFSET, features=set(talk.features) and {"nobody is named"})
        for words, start, end in pieces(talk, size):
            time, at = stated(form, start)
            if chapters and chance.random() < 0.04:
                body.optional.append(chance.choice(talk.words.chapters))
                body.lines.append(body.optional[-1])
            body.lines += line.format(time=time, end=stated(form, end)[0], words=words).split("\n") + [""] * gap
            body.turns.append(Turn(None, words, at))
        head = [one.format(title=chance.choice(talk.words.titles)) for one in top]
        body.notes += head
        body.lines = head + body.lines
        return body

    return write


def either(*writes: Write) -> Write:
    """Return what writes in one of several ways."""

    def write(chance: random.Random, talk: Talk) -> Body:
        return chance.choice(writes)(chance, talk)

    return write


def stamped(said: Said, form: str, mark: str, *, after: int = 1) -> tuple[list[str], tuple[tuple[int, int], ...]]:
    """Return the paragraphs of a turn with stamps before those from number `after` on, and where the stamps stand."""
    lines, stamps, before = [], [], 0
    for number, words in enumerate(said.paragraphs):
        moment = said.at + (said.end - said.at) * number // len(said.paragraphs)
        time, at = stated(form, moment)
        if number >= after:
            stamps.append((before, at))
        lines.append(mark.format(time=time, words=words) if number >= after else words)
        before += len(tokens(words))
    return lines, tuple(stamps)


def tokens(text: str) -> list[str]:
    """Return the words of a text as they are counted and compared."""
    plain = re.sub(
        r"\[(?:inaudible|crosstalk|laughter|laughs|music)[^\]]*\]|\[\^\w+\]|<br ?/?>", " ", text, flags=re.IGNORECASE
    )
    return re.findall(r"[^\W_]+", plain.casefold())


def continued(head: str, form: str, mark: str, *, first: int = 1) -> Write:
    """Return what writes named turns whose later paragraphs have stamps of their own."""

    def write(_: random.Random, talk: Talk) -> Body:
        body = Body(
            people=names_of(talk), clock=OFFSET if "{time}" in head else UNCHECKED, features={"stamps inside turns"}
        )
        for said in talk.said:
            time, at = stated(form, said.at)
            lines, stamps = stamped(said, form, mark, after=first)
            body.lines += [*(head.format(name=said.who.shown, time=time) + "\n\n".join(lines)).split("\n"), ""]
            known = at if "{time}" in head else None
            body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), known, stamps))
        return body

    return write


def f4_behind(chance: random.Random, talk: Talk) -> Body:
    """Write `Name: words #00:00:04-2#`, the stamp of the moment at which the paragraph ends."""
    body = Body(people=names_of(talk), clock=UNCHECKED)
    gap = chance.random() < 0.5
    for said in talk.said:
        paragraphs = [f"{words} #{stated('tenth', said.end)[0]}#" for words in said.paragraphs]
        body.lines += [*(f"{said.who.shown}: " + "\n".join(paragraphs)).split("\n"), *([""] * gap)]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs)))
    return body


def inline_stamps(_: random.Random, talk: Talk) -> Body:
    r"""Write `**Name:** \[04:08\] words` now and then, and such stamps before later paragraphs."""
    body = Body(people=names_of(talk), clock=UNCHECKED, features={"stamps inside turns"})
    for number, said in enumerate(talk.said):
        after = 0 if number % 3 == 1 else 1
        lines, stamps = stamped(said, "padded", r"\[{time}\] {words}", after=after)
        body.lines += [*(f"**{said.who.shown}:** " + "\n\n".join(lines)).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), None, stamps))
    return body


TABLES = (
    (("Time", "Speaker", "Text"), "full"),
    (("Speaker", "Time", "Text"), "padded"),
    (("Timestamp", "Name", "Transcript"), "short"),
    (("Speaker", "Text"), ""),
)


def table(chance: random.Random, talk: Talk) -> Body:
    """Write turns as the rows of a Markdown table; an empty cell names nobody."""
    columns, form = chance.choice(TABLES)
    body = Body(people=names_of(talk), clock=OFFSET if form else UNSTATED)
    body.lines = [f"| {' | '.join(columns)} |", f"|{'|'.join(['---'] * len(columns))}|"]
    bold = chance.random() < 0.3
    nameless = form and len(talk.said) > 6 and chance.random() < 0.3
    for number, said in enumerate(talk.said):
        words = "<br>".join(said.paragraphs)
        time, at = stated(form, said.at) if form else ("", None)
        unknown = nameless and number % 7 == 5
        name = "" if unknown else f"**{said.who.shown}**" if bold else said.who.shown
        cells = {"Text": words, "Transcript": words, "Speaker": name, "Name": name, "Time": time, "Timestamp": time}
        body.lines.append(f"| {' | '.join(cells[column] for column in columns)} |")
        body.turns.append(Turn(None if unknown else said.who.name, " ".join(said.paragraphs), at))
    body.features |= {"turns without a name"} if nameless else set()
    return body


def bold_questions(chance: random.Random, talk: Talk) -> Body:
    """Write an interviewer's questions as bold paragraphs, without a name or as Q, above the answers."""
    asks, answers = talk.people
    kind = chance.choice(("named", "named", "q", "bare"))
    body = Body(features={"bold questions"})
    body.people = (
        {"Q": {"Q", ""}, "A": {"A", ""}}
        if kind == "q"
        else {answers.name: accepted(answers)}
        if kind == "named"
        else {}
    )
    for number, said in enumerate(talk.said):
        words = "\n\n".join(said.paragraphs)
        if said.who is asks or number == 0:
            question = (
                f"{chance.choice(('So', 'And', 'Tell me', 'In your own words'))}, {filled_question(chance, talk)}"
            )
            body.lines += [f"**Q: {question}**" if kind == "q" else f"**{question}**", ""]
            body.turns.append(Turn("Q" if kind == "q" else None, question))
        else:
            head = {"named": f"{answers.shown}: ", "q": "A: ", "bare": ""}[kind]
            body.lines += [*f"{head}{words}".split("\n"), ""]
            body.turns.append(Turn({"named": answers.name, "q": "A"}.get(kind), "\n".join(said.paragraphs)))
    return body


def filled_question(chance: random.Random, talk: Talk) -> str:
    """Return the rest of a question."""
    thing = chance.choice(talk.words.things["en"])
    return chance.choice(
        (f"how does the {thing} work today?", f"what breaks in the {thing}?", f"would you pay for a better {thing}?")
    )


def before_names(_: random.Random, talk: Talk) -> Body:
    """Write first words before any name, then named turns."""
    body = Body(people=names_of(talk), clock=OFFSET, features={"words before the first name"})
    body.lines, body.turns = ["Is it recording?", ""], [Turn(None, "Is it recording?")]
    for said in talk.said:
        time, at = stated("padded", said.at)
        body.lines += [f"{said.who.shown} | {time}", *"\n".join(said.paragraphs).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), at))
    return body


def unknown_speakers(chance: random.Random, talk: Talk) -> Body:
    """Write named and timed turns some of which say that the speaker is not known."""
    body = Body(people=names_of(talk), clock=OFFSET, features={"turns without a name"})
    label = chance.choice(("Unknown Speaker", "Unknown", "Unidentified Speaker"))
    body.people[label] = {label, ""}
    for number, said in enumerate(talk.said):
        name = label if number % 5 == 3 else said.who.name
        body.lines += [f"{name}  {short(said.at)}", *"\n".join(said.paragraphs).split("\n"), ""]
        body.turns.append(Turn(name, "\n".join(said.paragraphs), said.at // 1000 * 1000))
    return body


TACTIQ = ("# tactiq.io free youtube transcript", "# {title}", "# https://www.youtube.com/watch/AbCdEfGhIjK", "")
WHISPER = (
    "Detecting language using up to the first 30 seconds. Use `--language` to specify the language",
    "Detected language: English",
)
CPP = (
    "whisper_init_from_file_with_params_no_state: loading model from 'models/ggml-base.en.bin'",
    "main: processing 'call.wav' (176000 samples, 11.0 sec), 4 threads, lang = en ...",
    "",
)

SPECIAL: Sequence[Layout] = (
    Layout(
        "youtube-copy",
        either(captions("{time}\n{words}", "short", chapters=True), captions("{time}\n{words}", "short")),
        around="",
        bounds=NOBODY,
    ),
    Layout("youtube-panel", captions("{time} {words}", "short"), around="", bounds=NOBODY),
    Layout("tactiq-video", captions("{time} {words}", "thousandths", top=TACTIQ), around="", bounds=NOBODY),
    Layout(
        "whisper-console",
        either(
            captions("[{time} --> {end}] {words}", "minutes", top=WHISPER),
            captions("[{time} --> {end}]  {words}", "minutes"),
        ),
        around="",
        bounds=NOBODY,
    ),
    Layout(
        "whisper-cpp",
        either(
            captions("[{time} --> {end}]   {words}", "thousandths", top=CPP),
            captions("[{time} --> {end}]   {words}", "thousandths"),
        ),
        around="",
        bounds=NOBODY,
    ),
    Layout("talk-python", captions("{time} {words}", "short", size=40, gap=True), around="", bounds=NOBODY),
    Layout(
        "timed-words",
        either(
            captions("{time} {words}", "full"),
            captions("{time} {words}", "full", gap=True),
            captions("[{time}] {words}", "full"),
        ),
        bounds=NOBODY,
    ),
    Layout("timed-words-md", captions("**[{time}]** {words}", "padded", size=25, gap=True), ".md", "md", bounds=NOBODY),
    Layout("rev-continued", continued("{name} ({time}):\n", "padded", "({time}):\n{words}"), bounds=FEW),
    Layout("stamps-before-paragraphs", continued("{name}: ", "padded", "[{time}] {words}"), bounds=FEW),
    Layout("show-notes-stamps", inline_stamps, ".md", "md", bounds=FEW),
    Layout(
        "f4-behind",
        f4_behind,
        bounds=Bounds(names=("full", "initials", "single", "role"), people=(2, 3), paragraphs=2, markdown=False),
    ),
    Layout("table", table, ".md", "md", bounds=FEW, brackets=0.2),
    Layout(
        "bold-questions",
        bold_questions,
        ".md",
        "md",
        bounds=Bounds(names=("full", "single"), people=(2, 2), returning=True, languages=False, markdown=False),
    ),
    Layout("words-before-names", before_names, around="", bounds=FEW),
    Layout("unknown-speaker", unknown_speakers, bounds=FEW),
)
