"""What lies in the same folders of the fifth half and is no call: twelve kinds of documents, some in other tongues."""

from .layout_fifth_page import actions, day_of, named_people, recap, spelt, told
from .layout_fifth_talk import Group, Sheet, completed, sheet
from .layout_fifth_words import ASKED, REMARKS, TASKS, TITLED, TOOLS, WORDS

ALONE = {
    "en": ("Goals", "Frustrations", "Frequently asked questions", "Minutes", "Decisions"),
    "de": ("Ziele", "Ärgernisse", "Häufige Fragen", "Protokoll", "Beschlüsse"),
    "fr": ("Objectifs", "Irritants", "Questions fréquentes", "Compte rendu", "Décisions"),
    "es": ("Objetivos", "Frustraciones", "Preguntas frecuentes", "Acta", "Acuerdos"),
    "it": ("Obiettivi", "Frustrazioni", "Domande frequenti", "Verbale", "Decisioni"),
    "nl": ("Doelen", "Ergernissen", "Veelgestelde vragen", "Notulen", "Besluiten"),
    "pt": ("Objetivos", "Frustrações", "Perguntas frequentes", "Ata", "Decisões"),
}


def some(page: Sheet, most: int) -> list[str]:
    """Return different sentences of a summary."""
    return list(dict.fromkeys(told(page) for _ in range(page.chance.randint(2, most))))


def persona(page: Sheet) -> None:
    """Write a persona: who it is, what it wants, what annoys it, and words that it might say."""
    goals, pains, *_ = ALONE[page.talk.language]
    name = page.chance.choice(WORDS.roles)
    page.note(f"# Persona: {name}", "", "- **Age:** 38", f"- **Works at:** {page.chance.choice(WORDS.companies)}", "")
    page.note(f"## {goals}", "", *(f"- {one}" for one in page.chance.sample(TASKS[page.talk.language], 2)), "")
    page.note(f"## {pains}", "", *(f"- {one}" for one in some(page, 3)), "")
    saying = completed(page.chance, page.talk.language, page.chance.choice(WORDS.speech[page.talk.language]))
    page.note(f'> "{saying}"')


def minutes(page: Sheet) -> None:
    """Write minutes: who was there, what was reported, what was decided, and who does what."""
    *_, title, decided = ALONE[page.talk.language]
    labels = TITLED[page.talk.language]
    page.note(f"{title}: {page.chance.choice(WORDS.titles)}", f"{labels['date'][0]}: {spelt(page, day_of(page))}")
    page.note(f"{labels['people'][0]}: {', '.join(named_people(page))}", "")
    for number, chapter in enumerate(page.chance.sample(WORDS.chapters, 3), 1):
        page.note(f"{number}. {chapter}" if page.talk.language == "en" else f"{number}.", *some(page, 3), "")
    page.note(decided, *(f"- {one}" for one in TASKS[page.talk.language][:2]), "")
    actions(page, md=False)


def roadmap(page: Sheet) -> None:
    """Write a plan for a quarter, with owners and days."""
    page.note("# Plan for the quarter", "", f"Owner: {named_people(page)[0]}", "Status: draft", "")
    for number, chapter in enumerate(("Discover", "Build", "Pilot"), 1):
        page.note(f"## Phase {number}: {chapter}", "")
        for task in page.chance.sample(TASKS["en"], 2):
            owner = page.chance.choice(named_people(page))
            page.note(f"- [ ] {task} — {owner}, due {spelt(page, day_of(page))}")
        page.note("")
    page.note("Risks: holidays, and the audit.")


def account(page: Sheet) -> None:
    """Write the log of an account: a day, initials and what was done, newest first."""
    page.note(f"Account: {page.chance.choice(WORDS.companies)}", "Stage: evaluation", "Amount: 18,400 EUR", "", "Log")
    did = (
        "called, no answer, left a voicemail",
        "sent the tender timeline by mail",
        "met the buyer at the fair, wants prices per depot",
        "moved close date by a month",
        "legal asked for the data sheet",
    )
    days = sorted((day_of(page) for _ in range(4)), reverse=True)
    who = "".join(part[0] for part in named_people(page)[0].split())
    page.note(*(f"{day.isoformat()} {who}: {one}" for day, one in zip(days, page.chance.sample(did, 4), strict=True)))


def releases(page: Sheet) -> None:
    """Write release notes of three versions."""
    page.note("# Release notes", "")
    for number in range(3, 0, -1):
        page.note(f"## 2.{number}.0 ({spelt(page, day_of(page))})", "")
        thing = page.chance.choice(WORDS.things["en"])
        page.note(f"- **Added:** filters for the {thing}", "- **Fixed:** wrong totals after midnight")
        page.note(f"- **Changed:** {page.chance.choice(TOOLS)} sync runs at 15:00", "")


def thread(page: Sheet) -> None:
    """Write a thread of mails, the answer first and what it answers quoted below."""
    one, other = page.talk.people[:2]
    day = day_of(page)
    page.note(
        f"From: {one.name}", f"To: {other.name}", f"Date: {day:%a, %d %b %Y} 09:12", "Subject: Re: next steps", ""
    )
    page.note(f"Hi {other.name.split()[0]},", "", "Works for me. I'll bring the numbers.", "", f"{one.name}", "")
    page.note(f"On {day:%d %B %Y}, {other.name} wrote:", f"> Hi {one.name.split()[0]},", ">")
    page.note("> could we move our call to Thursday, 10:30? Before that I would", "> like to:", ">")
    page.note(*(f"> - {task}" for task in page.chance.sample(TASKS["en"], 2)), ">", f"> Thanks, {other.name}")


def prices(page: Sheet) -> None:
    """Write a list of prices."""
    page.note("Price list, valid from 1 January", "")
    for thing in page.chance.sample(WORDS.things["en"], 5):
        page.note(f"{thing.capitalize()}: EUR {page.chance.randint(9, 480)}.00 per depot and month")
    page.note("", "Support: included", "Setup: on request", "All prices plus VAT.")


def checklist(page: Sheet) -> None:
    """Write what has to be done before somebody starts."""
    page.note("# Onboarding checklist", "", f"New colleague: {named_people(page)[0]}", "")
    for chapter in ("Before the first day", "First week", "First month"):
        page.note(f"## {chapter}", "")
        page.note(*(f"- [{page.chance.choice('x ')}] {one}" for one in page.chance.sample(TASKS["en"], 3)), "")


def faq(page: Sheet) -> None:
    """Write frequent questions with what the company answers, which nobody asked aloud."""
    page.note(f"# {ALONE[page.talk.language][2]}", "")
    asked = [one for one in ASKED[page.talk.language] if "{" not in one]
    for one in page.chance.sample(asked, 3):
        page.note(f"## {one}", "", " ".join(some(page, 3)), "")


def readme(page: Sheet) -> None:
    """Write what a folder holds and how it is used."""
    page.note("# Interviews", "", "One file a call, named by day and company.", "", "## Layout", "", "```")
    page.note("raw/        what came from the recorder", "clean/      typed over, names removed", "```", "")
    page.note("## Conventions", "", "- **Speakers:** first name and a colon", "- **Times:** `[00:12:30]` before a turn")
    page.note(f"- **Questions to:** {named_people(page)[0]}", "", "## Licence", "", "Internal.")


def guide(page: Sheet) -> None:
    """Write the guide of an interview that is to come: parts, minutes, questions."""
    page.note(f"Discussion guide: {page.chance.choice(WORDS.titles)}", "Duration: 60 minutes", "")
    page.note("Introduction (5 min)", "Explain the purpose. Ask for consent to record.", "")
    pool = [one for one in ASKED[page.talk.language] if "{other}" not in one]
    for minute in (10, 20, 15):
        page.note(f"Block ({minute} min)")
        for one in page.chance.sample(pool, 3):
            page.note(f"  - {completed(page.chance, page.talk.language, one)}")
        page.note("")
    page.note("Close: thank them, mention the voucher.")


def survey(page: Sheet) -> None:
    """Write the results of a survey: questions, shares of answers, comments."""
    page.note("# Survey results", "", f"n = {page.chance.randint(40, 400)}, fielded {spelt(page, day_of(page))}", "")
    questions = [one for one in ASKED["en"] if "{" not in one]
    for number, one in enumerate(page.chance.sample(questions, 3), 1):
        share = page.chance.randint(20, 70)
        page.note(
            f"**Q{number}. {one}**", "", f"- Often: {share} %", f"- Seldom: {95 - share} %", "- No answer: 5 %", ""
        )
    page.note("Comments:", *(f"- {one}" for one in page.chance.sample(REMARKS, 2)), "")
    recap(page, md=True)


ENGLISH = Group(tongue="en", odd=0.0)
ANY = Group(odd=0.0)
NONE = (
    sheet("no-call-persona", persona, ".md", ANY),
    sheet("no-call-minutes", minutes, group=ANY),
    sheet("no-call-roadmap", roadmap, ".md", ENGLISH),
    sheet("no-call-account-log", account, group=ENGLISH),
    sheet("no-call-releases", releases, ".md", ENGLISH),
    sheet("no-call-mail-thread", thread, group=ENGLISH),
    sheet("no-call-prices", prices, group=ENGLISH),
    sheet("no-call-checklist", checklist, ".md", ENGLISH),
    sheet("no-call-faq", faq, ".md", ANY),
    sheet("no-call-readme", readme, ".md", ENGLISH),
    sheet("no-call-guide-blocks", guide, group=ANY),
    sheet("no-call-survey", survey, ".md", ENGLISH),
)
