"""How fast search answers: in the process, as a program, and beside other engines.

The calls are the workspace of measuring/corpus.py, 7,000 of them (50 million words) where nothing
is said. The engines to compare with are kept in it, and hold the same
utterances: SQLite FTS5 with its Porter stemmer, and tantivy with its own tokenizer,
which has no word forms. Where `rg` is installed it reads the normalized files.

Every figure is processor time, the least of warm runs, with the median beside it: what
others do on the machine adds to both, least to the least. It is the count of what is
found and the first 20 rows (tantivy: best first, FTS5: newest first; rg, which uses all
cores: lines). Whole programs are compared with a bare one in turns, their bytecode
cached as an installed one's is. Milliseconds belong to one machine; kept in benchmarks/.
"""

import contextlib
import io
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import partial
from itertools import chain
from pathlib import Path

import tantivy

from evidence.commands.search import search
from evidence.library.answering import evidence_for
from evidence.library.asking import Asking, Filters, ask
from evidence.library.library import Library, open_library
from evidence.workspace import Workspace
from measuring.corpus import workspace
from measuring.keeping import keep
from measuring.timing import BARE, EVIDENCE, against, apart, in_turns, kilobytes, tell, warm


@dataclass(frozen=True, slots=True)
class Case:
    """A query, what it should stay below in milliseconds, and how the others are asked; "" where they cannot be.

    bare: as tantivy reads it, word~ for one edit, or /pattern/ (those of a phrase part at blanks).
    """

    kind: str
    query: str
    limit: float | None
    fts: str = ""
    bare: str = ""
    rg: str = ""


def words_and_phrases() -> Iterator[Case]:
    """Yield what the index answers alone."""
    for word in ("stakers", "latency", "protocol", "people", "go"):
        yield Case("one word", word, 10, word, word, rf"\b{word}\b")
    for one, two in (("remote", "control"), ("user", "interface"), ("going", "to"), ("of", "the")):
        phrase = f'"{one} {two}"'
        yield Case("phrase", phrase, 10, phrase, phrase, rf"\b{one} {two}\b")
    for one, two in (("block", "proposer"), ("remote", "button"), ("people", "think")):
        either = rf"\b{one}\b(\W+\w+){{0,5}}\W+{two}\b|\b{two}\b(\W+\w+){{0,5}}\W+{one}\b"
        yield Case("near", f"{one} NEAR/5 {two}", 10, f"NEAR({one} {two}, 5)", f'"{one} {two}"~5', either)
    for start in ("valid", "market", "pro"):
        yield Case("prefix", f"{start}*", 10, f"{start}*", f"/{start}.*/", rf"\b{start}\w*")
    for word in ("protocl", "latnecy", "people"):
        yield Case("fuzzy", f"{word}~", 10, "", f"{word}~")
    yield Case("field", 'speaker:"project manager" button', 10)
    yield Case("field", "title:bench side:unknown latency", 10)
    yield Case("field", "date:2025-03..2025-05 protocol", 10)
    yield Case("field", "call:bench-00042-2025-02-12", 10)


def patterns() -> Iterator[Case]:
    """Yield wildcards that no beginning narrows, and those in phrases."""
    for end in ("ability", "ment"):
        yield Case("leading", f"*{end}", 100, "", f"/.*{end}/", rf"\w*{end}\b")
    for middle in ("chain", "valid"):
        yield Case("infix", f"*{middle}*", 100, "", f"/.*{middle}.*/", rf"\w*{middle}\w*")
    yield Case("in a phrase", '"remote contr*"', 200, '"remote contr" *', "/remote contr.*/", r"\bremote contr\w*")
    yield Case("in a phrase", '"val* set"', 200, "", "/val.* set/", r"\bval\w* set\b")
    yield Case("in a phrase", '"*ing people"', 200, "", "/.*ing people/", r"\w*ing people\b")
    yield Case("in a phrase", "valid* NEAR/5 *block", 200)


CHECKED = (
    "=Latency",
    '="the protocol"',
    "people is:question",
    "protocol is:negated",
    "(people NEAR/3 think) NEAR/8 protocol",
    '"going to"~3 NEAR/4 (people OR users)',
)
QUESTIONS = (
    "What do people say about latency?",
    "Why did the remote control need a new user interface?",
    "How are validators paid for proposing a block?",
    "What worries customers about the price of the product?",
)
NARROWED = ("latency", "protocol", "people")
Others = dict[str, Callable[[str], None]]
FILTERS = {"account": Filters(account="Account_007"), "segment": Filters(segment="banks")}


def build_others(library: Library, folder: Path) -> None:
    """Put every utterance into both other engines, newest call first."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    schema = tantivy.SchemaBuilder().add_text_field("text", stored=True).build()
    writer = tantivy.Index(schema, path=str(folder)).writer(heap_size=200_000_000, num_threads=1)
    table = sqlite3.connect(folder / "fts5.sqlite")
    table.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-200000;")
    table.execute("CREATE VIRTUAL TABLE said USING fts5(text, tokenize='porter unicode61')")
    for entry in sorted(library.catalog.calls(), key=lambda entry: (entry.date or "", entry.call_id), reverse=True):
        said = [utterance.text for utterance in library.store.text.call(entry.call_id)]
        table.executemany("INSERT INTO said (text) VALUES (?)", ((text,) for text in said))
        for text in said:
            writer.add_document(tantivy.Document(text=text))
    table.commit()
    table.close()
    writer.commit()
    writer.wait_merging_threads()
    (folder / "done").touch()


def open_others(library: Library) -> Others:
    """Return what asks the other engines, built where they are not yet; `ranked` is FTS5 by BM25."""
    folder = library.workspace.root / "others"
    if not (folder / "done").exists():
        build_others(library, folder)
    index, table = tantivy.Index.open(str(folder)), sqlite3.connect(folder / "fts5.sqlite")
    matching = "FROM said WHERE said MATCH ?"

    def by_rowid(query: str) -> None:  # newest first
        table.execute(f"SELECT count(*) {matching}", (query,)).fetchone()
        table.execute(f"SELECT text {matching} ORDER BY rowid LIMIT 20", (query,)).fetchall()

    def by_rank(query: str) -> None:
        table.execute(f"SELECT text {matching} ORDER BY rank LIMIT 20", (query,)).fetchall()

    def bare(query: str) -> None:
        searcher = index.searcher()
        for _, address in searcher.search(bare_query(index, query), 20).hits:
            searcher.doc(address)

    def rg(pattern: str) -> None:
        command = ("rg", "--ignore-case", "--count", "--no-filename", pattern, library.workspace.normalized)
        subprocess.run(command, capture_output=True, text=True, check=False)

    engines = {"fts": by_rowid, "ranked": by_rank, "bare": bare}
    return engines | ({"rg": rg} if shutil.which("rg") else {})


def bare_query(index: tantivy.Index, query: str) -> tantivy.Query:
    """Read the form of a query that `Case.bare` tells."""
    if query.endswith("~"):
        return tantivy.Query.fuzzy_term_query(index.schema, "text", query[:-1], 1, transposition_cost_one=True)
    if not query.startswith("/"):
        return index.parse_query(query, ["text"])
    parts = query.strip("/").split()
    if len(parts) > 1:
        return tantivy.Query.regex_phrase_query(index.schema, "text", parts)
    return tantivy.Query.regex_query(index.schema, "text", parts[0])


@dataclass(frozen=True, slots=True)
class Figure:
    """What one query took, in milliseconds; `limit` is what the least should stay below, None where there is none."""

    kind: str
    query: str
    found: str
    least: float
    median: float
    limit: float | None = None
    fts5: float | None = None
    tantivy: float | None = None
    rg: float | None = None


def elsewhere(others: Others, **queries: str) -> list[float | None]:
    """Return the least milliseconds of other engines, None where one has no query, or is not here."""
    asked = [(others.get(name), query) for name, query in queries.items()]
    return [warm(partial(ask, query))[0] if ask and query else None for ask, query in asked]


def plain(library: Library, others: Others, case: Case) -> Figure:
    """Measure count and first page, and the same elsewhere."""
    found = search(library, ask(case.query))
    times = warm(lambda: search(library, ask(case.query)))
    than = elsewhere(others, fts=case.fts, bare=case.bare, rg=case.rg)
    return Figure(case.kind, case.query, f"{found.count:,}", *times, case.limit, *than)


def checked(library: Library, query: str) -> Iterator[Figure]:
    """Measure what is checked turn by turn: the first page, and the count."""

    def page() -> int:
        return len(list(Asking(library, ask(query)).first(20)))

    def count() -> tuple[int, bool]:
        return Asking(library, ask(query)).count()

    yield Figure("checked: page", query, str(page()), *warm(page), 50)
    number, exact = count()
    yield Figure("checked: count", query, f"{'' if exact else 'at least '}{number:,}", *warm(count))


def in_plain_words(library: Library, others: Others, question: str) -> Figure:
    """Measure a question in plain words; the others rank its words by BM25."""
    words = " ".join(re.findall(r"\w+", question))
    found = evidence_for(library, question)
    times = warm(lambda: evidence_for(library, question))
    ranked = elsewhere(others, ranked=words.replace(" ", " OR "), bare=words)
    return Figure("ask", question, f"{found.count:,}", *times, 60, *ranked)


def narrowed(library: Library, word: str) -> Iterator[Figure]:
    """Measure what a filter costs more than none."""
    without, _ = warm(lambda: search(library, ask(word)))
    for name, filters in FILTERS.items():
        found = search(library, ask(word, filters))
        more = (round(value - without, 3) for value in warm(partial(search, library, ask(word, filters))))
        yield Figure(f"{name}, ms more", word, f"{found.count:,}", *more, limit=5)


def as_program(root: Path) -> dict[str, float]:
    """Print and return seconds of whole processes that take turns, and the memory of three."""
    evidence = (EVIDENCE, "--workspace", root, "search", "people")
    bare = (sys.executable, "-c", BARE, "people")
    commands = (evidence, bare, (*evidence, "--account", "Account_007"))
    figures = dict(zip(("search_s", "bare_s", "search_account_s"), map(min, in_turns(commands, 20)), strict=True))
    for name, query in (("word", "people"), ("pattern", "*ment"), ("checked", "people is:question")):
        figures[f"memory_{name}_mb"] = apart(memory, root, query) / 1000
    tell("search / bare typer program", figures["search_s"] / figures["bare_s"], 1.6)
    tell("search --account, ms more", 1000 * (figures["search_account_s"] - figures["search_s"]), 5)
    for name in ("word", "pattern", "checked"):
        if figures[f"memory_{name}_mb"]:
            tell(f"MB of {name} without index files", figures[f"memory_{name}_mb"], 120)
    return {name: round(value, 4) for name, value in figures.items()}


def memory(root: str, query: str) -> int:
    """Search as the command does; return the kilobytes of this process that no file stands behind."""
    from evidence.cli.app import main as evidence

    sys.argv = ["evidence", "--workspace", root, "search", query]
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        evidence()
    return kilobytes("RssAnon")


def line(figure: Figure) -> str:
    """Write a figure as a row of the table."""
    others = "".join(f"{'-' if ms is None else f'{ms:.1f}':>9}" for ms in (figure.fts5, figure.tantivy, figure.rg))
    query = figure.query if len(figure.query) <= 40 else figure.query[:37] + "..."
    own = f"{figure.kind:20}{query:42}{figure.found:>16}{figure.least:9.1f}{figure.median:9.1f}"
    return f"{own}{others}{against(figure.least, figure.limit)}"


def main(transcripts: Path, *, calls: int = 7_000, corpus: Path | None = None, label: str | None = None) -> None:
    """Make the corpus, measure, print, keep."""
    root = workspace(transcripts, calls, corpus)
    figures: list[Figure] = []
    with open_library(Workspace(root)) as library:
        others = open_others(library)
        words = sum(entry.words for entry in library.catalog.calls())
        size = {"calls": calls, "utterances": len(library.store.text), "words": words}
        print(", ".join(f"{count:,} {name}" for name, count in size.items()))
        names = ("least", "median", "FTS5", "tantivy", "rg")
        print(f"{'ms':20}{'':42}{'found':>16}{''.join(f'{name:>9}' for name in names)}")
        for figure in chain(
            (plain(library, others, case) for case in (*words_and_phrases(), *patterns())),
            *(checked(library, query) for query in CHECKED),
            (in_plain_words(library, others, question) for question in QUESTIONS),
            *(narrowed(library, word) for word in NARROWED),
        ):
            figures.append(figure)
            print(line(figure), flush=True)
    if "rg" not in others:
        print("rg is not installed.")
    keep(label or f"search-{calls}-calls", size | as_program(root) | {"figures": list(map(asdict, figures))})
