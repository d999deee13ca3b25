"""Who said it, in one line: only what is known, and only what may be shown.

— Senior Engineer at Account_023 (Fintech, 350 employees, $50K ARR, won), [2026-01-12, 00:12:34](call.md#u17)
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote as percent

from evidence.amounts import render_money
from evidence.escape import escape
from evidence.text import hash_of_words, plural, words

if TYPE_CHECKING:
    from evidence.documents.redact import Redaction
    from evidence.model import Account, Attribution, Citation, Finding, Outcome


def account_facts(account: Account, outcome: Outcome | None, redaction: Redaction) -> tuple[str, ...]:
    """Return what is known of an account, ready for Markdown; sizes could point to it and are left out by `strict`."""
    strict = redaction.level == "strict"
    known = (
        account.industry and escape(account.industry),
        account.headcount is not None and not strict and plural(account.headcount, "employee"),
        account.arr is not None and not strict and f"{render_money(account.arr)} ARR",
        outcome in {"won", "lost"} and outcome,
    )
    return tuple(fact for fact in known if fact)


def account_name(account: Account, redaction: Redaction) -> str | None:
    """Return the name under which an account may be shown, ready for Markdown, or None."""
    if not redaction.hides_accounts:
        return escape(account.account_name)
    pseudonym = redaction.pseudonym(account)
    return escape(pseudonym) if pseudonym else None


def words_link(
    citation: Citation,
    text: str,
    prefix: str,
    account: Account | None,
    redaction: Redaction,
    *,
    whole: bool = False,
    title: str = "",
) -> str:
    """Return a link to the words, or to the whole call.

    It is the bare text where the address would name a customer who is hidden. `strict` links to no call: an id
    may hold a short or misspelt name that nobody knows. Date and time stay, and the index finds the words.
    """
    if redaction.level == "strict" or _reveals(citation.call_id, account, redaction):
        return text
    anchor = "" if whole else f"#{citation.anchor}"
    titled = f' "{title}"' if title else ""
    return f"[{text}]({percent(prefix, safe='/.-_~')}{citation.call_id}.md{anchor}{titled})"


def _reveals(call_id: str, account: Account | None, redaction: Redaction) -> bool:
    """Whether the id of a call names somebody who is hidden; a shared word is enough where the account is known."""
    if redaction.level == "none":
        return False
    slug = " ".join(words(call_id))
    if any(" " in slug[found.start : found.end] for found in redaction.people_in(slug)):
        return True
    if not redaction.hides_accounts:
        return False
    own = [*words(account.account_name), *words(account.domain or "")[:1]] if account else []
    said = slug.split()
    return (
        call_id in redaction.unlinked
        or any(len(word) > 2 and word in said for word in own)
        or any(True for _ in (*redaction.people_in(slug), *redaction.companies_in(slug)))
    )


def attribution_line(
    finding: Finding,
    *,
    link_prefix: str,
    redaction: Redaction,
    as_of: str | None = None,
    max_age: int | None = None,
    cite: bool = False,
) -> str:
    """Return the attribution line of a quote. max_age: in days before `as_of`; older words are marked.

    cite: the title of the link states the code points and the hash of the words.
    """
    attribution, citation = finding.attribution, finding.quote.citation
    account = attribution.account
    when = ", ".join(part for part in (attribution.date, citation.time) if part) or "source"
    known = account_facts(account, attribution.outcome, redaction) if account else ()
    about = f" ({', '.join(known)})" if known else ""
    title = citation.cite(hash_of_words(finding.quote.text)) if cite else ""
    cited = words_link(citation, when, link_prefix, account, redaction, title=title)
    marks = _marks(finding, as_of, max_age)
    marked = f" _({', '.join(marks)})_" if marks else ""
    return f"— {_who(attribution, redaction)}{about}, {cited}{marked}"


def _who(attribution: Attribution, redaction: Redaction) -> str:
    """Name the person's part and the account; a rep's words are never put into an account's mouth."""
    said = attribution.title or _opened(attribution.role or "")
    who = escape(redaction.apply(said)) if said else ""
    if redaction.level == "none" and attribution.speaker:
        who = f"{escape(attribution.speaker)}, {who}" if who else escape(attribution.speaker)
    nobody = {"customer": "Customer", "internal": "Our team", "unknown": "Speaker unknown"}
    who = who or nobody[attribution.side]
    if not attribution.account:
        return who
    name = account_name(attribution.account, redaction) or "a customer"
    return f"{who} {'at' if attribution.side == 'customer' else 'on a call with'} {name}"


def _opened(role: str) -> str:
    """Begin with a capital, and leave CTO and VP of IT as they are."""
    return role[:1].upper() + role[1:]


def _marks(finding: Finding, as_of: str | None, max_age: int | None) -> list[str]:
    marks = ["unreviewed"] if finding.status == "new" else []
    if finding.attribution.side_assumed:
        marks.append("side assumed")
    if finding.assertion not in {"present", "absent", "unjudged"}:  # of these only accepted ones are shown
        marks.append(finding.assertion)
    if finding.prompted:
        marks.append("prompted")
    if finding.edited:
        marks.append("transcript edited")
    if finding.closed and finding.closed != "open":
        marks.append(f"{finding.closed} since the review")
    said_on = finding.attribution.date
    if (
        max_age is not None
        and as_of
        and said_on
        and (date.fromisoformat(as_of) - date.fromisoformat(said_on)).days > max_age
    ):
        marks.append(f"older than {plural(max_age, 'day')}")
    return marks
