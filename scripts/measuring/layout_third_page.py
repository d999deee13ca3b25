"""The page a layout of the third half is written on, and what people leave around and between turns."""

import datetime as dt
import random
import textwrap
from collections.abc import Callable, Sequence

from .layout_shapes import CLOCK, OFFSET, UNCHECKED, Body, Layout, Turn, names_of, stated
from .layout_talk import Bounds, Talk
from .layout_third_talk import Cast, converse

UNUSED = Bounds(paragraphs=1, people=(2, 2), names=("full",), languages=False, markdown=False)


class Page:
    """Lines of a document and the truth about them."""

    def __init__(self, talk: Talk) -> None:
        """Begin an empty page about a conversation."""
        self.body = Body(people=names_of(talk))

    def put(self, *lines: str) -> None:
        """Add lines that belong to turns."""
        self.body.lines += [row for line in lines for row in line.split("\n")]

    def note(self, *lines: str) -> None:
        """Add lines that nobody said."""
        self.put(*lines)
        self.body.notes += [line for line in lines if line.strip()]

    def maybe(self, *lines: str) -> None:
        """Add lines that may be read as words or not."""
        self.put(*lines)
        self.body.optional += [line for line in lines if line.strip()]

    def said(
        self, who: str | None, words: str, at: int | None = None, stamps: tuple[tuple[int, int], ...] = ()
    ) -> None:
        """Add the truth of a turn."""
        self.body.turns.append(Turn(who, words, at, stamps))

    def timed(self, clock: str) -> None:
        """Say what the times of the turns are."""
        self.body.clock = clock

    def nobody(self) -> None:
        """Say that no speaker is known."""
        self.body.people.clear()


Writer = Callable[[random.Random, Talk, Page], None]


def third(name: str, cast: Cast, write: Writer, suffix: str = ".txt") -> Layout:
    """Return a layout that is written on a page, about a conversation of its own."""

    def build(chance: random.Random, talk: Talk) -> Body:
        own = converse(chance, talk.words, cast)
        page = Page(own)
        write(chance, own, page)
        talk.features.clear()
        talk.features.update(own.features)
        return page.body

    return Layout(name, build, suffix, "", UNUSED)


def day_of(chance: random.Random) -> dt.date:
    """Return the day of a call."""
    return dt.date(2023, 2, 1) + dt.timedelta(days=chance.randrange(1_100))


def dated(chance: random.Random, page: Page, form: str = "") -> str:
    """Return a date as it is written, and note which day it is: none where it has two readings."""
    day = day_of(chance)
    forms = (
        "{0:%Y-%m-%d}",
        "{0:%Y-%m-%d}",
        "{0.day} {0:%B} {0.year}",
        "{0:%A} {0.day} {0:%B} {0.year}",
        "{0:%B} {0.day}, {0.year}",
        "{0:%a}, {0.day} {0:%b} {0.year}",
        "{0:%d.%m.%Y}",
        "{0:%Y/%m/%d}",
        "{0.day}-{0:%b}-{0.year}",
    )
    page.body.date = day.isoformat()
    if not form and chance.random() < 0.05:
        day = day.replace(day=min(day.day, 12))
        page.body.date = day.isoformat() if day.day == day.month else None
        return f"{day:%d/%m/%Y}"
    return (form or chance.choice(forms)).format(day)


def remark(chance: random.Random, talk: Talk) -> str:
    """Return a sentence of notes."""
    return chance.choice(talk.words.said_by_nobody).format(who=chance.choice(talk.people).name)


def task(chance: random.Random, talk: Talk, form: str) -> str:
    """Return something to do; form has {who} and {what}."""
    return form.format(who=chance.choice(talk.people).name, what=chance.choice(talk.words.tasks))


def yaml_head(chance: random.Random, talk: Talk, page: Page, title: str) -> None:
    """Put front matter on top, as Obsidian and static sites keep it."""
    day = dated(chance, page, "{0:%Y-%m-%d}")
    names = [one.name for one in talk.people]
    rows = ["---", f"title: {title}", f"{chance.choice(talk.words.date_keys)}: {day}"]
    if chance.random() < 0.5:
        rows += ["participants:", *(f"  - {name}" for name in names)]
    rows += chance.choice(([], ["tags: [interview, yard]"], ["status: reviewed", "aliases: []"]))
    page.note(*rows, "---", "")


def label_head(chance: random.Random, talk: Talk, page: Page, form: str) -> None:
    """Put labels with values on top."""
    pairs = chance.sample(talk.words.labels, chance.randint(1, 3))
    if chance.random() < 0.8:
        pairs.insert(0, (chance.choice(talk.words.date_labels), dated(chance, page)))
    if chance.random() < 0.6:
        pairs.append((chance.choice(("Present", "Participants", "With")), ", ".join(one.name for one in talk.people)))
    page.note(*(form.format(*pair) for pair in pairs), "")


def gist(chance: random.Random, talk: Talk, page: Page, *, markdown: bool) -> None:
    """Put a summary or tasks under a heading, which is not speech."""
    title = chance.choice((*talk.words.above, *talk.words.below))
    if markdown:
        page.note(chance.choice((f"## {title}", f"### {title}")), "")
    else:
        page.note(chance.choice((title.upper(), f"{title}:")))
    form = chance.choice(("", "", "{who}: {what}", "{who} to {what}"))
    rows = [task(chance, talk, form) if form else remark(chance, talk) for _ in range(chance.randint(1, 3))]
    page.note(*(f"- {row}" for row in dict.fromkeys(rows)))
    page.note("")


def head(chance: random.Random, talk: Talk, page: Page, kind: str) -> None:
    """Put what stands above the turns of Markdown (md) or text (txt): often little, sometimes a whole page."""
    markdown = kind == "md"
    style = chance.random()
    if style < 0.2:
        return
    title = chance.choice(talk.words.titles)
    if markdown and style < 0.45:
        yaml_head(chance, talk, page, title)
    page.note(f"# {title}" if markdown else chance.choice((title, title.upper())), "")
    if style >= 0.45:
        label_head(chance, talk, page, chance.choice(("**{}:** {}", "- **{}**: {}")) if markdown else "{}: {}")
    if chance.random() < 0.4:
        gist(chance, talk, page, markdown=markdown)
        opening(chance, talk, page, kind)
    elif chance.random() < 0.4:
        opening(chance, talk, page, kind)


def opening(chance: random.Random, talk: Talk, page: Page, kind: str) -> None:
    """Put the heading below which the turns begin."""
    title = chance.choice(talk.words.transcript)
    page.note(f"## {title}" if kind == "md" else chance.choice((title, title.upper(), f"*** {title} ***")), "")


def tail(chance: random.Random, talk: Talk, page: Page, kind: str) -> None:
    """Put what stands below the turns, in less than half of the documents."""
    style = chance.random()
    if style < 0.6:
        return
    rule = ["", chance.choice(("---", "***")) if kind == "md" else chance.choice(("-" * 20, "=" * 12)), ""]
    if style < 0.8:
        page.note(*rule, chance.choice(talk.words.footers))
    else:
        page.note(*(rule if kind != "md" or chance.random() < 0.5 else [""]))
        gist(chance, talk, page, markdown=kind == "md")


def aside(chance: random.Random, talk: Talk, page: Page, share: float = 0.08) -> None:
    """Put a sound or a remark between two turns now and then."""
    if chance.random() < share:
        form = chance.choice(("[{}]", "({})", "[{}]"))
        page.maybe(form.format(chance.choice(talk.words.asides)), "")


def wrapped(words: str, width: int, rest: str = "", first: str = "") -> list[str]:
    """Return words in lines of a width, the rest of them indented. first: what stands before them."""
    return textwrap.wrap(
        words,
        width,
        initial_indent=first,
        subsequent_indent=rest,
        break_long_words=False,
        break_on_hyphens=False,
        drop_whitespace=True,
    )


def simple(
    heads: Sequence[str],
    *,
    form: str = "",
    below: str = " ",
    around: str = "txt",
    gap: bool = True,
    prefix: str = "",
    clock: str = OFFSET,
) -> Writer:
    """Return what writes turns below one of several heads; below: what stands between head and words."""

    def write(chance: random.Random, talk: Talk, page: Page) -> None:
        head(chance, talk, page, around)
        lead = chance.choice(heads)
        start = chance.randint(8 * 3600, 16 * 3600) * 1000 if clock == CLOCK else 0
        if form:
            page.timed(clock)
        for said in talk.said:
            time, at = stated(form, said.at + start) if form else ("", None)
            words = "\n\n".join(said.paragraphs) if gap else " ".join(said.paragraphs)
            shown = f"{lead.format(name=said.who.shown, time=time)}{below}{words}"
            page.put(*(f"{prefix}{line}".rstrip() for line in shown.split("\n")))
            page.said(said.who.name, words.replace("\n\n", "\n"), None if clock == UNCHECKED else at)
            if gap:
                page.put("")
                aside(chance, talk, page)
        tail(chance, talk, page, around)

    return write
