"""Heads of turns as people type or paste them, most of which a template describes: third half."""

import random

from .layout_shapes import CLOCK, OFFSET, UNCHECKED, initials, padded, stated
from .layout_special import tokens
from .layout_talk import Talk
from .layout_third_page import Page, aside, dated, gist, head, opening, remark, simple, tail, third, wrapped
from .layout_third_talk import ANY, PLAIN, Cast


def meet_document(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write Google Meet's document: a stamp alone every five minutes, names with colons between."""
    day = dated(chance, page, "{0:%b} {0.day}, {0.year}")
    name = chance.choice(talk.words.titles)
    page.note(day, "", f"{name} - Transcript", "", "Attendees", ", ".join(one.name for one in talk.people), "")
    page.note("Transcript", "")
    page.timed(UNCHECKED)
    last = -1
    for said in talk.said:
        if said.at // 300_000 != last:
            last = said.at // 300_000
            page.put(f"{last * 5 // 60:02}:{last * 5 % 60:02}:00", "")
        page.put(f"{said.who.name}: {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])
    page.note(f"Meeting ended after 00:{chance.randint(15, 59)}:22 👋")
    if chance.random() < 0.5:
        page.note("", "This editable transcript was computer generated and might contain errors.")


def descript(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a script with markers between paragraphs: every turn begins with a name and has times inside."""
    page.timed(OFFSET)
    page.note(f"# {chance.choice(talk.words.titles)}", "")
    for said in talk.said:
        shown, stamps, before = f"**{said.who.name}:** [{padded(said.at)}]", [], 0
        step = (said.end - said.at) // len(said.paragraphs)
        for number, words in enumerate(said.paragraphs):
            time = said.at + number * step
            page.put(f"{shown} {words}" if not number else f"[{padded(time)}] {words}", "")
            if number:
                stamps.append((before, time // 1000 * 1000))
            before += len(tokens(words))
        page.said(said.who.name, "\n".join(said.paragraphs), said.at // 1000 * 1000, tuple(stamps))


def callouts(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write each turn as a callout of Obsidian."""
    page.timed(OFFSET)
    head(chance, talk, page, "md")
    kind = chance.choice(("quote", "quote", "note", "info"))
    for said in talk.said:
        page.put(f"> [!{kind}] {said.who.name} ({padded(said.at)})")
        for number, words in enumerate(said.paragraphs):
            page.put(*([">"] if number else []), f"> {words}")
        page.put("")
        page.said(said.who.name, "\n".join(said.paragraphs), said.at // 1000 * 1000)
    tail(chance, talk, page, "md")


def hanging(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write names in a column and wrapped words in another."""
    head(chance, talk, page, "txt")
    width = max(len(one.name) for one in talk.people) + 3
    for said in talk.said:
        lead = f"{said.who.name}:".ljust(width)
        lines = wrapped(said.paragraphs[0], 76, " " * width, lead)
        page.put(*lines)
        page.put(*([""] if chance.random() < 0.5 else []))
        page.said(said.who.name, "\n".join(row[width:] for row in lines))
    tail(chance, talk, page, "txt")


def mail_wrapped(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a mail with the call below, broken at seventy signs, a dash behind names."""
    page.note(
        f"Subject: {chance.choice(talk.words.titles)}",
        f"Date: {dated(chance, page, '{0:%a}, {0.day} {0:%b} {0.year}')}",
    )
    page.note("From: research desk", "", "Hi all,", "", "typed this up from the recording, spelling is mine.", "")
    mark = chance.choice((" -", " —", ":"))
    for said in talk.said:
        lines = wrapped(f"{said.who.name}{mark} {said.paragraphs[0]}", 70)
        page.put(*lines, "")
        page.said(
            said.who.name, "\n".join((lines[0].removeprefix(f"{said.who.name}{mark}").strip(), *lines[1:])).strip()
        )
    page.note("-- ", "research desk", "Fenwick & Tarn")


def key_of_initials(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write initials for names, which a key above explains."""
    short = {one.name: initials(one.name) for one in talk.people}
    if len(set(short.values())) < len(short):
        short = {one.name: one.name.split()[0] for one in talk.people}
    page.note(chance.choice(talk.words.titles), dated(chance, page), "")
    form = chance.choice(("{} = {}", "{}: {}", "({}) {}"))
    page.note(*(form.format(code, name) for name, code in short.items()), "")
    opening(chance, talk, page, "txt")
    for said in talk.said:
        page.put(f"{short[said.who.name]}: {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])
        page.body.people[said.who.name].add(short[said.who.name])
        aside(chance, talk, page)


def table(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a table with time, name and words."""
    page.timed(OFFSET)
    head(chance, talk, page, "md")
    wide = chance.random() < 0.5
    page.note(
        chance.choice(("| Time | Who | What was said |", "| Timestamp | Speaker | Text |")), "|------|-----|------|"
    )
    for said in talk.said:
        time, words = padded(said.at), said.paragraphs[0]
        page.put(f"| {time} | {said.who.name.ljust(24) if wide else said.who.name} | {words} |")
        page.said(said.who.name, words, said.at // 1000 * 1000)


def tabs(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write rows pasted from a sheet: time, name and words with tabs between."""
    page.timed(OFFSET)
    columns = chance.random() < 0.6
    if columns:
        page.note("Start\tSpeaker\tTranscript")
    form = chance.choice(("padded", "full"))
    for said in talk.said:
        time, at = stated(form, said.at)
        page.put(f"{time}\t{said.who.name}\t{said.paragraphs[0]}")
        page.said(said.who.name, said.paragraphs[0], at)


def headings(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a small heading for every turn, chapters being larger ones."""
    page.timed(OFFSET)
    page.note(f"# {chance.choice(talk.words.titles)}", "", f"*{dated(chance, page)}*", "")
    form = chance.choice(("#### {name} ({time})", "### {time} {name}", "### {name} · {time}"))
    for number, said in enumerate(talk.said):
        if number % 7 == 0 and number < 28:
            page.note(f"## {talk.words.chapters[number // 7]}", "")
        page.put(form.format(name=said.who.name, time=padded(said.at)), "", "\n\n".join(said.paragraphs), "")
        page.said(said.who.name, "\n".join(said.paragraphs), said.at // 1000 * 1000)


def bullets(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write turns as bullets, further paragraphs below as bullets of their own."""
    head(chance, talk, page, "md")
    mark = chance.choice(("-", "*", "+"))
    bold = chance.random() < 0.6
    for said in talk.said:
        name = f"**{said.who.name}:**" if bold else f"{said.who.name}:"
        first, *others = said.paragraphs
        page.put(f"{mark} {name} {first}", *(f"  {mark} {words}" for words in others))
        page.said(said.who.name, "\n".join(said.paragraphs))


def screenplay(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write names in capitals in the middle, words below them."""
    page.note(chance.choice(talk.words.titles).upper(), "", f"Recorded {dated(chance, page)}", "")
    for said in talk.said:
        name = said.who.name.upper()
        page.body.people[said.who.name].add(name)
        lines = wrapped(said.paragraphs[0], 58, " " * 10, " " * 10)
        page.put(f"{' ' * 24}{name}", *lines, "")
        page.said(said.who.name, "\n".join(line.strip() for line in lines))
    page.note(f"{' ' * 24}END")


def numbered(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a number before every turn, as qualitative researchers do to cite them."""
    head(chance, talk, page, "txt")
    form = chance.choice(("{:03} {}: {}", "{} {}: {}", "[{}] {}: {}", "{:>3}  {}: {}"))
    for number, said in enumerate(talk.said, 1):
        page.put(form.format(number, said.who.name, said.paragraphs[0]))
        page.said(said.who.name, said.paragraphs[0])


def html(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what an exported page leaves in Markdown: bold tags and breaks."""
    page.note(f"<h2>{chance.choice(talk.words.titles)}</h2>", "")
    form = chance.choice(("<p><b>{}:</b> {}</p>", "<strong>{}:</strong> {}<br>", "<p><strong>{}</strong>: {}</p>"))
    for said in talk.said:
        page.put(form.format(said.who.name, said.paragraphs[0]))
        page.said(said.who.name, said.paragraphs[0])


def org(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write an outline of Emacs: a star, a name and a time, words below."""
    page.timed(OFFSET)
    page.note(f"#+TITLE: {chance.choice(talk.words.titles)}", f"#+DATE: {dated(chance, page, '{0:%Y-%m-%d}')}", "")
    page.note("* Notes", f"- {remark(chance, talk)}", "* Transcript")
    for said in talk.said:
        page.put(f"** {said.who.name} [{padded(said.at)}]", said.paragraphs[0])
        page.said(said.who.name, said.paragraphs[0], said.at // 1000 * 1000)


def links(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write names as links of a vault, with the page's properties above and backlinks below."""
    head(chance, talk, page, "md")
    form = chance.choice(("[[{}]]: {}", "**[[{}]]:** {}", "[[{}]] - {}"))
    for said in talk.said:
        page.put(form.format(said.who.name, said.paragraphs[0]), "")
        page.said(said.who.name, said.paragraphs[0])
    page.note("---", "#interview #yard", "See also [[Wave two]] and [[Returns]].")


def emojis(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a sign before each name, as pages with avatars are copied."""
    page.timed(OFFSET)
    head(chance, talk, page, "md")
    faces = {one.name: face for one, face in zip(talk.people, "🧑👩🎧🐝🟦🟩", strict=False)}
    for said in talk.said:
        page.put(f"{faces[said.who.name]} {said.who.name} {padded(said.at)}", said.paragraphs[0], "")
        page.said(said.who.name, said.paragraphs[0], said.at // 1000 * 1000)
        page.body.people[said.who.name].add(f"{faces[said.who.name]} {said.who.name}")


def granola(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write notes of an assistant, then what was said by me and by them."""
    page.note(f"# {chance.choice(talk.words.titles)}", "", dated(chance, page, "{0:%a}, {0.day} {0:%b} {0.year}"), "")
    for title in chance.sample(talk.words.above, 2):
        page.note(f"### {title}", "", f"- {remark(chance, talk)}", f"    - {remark(chance, talk)}", "")
    page.note("---", "", "Chat with meeting transcript: https://notes.granola.ai/d/4c1", "", "## Transcript", "")
    sides = {one.name: ("Me", "Them")[min(at, 1)] for at, one in enumerate(talk.people)}
    page.body.people = {side: {side} for side in dict.fromkeys(sides.values())}
    for said in talk.said:
        page.put(f"{sides[said.who.name]}: {said.paragraphs[0]}  ")
        page.said(sides[said.who.name], said.paragraphs[0])


def capitals(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write names in capitals and words beside, page numbers and running heads between."""
    title = chance.choice(talk.words.titles)
    page.note(title, dated(chance, page), "")
    for number, said in enumerate(talk.said, 1):
        name = said.who.name.upper()
        page.body.people[said.who.name].add(name)
        page.put(f"{name}: {said.paragraphs[0]}", "")
        page.said(said.who.name, said.paragraphs[0])
        if number % 6 == 0 and number < len(talk.said):
            page.note(f"Page {number // 6} of {len(talk.said) // 6 + 1}", "", title, "")
    gist(chance, talk, page, markdown=False)


TIMED = Cast((1, 6), ANY)
TIMED_LONG = Cast((1, 5), ANY, paragraphs=3)
NAMED = Cast((2, 6), PLAIN)
COLON = Cast((2, 6), ANY)

HABITS = (
    third("meet-document", NAMED, meet_document),
    third("descript", Cast((1, 4), ANY, paragraphs=3), descript, ".md"),
    third("sonix", TIMED, simple(("{name}: [{time}]",), form="full")),
    third("trint", TIMED, simple(("[{time}] {name}:", "{name} ({time})"), form="full", below="\n")),
    third(
        "grain", TIMED, simple(("**{time}** **{name}**:", "**{name}** _{time}_:"), form="padded", around="md"), ".md"
    ),
    third("riverside", TIMED, simple(("{name} ({time})",), form="minutes", below="\n")),
    third("condens", TIMED_LONG, simple(("{name} [{time}]:", "{name} [{time}]"), form="padded", below="\n")),
    third("dash-time", TIMED, simple(("{time} – {name} –", "{time} - {name}:"), form="padded")),
    third("pipes", TIMED, simple(("{time} | {name} |",), form="full", gap=False)),
    third("ranges", TIMED, simple(("[{time}] <{name}>", "[{time}] {name} >"), form="full", gap=False)),
    third(
        "webex-clock",
        Cast((2, 6), ANY),
        simple(("{name} {time}", "{name}  {time}"), form="twelve", below="\n", clock=CLOCK),
    ),
    third("clock-first", COLON, simple(("{time} {name}:", "[{time}] {name}:"), form="full", gap=False, clock=CLOCK)),
    third("letters-time", TIMED, simple(("({time}) {name}:",), form="letters")),
    third("one-a-line", COLON, simple(("{name}:",), gap=False)),
    third("spaced-colon", COLON, simple(("{name} :",), gap=False)),
    third(
        "wide-colon",
        Cast((2, 4), ("japanese", "unicode"), languages=1, tongues=("ja", "zh", "ko")),
        simple(("{name}：",), below="", gap=False),
    ),
    third("bracketed-name", NAMED, simple(("[{name}]", "[{name}]:", "({name})"))),
    third(
        "bold-below",
        Cast((2, 5), ANY, paragraphs=3),
        simple(("**{name}**", "**{name}:**"), below="\n", around="md"),
        ".md",
    ),
    third("italic-name", NAMED, simple(("*{name}*:", "_{name}:_"), around="md"), ".md"),
    third("quoted-md", NAMED, simple(("**{name}:**", "**{name}** —"), around="md", prefix="> "), ".md"),
    third("company-name", Cast((2, 5), PLAIN, bracket="company"), simple(("{name}:",))),
    third("role-name", Cast((2, 5), PLAIN, bracket="role"), simple(("{name}:", "**{name}:**"), around="md"), ".md"),
    third("role-time", Cast((2, 5), PLAIN, bracket="role"), simple(("{name} [{time}]:",), form="padded")),
    third("slash-time", TIMED, simple(("{name} / {time}", "{time} / {name}"), form="padded", below="\n")),
    third("code-time", TIMED, simple(("`{time}` **{name}:**", "`{time}` {name}:"), form="padded", around="md"), ".md"),
    third("blank-below", TIMED, simple(("{name} {time}", "{time} {name}"), form="padded", below="\n\n")),
    third("callouts", Cast((2, 5), ANY, paragraphs=2), callouts, ".md"),
    third("hanging", COLON, hanging),
    third("mail-wrapped", NAMED, mail_wrapped),
    third("key-of-initials", Cast((2, 4), ("full",)), key_of_initials),
    third("table-md", Cast((2, 6), ANY), table, ".md"),
    third("tabs", TIMED, tabs),
    third("headings", Cast((2, 5), ANY, paragraphs=3), headings, ".md"),
    third("bullets", Cast((2, 5), PLAIN, paragraphs=3), bullets, ".md"),
    third("screenplay", Cast((2, 4), ("full", "single", "honorific")), screenplay),
    third("numbered", COLON, numbered),
    third("html-bold", NAMED, html, ".md"),
    third("org-outline", TIMED, org),
    third("vault-links", NAMED, links, ".md"),
    third("emoji-avatars", Cast((2, 5), PLAIN), emojis, ".md"),
    third("granola", NAMED, granola, ".md"),
    third("paged-capitals", Cast((2, 5), ("full", "single", "honorific")), capitals),
)
