"""Documents read by the program itself, in one ingest, and the figures of the reading by layout and by trait."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import evidence
from evidence.calls.normalized import parse
from evidence.model import Call

from .layout_scores import Score, scored
from .layouts import Document


def read(documents: Sequence[Document], root: Path) -> dict[str, list[Call]]:
    """Ingest documents as the files of one workspace; return the calls of each, as the normalized files state them."""
    raw = root / "source/transcripts/raw"
    raw.mkdir(parents=True)
    (root / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
    for one in documents:
        (raw / one.name).write_bytes(one.data)
    evidence.ingest_calls(root)
    found: defaultdict[str, list[Call]] = defaultdict(list)
    for path in sorted((root / "source/transcripts/normalized").glob("*.md")):
        call = parse(path.read_text(encoding="utf-8"))
        found[call.source].append(call)
    return found


def measured(documents: Sequence[Document]) -> list[Score]:
    """Return what the program gets right of each document."""
    root = Path(tempfile.mkdtemp(prefix="evidence-layouts-"))
    try:
        found = read(documents, root)
    finally:
        shutil.rmtree(root)
    return [scored(one, found.get(one.name, [])) for one in documents]


def share(part: float, whole: float) -> float:
    """Return a share, 0 of nothing."""
    return part / whole if whole else 0.0


def figures(scores: Sequence[Score]) -> dict[str, float]:
    """Return the figures of calls: shares of documents, of words that were accepted, of times and of dates."""
    calls = [one for one in scores if one.call]
    taken = [one for one in calls if one.accepted]
    words = sum(one.said for one in taken)

    def of(count: Callable[[Score], int]) -> int:
        return sum(count(one) for one in taken)

    return {
        "documents": len(calls),
        "accepted": len(taken),
        "refused": share(len(calls) - len(taken), len(calls)),
        "right": share(sum(one.right for one in taken), len(taken)),
        "words": words,
        "lost": share(of(lambda one: one.lost), words),
        "lost_to_notes": share(of(lambda one: one.noted), words),
        "merged": share(of(lambda one: one.merged), words),
        "unnamed": share(of(lambda one: one.unnamed), words),
        "lost_or_merged": share(of(lambda one: one.lost + one.merged), words),
        "notes_as_speech": of(lambda one: one.notes),
        "stamps_as_words": of(lambda one: one.stamps),
        "labels_as_words": of(lambda one: one.labels),
        "other_words": of(lambda one: one.other),
        "invented": of(lambda one: len(one.invented)),
        "times": share(of(lambda one: one.times - one.times_wrong), of(lambda one: one.times)),
        "dates": share(of(lambda one: not one.date_wrong), len(taken)),
    }


def grouped(scores: Iterable[Score], keys: Callable[[Score], Iterable[str]]) -> dict[str, list[Score]]:
    """Return scores by what they have in common."""
    found: defaultdict[str, list[Score]] = defaultdict(list)
    for one in scores:
        for key in keys(one):
            found[key].append(one)
    return dict(found)


COLUMNS = (
    ("docs", "documents", 5, 1, 0),
    ("taken", "accepted", 6, 1, 0),
    ("right%", "right", 8, 100, 1),
    ("inv", "invented", 5, 1, 0),
    ("lost%", "lost", 7, 100, 2),
    ("merged%", "merged", 8, 100, 2),
    ("unnamed%", "unnamed", 9, 100, 2),
    ("notes", "notes_as_speech", 7, 1, 0),
    ("stamps", "stamps_as_words", 7, 1, 0),
    ("labels", "labels_as_words", 7, 1, 0),
    ("other", "other_words", 6, 1, 0),
    ("times%", "times", 8, 100, 1),
    ("dates%", "dates", 8, 100, 1),
)
HEADER = " " * 42 + "".join(f"{title:>{width}}" for title, _, width, *_ in COLUMNS)


def line(name: str, found: dict[str, float]) -> str:
    """Return the figures of a group as a line; notes, stamps, labels and other are words that nobody said."""
    return f"{name:42}" + "".join(
        f"{scale * found[key]:>{width}.{digits}f}" for _, key, width, scale, digits in COLUMNS
    )


def success(found: dict[str, float]) -> float:
    """Return which share of a layout's documents is read right: one that is refused is not."""
    return share(found["right"] * found["accepted"], found["documents"])


def print_groups(title: str, groups: dict[str, list[Score]]) -> dict[str, dict[str, float]]:
    """Print a table of groups, the worst first."""
    found = {key: figures(scores) for key, scores in groups.items()}
    print(f"\n{title}\n{HEADER}")
    for key in sorted(found, key=lambda key: (success(found[key]), key)):
        print(line(key, found[key]))
    return found


def told(name: str, value: float, limit: float, *, least: bool = False) -> bool:
    """Print a share and what is asked of it; say whether it is missed."""
    missed = value < limit if least else value > limit
    asked = f"{'at least' if least else 'at most'} {100 * limit:g} %"
    print(f"{name:52}{100 * value:8.2f} %   {asked}{': MISSED' if missed else ''}")
    return missed


def counted(name: str, value: float) -> bool:
    """Print a number that has to be none; say whether it is missed."""
    print(f"{name:52}{value:8.0f}     none{': MISSED' if value else ''}")
    return value > 0


def report(scores: Sequence[Score]) -> dict[str, object]:
    """Print all figures, and return them."""
    calls, none = [one for one in scores if one.call], [one for one in scores if not one.call]
    title = "By layout, the worst first; % of words are of what was taken, and so are times and dates."
    layouts = print_groups(title, grouped(calls, lambda one: [one.layout]))
    traits = print_groups("By trait.", grouped(calls, lambda one: sorted(one.features)))
    total = figures(calls)
    print(f"\n{HEADER}\n{line('all', total)}\n")
    worst = min(layouts, key=lambda key: (success(layouts[key]), key), default="")
    missed = [
        told("words and speakers right, of what was taken", total["right"], 0.99, least=True),
        told("refused", total["refused"], 0.03),
        told("words lost, or in the mouth of somebody else", total["lost_or_merged"], 0.001),
        worst != "" and told(f"right of all of the worst: {worst}", success(layouts[worst]), 0.95, least=True),
        counted("invented speakers", total["invented"]),
        counted("words of notes as speech", total["notes_as_speech"]),
        counted(f"of {len(none)} that are no calls, read as one", sum(one.accepted for one in none)),
    ]
    became = {key: len(found) for key, found in grouped(none, lambda one: [one.layout] * one.accepted).items()}
    print(*(f"    {key}: {number}" for key, number in sorted(became.items())), sep="\n")
    return {"missed": any(missed), "all": total, "layouts": layouts, "traits": traits, "no_calls_read": became}


def show(scores: Sequence[Score], documents: Sequence[Document], number: int) -> None:
    """Print documents that were not read right, and what is wrong."""
    by_name = {one.name: one for one in documents}
    for score in [one for one in scores if not one.right or one.times_wrong or one.date_wrong][:number]:
        print(f"\n{'=' * 20} {score.layout} {score.name}: {', '.join(sorted(score.features))}")
        print(by_name[score.name].data.decode("utf-8-sig").replace("\r\n", "\n"))
        print(f"{'-' * 20} what is wrong")
        print(*[f"    {difference}" for difference in score.differences[:20]], sep="\n")
