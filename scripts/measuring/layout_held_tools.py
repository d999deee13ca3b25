"""What tools write and people paste, in the half that is held back: the layouts that have a name."""

import random
from collections.abc import Sequence

from .layout_held_around import a_day, dress
from .layout_held_looks import Look, any_of, looks, people_of, speak, told, topped
from .layout_held_talk import ODD, retell
from .layout_notes import MONTHS
from .layout_shapes import OFFSET, UNCHECKED, Body, Layout, Turn, Write
from .layout_special import captions, stamped
from .layout_talk import Bounds, Talk

CHEAP = Bounds(paragraphs=1, people=(1, 1), names=("full",), languages=False, markdown=False, shortest=1)
"""What the conversation is made with that `retell` replaces by another."""

TEXT = Bounds(markdown=False, people=(1, 7), names=("full", *ODD), shortest=3)
MARKDOWN = Bounds(people=(1, 7), names=("full", *ODD), shortest=3)
ONE_LINE = Bounds(paragraphs=1, markdown=False, people=(1, 7), names=("full", *ODD), shortest=3)
RETURNING = Bounds(markdown=False, returning=True, people=(2, 4), names=("full", *ODD))
RETURNING_MD = Bounds(returning=True, people=(2, 4), names=("full", *ODD))
NOBODY = Bounds(paragraphs=1, people=(2, 2), names=("full",), markdown=False, shortest=8)
USUAL = Bounds(names=("full", "single", "particle", "unicode", "joined", "honorific"), people=(2, 4), markdown=False)
LONG_NAMES = Bounds(
    names=("full", "particle", "numbered", "unicode", "capitals", "single", "joined"), markdown=False, shortest=3
)


def held(
    name: str,
    write: Write,
    kind: str = "txt",
    bounds: Bounds = TEXT,
    *,
    parts: float = 0.0,
    every: bool = False,
    language: str = "",
    headings: bool = False,
) -> Layout:
    """Return a layout. kind: what stands around; parts: how often names have something in brackets, every: all do."""

    def whole(chance: random.Random, talk: Talk) -> Body:
        with_parts = "every" if every else "some" * (chance.random() < parts)
        retell(chance, talk, bounds, language, with_parts)
        body = write(chance, talk)
        dress(chance, talk, body, kind, headings=headings)
        return body

    return Layout(name, whole, ".txt" if kind in ("txt", "") else ".md", "", CHEAP, headings=headings)


def fathom(chance: random.Random, talk: Talk) -> Body:
    """Write what a recorder puts into the clipboard: indented words, notices between the turns."""
    body = speak(Look("{time} - {name}", "short", "below", indent="  ", break_="\n", fixed=True), chance, talk)
    day = a_day(chance)
    title = chance.choice(talk.words.titles)
    top = [f"{title} - {MONTHS[day.month - 1]} {day.day}"]
    link = f"https://rec.example/share/{day.toordinal()}"
    top += [f"VIEW RECORDING - {chance.randint(12, 80)} mins (No highlights): {link}", "", "---", ""]
    lines: list[str] = []
    for line in body.lines:
        if not line and chance.random() < 0.1:
            task = (
                f"{chance.choice(talk.words.tasks).capitalize()} - WATCH: {link}?timestamp={chance.randint(9, 900)}.4"
            )
            note = chance.choice((f"ACTION ITEM: {task}", f"HIGHLIGHT: {task}", f"SCREEN SHARING: {task}"))
            lines.append(f"  {note}")
            body.notes.append(note)
        lines.append(line)
    body.lines, body.notes = [*top, *lines], [*body.notes, *top]
    return body


def teams_text(chance: random.Random, talk: Talk) -> Body:
    """Write what becomes of a meeting program's document, in English or German, when it is turned into text."""
    gap = chance.choice((0, 1))
    look = Look("{bare}   {time}", "short", "below", break_="\n", gap=gap, fixed=True)
    body = speak(look, chance, talk)
    day, who = a_day(chance), talk.people[0].name
    stamp = f"{day:%Y%m%d}_101502"
    started, stopped = f"{who} started transcription", f"{who} stopped transcription"
    shown = f"{MONTHS[day.month - 1]} {day.day}, {day.year}, 10:15AM"
    if talk.language == "de":
        started, stopped = f"{who} hat die Transkription gestartet", f"{who} hat die Transkription beendet"
    top = [f"{chance.choice(talk.words.titles)}-{stamp}-Meeting Recording", shown, "1h 12m 40s", started, ""]
    body.lines = [*top, *body.lines, "", stopped]
    body.notes, body.date = [*top, stopped], day.isoformat()
    return body


def teams_one(chance: random.Random, talk: Talk) -> Body:
    """Write a recording of one turn between the lines that it was started and stopped."""
    talk.said = talk.said[:1]
    talk.people = [talk.said[0].who]
    return teams_text(chance, talk)


def three_lines(chance: random.Random, talk: Talk) -> Body:
    """Write an initial, a name and a time above the words, and the player's lines at the end."""
    look = Look("{initial[0]}\n{bare}\n{time}", "padded", "below", break_="\n", gap=chance.choice((0, 1)), fixed=True)
    return topped(lambda *_: speak(look, chance, talk), ends=("Play", "00:0042:10", "1.5×"))(chance, talk)


def otter_file(chance: random.Random, talk: Talk) -> Body:
    """Write an exported file of a note taker, with its keywords and speakers above."""
    body = speak(Look("{bare}  {time}", "padded", "below"), chance, talk)
    day = a_day(chance)
    things = ", ".join(chance.sample(talk.words.things["en"], 5))
    top = [
        chance.choice(talk.words.titles),
        f"{day:%a}, {MONTHS[day.month - 1][:3]} {day.day}, {day.year} 10:12AM • 42:10",
    ]
    top += ["SUMMARY KEYWORDS", things, "SPEAKERS", ", ".join(one.name for one in talk.people), ""]
    body.starts = []
    body.lines, body.notes, body.date = [*top, *body.lines], [*body.notes, *top], day.isoformat()
    return body


def gong_sync(chance: random.Random, talk: Talk) -> Body:
    """Write what a synchronizer of calls into a repository does: a head, and bold times and names over the words."""
    body = speak(Look("**[{time}] {name}:**", "padded", "below"), chance, talk)
    day = a_day(chance).isoformat()
    sides = ("Internal", "External")
    top = [f"# {chance.choice(talk.words.titles)}", "", f"**Date:** {day} 09:15", "**Duration:** 47 min", ""]
    top += ["**Participants:**", *(f"- {one.name} ({chance.choice(sides)}) - Head Nurse" for one in talk.people), ""]
    top += ["**System:** Google Meet | **Type:** External", "", "[View in Gong](https://gong.example/call?id=88)", ""]
    if chance.random() < 0.5:
        top += [
            "## Key Points",
            "",
            f"- {chance.choice(talk.words.said_by_nobody).format(who=talk.people[0].name)}",
            "",
        ]
    top += ["---", "", "## Transcript", ""]
    body.lines, body.date, body.starts = [*top, *body.lines], day, []
    body.notes += top
    return body


def callcase(chance: random.Random, talk: Talk) -> Body:
    """Write a list of facts, participants with their part, and bold names."""
    body = speak(Look("**{name}:**"), chance, talk)
    day = a_day(chance).isoformat()
    top = [f"# {chance.choice(talk.words.titles)}", "", "- Account: Aldermoor Council (acc-204)"]
    top += ["- Provider: dialler", "- Provider Call ID: q9-118", f"- Date: {day}T11:00:00Z", "- Duration: 18 min", ""]
    top += ["## Participants", *(f"- {one.name} ({chance.choice(('host', 'participant'))})" for one in talk.people)]
    top += ["", "## Transcript", *[""] * chance.choice((0, 1))]
    body.lines, body.date, body.starts = [*top, *body.lines], day, []
    body.notes += top
    return body


def continued(head: str, form: str, mark: str, *, first: int = 1) -> Write:
    """Return what writes named turns whose later paragraphs have stamps of their own."""

    def write(_: random.Random, talk: Talk) -> Body:
        clock = OFFSET if "{time}" in head else UNCHECKED
        body = Body(people=people_of(talk), clock=clock, features={"stamps inside turns"})
        for said in talk.said:
            time, at = told(form, said.at)
            lines, stamps = stamped(said, form, mark, after=first)
            body.lines += [*(head.format(name=said.who.shown, time=time) + "\n\n".join(lines)).split("\n"), ""]
            known = at if clock == OFFSET else None
            body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), known, stamps))
        return body

    return write


def f4_behind(chance: random.Random, talk: Talk) -> Body:
    """Write `Name: words #00:00:04-2#`, the stamp of the moment at which the paragraph ends."""
    body = Body(people=people_of(talk), clock=UNCHECKED)
    gap = chance.random() < 0.5
    for said in talk.said:
        paragraphs = [f"{words} #{told('tenth', said.end)[0]}#" for words in said.paragraphs]
        body.lines += [*(f"{said.who.shown}: " + "\n".join(paragraphs)).split("\n"), *[""] * gap]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs)))
    return body


WHISPER = (
    "/usr/lib/python3/dist-packages/whisper/transcribe.py:115: UserWarning: FP16 is not supported on CPU; using FP32",
    '  warnings.warn("FP16 is not supported on CPU; using FP32 instead")',
    "Detecting language using up to the first 30 seconds. Use `--language` to specify the language",
    "Detected language: English",
)
CPP = (
    "whisper_init_from_file_with_params_no_state: loading model from 'models/ggml-small.bin'",
    "system_info: n_threads = 4 / 8 | AVX = 1 | AVX2 = 1 | F16C = 1 |",
    "",
    "main: processing 'ward.wav' (9600000 samples, 600.0 sec), 4 threads, 1 processors, lang = auto, task = transcribe",
    "",
)
CPP_END = (
    "",
    "",
    "whisper_print_timings:     load time =   212.40 ms",
    "whisper_print_timings:   sample time =  1510.02 ms",
    "whisper_print_timings:    total time =  9031.77 ms",
)
TACTIQ = ("# tactiq.io free youtube transcript", "# {title}", "# https://www.youtube.com/watch/ZyXwVuTsRqP", "")
OTHER_F4 = Bounds(names=("full", "initials", "single", "role"), people=(2, 3), markdown=False)
HUDDLE = ("twelve", "narrow")

TOOLS: Sequence[Layout] = (
    held("fathom-clipboard", fathom, "", parts=0.8),
    held(
        "fireflies-md",
        looks(Look("**{name}** _[{time}]_:", "padded"), Look("**{name}** *[{time}]*:", "full")),
        "md",
        Bounds(paragraphs=1, shortest=3),
    ),
    held(
        "fireflies-md-close",
        looks(Look("**{name}** _[{time}]_:", "padded", gap=0)),
        "md",
        Bounds(paragraphs=1, shortest=3),
    ),
    held("krisp", looks(Look("{name} | {time}", "padded", "below"), Look("{name} | {time}", "short", "below", gap=0))),
    held(
        "happy-scribe",
        looks(Look("[{time}] - {name}", "hundredths", "below"), Look("[{time}] - {name}", "thousandths", "below")),
    ),
    held(
        "zoom-saved-captions",
        looks(Look("[{bare}] {time}", "day seconds", "below", gap=1, clock="clock", fixed=True)),
        "",
        ONE_LINE,
    ),
    held(
        "slack-huddle",
        looks(
            *(
                Look(head, form, "below", gap=1, clock="clock", fixed=True)
                for form in HUDDLE
                for head in ("{bare}\n{time}\n", "{bare}  [{time}]", "{bare}  {time}")
            )
        ),
        "",
        ONE_LINE,
    ),
    held("rev-continued", continued("{name} ({time}):\n", "padded", "({time}):\n{words}"), bounds=USUAL),
    held("rev-older", continued("{name}: ({time})\n", "padded", "({time})\n{words}"), bounds=USUAL),
    held(
        "otter",
        any_of(looks(Look("{bare}  {time}  ", "short", "below")), looks(Look("{bare}  {time}", "padded", "below"))),
    ),
    held("otter-file", otter_file, ""),
    held(
        "otter-untimed",
        looks(Look("{bare}", place="below"), Look("{bare}  ", place="below")),
        bounds=Bounds(
            markdown=False,
            returning=True,
            people=(2, 4),
            names=(
                "full",
                "particle",
                "honorific",
                "unicode",
                "numbered",
                "capitals",
                "single",
                "joined",
                "lower",
                "role",
            ),
        ),
    ),
    held("teams-text", teams_text, "", Bounds(markdown=False, shortest=3)),
    held("teams-one-turn", teams_one, "", Bounds(markdown=False, people=(1, 1), shortest=1)),
    held(
        "teams-page",
        looks(
            *(
                Look(head, "words", "below", break_="\n", gap=gap, fixed=True)
                for head in ("{initial}\n{bare}\n{time}", "{bare}\n{time}", "{bare} {time}", "{initial}\n{bare} {time}")
                for gap in (0, 1)
            )
        ),
        "",
        LONG_NAMES,
    ),
    held("initial-name-time-lines", three_lines, "", LONG_NAMES),
    held(
        "youtube-copy",
        any_of(
            captions("{time}\n{words}", "short", size=6, chapters=True), captions("{time}\n{words}", "short", size=11)
        ),
        "",
        NOBODY,
    ),
    held("youtube-panel", captions("{time} {words}", "short", size=7), "", NOBODY),
    held("tactiq-video", captions("{time} {words}", "thousandths", size=12, top=TACTIQ), "", NOBODY),
    held(
        "tactiq-meeting",
        looks(Look("{time} {name}:", "padded", gap=0), Look("{time} {name}:", "full")),
        bounds=ONE_LINE,
    ),
    held(
        "whisper-console",
        any_of(
            captions("[{time} --> {end}] {words}", "minutes", size=14, top=WHISPER[2:]),
            captions("[{time} --> {end}]  {words}", "minutes", size=8, top=WHISPER),
            captions("[{time} --> {end}]  {words}", "minutes", size=8),
        ),
        "",
        NOBODY,
    ),
    held(
        "whisper-cpp",
        any_of(
            topped(captions("[{time} --> {end}]   {words}", "thousandths", size=10, top=CPP), ends=CPP_END),
            captions("[{time} --> {end}]   {words}", "thousandths", size=13),
        ),
        "",
        NOBODY,
    ),
    held("gong-to-repository", gong_sync, "below", MARKDOWN, parts=0.6),
    held("callcase", callcase, "below", MARKDOWN),
    held("talk-python", captions("{time} {words}", "short", size=33, gap=True), "", NOBODY),
    held("f4", looks(Look("#{time}# {name}:", "tenth"), Look("{name}: #{time}#", "tenth", gap=0, break_="\n"))),
    held("f4-behind", f4_behind, bounds=OTHER_F4),
    held(
        "maxqda",
        looks(Look("{time}{name}:", "tenths"), Look("#{time}#{name}:", "tenth"), Look("#{time}#\n{name}:", "tenth")),
        bounds=Bounds(1, names=("full", "initials", "single", "role"), people=(2, 4), markdown=False),
    ),
)
