"""What people of the fourth half keep around a transcript: titles, dates, links, summaries, tasks and remarks."""

import datetime as dt

from .layout_fourth_talk import Page
from .layout_fourth_words import HEADINGS, MINUTES, MONTHS_OF, REMARKS, TASKS_OF, WORDS
from .layout_notes import MONTHS


def some_day(page: Page) -> dt.date:
    """Return the day of a call."""
    return dt.date(2024, 9, 2) + dt.timedelta(days=page.chance.randrange(540))


def day_written(page: Page, day: dt.date) -> str:
    """Write a day as people of a language do, so that it has one reading."""
    language = page.talk.language
    if page.chance.random() < 0.35:
        return day.isoformat()
    if language != "en":
        month = MONTHS_OF[language].split()[day.month - 1]
        form = {"de": "{}. {} {}", "fr": "{} {} {}"}.get(language, "{} de {} de {}")
        return form.format(day.day, month, day.year)
    month = MONTHS[day.month - 1]
    return page.chance.choice(
        (
            f"{month} {day.day}, {day.year}",
            f"{day.day} {month} {day.year}",
            f"{month[:3]} {day.day}, {day.year}",
            f"{day:%A}, {day.day} {month} {day.year}",
            f"{month} {day.day}, {day.year}, 3:30 PM",
        )
    )


def title_of(page: Page, kind: str) -> str:
    """Return the title of a section in the language of the page."""
    return page.chance.choice(HEADINGS[page.talk.language][kind])


def minute(page: Page) -> str:
    """Return a sentence of a summary."""
    said = page.chance.choice(MINUTES[page.talk.language])
    return said.format(who=page.chance.choice(page.mentioned()))


def entitled(page: Page, title: str, *, md: bool) -> None:
    """Open a section."""
    plain = page.chance.choice((title, f"{title}:", title.upper()))
    marked = page.chance.choice((f"## {title}", f"## {title}", f"### {title}", f"**{title}**"))
    page.put(*((marked, "") if md else (plain,)))


def summarised(page: Page, *, md: bool) -> None:
    """Write a summary."""
    entitled(page, title_of(page, "summary"), md=md)
    said = list(dict.fromkeys(minute(page) for _ in range(page.chance.randint(1, 3))))
    page.put(*([f"- {one}" for one in said] if page.chance.random() < 0.6 else [" ".join(said)]), "")


def tasked(page: Page, *, md: bool) -> None:
    """Write who has to do what: a name and a colon, which looks like a turn, or other forms."""
    entitled(page, title_of(page, "tasks"), md=md)
    named = ("- [ ] {}: {}", "- **{}** - {}") if md else ("- {}: {}", "* {} - {}", "{}: {}")
    told = ("- {} to {}", "{} will {}") if page.talk.language == "en" else ()
    form = page.chance.choice((*named, *told))
    said = TASKS_OF.get(page.talk.language, WORDS.tasks)
    said = page.chance.sample(said, page.chance.randint(1, min(3, len(said))))
    page.put(*(form.format(page.chance.choice(page.mentioned()), one) for one in said), "")


def listed(page: Page, *, md: bool) -> list[str]:
    """Return the rows of a head, shuffled: people, a link, how long it took."""
    label = title_of(page, "people")
    mark = page.chance.choice(("**{}:** {}", "{}: {}")) if md else "{}: {}"
    rows = []
    if page.chance.random() < 0.6 and not page.cast.labels:
        rows.append(mark.format(label, ", ".join(page.mentioned())))
    if page.chance.random() < 0.4:
        number = page.chance.randint(10_000_000, 99_999_999)
        rows.append(
            mark.format(page.chance.choice(("Recording", "Link", "Meeting link")), f"https://meet.example/{number}")
        )
    if page.chance.random() < 0.3:
        rows.append(mark.format(*page.chance.choice(WORDS.labels)))
    page.chance.shuffle(rows)
    return [row for one in rows for row in ((one, "") if md else (one,))]


def headed(page: Page, *, md: bool = False, notes: float = 0.4, day: float = 0.6) -> None:
    """Write the head of a page. notes: how often a summary or tasks stand there, day: how often the day is stated."""
    chance = page.chance
    title = chance.choice(WORDS.titles)
    dated = chance.random() < day
    on, in_title = some_day(page), chance.random() < 0.4
    if dated:
        page.body.date = on.isoformat()
    title = f"{title}{chance.choice((' - ', ', ', ' | '))}{day_written(page, on)}" if dated and in_title else title
    page.put(f"# {title}" if md else title, "")
    rows = listed(page, md=md)
    if dated and not in_title:
        mark = "**{}:** {}" if md and chance.random() < 0.5 else "{}: {}"
        rows[:0] = [mark.format(title_of(page, "date"), day_written(page, on)), *([""] if md else [])]
    page.put(*rows, *([""] if rows and not md else []))
    noted = chance.random() < notes
    if noted:
        for write in chance.choice(((summarised,), (tasked,), (summarised, tasked))):
            write(page, md=md)
    if noted or chance.random() < 0.4:
        if md and chance.random() < 0.4:
            page.put("---", "")
        entitled(page, title_of(page, "transcript"), md=md)
        page.bare(*([] if md else [""]))
        if chance.random() < 0.15:
            page.put(chance.choice(("[Recording in progress]", "(This meeting is being recorded)")), "")
        page.body.features.add("a heading that says transcript")


def ended(page: Page, *, md: bool = False, often: float = 0.35) -> None:
    """Write what stands below a transcript."""
    if page.chance.random() >= often:
        return
    kind = page.chance.choice(("tasks", "summary", "footer"))
    page.bare("")
    if kind == "footer" or page.chance.random() < 0.5:
        page.put("---" if md else "-----", "")
    if kind == "footer":
        page.put(page.chance.choice(WORDS.footers))
    else:
        (tasked if kind == "tasks" else summarised)(page, md=md)
    page.body.features.add(f"below: {kind}")


def remarked(page: Page, *, md: bool = False, often: float = 0.03) -> None:
    """Write, now and then, a colleague's remark between two turns, and a blank line."""
    if page.chance.random() >= often:
        return
    who = page.chance.choice([name for name in WORDS.first if name not in str(page.mentioned())])
    text = page.chance.choice(REMARKS)
    forms = [f"[Note from {who}: {text}]", f"[comment {who[0]}.: {text}]"]
    page.put(page.chance.choice([*forms, f"<!-- {who}: {text} -->"] if md else forms), "")
    page.body.features.add("a colleague's remark")
