"""What stands around and between turns in the half that is held back, and was not said."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from .layout_held_tongues import LOCAL, Local
from .layout_notes import MONTHS, ordinal
from .layout_shapes import OFFSET, Body, full
from .layout_talk import Talk

SIGNS = ("📝", "✅", "📌", "💡", "🔍", "🧭")
PEOPLE = ("Attendees", "Participants", "Present", "Speakers", "In the room", "People", "With")


@dataclass
class Put:
    """Lines above and below the turns, and the call's date; None where none is stated, or one with two readings."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    date: str | None = None
    features: set[str] = field(default_factory=set)


def a_day(chance: random.Random) -> dt.date:
    """Return a day."""
    return dt.date(2023, 3, 1) + dt.timedelta(days=chance.randrange(1_100))


def written_date(chance: random.Random, language: str, *, yaml: bool = False) -> tuple[str, str | None]:
    """Return a date as people write it, and which day it is."""
    day = a_day(chance)
    iso, month = day.isoformat(), MONTHS[day.month - 1]
    if yaml:
        return chance.choice((iso, iso, f'"{iso}"', f"'{iso}'", f"{iso}T10:30:00+02:00", f"{iso} 10:30")), iso
    if language in LOCAL and chance.random() < 0.7:
        local = LOCAL[language]
        return local.day.format(day=day.day, month=local.months[day.month - 1], year=day.year), iso
    if language == "ja":
        return f"{day.year}年{day.month}月{day.day}日", iso
    if language == "en" and chance.random() < 0.07:
        shown = f"{day.day:02}/{day.month:02}/{day.year}"
        return shown, iso if day.day > 12 or day.day == day.month else None
    forms = [iso, iso, f"{day.day}.{day.month}.{day.year}" if day.day > 12 else iso, f"{iso}, 10:30", f"{iso} (Zoom)"]
    if language == "en":
        forms += [
            f"{month} {day.day}, {day.year}",
            f"{month} {ordinal(day.day)}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{ordinal(day.day)} {month} {day.year}",
            f"{day:%a}, {day.day} {month[:3]} {day.year}",
            f"{day:%A} {day.day} {month} {day.year}, 14:00",
            f"{day:%a}, {month[:3]} {day.day}, {day.year} at 2:00 PM",
            f"{day.day}-{month[:3]}-{day.year}",
        ]
    return chance.choice(forms), iso


def nobody(chance: random.Random, talk: Talk) -> str:
    """Return a sentence that was not said."""
    local = LOCAL.get(talk.language)
    said = local.notes if local else talk.words.said_by_nobody
    return chance.choice(said).format(who=chance.choice(talk.people).name)


def guests(chance: random.Random, talk: Talk) -> list[str]:
    """Return the people as a head names them."""
    mark = chance.choice(("{0}", "{0}", "{0} ({1})", "{0}, {1}", "{0} – {1}", "@{0}"))
    return [mark.format(one.name, chance.choice(talk.words.companies)) for one in talk.people]


def front_matter(chance: random.Random, talk: Talk, put: Put) -> None:
    """Put YAML before everything, its keys in any order."""
    title = chance.choice(talk.words.titles)
    blocks = [
        [chance.choice((f'title: "{title}"', f"title: '{title}'", f"title: >-\n  {title.split()[0]}\n  continued"))]
    ]
    if chance.random() < 0.8:
        shown, put.date = written_date(chance, talk.language, yaml=True)
        blocks.append([f"{chance.choice(talk.words.date_keys)}: {shown}"])
    names = [one.name for one in talk.people]
    if chance.random() < 0.6:
        listed = [
            ["participants: [" + ", ".join(f'"{name}"' for name in names) + "]"],
            ["participants:", *(f'  - name: "{name}"\n    company: Tidewell' for name in names)],
            ["people:", *(f'- "[[{name}]]"' for name in names)],
        ]
        blocks.append(chance.choice(listed))
    extra = (
        ["tags:", "  - ward", "  - interview/2nd"],
        ["client: Aldermoor Council"],
        ["status: done", "rating: 4"],
        ["aliases: []"],
        ["notes: |", f"  {nobody(chance, talk)}", "", f"  {nobody(chance, talk)}"],
        ["cssclass: wide", "duration: 42m"],
    )
    blocks += chance.sample(extra, chance.randint(0, 3))
    chance.shuffle(blocks)
    lines = [line for block in blocks for line in "\n".join(block).split("\n")]
    put.above += ["---", *lines, "---", *[""] * chance.choice((0, 1, 1))]
    put.features.add("front matter")


STYLES = ("**{}**: {}", "**{}:** {}", "* **{}:** {}", "- {}: {}", "{}:: {}", "*{}:* {}", "> **{}:** {}", "{}: {}  ")
TEXT_STYLES = ("{}: {}", "{}: {}", "{:<16}{}", "{} : {}", "{}\t{}", "# {}: {}", "* {}: {}")


def labelled(chance: random.Random, talk: Talk, put: Put, *, markdown: bool) -> None:
    """Put a head of labels, or a table of them, before the transcript."""
    local: Local | None = LOCAL.get(talk.language) if chance.random() < 0.8 else None
    pairs = chance.sample(talk.words.labels, chance.randint(0 if local else 1, 5))
    if chance.random() < 0.8:
        shown, put.date = written_date(chance, talk.language)
        label = local.date if local else chance.choice(talk.words.date_labels)
        pairs.insert(chance.randint(0, len(pairs)), (label, shown))
        put.features |= {"a date in words"} if put.date and put.date not in shown else set()
    if chance.random() < 0.6 or not pairs:
        label = local.people if local else chance.choice(PEOPLE)
        pairs.append((label, chance.choice((", ", "; ")).join(guests(chance, talk))))
    title = chance.choice(talk.words.titles)
    top = [chance.choice((f"# {title}", f"# 📞 {title}")), ""] if markdown else [title, *[""] * chance.choice((0, 1))]
    put.above += top if chance.random() < 0.7 else []
    if markdown and chance.random() < 0.15:
        put.above += ["| | |", "|---|---|", *(f"| {label} | {value} |" for label, value in pairs), ""]
    else:
        style = chance.choice(STYLES if markdown else TEXT_STYLES)
        put.above += [*(style.format(label, value) for label, value in pairs), ""]
    if chance.random() < 0.35:
        put.above += [chance.choice(("---", "* * *", "___") if markdown else ("-" * 40, "~" * 12, "***")), ""]
    put.features.add("head with labels")


def titled(chance: random.Random, talk: Talk, put: Put, *, markdown: bool) -> None:
    """Put a title alone above, now and then with the day of the call."""
    title = chance.choice(talk.words.titles)
    if chance.random() < 0.4:
        day = a_day(chance)
        put.date = day.isoformat()
        shown = chance.choice((put.date, f"{day.day} {MONTHS[day.month - 1]} {day.year}"))
        title += chance.choice((f" ({shown})", f" - {shown}", f", {shown}"))
        put.features.add("the date in the title")
    put.above += [f"# {title}" if markdown else title, ""]


def rows(chance: random.Random, talk: Talk, *, markdown: bool) -> list[str]:
    """Return what notes consist of: paragraphs, bullets of any kind, tasks, labels, a table."""
    said = [nobody(chance, talk) for _ in range(chance.randint(1, 4))]
    who = [chance.choice(talk.people).name for _ in said]
    task = [chance.choice(talk.words.tasks) for _ in said]
    bullet = chance.choice(("-", "*", "+", "•", "1.") if markdown else ("-", "•", "*", "–", "o", "1)"))
    bold = "**" if markdown else ""
    kinds = [
        [" ".join(said)],
        [f"{bullet} {one}" for one in said],
        [f"{bullet} {bold}{one}:{bold} {two}" for one, two in zip(who, task, strict=True)],
        [f"{bullet} {one} → {two}" for one, two in zip(who, task, strict=True)],
        [
            f"{bold}{label}:{bold} {one}"
            for label, one in zip(("Budget", "Authority", "Need", "Timing"), said, strict=False)
        ],
        [f"{bullet} {one} (@{name})" for one, name in zip(task, who, strict=True)],
    ]
    if markdown:
        kinds += [
            ["| Owner | Task |", "| :-- | :-- |", *(f"| {one} | {two} |" for one, two in zip(who, task, strict=True))],
            [f"- [{chance.choice(' x')}] **{one}** {two}" for one, two in zip(who, task, strict=True)],
            [f"> {one}" for one in said],
        ]
    return chance.choice(kinds)


def opener(chance: random.Random, title: str, *, markdown: bool) -> list[str]:
    """Return what opens notes."""
    sign = chance.choice(SIGNS)
    if markdown:
        forms = (f"## {title}", f"## {title}", f"### {title}", f"## {sign} {title}", f"# {title}", f"**{title}**")
        return [chance.choice(forms), *[""] * chance.choice((1, 1, 0))]
    return chance.choice(
        ([title.upper(), ""], [f"{title}:"], [title, "-" * len(title)], [f"== {title} =="], [f"{sign} {title}"])
    )


def transcript_line(chance: random.Random, talk: Talk, *, markdown: bool) -> list[str]:
    """Return the heading or line below which a transcript begins."""
    local = LOCAL.get(talk.language)
    title = local.transcript if local else chance.choice(talk.words.transcript)
    if markdown:
        forms = (f"## {title}", f"## {title}", f"# {title}", f"## 🎙️ {title}", f"### {title}:", f"**{title}**")
        return [chance.choice(forms), *[""] * chance.choice((1, 1, 0))]
    forms = (title, f"{title}:", title.upper(), f"== {title} ==", f"*** {title} ***", f"[{title}]")
    return [chance.choice(forms), ""]


def sections(chance: random.Random, talk: Talk, put: Put, *, markdown: bool) -> None:
    """Put notes above, and below them the heading that says transcript."""
    local = LOCAL.get(talk.language)
    titles = local.titles if local else talk.words.above
    for title in chance.sample(titles, min(len(titles), chance.randint(1, 4))):
        put.above += [*opener(chance, title, markdown=markdown), *rows(chance, talk, markdown=markdown), ""]
    put.above += transcript_line(chance, talk, markdown=markdown)
    put.features |= {"notes above", "a heading that says transcript"}


def under(chance: random.Random, talk: Talk, put: Put, *, markdown: bool) -> None:
    """Put below what was not said: notes behind a heading or rule, a footer, a memo, a footnote."""
    local = LOCAL.get(talk.language)
    rule = ["", chance.choice(("---", "***", "___") if markdown else ("-" * 30, "=====", "* * *", "___")), ""]
    kind = chance.choice(("section", "section", "sections", "footer", "end", "memo", "footnote"))
    put.features.add(f"below: {kind}")
    if kind in ("section", "sections"):
        titles = local.titles if local else talk.words.below
        for title in chance.sample(titles, 1 if kind == "section" else 2):
            put.below += [*(rule if not markdown or chance.random() < 0.4 else [""])]
            put.below += [*opener(chance, title, markdown=markdown), *rows(chance, talk, markdown=markdown)]
    elif kind == "footer":
        put.below += [*rule, chance.choice(talk.words.footers)]
    elif kind == "end":
        last = full(talk.said[-1].end)
        end = ("[END OF TRANSCRIPT]", "[Recording ends]", "*** End of recording ***", f"[end of audio {last}]")
        put.below += ["", chance.choice(end)]
    elif kind == "memo" and markdown:
        memo = chance.choice(talk.words.asides)
        put.below += ["", *chance.choice(([f"<!-- {memo} -->"], ["%%", memo, "%%"], ["> [!note] Memo", f"> {memo}"]))]
    elif kind == "memo":
        put.below += [*rule, f"Note {chance.choice(talk.words.asides)}"]
    else:
        put.below += [*rule, "¹ The ward was renamed later." if not markdown else "[^7]: The ward was renamed later."]


def between(chance: random.Random, talk: Talk, body: Body, *, markdown: bool, headings: bool) -> None:
    """Put chapters, comments, an editor's remarks or notices of the recorder between turns."""
    level = "##" if headings else chance.choice(("##", "###", "####"))
    made: list[Callable[[], list[str]]] = [
        lambda: ["[Recording paused]", ""],
        lambda: [f"[Editor's note: {nobody(chance, talk)}]", ""],
    ]
    if markdown:
        made += [
            lambda: [f"{level} {chance.choice(SIGNS)} {chance.choice(talk.words.chapters)}", ""],
            lambda: [f"{level} {chance.choice(talk.words.chapters)}", ""],
            lambda: ["---", ""],
            lambda: ["![slide 4](img/slide-04.png)", ""],
            lambda: [f"<!-- {chance.choice(talk.words.asides)} -->", ""],
            lambda: [f"*[Editor's note: {nobody(chance, talk)}]*", ""],
        ]
        made += [lambda: [f"> [!note] {nobody(chance, talk)}", ""]] if body.clock == OFFSET else []
    row = chance.choice(made)
    for at in sorted(chance.sample(body.starts, min(len(body.starts), chance.randint(1, 3))), reverse=True):
        put = row()
        body.notes += put
        body.lines[at:at] = put
    body.features.add("notes or chapters between turns")


def dress(chance: random.Random, talk: Talk, body: Body, kind: str, *, headings: bool = False) -> None:
    """Put around turns what may stand there: md, txt, only below (below), or nothing."""
    if kind in ("", "alone"):
        return
    put, markdown = Put(), kind != "txt"
    if body.starts and chance.random() < (0.15 if markdown else 0.06):
        between(chance, talk, body, markdown=markdown, headings=headings)
    if kind != "below":
        style = chance.random()
        if markdown and style < 0.25:
            front_matter(chance, talk, put)
        elif style < 0.7:
            labelled(chance, talk, put, markdown=markdown)
        elif style < 0.8:
            titled(chance, talk, put, markdown=markdown)
        if chance.random() < 0.35:
            sections(chance, talk, put, markdown=markdown)
        elif put.above and chance.random() < 0.45:
            put.above += transcript_line(chance, talk, markdown=markdown)
            put.features.add("a heading that says transcript")
    if chance.random() < 0.4:
        under(chance, talk, put, markdown=markdown)
    body.lines = [*put.above, *body.lines, *put.below]
    body.notes += [*put.above, *put.below]
    body.date = body.date or put.date
    body.features |= put.features
