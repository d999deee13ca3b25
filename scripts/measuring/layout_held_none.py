"""Documents of the half that is held back that are no calls: names, times and colons of other kinds."""

import random
from collections.abc import Callable, Sequence

from .layout_held_around import a_day, nobody, rows
from .layout_held_looks import told
from .layout_held_talk import retell
from .layout_held_tools import CHEAP, MARKDOWN
from .layout_shapes import Body, Layout, Write
from .layout_talk import Talk

Lines = Callable[[random.Random, Talk], list[str]]
TITLE = "# {}"


def made(lines: Lines) -> Write:
    """Return what writes a document in which nobody speaks."""

    def write(chance: random.Random, talk: Talk) -> Body:
        retell(chance, talk, MARKDOWN)
        talk.language = "en"
        found = lines(chance, talk)
        return Body(lines=found, notes=list(found))

    return write


def people(chance: random.Random, talk: Talk, number: int) -> list[str]:
    """Return names."""
    return [f"{one} {chance.choice(talk.words.last)}" for one in chance.sample(talk.words.first, number)]


def faq(chance: random.Random, talk: Talk) -> list[str]:
    """Write questions that are often asked, and what to do."""
    things = chance.sample(talk.words.things["en"], 6)
    mark = chance.choice(
        (
            "## How do I change a {0}?\n\nOpen Settings, choose {0}, then Edit.",
            "**Q: Where is the {0}?**\n\nA: In the menu, below Reports.",
        )
    )
    return ["# Frequently asked questions", "", *"\n\n".join(mark.format(thing) for thing in things).split("\n")]


def stamps(chance: random.Random, talk: Talk) -> list[str]:
    """Write the chapters of an episode with their times, and the links that belong to it."""
    titles = [*talk.words.chapters, "Intro", "Sponsor", "Outro"]
    mark = chance.choice(("{0} {1}", "{0} - {1}", "- [{0}] {1}", "({0}) {1}"))
    lines = [mark.format(told("padded", number * 437_000)[0], title) for number, title in enumerate(titles)]
    return [
        f"# {chance.choice(talk.words.titles)}",
        "",
        nobody(chance, talk),
        "",
        chance.choice(("## Timestamps", "## Chapters", "**Chapters:**")),
        "",
        *lines,
        "",
        "## Links",
        "",
        "- Our newsletter: https://news.example",
    ]


def changes(chance: random.Random, talk: Talk) -> list[str]:
    """Write a log of changes."""
    found = ["# Changelog", ""]
    for number in range(4, 0, -1):
        found += [f"## 1.{number}.0 - {a_day(chance).isoformat()}", ""]
        kinds = chance.sample(("Added", "Fixed", "Changed", "Removed"), 3)
        found += [f"- **{kind}:** the {chance.choice(talk.words.things['en'])} export" for kind in kinds]
        found += [""]
    return found


def contacts(chance: random.Random, talk: Talk) -> list[str]:
    """Write who can be reached where."""
    names = people(chance, talk, 9)
    mark = chance.choice(
        ("{0}: +44 20 7946 0{1}", "**{0}:** ext. {1}, {2}", "{0} <desk{1}@lodeway.example>", "- {0} ({2}) - ext. {1}")
    )
    return [
        "# Contacts",
        "",
        *(mark.format(name, chance.randint(100, 999), chance.choice(talk.words.companies)) for name in names),
    ]


def mails(chance: random.Random, talk: Talk) -> list[str]:
    """Write mails that answer each other."""
    one, two = people(chance, talk, 2)
    day = a_day(chance)
    return [
        f"From: {one} <a@lodeway.example>",
        f"To: {two} <b@tidewell.example>",
        f"Date: {day:%a, %d %b %Y} 10:12:00 +0100",
        "Subject: Re: the offer",
        "",
        f"Dear {two.split()[0]},",
        "",
        f"please find attached what we discussed. {chance.choice(talk.words.tasks).capitalize()}, if you can.",
        "",
        "Kind regards,",
        one,
        "",
        f"On {day:%a, %d %b %Y} at 09:58, {two} <b@tidewell.example> wrote:",
        "> Could you send the offer again? The attachment was empty.",
        ">",
        f"> {two}",
    ]


def rota(chance: random.Random, talk: Talk) -> list[str]:
    """Write who works when."""
    names = people(chance, talk, 5)
    mark = chance.choice(
        ("{0}: {1}:00 - {2}:00", "{1}:00-{2}:00 {0}", "| {0} | {1}:00 | {2}:00 |", "- **{0}** ({1}:00 – {2}:00)")
    )
    found = ["# Rota", ""]
    for day in ("Monday", "Tuesday", "Wednesday"):
        found += [f"## {day}", ""]
        found += ["| Who | From | To |", "|---|---|---|"] if mark.startswith("|") else []
        found += [*(mark.format(name, f"{7 + at * 2:02}", f"{13 + at * 2:02}") for at, name in enumerate(names)), ""]
    return found


def results(chance: random.Random, talk: Talk) -> list[str]:
    """Write the times of a run."""
    names = people(chance, talk, 12)
    clock, found = 2_000_000, ["Tidewell 10k - results", ""]
    mark = chance.choice(("{0}. {1} {2}", "{0}\t{1}\t{2}", "{2} {1}", "{0}. {1} ({2})"))
    for place, name in enumerate(names, 1):
        clock += chance.randint(2_000, 90_000)
        found.append(mark.format(place, name, told("full", clock)[0]))
    return found


def survey(chance: random.Random, talk: Talk) -> list[str]:
    """Write a form that somebody filled in."""
    name = people(chance, talk, 1)[0]
    return [
        "Survey response 31",
        "",
        f"Name: {name}",
        f"Company: {chance.choice(talk.words.companies)}",
        f"Submitted: {a_day(chance).isoformat()} 14:03:22",
        "How satisfied are you (1-5): 4",
        f"What do you use most: {chance.choice(talk.words.things['en'])}",
        f"What would you change: {chance.choice(talk.words.things['en'])}",
        "May we contact you: yes",
        f"E-mail: {name.split()[0].casefold()}@tidewell.example",
    ]


def sources(chance: random.Random, talk: Talk) -> list[str]:
    """Write a list of literature."""
    mark = chance.choice(
        ("- {0}, {1}: The {2}. Aldermoor Press, {3}.", "{1} {0} ({3}): On the {2}. In: Field Notes 4:2, pp. 12-31.")
    )
    lines = []
    for name in people(chance, talk, 8):
        first, last = name.split()
        lines += [
            mark.format(last, first, chance.choice(talk.words.things["en"]).title(), chance.randint(1988, 2024)),
            "",
        ]
    return ["# References", "", *lines]


def minutes(chance: random.Random, talk: Talk) -> list[str]:
    """Write the minutes of a meeting, which tell what was decided and not what was said."""
    names = people(chance, talk, 3)
    found = [
        "# Minutes of the committee",
        "",
        f"Present: {', '.join(names)}",
        f"Chair: {names[0]}",
        "Start: 14:00",
        "End: 15:20",
        "",
    ]
    for number, thing in enumerate(chance.sample(talk.words.things["en"], 4), 1):
        found += [f"## {number}. {thing.capitalize()}", "", nobody(chance, talk), ""]
        found += [f"Decision: {chance.choice(('adopted', 'postponed', 'noted'))}", f"Owner: {chance.choice(names)}", ""]
    return found


def settings(chance: random.Random, talk: Talk) -> list[str]:
    """Write what configures a program."""
    things = chance.sample(talk.words.things["en"], 5)
    found = ["# export settings", ""]
    for thing in things:
        key = thing.replace(" ", "_").replace("'", "")
        found += [
            f"[{key}]",
            f"interval: {chance.randint(1, 59)}m",
            f"start: 0{chance.randint(1, 9)}:30:00",
            f"owner: team-{key[:3]}",
            "",
        ]
    return found


def debrief(chance: random.Random, talk: Talk) -> list[str]:
    """Write somebody's notes after a call, without the call."""
    found = [
        f"# Debrief: {chance.choice(talk.words.titles)}",
        "",
        f"**Date:** {a_day(chance).isoformat()}",
        f"**With:** {talk.people[0].name}",
        "",
    ]
    for title in chance.sample(talk.words.below, 3):
        found += [f"## {title}", "", *rows(chance, talk, markdown=True), ""]
    return found


NONE: Sequence[Layout] = tuple(
    Layout(f"none-{lines.__name__}", made(lines), suffix, "", CHEAP)
    for lines, suffix in (
        (faq, ".md"),
        (stamps, ".md"),
        (changes, ".md"),
        (contacts, ".md"),
        (mails, ".txt"),
        (rota, ".md"),
        (results, ".txt"),
        (survey, ".txt"),
        (sources, ".md"),
        (minutes, ".md"),
        (settings, ".txt"),
        (debrief, ".md"),
    )
)
