"""What stands around a transcript and was not said: front matter, heads with labels, summaries, tasks, footers."""

import datetime as dt
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from .layout_shapes import OFFSET, Body
from .layout_talk import Person, Talk

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


@dataclass
class Around:
    """Lines above and below the turns. `date` is the call's; None where none is stated, or one with two readings."""

    above: list[str] = field(default_factory=list)
    below: list[str] = field(default_factory=list)
    date: str | None = None
    features: set[str] = field(default_factory=set)


def ordinal(day: int) -> str:
    """Write 9th."""
    return f"{day}{'th' if 10 < day < 20 else {1: 'st', 2: 'nd', 3: 'rd'}.get(day % 10, 'th')}"


def dated(chance: random.Random, *, yaml: bool = False) -> tuple[str, str | None]:
    """Return a date as people write it, and which day it is: None where the writing has two readings."""
    day = dt.date(2025, 1, 1) + dt.timedelta(days=chance.randrange(480))
    month, iso = MONTHS[day.month - 1], day.isoformat()
    forms = [iso, iso, iso, f"{iso}T15:00:00Z", f"{iso} 14:03"]
    if not yaml:
        forms += [
            f"{month} {day.day}, {day.year}",
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{month[:3]} {day.day}, {day.year}",
            f"{ordinal(day.day)} {month[:3]}, {day.year} - 9:30 AM",
            f"{day:%A}, {month} {day.day}, {day.year}",
            f"{day:%d.%m.%Y}",
            f"{day:%Y/%m/%d}",
            f"{month} {day.day}, {day.year} - 11:30 AM",
        ]
    if not yaml and chance.random() < 0.08:
        shown = f"{day.month:02}/{day.day:02}/{day.year}"
        return shown, iso if day.day > 12 or day.day == day.month else None
    return chance.choice(forms), iso


def invited(chance: random.Random, talk: Talk) -> list[str]:
    """Return the people as a head names them."""
    kind = chance.choice(("bare", "bare", "company", "address"))
    return [
        one.name
        if kind == "bare" or "@" in one.name
        else f"{one.name} ({chance.choice(talk.words.companies)})"
        if kind == "company"
        else f"{one.name} <{one.name.split()[0].casefold()}@halden.example>"
        for one in talk.people
    ]


def front_matter(chance: random.Random, talk: Talk, found: Around) -> None:
    """Put YAML before the transcript."""
    title = chance.choice(talk.words.titles)
    lines = ["---", chance.choice((f'title: "{title}"', f'title: "{title}\n  with the whole team"'))]
    if chance.random() < 0.85:
        shown, found.date = dated(chance, yaml=True)
        lines.append(f"{chance.choice(talk.words.date_keys)}: {shown}")
    if chance.random() < 0.5:
        lines += ["attendees:", *(f'  - "{one}"' for one in invited(chance, talk))]
    if chance.random() < 0.5:
        lines += ["tags: [pilot, renewal]", "summary: >", f"  {nobody(chance, talk)}", f"  {nobody(chance, talk)}"]
    found.above += [*"\n".join(lines).split("\n"), "---", ""]
    found.features.add("front matter")


def labelled(chance: random.Random, talk: Talk, found: Around, *, markdown: bool) -> None:
    """Put a head of labels before the transcript."""
    styles = ("**{}:** {}", "**{}**: {}", "- **{}:** {}", "{}: {}") if markdown else ("{}: {}", "{}: {}", "- {}: {}")
    style = chance.choice(styles)
    rows = [style.format(label, value) for label, value in chance.sample(talk.words.labels, chance.randint(1, 4))]
    if chance.random() < 0.8:
        shown, found.date = dated(chance)
        rows.insert(0, style.format(chance.choice(talk.words.date_labels), shown))
        found.features |= {"a date in words"} if found.date and found.date not in shown else set()
    if chance.random() < 0.6:
        guests = invited(chance, talk)
        label = chance.choice(("Attendees", "Participants"))
        listed = markdown and not style.startswith("- ") and chance.random() < 0.4
        rows += (
            [style.format(label, "").rstrip(), *(f"- {one}" for one in guests), ""]
            if listed
            else [style.format(label, ", ".join(guests))]
        )
    if markdown and chance.random() < 0.7:
        found.above += [f"# {chance.choice(talk.words.titles)}", ""]
        found.above += [chance.choice(("## Meeting Details", "## Details")), ""] if style.startswith("- ") else []
    found.above += [*rows, ""]
    if chance.random() < 0.5:
        found.above += ["---", ""]
    found.features.add("head with labels")


def nobody(chance: random.Random, talk: Talk) -> str:
    """Return a sentence that was not said."""
    return chance.choice(talk.words.said_by_nobody).format(who=chance.choice(talk.people).name)


def tasks(chance: random.Random, talk: Talk, *, markdown: bool) -> list[str]:
    """Return what somebody has to do, with names that look like those of turns."""
    marks = (
        ("**{}:** {}", "- **{}:** {}", "- [ ] {}: {}", "{} to {}", "- {} will {}")
        if markdown
        else ("- {}: {}", "* {} to {}", "{} will {}")
    )
    mark = chance.choice(marks)
    people: list[Person] = [chance.choice(talk.people) for _ in range(chance.randint(1, 3))]
    return [mark.format(one.name, chance.choice(talk.words.tasks)) for one in people]


def summary(chance: random.Random, talk: Talk, *, markdown: bool) -> list[str]:
    """Return a paragraph, bullets, bullets with labels, or tasks."""
    said = [nobody(chance, talk) for _ in range(chance.randint(1, 3))]
    kind = chance.choice(("paragraph", "bullets", "labels", "tasks", "names"))
    if kind == "paragraph":
        return [" ".join(said)]
    if kind == "bullets":
        return [f"- {one}" for one in said]
    if kind == "labels":
        mark = "- **{}:** {}" if markdown else "- {}: {}"
        return [mark.format(chance.choice(("Pilot", "Budget", "To Delivery", "Risk", "Timeline")), one) for one in said]
    if kind == "names":
        mark = "**{}:** {}" if markdown else "{}: {}"
        return [mark.format(chance.choice(talk.people).name, one) for one in said]
    return tasks(chance, talk, markdown=markdown)


def heading(chance: random.Random, title: str, *, markdown: bool) -> list[str]:
    """Return what opens notes: a heading, a bold label, a line in capitals or with a colon."""
    if markdown:
        return [chance.choice((f"## {title}", f"## {title}", f"### {title}", f"**{title}:**")), ""]
    return chance.choice(([f"{title}:"], [title.upper(), ""], [title, "=" * len(title), ""]))


def sections_above(chance: random.Random, talk: Talk, found: Around, *, markdown: bool) -> None:
    """Put an assistant's notes before the transcript, and the heading below which it begins."""
    for title in chance.sample(talk.words.above, chance.randint(1, 3)):
        found.above += [*heading(chance, title, markdown=markdown), *summary(chance, talk, markdown=markdown), ""]
    if chance.random() < 0.4:
        found.above += ["---", ""]
    found.features.add("notes above")


def opened(chance: random.Random, talk: Talk, *, markdown: bool) -> list[str]:
    """Return the heading below which a transcript begins."""
    title = chance.choice(talk.words.transcript)
    if markdown:
        return [chance.choice((f"## {title}", f"## {title}", f"# {title}", f"**{title}**", f"**{title}:**")), ""]
    return [chance.choice((title, f"{title}:", title.upper(), f"--- {title} ---")), ""]


def below(chance: random.Random, talk: Talk, found: Around, *, markdown: bool) -> None:
    """Put what was not said below the turns: each is opened by a rule, a heading, a label or a comment."""
    for _ in range(chance.choice((1, 1, 2))):
        kind = chance.choice(("section", "section", "section", "footer", "aside", "footnote", "comment", "fence"))
        rule = ["", chance.choice(("---", "***", "* * *") if markdown else ("---", "=====", "----------")), ""]
        if kind == "section":
            title = chance.choice(talk.words.below)
            found.below += [
                *(rule if not markdown or chance.random() < 0.5 else [""]),
                *heading(chance, title, markdown=markdown),
                *summary(chance, talk, markdown=markdown),
            ]
        elif kind == "footer" or not markdown:
            found.below += [*rule, chance.choice(talk.words.footers)]
        elif kind == "aside":
            found.below += [*rule, f"*{chance.choice(talk.words.asides)}*"]
        elif kind == "footnote":
            found.below += ["", "[^1]: Refers to equipment retired years ago."]
        elif kind == "comment":
            found.below += ["", f"<!-- {chance.choice(talk.words.asides)} -->"]
        else:
            found.below += ["", "```notes", nobody(chance, talk), "```"]
        found.features.add(f"below: {kind if markdown or kind == 'section' else 'footer'}")


def around(chance: random.Random, talk: Talk, kind: str) -> Around:
    """Return what stands around a transcript of Markdown (md) or text (txt), only below it (below), or nothing."""
    found = Around()
    markdown = kind in ("md", "below")
    if kind in ("md", "txt"):
        style = chance.random()
        if markdown and style < 0.25:
            front_matter(chance, talk, found)
        elif style < 0.75:
            labelled(chance, talk, found, markdown=markdown)
        if chance.random() < 0.35:
            sections_above(chance, talk, found, markdown=markdown)
        if "notes above" in found.features or (found.above and chance.random() < 0.5):
            found.above += opened(chance, talk, markdown=markdown)
            found.features.add("a heading that says transcript")
    if kind and chance.random() < 0.4:
        below(chance, talk, found, markdown=markdown)
    return found


def interrupted(chance: random.Random, talk: Talk, body: Body, *, headings: bool) -> None:
    """Put chapter titles, comments or labelled notes between turns of Markdown."""
    level = "##" if headings else "###"
    rows: list[Callable[[], list[str]]] = [
        lambda: [f"{level} {chance.choice(talk.words.chapters)}", ""],
        lambda: [f"{level} {chance.choice(talk.words.chapters)}", ""],
        lambda: [f"<!-- {chance.choice(talk.words.asides)} -->", ""],
        lambda: ["```notes", nobody(chance, talk), "```", ""],
        lambda: [f"**Observer note:** {nobody(chance, talk)}", ""],
    ]
    if body.clock == OFFSET:  # behind such a heading, names without a time could be those of tasks
        rows.append(lambda: [f"{level} Notes", "", nobody(chance, talk), ""])
    row = chance.choice(rows)
    for at in sorted(chance.sample(body.starts, min(len(body.starts), chance.randint(1, 3))), reverse=True):
        put = row()
        body.notes += put
        body.lines[at:at] = put
    body.features.add("notes or chapters between turns")
