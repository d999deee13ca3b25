"""Layouts that nobody named: marks, forms of times, places and separators at random, as far as a reader can tell."""

import random
from collections.abc import Sequence

from .layout_shapes import Body, Layout, Shape, written
from .layout_talk import Bounds, Talk

MARKS = {
    "bold": "**{name}**",
    "italic": "*{name}*",
    "underscored": "_{name}_",
    "strong": "__{name}__",
    "bracketed": "[{name}]",
    "plain": "{name}",
}
TIMES = (
    "{time}",
    "[{time}]",
    "({time})",
    "`{time}`",
    "_[{time}]_",
    "*({time})*",
    "<{time}>",
    "_{time}_",
    "**{time}**",
    "[{time} - {end}]",
    "({time} – {end})",
    "[{time} --> {end}]",
)
WITHIN = ("[{time}]", "({time})", "[{time} - {end}]", "`{time}`")
FORMS = ("short", "padded", "full", "hundredths", "thousandths", "comma", "letters")
JOINTS = (" ", " - ", " – ", " — ", " | ", " · ", "  ", ", ", " @ ")
PREFIXES = (("", ""), ("", ""), ("", ""), ("- ", "  "), ("* ", "  "), ("> ", "> "))


def ended(chance: random.Random, head: str) -> str:
    """End a head before words on its line: by a colon or a dash, or by nothing where it ends in a mark."""
    closed = head.endswith(("]", ")", "`", "_", "*", ">"))
    return head + chance.choice((":", ":", " -", " –", " |", *([""] * (3 * closed))))


def timed_head(chance: random.Random, mark: str, *, before: bool, markdown: bool) -> str:
    """Return a head of a name and a time."""
    times = TIMES if markdown else tuple(time for time in TIMES if not set(time) & set("`_*<"))
    time = chance.choice(times)
    joint = chance.choice(JOINTS)
    if joint.strip() and time.startswith("<"):
        time = "{time}"
    return f"{time}{joint}{MARKS[mark]}" if before else f"{MARKS[mark]}{joint}{time}"


def mixed(mark: str, *, before: bool, same: bool, timed: bool = True) -> Layout:
    """Return the layouts of one mark, one order and one place of the words; the rest is drawn for each document."""
    markdown = mark not in ("plain", "bracketed")
    marked = ("markdown" if markdown else "text", mark)

    def write(chance: random.Random, talk: Talk) -> Body:
        first, rest = chance.choice(PREFIXES) if markdown else ("", "")
        head = timed_head(chance, mark, before=before, markdown=markdown) if timed else MARKS[mark]
        if same:
            head = ended(chance, head) if timed or mark in ("bold", "bracketed", "strong") else f"{head}:"
        elif not timed or chance.random() < 0.3:
            head += chance.choice(("", ":"))
        place = "same" if same else chance.choice(("below", "below", "apart")) if not rest else "below"
        gap = not same or bool(rest == "> ") or chance.random() < 0.7
        lines = "\n\n" if gap and not rest else "\n"
        form = chance.choice(FORMS) if timed else ""
        body = written(Shape(head, form, place, first, rest, break_=lines, gap=gap), talk)
        body.features |= {f"turns begin with {first.strip()}"} if first else set()
        return body

    name = "-".join(
        (
            "mixed",
            mark,
            *((("time-first" if before else "name-first"),) if timed else ("untimed",)),
            "same" if same else "above",
        )
    )
    bounds = Bounds(markdown=marked[0] == "markdown", returning=not timed, people=(2, 6) if not timed else (1, 8))
    return Layout(name, write, ".md" if markdown else ".txt", "md" if markdown else "txt", bounds, 0.15)


def inside(chance: random.Random, talk: Talk) -> Body:
    """Write name and time within one pair of marks."""
    time, joint, mark = (
        chance.choice(WITHIN),
        chance.choice((" ", ", ", " - ", " | ", " · ")),
        chance.choice(("**", "__", "*")),
    )
    pair = ["{name}", time]
    chance.shuffle(pair)
    same = chance.random() < 0.5
    head = f"{mark}{joint.join(pair)}{':' if same and chance.random() < 0.6 else ''}{mark}"
    return written(Shape(head, chance.choice(FORMS[:5]), "same" if same else "below"), talk)


def heading(chance: random.Random, talk: Talk) -> Body:
    """Write name and time as a heading."""
    pair = ["{name}", chance.choice(("{time}", "[{time}]", "({time})", "`{time}`", "_{time}_"))]
    chance.shuffle(pair)
    head = f"{'#' * chance.choice((3, 3, 4, 5))} {chance.choice((' ', ' - ', ' – ', ' | ', ' · ', ' @ ')).join(pair)}"
    return written(Shape(head, chance.choice(FORMS[:5]), chance.choice(("below", "apart"))), talk)


def numbered(chance: random.Random, talk: Talk) -> Body:
    """Write turns as a numbered list."""
    shape = Shape(
        chance.choice(("**{name}** ({time}):", "**{name}:**", "[{time}] **{name}:**")),
        "padded",
        first="1. ",
        rest="   ",
        gap=False,
    )
    body = written(
        Shape(shape.head, shape.form if "{time}" in shape.head else "", first="1. ", rest="   ", gap=False), talk
    )
    count = 0
    for at, line in enumerate(body.lines):
        if line.startswith("1. "):
            count += 1
            body.lines[at] = f"{count}. {line[3:]}"
    return body


MIXED: Sequence[Layout] = (
    *(mixed(mark, before=before, same=same) for mark in MARKS for before in (False, True) for same in (False, True)),
    *(
        mixed(mark, before=False, same=same, timed=False)
        for mark in ("bold", "italic", "bracketed", "strong", "plain")
        for same in (False, True)
    ),
    Layout("mixed-inside", inside, ".md", "md", brackets=0.15),
    Layout("mixed-heading", heading, ".md", "md", brackets=0.15, headings=True),
    Layout("mixed-numbered", numbered, ".md", "md", bounds=Bounds(paragraphs=1)),
)
