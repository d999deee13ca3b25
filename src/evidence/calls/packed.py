"""The utterances of a call of many hours, in a tenth of the memory, and long files in half.

An utterance is an object with a text and five numbers, 330 bytes beside its words. Exports of a whole
year in one file hold a million of them, and a file of 50 MB would need ten times its size.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import fields
from functools import lru_cache
from itertools import chain, islice, starmap
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar, overload

from evidence.model import Utterance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

FEW = 1 << 14
"""Utterances that stay as they are: twenty hours of talk."""

MANY = 1 << 17
"""Utterances from which on nothing that grows with a call is held as a whole: half a year of talk."""

_BLOCK = 1 << 10
_KEPT = 1 << 17
_values = attrgetter(*(field.name for field in fields(Utterance)))


def batches(items: Iterable[T], size: int = _BLOCK) -> Iterator[list[T]]:
    """Yield items in lists of one size, the last one of what is left."""
    rest = iter(items)
    while block := list(islice(rest, size)):
        yield block


def repeatable(make: Callable[[], Iterator[T]]) -> Callable[[], Iterable[T]]:
    """Return what yields the items of `make` as often as it is called: kept where they are few, else made anew.

    Formats go through cues and lines more than once. Kept, half a million cues take 150 MB; made anew they take time.
    """
    made = make()
    few = list(islice(made, _KEPT))
    return make if next(made, None) is not None else lambda: few


def pack(utterances: Iterable[Utterance]) -> Sequence[Utterance]:
    """Return utterances as a tuple, or packed where they are many: either one equals the other."""
    rest = iter(utterances)
    few = tuple(islice(rest, FEW))
    return Packed(chain(few, rest)) if len(few) == FEW else few


class Packed(Sequence[Utterance]):
    """Utterances in blocks of bytes; each is made anew when it is asked for."""

    __slots__ = ("_blocks", "_length")

    def __init__(self, utterances: Iterable[Utterance]) -> None:
        """Pack utterances one block after the other, so that they never all exist."""
        packed, length = [], 0
        for block in batches(map(_values, utterances)):
            packed.append(_deflated(pickle.dumps(block, pickle.HIGHEST_PROTOCOL)))
            length += len(block)
        self._blocks, self._length = tuple(packed), length

    def __len__(self) -> int:
        """Return how many they are."""
        return self._length

    def __iter__(self) -> Iterator[Utterance]:
        """Yield them in order."""
        return chain.from_iterable(map(_unpacked, self._blocks))

    @overload
    def __getitem__(self, index: int) -> Utterance: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Utterance, ...]: ...
    def __getitem__(self, index: int | slice) -> Utterance | tuple[Utterance, ...]:
        """Return one, or a tuple of some."""
        places = range(self._length)[index]
        if isinstance(places, range):
            return tuple(map(self.__getitem__, places))
        block, place = divmod(places, _BLOCK)
        return _recent(self._blocks[block])[place]

    def __eq__(self, other: object) -> bool:
        """Whether the same utterances stand in the same order, in whatever sequence."""
        if not isinstance(other, Packed | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        """Return the hash of the tuple that is equal."""
        return hash(tuple(self))


class Deflated:
    """Pieces of a long file, to iterate over; each is inflated when its turn comes."""

    __slots__ = ("_pieces",)

    def __init__(self, pieces: Iterable[bytes]) -> None:
        """Deflate one piece after the other, so that they never all exist."""
        self._pieces = [*map(_deflated, pieces)]

    def behind(self, piece: bytes) -> Deflated:
        """Return them with one more before the first."""
        more = Deflated([piece])
        more._pieces += self._pieces
        return more

    def __iter__(self) -> Iterator[bytes]:
        """Yield them in order."""
        return map(zlib.decompress, self._pieces)

    def clear(self) -> None:
        """Let them go."""
        self._pieces.clear()

    def drain(self) -> Iterator[bytes]:
        """Yield them for the last time: each is let go on the way."""
        self._pieces.reverse()
        while self._pieces:
            yield zlib.decompress(self._pieces.pop())


def are_same(pieces: Iterable[bytes], data: bytes) -> bool:
    """Whether pieces are these bytes when they are joined."""
    at = 0
    for piece in pieces:
        if not data.startswith(piece, at):
            return False
        at += len(piece)
    return at == len(data)


def _deflated(data: bytes) -> bytes:
    """Deflate at the first level: 4 s for a file of 300 MB; the sixth takes 21 s and saves an eighth more."""
    return zlib.compress(data, 1)


def _unpacked(block: bytes) -> Iterator[Utterance]:
    return starmap(Utterance, pickle.loads(zlib.decompress(block)))  # noqa: S301  what `pack` wrote in this process or its worker


@lru_cache(maxsize=2)
def _recent(block: bytes) -> tuple[Utterance, ...]:
    return tuple(_unpacked(block))
