"""Attach, edit, regenerate and merge in odd documents, and count what a person would have lost.

Fifty documents of our own (tests/documents/odd_documents.py), and the five of ../shared/segments where
they are there. Round trip: attach, attach again, remove: the document is as it was. Edits: a person's
line goes in or out anywhere outside of the block, between regenerations. Merges: two branches edit and
regenerate, `git merge-file` joins them, and what comes of it is regenerated, or refused and left alone.
A line is lost where git's merge held it and the document afterwards does not. Prints three lines of
counts; exit code 1 where anything was lost.

`--half first` or `--half held` recognises segments and pains instead, in documents about personas, ICPs and
segments of our own making (measuring/portraits.py, portraits_held.py), as `evidence segments DOCUMENT` does, and
prints F1 of both for each shape; `--show SHAPE` prints what is wrong in one.
"""

import contextlib
import random
import runpy
import subprocess
import tempfile
from collections import Counter
from pathlib import Path

from evidence.documents.markdown import split_lines
from evidence.documents.placement import find_place, move_out, place, remove
from evidence.documents.structure import read_document
from evidence.errors import DocumentError
from measuring.keeping import ROOT, keep
from measuring.portrait_scores import recognise_half

DOCUMENTS = runpy.run_path(str(ROOT / "tests/documents/odd_documents.py"))["DOCUMENTS"]
SHARED = ROOT.parent / "shared" / "segments"
LINES = ("- {}", "{}", "**{}**: x", "### {}", '> "{}"', "| {} | x |", "1. {}", "    {}", "{}  ", "\t{}", "{}")


def documents() -> dict[str, tuple[str, str | None]]:
    """Return every document with the heading of its segment."""
    found = dict(DOCUMENTS)
    for path in sorted(SHARED.rglob("*.md")):
        text = path.read_bytes().decode()
        headings = [heading.text for heading in read_document(text).headings if heading.level == 2]
        once = [heading for heading in headings if headings.count(heading) == 1]
        found[path.name] = (text, once[len(once) // 2] if once else None)
    return found


def body(version: int) -> str:
    """Return what is attached: some lines stay, some come and go with the version."""
    rows = "".join(f"| pain {n} | {version} of {n} |\n" for n in range(1, 4))
    quotes = "".join(f'> "words {n}"\n>\n> — Owner at Account_{n}\n\n' for n in range(version % 3, version % 3 + 3))
    return f"| a | b |\n| --- | --- |\n{rows}\n{quotes}_Searched, version {version}._\n"


def attach(text: str, heading: str | None, version: int) -> str:
    """Regenerate the block. Raises DocumentError."""
    document = read_document(text)
    return place(document, find_place(document, "bakers", name="Bakers", heading=heading), body(version))


def outside(text: str) -> str:
    """Return everything but the block's lines."""
    document = read_document(text)
    (block,) = document.blocks
    return "".join((*document.lines[: block.begin - 1], *document.lines[block.end :]))


def edit(chance: random.Random, text: str, words: str, half: int | None = None) -> str:
    """Put a person's line somewhere outside of the block, or now and then take one out. half: 0 above, 1 below."""
    document = read_document(text)
    blocks = [range(block.begin, block.end) for block in document.blocks]
    places = [n for n in range(len(document.lines) + 1) if not any(n in block for block in blocks)]
    if half is not None and len(places) > 1:
        places = places[: len(places) // 2] if half == 0 else places[len(places) // 2 :]
    lines, at = list(document.lines), chance.choice(places)
    if lines and at < len(lines) and at + 1 in places and chance.random() < 0.2:
        del lines[at]
        return "".join(lines)
    if lines and at == len(lines) and not lines[-1].endswith(("\n", "\r")):
        lines[-1] += document.newline
    return "".join((*lines[:at], chance.choice(LINES).format(words) + document.newline, *lines[at:]))


def round_trips() -> Counter[str]:
    """Attach twice, anew, and remove."""
    counts = Counter[str]()
    for name, (text, heading) in documents().items():
        counts["documents"] += 1
        try:
            once = attach(text, heading, 1)
        except DocumentError as error:
            counts["refused"] += 1
            print(f"  refused: {name}: {error.what}")
            continue
        same = attach(once, None, 1) == once and remove(once, "bakers") == text
        anew = attach(once, None, 2)
        counts["not as before"] += not (same and outside(anew) == outside(once) and attach(anew, None, 1) == once)
    return counts


def make_edits(wanted: int) -> Counter[str]:
    """Edit anywhere outside, regenerate, compare every byte outside."""
    counts, chance = Counter[str](), random.Random(1)
    pool = sorted(documents().items())
    while counts["edits"] < wanted:
        _, (text, heading) = chance.choice(pool)
        try:
            text = attach(text, heading, 0)
        except DocumentError:
            continue
        for step in range(8):
            counts["edits"] += 1
            edited = edit(chance, text, f"note {counts['edits']} é")
            try:
                text = attach(edited, None, step)
            except DocumentError:
                counts["refused"] += 1  # an open fence or comment came in above: the file stays as it is
                break
            counts["changed outside"] += outside(text) != outside(edited)
    return counts


def make_merges(wanted: int) -> Counter[str]:
    """Two branches edit (now and then inside the block) and regenerate; git joins them; attach goes on."""
    counts, chance = Counter[str](), random.Random(2)
    # In a document of a few lines any two edits are neighbours, and git leaves all of it to people.
    pool = [entry for entry in sorted(documents().items()) if entry[1][0].count("\n") >= 8]
    while counts["merges"] < wanted:
        _, (text, heading) = chance.choice(pool)
        try:
            base = attach(text, heading, 0)
            # People mostly work on different parts; where they do not, git wants them to resolve it.
            halves = (0, 1) if chance.random() < 0.75 else (None, None)
            ours, theirs = (
                branch(chance, base, f"{s}{counts['merges']}", half) for s, half in zip("ab", halves, strict=True)
            )
        except DocumentError:
            continue
        counts["merges"] += 1
        merged = merge(ours, base, theirs)
        after, how = regenerate(merged)
        counts[how] += 1
        written = [line for line in split_lines(merged) if "note " in line]
        left = {line.rstrip("\r\n") for line in split_lines(after)}
        counts["lines"] += len(written)
        counts["lost"] += sum(line.rstrip("\r\n") not in left for line in written)
    return counts


def branch(chance: random.Random, text: str, name: str, half: int | None) -> str:
    """Edit three times, regenerate between; sometimes a person writes into the block."""
    for step in range(3):
        text = edit(chance, text, f"note {name} {step}", half)
        if step == 2 and chance.random() < 0.3:
            lines = split_lines(text)
            block = read_document(text).blocks[0]
            at = chance.randint(block.begin, block.end - 1)
            return "".join((*lines[:at], f"note {name} inside\n", *lines[at:]))
        text = attach(text, None, chance.randint(1, 9))
    return text


def merge(*versions: str) -> str:
    """Return what git makes of ours, base and theirs, with its marks where they conflict."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, name) for name in ("ours", "base", "theirs")]
        for file, text in zip(files, versions, strict=True):
            file.write_bytes(text.encode())
        done = subprocess.run(["git", "merge-file", "-p", *files], capture_output=True, check=False)
    return done.stdout.decode()


def regenerate(text: str) -> tuple[str, str]:
    """Attach; where hands are in the way, move their words out; where it is refused, everything stays."""
    with contextlib.suppress(DocumentError):
        return attach(text, None, 5), "regenerated"
    with contextlib.suppress(DocumentError):
        document = read_document(text)
        return move_out(document, find_place(document, "bakers", name="Bakers"), body(5)), "moved out"
    return text, "refused"


def main(*, edits: int = 1000, merges: int = 200, half: str = "", show: str = "") -> int:
    """Print the counts."""
    if half:
        return recognise_half(half, show)
    trips, edited, merged = round_trips(), make_edits(edits), make_merges(merges)
    print(
        f"round trips: {trips['documents']} documents, {trips['refused']} refused, "
        f"{trips['not as before']} not as before\n"
        f"edits: {edited['edits']}, {edited['refused']} refused, "
        f"{edited['changed outside']} with a byte changed outside\n"
        f"merges: {merged['merges']} ({merged['regenerated']} regenerated, {merged['moved out']} moved out, "
        f"{merged['refused']} refused); of {merged['lines']} lines by hand {merged['lost']} lost"
    )
    keep("eval-documents", {"round trips": trips, "edits": edited, "merges": merged})
    return int(bool(trips["not as before"] or edited["changed outside"] or merged["lost"]))
