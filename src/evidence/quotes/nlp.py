"""The one home of spaCy: a pipeline, and the component `evidence_cues` that marks cue families.

The built-in pipeline is `blank("en")` with the sentencizer, the lookup lemmatizer
and the component; it needs no model. A trained pipeline is used only where
`evidence.yaml` names it. In a pipeline of your own:

    import spacy, evidence
    nlp = spacy.load("en_core_web_sm")
    nlp.add_pipe("evidence_cues", config={"cues": {"delay": {"cues": ["weeks behind"]}}})
    nlp("We copy it by hand.").spans["cues"]      # spans whose label is the family

spaCy finds the component by its entry point; where the package is not installed
but imported, `register()` makes it known.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import defaultdict
from functools import cache, cached_property, partial
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from evidence.errors import SettingsError
from evidence.query.context import passages
from evidence.quotes.cues import Cue, Lexicon, parse_cues, standard
from evidence.quotes.prefilter import REACH, CuePlaces, English, Prefilter, lower, lowered, whole_sentence

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from spacy.language import Language
    from spacy.matcher import PhraseMatcher
    from spacy.tokens import Doc

    from evidence.model import Span

NAME = "evidence_cues"
SPANS = "cues"
_FILE = "cues.json"
BUILT_IN = "blank:en"
BLOCK = 50_000  # characters that are given to spaCy at once: alone, a sentence of 11 words cost three times as much
_BORDER = "\n\n"


class CueMatch(NamedTuple):
    """A cue in a text, half-open in code points."""

    cue: Cue
    start: int
    end: int


class CueMarker:
    """The component: matches phrases on LOWER and LEMMA; the longest of those that overlap stays."""

    def __init__(self, nlp: Language, lexicon: Lexicon | Callable[[], Lexicon], spans_key: str = SPANS) -> None:
        """Mark the cues of `lexicon` in `doc.spans[spans_key]`; the phrases are prepared when the first text comes."""
        self._given, self.spans_key = lexicon, spans_key
        self._nlp = nlp
        self._places: dict[int, tuple[int, int]] = {}

    @cached_property
    def lexicon(self) -> Lexicon:
        """The cues that are marked. Raises SettingsError where the file that was named is missing or wrong."""
        return self._given if isinstance(self._given, Lexicon) else self._given()

    @cached_property
    def cues(self) -> tuple[Cue, ...]:
        """Every cue, in the order of the lexicon."""
        return self.lexicon.cues

    def to_bytes(self, **_: object) -> bytes:
        """Return the cues: a saved pipeline needs no file of yours."""
        return json.dumps(self.lexicon.as_written(), ensure_ascii=False).encode()

    def from_bytes(self, data: bytes, **_: object) -> Self:
        """Take the cues that `to_bytes` gave, and no others."""
        self._given, self._places = parse_cues(data.decode(), NAME), {}
        for made in ("lexicon", "cues", "_weights", "_matchers"):
            self.__dict__.pop(made, None)
        return self

    def to_disk(self, path: Path, **_: object) -> None:
        """Write the cues into a folder of the pipeline."""
        path.mkdir(exist_ok=True)
        (path / _FILE).write_bytes(self.to_bytes())

    def from_disk(self, path: Path, **_: object) -> Self:
        """Read the cues of a folder of the pipeline."""
        return self.from_bytes((path / _FILE).read_bytes())

    @cached_property
    def _weights(self) -> list[float]:
        return [family.weight * cue.share for family in self.lexicon.families for cue in family.cues]

    @cached_property
    def _matchers(self) -> tuple[PhraseMatcher, PhraseMatcher]:
        """Match as written and by lemma; a pipeline that is read from a disk has its lemmas only after it was made."""
        from spacy.matcher import PhraseMatcher

        nlp = self._nlp
        written, lemmas = PhraseMatcher(nlp.vocab, attr="LOWER"), PhraseMatcher(nlp.vocab, attr="LEMMA")
        parts = [(number, place, cue) for number, cue in enumerate(self.cues) for place in range(len(cue.parts))]
        itself = [name for name, component in nlp.pipeline if component is self]
        docs = nlp.pipe((cue.parts[place] for _, place, cue in parts), disable=itself)
        for (number, place, cue), doc in zip(parts, docs, strict=True):
            key = f"{number}.{place}"
            self._places[nlp.vocab.strings.add(key)] = number, place
            curly = [nlp.make_doc(doc.text.replace("'", "\u2019"))] if "'" in doc.text else []
            written.add(key, [doc, *curly])
            if not cue.exact:
                lemmas.add(key, [doc])
        return written, lemmas

    def __call__(self, doc: Doc) -> Doc:
        """Set the spans of the doc; a run of words without full stops is first cut into clauses."""
        from spacy.tokens import Span

        if not doc.has_annotation("DEP"):
            _cut_into_clauses(doc)
        spans = [Span(doc, start, end, cue.family, span_id=cue.text) for cue, start, end in self.find(doc)]
        doc.spans[self.spans_key] = spans
        return doc

    def find(self, doc: Doc) -> list[CueMatch]:
        """Return the cues of a doc in order, their places in tokens; none runs over the end of a sentence."""
        whole: set[tuple[int, int, int]] = set()
        parts: dict[int, tuple[set[tuple[int, int]], set[tuple[int, int]]]] = {}
        written, lemmas = self._matchers
        for key, start, end in (*written(doc), *lemmas(doc)):
            number, place = self._places[key]
            if len(self.cues[number].parts) == 1:
                whole.add((start, end, number))
            else:
                parts.setdefault(number, (set(), set()))[place].add((start, end))
        for number, (firsts, seconds) in parts.items():
            whole |= {(a, d, number) for a, b in firsts for c, d in seconds if 0 <= c - b <= REACH}
        inside = [match for match in whole if not _crosses(doc, match[0], match[1])]
        return [CueMatch(self.cues[number], start, end) for start, end, number in _longest(inside, self._weights)]


def _crosses(doc: Doc, start: int, end: int) -> bool:
    """Whether a sentence, or a blank line, ends between the tokens."""
    return any(doc[i].is_sent_start or doc[i].is_space for i in range(start + 1, end))


def _longest(matches: Iterable[tuple[int, int, int]], weights: Sequence[float]) -> list[tuple[int, int, int]]:
    """Keep the longest of those that overlap, then what takes away, the weightiest, the first; in order of place."""
    taken: set[int] = set()
    kept = []
    for start, end, number in sorted(matches, key=lambda m: (m[0] - m[1], weights[m[2]] >= 0, -weights[m[2]], m)):
        if start not in taken and end - 1 not in taken:
            taken.update(range(start, end))
            kept.append((start, end, number))
    return sorted(kept)


def _cut_into_clauses(doc: Doc) -> None:
    begins = {start for start, _ in passages(doc.text)}
    for token in doc[1:]:
        if token.idx in begins:
            token.is_sent_start = True


def _lexicon(cues: Mapping[str, Any] | str | None) -> Lexicon:
    """Return the standard lexicon with the families of a mapping, or of a file at a path, in place of theirs."""
    if cues is None:
        return standard()
    own = _from_file(cues) if isinstance(cues, str) else parse_cues(json.dumps(cues), NAME)
    families = {family.name: family for lexicon in (standard(), own) for family in lexicon.families}
    return Lexicon(tuple(families.values()))


def _from_file(path: str) -> Lexicon:
    try:
        return parse_cues(Path(path).read_text(encoding="utf-8"), path)
    except OSError as error:
        hint = "Give a file like cues.yaml, or the families themselves."
        raise SettingsError(f"the cues cannot be read ({error.strerror})", hint=hint, path=path) from error


@cache
def register() -> Callable[..., CueMarker]:
    """Make the component known to spaCy, and return its factory."""
    from spacy.language import Language

    @Language.factory(NAME, assigns=["doc.spans"], default_config={"cues": None, "spans_key": SPANS})
    def evidence_cues(nlp: Language, name: str, cues: dict[str, Any] | str | None, spans_key: str) -> CueMarker:
        """Mark the families of the standard lexicon and those of `cues`, under `spans_key`."""
        del name
        # A saved pipeline holds its cues: the file they came from may be gone before they are read from there.
        return CueMarker(nlp, partial(_lexicon, cues) if isinstance(cues, str) else _lexicon(cues), spans_key)

    factory: Callable[..., CueMarker] = evidence_cues
    return factory


def __getattr__(name: str) -> Any:
    """Give spaCy the factory when it asks for its entry point; importing this module registers nothing."""
    if name == "factory":
        return register()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


class Pipeline:
    """A spaCy pipeline that finds cues in many texts. `name` says which one ran."""

    def __init__(self, nlp: Language, lexicon: Lexicon, name: str) -> None:
        """Use `load`."""
        self.name, self.lexicon = name, lexicon
        self._nlp, self._marker = nlp, CueMarker(nlp, lexicon)
        self._lemmas: dict[int, int] = {}
        self._prefilter = Prefilter(lexicon, _english(nlp)) if name == BUILT_IN else None

    def look(self, text: str, *, all_words: bool = False) -> CuePlaces | None:
        """Return where cues may stand in a sentence or a clause; None where there is none that weighs anything.

        The built-in pipeline sees each word alone, so only the words around an anchor need it; any other
        one, and `all_words`, has to see them all.
        """
        if self._prefilter and not all_words:
            return self._prefilter.look(text)
        return whole_sentence(text)

    def find(self, texts: Sequence[str], windows: Sequence[Sequence[Span]]) -> list[list[CueMatch]]:
        """Return the cues that stand in the windows of each text, their places in code points of the text.

        A text is a sentence or a clause. The windows of many texts are given to spaCy at once.
        """
        pieces = [(number, span) for number, spans in enumerate(windows) for span in spans]
        found: list[list[CueMatch]] = [[] for _ in texts]
        for first, starts, doc in self._docs([texts[number][slice(*span)] for number, span in pieces]):
            for cue, start, end in self._marker.find(doc):
                a, b = doc[start].idx, doc[end - 1].idx + len(doc[end - 1])
                at = bisect_right(starts, a) - 1
                number, window = pieces[first + at]
                shift = window[0] - starts[at]
                found[number].append(CueMatch(cue, a + shift, b + shift))
        return found

    @property
    def stop_words(self) -> frozenset[str]:
        """Words that say nothing of a topic."""
        return frozenset(self._nlp.Defaults.stop_words)

    def _docs(self, texts: Sequence[str]) -> Iterator[tuple[int, list[int], Doc]]:
        """Yield the place of the first text, where each text starts, and the doc that holds them."""
        if self._prefilter is None:
            for number, doc in enumerate(self._nlp.pipe(texts)):
                yield number, [0], doc
            return
        for first, block in _blocks(texts):
            starts = [0, *accumulate(len(text) + len(_BORDER) for text in block)][:-1]
            yield first, starts, self._lemmatized(_BORDER.join(map(lower, block)))

    def _lemmatized(self, text: str) -> Doc:
        """Return what the built-in pipeline makes of sentences that were cut already.

        The lookup sees each word alone, so one look a word and a whole column at once give the same
        lemmas as the component at a fifth of its price; `tests/quotes/test_nlp.py` compares them.
        """
        import numpy as np  # spaCy has loaded it
        from spacy.attrs import LEMMA, ORTH

        doc, known = self._nlp.make_doc(text), self._lemmas
        words = doc.to_array([ORTH])
        for word in set(words.tolist()) - known.keys():
            known[word] = self._nlp.vocab.strings.add(_lemma(self._nlp, self._nlp.vocab.strings[word]))
        lemmas: Any = np.array([known[word] for word in words.tolist()], dtype=np.uint64)
        return doc.from_array([LEMMA], lemmas.reshape(-1, 1))


def _blocks(texts: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    first, size = 0, 0
    for number, text in enumerate(texts):
        if size + len(text) > BLOCK and number > first:
            yield first, list(texts[first:number])
            first, size = number, 0
        size += len(text)
    if first < len(texts):
        yield first, list(texts[first:])


def _english(nlp: Language) -> English:
    return English(
        lambda text: [token.text for token in nlp.make_doc(text)],
        lambda word: _lemma(nlp, word),
        _pieces(nlp),
    )


def _pieces(nlp: Language) -> dict[str, set[str]]:
    """Return what the rules of the tokenizer make of a run of letters and apostrophes, all in lower case."""
    from spacy.attrs import ORTH

    pieces: defaultdict[str, set[str]] = defaultdict(set)
    rules: dict[str, list[dict[Any, str]]] = nlp.tokenizer.rules  # type: ignore[union-attr]  # English has a tokenizer
    for text, tokens in rules.items():
        pieces[lowered(text).strip("'")].update(lowered(token[ORTH]) for token in tokens)
    return dict(pieces)


def _lemma(nlp: Language, word: str) -> str:
    """Return what the lookup lemmatizer says, which sees each word alone."""
    lemmatizer: Any = nlp.get_pipe("lemmatizer")
    return str(lemmatizer.lookups.get_table("lemma_lookup").get(word, word))


@cache
def load_pipeline(name: str | None = None, lexicon: Lexicon | None = None) -> Pipeline:
    """Return the pipeline that the settings name, by default the built-in one; made once.

    Raises SettingsError where a trained pipeline is named that is not installed.
    """
    import spacy  # a second, so only where quotes are weighed

    register()  # a pipeline of somebody's own may hold the component
    if name is None:
        nlp = spacy.blank("en")
        nlp.add_pipe("sentencizer")
        nlp.add_pipe("lemmatizer", config={"mode": "lookup"})
        nlp.initialize()
    else:
        nlp = _named(name)
    return Pipeline(nlp, lexicon or standard(), name or BUILT_IN)


def _named(name: str) -> Language:
    """Load a pipeline by the name of an installed package. A folder of that name is none: a pipeline can run code."""
    import spacy

    missing = SettingsError(
        f"nlp: spaCy has no pipeline {name!r} among the installed packages",
        hint=_how_to_get(name) + " A folder is never loaded.",
        path="evidence.yaml",
    )
    try:
        if name.startswith("blank:"):
            return spacy.blank(name.removeprefix("blank:"))
        if name.isidentifier() and _is_installed(name):
            return spacy.util.load_model_from_package(name)
    except (ImportError, AttributeError, OSError) as error:  # no such language; a package that is no pipeline
        raise missing from error
    raise missing


def _how_to_get(name: str) -> str:
    """Return what to do for a pipeline that is not there: spaCy's own are no packages of pip's index."""
    if name.startswith("blank:"):
        return "Write a language that spaCy knows, such as blank:en, or leave the line out."
    if not name.isidentifier():
        return "Write the name of an installed package, such as en_core_web_sm, or leave the line out."
    own = re.fullmatch(r"[a-z]{2,3}_[a-z]+_[a-z]+_(?:sm|md|lg|trf)", name)
    command = f"python -m spacy download {name}" if own else f"pip install {name}"
    return f"Install the package: `{command}`. Or leave the line out."


def _is_installed(name: str) -> bool:
    """Whether Python would import what a distribution installed, and not what lies in the folder of the command."""
    from importlib import metadata, util

    try:
        place = Path(str(metadata.distribution(name).locate_file(""))).resolve()
    except metadata.PackageNotFoundError:
        return False
    found = util.find_spec(name)
    here = Path.cwd().resolve()
    return (
        found is not None and found.origin is not None and here not in {place, Path(found.origin).resolve().parents[1]}
    )
