"""The words of all utterances: put, remove, candidates. The one home of tantivy.

One document an utterance, fed by our tokenizer, so that index and `query.match`
agree. Results come newest call first and by number within a call: each document
carries its place as a number, so no order depends on how or when it was indexed.
"""

from __future__ import annotations

import json
import os
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from evidence.errors import DamagedIndexError, StoreError, disk_advice
from evidence.model import Utterance
from evidence.query.language import ENGLISH
from evidence.store.plan import Plan, Planner
from evidence.store.prepare import MAX_NUMBER
from evidence.store.sealed import unseal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from tempfile import TemporaryDirectory

    import tantivy

    from evidence.query.lemmas import Lemmas
    from evidence.query.tree import Node
    from evidence.store.plan import Like, Resolver
    from evidence.store.prepare import IndexDocument
    from evidence.store.spellings import Forms

    Place = tuple[int, tantivy.DocAddress]
    """The rank of an utterance (see `prepare.rank_of`), and what `TextIndex.at` takes."""

# Both threads share it. Twice as much was no quicker on 2,000 calls.
HEAP_BYTES = 256_000_000
THREADS = 2
WINDOW = 20_000
# tantivy refuses more buckets in one answer.
MAX_BUCKETS = 65_000
STAMPS = 9  # the place of an utterance's stamps behind its other fields, its language behind them; most have neither
FEW = 64  # utterances of a call that hold the same rare words; where more do, they are asked for again


@dataclass(frozen=True, slots=True)
class Stored:
    """An utterance as it was put."""

    call_id: str
    utterance: Utterance


class TextIndex:
    """A tantivy index below one folder. Readers see the last commit as of `reload`."""

    def __init__(self, index: tantivy.Index, path: Path) -> None:
        """Use `TextIndex.create` or `TextIndex.open`."""
        from tantivy import Order, TextAnalyzerBuilder, Tokenizer  # 13 ms

        index.register_tokenizer("blanks", TextAnalyzerBuilder(Tokenizer.whitespace()).build())
        index.config_reader("Manual")  # no thread that watches the folder
        self._index, self._ascending = index, Order.Asc
        self._writer: tantivy.IndexWriter | None = None
        self._opened = ExitStack()
        self.opstamp = _opstamp(path)
        self._reload()

    @classmethod
    def create(cls, path: Path) -> TextIndex:
        """Make an empty index in an existing, empty folder. Raises StoreError."""
        from tantivy import Index

        with _WRITABLE:
            return cls(Index(_schema(), str(path), reuse=False), path)

    @classmethod
    def open(cls, path: Path) -> TextIndex:
        """Open what stands there. Raises StoreError where it is missing, broken, or being written just now."""
        from tantivy import Index

        with ExitStack() as opened, _Trouble(StoreError, "the text index is broken"):
            place = str(path)
            if path.is_dir() and not os.access(path, os.W_OK):
                place = opened.enter_context(_view(path))
            found = Index.open(place)
            if found.schema != _schema():
                raise StoreError("the text index was built by another version")
            index = cls(found, path)
            index._search(index._term("tokens", "a"), 1)  # some files are opened by the first search only
            if index.opstamp == _opstamp(path):
                index._opened = opened.pop_all()
                return index
        raise StoreError("the text index is being written")

    def _reload(self) -> None:
        self._index.reload()
        self._searcher = self._index.searcher()

    # Writing

    def put(self, documents: Iterable[IndexDocument]) -> None:
        """Add documents; they are seen after `commit`. Remove the call first where it may be there."""
        from tantivy import Document as Row

        with self._writing() as writer:
            for document in documents:
                writer.add_document(_filled(Row(), document))

    def remove(self, call_ids: Iterable[str]) -> None:
        """Take the calls out, after the next `commit`."""
        with self._writing() as writer:
            for call_id in call_ids:
                writer.delete_documents_by_term("call", call_id)

    def commit(self) -> int:
        """Make everything since the last commit visible at once; return the number of this state."""
        with self._writing() as writer:
            self.opstamp = writer.commit()
        self._reload()
        return self.opstamp

    def close(self) -> None:
        """Let unfinished merges end and the next writer in; what was not committed is dropped."""
        with suppress(ValueError, OSError):  # on a disk that fails there is nothing left to drop
            if self._writer is not None:
                self._writer.rollback()
                self._writer.wait_merging_threads()
        self._writer = None
        self._opened.close()

    @contextmanager
    def _writing(self) -> Iterator[tantivy.IndexWriter]:
        """Give the writer. Raises StoreError where the folder or the disk does not let it write."""
        with _WRITABLE:
            self._writer = self._writer or self._index.writer(HEAP_BYTES, THREADS)
            yield self._writer

    # Reading

    def candidates(
        self, node: Node, *, forms: Forms, resolver: Resolver, lemmas: Lemmas, like: Like | None = None
    ) -> Plan:
        """Translate a tree; `resolver` says what account, segment, outcome and tracker fields mean."""
        from tantivy import Occur, Query

        planner = Planner(self._index.schema, forms, resolver, lemmas, like=like)
        plan = planner.plan(node)
        if planner.is_broad:
            try:  # Beside a query that finds nothing, only what a phrase's wildcards stand for is looked up.
                nothing = [(Occur.Must, plan.query), (Occur.Must, Query.empty_query())]
                self._searched(Query.boolean_query(nothing), 1)
            except ValueError:  # more than some 30,000 tokens
                return Planner(self._index.schema, forms, resolver, lemmas, like=like, broad=False).plan(node)
        return plan

    def count(self, plan: Plan) -> int:
        """Return how many utterances there are; the count of the query where the plan is exact."""
        return self._search(plan.query, 1)[0]

    def page(self, plan: Plan, limit: int, offset: int = 0) -> tuple[Stored, ...]:
        """Return utterances, newest call first, by number within a call."""
        return self.count_and_page(plan, limit, offset)[1]

    def count_and_page(self, plan: Plan, limit: int, offset: int = 0) -> tuple[int, tuple[Stored, ...]]:
        """Return both for the price of one."""
        # Equal ranks come in no order of their own: one hit more on either side shows whether an end parts two.
        before = min(offset, 1)
        limit = min(limit, len(self))  # tantivy makes room for as many as are asked for, and aborts where it cannot
        count, hits = self._search(plan.query, limit + before + 1, offset - before)
        places = [rank for rank, _ in hits]
        found = [self._fetch(address) for _, address in hits]
        if len(set(places)) < len(places):
            order = sorted(zip(places, found, strict=True), key=lambda pair: (pair[0], pair[1].call_id))
            found = [stored for _, stored in order]
        return count, tuple(found[before : before + limit])

    def scan(self, plan: Plan, *, first: int = 500) -> Iterator[Stored]:
        """Yield every candidate in the order of `page`, the first `first` soonest; holds a few thousand."""
        limit, offset = first, 0
        while found := self.page(plan, limit, offset):
            yield from found
            offset, limit = offset + len(found), WINDOW

    def tally(self, plan: Plan) -> dict[str, int]:
        """Return the number of utterances by call, sorted by call id."""
        asked = {"calls": {"terms": {"field": "call", "size": MAX_BUCKETS}}}
        try:
            found = self._searcher.aggregate(plan.query, asked)["calls"]
        except ValueError:  # more calls in one segment of the index than one answer holds
            return dict(self._tally_in_parts(plan))
        if found["sum_other_doc_count"]:
            return dict(self._tally_in_parts(plan))
        return dict(sorted((bucket["key"], bucket["doc_count"]) for bucket in found["buckets"]))

    def _tally_in_parts(self, plan: Plan) -> Iterator[tuple[str, int]]:
        """Like `tally`, at fifteen times its price."""
        asked: dict[str, Any] = {"sources": [{"call": {"terms": {"field": "call"}}}], "size": MAX_BUCKETS}
        while True:
            with _SOUND:
                found = self._searcher.aggregate(plan.query, {"calls": {"composite": asked}})["calls"]
            yield from ((bucket["key"]["call"], bucket["doc_count"]) for bucket in found["buckets"])
            if len(found["buckets"]) < MAX_BUCKETS:
                return
            asked = {**asked, "after": found["after_key"]}

    def call(self, call_id: str) -> tuple[Utterance, ...]:
        """Return the utterances of a call in order, () where it is not here."""
        return tuple(self._fetch(address).utterance for _, address in self._of_call(call_id))

    def calls(self) -> list[str]:
        """Return the ids of the calls that have utterances here, sorted."""
        from tantivy import Query

        return [call_id for call_id, _ in self._tally_in_parts(Plan(Query.all_query(), exact=True))]

    def data(self, call_id: str) -> list[bytes]:
        """Return what was put of a call, utterance by utterance, as it was put."""
        return [self._searcher.doc(address)["data"][0] for _, address in self._of_call(call_id)]

    def holding(self, call_id: str, words: Collection[str]) -> tuple[Utterance, ...]:
        """Return the utterances of a call in which all these tokens stand, in order: without reading the others."""
        from tantivy import Occur, Query

        asked = [self._term("call", call_id), *(self._term("tokens", word) for word in words)]
        query = Query.boolean_query([(Occur.Must, one) for one in asked])
        count, found = self._search(query, FEW)
        if count > FEW:
            _, found = self._search(query, count)
        return tuple(self._fetch(address).utterance for _, address in found)

    def neighbours(self, call_id: str, number: int, reach: int) -> tuple[Utterance, ...]:
        """Return the utterances of a call from `number - reach` to `number + reach`."""
        near = (address for rank, address in self._of_call(call_id) if abs((rank & MAX_NUMBER) - number) <= reach)
        return tuple(self._fetch(address).utterance for address in near)

    def places(self, plan: Plan, limit: int) -> list[Place]:
        """Return where the first utterances stand, in the order of `page`; `page` itself takes ten times as long."""
        return self._search(plan.query, limit)[1]

    def at(self, address: tantivy.DocAddress) -> Stored:
        """Return the utterance at the address of a place."""
        return self._fetch(address)

    def __len__(self) -> int:
        """Return the number of utterances."""
        return int(self._searcher.num_docs)

    def _term(self, field: str, value: str) -> tantivy.Query:
        from tantivy import Query

        return Query.term_query(self._index.schema, field, value)

    def _of_call(self, call_id: str) -> list[tuple[int, tantivy.DocAddress]]:
        query = self._term("call", call_id)
        return self._search(query, max(self._search(query, 1)[0], 1))[1]

    def _search(
        self, query: tantivy.Query, limit: int, offset: int = 0
    ) -> tuple[int, list[tuple[int, tantivy.DocAddress]]]:
        with _SOUND:
            return self._searched(query, limit, offset)

    def _searched(
        self, query: tantivy.Query, limit: int, offset: int = 0
    ) -> tuple[int, list[tuple[int, tantivy.DocAddress]]]:
        found = self._searcher.search(query, limit, order_by_field="rank", offset=offset, order=self._ascending)
        return int(found.count), found.hits  # type: ignore[attr-defined]  # its stub leaves it out

    def _fetch(self, address: tantivy.DocAddress) -> Stored:
        with _SOUND:
            call_id, *fields = json.loads(unseal(self._searcher.doc(address)["data"][0]))
            stamps = tuple(map(tuple, fields[STAMPS])) if len(fields) > STAMPS else ()
            language = fields[STAMPS + 1] if len(fields) > STAMPS + 1 else ENGLISH
            values: list[Any] = [*fields[:STAMPS], stamps, language]
            return Stored(call_id, Utterance(*values))


class _Trouble:
    """Turn what tantivy raises into what callers know; it ends in a panic where its files are not its own."""

    def __init__(self, kind: type[StoreError], what: str, *, of_the_disk: bool = False) -> None:
        self.kind, self.what, self.of_the_disk = kind, what, of_the_disk

    def __enter__(self) -> None:
        """Nothing is held."""

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: object) -> None:
        if kind and (issubclass(kind, _RAISED) or kind.__name__ == "PanicException"):
            said = f" ({str(error).splitlines()[0]})" if self.of_the_disk and str(error) else ""
            hint = disk_advice(error) if error and self.of_the_disk else ""
            raise self.kind(f"{self.what}{said}", hint=hint) from error


_RAISED = (ValueError, OSError, LookupError, TypeError, OverflowError, RecursionError)
_SOUND = _Trouble(DamagedIndexError, "the text index is damaged")
_WRITABLE = _Trouble(StoreError, "the text index cannot be written", of_the_disk=True)


def is_sound(folder: Path, *, most: int | None = None) -> bool:
    """Whether every file of the last commit is as tantivy wrote it.

    most: bytes; where there are more, nothing is read, and the answer is yes. Each file ends in its
    checksum: some JSON, the length of it, and a number that says what this is. Raises OSError.
    """
    try:
        files = [path for path in _committed(folder) if path.is_file()]
        if most is not None and sum(path.stat().st_size for path in files) > most:
            return True
        return all(_agrees(path.read_bytes()) for path in files)
    except (FileNotFoundError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _committed(folder: Path) -> Iterator[Path]:
    """Yield the files of the last commit: a run that was killed leaves others, unfinished."""
    for segment in json.loads((folder / "meta.json").read_bytes())["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (folder / f"{name}.{ending}" for ending in _ENDINGS)
        if segment["deletes"]:
            yield folder / f"{name}.{segment['deletes']['opstamp']}.del"


def _agrees(data: bytes) -> bool:
    length, magic = (int.from_bytes(data[at : at + 4], "little") for at in (len(data) - 8, len(data) - 4))
    body = len(data) - 8 - length
    return magic == _MAGIC and body >= 0 and bool(json.loads(data[body:-8])["crc"] == crc32(memoryview(data)[:body]))


_ENDINGS, _MAGIC = ("term", "idx", "pos", "store", "fast", "fieldnorm"), 1337


def _view(path: Path) -> TemporaryDirectory[str]:
    """Return a folder of links to a folder that is read-only: tantivy takes a lock even to read."""
    from tempfile import TemporaryDirectory  # rarely needed

    view = TemporaryDirectory(prefix="evidence-")
    for file in path.iterdir():
        if not file.name.endswith(".lock"):
            Path(view.name, file.name).symlink_to(file.absolute())
    return view


def _opstamp(path: Path) -> int:
    """Return the number of the state that was committed last. Raises ValueError, KeyError or OSError."""
    return int(json.loads((path / "meta.json").read_bytes())["opstamp"])


def _filled(row: tantivy.Document, document: IndexDocument) -> tantivy.Document:
    """Return the row with its fields; one by one, since `from_dict` took a quarter more."""
    tokens, stems, pairs, about, facts, call_id, date, rank, data = document
    row.add_text("tokens", tokens)
    row.add_text("stems", stems)
    row.add_text("pairs", pairs)
    row.add_text("about", about)
    for fact in facts:
        row.add_text("facts", fact)
    row.add_text("call", call_id)
    row.add_integer("date", date)
    row.add_integer("rank", rank)
    row.add_bytes("data", data)
    return row


def _schema() -> tantivy.Schema:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    for name in ("tokens", "stems", "about"):
        builder.add_text_field(name, tokenizer_name="blanks")
    builder.add_text_field("pairs", tokenizer_name="blanks", index_option="basic")
    builder.add_text_field("facts", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("call", tokenizer_name="raw", index_option="basic", fast=True)
    # Signed: an unsigned value in a signed field, or the reverse, kills the writer's thread.
    builder.add_integer_field("date", indexed=True, fast=True)
    builder.add_integer_field("rank", fast=True)
    builder.add_bytes_field("data", stored=True)
    return builder.build()
