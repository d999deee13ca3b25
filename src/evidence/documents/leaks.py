"""What slipped through: everything in a document that its level of redaction hides.

Every line counts, links, front matter, code and comments included, and so does the path. What is ours is no
leak: our people sign their documents. A first or last name alone counts within quotations and blocks, and
elsewhere where no everyday word is written so.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from evidence.documents.markdown import split_lines
from evidence.documents.patterns import PLACEHOLDERS, Replacement, find_forms
from evidence.documents.redact import EVERYDAY
from evidence.escape import unescape_html
from evidence.text import plural, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from evidence.documents.redact import Redaction


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that must not be shown. `kind` is a placeholder; `hint` never holds the whole of it."""

    path: str
    line: int
    kind: str
    hint: str

    @property
    def what(self) -> str:
        """What it is, in words."""
        return PLACEHOLDERS[self.kind]

    def record(self) -> dict[str, Any]:
        """Return the leak as `--json` prints it, in the fields of a verdict; `quote` is masked, `verdict` null."""
        nothing = dict.fromkeys(("call_id", "utterance", "speaker", "account_id"))
        about = {"path": self.path, "line": self.line, "quote": self.hint, "verdict": None, "ok": False}
        return {**about, "edited": False, **nothing, "detail": f"shows {self.what}", "leak": self.kind.strip("[]")}


def mask(secret: str) -> str:
    """Return what helps to find a secret and does not tell it.

    >>> mask("ida@harbour.example"), mask("Lund")
    ('i… (19 signs)', 'L… (4 signs)')
    """
    return f"{secret[:1]}… ({plural(len(secret), 'character')})"


def find_leaks(
    text: str,
    path: str,
    redaction: Redaction,
    *,
    own_names: Collection[str] = (),
    own_domains: Sequence[str] = (),
    quoted: Collection[int] = (),
) -> Iterator[Leak]:
    """Yield what a document shows and may not, by line; the path comes first, as line 1.

    own_names, own_domains: ours. quoted: the lines of quotations and blocks.
    """
    if redaction.level == "none":
        return
    ours = {word for name in own_names for word in words(name)}
    where = re.sub(r"[-_/]+", " ", path.removesuffix(".md"))
    for number, line in ((1, where), *enumerate(split_lines(text), 1)):
        # Markers carry a checksum, which looks like a key.
        if "<!-- evidence:" in line:
            continue
        seen = unescape_html(unquote(line))
        for found in _hidden(seen, redaction):
            said = seen[found.start : found.end]
            if not _is_ours(said, found.placeholder, ours, own_domains) and (
                number in quoted or found.placeholder != "[name]" or _is_telling(said)
            ):
                yield Leak(path, number, found.placeholder, mask(said))


def _hidden(text: str, redaction: Redaction) -> Iterator[Replacement]:
    """Yield what is hidden in a line; everything of one kind and place once."""
    named = [Replacement(found.start, found.end, "[company]") for found in redaction.companies_in(text)] + [
        *redaction.people_in(text),
        *find_forms(text),
    ]
    end = 0
    for found in sorted(named, key=lambda one: (one.start, -one.end)):
        if found.start >= end:
            end = found.end
            yield found


def _is_ours(said: str, kind: str, ours: set[str], own_domains: Sequence[str]) -> bool:
    if kind == "[email]":
        domain = said.rpartition("@")[2].lower().strip()
        return any(domain == own or domain.endswith(f".{own}") for own in own_domains)
    return (
        kind == "[name]" and bool(ours) and {word for word in words(said.removesuffix("'s")) if len(word) > 1} <= ours
    )


def _is_telling(said: str) -> bool:
    """Whether a name counts in people's own text: more than a first or last name, or no everyday word."""
    return len(words(said)) > 1 or words(said)[0] not in EVERYDAY
