"""The label of a pain point, out of what a document or a person wrote of it: its own words without what frames them."""

from __future__ import annotations

import re

from evidence.query.context import sentences
from evidence.text import one_line, words

_MOST = 100  # characters of a label
_READ = 2_000  # characters that are read for it: comments that are never closed took 7 s of 80 kB
_MARKUP = (
    (re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>"), ""),
    (re.compile(r"!?\[([^\[\]]*)\]\([^()]*\)"), r"\1"),
    (re.compile(r"^\s*(?:[-*+>]\s+|#{1,6}\s+|\d{1,3}[.)]\s+|\[[ xX]\]\s+)+"), ""),
    (re.compile(r"\*+|~~|`+|(?<!\w)_+(?=\w)|(?<=\w)_+(?!\w)"), ""),
)
_QUOTES = re.compile('["\u201c\u201d\u201e\u201f\u00ab\u00bb\u2039\u203a]')
_SINGLE = re.compile("(?<!\\w)['\u2018](?P<said>[^'\u2018]*?)['\u2019](?!\\w)")  # not that of the teams' calendars
_THEY = r"(?:the |our |their |its |these |those |most |many |some |all )?(?:[\w'-]+ ){0,3}?"
_WHO = (
    r"(?:customers?|clients?|buyers?|users?|prospects?|personas?|teams?|companies|company|people|owners?|leaders?"
    r"|managers?|directors?|engineers?|developers?|founders?|staff|they|we|he|she|i)"
)
_OFTEN = r"(?:\s+(?:often|usually|always|also|really|still|constantly|regularly|typically|all|frequently|mostly))?"
# What is behind it is the pain, whoever has it. The first group stands without a subject, too.
_SUFFERS = (
    r"struggl(?:es?|ed|ing) with|suffer(?:s|ed|ing)? from|complain(?:s|ed|ing)? (?:that|about|of)"
    r"|worr(?:y|ies|ied) (?:that|about)|(?:(?:is|are|feels?|gets?) )?(?:frustrated|annoyed|overwhelmed|intimidated"
    r"|burdened|plagued|bothered|unhappy|fed up|tired|sick|concerned|worried) (?:by|with|of|about|that|because)"
    r"|ha(?:s|ve|d) (?:trouble|problems?|difficult(?:y|ies)|issues|a hard time) ?(?:with)?"
    r"|deal(?:s|ing) with|wants|needs|hates|wishes for|is looking for|longs for"
)
_SAYS = (
    r"complain|say(?: that)?|tell us(?: that)?|told us(?: that)?|report that|mention(?: that)?|feel (?:that|like)"
    r"|find that|face|want|need|hate|dislike|fear|experience|are looking for|look for|would like|said(?: that)?"
)
_ANYBODY = r"(?:(?!(?:nobody|no|none|not|never|because|that|when|and|or|if|but|\w+n't)\b)[\w'-]+\s+){1,4}?"
# Only people do: reports may suffer from typos, and that is the pain.
_FEELS = (
    r"complain(?:s|ed)? (?:that|about|of)|worr(?:y|ies) (?:that|about)"
    r"|(?:is|are|feel|feels) (?:frustrated|annoyed|overwhelmed|unhappy|fed up|tired|sick|worried) "
    r"(?:by|with|of|about|that|because)"
)
_FRAME = re.compile(
    rf"(?:{_ANYBODY}(?:{_FEELS})|{_SUFFERS}"
    rf"|{_THEY}{_WHO}{_OFTEN}\s+(?:{_SUFFERS}|{_SAYS}|says(?: that)?|complains|faces|fears|dislikes))"
    r"\s+(?P<pain>(?!to\b)\S.*)",
    re.IGNORECASE | re.DOTALL,
)
_ARTICLE = re.compile(r"(?:the|an?)\s+", re.IGNORECASE)
_ENDS = " .,;:\u2026-\u2013\u2014"


def clean_label(text: str) -> str:
    """Return a pain's label: no markup, no quotation marks, nobody who `struggles with` it; no word that was not there.

    Of several sentences the first that says something. Longer than 100 characters it ends in an ellipsis. What is
    nothing but marks stays as it is, on one line.

    >>> clean_label('**The customer struggles with** "late" reports.'), clean_label("Our buyers say that it is slow")
    ('Late reports', 'It is slow')
    """
    bare = text = text[:_READ]
    for pattern, put in _MARKUP:
        bare = pattern.sub(put, bare)
    bare = one_line(_QUOTES.sub("", _SINGLE.sub(r"\g<said>", bare)))
    said = (_unframed(bare[start:end].strip(_ENDS)) for start, end in sentences(bare))
    label = next((one for one in said if words(one)), "") or one_line(text).strip(_ENDS) or one_line(text)
    return label if len(label) <= _MOST else f"{label[: _MOST - 1].rsplit(' ', 1)[0]}\N{HORIZONTAL ELLIPSIS}"


def _unframed(said: str) -> str:
    """Return what a sentence says hurts, without who is said to be hurt."""
    whole = said
    for _ in range(2):  # they complain that they struggle with it
        found = _FRAME.match(said)
        if not found or not words(found["pain"]):
            break
        said = _ARTICLE.sub("", found["pain"], count=1)
    first = said.split(" ", 1)[0]
    return said if said == whole or first != first.lower() else f"{said[:1].upper()}{said[1:]}"
