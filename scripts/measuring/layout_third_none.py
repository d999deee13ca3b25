"""Documents that are no calls, though many hold names, colons, times and questions: third half."""

import random

from .layout_shapes import full
from .layout_talk import Talk
from .layout_third_page import Page, Writer, dated, day_of, remark, task, third
from .layout_third_talk import Cast


def minutes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what was decided, in reported speech."""
    page.note("# Minutes of the monthly meeting", "", f"**Date:** {dated(chance, page)}")
    page.note(f"**Present:** {', '.join(one.name for one in talk.people)}", "**Apologies:** none", "")
    for number, title in enumerate(chance.sample(talk.words.chapters, 3), 1):
        page.note(
            f"## {number}. {title}",
            "",
            remark(chance, talk),
            "",
            f"**Action:** {task(chance, talk, '{who} to {what}')}",
            "",
        )
    page.note("The meeting closed at 16:40.")


def agenda(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write what is going to be talked about, with times and who leads."""
    page.note(f"Agenda: {chance.choice(talk.words.titles)}", dated(chance, page), "")
    time = 9 * 60 + chance.choice((0, 15, 30))
    for title in chance.sample(talk.words.chapters, 5):
        page.note(f"{time // 60:02}:{time % 60:02}  {title} ({chance.choice(talk.people).name})")
        time += chance.choice((10, 15, 20, 30))
    page.note("", "Bring: laptop, consent forms")


def faq(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write questions that customers have, and the company's answers."""
    page.note("# Frequently asked questions", "")
    for question, answer in chance.sample(FAQ, 5):
        page.note(f"**{question}**" if len(talk.people) % 2 else f"### {question}", "", answer, "")


FAQ = (
    ("How do I reset the scanner?", "Hold the side button for ten seconds until it hums."),
    ("Can two people share a seat?", "No. Each seat belongs to one named person."),
    ("What happens at the end of the trial?", "The account becomes read-only and nothing is deleted."),
    ("Do you deliver to islands?", "Yes, by the Thursday boat, weather permitting."),
    ("Where is my data kept?", "In two halls in Dunmarrow, on separate grids."),
    ("How do I cancel?", "Write to ops@tarn.example before the first of the month."),
)


def recipe(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a recipe with times and steps."""
    name = chance.choice(("Leek and barley broth", "Plum tray bake", "Smoked haddock pie", "Rye flatbread"))
    page.note(
        f"# {name}", "", f"Prep: {chance.randint(5, 30)} min", f"Cook: {chance.randint(20, 90)} min", "Serves: 4", ""
    )
    page.note("## Ingredients", "", "- 200 g barley", "- 3 leeks: white part only", "- 1 l stock", "", "## Method", "")
    page.note(*chance.sample(STEPS, 4), "", f"Tip from {talk.people[0].name}: rest it overnight.")


STEPS = (
    "1. Soften the leeks in butter for 10:00 minutes.",
    "2. Add the barley: stir until it clicks.",
    "3. Pour in the stock and simmer, lid on.",
    "4. Season: salt, pepper, a little vinegar.",
    "5. Serve with bread.",
)


def log(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a service's log, with times and components before colons."""
    day, at = day_of(chance), chance.randint(0, 80_000) * 1000
    for _ in range(chance.randint(14, 30)):
        at += chance.randint(10, 9_000)
        level, part = chance.choice(("INFO", "WARN", "DEBUG", "ERROR")), chance.choice(("intake", "queue", "manifest"))
        words = chance.choice(
            ("worker started", "retry 2 of 5", f"took {chance.randint(3, 900)} ms", "socket closed by peer")
        )
        page.note(f"{day} {full(at)}.{at % 1000:03} {level} {part}: {words}")
    del talk


def settings(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a file of settings with sections, values and comments."""
    page.note("# settings of the booking desk", "", "[server]", f"port: {chance.randint(2000, 9000)}", "host: 0.0.0.0")
    page.note(
        f"timeout: 00:0{chance.randint(1, 9)}:00", "", "[mail]", "from: ops@tarn.example", "subject: Your booking"
    )
    page.note("signature: Regards, the booking desk", "", "[people]", *(f"owner: {one.name}" for one in talk.people))
    page.note("", "[texts]", "welcome: Good morning, how can we help?", "closed: We open at 7:45.", "retry: yes")


def guide(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write an interview guide: questions and hints for the one who asks, no answers."""
    page.note("# Interview guide, wave two", "", f"Owner: {talk.people[0].name}", "Length: 45 minutes", "")
    for title in chance.sample(talk.words.chapters, 3):
        page.note(f"## {title} ({chance.choice((5, 10, 15))} min)", "")
        page.note(*(f"{at}. {one}" for at, one in enumerate(chance.sample(QUESTIONS, 3), 1)))
        page.note(f"   Probe: {chance.choice(('Tell me more.', 'When was that?', 'Who else was there?'))}", "")
    page.note("Closing: thank them, explain the voucher.")


QUESTIONS = (
    "Could you tell me about your last shift?",
    "What do you do when the network is down?",
    "Who else touches this list?",
    "How did you choose the current tool?",
    "If you could change one thing, what would it be?",
    "What did you try before that?",
)


def bibliography(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write references with authors, years, colons and pages."""
    page.note("References", "")
    for _ in range(chance.randint(6, 12)):
        last, first = chance.choice(talk.words.last), chance.choice(talk.words.first)
        title = chance.choice(("Ledgers and Trust", "The Shift Book", "Harbour Work", "Counting Twice"))
        page.note(
            f"{last}, {first[0]}. ({chance.randint(1962, 2022)}). {title}: {chance.choice(SUBTITLES)}. Dunmarrow: Tarn."
        )


SUBTITLES = ("a study of yards", "essays", "how clerks kept up", "twelve interviews reconsidered")


def newsletter(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a letter to subscribers, with news under headings and a quotation or two."""
    page.note(f"The Tideline Letter, {dated(chance, page, '{0:%B} {0.year}')}", "", "Dear readers,", "")
    page.body.date = None
    page.note(
        "the season has been kind to us. Here is what is new:",
        "",
        "New on the quay",
        "We moved the desk to pier two.",
        "",
    )
    page.note(
        "Quote of the month", f'"{remark(chance, talk)}" - {talk.people[0].name}', "", "Dates", "12:00 open day", ""
    )
    page.note("Warm wishes,", talk.people[-1].name, "", "Unsubscribe: https://tideline.example/u")


def needs(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a table of what people need, by role."""
    page.note("# Needs by role", "", "| Role | Need | Source | Weight |", "|---|---|---|---|")
    for role in chance.sample(talk.words.roles, 6):
        need = chance.choice(("one list", "fewer logins", "works offline", "a trail for auditors", "no retyping"))
        page.note(f"| {role} | {need} | interview {chance.randint(1, 14)} | {chance.randint(1, 5)} |")
    page.note("", remark(chance, talk))


def persona(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a persona with goals, frustrations and a made-up motto."""
    name = talk.people[0].name.split()[0]
    page.note(f"# Persona: {name} the {chance.choice(talk.words.roles)}", "", f"**Age:** {chance.randint(28, 61)}")
    page.note("**Goals:** leave on time, no surprises", "**Frustrations:** retyping, shared logins", "")
    page.note(
        f'**Motto:** "{chance.choice(("One list, please.", "If it beeps, I trust it.", "Never on a Friday."))}"', ""
    )
    page.note(
        "## A day",
        "",
        "- 06:30 opens the gate",
        "- 09:00 first lorries",
        "- 15:45 hands over",
        "",
        remark(chance, talk),
    )


def changes(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write a change log with versions, dates and scopes before colons."""
    for minor in range(chance.randint(3, 6), 0, -1):
        page.note(f"## 2.{minor}.0 - {day_of(chance)}", "")
        page.note(*(f"- {one}" for one in chance.sample(CHANGES, 3)), "")
    page.note(f"Thanks to {talk.people[0].name} and {talk.people[-1].name}.")


CHANGES = (
    "scanner: reads torn labels",
    "rota: weeks begin on Monday",
    "Fixed: the queue no longer forgets",
    "Added: export of manifests",
    "mail: says who booked",
)


def timetable(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write departures: times, places, remarks."""
    page.note(f"{chance.choice(talk.words.companies)}: sailings, winter", "")
    at = 6 * 60
    for _ in range(chance.randint(8, 14)):
        at += chance.randint(20, 70)
        place = chance.choice(("Ostra Quay", "Tarn Head", "Loxford", "Harrow Lane pier"))
        page.note(f"{at // 60:02}:{at % 60:02} {place}{chance.choice(('', '', ' (school days)', ': request stop'))}")


def glossary(chance: random.Random, talk: Talk, page: Page) -> None:
    """Write terms with what they mean behind a colon."""
    page.note("# Words of the yard", "", f"Kept by {talk.people[0].name}", "")
    for term, meaning in chance.sample(TERMS, 6):
        page.note(f"**{term}:** {meaning}" if len(talk.said) % 2 else f"{term}: {meaning}", "")


TERMS = (
    ("Manifest", "the list of what is on board, signed twice."),
    ("Cage", "a trolley with three sides. Never four."),
    ("Float", "the coins in the till before opening."),
    ("Short", "said of a delivery with something missing."),
    ("Turn", "one round of a van, out and back."),
    ("Hold", "a claim nobody may touch until the clerk has called."),
    ("Ghost", "a booking without a passenger."),
)

WRITERS: tuple[tuple[str, Writer, str], ...] = (
    ("no-minutes", minutes, ".md"),
    ("no-agenda", agenda, ".txt"),
    ("no-faq", faq, ".md"),
    ("no-recipe", recipe, ".md"),
    ("no-log", log, ".txt"),
    ("no-settings", settings, ".txt"),
    ("no-guide", guide, ".md"),
    ("no-bibliography", bibliography, ".txt"),
    ("no-newsletter", newsletter, ".txt"),
    ("no-needs", needs, ".md"),
    ("no-persona", persona, ".md"),
    ("no-changes", changes, ".md"),
    ("no-timetable", timetable, ".txt"),
    ("no-glossary", glossary, ".md"),
)


def silent(write: Writer) -> Writer:
    """Return what writes a page on which nobody speaks."""

    def build(chance: random.Random, talk: Talk, page: Page) -> None:
        page.nobody()
        write(chance, talk, page)

    return build


NONE = tuple(third(name, Cast((2, 4), ("full",)), silent(write), suffix) for name, write, suffix in WRITERS)
