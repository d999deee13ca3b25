"""Transcripts of the fifth half from pages and repositories: podcasts, research tools, wikis, calls in two tongues."""

from .layout_fifth_page import above, actions, below, comment, day_of, happening, quoted, recap, spelt
from .layout_fifth_talk import Group, Sheet, answer, question, sheet, spaced, time_of
from .layout_fifth_words import WORDS
from .layout_shapes import OFFSET, stated
from .layout_talk import Said


def show_page(page: Sheet) -> None:
    """Write a podcast's page: what the episode is about, sponsors, chapters with times, the transcript, a foot."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note(
        f"# Episode {page.chance.randint(12, 240)}: the boring parts pay", "", f"Recorded on {spelt(page, day)}", ""
    )
    page.note("## In this episode", "")
    times = [stated("padded", 1000 * 240 * number)[0] for number in range(len(WORDS.chapters))]
    page.note(*(f"- ({time}) {topic}" for time, topic in zip(times, WORDS.chapters, strict=True)), "")
    page.note("## Sponsors", "", "This episode is brought to you by [Koru Tyres](https://koru.example/show).", "")
    page.note("## Transcript", "")
    for said in page.talk.said:
        page.words(said.who, *spaced(said), lead=f"**{said.who.name.upper()}:** ")
        page.mark("")
    page.note("---", "", "[Subscribe](https://show.example/feed) | [Older episodes](https://show.example/all)")
    page.close(labels={one.name: {one.name, one.name.upper()} for one in page.talk.people})


def newsletter(page: Sheet) -> None:
    """Write a newsletter's transcript: a name and the time in brackets with a colon, the words below."""
    above(page, bare=0.5, notes=0.2)
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"{said.who.name} ({time}):")
        page.words(said.who, *spaced(said), at=at)
        page.mark("")
        happening(page)
    page.close(OFFSET)


def linked_words(page: Sheet) -> None:
    """Write a name alone, and below a time that is a link, followed by the words."""
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"**{said.who.name}**", "")
        lead = f"[({time})](https://video.example/watch?v=q1&t={at // 1000}) "
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=lead)
        page.mark("")
    page.close(OFFSET)


def slanted(page: Sheet) -> None:
    """Write a bold name with the time in italics, the words below."""
    above(page, md=True, notes=0.2)
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"**{said.who.name}** _{time}_", "")
        page.words(said.who, *spaced(said), at=at)
        page.mark("")
    below(page, md=True)
    page.close(OFFSET)


def tenths(page: Sheet) -> None:
    """Write the time to a tenth of a second, a bold name without a colon, the words."""
    for said in page.talk.said:
        time, at = time_of("tenths", said)
        page.words(said.who, *spaced(said), at=at, lead=f"{time.removeprefix('0')} **{said.who.name}** ")
        page.mark("")
    page.close(OFFSET)


def repository(page: Sheet) -> None:
    """Write a research repository's export: fields, tags, quotes, then turns below headings with their times."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note("---", f"session_date: {day.isoformat()}", "project: handover", "tags: [paper, night-shift]", "---", "")
    page.note(f"# {page.chance.choice(WORDS.titles)}", "")
    quoted(page, md=True)
    page.note("## Transcript", "")
    for said in page.talk.said:
        time, at = time_of("full", said)
        page.mark(f"### {time} · {said.who.name}", "")
        page.words(said.who, *spaced(said), at=at)
        page.mark("")
        comment(page, md=True)
    page.close(OFFSET)


def tagged(page: Sheet) -> None:
    """Write a wiki's page as it exports it: a tag around each paragraph, the name in another."""
    page.note(f"<h1>{page.chance.choice(WORDS.titles)}</h1>".replace("&", "and"))
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"<p><strong>{said.who.name}:</strong> ")
        page.body.lines[-1] += "</p>"
    page.close()


def everything(page: Sheet) -> None:
    """Write a page that somebody enriched: fields, quotes, summary and tasks above, comments inside, more below."""
    day = day_of(page)
    page.body.date = day.isoformat()
    page.note(f"# {page.chance.choice(WORDS.titles)}", "", f"**Date:** {spelt(page, day)}", "")
    for write in (recap, quoted, actions):
        write(page, md=True)
    page.note("## Transcript", "")
    form = page.chance.choice(("**{1}** [{0}]: ", "**{1} ({0}):** ", "**[{0}] {1}:** "))
    for said in page.talk.said:
        time, at = time_of("padded", said)
        page.words(said.who, *spaced(said), at=at, lead=form.format(time, said.who.name))
        page.mark("")
        comment(page, md=True, often=0.12)
    below(page, md=True, often=0.8)
    page.close(OFFSET)


def interpreted(page: Sheet) -> None:
    """Write a call with an interpreter, who says in English what was said in German."""
    host, guest, between = page.talk.people
    above(page, notes=0.0)
    german, clock = Group(loose=False, tongue="de"), 0
    for number in range(page.chance.randint(5, 10)):
        asked = question(page.chance, "en", page.group)
        told = answer(page.chance, "de", german)
        meant = answer(page.chance, "en", page.group)
        for who, text in ((host, asked), (guest, told), (between, meant)):
            said = Said(who, (text,), clock, clock + 9_000)
            time, at = time_of("padded", said)
            page.words(who, text, at=at, lead=f"[{time}] {who.name}: ")
            page.mark("")
            clock += 11_000 + number * 1_000
    page.talk.features.add("two languages")
    page.close(OFFSET)


def translated(page: Sheet) -> None:
    """Write a call whose turns were translated afterwards, each translation in brackets below its turn."""
    page.note(page.chance.choice(WORDS.titles), "Translations in [EN: ...] were added after the call.", "")
    for said in page.talk.said:
        page.words(said.who, " ".join(said.paragraphs), lead=f"{said.who.name}: ")
        page.note(f"[EN: {answer(page.chance, 'en', page.group)}]", "")
    page.talk.features.add("two languages")
    page.close()


def changing(page: Sheet) -> None:
    """Write a call in which people change from one language to another as they please."""
    above(page, md=True, notes=0.2)
    for said in page.talk.said:
        tongue = page.chance.choice(("en", "fr"))
        make = question if said.who is page.talk.people[0] else answer
        page.words(said.who, make(page.chance, tongue, page.group), lead=f"**{said.who.name}:** ")
        page.mark("")
    page.talk.features.add("two languages")
    page.close()


def diary(page: Sheet) -> None:
    """Write one of several days of a study: the day and the visit above, then names with the time of their clips."""
    day, number = day_of(page), page.chance.randint(1, 5)
    page.body.date = day.isoformat()
    page.note(f"Day {number} of 5", f"{spelt(page, day)}", f"Site visit, {page.chance.choice(WORDS.companies)}", "")
    for said in page.talk.said:
        time, at = time_of("short", said)
        page.words(said.who, " ".join(said.paragraphs), at=at, lead=f"{time} | {said.who.name} | ")
    page.body.features.add("several days")
    page.close(OFFSET)


SHOW = Group(2, 3, pool="show", paragraphs=2)
SHOWS = (
    sheet("show-page", show_page, ".md", Group(2, 3, pool="show", paragraphs=2, odd=0.0)),
    sheet("newsletter-episode", newsletter, group=SHOW),
    sheet("linked-words", linked_words, ".md", SHOW),
    sheet("slanted-times", slanted, ".md", SHOW),
    sheet("tenths-bold", tenths, ".md", SHOW),
    sheet("repository-export", repository, ".md", Group(2, 2, labels=("Moderator", "Participant"), paragraphs=2)),
    sheet("wiki-tags", tagged, ".md"),
    sheet("enriched-page", everything, ".md", Group(paragraphs=2)),
    sheet("interpreter", interpreted, group=Group(3, 3, tongue="en", loose=False)),
    sheet("translated-turns", translated, group=Group(2, 2, tongue="nl", loose=False)),
    sheet("two-tongues", changing, ".md", Group(2, 3, tongue="fr", loose=False)),
    sheet("diary-days", diary, group=Group(2, 3)),
)
