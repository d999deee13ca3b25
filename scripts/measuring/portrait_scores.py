"""How many segments and pains of made documents are recognised: F1 for each shape and language."""

import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from evidence.commands.segments import describe
from evidence.library.library import Library, open_library
from evidence.text import words
from evidence.workspace import Workspace
from measuring.keeping import keep
from measuring.portraits import Made, first_half
from measuring.portraits_held import held_half

HALVES = {"first": first_half, "held": held_half}
Found = dict[str, list[str]]


def recognise_half(half: str, show: str = "") -> int:
    """Print F1 of segments and pains for each shape, and keep them; 2 for a half that is none."""
    if half not in HALVES:
        print(f"There is no half {half!r}: first or held.")
        return 2
    made = list(HALVES[half]())
    counts: dict[str, defaultdict[str, Counter[str]]] = {
        "segments": defaultdict(Counter),
        "pains": defaultdict(Counter),
    }
    for one, found in zip(made, recognised(made), strict=True):
        true = {folded(name): [folded(pain) for pain in pains] for name, pains in one.truth.items()}
        if one.shape == show and found != true:
            print(f"--- {one.language}\n{one.text}\nfound {found}\ntrue  {true}\n")
        for key in ("all", one.shape, f"in {one.language}"):
            counts["segments"][key] += compared(found, true)
            counts["pains"][key] += compared(pairs(found), pairs(true))
    figures = {key: {what: f1(counts[what][key]) for what in counts} for key in counts["segments"]}
    for key, scores in figures.items():
        print(f"{key:32} segments {shown(scores['segments'])}  pains {shown(scores['pains'])}")
    invented = counts["segments"]["no_segments"]["extra"]
    print(f"{len(made)} documents, {len({one.shape for one in made})} shapes; invented where there is none: {invented}")
    if not show:
        keep(f"eval-documents-{half}", {"documents": len(made), "invented": invented, "f1": figures})
    return 0


def recognised(made: Iterable[Made]) -> list[Found]:
    """Return what `evidence segments DOCUMENT` finds in each, in a workspace that defines no segment."""
    with tempfile.TemporaryDirectory() as folder:
        workspace = Workspace(Path(folder))
        (workspace.root / "evidence.yaml").write_text("own_domains: []\n", encoding="utf-8")
        with open_library(workspace) as library:
            return [described(library, one, number) for number, one in enumerate(made)]


def described(library: Library, one: Made, number: int) -> Found:
    """Lay a document down and describe it."""
    home = library.workspace.segments / f"d{number}"
    for name, text in {"index.md": one.text, **one.beside}.items():
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    found: Found = {}
    for description in describe(library, [home / "index.md"]).descriptions:
        pains = found.setdefault(folded(description.name), [])
        pains += [
            folded(pain.text) for passage in description.passages for pain in passage.pains if pain.kind == "pain"
        ]
    return found


def folded(text: str) -> str:
    """Return the words alone."""
    return " ".join(words(text))


def pairs(found: Mapping[str, Iterable[str]]) -> list[tuple[str, str]]:
    """Return each pain with its segment."""
    return [(name, pain) for name, pains in found.items() for pain in pains]


def compared(found: Iterable[object], true: Iterable[object]) -> Counter[str]:
    """Count what is right, what was missed and what is too much."""
    one, other = Counter(list(found)), Counter(list(true))
    both = (one & other).total()
    return Counter(hit=both, missed=other.total() - both, extra=one.total() - both)


def f1(counts: Counter[str]) -> float | None:
    """Return F1, None where there is nothing and nothing was found."""
    of = 2 * counts["hit"] + counts["missed"] + counts["extra"]
    return round(2 * counts["hit"] / of, 3) if of else None


def shown(score: float | None) -> str:
    """Return a score for people."""
    return "   -" if score is None else f"{score:.2f}"
