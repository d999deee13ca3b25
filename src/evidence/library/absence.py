"""Why nothing was found: which words, names and filters match nothing here, and what to type next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from evidence.library.asking import Asking, accounts_of
from evidence.library.languages import calls_by_language
from evidence.library.unsaid import Unsaid, unsaid
from evidence.query.language import counted_languages
from evidence.query.match import near_words
from evidence.query.tree import Field, Query, Word, fields_of, terms, to_text
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from evidence.library.asking import Filters
    from evidence.library.library import Library
    from evidence.query.tree import Node

_OPERATOR = re.compile(r"\b(?:near/\d+|or|and|not)\b")
_NO_CALLS = "No calls yet: put transcripts into source/transcripts/raw, then run evidence ingest."
MOST_TERMS = 12  # looked up one by one; a tracker has some dozens at most
MOST_SAID = 3
NEAREST = 3
_QUESTION = 4  # so many plain words in a query without an operator are a question rather than keywords


@dataclass(frozen=True, slots=True)
class Absence:
    """Why nothing was found: what was searched, and a sentence for each term or filter that matches nothing.

    `unsaid` are the calls that hold it where nobody speaks: then no term is missing.
    """

    calls: int
    accounts: int
    first_date: str | None
    last_date: str | None
    dead: tuple[str, ...]
    hint: str = ""
    terms: int = 2
    unsaid: Unsaid = field(default_factory=Unsaid)

    def __str__(self) -> str:
        """Say it in one line."""
        when = f", {self.first_date} to {self.last_date}" if self.first_date else ""
        said = [f"Nothing found in {plural(self.calls, 'call')} with {plural(self.accounts, 'account')}{when}."]
        if not self.calls:
            said = [_NO_CALLS]
        elif self.unsaid.calls:
            said.append(str(self.unsaid))
        elif self.dead:
            said += self.dead[:MOST_SAID]
        elif self.terms > 1:
            said.append("Every term occurs, but not together: try OR, NEAR/20, or fewer filters.")
        elif self.terms:
            said.append("The term occurs, but not with these filters: try fewer.")
        return " ".join([*said, *([self.hint] if self.hint else [])])


def absence(library: Library, query: Query) -> Absence:
    """Say why a query finds nothing."""
    entries = list(library.catalog.calls())
    dates = [entry.date for entry in entries if entry.date]
    accounts = accounts_of(library, {entry.call_id: 1 for entry in entries})
    asked = tuple(terms(query.root))
    dead = tuple(_unmatched(library, [*asked, *fields_of(query.root)])) if entries else ()
    hint = ""
    if _OPERATOR.search(query.text):
        hint = "Operators are written in capitals: OR, NOT, NEAR/5."
    elif len(asked) >= _QUESTION and all(isinstance(node, Word) for node in asked):
        hint = 'To ask a question in plain words: evidence ask "...".'
    if asked and not hint and (others := calls_by_language(entries)):
        hint = f"Not all calls are in English: {counted_languages(others, 'call')}."
    first, last = min(dates, default=None), max(dates, default=None)
    return Absence(len(entries), len(accounts), first, last, dead, hint, len(asked), unsaid(library, query))


def unmatched(library: Library, filters: Filters) -> tuple[str, ...]:
    """Return a sentence for each filter that matches nothing in any call, with the next command to type."""
    asked = filters.nodes()
    if asked and not any(library.catalog.calls()):
        return (_NO_CALLS,)
    return tuple(_unmatched(library, asked))


def _unmatched(library: Library, asked: Sequence[Node]) -> Iterator[str]:
    for node in list(dict.fromkeys(asked))[:MOST_TERMS]:
        if not any(Asking(library, Query("", node)).first(1)):
            yield _field_absent(library, node) if isinstance(node, Field) else _term_absent(library, node)


def _term_absent(library: Library, node: Node) -> str:
    near = _near_terms(library, node)
    closest = f" Closest words: {', '.join(near)}." if near else ""
    return f"No call contains {to_text(node)!r}.{closest}"


def _field_absent(library: Library, field: Field) -> str:
    """Say that nobody and nothing has this value, and which values there are or which command shows them."""
    value = field.value
    match field.name:
        case "role" | "speaker" | "title" | "call":
            what = {"role": "speaker has the role", "speaker": "speaker is called", "title": "title contains"}
            return f"No {what.get(field.name, 'call id contains')} {value!r}. {_known_values(library, field)}"
        case "segment" | "persona":
            return _segment_absent(library, field)
        case "account":
            return f"No call belongs to account {value!r}. To link calls: evidence link."
        case "outcome":
            return f"No call belongs to a deal that is {value}. To see how calls are linked: evidence link."
        case "side":
            return f"No speaker is marked as {value}. To mark speakers: evidence review --links."
        case "tracker":
            return f"Tracker {value!r} finds nothing. To see what each query finds: evidence trackers --test."
        case "date":
            return f"No call is dated {_span(value)}. To list calls without a date: evidence status."
        case _:
            return f"Nothing matches {to_text(field)}."


def _segment_absent(library: Library, field: Field) -> str:
    people = library.personas.people(library.segment_of(field).segment_id)
    if people is None:
        return f"No call belongs to an account of segment {field.value!r}. To link calls: evidence link."
    return f"Nobody was heard whose title fits {field.value!r}. {' '.join(people.remarks(field.value))}".rstrip()


def _span(value: str) -> str:
    """Return a range of dates in words."""
    first, dots, last = value.partition("..")
    if not dots or not (first and last):
        return f"{last} or earlier" if dots and last else f"{first} or later" if dots else value
    return f"{first} to {last}"


def _known_values(library: Library, field: Field) -> str:
    """Return the values like this one, else the first ones that occur, else where they come from."""
    values = list(dict.fromkeys(_values(library, field)))
    # A value is near where one of its words is.
    by_word = {word: value for value in values for word in words(value)}
    near = (found for word in words(field.value) for found in near_words(word, list(by_word), limit=NEAREST))
    closest = list(dict.fromkeys(by_word[word] for word in near))[:NEAREST]
    if closest:
        return f"Closest: {', '.join(closest)}."
    if field.name == "role":
        more = ", ..." if len(values) > 8 else "."
        return f"You have: {', '.join(values[:8])}{more}" if values else "No roles yet: add them in source/people.csv."
    return (
        "To list calls: evidence link."
        if field.name in {"call", "title"}
        else "Try fewer letters, such as a first name."
    )


def _values(library: Library, field: Field) -> list[str]:
    if field.name in {"title", "call"}:
        return [entry.title if field.name == "title" else entry.call_id for entry in library.catalog.calls()]
    people = [person for _, person in library.catalog.everybody()]
    if field.name == "speaker":
        return [person.participant.name or person.participant.label for person in people]
    return sorted({title for person in people for title in person.titles})


def _near_terms(library: Library, node: Node) -> tuple[str, ...]:
    """Return words of the calls that look like those of a term that occurs nowhere."""
    asked = words(to_text(node).replace("*", "").replace("?", ""))
    missing = [word for word in asked if not any(_said(library, word))]
    vocabulary = library.catalog.all_forms()
    near: dict[str, None] = {}
    for word in missing[:NEAREST]:
        near |= dict.fromkeys(near_words(word, vocabulary, limit=NEAREST))
    return tuple(near)


def _said(library: Library, word: str) -> Iterator[str]:
    """Yield the forms of a word that occur."""
    for key in library.catalog.lemmas.keys(word):
        yield from library.catalog.forms(key)
