"""Layouts that the dev half does not have: times and names in signs, links, columns, captions, other scripts."""

import random
from collections.abc import Sequence

from .layout_held_around import a_day
from .layout_held_looks import Look, looks, people_of, speak, told, topped
from .layout_held_talk import SPACELESS
from .layout_held_tools import MARKDOWN, NOBODY, ONE_LINE, RETURNING_MD, TEXT, USUAL, continued, held
from .layout_notes import MONTHS
from .layout_shapes import OFFSET, UNCHECKED, Body, Layout, Turn
from .layout_special import captions, pieces
from .layout_talk import Bounds, Talk

LINK = "https://video.example/watch?v=AbC&t={second}s"
NATIVE = Bounds(markdown=False, people=(2, 3), shortest=5)
SIGNS = ("🎤", "👤", "🗣️", "🟢", "💬")


def emoji_heads(chance: random.Random, talk: Talk) -> Body:
    """Write a sign before each name."""
    sign = chance.choice(SIGNS)
    head, place = chance.choice(
        (
            (f"{sign} **{{name}}** · {{time}}", "below"),
            (f"{sign} **{{name}}** ({{time}}):", "same"),
            (f"{sign} {{name}} — {{time}}", "below"),
            (f"**{sign} {{name}}** `{{time}}`", "apart"),
            (f"⏱ {{time}} {sign} **{{name}}:**", "same"),
        )
    )
    body = speak(Look(head, chance.choice(("padded", "full")), place), chance, talk)
    for labels in body.people.values():
        labels |= {f"{sign} {label}" for label in labels}
    return body


def chat(chance: random.Random, talk: Talk) -> Body:
    """Write what a telephone's app exports of a group: day and time in brackets, with what the app itself says."""
    day = a_day(chance).replace(day=chance.randint(13, 28))
    shown, seconds = chance.choice(((f"{day:%d/%m/%Y}", True), (f"{day:%d.%m.%Y}", True), (f"{day:%Y-%m-%d}", False)))
    form = "day seconds" if seconds else "day"
    mark = f"[{shown}, {{time}}] {{bare}}:"
    start = chance.randint(8 * 3600, 14 * 3600) * 1000
    body = speak(Look(mark, form, gap=0, break_="\n", clock="clock", fixed=True), chance, talk, start)
    first = told(form, start)[0]
    note = f"[{shown}, {first}] Messages and calls are end-to-end encrypted."
    body.lines, body.notes, body.date = [note, *body.lines], [note], day.isoformat()
    return body


def cues(chance: random.Random, talk: Talk) -> Body:
    """Write captions as they are pasted: numbers, ranges and the name before the words, or in a tag."""
    body = Body(people=people_of(talk), clock=OFFSET)
    mark = chance.choice(("{name}: {words}", "<v {name}>{words}</v>", "[{name}] {words}", ">> {name}: {words}"))
    form, numbered = chance.choice((("thousandths", True), ("comma", True), ("thousandths", False)))
    for number, said in enumerate(talk.said, 1):
        time, at = told(form, said.at)
        body.lines += [str(number)] * numbered
        body.lines += [f"{time} --> {told(form, said.end)[0]}"]
        body.lines += [mark.format(name=said.who.name, words=said.paragraphs[0]), ""]
        body.turns.append(Turn(said.who.name, said.paragraphs[0], at))
    return body


def columns(chance: random.Random, talk: Talk) -> Body:
    """Write columns between tabs, with or without a line that names them."""
    form = chance.choice(("full", "thousandths", "padded"))
    shown = chance.choice(
        (("start", "end", "name", "words"), ("name", "start", "end", "words"), ("start", "name", "words"))
    )
    body = Body(people=people_of(talk), clock=OFFSET)
    titles = {"start": "Start", "end": "End", "name": "Speaker", "words": "Text"}
    if chance.random() < 0.5:
        body.notes = ["\t".join(titles[one] for one in shown)]
        body.lines = list(body.notes)
    for said in talk.said:
        time, at = told(form, said.at)
        cells = {"start": time, "end": told(form, said.end)[0], "name": said.who.name, "words": said.paragraphs[0]}
        body.lines.append("\t".join(cells[one] for one in shown))
        body.turns.append(Turn(said.who.name, said.paragraphs[0], at))
    return body


def forwarded(chance: random.Random, talk: Talk) -> Body:
    """Write a transcript that was sent by mail: a mail's head, a greeting, and every line quoted."""
    look = chance.choice(
        (Look("{name} ({time}):", "padded"), Look("{name} | {time}", "padded", "below"), Look("{name}:"))
    )
    body = speak(look, chance, talk)
    who = talk.people[0].name
    title = chance.choice(talk.words.titles)
    top = [f"From: {chance.choice(talk.words.first)} <office@lodeway.example>", "To: team@lodeway.example"]
    top += [
        f"Subject: Fwd: {title} - transcript",
        "",
        f"Hi all, here is the transcript of the call with {who}.",
        "Best, K.",
        "",
    ]
    quoted = ["---------- Forwarded message ---------", f"Subject: {title}", ""]
    body.lines = [*top, *(f"> {line}".rstrip() for line in [*quoted, *body.lines])]
    body.notes += [*top, *quoted]
    body.starts = []
    body.features.add("a mail around the transcript")
    return body


def pandoc(chance: random.Random, talk: Talk) -> Body:
    r"""Write what a converter of documents does: escaped brackets, and a backslash where a line breaks."""
    head, place = chance.choice(
        (
            ("**{name}** \\[{time}\\]\\", "below"),
            ("**{name}** {time}\\", "below"),
            (r"\[{time}\] **{name}:**", "same"),
            (r"{name} \[{time}\]:", "same"),
        )
    )
    width = 0 if talk.language in SPACELESS else chance.choice((0, 72))
    return speak(Look(head, chance.choice(("padded", "full")), place, wrap=width, fixed=True), chance, talk)


def tail_times(chance: random.Random, talk: Talk) -> Body:
    """Write the time behind the words of each turn."""
    body = Body(people=people_of(talk), clock=UNCHECKED)
    mark = chance.choice(("{name}: {words} [{time}]", "{name}: {words} ({time})", "**{name}:** {words} `[{time}]`"))
    for said in talk.said:
        body.lines += [mark.format(name=said.who.name, words=said.paragraphs[0], time=told("full", said.end)[0]), ""]
        body.turns.append(Turn(said.who.name, said.paragraphs[0]))
    return body


def range_above(chance: random.Random, talk: Talk) -> Body:
    """Write a range with frames, a name and the words, each on lines of its own, as an editor of films does."""
    return speak(
        Look("{time} - {end}\n{name}", "frames", "below", break_="\n", clock=UNCHECKED, fixed=True), chance, talk
    )


def seconds_named(chance: random.Random, talk: Talk) -> Body:
    """Write seconds as numbers, in brackets before the name."""
    head = chance.choice(("[{time} - {end}] {name}:", "[{time} -> {end}] {name}:", "({time}) {name}:"))
    return speak(Look(head, "seconds", gap=chance.choice((0, 1)), break_="\n", fixed=True), chance, talk)


def seconds_nobody(chance: random.Random, talk: Talk) -> Body:
    """Write seconds as numbers before words of nobody, as a console does."""
    body = Body(clock=OFFSET, features={"nobody is named"})
    if chance.random() < 0.5:
        body.notes = ["Detected language 'en' with probability 0.998047"]
        body.lines = list(body.notes)
    for words, start, end in pieces(talk, 11):
        time, at = told("seconds", start)
        body.lines.append(f"[{time} -> {told('seconds', end)[0]}]  {words}")
        body.turns.append(Turn(None, words, at))
    return body


def broadcast(chance: random.Random, talk: Talk) -> Body:
    """Write captions of a broadcast: two angles and a name in capitals before each turn."""
    return speak(Look(">> {upper}:", gap=chance.choice((0, 1)), break_="\n", wrap=chance.choice((0, 48))), chance, talk)


def lens(chance: random.Random, talk: Talk) -> Body:
    """Write what a recorder of East Asia writes: a title, the day, the names and times over the words."""
    day = a_day(chance)
    local = {
        "zh": ("会议记录", f"{day.year}年{day.month}月{day.day}日", "文字记录"),
        "ko": ("회의록", f"{day.year}년 {day.month}월 {day.day}일", "대화 내용"),
    }.get(talk.language, ("会議の記録", f"{day.year}年{day.month}月{day.day}日", "文字起こし"))
    body = speak(
        Look("{bare} {time}", "padded", "below", break_="\n", gap=chance.choice((0, 1)), fixed=True), chance, talk
    )
    top = [local[0], local[1], "", local[2], ""]
    body.lines, body.notes, body.starts, body.date = [*top, *body.lines], top, [], day.isoformat()
    return body


def month_title(chance: random.Random, talk: Talk) -> Body:
    """Write a minutes' title with the day in it, and turns of a name in bold and a dash."""
    day = a_day(chance)
    body = speak(chance.choice((Look("**{name}** –"), Look("**{name}** —"), Look("**{name}.**"))), chance, talk)
    top = [f"# Conversation with {talk.people[-1].name}, {day.day} {MONTHS[day.month - 1]} {day.year}", ""]
    body.lines, body.notes, body.date = [*top, *body.lines], [*top, *body.notes], day.isoformat()
    body.starts = []
    return body


MORE: Sequence[Layout] = (
    held("emoji-heads", emoji_heads, "md", MARKDOWN),
    held("chat-brackets", chat, "", Bounds(names=("full", "single", "unicode"), people=(2, 4), markdown=False)),
    held(
        "chat-angles", looks(Look("[{time}] <{bare}>", "day seconds", gap=0, clock="clock", fixed=True)), "", ONE_LINE
    ),
    held(
        "pasted-cues",
        cues,
        "",
        Bounds(paragraphs=1, names=("full", "single", "numbered", "unicode"), people=(2, 4), markdown=False),
    ),
    held(
        "tab-columns",
        columns,
        "",
        Bounds(paragraphs=1, names=("full", "single", "numbered", "initials"), people=(2, 4), markdown=False),
    ),
    held(
        "forwarded-mail",
        forwarded,
        "",
        Bounds(names=("full", "single", "joined"), people=(2, 4), markdown=False, returning=True),
    ),
    held("pandoc-escapes", pandoc, "md", MARKDOWN),
    held(
        "times-behind",
        tail_times,
        bounds=Bounds(paragraphs=1, names=("full", "single", "unicode"), people=(2, 4), markdown=False),
    ),
    held("film-editor", range_above, "", Bounds(names=("full", "numbered"), people=(2, 4), markdown=False)),
    held(
        "seconds",
        seconds_named,
        bounds=Bounds(paragraphs=1, names=("full", "numbered", "single"), people=(2, 4), markdown=False),
    ),
    held("seconds-of-nobody", seconds_nobody, "", NOBODY),
    held(
        "broadcast",
        broadcast,
        bounds=Bounds(
            paragraphs=1,
            names=("full", "single", "honorific"),
            people=(2, 5),
            markdown=False,
            languages=False,
            returning=True,
        ),
    ),
    held("chinese-recorder", lens, "", NATIVE, language="zh"),
    held("korean-recorder", lens, "", NATIVE, language="ko"),
    held(
        "japanese-brackets",
        looks(
            Look("【{bare}】", gap=0, break_="\n"),
            Look("{bare}（{time}）：", "padded", gap=1, break_="\n"),
            Look("{bare} ：", gap=0, break_="\n"),
        ),
        bounds=Bounds(markdown=False, people=(2, 3), returning=True),
        language="ja",
    ),
    held(
        "french-colon",
        looks(Look("{name} :"), Look("{name}\u00a0:\u00a0", gap=0, break_="\n"), Look("**{name} :**")),
        bounds=Bounds(names=("full", "single", "joined", "particle"), people=(2, 4), markdown=False, returning=True),
        language="fr",
    ),
    held(
        "linked-time",
        looks(
            Look(f"[{{time}}]({LINK}) **{{name}}:**", "padded"),
            Look(f"**{{name}}** [{{time}}]({LINK})", "padded", "below"),
            Look(f"**{{name}}** ([{{time}}]({LINK})):", "short"),
        ),
        "md",
        MARKDOWN,
    ),
    held(
        "html-bold",
        looks(
            Look("<b>{name}</b> ({time}):", "padded"),
            Look("<strong>{name}:</strong>"),
            Look("<p><b>{name}</b> {time}</p>", "full", "below"),
        ),
        "md",
        Bounds(names=("full", "single", "particle"), people=(2, 4), returning=True, paragraphs=2, markdown=False),
    ),
    held(
        "colon-then-time",
        looks(
            Look("**{name}:** [{time}]", "full"),
            Look("**{name}:** ({time})", "padded"),
            Look("**{name}:** `{time}`", "short"),
        ),
        "md",
        MARKDOWN,
    ),
    held(
        "name-at-time",
        looks(
            Look("{name} at {time}", "full", "below"),
            Look("[{name} at {time}]", "padded", "below"),
            Look("**{name}** at {time}:", "padded"),
        ),
        "md",
        USUAL,
    ),
    held(
        "dotted-times",
        looks(
            Look("[{time}] {name}:", "dots"), Look("{name} ({time}):", "dots"), Look("{name} {time}", "dots", "below")
        ),
        bounds=TEXT,
    ),
    held(
        "spelt-times",
        looks(
            Look("{name} ({time})", "spelt", "below"),
            Look("[{time}] {name}:", "spelt"),
            Look("{name}, {time}:", "abbreviated"),
        ),
        bounds=USUAL,
    ),
    held(
        "slashes",
        looks(
            Look("{time} / {name}:", "full"),
            Look("{name} / {time} /", "padded"),
            Look("{name} // {time}", "short", "below"),
        ),
        bounds=TEXT,
    ),
    held(
        "definition-list",
        looks(Look("{name}\n:  ", gap=1), Look("**{name}** ({time})\n:  ", "padded", gap=1)),
        "md",
        Bounds(names=("full", "single", "joined"), people=(2, 4), returning=True, paragraphs=1),
    ),
    held(
        "numbered-turns",
        looks(
            Look("{number}. {name} ({time}):", "padded", gap=0),
            Look("[{number:03}] {name}:", gap=0),
            Look("{number:03} {time} {name}:", "full", gap=0),
        ),
        bounds=Bounds(paragraphs=1, names=("full", "single", "unicode"), people=(2, 4), markdown=False, returning=True),
    ),
    held(
        "stamps-in-bold-paragraphs", continued("**{name}**\n\n", "full", "**({time})** {words}", first=0), "md", USUAL
    ),
    held("dash-heads", month_title, "alone", RETURNING_MD),
    held(
        "two-spaces-range",
        looks(Look("{time} – {end}  {name}", "padded", "below"), Look("{name}  {time} – {end}", "full", "below")),
        parts=0.2,
    ),
    held(
        "timed-ranges-of-nobody",
        topped(captions("{time} - {end}\n{words}", "padded", size=18, gap=True), ("{title}", "")),
        "",
        NOBODY,
    ),
)
