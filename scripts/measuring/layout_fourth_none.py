"""What lies in the same folders and is no call: the fourth half's notes, guides, accounts, mails and plans."""

from .layout_fourth_page import day_written, minute, some_day, summarised, tasked
from .layout_fourth_talk import Page, lay
from .layout_fourth_words import QUESTIONS, REMARKS, WORDS

ENGLISH = "en"


def notes(page: Page) -> None:
    """Write notes of a meeting: bullets and tasks, and nothing that anybody said."""
    page.put(f"# {page.chance.choice(WORDS.titles)} - notes", "", f"Date: {day_written(page, some_day(page))}", "")
    for chapter in page.chance.sample(WORDS.chapters, 3):
        page.put(f"## {chapter}", "", *(f"- {minute(page)}" for _ in range(page.chance.randint(1, 3))), "")
    tasked(page, md=True)


def guide(page: Page) -> None:
    """Write the questions of an interview that is to come."""
    page.put("Interview guide", "", f"Owner: {page.talk.people[0].name}", "Length: 45 minutes", "")
    questions = [one for one in QUESTIONS[ENGLISH] if "{" not in one and "Sorry" not in one]
    for chapter in WORDS.chapters:
        page.put(f"{chapter} ({page.chance.randint(5, 15)} min)")
        page.put(*(f"{at}. {one}" for at, one in enumerate(page.chance.sample(questions, 3), 1)), "")


def account(page: Page) -> None:
    """Write what is known about an account."""
    page.put(f"# {page.chance.choice(WORDS.companies)}", "", "**Industry:** Logistics", "")
    page.put(f"**Owner:** {page.talk.people[0].name}", "", "**ARR:** $48,000", "", "**Renewal:** 2026-03-31", "")
    page.put("## Stakeholders", "")
    page.put(*(f"- **{one.name}:** {page.chance.choice(('champion', 'signs', 'skeptic'))}" for one in page.talk.people))
    page.put("", "## Risks", "", *(f"- {one.capitalize()}" for one in page.chance.sample(REMARKS, 2)), "")
    summarised(page, md=True)


def mail(page: Page) -> None:
    """Write a mail about a call, with its dates and a signature."""
    one, other = page.talk.people[:2]
    page.put(f"From: {one.name}", f"To: {other.name}", f"Sent: {day_written(page, some_day(page))}")
    page.put("Subject: Thanks for today", "", f"Hi {other.name.split()[0]},", "")
    page.put("thanks for the time earlier. I attached the deck, and here is what we agreed on:", "")
    page.put(*(f"- {one}" for one in page.chance.sample(WORDS.tasks, 2)), "")
    page.put("Would Tuesday at 11:30 work for a follow-up?", "", "Best,", one.name.split()[0])


def plan(page: Page) -> None:
    """Write an agenda with times, and who leads what."""
    page.put("Offsite agenda", day_written(page, some_day(page)), "")
    rows = ("Welcome", "Pipeline review", "Roadmap", "Lunch", "Customer panel", "Wrap-up")
    for hour, row in enumerate(rows, 9):
        page.put(
            f"{hour:02}:{page.chance.choice(('00', '15', '30'))} - {row} ({page.chance.choice(page.talk.people).name})"
        )
    page.put("", "Please read the pre-work before you arrive.")


NONE = (
    lay("no-call-notes", notes, ".md"),
    lay("no-call-guide", guide),
    lay("no-call-account", account, ".md"),
    lay("no-call-mail", mail),
    lay("no-call-plan", plan),
)
