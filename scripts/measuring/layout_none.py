"""Documents that are no calls: prose, forms, summaries, links, agendas, logs, all with colons, names and times."""

import random
from collections.abc import Callable, Sequence

from .layout_notes import nobody, tasks
from .layout_shapes import Body, Layout
from .layout_talk import Talk, filled

Lines = Callable[[random.Random, Talk], list[str]]


def written(lines: Lines) -> Callable[[random.Random, Talk], Body]:
    """Return what writes a document in which nobody speaks."""

    def write(chance: random.Random, talk: Talk) -> Body:
        found = lines(chance, talk)
        return Body(lines=found, notes=list(found))

    return write


def prose(chance: random.Random, talk: Talk) -> list[str]:
    """Write an article with a heading."""
    found = [f"# {chance.choice(talk.words.titles)}", ""]
    for _ in range(chance.randint(3, 7)):
        found += [" ".join(nobody(chance, talk) for _ in range(chance.randint(2, 4))), ""]
    at = chance.randrange(2, len(found), 2)
    found[at] = f"{chance.choice(('One lesson stands out', 'In short', 'The conclusion'))}: {found[at]}"
    return found


def form(chance: random.Random, talk: Talk) -> list[str]:
    """Write fields and their values."""
    mark = chance.choice(("{}: {}", "**{}:** {}", "- {}: {}"))
    found = [mark.format(label, value) for label, value in chance.sample(talk.words.labels, 7)]
    return [
        f"# {chance.choice(talk.words.titles)}",
        "",
        *found,
        mark.format("Contact", talk.people[0].name),
        mark.format("Budget", "50,000"),
    ]


def summary(chance: random.Random, talk: Talk) -> list[str]:
    """Write what an assistant made of a call, without the call."""
    found = [f"# {chance.choice(talk.words.titles)}", ""]
    for title in chance.sample(talk.words.above, 3):
        found += [f"## {title}", "", *(f"- {nobody(chance, talk)}" for _ in range(chance.randint(2, 4))), ""]
    return [*found, "## Action Items", "", *tasks(chance, talk, markdown=True), *tasks(chance, talk, markdown=True)]


def links(chance: random.Random, talk: Talk) -> list[str]:
    """Write a list of links."""
    things = talk.words.things["en"]
    mark = chance.choice(
        ("- [{0}](https://docs.example/{1})", "- {0}: https://docs.example/{1}", "{0}: https://docs.example/{1}")
    )
    return [
        "# Links",
        "",
        *(mark.format(thing.title(), number) for number, thing in enumerate(chance.sample(things, 8))),
    ]


def agenda(chance: random.Random, talk: Talk) -> list[str]:
    """Write what is planned at which time of the day, and who does it."""
    titles = [*talk.words.chapters, *talk.words.titles][:8]
    mark = chance.choice(("- {}:{:02} {}", "- {}:{:02} - {} (Room 4)", "| {}:{:02} | {} |"))
    rows = [mark.format(9 + number // 2, number % 2 * 30, title) for number, title in enumerate(titles)]
    top = ["| Time | Topic |", "|---|---|"] if mark.startswith("|") else []
    return [f"# Agenda: {chance.choice(talk.words.titles)}", "", *top, *rows]


def readme(chance: random.Random, talk: Talk) -> list[str]:
    """Write what explains a folder."""
    return [
        "# Transcripts",
        "",
        "These are our calls. See the handbook for how to add one.",
        "",
        "## Naming",
        "",
        "One file per call: the date, then the customer.",
        "",
        "## Contact",
        "",
        f"Ask {talk.people[0].name} first.",
        "",
        *(f"- {nobody(chance, talk)}" for _ in range(2)),
    ]


def log(chance: random.Random, talk: Talk) -> list[str]:
    """Write what a program logs."""
    things = talk.words.things["en"]
    rows = []
    for number in range(14):
        level = chance.choice(("INFO", "WARN", "ERROR", "DEBUG"))
        rows.append(
            f"2026-02-03 10:{number:02}:07 {level}: {chance.choice(things)} finished in {chance.randint(2, 900)} ms"
        )
    return rows


def glossary(chance: random.Random, talk: Talk) -> list[str]:
    """Write terms and what they mean, each once."""
    mark = chance.choice(("**{}:** {}", "{}: {}", "- **{}**: {}"))
    terms = chance.sample(talk.words.things["en"], 9)
    return [
        "# Glossary",
        "",
        *(
            mark.format(term.title(), filled(chance, talk.words, "en", "what we say when we mean the {thing}.", ()))
            for term in terms
        ),
    ]


NONE: Sequence[Layout] = tuple(
    Layout(f"none-{lines.__name__}", written(lines), suffix, "")
    for lines, suffix in (
        (prose, ".md"),
        (form, ".md"),
        (summary, ".md"),
        (links, ".md"),
        (agenda, ".md"),
        (readme, ".md"),
        (log, ".txt"),
        (glossary, ".md"),
    )
)
