"""Layouts that tools write and people paste, those of the field cases among them, as a user sees them in the file."""

import random
from collections.abc import Sequence

from .layout_shapes import CLOCK, Body, Layout, Shape, shaped
from .layout_talk import ODD, Bounds, Talk

FLAT = Bounds(paragraphs=1)
PLAIN = Bounds(markdown=False)
ANYTHING = Bounds()
TIMED = Bounds(markdown=False, shortest=5)
ANONYMOUS = Bounds(paragraphs=1, people=(2, 4), names=("numbered",), languages=False, markdown=False, shortest=6)
COMING_BACK = Bounds(returning=True, people=(2, 4))


def md(name: str, *shapes: Shape, bounds: Bounds = ANYTHING, brackets: float = 0.0, headings: bool = False) -> Layout:
    """Return a layout of Markdown."""
    return Layout(name, shaped(shapes), ".md", "md", bounds, brackets, headings)


def txt(name: str, *shapes: Shape, bounds: Bounds = PLAIN, brackets: float = 0.0, around: str = "txt") -> Layout:
    """Return a layout of text."""
    return Layout(name, shaped(shapes), ".txt", around, bounds, brackets)


def gong_sync(chance: random.Random, talk: Talk) -> Body:
    """Write a bold head with time and name over each turn, as a synchronizer of calls into a repository does."""
    body = shaped([Shape("**[{time}] {name}:**", "padded", "below")])(chance, talk)
    top = [f"# {chance.choice(talk.words.titles)}", "", "**Date:** 2026-02-03 14:03", "**Duration:** 30 min", ""]
    top += [
        "**Participants:**",
        *(f"- {one.name} ({chance.choice(('Internal', 'External'))}) - Buyer" for one in talk.people),
    ]
    top += ["", "**System:** Zoom | **Type:** External", "", "[View in Gong](https://gong.example/call?id=123)", ""]
    body.lines = [*top, "---", "", "## Transcript", "", *body.lines]
    body.notes, body.date = top, "2026-02-03"
    return body


def callcase(chance: random.Random, talk: Talk) -> Body:
    """Write a list of facts, participants with their part, and bold names."""
    body = shaped([Shape("**{name}:**")])(chance, talk)
    title = chance.choice(talk.words.titles)
    top = [f"# {title}", "", "- Account: Halden Foundry (acc-17)", "- Provider: recorder", "- Provider Call ID: 7731"]
    top += ["- Date: 2026-02-03T15:00:00Z", "- Duration: 31 min", "", "## Participants"]
    top += [f"- {one.name} ({chance.choice(('host', 'participant'))})" for one in talk.people]
    body.lines = [*top, "", "## Transcript", *body.lines]
    body.notes, body.date = top, "2026-02-03"
    return body


def teams(chance: random.Random, talk: Talk) -> Body:
    """Write what becomes of a meeting program's document when it is turned into text."""
    body = shaped([Shape("{name}   {time}", "short", "below", break_="\n", gap=False)])(chance, talk)
    who = chance.choice(talk.people).name
    top = [
        "Release review-20260615_133555-Meeting Transcript",
        "15 June 2026, 03:35am",
        "27m 42s",
        f"{who} started transcription",
    ]
    body.notes, body.date = [*top, f"{who} stopped transcription"], "2026-06-15"
    body.lines = [*top, *body.lines, f"{who} stopped transcription"]
    return body


def one_turn(chance: random.Random, talk: Talk) -> Body:
    """Write a short recording: one turn between the lines that it was started and stopped."""
    talk.said = talk.said[:1]
    return teams(chance, talk)


def teams_page(chance: random.Random, talk: Talk) -> Body:
    """Write what a meeting program's page gives: initials, the name, the time in words, each on a line."""
    heads = ("{initial}\n{name}\n{time}", "{name}\n{time}", "{name} {time}", "{initial}\n{name} {time}")
    return shaped([Shape(head, "words", "below", break_="\n", gap=False) for head in heads])(chance, talk)


def three_lines(chance: random.Random, talk: Talk) -> Body:
    """Write an initial, a name and a time above the words; the player's lines stand at the end."""
    body = shaped([Shape("{initial[0]}\n{name}\n{time}", "padded", "below", break_="\n", gap=False)])(chance, talk)
    body.lines += ["Sync with audio", "00:0000:31", "1×"]
    body.notes += ["Sync with audio", "00:0000:31", "1×"]
    return body


def fathom(chance: random.Random, talk: Talk) -> Body:
    """Write what "copy transcript" of a recorder gives: indented words, notices between them."""
    body = shaped([Shape("{time} - {name}", "short", "below", indent="  ", break_="\n")])(chance, talk)
    top = [
        f"{chance.choice(talk.words.titles)} - January 29",
        "VIEW RECORDING - 61 mins (No highlights): https://rec.example/share/abcDEF",
    ]
    lines: list[str] = []
    for line in body.lines:
        if not line and chance.random() < 0.12:
            task = f"{chance.choice(talk.words.tasks)} - WATCH: https://rec.example/share/abcDEF?timestamp=12.9"
            note = chance.choice(
                (
                    f"ACTION ITEM: {task}",
                    f"SCREEN SHARING: {talk.people[0].name} started screen sharing - WATCH: https://rec.example/s",
                )
            )
            lines.append(f"  {note}")
            body.notes.append(note)
        lines.append(line)
    body.lines = [*top, "", "---", "", *lines]
    body.notes += top
    return body


def otter_untimed(chance: random.Random, talk: Talk) -> Body:
    """Write names on lines of their own, without times."""
    body = shaped([Shape("{name}  ", place="below")])(chance, talk)
    if chance.random() < 0.6:
        body.lines += ["", "Transcribed by https://otter.ai"]
        body.notes.append("Transcribed by https://otter.ai")
    return body


OTTER = (Shape("{name}  {time}", "short", "below"), Shape("{name}  {time}  ", "short", "below"))
DASHES = ("-", "–", "—")
CLIPPED = tuple(name for name in ODD if name not in ("initials", "address"))
INITIALLED = Bounds(markdown=False, names=("full", "particle", "numbered", "unicode", "capitals", "single", "joined"))

NAMED: Sequence[Layout] = (
    Layout("fathom-clipboard", fathom, bounds=PLAIN, brackets=0.8, around=""),
    md(
        "fireflies-md",
        Shape("**{name}** _[{time}]_:", "padded"),
        Shape("**{name}** *[{time}]*:", "padded"),
        bounds=FLAT,
    ),
    md("fireflies-md-close", Shape("**{name}** _[{time}]_:", "padded", gap=False), bounds=FLAT),
    txt("krisp", Shape("{name} | {time}", "padded", "below"), Shape("{name} | {time}", "short", "below")),
    txt("happy-scribe", Shape("[{time}] - {name}", "hundredths", "below"), Shape("[{time}] - {name}", "full", "below")),
    txt(
        "zoom-saved-captions",
        Shape("[{name}] {time}", "full", "below", clock=CLOCK),
        bounds=Bounds(1, markdown=False),
        around="",
    ),
    txt(
        "slack-huddle",
        Shape("{name}\n{time}\n", "twelve", "below", clock=CLOCK),
        Shape("{name}  [{time}]", "twelve", "below", clock=CLOCK),
        Shape("{name}  {time}", "twelve", "below", clock=CLOCK),
        bounds=Bounds(1, markdown=False),
        around="",
    ),
    txt("otter", *OTTER),
    Layout(
        "otter-untimed",
        otter_untimed,
        bounds=Bounds(markdown=False, returning=True, people=(2, 4), names=("full", *CLIPPED)),
    ),
    md("otter-md", Shape("**{name}**  {time}", "short", "below"), Shape("**{name}** [{time}]", "padded", "below")),
    Layout("teams-text", teams, around="", bounds=PLAIN),
    Layout("teams-one-turn", one_turn, around="", bounds=Bounds(markdown=False, people=(1, 1))),
    Layout("teams-page", teams_page, around="", bounds=INITIALLED),
    Layout("initial-name-time-lines", three_lines, around="", bounds=INITIALLED),
    Layout("gong-to-repository", gong_sync, ".md", "below", brackets=0.6),
    Layout("callcase", callcase, ".md", "below"),
    txt(
        "tactiq-meeting",
        Shape("{time} {name}:", "padded", gap=False),
        Shape("{time} {name}:", "full", gap=False),
        bounds=Bounds(1, markdown=False),
    ),
    txt("f4", Shape("#{time}# {name}:", "tenth"), Shape("{name}: #{time}#", "tenth"), bounds=TIMED),
    txt(
        "maxqda",
        Shape("{time}{name}:", "tenths"),
        Shape("#{time}#{name}:", "tenth"),
        bounds=Bounds(1, names=("full", "initials", "single", "role"), markdown=False),
    ),
    txt(
        "whisperx-text",
        Shape("[{name}]:", gap=False),
        Shape("{name} [{time} - {end}]:", "padded", gap=False),
        Shape("[{time} --> {end}] {name}:", "thousandths", gap=False),
        Shape("[{name}] [{time} --> {end}]:", "thousandths", gap=False),
        bounds=ANONYMOUS,
    ),
    # Heads of the field cases.
    txt(
        "bracket-name-bracket-time",
        Shape("[{name}] [{time}]", "padded", gap=False),
        Shape("[{name}] [{time}]", "full"),
        bounds=Bounds(1, markdown=False),
    ),
    md(
        "heading-name-dash-time",
        *(Shape(f"### {{name}} {dash} {{time}}", "padded", "apart") for dash in DASHES),
        headings=True,
    ),
    txt("name-bracket-time-words", Shape("{name} [{time}]", "full"), Shape("{name} [{time}]", "padded")),
    txt(
        "chat-app",
        Shape("3/5/26, {time} - {name}:", "twelve", clock=CLOCK, gap=False),
        bounds=Bounds(1, markdown=False),
        around="",
    ),
    txt(
        "name-bracket-range",
        Shape("{name} [{time} - {end}]", "padded", "below"),
        Shape("{name} [{time} --> {end}]", "full", "below"),
    ),
    md(
        "bold-name-paren-inside",
        Shape("**{name} ({time})**", "padded", "below"),
        Shape("**{name} ({time}):**", "padded"),
    ),
    md("bold-name-paren-time-words", Shape("**{name}** ({time}):", "padded"), Shape("**{name}** ({time}):", "full")),
    md(
        "list",
        Shape("**{name}** [{time}]", "short", first="- ", rest="  ", gap=False),
        Shape("**{name}:**", first="- ", rest="  ", gap=False),
        Shape("**{name}** ({time}):", "short", first="* ", rest="  ", gap=False),
        bounds=FLAT,
    ),
    md(
        "quote",
        Shape("**{name}** `{time}`", "padded", "below", first="> ", rest="> "),
        Shape("**{name}**:", first="> ", rest="> "),
        bounds=FLAT,
    ),
    md("code-time-bold-name", Shape("`{time}` **{name}**:", "padded"), Shape("`[{time}]` **{name}:**", "full")),
    md(
        "heading-paren",
        Shape("### {name} ({time})", "full", "below"),
        Shape("#### {name} ({time})", "padded", "apart"),
        headings=True,
    ),
    md(
        "heading-name",
        Shape("#### {name}", place="below"),
        Shape("### {name}", place="apart"),
        headings=True,
        bounds=COMING_BACK,
    ),
    md(
        "bold-name-dot-time",
        Shape("**{name}** · {time}", "full", "apart"),
        Shape("**{name}** · {time}", "padded", "below"),
    ),
    md("bracket-time-bold-name", Shape("[{time}] **{name}**:", "full"), Shape("[{time}] **{name}:**", "padded")),
    txt(
        "name-tab-time-tab-words",
        Shape("{name}:\t{time}\t", "full"),
        Shape("{name}\t{time}\t", "padded"),
        bounds=Bounds(1, markdown=False),
    ),
    txt(
        "stamp-above-name",
        Shape("[{time}]\n{name}:", "full", gap=False),
        Shape("{time}\n{name}:", "padded"),
        bounds=TIMED,
    ),
    txt("name-time-alone-below", Shape("{name}: {time}", "full", "apart", break_="\n"), bounds=PLAIN),
    # Names without times.
    md("bold-colon", Shape("**{name}:**"), Shape("**{name}**:"), Shape("**{name}:**", place="below")),
    txt("plain-colon", Shape("{name}:"), Shape("{name}:", gap=False, break_="\n"), bounds=PLAIN),
    md("bold-bracketed", Shape("**{name}:**"), Shape("**{name}**:"), Shape("**{name}:**", place="below"), brackets=1.0),
    txt("plain-bracketed", Shape("{name}:"), Shape("{name}:", gap=False, break_="\n"), bounds=PLAIN, brackets=1.0),
    txt(
        "wide-colon",
        Shape("{name}：", gap=False, break_="\n"),
        bounds=Bounds(markdown=False, names=("japanese",), people=(2, 3)),
    ),
    txt(
        "rounded-brackets",
        Shape("({time}) {name}:", "full"),
        Shape("{name} ({time}):", "padded"),
        Shape("{name} ({time})", "full", "below"),
    ),
    txt(
        "indented-words",
        Shape("{name}:", place="below", indent="    ", break_="\n"),
        Shape("{name} {time}", "full", "below", indent="\t", break_="\n"),
        bounds=PLAIN,
    ),
)
