"""Documents -> verdicts: every attributed quote and every citation in people's Markdown against the calls."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING

from evidence.documents.structure import read_document
from evidence.documents.to_verify import to_verify
from evidence.errors import DocumentError
from evidence.library.changed_lines import changed_lines
from evidence.library.pages import readable
from evidence.library.verifying_quote import Checked, Checker
from evidence.model import VerdictName
from evidence.quotes.folding import rough
from evidence.text import plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from evidence.documents.quotations import Quotation
    from evidence.documents.structure import Document
    from evidence.library.library import Library

MOST_SHOWN = 3  # reasons in the last line
_CONTRADICTED = "contradicted by the CRM"
_CONFLICT = re.compile(r"<{7}(?: |\s*$)")


def verify(
    library: Library,
    paths: Sequence[Path] = (),
    *,
    allow_missing: bool = False,
    raw: bool = False,
    strict: bool = False,
    since: str | None = None,
    texts: Mapping[str, str] | None = None,
) -> Iterator[Checked]:
    """Yield the verdict on every quotation, by document and line.

    since: a revision of git; of files only quotations on lines that changed since are checked. texts: documents that
    are no files, by the name that verdicts give them; then nothing else is read but `paths`.
    strict: fail what nobody can judge, what no call supports, and what may be cut short. allow_missing: pass quotes
    whose call is not here, as the settings may ask, too. raw: what passes must stand in the raw file, where it is
    here; of a call that was edited by hand it must be. A document or a call that cannot be read joins the library's
    problems, and the others are checked; blocks that were edited by hand join its notes.
    """
    checker, settled = Checker(library), 0
    left_alone = _left_alone(library)
    allow_missing = allow_missing or bool(library.workspace.settings.verify.get("allow_missing"))
    changed = changed_lines(library.workspace.root, since) if since else None
    for name, document in documents_to_verify(library, paths, texts or {}):
        library.notes += [
            f"{name}:{block.begin}: the block of {block.segment} was edited by hand"
            for block in document.blocks
            if block.state == "edited"
        ]
        library.problems += _conflicts(name, document)
        quotations, ignored = to_verify(document)
        if changed is not None and name not in (texts or {}):
            quotations = tuple(one for one in quotations if _is_among(one, changed.get(name, ())))
        kept = [one for one in quotations if " ".join(rough(one.text)) not in left_alone]
        settled += ignored + len(quotations) - len(kept)
        found = []
        # Call by call, so that each is read once.
        for quotation in sorted(kept, key=_cited):
            checked = checker.check(name, quotation)
            if checked is None:
                continue
            checked = checker.against_raw(checked) if raw and checked.verdict.ok else checked
            checked = checker.allowed(checked, allow_missing=allow_missing)
            found.append(strictly(checked) if strict else checked)
        yield from sorted(found, key=lambda one: (one.line, one.quotation.end if one.quotation else 0, one.quote))
    library.notes += _unsaid(settled, checker.uncompared)


def documents_to_verify(
    library: Library, paths: Sequence[Path], texts: Mapping[str, str]
) -> Iterator[tuple[str, Document]]:
    """Yield the documents to check with their names; one that cannot be read joins the library's problems."""
    for name, text in texts.items():
        try:
            yield name, read_document(text, name)
        except DocumentError as error:
            library.problems.append(error)
    if paths or not texts:
        yield from ((name, document) for _, name, document in readable(library, paths))


def _is_among(quotation: Quotation, changed: Sequence[range]) -> bool:
    """Whether a line of a quotation, its attribution included, is among those that changed."""
    return any(lines.start <= quotation.end and quotation.line < lines.stop for lines in changed)


def _left_alone(library: Library) -> frozenset[str]:
    """Return the words of the quotations that `verify: {ignore: [...]}` settles, folded."""
    return frozenset(" ".join(rough(text)) for text in library.workspace.settings.verify.get("ignore", ()))


def strictly(checked: Checked) -> Checked:
    """Return what `--strict` makes of a verdict that passes only because nobody can tell."""
    doubted = checked.verdict.name in {VerdictName.CUT_SHORT, VerdictName.UNSUPPORTED, VerdictName.NOT_JUDGED}
    return replace(checked, verdict=replace(checked.verdict, ok=False)) if doubted else checked


def _unsaid(settled: int, uncompared: int) -> Iterator[str]:
    """Say what was not verified: the number alone would look as if everything had been."""
    if settled:
        yield f"{plural(settled, 'quotation')} left alone, as evidence:ignore or evidence.yaml says"
    if uncompared:
        what = "quote" if uncompared == 1 else "quotes"
        yield f"{uncompared:,} {what} could not be compared with the raw file, which is missing"


def summed_up(checked: Sequence[Checked]) -> str:
    """Return the line that tells all: how many quotations there are, and what became of them.

    Of those that are not judged it names the lines and the reasons, the first three.
    """
    verified = sum((one.verdict.ok and one.verdict.level != "warn") or _is_moved(one) for one in checked)
    others = Counter(_named(one) for one in checked if not one.verdict.ok or one.verdict.level == "warn")
    told = [f"{verified:,} verified"]
    for name, count in sorted(others.items(), key=_by_name):
        counted = plural(count, "attribution") if name == _CONTRADICTED else f"{count:,}"
        told += [f"{counted} {name}"] if name else []
    reasons = [one for one in checked if one.verdict.name == VerdictName.NOT_JUDGED]
    if reasons:
        many = len({one.path for one in checked}) > 1
        shown = [f"{f'{one.path}:' if many else 'line '}{one.line}: {one.verdict.detail}" for one in reasons]
        more = ["..."] if len(shown) > MOST_SHOWN else []
        told[-1] += f" ({'; '.join([*shown[:MOST_SHOWN], *more])})"
    return f"{plural(len(checked), 'quotation')}: {', '.join(told)}"


def _is_moved(one: Checked) -> bool:
    return one.verdict.ok and one.verdict.name == VerdictName.MOVED


def _named(one: Checked) -> str:
    """Return how the last line calls a verdict, "" where the quotation is among the verified."""
    if _is_moved(one):
        return ""
    return _CONTRADICTED if one.wrong else one.verdict.name.value.replace("-judged", " judged")


def _by_name(entry: tuple[str, int]) -> tuple[bool, int, str]:
    """Order what the last line says: what is not judged last, else the most first."""
    name, count = entry
    return name == "not judged", -count, name


def _conflicts(name: str, document: Document) -> Iterator[DocumentError]:
    """Yield git conflict markers: nobody can say which side a document means."""
    code = {number for fence in document.fences for number in range(fence.line, fence.end + 1)}
    hint = "Resolve the conflict first, then run evidence attach."
    for number, line in enumerate(document.lines, 1):
        if _CONFLICT.match(line) and number not in code:
            yield DocumentError("git conflict markers", hint=hint, path=name, line=number)


def _cited(quotation: Quotation) -> tuple[str, int, int]:
    cited = quotation.attribution.citation
    return (cited.call_id if cited else "", cited.utterance if cited else 0, quotation.line)
