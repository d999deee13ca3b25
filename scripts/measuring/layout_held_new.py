"""Layouts that the dev half does not have: what other tools, desks and editors write."""

import random
from collections.abc import Sequence
from dataclasses import replace

from .layout_held_around import a_day
from .layout_held_looks import Look, looks, people_of, speak, told
from .layout_held_talk import ODD
from .layout_held_tools import MARKDOWN, RETURNING_MD, USUAL, held
from .layout_notes import MONTHS
from .layout_shapes import OFFSET, UNCHECKED, UNSTATED, Body, Layout, Turn
from .layout_talk import Bounds, Person, Talk

WORDY = Bounds(
    names=("full", "particle", "honorific", "joined", "unicode"), markdown=False, returning=True, people=(2, 5)
)


def right_aligned(chance: random.Random, talk: Talk) -> Body:
    """Write a name and, at the right margin, the time, over the words."""
    width = chance.choice((48, 60, 72))
    body = speak(Look("{name}\x00{time}", chance.choice(("padded", "full")), "below", fixed=True), chance, talk)
    for at, line in enumerate(body.lines):
        name, sign, time = line.partition("\x00")
        body.lines[at] = f"{name}{time:>{max(width - len(name), len(time) + 3)}}" if sign else line
    return body


def screenplay(chance: random.Random, talk: Talk) -> Body:
    """Write names in capitals in the middle, and narrow words below."""
    middle, left = " " * chance.choice((20, 24)), " " * chance.choice((8, 10))
    return speak(Look(f"{middle}{{upper}}", "", "below", indent=left, wrap=56, break_="\n"), chance, talk)


def hearing(chance: random.Random, talk: Talk) -> Body:
    """Write `MS. OKONKWO:` as minutes of hearings do, indented, with a chair."""
    titles = ("MR.", "MS.", "DR.", "MRS.")
    names = {one: f"{chance.choice(titles)} {one.name.split()[-1].upper()}" for one in talk.people}
    names[talk.people[0]] = chance.choice(("THE CHAIR", "CHAIRPERSON", "THE PRESIDING OFFICER"))
    if len(set(names.values())) < len(names):
        names = {one: f"{name} {one.name[0]}." for one, name in names.items()}
    people = {one: Person(name) for one, name in names.items()}
    talk.said = [replace(said, who=people[said.who]) for said in talk.said]
    talk.people = list(people.values())
    return speak(
        Look("    {name}:", wrap=chance.choice((0, 68)), gap=chance.choice((1, 1, 0)), break_="\n    "), chance, talk
    )


def legend(chance: random.Random, talk: Talk) -> Body:
    """Write initials as names, and above who they are."""
    people: dict[Person, Person] = {}
    for one in talk.people:
        short = "".join(part[0] for part in one.name.replace("-", " ").split() if part[0].isupper())
        while len(short) < 2 or short in [other.name for other in people.values()]:
            short += one.name[-1].upper()
        people[one] = Person(short)
    mark = chance.choice(("{} = {}", "{}: {}", "{} - {}", "{} stands for {}"))
    top = ["Speakers", *(mark.format(short.name, one.name) for one, short in people.items()), "", "Transcript", ""]
    talk.said = [replace(said, who=people[said.who]) for said in talk.said]
    full = {short.name: one.name for one, short in people.items()}
    talk.people = list(people.values())
    body = speak(
        chance.choice((Look("{name}:"), Look("{name}:\t", gap=0, break_="\n"), Look("[{time}] {name}:", "full"))),
        chance,
        talk,
    )
    for short, labels in body.people.items():
        labels.add(full[short])
    body.lines, body.notes, body.starts = [*top, *body.lines], [*top, *body.notes], []
    body.features.add("a legend of initials")
    return body


def manners(chance: random.Random, talk: Talk) -> Body:
    """Write how somebody speaks behind the name, now and then."""
    how = ("laughing", "quietly", "on the phone", "from the back", "reading")
    look = chance.choice((Look("{name}:"), Look("{name} [{time}]:", "padded"), Look("**{name}:**")))
    body = Body(people=people_of(talk), clock=OFFSET if look.form else UNSTATED, features={"manners in brackets"})
    for said in talk.said:
        manner = f" ({chance.choice(how)})" if chance.random() < 0.2 else ""
        body.people[said.who.name].add(f"{said.who.name}{manner}")
        time, at = told("padded", said.at) if look.form else ("", None)
        head = look.head.format(name=f"{said.who.name}{manner}", time=time)
        body.lines += [*" ".join((head, "\n".join(said.paragraphs))).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), at))
    return body


def meet_document(chance: random.Random, talk: Talk) -> Body:
    """Write what a meeting program puts into a document: names, and every few minutes a time on a line of its own."""
    body = Body(people=people_of(talk), clock=UNCHECKED, features={"times between turns"})
    day, title = a_day(chance), chance.choice(talk.words.titles)
    top = [f"{MONTHS[day.month - 1][:3]} {day.day}, {day.year}", "", f"{title} - Transcript", "", "Attendees", ""]
    top += [", ".join(one.name for one in talk.people), "", "Transcript", ""]
    if chance.random() < 0.4:
        note = talk.words.said_by_nobody[0].format(who=talk.people[0].name)
        top = [
            "📝 Notes",
            "",
            *top[:3],
            "",
            "Summary",
            note,
            "",
            "Suggested next steps",
            "",
            f"[ ] {note}",
            "",
            *top[4:],
        ]
        top[-2] = "📖 Transcript"
    every, last = chance.choice((60_000, 300_000)), -1
    for said in talk.said:
        if said.at // every != last:
            last = said.at // every
            body.lines += [told("full", said.at)[0], ""]
        body.lines += [*(f"{said.who.name}: " + "\n".join(said.paragraphs)).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs)))
    end = [f"Transcription ended after {told('full', talk.said[-1].end)[0]}", ""]
    end += [
        "This editable transcript was computer generated and might contain errors. People can also change the text."
    ]
    body.notes, body.date = [*top, *end], day.isoformat()
    body.lines = [*top, *body.lines, *end]
    return body


def sparse(chance: random.Random, talk: Talk) -> Body:
    """Write a time at every third turn or so, as those do who type by hand."""
    mark = chance.choice(("[{time}] {name}:", "{name} ({time}):", "({time}) {name}:"))
    bare = mark.replace("[{time}] ", "").replace("({time}) ", "").replace(" ({time})", "")
    body = Body(people=people_of(talk), clock=OFFSET, features={"times at some turns"})
    for number, said in enumerate(talk.said):
        timed = number == 0 or chance.random() < 0.35
        time, at = told("padded", said.at) if timed else ("", None)
        head = (mark if timed else bare).format(name=said.who.name, time=time)
        body.lines += [*" ".join((head, "\n".join(said.paragraphs))).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs), at))
    return body


def two_hands(chance: random.Random, talk: Talk) -> Body:
    """Write the second half as somebody else would who went on with the file."""
    first, second = chance.choice(
        (
            (Look("**{name}** ({time}):", "padded"), Look("{name} ({time}):", "padded")),
            (Look("{name} [{time}]:", "padded"), Look("[{time}] {name}:", "full")),
            (Look("**{name}** [{time}]", "short", "below"), Look("**{name}** [{time}]:", "short")),
        )
    )
    middle = len(talk.said) // 2
    said = talk.said
    talk.said = said[:middle]
    body = speak(replace(first, fixed=True), chance, talk)
    talk.said = said[middle:]
    rest = speak(replace(second, fixed=True), chance, talk)
    talk.said = said
    body.lines += ["", *rest.lines]
    body.turns += rest.turns
    body.features.add("two shapes in a file")
    return body


def timed_chapters(chance: random.Random, talk: Talk) -> Body:
    """Write untimed bold names below chapters whose headings have a time."""
    mark = chance.choice(("## {title} ({time})", "### [{time}] {title}", "## {time} – {title}"))
    body = Body(people=people_of(talk), clock=UNCHECKED, features={"chapters with times"})
    titles = list(talk.words.chapters)
    for number, said in enumerate(talk.said):
        if number % 7 == 0 and titles:
            body.notes.append(mark.format(title=titles.pop(0), time=told("padded", said.at)[0]))
            body.lines += [body.notes[-1], ""]
        body.lines += [*(f"**{said.who.name}:** " + "\n\n".join(said.paragraphs)).split("\n"), ""]
        body.turns.append(Turn(said.who.name, "\n".join(said.paragraphs)))
    return body


def pages(chance: random.Random, talk: Talk) -> Body:
    """Write text out of a document with pages: wrapped words, and a running line between the pages."""
    shape = chance.choice((Look("{name}:", wrap=76), Look("{name} ({time}):", "full", wrap=76)))
    body = speak(replace(shape, fixed=True), chance, talk)
    title, total = chance.choice(talk.words.titles), len(body.starts) // 6 + 2
    mark = chance.choice(("Page {number} of {total}", "{title}    Page {number} of {total}", "- {number} -"))
    breaks = body.starts[4::6]
    for number, at in reversed(list(enumerate(breaks, 1))):
        line = mark.format(title=title, number=number, total=total)
        body.lines[at:at] = [line, chance.choice(("", "\f")), ""] if chance.random() < 0.5 else [line, ""]
        body.notes.append(line)
    body.starts = []
    body.features.add("page lines between turns")
    return body


def fenced(chance: random.Random, talk: Talk) -> Body:
    """Write a transcript inside of a fence, or of what folds away, below a heading that says so."""
    body = speak(
        chance.choice((Look("{name} ({time}):", "padded"), Look("[{time}] {name}:", "full", gap=0, break_="\n"))),
        chance,
        talk,
    )
    opened, closed = chance.choice(
        (
            (["```"], ["```"]),
            (["```text"], ["```"]),
            (["<details>", "<summary>Transcript</summary>", ""], ["", "</details>"]),
            (["<details><summary>Full transcript</summary>", ""], ["", "</details>"]),
        )
    )
    top = ["## Transcript", "", *opened]
    body.lines, body.notes, body.starts = [*top, *body.lines, *closed], [*body.notes, *top, *closed], []
    body.features.add("turns inside of a fence or a fold")
    return body


def callouts(chance: random.Random, talk: Talk) -> Body:
    """Write each turn as a callout of a note-taking program."""
    kind = chance.choice(("quote", "user", "note", "quote"))
    look = Look(
        f"[!{kind}] {{name}} {chance.choice(('{time}', '({time})', '· {time}'))}", "padded", "below", "> ", "> "
    )
    return speak(replace(look, break_="\n\n"), chance, talk)


NEW: Sequence[Layout] = (
    held(
        "earnings-article",
        looks(Look("**{bare}** -- *{role}*", place="apart"), Look("**{bare}** — *{role}*", place="below")),
        "md",
        RETURNING_MD,
        every=True,
    ),
    held(
        "name-role-line",
        looks(Look("{bare} - {role}", place="below"), Look("{bare}, {role}", place="below")),
        bounds=WORDY,
        every=True,
    ),
    held(
        "role-before-time",
        looks(Look("{bare}, {role} ({time}):", "padded"), Look("{bare}, {role} [{time}]", "full", "below")),
        bounds=USUAL,
        every=True,
    ),
    held(
        "hearing",
        hearing,
        bounds=Bounds(names=("full",), people=(2, 5), markdown=False, languages=False, returning=True),
    ),
    held(
        "screenplay",
        screenplay,
        bounds=Bounds(names=("full", "single"), people=(2, 4), markdown=False, languages=False, returning=True),
    ),
    held("right-aligned-time", right_aligned),
    held(
        "legend-of-initials",
        legend,
        "",
        Bounds(names=("full", "particle"), people=(2, 4), languages=False, markdown=False, returning=True),
    ),
    held(
        "manners",
        manners,
        "txt",
        Bounds(names=("full", "single", "joined"), people=(2, 4), markdown=False, paragraphs=1),
    ),
    held(
        "meet-document", meet_document, "", Bounds(names=("full", "single", "unicode"), people=(2, 5), markdown=False)
    ),
    held(
        "sparse-times",
        sparse,
        bounds=Bounds(names=("full", "single", "particle"), people=(2, 4), markdown=False, paragraphs=1),
    ),
    held("two-hands", two_hands, "md", Bounds(names=("full", "single"), people=(2, 3), paragraphs=1, shortest=10)),
    held("timed-chapters", timed_chapters, "md", Bounds(names=("full", "single", "joined"), people=(2, 4), shortest=8)),
    held(
        "pages",
        pages,
        bounds=Bounds(
            names=("full", "honorific", "joined"), people=(2, 4), languages=False, markdown=False, shortest=12
        ),
    ),
    held("fence-or-fold", fenced, "md", USUAL),
    held("callouts", callouts, "md", MARKDOWN),
    held(
        "nested-bullets",
        looks(
            Look("**{name}** ({time})", "padded", "below", first="- ", indent="    - ", break_="\n", gap=0),
            Look("{name} [{time}]", "short", "below", first="* ", indent="  * ", break_="\n", gap=0),
            Look("**{name}**", "", "below", first="- ", indent="\t- ", break_="\n", gap=0),
        ),
        "md",
        RETURNING_MD,
    ),
    held(
        "dot-bullets",
        looks(
            Look("• {name} ({time}):", "padded", gap=0, break_="\n"),
            Look("• {name}:", gap=0, break_="\n"),
            Look("– {name} [{time}]:", "short"),
        ),
        bounds=Bounds(names=("full", *ODD), people=(2, 5), paragraphs=1, markdown=False),
    ),
)
